"""Tests of `relabel.core.audits.ends`: a buyer and a seller, side by side."""

from datetime import date

import pytest

from relabel import Criterion, Definition, Evidence, Label, Relationship, Side
from relabel.core.audits.ends import both_ends
from relabel.errors import InvalidValueError

MEETS, SHARES = Criterion("meets", about=Side.BUYER), Criterion("shares", about=Side.SELLER)
BUYER = Definition("buyers", "t", [Label("client", MEETS), Label("customer")], source="s")
SELLER = Definition("sellers", "t", [Label("partner", SHARES), Label("vendor")], source="s", given_to=Side.SELLER)


def pair(name: str, buyer: str | None, seller: str | None, **answers: bool) -> Relationship:
    evidence = [Evidence(one, answer, observed_on=date(2026, 1, 1)) for one, answer in answers.items()]
    return Relationship(name, "us", buyer_label=buyer, seller_label=seller, evidence=evidence)


def test_labels_are_crossed_where_one_end_ranks_higher() -> None:
    """By the words in use, and on the evidence; not where something is unknown, or no word."""
    found = both_ends(
        [
            pair("Elm", "client", "vendor", meets=True, shares=True),
            pair("Oak", "customer", "vendor", meets=True, shares=False),
            pair("Ash", "client", "friend", meets=True),
            pair("Fir", None, None, meets=False, shares=True),
        ],
        BUYER,
        SELLER,
    )
    assert [(one.words_crossed, one.labels_crossed) for one in found.rows] == [
        (True, False),
        (False, True),
        (False, False),
        (False, True),
    ]
    assert (
        "\n".join(line.rstrip() for line in str(found).splitlines())
        == """Both ends of 4 relationships
  Buyers are judged by buyers (version 1), sellers by sellers (version 1).
  Crossed, as one end ranks higher than the other: 1 in the words in use, 2 on the evidence.

Side by side

  buyer  called    found              seller  called  found             crossed
  ─────────────────────────────────────────────────────────────────────────────────────
  Elm    client    client, settled    us      vendor  partner, settled  in the words
  Oak    customer  client, settled    us      vendor  vendor, settled   on the evidence
  Ash    client    client, settled    us      friend  (open), open
  Fir    (none)    customer, settled  us      (none)  partner, settled  on the evidence"""
    )


def test_evidence_counts_up_to_the_day() -> None:
    """At both ends."""
    (one,) = both_ends([pair("Elm", None, None, meets=True, shares=True)], BUYER, SELLER, as_of=date(2025, 1, 1)).rows
    assert (one.buyer.found, one.seller.found) == ("(open)", "(open)")
    assert str(both_ends([], BUYER, SELLER)).count("\n") == 2


@pytest.mark.parametrize(
    ("buyer", "seller", "message"),
    [
        (
            SELLER,
            SELLER,
            "definition of the buyer: found 'sellers (version 1), given to the seller'",
        ),
        (BUYER, BUYER, "definition of the seller: found 'buyers (version 1), given to the buyer'"),
        (BUYER, SELLER.evolve(given_to=None), "given to both"),
        (BUYER.evolve(ordered=False), SELLER, "given to the buyer, without an order"),
        (
            BUYER,
            SELLER.evolve(labels=[Label("vendor", SHARES)]),
            "labels of 'sellers': found 1, expected 2, as 'buyers' has",
        ),
    ],
)
def test_definitions_that_do_not_go_together_are_refused(buyer: Definition, seller: Definition, message: str) -> None:
    """With which, and why."""
    with pytest.raises(InvalidValueError) as caught:
        both_ends([], buyer, seller)
    assert message in str(caught.value)
