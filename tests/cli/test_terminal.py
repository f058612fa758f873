"""Tests of `relabel.cli.terminal`: progress is shown on a terminal, and nowhere else."""

import gc
import io
import re
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
