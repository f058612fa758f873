"""Tests of `relabel.cli.mapping`: options go over the mapping file, and `relabel map` drafts one."""

import argparse
import csv
import json
import shlex
import tomllib
from pathlib import Path

import pytest

from relabel.cli import main
from relabel.cli.mapping import add_mapping, load_mappings
from relabel.files.relationships.mapping import EMPTY, FileMapping, read_mapping_schema
from tests import DATA

NEWCOMER = DATA / "newcomer"


def parsed(*arguments: str) -> FileMapping:
    """Read the options of a command that has one mapping, or none."""
    parser = argparse.ArgumentParser()
    add_mapping(parser)
    (found,) = load_mappings(parser.parse_args(arguments))
    return found


def test_without_options_a_file_stands_for_itself() -> None:
    """Nothing is declared."""
    assert parsed() == EMPTY


def test_an_option_goes_over_the_file(tmp_path: Path) -> None:
    """What it does not say stays."""
    path = tmp_path / "some.map.toml"
    path.write_text('sheet = "Data"\nheader_row = 2\n')
    found = parsed("--map", str(path), "--header-row", "5")
    assert (found.sheet, found.header_row) == ("Data", 5)
    assert parsed("--map", str(path), "--sheet", "More").sheet == "More"


@pytest.mark.parametrize("row", ["0", "-1", "x", "²", ""])
def test_a_header_has_a_line_from_1(row: str) -> None:
    """The command was called in a wrong way otherwise."""
    with pytest.raises(SystemExit):
        parsed("--header-row", row)


def test_a_draft_and_an_audit_are_two_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second is said by the first, which says who is who."""
    monkeypatch.chdir(NEWCOMER)
    assert main(["map", "suppliers-two-dates.csv", "-d", "supplier-tiers.toml"]) == 0
    said = capsys.readouterr()
    draft = tmp_path / "map.toml"
    draft.write_text(said.out, encoding="utf-8")
    assert "the company: 'Supplier'; the word in use: 'Tier today'" in said.err
    assert "what these columns may be instead: 'Buyer'" in said.err
    assert "cells that were not understood: 1 of 'Tier today'" in said.err
    [command] = [line.partition("written to: ")[2] for line in said.err.splitlines() if "written to: " in line]
    words = shlex.split(command.replace("MAP.toml", str(draft)))
    assert words[0] == "relabel"
    assert main([*words[1:], "--as-of", "2026-01-31"]) == 0
    assert "Amber Components" in capsys.readouterr().out


def test_a_draft_without_answers_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before an audit of nothing; the commands take the same plugins."""
    monkeypatch.chdir(tmp_path)
    Path("towns.csv").write_text("company,label\nElm,partner\n")
    assert main(["map", "towns.csv", "-d", "marc", "--without", "thetapoint"]) == 0
    said = capsys.readouterr().err
    for command in ("definitions marc", "ask towns.csv -d marc", "audit towns.csv -d marc"):
        assert f"relabel {command} --without thetapoint" in said
    assert said.count("--map MAP.toml") == 2
    Path("answers.csv").write_text("company,label,criterion,answer\nElm,partner,transactional,yes\n")
    assert main(["map", "answers.csv", "-d", "marc"]) == 0
    said = capsys.readouterr().err
    assert "no column was found" not in said
    assert "whose word the answers about one side are (attested_by)" in said


def test_a_draft_without_a_company_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is made up."""
    path = tmp_path / "towns.csv"
    path.write_text("Town,Size\nGraz,1\n")
    assert main(["map", str(path), "-d", "marc"]) == 0
    assert "the company: no column; the word in use: no column" in capsys.readouterr().err


def test_a_draft_is_made_of_the_sheet_and_header_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Which then stand in it."""
    assert main(["map", str(NEWCOMER / "two-headers.csv"), "-d", "marc", "--header-row", "2"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["header_row"] == 2
    assert main(["map", str(NEWCOMER / "hubspot.xlsx"), "-d", "marc", "--sheet", "Nowhere"]) == 1
    assert "Nowhere" in capsys.readouterr().err


def test_a_draft_may_go_by_a_criteria_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For companies that were sorted before there is a definition; the command that it names reads them by it."""
    criteria, companies, mapping = (tmp_path / name for name in ("criteria.toml", "sorted.csv", "map.toml"))
    criteria.write_text(
        'name = "ours"\nlabels = ["partner", "client"]\nraises = ["pays"]\n[criteria]\npays = "Do they pay?"\n',
        encoding="utf-8",
    )
    companies.write_text("Company,What we call them,Do they pay?\nElm,partner,no\nOak,client,yes\n", encoding="utf-8")
    assert main(["map", str(companies), "--criteria", str(criteria)]) == 0
    draft, said = capsys.readouterr()
    assert tomllib.loads(draft)["columns"]["Do they pay?"]["is"] == "pays"
    mapping.write_text(draft, encoding="utf-8")
    command = shlex.split(said.splitlines()[-1].partition("written to: relabel ")[2])
    assert main([str(mapping) if word == "MAP.toml" else word for word in command]) == 0
    assert "Elm (partner) is outdone by Oak (client)" in capsys.readouterr().out
    companies.write_text("Supplier,Colour\nElm,red\n", encoding="utf-8")
    assert main(["map", str(companies), "--criteria", str(criteria)]) == 0
    assert "no column was found to answer what ours asks\n" in capsys.readouterr().err


def test_the_schema_of_mapping_files_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """By itself."""
    assert main(["map", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(read_mapping_schema())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["map"], "a file or several"),
        (["map", "x.csv"], "-d"),
        (["map", "--schema", "x.csv"], "--schema"),
        (["map", "--schema", "-d", "marc"], "--schema"),
        (["map", "--schema", "--criteria", "ours.toml"], "--schema"),
    ],
)
def test_a_draft_needs_a_file_and_a_definition(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the schema neither."""
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_problems_are_written_as_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of them, each with its place and the line of the mapping that mends it, by which the file is read then."""
    path, problems, mapping = tmp_path / "some.csv", tmp_path / "problems.csv", tmp_path / "map.toml"
    path.write_text("company,transactional,worst_issue\nElm,ja,=lost temper\nOak,ja,lost temper\n")
    assert main(["audit", str(path), "-d", "marc", "--problems", str(problems)]) == 1
    assert "in the mapping file" in capsys.readouterr().err
    with problems.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(one["file"], one["line"], one["column"], one["found"]) for one in rows] == [
        ("some.csv", "2", "transactional", "'ja'"),
        ("some.csv", "2", "worst_issue", "'=lost temper'"),
        ("some.csv", "3", "transactional", "'ja'"),
    ]
    lines = "\n".join(dict.fromkeys(one["mapping"] for one in rows))
    mapping.write_text(f"[columns]\n{lines}\n")
    assert main(["audit", str(path), "-d", "marc", "--problems", str(problems), "--map", str(mapping)]) == 0
    assert problems.read_text() == "file,line,column,found,expected,hint,mapping\n"


def test_problems_of_a_mapping_are_written_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its name; and they are of every command that reads a file."""
    path, mapping, problems = tmp_path / "some.csv", tmp_path / "map.toml", tmp_path / "problems.csv"
    path.write_text("company\nElm\n")
    mapping.write_text("colums = 1\n")
    for command in (["audit", str(path), "-d", "marc"], ["contradictions", str(path), "-d", "marc"]):
        assert main([*command, "--map", str(mapping), "--problems", str(problems)]) == 1
        assert "map.toml,1,colums," in problems.read_text()
    assert "colums" in capsys.readouterr().err
