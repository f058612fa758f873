"""Tests of `relabel.core.definitions.findings`: what was found says so."""

from collections.abc import Sequence

import pytest

from relabel import Criterion, Evidence, Finding, Reason, Scale, SetAside, Status

pays = Criterion("pays")
trust = Scale("trust", low=1, high=5)


@pytest.mark.parametrize(
    ("one", "parts"),
    [
        (Finding(pays, Status.UNKNOWN, (), ()), ["pays", "unknown"]),
        (Finding(pays, Status.MET, (True,), ()), ["pays", "yes"]),
        (Finding(pays, Status.CONTESTED, (False, True), ()), ["pays", "contested", "no and yes"]),
        (Finding(trust, Status.ANSWERED, (3,), ()), ["trust", "3"]),
    ],
)
def test_a_finding_prints_what_was_found(one: Finding, parts: Sequence[str]) -> None:
    """The criterion, and what the evidence says of it."""
    assert [part for part in parts if part not in str(one)] == []


def test_evidence_set_aside_prints_with_its_reason() -> None:
    """And with the name that was probably meant."""
    one = SetAside(Evidence("trsut", 3), Reason.UNKNOWN_CRITERION, "trust")
    parts = ["trsut", "3", Reason.UNKNOWN_CRITERION.value, "'trust'"]
    assert [part for part in parts if part not in str(one)] == []
    assert "mean" not in str(SetAside(Evidence("x", 3), Reason.UNUSED))
