"""Tests of the walk over a diagram as steps."""

import itertools

import pytest

from relabel import Classification, Criterion, Definition, Evidence, Label, Relationship
from relabel.frames.walk import Walk, reached
from tests.frames.portfolio import POLICIES, relationships

A, B = Criterion("a", "A?"), Criterion("b", "B?")


@pytest.mark.parametrize("presume", [{}, {A: True}, {B: False}, {A: False, B: True}])
def test_the_walk_says_what_classifications_say(presume: dict[Criterion, bool]) -> None:
    """For each way to answer two questions, with and without presumptions."""
    words = Definition("d", "D", [Label("x", A & B), Label("y", A | B)], source="s", presume=presume)
    found = [
        Classification(Relationship("B", "S", evidence=[Evidence("a", one)] * with_a + [Evidence("b", other)]), words)
        for one, other, with_a in itertools.product((True, False), (True, False), (0, 1))
    ]
    assert reached(words, [one.known for one in found]) == [(one.possible, one.granted) for one in found]


def test_all_kinds_of_criteria_are_walked_over() -> None:
    """Many relationships at once."""
    definition, some = relationships(POLICIES[0])
    found = [Classification(one, definition) for one in some]
    assert reached(definition, [one.known for one in found]) == [(one.possible, one.granted) for one in found]


def test_a_definition_of_one_label_takes_no_step() -> None:
    """Its only leaf is always reached."""
    walk = Walk.of(Definition("d", "D", [Label("x")], source="s"))
    assert (walk.steps, walk.planes, walk.known, walk.granted) == ((), (), {"x": None}, {"x": None})


def test_a_question_on_which_no_label_depends_takes_no_step() -> None:
    """It has a variable, which the walk passes by."""
    walk = Walk.of(Definition("d", "D", [Label("x", (A | ~A) & B)], source="s"))
    assert {plane.level for plane in walk.planes} == {1}


def test_no_relationships_give_nothing() -> None:
    """The empty table is a table."""
    assert reached(Definition("d", "D", [Label("x", A)], source="s"), []) == []


def test_a_step_keeps_what_later_ones_need() -> None:
    """And no more; the last keeps what is reached in the end."""
    walk = Walk.of(Definition("d", "D", [Label("x", A & B)], source="s"))
    made: set[str] = {plane.name for plane in walk.planes}
    for step, kept in zip(walk.steps, walk.kept(), strict=True):
        assert {name for node in step for way in node.ways for name in way} - {None} <= made
        made = {*kept, *(node.name for node in step)}
    assert made == {*walk.known.values(), *walk.granted.values()}
