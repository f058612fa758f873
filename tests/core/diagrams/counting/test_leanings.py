"""Tests of `leanings`: which answers make labels more common, against every record listed."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Choice, Condition, Criterion, Definition, Label, Measure, Scale, any_of, at_least, exactly, points
from relabel.core.diagrams.counting.leanings import leanings
from tests.property.enumeration import answers_of, records
from tests.property.oracle import first_label
from tests.property.strategies import definitions, pools

a, b, c = (Criterion(name) for name in "abc")
tone = Choice("tone", options=["warm", "cool", "cold"])
trust = Scale("trust", low=1, high=4)
spend = Measure("spend", unit="EUR/year")


def define(*conditions: Condition) -> Definition:
    """Give a definition with a label "1", "2", ... for each condition; without any there is none."""
    return Definition("d", "t", [Label(str(number), when) for number, when in enumerate(conditions, 1)], source="s")


def counted(definition: Definition, labels: set[str | None]) -> tuple[tuple[int, ...], ...]:
    """Give the leanings by counting all records, each once."""
    found = [(answers_of(row), first_label(definition.labels, row) in labels) for row in records(definition.labels)]
    whole = Fraction(sum(gets for _, gets in found), len(found))

    def lean(place: int, cell: int) -> int:
        variable = definition.diagram.variables[place]
        those = [gets for record, gets in found if variable.cell(record[variable.criterion.name]) == cell]
        share = Fraction(sum(those), len(those))
        return (share > whole) - (share < whole)

    variables = enumerate(definition.diagram.variables)
    return tuple(tuple(lean(place, cell) for cell in range(variable.size)) for place, variable in variables)


def subsets(definition: Definition) -> list[set[str | None]]:
    """Give every set of labels, no label included."""
    names = [*(label.name for label in definition.labels), None]
    return [set(some) for size in range(len(names) + 1) for some in itertools.combinations(names, size)]


SHAPES = {
    "and, or, not": define(a & b, a | ~c),
    "a variable that does not matter": define(a & (b | ~b), c.to_condition()),
    "all alike": define(a | ~a),
    "as common with as without": define(exactly(1, a, b)),
    "k of n": define(at_least(2, a, b, c), ~a & c),
    "several options": define(tone.in_("warm", "cold") & a, ~tone.is_("warm")),
    "levels": define(trust >= 3, (trust >= 2) & a),
    "both sides of a number": define((spend >= 3) & a, (spend < 7) | b),
    "points": define(points({a: 2, trust: 1, tone.is_("cool"): -3}) >= 3, any_of(b, trust < 2)),
}


@pytest.mark.parametrize("definition", SHAPES.values(), ids=SHAPES)
def test_leanings_are_counted_by_hand(definition: Definition) -> None:
    """For every set of labels, those that nobody gets and all of them included."""
    for labels in subsets(definition):
        assert leanings(definition.diagram, labels) == counted(definition, labels)


@given(st.data())
def test_leanings_of_any_definition(data: st.DataObject) -> None:
    """As above, for conditions of any kind, lent ones included."""
    definition = data.draw(definitions(data.draw(pools())))
    labels = data.draw(st.sampled_from(subsets(definition)))
    assert leanings(definition.diagram, labels) == counted(definition, labels)


@given(st.data())
def test_answers_cannot_all_lean_one_way(data: st.DataObject) -> None:
    """What is more common with some answers is less so with others; and what speaks for labels, against the rest."""
    definition = data.draw(definitions(data.draw(pools())))
    labels = data.draw(st.sampled_from(subsets(definition)))
    rest = {*definition.diagram.leaves} - labels
    found = leanings(definition.diagram, labels)
    assert all((1 in cells) == (-1 in cells) for cells in found)
    assert leanings(definition.diagram, rest) == tuple(tuple(-lean for lean in cells) for cells in found)


def test_a_thousand_digits_are_counted_exactly() -> None:
    """Numbers too large for a float: one of very many answers still leans."""
    many = [Criterion(f"c{number}") for number in range(200)]
    found = leanings(define(at_least(200, *many)).diagram, {"1"})
    assert found == ((-1, 1),) * 200
