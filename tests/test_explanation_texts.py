"""Tests of `relabel.explanation`: whole texts, which were read and found right."""

from datetime import date
from pathlib import Path

import pytest

from relabel import (
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    at_least,
    per_side,
    points,
)

DAY = date(2026, 1, 31)
pays = Criterion("pays", "Do they pay?", about=Side.BUYER)
plans = per_side("plans", "Does the {side} share plans?")
trust = Scale("trust", "How far do we trust them?", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR/year")
calls = Measure("calls", "How many calls?", unit="count")
mood = Choice("mood", "How is the mood?", options=["good", "fair", "bad"])
plain = Criterion("plain")
LADDER = Definition(
    "ladder",
    "How close are they?",
    [
        Label("partner", plans.both & (trust >= 4) & mood.in_("good", "fair")),
        Label("ally", (spend >= 1000) & (calls >= 3)),
        Label("client", pays),
        Label("stranger"),
    ],
    source="handbook",
    presume={pays: True},
    policy=EvidencePolicy(hearsay="disregard"),
    intends=Intent(cannot_change=[mood]),
)
CARD = Definition(
    "card",
    "Which tier?",
    [
        Label("gold", points({trust: 2, spend >= 1000: 3, plain: 1}) >= 10),
        Label("silver", points({trust: 2, spend >= 1000: 3, plain: 1}) >= 6),
        Label("bronze", at_least(2, pays, plain, spend >= 10, mood.is_("good"))),
    ],
    source="scorecard 2026",
    given_to=Side.SELLER,
    version="3",
)
KINDS = Definition(
    "kinds",
    "What are they?",
    [Label("vendor", pays & ~plain), Label("partner", plans.either | plain)],
    source="a page",
    given_to=None,
    ordered=False,
)
SHADOWED = Definition(
    "shadowed", "Who?", [Label("a", pays), Label("b", pays & plain), Label("c")], source="a page", given_to=Side.BUYER
)
ALWAYS = Definition("always", "Who?", [Label("a")], source="a page")
OVERLAY = LADDER.evolve(name="mine", title="How close are they to us?")
JUNE = date(2025, 6, 1)

TEXTS: dict[str, tuple[Definition, list[Evidence], str | None, tuple[str, ...]]] = {
    "missing": (
        LADDER,
        [
            Evidence(spend, 1200, observed_on=JUNE, source="ledger"),
            Evidence(calls, 5),
            Evidence(plans.buyer, True, attested_by=Side.SELLER),
            Evidence(trust, 4),
        ],
        "partner",
        (),
    ),
    "two_ways_up": (
        LADDER,
        [
            Evidence(pays, False, observed_on=JUNE),
            Evidence(trust, 2),
            Evidence(calls, 1),
            Evidence(mood, "good"),
            Evidence("unheard", "x", note="who knows"),
        ],
        "ally",
        (),
    ),
    "points": (
        CARD,
        [Evidence(trust, 2, observed_on=JUNE), Evidence(spend, 500), Evidence(plain, False)],
        "silver",
        (),
    ),
    "points_of_nothing": (CARD, [], "gold", ()),
    "points_presumed": (CARD.evolve(presume={plain: False}), [Evidence(trust, 4)], None, ()),
    "one_point": (
        CARD.evolve(labels=[Label("gold", points({plain: 1, pays: 1}) >= 2)]),
        [Evidence(plain, True), Evidence(pays, False)],
        None,
        (),
    ),
    "contested": (
        LADDER,
        [
            Evidence(pays, True, source="a"),
            Evidence(pays, False, source="b"),
            Evidence(mood, "good"),
            Evidence(mood, "bad"),
            Evidence(trust, 5),
            Evidence(plans.buyer, True),
            Evidence(plans.seller, True),
        ],
        "partner",
        (),
    ),
    "cannot_change": (LADDER, [Evidence(mood, "bad", observed_on=JUNE, source="ticket 7")], "partner", ()),
    "held": (LADDER, [Evidence(trust, 3), Evidence(calls, 9)], "partner", ("trust",)),
    "downwards": (LADDER, [Evidence(spend, 5000), Evidence(calls, 5), Evidence(trust, 1)], "client", ()),
    "unordered": (KINDS, [], None, ()),
    "unordered_way": (KINDS, [Evidence(pays, True), Evidence(plain, False)], "partner", ()),
    "never": (SHADOWED, [Evidence(pays, False)], "b", ()),
    "always": (ALWAYS, [], "a", ()),
    "presumed": (LADDER, [Evidence(trust, 3), Evidence(spend, 5)], None, ()),
    "overlay": (OVERLAY, [Evidence(trust, 3), Evidence(spend, 5)], "stranger", ()),
}
FOLDER = Path(__file__).parent / "data" / "explanations"


@pytest.mark.parametrize("name", TEXTS)
def test_a_whole_explanation_reads_as_it_was_approved(name: str) -> None:
    """Line by line; a change of wording is a change for users, to be read again."""
    definition, evidence, toward, fixed = TEXTS[name]
    as_of = None if definition is ALWAYS else DAY
    one = Classification(Relationship("Ash", "us", evidence=evidence), definition, as_of)
    found = one.explain(toward=toward, fixed=fixed).replace(definition.digest[:12], "(digest)")
    assert found.splitlines() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_every_approved_explanation_is_compared() -> None:
    """None is left over."""
    assert {path.stem for path in FOLDER.iterdir()} == {*TEXTS}
