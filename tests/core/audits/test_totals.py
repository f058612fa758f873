"""Tests of `relabel.core.audits.totals`: what is said of all relationships together is what their audit says."""

from relabel import Audit, Criterion, Definition, Evidence, Label, LabelInUse, Relationship, Side, audit
from relabel.core.audits.totals import Counts, Totals

PAYS = Criterion("pays", "Do they pay?")
DEFINITION = Definition("test", "Is it a test?", [Label("client", PAYS), Label("none of it", ~PAYS)], source="a test")


def book() -> Audit:
    """Give an audit of a few, one of whom is called otherwise by another source."""
    some = [
        Relationship(
            "Elm", "us", buyer_label="client", evidence=[Evidence(PAYS, True)], attributes={"owner": "Ana", "value": 3}
        ),
        Relationship("Fir", "us", buyer_label="client", evidence=[Evidence(PAYS, False)], attributes={"value": 4}),
        Relationship("Oak", "us", attributes={"owner": "Ana", "value": 5}),
        Relationship(
            "Yew", "us", buyer_label="x", labels=[LabelInUse("y", Side.BUYER, source="b")], attributes={"value": 0}
        ),
    ]
    return audit(some, DEFINITION)


def test_they_are_those_of_the_audit() -> None:
    """Counted, weighted and by group."""
    whole = book()
    found = Totals.of(whole, by="owner", weight="value")
    assert (found.all.counts, found.all.weights) == (whole.counts(), whole.counts(weight="value"))
    assert (found.cross_table, found.coverage) == (whole.cross_table(), whole.coverage)
    assert (found.settling, found.set_aside) == (whole.settling, whole.set_aside)
    assert found.groups == {name: Counts.of(group, "value") for name, group in whole.groups("owner").items()}
    assert (found.relationships, found.words, found.agreement) == (4, 3, whole.agreement)
    assert found.disputed == sum(bool(row.by_source) for row in whole.rows)


def test_a_row_may_stand_for_several() -> None:
    """By an attribute that says for how many."""
    found = Counts.of(book(), None, "value")
    assert (sum(found.counts.values()), found.weights) == (12, {})


def test_nobody_agrees_where_nobody_has_a_word() -> None:
    """And there are no groups unless they are asked for."""
    none = Totals.of(audit([], DEFINITION))
    assert (none.relationships, none.agreement, none.groups, none.by) == (0, None, {}, None)
