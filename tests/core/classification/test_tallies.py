"""Tests of `relabel.core.classification.tallies`: which counts and sums are shown, and what labels ask of them."""

from typing import Any

import pytest

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    all_of,
    any_of,
    at_least,
    at_most,
    classify,
    exactly,
    named,
    points,
)
from relabel.core.classification import tallies
from relabel.core.classification.tallies import Mark, Tally

a, b, c, d = (Criterion(name, f"{name.upper()}?") for name in "abcd")
trust = Scale("trust", "Trust?", low=1, high=5)
spend = Measure("spend", "Spend?", unit="EUR")


def define(*labels: Label, **more: Any) -> Definition:  # Any: fields of every type
    return Definition("card", "Which tier?", labels, source="test", **more)


def tallied(definition: Definition, answers: dict[AnyCriterion, Answer]) -> tuple[Tally, ...]:
    pieces = [Evidence(criterion, answer) for criterion, answer in answers.items()]
    return classify(Relationship("Ash", "us", evidence=pieces), definition).tallies()


def test_a_sum_is_one_tally_with_what_every_label_asks_of_it() -> None:
    """In the order of the labels; unknown parts make it a range."""
    card = points({a: 2, spend >= 1000: 3, trust: 1})
    definition = define(Label("gold", card >= 8), Label("silver", card > 4), Label("rest"))
    marks = (Mark("gold", ">=", 8), Mark("silver", ">", 4))
    names = ("a", "spend", "trust")
    assert tallied(definition, {a: True, spend: 1200, trust: 4}) == (Tally(None, names, 9, 9, marks),)
    assert tallied(definition, {a: True}) == (Tally(None, names, 3, 10, marks),)


def test_a_count_says_of_how_many() -> None:
    """Conditions of any kind are counted."""
    definition = define(Label("partner", at_least(3, a, b, c, spend >= 5, ~d)))
    found = tallied(definition, {a: True, b: True, c: False, spend: 4})
    assert found == (Tally(5, ("a", "b", "c", "spend", "d"), 2, 3, (Mark("partner", ">=", 3),)),)


def test_parts_that_exclude_each_other_are_not_added() -> None:
    """Two options of one criterion cannot both hold: what a settled label rules out is not in the range."""
    size = Choice("size", "How large?", options=["small", "large", "very large"])
    card = points({size: {"large": 1, "very large": 2}, a & b: 1, a & ~b: 1})
    definition = define(Label("high", card >= 4), Label("low"))
    (tally,) = tallied(definition, {})
    assert (tally.low, tally.high) == (0, 3)
    (tally,) = tallied(definition, {a: True})
    assert (tally.low, tally.high) == (1, 3)


def test_ends_lie_further_out_where_they_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is taken by itself then."""
    definition = define(Label("high", points({a & b: 1, a & ~b: 1, ~a & c: 2}) >= 2), Label("low"))
    (exact,) = tallied(definition, {})
    monkeypatch.setattr(tallies, "MAX_STATES", 2)
    (loose,) = tallied(definition, {})
    assert ((exact.low, exact.high), (loose.low, loose.high)) == ((0, 2), (0, 4))


def test_presumptions_count() -> None:
    """As they do for the label."""
    definition = define(Label("partner", at_least(2, a, b, c)), presume={a: True, b: False})
    assert [(one.low, one.high) for one in tallied(definition, {})] == [(1, 2)]
    assert [(one.low, one.high) for one in tallied(definition, {a: False})] == [(0, 1)]


@pytest.mark.parametrize(
    "condition",
    [
        at_least(1, a, b, c),
        at_least(3, a, b, c),
        at_most(0, a, b, c),
        at_most(2, a, b, c),
        at_least(0, a, b, c),
        ~at_least(1, a, b, c),
        ~at_least(3, a, b, c),
        all_of(a, b, any_of(c, d)),
    ],
    ids=str,
)
def test_all_and_any_are_no_counts(condition: Condition) -> None:
    """Nobody has to count for them."""
    assert tallied(define(Label("x", condition), Label("rest")), {}) == ()


@pytest.mark.parametrize(
    ("condition", "marks"),
    [
        (at_least(2, a, b, c), [(">=", 2)]),
        (at_most(1, a, b, c), [("<=", 1)]),
        (exactly(1, a, b, c), [("==", 1)]),
        (exactly(0, a, b, c), [("==", 0)]),
        (~at_least(2, a, b, c), [("<", 2)]),
        (~at_most(1, a, b, c), [(">", 1)]),
        (~exactly(2, a, b, c), [("!=", 2)]),
        (d & (spend > 5) & (at_least(2, a, b, c) | ~at_most(1, a, b, c)), [(">=", 2), (">", 1)]),
    ],
    ids=str,
)
def test_marks_say_what_has_to_hold(condition: Condition, marks: list[tuple[str, int]]) -> None:
    """Inside "and", "or" and "not"; the same sum is not repeated."""
    (tally,) = tallied(define(Label("x", condition), Label("rest")), {})
    assert [(mark.operator, mark.value) for mark in tally.marks] == marks


@pytest.mark.parametrize(
    ("condition", "inner"),
    [
        (at_least(2, at_least(2, a, b, c), d, trust >= 3), ">="),
        (at_most(1, at_least(2, a, b, c), d, trust >= 3), "<"),
        (points({at_least(2, a, b, c): 2, d: 1}) >= 2, ">="),
        (points({at_least(2, a, b, c): 2, d: 1}) < 2, "<"),
        (points({at_least(2, a, b, c): -2, d: 1}) >= 0, "<"),
        (points({at_least(2, a, b, c): -2, d: 1}) <= 0, ">="),
        (~(points({at_least(2, a, b, c): 2, trust: 1}) >= 2), "<"),
    ],
    ids=str,
)
def test_counts_inside_counts_are_shown_after_them(condition: Condition, inner: str) -> None:
    """With what helps the label: where less is better, that the inner one does not hold."""
    outer, tally = tallied(define(Label("x", condition), Label("rest")), {})
    assert set(outer.criteria) > {"a", "b", "c"} == set(tally.criteria)
    assert [(mark.operator, mark.value) for mark in tally.marks] == [(inner, 2)]


def test_what_has_a_name_is_always_shown_by_it() -> None:
    """By its title, if it has one; also a count that is no more than "all"."""
    both, score = named("both", at_least(2, a, b), "Both of them"), named("score", points({a: 2, c: 1}))
    found = tallied(define(Label("gold", both & (score >= 3)), Label("silver", score >= 1)), {a: True})
    assert [(one.name, one.of, one.low, one.high) for one in found] == [
        ("Both of them", 2, 1, 2),
        ("score", None, 2, 3),
    ]
    assert [len(one.marks) for one in found] == [1, 2]


def test_counts_of_a_lent_definition_are_its_own() -> None:
    """They are shown by that definition."""
    base = define(Label("client", at_least(2, a, b, c)))
    lender = Definition("card2", "Which?", [Label("partner", base.is_("client") & d)], source="test")
    assert tallied(lender, {}) == ()
