"""Tests of `relabel.core.definitions.text`: a definition as plain sentences, complete and with one meaning."""

import importlib.util
import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    EvidencePolicy,
    Label,
    Measure,
    Scale,
    Side,
    Standing,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    mean,
    named,
    per_side,
    points,
    share,
)
from relabel.core.definitions.text import outcome_text, to_text
from relabel.core.definitions.wording import Wording
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.model.condition_parts import walk
from relabel.core.model.conditions import AllOf, Is, LabelIs, Ladder, Not
from relabel.plugins.marc import MARC
from relabel.plugins.thetapoint import SELLER
from tests import EXAMPLES
from tests.property.strategies import conditions, definitions, pools

MARC_TEXT = """\
Is it a client or a partner?
  Definition "marc", version 1.
  Source: M/A/R/C Research, "Is It A Client… Or A Partner?" (company blog)

Labels
  The label is given to the buyer. The labels are ranked, the highest first.
  Read from the top: the first label whose condition holds is the one that is given.
  - Partner, if all of these hold:
      - Are the services mostly transactional? No.
      - Is the relationship very important to the buyer? Yes.
      - Is the relationship very important to the seller? Yes.
      - Does the buyer see and understand the benefits? Yes.
      - Does the seller see and understand the benefits? Yes.
      - Is the buyer loyal to the relationship? Yes.
      - Is the seller loyal to the relationship? Yes.
      - Has a favour been called in and granted, such as a discount or a better timeline? Yes.
      - Does the seller have a vested interest in the buyer? Yes.
      - How was the worst issue or mistake so far dealt with? "no issue" or "resolved well".
  - Otherwise client, if this holds:
      - Does the buyer pay the seller for services? Yes.
  - Otherwise no label applies.

For example:
  - "the dry cleaner" gets client: Does the buyer pay the seller for services? Yes. Are the services mostly \
transactional? Yes.
  - "nothing but many years" gets client: For how many years have they done business? 20 years.
  - "important to one side only" gets client: Is the relationship very important to the seller? Yes. Is the \
relationship very important to the buyer? No.
  - "a partner" gets partner: Are the services mostly transactional? No. Is the relationship very important \
to the buyer? Yes. Is the relationship very important to the seller? Yes. Does the buyer see and understand \
the benefits? Yes. Does the seller see and understand the benefits? Yes. Is the buyer loyal to the \
relationship? Yes. Is the seller loyal to the relationship? Yes. Has a favour been called in and granted, \
such as a discount or a better timeline? Yes. Does the seller have a vested interest in the buyer? Yes. Does \
the buyer pay the seller for services? Yes. How was the worst issue or mistake so far dealt with? "resolved \
well".
  - "a blow-up" gets client: Are the services mostly transactional? No. Is the relationship very important to \
the buyer? Yes. Is the relationship very important to the seller? Yes. Does the buyer see and understand the \
benefits? Yes. Does the seller see and understand the benefits? Yes. Is the buyer loyal to the relationship? \
Yes. Is the seller loyal to the relationship? Yes. Has a favour been called in and granted, such as a \
discount or a better timeline? Yes. Does the seller have a vested interest in the buyer? Yes. Does the buyer \
pay the seller for services? Yes. How was the worst issue or mistake so far dealt with? "lost temper".
  - "a friend who pays nothing" gets no label: Does the buyer pay the seller for services? No. Is the buyer \
loyal to the relationship? Yes.

Taken for granted while no evidence on it counts:
  - Does the buyer pay the seller for services? Yes.
  - Is the relationship very important to the buyer? No.
  - Is the relationship very important to the seller? No.
  - Has a favour been called in and granted, such as a discount or a better timeline? No.
  - How was the worst issue or mistake so far dealt with? "no issue".

Not evidence, whatever the answer:
  - For how many years have they done business?

Mentioned, though no label depends on it:
  - Could the services be had from others just as well, as a commodity?

Nobody can change the answer, and no advice asks to:
  - How was the worst issue or mistake so far dealt with?

How evidence is weighed:
  - A label is settled only when no answer that is still open could change it.
  - Evidence from after the day of judgement does not count.
  - Evidence counts however old it is, and also without a date.
  - Where evidence contradicts itself the question stays contested: no answer wins by being later.
  - What one side says about the other does not count, only its own word, records and conduct.

Other words in use:
  - "clients" is read as client.
  - "partners" is read as partner.

The questions, with the names under which evidence is recorded (the answer is yes or no unless given):
  - transactional: Are the services mostly transactional?
  - very_important.buyer: Is the relationship very important to the buyer? About the buyer.
  - very_important.seller: Is the relationship very important to the seller? About the seller.
  - sees_benefits.buyer: Does the buyer see and understand the benefits? About the buyer.
  - sees_benefits.seller: Does the seller see and understand the benefits? About the seller.
  - loyal.buyer: Is the buyer loyal to the relationship? About the buyer.
  - loyal.seller: Is the seller loyal to the relationship? About the seller.
  - favor_granted: Has a favour been called in and granted, such as a discount or a better timeline?
  - vested_interest: Does the seller have a vested interest in the buyer? About the seller.
  - worst_issue: How was the worst issue or mistake so far dealt with? One of 'no_issue', 'resolved_well', \
'resolved_slowly', 'discussed_badly', 'lost_temper'.
  - pays_for_services: Does the buyer pay the seller for services?
  - relationship_years: For how many years have they done business? A number of years.
  - commodity: Could the services be had from others just as well, as a commodity?
"""

SELLER_TEXT = """\
Is the seller a vendor or a partner?
  Definition "thetapoint-seller", version 1.
  Source: ThetaPoint, "Customer or Client? Vendor or Partner? It's all up to you." (company blog)

Labels
  The label is given to the seller. The labels are ranked, the highest first.
  Read from the top: the first label whose condition holds is the one that is given.
  - Partner, if all of these hold:
      - Do the two actually meet? Yes.
      - Do they work together on something important? Yes.
      - Do they interact regularly? Yes.
      - Does the buyer understand what drives the other and its business? Yes.
      - Does the seller understand what drives the other and its business? Yes.
      - At least one of these holds:
          - Has the buyer recommended the seller to somebody else? Yes.
          - Does the buyer see the seller as one who peddles wares? No.
  - Otherwise vendor.

For example:
  - "pencils and paper" gets vendor: Do they work together on something important? No. Do they interact \
regularly? No.
  - "the author's own clients, from their end" gets partner: Do the two actually meet? Yes. Do they work \
together on something important? Yes. Do they interact regularly? Yes. Does the buyer understand what drives \
the other and its business? Yes. Does the seller understand what drives the other and its business? Yes.
  - "seen as a peddler" gets vendor: Do the two actually meet? Yes. Do they work together on something \
important? Yes. Do they interact regularly? Yes. Does the buyer understand what drives the other and its \
business? Yes. Does the seller understand what drives the other and its business? Yes. Does the buyer see the \
seller as one who peddles wares? Yes.
  - "a caller who refers them" gets partner: Do the two actually meet? Yes. Do they work together on \
something important? Yes. Do they interact regularly? Yes. Does the buyer understand what drives the other \
and its business? Yes. Does the seller understand what drives the other and its business? Yes. Does the buyer \
see the seller as one who peddles wares? Yes. Has the buyer recommended the seller to somebody else? Yes.

Taken for granted while no evidence on it counts:
  - Do they interact regularly? No.
  - Does the buyer see the seller as one who peddles wares? No.
  - Has the buyer recommended the seller to somebody else? No.

How evidence is weighed:
  - A label is settled only when no answer that is still open could change it.
  - Evidence from after the day of judgement does not count.
  - Evidence counts however old it is, and also without a date.
  - Where evidence contradicts itself the question stays contested: no answer wins by being later.
  - What one side says about the other counts as any evidence does.

Other words in use:
  - "partners" is read as partner.
  - "vendors" is read as vendor.

The questions, with the names under which evidence is recorded (the answer is yes or no unless given):
  - meet: Do the two actually meet?
  - work_on_something_important: Do they work together on something important?
  - interact_regularly: Do they interact regularly?
  - understands_the_other.buyer: Does the buyer understand what drives the other and its business? About the buyer.
  - understands_the_other.seller: Does the seller understand what drives the other and its business? About the seller.
  - referred_by_buyer: Has the buyer recommended the seller to somebody else?
  - seen_as_peddler: Does the buyer see the seller as one who peddles wares? About the buyer.
"""

ACME_TEXT = """\
Which of Acme's suppliers are partners?
  Definition "acme-suppliers", version 2026.1.
  Source: Acme purchasing handbook, section 4 (made up)

Labels
  The label is given to the seller. The labels are ranked, the highest first.
  Read from the top: the first label whose condition holds is the one that is given.
  - Partner, if all of these hold:
      - Does the buyer share its plans with the other? Yes.
      - Does the seller share its plans with the other? Yes.
      - How do they deliver? "on time" or "early".
      - At least 6 points in all, counting:
          - 2 points if: Are they the only source of what they supply? Yes.
          - 1 point times the level on a scale from 1 to 5: How much do our buyers trust them?
          - 3 points if: What do we spend with them in a year? At least 50000 EUR/year.
  - Otherwise preferred supplier, if all of these hold:
      - How do they deliver? "on time" or "early".
      - What do we spend with them in a year? At least 50000 EUR/year.
  - Otherwise vendor.

For example:
  - "a sole source that we trust" gets partner: Does the buyer share its plans with the other? Yes. Does \
the seller share its plans with the other? Yes. How do they deliver? "on time". Are they the only source \
of what they supply? Yes. How much do our buyers trust them? 4 on a scale from 1 to 5. What do we spend \
with them in a year? 9000 EUR/year.
  - "trusted with much" gets partner: Does the buyer share its plans with the other? Yes. Does the seller \
share its plans with the other? Yes. How do they deliver? "on time". How much do our buyers trust them? 3 \
on a scale from 1 to 5. What do we spend with them in a year? 50000 EUR/year.
  - "much bought, little trusted" gets preferred supplier: Does the buyer share its plans with the other? \
Yes. Does the seller share its plans with the other? Yes. How do they deliver? "on time". How much do our \
buyers trust them? 2 on a scale from 1 to 5. What do we spend with them in a year? 50000 EUR/year.
  - "trusted with little" gets vendor: Does the buyer share its plans with the other? Yes. Does the \
seller share its plans with the other? Yes. How do they deliver? "on time". How much do our buyers trust \
them? 5 on a scale from 1 to 5. What do we spend with them in a year? 49999.99 EUR/year.
  - "we keep our plans" gets preferred supplier: Does the buyer share its plans with the other? No. Does \
the seller share its plans with the other? Yes. How do they deliver? "on time". What do we spend with \
them in a year? 72000 EUR/year.
  - "they keep theirs" gets preferred supplier: Does the buyer share its plans with the other? Yes. How \
do they deliver? "early". How much do our buyers trust them? 5 on a scale from 1 to 5. What do we spend \
with them in a year? 72000 EUR/year.
  - "late" gets vendor: Does the buyer share its plans with the other? Yes. Does the seller share its \
plans with the other? Yes. How do they deliver? "late". Are they the only source of what they supply? \
Yes. How much do our buyers trust them? 5 on a scale from 1 to 5. What do we spend with them in a year? \
900000 EUR/year.
  - "twenty years of pencils" gets vendor: For how many years have they done business? 20 years. How do \
they deliver? "on time". What do we spend with them in a year? 300 EUR/year.

Taken for granted while no evidence on it counts:
  - Are they the only source of what they supply? No.
  - Does the seller share its plans with the other? No.

Not evidence, whatever the answer:
  - For how many years have they done business?

How evidence is weighed:
  - A label is settled only when no answer that is still open could change it.
  - Evidence from after the day of judgement does not count.
  - Evidence counts however old it is, and also without a date.
  - Where evidence contradicts itself the question stays contested: no answer wins by being later.
  - Of several numbers that answer one question the latest counts all the same.
  - What one side says about the other does not count, only its own word, records and conduct.

Other words in use:
  - "strategic partner" is read as partner.
  - "supplier" is read as vendor.

The questions, with the names under which evidence is recorded (the answer is yes or no unless given):
  - shares_plans.buyer: Does the buyer share its plans with the other? About the buyer.
  - shares_plans.seller: Does the seller share its plans with the other? About the seller.
  - delivery: How do they deliver? One of 'late', 'on_time', 'early'.
  - sole_source: Are they the only source of what they supply?
  - trust: How much do our buyers trust them? A whole number from 1 to 5.
  - annual_spend: What do we spend with them in a year? A number of EUR/year.
  - relationship_years: For how many years have they done business? A number of years.
"""


def acme() -> Definition:
    path = EXAMPLES / "acme-suppliers" / "acme_suppliers.py"
    spec = importlib.util.spec_from_file_location("acme_suppliers_for_wording", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Definition = module.SUPPLIERS
    return found


@pytest.mark.parametrize(
    ("definition", "text"),
    [(MARC, MARC_TEXT), (SELLER, SELLER_TEXT), (acme(), ACME_TEXT)],
    ids=["marc", "thetapoint-seller", "acme-suppliers"],
)
def test_the_definitions_at_hand_read_well(definition: Definition, text: str) -> None:
    """The golden texts: what a manager is asked to sign."""
    assert definition.to_text() == f"{text}\nDigest of all that this definition says: {definition.digest}"


pays = Criterion("pays", "Does the buyer pay?")
late = Criterion("late", "Is it late?")
meets = Criterion("meets")
state = Choice("state", "What is it like?", options=["good", "so_so", "bad"])
trust = Scale("trust", "How much trust is there?", low=1, high=5)
risk = Scale("risk", levels=["low", "so_so", "high"])
spend = Measure("spend", "What is spent?", unit="EUR/year")
calls = Measure("calls", "How many calls a year?", unit="count")


asks = Criterion("asks", "Do they ask?", may_be_na=True)
effort = Scale("effort", "How much effort?", low=1, high=3, may_be_na=True)
cost = Measure("cost", "What does it cost?", unit="EUR", may_be_na=True)


def outline(*whens: Condition | Criterion | None) -> list[str]:
    """Give the lines on labels named a, b, c."""
    labels = [Label(name, when) for name, when in zip("abc", whens, strict=False)]
    text = Definition("plain", "A title", labels, source="here").to_text()
    return text.split("\n\n")[1].split("\n")[3:]


def one(condition: Condition) -> list[str]:
    """Give the lines on the condition of a single label, without what is the same for all."""
    first, *lines, last = outline(condition)
    assert last == "  - Otherwise no label applies."
    return [first.removeprefix("  - A, if "), *(line.removeprefix("      - ") for line in lines)]


@pytest.mark.parametrize(
    ("condition", "answered", "denied"),
    [
        (pays.to_condition(), "Does the buyer pay? Yes.", "Does the buyer pay? No."),
        (meets.to_condition(), '"meets": yes.', '"meets": no.'),
        (state.is_("good"), 'What is it like? "good".', 'What is it like? "so so" or "bad".'),
        (state.in_("good", "bad"), 'What is it like? "good" or "bad".', 'What is it like? "so so".'),
        (
            state.in_("good", "bad", "so_so"),
            'What is it like? "good", "so so" or "bad".',
            "What is it like? None of the answers that there are.",
        ),
        (
            trust.in_(1, 4),
            "How much trust is there? 1 or 4 on a scale from 1 to 5.",
            "How much trust is there? 2, 3 or 5 on a scale from 1 to 5.",
        ),
        (
            trust >= 4,
            "How much trust is there? At least 4 on a scale from 1 to 5.",
            "How much trust is there? Below 4 on a scale from 1 to 5.",
        ),
        (
            risk >= "so_so",
            '"risk": at least "so so" on a scale from "low" to "high".',
            '"risk": below "so so" on a scale from "low" to "high".',
        ),
        (spend > 0.5, "What is spent? More than 0.5 EUR/year.", "What is spent? At most 0.5 EUR/year."),
        (spend <= 50_000, "What is spent? At most 50000 EUR/year.", "What is spent? More than 50000 EUR/year."),
        (spend < -1, "What is spent? Below -1 EUR/year.", "What is spent? At least -1 EUR/year."),
        (calls >= 3, "How many calls a year? At least 3.", "How many calls a year? Below 3."),
        (asks.is_(False), "Do they ask? No.", "Do they ask? Yes or not applicable."),
        (asks.to_condition(), "Do they ask? Yes.", "Do they ask? No or not applicable."),
        (asks.applies, "Do they ask? Any answer but not applicable.", "Do they ask? Not applicable."),
        (
            effort.in_(1, "n/a"),
            "How much effort? 1 on a scale from 1 to 3 or not applicable.",
            "How much effort? 2 or 3 on a scale from 1 to 3.",
        ),
        (
            effort >= 2,
            "How much effort? At least 2 on a scale from 1 to 3.",
            "How much effort? Below 2 on a scale from 1 to 3 or not applicable.",
        ),
        (cost < 5, "What does it cost? Below 5 EUR.", "What does it cost? At least 5 EUR or not applicable."),
        (all_of(), "This always holds.", "This never holds."),
        (any_of(), "This never holds.", "This always holds."),
        (at_least(1), "This never holds.", "This always holds."),
        (at_most(1), "This always holds.", "This never holds."),
        (exactly(0), "This always holds.", "This never holds."),
        (points({}) < 1, "This always holds.", "This never holds."),
    ],
    ids=str,
)
def test_a_condition_of_one_line(condition: Condition, answered: str, denied: str) -> None:
    """A question and its answer; a negation is another answer."""
    assert one(condition) == ["this holds:", answered]
    assert one(~condition) == ["this holds:", denied]


@pytest.mark.parametrize(
    ("condition", "holds", "not_"),
    [
        (pays & late, "all of these hold:", "at least one of these does not hold:"),
        (pays | late, "at least one of these holds:", "none of these holds:"),
        (at_least(2, pays, late), "at least 2 of these hold:", "fewer than 2 of these hold:"),
        (at_most(1, pays, late), "at most 1 of these holds:", "more than 1 of these holds:"),
        (exactly(1, pays, late), "exactly 1 of these holds:", "any number but 1 of these holds:"),
    ],
    ids=str,
)
def test_several_conditions_have_a_heading(condition: Condition, holds: str, not_: str) -> None:
    """Each condition is on a line of its own; a negation is in the heading."""
    lines = ["Does the buyer pay? Yes.", "Is it late? Yes."]
    assert one(condition) == [holds, *lines]
    assert one(~condition) == [not_, *lines]


def test_negations_inside_are_answers_too() -> None:
    """A double negation, as nodes can be put together by hand, is none."""
    assert one(~(~pays & late)) == [
        "at least one of these does not hold:",
        "Does the buyer pay? No.",
        "Is it late? Yes.",
    ]
    assert one(Not(Not(pays.to_condition()))) == ["this holds:", "Does the buyer pay? Yes."]


def test_what_named_levels_count_is_said() -> None:
    """Nobody could know it from their names."""
    assert one(points({risk: 2}) >= 3)[1:] == [
        '2 points times the level ("low" is 1, "so so" is 2, "high" is 3): "risk"'
    ]


def test_points_are_a_table() -> None:
    """What is worth what, scales once per level, conditions of several lines below theirs."""
    condition = points({pays: 2, late: -1, (meets & late): 1, trust: 3, (spend >= 5): 0}) >= 3
    assert one(condition) == [
        "at least 3 points in all, counting:",
        "2 points if: Does the buyer pay? Yes.",
        "Minus 1 point if: Is it late? Yes.",
        "1 point if all of these hold:",
        '          - "meets": yes.',
        "          - Is it late? Yes.",
        "3 points times the level on a scale from 1 to 5: How much trust is there?",
        "0 points if: What is spent? At least 5 EUR/year.",
    ]


@pytest.mark.parametrize(
    ("condition", "heading"),
    [
        (points({pays: 1}) > 1, "more than 1 point in all, counting:"),
        (points({pays: 1}) < 1, "fewer than 1 point in all, counting:"),
        (points({pays: 1}) <= -2, "at most minus 2 points in all, counting:"),
        (~(points({pays: 1}) >= 3), "fewer than 3 points in all, counting:"),
    ],
    ids=str,
)
def test_points_by_operator(condition: Condition, heading: str) -> None:
    """Reaching and not reaching are told apart."""
    assert one(condition) == [heading, "1 point if: Does the buyer pay? Yes."]


LENDER = Definition("lender", "Lends", [Label("Any Name", pays), Label('odd "name"', late)], source="there")


def test_a_lent_definition_is_written_once() -> None:
    """Conditions refer to it by name; its own conditions stand in an appendix."""
    borrower = Definition("borrower", "Borrows", [Label("a", LENDER.is_("Any Name"))], source="here")
    labels = [
        Label("a", borrower.is_("a") & LENDER.is_('odd "name"')),
        Label("b", LENDER.is_(None)),
        Label("c", ~LENDER.is_("Any Name")),
    ]
    sections = Definition("plain", "A title", labels, source="here").to_text().split("\n\n")
    assert [sections[1].partition("given.\n")[2], *sections[2:4]] == [
        """\
  - A, if all of these hold:
      - The conditions of definition "borrower" give "a".
      - The conditions of definition "lender" give "odd \\"name\\"".
  - Otherwise b, if this holds:
      - The conditions of definition "lender" give no label.
  - Otherwise c, if this holds:
      - The conditions of definition "lender" do not give "Any Name".
  - Otherwise no label applies.""",
        """\
Definition "borrower" lends its conditions, and nothing else, to those above:
  - A, if this holds:
      - The conditions of definition "lender" give "Any Name".
  - Otherwise no label applies.""",
        """\
Definition "lender" lends its conditions, and nothing else, to those above:
  - Any Name, if this holds:
      - Does the buyer pay? Yes.
  - Otherwise "odd \\"name\\"", if this holds:
      - Is it late? Yes.
  - Otherwise no label applies.""",
    ]


def test_a_label_without_condition_ends_the_list() -> None:
    """The last one is for the rest, or for all."""
    assert outline(None) == ["  - A, always."]
    assert outline(pays, None)[-1] == "  - Otherwise b."


@pytest.mark.parametrize("name", ["no label applies", "x, if this holds:", "x.", '"x"', "a\x1bb", "👍"])
def test_an_odd_name_of_a_label_is_quoted(name: str) -> None:
    """It must not be taken for a sentence of the text."""
    text = Definition("plain", "A title", [Label("a", pays), Label(name)], source="here").to_text()
    quoted = '\\"x\\"' if name == '"x"' else name
    assert f'\n  - Otherwise "{quoted}".\n' in text


def question_lines(*criteria: Criterion | Choice) -> list[str]:
    """Give the lines on criteria, the choices being asked for their first option."""
    wanted = [one if isinstance(one, Criterion) else one.is_(one.options[0]) for one in criteria]
    return one(all_of(*wanted))[1:]


def test_questions_that_could_be_confused_carry_their_names() -> None:
    """The same words, the same but for case, or words that begin another question."""
    same = [Criterion("x", "Is it so?"), Criterion("y", "is it  so?"), Criterion("z", "Is it so? Yes. Or is it?")]
    assert question_lines(*same, pays) == [
        '"x": Is it so? Yes.',
        '"y": is it so? Yes.',
        '"z": Is it so? Yes. Or is it? Yes.',
        "Does the buyer pay? Yes.",
    ]


def test_a_question_cannot_pass_for_another_line() -> None:
    """White space is folded; what looks like a line of the text carries its name."""
    odd = [
        Criterion("x", "They\n  - pay"),
        Criterion("y", 'The conditions of definition "d" give'),
        Criterion("z", '"x"'),
    ]
    assert question_lines(*odd) == [
        "They - pay: yes.",
        '"y": The conditions of definition "d" give: yes.',
        '"z": "x": yes.',
    ]


def test_the_words_of_a_choice_stay_apart() -> None:
    """Underscores are shown as spaces only where no two words become the same."""
    apart = Choice("apart", "Which?", options=["a_b", 'a"b'])
    alike = Choice("alike", "What?", options=["a_b", "a b", "a\nb"])
    assert question_lines(apart, alike) == ['Which? "a b".', 'What? "a_b".']
    assert one(alike.in_("a b", "a\nb")) == ["this holds:", 'What? "a b" or "a\\nb".']


def test_a_question_in_several_wordings_is_one_question() -> None:
    """A lent definition may ask for the same criterion in other words."""
    reworded = Definition("lender", "Lends", [Label("x", Criterion("pays", "Do they pay?"))], source="there")
    text = Definition("plain", "A title", [Label("a", pays & reworded.is_("x"))], source="here").to_text()
    assert '\n      - "pays": Does the buyer pay? Yes.\n' in text
    assert '\n      - "pays": Do they pay? Yes.\n' in text
    assert '\n  - pays: Does the buyer pay? Also worded: "Do they pay?".' in text


FULL = Definition(
    "full",
    "All  that\ncan be said",
    [Label("partner", pays & (trust >= 4) & (spend >= 1)), Label("client")],
    given_to=None,
    ordered=False,
    source="A\nhandbook",
    version="2",
    presume={pays: True, state: "so_so", calls: 3},
    disregard=[late],
    remarks=["gut  feeling"],
    mentions=[meets],
    policy=EvidencePolicy(shelf_life=timedelta(days=365), conflicts="latest", hearsay="disregard")
    .override(trust, shelf_life=timedelta(days=1), hearsay="accept")
    .override(spend, shelf_life=None, conflicts="contested")
    .override(pays),
    aliases={"Mates\n": "partner"},
)


def test_everything_that_a_definition_says_is_in_its_text() -> None:
    """What the command line shows, in sentences."""
    overlay = FULL.evolve(version="3")
    assert (
        overlay.to_text()
        == f"""\
All that can be said
  Definition "full", version 3.
  Source: A handbook

Labels
  The label is given to the relationship as a whole. The labels are not ranked.
  Read from the top: the first label whose condition holds is the one that is given.
  - Partner, if all of these hold:
      - Does the buyer pay? Yes.
      - How much trust is there? At least 4 on a scale from 1 to 5.
      - What is spent? At least 1 EUR/year.
  - Otherwise client.

Taken for granted while no evidence on it counts:
  - Does the buyer pay? Yes.
  - What is it like? "so so".
  - How many calls a year? 3.

Not evidence, whatever the answer:
  - Is it late?

Remarks, which are no evidence:
  - "gut feeling"

Mentioned, though no label depends on it:
  - "meets"

How evidence is weighed:
  - A label is settled only when no answer that is still open could change it.
  - Evidence from after the day of judgement does not count.
  - Evidence that is more than 365 days old does not count, nor does any without a date.
  - Where evidence contradicts itself the latest counts.
  - What one side says about the other does not count, only its own word, records and conduct.
  - No question is about a side, so that nothing is set aside for this.
  - Differently for: How much trust is there?
      - Evidence that is more than 1 day old does not count, nor does any without a date.
      - What one side says about the other counts as any evidence does.
  - Differently for: What is spent?
      - Evidence counts however old it is, and also without a date.
      - Where evidence contradicts itself the question stays contested: no answer wins by being later.
      - Of several numbers that answer one question the latest counts all the same.
  - Differently for: Does the buyer pay?
      - Evidence that is more than 365 days old does not count, nor does any without a date.
      - Where evidence contradicts itself the latest counts.
      - What one side says about the other does not count, only its own word, records and conduct.
      - No question is about a side, so that nothing is set aside for this.

Other words in use:
  - "Mates\\n" is read as partner.

The questions, with the names under which evidence is recorded (the answer is yes or no unless given):
  - pays: Does the buyer pay?
  - trust: How much trust is there? A whole number from 1 to 5.
  - spend: What is spent? A number of EUR/year.
  - state: What is it like? One of 'good', 'so_so', 'bad'.
  - calls: How many calls a year? A number.
  - late: Is it late?
  - meets: no question is written down.

Made from definition "full", version 2, with the digest {FULL.digest}.

Digest of all that this definition says: {overlay.digest}"""
    )


def test_a_question_about_a_side_says_so() -> None:
    """So that it can be seen whose word is hearsay."""
    loyal = per_side("loyal", "Is the {side} loyal?")
    text = Definition("plain", "A title", [Label("a", loyal.both)], source="here", given_to=Side.SELLER).to_text()
    assert "\n  The label is given to the seller. The labels are ranked, the highest first.\n" in text
    assert "\n  - loyal.buyer: Is the buyer loyal? About the buyer.\n" in text


def differ(first: Condition, second: Condition) -> bool:
    """Say whether some answers meet one condition and not the other."""
    odd = any_of(all_of(first, ~second), all_of(~first, second))
    return compile_diagram([Label("x", odd)]).leaves != (None,)


def text_of(condition: Condition) -> str:
    """Give the text of a definition with this condition, without what the digest adds."""
    return to_text(Definition("plain", "A title", [Label("a", condition)], source="here"), "").rpartition("\n\n")[0]


def small_conditions() -> Iterable[Condition]:
    """Give every condition of a few atoms and two levels, with questions that are easily confused."""
    first, second = Criterion("first", "Is it so?"), Criterion("second", "Is it so?")
    atoms: list[Condition] = [
        first.to_condition(),
        second.to_condition(),
        state.in_("good", "bad"),
        trust > 2,
        trust <= 2,
        spend > 1,
    ]

    def level(below: list[Condition], with_: list[Condition]) -> list[Condition]:
        found: list[Condition] = [~condition for condition in below]
        for pair in itertools.product(below, with_):
            found += [all_of(*pair), any_of(*pair)]
            found += [count(k, *pair) for count in (at_least, at_most, exactly) for k in (0, 1, 2)]
            found += [
                points(dict(zip(pair, weights, strict=True))) >= 2 for weights in ((1, 1), (2, 1), (2, -1), (0, 2))
            ]
        return found

    once = level(atoms, atoms)
    yield from once
    yield from level(once[::3], atoms[:2])
    yield from (
        points({trust: weight, one: 1}).compare(">", goal) for weight in (1, 2) for goal in (1, 3) for one in atoms
    )


def test_equal_texts_mean_the_same() -> None:
    """Conditions that differ in and, or, not, answers or thresholds have different texts: all small ones."""
    by_text: defaultdict[str, list[Condition]] = defaultdict(list)
    for condition in small_conditions():
        by_text[text_of(condition)].append(condition)
    assert len(by_text) > 2000
    shared = [some for some in by_text.values() if len(some) > 1]
    assert len(shared) > 10  # a negation and the answers that remain, for example
    assert [some for some in shared if any(differ(some[0], other) for other in some[1:])] == []


@given(st.data())
def test_equal_texts_of_any_conditions_mean_the_same(data: st.DataObject) -> None:
    """As above, for two conditions of any kind, lent definitions included."""
    pool: tuple[AnyCriterion, ...] = data.draw(pools())[:2]
    lent = [data.draw(definitions(pool, name="lent", nesting=0))] if data.draw(st.booleans()) else []
    depth = data.draw(st.integers(0, 2))
    first, second = (data.draw(conditions(pool, lent, depth=depth)) for _ in range(2))
    if differ(first, second):
        assert text_of(first) != text_of(second)


@given(st.data())
def test_the_text_of_any_definition_is_whole(data: st.DataObject) -> None:
    """Every label, criterion, alias and the digest occur, on lines that begin as lines of the text do."""
    definition: Definition = data.draw(definitions(data.draw(pools())))
    text = definition.to_text()
    starts = [f"\n  - {criterion.name}: " for criterion in definition.criteria]
    ladders = [f'\nDefinition "{one}" lends' for one in sorted({one.name for one in lent_to(definition)})]
    for part in (*starts, *ladders, *(f'"{word}" is read' for word in definition.aliases), definition.digest):
        assert text.count(part) == 1, part
    assert definition.evolve(based_on=None).to_text() == text


def test_parts_with_a_name_are_written_once() -> None:
    """By their titles, as long as no two have the same; the names are there, too."""
    fit = named("fit", at_least(2, pays, late, trust >= 3), "Good fit")
    score = named("score", points({pays: 2, trust: 1}))
    text = Definition("one", "T", [Label("a", fit & (score >= 5)), Label("b", ~fit)], source="s").to_text()
    for line in (
        '      - "Good fit" holds.',
        '      - At least 5 points of "score".',
        '      - "Good fit" does not hold.',
        '"Good fit" (fit) holds, if at least 2 of these hold:',
        '"score" counts:',
    ):
        assert text.splitlines().count(line) == 1, (line, text)
    twin = named("twin", pays, "Good fit")
    text = Definition("one", "T", [Label("a", fit), Label("b", twin)], source="s").to_text()
    assert '"fit" holds.' in text
    assert '"twin" (twin) holds, if this holds:' in text
    empty = Definition("one", "T", [Label("a", named("none", points({})) >= 1)], source="s").to_text()
    assert '"none" counts:\n  Nothing.' in empty


def lent_to(definition: Definition) -> list[Ladder]:
    """Give what other definitions lend to the conditions of one."""
    parts = [part for label in definition.labels if label.when is not None for part in walk(label.when)]
    return [part.ladder for part in parts if isinstance(part, LabelIs)]


ASKED = Definition(
    "asked", "t", [Label("a", all_of(pays, state.is_("good"), trust >= 2, risk >= "high", spend > 1))], source="s"
)
WANTED = [
    ("pays", 0b10, "yes"),
    ("pays", 0b11, "no or yes"),
    ("state", 0b110, '"so so" or "bad"'),
    ("state", 0, "none of the answers that there are"),
    ("trust", 0b11000, "at least 4 on a scale from 1 to 5"),
    ("trust", 0b10010, "2 or 5 on a scale from 1 to 5"),
    ("risk", 0b110, 'at least "so so" on a scale from "low" to "high"'),
    ("spend", 0b10, "more than 1 EUR/year"),
]


@pytest.mark.parametrize(("name", "cells", "text"), WANTED)
def test_answers_that_are_wanted_are_written(name: str, cells: int, text: str) -> None:
    """As in a condition, from the bits of the diagram; not all of them need be next to each other."""
    (variable,) = (one for one in ASKED.diagram.variables if one.criterion.name == name)
    assert Wording(ASKED).wanted(variable, cells) == text


@pytest.mark.parametrize(
    ("answer", "criterion", "text"),
    [
        (True, pays, "yes"),
        ("so_so", state, '"so so"'),
        ("awful", state, "awful"),
        (3, trust, "3 on a scale from 1 to 5"),
        (9, trust, "9"),
        ("high", None, "high"),
        (7, spend, "7 EUR/year"),
    ],
)
def test_one_answer_is_written_as_the_criterion_has_it(
    answer: Answer, criterion: AnyCriterion | None, text: str
) -> None:
    """In its words and unit; as it was given where it is none of its answers, or nobody knows the criterion."""
    assert Wording(ASKED).answered_alone(answer, criterion) == text


def test_names_take_the_place_of_sides_in_all_questions() -> None:
    """Questions that become alike by that carry their names, so that none can be taken for the other."""
    both = Definition(
        "both", "t", [Label("a", Criterion("x", "Does the buyer pay?") & Criterion("y", "Does Ash pay?"))], source="s"
    )
    words = Wording(both, lambda question: question.replace("the buyer", "Ash"))
    assert [words.question(one) for one in both.criteria] == ['"x": Does Ash pay?', '"y": Does Ash pay?']
    assert [Wording(both).question(one) for one in both.criteria] == ["Does the buyer pay?", "Does Ash pay?"]


def test_nodes_put_together_by_hand_are_written_too() -> None:
    """The node types take what the functions would refuse or simplify."""
    assert one(Is(pays, (False, True))) == ["this holds:", "Does the buyer pay? No or yes."]
    assert one(AllOf((pays.to_condition(),))) == ["all of these hold:", "Does the buyer pay? Yes."]


def test_which_questions_may_not_apply_is_said() -> None:
    """Beside the questions, with the other answers."""
    text = Definition("d", "t", [Label("a", asks & (effort >= 2) & (cost < 5))], source="here").to_text()
    assert "asks: Do they ask? Yes, no or n/a." in text
    assert "effort: How much effort? A whole number from 1 to 3, or 'n/a'." in text
    assert "cost: What does it cost? A number of EUR, or 'n/a'." in text


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (EvidencePolicy(shelf_life="2 years"), "Evidence that is more than 2 years old does not count"),
        (EvidencePolicy(conflicts="yes_wins"), "Where evidence contradicts itself on yes or no, one yes is enough."),
        (EvidencePolicy(requires="source"), "Evidence counts only with a source."),
        (
            EvidencePolicy(requires=["source", "attested_by"]),
            "Evidence counts only with a source and somebody whose word it is.",
        ),
    ],
)
def test_how_evidence_is_weighed_is_a_sentence(policy: EvidencePolicy, sentence: str) -> None:
    """For all criteria, and for a single one beneath its question."""
    one = Definition("d", "t", [Label("a", pays)], source="s", policy=policy)
    other = one.evolve(policy=EvidencePolicy().override(pays, **{f.name: getattr(policy, f.name) for f in RULES}))
    assert f"\n  - {sentence}" in one.to_text()
    assert f"\n      - {sentence}" in other.to_text()


RULES = [field for field in attrs.fields(EvidencePolicy) if field.name != "overrides"]


def test_an_average_says_what_counts_how_often() -> None:
    """A scale by its level, a condition as 1 or 0; of a share all count alike."""
    trust = Scale("trust", "How much trust?", low=1, high=5)
    pays, late = Criterion("pays", "Do they pay?"), Criterion("late", "Are they late?")
    score = named("score", mean({trust: 2, pays: 1}), "Score")
    labels = [Label("good", score >= 3), Label("fair", share(pays, late) > 0.5), Label("poor")]
    text = " ".join(Definition("d", "Good?", labels, source="here").to_text().split())
    assert "Counted 2 times, the level on a scale from 1 to 5: How much trust?" in text
    assert "Counted once, 1 or else 0 if: Do they pay? Yes." in text
    assert "Counted" not in text.partition("Fair")[2].partition("Poor")[0]


def test_an_outcome_is_written_in_a_line() -> None:
    """With the standing, or with what is possible where it is open, the highest first."""
    possible = {None, "client", "partner"}
    assert outcome_text("client", Standing.SETTLED, {"client"}, MARC) == "client (settled)"
    assert outcome_text(None, Standing.PRESUMED, possible, MARC) == "no label (presumed)"
    assert outcome_text(None, Standing.OPEN, possible, MARC) == "open; partner or client or no label"


@pytest.mark.parametrize(("least", "text"), [(1, "or none applies"), (2, "or fewer than 2 apply")])
def test_an_average_that_is_not_reached_says_when_there_is_none(least: int, text: str) -> None:
    """As no comparison holds then, what is denied does."""
    first, second = (Scale(name, f"How is {name}?", low=1, high=5, may_be_na=True) for name in ("price", "speed"))
    denied = ~(mean({first: 2, second: 1}, at_least_answered=least) >= 3)
    definition = Definition("d", "t", [Label("a", denied), Label("b")], source="s")
    assert f"is below 3, {text}:" in definition.to_text()
