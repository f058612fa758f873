"""Tests of statements over wide tables: one row for each relationship."""

from datetime import date
from typing import Any

import pytest

from relabel import Classification, Criterion, Definition, Evidence, EvidencePolicy, Label, Relationship
from relabel.frames import frame_to_sql
from tests.frames.engines import run
from tests.frames.portfolio import AS_OF, WORDS, outcomes

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
