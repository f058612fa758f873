"""Tests of `relabel.core.classification.interview`: what is asked, of whom, and when an interview ends."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from relabel import (
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Hearsay,
    Label,
    Measure,
    Relationship,
    Side,
    Standing,
    at_least,
)
from relabel.api import interview
from relabel.core.classification.interview import Interview, about_word, priors
from relabel.core.classification.questions import Priors, Question
from relabel.core.model.condition_parts import criteria_of
from relabel.errors import AnswerError, InvalidValueError, MissingDateError
from relabel.plugins.marc import MARC


def questions(classification: Classification, given: Priors | None = None) -> tuple[Question, ...]:
    return classification.questions(given=given)


x = Criterion("x", "Is it so?", about=Side.BUYER)
y = Criterion("y")
z = Criterion("z")
spend = Measure("spend", unit="EUR/year")
BARE = Relationship("Buyer Ltd", "Seller Ltd")
DAY = date(2026, 1, 31)


def define(
    *labels: Label,
    policy: EvidencePolicy | None = None,
    presume: dict[AnyCriterion, bool] | None = None,
) -> Definition:
    """Give a definition."""
    return Definition(
        "acme", "Acme's words", labels, source="handbook", policy=policy or EvidencePolicy(), presume=presume or {}
    )


def two(when: Condition | Criterion) -> Definition:
    """Give a definition with a condition for "high", and "low" otherwise."""
    return define(Label("high", when), Label("low"))


def known(definition: Definition, *evidence: Evidence, as_of: date | None = None) -> Classification:
    """Classify on some evidence."""
    return Classification(BARE.with_evidence(*evidence), definition, as_of)


def names(classification: Classification) -> list[str]:
    """Give the criteria of the questions listed."""
    return [question.criterion.name for question in questions(classification)]


# What is listed


def test_a_question_says_what_each_answer_would_do() -> None:
    """Its text, whom to ask, the possible answers, and the label, standing and possible labels after each."""
    question, other = questions(known(two(x & y)))
    assert (question.text, question.ask, question.decisive, question.gain) == (
        "Is it so?",
        Side.BUYER,
        True,
        Fraction(1, 8),
    )
    assert [(one.text, one.answer, one.label, one.standing, one.possible) for one in question.answers] == [
        ("no", False, "low", Standing.SETTLED, frozenset({"low"})),
        ("yes", True, None, Standing.OPEN, frozenset({"high", "low"})),
    ]
    assert (other.text, other.ask) == ("y", None)


def test_nothing_is_listed_when_the_label_is_settled() -> None:
    """No answer can change it."""
    assert questions(known(two(x & y), Evidence("x", False))) == ()


def test_a_criterion_that_no_longer_matters_is_not_listed() -> None:
    """Once x is met, y decides nothing."""
    assert names(known(two((x & z) | (~x & y)), Evidence("x", True))) == ["z"]


@pytest.mark.parametrize("when", [(x & ~y) | (~x & y), at_least(2, x, y, z)])
def test_what_only_several_answers_together_change_is_listed_too(when: Condition) -> None:
    """One answer to "exactly one" or "two of three" rules out no label; with two in sight all of them matter."""
    first = interview(BARE, two(when))
    listed = questions(first.classification)
    assert {one.criterion for one in listed} == set(criteria_of(when))
    assert not any(one.decisive for one in listed)
    assert first.classification.questions(foresight=1) == ()
    assert first.classification.questions(foresight=2) == listed
    assert first.question is not None
    assert (first.question.criterion, first.question.decisive) == (x, False)


def test_confirming_a_presumption_settles_what_was_presumed() -> None:
    """The label stays and its standing changes, so the question is listed."""
    presumed = known(define(Label("high", x), Label("low"), presume={x: False}))
    (question,) = questions(presumed)
    assert presumed.standing is Standing.PRESUMED
    assert [(one.label, one.standing) for one in question.answers] == [
        ("low", Standing.SETTLED),
        ("high", Standing.SETTLED),
    ]


def test_a_contested_criterion_offers_the_answers_that_its_evidence_gives() -> None:
    """Asking settles which of them is right."""
    tone = Choice("tone", options=["warm", "cool", "cold"])
    contest = known(two(tone.is_("warm")), Evidence("tone", "warm"), Evidence("tone", "cold"))
    assert [[one.text for one in question.answers] for question in questions(contest)] == [["warm", "cold"]]


def test_the_answers_of_a_measure_are_stretches_between_thresholds() -> None:
    """Each with a number that lies in it."""
    (question,) = questions(known(two((spend >= 10) & (spend < 20))))
    assert [(one.text, one.answer) for one in question.answers] == [
        ("below 10", 9),
        ("at least 10 and below 20", 10),
        ("at least 20", 20),
    ]


# The order, and how common answers are


def test_what_tells_more_comes_first() -> None:
    """Of these y decides between middle and low; x and z tie, and keep the order of the definition."""
    assert names(known(define(Label("high", x & y & z), Label("middle", y), Label("low")))) == ["y", "x", "z"]


def test_priors_change_the_order_and_nothing_else() -> None:
    """If x is nearly always met, y tells more."""
    one = known(two(x & y))
    given = {"x": {True: 9, False: 1}}
    assert names(one) == ["x", "y"]
    assert [question.criterion.name for question in questions(one, given=given)] == ["y", "x"]


def test_fractions_are_weights_too() -> None:
    """Only their proportion counts."""
    one = known(two(x & y))
    fractions = {"x": {True: Fraction(9, 10), False: Fraction(1, 10)}}
    assert questions(one, given=fractions) == questions(one, given={"x": {True: 18, False: 2}})


def test_weights_of_nothing_but_zero_count_as_equal() -> None:
    """What was held impossible has happened, and nothing is known of the rest."""
    one = known(two(x & y))
    assert questions(one, given={"x": {True: 0}}) == questions(one)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"X": {True: 1}}, InvalidValueError),
        ({"nobody_asks": {True: 1}}, InvalidValueError),
        ({3: {True: 1}}, InvalidValueError),
        ({"x": {True: -1}}, InvalidValueError),
        ({"x": {True: 0.5}}, InvalidValueError),
        ({"x": {True: True}}, InvalidValueError),
        ({"x": {1: 1}}, AnswerError),
        ({"x": 3}, InvalidValueError),
        ([], InvalidValueError),
    ],
)
def test_wrong_priors_are_refused(given: object, error: type[Exception]) -> None:
    """By questions and interviews alike, when they are made."""
    with pytest.raises(error):
        questions(known(two(x & y)), given=given)  # type: ignore[arg-type]  # what is tested
    with pytest.raises(error):
        interview(BARE, two(x & y), given=given)  # type: ignore[arg-type]  # what is tested


def test_priors_count_a_portfolio() -> None:
    """Known findings, plus one each; neither unknown nor contested ones. Numbers count for their stretch."""
    definition = two(x & (spend >= 10))
    portfolio = [
        known(definition, Evidence("x", True), Evidence("spend", 500)),
        known(definition, Evidence("x", True), Evidence("spend", 3)),
        known(definition, Evidence("x", True), Evidence("x", False), Evidence("spend", 10)),
        known(definition),
    ]
    counts = priors(portfolio)
    assert counts == {"x": {False: 1, True: 3}, "spend": {9: 2, 10: 3}}
    assert priors(iter(portfolio)) == counts
    assert questions(portfolio[3], given=counts)


def test_priors_of_nothing_are_none() -> None:
    """And change nothing."""
    assert priors([]) == {}


def test_priors_are_by_one_definition() -> None:
    """Cells of two definitions cannot be counted together."""
    with pytest.raises(InvalidValueError):
        priors([known(two(x)), known(two(y))])


# Interviews


def test_an_interview_asks_until_the_label_is_settled() -> None:
    """Each answer gives a new interview, whose relationship has it as evidence."""
    first = interview(BARE, two(x & y), as_of=DAY)
    second = first.answer(True, observed_on=DAY, attested_by=Side.BUYER, source="call 7", note="by phone")
    last = second.answer(False)
    piece = Evidence("x", True, observed_on=DAY, attested_by=Side.BUYER, source="call 7", note="by phone")
    assert (first.relationship, first.done) == (BARE, False)
    assert second.relationship == BARE.with_evidence(piece)
    assert (last.done, last.question, last.asked) == (True, None, ("x", "y"))
    assert (last.classification.label, last.classification.standing) == ("low", Standing.SETTLED)


def test_an_interview_goes_on_when_the_label_is_only_presumed() -> None:
    """A presumption is no answer."""
    assert not interview(BARE, define(Label("high", x), Label("low"), presume={x: False})).done


def test_the_length_is_known_beforehand() -> None:
    """Half of the time the first answer settles the label."""
    first = interview(BARE, two(x & y))
    assert (first.worst_case, first.expected) == (2, Fraction(3, 2))
    assert (first.answer(True).worst_case, first.answer(True).expected) == (1, Fraction(1))
    assert (first.answer(False).worst_case, first.answer(False).expected) == (0, Fraction(0))


def test_what_was_skipped_is_not_asked_again() -> None:
    """Nobody knows it."""
    first = interview(BARE, two(x & y)).skip()
    assert first.question is not None
    assert (first.question.criterion, first.worst_case) == (y, 1)
    after = first.answer(True)
    assert (after.done, after.asked, after.classification.standing) == (True, ("x", "y"), Standing.OPEN)


def test_an_answer_that_is_set_aside_is_not_asked_for_again() -> None:
    """Hearsay stays hearsay."""
    first = interview(BARE, define(Label("high", x), Label("low"), policy=EvidencePolicy(hearsay="disregard")))
    after = first.answer(True, attested_by=Side.SELLER)
    assert (after.done, after.classification.standing) == (True, Standing.OPEN)
    assert len(after.classification.set_aside) == 1


def test_a_contested_criterion_is_not_asked_for_where_it_stays_contested() -> None:
    """It is listed, for whoever can find out which evidence is wrong."""
    contest = known(two(x), Evidence("x", True), Evidence("x", False))
    assert names(contest) == ["x"]
    assert (Interview(contest).done, Interview(contest).worst_case) == (True, 0)


@pytest.mark.parametrize(
    ("day", "as_of", "asked"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY, date(2026, 2, 1), True),
        (DAY, DAY, False),
        (date.max, None, False),
    ],
)
def test_where_the_latest_counts_a_later_answer_decides(day: date | None, as_of: date | None, asked: bool) -> None:
    """If there can be one: the day of judgement is later than that of the conflict."""
    definition = define(Label("high", x), Label("low"), policy=EvidencePolicy(conflicts="latest"))
    pieces = [Evidence("x", answer, observed_on=day) for answer in (True, False)]
    first = Interview(known(definition, *pieces, as_of=as_of))
    assert first.done is not asked
    if asked:
        after = first.answer(True, observed_on=as_of or date.max)
        assert (after.classification.label, after.classification.standing) == ("high", Standing.SETTLED)


def test_an_undated_answer_does_not_decide_a_contest() -> None:
    """It is kept and not asked for again."""
    pieces = [Evidence("spend", answer, observed_on=DAY) for answer in (1, 100)]
    after = Interview(known(two(spend >= 10), *pieces)).answer(100)
    assert (after.done, after.classification.standing) == (True, Standing.OPEN)


def test_an_answer_outside_the_domain_is_refused() -> None:
    """As in any evidence."""
    with pytest.raises(AnswerError):
        interview(BARE, two(x)).answer("perhaps")


def test_an_interview_that_is_done_takes_no_answer() -> None:
    """There is no question that it could belong to."""
    done = interview(BARE, two(x)).answer(True)
    with pytest.raises(InvalidValueError):
        done.answer(True)
    with pytest.raises(InvalidValueError):
        done.skip()


def test_a_shelf_life_needs_a_day_of_judgement() -> None:
    """As for classifications."""
    with pytest.raises(MissingDateError):
        interview(BARE, define(Label("high", x), Label("low"), policy=EvidencePolicy(shelf_life=timedelta(30))))


def test_interviews_compare_by_their_contents() -> None:
    """They are values."""
    given = {"x": {True: 3, False: 1}}
    one, other = (interview(BARE, two(x & y), given=given) for _ in range(2))
    assert one.question is not None
    assert one == other
    assert hash(one) == hash(other)
    assert one.answer(True) != one.answer(False)
    assert one.skip() != other


@pytest.mark.parametrize("options", [2, 10_000])
def test_the_length_is_known_whatever_there_is_to_choose_from(options: int) -> None:
    """Each of ten thousand answers is followed."""
    code = Choice("code", options=[f"o{number}" for number in range(options)])
    first = Interview(known(two(code.is_("o1") & x)))
    assert (first.worst_case, first.expected) == (2, 1 + Fraction(1, options))


def test_the_length_of_many_choices_is_not_found() -> None:
    """Of each a thousand options have to be looked at, whatever is known of the others."""
    codes = [Choice(f"code{number}", options=[f"o{option}" for option in range(1_000)]) for number in range(12)]
    first = Interview(known(two(at_least(6, *(code.is_("o1") for code in codes)))))
    assert (first.worst_case, first.expected) == (None, None)


# M/A/R/C


def test_marc_from_nothing() -> None:
    """Eleven criteria: all of them at worst, fewer than three on average."""
    first = interview(BARE, MARC)
    assert (first.worst_case, first.expected) == (11, Fraction(1791, 640))
    asked = [first.question, first.answer(True).question, first.answer(True).answer("no_issue").question]
    assert [one.criterion.name for one in asked if one is not None] == [
        "pays_for_services",
        "worst_issue",
        "transactional",
    ]
    assert len(questions(first.classification)) == 11


# What is claimed


def test_a_claim_is_asked_for_alone() -> None:
    """Whether the label is another one or none is left open once it is not the one claimed."""
    definition = define(Label("high", x), Label("middle", y), Label("low", z))
    talk = Interview(known(definition), claim="high")
    assert talk.question is not None
    assert (talk.question.criterion.name, talk.worst_case, talk.expected) == ("x", 1, Fraction(1))
    after = talk.answer(False)
    assert (after.done, after.classification.possible) == (True, frozenset({"middle", "low", None}))
    assert Interview(after.classification).question is not None
    assert (Interview(known(definition), claim="low").worst_case, Interview(known(definition)).worst_case) == (3, 3)


def test_what_decides_a_claim_is_asked_first() -> None:
    """Though another answer would tell more of the whole label."""
    definition = define(Label("a", x & y & z), Label("b", y), Label("c", z), Label("d"))
    first = {claim: Interview(known(definition), claim=claim).question for claim in ("a", "b", None)}
    asked = {claim: question and question.criterion.name for claim, question in first.items()}
    assert asked == {"a": "x", "b": "y", None: "y"}


def test_a_claim_that_no_evidence_can_give_needs_no_question() -> None:
    """It is certain from the start that it is another label."""
    definition = define(Label("never", x & ~x), Label("high", y), Label("low"))
    assert Interview(known(definition), claim="never").done


def test_what_is_no_label_cannot_be_claimed() -> None:
    """A slip of the pen is named."""
    with pytest.raises(InvalidValueError):
        Interview(known(two(x)), claim="hihg")


def test_what_is_worth_asking_is_listed_in_order() -> None:
    """The first is asked now; what was asked is left out."""
    one = Interview(known(define(Label("high", x & y & z), Label("middle", y), Label("low"))))
    assert [question.criterion.name for question in one.questions] == ["y", "x", "z"]
    assert one.question == one.questions[0]
    assert [question.criterion.name for question in one.skip().questions] == ["x", "z"]
    assert Interview(known(two(x), Evidence("x", True), Evidence("y", True))).questions == ()


def test_an_interview_is_about_the_word_in_use() -> None:
    """Where the definition does not know it, or there is none, about the whole label."""
    definition = two(x & y)
    said = {None: None, "friend": None, "High": "high"}
    claims = {
        word: about_word(known(definition).evolve(relationship=Relationship("A", "B", buyer_label=word))).claim
        for word in said
    }
    assert claims == said


def test_what_only_the_wrong_side_has_answered_is_asked_again() -> None:
    """Unless another answer counts."""
    loyal = Criterion("loyal.buyer")
    definition = define(Label("high", loyal), Label("low"), policy=EvidencePolicy(hearsay=Hearsay.DISREGARD))
    wrong, right = (Evidence("loyal.buyer", True, attested_by=side) for side in (Side.SELLER, Side.BUYER))
    assert about_word(known(definition, wrong), ["loyal.buyer"]).asked == ()
    assert about_word(known(definition, wrong, right), ["loyal.buyer"]).asked == ("loyal.buyer",)
    assert about_word(known(definition), ["loyal.buyer"]).asked == ("loyal.buyer",)
