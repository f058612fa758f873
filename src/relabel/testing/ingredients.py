"""Ingredients: words, criteria, conditions, policies, evidence; `relabel.testing.strategies` makes the rest of them.

Of every choice here, the first is what a failing example shows where the choice does not matter. Choices
are drawn as small numbers from strategies that are made once, because strategies are costly to make.
"""

import itertools
import keyword
import zlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs
from hypothesis import strategies as st

from relabel.core.model import conditions as nodes
from relabel.core.model.answers import Answer, Number
from relabel.core.model.any_criterion import RESERVED_NAMES, AnyCriterion, Side
from relabel.core.model.conditions import (
    Condition,
    Label,
    Ladder,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    named,
)
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.evidence import REQUIRED, Conflicts, EvidencePolicy, Hearsay
from relabel.core.model.shelf_life import Months
from relabel.core.model.sides import per_side
from relabel.core.model.sums import mean, per, points
from relabel.core.model.words import fold
from relabel.errors import InvalidValueError

__all__ = [
    "KINDS",
    "Pool",
    "any_label",
    "chance",
    "checked",
    "conditions_of",
    "kind_of_criterion",
    "labels",
    "numbers_of",
    "pick",
    "policies",
    "pools",
    "trees",
    "word",
]

T = TypeVar("T")
Pool: TypeAlias = tuple[AnyCriterion, ...]

TEXT: Final = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
"""Text without spaces, hence not blank."""

NUMBERS: Final[st.SearchStrategy[Number]] = st.one_of(
    st.integers(-(10**6), 10**6), st.decimals(-(10**6), 10**6, places=2), st.floats(-1e6, 1e6)
)


# Choices

_INDEX: Final = st.integers(0, 11)
# One range for most choices. Hypothesis varies cases by putting a piece of one into another; a number that is out of
# range there becomes 0, and every other case would come out empty. Larger ranges shrink more slowly.


def pick(draw: st.DrawFn, values: Sequence[T]) -> T:
    """Draw one of several values."""
    return values[draw(_INDEX if len(values) <= 12 else st.integers(0, len(values) - 1)) % len(values)]


def chance(draw: st.DrawFn, one_in: int) -> bool:
    """Draw True about once in so many times."""
    return draw(_INDEX) % one_in == one_in - 1


def word(draw: st.DrawFn, known: Sequence[str], other: st.SearchStrategy[str] = TEXT) -> str:
    """Draw one of the words known, or seldom any other."""
    found = pick(draw, (*known, None))
    return draw(other) if found is None else found


# Criteria


def _spare(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_NAMES else name


_NAMES: Final = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True).map(_spare)
_OPTIONS: Final = ("discussed", "escalated", "ignored", "never came up")
_SIDES: Final = (
    (None, ""),
    (Side.BUYER, ".buyer"),
    (Side.SELLER, ".seller"),
    (None, ""),
    (Side.BUYER, ""),
    (Side.SELLER, ""),
)
_QUESTIONS: Final = ("", "Is it so?", "What of “it”, über all?")

_BOUNDS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"low": 0},
    {"low": 0, "high": 100},
    {"whole": True},
    {"low": 0, "high": 3, "whole": True},
    {"high": Decimal("0.5")},
)
_LEVELS: Final = ("low", "moderate", "high", "very high")

KINDS: Final[dict[type[AnyCriterion], tuple[str, ...]]] = {
    Criterion: ("pays", "meets", "transactional", "loyal"),
    Choice: ("issue_handling", "worst_issue", "mood"),
    Scale: ("trust", "effort", "patience"),
    Measure: ("annual_spend", "age", "distance"),
}
"""The kinds of criterion, with names that suit them."""


@st.composite
def kind_of_criterion(draw: st.DrawFn, kind: type[AnyCriterion]) -> AnyCriterion:
    """Make criteria of one kind."""
    name, (about, end), question = word(draw, KINDS[kind], _NAMES), pick(draw, _SIDES), pick(draw, _QUESTIONS)
    name += end
    if chance(draw, 4):
        return attrs.evolve(_criterion(draw, kind, name, question, about), may_be_na=True)
    return _criterion(draw, kind, name, question, about)


def _criterion(draw: st.DrawFn, kind: type[AnyCriterion], name: str, question: str, about: Side | None) -> AnyCriterion:
    if kind is Criterion:
        return Criterion(name, question, about=about)
    if kind is Choice:
        options = [*_OPTIONS[: pick(draw, (2, 3, 4))], *([draw(TEXT)] if chance(draw, 4) else [])]
        return Choice(name, question, options={one.casefold(): one for one in options}.values(), about=about)
    if kind is Scale:
        low = pick(draw, (1, 0, -2))
        if chance(draw, 3):
            return Scale(name, question, low=low, levels=_LEVELS[: pick(draw, (2, 3, 4))], about=about)
        return Scale(name, question, low=low, high=low + pick(draw, (1, 2, 3, 4, 9)), about=about)
    bounds: dict[str, Any] = pick(draw, _BOUNDS)  # Any: as `Measure` takes them
    return Measure(name, question, unit=word(draw, ("EUR/year", "count", "years")), about=about, **bounds)


def numbers_of(measure: Measure) -> st.SearchStrategy[Number]:
    """Make answers to a measure; whole numbers, decimals and floats where any number is one."""
    if measure.low is measure.high is None and not measure.whole:
        return NUMBERS
    low = measure.low if measure.low is not None else (measure.high or 0) - 10**6
    high = measure.high if measure.high is not None else low + 2 * 10**6
    return st.integers(int(low), int(high)) if measure.whole else st.decimals(low, high).map(Decimal)


@st.composite
def _pairs(draw: st.DrawFn) -> Pool:
    both = per_side(word(draw, ("important", "sees_benefits"), _NAMES), pick(draw, ("", "Is the {side}?")))
    return both.buyer, both.seller


_MEMBERS: Final = st.one_of(*(kind_of_criterion(kind).map(lambda one: (one,)) for kind in KINDS), _pairs())


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Make a few criteria whose names do not clash."""
    first: dict[str, Pool] = {}
    for _ in range(pick(draw, (1, 4, 3, 2, 4, 3))):
        some = draw(_MEMBERS)
        first.setdefault(some[0].name.partition(".")[0], some)
    return tuple(itertools.chain.from_iterable(first.values()))


def checked(criteria: Iterable[AnyCriterion]) -> Pool:
    """Give criteria that a user chose.

    Raises:
        InvalidValueError: There are none, or something else is among them.
    """
    pool = tuple(criteria)
    if not pool or not all(type(one) in KINDS for one in pool):
        raise InvalidValueError("criteria", pool, "one or more criteria (the objects, not their names)")
    return pool


# Conditions

_OPERATORS: Final = (">=", "<", ">", "<=")
_VALUES: Final[tuple[Number, ...]] = (1, 0, 1000, Decimal("0.5"))
_TITLES: Final = ("", "Total score")
_BRANCHES: Final = (nodes.AllOf, nodes.AnyOf, nodes.Not, nodes.Count, nodes.Reaches, nodes.LabelIs, nodes.Named)


def trees(pool: Pool, depth: int = 2) -> st.SearchStrategy[Condition]:
    """Make conditions over some criteria, in so many levels below the topmost at most."""
    return _trees(pool, trees(pool, depth - 1) if depth else None)


@st.composite
def _trees(draw: st.DrawFn, pool: Pool, below: st.SearchStrategy[Condition] | None) -> Condition:
    branch = None if below is None else pick(draw, (None, *_BRANCHES))
    if below is None or branch is None:
        return _atom(draw, pick(draw, pool))
    return _put_together(draw, branch, pool, below)


def _put_together(
    draw: st.DrawFn, branch: type[Condition], pool: Pool, below: st.SearchStrategy[Condition]
) -> Condition:
    def several(*counts: int) -> list[Condition]:
        return [draw(below) for _ in range(pick(draw, counts))]

    match branch:
        case nodes.AllOf:
            return all_of(*several(2, 3))
        case nodes.AnyOf:
            return any_of(*several(2, 3))
        case nodes.Not:
            one = draw(below)
            return one if isinstance(one, nodes.Not) else nodes.Not(one)
        case nodes.Count:
            count, k, some = pick(draw, (at_least, at_most, exactly)), pick(draw, (1, 2, 0, 3)), several(2, 3)
            return count(min(k, len(some)), *some)
        case nodes.Reaches:
            scales = [one for one in pool if isinstance(one, Scale)]
            measures = [one for one in pool if isinstance(one, Measure)]
            weights: dict[object, object] = {}
            for _ in range(pick(draw, (1, 2, 3))):
                term = pick(draw, scales) if scales and chance(draw, 2) else draw(below)
                weights[term] = pick(draw, (1, 2, 3, -1))
            if measures and chance(draw, 4):
                worth = pick(draw, (1, 2, -1))
                steps = per(pick(draw, (1, 2, 0.5)), points=worth, at_most=worth * pick(draw, (2, 1, 1.5, 3)))
                weights[pick(draw, measures)] = steps
            summed = points(weights)
            if chance(draw, 4):
                asked = {_atom(draw, pick(draw, pool)): pick(draw, (1, 2, 0.5)) for _ in range(pick(draw, (2, 1, 3)))}
                summed = mean(asked, at_least_answered=pick(draw, range(1, len(asked) + 1)))
            if chance(draw, 3):
                title = pick(draw, _TITLES)
                summed = named(_own_name("score", title + summed.formula), summed, title)
            return summed.compare(pick(draw, _OPERATORS), pick(draw, (1, 2, 3, 4, 0, -1)))
        case nodes.Named:
            one, title = draw(below), pick(draw, _TITLES)
            return named(_own_name("part", title + repr(one)), one, title)
        case _:
            lent = draw(labels(below))
            ladder = Ladder(_own_name("lent-", repr(lent)), lent)
            return ladder.is_(pick(draw, [*(label.name for label in lent), None]))


def _own_name(kind: str, said: str) -> str:
    """Give a name after what is said, as in a definition one name may not stand for two things."""
    return f"{kind}{zlib.crc32(said.encode()):08x}"


def _atom(draw: st.DrawFn, criterion: AnyCriterion) -> Condition:
    if isinstance(criterion, Measure) or (isinstance(criterion, Scale) and not chance(draw, 3)):
        return _comparison(draw, criterion)
    return _membership(draw, criterion)


def _membership(draw: st.DrawFn, criterion: AnyCriterion) -> Condition:
    if isinstance(criterion, Criterion) and not criterion.may_be_na:
        return criterion.to_condition()
    known = cast("Sequence[Answer]", criterion.answers)  # only a measure has none
    among = {pick(draw, known) for _ in range(pick(draw, (1, 2)) if len(known) > 2 else 1)}  # never all of them
    return nodes.Is(criterion, tuple(one for one in known if one in among))


def _comparison(draw: st.DrawFn, criterion: Measure | Scale) -> Condition:
    operator = pick(draw, _OPERATORS)
    if isinstance(criterion, Measure):
        return criterion.compare(operator, draw(NUMBERS) if chance(draw, 4) else pick(draw, _VALUES))
    # Between two levels, so that neither all nor none will do.
    lower, upper = criterion.proper_answers[:-1], criterion.proper_answers[1:]
    return criterion.compare(operator, pick(draw, upper if operator in (">=", "<") else lower))


@st.composite
def conditions_of(draw: st.DrawFn, kind: type[Condition]) -> Condition:
    """Make conditions of one type."""
    if kind is nodes.Is:
        return _membership(draw, draw(kind_of_criterion(pick(draw, (Criterion, Choice, Scale)))))
    if kind is nodes.Compare:
        # The kinds are those that a comparison takes.
        criterion = cast("Measure | Scale", draw(kind_of_criterion(pick(draw, (Scale, Measure)))))
        return _comparison(draw, criterion)
    pool = draw(pools())
    return _put_together(draw, kind, pool, trees(pool, 1))


# Labels and policies

_LABELS: Final = ("partner", "client", "customer", "vendor", "key account")


@st.composite
def any_label(draw: st.DrawFn, trees: st.SearchStrategy[Condition], *, otherwise: bool = True) -> Label:
    """Make labels with a condition, and `otherwise` without one."""
    name = word(draw, _LABELS)
    when = None if otherwise and chance(draw, 4) else draw(trees)
    return Label(name, when, zone=chance(draw, 8))


@st.composite
def labels(draw: st.DrawFn, trees: st.SearchStrategy[Condition]) -> tuple[Label, ...]:
    """Make one to three labels with conditions, and perhaps one more for the rest."""
    one = any_label(trees, otherwise=False)
    several = [draw(one) for _ in range(pick(draw, (1, 2, 3, 2, 3)))]
    if chance(draw, 2):
        several.append(Label(word(draw, _LABELS)))
    first: dict[str, Label] = {}
    for label in several:
        first.setdefault(fold(label.name), label)
    return tuple(first.values())


_POLICIES: Final = tuple(
    EvidencePolicy(shelf_life=life, conflicts=conflicts, hearsay=hearsay, requires=requires)
    for life in (None, timedelta(days=365), Months(12))
    for conflicts in Conflicts
    for hearsay in Hearsay
    for requires in ((), ("source",), ("attested_by",), REQUIRED)
)


@st.composite
def policies(draw: st.DrawFn, names: Sequence[str]) -> EvidencePolicy:
    """Make policies, some with another policy for one of the criteria named."""
    one, name, other = pick(draw, _POLICIES), pick(draw, (None, None, None, *names)), pick(draw, _POLICIES)
    if other.conflicts is Conflicts.YES_WINS:  # which a rule of its own says of a yes/no criterion only
        other = attrs.evolve(other, conflicts=one.conflicts)
    return one if name is None else attrs.evolve(one, overrides={name: other})
