"""Tests of `relabel.plugins.thetapoint`: the cases of the ThetaPoint post must come out as it says."""

import itertools
from collections.abc import Mapping

import pytest

from relabel import (
    Answer,
    Classification,
    Definition,
    Evidence,
    Reason,
    Relationship,
    Side,
    Standing,
    Verdict,
    audit,
)
from relabel.plugins.thetapoint import (
    BUYER,
    BUYER_DICTIONARY,
    SELLER,
    SELLER_DICTIONARY,
    CrossedPair,
    crossed_pairs,
)

TOGETHER: dict[str, Answer] = {
    "meet": True,
    "work_on_something_important": True,
    "interact_regularly": True,
    "understands_the_other.buyer": True,
    "understands_the_other.seller": True,
}
VIEWS: dict[str, Answer] = {
    "seen_as_someone_to_sell_to": False,
    "seen_as_peddler": False,
    "referred_by_buyer": False,
}
EVERYTHING = {**TOGETHER, **VIEWS}


def relationship(answers: Mapping[str, Answer], **fields: str) -> Relationship:
    """Give a relationship with evidence for some answers."""
    pieces = [Evidence(name, answer) for name, answer in answers.items()]
    return Relationship("Buyer", "ThetaPoint", evidence=pieces, **fields)  # type: ignore[arg-type]  # fields of a relationship


def outcome(answers: Mapping[str, Answer], definition: Definition) -> tuple[str | None, Standing]:
    """Give label and standing."""
    found = Classification(relationship(answers), definition)
    return found.label, found.standing


def test_pencils_and_paper_is_a_customer() -> None:
    """Who sells "pencils and paper" and never interacts has customers."""
    assert outcome({"meet": False, "interact_regularly": False}, BUYER) == ("customer", Standing.SETTLED)


def test_never_interacting_is_enough() -> None:
    """The post's "never interact with the buyer": the rest need not be known."""
    assert outcome({"interact_regularly": False}, BUYER) == ("customer", Standing.SETTLED)


@pytest.mark.parametrize(("definition", "lower"), [(BUYER, "customer"), (SELLER, "vendor")])
def test_never_meeting_is_enough_whatever_else(definition: Definition, lower: str) -> None:
    """Who does "never meet your buyer" has a customer: for every other answer, known, contested or not."""
    names = [criterion.name for criterion in definition.asked if criterion.name != "meet"]
    for states in itertools.product(((), (True,), (False,), (True, False)), repeat=len(names)):
        pieces = [Evidence(name, answer) for name, answers in zip(names, states, strict=True) for answer in answers]
        one = Relationship("B", "S", evidence=[Evidence("meet", False), *pieces])
        found = Classification(one, definition)
        assert (found.label, found.standing) == (lower, Standing.SETTLED)


def test_the_authors_own_clients() -> None:
    """They "are my clients": meets, works, interacts, understands; at this end client, attitude presumed."""
    assert outcome(TOGETHER, BUYER) == ("client", Standing.PRESUMED)


def test_at_the_other_end_the_author_is_a_partner() -> None:
    """The post's "and I am their partners": the same facts, seen from the other end."""
    assert outcome(TOGETHER, SELLER) == ("partner", Standing.PRESUMED)


@pytest.mark.parametrize(("definition", "label"), [(BUYER, "client"), (SELLER, "partner")])
def test_with_everything_known_it_is_settled(definition: Definition, label: str) -> None:
    """The post's "my clients and I am": with both attitudes on record nothing is presumed."""
    assert outcome(EVERYTHING, definition) == (label, Standing.SETTLED)


def test_a_caller_who_refers_them_makes_a_partner() -> None:
    """The call "this morning": a referral settles that the buyer sees no peddler."""
    assert outcome({**TOGETHER, "referred_by_buyer": True}, SELLER) == ("partner", Standing.SETTLED)


@pytest.mark.parametrize("peddler", [True, False])
def test_a_referral_outweighs_the_attitude(peddler: bool) -> None:
    """The post's "recommended he speak with you" and "peddling their wares" do not go together."""
    answers = {**TOGETHER, "referred_by_buyer": True, "seen_as_peddler": peddler}
    assert outcome(answers, SELLER) == ("partner", Standing.SETTLED)


def test_a_peddler_is_a_vendor() -> None:
    """One "out on the street" who was never recommended."""
    assert outcome({**EVERYTHING, "seen_as_peddler": True}, SELLER) == ("vendor", Standing.SETTLED)


def test_someone_to_sell_to_is_a_customer() -> None:
    """The post's "you have to sell to" is no client, whatever else holds."""
    assert outcome({**EVERYTHING, "seen_as_someone_to_sell_to": True}, BUYER) == ("customer", Standing.SETTLED)


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize(("definition", "lower"), [(BUYER, "customer"), (SELLER, "vendor")])
def test_each_part_of_working_together_is_needed(name: str, definition: Definition, lower: str) -> None:
    """The post's "interact with them regularly": what fails makes the lower label."""
    assert outcome({**EVERYTHING, name: False}, definition) == (lower, Standing.SETTLED)


@pytest.mark.parametrize(("definition", "lower"), [(BUYER, "customer"), (SELLER, "vendor")])
def test_silence_is_the_lower_label_presumed(definition: Definition, lower: str) -> None:
    """No regular interaction is presumed, so that "cold call" never makes a client."""
    assert outcome({}, definition) == (lower, Standing.PRESUMED)


def test_a_vendor_management_office_is_a_word_and_no_evidence() -> None:
    """The post's "Vendor Management office": the word in use is audited, and classified as silence is."""
    found = audit([relationship({}, seller_label="Vendor")], SELLER).rows[0]
    silent = Classification(relationship({}), SELLER)
    assert (found.classification.possible, found.classification.label) == (silent.possible, silent.label)
    assert found.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("answers", [{}, EVERYTHING, {"meet": False}])
def test_changing_your_vocabulary_changes_the_verdict_only(answers: Mapping[str, Answer]) -> None:
    """The post's "changing your vocabulary" and nothing else: the same classification, a new verdict."""
    rows = [audit([relationship(answers, seller_label=word)], SELLER).rows[0] for word in ("vendor", "partner")]
    first, second = (row.classification for row in rows)
    assert (first.label, first.standing, first.possible, first.findings) == (
        second.label,
        second.standing,
        second.possible,
        second.findings,
    )
    assert rows[0].verdict is not rows[1].verdict


def test_the_lower_word_for_the_authors_clients_is_wrong() -> None:
    """The post's "really what your buyer is": a client on record who is called customer."""
    found = audit([relationship(EVERYTHING, buyer_label="Customers")], BUYER).rows[0]
    assert found.verdict is Verdict.UNDERCLAIMED


# By the dictionary that the post quotes.


def test_who_buys_is_a_customer_by_the_dictionary() -> None:
    """One who buys from a "store or business"."""
    answers = {"buys_goods_or_services": True, "uses_professional_services": False}
    assert outcome(answers, BUYER_DICTIONARY) == ("customer", Standing.SETTLED)


def test_who_uses_a_professional_is_a_client_by_the_dictionary() -> None:
    """The post's "services of a professional"."""
    assert outcome({"uses_professional_services": True}, BUYER_DICTIONARY) == ("client", Standing.SETTLED)


def test_who_offers_something_is_a_vendor_by_the_dictionary() -> None:
    """The post's "offering something for sale"."""
    answers = {"offers_for_sale": True, "share_an_undertaking": False}
    assert outcome(answers, SELLER_DICTIONARY) == ("vendor", Standing.SETTLED)


@pytest.mark.parametrize("shared", [True, False, None])
def test_shared_risks_are_typical_and_not_needed(shared: bool | None) -> None:
    """The post's "especially" with "shared risks and profits": a partner needs an undertaking, shared or not."""
    answers: dict[str, Answer] = {"share_an_undertaking": True}
    if shared is not None:
        answers["share_risks_and_profits"] = shared
    found = Classification(relationship(answers), SELLER_DICTIONARY)
    assert (found.label, found.standing) == ("partner", Standing.SETTLED)
    assert {one.reason for one in found.set_aside} <= {Reason.UNUSED}


@pytest.mark.parametrize("definition", [BUYER_DICTIONARY, SELLER_DICTIONARY])
def test_the_dictionary_has_words_for_those_only_whom_it_defines(definition: Definition) -> None:
    """Who does not "buy goods" nor offer anything is none of these."""
    answers: dict[str, Answer] = {criterion.name: False for criterion in definition.asked}
    assert outcome(answers, definition) == (None, Standing.SETTLED)


# The two worries.

WORDS: dict[tuple[str | None, str | None], bool] = {
    ("client", "vendor"): True,
    ("customer", "partner"): True,
    ("Clients", " VENDORS"): True,
    ("client", "partner"): False,
    ("customer", "vendor"): False,
    ("client", None): False,
    (None, "vendor"): False,
    (None, None): False,
    ("account", "vendor"): False,
    ("client", "supplier"): False,
    ("vendor", "client"): False,
}


@pytest.mark.parametrize(("buyer", "seller"), WORDS)
def test_words_in_use_may_be_crossed(buyer: str | None, seller: str | None) -> None:
    """Your client "thinks of you" as a vendor, or your partner is a customer to you; unknown words cross nothing."""
    one = Relationship("B", "S", buyer_label=buyer, seller_label=seller)
    found = [(pair.buyer_label, pair.seller_label) for pair in crossed_pairs([one]) if pair.in_use]
    expected = [(BUYER.read(buyer or ""), SELLER.read(seller or ""))] if WORDS[buyer, seller] else []
    assert found == expected


FACTS: list[tuple[dict[str, Answer], list[tuple[str, str]]]] = [
    ({**EVERYTHING, "seen_as_peddler": True}, [("client", "vendor")]),
    ({**EVERYTHING, "seen_as_someone_to_sell_to": True}, [("customer", "partner")]),
    (EVERYTHING, []),
    ({"meet": False}, []),
    ({}, []),
    ({**TOGETHER, "seen_as_peddler": True}, [("client", "vendor")]),
]


@pytest.mark.parametrize(("answers", "pairs"), FACTS)
def test_facts_may_be_crossed(answers: Mapping[str, Answer], pairs: list[tuple[str, str]]) -> None:
    """The post's "the other way around": on evidence client and vendor, or customer and partner."""
    found = crossed_pairs([relationship(answers)])
    assert [(pair.buyer_label, pair.seller_label, pair.in_use) for pair in found] == [(*pair, False) for pair in pairs]


def test_open_labels_cross_nothing() -> None:
    """What "it may be" is not reported as if it were."""
    open_ = relationship({**EVERYTHING, "seen_as_peddler": True}).with_evidence(Evidence("seen_as_peddler", False))
    assert (Classification(open_, SELLER).standing, crossed_pairs([open_])) == (Standing.OPEN, ())


def test_words_and_facts_may_both_be_crossed() -> None:
    """Each basis is a pair of its own, in the order of the relationships."""
    crossed = relationship({**EVERYTHING, "seen_as_peddler": True}, buyer_label="customer", seller_label="partner")
    found = crossed_pairs([relationship({}), crossed])
    assert found == (CrossedPair(crossed, "customer", "partner", True), CrossedPair(crossed, "client", "vendor", False))


@pytest.mark.parametrize("in_use", [True, False])
def test_a_pair_prints_both_ends(in_use: bool) -> None:
    """Who, and what each end says."""
    text = str(CrossedPair(relationship({}), "client", "vendor", in_use))
    assert [part for part in ("Buyer", "ThetaPoint", "client", "vendor") if part not in text] == []


def test_the_definitions_are_those_of_the_post() -> None:
    """Names, sides and ranks; client is the upper label here and the lower one in the other post."""
    found = [(one.name, one.given_to, [label.name for label in one.labels]) for one in DEFINITIONS]
    assert found == [
        ("thetapoint-buyer", Side.BUYER, ["client", "customer"]),
        ("thetapoint-buyer-dictionary", Side.BUYER, ["client", "customer"]),
        ("thetapoint-seller", Side.SELLER, ["partner", "vendor"]),
        ("thetapoint-seller-dictionary", Side.SELLER, ["partner", "vendor"]),
    ]


DEFINITIONS = [BUYER, BUYER_DICTIONARY, SELLER, SELLER_DICTIONARY]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=str)
def test_every_definition_names_its_source_and_asks_in_words(definition: Definition) -> None:
    """The post is cited, labels rank, and every criterion has a question."""
    assert ("ThetaPoint" in definition.source, definition.ordered) == (True, True)
    assert [one.name for one in definition.criteria if not one.question.endswith("?")] == []


def test_what_is_presumed() -> None:
    """Neither attitude, no referral, no regular interaction."""
    presumed = [{criterion.name: answer for criterion, answer in one.presume.items()} for one in DEFINITIONS]
    assert presumed == [
        {"interact_regularly": False, "seen_as_someone_to_sell_to": False},
        {},
        {"interact_regularly": False, "seen_as_peddler": False, "referred_by_buyer": False},
        {},
    ]
