"""Tests of `relabel.core.audits.worklist`: what is to be done about whom, and which evidence runs out."""

from datetime import date, timedelta
from fractions import Fraction

from relabel import (
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    audit,
)
from relabel.core.audits.worklist import Expiry, Task, claims, expiries, worklist

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test", "Is it a test?", [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS)], source="a test"
)
YES, NO, GOOD, BAD = Evidence("pays", True), Evidence("pays", False), Evidence("mood", "good"), Evidence("mood", "bad")


def tasks(*given: tuple[str, str | None, tuple[Evidence, ...]]) -> list[Task]:
    """Give what is to be done about companies, by name, word in use and evidence."""
    rows = audit(
        [Relationship(name, "us", buyer_label=word, evidence=pieces) for name, word, pieces in given], DEFINITION
    ).ranked
    return worklist([(row, row.classification.explanation()) for row in rows])


def test_what_is_right_is_no_task() -> None:
    """Nobody has to do anything about a word that is confirmed."""
    assert tasks(("Elm", "client", (YES, BAD))) == []


def test_a_wrong_word_has_to_be_changed() -> None:
    """Nobody has to be asked, as the label is settled."""
    [task] = tasks(("Elm", "partner", (YES, BAD)))
    assert (task.word, task.step, task.gain) == ('Call Elm "client", not "partner".', "", Fraction())


def test_what_is_open_has_to_be_asked() -> None:
    """By whom it may be answered, what that does, and by how much it is expected to help."""
    [task] = tasks(("Elm", "client", (YES,)))
    step = 'Ask either side, or look it up: How is it? If "good", "partner" (settled); if "bad", "client" (settled).'
    assert (task.word, task.step, task.gain) == ("", step, Fraction(1, 2))


def test_wrong_words_come_first_and_then_what_tells_most() -> None:
    """A word without a name to go by, or that is not shown, is no better than a question."""
    given = (
        ("Ash", "client", ()),
        ("Beech", "client", (YES,)),
        ("Cedar", "chum", (YES, BAD)),
        ("Elm", "client", (NO,)),
        ("Fir", "partner", (YES,)),
    )
    assert [task.row.relationship.buyer for task in tasks(*given)] == ["Elm", "Fir", "Beech", "Ash", "Cedar"]


def test_wrong_words_keep_their_order_whatever_there_is_to_ask() -> None:
    """A question about one of them does not put it before those that are dearer."""
    definition = DEFINITION.evolve(labels=[Label("partner", MOOD.is_("good")), Label("client", PAYS)])
    given = [("Ash", "partner", [YES, BAD]), ("Elm", "client", [NO])]
    companies = [Relationship(name, "us", buyer_label=word, evidence=pieces) for name, word, pieces in given]
    rows = audit(companies, definition).ranked
    first, second = worklist([(row, row.classification.explanation()) for row in rows])
    assert (first.row.relationship.buyer, first.step, bool(second.step)) == ("Ash", "", True)


def test_what_would_have_to_change_is_nothing_to_ask() -> None:
    """The worklist of an audit finds out; whether a relationship is to grow is not for it to say."""
    assert [task.step for task in tasks(("Elm", None, (YES, BAD)))] == [""]


LASTING = EvidencePolicy(shelf_life=timedelta(days=365))


def expiring(*evidence: Evidence, as_of: date | None = DAY, policy: EvidencePolicy = LASTING) -> list[Expiry]:
    """Give what runs out of the evidence on one company."""
    definition = Definition("test", "Is it?", DEFINITION.labels, source="a test", policy=policy)
    return expiries(audit([Relationship("Elm", "us", evidence=evidence)], definition, as_of=as_of))


def test_evidence_that_soon_no_longer_counts_is_told_the_soonest_first() -> None:
    """What counts for longer is not; nor is what does not count any more, or not yet."""
    dated = {age: Evidence("pays", True, observed_on=DAY - timedelta(days=age)) for age in (0, 275, 276, 364, 365, 366)}
    found = expiring(*dated.values())
    assert [(one.evidence, one.days_left) for one in found] == [(dated[365], 0), (dated[364], 1), (dated[276], 89)]


def test_what_has_no_shelf_life_never_runs_out() -> None:
    """Nor does anything without a day of judgement."""
    mood = EvidencePolicy(overrides={"mood": EvidencePolicy(shelf_life=timedelta())})
    found = expiring(Evidence("pays", True), Evidence("mood", "good", observed_on=DAY), policy=mood)
    assert [(one.criterion, one.days_left) for one in found] == [(MOOD, 0)]
    assert expiring(Evidence("pays", True), policy=EvidencePolicy()) == []
    assert expiring(Evidence("pays", True), as_of=None, policy=EvidencePolicy()) == []


def test_the_dearest_claim_is_asked_about_first() -> None:
    """The higher word, then the dearer error; who claims nothing comes last."""
    words = {"Ash": None, "Elm": "client", "Fir": "partner", "Oak": "client", "Yew": "friend"}
    evidence = {"Oak": [NO]}
    ones = [Relationship(name, "us", buyer_label=word, evidence=evidence.get(name, ())) for name, word in words.items()]
    assert [row.relationship.buyer for row in claims(audit(ones, DEFINITION))] == ["Fir", "Oak", "Elm", "Yew", "Ash"]
