"""Tests of `relabel.core.model.condition_parts`: what a condition is made of."""

import pytest

from relabel import (
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    at_least,
    named,
    points,
)
from relabel.core.model.condition_parts import criteria_of, named_part, parts, redefined, replaced, walk, without
from relabel.core.model.conditions import Compare, Is, LabelIs, Ladder, Named, Points

a, b, c = (Criterion(name) for name in "abc")
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR")
other = Definition("other", "t", [Label("x", b | c), Label("y", a), Label("z")], source="s")

PARTS: list[tuple[Condition, list[object]]] = [
    (a.to_condition(), [a]),
    (trust >= 3, [trust]),
    (~(a & b), [a & b]),
    (a & b, [a.to_condition(), b.to_condition()]),
    (a | b, [a.to_condition(), b.to_condition()]),
    (at_least(1, a, b), [a.to_condition(), b.to_condition()]),
    (points({a: 1, trust: 2}) >= 1, [a.to_condition(), trust]),
    (other.is_("y"), [b | c, a.to_condition()]),
    (named("fit", a & b), [a & b]),
    (named("score", points({a: 1, trust: 2})) >= 1, [a.to_condition(), trust]),
]


@pytest.mark.parametrize(("condition", "inside"), PARTS, ids=[str(condition) for condition, _ in PARTS])
def test_the_parts_of_each_node(condition: Condition, inside: list[object]) -> None:
    """What stands directly inside each of the nine node types, in the order of the text."""
    assert list(parts(condition)) == inside


@pytest.mark.parametrize(("condition", "inside"), PARTS, ids=[str(condition) for condition, _ in PARTS])
def test_a_part_can_be_replaced(condition: Condition, inside: list[object]) -> None:
    """Only that part changes; what asks for an answer has nothing to replace."""
    new = (c | ~a) & b
    for position in range(len(inside)):
        other = replaced(condition, position, new)
        fixed = isinstance(condition, Is | Compare | LabelIs)
        expected = [new if at == position and not fixed else part for at, part in enumerate(inside)]
        assert (type(other), list(parts(other))) == (type(condition), expected)
        assert replaced(other, position, condition) == replaced(condition, position, condition)


def test_replacing_keeps_numbers_and_weights() -> None:
    """What a count or a sum is compared with, and what the part weighs."""
    assert replaced(at_least(2, a, b, c), 1, ~a) == at_least(2, a, ~a, c)
    assert replaced(points({a: 1, b: 5, trust: 2}) < 6, 1, ~c) == (points({a: 1, ~c: 5, trust: 2}) < 6)


def test_a_part_with_a_name_is_told_from_others() -> None:
    """The condition that has it, or the sum that is compared."""
    fit, score = named("fit", a & b), named("score", points({a: 1}))
    assert [named_part(one) for one in (fit, score >= 1, points({a: 1}) >= 1, ~fit, a)] == [
        fit,
        score,
        None,
        None,
        None,
    ]


def test_a_named_part_is_defined_anew_wherever_it_stands() -> None:
    """Within other parts, too; what lent definitions say stays theirs."""
    fit, score = named("fit", a & b), named("score", points({a: 1, b: 2}))
    lent = Definition("lent", "t", [Label("x", fit), Label("y")], source="s")

    def labels(fit: Condition, score: Points) -> tuple[Label, ...]:
        both = named("both", fit | (score >= 2))
        return Label("p", both & lent.is_("x") & (points({fit: 1, trust: 1}) > 3)), Label("q")

    assert isinstance(fit, Named)
    other = named("score", points({c: 5}))
    assert redefined(labels(fit, score), fit, c.to_condition()) == labels(c.to_condition(), score)
    assert redefined(labels(fit, score), score, other) == labels(fit, other)


def test_a_walk_can_leave_out_named_parts() -> None:
    """The part is there, and nothing that is in it."""
    fit, score = named("fit", a & b), named("score", points({a: 1}))
    assert list(walk(fit | (score >= 1), named=False)) == [fit | (score >= 1), fit, score >= 1]


def test_a_walk_can_leave_out_lent_definitions() -> None:
    """The condition that asks for their label is there, and nothing of theirs."""
    assert list(walk(~other.is_("y") & c, lent=False)) == [
        ~other.is_("y") & c,
        ~other.is_("y"),
        other.is_("y"),
        c.to_condition(),
        c,
    ]


def test_a_walk_looks_into_what_has_a_name_once() -> None:
    """However often it is mentioned; each mention is given all the same."""
    inner = Ladder("inner", (Label("y", a & b),))
    outer = Ladder("outer", (Label("y", inner.is_("y")), Label("z", ~inner.is_("y")), Label("w")))
    fit, score = named("fit", a | b), named("score", points({c: 1}))
    mentions = [outer.is_("y"), outer.is_(None), inner.is_(None), fit, fit, score >= 1, score >= 2]
    found = list(walk(*mentions))
    assert [part for part in found if part in mentions] == mentions
    assert [found.count(inside) for inside in (a & b, a | b, c.to_condition())] == [1, 1, 1]


def test_a_walk_goes_through_everything_in_order() -> None:
    """The condition first, then all that is inside, repeats included."""
    condition = a & ~(b | a)
    assert [str(part) for part in walk(condition)] == [
        "a & ~(b | a)",
        "a",
        "a",
        "~(b | a)",
        "b | a",
        "b",
        "b",
        "a",
        "a",
    ]


def test_criteria_come_once_in_the_order_of_the_text() -> None:
    """Criteria of nested definitions are among them."""
    assert criteria_of((spend >= 1) & other.is_("x") & (trust >= 2) & a) == (spend, b, c, a, trust)


WITHOUT: list[tuple[Condition, Condition, Condition | None]] = [
    (a & b & c, b.to_condition(), a & c),
    (a & b, b.to_condition(), a.to_condition()),
    (a | b & c, c.to_condition(), a | b),
    (a | b & c, b & c, a.to_condition()),
    (a & b & c, a & c, b.to_condition()),
    (a & b & c, a & trust.is_(1), a & b & c),
    (a | b, a & b, a | b),
    (at_least(2, a, b, c), b.to_condition(), at_least(2, a, c)),
    (a & ~(b & c), c.to_condition(), a & ~b),
    (a & ~b, ~b, a.to_condition()),
    (a & ~b, b.to_condition(), a.to_condition()),
    (~a, a.to_condition(), None),
    (a.to_condition(), a.to_condition(), None),
    (a & b, a & b, None),
    (a & (b | c), b | c, a.to_condition()),
    (a & named("fit", b | c), b.to_condition(), a & named("fit", b | c)),
    (a & (points({b: 1, c: 2}) >= 1), b.to_condition(), a & (points({b: 1, c: 2}) >= 1)),
]


@pytest.mark.parametrize(("condition", "part", "left"), WITHOUT, ids=str)
def test_a_condition_without_another(condition: Condition, part: Condition, left: Condition | None) -> None:
    """What stands in it nowhere leaves it as it is, and of some nothing is left."""
    assert without(condition, part) == left
