"""What can go wrong, as classes whose fields hold the facts and whose text says the cure.

Catch `RelabelError` for all of them, or the builtin that fits (`ValueError`, `TypeError`,
`LookupError`). The wording is not promised; classes and fields are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar, final

import attrs

from relabel.texts import by_kind, did_you_mean, shorten, shown

__all__ = [
    "AmbiguousNameError",
    "AnswerError",
    "CellError",
    "ConditionTooLargeError",
    "CriterionConflictError",
    "DefinitionConflictError",
    "DefinitionError",
    "DiagramTooLargeError",
    "DuplicateRelationshipError",
    "InvalidDefinitionError",
    "InvalidFileError",
    "InvalidValueError",
    "MissingDateError",
    "MissingExtraError",
    "NestingError",
    "NotAConditionError",
    "PluginError",
    "RelabelError",
    "SearchTooLongError",
    "TruthValueError",
    "UnknownDefinitionError",
    "UnknownRelationshipError",
]

T = TypeVar("T", bound=Exception)


class RelabelError(Exception):
    """Whatever `relabel` raises on purpose."""


@final
@attrs.frozen(repr=False)
class InvalidValueError(RelabelError, ValueError):
    """A field was given a value that it does not take."""

    place: str
    found: object
    expected: str

    def __str__(self) -> str:
        return f"{shorten(self.place)}: found {shown(self.found)}, expected {self.expected}"


@final
@attrs.frozen(repr=False)
class AnswerError(RelabelError, ValueError):
    """An answer lies outside the domain of its criterion."""

    place: str
    criterion: str
    answer: object
    expected: str
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.place}: {shown(self.answer)} is no answer to {self.criterion!r}, "
            f"expected {self.expected}{did_you_mean(self.answer, self.known)}"
        )


@final
@attrs.frozen(repr=False)
class TruthValueError(RelabelError, TypeError):
    """A criterion or condition was used as if it were true or false."""

    text: str

    def __str__(self) -> str:
        return (
            f"{shorten(self.text)!r} is a condition and has no truth value of its own: combine conditions "
            "with & | ~ instead of and, or, not; write x.between(1, 5) instead of 1 <= x <= 5"
        )


@final
@attrs.frozen(repr=False)
class NotAConditionError(RelabelError, TypeError):
    """Something other than a condition stands where a condition is expected."""

    found: object
    cure: str = ""

    def __str__(self) -> str:
        return f"expected a condition, found {shown(self.found)}" + (f": {self.cure}" if self.cure else "")


@final
@attrs.frozen(repr=False)
class NestingError(RelabelError, ValueError):
    """A condition is nested more deeply than the limit."""

    depth: int
    limit: int

    def __str__(self) -> str:
        return (
            f"the condition is nested {self.depth} levels deep, the limit is {self.limit}: "
            "write long chains as all_of(...) or any_of(...)"
        )


@final
@attrs.frozen(repr=False)
class ConditionTooLargeError(RelabelError, ValueError):
    """A condition has more parts than the limit."""

    parts: int
    limit: int

    def __str__(self) -> str:
        return (
            f"the condition has {self.parts} parts, the limit is {self.limit}: "
            "count with at_least(...) or points(...) instead of listing the cases"
        )


@final
@attrs.frozen(repr=False)
class AmbiguousNameError(RelabelError, ValueError):
    """One name stands for two different things in one condition."""

    name: str
    first: object
    second: object

    def __str__(self) -> str:
        return f"{self.name!r} stands for two things: {shown(self.first)} and {shown(self.second)}"


@final
@attrs.frozen(repr=False)
class DefinitionError(RelabelError, ValueError):
    """One thing that is wrong with a definition, and where.

    Where it was read from a file, that is named too. Lines count from 1, and 0 stands for "not known".
    `column` is the place in the line, from 1, or the header of a column of a decision table.
    """

    path: str
    found: str
    expected: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int | str = 0

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        if self.column:
            place += f":{self.column}" if isinstance(self.column, int) else f", column {self.column!r}"
        start = f"{place}: " if place else ""
        return f"{start}{self.found}, expected {self.expected}{self.hint} @ {self.path}"


class InvalidDefinitionError(RelabelError, ExceptionGroup[DefinitionError], ValueError):
    """Everything that is wrong with one definition; the parts are in `exceptions`.

    The text names each kind of problem of a column of a decision table once, as `InvalidFileError` does.
    """

    def __str__(self) -> str:
        told = by_kind(
            ((one.file, one.column, one.path, one.expected), str(one), one.line, one.found.removeprefix("found "))
            for one in _flat(self)
        )
        return "\n".join([self.message, *(f"  - {line}" for line in told)])

    def derive(self, excs: Sequence[DefinitionError]) -> "InvalidDefinitionError":  # type: ignore[override]  # the parts keep their class
        """Give a group of the same class for some of the parts."""
        return InvalidDefinitionError(self.message, excs)


@final
@attrs.frozen(repr=False)
class DiagramTooLargeError(RelabelError, ValueError):
    """The decision diagram of a definition would be absurdly large."""

    what: str
    limit: str
    label: str | None = None
    condition: str | None = None

    def __str__(self) -> str:
        blame = f", while adding {shorten(self.condition)!r}" if self.condition else ""
        label = f"the label {self.label!r} " if self.label is not None else "the definition "
        return (
            f"{label}needs {self.what}, the limit is {self.limit}{blame}: "
            "use fewer criteria, smaller weights, or split it into several definitions"
        )


@final
@attrs.frozen(repr=False)
class MissingDateError(RelabelError, ValueError):
    """A definition whose evidence can go stale was asked without a date."""

    definition: str
    criterion: str

    def __str__(self) -> str:
        return (
            f"definition {self.definition!r} gives evidence on {self.criterion!r} a shelf life, so it needs a date "
            "to judge by: pass as_of=..."
        )


@final
@attrs.frozen(repr=False)
class DuplicateRelationshipError(RelabelError, ValueError):
    """Two relationships of one portfolio share their key."""

    key: str
    first: int
    second: int

    def __str__(self) -> str:
        return (
            f"relationships {self.first} and {self.second} are both {self.key!r}: "
            "give each its own id, or join their evidence"
        )


@final
@attrs.frozen(repr=False)
class UnknownRelationshipError(RelabelError, LookupError):
    """No relationship, or more than one, answers to a name."""

    name: str
    matches: tuple[str, ...]
    known: tuple[str, ...]

    def __str__(self) -> str:
        if self.matches:
            fits = f"{self.name!r} fits {len(self.matches)} relationships: {', '.join(map(repr, self.matches))}"
            return f"{fits}; give one of these"
        return f"no relationship is called {self.name!r}{did_you_mean(self.name, self.known)}"


@final
@attrs.frozen(repr=False)
class UnknownDefinitionError(RelabelError, LookupError):
    """No plugin provides a definition of this name."""

    name: str
    known: tuple[str, ...]
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        known, hint = ", ".join(self.known) or "none", did_you_mean(self.name, self.known)
        if not self.failed:
            return f"no definition is named {self.name!r}{hint} (known: {known})"
        failed = "".join(f"\n  - {one}" for one in self.failed)
        text = f"definition {self.name!r} was not found; it may belong to what failed to load:{failed}"
        return f"{text}\nknown: {known}{hint}"


@final
@attrs.frozen(repr=False)
class DefinitionConflictError(RelabelError, LookupError):
    """Several plugins claim one definition name."""

    name: str
    plugins: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"definition {self.name!r} is claimed by {' and by '.join(self.plugins)}: "
            "remove one of them, or leave one out (--without NAME on the command line)"
        )


@final
@attrs.frozen(repr=False)
class CriterionConflictError(RelabelError, LookupError):
    """Two definitions mean different things by one criterion name."""

    criterion: str
    definitions: tuple[str, str]
    meanings: tuple[str, str]

    def __str__(self) -> str:
        (first, second), (one, other) = self.definitions, self.meanings
        return (
            f"criterion {self.criterion!r} is {one} in {first} but {other} in {second}: "
            "rename one of them, or leave one plugin out (--without NAME on the command line)"
        )


@final
@attrs.frozen(repr=False)
class PluginError(RelabelError):
    """A plugin broke one of the rules for plugins; the cause is chained.

    `place` is the file and line in the plugin's own code, where there is one; `cure` the next step.
    """

    plugin: str
    problem: str
    place: str = ""
    cure: str = ""

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.plugin}: {self.problem}{where}" + (f"; {self.cure}" if self.cure else "")


@final
@attrs.frozen(repr=False)
class CellError(RelabelError, ValueError):
    """One thing that is wrong with a file, and where. Lines and columns count from 1.

    `cure` are the lines of a mapping file that mend it; blank where there is nothing to propose.
    """

    file: str
    line: int
    column: str
    found: str
    expected: str
    hint: str = ""
    cure: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f", column {self.column!r}" if self.column else "")
        return f"{place}: found {self.found}, expected {self.expected}{self.hint}"


class InvalidFileError(RelabelError, ExceptionGroup[CellError], ValueError):
    """Everything that is wrong with one file; the parts are in `exceptions`.

    The text names each kind of problem of a column once, with how often it occurs and the first places, and
    below them what to say in a mapping file.
    """

    def __str__(self) -> str:
        problems, place = list(_flat(self)), re.compile(r"\[\d+\]")  # the items of a list are one column
        kinds = [(place.sub("[]", one.column), one.expected, one.file) for one in problems]
        told = by_kind((kind, str(one), one.line, one.found) for kind, one in zip(kinds, problems, strict=True))
        lines = [self.message, *(f"  {line}" for line in told)]
        if cures := dict.fromkeys(one.cure for one in problems if one.cure):
            said = "\n".join(["in the mapping file (--map), in place of what it says of the column so far:", *cures])
            lines += ["  " + said.replace("\n", "\n    ")]
        return "\n".join(lines)

    def derive(self, excs: Sequence[CellError]) -> "InvalidFileError":  # type: ignore[override]  # the parts keep their class
        """Give a group of the same class for some of the parts."""
        return InvalidFileError(self.message, excs)


def _flat(group: ExceptionGroup[T]) -> Iterator[T]:
    for part in group.exceptions:
        if isinstance(part, ExceptionGroup):
            yield from _flat(part)
        else:
            yield part


@final
@attrs.frozen(repr=False)
class MissingExtraError(RelabelError, ImportError):
    """An optional package is needed and not installed."""

    package: str
    extra: str

    def __str__(self) -> str:
        return f"this needs {self.package}: install 'relabel-relationships[{self.extra}]'"


@final
@attrs.frozen(repr=False)
class SearchTooLongError(RelabelError, RuntimeError):
    """A search for the cheapest changes would take too long; `limit` is the most it may look at."""

    limit: int
    unit: str = "states"

    def __str__(self) -> str:
        return (
            f"the cheapest changes were not found among {self.limit} {self.unit}: "
            "name more criteria as fixed, or ask for fewer paths"
        )
