"""Tests of `relabel.core.classification.explanation`: what is promised of the text, not its wording."""

import pickle
from collections.abc import Iterable
from datetime import date

import pytest

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    at_least,
)
from relabel.core.classification import explanation
from relabel.core.classification.explanation import explain, label_text, labels_text
from relabel.errors import InvalidValueError

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


# The way to a label

w = Criterion("w", "Do they say so?", about=Side.BUYER)
trust = Scale("trust", "How much trust is there?", low=1, high=5)
spend = Measure("spend", "What is spent?", unit="EUR/year")


def way(toward: str | None, *evidence: Evidence, definition: Definition = DEFINITION, fixed: Iterable[str] = ()) -> str:
    """Explain what a label takes."""
    one = Classification(Relationship("Buyer Ltd", "Seller Ltd", evidence=evidence), definition, DAY)
    return explain(one, toward=toward, fixed=fixed)


def define(*labels: Label) -> Definition:
    """Give a definition of some labels."""
    return Definition("acme", "Acme's words", labels, source="handbook, page 3")


def lines_with(text: str, *parts: str) -> list[str]:
    """Give the lines that hold all the parts."""
    return [line for line in text.splitlines() if all(part in line for part in parts)]


def test_what_rules_a_label_out_is_shown_with_the_answer_that_it_needs() -> None:
    """What was found, what would be needed, and where the finding can be looked up."""
    definition = define(Label("high", (spend >= 100) & x), Label("low"))
    text = way("high", Evidence("spend", 5, source="ledger"), definition=definition)
    (found,) = lines_with(text, "What is spent?", "5 EUR/year", "at least 100 EUR/year", "high")
    assert "ledger" in text[text.index(found) :].splitlines()[1]


def test_each_step_says_how_it_is_taken() -> None:
    """To change what is known, to show what is not, to clear up what is contested; and whom to ask."""
    definition = define(Label("high", x & w & z & (trust >= 4)), Label("low"))
    pieces = [Evidence("x", False), Evidence("z", True), Evidence("z", False), Evidence("trust", 2)]
    text = way("high", *pieces, definition=definition)
    steps = text[text.index("To be high") :].split("\n\n")[0]
    assert len(lines_with(steps, "Is it so?", "yes", "change", "no")) == 1
    assert len(lines_with(steps, "Do they say so?", "yes", "show", "the buyer")) == 1
    assert len(lines_with(steps, "And the third?", "yes", "clear")) == 1
    assert len(lines_with(steps, "How much trust is there?", "at least 4", "change", "2")) == 1
    assert (len(steps.splitlines()), "2 things have to change and 2 things have to be shown" in steps) == (5, True)


def test_a_contested_answer_that_has_to_be_changed_shows_both() -> None:
    """Neither of the stories would do."""
    definition = define(Label("high", trust >= 4), Label("low"))
    text = way("high", Evidence("trust", 2), Evidence("trust", 3), definition=definition)
    assert len(lines_with(text, "at least 4", "change", "2 and 3")) == 1


def test_whom_to_ask_is_said_for_questions_about_a_side_only() -> None:
    """Anybody may know the rest."""
    text = way("middle", definition=DEFINITION)
    assert (len(lines_with(text, "Is it so?", "show")), lines_with(text, "Is it so?", "ask the")) == (1, [])


def test_what_the_way_names_is_not_asked_for_again() -> None:
    """The other questions that matter are; where none is left, that is said."""
    text = way("middle")
    assert [len(lines_with(text, question)) for question in ("Is it so?", "  y", "And the third?")] == [1, 1, 1]
    text = way("high", Evidence("x", True))
    assert (len(lines_with(text, "  y")), "high or middle" in text) == (1, True)


def test_what_is_missing_for_a_possible_label_leaves_alone_what_is_known() -> None:
    """It says what to show, not what to change, unless something is fixed."""
    definition = define(Label("high", (x & y) | z), Label("low"))
    assert missing(way("high", Evidence("z", False), definition=definition), "Is it so? yes", "  y: yes") == []
    text = way("high", Evidence("z", False), definition=definition, fixed=["x"])
    assert lines_with(text, "And the third?", "change") != []


def test_a_label_that_is_presumed_still_has_to_be_shown() -> None:
    """Nothing is ruled out; the way says what would settle it."""
    definition = define(Label("high", x), Label("low")).evolve(presume={x: False})
    text = way("low", definition=definition)
    assert ("Not low" in text, len(lines_with(text, "Is it so?", "no", "show"))) == (False, 1)


def test_a_label_that_is_settled_takes_nothing() -> None:
    """And that is said, whatever is fixed."""
    pieces = [Evidence("x", True), Evidence("y", False)]
    done = "\nIt is middle for certain: nothing has to change, nor to be shown.\n"
    assert way("middle", *pieces).replace(done, "") == explained(*pieces, as_of=DAY)
    assert way("middle", *pieces, fixed=["x", "z"]).replace(done, "") == explained(*pieces, as_of=DAY)
    assert done in way("middle", *pieces)


def test_the_lowest_label_is_not_reached_by_a_higher_one() -> None:
    """Who asks what it takes to be called the least means that."""
    assert "To be low for certain" in way("low")
    assert "To be middle or higher for certain" in way("middle")


def test_what_is_fixed_and_rules_a_label_out_is_named() -> None:
    """With its answer and origin; there is no way then."""
    text = way("high", Evidence("x", False, source="call 7"), Evidence("y", True), fixed=["x", "y"])
    blocked = text[text.index("Nothing else") :].split("\n\n")[0]
    assert missing(blocked, "high", "Is it so? no", "call 7") == []
    assert ("To be" in text, lines_with(blocked, "  y")) == (False, [])


def test_what_is_fixed_and_not_known_is_named_as_such() -> None:
    """It can never be shown."""
    text = way("high", fixed=["y"])
    assert len(lines_with(text[text.index("Nothing else") :].split("\n\n")[0], "  y", "not known")) == 1


def test_what_is_fixed_is_left_alone_by_the_steps() -> None:
    """Another way is shown."""
    definition = define(Label("high", x | (y & z)), Label("low"))
    text = way("high", Evidence("x", False), definition=definition, fixed=["x"])
    assert [bool(lines_with(text, part, "show")) for part in ("Is it so?", "  y", "And the third?")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("fixed", [[], ["x", "y"]])
def test_a_label_that_nobody_gets_is_said_to_be_one(fixed: list[str]) -> None:
    """Nothing that is known is to blame, and nothing could be done."""
    definition = define(Label("high", x), Label("never", x & y), Label("low"))
    text = way("never", Evidence("x", False), definition=definition, fixed=fixed)
    assert (len(lines_with(text, "No relationship", "never")), "Not never" in text, "To be" in text) == (
        1,
        False,
        False,
    )


def test_fixed_names_may_come_one_by_one() -> None:
    """They are gone through once."""
    pieces = [Evidence("x", False), Evidence("y", True)]
    assert way("high", *pieces, fixed=iter(["x"])) == way("high", *pieces, fixed=["x"])


@pytest.mark.parametrize(("toward", "fixed"), [("higher", []), ("high", ["xx"]), ("middle", ["xx"])])
def test_unknown_labels_and_criteria_are_refused(toward: str, fixed: list[str]) -> None:
    """Also where the label is settled."""
    with pytest.raises(InvalidValueError):
        way(toward, Evidence("x", True), Evidence("y", False), fixed=fixed)


WAY = """\
Buyer Ltd: middle (settled)
  the buyer; the seller is Seller Ltd
  by acme (version 1): Acme's words
  on the evidence up to 2026-01-31

Because (this is enough, there may be more)
  Is it so? yes
    - yes: call 7
  y: no
    - no: no date or source given

Not high, because (this is enough to rule it out, there may be more)
  y: no; high needs: yes
    - no: no date or source given

To be high for certain: 1 thing has to change
  y: yes (change it: it is no now)
"""


def test_a_golden_way() -> None:
    """As a reader sees it: why, why not, and what it would take."""
    assert way("high", Evidence("x", True, source="call 7"), Evidence("y", False)).startswith(WAY)


def test_the_number_of_steps_is_not_said_to_be_the_least_where_it_is_not() -> None:
    """Three things can be shown, or one be changed: fewer will do."""
    definition = define(Label("high", (x & y & w) | z), Label("low"))
    text = way("high", Evidence("z", False), definition=definition)
    assert "3 steps, and no fewer will do" not in text


@pytest.mark.parametrize("fixed", ["x", 3])
def test_wrong_names_of_what_is_fixed_are_refused(fixed: Iterable[str]) -> None:
    """As `path_to` refuses them."""
    with pytest.raises(InvalidValueError):
        way("high", fixed=fixed)


def test_wrong_names_are_refused_without_a_label_too() -> None:
    """A misspelt name is never ignored silently."""
    with pytest.raises(InvalidValueError):
        way(None, fixed=["xx"])


def test_no_fixed_names_may_come_one_by_one_too() -> None:
    """An iterator without names fixes nothing, as an empty list does."""
    definition = define(Label("high", (x & y) | z), Label("low"))
    arguments = ("high", Evidence("z", False))
    assert way(*arguments, definition=definition, fixed=iter([])) == way(*arguments, definition=definition)


def test_counts_read_the_same_whether_they_are_kept_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are kept for speed only, and not without end."""
    for most in (0, 10_000):
        monkeypatch.setattr(explanation, "MAX_KEPT", most)
        counted = Definition("d", "t", [Label("a", at_least(2, x, y, z))], source="s", version=str(most))
        for _ in range(2):
            text = explained(Evidence("x", True), definition=counted)
            assert "\nCounted\n  1 to 3 of 3 (a: at least 2), from x, y, z\n" in text
