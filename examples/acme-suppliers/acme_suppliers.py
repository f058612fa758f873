"""What Acme, a made-up company, means by partner, preferred supplier and vendor."""

from collections.abc import Iterable

from relabel import (
    Choice,
    Criterion,
    Definition,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    Side,
    hookimpl,
    per_side,
    points,
)

sole_source = Criterion("sole_source", "Are they the only source of what they supply?")
plans = per_side("shares_plans", "Does the {side} share its plans with the other?")
delivery = Choice("delivery", "How do they deliver?", options=["late", "on_time", "early"])
trust = Scale("trust", "How much do our buyers trust them?", low=1, high=5)
spend = Measure("annual_spend", "What do we spend with them in a year?", unit="EUR/year")
tenure = Measure("relationship_years", "For how many years have they done business?", unit="years")

punctual = delivery.in_("on_time", "early")
weight = points({sole_source: 2, trust: 1, spend >= 50_000: 3})

OPEN_BOOKS = {plans.buyer: True, plans.seller: True, delivery: "on_time"}

SUPPLIERS = Definition(
    "acme-suppliers",
    "Which of Acme's suppliers are partners?",
    [
        Label("partner", plans.both & punctual & (weight >= 6)),
        Label("preferred supplier", punctual & (spend >= 50_000)),
        Label("vendor"),
    ],
    given_to=Side.SELLER,
    source="Acme purchasing handbook, section 4 (made up)",
    version="2026.1",
    presume={sole_source: False, plans.seller: False},
    disregard=[tenure],
    policy=EvidencePolicy(hearsay="disregard"),
    aliases={"strategic partner": "partner", "supplier": "vendor"},
    examples=[
        Example("a sole source that we trust", {**OPEN_BOOKS, sole_source: True, trust: 4, spend: 9_000}, "partner"),
        Example("trusted with much", {**OPEN_BOOKS, trust: 3, spend: 50_000}, "partner"),
        Example("much bought, little trusted", {**OPEN_BOOKS, trust: 2, spend: 50_000}, "preferred supplier"),
        Example("trusted with little", {**OPEN_BOOKS, trust: 5, spend: 49_999.99}, "vendor"),
        Example("we keep our plans", {**OPEN_BOOKS, plans.buyer: False, spend: 72_000}, "preferred supplier"),
        Example(
            "they keep theirs", {plans.buyer: True, delivery: "early", trust: 5, spend: 72_000}, "preferred supplier"
        ),
        Example("late", {**OPEN_BOOKS, delivery: "late", sole_source: True, trust: 5, spend: 900_000}, "vendor"),
        Example("twenty years of pencils", {tenure: 20, delivery: "on_time", spend: 300}, "vendor"),
    ],
    intends=Intent(
        raises=[sole_source, plans.buyer, plans.seller, trust, spend],
        overlaps=[("partner", "preferred supplier")],  # who is both is the higher
    ),
)


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide `acme-suppliers`."""
    return [SUPPLIERS]
