"""Tests of `relabel.learning.cases`: cases read as people speak."""

import pytest

from relabel import Choice, Criterion, Measure, Scale
from relabel.learning.cases import describe, said

pays = Criterion("pays_bills", "Do they pay their bills?")
issue = Choice("issue", "How was the worst issue dealt with?", options=["lost_temper", "well"])
spend = Measure("spend", "What do they spend?", unit="EUR")
trust = Scale("trust", low=1, high=5)


@pytest.mark.parametrize(
    ("criterion", "answer", "text"),
    [
        (pays, True, "they pay their bills"),
        (pays, False, "they do not pay their bills"),
        (
            Criterion("x", "Has a favour ever been granted, such as a discount?"),
            False,
            "a favour has not been granted, such as a discount",
        ),
        (Criterion("x", "Does the buyer pay?"), False, "the buyer does not pay"),
        (Criterion("x", "Is the client list shared?"), True, "is the client list shared: yes"),
        (Criterion("x", "Do both sides share plans?"), True, "both sides share plans"),
        (Criterion("x", "Is a product recall open?"), False, "is a product recall open: no"),
        (
            Criterion("x", "Do our managing director and theirs meet?"),
            False,
            "do our managing director and theirs meet: no",
        ),
        (Criterion("x", "Does each of us know why?"), True, "does each of us know why: yes"),
        (Criterion("x", "Am I glad?"), True, "am I glad: yes"),
        (Criterion("x", "I am glad"), True, "I am glad: yes"),
        (Criterion("x", "VAT paid?"), True, "VAT paid: yes"),
        (Criterion("x", "Will I be glad?"), False, "I will not be glad"),
        (Criterion("sole_source"), True, "sole source: yes"),
        (issue, "lost_temper", "how was the worst issue dealt with: lost temper"),
        (spend, 5, "what do they spend: 5 EUR"),
        (trust, 2, "trust: 2 of 5"),
        (Scale("trust", low=0, high=5), 2, "trust: 2 on a scale from 0 to 5"),
        (Scale("risk", levels=["low", "very high"]), "very high", "risk: very high"),
    ],
)
def test_an_answer_is_said_as_part_of_a_sentence(criterion: Criterion, answer: object, text: str) -> None:
    """Made of the question where it is simple; else the question with the answer."""
    assert said(criterion, answer, {}) == text  # type: ignore[arg-type]  # answers of any kind


def test_an_answer_is_said_in_the_words_given_for_it() -> None:
    """One answer may have words and the other none."""
    sayings = {"issue": {"lost_temper": "they lost their temper once"}}
    assert said(issue, "lost_temper", sayings) == "they lost their temper once"  # type: ignore[arg-type]  # a dict of dicts
    assert said(issue, "well", sayings) == "how was the worst issue dealt with: well"  # type: ignore[arg-type]  # as above


def test_a_case_is_described_by_its_exceptions() -> None:
    """From the one in which all is well or from that in which nothing is, whichever is shorter."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abcdefgh"]

    def text(yes: str) -> str:
        case, best, worst = ({one.name: one.name in some for one in criteria} for some in (yes, "abcdefgh", ""))
        return describe(case, best, worst, criteria, {})

    assert text("abcdefgh") == "All is well."
    assert text("") == "Nothing is well."
    assert text("bcdefgh") == "All is well, except: it is not a."
    assert text("cdefgh") == "All is well, except: it is not a; and it is not b."
    assert text("ab") == "Nothing is well, except: it is a; and it is b."
    assert text("abcd") == "All is well, except: it is not e; it is not f; it is not g; and it is not h."
