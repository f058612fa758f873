"""Tests of statements over wide tables: one row for each relationship."""

import sqlite3
from datetime import date
from typing import Any

import pytest

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    at_least,
)
from relabel.frames import frame_to_sql
from relabel.frames.readings import BLANKS
from tests.frames.engines import ENGINES, run
from tests.frames.portfolio import AS_OF, CALLS, ISSUE, PAYS, SPEND, WORDS, outcomes

PAYERS = Definition("payers", "Payers", [Label("client", Criterion("pays", "Do they pay?"))], source="s")


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
    """It gives it to every row."""
    one, some = Definition("d", "D", [Label("it's")], source="s"), "(SELECT 1 AS id)"
    found = run("sqlite", {}, frame_to_sql(one, "sqlite", table=some, key="id"))
    assert found == [(1, "it's", "settled", "it's", 0)]


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_days_are_cut_from_time_stamps(dialect: str) -> None:
    """The evening of the day of judgement is that day."""
    statement = frame_to_sql(PAYERS, dialect, table="t", key="id", as_of=AS_OF, observed_on="seen")
    table = (["id INTEGER", "pays BOOLEAN", "seen TIMESTAMP"], [(1, True, "2026-01-31 23:59:00")])
    assert run(dialect, {"t": table}, statement) == [(1, "client", "settled", "client", 0)]


def test_what_a_column_is_declared_as_makes_no_answer() -> None:
    """In SQLite a text is no number and no truth value, and words are compared as they are written."""
    words = Definition("d", "D", [Label("x", (SPEND >= 50_000) & PAYS & ISSUE.is_("solved"))], source="s")
    rows = [("a", "-5", "1", "solved"), ("b", "1 EUR", "0", "SOLVED"), ("c", 60_000, 1, "solved"), ("d", "", 2, "")]
    statement = frame_to_sql(words, "sqlite", table="t", key="id")
    open_ = ("x or (no label)",)
    for number, truth, said in (("TEXT", "TEXT", "TEXT COLLATE NOCASE"), ("", "", ""), ("REAL", "BOOLEAN", "VARCHAR")):
        columns = ["id", f"spend {number}", f"pays {truth}", f"worst_issue {said}"]
        found = {row[0]: (row[2:4], row[4]) for row in run("sqlite", {"t": (columns, rows)}, statement)}
        held = number != "TEXT"
        assert found["c"] == ((("settled", "x") if held else ("open", *open_)), 0 if held else 2)
        assert found["d"] == (("open", *open_), 1)
        if number == "REAL":  # which makes numbers of texts as they come in
            assert (found["a"], found["b"]) == ((("open", *open_), 1), (("settled", "(no label)"), 2))
        else:
            assert (found["a"], found["b"]) == ((("open", *open_), 2), (("open", *open_), 3))


@pytest.mark.parametrize(
    ("column", "cells", "unreadable"),
    [
        ("pays INTEGER", [2, -1, 1, None], [1, 1, 1, 0]),
        ("pays VARCHAR", ["true", "1", "yes", None], [1, 1, 1, 0]),
        ("worst_issue BOOLEAN", [True, False, None, None], [1, 1, 0, 0]),
        ("worst_issue INTEGER", [1, 2, None, None], [1, 1, 0, 0]),
    ],
)
def test_a_column_of_another_type_holds_no_answers(column: str, cells: list[object], unreadable: list[int]) -> None:
    """DuckDB would cast it, and say of 2 that it is neither yes nor no."""
    words = Definition("d", "D", [Label("x", PAYS if column.startswith("pays") else ISSUE.is_("solved"))], source="s")
    table = (["id INTEGER", column], list(enumerate(cells)))
    found = run("duckdb", {"t": table}, frame_to_sql(words, "duckdb", table="t", key="id"))
    assert [row[2:] for row in found] == [("open", "x or (no label)", one) for one in unreadable]


@pytest.mark.parametrize(
    "given",
    [
        {"key": "ident"},
        {"columns": {"pays": "payz"}},
        {"observed_on": "dya"},
        {"attested_by": "bye"},
        {"source": "sorce"},
    ],
)
def test_a_column_that_is_missing_is_an_error(given: dict[str, Any]) -> None:
    """SQLite takes it for a text where it does not stand behind its table."""
    strict = PAYERS.evolve(policy=EvidencePolicy(requires=["source", "attested_by"]))
    said = {"key": "id", "observed_on": "day", "attested_by": "by", "source": "crm"}
    statement = frame_to_sql(strict, "sqlite", table="t", as_of=AS_OF, **(said | given))
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        run("sqlite", {"t": (["id", "pays", "day", "by", "crm"], [(1, 1, "2026-01-31", "buyer", "x")])}, statement)


DAYS = ["01.01.2027", "garbage", "now", "2026-02-30", 2_460_000.5, 20_260_101, "2026-01-31T23:30:00-02:00"]


@pytest.mark.parametrize("dialect", ENGINES)
def test_a_blank_cell_is_not_known(dialect: str) -> None:
    """As a file of CSV leaves it; also a side, and in SQLite whatever the cell would hold."""
    strict = PAYERS.evolve(
        labels=[Label("client", CALLS & ISSUE.is_("solved"))], policy=EvidencePolicy(requires="attested_by")
    )
    columns = ["id INTEGER", "calls VARCHAR", "worst_issue VARCHAR", "side VARCHAR"]
    rows = [(1, "yes", "", "buyer"), (2, "  ", "solved", "buyer"), (3, "yes", "solved", " "), (4, "", "", "broker")]
    statement = frame_to_sql(strict, dialect, table="t", key="id", attested_by="side")
    found = run(dialect, {"t": (columns, [*rows, (5, "yes", "solved", "buyer"), (6, "x", "", "")])}, statement)
    assert [(row[2], row[4]) for row in found] == [
        ("open", 0), ("open", 0), ("open", 0), ("open", 0), ("settled", 0), ("open", 1)
    ]  # fmt: skip
    if dialect == "sqlite":
        words = PAYERS.evolve(labels=[Label("client", PAYS & (SPEND > 5))])
        statement = frame_to_sql(words, "sqlite", table="t", key="id", as_of=AS_OF, observed_on="day")
        table = (["id", "pays", "spend", "day TEXT"], [(1, "", "", ""), (2, 1, 9, "")])
        assert [(row[2], row[4]) for row in run("sqlite", {"t": table}, statement)] == [("open", 0), ("settled", 0)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("declared", ["", "TEXT", "DATE"])
def test_what_is_no_day_makes_its_cell_no_evidence(day: object, declared: str) -> None:
    """It is not undated, as it may be of the future, and SQLite has no type of days."""
    statement = frame_to_sql(PAYERS, "sqlite", table="t", key="id", as_of=AS_OF, observed_on="day")
    rows = [(1, 1, day), (2, 1, None), (3, 1, "2026-01-31 23:59"), (4, 1, "2026-02-01"), (5, None, day)]
    found = run("sqlite", {"t": (["id", "pays", f"day {declared}"], rows)}, statement)
    assert [(row[2], row[4]) for row in found] == [
        ("open", 1),
        ("settled", 0),
        ("settled", 0),
        ("open", 0),
        ("open", 0),
    ]


@pytest.mark.parametrize("dialect", ENGINES)
def test_a_source_is_blank_as_python_says(dialect: str) -> None:
    """Whatever the blank: tabs, line ends and those of typesetters, too."""
    strict = PAYERS.evolve(policy=EvidencePolicy(requires="source"))
    sources = [*BLANKS, BLANKS, "", None, "\tcrm\xa0", "\u200b", "."]
    rows = [(place, True, source) for place, source in enumerate(sources)]
    table = (["id INTEGER", "pays BOOLEAN", "source VARCHAR"], rows)
    found = run(dialect, {"t": table}, frame_to_sql(strict, dialect, table="t", key="id", source="source"))
    assert [row[2] == "settled" for row in found] == [bool((source or "").strip()) for source in sources]


@pytest.mark.parametrize("dialect", ENGINES)
def test_many_criteria_take_no_longer_than_they_are_many(dialect: str) -> None:
    """A query that is put into the next one as often as it is named there would double with each criterion."""
    many = [Criterion(f"c{place}") for place in range(40)]
    words = Definition("d", "D", [Label("x", at_least(20, *many))], source="s")
    table = (["id INTEGER", *(f"{one.name} BOOLEAN" for one in many)], [(1, *[True] * 20, *[None] * 20)])
    assert run(dialect, {"t": table}, frame_to_sql(words, dialect, table="t", key="id"))[0][1] == "x"


@pytest.mark.parametrize("dialect", ENGINES)
def test_a_table_may_be_called_as_any_query(dialect: str) -> None:
    """A table of cells, answers or rules is not mistaken for what the statement makes."""
    for name in ("cells", "answers", "step_1", "t"):
        table = (["id INTEGER", "pays BOOLEAN"], [(1, True)])
        assert run(dialect, {name: table}, frame_to_sql(PAYERS, dialect, table=name, key="id"))[0][1] == "client"
