"""Tests of `relabel.core.model.criteria`: the four kinds of criterion and their domains."""

import enum
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import pytest

from relabel import AnyCriterion, Choice, Criterion, Measure, Scale, Side, at_least, points
from relabel.core.model.answers import Number
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
    assert len(Scale("x", low=-50, high=-51 + MAX_LEVELS).proper_answers) == MAX_LEVELS


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


SHARE = Measure("rate", unit="%", low=0, high=100)
WHOLE = Measure("calls", unit="count", whole=True)


@pytest.mark.parametrize(
    ("measure", "accepted", "refused", "expected"),
    [
        (SHARE, [0, 0.5, Decimal(100)], [-1, Decimal("-0.0001"), 100.5, True], "a number of % from 0 to 100"),
        (WHOLE, [0, -3, 2.0, Decimal("4.00"), 10**30], [0.5, Decimal("1.01"), False], "a whole number"),
        (attrs.evolve(WHOLE, low=0), [0, 7], [-1, 0.5], "a whole number, at least 0"),
        (Measure("debt", unit="EUR", high=0), [0, -0.5], [0.01, float("inf")], "a number of EUR, at most 0"),
    ],
)
def test_a_measure_may_have_bounds_and_be_whole(
    measure: Measure, accepted: list[Number], refused: list[Number], expected: str
) -> None:
    """The bounds are answers; an answer outside is an error that says what would be one."""
    assert [measure.accepts(answer) for answer in accepted] == [True] * len(accepted)
    for answer in refused:
        with pytest.raises(AnswerError) as caught:
            measure.check(answer, "here")
        assert (caught.value.answer, caught.value.expected) == (answer, expected)


@pytest.mark.parametrize(
    ("domain", "found"),
    [
        ({"low": 2, "high": 1}, (2, 1)),
        ({"low": 1, "high": 1.0}, (1, 1)),
        ({"low": 0.5, "whole": True}, (Decimal("0.5"), None)),
        ({"high": Decimal("9.5"), "whole": True}, (None, Decimal("9.5"))),
        ({"low": "0"}, "0"),
        ({"high": True}, True),
        ({"low": float("nan")}, None),
        ({"whole": 1}, 1),
    ],
)
def test_bounds_are_numbers_in_order(domain: dict[str, Any], found: object) -> None:
    """And whole where the answers are."""
    with pytest.raises(InvalidValueError) as caught:
        Measure("x", unit="EUR", **domain)
    assert found is None or caught.value.found == found


def test_what_a_measure_takes_is_part_of_its_meaning() -> None:
    """Two definitions that mean other numbers by one name are in conflict."""
    kinds = [SHARE, attrs.evolve(SHARE, low=None), attrs.evolve(SHARE, high=None), attrs.evolve(SHARE, whole=True)]
    assert len({one.meaning for one in kinds}) == len({*kinds}) == len(kinds)
    assert attrs.evolve(SHARE, whole=True).meaning == "a measure in '%', whole numbers from 0 to 100"
    assert Measure("rate", unit="%", low=0.0, high=Decimal("100.0")) == SHARE
    assert repr(attrs.evolve(SHARE, whole=True)) == "Measure('rate', '', unit='%', low=0, high=100, whole=True)"


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


risk = Scale("risk", "How risky are they?", levels=["low", "moderate", "high"])


def test_levels_may_have_names() -> None:
    """The names are the answers, in rising order; in a sum of points they count from 1, or from `low`."""
    other = Scale("risk", levels=["low", "moderate", "high"], low=0)
    assert (risk.answers, risk.numbers, other.numbers) == (("low", "moderate", "high"), (1, 2, 3), (0, 1, 2))
    assert (handling.numbers, spend.numbers) == ((), ())
    assert (risk.accepts("moderate"), risk.accepts("Moderate"), risk.accepts(2)) == (True, False, False)


def test_a_comparison_with_a_named_level_reads_as_it_is_written() -> None:
    """And comes back from its text."""
    for condition in (risk >= "moderate", risk < "high", risk.between("low", "moderate"), risk.in_("high", "low")):
        assert eval(str(condition), {"risk": risk}) == condition  # noqa: S307  # our own text
    assert str(risk >= "moderate") == "risk >= 'moderate'"


@pytest.mark.parametrize("value", ["Moderate", "lots", 2, True, None])
def test_a_comparison_with_what_is_no_level_is_refused(value: Any) -> None:
    """A number neither, as nobody would know which level is meant."""
    with pytest.raises(AnswerError, match="expected one of 'low', 'moderate', 'high'"):
        risk.compare(">=", value)


@pytest.mark.parametrize(
    "domain",
    [
        {"levels": ["low"]},
        {"levels": ["low", "LOW"]},
        {"levels": ["low", " high"]},
        {"levels": "low"},
        {"levels": ["low", "high"], "high": 3},
        {"levels": ["low", "high"], "low": "1"},
        {"levels": [str(number) for number in range(MAX_LEVELS + 1)]},
        {"low": 1},
        {"high": 5},
        {},
    ],
)
def test_levels_that_are_none_are_refused(domain: dict[str, Any]) -> None:
    """Two names or more that can be told apart, or two numbers; and no more names than numbers."""
    with pytest.raises(InvalidValueError, match=r"(levels|low and high) of criterion 'risk'"):
        Scale("risk", **domain)


def test_scales_whose_names_or_numbers_differ_mean_different_things() -> None:
    """Another order too; not so another way to say the same."""
    others = [
        Scale("risk", levels=["high", "moderate", "low"]),
        Scale("risk", levels=["low", "moderate", "high"], low=0),
        Scale("risk", low=1, high=3),
        Choice("risk", options=["low", "moderate", "high"]),
    ]
    assert len({one.meaning for one in (risk, *others)}) == 5
    assert Scale("risk", "How risky are they?", levels=risk.levels, low=1, high=3) == risk
    assert eval(repr(others[1]), {"Scale": Scale}) == others[1]  # noqa: S307  # as above


@pytest.mark.parametrize("compare", [operator.ge, operator.gt, operator.le, operator.lt])
def test_the_options_of_a_choice_have_no_order(compare: Callable[[object, str], object]) -> None:
    """The error says what has one."""
    with pytest.raises(NotAConditionError, match=r"Scale\('handling', \.\.\., levels=\[\.\.\.\]\)"):
        compare(handling, "discussed")


@pytest.mark.parametrize("number", [10**1000, -(10**1000), 10**5000], ids=["1001", "-1001", "5001"])
def test_numbers_of_too_many_digits_are_refused_with_a_message(number: int) -> None:
    """Python itself cannot write the longest; the place is named all the same."""
    scale, spend = Scale("trust", low=1, high=5), Measure("spend", unit="EUR")
    makers: list[Callable[[], object]] = [
        lambda: Scale("trust", low=number, high=number + 1),
        lambda: scale >= number,
        lambda: scale.is_(number),
        lambda: spend >= number,
        lambda: points({scale: number}) >= 1,
        lambda: points({scale: 1}) >= number,
        lambda: at_least(number, scale >= 2),
    ]
    for make in makers:
        with pytest.raises((InvalidValueError, AnswerError)) as caught:
            make()
        assert len(str(caught.value)) < 1000
