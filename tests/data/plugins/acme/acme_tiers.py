"""A plugin as a user would write it: one definition, and evidence from a ledger."""

from collections.abc import Iterable
from datetime import date

from relabel import Criterion, Definition, Evidence, Label, Measure, Relationship, hookimpl

pays = Criterion("pays_for_services", "Does the buyer pay the seller for services?")
spend = Measure("annual_spend", "What does the buyer spend in a year?", unit="EUR/year")

TIERS = Definition(
    "acme-tiers",
    "Acme's tiers",
    [Label("key account", pays & (spend >= 50_000)), Label("account", pays)],
    source="Acme sales handbook, page 3",
)

LEDGER = {"Dry Cleaner Ltd": 1200, "Hotel Ltd": 75_000}


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide `acme-tiers`."""
    return [TIERS]


@hookimpl
def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
    """Read what the buyer spent from the ledger."""
    if relationship.buyer in LEDGER:
        yield Evidence(spend.name, LEDGER[relationship.buyer], observed_on=as_of, source="ledger")
