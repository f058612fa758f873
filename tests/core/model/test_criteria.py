"""Tests of `relabel.core.model.criteria`: the four kinds of criterion and their domains."""

import enum
import pickle
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import pytest

from relabel import AnyCriterion, Choice, Criterion, Measure, PerSide, Scale, Side, per_side
from relabel.core.model.conditions import as_condition
from relabel.core.model.criteria import MAX_LEVELS
from relabel.errors import AnswerError, InvalidValueError, NotAConditionError

pays = Criterion("pays", "Does the buyer pay?")
handling = Choice("handling", "How are issues handled?", options=("escalated", "discussed"))
trust = Scale("trust", "How much do they trust us?", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR/year", about=Side.BUYER)
KINDS: list[AnyCriterion] = [pays, handling, trust, spend]

GOOD: list[tuple[AnyCriterion, object]] = [
    (pays, True),
    (pays, False),
    (handling, "escalated"),
    (trust, 1),
    (trust, 5),
    (spend, 0),
    (spend, -1.5),
    (spend, Decimal("0.1")),
]
BAD: list[tuple[AnyCriterion, object]] = [
    *((pays, answer) for answer in (1, 0, 1.0, "yes", "True", None, Decimal(1))),
    *((handling, answer) for answer in ("Escalated", "", "other", True, 0, None, ("escalated",))),
    *((trust, answer) for answer in (0, 6, True, 3.0, Decimal(3), "3", None, float("nan"))),
    *((spend, answer) for answer in (True, False, "5", None, float("nan"), float("inf"), Decimal("NaN"))),
]


@pytest.mark.parametrize(("criterion", "answer"), GOOD)
def test_answers_of_the_domain_are_taken(criterion: AnyCriterion, answer: object) -> None:
    """Both ends of a scale are levels, and a measure takes any finite number."""
    criterion.check(answer, "here")


@pytest.mark.parametrize(("criterion", "answer"), BAD)
def test_answers_outside_the_domain_are_errors(criterion: AnyCriterion, answer: object) -> None:
    """True, 1, 1.0 and "yes" are four different answers; the error names place, criterion and answer."""
    with pytest.raises(AnswerError) as caught:
        criterion.check(answer, "here")
    assert (caught.value.place, caught.value.criterion, caught.value.answer is answer) == ("here", criterion.name, True)


@pytest.mark.parametrize("answer", [Decimal("sNaN"), Decimal("-sNaN")])
def test_a_signaling_nan_is_no_answer(answer: Decimal) -> None:
    """A NaN of any kind is outside the domain of a measure, by the same error."""
    with pytest.raises(AnswerError):
        spend.check(answer, "here")


def test_a_misspelt_option_comes_with_the_nearest_one() -> None:
    """The error knows the options and proposes the one that was probably meant."""
    with pytest.raises(AnswerError) as caught:
        handling.check("discused", "here")
    assert (caught.value.known, "did you mean 'discussed'" in str(caught.value)) == (handling.options, True)


def test_an_int_enum_is_a_level() -> None:
    """A whole number of a subclass of int is a whole number."""

    class Trust(enum.IntEnum):
        HIGH = 5

    assert trust.is_(Trust.HIGH) == trust.is_(5)


@pytest.mark.parametrize(
    ("criterion", "answers"),
    [(pays, (False, True)), (handling, ("escalated", "discussed")), (trust, (1, 2, 3, 4, 5)), (spend, None)],
)
def test_each_kind_knows_its_answers(criterion: AnyCriterion, answers: object) -> None:
    """Every possible answer in order; None where any number is one."""
    assert criterion.answers == answers


@pytest.mark.parametrize("criterion", KINDS, ids=str)
def test_a_criterion_is_a_frozen_slotted_value(criterion: AnyCriterion) -> None:
    """Criteria never change, take no attributes, and survive pickle with their hash."""
    twin = pickle.loads(pickle.dumps(criterion))  # noqa: S301  # our own bytes
    assert (twin, hash(twin), hasattr(criterion, "__dict__")) == (criterion, hash(criterion), False)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        criterion.name = "other"  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize("criterion", KINDS, ids=str)
def test_a_repr_is_the_python_that_makes_the_criterion(criterion: AnyCriterion) -> None:
    """A criterion can be copied from an error message into code."""
    names = {"Criterion": Criterion, "Choice": Choice, "Scale": Scale, "Measure": Measure, "Side": Side}
    assert eval(repr(criterion), names) == criterion  # noqa: S307  # our own text


def test_a_criterion_prints_as_its_name() -> None:
    """In the text of conditions a criterion is its name."""
    assert str(pays) == "pays"


MEANINGS: list[AnyCriterion] = [
    Criterion("x"),
    Criterion("x", about=Side.BUYER),
    Criterion("x", about=Side.SELLER),
    Choice("x", options=["a", "b"]),
    Choice("x", options=["a", "c"]),
    Choice("x", options=["a", "b", "c"]),
    Choice("x", options=["a", "b"], about=Side.BUYER),
    Scale("x", low=1, high=5),
    Scale("x", low=0, high=5),
    Scale("x", low=1, high=6),
    Scale("x", low=1, high=5, about=Side.BUYER),
    Measure("x", unit="EUR"),
    Measure("x", unit="EUR/year"),
    Measure("x", unit="EUR", about=Side.BUYER),
]


def test_kind_domain_unit_and_side_make_the_meaning() -> None:
    """Two criteria of one name mean the same only if kind, domain, unit and side agree."""
    assert len({criterion.meaning for criterion in MEANINGS}) == len(MEANINGS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Criterion("x", "Q"), Criterion("x", "another question")),
        (Choice("x", options=["a", "b"]), Choice("x", options=["b", "a"])),
    ],
)
def test_wording_and_order_of_options_are_no_part_of_the_meaning(one: AnyCriterion, other: AnyCriterion) -> None:
    """A question may be worded differently by two definitions and still be one criterion."""
    assert one.meaning == other.meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Choice("x", options=["a, b", "c"]), Choice("x", options=["a", "b", "c"])),
        (Choice("x", options=["a", "b about the buyer"]), Choice("x", options=["a", "b"], about=Side.BUYER)),
        (Measure("x", unit="EUR about the buyer"), Measure("x", unit="EUR", about=Side.BUYER)),
    ],
)
def test_no_choice_of_words_makes_two_meanings_one(one: AnyCriterion, other: AnyCriterion) -> None:
    """Criteria with other options, unit or side never pass for one another, whatever signs the words hold."""
    assert one.meaning != other.meaning


@pytest.mark.parametrize(
    "options", [[], ["a"], "ab", ["a", "a"], ["a", "A"], ["a", ""], ["a", " b"], ["a", "b "], ["a", 5], ["a", None]]
)
def test_options_are_two_or_more_different_words(options: object) -> None:
    """Options are told apart whatever their case, and are clean words; a single text is one option."""
    with pytest.raises(InvalidValueError):
        Choice("x", options=options)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("low", "high"),
    [(1, 1), (2, 1), (1, 1 + MAX_LEVELS), (True, 5), (0, True), (1.0, 5), (1, 5.0), ("1", "5"), (None, 5)],
)
def test_a_scale_has_two_or_more_whole_levels(low: object, high: object) -> None:
    """Low lies below high, both are whole, and there are no more levels than the limit."""
    with pytest.raises(InvalidValueError) as caught:
        Scale("x", low=low, high=high)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == (low, high)


def test_the_longest_scale_is_taken() -> None:
    """A scale may have exactly `MAX_LEVELS` levels, negative ones included."""
    assert len(Scale("x", low=-50, high=-51 + MAX_LEVELS).answers) == MAX_LEVELS


@pytest.mark.parametrize("unit", ["", " ", None, 5])
def test_a_measure_needs_a_unit(unit: object) -> None:
    """A number without a unit means nothing."""
    with pytest.raises(InvalidValueError):
        Measure("x", unit=unit)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize("level", [0, 6, True, 3.0, "3"])
def test_a_scale_is_compared_with_its_levels_only(level: object) -> None:
    """A threshold outside the scale is a slip, not a condition that always or never holds."""
    with pytest.raises(AnswerError):
        trust.compare(">=", level)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(AnswerError):
        trust.is_(level)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize("value", [True, "5", None, float("nan")])
def test_a_measure_is_compared_with_numbers_only(value: object) -> None:
    """A threshold is a finite number."""
    with pytest.raises(InvalidValueError):
        spend.compare(">=", value)  # type: ignore[arg-type]  # the point of the test


def test_equal_thresholds_make_equal_conditions() -> None:
    """0.1 is one tenth however it was typed."""
    assert (spend >= 0.1) == (spend >= Decimal("0.10"))


def test_an_unknown_option_in_a_condition_is_an_error() -> None:
    """A condition that could never hold is refused when it is made."""
    with pytest.raises(AnswerError):
        handling.in_("escalated", "discused")


def test_in_needs_an_answer() -> None:
    """`in_()` without answers would never hold."""
    with pytest.raises(InvalidValueError):
        handling.in_()


def test_in_ignores_order_and_repeats() -> None:
    """The answers of a condition are a set."""
    assert trust.in_(5, 1, 5) == trust.in_(1, 5)


def test_is_is_in_with_one_answer() -> None:
    """`is_` and `in_` are one thing."""
    assert handling.is_("discussed") == handling.in_("discussed")


def test_between_includes_both_ends() -> None:
    """`between(1, 5)` is `>= 1` and `<= 5`."""
    assert spend.between(1, 5) == (spend >= 1) & (spend <= 5)


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
    assert per_side("sales", unit="EUR").buyer == Measure("sales.buyer", unit="EUR", about=Side.BUYER)


@pytest.mark.parametrize("domain", [{"low": 1}, {"unit": "EUR", "low": 1, "high": 2}, {"about": Side.BUYER}])
def test_per_side_refuses_a_domain_of_no_kind(domain: dict[str, Any]) -> None:
    """The message lists what there is."""
    with pytest.raises(InvalidValueError, match="options; low and high; unit; or none") as caught:
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


@pytest.mark.parametrize("kind", [Criterion, partial(Measure, unit="EUR"), partial(Scale, low=1, high=2)])
def test_a_name_that_ends_in_a_side_is_about_it(kind: Callable[..., AnyCriterion]) -> None:
    """So that hearsay is noticed without saying it twice; a side that is given stands."""
    assert (kind("loyal.buyer").about, kind("loyal.seller").about, kind("loyal").about) == (
        Side.BUYER,
        Side.SELLER,
        None,
    )
    assert kind("loyal.buyer", about=Side.SELLER).about is Side.SELLER


def test_a_criterion_stands_for_yes() -> None:
    """Only a yes/no criterion is a condition as it is."""
    assert as_condition(pays) == pays.to_condition()
