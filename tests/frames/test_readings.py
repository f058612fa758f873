"""Tests of readings: how answers stand in cells."""

import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from relabel import Choice, Criterion, Measure, Scale
from relabel.core.diagrams.variables import Cut, Variable
from relabel.core.model.answers import exact
from relabel.frames.readings import BLANKS, Span, as_double, as_units, numbers_of, truths_of, words_of

TENTH = Decimal("0.1")
CUTS: list[Cut] = [
    (cut, above)
    for cut in (
        0,
        5,
        TENTH,
        Decimal("0.30000000000000004"),
        Decimal("0.3000000000000000400001"),
        10**16 + 1,
        -(10**400),
    )
    for above in (0, 1)
]


@pytest.mark.parametrize("cut", [*CUTS, (10**400, 0), (10**400, 1), (Decimal("1e400"), 0)])
def test_a_double_lies_on_the_side_on_which_its_text_lies(cut: Cut) -> None:
    """Whatever is next to the cut, as `exact` reads it."""
    double, below = as_double(cut)
    for one in (double, -1.0, 0.0, 0.1, 0.30000000000000004, 0.3, 1e16, 1e16 + 2, 5.0, 1.7976931348623157e308):
        assert (one > double if below else one >= double) == ((exact(one, "one"), 0) >= cut)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("places", [0, 2])
def test_units_lie_on_their_side(cut: Cut, places: int) -> None:
    """The first multiple above a cut is above it, and the one before is not."""
    units, (value, above) = as_units(cut, places), cut
    numbers = [Fraction(units - step, 10**places) for step in (0, 1)]
    assert [(one, 0) >= (Fraction(value), above) for one in numbers] == [True, False]


def test_words_and_numbers_of_each_kind() -> None:
    """What answers a criterion in a column of text, of truth values and of numbers."""
    kinds = [
        Criterion("a", "A?", may_be_na=True),
        Choice("b", "B?", options=["x", "y"]),
        Scale("c", "C?", low=1, high=3),
        Scale("d", "D?", levels=["low", "high"]),
        Measure("e", "E?", unit="EUR", may_be_na=True),
        Measure("f", "F?", unit="EUR", low=0, high=1),
    ]
    variables = [Variable(one, ((5, 0), (TENTH, 1)) if isinstance(one, Measure) else (), 0) for one in kinds]
    assert [words_of(one) for one in variables] == [
        {"no": 0, "yes": 1, "n/a": 2},
        {"x": 0, "y": 1},
        {"1": 0, "2": 1, "3": 2},
        {"low": 0, "high": 1},
        {"n/a": 3},
        {},
    ]
    assert [truths_of(one) for one in variables] == [True, False, False, False, False, False]
    numbers = [numbers_of(one) for one in variables]
    assert [one and (one.cuts, one.domain, one.whole) for one in numbers] == [
        None,
        None,
        (((2, 0), (3, 0)), Span((1, 0), (3, 1)), True),
        None,
        (((TENTH, 1), (5, 0)), Span(None, None), False),
        (((TENTH, 1),), Span((0, 0), (1, 1)), False),
    ]


def test_cells_that_touch_are_one_stretch() -> None:
    """The cell of what does not apply holds no number."""
    numbers = numbers_of(Variable(Measure("e", "E?", unit="EUR", may_be_na=True), ((1, 0), (2, 0)), 0))
    assert numbers is not None
    assert [list(numbers.spans(cells)) for cells in (0b011, 0b101, 0b1000, 0b111)] == [
        [Span(None, (2, 0))],
        [Span(None, (1, 0)), Span((2, 0), None)],
        [],
        [Span(None, None)],
    ]


def test_blanks_are_those_of_python() -> None:
    """By which `classify()` tells a source that is named."""
    assert "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1)))) == BLANKS
