"""Tests of `relabel.cli`: the commands, their exit codes, and what goes to which stream."""

import csv
import fcntl
import importlib
import io
import json
import os
import pty
import re
import runpy
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relabel import Definition, Evidence, Label, Relationship, hookimpl, marc, thetapoint
from relabel.cli import main
from relabel.criteria import Choice, Criterion, Scale
from relabel.evidence import EvidencePolicy
from relabel.plugins import Registry
from relabel.questions import Side

ROOT = Path(__file__).parents[1]
TWENTY = ROOT / "examples" / "twenty-companies.csv"
COMMANDS = ("audit", "explain", "definitions", "plugins")
FORMATS = ("text", "markdown", "json", "csv")


class Run:
    """What a call of `main()` gave."""

    def __init__(self, code: object, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> "Runner":
    return Runner(capsys)


class Runner:
    """Call `main()` as the console script does."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> Run:
        try:
            code: object = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        captured = self.capsys.readouterr()
        return Run(code, captured.out, captured.err)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.csv"
    path.write_text(
        "id,buyer,seller,buyer_label,transactional,owner,value\n"
        "1,Ash,S,client,yes,Ana,10\n"
        "2,Beech,S,partner,,Ben,2.5\n"
        "3,Beech,T,,,,0\n"
    )
    return path


def failed(found: Run) -> bool:
    """A failure says why on stderr, each line with the name of the program, and nothing on stdout."""
    return (found.code, found.out, bool(found.err), "Traceback" in found.err) == (1, "", True, False) and all(
        line.startswith("relabel: ") for line in found.err.splitlines()
    )


@pytest.mark.parametrize("shape", FORMATS)
def test_audit_writes_each_format(run: Runner, book: Path, shape: str) -> None:
    """Done is 0, with the report on stdout; CSV has no place for notes, so they are on stderr."""
    found = run("audit", book, "-d", "marc", "--format", shape)
    assert (found.code, "context" in found.err, found.out.endswith("\n"), "Ash" in found.out) == (
        0,
        shape == "csv",
        True,
        True,
    )


def test_audit_writes_text_by_default(run: Runner, book: Path) -> None:
    """Text is for people."""
    arguments = ("audit", book, "-d", "marc", "--as-of", "2026-01-31")
    assert run(*arguments).out == run(*arguments, "--format", "text").out


def test_audit_splits_and_weights(run: Runner, book: Path) -> None:
    """Columns kept as context group and weight."""
    found = json.loads(run("audit", book, "-d", "marc", "--format", "json", "--by", "owner", "--weight", "value").out)
    assert (set(found["groups"]), sum(map(float, found["weights"].values()))) == ({"Ana", "Ben", "(none)"}, 12.5)


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("option", [("--by", "ownr"), ("--weight", "owner")])
def test_a_wrong_column_is_a_failure(run: Runner, book: Path, shape: str, option: tuple[str, str]) -> None:
    """In each format: an option is never ignored silently."""
    assert failed(run("audit", book, "-d", "marc", "--format", shape, *option))


@pytest.mark.parametrize("shape", ["text", "markdown", "json"])
def test_context_columns_are_noted(run: Runner, book: Path, shape: str) -> None:
    """Columns that are no evidence are said to be none, by name."""
    assert "kept as context, not as evidence: owner, value" in run("audit", book, "-d", "marc", "--format", shape).out


def test_notes_go_to_stderr_where_the_output_has_no_place_for_them(run: Runner, book: Path) -> None:
    """A reader of CSV should know what was no evidence as well."""
    assert "owner" in run("audit", book, "-d", "marc", "--format", "csv").err


def test_the_day_is_today_unless_given(run: Runner, book: Path) -> None:
    """Evidence of tomorrow does not count today, but does as of tomorrow."""
    today = datetime.now(UTC).astimezone().date()
    path = book.with_name("dated.csv")
    path.write_text(f"company,label,observed_on,transactional\nAsh,client,{today + timedelta(days=1)},yes\n")
    now = json.loads(run("audit", path, "-d", "marc", "--format", "json").out)
    later = json.loads(run("audit", path, "-d", "marc", "--format", "json", "--as-of", today + timedelta(days=1)).out)
    assert [one["reason"] for one in now["set_aside"]] == ["future"]
    assert later["set_aside"] == []


def test_us_is_named(run: Runner, book: Path) -> None:
    """Our name stands where the file gives one side only."""
    path = book.with_name("one.csv")
    path.write_text("company\nAsh\n")
    found = list(csv.DictReader(io.StringIO(run("audit", path, "-d", "marc", "--us", "Me", "--format", "csv").out)))
    assert [(row["buyer"], row["seller"]) for row in found] == [("Ash", "Me")]


def test_headers_are_mapped_by_a_file(run: Runner, book: Path) -> None:
    """A small TOML file says what headers stand for."""
    path, columns = book.with_name("other.csv"), book.with_name("columns.toml")
    path.write_text("Account\nAsh\n")
    columns.write_text('[columns]\nAccount = "company"\n')
    assert "Ash" in run("audit", path, "-d", "marc", "--columns", columns).out
    assert failed(run("audit", path, "-d", "marc"))


def test_all_problems_of_a_file_are_shown(run: Runner, book: Path) -> None:
    """Each bad cell has a line with file, line and column; nothing is half-read."""
    book.write_text("company,transactional\nAsh,maybe\nBeech,yes\nCedar,never\n")
    found = run("audit", book, "-d", "marc")
    assert failed(found)
    assert re.findall(r"book\.csv:(\d+), column '(\w+)'", found.err) == [("2", "transactional"), ("4", "transactional")]


@pytest.mark.parametrize("command", ["audit", "explain"])
@pytest.mark.parametrize(
    "path",
    ["missing.csv", "missing.jsonl", ".", "missing/book.csv", "book.csv/x", "x" * 5000],
    ids=lambda one: one[:20],
)
def test_a_file_that_cannot_be_opened_is_a_failure(run: Runner, book: Path, command: str, path: str) -> None:
    """A missing file or a directory is bad input, not a crash."""
    more = ["Ash"] if command == "explain" else []
    assert failed(run(command, book.parent / path, *more, "-d", "marc"))


def test_a_missing_mapping_file_is_a_failure(run: Runner, book: Path) -> None:
    """It is not ignored."""
    assert failed(run("audit", book, "-d", "marc", "--columns", book.parent / "none.toml"))


@pytest.mark.parametrize("arguments", [("audit", TWENTY, "-d", "mark"), ("definitions", "mark")])
def test_an_unknown_definition_gets_a_hint(run: Runner, arguments: tuple[object, ...]) -> None:
    """The nearest name is offered, and all are listed."""
    found = run(*arguments)
    assert (failed(found), "did you mean 'marc'" in found.err, "thetapoint-seller" in found.err) == (True, True, True)


@pytest.mark.parametrize("arguments", [("audit", TWENTY, "-d", "marc"), ("definitions",), ("plugins",)])
def test_an_unknown_plugin_cannot_be_left_out(run: Runner, arguments: tuple[object, ...]) -> None:
    """A misspelt --without would leave the plugin in; the nearest name is offered."""
    found = run(*arguments, "--without", "thetapint")
    assert (failed(found), "did you mean 'thetapoint'" in found.err) == (True, True)


def test_plugins_are_left_out(run: Runner) -> None:
    """--without may be repeated; what the plugin provides is gone."""
    found = run("definitions", "--without", "thetapoint")
    assert (found.code, [line.split()[0] for line in found.out.splitlines()]) == (0, ["marc"])
    nothing = run("definitions", "--without", "thetapoint", "--without", "marc")
    assert (nothing.code, nothing.out) == (0, "")
    assert failed(run("audit", TWENTY, "-d", "marc", "--without", "marc"))


@pytest.mark.parametrize("text", ["03/04/2021", "2021-02-30", "today", "", " "])
def test_a_wrong_day_is_a_wrong_call(run: Runner, text: str) -> None:
    """Called in a wrong way is 2: the day is ISO, never guessed."""
    found = run("audit", TWENTY, "-d", "marc", "--as-of", text)
    assert (found.code, found.out, "--as-of" in found.err) == (2, "", True)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("adit",),
        ("audit",),
        ("audit", TWENTY),
        ("audit", TWENTY, "-d"),
        ("audit", TWENTY, "-d", "marc", "--format", "xml"),
        ("audit", TWENTY, "-d", "marc", "--colour"),
        ("audit", TWENTY, "Ash", "-d", "marc"),
        ("explain", TWENTY, "-d", "marc"),
        ("explain", TWENTY, "Ash"),
        ("definitions", "marc", "other"),
        ("plugins", "marc"),
    ],
)
def test_a_wrong_call_is_2(run: Runner, arguments: tuple[object, ...]) -> None:
    """With the usage on stderr and nothing on stdout."""
    found = run(*arguments)
    assert (found.code, found.out, "usage: relabel" in found.err) == (2, "", True)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_says_what_exit_codes_mean(run: Runner, command: str) -> None:
    """Each command has its help on stdout, with the exit codes."""
    found = run(*([command] if command else []), "--help")
    assert (found.code, found.err) == (0, "")
    assert re.findall(r"^  (\d)  \w", found.out, re.MULTILINE) == ["0", "1", "2"]


def test_explain_says_why(run: Runner, book: Path) -> None:
    """The label, the reasons, what was set aside, for the company by name or id, case ignored."""
    found = run("explain", book, " aSH ", "-d", "marc")
    assert (found.code, "Ash: client" in found.out, "book.csv:2" in found.out) == (0, True, True)
    assert run("explain", book, "1", "-d", "marc").out == found.out


def test_explain_takes_the_day(run: Runner, book: Path) -> None:
    """As an audit does."""
    assert "2020-02-29" in run("explain", book, "Ash", "-d", "marc", "--as-of", "2020-02-29").out


def test_an_unknown_company_gets_a_hint(run: Runner, book: Path) -> None:
    """The nearest name is offered."""
    found = run("explain", book, "Beach", "-d", "marc")
    assert (failed(found), "did you mean 'Beech'" in found.err) == (True, True)


def test_a_company_of_several_relationships_is_ambiguous(run: Runner, book: Path) -> None:
    """Their ids are listed, and the id is understood."""
    found = run("explain", book, "beech", "-d", "marc")
    assert (failed(found), "2, 3" in found.err, "2 relationships" in found.err) == (True, True, True)
    assert run("explain", book, "3", "-d", "marc").code == 0


def test_an_id_goes_before_a_name(run: Runner, book: Path) -> None:
    """An id tells relationships apart even where it is another company's name."""
    book.write_text("id,company\nAsh,Beech\n2,Ash\n")
    assert run("explain", book, "Ash", "-d", "marc").out.startswith("Beech")


def test_definitions_are_listed(run: Runner) -> None:
    """A line each, name and title."""
    found = run("definitions")
    assert (found.code, found.err) == (0, "")
    assert [line.split()[0] for line in found.out.splitlines()] == [
        "marc",
        "thetapoint-buyer",
        "thetapoint-buyer-dictionary",
        "thetapoint-seller",
        "thetapoint-seller-dictionary",
    ]


@pytest.mark.parametrize("one", [marc.MARC, thetapoint.BUYER, thetapoint.SELLER_DICTIONARY], ids=lambda one: one.name)
def test_a_definition_is_shown_whole(run: Runner, one: Definition) -> None:
    """Source, labels, questions, presumptions, disregards, aliases and digest."""
    found = run("definitions", one.name)
    shown = [one.source, one.digest, one.title, one.version]
    shown += [label.name for label in one.labels] + list(one.aliases)
    shown += [criterion.name for criterion in (*one.asked, *one.presume, *one.disregard, *one.mentions)]
    shown += [criterion.question for criterion in one.asked]
    assert (found.code, found.err, [text for text in shown if text not in found.out]) == (0, "", [])


PAYS = Criterion("pays_bills", "Do they pay?")
WHOLE = Definition(
    "acme",
    "Is it\x1b[31m good?",
    [Label("good", PAYS), Label("bad", ~PAYS & Choice("mood", options=("a", "b")).is_("a"))],
    given_to=None,
    ordered=False,
    source="acme",
    policy=EvidencePolicy(shelf_life=timedelta(days=30), conflicts="latest", hearsay="disregard").override(
        "mood", shelf_life=None, conflicts="contested", hearsay="accept"
    ),
)


class Acme:
    """A plugin with definitions of its own."""

    def __init__(self, *definitions: Definition) -> None:
        self.definitions = definitions

    @hookimpl
    def relabel_definitions(self) -> tuple[Definition, ...]:
        return self.definitions


class Ledger:
    """A plugin with evidence and no definition."""

    @hookimpl
    def relabel_evidence(self) -> tuple[()]:
        return ()


class Broken:
    """A plugin that fails."""

    @hookimpl
    def relabel_definitions(self) -> tuple[Definition, ...]:
        raise RuntimeError("out of\norder")


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the installed plugins."""
    overlay = WHOLE.evolve(
        name="acme-overlay", title="An overlay", labels=[Label("good", PAYS), Label("bad")], policy=EvidencePolicy()
    )
    plugins = {
        "acme": Acme(WHOLE, overlay),
        "ledger": Ledger(),
        "broken": Broken(),
        "one": Acme(Definition("claimed", "?", [Label("x")], source="s")),
        "two": Acme(Definition("claimed", "?", [Label("x")], source="s")),
        "scales": Acme(
            Definition(
                "scaled", "?", [Label("x", Scale("t", "Trust?", low=1, high=5, about=Side.BUYER) >= 4)], source="s"
            )
        ),
    }
    registry = Registry.from_objects(plugins)
    monkeypatch.setattr(Registry, "from_entry_points", lambda without: registry)  # noqa: ARG005  # called by this name


@pytest.mark.usefixtures("others")
def test_troubles_of_plugins_are_shown_beside_the_definitions(run: Runner) -> None:
    """A broken plugin stops no other; it is named on stderr, as is a name that two plugins claim."""
    found = run("definitions")
    assert (found.code, [line.split()[0] for line in found.out.splitlines()]) == (0, ["acme", "acme-overlay", "scaled"])
    assert [name in found.err for name in ("'broken'", "'claimed'", "'one'", "'two'")] == [True] * 4
    assert len(found.err.splitlines()) == 2


@pytest.mark.usefixtures("others")
def test_control_characters_of_plugins_are_escaped(run: Runner) -> None:
    """Text of a plugin is text from outside."""
    shown = [run("definitions"), run("definitions", "acme"), run("plugins")]
    assert ["\x1b" in one.out + one.err for one in shown] == [False] * 3


@pytest.mark.usefixtures("others")
def test_how_evidence_is_weighed_is_shown(run: Runner) -> None:
    """Shelf life, conflicts and hearsay, with overrides by criterion; whom the label names; no label."""
    found = run("definitions", "acme").out
    assert ("30 days" in found, "mood: " in found, "as a whole" in found, "no label" in found) == (True,) * 4
    assert "ade from definition" in run("definitions", "acme-overlay").out
    assert "bout the buyer" in run("definitions", "scaled").out


def test_a_definition_is_drawn(run: Runner) -> None:
    """As sentences, or as a diagram in two languages."""
    assert run("definitions", "marc", "--format", "dot").out.startswith("digraph")
    assert "flowchart" in run("definitions", "marc", "--format", "mermaid").out


@pytest.mark.usefixtures("others")
def test_a_definition_in_dispute_is_a_failure(run: Runner) -> None:
    """Both plugins are named."""
    found = run("definitions", "claimed")
    assert (failed(found), "'one'" in found.err, "'two'" in found.err) == (True, True, True)


@pytest.mark.usefixtures("others")
def test_plugins_are_listed_with_what_is_wrong(run: Runner) -> None:
    """A line each: what it provides or why it failed; then the conflicts."""
    found = run("plugins")
    lines = found.out.splitlines()
    assert (found.code, found.err, len(lines)) == (0, "", 7)
    assert [
        "acme, acme-overlay" in lines[0],
        "failed" in lines[1],
        "evidence" in lines[2],
        "conflict" in lines[-1],
    ] == [True] * 4


@pytest.mark.usefixtures("others")
def test_plugins_are_listed_as_json(run: Runner) -> None:
    """The same for programs."""
    found = json.loads(run("plugins", "--json").out)
    by_name = {one["name"]: one for one in found["plugins"]}
    assert (by_name["acme"]["definitions"], by_name["acme"]["error"]) == (["acme", "acme-overlay"], None)
    assert (by_name["ledger"]["evidence"], "RuntimeError" in by_name["broken"]["error"]) == (True, True)
    assert len(found["conflicts"]) == 1


def test_installed_plugins_are_listed(run: Runner) -> None:
    """With distribution and version."""
    found = run("plugins")
    assert (found.code, "plugin 'marc' (relabel-relationships" in found.out) == (0, True)
    assert run("plugins", "--json").code == 0


@pytest.mark.usefixtures("others")
def test_a_definition_of_the_whole_relationship_is_audited(run: Runner, tmp_path: Path) -> None:
    """The company is both names, the label that of the relationship."""
    path = tmp_path / "book.csv"
    path.write_text("buyer,seller,label,pays_bills,observed_on\nA,B,good,yes,2026-01-30\n")
    found = run("audit", path, "-d", "acme", "--format", "json", "--as-of", "2026-01-31")
    assert json.loads(found.out)["counts"]["confirmed"] == 1
    assert "A buys from B" in run("explain", path, "A", "-d", "acme").out


def test_an_empty_portfolio_is_audited(run: Runner, book: Path) -> None:
    """No relationships is a report of none."""
    book.write_text("company\n")
    assert [run("audit", book, "-d", "marc", "--format", shape).code for shape in FORMATS] == [0] * 4


HARD = ["[bold]A[/]", "A\nB", "\x1b[31mA", "שלום Ltd", "😀 Inc", "\u202eevil", "| pipe |", "\ud800"]


@pytest.mark.parametrize("name", HARD, ids=ascii)
@pytest.mark.parametrize("shape", FORMATS)
def test_any_name_is_audited_and_explained(run: Runner, tmp_path: Path, shape: str, name: str) -> None:
    """No company name stops a command, moves the cursor or turns the writing."""
    path = tmp_path / "book.jsonl"
    path.write_text(json.dumps({"company": name}) + "\n")
    found = [run("audit", path, "-d", "marc", "--format", shape), run("explain", path, name, "-d", "marc")]
    assert [one.code for one in found] == [0, 0]
    assert "\x1b" not in found[1].out
    if shape in ("text", "markdown"):
        assert ("\x1b" in found[0].out, "\u202e" in found[0].out) == (False, False)


def test_messages_escape_what_they_quote(run: Runner, tmp_path: Path) -> None:
    """A file can send nothing to the terminal through an error message."""
    path = tmp_path / "bo\x1bok.csv"
    path.write_text('company,"\x1btransactional"\nA,\x1b[2Jx\n')
    found = run("audit", path, "-d", "marc")
    assert (failed(found), "\x1b" in found.err) == (True, False)


@pytest.mark.parametrize("answer", ["9" * 4000, "1e5000"])
def test_a_number_beyond_all_measure_is_a_failure_with_its_place(run: Runner, tmp_path: Path, answer: str) -> None:
    """Not a crash, and not without line and column."""
    path = tmp_path / "book.jsonl"
    path.write_text('{"company": "A", "criterion": "relationship_years", "answer": ' + answer + "}\n")
    found = run("audit", path, "-d", "marc")
    assert (failed(found), "book.jsonl:1" in found.err) == (True, True)


def relabel(
    *arguments: object, env: Mapping[str, str] | None = None, behind: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, without a terminal."""
    command = [sys.executable, "-m", "relabel", *map(str, arguments)]
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "FORCE_"))}
    if behind:
        command = ["bash", "-o", "pipefail", "-c", f'"$@" {behind}', "-", *command]
    return subprocess.run(command, capture_output=True, check=False, env={**around, **(env or {})}, timeout=30)  # noqa: S603  # our own command


def test_piped_output_is_plain() -> None:
    """Without a terminal: UTF-8, one line per row, no escape sequences, no trailing blanks."""
    found = relabel("audit", TWENTY, "-d", "marc", "--as-of", "2026-01-31", env={"PYTHONUTF8": "1"})
    text = found.stdout.decode()
    assert (found.returncode, found.stderr, "\x1b" in text) == (0, b"", False)
    assert all(line == line.rstrip() for line in text.splitlines())
    assert len([line for line in text.splitlines() if line.startswith("Elm Airlines")]) == 1


@pytest.mark.parametrize("shape", FORMATS)
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path, shape: str) -> None:
    """`| head -1` ends quietly."""
    path = tmp_path / "big.csv"
    path.write_text("company\n" + "".join(f"Company {number}\n" for number in range(900)))
    found = relabel("audit", path, "-d", "marc", "--format", shape, behind="| head -1")
    assert (found.returncode, found.stderr, found.stdout.count(b"\n")) == (0, b"", 1)


@pytest.mark.parametrize("shape", FORMATS)
def test_a_name_that_cannot_be_spelt_stops_nothing(tmp_path: Path, shape: str) -> None:
    """Under an encoding without the signs of a name the rest of the report is written."""
    path = tmp_path / "book.csv"
    path.write_text("company\nMüller 😀\nAsh\n", encoding="utf-8")
    found = relabel("audit", path, "-d", "marc", "--format", shape, env={"PYTHONIOENCODING": "ascii"})
    assert (found.returncode, found.stderr, b"Ash" in found.stdout) == (0, b"", True)
    found.stdout.decode("ascii")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_json_is_json_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """What cannot be spelt is an escape of JSON, not of Python: other programs read it."""
    path = tmp_path / "book.csv"
    path.write_text("company\nMüller 😀 株\n", encoding="utf-8")
    env = {"PYTHONIOENCODING": encoding}
    found = relabel("audit", path, "-d", "marc", "--format", "json", env=env)
    (row,) = json.loads(found.stdout.decode(encoding))["rows"]
    assert row["buyer"] == "Müller 😀 株"


@pytest.fixture
def without_rich(tmp_path: Path) -> dict[str, str]:
    """An environment in which `rich` is not installed."""
    stub = tmp_path / "stub" / "rich"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("raise ImportError('no rich')\n")
    return {"PYTHONPATH": str(stub.parent)}


def test_text_without_rich_names_the_extra(without_rich: dict[str, str]) -> None:
    """A failure that says what to install, with nothing on stdout."""
    found = relabel("audit", TWENTY, "-d", "marc", env=without_rich)
    assert (found.returncode, found.stdout, b"[cli]" in found.stderr) == (1, b"", True)
    assert b"Traceback" not in found.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *[("audit", TWENTY, "-d", "marc", "--format", shape) for shape in ("markdown", "json", "csv")],
        ("explain", TWENTY, "Elm Airlines", "-d", "marc"),
        ("definitions",),
        ("definitions", "marc"),
        ("plugins",),
    ],
    ids=str,
)
def test_all_else_works_without_rich(without_rich: dict[str, str], arguments: tuple[object, ...]) -> None:
    """Only text tables need it."""
    found = relabel(*arguments, env=without_rich)
    assert (found.returncode, b"rich" in found.stderr, bool(found.stdout)) == (0, False, True)


def test_a_failure_is_1_for_the_shell(tmp_path: Path) -> None:
    """The exit code arrives, and stdout stays empty."""
    found = relabel("audit", tmp_path / "none.csv", "-d", "marc")
    assert (found.returncode, found.stdout, b"Traceback" in found.stderr) == (1, b"", False)


def test_the_module_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m relabel` is the command line, with its exit code."""
    monkeypatch.setattr(sys, "argv", ["relabel", "definitions", "none"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("relabel", run_name="__main__")
    assert (stop.value.code, capsys.readouterr().out) == (1, "")


def test_a_closed_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process too: the rest goes nowhere, and the exit code is 0."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123  # a descriptor has no path
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["definitions", "marc"]) == 0


class Bare(io.StringIO):
    """A stream that cannot be given another way to treat errors."""


def test_streams_of_other_kinds_are_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook or a test may have put something plain in the place of stdout."""
    stream = Bare()
    monkeypatch.setattr(sys, "stdout", stream)
    assert (main(["definitions"]), "marc" in stream.getvalue()) == (0, True)


def test_a_closed_stdout_is_no_crash() -> None:
    """`relabel ... >&-` has nowhere to write to; that is a failure without a traceback."""
    found = relabel("definitions", behind=">&-")
    assert b"Traceback" not in found.stderr


def test_a_full_disk_is_a_failure() -> None:
    """What could not be written is said, and the exit code is not 0."""
    found = relabel("definitions", behind="> /dev/full")
    assert (found.returncode, b"relabel: " in found.stderr, b"Traceback" in found.stderr) == (1, True, False)


def in_terminal(*arguments: object, width: int = 40) -> tuple[int, str]:
    """Run the command line in a pseudo terminal of some width."""
    main_end, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    env |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "relabel", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, env=env)  # noqa: S603  # our own command
    os.close(end)
    chunks = []
    while True:
        try:
            chunk = os.read(main_end, 65536)
        except OSError:  # Linux says so where the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(main_end)
    return process.wait(timeout=30), b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", TWENTY, "-d", "marc", "--by", "owner", "--weight", "yearly_value"),
        ("explain", TWENTY, "Elm Airlines", "-d", "marc"),
        ("definitions",),
        ("definitions", "marc"),
        ("plugins",),
        ("--help",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_work_in_a_narrow_terminal(arguments: tuple[object, ...]) -> None:
    """No crash at 40 columns."""
    code, text = in_terminal(*arguments)
    assert (code, "Traceback" in text, bool(text)) == (0, False, True)


def test_an_audit_fits_its_terminal() -> None:
    """Colours, and no line of a table wider than the terminal; no word is cut off."""
    code, text = in_terminal("audit", TWENTY, "-d", "marc", "--as-of", "2026-01-31")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    rows = plain.split("Relationships, the dearest kind of error first\n")[1].split("What to ask")[0]
    assert (code, "\x1b[31m" in text, max(map(len, rows.split("\n"))) <= 40) == (0, True, True)
    assert "".join(line[:6].strip() for line in rows.split("\n")).count("Quince") == 1


def test_a_failure_in_a_terminal_is_plain() -> None:
    """Messages have no colours to get wrong."""
    code, text = in_terminal("definitions", "none")
    assert (code, text.startswith("relabel: "), "\x1b" in text) == (1, True, False)


def test_without_a_stdout_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without a console has none; that is no error."""
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["definitions"]) == 0


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is that of an interrupted program."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Registry, "from_entry_points", interrupt)
    assert main(["definitions"]) == 130


def test_evidence_of_plugins_is_gathered_where_asked_for(
    run: Runner, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--gather` adds it, and without it none is added."""

    class Ledger:
        @hookimpl
        def relabel_evidence(self, relationship: Relationship) -> list[Evidence]:
            return [Evidence("commodity", True, source=f"ledger of {relationship.buyer}")]

    plugins = {"marc": importlib.import_module("relabel.marc"), "ledger": Ledger()}
    registry = Registry.from_objects(plugins)
    monkeypatch.setattr(Registry, "from_entry_points", lambda **_: registry)
    assert "ledger of Ash" in run("explain", book, "Ash", "-d", "marc", "--gather").out
    assert "ledger of Ash" not in run("explain", book, "Ash", "-d", "marc").out


def test_a_definition_is_verified_and_compared(run: Runner) -> None:
    """What is odd about one, and where two disagree."""
    found = run("verify", "thetapoint-seller")
    assert (found.code, "seen_as_peddler lowers it" in found.out) == (0, True)
    found = run("compare", "marc", "thetapoint-buyer")
    assert (found.code, "'client' does not mean the same rank" in found.out) == (0, True)
