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

from relabel.classification import Classification
from relabel.definitions import Definition
from relabel.documents import from_document, to_document
from relabel.effects import Pair
from relabel.errors import CriterionConflictError, DefinitionConflictError, PluginError
from relabel.evidence import Evidence, Hearsay
from relabel.explanation import label_text
from relabel.plugins import Plugin, Registry
from relabel.questions import Side
from relabel.relationships import Relationship
from relabel.spaces import record_text
from relabel.strategies import AS_OF, relationships
from relabel.trials import check_examples
from relabel.verification import verify

__all__ = ["DEFINITION_LAWS", "EVIDENCE_LAWS", "PLUGIN_LAWS", "BrokenLawError", "Law", "Subject", "drawn"]

T = TypeVar("T")

TRIES = 40
"""How many random cases a law about all evidence is tried on."""


@final
@attrs.frozen
class Law:
    """Something that holds of every sound definition or plugin.

    Attributes:
        name: What it is called, in words joined by hyphens; also its anchor in docs/reference/laws.md.
        reason: Why one wants it to hold, in one line.
        check: Gives, for a subject, what breaks the law, each as a line for people; nothing if it holds.
    """

    name: str
    reason: str
    check: Callable[[Any], Iterable[str]]  # Any: a Definition or a Subject


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


# Laws of definitions


_verified = functools.lru_cache(maxsize=4)(verify)


def _dead(definition: Definition) -> Iterable[str]:
    found = _verified(definition)
    hidden = {one.label for one in found.hidden}
    return [f"{label}: its condition never holds" for label in found.dead if label not in hidden]


def _hidden(definition: Definition) -> Iterable[str]:
    return map(str, _verified(definition).hidden)


def _gap(definition: Definition) -> Iterable[str]:
    gap = _verified(definition).gap
    if gap is None or definition.intends.gap:
        return []
    return [f"no label is given for {gap}; for example {record_text(gap.witness)}", "if meant: Intent(gap=True)"]


def _overlaps(definition: Definition) -> Iterable[str]:
    overlaps = _verified(definition).overlaps
    found = [one for one in overlaps if not one.meant and not (one.nested and definition.ordered)]
    pairs = [(one.first, one.second) for one in found]
    return [*map(str, found), f"if meant: Intent(overlaps={pairs})"] if found else []


def _irrelevant(definition: Definition) -> Iterable[str]:
    return [f"{criterion.name} changes no label, whatever its answer" for criterion in _verified(definition).irrelevant]


def _questions(definition: Definition) -> Iterable[str]:
    for criterion in definition.criteria:
        if not criterion.question.strip():
            yield f"{criterion.name} has no question"
        side = criterion.name.rpartition(".")[2]
        if side in {one.value for one in Side} and criterion.about is not Side(side):
            yield f"{criterion.name} is named after the {side} and is about={criterion.about}"


def _presumptions(definition: Definition) -> Iterable[str]:
    return [f"{presumption} can never matter" for presumption in _verified(definition).idle_presumptions]


def _monotone(definition: Definition) -> Iterable[str]:
    effects = {effect.criterion.name: effect for effect in _verified(definition).effects}
    for names, declared, opposite in (
        (definition.intends.raises, "raises", "lowers"),
        (definition.intends.lowers, "lowers", "raises"),
    ):
        for name in names:
            pair: Pair | None = getattr(effects[name], opposite) if name in effects else None
            if pair is not None:
                yield f"{name} is declared under {declared!r} and {opposite} the rank: {pair}"


def _examples(definition: Definition) -> Iterable[str]:
    return map(str, check_examples(definition).failed)


def _hearsay(definition: Definition) -> Iterable[str]:
    policy = definition.policy
    disregards = [one for one in definition.criteria if policy.of(one.name).hearsay is not Hearsay.ACCEPT]
    if policy.hearsay is not Hearsay.ACCEPT and not any(one.about for one in definition.criteria):
        yield "hearsay is disregarded, and no criterion is about a side: write about=Side.SELLER or about=Side.BUYER"
    for one in disregards:
        if one.name in policy.overrides and one.about is None:
            yield f"hearsay on {one.name} is disregarded, and it is about no side"


def _overridden(definition: Definition) -> Iterable[str]:
    def broken(one: Classification) -> bool:
        answered = {finding.criterion.name for finding in one.findings if finding.evidence}
        kept = {criterion: answer for criterion, answer in definition.presume.items() if criterion.name not in answered}
        without = attrs.evolve(one, definition=attrs.evolve(definition, presume=kept))
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
    other = attrs.evolve(one, relationship=attrs.evolve(one.relationship, **changes))
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
    Law("no-dead-label", "a label that nobody can get misleads who reads the definition", _dead),
    Law("no-hidden-label", "a label whose every case an earlier one takes is never given", _hidden),
    Law("no-undeclared-gap", "that some get no label should be meant", _gap),
    Law("no-undeclared-overlap", "that the order of the labels decides should be meant", _overlaps),
    Law("every-criterion-matters", "nobody should be asked in vain", _irrelevant),
    Law("every-criterion-has-a-question", "people answer questions, not names, and each side for itself", _questions),
    Law("every-presumption-matters", "a burden of proof that nobody bears is a slip", _presumptions),
    Law("hearsay-has-a-side", "one side's word about the other is told by what a question is about", _hearsay),
    Law("evidence-overrides-presumptions", "what is known counts, contested or not", _overridden),
    Law("monotone-where-declared", "meeting more must not cost rank where the author says so", _monotone),
    Law("examples-hold", "the cases that the author had in mind get their labels", _examples),
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
