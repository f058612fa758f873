"""Tests of `relabel.cli.changes`: two files, two days, two versions of a definition."""

import json
from pathlib import Path
from typing import Any

import pytest

from relabel.cli import main

HEADER = "company,label,observed_on,pays\n"
DEFINITION = """name = "payers"
title = "Who pays?"
source = "a test"
version = "{version}"
given_to = "buyer"

[criteria.pays]
question = "Do they pay?"

[[labels]]
name = "client"
when = {when}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.toml").write_text(DEFINITION.format(version="1", when='"pays"'))
    (tmp_path / "new.toml").write_text(DEFINITION.format(version="2", when='{ not = "pays" }'))
    (tmp_path / "before.csv").write_text(HEADER + "Elm,client,2025-01-01,yes\nAsh,client,2025-01-01,yes\n")
    (tmp_path / "after.csv").write_text(HEADER + "Elm,client,2025-01-01,yes\nAsh,client,2026-01-01,no\n")
    return tmp_path


def moved(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[tuple[str, Any, Any, list[str]]]:
    """Give what has moved, as JSON has it."""
    assert main(["changes", *map(str, arguments), "--as-of", "2026-01-31", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unchanged"] + len(found["moved"]) == 2
    return [(one["key"], one["before"]["found"], one["after"]["found"], one["causes"]) for one in found["moved"]]


def test_two_files_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A corrected answer is evidence that is withdrawn and evidence that is new."""
    found = moved(capsys, folder / "before.csv", folder / "after.csv", "-d", folder / "old.toml")
    assert found == [("Ash buys from us", "client", "no label", ["new_evidence", "withdrawn"])]


def test_two_days_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of one file."""
    file = folder / "after.csv"
    found = moved(capsys, file, file, "-d", folder / "old.toml", "--since", "2025-06-30")
    assert found == [("Ash buys from us", None, "no label", ["new_evidence"])]


def test_two_versions_of_a_definition_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Though they have one name."""
    file = folder / "before.csv"
    found = moved(capsys, file, file, "-d", folder / "new.toml", "--was", folder / "old.toml")
    assert [(one[1], one[2], one[3]) for one in found] == [("client", "no label", ["definition"])] * 2


def test_changes_are_written_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the notes of each file on stderr."""
    (folder / "after.csv").write_text(HEADER.strip() + ",owner\nElm,partner,2025-01-01,yes,Ana\nOak,,,,\n")
    files = (str(folder / name) for name in ("before.csv", "after.csv"))
    assert main(["changes", *files, "-d", str(folder / "old.toml")]) == 0
    printed = capsys.readouterr()
    assert "client → partner" in printed.out
    assert "a corrected word" in printed.out
    assert ("appeared" in printed.out, "gone" in printed.out) == (True, True)
    assert "relabel: after.csv: columns kept as context" in printed.err


def test_changes_are_written_as_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a file that is called so; another is refused."""
    files = (str(folder / name) for name in ("before.csv", "after.csv"))
    arguments = ["changes", *files, "-d", str(folder / "old.toml"), "-o"]
    page = folder / "changes.html"
    assert main([*arguments, str(page)]) == 0
    assert capsys.readouterr().out.startswith("1 moved, 1 as before. ")
    assert "client → (no label)" in page.read_text(encoding="utf-8")
    assert main([*arguments, str(folder / "changes.pdf")]) == 1
    assert not (folder / "changes.pdf").exists()


def compared(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Give what two definitions differ in, as JSON has it."""
    assert main(["compare", *map(str, arguments), "--as-of", "2026-01-31", "--format", "json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_two_versions_of_one_name_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each in its own file; with companies, which get another label, and what that rests on."""
    found = compared(capsys, folder / "old.toml", folder / "new.toml")
    assert [one["what"] for one in found["changes"]] == ["version", "label client"]
    assert "companies" not in found
    found = compared(capsys, folder / "old.toml", folder / "new.toml", folder / "after.csv")
    moved = [
        (one["key"], one["before"]["found"], one["after"]["found"], one["why"]) for one in found["companies"]["moved"]
    ]
    assert moved == [
        ("Elm buys from us", "client", "no label", ["pays: yes, and no is needed"]),
        ("Ash buys from us", "no label", "client", ["pays: no, and yes is needed"]),
    ]


def test_another_shelf_life_is_listed_and_moves_companies(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Though no label changes where everything is known; a note about the file is written once."""
    lasting = DEFINITION.format(version="1", when='"pays"')
    (folder / "lasting.toml").write_text(f'{lasting}[policy]\nshelf_life = "1 year"\n')
    (folder / "after.csv").write_text(
        HEADER.strip() + ",owner\nElm,client,2025-01-30,yes,Ana\nAsh,client,2025-01-31,yes,\n"
    )
    arguments = [str(folder / name) for name in ("old.toml", "lasting.toml", "after.csv")]
    assert main(["compare", *arguments, "--as-of", "2026-01-31"]) == 0
    printed = capsys.readouterr()
    assert "policy, shelf life: added (1 year)" in printed.out
    assert "1 moved, 1 as before" in printed.out
    assert "Elm: pays: yes (observed longer ago than the shelf life) no longer counts" in printed.out
    assert printed.err.count("columns kept as context") == 1


def test_what_is_written_differently_is_always_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also of two definitions that have nothing to do with each other, after where they disagree."""
    (folder / "other.toml").write_text(DEFINITION.format(version="1", when='"pays"').replace("payers", "friends"))
    assert main(["compare", str(folder / "old.toml"), str(folder / "other.toml")]) == 0
    headings = [line for line in capsys.readouterr().out.splitlines() if line and not line.startswith(" ")]
    assert (headings[0], headings[-1]) == ("payers and friends", "Written differently")


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_an_overlay_may_ask_for_more_than_its_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    """Answers to that are no unknown words, and no context, where the base reads the same file."""
    monkeypatch.chdir(tmp_path)
    Path("ours.toml").write_text(
        'extends = "marc"\nname = "ours"\n'
        'criteria.projects = { kind = "measure", unit = "projects", question = "How many projects?" }\n'
        'labels.client.when = { criterion = "projects", at_least = 2 }\n',
        encoding="utf-8",
    )
    rows = {
        "wide": "company,label,projects\nElm,client,1\n",
        "long": "company,label,criterion,answer\nElm,client,projects,1\n",
    }
    Path("book.csv").write_text(rows[shape], encoding="utf-8")
    for command in (
        ["compare", "marc", "ours.toml", "book.csv"],
        ["changes", "book.csv", "book.csv", "-d", "ours.toml", "--was", "marc"],
    ):
        assert main([*command, "--as-of", "2026-01-31"]) == 0, command
        said = capsys.readouterr()
        assert ("context" in said.err, "Elm" in said.out) == (False, True)


def test_a_saved_audit_needs_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither its file nor its definition; on both sides, and over several."""
    saved = [folder / f"{year}.audit.json" for year in (2025, 2026)]
    for path, file in zip(saved, ("before.csv", "after.csv"), strict=True):
        day = f"{path.name[:4]}-01-31"
        arguments = ["audit", folder / file, "-d", folder / "old.toml", "--as-of", day, "--save", path]
        assert main(list(map(str, arguments))) == 0
    (folder / "before.csv").unlink()
    capsys.readouterr()
    found = moved(capsys, saved[0], folder / "after.csv", "-d", folder / "old.toml")
    assert found == [("Ash buys from us", "client", "no label", ["new_evidence", "withdrawn"])]
    assert main(["changes", *map(str, saved), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["moved"][0]["key"] == "Ash buys from us"
    assert main(["trend", *map(str, saved)]) == 0
    assert "2 audits from 2025-01-31 to 2026-01-31" in capsys.readouterr().out
    assert main(["trend", *map(str, saved), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["steps"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["changes", "2025.audit.json", "after.csv"], "--definition: found None, expected the definition to judge by"),
        (["changes", "2025.audit.json", "after.csv", "-d", "old.toml", "--since", "2025-01-01"], "--since: found"),
        (["changes", "2025.audit.json", "after.csv", "-d", "old.toml", "--was", "new.toml"], "--was: found"),
        (["changes", "after.csv", "2025.audit.json", "-d", "old.toml", "--as-of", "2025-01-01"], "--as-of: found"),
        (["trend", "2025.audit.json", "after.csv"], "expected files"),
        (["compare", "old.toml", "marc", "2025.audit.json"], "companies: found"),
        (["trend", "2025.audit.json"], "expected two or more, each of a day of its own"),
        (
            ["audit", "after.csv", "-d", "old.toml", "--save", "x.json"],
            "--save: found 'x.json', expected a file that ends in",
        ),
    ],
)
def test_what_does_not_go_with_a_saved_audit_is_refused(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    """As it has a day and a definition of its own."""
    monkeypatch.chdir(folder)
    save = ["audit", "after.csv", "-d", "old.toml", "--as-of", "2025-01-31", "--save", "2025.audit.json"]
    assert main(save) == 0
    capsys.readouterr()
    assert main(arguments) == 1
    assert message in capsys.readouterr().err


ENDS = "buyer,seller,buyer_label,seller_label,region\nElm,us,client,vendor,n\nOak,us,customer,vendor,s\n"


def test_both_ends_stand_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text, as data, and as a page; by the two published definitions or others."""
    path, page = tmp_path / "ends.csv", tmp_path / "ends.html"
    path.write_text(ENDS, encoding="utf-8")
    assert main(["ends", str(path)]) == 0
    assert "1 in the words in use, 0 on the evidence" in capsys.readouterr().out
    assert main(["ends", str(path), "--format", "json", "--seller", "thetapoint-seller-dictionary"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(one["buyer"]["word"], one["seller"]["word"]) for one in rows] == [
        ("client", "vendor"),
        ("customer", "vendor"),
    ]
    assert main(["ends", str(path), "-o", str(page)]) == 0
    assert "in the words" in page.read_text(encoding="utf-8")
    assert "Both ends of 2 relationships are in" in capsys.readouterr().out
    assert main(["ends", str(path), "-o", "ends.pdf"]) == 1
    assert "a file that ends in .html" in capsys.readouterr().err
