"""The laws for plugins; and what they cannot know: how evidence on Acme's suppliers is to be weighed."""

from datetime import date

from acme_suppliers import SUPPLIERS, delivery, plans, sole_source, spend, tenure, trust

from relabel import Classification, Evidence, Reason, Relationship, Side, Standing, classify, installed
from relabel.testing import check_plugin

OPEN_BOOKS = [Evidence(plans.buyer, True), Evidence(plans.seller, True), Evidence(delivery, "on_time")]


def found(*evidence: Evidence) -> Classification:
    return classify(Relationship("Acme", "Toolmaker", evidence=evidence), "acme-suppliers")


def test_the_plugin_keeps_the_laws() -> None:
    """All of them; a failure names the law, the reason for it and a case."""
    check_plugin("acme-suppliers")


def test_is_found_by_name() -> None:
    """The entry point works."""
    assert installed().definition("acme-suppliers") == SUPPLIERS


def test_points_settle_before_all_is_known() -> None:
    """A sole source of weight has its six points, as no level of trust is below one."""
    one = found(*OPEN_BOOKS, Evidence(sole_source, True), Evidence(spend, 60_000))
    assert (one.label, one.standing) == ("partner", Standing.SETTLED)


def test_each_level_of_trust_is_a_point() -> None:
    """Beside the three points of a large spend, the third level makes the partner."""
    labels = [found(*OPEN_BOOKS, Evidence(spend, 50_000), Evidence(trust, level)).label for level in range(1, 6)]
    assert labels == ["preferred supplier"] * 2 + ["partner"] * 3


def test_the_latest_spend_counts() -> None:
    """A supplier of whom less is bought than before loses its tier."""
    before, now = Evidence(spend, 60_000, observed_on=date(2024, 12, 31)), date(2025, 12, 31)
    one = found(Evidence(delivery, "early"), before, Evidence(spend, 40_000, observed_on=now))
    assert one.label == "vendor"


def test_what_we_say_of_their_plans_is_hearsay() -> None:
    """Only their own word, or a record, shows that they share them."""
    ours = Evidence(plans.seller, True, attested_by=Side.BUYER)
    one = found(Evidence(plans.buyer, True), Evidence(delivery, "early"), Evidence(spend, 60_000), ours)
    assert (one.label, [aside.reason for aside in one.set_aside]) == ("preferred supplier", [Reason.HEARSAY])


def test_loyalty_is_no_evidence() -> None:
    """Twenty years of business change nothing."""
    years = Evidence(tenure, 20)
    assert (found(years).label, [aside.reason for aside in found(years).set_aside]) == (
        found().label,
        [Reason.DISREGARDED],
    )
