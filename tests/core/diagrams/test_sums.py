"""Tests of `sums`: the plainest form of a sum, its marks, and what is carried; and that carrying changes nothing.

Each definition here is listed record by record; what is found with a sum carried is compared with that, and with what
is found where everything is unrolled.
"""

import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs
import pytest

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    at_least,
    exactly,
    mean,
    points,
)
from relabel.core.diagrams import compilation
from relabel.core.diagrams.compilation import compile_diagram, dearest_sum
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches import nearest as nearests
from relabel.core.diagrams.searches import reasons
from relabel.core.diagrams.searches.nearest import nearest
from relabel.core.diagrams.space import EMPTY, FULL, Space
from relabel.core.diagrams.sums import Line, Sum, Term
from relabel.core.diagrams.variables import variables_of
from relabel.errors import DiagramTooLargeError

a, b, c, d = FOUR = [Criterion(name) for name in "abcd"]
trust = Scale("trust", low=1, high=3)
service = Scale("service", low=1, high=2, may_be_na=True)
spend = Measure("spend", unit="EUR")
TOTAL = points({a: 3, b: -2, trust: 2, spend >= 5: 1, spend >= 9: Decimal("4.5")})
MEAN = mean({a: 1, trust: 2, service: 1}, at_least_answered=2)
LENDER = Definition("lender", "L", [Label("up", (TOTAL >= 7) & ~d), Label("down", TOTAL >= 3)], source="-")

SHAPES: dict[str, Sequence[Label]] = {
    "more is better": [Label("gold", TOTAL >= 8), Label("silver", TOTAL >= 4), Label("bronze")],
    "less is better": [Label("low", TOTAL < 3), Label("middle", TOTAL <= 6)],
    "both ends": [Label("ends", (TOTAL >= 9) | (TOTAL < 1)), Label("between")],
    "ends and a middle": [Label("odd", (TOTAL >= 9) | ((TOTAL < 5) & (TOTAL >= 3))), Label("even")],
    "floors": [Label("gold", (TOTAL >= 8) & (trust >= 2)), Label("silver", (TOTAL >= 4) & (a | c)), Label("bronze")],
    "a way beside it": [Label("gold", (TOTAL >= 8) | (c & d)), Label("silver", (TOTAL >= 4) & ~d)],
    "two sums": [Label("gold", (TOTAL >= 8) & at_least(2, a, c, d)), Label("silver", exactly(1, a, b, c, d))],
    "lent": [Label("x", LENDER.is_("up") | (LENDER.is_("down") & c)), Label("y", LENDER.is_(None))],
    "a mean": [Label("x", MEAN >= 2), Label("y", (Decimal("1.5") < MEAN) & c)],
    "exactly": [Label("x", exactly(2, *FOUR)), Label("y", exactly(1, *FOUR) & (trust >= 2))],
    "a count of a count": [Label("x", at_least(1, at_least(2, a, b, c), d, trust >= 2))],
}


def define(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Definition, Definition]:
    """Give a definition with a sum carried, and the same one unrolled."""
    carrying = Definition("d", "t", SHAPES[name], source="-")
    unrolled = attrs.evolve(carrying)
    assert unrolled.diagram.carried is None
    with monkeypatch.context() as patch:
        patch.setattr(compilation, "CARRY_FROM", 0)
        assert carrying.diagram.carried is not None
    return carrying, unrolled


def states(diagram: Diagram, step: int) -> list[int]:
    """Give every `step`th state of knowledge: of each variable nothing, one answer, or all but the first."""
    choices = [[0, *(1 << cell for cell in range(one.size)), one.full ^ 1] for one in diagram.variables]
    every = itertools.islice(itertools.product(*choices), 0, None, step)
    return [sum(cells << one.shift for cells, one in zip(state, diagram.variables, strict=True)) for state in every]


def relationship(definition: Definition, known: int) -> Relationship:
    """Give a relationship of which so much is known."""
    return Relationship(
        "A",
        "B",
        evidence=[
            Evidence(one.criterion, one.example(cell))
            for one in definition.diagram.variables
            for cell in range(one.size)
            if one.cells_in(known) >> cell & 1
        ],
    )


@pytest.mark.parametrize("name", SHAPES)
def test_labels_are_possible_by_the_sum_and_by_nodes_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every state of knowledge."""
    carrying, unrolled = define(name, monkeypatch)
    for known in states(unrolled.diagram, 1):
        assert carrying.diagram.possible(known) == unrolled.diagram.possible(known)


@pytest.mark.parametrize("name", SHAPES)
def test_all_that_is_said_of_a_relationship_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reasons, questions, paths, and what speaks for a label."""
    monkeypatch.setattr(reasons, "MAX_REASON_SEARCH", 10**6)
    definitions = define(name, monkeypatch)
    for known in states(definitions[1].diagram, 97):
        one, other = (Classification(relationship(each, known), each) for each in definitions)
        assert (one.possible, one.because) == (other.possible, other.because)
        assert one.questions() == other.questions()
        weights: Mapping[str, Mapping[object, int]] = {"a": {True: 3, False: 1}, "b": {True: 1, False: 0}}
        asked = {criterion.name for criterion in definitions[1].asked}
        given = {name: row for name, row in weights.items() if name in asked}
        assert one.questions(given=given) == other.questions(given=given)
        first, second = one.explanation(), other.explanation()
        assert (first.speaks_for, first.speaks_against) == (second.speaks_for, second.speaks_against)
        assert (first.otherwise, first.closed) == (second.otherwise, second.closed)
        for label in definitions[1].diagram.leaves:
            for or_higher in (False, True):
                ways = [each.path_to(label, or_higher=or_higher, limit=2) for each in (one, other)]
                costs = [[(path.cost, sum(step.change for step in path.steps)) for path in way.paths] for way in ways]
                assert costs[0][:1] == costs[1][:1]
                assert ways[0].held_by == ways[1].held_by


def test_a_sum_is_carried_where_it_would_take_many_nodes() -> None:
    """What stays small is unrolled as ever; a drawing shows the nodes of the unrolled form."""
    few, many = ([Criterion(f"c{number}") for number in range(count)] for count in (10, 30))
    small, large = (
        Definition("d", "t", [Label("x", points({one: 7 * n + 3 for n, one in enumerate(some)}) >= 1_500)], source="-")
        for some in (few, many)
    )
    assert small.diagram.carried is None
    assert small.unrolled is small.diagram
    assert (large.diagram.carried is None, large.diagram.size, large.unrolled.size > 1_000) == (False, 1, True)


def test_of_several_sums_the_dearest_is_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one becomes nodes beside it; one that asks for the same with other weights is another sum."""
    small, large = points({a: 1, b: 1}), points({a: 3, b: 5, c: 7, d: 9})
    diagram = compile_diagram([Label("x", (small >= 1) & (large >= 11)), Label("y", large >= 20)], carry_from=0)
    assert diagram.carried is not None
    assert diagram.carried.adds == ((0, 3), (0, 5), (0, 7), (0, 9))
    assert diagram.carried.marks == (11, 20)
    assert diagram.size > 1


def test_a_sum_that_differs_little_stands_beside_the_carried_one() -> None:
    """One weight is another, the other sum counts in halves, and a third takes too many values beside it."""
    many = [Criterion(f"c{number}") for number in range(40)]
    weights = {one: 3 + 7 * number % 50 for number, one in enumerate(many)}
    halves = {one: Decimal(weight) / 2 for one, weight in weights.items()}
    others = {one: 1 + 11 * number % 53 for number, one in enumerate(many)}
    first = points(weights) >= 500
    for other, alike in (({**weights, many[3]: 90}, True), ({**halves, many[9]: 4}, True), (others, False)):
        conditions = [first, points(other) >= 300]
        carried = dearest_sum(conditions, variables_of(conditions), 2_000)
        assert carried is not None
        space = Space(variables_of(conditions), carried=carried)
        size = len(space.levels)
        space.where(conditions[1])
        assert (len(space.levels) - size < 100) == alike


def test_a_sum_stands_beside_one_only_where_stretches_tell() -> None:
    """The marks of a carried sum are known before it is; others become nodes as ever."""
    conditions = [points({a: 3, b: 5, c: 7}) >= 8]
    space = Space(variables_of(conditions), carried=dearest_sum(conditions, variables_of(conditions), 0))
    assert space.by_sum(space.where(conditions[0]))
    assert not space.by_sum(space.where(points({a: 3, b: 5, c: 7}) >= 9))
    assert not space.by_sum(space.where(points({a: 3, b: 5, c: 8}) >= 9))
    assert space.count(space.where(points({a: 3, b: 5, c: 7}) >= 9)) == 3
    nothing = Line.of([Term(0, [0, 1]), Term(1, [0])], [2, 2])
    assert nothing is not None
    assert nothing.rest(((0, 0), (0, 3))) is None


def test_a_criterion_may_have_any_name() -> None:
    """What stands for the carried sum takes another one."""
    named = [Criterion(name) for name in ("sum", "stand_in_0", "c")]
    labels = [Label("x", (points(dict.fromkeys(named, 1)) >= 2) & named[1])]
    diagram = compile_diagram(labels, carry_from=0)
    assert diagram.carried is not None
    known = sum(one.bit(True) for one in diagram.variables[:2])
    assert diagram.possible(known) == {"x"}


def test_a_set_by_a_sum_is_counted_and_has_its_nearest_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it takes too long to find the nearest one: then the first that is usual as far down as can be."""
    total = points({a: 12, b: 5, c: 7, trust: 2})
    conditions = [total >= 14, total >= 5]
    variables = variables_of(conditions)
    space = Space(variables, carried=dearest_sum(conditions, variables, 0))
    high, middle = space.where(conditions[0]), space.without(space.where(conditions[1]), space.where(conditions[0]))
    rows = list(itertools.product((0, 12), (0, 5), (0, 7), (2, 4, 6)))
    assert space.count(high) == sum(sum(row) >= 14 for row in rows)
    assert space.count(middle) == sum(5 <= sum(row) < 14 for row in rows)
    assert space.with_records(high) == high
    assert space.with_records(space.both(middle, space.product({0: 0b10, 1: 0b10, 2: 0b10}))) == EMPTY
    assert space.leaves(high, {1: 0b10, 2: 0b10}) == {FULL}
    assert dict(space.example(high)) == {"a": True, "b": False, "c": False, "trust": 1}
    monkeypatch.setattr(nearests, "MAX_SHIFTS", -1)
    assert dict(space.example(high)) == {"a": False, "b": True, "c": True, "trust": 1}
    diagram = space.diagram(space.both(middle, space.product({0: 0b10, 1: 0b10, 2: 0b10})))
    assert nearest(diagram, space.base, 1 << diagram.leaves.index("holds"), space.spend) is None


def test_a_sum_of_too_many_values_is_unrolled() -> None:
    """Numbers of a bit for each value would take more room than nodes do."""
    huge = points({a: 1, b: Decimal("0.00000001"), c: 3})
    assert compile_diagram([Label("x", huge >= 1)], carry_from=0).carried is None


def test_a_sum_of_conditions_on_several_questions_is_unrolled() -> None:
    """What they add is no matter of one answer."""
    assert compile_diagram([Label("x", points({a & b: 1, c: 2}) >= 2)], carry_from=0).carried is None


def test_labels_that_no_value_gives_are_no_leaves() -> None:
    """Where what else is asked for rules out some values, the stretches in which these lie lead nowhere else."""
    sum_ = points({a: 5, b: 2, c: 3})
    labels = [Label("never", (sum_ < 5) & a), Label("x", sum_ >= 7), Label("some", a | (sum_ >= 5)), Label("rest")]
    diagram = compile_diagram(labels, carry_from=0)
    assert diagram.carried is not None
    assert diagram.leaves == ("x", "some", "rest")
    assert diagram.possible(0) == {"x", "some", "rest"}


def test_what_never_changes_or_is_never_parted_is_not_carried() -> None:
    """There is nothing to carry."""
    assert compile_diagram([Label("x", points({a: 0, b: 0}) >= 0)], carry_from=0).carried is None
    assert compile_diagram([Label("x", points({a: 1, b: 1}) >= 3)], carry_from=0).carried is None


def test_a_definition_that_is_too_large_unrolled_still_classifies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what looks at single nodes is refused, with the limit."""
    many = [Criterion(f"c{number}") for number in range(60)]
    total = points({one: 100 + 37 * number**2 % 901 for number, one in enumerate(many)})
    parts = [points({one: number + 3 for number, one in enumerate(many[at : at + 20])}) for at in (0, 20, 40)]
    definition = Definition(
        "d",
        "t",
        [Label("x", (total >= 20_000) & (parts[0] >= 90) & (parts[1] >= 100) & (parts[2] >= 110))],
        source="-",
    )
    assert Classification(Relationship("A", "B"), definition).possible == {"x", None}
    yes = Relationship("A", "B", evidence=[Evidence(one, True) for one in many])
    assert Classification(yes, definition).label == "x"
    monkeypatch.setattr("relabel.core.diagrams.compilation.MAX_STEPS", 20_000)
    with pytest.raises(DiagramTooLargeError):
        _ = definition.unrolled


def test_the_plainest_form_has_no_offset_and_no_divisor() -> None:
    """Terms for one variable are one; what they come to at least, and what divides all the rest, is noted apart."""
    terms = [Term(1, [2, 8]), Term(0, [-3, 0, 3]), Term(1, [1, 1]), Term(2, [5])]
    line = Line.of(terms, [3, 2])
    assert line == Line(((0, 1, 2), (0, 2)), 5, 3)
    assert [line.marks(goal, exactly=False) for goal in (5, 6, 8, 9)] == [(0,), (1,), (1,), (2,)]
    assert [line.marks(goal, exactly=True) for goal in (8, 9)] == [(1, 2), (2, 2)]
    assert Line.of([Term(0, [1, 0], [7, 8])], [2]) is None
    assert Line.of([Term(2, [1, 0])], [2]) is None
    assert Line.of([Term(0, [4, 4])], [2]) is None


def test_marks_part_the_values_into_stretches() -> None:
    """Those that part none are no marks."""
    one = Sum.of(((0, 2), (0, 3)), [-1, 0, 2, 5, 6])
    assert one is not None
    assert (one.marks, one.rest, one.stretches) == ((2, 5), (5, 3, 0), (0b11, 0b11100, 0b100000))
    assert one.holds((2,)) == [False, True, True]
    assert one.holds((2, 5)) == [False, True, False]
    assert Sum.of(((0, 2),), [0, 3]) is None
