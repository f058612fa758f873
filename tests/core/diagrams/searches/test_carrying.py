"""Tests of `carrying`: what stops a search where a sum is carried, and that the bounds it uses never hide the best."""

import random
from collections.abc import Sequence

import pytest

from relabel import Criterion, Label, Scale, points
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches import carrying
from relabel.core.diagrams.searches.choices import cheapest
from relabel.core.diagrams.searches.options import Option
from relabel.errors import SearchTooLongError

MANY = [Criterion(f"c{number}") for number in range(8)]
LEVELS = [Scale(f"s{number}", low=0, high=3) for number in range(2)]
TOTAL = points({one: 3 + 5 * number % 11 for number, one in enumerate([*MANY, *LEVELS])})
LABELS = [Label("high", TOTAL >= 60), Label("middle", (TOTAL >= 30) & (MANY[0] | MANY[1])), Label("low")]


def options(diagram: Diagram, seed: int) -> Sequence[Sequence[Option]]:
    """Give for each variable what is known of it, and each answer at a price, whose lowest bits are all different."""
    chance = random.Random(seed)  # noqa: S311  # fixed choices
    found: list[list[Option]] = []
    for level, one in enumerate(diagram.variables):
        rows = [(chance.choice([0, 1, one.full]), 0)]
        rows += [(1 << cell, chance.randint(1, 4) << len(diagram.variables) | 1 << level) for cell in range(one.size)]
        found.append(rows)
    return found


@pytest.mark.parametrize("most", [1, 2, 1_000])
def test_the_cheapest_choice_costs_what_it_costs_unrolled(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few costs are told apart in what the rest costs at least."""
    monkeypatch.setattr(carrying, "MAX_BOUNDS", most)
    monkeypatch.setattr(carrying, "MAX_STEPS", 10**6)
    carried, unrolled = compile_diagram(LABELS, carry_from=0), compile_diagram(LABELS)
    assert carried.carried is not None
    for seed in range(8):
        choices = options(unrolled, seed)
        for wanted in ({"high"}, {"middle"}, {"high", "middle"}, {"low"}, {"high", "low"}):
            found, expected = cheapest(carried, choices, wanted), cheapest(unrolled, choices, wanted)
            assert price(choices, found) == price(choices, expected)


def price(choices: Sequence[Sequence[Option]], found: Sequence[int] | None) -> int | None:
    """Give the price of a choice."""
    return None if found is None else sum(row[index][1] for row, index in zip(choices, found, strict=True))


def test_a_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the states that it may look at, or the options that it may try on."""
    diagram = compile_diagram(LABELS, carry_from=0)
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, options(diagram, 1), {"middle"}, limit=1)
    assert caught.value.limit == 1
    monkeypatch.setattr(carrying, "MAX_STEPS", 10)
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, options(diagram, 1), {"middle"})
    assert caught.value.limit == 10
