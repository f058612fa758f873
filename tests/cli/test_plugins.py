"""Tests of `relabel.cli.plugins`: definitions asked for by file or module, and what plugins print kept apart."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relabel.cli.program import main

TIERS = """name = "acme-tiers"
title = "Tiers"
source = "handbook"
[criteria.pays]
[[labels]]
name = "client"
when = "pays"
"""
MODULE = """from relabel import Criterion, Definition, Label
WORDS = Definition("acme-words", "Words", [Label("client", Criterion("pays"))], source="handbook")
OTHER = "no definition"
"""
HEAD = "import os, sys\nfrom relabel import hookimpl, Evidence\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which the command is called, with definitions and a company."""
    (tmp_path / "tiers.toml").write_text(TIERS)
    (tmp_path / "relabel_test_words.py").write_text(MODULE)
    (tmp_path / "in.csv").write_text("company,label,pays\nAsh,client,yes\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "relabel_test_words", raising=False)
    return tmp_path


@pytest.fixture
def command(folder: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Give a function that runs the command in a process of its own, with a plugin on the path."""

    def run(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        (folder / "relabel_test_loud.py").write_text(HEAD + code)
        info = folder / "loud-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[relabel]\nloud = relabel_test_loud\n")
        words = [sys.executable, "-m", "relabel", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)  # noqa: S603  # our own

    return run


@pytest.mark.parametrize(
    ("given", "name"),
    [("tiers.toml", "acme-tiers"), ("relabel_test_words:WORDS", "acme-words")],
    ids=["file", "module"],
)
@pytest.mark.usefixtures("folder")
def test_a_definition_is_asked_for_by_its_file_or_its_module(
    given: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that takes a name takes these, from where the user is."""
    assert main(["audit", "in.csv", "-d", given, "--format", "csv"]) == 0
    assert "Ash,us,client,client,confirmed,client,settled" in capsys.readouterr().out
    calls = (
        ["definitions", given, "--format", "json"],
        ["criteria", given],
        ["verify", given],
        ["compare", given, given],
    )
    assert [main(call) for call in calls] == [0] * 4
    assert f'"name": "{name}"' in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_two_definitions_are_compared_by_file_and_module(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is looked up by itself."""
    assert main(["compare", "tiers.toml", "relabel_test_words:WORDS"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in ("acme-tiers", "acme-words") if name not in shown] == []


def test_what_is_to_be_called_next_names_the_definition_as_it_was_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that it can be called."""
    (folder / "in.csv").write_text("company,label\nAsh,client\n")
    assert main(["explain", "in.csv", "Ash", "-d", "relabel_test_words:WORDS"]) == 0
    assert "relabel ask in.csv -d relabel_test_words:WORDS" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_definition_that_is_installed_is_no_rival_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for by its module it is the same."""
    assert main(["definitions", "relabel.plugins.marc:MARC", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "marc"


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("nowhere.toml", ["nowhere.toml"]),
        ("tiers", ["of the file: 'tiers.toml'"]),
        ("relabel_test_words:NOTHING", ["relabel_test_words:NOTHING", "NOTHING"]),
        ("relabel_test_words:OTHER", ["relabel_test_words:OTHER", "a str", "Definition"]),
        ("relabel_test_nowhere:WORDS", ["relabel_test_nowhere"]),
        (":WORDS", [":WORDS"]),
        ("relabel_test_words:", ["relabel_test_words:"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_not_there_is_named(given: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With what was found in its place."""
    assert main(["verify", given]) == 1
    found = capsys.readouterr()
    assert ([part for part in parts if part not in found.err], found.out) == ([], "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-d", "tiers.toml", "audit", "in.csv"],
        ["-dtiers.toml", "audit", "in.csv"],
        ["--definition=tiers.toml", "audit", "in.csv"],
        ["--definitions", "tiers.toml", "-d", "acme-tiers", "audit", "in.csv"],
        ["--definitions=tiers.toml", "audit", "in.csv", "-d", "acme-tiers"],
        ["--without", "marc", "--definitions", "tiers.toml", "audit", "-d", "acme-tiers", "in.csv"],
        ["--definitions", "tiers.toml", "audit", "in.csv", "-d", "acme-tiers", "--definitions", "tiers.toml"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("folder")
def test_definitions_may_be_named_before_the_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Options stand in either place, and in both."""
    assert main([*arguments, "--format", "csv"]) == 0
    assert "Ash,us,client,client,confirmed" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["-d", "marc"], ["-d"], ["-d", "marc", "plugins"], []], ids=" ".join)
def test_a_call_without_a_command_for_its_options_is_wrong(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As any other is that argparse cannot read."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert (caught.value.code, capsys.readouterr().out) == (2, "")


LOUD = {
    "import": "print('LOUD')\n@hookimpl\ndef relabel_evidence(): return []\n",
    "hook": "@hookimpl\ndef relabel_definitions():\n    sys.stdout.write('LOUD\\n')\n    return []\n",
    "evidence": "@hookimpl\ndef relabel_evidence():\n    print('LOUD')\n    return []\n",
    "descriptor": "os.write(1, b'LOUD')\n@hookimpl\ndef relabel_evidence(): return []\n",
    "another process": "os.system('echo LOUD')\n@hookimpl\ndef relabel_evidence(): return []\n",
    "closed": "print('LOUD')\nsys.stdout.close()\nsys.stderr.close()\n@hookimpl\ndef relabel_evidence(): return []\n",
    "replaced": "print('LOUD')\nsys.stdout = sys.stderr = None\n@hookimpl\ndef relabel_evidence(): return []\n",
    "kept": "print('LOUD')\nkept = sys.stdout\n@hookimpl\ndef relabel_evidence():\n    print('x', file=kept)\n",
}


@pytest.mark.parametrize("way", LOUD)
def test_what_a_plugin_prints_is_kept_apart(
    way: str, command: Callable[..., "subprocess.CompletedProcess[str]"]
) -> None:
    """What programs read is whole; what was printed is still seen."""
    found = command(LOUD[way], "audit", "in.csv", "-d", "marc", "--gather", "--format", "json")
    if way == "kept":  # to a file that was closed when the plugin was loaded
        assert (found.returncode, found.stdout, "'loud'" in found.stderr) == (1, "", True)
        return
    assert (json.loads(found.stdout)["rows"][0]["buyer"], "LOUD" in found.stderr) == ("Ash", True)
    assert (found.returncode, "Traceback" in found.stderr) == (0, False)


def test_what_is_printed_where_nothing_can_be_shown_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard error may be missing."""
    (folder / "relabel_test_words.py").write_text("print('LOUD')\n" + MODULE)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["definitions", "relabel_test_words:WORDS", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "acme-words"
