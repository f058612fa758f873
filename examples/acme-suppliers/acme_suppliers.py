"""What Acme, a made-up company, means by partner, preferred supplier and vendor."""

from collections.abc import Iterable

from relabel import (
    Choice,
    Criterion,
    Definition,
    EvidencePolicy,
    Label,
    Measure,
    Scale,
    Side,
    all_of,
    at_least,
    hookimpl,
    per_side,
)

sole_source = Criterion("sole_source", "Are they the only source of what they supply?")
plans = per_side("shares_plans", "Does the {side} share its plans with the other?")
delivery = Choice("delivery", "How do they deliver?", options=["late", "on_time", "early"])
trust = Scale("trust", "How much do our buyers trust them?", low=1, high=5)
spend = Measure("annual_spend", "What do we spend with them in a year?", unit="EUR/year")
tenure = Measure("relationship_years", "For how many years have they done business?", unit="years")

punctual = delivery.in_("on_time", "early")

SUPPLIERS = Definition(
    "acme-suppliers",
    "Which of Acme's suppliers are partners?",
    [
        Label("partner", all_of(plans.both, punctual, at_least(2, sole_source, trust >= 4, spend >= 50_000))),
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
)


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide `acme-suppliers`."""
    return [SUPPLIERS]
