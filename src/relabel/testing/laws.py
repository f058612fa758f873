"""Laws: what holds of every sound definition and plugin, each with a name, and how to check it."""

import contextlib
import functools
import pickle
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias, TypeVar, final

import attrs
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from relabel.checks.laws import WRITTEN_LAWS, Law
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import to_document
from relabel.core.definitions.text import label_text
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.errors import CriterionConflictError, DefinitionConflictError, PluginError
from relabel.files.definitions.document import from_document
from relabel.plugins.loading import Plugin
from relabel.plugins.registry import Registry
from relabel.testing.strategies import AS_OF, relationships

__all__ = ["DEFINITION_LAWS", "EVIDENCE_LAWS", "PLUGIN_LAWS", "BrokenLawError", "Law", "Subject", "drawn"]

T = TypeVar("T")

TRIES = 40
"""How many random cases a law about all evidence is tried on."""


@final
@attrs.frozen
class BrokenLawError(AssertionError):
    """A definition or plugin breaks a law.

    Attributes:
        law: The law.
        subject: The definition or plugin, for messages.
        found: What breaks it.
    """

    law: Law
    subject: str
    found: tuple[str, ...]

    def __str__(self) -> str:
        lines = "".join(f"\n    {line}" for line in self.found)
        return (
            f"{self.subject} breaks the law {self.law.name!r}: {self.law.reason}{lines}"
            f"\n  see docs/reference/laws.md#{self.law.name}"
        )


@final
@attrs.frozen
class Subject:
    """A plugin, and what to try it on.

    Attributes:
        plugin: The plugin.
        registry: The plugins that it has to get on with, itself included.
        relationships: What to ask the plugin about.
        as_of: The days to ask for.
    """

    plugin: Plugin
    registry: Registry
    relationships: tuple[Relationship, ...]
    as_of: tuple[date | None, ...]

    def calls(self) -> Iterator[tuple[Relationship, date | None]]:
        """Give each relationship with each day."""
        for one in self.relationships:
            for day in self.as_of:
                yield one, day


# Laws of definitions and evidence


def _overridden(definition: Definition) -> Iterable[str]:
    def broken(one: Classification) -> bool:
        answered = {finding.criterion.name for finding in one.findings if finding.evidence}
        kept = {criterion: answer for criterion, answer in definition.presume.items() if criterion.name not in answered}
        without = one.evolve(definition=attrs.evolve(definition, presume=kept))
        return (one.label, one.standing, one.possible) != (without.label, without.standing, without.possible)

    return _counterexample(definition, broken, "a presumption outweighs evidence")


def _orderless(definition: Definition) -> Iterable[str]:
    def broken(one: Classification) -> bool:
        evidence = one.relationship.evidence
        return any(_differs(one, evidence=other) for other in (evidence[::-1], (*evidence, *evidence)))

    return _counterexample(definition, broken, "the order of evidence, or a repeated piece, changes the outcome")


def _inert(definition: Definition) -> Iterable[str]:
    def broken(one: Classification) -> bool:
        words = {f"{side}label": "any word" for side in ("buyer_", "seller_", "")}
        return any(
            _differs(one, **changes)
            for changes in (words, {"since": date(1900, 1, 1)}, {"since": None}, {"attributes": {"owner": "Ana"}})
        )

    return _counterexample(definition, broken, "the word in use, the start of the business or context changes it")


def _differs(one: Classification, **changes: Any) -> bool:  # Any: each field has its own type
    other = one.evolve(relationship=attrs.evolve(one.relationship, **changes))
    return (one.label, one.standing, one.possible, set(one.findings), set(one.set_aside)) != (
        other.label,
        other.standing,
        other.possible,
        set(other.findings),
        set(other.set_aside),
    )


def _round_trip(definition: Definition) -> Iterable[str]:
    for name, back in (
        ("a document", from_document(to_document(definition))),
        ("pickle", pickle.loads(pickle.dumps(definition))),  # noqa: S301  # our own bytes
    ):
        if back != definition:
            yield f"it comes back from {name} as another definition"


def _digest(definition: Definition) -> Iterable[str]:
    rebuilt = from_document(to_document(definition))
    if rebuilt.digest != definition.digest or not re.fullmatch(r"[0-9a-f]{64}", definition.digest):
        yield f"built again, it has the digest {rebuilt.digest[:12]} instead of {definition.digest[:12]}"


def _counterexample(definition: Definition, broken: Callable[[Classification], bool], what: str) -> Iterator[str]:
    """Look for evidence with which something is broken; write it in the words of the definition."""
    bad = next((one for one in _cases(definition) if broken(one)), None)
    if bad is None:
        return
    with contextlib.suppress(NoSuchExample):  # a smaller one, if there is one to be found
        bad = find(_classifications(definition), broken, settings=_settings(TRIES))
    yield f"{what}, for example with"
    yield from (f"  {piece!r}" for piece in bad.relationship.evidence)
    yield f"  which gives {label_text(bad.label)} ({bad.standing.value})"


@functools.lru_cache(maxsize=4)
def _cases(definition: Definition) -> list[Classification]:
    return drawn(_classifications(definition), TRIES)


def _classifications(definition: Definition) -> st.SearchStrategy[Classification]:
    return relationships(definition).map(lambda one: Classification(one, definition, AS_OF))


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Give some values of a strategy, the same in each run."""
    found: list[T] = []

    @_settings(count)
    @given(strategy)
    def collect(one: T) -> None:
        found.append(one)

    collect()
    return found


def _settings(tries: int) -> settings:
    return settings(
        max_examples=tries, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


DEFINITION_LAWS: tuple[Law, ...] = (
    *WRITTEN_LAWS,
    Law("evidence-overrides-presumptions", "what is known counts, contested or not", _overridden),
    Law("evidence-is-a-set", "the order of evidence and repeats play no part", _orderless),
    Law("words-and-years-are-inert", "the word in use and the length of a relationship are no evidence", _inert),
    Law("documents-round-trip", "a definition that is written down and read again is the same", _round_trip),
    Law("digest-is-stable", "an answer says by which definition it was given", _digest),
)
"""What holds of every sound definition, in the order in which it is checked."""


# Laws of evidence from plugins


Call: TypeAlias = tuple[Relationship, date | None]


def _each(subject: Subject, problem: Callable[[Call, tuple[Evidence, ...]], str | None]) -> Iterator[str]:
    for call in subject.calls():
        try:
            found = subject.plugin.evidence(*call)
        except PluginError:  # which a law of its own reports
            return
        text = problem(call, found)
        if text is not None:
            yield f"asked about {call[0].name} as of {call[1]}: {text}"
            return


def _deterministic(subject: Subject) -> Iterable[str]:
    def problem(call: Call, found: tuple[Evidence, ...]) -> str | None:
        again = subject.plugin.evidence(*call)
        odd = sorted(set(found) ^ set(again), key=lambda piece: piece.sort_key)
        return f"{odd[0]!r} came only once in two calls" if odd else None

    return _each(subject, problem)


def _pure(subject: Subject) -> Iterable[str]:
    for one, day in subject.calls():
        before = pickle.loads(pickle.dumps(one))  # noqa: S301  # our own bytes; a copy that shares nothing
        try:
            subject.plugin.evidence(one, day)
        except PluginError:  # as above
            return
        if before != one:
            yield f"asked about {before.name} as of {day}: the relationship is another one after the call"
            return


def _dated(subject: Subject) -> Iterable[str]:
    def problem(_: Call, found: tuple[Evidence, ...]) -> str | None:
        return next((f"{piece!r} has no date" for piece in found if piece.observed_on is None), None)

    return _each(subject, problem)


def _declared(subject: Subject) -> Iterable[str]:
    def problem(_: Call, found: tuple[Evidence, ...]) -> str | None:
        strays = [piece for piece in found if piece.criterion not in subject.registry.vocabulary]
        return f"{strays[0]!r} is about a criterion that no definition declares" if strays else None

    return _each(subject, problem)


def _past(subject: Subject) -> Iterable[str]:
    def problem(call: Call, found: tuple[Evidence, ...]) -> str | None:
        day = call[1]
        late = [one for one in found if day is not None and one.observed_on is not None and one.observed_on > day]
        return f"{late[0]!r} is later" if late else None

    return _each(subject, problem)


def _answers(subject: Subject) -> Iterable[str]:
    def problem(_: Call, found: tuple[Evidence, ...]) -> str | None:
        for piece in found:
            criterion = subject.registry.vocabulary.get(piece.criterion)
            if criterion is not None and not criterion.accepts(piece.answer):
                return f"{piece!r}: expected {criterion.expected}"
        return None

    return _each(subject, problem)


def _supplied(subject: Subject) -> Iterable[str]:
    try:
        found = [piece for call in subject.calls() for piece in subject.plugin.evidence(*call)]
    except PluginError as error:
        return [str(error)]
    asked = f"asked about {len(subject.relationships)} relationships it gave no evidence"
    return [] if found else [f"{asked}: pass some that it knows as relationships=[...]"]


def _clash(subject: Subject) -> Iterable[str]:
    for definition in subject.plugin.definitions:
        try:
            subject.registry.definition(definition.name)
        except (DefinitionConflictError, CriterionConflictError) as error:
            yield str(error)


PLUGIN_LAWS: tuple[Law, ...] = (
    Law("names-do-not-clash", "two plugins that mean different things by one name block each other", _clash),
)
"""What holds of every plugin, whatever it provides."""

EVIDENCE_LAWS: tuple[Law, ...] = (
    Law(
        "evidence-is-supplied",
        "a hook that fails stops an audit; one that gives nothing is not tried",
        _supplied,
    ),
    Law("evidence-is-deterministic", "the same question has the same answer", _deterministic),
    Law("evidence-is-dated", "without a date nobody can tell whether it still holds", _dated),
    Law("evidence-is-not-from-the-future", "what is judged as of a day rests on what was known then", _past),
    Law("evidence-is-about-declared-criteria", "what nobody declares is set aside", _declared),
    Law("evidence-is-in-the-domain", "an answer outside the domain stops the whole audit", _answers),
    Law("hooks-do-not-mutate", "a relationship is shared by all who judge it", _pure),
)
"""What holds of every plugin that supplies evidence, in the order in which it is checked."""
