"""Tests of `relabel.core.audits.agreement`: who agrees with whom on what."""

from datetime import date
from fractions import Fraction

import pytest

from relabel import Answer, Choice, Criterion, Definition, Evidence, Label, Measure, Relationship, Scale, Side
from relabel.core.audits.agreement import FEW, Shared, agreement, alpha

WIKIPEDIA = [  # three observers of fifteen units; Wikipedia, "Krippendorff's alpha" (2024)
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
]
KRIPPENDORFF = [  # four observers of twelve units; K. Krippendorff, Computing Krippendorff's alpha-reliability (2011)
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
]
nominal = Choice("kind", options=["1", "2", "3", "4", "5"])
ordinal = Scale("level", low=1, high=5)
interval = Measure("number", unit="count")


def units(rows: list[str]) -> list[list[int]]:
    """Give what the observers say of each unit of which several say something."""
    columns = zip(*(row.split() for row in rows), strict=True)
    found = [[int(one) for one in column if one != "*"] for column in columns]
    return [one for one in found if len(one) > 1]


@pytest.mark.parametrize(
    ("rows", "published"),
    [(WIKIPEDIA, ("0.691", "0.807", "0.811")), (KRIPPENDORFF, ("0.743", "0.815", "0.849"))],
    ids=["Wikipedia", "Krippendorff"],
)
def test_alpha_is_as_published(rows: list[str], published: tuple[str, str, str]) -> None:
    """Of words, of levels, and of numbers."""
    given = units(rows)
    of_words = alpha([[str(one) for one in unit] for unit in given], nominal)
    found = [of_words, alpha(given, ordinal), alpha(given, interval)]
    assert tuple(f"{float(one or 0):.3f}" for one in found) == published


def test_alpha_of_the_extremes() -> None:
    """All agree, all differ, nothing varies, nothing is there."""
    pays = Criterion("pays", may_be_na=True)
    assert alpha([[True, True], [False, False]], pays) == 1
    assert alpha([[True, False]] * 2, pays) == Fraction(-1, 2)
    assert alpha([[True, True], [True, True]], pays) is None
    assert alpha([], pays) is None
    assert alpha([[True, "n/a"], [False, False]], pays) == Fraction(2, 5)


def test_what_does_not_apply_is_as_far_from_all_else_as_can_be() -> None:
    """And not at all from itself."""
    trust = Scale("trust", low=1, high=3, may_be_na=True)
    far = alpha([["n/a", 1], [3, 3], ["n/a", "n/a"]], trust)
    near = alpha([[2, 1], [3, 3], ["n/a", "n/a"]], trust)
    assert far is not None
    assert near is not None
    assert far < near < 1
    assert alpha([["n/a", "n/a"], [1, 1]], trust) == 1


PAYS, TRUST, MOOD = Criterion("pays"), Scale("trust", low=1, high=5), Choice("mood", options=["good", "bad"])
DEFINITION = Definition("d", "t", [Label("a", PAYS & (TRUST >= 3) & MOOD.is_("good")), Label("b")], source="s")


def said(by: str, criterion: str, answer: Answer, day: int = 1, side: Side | None = None) -> Evidence:
    return Evidence(criterion, answer, source=by, observed_on=date(2026, 1, day), attested_by=side)


ELM = Relationship(
    "Elm",
    "us",
    evidence=[
        said("Ana", "pays", False, day=1),
        said("Ana", "pays", True, day=2),
        said("Ben", "pays", True),
        said("Ana", "trust", 2),
        said("Ben", "trust", 4),
        said("Cem", "trust", 4),
        said("Cem", "trust", 9),
        said("Cem", "elsewhere", True),
        said("", "mood", "good"),
        said("", "mood", "bad", side=Side.SELLER),
    ],
)
OAK = Relationship("Oak", "us", evidence=[said("Ana", "pays", True), said("Ben", "pays", False, day=20)])


def test_each_speaker_has_one_answer_to_a_question() -> None:
    """The latest; a speaker without a source is the side, and what nobody says is counted."""
    found = agreement([ELM, OAK], DEFINITION)
    assert [(one.criterion.name, one.relationships, one.disputed) for one in found.shared] == [
        ("pays", 2, 1),
        ("trust", 1, 1),
    ]
    assert found.pairs == {("Ana", "Ben"): (3, 2), ("Ana", "Cem"): (1, 1), ("Ben", "Cem"): (1, 0)}
    assert [(one.relationship.buyer, one.criterion.name, one.answers) for one in found.disputes] == [
        ("Elm", "trust", {"Ana": 2, "Ben": 4, "Cem": 4}),
        ("Oak", "pays", {"Ana": True, "Ben": False}),
    ]
    assert found.nameless == 1


def test_what_is_said_later_does_not_count() -> None:
    """As everywhere."""
    assert agreement([OAK], DEFINITION, as_of=date(2026, 1, 10)).shared == ()


def test_agreement_arranges_itself() -> None:
    """Questions, pairs and disputes; each only where there is something."""
    assert (
        str(agreement([ELM, OAK], DEFINITION))
        == """Who agrees on what, by the questions of d (version 1)
  2 answers are disputed; several speakers have answered 2 questions.
  1 piece of evidence names neither a source nor whose word it is.

Questions, the least agreed on first

  question  answered by several  disputed  alpha  meaning
  ───────────────────────────────────────────────────────────────
  pays                        2         1   0.00  too few to tell
  trust                       1         1   0.00  too few to tell

Who differs from whom

  one  other  both answered  differ
  ─────────────────────────────────
  Ana  Ben                3       2
  Ana  Cem                1       1

What they differ on

  company  question  answers
  ─────────────────────────────────────────
  Elm      trust     Ana: 2, Ben: 4, Cem: 4
  Oak      pays      Ana: yes, Ben: no"""
    )
    one = Relationship(
        "Elm", "us", evidence=[said("Ana", "pays", True), said("Ben", "pays", True), said("", "mood", "bad")]
    )
    text = str(agreement([one, Relationship("Fir", "us", evidence=[said("", "mood", "bad")])], DEFINITION))
    assert "0 answers are disputed; several speakers have answered 1 question." in text
    assert "2 pieces of evidence name neither" in text
    assert "all agree" in text
    assert "differ" not in text
    assert str(agreement([], DEFINITION)).count("\n") == 1


@pytest.mark.parametrize(
    ("relationships", "disputed", "found", "meaning"),
    [
        (FEW, 0, None, "all agree"),
        (FEW - 1, 1, Fraction(9, 10), "too few to tell"),
        (FEW, 1, None, "not to be relied on: they seem to mean different things by the question"),
        (FEW, 1, Fraction(666, 1000), "not to be relied on: they seem to mean different things by the question"),
        (FEW, 1, Fraction(667, 1000), "tentative: say in more words what is asked"),
        (FEW, 1, Fraction(8, 10), "can be relied on"),
    ],
)
def test_what_alpha_means(relationships: int, disputed: int, found: Fraction | None, meaning: str) -> None:
    """As its author has it."""
    assert Shared(PAYS, relationships, disputed, found).meaning == meaning


def test_a_source_is_not_taken_for_a_side() -> None:
    """What a source of that name says and what a side says are two words."""
    one = Relationship("Elm", "us", evidence=[said("buyer", "pays", True), said("", "pays", False, side=Side.BUYER)])
    (dispute,) = agreement([one], DEFINITION).disputes
    assert dispute.answers == {"buyer": True, "the buyer": False}
    same = Relationship("Elm", "us", evidence=[said("Ana", "pays", True), said(" Ana ", "pays", True)])
    assert agreement([same], DEFINITION).shared == ()


def test_many_different_numbers_are_compared_by_their_sums() -> None:
    """As all pairs of them are; also where some do not apply."""
    spend = Measure("spend", unit="EUR", may_be_na=True)
    pairs: list[list[Answer]] = [[number, number + 1] for number in range(6)]
    given: list[list[Answer]] = [["n/a", 3], ["n/a", "n/a"], *pairs]
    count = 2 * len(given)
    flat = [one for unit in given for one in unit]
    furthest = 36

    def far(one: Answer, other: Answer) -> int:
        if "n/a" in (one, other):
            return (one != other) * furthest
        return (int(one) - int(other)) ** 2

    observed = sum(far(one, other) for unit in given for one in unit for other in unit)
    expected = sum(far(one, other) for one in flat for other in flat)
    assert alpha(given, spend) == 1 - Fraction((count - 1) * observed, expected)
