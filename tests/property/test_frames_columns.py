"""Tests of columns that nobody names and that are not found: each that is needed is refused, by every engine."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl
from attrs import NOTHING

from relabel import Criterion, Definition, EvidencePolicy, Label, Measure
from relabel.errors import InvalidValueError
from relabel.frames import (
    audit_evidence,
    audit_frame,
    classify_evidence,
    classify_frame,
    classify_pieces,
    classify_rows,
    evidence_to_sql,
    frame_to_sql,
    set_aside_evidence,
    set_aside_frame,
)
from tests.frames.engines import table_in

AS_OF = date(2026, 1, 31)
PAYS, SPEND = Criterion("pays.buyer", "Do they pay?"), Measure("spend", "What?", unit="EUR")
STRICT = EvidencePolicy(shelf_life="1 year", hearsay="disregard", requires="source")
TIERS = Definition("tiers", "Tiers", [Label("client", PAYS & (SPEND > 5))], source="s", policy=STRICT)

FIELDS = ("criterion", "answer", "number", "observed_on", "attested_by", "source")
LOG = pl.DataFrame(
    [(1, "a", "pays.buyer", "yes", None, AS_OF, "buyer", "crm"), (1, "a", "spend", None, 7.0, AS_OF, None, "crm")],
    {
        "id": pl.Int64, "word": pl.String, "criterion": pl.String, "answer": pl.String, "number": pl.Float64,
        "observed_on": pl.Date, "attested_by": pl.String, "source": pl.String,
    },
    orient="row",
)  # fmt: skip
WIDE = pl.DataFrame({"id": [1], "word": ["a"], "pays.buyer": [True], "spend": [7.0], "day": [AS_OF], "text": ["buyer"]})
COMPANIES = pl.DataFrame({"id": [1], "word": ["a"]})
KEYED: Mapping[str, Any] = {"key": "id", "as_of": AS_OF}

LONG: Mapping[str, Callable[[pl.DataFrame, Mapping[str, str | None]], object]] = {
    "polars": lambda log, said: classify_evidence(log, TIERS, columns=said, **KEYED),
    "lazy": lambda log, said: classify_evidence(log.lazy(), TIERS, columns=said, **KEYED),
    "pandas": lambda log, said: classify_evidence(log.to_pandas(), TIERS, columns=said, **KEYED),
    "pyarrow": lambda log, said: classify_evidence(log.to_arrow(), TIERS, columns=said, **KEYED),
    "duckdb": lambda log, said: classify_evidence(table_in("duckdb", log), TIERS, columns=said, **KEYED),
    "spark": lambda log, said: classify_evidence(table_in("spark", log), TIERS, columns=said, **KEYED),
    "pieces": lambda log, said: classify_pieces(log, TIERS, columns=said, **KEYED),
    "aside": lambda log, said: set_aside_evidence(log, TIERS, as_of=AS_OF, columns=said),
    "aside in duckdb": lambda log, said: set_aside_evidence(table_in("duckdb", log), TIERS, as_of=AS_OF, columns=said),
    "audit": lambda log, said: audit_evidence(
        log, TIERS, relationships=COMPANIES, word="word", columns=said, **KEYED
    ).counts(),
}

WIDELY: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "polars": lambda said: classify_frame(WIDE, TIERS, as_of=AS_OF, **said),
    "lazy": lambda said: classify_frame(WIDE.lazy(), TIERS, as_of=AS_OF, **said),
    "pandas": lambda said: classify_frame(WIDE.to_pandas(), TIERS, as_of=AS_OF, **said),
    "pyarrow": lambda said: classify_frame(WIDE.to_arrow(), TIERS, as_of=AS_OF, **said),
    "duckdb": lambda said: classify_frame(table_in("duckdb", WIDE), TIERS, as_of=AS_OF, **said),
    "spark": lambda said: classify_frame(table_in("spark", WIDE), TIERS, as_of=AS_OF, **said),
    "rows": lambda said: classify_rows(WIDE, TIERS, as_of=AS_OF, **said),
    "aside": lambda said: set_aside_frame(WIDE, TIERS, as_of=AS_OF, **said),
    "audit": lambda said: audit_frame(WIDE, TIERS, word="word", as_of=AS_OF, **said).counts(),
    "sql": lambda said: frame_to_sql(TIERS, table="t", **KEYED, **said),
}


@pytest.mark.parametrize("engine", LONG)
def test_a_log_names_all_that_the_definition_needs(engine: str) -> None:
    """A column that has another name is refused, and said to be that, never taken for one that is not there."""
    read = LONG[engine]
    read(LOG, {})
    for field in FIELDS:
        with pytest.raises(InvalidValueError, match="'seen'") as raised:
            read(LOG.rename({field: "seen"}), {})
        assert (raised.value.place, raised.value.found) == (f"columns[{field!r}]", NOTHING)
        read(LOG.rename({field: "seen"}), {field: "seen"})


@pytest.mark.parametrize("field", FIELDS[2:])
def test_a_statement_over_a_log_names_them_too(field: str) -> None:
    """It takes nothing but criterion and answer to be there."""
    said: dict[str, str | None] = {one: one for one in FIELDS[2:]}
    evidence_to_sql(TIERS, table="log", columns=said, **KEYED)
    with pytest.raises(InvalidValueError) as raised:
        evidence_to_sql(TIERS, table="log", columns={name: one for name, one in said.items() if name != field}, **KEYED)
    assert (raised.value.place, raised.value.found) == (f"columns[{field!r}]", NOTHING)


@pytest.mark.parametrize("engine", WIDELY)
def test_a_wide_table_names_all_that_the_definition_needs(engine: str) -> None:
    """Days, sides and sources, for each criterion: of one that is left out nothing is said either."""
    read, said = WIDELY[engine], {"observed_on": "day", "attested_by": "text", "source": "text"}
    read(said)
    for field, name in said.items():
        left = {one: column for one, column in said.items() if one != field}
        for given in ({}, {field: {"spend": name}}):
            with pytest.raises(InvalidValueError) as raised:
                read({**left, **given})
            assert (raised.value.place, raised.value.found) == (field, NOTHING)
