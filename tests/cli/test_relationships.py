"""Tests of `relabel.cli.relationships`: the commands take several files as one."""

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

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


@pytest.fixture
def book(tmp_path: Path) -> str:
    """Give a file of companies with owners."""
    lines = [
        "company,label,owner,transactional",
        "Elm,client,Ben/Ana,",
        "Oak,client,,",
        "Ash,partner,ben ana,",
        "Fir,partner,Cleo,yes",
    ]
    path = tmp_path / "book.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def told(page: Path) -> Any:
    """Give what a form tells its script."""
    [found] = re.findall(r'<script type="application/json" id="data">(.*)</script>', page.read_text(encoding="utf-8"))
    return json.loads(found)


def companies(page: Path) -> list[str]:
    """Give the companies that a form asks about."""
    return [one["name"] for one in told(page)["companies"]]


def test_a_form_is_written_for_all(book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order in which `relabel ask` asks; notes on the file go to standard error."""
    page = tmp_path / "form.html"
    assert main(["form", book, *DAY, "-o", str(page)]) == 0
    said = capsys.readouterr()
    assert " ".join(said.out.split()) == f"{page}: 3 companies have questions"
    assert "kept as context" in said.err
    assert (companies(page), told(page)["file"]) == (["Ash", "Elm", "Oak"], "form.answers.jsonl")


def test_a_form_is_written_for_each_person(book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who has something to answer; none takes the file of another, and what nobody owns is in the file named."""
    page = tmp_path / "Form.html"
    assert main(["form", book, *DAY, "-o", str(page), "--by", "owner"]) == 0
    lines = [
        f"{page}: 1 company has questions",
        f"{tmp_path / 'Form-Ben-Ana.html'}: 1 company has questions for Ben/Ana",
        f"{tmp_path / 'Form-ben-ana-2.html'}: 1 company has questions for ben ana",
    ]
    assert capsys.readouterr().out.split() == " ".join(lines).split()
    found = {one.name: (companies(one), told(one)["file"]) for one in tmp_path.glob("*.html")}
    assert found == {
        "Form.html": (["Oak"], "Form.answers.jsonl"),
        "Form-Ben-Ana.html": (["Elm"], "Form-Ben-Ana.answers.jsonl"),
        "Form-ben-ana-2.html": (["Ash"], "Form-ben-ana-2.answers.jsonl"),
    }


def test_what_a_log_holds_an_answer_to_is_not_asked_again(book: str, tmp_path: Path) -> None:
    """Nor what nobody could answer."""
    log = tmp_path / "log.jsonl"
    lines = [("Elm", "false"), ("Oak", "null")]
    texts = [
        f'{{"buyer": "{one}", "seller": "us", "criterion": "pays_for_services", "answer": {answer}}}\n'
        for one, answer in lines
    ]
    log.write_text("".join(texts), encoding="utf-8")
    page = tmp_path / "form.html"
    assert main(["form", book, *DAY, "-o", str(page), "--answers", str(log)]) == 0
    assert companies(page) == ["Ash", "Oak"]
    levels = [one["name"] for one in told(page)["criteria"]]
    assert [[levels[one] for one in company["asked"]] for company in told(page)["companies"]] == [
        [],
        ["pays_for_services"],
    ]


def test_without_questions_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And that is said."""
    book, page = tmp_path / "book.csv", tmp_path / "form.html"
    book.write_text("company,label,transactional\nFir,partner,yes\n", encoding="utf-8")
    assert main(["form", str(book), *DAY, "-o", str(page)]) == 0
    assert (capsys.readouterr().out, page.exists()) == (
        "Nobody has a question to answer; nothing was written.\n",
        False,
    )


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["-o", "form.pdf"], "form.pdf"),
        (["-o", "form.html", "--by", "ownr"], "owner"),
        (["-o", "form.html", "--answers", "no.jsonl"], "no.jsonl"),
    ],
    ids=["no page", "no column", "no log"],
)
def test_forms_that_cannot_be_written_are_refused(
    book: str, more: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong by name."""
    assert main(["form", book, *DAY, *more]) == 1
    assert named in capsys.readouterr().err
