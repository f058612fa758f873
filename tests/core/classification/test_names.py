"""Tests of `relabel.core.classification.names`: companies by their names, and ourselves as "we"."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relabel import Relationship
from relabel.core.classification.names import naming

OURS = naming(Relationship("Elm", "us"), "us")
THEIRS = naming(Relationship("us", "Oak"), "us")
NOBODYS = naming(Relationship("Elm", "Oak"), "us")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is the buyer loyal?", "Is Elm loyal?"),
        ("Is the seller loyal?", "Are we loyal?"),
        ("Does the seller see the benefits?", "Do we see the benefits?"),
        ("Has the seller met the buyer?", "Have we met Elm?"),
        ("Was the seller asked?", "Were we asked?"),
        ("Could the seller do without?", "Could we do without?"),
        ("Does the buyer pay the seller for services?", "Does Elm pay us for services?"),
        ("Is it important to the seller?", "Is it important to us?"),
        ("Has anything been said Between the seller and the buyer?", "Has anything been said Between us and Elm?"),
        ("The seller's people and the seller’s plans", "Our people and our plans"),
        ("the buyer's plans", "Elm's plans"),
        ("Does the buyer think the seller pays?", "Does Elm think the seller pays?"),
        ("What do they think the seller pays?", "What do they think the seller pays?"),
        ("How many buyers has the sellers' club?", "How many buyers has the sellers' club?"),
        ("How far does the seller trust the buyer?", "How far do we trust Elm?"),
        ("Whom Has the seller asked?", "Whom Have we asked?"),
        ("How often does the buyer call the seller?", "How often does Elm call us?"),
        ("Who does the seller know?", "Who does the seller know?"),
        ("", ""),
    ],
)
def test_sides_are_named(text: str, written: str) -> None:
    """Where English tells the form; else the words stay."""
    assert OURS(text) == written


def test_either_side_may_be_ours() -> None:
    """Or neither."""
    text = "Does the buyer trust the seller?"
    assert THEIRS(text) == "Do we trust Oak?"
    assert NOBODYS(text) == "Does Elm trust Oak?"
    assert naming(Relationship("Elm", "us"), None)(text) == "Does Elm trust us?"


NAMED = {"the buyer": "Elm", "the buyer's": "Elm's", "the seller": "Oak", "the seller’s": "Oak’s", "The buyer": "Elm"}
OTHERS = ("Does", "Is", "Are", "Was", "Has", "May", "the", "plan", "pay", "in", "Without", "and", "buyers", "sellers?")
PLURAL = {"Does": "Do", "Is": "Are", "Was": "Were", "Has": "Have"}
texts = st.lists(st.sampled_from((*NAMED, *OTHERS)), max_size=8)


@given(texts)
def test_without_us_each_side_has_its_name(words: list[str]) -> None:
    """Wherever it stands, and nothing else is changed."""
    assert NOBODYS(" ".join(words)) == " ".join(NAMED.get(word, word) for word in words)


@given(texts)
@example(["Does", "the seller", "pay", "the buyer"])
def test_nobody_is_taken_for_us(words: list[str]) -> None:
    """We are "we", "us" or "our" where the other side never is; of other words only the verb before us changes."""

    def may_be(place: int, word: str) -> str:
        if word == "the seller":
            return "(we|us|the seller)"
        if word.startswith("the seller"):
            return "[oO]ur"
        if place == 0 and words[1:2] == ["the seller"] and word in PLURAL:
            return PLURAL[word]
        return re.escape(NAMED.get(word, word))

    written = OURS(" ".join(words))
    assert re.fullmatch(" ".join(may_be(place, word) for place, word in enumerate(words)), written)
    assert ("we" in written.split()) == (words[:1] in [[verb] for verb in OTHERS[:6]] and words[1:2] == ["the seller"])
