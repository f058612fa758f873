"""Tests of `carrying`: what stops a search where a sum is carried, and that the bounds it uses never hide the best."""

import random
from collections.abc import Sequence

import pytest

from relabel import Criterion, Label, Scale, points
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches import carrying
from relabel.core.diagrams.searches.choices import cheapest, fair
from relabel.core.diagrams.searches.options import Budget, Option
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
    monkeypatch.setattr(carrying, "STEP", 1)
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


def test_a_search_that_takes_too_long_says_so() -> None:
    """By the states that it may look at, or the options that it may try on."""
    diagram = compile_diagram(LABELS, carry_from=0)
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, options(diagram, 1), {"middle"}, budget=Budget(1))
    assert (caught.value.limit, caught.value.unit) == (1, "states")
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, options(diagram, 1), {"middle"}, budget=Budget(work=10))
    assert (caught.value.limit, caught.value.unit) == (10, "nodes")


@pytest.mark.parametrize("few", [1, 20])
def test_what_is_fair_will_do_and_has_nothing_to_leave_out(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sum carried or not; none is found where there is none."""
    monkeypatch.setattr(carrying, "FEW", few)
    for diagram in (compile_diagram(LABELS, carry_from=0), compile_diagram(LABELS)):
        for seed in range(20):
            choices = options(diagram, seed)
            for wanted in ({"high"}, {"middle"}, {"high", "middle"}):
                best, found = cheapest(diagram, choices, wanted), fair(diagram, choices, wanted)
                assert found is None or best is not None
                if found is None:
                    assert best is None or few == 1
                    continue
                assert (price(choices, found) or 0) >= (price(choices, best) or 0)
                for level in (None, *(level for level, index in enumerate(found) if index)):
                    rest = [0 if at == level else index for at, index in enumerate(found)]
                    known = sum(
                        row[at][0] << one.shift for row, at, one in zip(choices, rest, diagram.variables, strict=True)
                    )
                    assert (diagram.possible(known) <= wanted) == (level is None)


def test_nothing_is_fair_where_some_answer_can_only_stay_unknown() -> None:
    """Then there may be a choice all the same, which takes a search."""
    diagram = compile_diagram([Label("x", MANY[0] & (MANY[1] | ~MANY[1]) | MANY[2] & MANY[3])])
    stay = [[(0, 0)], *([(0, 0), (2, 1)] for _ in diagram.variables[1:])]
    assert (cheapest(diagram, stay, {"x"}) is None, fair(diagram, stay, {"x"})) == (False, None)
