"""Strategies for everything that a classification is made from, with domains small enough to enumerate.

A `Case` is one question to `classify()`: a definition, a relationship with evidence, a date of judgement and
the criteria that other definitions declare. Its parts agree with each other, and are drawn such that evidence
often conflicts, is often missing and often lies just on either side of a date or a threshold.
"""

import functools
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

import attrs
from hypothesis import strategies as st

from relabel import (
    NOT_APPLICABLE,
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Conflicts,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Hearsay,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    mean,
    named,
    points,
    share,
)
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Operand, Points, among, applies
from relabel.core.model.evidence import REQUIRED
from relabel.core.model.shelf_life import Months

__all__ = [
    "AS_OF",
    "LABELS",
    "Case",
    "answers_to",
    "cases",
    "conditions",
    "criteria",
    "definitions",
    "evidence",
    "policies",
    "pools",
    "premised",
    "relationships",
]

BOUNDS: Final[tuple[dict[str, Any], ...]] = (  # Any: as `Measure` takes them
    {},
    {},
    {"low": 0},
    {"low": 0, "high": 1},
    {"high": Decimal("0.3"), "low": Decimal("-0.5")},
    {"whole": True},
    {"low": 0, "high": 3, "whole": True},
)

T = TypeVar("T")
Number: TypeAlias = int | float | Decimal

AS_OF: Final = date(2026, 1, 31)
NAMES: Final = ("pays", "meets", "issue_handling", "loyal.buyer", "loyal.seller", "spend")
SPARE_NAMES: Final = ("age", "size.buyer", "mood")
UNKNOWN_NAMES: Final = ("pay", "nobody_asks")
LABELS: Final = ("partner", "client", "customer", "vendor")
LEVELS: Final = ("low", "moderate", "high", "very high")
OPTIONS: Final = ("discussed", "escalated", "ignored")
NUMBERS: Final[tuple[Number, ...]] = (
    0,
    1,
    0.1,
    Decimal("0.1"),
    Decimal("0.10"),
    0.3,
    0.1 + 0.2,  # written 0.30000000000000004
    1.0,
    2.5,
    Decimal("-3"),
    1e16,
    10**16 + 1,  # equal to the float before, were it compared as a float
    Decimal("1.00000000000000000000000000001"),  # more digits than the default decimal context keeps
)
SIDES: Final = (None, None, Side.BUYER, Side.SELLER)
MAX_COMPLETIONS: Final = 1500
"""How many completions the yes/no, choice and scale criteria of one pool may have."""


@attrs.frozen
class Case:
    """One question to `classify()`."""

    definition: Definition
    relationship: Relationship
    as_of: date | None
    vocabulary: Mapping[str, AnyCriterion]

    def classify(self, relationship: Relationship | None = None) -> Classification:
        """Ask it, perhaps of another relationship."""
        one = relationship or self.relationship
        return Classification(one, self.definition, self.as_of, vocabulary=self.vocabulary)


@functools.cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


def _pick(draw: st.DrawFn, values: Sequence[T]) -> T:
    """Draw one of several values, the first being the simplest; cheaper than a new `sampled_from` each time."""
    return values[draw(_up_to(len(values) - 1))]


def _chance(draw: st.DrawFn, one_in: int) -> bool:
    """Draw True about once in so many times, and False when shrunk."""
    return draw(_up_to(one_in - 1)) == one_in - 1


_KINDS: Final = ("yes/no", "choice", "scale", "measure", "levels")


@st.composite
def criteria(draw: st.DrawFn, name: str, *, kinds: Sequence[str] = _KINDS) -> AnyCriterion:
    """Give a criterion of any kind with a small domain, perhaps about a side and with a question."""
    kind = _pick(draw, kinds)
    about = _pick(draw, SIDES)
    na = _chance(draw, 3)
    match kind:
        case "yes/no":
            return Criterion(name, "Is it so?", about=about, may_be_na=na)
        case "choice":
            return Choice(name, options=OPTIONS[: _pick(draw, (2, 3))], about=about, may_be_na=na)
        case "levels":
            low, levels = _pick(draw, (1, 0, -1)), LEVELS[: _pick(draw, (2, 3, 4))]
            return Scale(name, low=low, levels=levels, about=about, may_be_na=na)
        case "scale":
            low = _pick(draw, (1, 0, -1))
            return Scale(name, low=low, high=low + _pick(draw, (1, 2, 3)), about=about, may_be_na=na)
        case _:
            return Measure(name, unit="EUR/year", about=about, may_be_na=na, **_pick(draw, BOUNDS))


def answers_to(criterion: AnyCriterion) -> Sequence[Answer]:
    """Give all answers, or those of `NUMBERS` that are answers to a measure."""
    if criterion.answers is not None:
        return criterion.answers
    numbers = [number for number in NUMBERS if criterion.accepts(number)]
    return (*numbers, NOT_APPLICABLE) if criterion.may_be_na else numbers


@st.composite
def pools(draw: st.DrawFn) -> tuple[AnyCriterion, ...]:
    """Give one to six criteria with different names, at most two of them measures."""
    size = _pick(draw, (4, 5, 6, 3, 2, 1))
    pool: list[AnyCriterion] = []
    completions, measures = 1, 0
    for name in NAMES[:size]:
        kinds = ["yes/no", "yes/no"]
        if completions * 2 ** (size - len(pool)) <= MAX_COMPLETIONS // 6:
            kinds += ["choice", "scale", *["measure"] * (measures < 2)]
        criterion = draw(criteria(name, kinds=kinds))
        measures += isinstance(criterion, Measure)
        completions *= 6 if criterion.answers is None else len(criterion.answers)
        completions += completions // 6 if criterion.answers is None and criterion.may_be_na else 0
        pool.append(criterion)
    return tuple(pool)


@st.composite
def conditions(
    draw: st.DrawFn, pool: Sequence[AnyCriterion], lent: Sequence[Definition] = (), *, depth: int = 3
) -> Condition:
    """Give a condition over some of `pool`, which may ask for labels of the definitions `lent`."""
    return _condition(draw, pool, lent, depth)


_NODES: Final = ("all", "any", "count", "points", "not", "named")
_IS_ATOM: Final = (True, False, False)
_IS_RARELY_ATOM: Final = (True, *(False,) * 9)
_OPERATORS: Final = (">=", ">", "<=", "<")
_WEIGHTS: Final[tuple[int | float | Decimal, ...]] = (1, 2, 3, -1, -2, 0, 0.5, Decimal("0.35"))


_ABOVE_NOTHING: Final[tuple[int | float | Decimal, ...]] = (1, 2, 3, 0.5, Decimal("0.35"))


def _condition(draw: st.DrawFn, pool: Sequence[AnyCriterion], lent: Sequence[Definition], depth: int) -> Condition:
    if depth <= 0 or _pick(draw, _IS_ATOM if depth < 3 else _IS_RARELY_ATOM):
        return _atom(draw, _pick(draw, pool))

    def several(*counts: int) -> list[Condition]:
        return [_condition(draw, pool, lent, depth - 1) for _ in range(_pick(draw, counts))]

    match _pick(draw, (*_NODES, "label") if lent else _NODES):
        case "all":
            return all_of(*several(2, 3, 2, 3, 2, 3, 2, 3, 0))
        case "any":
            return any_of(*several(2, 3, 2, 3, 2, 3, 2, 3, 0))
        case "not":
            return ~_condition(draw, pool, lent, depth - 1)
        case "count":
            count = _pick(draw, (at_least, at_most, exactly))
            operands = several(2, 3, 4)
            return count(_pick(draw, range(len(operands) + 2)) - (depth == 1), *operands)
        case "points":
            return _points(draw, pool, lent, depth)
        case "named":
            condition, title = _condition(draw, pool, lent, depth - 1), _pick(draw, ("", "Fit"))
            return named(_name_of(condition, title), condition, title)
        case _:
            definition = _pick(draw, lent)
            return definition.is_(_pick(draw, [*(label.name for label in definition.labels), None]))


def _atom(draw: st.DrawFn, criterion: AnyCriterion) -> Condition:
    if criterion.may_be_na and _chance(draw, 4):
        return applies(criterion) if _chance(draw, 2) else ~applies(criterion)
    match criterion:
        case Criterion():
            return criterion.is_(False) if criterion.may_be_na and _chance(draw, 3) else criterion.to_condition()
        case Choice():
            return criterion.in_(*(_pick(draw, criterion.options) for _ in range(_pick(draw, (1, 2)))))
        case Scale():
            if _chance(draw, 4):
                return among(criterion, [_pick(draw, criterion.answers or ()) for _ in range(_pick(draw, (1, 2)))])
            return criterion.compare(_pick(draw, _OPERATORS), _pick(draw, criterion.proper_answers))
        case Measure():
            if _chance(draw, 4):
                return criterion.between(_pick(draw, NUMBERS), _pick(draw, NUMBERS))
            return criterion.compare(_pick(draw, _OPERATORS), _pick(draw, NUMBERS))
        case _:
            raise AssertionError(criterion)


def _points(draw: st.DrawFn, pool: Sequence[AnyCriterion], lent: Sequence[Definition], depth: int) -> Condition:
    weights: dict[Operand | AnyCriterion, int | float | Decimal] = {}
    for _ in range(_pick(draw, (2, 3, 4, 1))):
        criterion = _pick(draw, pool)
        if isinstance(criterion, (Criterion, Scale)) and not _chance(draw, 3):
            weights[criterion] = _pick(draw, _WEIGHTS)
        else:
            weights[_condition(draw, pool, lent, depth - 1)] = _pick(draw, _WEIGHTS)
    summed = points(weights)
    if (found := _means(draw, pool)) is not None:
        summed = found
    if _chance(draw, 2):
        title = _pick(draw, ("", "Total"))
        summed = named(_name_of(summed, title), summed, title)
    return summed.compare(_pick(draw, _OPERATORS), _pick(draw, (1, 2, 3, 0, 4, -1, 6, 0.85, 2.5)))


def _means(draw: st.DrawFn, pool: Sequence[AnyCriterion]) -> Points | None:
    """Give a mean or share of some questions, or None as often."""
    if _chance(draw, 2):
        return None
    asked = [_pick(draw, pool) for _ in range(_pick(draw, (2, 3, 4, 1)))]
    least = _pick(draw, range(len(asked))) + 1
    if _chance(draw, 3):
        return share(*(_atom(draw, one) for one in asked), at_least_answered=least)
    weights: dict[AnyCriterion | Condition, int | float | Decimal] = {}
    for one in asked:
        whole = isinstance(one, (Criterion, Scale)) and not _chance(draw, 3)
        weights[one if whole else _atom(draw, one)] = _pick(draw, _ABOVE_NOTHING)
    found = mean(weights)  # in which a criterion and the condition that it is met are one question
    return attrs.evolve(found, at_least_answered=min(least, len(found.terms)))


def _name_of(part: Condition | Points, title: str) -> str:
    """Name a part after what it says, so that one name never stands for two."""
    condition = part >= 0 if isinstance(part, Points) else part
    return f"part{zlib.crc32(repr((part, title, criteria_of(condition))).encode()):08x}"


def _labels(draw: st.DrawFn, pool: Sequence[AnyCriterion], lent: Sequence[Definition], depth: int) -> list[Label]:
    count = _pick(draw, (2, 3, 1, 4))
    otherwise = count > 1 and _pick(draw, (True, False))
    whens = [_condition(draw, pool, lent, depth) for _ in range(count - otherwise)]
    labels = [Label(name, when, zone=_chance(draw, 6)) for name, when in zip(LABELS, whens, strict=False)]
    return [*labels, Label(LABELS[len(labels)])] if otherwise else labels


@st.composite
def policies(draw: st.DrawFn, *, dated: bool = True) -> EvidencePolicy:
    """Give a policy without overrides, and without a shelf life unless `dated`."""
    return _policy(draw, dated)


_LIVES: Final = (None, None, None, timedelta(30), timedelta(0), timedelta(10**6), Months(1), Months(2))


def _policy(draw: st.DrawFn, dated: bool) -> EvidencePolicy:
    return EvidencePolicy(
        shelf_life=_pick(draw, _LIVES) if dated else None,
        conflicts=_pick(draw, tuple(Conflicts)),
        hearsay=_pick(draw, (Hearsay.ACCEPT, Hearsay.DISREGARD, Hearsay.OWN_WORD)),
        requires=_pick(draw, ((), (), (), ("source",), ("attested_by",), REQUIRED)),
    )


def _override(draw: st.DrawFn, policy: EvidencePolicy, criterion: AnyCriterion, dated: bool) -> EvidencePolicy:
    own = _policy(draw, dated)
    if own.conflicts is Conflicts.YES_WINS and not isinstance(criterion, Criterion):
        return attrs.evolve(own, conflicts=policy.conflicts)
    return own


@st.composite
def definitions(
    draw: st.DrawFn,
    pool: Sequence[AnyCriterion],
    *,
    name: str = "asked",
    dated: bool = True,
    nesting: int = 2,
    reword: bool = True,
) -> Definition:
    """Give a definition over some of `pool`, with presumptions, disregards, mentions and a policy.

    Args:
        draw: Given by Hypothesis.
        pool: What its conditions may ask for. Spare criteria that they never ask for are added.
        name: Its name.
        dated: Whether evidence may have a shelf life.
        nesting: How deep it may ask for labels of other definitions.
        reword: Whether those may ask for the same criteria in other words.
    """
    lent: list[Definition] = []
    while nesting and len(lent) < 2 and _chance(draw, 3):
        words = [attrs.evolve(one, question="In other words?") for one in pool] if reword and _chance(draw, 6) else pool
        inner = definitions(words, name=f"{name}-lent-{len(lent)}", nesting=nesting - 1, reword=reword)
        lent.append(draw(inner))
    labels = _labels(draw, pool, lent, nesting + 1)
    asked = {criterion.name for criterion in Definition(name, "Bare", labels, source="strategies.py").asked}
    spare = [draw(criteria(spare_name)) for spare_name in SPARE_NAMES[: _pick(draw, (0, 1, 2))]]
    free = [*(criterion for criterion in pool if criterion.name not in asked), *spare]
    roles = {criterion.name: _pick(draw, ("disregard", "mention", "presume")) for criterion in free}
    share = _pick(draw, (2, 1, 4))
    presumed = [one for one in pool if one.name in asked and _chance(draw, share)]
    presumed += [one for one in free if roles[one.name] == "presume"]
    declared = [one for one in pool if one.name in asked or one.name in roles]
    overridden = {one.name: one for one in [_pick(draw, declared) for _ in range(_pick(draw, (0, 0, 1, 2)))]}
    policy = _policy(draw, dated)
    overrides = {name: _override(draw, policy, one, dated) for name, one in sorted(overridden.items())}
    spoken = [label.name for label in labels if not label.zone]
    return Definition(
        name,
        "A definition",
        labels,
        source="strategies.py",
        given_to=_pick(draw, (Side.BUYER, Side.SELLER, None)),
        ordered=_pick(draw, (True, True, False)),
        presume={criterion: _pick(draw, _answers(criterion)) for criterion in presumed},
        disregard=[one for one in free if roles[one.name] == "disregard"],
        mentions=[one for one in free if roles[one.name] == "mention"],
        remarks=_pick(draw, ((), (), UNKNOWN_NAMES[:1])),
        policy=attrs.evolve(policy, overrides=overrides),
        aliases={"VIP": spoken[0]} if spoken and _chance(draw, 2) else {},
    )


@st.composite
def premised(draw: st.DrawFn, definition: Definition) -> Definition:
    """Give a definition with premises for some of what may not apply, each on what is asked for before that."""
    asked = definition.asked
    found = {
        one: _atom(draw, _pick(draw, asked[:place]))
        for place, one in enumerate(asked)
        if place and one.may_be_na and not _chance(draw, 4)
    }
    return attrs.evolve(definition, only_if=found)


def _answers(criterion: AnyCriterion | str) -> Sequence[Answer]:
    if isinstance(criterion, str):
        return (True, 1, "yes")
    return answers_to(criterion)


_DAYS: Final = (0, -1, -30, -31, 1, -61, -62, -32, -400, -(10**4))
# Two months from 30 November, 62 days before, are over on 30 January; from 1 December they are not.
_DATES: Final = (None, *(AS_OF + timedelta(days) for days in _DAYS))


@st.composite
def evidence(draw: st.DrawFn, criterion: AnyCriterion | str) -> Evidence:
    """Give a piece of evidence on one criterion, with an answer of its domain, or any for a mere name."""
    return _evidence(draw, criterion)


def _evidence(draw: st.DrawFn, criterion: AnyCriterion | str) -> Evidence:
    return Evidence(
        criterion,
        _pick(draw, _answers(criterion)),
        observed_on=_pick(draw, _DATES),
        attested_by=_pick(draw, SIDES),
        source=_pick(draw, ("", "ledger")),
    )


def _twin(piece: Evidence, criterion: AnyCriterion | str) -> Evidence:
    """Give a piece of evidence that differs in the answer only, and perhaps only in how that is written."""
    answers = _answers(criterion)
    return attrs.evolve(piece, answer=answers[(answers.index(piece.answer) + 1) % len(answers)])


@st.composite
def relationships(draw: st.DrawFn, definition: Definition, others: Sequence[AnyCriterion | str] = ()) -> Relationship:
    """Give a relationship with evidence on the criteria of a definition, and some on others, and repeats."""
    asked = {criterion.name for criterion in definition.asked}
    often = _pick(draw, ((0, 1, 0, 1, 0, 2), (1, 2, 1, 2, 0, 3)))
    pieces: list[Evidence] = []
    for criterion in (*definition.criteria, *others):
        if isinstance(criterion, str):
            counts: tuple[int, ...] = (1, 2, 0)
        else:
            counts = often if criterion.name in asked else (0, 1, 0)
        some = [_evidence(draw, criterion) for _ in range(_pick(draw, counts))]
        if some and _chance(draw, 4):
            some.append(_twin(_pick(draw, some), criterion))
        pieces += some
    if pieces:
        pieces += [_pick(draw, pieces) for _ in range(_pick(draw, (0, 0, 1)))]
    return Relationship(
        "Buyer Ltd",
        "Seller Ltd",
        evidence=pieces,
        since=_pick(draw, (None, date(1999, 1, 1))),
        buyer_label=_pick(draw, (None, "client", "VIP", "friend")),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Give a question to `classify()`."""
    pool = draw(pools())
    as_of = _pick(draw, (AS_OF, AS_OF, AS_OF, None))
    definition = draw(definitions(pool, dated=as_of is not None))
    declared = {criterion.name for criterion in definition.criteria}
    vocabulary: dict[str, AnyCriterion] = {"elsewhere": Criterion("elsewhere")} if _chance(draw, 3) else {}
    names = _pick(draw, ((), UNKNOWN_NAMES, (*SPARE_NAMES, "elsewhere")))
    others: list[AnyCriterion | str] = [one for one in names if one not in declared and one not in vocabulary]
    relationship = draw(relationships(definition, [*others, *vocabulary.values()]))
    return Case(definition, relationship, as_of, vocabulary)
