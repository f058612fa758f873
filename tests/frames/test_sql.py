"""Tests of SQL: statements for tables of relationships and of evidence."""

import sys
from datetime import date
from typing import Any

import pytest

from relabel import Classification, Criterion, Definition, Evidence, EvidencePolicy, Label, Relationship, installed
from relabel.errors import InvalidValueError, MissingDateError, MissingExtraError
from relabel.frames import evidence_to_sql, frame_to_sql
from tests.frames.engines import ENGINES, Table, run
from tests.frames.portfolio import AS_OF, POLICIES, WORDS, outcomes, relationships, rows_of

FIELDS = ("id", "criterion", "answer", "number", "observed_on", "attested_by", "source")
SAID = {name: name for name in FIELDS[3:]}
KINDS = ("VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE PRECISION", "DATE", "VARCHAR", "VARCHAR")
PAYERS = Definition("payers", "Payers", [Label("client", Criterion("pays", "Do they pay?"))], source="s")


def evidence_of(some: list[Relationship]) -> dict[str, Table]:
    """Give the evidence on relationships as a table, and them as another."""
    typed = [f"{name} {kind}" for name, kind in zip(FIELDS, KINDS, strict=True)]
    return {"log": (typed, rows_of(some)), "companies": (["id VARCHAR"], [(one.id,) for one in some])}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("dialect", ENGINES)
def test_evidence_is_weighed_as_classify_weighs_it(dialect: str, policy: EvidencePolicy) -> None:
    """Of every kind of criterion, under every policy, also where nothing counts or is known."""
    definition, some = relationships(policy)
    statement = evidence_to_sql(
        definition, dialect, table="log", key="id", as_of=AS_OF, columns=SAID, relationships="companies"
    )
    assert run(dialect, evidence_of(some), statement) == sorted(outcomes(definition, some, AS_OF))


def test_without_days_sides_and_sources_nothing_has_any() -> None:
    """And without numbers no measure is known."""
    some = [Relationship("B", "S", id="a", evidence=[Evidence("pays", True), Evidence("trust", 4)])]
    for policy in (
        EvidencePolicy(conflicts="latest", hearsay="disregard"),
        EvidencePolicy(hearsay="own_word"),
        EvidencePolicy(requires=["source", "attested_by"]),
        EvidencePolicy(shelf_life="1 year"),
    ):
        words = WORDS.evolve(policy=policy)
        statement = evidence_to_sql(words, "sqlite", table="log", key="id", as_of=AS_OF)
        rows = {"log": (FIELDS[:3], [("a", "pays", "yes"), ("a", "trust", "4"), ("a", "mood", "sunny")])}
        assert run("sqlite", rows, statement) == outcomes(words, some, AS_OF)


def test_numbers_alone_are_evidence_and_keys_may_be_several() -> None:
    """A table of measurements."""
    words = Definition("d", "D", [Label("x", WORDS.criteria[5] > 5)], source="s")  # type: ignore[operator]
    assert words.asked[0].name == "spend"
    statement = evidence_to_sql(
        words, "sqlite", table="log", key=["a", "b"], columns={"criterion": "c", "number": "n", "answer": "w"}
    )
    rows = [(1, 1, "spend", None, 6), (1, 2, "spend", None, 4), (2, 1, "spend", "n/a", None), (2, 2, "spend", "?", -1)]
    found = run("sqlite", {"log": (["a", "b", "c", "w", "n"], rows)}, statement)
    assert found == [
        (1, 1, "x", "settled", "x", 0),
        (1, 2, None, "settled", "(no label)", 0),
        (2, 1, None, "settled", "(no label)", 0),
        (2, 2, None, "open", "x or (no label)", 1),
    ]


def test_a_wide_table_is_read_as_classify_reads_it() -> None:
    """With the day, the side and the source of all cells of a row, and cells that are no answer."""
    words = WORDS.evolve(policy=EvidencePolicy(hearsay="disregard", shelf_life="1 year", requires="source"))
    names = [one.name for one in words.asked]
    rows = [
        ("a", 1, 1, "yes", "solved", 5, 60_000, 10, "2026-01-31", "buyer", "crm"),
        ("b", 0, 1, "n/a", "fled", 2, 0, 9, "2025-12-01", "seller", "crm"),
        ("c", None, None, None, None, None, None, None, None, None, None),
        ("d", 7, 0, "maybe", "ignored", 9, -1, 2.5, "2026-01-31", None, "crm"),
        ("e", 1, 1, "yes", "solved", 5, 60_000, 10, "2026-02-01", None, "crm"),
        ("f", 1, 1, "yes", "solved", 5, 60_000, 10, "2026-01-01", "broker", "crm"),
    ]
    statement = frame_to_sql(
        words, "sqlite", table="t", key="id", as_of=AS_OF, observed_on="day", attested_by="by", source="source"
    )
    columns = ["id", *(f'"{name}"' for name in names), "day", "by", "source"]
    found = run("sqlite", {"t": (columns, rows)}, statement)

    def pieces(row: tuple[Any, ...]) -> list[Evidence]:
        given = dict(zip(names, row[1:], strict=False)) | {"calls": {"yes": True}.get(row[3], row[3])}
        given |= {name: bool(given[name]) for name in ("pays", "loyal.buyer")}
        side = next((one for one in (WORDS.asked[1].about,) if row[9] == "buyer"), None)
        return [
            Evidence(name, answer, observed_on=date.fromisoformat(row[8]), attested_by=side, source="crm")
            for name, answer in given.items()
        ]

    whole = Relationship("B", "S", id="a", evidence=pieces(rows[0]))
    late = Relationship("B", "S", id="e", evidence=pieces(rows[4]))
    bare = Relationship("B", "S", id="c")
    expected = outcomes(words, [whole, bare, late], AS_OF)
    assert [found[0], found[2], found[4]] == expected
    assert [row[-1] for row in found] == [0, 0, 0, 6, 0, 7]
    # Of b nothing is heard that the seller says of the buyer.
    kept = Classification(
        Relationship("B", "S", evidence=[one for one in pieces(rows[1]) if one.criterion != "loyal.buyer"]),
        words,
        AS_OF,
    )
    assert found[1][1:3] == (kept.label, kept.standing.value)


def test_a_table_may_lack_a_criterion() -> None:
    """Once that is said; also all of them."""
    words = PAYERS.evolve(presume={PAYERS.asked[0]: True})
    for definition, standing in ((PAYERS, "open"), (words, "presumed")):
        statement = frame_to_sql(definition, "sqlite", table="t", key="id", columns={"pays": None})
        assert run("sqlite", {"t": (["id"], [(1,)])}, statement)[0][2] == standing


def test_a_definition_of_one_label_needs_no_step() -> None:
    """It gives it to every row, and to every relationship that evidence speaks of."""
    one, none = Definition("d", "D", [Label("it's")], source="s"), "SELECT 1 AS id"
    assert run("sqlite", {}, frame_to_sql(one, "sqlite", table=f"({none})", key="id")) == [
        (1, "it's", "settled", "it's", 0)
    ]
    log = {"log": (FIELDS, [(1, "pays", "yes", None, None, None, None)])}
    assert run("sqlite", log, evidence_to_sql(one, "sqlite", table="log", key="id")) == [
        (1, "it's", "settled", "it's", 0)
    ]


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_days_are_cut_from_time_stamps(dialect: str) -> None:
    """The evening of the day of judgement is that day."""
    statement = frame_to_sql(PAYERS, dialect, table="t", key="id", as_of=AS_OF, observed_on="seen")
    table = (["id INTEGER", "pays BOOLEAN", "seen TIMESTAMP"], [(1, True, "2026-01-31 23:59:00")])
    assert run(dialect, {"t": table}, statement) == [(1, "client", "settled", "client", 0)]


TRANSLATED = (
    "bigquery", "clickhouse", "databricks", "mysql", "oracle", "redshift", "snowflake", "spark", "trino", "tsql",
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
    assert run("duckdb", evidence_of(some), back) == sorted(outcomes(definition, some, AS_OF))
    wide = frame_to_sql(installed().definition("marc"), dialect, table="t", key="id")
    assert sqlglot.parse_one(wide, read=dialect).named_selects == ["id", "label", "standing", "possible", "unreadable"]


def test_a_dialect_has_to_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are translated need the extra `sql`."""
    pytest.importorskip("sqlglot", reason="needs the extra `sql`")
    with pytest.raises(InvalidValueError, match="did you mean 'snowflake'"):
        frame_to_sql(PAYERS, "snowflak", table="t", key="id")
    monkeypatch.setitem(sys.modules, "sqlglot.dialects.dialect", None)
    with pytest.raises(MissingExtraError, match=r"relabel-relationships\[sql\]"):
        frame_to_sql(PAYERS, "snowflake", table="t", key="id")


def test_what_is_wrong_is_said_before_anything_is_written() -> None:
    """A key of the name of a result, a shelf life without a day."""
    with pytest.raises(InvalidValueError, match="label"):
        frame_to_sql(PAYERS, table="t", key="label")
    with pytest.raises(MissingDateError):
        evidence_to_sql(PAYERS.evolve(policy=EvidencePolicy(shelf_life="1 year")), table="t", key="id")
