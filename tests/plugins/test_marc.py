"""Tests of `relabel.plugins.marc`: the cases of the M/A/R/C post must come out as it says."""

import itertools
from datetime import date
from decimal import Decimal

import pytest

from relabel import (
    Answer,
    Classification,
    Evidence,
    Reason,
    Relationship,
    Side,
    Standing,
    Verdict,
    audit,
    classify,
)
from relabel.plugins.marc import MARC

ALL: dict[str, Answer] = {
    "pays_for_services": True,
    "transactional": False,
    "very_important.buyer": True,
    "very_important.seller": True,
    "sees_benefits.buyer": True,
    "sees_benefits.seller": True,
    "loyal.buyer": True,
    "loyal.seller": True,
    "favor_granted": True,
    "vested_interest": True,
}
CLEANER: dict[str, Answer] = {"pays_for_services": True, "transactional": True, "commodity": True}


def known(*more: Evidence, **changes: Answer | None) -> Classification:
    """Classify what holds by record: all criteria, with changes (None: nothing is known)."""
    answers = {**ALL, **changes}
    return judged(*(Evidence(name, answer) for name, answer in answers.items() if answer is not None), *more)


def judged(*evidence: Evidence, **fields: object) -> Classification:
    """Classify on some evidence."""
    return Classification(Relationship("Buyer", "Agency", evidence=evidence, **fields), MARC)  # type: ignore[arg-type]  # fields of a relationship


def outcome(found: Classification) -> tuple[str | None, Standing]:
    """Give label and standing."""
    return found.label, found.standing


@pytest.mark.parametrize("company", ["dry cleaner", "cable provider"])
def test_dry_cleaner_and_cable_provider_have_a_client(company: str) -> None:
    """They "would consider me a client": pays, transactional, a commodity; settled."""
    pieces = [Evidence(name, answer) for name, answer in CLEANER.items()]
    found = classify(Relationship("The author", company, evidence=pieces), MARC)
    assert outcome(found) == ("client", Standing.SETTLED)


@pytest.mark.parametrize("company", ["the handyman", "the hotel", "the airline"])
def test_a_hope_is_hearsay(company: str) -> None:
    """Of the companies of which he "would like to think" so, there is his own word only: presumed client.

    The author is the buyer; the benefits, loyalty and importance that he claims are the seller's.
    """
    wish = [
        Evidence(name, True, attested_by=Side.BUYER)
        for name in ("very_important.seller", "sees_benefits.seller", "loyal.seller", "vested_interest")
    ]
    found = classify(Relationship("The author", company, evidence=wish), MARC)
    assert {one.reason for one in found.set_aside} == {Reason.HEARSAY}
    assert (len(found.set_aside), outcome(found)) == (4, ("client", Standing.PRESUMED))


@pytest.mark.parametrize("side", list(Side))
def test_what_one_side_says_of_the_other_is_a_wish(side: Side) -> None:
    """With "both parties" agreeing on a side's own word only: the other's word about it settles nothing."""
    about_the_other = [
        Evidence(name, answer, attested_by=side) for name, answer in ALL.items() if name.endswith(side.other.value)
    ]
    rest = [Evidence(name, answer) for name, answer in ALL.items() if not name.endswith(side.other.value)]
    found = judged(*about_the_other, *rest, Evidence("worst_issue", "no_issue"))
    assert (found.standing is Standing.SETTLED, found.label) == (False, "client")


@pytest.mark.parametrize("years", [0, 1, 5, 10, 25, 99.5, Decimal("0.1"), 1000])
def test_many_years_and_nothing_else_are_as_before(years: float | Decimal) -> None:
    """The post's "longevity doesn't always mean": the years are disregarded, the label is that of silence."""
    found = judged(Evidence("relationship_years", years))
    assert (outcome(found), [one.reason for one in found.set_aside]) == (outcome(judged()), [Reason.DISREGARDED])


BASES = [{}, CLEANER, ALL, {**ALL, "very_important.buyer": False}, {**ALL, "worst_issue": "lost_temper"}]


@pytest.mark.parametrize("base", BASES, ids=range(len(BASES)))
def test_adding_or_removing_years_changes_nothing(base: dict[str, Answer]) -> None:
    """The post's "longevity doesn't always mean": for any number of years, and for any day the business began."""
    pieces = [Evidence(name, answer) for name, answer in base.items()]
    without = judged(*pieces)
    for years in (-1, 0, 0.5, *range(1, 60), 10_000):
        found = judged(*pieces, Evidence("relationship_years", years), since=date(2026 - int(years) % 100, 1, 1))
        assert (outcome(found), found.possible, found.because) == (outcome(without), without.possible, without.because)


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_important_to_one_side_only_is_a_client(side: str) -> None:
    """A partner is important "on both sides"."""
    assert known(**{f"very_important.{side}": False}).label == "client"


def test_all_criteria_and_no_issue_is_a_partner() -> None:
    """All that the post asks of a partner "on both sides", and no issue on record; on evidence, settled."""
    assert outcome(known(worst_issue="no_issue")) == ("partner", Standing.SETTLED)


def test_that_no_issue_has_come_up_is_presumed() -> None:
    """The post's "when there is an issue": while none is known of, none is presumed, and this is shown."""
    found = known()
    assert outcome(found) == ("partner", Standing.PRESUMED)
    assert [(one.criterion.name, one.answer) for one in found.presumed] == [("worst_issue", "no_issue")]


def test_one_blow_up_makes_a_client() -> None:
    """With a partner "no one goes off"; the same relationship with one lost temper is a client."""
    assert outcome(known(worst_issue="lost_temper")) == ("client", Standing.SETTLED)


@pytest.mark.parametrize(
    ("issue", "label"),
    [
        ("no_issue", "partner"),
        ("resolved_well", "partner"),
        ("resolved_slowly", "client"),
        ("discussed_badly", "client"),
        ("lost_temper", "client"),
    ],
)
def test_an_issue_is_discussed_and_resolved_quickly(issue: str, label: str) -> None:
    """The post's "in a professional manner", and the resolution "very quickly": each is needed if an issue came up."""
    assert outcome(known(worst_issue=issue)) == (label, Standing.SETTLED)


@pytest.mark.parametrize("name", [name for name in ALL if name != "pays_for_services"])
def test_each_criterion_of_a_partner_is_needed(name: str) -> None:
    """The post joins them by "and": any one that fails makes a client."""
    changed: dict[str, Answer] = {name: not ALL[name], "worst_issue": "no_issue"}
    assert outcome(known(**changed)) == ("client", Standing.SETTLED)


@pytest.mark.parametrize("commodity", [True, False])
@pytest.mark.parametrize("base", BASES, ids=range(len(BASES)))
def test_commodity_services_are_neither_here_nor_there(base: dict[str, Answer], commodity: bool) -> None:
    """The post's "Viewed as a commodity business" tells nothing apart: such evidence is shown and unused."""
    pieces = [Evidence(name, answer) for name, answer in base.items() if name != "commodity"]
    found = judged(*pieces, Evidence("commodity", commodity))
    assert (outcome(found), found.set_aside[0].reason) == (outcome(judged(*pieces)), Reason.UNUSED)


def test_silence_is_a_presumed_client() -> None:
    """A "false sense of security" is what the word must not give: nobody is flattered by silence."""
    assert outcome(judged()) == ("client", Standing.PRESUMED)


def test_who_does_not_pay_and_is_no_partner_has_no_label() -> None:
    """A client is one who does "pay you for your services"."""
    assert outcome(judged(Evidence("pays_for_services", False), Evidence("transactional", True))) == (
        None,
        Standing.SETTLED,
    )


def test_a_client_called_partner_is_overclaimed() -> None:
    """The post's "calling a client a partner" is the dearer error."""
    pieces = [Evidence(name, answer) for name, answer in CLEANER.items()]
    found = audit([Relationship("Shop", "M/A/R/C", buyer_label="Partner", evidence=pieces)], MARC)
    assert [row.verdict for row in found.ranked] == [Verdict.OVERCLAIMED]


def test_a_partner_called_client_is_underclaimed() -> None:
    """One then "can't maximize your opportunity"."""
    pieces = [Evidence(name, answer) for name, answer in {**ALL, "worst_issue": "no_issue"}.items()]
    found = audit([Relationship("Shop", "M/A/R/C", buyer_label="clients", evidence=pieces)], MARC)
    assert found.rows[0].verdict is Verdict.UNDERCLAIMED


def test_a_partner_in_words_only_is_unproven() -> None:
    """The post's "putting the wrong label": a word and no evidence is a claim without proof."""
    found = audit([Relationship("Shop", "M/A/R/C", buyer_label="partner")], MARC)
    assert found.rows[0].verdict is Verdict.UNPROVEN


def test_no_evidence_ranks_above_all_and_below_none() -> None:
    """Every combination of known answers gives partner, client or no label, as the post's words say."""
    names = list(ALL)
    for answers in itertools.product((True, False), repeat=len(names)):
        given = dict(zip(names, answers, strict=True))
        pieces = [Evidence(name, answer) for name, answer in given.items()]
        partner = all(given[name] is ALL[name] for name in names if name != "pays_for_services")
        expected = "partner" if partner else "client" if given["pays_for_services"] else None
        assert judged(*pieces, Evidence("worst_issue", "resolved_well")).label == expected


def test_the_definition_is_that_of_the_post() -> None:
    """The seller gives the label to the buyer, a partner ranks above a client, and the source is named."""
    assert (MARC.name, MARC.given_to, MARC.ordered) == ("marc", Side.BUYER, True)
    assert ([label.name for label in MARC.labels], "M/A/R/C" in MARC.source) == (["partner", "client"], True)


def test_what_is_presumed_and_disregarded() -> None:
    """The burden of proof lies on "partner"; the years are no evidence."""
    presumed = {criterion.name: answer for criterion, answer in MARC.presume.items()}
    assert presumed == {
        "pays_for_services": True,
        "very_important.buyer": False,
        "very_important.seller": False,
        "favor_granted": False,
        "worst_issue": "no_issue",
    }
    assert [criterion.name for criterion in MARC.disregard] == ["relationship_years"]


def test_every_criterion_has_a_question() -> None:
    """What is missing can be asked for in words."""
    assert [criterion.name for criterion in MARC.criteria if not criterion.question.endswith("?")] == []
