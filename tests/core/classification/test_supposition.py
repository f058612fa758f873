"""Tests of `relabel.core.classification.supposition`: what would be found, and what makes the difference."""

from datetime import date
from typing import Any

import pytest

from relabel import Classification, Criterion, Definition, Evidence, EvidencePolicy, Label, Relationship, Side
from relabel.errors import AnswerError, InvalidValueError

x = Criterion("x", "Is it so?")
y = Criterion("y", "Does the seller say so?", about=Side.SELLER)
DEFINITION = Definition("d", "t", [Label("high", x & y), Label("low", x)], source="s")
DAY = date(2026, 1, 31)


def found(*evidence: Evidence, definition: Definition = DEFINITION) -> Classification:
    """Classify a relationship with some evidence."""
    return Classification(Relationship("Ash", "us", evidence=evidence), definition, DAY)


def test_a_supposition_says_what_would_be_found_and_why() -> None:
    """In words, with the companies by name; only what makes the difference is named."""
    one = found(Evidence(x, True), Evidence(y, False)).suppose({x: True, "y": True})
    assert (one.before.label, one.after.label, one.decisive) == ("low", "high", ("y",))
    assert str(one).splitlines() == [
        "Supposed",
        "  - Is it so? Yes.",
        "  - Do we say so? Yes.",
        "  Found then: high (settled). As things are: low (settled).",
        "  - What made the difference:",
        "      - Do we say so?",
    ]


def test_evidence_can_be_supposed_away() -> None:
    """And an open label is said to be open."""
    one = found(Evidence(x, True), Evidence(y, True)).suppose({y: None})
    assert str(one).splitlines()[1:3] == [
        "  - Do we say so? Not known.",
        "  Found then: open, high or low. As things are: high (settled).",
    ]


def test_a_supposition_that_makes_no_difference_says_so() -> None:
    """Nothing is decisive then."""
    one = found(Evidence(x, True), Evidence(y, True)).suppose({y: True})
    assert one.decisive == ()
    assert one.to_text().endswith("That makes no difference.")


def test_what_is_supposed_counts() -> None:
    """On the word of the side it is about, on the day of judgement."""
    definition = DEFINITION.evolve(policy=EvidencePolicy(hearsay="own_word"))
    one = found(Evidence(x, True), definition=definition).suppose({y: True})
    (piece,) = (piece for piece in one.after.relationship.evidence if piece.criterion == "y")
    assert (one.after.label, piece.attested_by, piece.observed_on) == ("high", Side.SELLER, DAY)


@pytest.mark.parametrize("answers", [[], {"z": True}, {5: True}])
def test_what_is_no_criterion_is_refused(answers: Any) -> None:  # Any: what is refused has every type
    """With the nearest name."""
    with pytest.raises(InvalidValueError):
        found().suppose(answers)


def test_an_answer_outside_the_domain_is_refused() -> None:
    """As evidence would be."""
    with pytest.raises(AnswerError):
        found().suppose({x: "maybe"})
