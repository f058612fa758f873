"""Tests of `rests`: what a carried sum leaves open, and what completions weigh, as where it is unrolled."""

from fractions import Fraction

import pytest

from relabel import Criterion, Label, Scale, points
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.counting import completions, dependences, rests
from relabel.core.diagrams.counting.leanings import leanings
from relabel.core.diagrams.counting.rests import Outcomes, Rests, rests_of
from relabel.errors import DiagramTooLargeError

a, b, c = (Criterion(name) for name in "abc")
trust = Scale("trust", low=1, high=3)
TOTAL = points({a: 3, b: 2, trust: 2})
LABELS = [Label("x", (TOTAL >= 8) & c), Label("y", TOTAL >= 5)]


def shares(outcomes: Outcomes) -> tuple[list[Fraction], dict[int, list[list[Fraction]]]]:
    """Give what completions weigh as shares of all."""
    total = outcomes.total
    by_level = {
        level: [[Fraction(one, total) for one in row] for row in rows] for level, rows in outcomes.by_level.items()
    }
    return [Fraction(one, total) for one in outcomes.whole], by_level


def both(*leaves: int) -> tuple[Rests, Rests]:
    """Give what is left of one diagram, with its sum carried and unrolled."""
    diagrams = compile_diagram(LABELS, carry_from=0), compile_diagram(LABELS)
    cells = [range(one.size) for one in diagrams[1].variables]
    weights = [[*range(1, one.size + 1)] for one in diagrams[1].variables]
    carrying, unrolled = (rests_of(one, cells, weights, leaves) for one in diagrams)
    return carrying, unrolled


def test_completions_weigh_the_same() -> None:
    """In every state in which the first two are known, also where some labels count as one."""
    for leaves in ((0, 1, 2), (0, 1, 1)):
        carrying, unrolled = both(*leaves)
        variables = unrolled.diagram.variables
        for first in (0, 1, 2):
            for second in (0, 1, 2):
                known = first << variables[0].shift | second << variables[1].shift
                assert set(carrying.depends(known)) == set(unrolled.depends(known))
                assert shares(carrying.outcomes(known)) == shares(unrolled.outcomes(known))


def test_where_nothing_is_left_there_is_nothing_to_weigh() -> None:
    """All is known: no level is left."""
    carrying, _ = both(0, 1, 2)
    known = sum(1 << one.shift for one in carrying.diagram.variables)
    assert (set(carrying.depends(known)), carrying.outcomes(known).by_level) == (set(), {})


def test_states_of_knowledge_that_are_the_same_are_one() -> None:
    """Beside a carried sum no others are; each costs as many steps as there are variables."""
    carrying, _ = both(0, 1, 2)
    assert (carrying.root(1), carrying.root(2) == carrying.root(1), carrying.steps) == (1, False, 12)


def test_numbers_that_are_counted_are_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is open; without these the next question of a scorecard would cost next to nothing."""
    monkeypatch.setattr(rests, "NUMBERS", 1)
    carrying, _ = both(0, 1, 2)
    assert carrying.steps == 0
    carrying.outcomes(0)
    every = carrying.steps
    assert every > 4
    carrying.outcomes(1 << carrying.diagram.variables[0].shift)
    assert 0 < carrying.steps - every < every


def test_leanings_are_counted_for_those_asked_about() -> None:
    """The others have none."""
    carrying, unrolled = compile_diagram(LABELS, carry_from=0), compile_diagram(LABELS)
    every = leanings(unrolled, {"x"})
    assert leanings(carrying, {"x"}) == every
    assert leanings(carrying, {"x"}, {1, 3}) == ((), every[1], (), every[3])
    assert leanings(carrying, {"x"}, []) == ((), (), (), ())


def test_counting_that_would_take_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the number of values at all nodes and levels, before any are multiplied."""
    monkeypatch.setattr(completions, "MAX_NUMBERS", 10)
    with pytest.raises(DiagramTooLargeError) as caught:
        leanings(compile_diagram(LABELS, carry_from=0), {"x"})
    assert caught.value.limit == "10"


def test_comparing_that_would_take_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the number of pairs of nodes."""
    monkeypatch.setattr(dependences, "MAX_PAIRS", 0)
    carrying, _ = both(0, 1, 2)
    with pytest.raises(DiagramTooLargeError) as caught:
        carrying.depends(0)
    assert caught.value.limit == "0"
