"""Tests of dialects: what is translated, and what is refused."""

import sys

import pytest

from relabel import Criterion, Definition, EvidencePolicy, Label, frames, installed
from relabel.errors import InvalidValueError, MissingDateError, MissingExtraError
from relabel.frames import evidence_to_sql, frame_to_sql
from relabel.frames.columns import TWICE
from tests.frames.engines import SAID, evidence_of, run
from tests.frames.portfolio import AS_OF, POLICIES, outcomes, relationships

PAYERS = Definition("payers", "Payers", [Label("client", Criterion("pays", "Do they pay?"))], source="s")

TRANSLATED = (
    "bigquery", "clickhouse", "databricks", "mysql", "oracle", "redshift", "snowflake", "trino", "tsql",
)  # fmt: skip


@pytest.mark.parametrize("dialect", TRANSLATED)
def test_a_translation_read_back_says_the_same(dialect: str) -> None:
    """It has not been run where it belongs, but in DuckDB."""
    sqlglot = pytest.importorskip("sqlglot", reason="needs the extra `sql`")
    definition, some = relationships(POLICIES[2].override("loyal.buyer", hearsay="disregard"))
    statement = evidence_to_sql(
        definition, dialect, table="{{ log }}", key="id", as_of=AS_OF, columns=SAID, relationships="companies"
    )
    assert "{{ log }}" in statement
    back = sqlglot.transpile(statement.replace("{{ log }}", "log"), read=dialect, write="duckdb")[0]
    back = back.replace("TEXT(MAX)", "TEXT")  # a text of any length
    assert run("duckdb", evidence_of(some), back) == sorted(outcomes(definition, some, AS_OF))
    with pytest.raises(Exception, match=f"{TWICE}: {some[0].id}"):
        run("duckdb", evidence_of([*some, some[0]]), back)
    wide = frame_to_sql(installed().definition("marc"), dialect, table="t", key="id", attested_by=None)
    assert sqlglot.parse_one(wide, read=dialect).named_selects == ["id", "label", "standing", "possible", "unreadable"]


def test_a_dialect_has_to_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are translated need the extra `sql`."""
    pytest.importorskip("sqlglot", reason="needs the extra `sql`")
    with pytest.raises(InvalidValueError, match="did you mean 'snowflake'"):
        frame_to_sql(PAYERS, "snowflak", table="t", key="id")
    monkeypatch.setitem(sys.modules, "sqlglot.dialects.dialect", None)
    with pytest.raises(MissingExtraError, match=r"relabel-relationships\[sql\]"):
        frame_to_sql(PAYERS, "snowflake", table="t", key="id")


def test_faces_load_what_is_asked_for() -> None:
    """And know no other name."""
    for face in (frames, frames.sql):
        with pytest.raises(AttributeError, match="no attribute 'classify'"):
            _ = face.classify
    assert frames.sql.evidence_to_sql is evidence_to_sql


def test_what_is_wrong_is_said_before_anything_is_written() -> None:
    """A key of the name of a result, a shelf life without a day."""
    with pytest.raises(InvalidValueError, match="label"):
        frame_to_sql(PAYERS, table="t", key="label")
    for key in ([], ["k", "k"], ""):
        with pytest.raises(InvalidValueError, match="key"):
            frame_to_sql(PAYERS, table="t", key=key)
    with pytest.raises(InvalidValueError, match="the name of a table"):
        frame_to_sql(PAYERS, table="", key="id")
    with pytest.raises(InvalidValueError, match="the name of a table"):
        evidence_to_sql(PAYERS, table="t", key="id", relationships="")
    with pytest.raises(MissingDateError):
        evidence_to_sql(PAYERS.evolve(policy=EvidencePolicy(shelf_life="1 year")), table="t", key="id")
