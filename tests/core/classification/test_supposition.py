"""Tests of `relabel.core.classification.supposition`: what would be found if answers were others."""

import itertools
from collections.abc import Mapping
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    Standing,
)
from relabel.core.classification.supposition import Supposition
from relabel.errors import AnswerError, InvalidValueError
from relabel.sections import Item
from tests.property.oracle import Expected
from tests.property.strategies import Case, evidence
from tests.property.test_reasons_laws import CASES

DAY = date(2026, 1, 31)
pays = Criterion("pays", "Does the buyer pay the seller?", about=Side.BUYER)
mood = Choice("mood", "How is the mood?", options=["good", "bad"])
trust = Scale("trust", "Does the seller trust the buyer?", low=1, high=5, about=Side.SELLER)
spend = Measure("spend", "What does the buyer spend?", unit="EUR/year")
LADDER = Definition(
    "ladder",
    "How close are they?",
    [Label("partner", pays & (trust >= 4) & mood.is_("good")), Label("client", pays & (spend >= 10)), Label("contact")],
    source="handbook",
)


def classified(*pieces: Evidence, definition: Definition = LADDER, as_of: date | None = DAY) -> Classification:
    """Classify Elm, which buys from us."""
    return Classification(Relationship("Elm", "us", evidence=pieces), definition, as_of)


PAYING = classified(Evidence(pays, True, source="ledger"), Evidence(trust, 5), Evidence(mood, "bad"))


def outcome(one: Classification | Expected) -> tuple[object, ...]:
    """Give what is found, of a classification or of the oracle."""
    return one.label, one.standing, one.possible, one.granted


# Every case


@st.composite
def suppositions(draw: st.DrawFn) -> tuple[Case, dict[str, Answer | None]]:
    """Give a case, and answers to some of all the criteria that its definition names."""
    case = draw(CASES)
    supposed: dict[str, Answer | None] = {}
    for criterion in draw(st.permutations(case.definition.criteria)):
        match draw(st.integers(0, 3)):
            case 0:
                supposed[criterion.name] = None
            case 1 | 2:
                supposed[criterion.name] = draw(evidence(criterion)).answer
            case _:
                pass
    return case, supposed


def replaced(case: Case, answers: Mapping[str, Answer | None]) -> list[Evidence]:
    """Give the evidence with one piece in place of all that there is on a criterion, or with none."""
    about = {criterion.name: criterion.about for criterion in case.definition.criteria}
    kept = [piece for piece in case.relationship.evidence if piece.criterion not in answers]
    policy = case.definition.policy
    somebody = {name: Side.BUYER if "attested_by" in policy.of(name).requires else None for name in about}
    return kept + [
        Evidence(name, answer, observed_on=case.as_of, attested_by=about[name] or somebody[name], source="supposed")
        for name, answer in answers.items()
        if answer is not None
    ]


def expected(case: Case, answers: Mapping[str, Answer | None]) -> Expected:
    """Give what has to be found with the evidence replaced, the slow way."""
    return Expected(case.definition, replaced(case, answers), case.as_of, case.vocabulary)


@given(suppositions())
def test_it_is_what_is_found_once_the_evidence_is_replaced(supposed: tuple[Case, dict[str, Answer | None]]) -> None:
    """And nothing else is changed: not the definition, the day, the vocabulary, or the rest of the relationship."""
    case, answers = supposed
    one = case.classify()
    found = one.suppose(answers)
    slow = expected(case, answers)
    assert (found.before, {**found.answers}) == (one, answers)
    assert outcome(found.after) == outcome(slow)
    assert {finding.criterion.name: finding.status for finding in found.after.findings} == slow.statuses
    assert attrs.evolve(found.after.relationship, evidence=case.relationship.evidence) == case.relationship
    assert {*found.after.relationship.evidence} == {*replaced(case, answers)}
    assert (found.after.definition, found.after.as_of, found.after.vocabulary) == (
        one.definition,
        one.as_of,
        one.vocabulary,
    )


@given(suppositions())
def test_of_what_is_decisive_nothing_can_be_left_out(supposed: tuple[Case, dict[str, Answer | None]]) -> None:
    """With the decisive answers alone the same is found as with all; without any one of them something else."""
    case, answers = supposed
    found = case.classify().suppose(answers)
    decisive = {name: answers[name] for name in found.decisive}
    target = outcome(expected(case, answers))
    assert outcome(expected(case, decisive)) == target
    for name in decisive:
        assert outcome(expected(case, {other: it for other, it in decisive.items() if other != name})) != target
    assert (not decisive) == (target == outcome(expected(case, {})))
    event(f"{len(decisive)} of {len(answers)} are decisive")


@given(suppositions())
def test_its_text_says_what_is_supposed_and_what_becomes_of_it(supposed: tuple[Case, dict[str, Answer | None]]) -> None:
    """One line for each answer, then what would be found beside what is, then what makes the difference."""
    case, answers = supposed
    found = case.classify().suppose(answers)
    (section,) = found.sections()
    items = [part for part in section.parts if isinstance(part, Item)]
    (sentence,) = [part for part in section.parts if isinstance(part, str) and found.after.standing.value in part]
    assert section.parts.index(sentence) == len(answers)
    assert found.before.standing.value in sentence
    assert [item.below for item in items[: len(answers)]] == [()] * len(answers)
    assert len(items) == len(answers) + bool(found.decisive)
    assert not found.decisive or len(items[-1].below) == len(found.decisive)


# Examples


def test_what_makes_the_difference_is_found_though_two_matter_only_together() -> None:
    """After one is left out another one may be as well, which could not be before."""
    x, y, z = (Criterion(name) for name in "xyz")
    definition = Definition("d", "t", [Label("b", z & (x | ~y)), Label("a")], source="s")
    one = classified(*(Evidence(name, False) for name in "xyz"), definition=definition)
    assert one.suppose({x: True, y: True, z: True}).decisive == ("z",)
    assert one.suppose({y: True, z: True}).decisive == ()


def test_answers_that_cancel_each_other_out_make_no_difference() -> None:
    """Though each of them would make one without the other."""
    x, y = Criterion("x"), Criterion("y")
    definition = Definition("d", "t", [Label("a", (x & y) | (~x & ~y)), Label("b")], source="s")
    found = classified(Evidence(x, False), Evidence(y, False), definition=definition).suppose({x: True, y: True})
    assert (found.after.label, found.decisive, "no difference" in found.to_text()) == ("a", (), True)


@pytest.mark.parametrize("order", list(itertools.permutations(["pays", "trust", "mood"])))
def test_answers_keep_their_order(order: tuple[str, ...]) -> None:
    """Those supposed as they were given, and of them the decisive ones."""
    answers: dict[str, Answer | None] = {"pays": False, "trust": 1, "mood": "good"}
    found = PAYING.suppose({name: answers[name] for name in order})
    assert tuple(found.answers) == order
    assert found.decisive == tuple(name for name in order if name in found.decisive)


def test_criteria_and_their_names_will_do() -> None:
    """Side by side, too."""
    assert PAYING.suppose({pays: True, "mood": "good"}) == PAYING.suppose({"pays": True, mood: "good"})


def test_nothing_may_be_known() -> None:
    """All evidence on the criterion is gone then, whether it was weighed or set aside."""
    late = Evidence(pays, False, observed_on=DAY + timedelta(days=1))
    one = classified(*PAYING.relationship.evidence, late)
    after = one.suppose({pays: None}).after
    assert [piece.criterion for piece in after.relationship.evidence] == ["trust", "mood"]
    assert (after.set_aside, after.standing) == ((), Standing.OPEN)


def test_a_presumption_comes_back_where_nothing_is_known() -> None:
    """It is granted as long as no evidence counts."""
    presuming = attrs.evolve(LADDER, presume={pays: False})
    found = classified(*PAYING.relationship.evidence, definition=presuming).suppose({pays: None})
    assert (found.after.label, found.after.standing) == ("contact", Standing.PRESUMED)


@pytest.mark.parametrize("hearsay", ["accept", "disregard", "own_word"])
def test_an_answer_that_is_supposed_counts(hearsay: str) -> None:
    """It is of the day of judgement, and on the word of the side that it is about."""
    policy = EvidencePolicy(shelf_life=timedelta(days=0), hearsay=hearsay, requires=["source", "attested_by"])
    one = classified(definition=attrs.evolve(LADDER, policy=policy))
    after = one.suppose({pays: True, trust: 4, mood: "good"}).after
    assert (after.label, after.standing, after.set_aside) == ("partner", Standing.SETTLED, ())


def test_suppositions_can_be_built_on() -> None:
    """What is found then is a classification like any other."""
    one = PAYING.suppose({mood: "good"}).after
    assert (one.label, one.suppose({trust: 1, spend: 20}).after.label) == ("partner", "client")


def test_nothing_supposed_makes_no_difference() -> None:
    """Nor does what is so already."""
    for answers in ({}, {"pays": True}):
        found = PAYING.suppose(answers)
        assert (outcome(found.after), found.decisive) == (outcome(PAYING), ())
        assert "no difference" in found.to_text()


@pytest.mark.parametrize("answers", [["pays"], "pays", None, {"pay": True}, {trust.name.upper(): 1}, {1: True}])
def test_what_names_no_criteria_is_refused(answers: object) -> None:
    """With the nearest name, where there is one."""
    with pytest.raises(InvalidValueError) as caught:
        PAYING.suppose(answers)  # type: ignore[arg-type]  # wrong arguments are tested
    assert ("did you mean 'pays'" in str(caught.value)) == (answers == {"pay": True})


@pytest.mark.parametrize("criterion", [Criterion("elsewhere"), Criterion("pay")])
def test_criteria_of_other_definitions_are_refused(criterion: AnyCriterion) -> None:
    """No label depends on them, and to say so by silence would mislead."""
    with pytest.raises(InvalidValueError):
        PAYING.suppose({criterion: True})


@pytest.mark.parametrize("answers", [{pays: "yes"}, {trust: 6}, {mood: "fair"}, {spend: True}, {"trust": "high"}])
def test_answers_outside_the_domain_are_refused(answers: Mapping[AnyCriterion | str, Answer]) -> None:
    """As in evidence."""
    with pytest.raises(AnswerError):
        PAYING.suppose(answers)


def lines(found: Supposition[Classification], us: str | None = "us") -> list[str]:
    """Give the lines of its only section, without the signs before them."""
    (section,) = found.sections(us=us)
    assert section.heading == "Supposed"
    flat = [(part, *part.below) if isinstance(part, Item) else (part,) for part in section.parts]
    return [one.text if isinstance(one, Item) else str(one) for one in itertools.chain(*flat)]


def test_a_supposition_is_told_in_questions() -> None:
    """Each with what is supposed; what is found then beside what is found now; what makes the difference."""
    told = lines(PAYING.suppose({mood: "good", trust: None, pays: True, spend: 5}))
    assert told[:4] == [
        'How is the mood? "good".',
        "Do we trust Elm? Not known.",
        "Does Elm pay us? Yes.",
        "What does Elm spend? 5 EUR/year.",
    ]
    assert [text for text in ("open, partner or contact", "open, client or contact") if text not in told[4]] == []
    assert told[6:] == ["How is the mood?", "Do we trust Elm?", "What does Elm spend?"]
    found = lines(PAYING.suppose({mood: "good"}))[1]
    assert ("partner (settled)" in found, "client or contact" in found) == (True, True)


def test_companies_have_their_names_in_it() -> None:
    """And we are "we", if we say which of the two we are."""
    found = PAYING.suppose({pays: False})
    assert lines(found)[0] == "Does Elm pay us? No."
    assert lines(found, us="Elm")[0] == "Do we pay us? No."
    assert lines(found, us=None)[0] == "Does Elm pay us? No."
    assert "Does Elm pay us? No." in found.to_text()


def test_its_text_is_what_it_is_printed_as() -> None:
    """With the heading above."""
    found = PAYING.suppose({pays: False})
    assert str(found) == found.to_text()
    assert found.to_text().startswith("Supposed\n  - ")
