"""Tests of `relabel.core.model.sides`: one question asked of each side."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from relabel import Choice, Criterion, Measure, PerSide, Scale, Side, per_side
from relabel.errors import InvalidValueError, NotAConditionError


def test_per_side_asks_each_side() -> None:
    """`{side}` becomes the side, the name ends in it, and the criterion is about it."""
    assert per_side("loyal", "Is the {side} loyal?") == PerSide(
        Criterion("loyal.buyer", "Is the buyer loyal?", about=Side.BUYER),
        Criterion("loyal.seller", "Is the seller loyal?", about=Side.SELLER),
    )


def test_braces_other_than_side_are_text() -> None:
    """A question is no format string."""
    assert per_side("loyal", "{0} {x} {side} {").seller.question == "{0} {x} seller {"


def test_both_and_either_combine_the_sides() -> None:
    """`.both` is and, `.either` is or."""
    loyal = per_side("loyal")
    assert (loyal.both, loyal.either) == (loyal.buyer & loyal.seller, loyal.buyer | loyal.seller)


@pytest.mark.parametrize(("name", "question"), [("Loyal", ""), ("", ""), (None, ""), ("loyal", None), ("loyal", 5)])
def test_per_side_refuses_bad_names_and_questions(name: Any, question: Any) -> None:
    """The errors are those of a criterion."""
    with pytest.raises(InvalidValueError):
        per_side(name, question)


def test_per_side_makes_every_kind() -> None:
    """What the answers are is said as for one criterion, once for both."""
    assert per_side("mood", options=["good", "bad"]).seller == Choice(
        "mood.seller", options=["good", "bad"], about=Side.SELLER
    )
    assert per_side("trust", "Does the {side}?", low=1, high=5).buyer == Scale(
        "trust.buyer", "Does the buyer?", low=1, high=5, about=Side.BUYER
    )
    assert per_side("risk", levels=["low", "high"], low=0).buyer == Scale(
        "risk.buyer", levels=["low", "high"], low=0, about=Side.BUYER
    )
    assert per_side("sales", unit="EUR").buyer == Measure("sales.buyer", unit="EUR", about=Side.BUYER)
    assert per_side("rate", unit="%", low=0, high=100, whole=True).buyer == Measure(
        "rate.buyer", unit="%", low=0, high=100, whole=True, about=Side.BUYER
    )


@pytest.mark.parametrize("domain", [{"low": 1}, {"unit": "EUR", "levels": ["a", "b"]}, {"about": Side.BUYER}])
def test_per_side_refuses_a_domain_of_no_kind(domain: dict[str, Any]) -> None:
    """The message lists what there is."""
    with pytest.raises(InvalidValueError, match="options; low and high; levels; unit; or none") as caught:
        per_side("trust", **domain)
    assert caught.value.found == tuple(domain)


trusts = per_side("trusts", low=1, high=5)
sales = per_side("sales", unit="EUR")
moods = per_side("moods", options=["good", "fair", "bad"])


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("trusts", lambda one: one >= 4),
        ("trusts", lambda one: one > 4),
        ("sales", lambda one: one <= 4),
        ("sales", lambda one: one < 4),
        ("trusts", lambda one: one.is_(3)),
        ("moods", lambda one: one.in_("good", "fair")),
    ],
)
def test_a_condition_on_each_side(name: str, condition: Callable[[Any], Any]) -> None:
    """A comparison with a pair is that of each side, and is joined as a pair of questions is."""
    asked: PerSide[Any] = {"trusts": trusts, "sales": sales, "moods": moods}[name]  # type: ignore[assignment]  # any kind
    pair, buyer, seller = condition(asked), condition(asked.buyer), condition(asked.seller)
    assert (pair.buyer, pair.seller) == (buyer, seller)
    assert (pair.both, pair.either) == (buyer & seller, buyer | seller)


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (lambda: trusts.both, "(trusts >= 4).both"),
        (lambda: moods.either, "moods.is_(...)"),
        (lambda: per_side("loyal") >= 1, "needs a scale or a measure"),
        (lambda: moods < 1, "needs a scale or a measure"),
        (lambda: sales.is_(1), "need a choice or a scale"),
        (lambda: moods & moods, ".both, .either"),
    ],
)
def test_a_pair_says_what_it_needs(use: Callable[[], object], said: str) -> None:
    """A question with more answers than yes and no is no condition yet."""
    with pytest.raises(NotAConditionError, match=re.escape(said)):
        use()
