"""Tests of rules: what sets evidence aside, and what a table has to say for it."""

from datetime import date
from typing import Any

import pytest
from attrs import NOTHING

from relabel import Criterion, Definition, EvidencePolicy, Label, Measure, Side
from relabel.core.definitions.findings import Reason
from relabel.errors import InvalidValueError
from relabel.frames.rules import Fault, Origin, alike, faults_of, origin_of

A, B, C = Criterion("a.buyer", "?"), Criterion("b.seller", "?"), Criterion("c", "?")
DAY = date(2026, 1, 31)


def words(policy: EvidencePolicy) -> Definition:
    """Give a definition with a policy."""
    return Definition("d", "D", [Label("x", A & B & C)], source="s", policy=policy)


def test_faults_come_in_the_order_of_the_reasons() -> None:
    """So that the first that holds is the reason that a classification gives."""
    strict = words(EvidencePolicy(shelf_life="30 days", hearsay="own_word", requires=["source", "attested_by"]))
    found = faults_of(strict, "a.buyer", DAY)
    assert found == (
        Fault(Reason.FUTURE, "observed_on", DAY),
        Fault(Reason.UNDATED, "observed_on", None),
        Fault(Reason.STALE, "observed_on", date(2026, 1, 1)),
        Fault(Reason.UNSOURCED, "source", None),
        Fault(Reason.UNATTESTED, "attested_by", None),
        Fault(Reason.HEARSAY, "attested_by", Side.BUYER),
        Fault(Reason.NOT_OWN_WORD, "attested_by", None),
    )
    order = list(Reason)
    assert [order.index(fault.reason) for fault in found] == sorted(order.index(fault.reason) for fault in found)
    assert faults_of(words(EvidencePolicy()), "a.buyer", None) == ()


def test_criteria_are_alike_by_what_sets_evidence_on_them_aside() -> None:
    """The side matters only where hearsay does."""

    def groups(policy: EvidencePolicy) -> list[list[int]]:
        return list(alike(words(policy), DAY).values())

    assert groups(EvidencePolicy()) == [[0, 1, 2]]
    assert groups(EvidencePolicy(hearsay="disregard")) == [[0], [1], [2]]
    assert groups(EvidencePolicy().override(B, shelf_life="1 year")) == [[0, 2], [1]]


def origin(policy: EvidencePolicy, said: dict[str, str | None], as_of: date | None = DAY, **given: Any) -> Origin:
    """Give where evidence on the first criterion comes from."""
    return origin_of(words(policy), "a.buyer", said, as_of, **{"candidates": {}, "several": True, **given})


@pytest.mark.parametrize(
    ("policy", "field", "by"),
    [
        (EvidencePolicy(shelf_life="1 year"), "observed_on", "shelf_life"),
        (EvidencePolicy(requires="source"), "source", "requires"),
        (EvidencePolicy(requires="attested_by"), "attested_by", "requires"),
        (EvidencePolicy(hearsay="own_word"), "attested_by", "hearsay"),
    ],
)
def test_what_is_required_has_a_column(policy: EvidencePolicy, field: str, by: str) -> None:
    """Without one nothing would count, which nobody means: None is no answer either."""
    given: dict[str, str | None] = {"observed_on": "day", "attested_by": "by", "source": "crm"}
    assert origin(policy, given) == Origin("day", "by", "crm")
    for said in (NOTHING, None):
        left = {name: one for name, one in given.items() if name != field} | ({} if said is NOTHING else {field: None})
        with pytest.raises(InvalidValueError, match=rf"\({by}\)$") as raised:
            origin(policy, left)
        assert (raised.value.place, raised.value.found) == (field, said)
        with pytest.raises(InvalidValueError, match=r"\{'a.buyer': None\} says that nothing is known"):
            origin(policy, left, several=False)


@pytest.mark.parametrize(
    ("policy", "as_of", "field", "by"),
    [
        (EvidencePolicy(), DAY, "observed_on", "as_of"),
        (EvidencePolicy(conflicts="latest"), None, "observed_on", "conflicts, the latest"),
        (EvidencePolicy(hearsay="disregard"), None, "attested_by", "hearsay"),
    ],
)
def test_what_is_weighed_by_has_a_column_or_none_in_so_many_words(
    policy: EvidencePolicy, as_of: date | None, field: str, by: str
) -> None:
    """Else hearsay would be a record, and later evidence count, without a sign of it."""
    assert origin(policy, {field: None}, as_of) == Origin()
    assert origin(policy, {field: "x"}, as_of) == Origin(**{field: "x"})
    with pytest.raises(InvalidValueError, match=rf"\({by}\), or None to say that nobody recorded it; it may be 'x' or"):
        origin(policy, {}, as_of, candidates={field: ["x", "y"]})


def test_what_nothing_is_weighed_by_needs_no_column() -> None:
    """The latest of one piece is this piece, and what is about nobody is no hearsay."""
    assert origin(EvidencePolicy(), {}, None) == Origin()
    assert origin(EvidencePolicy(conflicts="latest"), {}, None, several=False) == Origin()
    free = words(EvidencePolicy(hearsay="disregard"))
    assert origin_of(free, "c", {}, None, candidates={}, several=True) == Origin()
    spend = Definition("d", "D", [Label("x", Measure("spend", unit="EUR") > 1)], source="s")
    with pytest.raises(InvalidValueError, match="latest"):
        origin_of(spend, "spend", {}, None, candidates={}, several=True)
