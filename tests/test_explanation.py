"""Tests of `relabel.explanation`: what is promised of the text, not its wording."""

import pickle
from datetime import date

import pytest

from relabel import Classification, Criterion, Definition, Evidence, Label, Relationship, Side
from relabel.explanation import explain, label_text, labels_text

x = Criterion("x", "Is it so?")
y = Criterion("y")
z = Criterion("z", "And the third?")
DEFINITION = Definition(
    "acme", "Acme's words", [Label("high", x & y), Label("middle", x), Label("low", z)], source="handbook, page 3"
)
DAY = date(2026, 1, 31)


def explained(*evidence: Evidence, definition: Definition = DEFINITION, as_of: date | None = None) -> str:
    """Explain a relationship with some evidence."""
    return explain(Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=evidence), definition, as_of))


def missing(text: str, *parts: str) -> list[str]:
    """Give the parts that the text does not hold."""
    return [part for part in parts if part not in text]


def test_labels_are_written_highest_first() -> None:
    """Several labels in the order of their ranks, "no label" last."""
    one = Classification(Relationship("B", "S"), DEFINITION)
    places = [
        labels_text(one.possible, one.definition).index(label_text(label)) for label in ("high", "middle", "low", None)
    ]
    assert places == sorted(places)


def test_no_label_has_words() -> None:
    """None is never shown to people."""
    assert (label_text("x"), "None" in label_text(None)) == ("x", False)


def test_the_text_names_company_label_standing_and_definition() -> None:
    """Who is called what, how certain, by which definition, from which document, and its digest."""
    text = explained(Evidence("x", True), Evidence("y", False))
    parts = ("Buyer Ltd", "middle", "settled", "acme", "Acme's words", "handbook, page 3", DEFINITION.digest[:12])
    assert missing(text, *parts) == []


@pytest.mark.parametrize(("given_to", "named"), [(Side.SELLER, "Seller Ltd"), (None, "Buyer Ltd buys from Seller Ltd")])
def test_the_company_is_that_of_the_side_that_wears_the_label(given_to: Side | None, named: str) -> None:
    """Or both, for a label of the whole relationship."""
    text = explained(definition=DEFINITION.evolve(given_to=given_to))
    assert text.splitlines()[0].startswith(named)


def test_the_day_of_judgement_is_shown() -> None:
    """An answer holds as of a day."""
    assert missing(explained(as_of=DAY), "2026-01-31") == []


def test_reasons_come_with_question_answer_and_origin() -> None:
    """Every reason can be looked up."""
    text = explained(Evidence("x", True, observed_on=DAY, source="call 7"), Evidence("y", False))
    assert missing(text, "Is it so?", "yes", "2026-01-31", "call 7") == []


def test_what_was_presumed_is_shown_as_presumed() -> None:
    """Presumptions are never hidden."""
    text = explained(definition=DEFINITION.evolve(presume={x: False, z: True}))
    assert missing(text, "low", "presumed", "And the third?") == []


def test_what_is_missing_is_asked_for() -> None:
    """Open labels, and the questions whose answers are not known; a criterion without a question by its name."""
    text = explained(Evidence("z", True))
    assert missing(text, "open", "high or middle or low", "Is it so?", "y") == []


def test_an_open_label_says_at_least_what() -> None:
    """The floor is known even where the label is not."""
    assert missing(explained(Evidence("x", True)), "open", "at least middle") == []


def test_contested_evidence_is_shown_both_ways() -> None:
    """Both stories, with their origins."""
    text = explained(Evidence("x", True, source="call 7"), Evidence("x", False, source="mail 8"))
    assert missing(text, "ontested", "no and yes", "call 7", "mail 8") == []


def test_what_was_set_aside_is_shown_with_the_reason() -> None:
    """Nothing is dropped silently, and a slip of the pen gets a proposal."""
    text = explained(Evidence("xx", True, source="row 9"), Evidence("x", True, observed_on=date.max), as_of=DAY)
    assert missing(text, "xx", "row 9", "9999-12-31") == []


def test_a_label_that_is_given_whatever_the_answers_says_so() -> None:
    """Without a reason there is still a sentence."""
    text = explained(definition=Definition("d", "t", [Label("always")], source="s"))
    assert missing(text, "always", "settled", "Because") == []


def test_the_text_is_the_same_for_the_same_evidence() -> None:
    """Order, repeats and a trip through pickle change nothing."""
    pieces = [Evidence("x", True), Evidence("x", False), Evidence("zz", 1), Evidence("y", True, observed_on=DAY)]
    twin = pickle.loads(pickle.dumps(DEFINITION))  # noqa: S301  # our own bytes
    assert explained(*pieces) == explained(*pieces[::-1], *pieces, definition=twin)


def test_the_text_is_plain() -> None:
    """No colour and no control signs, whatever the terminal."""
    text = explained(Evidence("x", True), Evidence("y", False))
    assert all(sign.isprintable() or sign == "\n" for sign in text)


GOLDEN = """\
Buyer Ltd: middle (settled)
  the buyer; the seller is Seller Ltd
"""


def test_a_golden_beginning() -> None:
    """The first lines as a reader sees them: the answer comes first."""
    assert explained(Evidence("x", True), Evidence("y", False)).startswith(GOLDEN)
