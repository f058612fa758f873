"""Reasons against brute force: every set of findings, tried on every complete record."""

import functools
import itertools
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import (
    NOT_APPLICABLE,
    Answer,
    AnyCriterion,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Finding,
    Label,
    Measure,
    Presumption,
    Relationship,
    Scale,
    Standing,
    Status,
    any_of,
    at_least,
    at_most,
    exactly,
    points,
)
from relabel.core.classification.paths import WhyNot
from relabel.core.model.conditions import Compare, Operand
from relabel.core.model.shelf_life import Months
from relabel.errors import InvalidValueError
from tests.property.enumeration import domains
from tests.property.oracle import Expected, Names, Plain, holds, inside, plain
from tests.property.strategies import AS_OF, LABELS, Case, cases, conditions, criteria, evidence, pools

__all__ = ["CASES", "Table", "subsets"]

T = TypeVar("T")
Cells: TypeAlias = Mapping[str, frozenset[int]]
"""The cells that some criteria may lie in, by name. All others may have any answer."""
MOST: Final = 700
"""How many complete records a definition may have here."""


# Strategies


@st.composite
def _whens(draw: st.DrawFn, pool: Sequence[AnyCriterion]) -> Condition:
    """Give a condition in which every criterion has a say and few have the last word."""
    pool = draw(st.permutations(pool))
    literals = [draw(conditions([criterion], depth=0)) for criterion in pool]
    literals = [~literal if draw(_ONE_IN_FIVE) else literal for literal in literals]
    half = (len(literals) + 1) // 2
    match draw(st.sampled_from(("count", "points", "pairs", "clauses"))):
        case "count":
            return draw(st.sampled_from((at_least, at_least, at_most, exactly)))(draw(st.integers(1, half)), *literals)
        case "points":
            weights: dict[Operand | AnyCriterion, int] = {
                draw(st.sampled_from((criterion, literal))) if isinstance(criterion, Scale) else literal: draw(_WEIGHTS)
                for criterion, literal in zip(pool, literals, strict=True)
            }
            worth = [weight * max(one.numbers) if isinstance(one, Scale) else weight for one, weight in weights.items()]
            return points(weights) >= draw(st.integers(1, max(1, sum(worth) * 3 // 4)))
        case "pairs":
            return any_of(*(one & other for one, other in itertools.pairwise(literals)))
        case _:
            return any_of(*literals[:half]) & any_of(*literals[half:])


_ONE_IN_FIVE: Final = st.integers(0, 4).map(lambda number: number == 4)
_WEIGHTS: Final = st.sampled_from((1, 2, 3, -1))


@st.composite
def _graded(draw: st.DrawFn) -> tuple[AnyCriterion, ...]:
    """Give a few criteria, most of which have more than two answers."""
    names = ("trust", "spend", "loyal.buyer", "pays")[: draw(st.integers(2, 4))]
    return tuple(draw(criteria(name, kinds=("scale", "measure", "scale", "choice", "yes/no"))) for name in names)


@st.composite
def _balanced(draw: st.DrawFn) -> Case:
    """Give a case that takes several findings to decide, most of which are there, on various days."""
    pool = draw(st.one_of(pools(), _graded()))
    whens = [draw(_whens(pool)) for _ in range(draw(st.integers(1, 3)))]
    names = (*LABELS[: len(whens)], LABELS[3])
    labels = [Label(name, when) for name, when in zip(names, whens, strict=False)]
    definition = Definition(
        "balanced",
        "Balanced",
        [*labels, Label(names[-1])] if draw(st.booleans()) else labels,
        source="test_reasons_laws.py",
        ordered=not draw(_ONE_IN_FIVE),
    )
    # Some criteria are gone where all their answers come to the same.
    presume = {one: draw(evidence(one)).answer for one in definition.asked if draw(st.booleans())}
    counts = draw(st.sampled_from(((1,), (1, 1, 1, 2), (1, 0, 1, 2), (0, 1))))
    pieces = [draw(evidence(criterion)) for criterion in definition.asked for _ in range(draw(st.sampled_from(counts)))]
    relationship = Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces)
    return Case(attrs.evolve(definition, presume=presume), relationship, draw(st.sampled_from((AS_OF, None))), {})


def _is_small(case: Case) -> bool:
    return math.prod(map(len, domains(case.definition.labels).values())) <= MOST


CASES: Final = st.one_of(_balanced(), _balanced(), cases()).filter(_is_small)
"""Cases that take several findings to decide, and cases of every kind, most of which a single one decides."""


# The oracle


def bits_of(number: int) -> Iterator[int]:
    """Give the places of the bits that are set."""
    return (place for place in range(number.bit_length()) if number >> place & 1)


class Table:
    """Every complete record with its label, and what the evidence says of each criterion as a set of cells.

    The cells of a criterion are its answers in order; those of a measure are the stretches of numbers for which all
    comparisons come out the same, from low to high. A set of records is written as the bits of a number, which is no
    more than a `frozenset` that is quick to intersect.

    Attributes:
        names: The criteria that conditions ask for, in the order in which they first do.
        size: How many cells each has.
        found: The cells of those on which evidence counts.
        presumed: The cell of those which are presumed and on which no evidence counts.
        left: The cells of all: any where no evidence counts.
        known: Those that are neither unknown nor contested.
    """

    def __init__(self, case: Case) -> None:
        self.expected = Expected(case.definition, case.relationship.evidence, case.as_of, case.vocabulary)
        self.definition = case.definition
        self.criteria = self.expected.criteria
        self.names = list(self.criteria)
        self._stretches = {
            name: list(dict.fromkeys(self._stretch(name, answer) for answer in answers))
            for name, answers in self.expected.domains.items()
        }
        self.size = {name: len(stretches) for name, stretches in self._stretches.items()}
        self._everything = 0
        self._by_label: dict[str | None, int] = {}
        self._by_cell = {name: [0] * size for name, size in self.size.items()}
        places = [{one: self._place(name, one) for one in some} for name, some in self.expected.domains.items()]
        seen: set[tuple[int, ...]] = set()
        for answers, label in self.expected.completions:
            cells = tuple(place[answer] for place, answer in zip(places, answers, strict=True))
            if cells not in seen:
                record = 1 << len(seen)
                seen.add(cells)
                self._everything |= record
                self._by_label[label] = self._by_label.get(label, 0) | record
                for name, cell in zip(self.names, cells, strict=True):
                    self._by_cell[name][cell] |= record
        said = self.expected.said
        self.found = {
            name: frozenset(self._place(name, answer) for answer in said[name]) for name in self.names if name in said
        }
        self.presumed = {
            name: frozenset({self._place(name, answer)}) for name, answer in self.expected.presumable.items()
        }
        self.left = {name: self.found.get(name, frozenset(range(self.size[name]))) for name in self.names}
        self.known = {
            name for name, status in self.expected.statuses.items() if status not in (Status.UNKNOWN, Status.CONTESTED)
        }

    def share(self, labels: Iterable[str | None], name: str | None = None, cell: int = 0) -> Fraction:
        """Give how large a share of all records, or of those with an answer in a cell, get one of some labels."""
        among = self._everything if name is None else self._by_cell[name][cell]
        getting = functools.reduce(operator.or_, (self._by_label.get(label, 0) for label in labels), 0)
        return Fraction((among & getting).bit_count(), among.bit_count())

    def turns_on(self, name: str) -> bool:
        """Say whether two records that the evidence leaves possible differ in this answer alone, and in label."""
        apart: dict[object, set[str | None]] = {}
        for label, where in self._by_label.items():
            for record in bits_of(where):
                cells = {
                    one: next(cell for cell, some in enumerate(self._by_cell[one]) if some >> record & 1)
                    for one in self.names
                }
                if all(cell in self.left[one] for one, cell in cells.items()):
                    rest = frozenset((one, cell) for one, cell in cells.items() if one != name)
                    apart.setdefault(rest, set()).add(label)
        return any(len(labels) > 1 for labels in apart.values())

    def _stretch(self, name: str, answer: Plain) -> object:
        if not isinstance(self.criteria[name], Measure):
            return answer
        comparisons = [one for one in inside(self.definition.labels) if isinstance(one, Compare)]
        own = [one for one in comparisons if one.criterion.name == name]
        return answer == NOT_APPLICABLE, *(holds(one, {name: answer}) for one in own)

    def _place(self, name: str, answer: Plain) -> int:
        return self._stretches[name].index(self._stretch(name, answer))

    def cell(self, criterion: AnyCriterion, answer: Answer) -> int:
        """Give the cell in which an answer lies, which must be one of the criterion's."""
        assert criterion.accepts(answer)
        return self._place(criterion.name, plain(answer))

    def labels_given(self, cells: Cells) -> Names:
        """Give the labels of all records that lie in some cells."""
        records = self._everything
        for name, some in cells.items():
            records &= sum(self._by_cell[name][cell] for cell in some)
        return frozenset(label for label, all_of_it in self._by_label.items() if all_of_it & records)

    @property
    def attainable(self) -> Names:
        """The labels that some record gets."""
        return self.labels_given({})


def subsets(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Give every subset, smaller ones first."""
    return itertools.chain.from_iterable(itertools.combinations(items, size) for size in range(len(items) + 1))


def _latest(expected: Expected) -> dict[str, date | None]:
    """Give the day of the latest evidence that counts on each criterion that has any; None if undated."""
    return {
        name: max((piece.observed_on for piece in pieces if piece.observed_on is not None), default=None)
        for name, pieces in expected.counted.items()
        if pieces
    }


def _fresh_first(table: Table, presumptions: bool) -> list[str]:
    """Give the candidates of a reason, freshest first."""
    latest = _latest(table.expected)
    undated = [name for name in table.names if name in latest and latest[name] is None]
    dated = [name for name in table.names if latest.get(name) is not None]
    dated.sort(key=lambda name: latest[name] or date.min, reverse=True)  # in order asked where the day is the same
    return [*dated, *undated, *(name for name in table.names if presumptions and name in table.presumed)]


def _best(table: Table, wanted: Iterable[str | None], *, presumptions: bool = False) -> list[str] | None:
    """Give the best of all sets of findings (and presumptions) that leave only labels that are wanted, if any."""
    order = _fresh_first(table, presumptions)
    sufficient = [
        reason
        for reason in subsets(order)
        if table.labels_given({name: (table.presumed | table.found)[name] for name in reason}) <= frozenset(wanted)
    ]

    def badness(reason: tuple[str, ...]) -> tuple[int, int, list[int]]:
        oldest_first = sorted((order.index(name) for name in reason), reverse=True)
        assumed = sum(name in table.presumed for name in reason)
        return assumed, len(reason) - assumed, oldest_first

    best = min(sufficient, key=badness, default=None)
    return None if best is None else sorted(best, key=table.names.index)


def _named(reasons: Iterable[Finding | Presumption]) -> list[str]:
    return [reason.criterion.name for reason in reasons]


def _rank(definition: Definition, label: str | None) -> int:
    names = [None, *(one.name for one in reversed(definition.labels))]
    return names.index(label)


def _at_least(definition: Definition, floor: str | None) -> list[str | None]:
    names = [None, *(label.name for label in definition.labels)]
    return [name for name in names if _rank(definition, name) >= _rank(definition, floor)]


def _at_most(definition: Definition, ceiling: str | None) -> list[str | None]:
    names = [None, *(label.name for label in definition.labels)]
    return [name for name in names if _rank(definition, name) <= _rank(definition, ceiling)]


def _refused(classification: Classification) -> list[WhyNot]:
    """Give why not, of every label but the one given."""
    open_ = classification.standing is Standing.OPEN
    labels = [*(label.name for label in classification.definition.labels), None]
    return [classification.why_not(label) for label in labels if open_ or label != classification.label]


Claim: TypeAlias = tuple[tuple[Finding | Presumption, ...], frozenset[str | None]]
"""A reason that is given, and the labels of which it shall leave no other."""


def _claims(classification: Classification) -> Iterator[Claim]:
    """Give every reason that a classification offers."""
    definition = classification.definition
    if classification.standing is not Standing.OPEN:
        yield classification.because, frozenset({classification.label})
    if definition.ordered:
        yield classification.floor_because, frozenset(_at_least(definition, classification.floor))
        yield classification.ceiling_because, frozenset(_at_most(definition, classification.ceiling))
    labels = {*(label.name for label in definition.labels), None}
    for one in _refused(classification):
        if not one.never and one.label not in classification.possible:
            yield tuple(obstacle.finding for obstacle in one.obstacles), frozenset(labels - {one.label})


def _left(table: Table, reason: Iterable[Finding | Presumption]) -> Names:
    """Give the labels that are left when nothing else is known; and check that the reason is told as it is."""
    cells: dict[str, frozenset[int]] = {}
    for one in reason:
        answers = (one.answer,) if isinstance(one, Presumption) else one.answers
        cells[one.criterion.name] = frozenset(table.cell(one.criterion, answer) for answer in answers)
        assert cells[one.criterion.name] == (table.presumed | table.found)[one.criterion.name]
    return table.labels_given(cells)


# Cells and order


@given(CASES)
def test_variables_stand_in_the_order_asked_with_their_cells(case: Case) -> None:
    """The diagram has every criterion that a condition asks for, in order, with answers or stretches for cells."""
    table, variables = Table(case), case.definition.diagram.variables
    assert [one.name for one in case.definition.asked] == table.names
    assert [one.criterion.name for one in variables] == table.names
    for one in variables:
        assert one.size == table.size[one.criterion.name]
        assert [table.cell(one.criterion, one.example(cell)) for cell in range(one.size)] == list(range(one.size))
        for piece in table.expected.counted[one.criterion.name]:
            assert one.cell(piece.answer) == table.cell(one.criterion, piece.answer)


# Reasons


@given(CASES)
def test_a_reason_suffices(case: Case) -> None:
    """A reason forces what it is given for, under every completion of everything else, even against the evidence."""
    table, classification = Table(case), case.classify()
    for reason, wanted in _claims(classification):
        assert _left(table, reason) <= wanted


@given(CASES)
def test_no_part_of_a_reason_suffices(case: Case) -> None:
    """Whatever is left out of a reason, some completion denies what it is given for."""
    table, classification = Table(case), case.classify()
    for reason, wanted in _claims(classification):
        event(f"members of a reason: {len(reason)}")
        for part in subsets(reason):
            assert part == reason or not _left(table, part) <= wanted


@given(CASES)
def test_a_reason_consists_of_findings_that_count_in_order(case: Case) -> None:
    """Each is a finding on which evidence counts, or of a presumed label a presumption; in the order asked for."""
    table, classification = Table(case), case.classify()
    for reason, _ in _claims(classification):
        places = [table.names.index(name) for name in _named(reason)]
        assert places == sorted(set(places))
        for one in reason:
            if isinstance(one, Finding):
                assert one in classification.findings
                assert one.criterion.name in table.found
            else:
                assert table.expected.presumable[one.criterion.name] == plain(one.answer)
    assert all(isinstance(one, Finding) for one in (*classification.floor_because, *classification.ceiling_because))
    if classification.standing is not Standing.PRESUMED:
        assert all(isinstance(one, Finding) for one in classification.because)


def _check_because(table: Table, classification: Classification) -> None:
    if table.expected.standing is Standing.OPEN:
        assert classification.because == ()
        return
    presumed = table.expected.standing is Standing.PRESUMED
    assert _named(classification.because) == _best(table, {table.expected.label}, presumptions=presumed)


def _check_floor_and_ceiling(table: Table, classification: Classification) -> None:
    floor, ceiling = classification.floor_because, classification.ceiling_because
    if not table.definition.ordered:
        assert floor == ceiling == ()
        return
    assert _named(floor) == _best(table, _at_least(table.definition, table.expected.floor))
    assert _named(ceiling) == _best(table, _at_most(table.definition, table.expected.ceiling))


def _check_obstacles(table: Table, classification: Classification) -> None:
    labels = {*(label.name for label in table.definition.labels), None}
    for one in _refused(classification):
        if one.label in table.expected.possible:
            assert one.obstacles == ()
            assert one.missing is not None
        elif not one.never:
            assert _named(obstacle.finding for obstacle in one.obstacles) == _best(table, labels - {one.label})
            assert one.missing is None


@given(CASES)
def test_because_is_the_best_of_all_sufficient_reasons(case: Case) -> None:
    """Fewest presumptions, then fewest findings, then the freshest; nothing for a label that is open."""
    table, classification = Table(case), case.classify()
    event(f"because of findings: {len(classification.because)}, presumptions: {len(classification.presumed)}")
    _check_because(table, classification)


@given(CASES)
def test_reasons_of_floor_and_ceiling_are_the_best_of_all(case: Case) -> None:
    """Fewest findings, then the freshest, for "at least the floor" and "at most the ceiling"; none without ranks."""
    table, classification = Table(case), case.classify()
    event(f"findings for floor: {len(classification.floor_because)}, ceiling: {len(classification.ceiling_because)}")
    _check_floor_and_ceiling(table, classification)


@given(CASES)
def test_the_extremes_of_the_ranks_need_no_reason(case: Case) -> None:
    """No finding is needed to say "at least" the lowest label that a record can get, or "at most" the highest."""
    assume(case.definition.ordered)
    table, classification = Table(case), case.classify()
    ranks = {_rank(case.definition, label) for label in table.attainable}
    assert (classification.floor_because == ()) == (_rank(case.definition, classification.floor) == min(ranks))
    assert (classification.ceiling_because == ()) == (_rank(case.definition, classification.ceiling) == max(ranks))


@given(CASES)
def test_a_part_of_the_claim_needs_no_larger_reason(case: Case) -> None:
    """Of a settled label, "at least", "at most" and "not that other one" take no more findings than the label."""
    classification = case.classify()
    assume(classification.standing is Standing.SETTLED)
    most = len(classification.because)
    assert len(classification.floor_because) <= most
    assert len(classification.ceiling_because) <= most
    assert all(len(one.obstacles) <= most for one in _refused(classification))


def _only(case: Case, names: Iterable[str]) -> Relationship:
    """Give the relationship with its evidence on some criteria and no other."""
    kept = [piece for piece in case.relationship.evidence if piece.criterion in names]
    return attrs.evolve(case.relationship, evidence=kept)


@given(CASES)
def test_the_evidence_of_a_reason_alone_gives_the_same(case: Case) -> None:
    """With no evidence but that of the reason the label is the same, settled or presumed; of a settled one, also why.

    (Of a presumed one the reason may differ: without its evidence, more may be presumed.)
    """
    before = case.classify()
    assume(before.standing is not Standing.OPEN)
    after = case.classify(_only(case, _named(before.because)))
    assert (after.label, after.standing) == (before.label, before.standing)
    if before.standing is Standing.SETTLED:
        assert after.because == before.because


@given(CASES)
def test_the_evidence_of_obstacles_alone_rules_the_label_out(case: Case) -> None:
    """With no evidence but that of the obstacles the label is still impossible, for the same reason."""
    before = case.classify()
    for one in _refused(before):
        if one.obstacles:
            after = case.classify(_only(case, _named(obstacle.finding for obstacle in one.obstacles)))
            assert one.label not in after.possible
            assert after.why_not(one.label) == one


# Why not


@given(CASES)
def test_never_is_said_of_labels_that_no_record_gets(case: Case) -> None:
    """And of no others. Nothing stands in the way of those, and nothing leads to them."""
    table, classification = Table(case), case.classify()
    for one in _refused(classification):
        assert one.never == (one.label not in table.attainable)
        if one.never:
            assert (one.obstacles, one.missing) == ((), None)


@given(CASES)
def test_obstacles_are_the_best_of_all_reasons_against_a_label(case: Case) -> None:
    """Fewest findings, then the freshest, of a label that the evidence rules out; none of a possible one."""
    table, classification = Table(case), case.classify()
    event(f"obstacles: {max((len(one.obstacles) for one in _refused(classification)), default=None)}")
    _check_obstacles(table, classification)


@given(CASES)
def test_an_obstacle_needs_exactly_the_answers_that_would_let_the_label_in(case: Case) -> None:
    """Those with which it were possible, were the other obstacles as they are and everything else free."""
    table, classification = Table(case), case.classify()
    for one in _refused(classification):
        names = _named(obstacle.finding for obstacle in one.obstacles)
        for obstacle in one.obstacles:
            name = obstacle.finding.criterion.name
            others = {other: table.left[other] for other in names if other != name}
            enough = {
                cell
                for cell in range(table.size[name])
                if one.label in table.labels_given({**others, name: frozenset({cell})})
            }
            assert obstacle.cells == sum(1 << cell for cell in enough)
            assert enough
            assert not enough & table.left[name]
            assert obstacle.needed.strip()


@given(CASES)
def test_only_another_label_of_the_definition_can_be_asked_about(case: Case) -> None:
    """A word that is no label, and the label that is given, are errors; every other can be asked about."""
    classification = case.classify()
    for one, label in zip(_refused(classification), _others(classification), strict=True):
        assert one.label == label
    with pytest.raises(InvalidValueError):
        classification.why_not("nobody")
    if classification.standing is not Standing.OPEN:
        with pytest.raises(InvalidValueError):
            classification.why_not(classification.label)


def _others(classification: Classification) -> list[str | None]:
    labels = [*(label.name for label in classification.definition.labels), None]
    given_ = () if classification.standing is Standing.OPEN else (classification.label,)
    return [label for label in labels if label not in given_]


# What reasons do not depend on


def _reasons(classification: Classification) -> list[object]:
    """Give all reasons."""
    found: list[object] = [classification.because, classification.floor_because, classification.ceiling_because]
    return found + list(_refused(classification))


@given(CASES, st.data())
def test_order_and_repetition_of_evidence_change_no_reason(case: Case, data: st.DataObject) -> None:
    """The same evidence in another order, some of it twice, is explained by the same reasons, to the last word."""
    pieces = case.relationship.evidence
    assume(pieces)
    again = [*pieces, *data.draw(st.lists(st.sampled_from(pieces), max_size=3))]
    shuffled = attrs.evolve(case.relationship, evidence=data.draw(st.permutations(again)))
    assert _reasons(case.classify(shuffled)) == _reasons(case.classify())


@given(CASES)
def test_evidence_that_does_not_count_changes_no_reason(case: Case) -> None:
    """Without what is set aside the reasons are the same: such evidence is not even the newest."""
    before = case.classify()
    aside = {one.evidence for one in before.set_aside}
    kept = [piece for piece in case.relationship.evidence if piece not in aside]
    assert _reasons(case.classify(attrs.evolve(case.relationship, evidence=kept))) == _reasons(before)


@given(CASES, st.integers(-3000, 3000))
def test_only_distances_between_dates_matter(case: Case, days: int) -> None:
    """Had all been observed and judged as many days earlier or later, the reasons would be on the same criteria.

    But for shelf lives by the calendar: a month is 28 to 31 days.
    """
    lives = [case.definition.policy.of(criterion.name).shelf_life for criterion in case.definition.asked]
    assume(not any(isinstance(life, Months) for life in lives))
    later = timedelta(days)

    def move(piece: Evidence) -> Evidence:
        return attrs.evolve(piece, observed_on=piece.observed_on and piece.observed_on + later)

    moved = attrs.evolve(
        case,
        as_of=case.as_of and case.as_of + later,
        relationship=attrs.evolve(case.relationship, evidence=map(move, case.relationship.evidence)),
    )
    before, after = case.classify(), moved.classify()
    assert [(_named(reason), wanted) for reason, wanted in _claims(after)] == [
        (_named(reason), wanted) for reason, wanted in _claims(before)
    ]


# Every small case

_DAYS: Final = (date(2026, 1, 2), date(2026, 1, 1), date(2025, 1, 1), None)
_ONE, _TWO, _THREE, _FOUR = (Criterion(name) for name in ("one", "two", "three", "four"))
_GRADE: Final = Scale("grade", low=1, high=3)


def _all_true(condition: Condition, days: Mapping[Criterion, date | None]) -> Classification:
    """Give a classification by one condition of a relationship of which all is true, observed on these days."""
    definition = Definition("fresh", "Fresh", [Label("yes", condition), Label("no")], source="test_reasons_laws.py")
    pieces = [Evidence(criterion, True, observed_on=day) for criterion, day in days.items()]
    return Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), definition)


def test_of_equal_reasons_the_freshest_is_given() -> None:
    """Of three findings of which any one suffices, the freshest; then the first asked for; undated ones last."""
    criteria = (_ONE, _TWO, _THREE)
    for days in itertools.product(_DAYS, repeat=3):
        found = _all_true(_ONE | _TWO | _THREE, dict(zip(criteria, days, strict=True)))
        freshest = criteria[min(range(3), key=lambda place: _DAYS.index(days[place]))]
        assert _named(found.because) == _named(found.floor_because) == [freshest.name], days
        (obstacle,) = found.why_not("no").obstacles
        assert (obstacle.finding.criterion, obstacle.cells) == (freshest, 1 << freshest.proper_answers.index(False))


def test_of_equal_pairs_the_one_with_the_oldest_loses() -> None:
    """Of two pairs of findings that both suffice, the one that holds the oldest finding of all is not given."""
    asked = (_ONE, _FOUR, _TWO, _THREE)
    for days in itertools.product(_DAYS, repeat=4):
        found = _all_true(_ONE & _FOUR | _TWO & _THREE, dict(zip(asked, days, strict=True)))
        oldest = asked[max(range(4), key=lambda place: (_DAYS.index(days[place]), place))]
        expected = [_TWO, _THREE] if oldest in (_ONE, _FOUR) else [_ONE, _FOUR]
        assert _named(found.because) == [criterion.name for criterion in expected], days


Answers: TypeAlias = tuple[Answer, ...]


def _states(criterion: AnyCriterion) -> Iterator[tuple[Answers, Answers]]:
    """Give everything that the evidence can say of a criterion, with what is presumed of it: one answer or none."""
    domain = criterion.answers or ()
    yield from ((said, ()) for said in subsets(domain))
    yield from (((), (answer,)) for answer in domain)


def test_reasons_of_every_small_case_are_the_best_of_all() -> None:
    """Whatever two yes/no criteria and a scale say (each nothing, some of its answers or all) or are presumed to."""
    criteria = (_ONE, _TWO, _GRADE)
    ladder = [
        Label("high", _ONE & (_TWO | (_GRADE >= 2))),
        Label("middle", exactly(1, _TWO, _GRADE >= 3, ~_ONE)),
        Label("low", _ONE | (_GRADE >= 2)),
    ]
    bare = Definition("small", "Small", ladder, source="test_reasons_laws.py")
    for number, states in enumerate(itertools.product(*map(_states, criteria))):
        presume = {criterion: said[0] for criterion, (_, said) in zip(criteria, states, strict=True) if said}
        pieces = [
            Evidence(criterion, answer, observed_on=_DAYS[(place * (number % 3 + 1) + number) % 4])
            for place, (criterion, (answers, _)) in enumerate(zip(criteria, states, strict=True))
            for answer in answers
        ]
        relationship = Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces)
        case = Case(attrs.evolve(bare, presume=presume), relationship, None, {})
        table, classification = Table(case), case.classify()
        _check_because(table, classification)
        _check_floor_and_ceiling(table, classification)
        _check_obstacles(table, classification)


def test_one_presumption_less_outweighs_any_number_of_findings() -> None:
    """Where two presumptions, or one and two findings, force the label, it is the latter."""
    definition = Definition(
        "burden",
        "Burden",
        [Label("yes", _ONE & (_TWO | _THREE & _FOUR)), Label("no")],
        source="test_reasons_laws.py",
        presume={_ONE: True, _TWO: True},
    )
    pieces = [Evidence(_THREE, True), Evidence(_FOUR, True)]
    known = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), definition)
    assert _named(known.because) == ["one", "three", "four"]
    less = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces[:1]), definition)
    assert _named(less.because) == ["one", "two"]
