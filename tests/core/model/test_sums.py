"""Tests of `relabel.core.model.sums`: points by steps, and averages and shares of those questions that apply."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from relabel import (
    Answer,
    Choice,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    Standing,
    classify,
    mean,
    named,
    per,
    points,
    share,
    vocabulary,
)
from relabel.core.classification.tallies import Answered
from relabel.core.definitions.document import to_document
from relabel.core.model.condition_parts import replaced
from relabel.core.model.conditions import MAX_STEPS, AllOf, AnyOf
from relabel.errors import DefinitionError, InvalidDefinitionError, InvalidValueError, NotAConditionError
from relabel.files.definitions.document import from_document

quality, service, price = (Scale(name, low=1, high=5, may_be_na=True) for name in ("quality", "service", "price"))
calls, meets, refers = (Criterion(name, may_be_na=True) for name in ("calls", "meets", "refers"))
pays = Criterion("pays")
size = Choice("size", options=["small", "large"])
spend = Measure("spend", unit="EUR", may_be_na=True)

GOOD = mean({quality: 2, service: 1, price: 0.5}, at_least_answered=2)


def define(condition: Condition) -> Definition:
    """Make a definition of one condition."""
    return Definition("one", "One", [Label("yes", condition), Label("no")], source="here")


def given(definition: Definition, **answers: Answer) -> Any:
    """Classify on some answers."""
    return classify(Relationship("A", "B", evidence=[Evidence(*one) for one in answers.items()]), definition)


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ({"quality": 4, "service": 4, "price": 4}, "yes"),
        ({"quality": 3, "service": 5, "price": "n/a"}, "no"),  # 11/3
        ({"quality": 4, "service": 4, "price": "n/a"}, "yes"),
        ({"quality": "n/a", "service": 4, "price": 4}, "yes"),
        ({"quality": "n/a", "service": 4, "price": 3}, "no"),  # 5.5/1.5
        ({"quality": 5, "service": "n/a", "price": "n/a"}, "no"),  # one only
        ({"quality": "n/a", "service": "n/a", "price": "n/a"}, "no"),
    ],
    ids=str,
)
def test_what_does_not_apply_is_counted_out(answers: dict[str, Answer], label: str) -> None:
    """With its weight; and where too few apply nothing is said."""
    found = given(define(GOOD >= 4), **answers)
    assert (found.standing, found.label) == (Standing.SETTLED, label)


def test_what_is_unknown_is_not_counted_out() -> None:
    """Two fours and a third question: whether it does not apply or nobody has asked makes the difference."""
    definition = define(mean({quality: 1, service: 1, price: 1}, at_least_answered=2) >= 4)
    assert given(definition, quality=4, service=4).standing is Standing.OPEN
    assert given(definition, quality=4, service=4, price="n/a").label == "yes"


@pytest.mark.parametrize("operator", [">=", ">", "<=", "<", "=="])
def test_no_comparison_holds_where_too_few_apply(operator: str) -> None:
    """So its negation is not the opposite comparison."""
    condition = GOOD.compare(operator, 3)
    nothing: dict[str, Answer] = {"quality": "n/a", "service": "n/a", "price": 3}
    assert given(define(condition), **nothing).label == "no"
    assert given(define(~condition), **nothing).label == "yes"


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ({"calls": True, "meets": False, "refers": "n/a"}, "no"),
        ({"calls": True, "meets": True, "refers": False}, "yes"),
        ({"calls": True, "meets": "n/a", "refers": "n/a"}, "yes"),
        ({"calls": "n/a", "meets": "n/a", "refers": "n/a"}, "no"),
    ],
    ids=str,
)
def test_a_majority_is_one_of_those_that_apply(answers: dict[str, Answer], label: str) -> None:
    """More than half of them hold."""
    assert given(define(share(calls, meets, refers) > 0.5), **answers).label == label


TEXTS: list[tuple[Condition, str]] = [
    (GOOD >= 3, "mean({quality: 2, service: 1, price: 0.5}, at_least_answered=2) >= 3"),
    (mean({quality: 1}) < 2.5, "mean({quality: 1}) < 2.5"),
    (mean({calls: 1, quality: 1}) < 1, "mean({calls: 1, quality: 1}) < 1"),
    (share(calls, ~meets, at_least_answered=2) > 0.5, "share(calls, ~meets, at_least_answered=2) > 0.5"),
    (share(calls, quality >= 4) <= 1, "share(calls, quality >= 4) <= 1"),
    (mean({calls: 1, meets: 1}) > 0.5, "share(calls, meets) > 0.5"),
    (named("good", GOOD, "Quality") >= 4, "good >= 4"),
    (~(share(calls) > 0), "~(share(calls) > 0)"),
]


@pytest.mark.parametrize(("condition", "text"), TEXTS, ids=str)
def test_the_text_evaluates_to_the_condition(condition: Condition, text: str) -> None:
    """A mean of conditions that all count once is their share."""
    assert str(condition) == text
    assert eval(text, dict(vocabulary(condition))) == condition  # noqa: S307  # our own text


CLAUSES: list[tuple[Condition, dict[str, Any]]] = [
    (GOOD >= 3, {"mean": {"quality": 2, "service": 1, "price": 0.5}, "at_least_answered": 2, "at_least": 3}),
    (share(calls, ~meets) > 0.5, {"share": ["calls", {"not": "meets"}], "more_than": 0.5}),
    (mean({calls: 1, quality: 1}).compare("==", 1), {"mean": {"calls": 1, "quality": 1}, "exactly": 1}),
    (
        mean({quality >= 3: 2, size.is_("large"): 1}) >= 1,
        {
            "mean": [
                {"weight": 2, "when": {"criterion": "quality", "at_least": 3}},
                {"weight": 1, "when": {"criterion": "size", "is": "large"}},
            ],
            "at_least": 1,
        },
    ),
    (named("good", GOOD) < 2, {"part": "good", "below": 2}),
]


@pytest.mark.parametrize(("condition", "clause"), CLAUSES, ids=str)
def test_a_mean_is_written_and_read(condition: Condition, clause: dict[str, Any]) -> None:
    """The same condition comes back."""
    definition = define(condition)
    document: dict[str, Any] = to_document(definition)
    assert document["labels"][0] == {"name": "yes", "when": clause}
    assert from_document(document) == definition


def test_a_mean_with_a_name_is_a_part() -> None:
    """It is written once, with its title."""
    document: dict[str, Any] = to_document(define(named("good", GOOD, "Quality") >= 3))
    weights = {"quality": 2, "service": 1, "price": 0.5}
    assert document["parts"] == {"good": {"title": "Quality", "mean": weights, "at_least_answered": 2}}
    document = to_document(define(named("most", share(calls, meets), "Most") > 0.5))
    assert document["parts"] == {"most": {"title": "Most", "share": ["calls", "meets"]}}
    assert from_document(document) == define(named("most", share(calls, meets), "Most") > 0.5)


@pytest.mark.parametrize(
    ("weights", "least"),
    [
        ({quality: 0}, 1),
        ({quality: -1}, 1),
        ({quality: {5: 1}}, 1),
        ({calls & meets: 1}, 1),
        ({AllOf(()): 1}, 1),
        ({quality: 1}, 2),
        ({quality: 1}, 0),
        ({quality: 1}, True),
        ({quality: 1}, 1.0),
        ({}, 1),
    ],
    ids=str,
)
def test_what_is_no_mean_is_refused(weights: dict[Any, Any], least: Any) -> None:
    """Weights are above 0, each question asks for one criterion, and enough of them can apply."""
    with pytest.raises(InvalidValueError):
        mean(weights, at_least_answered=least)


@pytest.mark.parametrize("question", [spend, size, quality, True, "calls"])
def test_a_share_is_one_of_conditions(question: object) -> None:
    """What counts by level is a mean."""
    with pytest.raises(NotAConditionError):
        share(question)


@pytest.mark.parametrize("question", [spend, size])
def test_a_mean_is_one_of_what_has_a_number(question: object) -> None:
    """The words of a choice have none; those of a scale have. A measure has no bounds."""
    with pytest.raises(NotAConditionError):
        mean({question: 1})


SLIPS: list[tuple[dict[str, Any], str]] = [
    ({"mean": {"quality": 0}, "at_least": 1}, "above 0"),
    ({"mean": {"quality": {"5": 1}}, "at_least": 1}, "number"),
    ({"mean": {"size": 1}, "at_least": 1}, "a scale, a yes/no criterion or a part"),
    ({"mean": {"quallity": 1}, "at_least": 1}, "did you mean 'quality'?"),
    ({"mean": {"quality": 1}, "at_least_answered": 2, "at_least": 1}, "from 1 to 1"),
    ({"mean": {"quality": 1}, "at_least_answered": "2", "at_least": 1}, "whole number"),
    ({"mean": {"quality": 1}}, "none of them"),
    ({"share": ["calls", "quality"], "at_least": 1}, "a yes/no criterion"),
    ({"share": [], "at_least": 1}, "from 1 to 0"),
    ({"share": [{"all": ["calls", "meets"]}], "at_least": 1}, "asks for calls, meets"),
    ({"points": {"calls": 1}, "at_least_answered": 1, "at_least": 1}, "at_least_answered"),
]


@pytest.mark.parametrize(("clause", "text"), SLIPS, ids=str)
def test_slips_in_files_are_refused(clause: dict[str, Any], text: str) -> None:
    """With their place and what would be right."""
    assert text in refused(labels=[{"name": "yes", "when": clause}])


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ({"points": {"calls": 1}, "at_least_answered": 1}, "no such key beside points"),
        ({"when": "calls", "at_least_answered": 1}, "no such key beside 'when'"),
        ({"mean": {"calls": 1}, "share": ["calls"]}, "one of 'when', 'points', 'mean', 'share'"),
    ],
    ids=str,
)
def test_a_part_is_one_thing(part: dict[str, Any], text: str) -> None:
    """A condition, a sum, a mean or a share."""
    assert text in refused(labels=[{"name": "yes", "when": {"part": "one", "at_least": 1}}], parts={"one": part})


def refused(**fields: Any) -> str:
    """Give what is wrong with a definition."""
    scale = {"kind": "scale", "low": 1, "high": 5, "may_be_na": True}
    criteria = {
        "quality": scale,
        "calls": {"may_be_na": True},
        "meets": {},
        "size": {"kind": "choice", "options": ["small", "large"]},
    }
    document = {"name": "one", "title": "t", "source": "s", "criteria": criteria, "mentions": list(criteria)}
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document({**document, **fields})
    problems = [one for one in caught.value.exceptions if isinstance(one, DefinitionError)]
    return "\n".join(map(str, problems))


def test_another_condition_in_the_place_of_a_question_applies_where_that_does() -> None:
    """What always holds holds there only where the question applies."""
    condition = share(calls, meets) > 0.5
    always, never = replaced(condition, 0, AllOf(())), replaced(condition, 0, AnyOf(()))
    for one, label in ((always, "yes"), (never, "no")):
        assert given(define(one), calls=False, meets="n/a").label == label
        assert given(define(one), calls="n/a", meets="n/a").label == "no"


def test_the_tally_of_a_mean_says_how_many_apply() -> None:
    """Between which ends it lies, of how many, and what each label asks for."""
    total = named("good", GOOD, "Quality")
    definition = Definition(
        "d", "t", [Label("gold", total >= 4), Label("silver", total >= 3), Label("none")], source="s"
    )
    (tally,) = given(definition, quality=3, service="n/a").tallies()
    assert (tally.name, tally.of, tally.answered) == ("Quality", 3, Answered(1, 2, 2))
    assert (tally.low, tally.high) == (Decimal("2.6"), Decimal("3.4"))
    assert str(tally) == (
        "2.6 to 3.4 on average, where at least 2 apply, and 1 to 2 of 3 apply (gold: at least 4; silver: at least 3)"
    )
    (tally,) = given(definition, quality="n/a", service="n/a", price=5).tallies()
    assert (tally.low, tally.high) == (None, None)
    assert str(tally) == "no average, as 1 of 3 apply and at least 2 have to (gold: at least 4; silver: at least 3)"


def test_what_is_rounded_stays_on_its_side_of_what_is_asked() -> None:
    """2.9999 is not shown as 3 where at least 3 is asked for."""
    weights = {quality: 9999, service: 1}
    (tally,) = given(define(mean(weights) >= 3), quality=3, service=2).tallies()
    assert str(tally).startswith("2.9999 on average")
    thirds = {quality: 29_999, service: 1}
    (tally,) = given(define(mean(thirds) >= 3), quality=3, service=2).tallies()
    assert str(tally).startswith("2.99997 on average")
    (tally,) = given(define(mean({quality: 2, service: 1}) >= 3), quality=3, service=4).tallies()
    assert str(tally).startswith("3.33 on average, 2 of 2 apply")


def test_of_conditions_that_deny_each_other_one_holds() -> None:
    """The ends are those of what can be together."""
    (tally,) = given(define(share(calls, calls.is_(False), meets) > 0.5), meets=True).tallies()
    assert (tally.low, tally.high) == (Fraction(2, 3), 1)
    assert tally.answered == Answered(1, 3, 1)


def test_a_mean_is_not_the_sum_of_the_same() -> None:
    """Though they are made of the same."""
    assert points({quality: 2}).terms == mean({quality: 2}).terms
    assert points({quality: 2}) != mean({quality: 2})


STEPS: dict[str, tuple[str | int | float, int | float, int | float]] = {
    "whole": (100, 5, 25),
    "decimal": ("0.1", 0.35, 1.4),
    "a smaller last one": (10, 2, 5),
    "taking away": (10, -2, -5),
    "only one": (10, 5, 5),
    "less than one": (10, 5, 3),
}


@pytest.mark.parametrize("said", STEPS.values(), ids=STEPS)
def test_each_full_step_counts_up_to_the_most(said: tuple[Any, Any, Any]) -> None:
    """At every edge, just below and far beyond; nothing below one step."""
    size_, worth, most = (Decimal(str(one)) for one in said)
    summed = points({spend: per(size_, points=worth, at_most=most)})
    definition = define(summed >= 0)
    for full in range(-2, 9):
        for beyond in (Decimal(0), size_ / 2, size_ * Decimal("0.999")):
            number = full * size_ + beyond
            wanted = min(max(full, 0) * worth, most, key=abs)
            (tally,) = given(definition, spend=number).tallies()
            assert tally.low == tally.high == wanted, number


def test_steps_keep_what_was_said() -> None:
    """In Python, as data, as sentences; other terms beside them stay what they are."""
    condition = points({pays: 3, spend: per(100_000, points=5, at_most=23), spend >= 7: 1}) >= 10
    text = "points({pays: 3, spend: per(100000, points=5, at_most=23), spend >= 7: 1}) >= 10"
    assert str(condition) == text
    assert eval(text, dict(vocabulary(condition))) == condition  # noqa: S307  # our own text
    definition = define(points({pays: 3, spend: per(100_000, points=5, at_most=23)}) >= 10)
    written = to_document(definition)
    steps = {"per": 100_000, "points": 5, "at_most": 23}
    assert written["labels"][0]["when"]["points"] == {"pays": 3, "spend": steps}  # type: ignore[index]
    assert from_document(written) == definition
    assert "5 points for each full 100000 EUR, 23 points at most: spend" in definition.to_text().replace('"', "")


@pytest.mark.parametrize(
    "terms",
    [
        {spend >= 0: 1, spend >= 1: 1},
        {spend >= 1: 0, spend >= 2: 1},
        {spend >= 1: 2, spend >= 2: -1},
        {spend >= 1: 2, spend >= 2: 3},
        {spend >= 1: 2, spend >= 3: 2},
        {spend > 1: 2, spend > 2: 2},
        {quality >= 1: 2, quality >= 2: 2},
        {spend >= 1: 2, pays: 2, spend >= 2: 2},
    ],
    ids=repr,
)
def test_what_are_no_steps_is_not_written_as_such(terms: dict[Condition, int]) -> None:
    """Equal points at equal distances from zero, one after another; and only the last is worth less."""
    summed = points(terms)
    assert "per(" not in repr(summed)
    assert eval(repr(summed >= 1), dict(vocabulary(summed >= 1))) == (summed >= 1)  # noqa: S307  # our own text
    definition = define(summed >= 1)
    assert from_document(to_document(definition)).labels == definition.labels


@pytest.mark.parametrize(
    ("size_", "worth", "most", "message"),
    [
        (0, 1, 1, "size of a step: found 0, expected a number above 0"),
        (-1, 1, 1, "size of a step: found -1"),
        (1, 0, 1, "expected a number that takes at least one step of 0 points"),
        (1, 1, -1, "most points: found -1"),
        (
            1,
            1,
            1_001,
            "most points: found 1001, expected a number that takes at least one step of 1 points, and at most",
        ),
        (True, 1, 1, "size of a step: found True"),
    ],
)
def test_steps_that_are_none_are_refused(size_: Any, worth: Any, most: Any, message: str) -> None:
    """With what was expected."""
    with pytest.raises(InvalidValueError) as caught:
        per(size_, points=worth, at_most=most)
    assert message in str(caught.value)


def test_steps_are_those_of_a_measure() -> None:
    """And a mean has none."""
    with pytest.raises(InvalidValueError, match="expected a measure"):
        points({quality: per(1, points=1, at_most=2)})
    with pytest.raises(InvalidValueError, match="weight in a mean"):
        mean({spend: per(1, points=1, at_most=2)})


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        (3, "steps, as a measure has no levels: { per = 100_000, points = 5, at_most = 25 }"),
        ({"per": 1, "points": 1}, "the key 'at_most'"),
        ({"per": 1, "points": 1, "at_most": "x"}, "a number"),
        ({"per": 1, "points": 1, "at_most": 0}, "a number that takes at least one step of 1 points"),
        ({"per": 1, "points": 1, "at_most": 1, "above": 3}, "one of per, points, at_most"),
    ],
)
def test_steps_in_a_file_say_what_is_wrong(worth: object, expected: str) -> None:
    """At their place."""
    criteria = {"spend": {"kind": "measure", "unit": "EUR"}}
    labels = [{"name": "a", "when": {"points": {"spend": worth}, "at_least": 1}}]
    document = {"name": "one", "title": "t", "source": "s", "criteria": criteria, "labels": labels}
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(document)
    assert expected in str(caught.value)


def test_only_the_last_step_is_worth_less() -> None:
    """What comes behind it is a term of its own."""
    summed = points({spend >= 1: 2, spend >= 2: 1, spend >= 3: 1})
    assert repr(summed) == "points({spend: per(1, points=2, at_most=3), spend >= 3: 1})"
    assert eval(repr(summed), dict(vocabulary(summed >= 1))) == summed  # noqa: S307  # our own text
    definition = define(summed >= 1)
    assert from_document(to_document(definition)).labels == definition.labels


def test_terms_of_a_mean_and_steps_that_come_twice_stay_terms() -> None:
    """As a mean has no steps, and one name stands once in a sum."""
    definition = define(mean({spend >= 100: 2, spend >= 200: 2}) >= 0.5)
    assert from_document(to_document(definition)).labels == definition.labels
    twice = points({spend >= 100: 5, spend >= 200: 5, spend >= 300: 7, spend >= 600: 7})
    assert repr(twice) == "points({spend: per(100, points=5, at_most=10), spend >= 300: 7, spend >= 600: 7})"
    assert eval(repr(twice), dict(vocabulary(twice >= 1))) == twice  # noqa: S307  # our own text
    assert from_document(to_document(define(twice >= 1))).labels == define(twice >= 1).labels
    many = points({spend >= number: 1 for number in range(1, 2 * MAX_STEPS)})
    assert from_document(to_document(define(many >= 1))).labels == define(many >= 1).labels
