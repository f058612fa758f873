"""Tests of `relabel.cli.relationships`: the commands take several files as one."""

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from relabel.cli import main

DAY = ("-d", "marc", "--as-of", "2026-01-31")


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Give three files: a CRM, contracts with other headers, and a survey."""
    texts = {
        "crm.csv": "id,company,label\nC-1,Elm,client\nC-2,Oak,partner\n",
        "contracts.csv": "Party,Word\nelm,partner\n",
        "survey.csv": 'company,transactional,attested_by\n"Oak, Ltd.",yes,\nElm,no,\n',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


@pytest.fixture
def maps(tmp_path: Path) -> list[str]:
    """Give a mapping for each file."""
    texts = {"crm.toml": "", "contracts.toml": '[columns]\nParty = "company"\nWord = "label"\n', "survey.toml": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [word for name in texts for word in ("--map", str(tmp_path / name))]


def test_several_files_are_one_audit(files: list[str], maps: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With a mapping for each; what is proposed can be copied into one of them, and is not refused there."""
    assert main(["audit", *files, *DAY, *maps, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["buyer"]) for row in said["rows"]] == [("C-2", "Oak"), ("C-1", "Elm"), (None, "Oak, Ltd.")]
    assert said["same"] == {"Oak, Ltd.": "Oak"}
    assert main(["audit", *files, *DAY, *maps]) == 0
    text = capsys.readouterr().out
    at = text.splitlines().index("  [same]")
    with Path(maps[1]).open("a", encoding="utf-8") as file:
        file.write("\n".join(text.splitlines()[at:]) + "\n")
    assert main(["audit", *files, *DAY, *maps, "--format", "json"]) == 0
    joined = json.loads(capsys.readouterr().out)
    assert ([row["verdict"] for row in joined["rows"] if row["buyer"] == "Oak"], joined["same"]) == (
        ["overclaimed"],
        {},
    )


def test_sources_that_disagree_are_reported(
    files: list[str], maps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """In every format, and where one company is explained."""
    outputs = {}
    for form in ("text", "markdown", "json", "csv"):
        assert main(["audit", *files, *DAY, *maps, "--format", form]) == 0
        outputs[form] = capsys.readouterr()
    assert ["contracts.csv:2" in said.out for said in outputs.values()] == [True] * 4
    rows = {row["buyer"]: row["words"] for row in csv.DictReader(io.StringIO(outputs["csv"].out))}
    assert rows == {"Elm": "crm.csv:2: client; contracts.csv:2: partner", "Oak": "", "Oak, Ltd.": ""}
    assert "names that may be of one company: 1" in outputs["csv"].err
    assert main(["explain", *files, "Elm", *DAY, *maps]) == 0
    assert 'contracts.csv:2 says "partner"' in " ".join(capsys.readouterr().out.split())


def test_one_mapping_is_for_all_files(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Columns that not all have are optional."""
    path = tmp_path / "all.toml"
    path.write_text(
        '[columns]\nParty = { is = "company", optional = true }\nWord = { is = "label", optional = true }\n'
        '[same]\n"Oak, Ltd." = "Oak"\n',
        encoding="utf-8",
    )
    assert main(["audit", *files, *DAY, "--map", str(path), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 2


@pytest.mark.parametrize("count", [2, 4])
def test_other_numbers_of_mappings_are_refused(
    files: list[str], maps: list[str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """As nobody could say which is whose."""
    assert main(["audit", *files, *DAY, *(maps * 2)[: 2 * count]]) == 1
    said = capsys.readouterr()
    assert (said.out, f"{count}" in said.err, "each of the 3" in said.err) == ("", True, True)


def test_the_way_to_ask_names_all_files(files: list[str], maps: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With their mappings, so that it can be called as it stands."""
    assert main(["explain", *files, "Elm", *DAY, *maps]) == 0
    words = shlex.split(capsys.readouterr().out.splitlines()[-1].partition("relabel ")[2])
    assert (words[:4], words[-6:]) == (["ask", *files], maps)


def test_answers_go_beside_the_first_file_and_never_into_one(
    files: list[str], maps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log is no file of relationships."""
    monkeypatch.setattr("builtins.input", lambda _: "quit")
    assert main(["ask", *files, *DAY, *maps]) == 0
    log = Path(files[0]).with_name("more.jsonl")
    log.write_text('{"company": "Ash"}\n', encoding="utf-8")
    capsys.readouterr()
    assert main(["ask", files[0], str(log), "-d", "marc", "--answers", str(log)]) == 1
    assert "more.jsonl" in capsys.readouterr().err


def test_contradictions_are_found_over_files(files: list[str], maps: list[str]) -> None:
    """By the words in use of all."""
    assert main(["contradictions", *files, *DAY, *maps]) == 0


SPEAKERS = """company,label,owner,criterion,answer,source
Elm,client,Ben,transactional,yes,Ben
Elm,client,Ben,transactional,no,Ana
Oak,partner,Ana,transactional,no,Ana
"""


def test_agreement_says_who_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as data."""
    path = tmp_path / "s.csv"
    path.write_text(SPEAKERS, encoding="utf-8")
    assert main(["agreement", str(path), "-d", "marc"]) == 0
    assert "Elm      transactional  Ben: yes, Ana: no" in capsys.readouterr().out
    assert main(["agreement", str(path), "-d", "marc", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["disputes"][0]["answers"] == {"Ben": True, "Ana": False}


def test_an_owner_is_asked_about_the_companies_of_that_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the column that is called so; who owns none is named with the nearest."""
    path = tmp_path / "s.csv"
    path.write_text(SPEAKERS, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["ask", str(path), "-d", "marc", "--owner", "ben"]) == 0
    said = capsys.readouterr().out
    assert ("Elm" in said, "Oak" in said) == (True, False)
    assert main(["ask", str(path), "-d", "marc", "--owner", "Benn"]) == 1
    assert "--owner: found 'Benn', expected one of those in the column 'owner': Ana, Ben; did you mean 'Ben'?" in (
        capsys.readouterr().err
    )
    path.write_text(SPEAKERS.replace("owner", "region"), encoding="utf-8")
    assert main(["ask", str(path), "-d", "marc", "--owner", "Ben"]) == 1
    assert "in the column 'owner': none" in capsys.readouterr().err
