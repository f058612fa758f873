"""Cursors: plain values in a document, each with its path; read strictly, with every problem on the way."""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar, final

import attrs

from relabel.core.model.answers import answer_text, exact, is_number
from relabel.errors import DefinitionError
from relabel.texts import did_you_mean, shown

__all__ = ["Cursor", "Parameters", "Parts", "all_or_none", "exact_number", "listed"]

T = TypeVar("T")

_KEY = re.compile(r"[A-Za-z_$][\w$]*")
_EXACT = re.compile(r"-?\d+\.\d+")
_SIDES = frozenset({"buyer", "seller"})
_NOTHING_MEANT: Mapping[str, str] = {}
_LONGEST = 80
"""How many signs of a value a message quotes."""

_ABSENT = object()
"""What stands where nothing does."""


@final
class Parts(dict[str, "Cursor"]):
    """What a table holds, by key; under other keys stands nothing, of which nothing is read and reported."""

    def __missing__(self, key: str) -> "Cursor":
        return Cursor(_ABSENT, key, [])


def all_or_none(found: Iterable[T | None]) -> list[T]:
    """Give what was found, or nothing if something was not, so that each item keeps its position."""
    items = list(found)
    sound = [one for one in items if one is not None]
    return sound if len(sound) == len(items) else []


def listed(words: Iterable[str]) -> str:
    """Write which of several keys were found."""
    return " and ".join(map(repr, words)) or "none of them"


@final
@attrs.frozen
class Parameters:
    """Numbers with a name, which may stand in the place of numbers.

    Attributes:
        values: The numbers by name.
        used: Takes up the names that something asks for.
    """

    values: dict[str, int | Decimal] = attrs.field(factory=dict)
    used: set[str] = attrs.field(factory=set)


@final
@attrs.frozen
class Cursor:
    """A plain value in a document, or its absence.

    Attributes:
        value: What `json` or `tomllib` makes of it.
        path: Where it stands.
        problems: Takes up what is wrong with it; shared by all cursors of a document.
        parameters: The numbers that may stand here by name; shared as well.
    """

    value: object
    path: str
    problems: list[DefinitionError] = attrs.field(repr=False)
    parameters: Parameters = attrs.field(factory=Parameters, repr=False)

    def report(self, expected: str, hint: str = "", *, found: str = "") -> None:
        """Note that something else was expected here; `found` says what stands here instead of its value."""
        if self.value is not _ABSENT:
            self.problems.append(DefinitionError(self.path, f"found {found or _shown(self.value)}", expected, hint))

    def text(self, *, blank: bool = False) -> str | None:
        """Give text, which may be blank only where that is said; None where it is none, which is reported."""
        if isinstance(self.value, str) and (blank or self.value.strip()):
            if _is_whole(self.value):
                return self.value
            self.report("text in which no pair of surrogates is cut in half")
            return None
        bare = isinstance(self.value, (int, float, Decimal)) and not isinstance(self.value, bool)
        expected = "text" if blank else "text that is not blank"
        self.report(expected, f'; write it in quotes: "{_shown(self.value)}"' if bare else "")
        return None

    def truth(self) -> bool | None:
        """Give true or false; None where it is neither, which is reported."""
        if isinstance(self.value, bool):
            return self.value
        self.report("true or false", self.bare_truth)
        return None

    @property
    def bare_truth(self) -> str:
        """The end of a message that says how to write true or false, where a word for it was found."""
        words = {"yes": "true", "true": "true", "no": "false", "false": "false"}
        word = words.get(self.value.casefold()) if isinstance(self.value, str) else None
        return f"; write {word}, without quotes" if word else ""

    @property
    def resolved(self) -> object:
        """The value; where it is the name of a parameter, its number."""
        values = self.parameters.values
        if not isinstance(self.value, str) or self.value not in values:
            return self.value
        self.parameters.used.add(self.value)
        return values[self.value]

    def report_number(self, expected: str, hint: str = "") -> None:
        """Note that a number was expected here; parameters are numbers, too."""
        names = self.parameters.values
        if isinstance(self.value, str) and self.value in names:
            self.report(expected, hint, found=f"the parameter {self.value!r}, which is {_shown(self.resolved)}")
        elif isinstance(self.value, str) and names:
            self.report(f"{expected}, or a parameter: {', '.join(names)}", did_you_mean(self.value, names) or hint)
        else:
            self.report(expected, hint)

    def whole(self) -> int | None:
        """Give a whole number; None where it is none, which is reported."""
        value = self.resolved
        if is_number(value) and isinstance(value, int):
            return value
        self.report_number("a whole number")
        return None

    def number(self) -> int | Decimal | None:
        """Give a number as it is written, also as text where JSON numbers cannot hold it; None where it is none."""
        value = self.resolved
        text = exact_number(value) if isinstance(value, str) else None
        if text is not None or is_number(value):
            return exact(value if text is None else text, self.path)
        self.report_number("a number")
        return None

    def at(self, value: object, path: str) -> "Cursor":
        """Give a cursor of the same document at another value."""
        return Cursor(value, path, self.problems, self.parameters)

    def one_of(self, words: Iterable[str]) -> str | None:
        """Give one of several words; None where it is none of them, which is reported."""
        known = list(words)
        if isinstance(self.value, str) and self.value in known:
            return self.value
        self.report(f"one of {', '.join(map(repr, known))}", did_you_mean(self.value, known))
        return None

    def items(self) -> "list[Cursor]":
        """Give the items of an array; none where it is no array, which is reported."""
        if isinstance(self.value, (list, tuple)):
            return [self.at(item, f"{self.path}[{at}]") for at, item in enumerate(self.value)]
        self.report("an array, in [ ]")
        return []

    @property
    def is_array(self) -> bool:
        """Whether it has items, if only none."""
        return isinstance(self.value, (list, tuple))

    def entries(self) -> "dict[str, Cursor]":
        """Give what a table holds under names of the author's own; nothing where it is none, which is reported."""
        if not isinstance(self.value, Mapping):
            self.report("a table")
            return {}
        found: dict[str, Cursor] = {}
        for name, value in self.value.items():
            one = self.at(value, f"{self.path}[{shown(name)}]")
            if isinstance(name, str) and _is_whole(name):
                found[name] = one
            else:
                one.report("text", found=f"the key {shown(name)}")
        return found

    def by_name(self, whole: Collection[str] = ()) -> "dict[str, Cursor]":
        """Give what a table holds under names of criteria.

        A table of `buyer` and `seller` is taken for two names, as TOML reads a name with a point as one
        table within another; not so under the names that are known to be `whole`.
        """
        found: dict[str, Cursor] = {}
        for name, one in self.entries().items():
            inside = {name: one}
            if name not in whole and isinstance(one.value, Mapping) and one.value and one.value.keys() <= _SIDES:
                inside = {f"{name}.{side}": cursor for side, cursor in one.entries().items()}
            for full, cursor in inside.items():
                named = attrs.evolve(cursor, path=f"{self.path}[{full!r}]")
                if full in found:
                    named.report("each name once", found=f"{full!r} again")
                found[full] = named
        return found

    def table(
        self, keys: Collection[str], required: Collection[str] = (), meant: Mapping[str, str] = _NOTHING_MEANT
    ) -> Parts:
        """Give what a table holds under fixed keys.

        Other keys, and required ones that are missing, are reported, as is a value that is no table.
        `meant` says for some wrong keys which one is meant.
        """
        if not isinstance(self.value, Mapping):
            self.report("a table")
            return Parts()
        found = Parts()
        for key, value in self.value.items():
            one = self.at(value, _inside(self.path, key))
            if key in keys:
                found[key] = one
            else:
                hint = f"; write {meant[key]}" if key in meant else did_you_mean(key, keys)
                one.report(f"one of {', '.join(keys)}", hint, found=f"the key {shown(key)}")
        for key in required:
            if key not in self.value:
                self.at(None, _inside(self.path, key)).report(f"the key {key!r}", found="nothing")
        return found


def _is_whole(text: str) -> bool:
    """Say whether a text can be written at all."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def exact_number(text: str) -> Decimal | None:
    """Give the number that a text stands for where JSON numbers cannot; None for any other text."""
    number = Decimal(text) if _EXACT.fullmatch(text) else None
    return None if number is None or float(number) == number else number


def _inside(path: str, key: object) -> str:
    return f"{path}.{key}" if isinstance(key, str) and _KEY.fullmatch(key) else f"{path}[{shown(key)}]"


def _shown(value: object) -> str:
    """Write a value as its author knows it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "a table"
        case list() | tuple():
            return "an array"
        case int() | float() | Decimal():
            return answer_text(value)
        case _:
            text = repr(value) if isinstance(value, str) else str(value)
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
