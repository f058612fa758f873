"""Tests of `orders`: an order is claimed exactly where there is one, and searches use it."""

import itertools
import random
from collections.abc import Iterator

import pytest

from relabel import Choice, Condition, Criterion, Label, Measure, Scale, any_of, at_least, points
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches import choices
from relabel.core.diagrams.searches.orders import order_of

a, b, c, d = FOUR = [Criterion(name) for name in "abcd"]
trust = Scale("trust", low=0, high=2)
tone = Choice("tone", options=["warm", "cool", "cold"])
spend = Measure("spend", unit="EUR")
TOTAL = points({a: 3, b: -2, trust: 2, spend >= 5: 1, spend >= 9: 4, c & d: 2})

SHAPES: list[tuple[Condition, ...]] = [
    (at_least(2, *FOUR), any_of(*FOUR)),
    (TOTAL >= 5, TOTAL >= 2),
    ((TOTAL >= 5) & ~d, c.to_condition()),
    (at_least(2, a, b, c) & tone.is_("cool"), (trust >= 1) | (spend < 9)),
    (at_least(2, a, b, c) & d, at_least(1, b, c)),
    ((a & b) | (c & d),),
    ((a & ~b) | (~a & b),),
    (tone.is_("warm") & a, tone.is_("cool") & b),
    (a | ~a,),
]
DIAGRAMS = [compile_diagram([Label(str(number), when) for number, when in enumerate(shape)]) for shape in SHAPES]


def sets(diagram: Diagram, unwanted: int) -> list[frozenset[tuple[int, ...]]]:
    """Give for each node the complete records that get a wanted label from it."""
    every = list(itertools.product(*(range(variable.size) for variable in diagram.variables)))

    def leaf(node: int, record: tuple[int, ...]) -> int:
        while diagram.children[node]:
            node = diagram.children[node][record[diagram.levels[node]]]
        return node

    return [
        frozenset(record for record in every if not unwanted >> leaf(node, record) & 1)
        for node in range(len(diagram.levels))
    ]


def together(diagram: Diagram) -> Iterator[set[int]]:
    """Give by level the nodes where answers to the variables above it can have led."""
    here = {diagram.root}
    for level in range(len(diagram.variables)):
        yield here
        here = {
            child for node in here for child in (diagram.children[node] if diagram.levels[node] == level else (node,))
        }


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=map(str, range(len(DIAGRAMS))))
def test_an_order_is_claimed_exactly_where_there_is_one(diagram: Diagram) -> None:
    """Of any two nodes that may be reached at one level, the records of one are among those of the other."""
    for unwanted in range(1, 1 << len(diagram.leaves)):
        records = sets(diagram, unwanted)
        chain = all(
            records[one] <= records[other] or records[other] <= records[one]
            for nodes in together(diagram)
            for one, other in itertools.combinations(nodes, 2)
        )
        found = order_of(diagram, unwanted)
        assert (found is not None) == chain
        assert found is None or list(found) == list(map(len, records))
        assert order_of(diagram, unwanted) is found


def test_there_are_diagrams_of_both_kinds() -> None:
    """Sums and counts have an order, also with a condition beside them; either of two questions has none."""
    ordered = [order_of(diagram, ~1 & (1 << len(diagram.leaves)) - 1) is not None for diagram in DIAGRAMS]
    assert {True, False} == set(ordered)


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_searches_find_the_same_with_and_without_an_order(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The least cost; with an order only the nodes are looked at, without one sets of them."""
    diagram, chance = DIAGRAMS[number], random.Random(number)  # noqa: S311  # fixed choices
    leaves = set(diagram.leaves)
    cases = []
    for _ in range(40):
        options: list[list[tuple[int, int]]] = []
        for one in diagram.variables:
            cells = [chance.choice([0, 1 << chance.randrange(one.size), chance.randint(1, one.full)]) for _ in range(3)]
            options.append([(some, chance.randint(1, 9) if number else 0) for number, some in enumerate(cells)])
        cases.append((options, {label for label in leaves if chance.random() < 0.6}))

    def costs() -> list[int | None]:
        found: list[int | None] = []
        for options, wanted in cases:
            chosen = choices.cheapest(diagram, options, wanted)
            if chosen is None:
                found.append(None)
                continue
            taken = [choice[index] for choice, index in zip(options, chosen, strict=True)]
            known = sum(cells << one.shift for (cells, _), one in zip(taken, diagram.variables, strict=True))
            assert diagram.possible(known) <= wanted
            found.append(sum(cost for _, cost in taken))
        return found

    with_order = costs()
    monkeypatch.setattr(choices, "order_of", lambda *_: None)
    without = costs()
    assert with_order == without
