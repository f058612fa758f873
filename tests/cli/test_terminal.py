"""Tests of `relabel.cli.terminal`: progress is shown on a terminal only, and what is read is never written over."""

import gc
import io
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from relabel.cli import main, relationships
from relabel.cli.terminal import complain, progress
from tests import ROOT

TWENTY = ROOT / "examples" / "twenty-companies.csv"
ITEMS = list(range(100))


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def show(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Let standard error be a terminal; pytest would set it anew after a fixture."""
    found = Screen()
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stderr", found)
    return found


def test_progress_is_shown_from_the_start_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is known of how much there is to do; then as a share, which is full where all is done."""
    screen = show(monkeypatch)
    with progress("Reading") as watch:
        assert "Reading" in screen.getvalue()
        assert list(watch(ITEMS)) == ITEMS
    assert ("100%" in screen.getvalue(), screen.getvalue().endswith("\x1b[2K")) == (True, True)


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["closed", "piped"])
def test_no_progress_is_shown_elsewhere(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None) -> None:
    """A file or another program gets nothing."""
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Reading") as watch:
        assert list(watch(ITEMS)) == ITEMS
    assert stream is None or stream.getvalue() == ""


def test_no_progress_is_shown_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """An optional package."""
    screen = show(monkeypatch)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with progress("Reading") as watch:
        assert list(watch(ITEMS)) == ITEMS
    assert screen.getvalue() == ""


@pytest.mark.parametrize("shape", ["text", "json", "csv"])
@pytest.mark.parametrize("name", ["companies.csv", "companies.jsonl"])
def test_progress_changes_no_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, shape: str
) -> None:
    """Of a small file none is shown; of a large one it is, beside the same results."""
    path = tmp_path / name
    path.write_text(
        TWENTY.read_text("utf-8") if name.endswith("csv") else '{"company": "A", "label": "client"}\n', "utf-8"
    )
    arguments = ["audit", str(path), "-d", "marc", "--as-of", "2026-01-31", "--format", shape]
    results = []
    for large in (relationships.LARGE, path.stat().st_size):
        monkeypatch.setattr(relationships, "LARGE", large)
        with monkeypatch.context() as patch:
            screen = show(patch)
            assert main(arguments) == 0
        shown = re.findall("Reading|Judging|Writing", screen.getvalue())
        results.append((capsys.readouterr().out, list(dict.fromkeys(shown))))
    (small, none), (same, some) = results
    assert (small, none, some) == (same, [], ["Reading", "Judging", *["Writing"] * (shape == "csv")])


@pytest.mark.parametrize("file", [TWENTY, "none.csv"])
def test_garbage_is_collected_as_before_once_a_command_is_done(file: Path | str) -> None:
    """Whether it went well or not."""
    before = gc.get_threshold()
    main(["audit", str(file), "-d", "marc"])
    assert gc.get_threshold() == before


def test_what_is_to_be_copied_has_nothing_in_front_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """All else says who says it."""
    complain('a.csv: 1 problem\n  in the mapping file:\n    [columns."A"]\n    is = "company"')
    assert capsys.readouterr().err.splitlines() == [
        "relabel: a.csv: 1 problem",
        "relabel:   in the mapping file:",
        '    [columns."A"]',
        '    is = "company"',
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("label IN -d marc -o IN", "--output"),
        ("label b IN -d marc -o IN", "--output"),
        ("label b -d marc --shape long --key id --relationships IN -o IN", "--output"),
        ("label folder -d marc -o folder/IN.parquet", "--output"),
        ("label b -d marc --shape long --relationships folder -o folder/IN.parquet", "--output"),
        ("audit IN -d marc -o IN", "--output"),
        ("audit IN -d marc --save IN", "--save"),
        ("audit IN -d marc --problems IN", "--problems"),
        ("audit b -d marc --map IN -o IN", "--output"),
        ("audit b -d marc --answers IN -o IN", "--output"),
        ("audit b -d IN.toml -o IN.toml", "--output"),
        ("audit b -d marc -o IN --save IN", "a file other than that of --output"),
        ("changes b IN -d marc -o IN", "--output"),
        ("changes IN b -d marc -o IN", "--output"),
        ("ends IN -o IN", "--output"),
        ("form IN -d marc -o IN", "--output"),
        ("ask IN -d marc --answers IN", "--answers"),
        ("ask -d marc b b.answers.jsonl", "--answers"),
        ("learn IN -d marc -o IN", "--output"),
        ("learn b --criteria IN -o IN", "--output"),
        ("learn b -d marc --definitions folder -o folder/IN.toml", "--output"),
        ("elicit IN -o IN", "--output"),
        ("elicit IN --log IN", "--log"),
        ("elicit b --sorted IN -o IN", "--output"),
        ("elicit b -o b.answers.jsonl", "--output"),
        ("explain IN Elm -d marc --problems IN", "--problems"),
    ],
)
@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_what_is_read_is_never_written_over(
    command: str, said: str, link: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By no command and no option, whatever it is called there; it is refused before anything is read."""
    (tmp_path / "folder").mkdir()
    words = shlex.split(command)
    names = ["b", "b.answers.jsonl", *(word for word in words if "IN" in word)]
    for name in names:
        (tmp_path / name).write_text("old")
    if callable(link):
        link(tmp_path / words[-1], tmp_path / "another name")
    there = [str(tmp_path / word) if word in (*names, "folder") else word for word in words]
    if callable(link) and words[-1] in names:
        there[-1] = str(tmp_path / "another name")
    assert main(there) == 1
    assert said in capsys.readouterr().err
    assert {(tmp_path / name).read_text() for name in names} == {"old"}


def test_nothing_new_is_written_where_a_folder_of_tables_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it would be input the next time, by whatever name the folder goes; other files may lie there."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "nowhere.parquet").symlink_to(tmp_path / "not there")
    folder = str(tmp_path / "in")
    for output in ("in/new.parquet", "in/deep/new.PARQUET", "link/new.parquet", "in/nowhere.parquet"):
        for command in ("label", "audit"):
            assert main([command, folder, "-d", "marc", "-o", str(tmp_path / output)]) == 1
            assert "expected a file o" in " ".join(capsys.readouterr().err.split())
    for allowed in (["in/new.html"], ["in.parquet"], ["in/new.parquet", "--definitions", folder]):
        files = [folder] if len(allowed) == 1 else [str(tmp_path / "none")]
        assert main(["audit", *files, "-d", "marc", "-o", str(tmp_path / allowed[0]), *allowed[1:]]) == 1
        assert "other than" not in capsys.readouterr().err
