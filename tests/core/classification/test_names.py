"""Tests of `relabel.core.classification.names`: companies by their names, and ourselves as "we"."""

import pytest

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
