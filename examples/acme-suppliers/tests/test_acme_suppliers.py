"""The handbook's own cases."""

from acme_suppliers import delivery, plans, sole_source, spend

from relabel import Evidence, Relationship, classify, installed


def label(*evidence: Evidence) -> str | None:
    return classify(Relationship("Acme", "Toolmaker", evidence=evidence), "acme-suppliers").label


def test_is_found_by_name() -> None:
    """The entry point works."""
    assert "acme-suppliers" in installed().names


def test_sharing_plans_both_ways_makes_a_partner() -> None:
    """A punctual sole source of weight that shares its plans is a partner."""
    shared = [Evidence(plans.buyer, True), Evidence(plans.seller, True), Evidence(delivery, "early")]
    assert label(*shared, Evidence(sole_source, True), Evidence(spend, 60_000)) == "partner"


def test_late_delivery_makes_a_vendor() -> None:
    """Nobody who delivers late is more than a vendor."""
    assert label(Evidence(delivery, "late"), Evidence(spend, 900_000)) == "vendor"
