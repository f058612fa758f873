"""Tests of what is set aside: pieces of evidence that do not count, by criterion and reason."""

from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import Criterion, Definition, EvidencePolicy, Label, audit
from relabel.frames import classify_evidence, classify_pieces, set_aside_evidence, set_aside_frame
from tests.frames.portfolio import AS_OF, POLICIES, relationships, rows_of
from tests.frames.tables.test_long import PAYERS, SCHEMA
from tests.frames.tables.test_rows import apart
from tests.frames.tables.test_wide import KINDS, table

PAYS, MEETS, YEARS = Criterion("pays"), Criterion("meets"), Criterion("many_years")


def counted(found: pl.DataFrame) -> dict[tuple[str, str], int]:
    """Give the pieces by criterion and reason, in their order."""
    return {(name, reason): count for name, reason, count, _ in found.rows()}


@pytest.mark.parametrize("policy", POLICIES)
def test_it_is_what_an_audit_sets_aside(policy: EvidencePolicy) -> None:
    """Under every policy, in the order of the reasons, from a log and from cells."""
    definition, some = relationships(policy)
    whole = audit(apart(some), definition, as_of=AS_OF).set_aside
    found = set_aside_evidence(pl.DataFrame(rows_of(some), SCHEMA, orient="row"), definition, as_of=AS_OF)
    expected = {(name, reason.name.lower()): count for (name, reason), count in whole.items()}
    assert list(counted(found).items()) == list(expected.items())
    frame, kept = table(some)
    on, by, in_ = ({name: f"{name} {mark}" for name in KINDS} for mark in ("on", "by", "in"))
    found = set_aside_frame(frame, definition, as_of=AS_OF, observed_on=on, attested_by=by, source=in_)
    whole = audit(kept, definition, as_of=AS_OF).set_aside
    assert counted(found) == {(name, reason.name.lower()): count for (name, reason), count in whole.items()}


WORDS = Definition("d", "D", [Label("x", PAYS)], source="s", mentions=[MEETS], disregard=[YEARS], remarks=["mood"])


def test_pieces_that_nobody_asks_for_are_counted_with_the_name_that_was_meant() -> None:
    """Those that say nothing are none."""
    rows = [
        ("pays", "yes"), ("pays", "perhaps"), ("pays", " "), ("pays", None), ("meets", "yes"), ("many_years", "yes"),
        ("mood", "sunny"), ("payz", "yes"), ("payz", "no"), ("weather", "fine"), (None, "yes"), ("  ", "yes"),
    ]  # fmt: skip
    log = pl.DataFrame(rows, {"criterion": pl.String, "answer": pl.String}, orient="row")
    assert set_aside_evidence(log, WORDS).rows() == [
        (None, "unknown_criterion", 2, None),
        ("payz", "unknown_criterion", 2, "pays"),
        ("weather", "unknown_criterion", 1, None),
        ("many_years", "disregarded", 1, None),
        ("mood", "disregarded", 1, None),
        ("meets", "unused", 1, None),
        ("pays", "unreadable", 1, None),
    ]


def test_what_is_no_answer_is_counted_by_its_criterion() -> None:
    """Also on the word of no side; blank cells are nothing."""
    words = Definition("d", "D", [Label("x", PAYS & MEETS)], source="s", policy=EvidencePolicy(hearsay="disregard"))
    frame = pl.DataFrame(
        {"pays": ["perhaps", "yes", "", None], "meets": [True, True, None, None], "by": ["broker", "", None, "x"]}
    )
    found = set_aside_frame(frame, words, attested_by="by")
    assert found.rows() == [("meets", "unreadable", 1, None), ("pays", "unreadable", 1, None)]


@pytest.mark.parametrize("kind", ["pandas", "pyarrow"])
def test_it_comes_in_the_frame_that_was_given(kind: str) -> None:
    """Also lazily, and of no rows where everything counts."""
    pytest.importorskip(kind, reason=f"needs {kind}")
    log = pl.DataFrame({"criterion": ["pays", "payz"], "answer": ["yes", "yes"]})
    given: Any = log.to_pandas() if kind == "pandas" else log.to_arrow()
    found: Any = set_aside_evidence(given, PAYERS)
    assert type(found) is type(given)
    assert list(found["criterion"].tolist() if kind == "pandas" else found["criterion"].to_pylist()) == ["payz"]
    lazily = set_aside_evidence(log.lazy(), PAYERS)
    assert isinstance(lazily, pl.LazyFrame)
    assert lazily.collect_schema() == lazily.collect().schema
    assert set_aside_evidence(log.head(1), PAYERS).rows() == []


def test_a_definition_of_one_label_asks_for_nothing() -> None:
    """So that all is unknown in a log, and nothing is told by cells."""
    one = Definition("d", "D", [Label("x")], source="s")
    log = pl.DataFrame({"criterion": ["pays"], "answer": ["yes"]})
    assert set_aside_evidence(log, one).rows() == [("pays", "unknown_criterion", 1, None)]
    assert set_aside_frame(pl.DataFrame({"id": [1]}), one).rows() == []


def test_all_pieces_are_accounted_for() -> None:
    """Those that count, those that are set aside, and those that say nothing."""
    definition, some = relationships(POLICIES[5])
    rows = [(*row[:2], None, None, *row[4:]) if place % 9 == 0 else row for place, row in enumerate(rows_of(some))]
    log = pl.DataFrame(rows, SCHEMA, orient="row")
    aside = set_aside_evidence(log, definition, as_of=AS_OF)["pieces"].sum()
    blank = log.filter(pl.col("answer").is_null() & pl.col("number").is_null()).height
    counts = sum(
        len(finding.evidence)
        for one in classify_pieces(log, definition, key="id", as_of=AS_OF)
        for finding in one.findings
    )
    assert counts + aside + blank == log.height
    assert classify_evidence(log, definition, key="id", as_of=AS_OF)["unreadable"].sum() == 0
