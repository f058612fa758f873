"""Tests of `relabel.core.classification.questions`: counting over the diagram, exactly and within its limits."""

from fractions import Fraction

import pytest

from relabel import (
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    any_of,
    at_least,
    points,
)
from relabel.core.classification.questions import Outlook, frozen_priors
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition
from relabel.errors import InvalidValueError

BARE = Relationship("Buyer Ltd", "Seller Ltd")
CRITERIA = [Criterion(f"c{number}") for number in range(30)]
MAJORITY = Definition("most", "Most", [Label("high", at_least(15, *CRITERIA)), Label("low")], source="handbook")


def card(size: int) -> Definition:
    """Give a scorecard: a third each of yes/no, scales and measures with two bands, with weights to 100."""
    weights: dict[Condition | AnyCriterion, int] = {}
    for number in range(size):
        weight = number * 37 % 100 + 1
        if number % 3 == 0:
            weights[Criterion(f"yes{number}")] = weight
        elif number % 3 == 1:
            weights[Scale(f"level{number}", low=1, high=5)] = weight
        else:
            spend = Measure(f"spend{number}", unit="EUR", low=0, high=100)
            weights |= {spend >= 50: weight, spend >= 80: weight}
    total, most = points(weights), sum(weights.values())
    return Definition(
        "card", "Card", [Label("gold", total >= most), Label("tin", total >= most // 2), Label("none")], source="s"
    )


def outlook(definition: Definition) -> Outlook:
    """Give the outlook when nothing is known."""
    return Outlook(definition, Classification(BARE, definition).known, {})


def test_states_that_depend_on_the_rest_alike_are_one() -> None:
    """Fifteen of thirty has a billion records and 240 states."""
    length = outlook(MAJORITY).length(0, frozenset(), {})
    assert length is not None
    assert length[0] == 30
    assert 26 < length[1] < 27


def test_a_length_that_takes_too_long_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives up instead of hanging."""
    monkeypatch.setattr("relabel.core.classification.questions.MAX_STEPS", 100)
    assert outlook(MAJORITY).length(0, frozenset(), {}) is None


@pytest.fixture
def fewer_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what gives up do so sooner, which it does by counting steps."""
    monkeypatch.setattr("relabel.core.classification.questions.MAX_STEPS", 20_000)


@pytest.mark.usefixtures("fewer_steps")
def test_thirty_criteria_with_points_do_not_hang() -> None:
    """The limit holds where the states are too many."""
    weights = {criterion: number * 7 % 10 + 1 for number, criterion in enumerate(CRITERIA)}
    others = {criterion: number * 3 % 7 + 1 for number, criterion in enumerate(CRITERIA)}
    labels = [Label("high", points(weights) >= 90), Label("middle", points(others) >= 60), Label("low")]
    definition = Definition("sum", "Points", labels, source="handbook")
    assert outlook(definition).length(0, frozenset(), {}) is None


@pytest.mark.usefixtures("fewer_steps")
@pytest.mark.parametrize("answered", [0, 50, 80])
def test_a_scorecard_does_not_hang(answered: int) -> None:
    """Of a hundred mixed questions with percent weights, however many are answered."""
    definition = card(100)
    pieces = [Evidence(one, True if isinstance(one, Criterion) else 3) for one in definition.asked[:answered]]
    known = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), definition).known
    foreseen = Outlook(definition, known, {})
    assert foreseen.length(known, frozenset(), {}) is None
    assert len(foreseen.questions(known)) > 0


def test_the_length_of_what_is_left_of_a_scorecard_is_found() -> None:
    """Steps are those taken for what is open: five questions of a hundred."""
    definition = card(100)
    pieces = [Evidence(one, True if isinstance(one, Criterion) else 3) for one in definition.asked[:95]]
    known = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), definition).known
    length = Outlook(definition, known, {}).length(known, frozenset(), {})
    assert length is not None
    assert 0 < length[1] <= length[0] <= 5


def test_gains_are_exact_however_rare_a_label() -> None:
    """Any of thirty criteria: each tells the same, about one in a billion."""
    found = outlook(Definition("any", "Any", [Label("high", any_of(*CRITERIA)), Label("low")], source="s")).questions(0)
    p, q = Fraction(1, 2**30), Fraction(1, 2**29)
    assert {one.gain for one in found} == {2 * p * (1 - p) - q * (1 - q)}


def test_priors_are_copied_once() -> None:
    """What was given can change afterwards."""
    given = {"c0": {True: 2, False: 1}}
    frozen = frozen_priors(MAJORITY, given)
    given["c0"][True] = 0
    assert frozen == {"c0": {True: 2, False: 1}}
    assert frozen_priors(MAJORITY, None) == {}


def test_what_can_settle_a_label_is_asked_before_what_tells_more() -> None:
    """A question of which no answer changes the outcome by itself may have to be asked in vain."""
    a, b, c, d = CRITERIA[:4]
    definition = Definition("d", "t", [Label("high", any_of(a, b & c, b & d)), Label("low")], source="s")
    known = Classification(BARE, definition).known
    rare = Outlook(definition, known, {"c0": {True: 1, False: 999}}).questions(known)
    assert [(one.criterion.name, one.decisive) for one in rare[:2]] == [("c0", True), ("c1", False)]
    assert (rare[1].gain or 0) > (rare[0].gain or 0)


def test_weights_of_answers_that_conditions_do_not_tell_apart_are_added() -> None:
    """Of a measure: all that lies between two thresholds is one answer."""
    spend = Measure("spend", unit="EUR")
    definition = Definition("d", "t", [Label("high", (spend >= 10) & CRITERIA[0]), Label("low")], source="s")
    known = Classification(BARE, definition).known
    several = Outlook(definition, known, {"spend": {5: 1, 7: Fraction(1, 2), 100: Fraction(1, 2)}})
    one = Outlook(definition, known, {"spend": {0: 3, 10: 1}})
    even = Outlook(definition, known, {})
    assert several.questions(known) == one.questions(known) != even.questions(known)


def test_how_common_an_answer_is_that_the_evidence_denies_plays_no_part() -> None:
    """Of a contested criterion only the answers that its evidence gives can be the right one."""
    mood = Choice("mood", options=["good", "fair", "bad"])
    definition = Definition("d", "t", [Label("high", mood.is_("good") & CRITERIA[0]), Label("low")], source="s")
    pieces = [Evidence(mood, "good"), Evidence(mood, "fair")]
    one = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), definition)
    weights = {"good": 1, "fair": 3}
    expected = one.questions(given={"mood": weights})
    assert one.questions(given={"mood": {**weights, "bad": 100}}) == expected != one.questions()


def test_the_answers_of_a_majority_matter_with_enough_foresight() -> None:
    """Three of five: alone an answer changes nothing, nor after another; after two it does."""
    definition = Definition("d", "t", [Label("high", at_least(3, *CRITERIA[:5])), Label("low")], source="s")
    one = Classification(BARE, definition)
    listed = {foresight: len(one.questions(foresight=foresight)) for foresight in (1, 2, 3, 5, 99, None)}
    assert listed == {1: 0, 2: 0, 3: 5, 5: 5, 99: 5, None: 5}


@pytest.mark.parametrize("foresight", [0, -1, True, 1.0, "2"])
def test_foresight_is_a_number_of_answers(foresight: object) -> None:
    """At least one."""
    with pytest.raises(InvalidValueError) as caught:
        Classification(BARE, MAJORITY).questions(foresight=foresight)  # type: ignore[arg-type]  # the point of the test
    assert (caught.value.place, caught.value.found) == ("foresight", foresight)


def test_too_much_foresight_is_refused_rather_than_endless() -> None:
    """Of thirty criteria in fifteen steps there are billions of ways."""
    with pytest.raises(InvalidValueError, match="30 questions"):
        Classification(BARE, MAJORITY).questions(foresight=15)
    with pytest.raises(InvalidValueError, match="40 questions"):
        Classification(BARE, card(40)).questions(foresight=3)
