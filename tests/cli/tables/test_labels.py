"""Tests of `relabel label`: tables in Parquet, of any size."""

import json
import shlex
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import installed
from relabel.cli import main
from relabel.cli.tables import labels
from relabel.frames import classify_evidence, classify_frame

MARC = installed().definition("marc")
ASKED = [one.name for one in MARC.asked]
NOWHERE = [word for name in ASKED[1:] for word in ("--column", f"{name}=")]


def label(*arguments: object) -> int:
    """Run the command for M/A/R/C."""
    return main(["label", *map(str, arguments), "-d", "marc"])


def test_a_folder_of_tables_is_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All files in it, row by row, with the columns to keep."""
    rows = pl.DataFrame({"id": [1, 2, 3], ASKED[0]: [True, False, None], "size": [7, 8, 9]})
    (tmp_path / "in" / "2026").mkdir(parents=True)
    rows.head(2).write_parquet(tmp_path / "in" / "a.parquet")
    rows.tail(1).write_parquet(tmp_path / "in" / "2026" / "b.parquet")
    output = tmp_path / "out.parquet"
    assert label(tmp_path / "in", "-o", output, "--key", "id", *NOWHERE) == 0
    columns: dict[str, str | None] = dict.fromkeys(ASKED[1:])
    expected = classify_frame(rows, MARC, columns=columns, keep=["id"])
    assert pl.read_parquet(output).sort("id").rows() == expected.rows()
    today = date.today()  # noqa: DTZ011  # as the command judges by it
    assert f"3 relationships, evidence up to {today}; all of them are in" in " ".join(capsys.readouterr().out.split())
    assert label(tmp_path / "in", "-o", output, *NOWHERE, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (sum(one["count"] for one in found["labels"]), found["unreadable"]) == (3, 0)
    assert pl.read_parquet(output).columns[:3] == ["id", ASKED[0], "size"]


def test_who_names_a_day_names_the_days_of_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By an option; today alone asks for none."""
    told = tmp_path / "told.parquet"
    pl.DataFrame({"day": [date(2026, 1, 1)], ASKED[0]: [True]}).write_parquet(told)
    day = (*NOWHERE, "--as-of", "2025-12-31", "-o", tmp_path / "x.parquet")
    assert label(told, *day) == 1
    assert "--observed-on: found NOTHING" in capsys.readouterr().err
    assert label(told, *day, "--observed-on", "day") == 0


@pytest.mark.parametrize("name", ["Pays", "my pays", "it's", 'the "pays"', "p}?, ys", """o'"k"""])
def test_a_column_that_is_perhaps_meant_is_proposed_as_an_option(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a shell takes it; an argument of Python would be of no use there."""
    monkeypatch.setattr("relabel.frames.columns.nearest", lambda *_: name)
    told = tmp_path / "told.parquet"
    pl.DataFrame({name: [True]}).write_parquet(told)
    assert label(told, "-o", tmp_path / "x.parquet", *NOWHERE) == 1
    said = capsys.readouterr().err
    assert "columns=" not in said
    assert shlex.split(said.partition("did you mean ")[2].strip()[:-1]) == ["--column", f"{ASKED[0]}={name}"]


@pytest.mark.parametrize("name", ["id", "the id", "it's"])
def test_who_keeps_all_is_told_to_say_what_to_keep(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a column is called as one of the result; there may be no other one to keep."""
    told, output = tmp_path / "told.parquet", tmp_path / "x.parquet"
    columns = [word for one in ASKED for word in ("--column", f"{one}=")]
    pl.DataFrame({"label": ["client"], name: [1]}).write_parquet(told)
    assert label(told, "-o", output, *columns) == 1
    said = capsys.readouterr().err
    assert "relabel: columns, all of which are kept: found 'label'" in said
    assert shlex.split(said.partition("such as ")[2].partition(", or")[0]) == ["--key", name]
    assert label(told, "-o", output, *columns, "--key", name) == 0
    assert label(told, "-o", output, *columns, "--key", "label") == 1
    assert "--key: found 'label'" in capsys.readouterr().err
    pl.DataFrame({"label": ["client"], "standing": [1]}).write_parquet(told)
    assert label(told, "-o", output, *columns) == 1
    assert "itself; rename it" in capsys.readouterr().err


def test_a_log_is_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the key, with those of whom nothing is known, in place of the file that was there."""
    pieces = {"company": ["a", "b", "b"], "criterion": [ASKED[0]] * 3, "said": ["yes", "perhaps", "no"]}
    log, companies = pl.DataFrame(pieces), pl.DataFrame({"company": ["a", "b", "c"]})
    told, given, output = (tmp_path / f"{name}.parquet" for name in ("log", "companies", "out"))
    output.write_text("old")
    log.write_parquet(told)
    companies.write_parquet(given)
    long = ("--shape", "long", "--column", "answer=said", "--observed-on=", "--attested-by=")
    assert label(told, *long, "--key", "company", "--relationships", given, "-o", output) == 0
    said = {"answer": "said", "attested_by": None}
    expected = classify_evidence(log, MARC, key="company", columns=said, relationships=companies)
    assert pl.read_parquet(output).rows() == expected.rows()
    assert "1 cell or piece of evidence is no answer" in capsys.readouterr().out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["companies.parquet", "log.parquet", "out.parquet"]
    assert label(told, *long, "--key", "company", "--attested-by", "said", "-o", tmp_path / "x.parquet") == 0
    assert label(told, *long, "-o", tmp_path / "x.parquet") == 1
    assert "--key" in capsys.readouterr().err


def test_a_log_without_the_numbers_that_are_asked_for_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the words of the command line, whether rows are labelled or a statement is written."""
    (tmp_path / "tiers.toml").write_text(
        'name = "tiers"\ntitle = "Tiers"\nsource = "s"\n'
        'criteria.spend = { kind = "measure", unit = "EUR", question = "What?" }\n'
        '[[labels]]\nname = "client"\nwhen = { criterion = "spend", at_least = 5 }\n'
    )
    told, written = tmp_path / "log.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"id": [1], "criterion": ["spend"], "answer": [None], "amount": [7.0]}).write_parquet(told)
    long = ["-d", tmp_path / "tiers.toml", "--shape", "long", "--key", "id", "--observed-on="]
    asked = [["label", told, *long, "-o", written], ["sql", tmp_path / "tiers.toml", *long[2:], "--table", "log"]]
    for command in asked:
        assert main([*map(str, command)]) == 1
        said = " ".join(capsys.readouterr().err.split())
        assert "--column number: found NOTHING" in said
        assert "or --column number= to say that there is none" in said
        assert main([*map(str, command), "--column", "number=amount"]) == 0
    assert pl.read_parquet(written)["label"].to_list() == ["client"]


def test_what_is_no_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is written."""
    table, output = tmp_path / "t.parquet", tmp_path / "out.parquet"
    pl.DataFrame({ASKED[0]: [True]}).write_parquet(table)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.parquet").write_text("id,pays")
    for arguments, said in (
        ([table, "-o", tmp_path / "out.csv"], "a file that ends in .parquet"),
        ([tmp_path / "empty", "-o", output], "a folder with files"),
        ([tmp_path / "text.parquet", "-o", output], "for `relabel audit`"),
        ([tmp_path / "t.parqet", "-o", output], "did you mean 't.parquet'"),
        ([table, "-o", tmp_path / "no" / "out.parquet"], "cannot use"),
        ([table, "-o", output, "--column", "payz=x"], "criteria that the conditions"),
    ):
        assert label(*arguments, *NOWHERE) == 1
        assert said in " ".join(capsys.readouterr().err.split())
    pl.DataFrame({ASKED[0]: [1.5]}).write_parquet(tmp_path / "u.parquet")
    assert label(table, tmp_path / "u.parquet", "-o", output, *NOWHERE) == 1
    assert "found 'Float64', expected Boolean, as in" in " ".join(capsys.readouterr().err.split())
    damage(table)
    assert label(table, "-o", output, *NOWHERE) == 1
    assert "expected tables in Parquet that are whole" in " ".join(capsys.readouterr().err.split())
    assert not output.exists()


def test_without_polars_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It reads the tables."""
    table = tmp_path / "t.parquet"
    pl.DataFrame({ASKED[0]: [True]}).write_parquet(table)
    monkeypatch.setattr("relabel.cli.tables.reading.pl", Missing())
    assert label(table, "-o", tmp_path / "out.parquet") == 1
    assert "relabel-relationships[frames]" in capsys.readouterr().err


@pytest.mark.parametrize("found", [True, False])
def test_a_log_in_a_folder_goes_to_duckdb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, found: bool
) -> None:
    """If it is there; else polars labels it alike, and says what that means for a large one."""
    pytest.importorskip("duckdb")
    (tmp_path / "log").mkdir()
    for place, name in enumerate(("a", "b")):
        rows = {"company": [name], "criterion": [ASKED[0]], "answer": [("yes", "perhaps")[place]]}
        pl.DataFrame(rows).write_parquet(tmp_path / "log" / f"{name}.parquet")
    given, output = tmp_path / "companies.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"company": ["a", "b", "c"]}).write_parquet(given)
    long = ("--shape", "long", "--key", "company", "--observed-on=", "--attested-by=", "-o", output)
    monkeypatch.setattr(labels, "LARGE", 1)
    if not found:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    for related in ((), ("--relationships", given)):
        assert label(tmp_path / "log", *long, *related) == 0
        assert ("has to fit into memory" in capsys.readouterr().err) != found
        log = pl.read_parquet(tmp_path / "log")
        said = {"attested_by": None}
        expected = classify_evidence(
            log, MARC, key="company", columns=said, relationships=pl.read_parquet(given) if related else None
        )
        written = pl.read_parquet(output)
        assert (written.schema["label"] == pl.String) == found
        assert written.sort("company").rows() == expected.sort("company").rows()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["companies.parquet", "log", "out.parquet"]
    pl.DataFrame({"company": ["a", "b", "a"]}).write_parquet(given)
    assert label(tmp_path / "log", *long, "--relationships", given) == 1
    assert "--relationships: found 'a', expected each relationship once; it is there 2" in capsys.readouterr().err
    if found:
        (tmp_path / "log" / "b.parquet").write_bytes((tmp_path / "log" / "a.parquet").read_bytes())
        damage(tmp_path / "log" / "a.parquet")
        assert label(tmp_path / "log", *long) == 1
        assert "FILE: found" in capsys.readouterr().err


def damage(file: Path) -> None:
    """Overwrite the cells of a table, and leave what describes them."""
    data = file.read_bytes()
    file.write_bytes(data[:4] + b"\xff" * 60 + data[64:])


class Missing:
    """A module that there is not."""

    def __getattr__(self, name: str) -> object:
        raise ModuleNotFoundError(name)
