"""Tests of `relabel.core.audits.sortings.sorting`: words and evidence, put in order."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from relabel import Choice, Criterion, Evidence, EvidencePolicy, Measure, Relationship, Scale, Side
from relabel.core.audits.sortings.sorting import Sorting, directed, named_order, sort_out
from relabel.errors import AnswerError, DuplicateRelationshipError, InvalidValueError

loyal, cold = Criterion("loyal"), Criterion("cold")
trust = Scale("trust", low=1, high=4)
spend = Measure("spend", unit="EUR")
handling = Choice("handling", options=["escalated", "ignored", "discussed"])


def called(word: str | None, *evidence: Evidence, name: str = "Elm") -> Relationship:
    """Give a company with a word in use."""
    return Relationship(name, "us", buyer_label=word, seller_label="vendor", label="deal", evidence=evidence)


def sort(
    *companies: Relationship,
    order: Any = ("partner", "client"),  # Any: also what is no order
    raises: Any = (loyal, trust, spend, handling),
    lowers: Any = ("cold",),
    **options: Any,
) -> Sorting:
    """Sort by all criteria, under two words unless said otherwise."""
    criteria = [loyal, cold, trust, spend, handling]
    return sort_out(companies, criteria, named_order(order), directed(criteria, raises, lowers), **options)


def test_what_is_known_is_given_as_places_in_the_direction_that_speaks_for_the_higher_word() -> None:
    """What is not known may be anything; contested answers are all possible; numbers part themselves from others."""
    evidence = [
        Evidence("cold", True),
        Evidence("trust", 2),
        Evidence("trust", 3),
        Evidence("spend", Decimal("2.5")),
        Evidence("handling", "discussed"),
    ]
    found = sort(called("partner", *evidence), called("client", Evidence("spend", 7), name="Oak"))
    assert [found.ends(row) for row in found.rows] == [
        ((0, 1), (0, 0), (1, 2), (1, 1), (2, 2)),
        ((0, 1), (0, 1), (0, 3), (3, 3), (0, 2)),
    ]


def test_steps_part_the_numbers_where_they_are_given() -> None:
    """A step is the least number of the next cell."""
    found = sort(
        *(called("client", Evidence("spend", one), name=str(one)) for one in (4, 5, 9)), steps={"spend": [(5, 0)]}
    )
    assert [found.ends(row)[3] for row in found.rows] == [(0, 0), (1, 1), (1, 1)]


def test_the_word_of_a_side_is_meant_and_aliases_count() -> None:
    """Case and spacing are folded; whoever is under none of the words is left out and named with the reason."""
    companies = [
        called("PARTNER", name="Ash"),
        called("customer", name="Elm"),
        called("prtner", name="Fir"),
        called(" ", name="Oak"),
        called(None, name="Yew"),
    ]
    found = sort(*companies, aliases={"Customer": "client"})
    assert [(row.label, row.rank) for row in found.rows] == [("partner", 1), ("client", 0)]
    assert found.left_out_lines() == [
        "Fir: called 'prtner', which is none of the words; did you mean 'partner'?",
        "Oak: under no word",
        "Yew: under no word",
    ]
    for side, order in ((Side.SELLER, ["vendor"]), (None, ["deal"])):
        assert len(sort(*companies, order=order, given_to=side).rows) == 5


def test_evidence_is_weighed_by_the_policy_and_the_day() -> None:
    """What a definition would set aside does not count."""
    pieces = [
        Evidence("loyal", True, observed_on=date(2026, 1, 1)),
        Evidence("loyal", False, observed_on=date(2026, 2, 1)),
    ]
    ends = [
        sort(called("client", *pieces), as_of=day, policy=EvidencePolicy(conflicts="latest")).rows[0].cells[0]
        for day in (date(2025, 1, 1), date(2026, 1, 31), None)
    ]
    assert ends == [0b11, 0b10, 0b01]


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"order": []}, "order"),
        ({"order": ["client", "Client"]}, "order"),
        ({"order": ["client", " partner"]}, "order"),
        ({"order": ["client", 3]}, "order"),
        ({"raises": ["loyl"]}, "raises"),
        ({"raises": loyal, "lowers": "loyal"}, "lowers"),
    ],
)
def test_words_and_directions_have_to_fit(options: dict[str, object], place: str) -> None:
    """What is wrong is refused with its place."""
    with pytest.raises(InvalidValueError) as raised:
        sort(called("client"), **options)
    assert raised.value.place == place


def test_a_word_alone_is_an_order() -> None:
    """A text is not taken apart into its letters."""
    assert sort(order="client").order == ("client",)


def test_what_cannot_be_sorted_is_refused() -> None:
    """Two of one name, an answer that is none, two criteria of one name."""
    with pytest.raises(DuplicateRelationshipError):
        sort(called("client"), called("client"))
    for name in ("spend", "loyal"):
        with pytest.raises(AnswerError):
            sort(called("client", Evidence(name, "much")))
    with pytest.raises(InvalidValueError, match="each name once"):
        directed([loyal, loyal], [], [])


def test_what_may_not_apply_has_no_place_in_an_order() -> None:
    """It is refused rather than taken for the worst, the best, or for unknown."""
    with pytest.raises(InvalidValueError):
        directed([Criterion("asks", may_be_na=True)], (), ())


@pytest.mark.parametrize("raises", [True, False, None])
def test_steps_lie_between_numbers_of_different_words(raises: bool | None) -> None:
    """And at an end where a rule may turn on the number that a company under another word may have."""
    directions = {"raises": ["spend"] if raises else (), "lowers": ["spend"] if raises is False else ()}
    known = [called(word, Evidence("spend", spent)) for word, spent in zip("nnyyyn", (2, 4, 6, 8, 11, 11), strict=True)]

    def steps(*rows: Relationship) -> tuple[Any, ...]:
        some = [attrs.evolve(row, buyer=str(place)) for place, row in enumerate(rows)]
        (found,) = sort(*some, order=list("yn"), **directions).steps_between(8).values()
        assert all(above == 0 for _, above in found)
        return tuple(number for number, _ in found)

    yes, no = called("y"), called("n")
    falling = raises is not True
    assert steps(*known[:4]) == (5,)
    assert steps(*known[:4], yes) == ((3, 5) if falling else (5,))
    assert steps(*known[:4], no) == ((5, 7) if falling else (5,))
    assert steps(*known[:2], yes) == (3,)
    assert steps(*known[2:4], no) == (7,)
    assert steps(*known[:2], no) == steps(*known[2:4], yes) == steps(yes, no) == ()
    assert steps(*known) == (5, Decimal("9.5"))
    contested = called("y", Evidence("spend", 2), Evidence("spend", 8))
    assert steps(*known[:4], contested) == (3, 5)
