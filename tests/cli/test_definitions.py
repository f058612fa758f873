"""Tests of `relabel sql`; the other commands about definitions are tested as a program is used, in `test_program`."""

import sqlite3
from pathlib import Path

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
        "--as-of", "2026-01-31", "--observed-on", "day", "--attested-by=",
    )  # fmt: skip
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE told (id, pays, transactional, worst_issue, day)")
    database.execute("INSERT INTO told VALUES (1, TRUE, TRUE, 'lost_temper', '2026-01-01')")
    assert database.execute(statement).fetchall() == [(1, "client", "settled", "client", 0)]
    database.close()


def test_a_definition_is_written_for_a_table_of_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    """With the days of its pieces, and all relationships."""
    statement = written(
        capsys, "--shape", "long", "--as-of", "2026-01-31", "--observed-on", "day", "--column", "attested_by=",
        "--relationships", "companies", "--word", "called",
    )  # fmt: skip
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE told (id, criterion, answer, day)")
    database.execute("CREATE TABLE companies (id, called)")
    database.execute("INSERT INTO companies VALUES (1, 'partner'), (2, 'client')")
    pieces = [(1, "pays_for_services", "yes", "2026-01-01"), (1, "worst_issue", "lost_temper", "2025-01-01")]
    database.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", pieces)
    found = sorted(database.execute(statement).fetchall())
    assert [(*row[:3], row[4]) for row in found] == [
        (1, "client", "settled", "overclaimed"),
        (2, "client", "presumed", "undetermined"),
    ]
    database.close()


def test_a_column_is_named_with_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """A name alone says nothing."""
    assert main(["sql", "marc", "--table", "t", "--key", "id", "--column", "pays"]) == 1
    assert "--column: found 'pays', expected NAME=COLUMN" in capsys.readouterr().err


STALE = """
name = "stale"
title = "Evidence with a shelf life"
source = "here"
policy = { shelf_life = "1 year" }
criteria = { pays = "Do they pay?" }

[[labels]]
name = "client"
when = "pays"
"""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            (),
            "--as-of: found None, expected a day, as 'stale' gives evidence on 'pays' a shelf life; a statement",
        ),
        (("--as-of", "2026-01-31"), "--observed-on: found NOTHING, expected the name of a column, as 'stale' weighs"),
        (("--as-of", "2026-01-31"), "; --column pays= says that nothing is known of it"),
        (("--as-of", "2026-01-31", "--shape", "long", "--observed-on="), "--observed-on: found None"),
        (("--as-of", "2026-01-31", "--column", "pay=x"), "--column: found 'pay', expected"),
        (("--as-of", "2026-01-31", "--key", "label"), "key: found 'label'"),
    ],
)
def test_what_is_not_said_is_named_as_an_option(
    options: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not as an argument in Python."""
    (tmp_path / "stale.toml").write_text(STALE, encoding="utf-8")
    assert main(["sql", str(tmp_path / "stale.toml"), "--table", "t", "--key", "id", *options]) == 1
    assert said in " ".join(capsys.readouterr().err.split())


def test_nobody_s_word_is_said_to_be_nobody_s(capsys: pytest.CaptureFixture[str]) -> None:
    """By an option with nothing after it, as the message says."""
    assert main(["sql", "marc", "--table", "t", "--key", "id"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "--attested-by: found NOTHING" in said
    assert "or --attested-by= to say that nobody recorded it" in said
    assert main(["sql", "marc", "--table", "t", "--key", "id", "--attested-by="]) == 0
