"""Tests of `likeness`: a header is like the question that it asks in other words, and like no other."""

import pytest

from relabel import Criterion, Side
from relabel.core.model.words import words_of
from relabel.files.mappings.likeness import Likeness
from relabel.plugins.marc import MARC

OWN_WORDS = {
    "Do they pay us for services?": "pays_for_services",
    "Is it mostly transactional?": "transactional",
    "Is the relationship very important to THEM?": "very_important.buyer",
    "Is it very important to US?": "very_important.seller",
    "Do we see the benefits?": "sees_benefits.seller",
    "Are they loyal?": "loyal.buyer",
    "Are we loyal?": "loyal.seller",
    "Loyal customers": "loyal.buyer",
    "How was the worst issue dealt with?": "worst_issue",
}


@pytest.mark.parametrize("header", OWN_WORDS)
def test_a_question_in_other_words_is_like_the_one_it_asks(header: str) -> None:
    """More than any other, as "they" are the buyer and "we" the seller."""
    likeness = Likeness(MARC.criteria, Side.BUYER)
    found = {one.name: likeness.of(header, one) for one in MARC.criteria}
    assert max(found, key=lambda name: found[name]) == OWN_WORDS[header]


def test_they_are_on_the_side_that_wears_the_label() -> None:
    """Without one nobody knows who they are."""
    buyer, seller = (Criterion(f"loyal.{side}", f"Is the {side} loyal?") for side in ("buyer", "seller"))
    for given_to, nearer in ((Side.BUYER, True), (Side.SELLER, False)):
        likeness = Likeness([buyer, seller], given_to)
        assert (likeness.of("Are they loyal?", buyer) > likeness.of("Are they loyal?", seller)) is nearer
    likeness = Likeness([buyer, seller], None)
    assert likeness.of("Are they loyal?", buyer) == likeness.of("Are they loyal?", seller)


@pytest.mark.parametrize("header", ["", "???", "is it", "City"])
def test_a_header_of_other_words_is_like_nothing(header: str) -> None:
    """Words that stand in any question do not count."""
    likeness = Likeness(MARC.criteria, Side.BUYER)
    assert {likeness.of(header, one) for one in MARC.criteria} == {0.0}
    assert {likeness.covered(words_of(header), one) for one in MARC.criteria} == {0.0}


def test_likeness_is_a_share() -> None:
    """Of all words; those of no question or name at all are like nothing."""
    bare = Criterion("is_it")
    pays = Criterion("pays", "Do they pay promptly?")
    likeness = Likeness([bare, pays], Side.BUYER)
    assert (likeness.of("pays", pays), likeness.of("is it", bare)) == (1.0, 0.0)
    assert likeness.covered(("pays",), pays) == 1.0
    assert 0 < likeness.covered(("pays", "city"), pays) < 1


def test_a_not_turns_a_question_round() -> None:
    """Where only one of header and question has one."""
    pays, late = Criterion("pays", "Do they pay?"), Criterion("not_late", "Are they not late?")
    likeness = Likeness([pays, late], Side.BUYER)
    assert likeness.turned("They don't pay", pays)
    assert not likeness.turned("They pay", pays)
    assert likeness.turned("Are they late?", late)
    assert not likeness.turned("Never late", late)
