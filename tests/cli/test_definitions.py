"""Tests of `relabel sql`; the other commands about definitions are tested as a program is used, in `test_program`."""

import sqlite3

import pytest

from relabel.cli import main


def written(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Give the statement that a command writes."""
    assert main(["sql", "marc", "--dialect", "sqlite", "--table", "told", "--key", "id", *arguments]) == 0
    return capsys.readouterr().out


def test_a_definition_is_written_for_a_table_of_relationships(capsys: pytest.CaptureFixture[str]) -> None:
    """With columns of other names, and such as the table has not."""
    others = [
        f"--column={side}.{end}="
        for side in ("very_important", "sees_benefits", "loyal")
        for end in ("buyer", "seller")
    ]
    statement = written(
        capsys, "--column", "pays_for_services=pays", "--column=vested_interest=", "--column=favor_granted=", *others,
        "--as-of", "2026-01-31", "--observed-on", "day",
    )  # fmt: skip
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE told (id, pays, transactional, worst_issue, day)")
    database.execute("INSERT INTO told VALUES (1, TRUE, TRUE, 'lost_temper', '2026-01-01')")
    assert database.execute(statement).fetchall() == [(1, "client", "settled", "client", 0)]
    database.close()


def test_a_definition_is_written_for_a_table_of_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    """With the days of its pieces, and all relationships."""
    statement = written(
        capsys, "--shape", "long", "--as-of", "2026-01-31", "--observed-on", "day", "--relationships", "companies"
    )
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE told (id, criterion, answer, day)")
    database.execute("CREATE TABLE companies (id)")
    database.execute("INSERT INTO companies VALUES (1), (2)")
    pieces = [(1, "pays_for_services", "yes", "2026-01-01"), (1, "worst_issue", "lost_temper", "2025-01-01")]
    database.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", pieces)
    assert [row[:3] for row in sorted(database.execute(statement).fetchall())] == [
        (1, "client", "settled"),
        (2, "client", "presumed"),
    ]
    database.close()


def test_a_column_is_named_with_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """A name alone says nothing."""
    assert main(["sql", "marc", "--table", "t", "--key", "id", "--column", "pays"]) == 1
    assert "--column: found 'pays', expected NAME=COLUMN" in capsys.readouterr().err
