"""Tests of `relabel.core.diagrams.variables`: criteria with their answers cut into cells."""

import itertools
import operator
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from relabel import (
    NOT_APPLICABLE,
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    points,
)
from relabel.checks import verify
from relabel.core.diagrams.variables import Variable, each_cell, variables_of
from relabel.core.model.conditions import AllOf, Compare

pays = Criterion("pays")
handling = Choice("handling", options=["a", "b", "c"])
trust = Scale("trust", low=-1, high=2)
spend = Measure("spend", unit="EUR")


def test_variables_come_in_the_order_in_which_they_are_asked_for() -> None:
    """Each once, nested definitions and points included."""
    nested = Definition("n", "t", [Label("x", handling.is_("a") & pays)], source="s")
    found = variables_of([points({trust: 1, pays: 2}) >= 1, nested.is_("x"), spend >= 3])
    assert [variable.criterion for variable in found] == [trust, pays, handling, spend]


@pytest.mark.parametrize("criterion", [pays, handling, trust])
def test_each_answer_is_a_cell_of_its_own(criterion: AnyCriterion) -> None:
    """Yes/no, choices and scales have one cell per answer."""
    variable = Variable(criterion, (), 3)
    answers = criterion.answers or ()
    assert [variable.cell(answer) for answer in answers] == list(range(variable.size))


def test_bits_stand_side_by_side() -> None:
    """The cells of all variables are bits of one number, none shared and none left out."""
    variables = variables_of([pays & handling.is_("a") & (trust >= 1) & (spend >= 1)])
    places = [variable.full << variable.shift for variable in variables]
    assert (sum(places), sum(place.bit_count() for place in places)) == ((1 << 11) - 1, 11)


def test_a_bit_is_the_cell_at_its_place() -> None:
    """`bit` shifts the cell."""
    assert [Variable(handling, (), 4).bit(answer) for answer in ("a", "b", "c")] == [16, 32, 64]


def test_the_cells_among_some_are_given_in_order() -> None:
    """Of all sets of five cells."""
    for cells in range(1 << 5):
        assert list(each_cell(cells)) == [cell for cell in range(5) if cells >> cell & 1]


def test_a_measure_is_cut_at_its_thresholds_and_nowhere_else() -> None:
    """`>=` and `<` cut below the number, `>` and `<=` above it; equal cuts are one."""
    (variable,) = variables_of([(spend >= 1) & (spend < 1.0) & (spend > 5) & (spend <= Decimal("5.00"))])
    values = [-1, 0.999, 1, 1.5, 5, 5.001, 100]
    assert (variable.size, [variable.cell(value) for value in values]) == (3, [0, 0, 1, 1, 1, 2, 2])


def test_one_threshold_may_cut_on_both_sides() -> None:
    """`>= 5` and `> 5` differ on exactly 5."""
    (variable,) = variables_of([(spend >= 5) | (spend > 5)])
    assert [variable.cell(value) for value in (4, 5, 6)] == [0, 1, 2]


def test_a_tenth_is_a_tenth() -> None:
    """Cells are found by numbers as they are written."""
    (variable,) = variables_of([spend >= 0.1])
    assert [variable.cell(value) for value in (0.1, Decimal("0.1"), Decimal("0.09999999999999999999"))] == [1, 1, 0]


@pytest.mark.parametrize("operator", [">=", ">", "<=", "<"])
@pytest.mark.parametrize("threshold", [-1, 0, 1, 2])
@pytest.mark.parametrize("criterion", [trust, spend])
def test_a_comparison_holds_in_the_cells_of_the_answers_for_which_it_does(
    criterion: Scale | Measure, operator: str, threshold: int
) -> None:
    """Each level, and each number around a threshold, lies in a cell that says the truth about it."""
    condition = criterion.compare(operator, threshold)
    assert isinstance(condition, Compare)
    others = [criterion.compare(other, level) for other in (">=", ">") for level in (-1, 0, 1, 2)]
    (variable,) = variables_of([condition, *others])
    holds = variable.cells_where(condition)
    truth = {
        level: {">=": level >= threshold, ">": level > threshold, "<=": level <= threshold, "<": level < threshold}
        for level in (-1, 0, 1, 2)
    }
    assert {level: holds[variable.cell(level)] for level in truth} == {level: truth[level][operator] for level in truth}


BOUNDED = [
    *variables_of([pays & handling.is_("b") & (trust >= 0)]),
    *variables_of([(spend >= 3) & (spend <= 5) & (spend > 7) & (spend < Decimal("7.5"))]),
    *variables_of([spend > 3]),
    *variables_of([spend <= 3]),
    *variables_of([spend >= 3]),
]


@pytest.mark.parametrize("variable", BOUNDED, ids=str)
def test_the_example_of_a_cell_lies_in_it(variable: Variable) -> None:
    """Each cell has an answer, for witnesses and questions."""
    assert [variable.cell(variable.example(cell)) for cell in range(variable.size)] == list(range(variable.size))


def test_a_measure_that_nothing_is_compared_with_has_an_example() -> None:
    """One cell holds every number."""
    variable = Variable(spend, (), 0)
    assert (variable.size, variable.cell(variable.example(0)), variable.describe(1)) == (1, 0, "any answer")


@pytest.mark.parametrize("variable", BOUNDED, ids=str)
def test_each_set_of_cells_has_a_text_of_its_own(variable: Variable) -> None:
    """People can tell the sets apart; none of them is "no answer"."""
    texts = [variable.describe(cells) for cells in range(variable.full + 1)]
    assert (len(set(texts)), texts[0], texts[-1]) == (len(texts), "no answer", "any answer")


@pytest.mark.parametrize(
    ("variable", "cells", "text"),
    [
        (variables_of([~pays])[0], 0b10, "yes"),
        (variables_of([handling.is_("a")])[0], 0b101, "a or c"),
        (variables_of([trust >= 0])[0], 0b1100, "at least 1"),
        (variables_of([trust >= 0])[0], 0b0011, "at most 0"),
        (variables_of([trust >= 0])[0], 0b0110, "from 0 to 1"),
        (variables_of([(spend >= 3) & (spend <= 3)])[0], 0b010, "exactly 3"),
        (variables_of([(spend >= 3) & (spend < 5)])[0], 0b010, "at least 3 and below 5"),
        (variables_of([(spend > 3) & (spend <= 5)])[0], 0b101, "at most 3 or more than 5"),
    ],
)
def test_cells_read_as_people_say_it(variable: Variable, cells: int, text: str) -> None:
    """Stretches where answers have an order, words joined by "or" where they have none."""
    assert variable.describe(cells) == text


@pytest.mark.parametrize("criterion", [pays, handling, trust, spend])
def test_what_does_not_apply_is_the_last_cell(criterion: AnyCriterion) -> None:
    """It has one of its own, in which no comparison holds."""
    asked = attrs.evolve(criterion, may_be_na=True)
    cuts = ((3, 0),) if criterion is spend else ()
    one = Variable(asked, cuts, 0)
    assert (one.size, one.proper) == (Variable(criterion, cuts, 0).size + 1, Variable(criterion, cuts, 0).size)
    assert (one.cell(NOT_APPLICABLE), one.example(one.proper)) == (one.proper, NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (0b11111, "any answer EUR"),
        (0b01111, "any answer but n/a"),
        (0b10000, "n/a"),
        (0b11000, "2 EUR or n/a"),
        (0b01100, "at least 1 EUR"),
        (0b10111, "at most 1 EUR or n/a"),
        (0b10001, "-1 EUR or n/a"),
        (0b00000, "no answer EUR"),
    ],
)
def test_what_does_not_apply_is_written_last_and_has_no_unit(cells: int, text: str) -> None:
    """It belongs to no stretch of levels."""
    assert Variable(attrs.evolve(trust, may_be_na=True), (), 0).describe(cells, unit=" EUR") == text


MEASURES = [
    Measure("m", unit="x"),
    Measure("m", unit="x", low=0),
    Measure("m", unit="x", high=3),
    Measure("m", unit="x", low=0, high=3),
    Measure("m", unit="x", low=Decimal("0.5"), high=Decimal("2.5")),
    Measure("m", unit="x", whole=True),
    Measure("m", unit="x", low=0, whole=True),
    Measure("m", unit="x", low=0, high=3, whole=True),
    Measure("m", unit="x", low=1, high=2, whole=True),
]
OPERATORS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
TENTHS = [Decimal(number) / 10 for number in range(-20, 51)]
THRESHOLDS = [Decimal(number) / 2 for number in range(-3, 9)]


@pytest.mark.parametrize("measure", MEASURES, ids=str)
def test_each_cell_holds_the_answers_that_no_condition_tells_apart(measure: Measure) -> None:
    """Two thresholds each: no cell without an answer, none that a condition splits, each with one of its own."""
    answers = [one for one in TENTHS if measure.accepts(one)]
    compared = {
        measure.compare(sign, value): [OPERATORS[sign](answer, value) for answer in answers]
        for sign, value in itertools.product(OPERATORS, THRESHOLDS)
    }
    for (first, met), (second, met_too) in itertools.product(compared.items(), repeat=2):
        (variable,) = variables_of([AllOf((first, second))])
        rows = [variable.cells_where(one) for one in (first, second) if isinstance(one, Compare)]
        seen: dict[int, tuple[bool, ...]] = {}
        for answer, *expected in zip(answers, met, met_too, strict=True):
            cell = variable.cell(answer)
            told = tuple(row[cell] for row in rows)
            assert told == tuple(expected)
            assert seen.setdefault(cell, told) == told
        assert sorted(seen) == list(range(variable.size))
        assert len({*seen.values()}) == variable.size
        for cell in range(variable.size):
            assert measure.accepts(variable.example(cell))
            assert variable.cell(variable.example(cell)) == cell


@pytest.mark.parametrize(
    ("measure", "when", "texts"),
    [
        (MEASURES[7], lambda one: one >= 1, ["exactly 0", "at least 1"]),
        (MEASURES[7], lambda one: (one > 1) & (one >= 3), ["below 2", "exactly 2", "exactly 3"]),
        (MEASURES[5], lambda one: one.between(1, 2), ["below 1", "at least 1 and below 3", "at least 3"]),
        (MEASURES[3], lambda one: one > 0, ["at most 0", "more than 0"]),
        (MEASURES[3], lambda one: one >= 9, ["any answer"]),
    ],
)
def test_stretches_are_told_by_the_numbers_in_them(
    measure: Measure, when: Callable[[Measure], Condition], texts: list[str]
) -> None:
    """The only number of a stretch is that number; a threshold that parts nothing is not told."""
    (variable,) = variables_of([when(measure)])
    assert [variable.describe(1 << cell) for cell in range(variable.size)] == texts


def test_a_condition_beyond_the_bounds_is_found() -> None:
    """It can never hold, so that nobody gets its label, or the part can be removed."""
    share = MEASURES[7]
    never = verify(Definition("d", "t", [Label("x", share >= 4), Label("y", (share >= 1) | (share < 0))], source="s"))
    assert never.dead == ("x",)
    assert [(one.text, one.holds) for one in never.constant] == [("m >= 4", False), ("m < 0", False)]
