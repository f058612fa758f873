"""Tests of `relabel.cli.program`: the commands, their exit codes, and what goes to which stream."""

import csv
import errno
import fcntl
import importlib
import io
import itertools
import json
import os
import pty
import re
import runpy
import select
import shlex
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl
import pytest

from relabel import (
    Classification,
    Definition,
    Evidence,
    Example,
    Intent,
    Label,
    Relationship,
    hookimpl,
)
from relabel.cli import main
from relabel.core.classification import path_searches
from relabel.core.diagrams.searches import choices
from relabel.core.diagrams.searches import options as budgets
from relabel.core.model.any_criterion import Side
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Standing
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, read_definition, read_schema
from relabel.files.relationships.reading import read
from relabel.plugins import marc, thetapoint
from relabel.plugins.registry import Registry
from tests import ROOT

TWENTY = ROOT / "examples" / "twenty-companies.csv"
DEFINITION_FILES = ROOT / "examples" / "definitions"
COMMANDS = (
    "audit",
    "changes",
    "explain",
    "ask",
    "contradictions",
    "elicit",
    "definitions",
    "criteria",
    "verify",
    "compare",
    "sql",
    "label",
    "plugins",
    "new-plugin",
)
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
    """A failure says why on stderr, each line with the name of the program or to be copied, and nothing on stdout."""
    return (found.code, found.out, bool(found.err), "Traceback" in found.err) == (1, "", True, False) and all(
        line.startswith(("relabel: ", "    ")) for line in found.err.splitlines()
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


@pytest.fixture
def long_book(tmp_path: Path) -> Path:
    """Give a book of 60 companies that are called partners, of which every fourth is no more than a client."""
    path = tmp_path / "long.csv"
    lines = [f"Company {number:02},partner,{'' if number % 4 else 'yes'},{number}" for number in range(60)]
    path.write_text("\n".join(["company,label,transactional,place", *lines]))
    return path


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize(
    ("options", "listed"),
    [
        ([], None),
        (["--all"], 60),
        (["--top", 3], 3),
        (["--top", "100"], 60),
        (["--only", "overclaimed"], 15),
        (["--only", "overclaimed", "--only", "unproven", "--all"], 60),
        (["--only", "overclaimed", "--top", 7], 7),
        (["--only", "confirmed"], 0),
    ],
)
def test_an_audit_lists_some(
    run: Runner, long_book: Path, shape: str, options: list[object], listed: int | None
) -> None:
    """The dearest first: 50 for people, with a note, and all for programs, unless something else is asked."""
    found = run("audit", long_book, "-d", "marc", "--format", shape, *options)
    brief = listed is None and shape in ("text", "markdown")
    expected = 50 if brief else 60 if listed is None else listed
    names = dict.fromkeys(re.findall(r"Company \d\d", found.out))
    dearest = [f"Company {number:02}" for number in sorted(range(60), key=lambda number: (number % 4 > 0, number))]
    assert (found.code, list(names)) == (0, dearest[:expected])
    rest = found.out.replace("\\", "")
    assert (f"{60 - expected} more not listed" in rest, "--all every one" in rest) == (
        shape in ("text", "markdown") and 0 < expected < 60,
        brief,
    )


def test_context_is_kept(run: Runner, long_book: Path) -> None:
    """In the rows for programs."""
    arguments = ("audit", long_book, "-d", "marc", "--top", 1, "--format")
    (row,) = csv.DictReader(io.StringIO(run(*arguments, "csv").out))
    assert (row["buyer"], row["place"]) == ("Company 00", "0")
    assert json.loads(run(*arguments, "json").out)["rows"][0]["attributes"] == {"place": "0"}


def test_audit_writes_text_by_default(run: Runner, book: Path) -> None:
    """Text is for people."""
    arguments = ("audit", book, "-d", "marc", "--as-of", "2026-01-31")
    assert run(*arguments).out == run(*arguments, "--format", "text").out


def test_an_audit_writes_a_page(run: Runner, book: Path, tmp_path: Path) -> None:
    """To the file that is named, with who is who and the notes; on stdout the sentence that matters."""
    page = tmp_path / "audit.html"
    found = run("audit", book, "-d", "marc", "--weight", "value", "-o", page)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("None of 2 words is wrong.")
    written = page.read_text(encoding="utf-8")
    assert all(one in written for one in ("the word in use is in column", "kept as context", "Beech"))


@pytest.mark.parametrize("name", ["audit.html", "audit.xlsx"])
def test_what_is_sent_names_companies_that_may_be_one(run: Runner, tmp_path: Path, name: str) -> None:
    """As the report in a terminal does: nothing that is said of a file is dropped."""
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("cleanco")
    file, sent = tmp_path / "two.csv", tmp_path / name
    file.write_text("company,pays_for_services\nAsh Ltd,yes\nAsh,yes\n")
    assert run("audit", file, "-d", "marc", "-o", sent).code == 0
    if sent.suffix == ".html":
        said = sent.read_text(encoding="utf-8")
    else:
        said = str([*openpyxl.load_workbook(sent)["About"].iter_rows(values_only=True)])
    assert "may be of one company" in said


def test_an_audit_writes_a_workbook(run: Runner, book: Path, tmp_path: Path) -> None:
    """With the rows asked for, in a file whose ending may be in capitals."""
    pytest.importorskip("xlsxwriter")
    file = tmp_path / "audit.XLSX"
    assert run("audit", book, "-d", "marc", "--top", "2", "-o", file).code == 0
    rows = [*openpyxl.load_workbook(file)["Audit"].iter_rows(values_only=True)]
    assert len(rows) == 3
    assert failed(run("audit", book, "-d", "marc", "--by", "owner", "-o", file))


def test_a_page_goes_to_a_file_that_is_called_so(run: Runner, book: Path, tmp_path: Path) -> None:
    """Another ending is refused, as are options that a page does without; nothing is written."""
    page = tmp_path / "audit.html"
    assert failed(run("audit", book, "-d", "marc", "-o", page.with_suffix(".pdf")))
    for options in (["--by", "owner"], ["--top", "1"], ["--only", "confirmed"], ["--raw"]):
        assert failed(run("audit", book, "-d", "marc", "-o", page, *options))
    assert [*tmp_path.iterdir()] == [book]


def test_an_audit_says_first_who_is_who(run: Runner, book: Path) -> None:
    """In which column the company is, in which the word, and who we are; JSON has it among the notes."""
    head = run("audit", book, "-d", "marc").out.splitlines()[:5]
    [said] = [line.strip() for line in head if "the word in use is in column 'buyer_label'" in line]
    assert json.loads(run("audit", book, "-d", "marc", "--format", "json").out)["notes"][0] == said


def test_an_audit_says_whose_word_nothing_is(run: Runner, tmp_path: Path) -> None:
    """With the answers that are logged: what has no speaker counts as a record."""
    path = tmp_path / "some.csv"
    path.write_text("company,loyal.buyer\nElm,yes\n")
    assert "1 piece of evidence about one side is nobody's word" in run("audit", path, "-d", "marc").out


def test_audit_splits_and_weights(run: Runner, book: Path) -> None:
    """Columns kept as context group and weight."""
    found = json.loads(run("audit", book, "-d", "marc", "--format", "json", "--by", "owner", "--weight", "value").out)
    assert ([one["value"] for one in found["groups"]], sum(map(float, found["weights"].values()))) == (
        [None, "Ana", "Ben"],
        12.5,
    )


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
    """Those of one kind are a line with file, line and column of the first, and the others; nothing is half-read."""
    book.write_text("company,transactional\nAsh,maybe\nBeech,yes\nCedar,never\n")
    found = run("audit", book, "-d", "marc")
    assert failed(found)
    assert re.findall(r"book\.csv:(\d+), column '(\w+)'", found.err) == [("2", "transactional")]
    assert "also on line 4 ('never')" in found.err


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
        *(("audit", TWENTY, "-d", "marc", "--top", count) for count in ("0", "-1", "ten", "1.5", "٣", "9" * 10)),
        ("audit", TWENTY, "-d", "marc", "--top", 3, "--all"),
        ("audit", TWENTY, "-d", "marc", "--only", "wrong"),
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


def test_a_missing_file_gets_a_hint(run: Runner, book: Path) -> None:
    """The nearest file beside it is offered; of a missing folder there is none."""
    found = run("audit", book.with_name("bok.csv"), "-d", "marc")
    assert (failed(found), "; did you mean 'book.csv'?" in found.err) == (True, True)
    assert "did you mean" not in run("audit", book.parent / "none" / "bok.csv", "-d", "marc").err


def test_a_company_of_several_relationships_is_ambiguous(run: Runner, book: Path) -> None:
    """Their ids are listed, and the id is understood."""
    found = run("explain", book, "beech", "-d", "marc")
    assert (failed(found), "'2', '3'" in found.err, "2 relationships" in found.err) == (True, True, True)
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
    assert (found.code, found.err, [text for text in shown if text not in " ".join(found.out.split())]) == (0, "", [])


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


CLAIM = Acme(Definition("claimed", "?", [Label("x")], source="s"))


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
        "one": CLAIM,
        "two": CLAIM,
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
    lines = found.out.splitlines()
    assert (found.code, [line.split()[0] for line in lines]) == (0, ["acme", "acme-overlay", "claimed", "scaled"])
    assert [line.split()[0] for line in lines if "not to be had" in line] == ["claimed"]
    assert [name in found.err for name in ("'broken'", "'claimed'", "'one'", "'two'")] == [True] * 4
    assert {line.partition(" ")[0] for line in found.err.splitlines()} == {"relabel:"}


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


@pytest.mark.usefixtures("others")
def test_criteria_are_listed_with_their_users(run: Runner) -> None:
    """By name: the question, what the answers are, the side, and every definition that uses it."""
    found = run("criteria")
    assert found.code == 0
    assert [line.partition(":")[0] for line in found.out.splitlines()[::2]] == sorted(
        {one.name for one in WHOLE.criteria} | {"t"}
    )
    assert "t: Trust?\n  a scale from 1 to 5 about the buyer; used by scaled\n" in found.out
    assert f"{PAYS.name}: {PAYS.question}\n  a yes/no criterion; used by acme, acme-overlay\n" in found.out
    assert ["'broken'" in found.err, "'claimed'" in found.err] == [True, True]


@pytest.mark.usefixtures("others")
def test_criteria_of_one_definition_are_listed(run: Runner) -> None:
    """With all that use them, though."""
    found = run("criteria", "scaled")
    assert found.out == "t: Trust?\n  a scale from 1 to 5 about the buyer; used by scaled\n"
    assert failed(run("criteria", "scale"))


def test_a_definition_is_drawn(run: Runner) -> None:
    """As sentences, or as a diagram in two languages."""
    assert run("definitions", "marc", "--format", "dot").out.startswith("digraph")
    assert "flowchart" in run("definitions", "marc", "--format", "mermaid").out


SOUND = Definition(
    "sound", "Is it?", [Label("good", PAYS), Label("bad")], source="s", examples=[Example("one", {PAYS: True}, "good")]
)
SLIPS = {
    "sound": SOUND,
    "failing": attrs.evolve(SOUND, examples=[Example("one", {PAYS: True}, "bad")]),
    "gap": attrs.evolve(SOUND, labels=[Label("good", PAYS)]),
    "not so": attrs.evolve(SOUND, intends=Intent(lowers=[PAYS])),
}
LAWS_BROKEN = {
    "sound": [],
    "failing": ["examples-hold"],
    "gap": ["no-undeclared-gap"],
    "not so": ["monotone-where-declared"],
}


@pytest.mark.parametrize("name", SLIPS)
def test_verify_names_the_laws_that_are_broken(run: Runner, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With the reason and the case; strictly they are a failure."""
    registry = Registry.from_objects({"it": Acme(SLIPS[name])})
    monkeypatch.setattr(Registry, "from_entry_points", lambda without: registry)  # noqa: ARG005  # called by this name
    found, strict = run("verify", "sound"), run("verify", "sound", "--strict")
    broken = found.out.partition("Not as it should be")[2].partition("\n\n")[0].splitlines()[1:]
    laws = [line[4:].split(":")[0] for line in broken if line.startswith("  - ")]
    assert (found.code, laws[:1], strict.code, strict.out) == (
        0,
        LAWS_BROKEN[name],
        1 if LAWS_BROKEN[name] else 0,
        found.out,
    )


def test_an_overlay_is_compared_as_it_is_written(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is named first; what counts and what is presumed is part of it."""
    overlay = SOUND.evolve(name="mine", presume={PAYS: True})
    registry = Registry.from_objects({"it": Acme(SOUND, overlay)})
    monkeypatch.setattr(Registry, "from_entry_points", lambda without: registry)  # noqa: ARG005  # called by this name
    found = run("compare", "sound", "mine")
    assert run("compare", "mine", "sound").out == found.out
    assert [line for line in found.out.splitlines() if PAYS.name in line] == [
        f"  - presumption {PAYS.name}: added (yes)"
    ]
    assert "No label changes, whatever the answers are\n\nWhere an answer is not known another label" in found.out
    assert "Written differently\n  - nothing" in run("compare", "sound", "sound").out


@pytest.mark.usefixtures("others")
def test_a_definition_in_dispute_is_a_failure(run: Runner) -> None:
    """Both plugins are named."""
    found = run("definitions", "claimed")
    assert (failed(found), "'one'" in found.err, "'two'" in found.err) == (True, True, True)


@pytest.mark.usefixtures("others")
def test_plugins_are_listed_with_what_is_wrong(run: Runner) -> None:
    """A line each: what it provides, or that it failed, with the reason below; then the conflicts."""
    found = run("plugins")
    lines = found.out.splitlines()
    heads = [line.partition(":")[0] for line in lines if not line.startswith("  ")]
    names = ["acme", "broken", "ledger", "one", "scales", "two"]
    assert (found.code, found.err, heads) == (0, "", [*(f"plugin {name!r}" for name in names), "conflict"])
    assert ["acme, acme-overlay" in lines[0], "failed" in lines[1], "evidence" in found.out] == [True] * 3
    below = "\n".join(line for line in lines if line.startswith("  "))
    assert [part for part in ("RuntimeError", "out of", "order", __file__) if part not in below] == []


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("shape", [(), ("--json",)])
def test_strictness_makes_troubles_of_plugins_a_failure(run: Runner, shape: tuple[str, ...]) -> None:
    """The list is the same, and the exit code is 1 with a word on stderr."""
    found, strict = run("plugins", *shape), run("plugins", "--strict", *shape)
    assert (found.code, strict.code, found.out == strict.out, strict.err.startswith("relabel: ")) == (0, 1, True, True)


@pytest.mark.parametrize("plugins", [{"broken": Broken()}, {"one": CLAIM, "two": CLAIM}], ids=["failed", "conflict"])
def test_either_trouble_is_a_failure(
    run: Runner, monkeypatch: pytest.MonkeyPatch, plugins: Mapping[str, object]
) -> None:
    """A plugin that fails, or two that claim one name."""
    registry = Registry.from_objects(plugins)
    monkeypatch.setattr(Registry, "from_entry_points", lambda without: registry)  # noqa: ARG005  # called by this name
    assert run("plugins", "--strict").code == 1


def test_plugins_in_order_are_no_failure(run: Runner) -> None:
    """Strict or not."""
    found = run("plugins", "--strict")
    assert (found.code, found.err, found.out) == (0, "", run("plugins").out)


def test_a_plugin_to_start_from_is_written(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here by default; what is printed are the two commands to go on with."""
    monkeypatch.chdir(tmp_path)
    found = run("new-plugin", "acme-clients")
    assert (found.code, found.err, [path.name for path in tmp_path.iterdir()]) == (0, "", ["acme-clients"])
    commands = [line.strip() for line in found.out.splitlines()[1:]]
    assert commands == ["cd acme-clients && python -m pip install -e '.[test]'", "python -m pytest"]


def test_a_plugin_is_written_elsewhere(run: Runner, tmp_path: Path) -> None:
    """The commands can be pasted into a shell whatever the directory is called."""
    folder = tmp_path / "a folder; of $mine"
    folder.mkdir()
    found = run("new-plugin", "acme-clients", "--directory", folder)
    (command,) = (line for line in found.out.splitlines() if line.startswith("  cd "))
    assert shlex.split(command)[:2] == ["cd", str(folder / "acme-clients")]
    assert (folder / "acme-clients" / "pyproject.toml").exists()


@pytest.mark.parametrize("arguments", [("marc",), ("Acme Clients",), ("acme", "--directory", "/no/such/folder")])
def test_a_plugin_that_cannot_be_written_is_a_failure(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """And nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert (failed(run("new-plugin", *arguments)), list(tmp_path.iterdir())) == (True, [])


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
    """Without a terminal: UTF-8, no escape sequences, no trailing blanks, no line wider than a page."""
    # reasons go on below each other where they are many
    found = relabel("audit", TWENTY, "-d", "marc", "--as-of", "2026-01-31", env={"PYTHONUTF8": "1"})
    text = found.stdout.decode()
    assert (found.returncode, found.stderr, "\x1b" in text) == (0, b"", False)
    assert all(line == line.rstrip() for line in text.splitlines())
    assert len([line for line in text.splitlines() if line.startswith("  Elm Airlines")]) == 1


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


@pytest.mark.parametrize(
    "arguments",
    [("audit", TWENTY, "-d", "marc"), ("explain", TWENTY, "Elm Airlines", "-d", "marc"), ("verify", "marc")],
    ids=lambda one: one[0],
)
def test_text_without_rich_is_the_same(without_rich: dict[str, str], arguments: tuple[object, ...]) -> None:
    """An optional package gives colours, and nothing else."""
    found, rich = relabel(*arguments, env=without_rich), relabel(*arguments)
    assert (found.returncode, found.stdout, found.stderr) == (0, rich.stdout, rich.stderr)


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
def test_all_else_works_without_rich(
    run: Runner, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...]
) -> None:
    """Only text tables need it."""
    for name in ["rich", *(one for one in sys.modules if one.startswith("rich."))]:
        monkeypatch.setitem(sys.modules, name, None)
    found = run(*arguments)
    assert (found.code, "rich" in found.err, bool(found.out)) == (0, False, True)


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
    rows = plain.replace("\r", "").split("Relationships, the dearest kind of error\n")[1].split("What to ask")[0]
    assert (code, "\x1b[31m" in text, max(map(len, rows.split("\n"))) <= 40) == (0, True, True)
    assert "\n  Quince Energy\n    called: partner\n" in rows


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
    """`--gather` adds it, for the company that is asked about alone; and without it none is added."""
    asked = []

    class Ledger:
        @hookimpl
        def relabel_evidence(self, relationship: Relationship) -> list[Evidence]:
            asked.append(relationship.buyer)
            return [Evidence("commodity", True, source=f"ledger of {relationship.buyer}")]

    plugins = {"marc": importlib.import_module("relabel.plugins.marc"), "ledger": Ledger()}
    registry = Registry.from_objects(plugins)
    monkeypatch.setattr(Registry, "from_entry_points", lambda **_: registry)
    assert "ledger of Ash" in run("explain", book, "Ash", "-d", "marc", "--gather").out
    assert asked == ["Ash"]
    assert "ledger of Ash" not in run("explain", book, "Ash", "-d", "marc").out


def test_a_definition_is_verified_and_compared(run: Runner) -> None:
    """What is odd about one, and where two disagree."""
    found = run("verify", "thetapoint-seller")
    assert (found.code, "seen_as_peddler lowers it" in found.out) == (0, True)
    found = run("compare", "marc", "thetapoint-buyer")
    assert (found.code, "'client' does not mean the same rank" in found.out) == (0, True)


# What a label would take

PAYS_BILLS = Criterion("pays_bills", "Do they pay?")
STAYS = Criterion("stays", "Do they stay?", about=Side.BUYER)
KNOWN = Criterion("known_to_us", "Do we know them?")
LADDER = Definition(
    "ladder",
    "How close are they?",
    [Label("partner", PAYS_BILLS & STAYS), Label("client", PAYS_BILLS), Label("contact", KNOWN)],
    source="handbook",
    policy=EvidencePolicy(hearsay="disregard"),
    aliases={"close friend": "partner"},
)
MOOD = Choice("mood", "What mood are they in?", options=["très bien", "next", "quit", "悪い"])
TRUST = Scale("trust", "How much do they trust us?", low=-2, high=5)
SPEND = Measure("spend", "What do they spend?", unit="EUR/year")
LADDERS = [
    LADDER,
    LADDER.evolve(name="kinds", ordered=False),
    LADDER.evolve(name="kindly", presume={PAYS_BILLS: True, STAYS: True}),
    LADDER.evolve(name="strictly", presume={PAYS_BILLS: True, STAYS: False}),
    Definition("any-kind", "?", [Label("a", (SPEND >= 10) & (TRUST >= 3) & MOOD.is_("悪い"))], source="s"),
    Definition("gap", "?", [Label("top", PAYS_BILLS), Label("nobody", PAYS_BILLS & STAYS), Label("low")], source="s"),
    Definition("wild", "?", [Label("a", Measure("length", "How \x1b[31mlong?", unit="\x1b[31mm") >= 3)], source="s"),
]


@pytest.fixture
def ladders(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Replace the installed plugins by small definitions."""
    registry = Registry.from_objects({"ladders": Acme(*LADDERS)})
    monkeypatch.setattr(Registry, "from_entry_points", lambda without: registry)  # noqa: ARG005  # called by this name
    return registry


HEADER = "company,label,pays_bills,stays,known_to_us\n"
AIMS: list[tuple[str, str, str]] = [
    ("ladder", "partner,yes,no,", "partner"),  # the word in use promises more than was found
    ("ladder", "PARTNER,no,,yes", "partner"),
    ("ladder", "Close  Friend,no,,yes", "partner"),
    ("ladder", ",no,,yes", "client"),  # else the next rank up
    ("ladder", "pal,no,,yes", "client"),
    ("ladder", "contact,no,,yes", "client"),
    ("ladder", "contact,yes,no,", "partner"),
    ("ladder", "client,yes,no,", "partner"),
    ("ladder", ",no,,no", "contact"),
    ("ladder", ",,,", "contact"),  # of what is open the least counts as found
    ("ladder", "client,,,", "client"),
    ("ladder", "client,yes,,", "partner"),
    ("ladder", "contact,,,yes", "client"),
    ("ladder", "partner,yes,yes,", "partner"),  # nothing ranks above the highest
    ("ladder", "contact,yes,yes,", "partner"),
    ("kindly", ",,,", "partner"),  # presumed: what would settle it
    ("kindly", "partner,yes,,", "partner"),
    ("strictly", "client,,,", "partner"),
    ("gap", ",no,no,", "nobody"),
    ("gap", "top,no,no,", "top"),
    ("kinds", "partner,yes,no,", "partner"),  # without ranks nothing is more than something else
    ("kinds", ",,,", "partner"),
]


@pytest.mark.parametrize(("name", "cells", "toward"), AIMS)
def test_explain_says_what_the_next_label_up_would_take(
    run: Runner, ladders: Registry, tmp_path: Path, name: str, cells: str, toward: str
) -> None:
    """By default the word in use if it ranks above what was found, else the next rank up."""
    path, definition = tmp_path / "book.csv", ladders.definition(name)
    path.write_text(f"{HEADER}Ash,{cells}\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", name, "--as-of", "2026-01-31")
    (aim,) = (line for line in found.out.splitlines() if line.startswith("What it would take to be "))
    assert (found.code, f'"{toward}"' in aim) == (0, True)
    (one,) = read(path, ladders.vocabulary, given_to=Side.BUYER).relationships
    asks = Classification(one, definition, date(2026, 1, 31)).standing is not Standing.SETTLED  # what to do next
    command = f"relabel ask {path} -d {name} --company Ash --as-of 2026-01-31\n"
    assert (command in found.out) == asks


def test_the_way_to_ask_has_the_options_that_were_given(run: Runner, tmp_path: Path) -> None:
    """So that it can be called as it stands."""
    path, log, columns = (tmp_path / name for name in ("a book.csv", "log.jsonl", "columns.toml"))
    path.write_text("who,pays_for_services\nAsh's,\n", encoding="utf-8")
    log.touch()
    columns.write_text('[columns]\nwho = "company"\n', encoding="utf-8")
    given = ["--us", "We & Co", "--gather", "--answers", log, "--columns", columns, "--definitions", DEFINITION_FILES]
    found = run("explain", path, "ash's", "-d", "marc", *given, "--without", "thetapoint")
    words = shlex.split(found.out.splitlines()[-1].partition("relabel ")[2])
    assert words[:4] == ["ask", str(path), "-d", "marc"]
    options = [words[4:6], words[6:8], words[8:9], *(words[start : start + 2] for start in range(9, len(words), 2))]
    assert options == [
        ["--company", "Ash's"],
        ["--us", "We & Co"],
        ["--gather"],
        ["--answers", str(log)],
        ["--map", str(columns)],
        ["--definitions", str(DEFINITION_FILES)],
        ["--without", "thetapoint"],
    ]


@pytest.mark.parametrize("word", ["partner", "PARTNER", " Partner ", "close friend", "Close  FRIEND"])
@pytest.mark.parametrize("name", ["ladder", "kinds"])
def test_explain_says_what_a_label_would_take(
    run: Runner, ladders: Registry, tmp_path: Path, name: str, word: str
) -> None:
    """Called by its name or an alias, case and spacing folded; of labels without ranks too."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,contact,no,,yes\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", name, "--path-to", word)
    way = found.out[found.out.index('What it would take to be "partner"') :].split("\n\n")[0]
    assert (found.code, "Do they pay?" in way, "Do they stay?" in way) == (0, True, True)


def test_a_lower_label_can_be_aimed_at(run: Runner, ladders: Registry, tmp_path: Path) -> None:
    """It is not the default, and may be asked for."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,yes,yes,\n", encoding="utf-8")
    assert (
        'What it would take to be "client" for certain\n  1 answer has to change.'
        in run("explain", path, "Ash", "-d", "ladder", "--path-to", "client").out
    )


@pytest.mark.parametrize("word", ["partnr", "(no label)", "", "us"])
def test_an_unknown_label_to_aim_at_is_a_failure(run: Runner, ladders: Registry, tmp_path: Path, word: str) -> None:
    """The nearest one is offered."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,,,\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", "ladder", "--path-to", word)
    assert (failed(found), "did you mean 'partner'" in found.err) == (True, word == "partnr")


def test_what_is_fixed_is_left_alone(run: Runner, ladders: Registry, tmp_path: Path) -> None:
    """`--fixed` may be repeated; where nothing else will do, what holds the label back is said."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,no,no,no\n", encoding="utf-8")
    arguments = ("explain", path, "Ash", "-d", "kinds", "--path-to", "contact")
    free, one, both = (
        run(*arguments, *fixed).out
        for fixed in ((), ("--fixed", "stays"), ("--fixed", "stays", "--fixed", "known_to_us"))
    )
    assert ["out of reach" in text for text in (free, one, both)] == [False, False, True]
    held = both[both.index("out of reach") :].split("\n\n")[0]
    assert ("Do we know them?" in held, "Do they stay?" in held) == (True, False)


def test_what_if_is_answered(run: Runner, ladders: Registry, tmp_path: Path) -> None:
    """What would be found then stands first; what is explained is what would be found."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,yes,no,\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", "ladder", "--suppose", "stays=yes", "--suppose", "known_to_us=unknown")
    assert found.code == 0
    assert found.out.startswith("Supposed\n  - Do they stay? Yes.\n  - Do we know them? Not known.\n")
    assert "Found then: partner (settled). As things are: client (settled)." in found.out
    assert "\nAsh: partner (settled)\n" in found.out
    data = json.loads(run("explain", path, "Ash", "-d", "ladder", "--suppose", "stays=yes", "--format", "json").out)
    assert (data["supposition"]["decisive"], data["explanation"]["outcome"]["label"]) == (["stays"], "partner")


@pytest.mark.parametrize(
    ("given", "hint"),
    [("stays", "pays=yes"), ("stay=yes", "did you mean 'stays'"), ("stays=perhaps", "yes or no")],
)
def test_a_supposition_that_cannot_be_read_is_a_failure(
    run: Runner, ladders: Registry, tmp_path: Path, given: str, hint: str
) -> None:
    """It says what was expected."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,yes,no,\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", "ladder", "--suppose", given)
    assert (failed(found), hint in found.err) == (True, True)


RESULTS: dict[str, tuple[object, ...]] = {
    "audit": ("audit", TWENTY, "-d", "marc", "--by", "owner", "--weight", "yearly_value"),
    "explain": ("explain", TWENTY, "Elm Airlines", "-d", "marc"),
    "suppose": ("explain", TWENTY, "Quince Energy", "-d", "marc", "--suppose", "worst_issue=no_issue"),
    "contradictions": ("contradictions", TWENTY, "-d", "marc"),
    "definitions": ("definitions", "marc"),
    "verify": ("verify", "thetapoint-seller"),
    "compare": ("compare", "marc", "thetapoint-buyer"),
    "files": ("compare", "acme-accounts", "acme-clients", "--definitions", DEFINITION_FILES),
}
"""Commands whose results are written in several formats, with arguments."""
KEYS = {
    "audit": {"rows", "counts"},
    "explain": {"word", "verdict", "explanation"},
    "suppose": {"word", "verdict", "explanation", "supposition"},
    "verify": {"verification", "examples", "broken_laws"},
}
"""What the data of some hold, at least."""


def headings(lines: Sequence[str], sign: str = "") -> list[str]:
    """Give the headings of a text, or in Markdown what follows the sign of one."""
    if sign:
        return [line.lstrip(sign).strip().replace("\\", "") for line in lines if line.startswith(sign)]
    return [line for before, line in itertools.pairwise(["", *lines]) if line and not before and line[0] != " "]


def words(lines: Sequence[str]) -> list[str]:
    """Give the words of a text, without the signs of its format."""
    kept = [line for line in lines if not re.fullmatch(r"[|:-]+", line)]
    return re.findall(r"\w[^\s\\|*]*", " ".join(kept).replace("\\", ""))


@pytest.mark.parametrize("name", RESULTS)
def test_each_format_says_the_same(run: Runner, name: str) -> None:
    """Text is for people, the default, and fits a page; Markdown has its headings and words; JSON is for programs."""
    text, markdown, data = (run(*RESULTS[name], "--format", form) for form in ("text", "markdown", "json"))
    assert [one.code for one in (text, markdown, data)] == [0, 0, 0]
    assert run(*RESULTS[name]).out == text.out
    shown, marked = text.out.splitlines(), markdown.out.splitlines()
    assert (marked[0][:2], headings(marked, "#")) == ("# ", [heading for heading in headings(shown) if heading])
    assert sorted(words(marked)) == sorted(words(shown))
    assert KEYS.get(name, set()) <= json.loads(data.out).keys()


@pytest.mark.parametrize("name", RESULTS)
def test_another_format_is_a_wrong_call(run: Runner, name: str) -> None:
    """It is not ignored."""
    assert run(*RESULTS[name], "--format", "xml").code == 2


@pytest.mark.parametrize("name", RESULTS)
def test_on_a_pipe_nothing_is_wider_than_a_page(run: Runner, name: str) -> None:
    """No ruler, and no line but where it is one word or something to be kept whole."""
    wide = [line.strip() for line in run(*RESULTS[name]).out.splitlines() if len(line) > 120]
    assert [line for line in wide if " " in line and not line.startswith("relabel ")] == []


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Give what runs a command on a terminal of a width and gives its lines, without colours."""

    def lines(width: int, *arguments: object) -> list[str]:
        screen = Screen()
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stdout", screen)
        assert main([str(argument) for argument in arguments]) == 0
        return re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines()

    return lines


WIDTHS = (40, 60, 80, 109, 110, 200)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", RESULTS)
def test_words_wrap_at_the_width(show: Callable[..., list[str]], name: str, width: int) -> None:
    """In every command; a line is too wide only where nothing in it can be broken."""
    for line in show(width, *RESULTS[name]):
        assert len(line) <= width or " " not in line.strip() or line.strip().startswith("relabel ")


@pytest.mark.parametrize("name", ["explain", "suppose", "contradictions", "definitions", "verify", "files"])
def test_no_word_is_lost_in_a_narrow_terminal(show: Callable[..., list[str]], name: str) -> None:
    """Nor moved: read line by line the text is the one that a wide terminal shows."""
    narrow, wide = show(40, *RESULTS[name]), show(1000, *RESULTS[name])
    assert " ".join(narrow).split() == " ".join(wide).split()


@pytest.mark.parametrize("name", RESULTS)
def test_lines_that_go_on_hang_below_their_item(show: Callable[..., list[str]], name: str) -> None:
    """Its words stand below each other, and its sign alone before them."""
    hanging, bullet, count = 0, 0, 0
    for line in show(40, *RESULTS[name]):
        indent = len(line) - len(line.lstrip())
        if line.lstrip().startswith("- "):
            bullet, hanging = indent, indent + 2
        elif indent <= bullet or not line:
            bullet = hanging = 1000
        else:
            assert indent == hanging
            count += 1
    assert count or name in ("audit", "verify", "compare")


LISTS = [("definitions",), ("criteria", "marc"), ("plugins",)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_lists_wrap_with_a_hanging_indent(
    show: Callable[..., list[str]], arguments: tuple[str, ...], width: int
) -> None:
    """What goes on stands two blanks further to the right than what it belongs to; no word is lost."""
    lines, whole = show(width, *arguments), show(1000, *arguments)
    assert [line for line in lines if len(line) > width and " " in line.strip()] == []
    assert " ".join(lines).split() == " ".join(whole).split()
    begun = {line.split()[0] for line in whole if not line.startswith(" ")}
    assert {line.split()[0] for line in lines if not line.startswith(" ")} == begun


@pytest.mark.parametrize("width", [40, 80])
def test_a_dialogue_fits_and_breaks_no_company(
    show: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: int
) -> None:
    """Its questions wrap as all else does, those that a prompt shows too."""
    prompts: list[str] = []

    def leave(prompt: str) -> str:
        prompts.extend(prompt.split("\n"))
        return "next"

    monkeypatch.setattr("builtins.input", leave)
    lines = show(width, "ask", TWENTY, "-d", "marc", "--answers", tmp_path / "log.jsonl", "--company", "Elm Airlines")
    lines += show(width, "ask", TWENTY, "-d", "marc", "--answers", tmp_path / "log.jsonl")
    assert [line for line in (*lines, *prompts) if len(line) > width] == []
    assert prompts
    assert any("Dogwood Hotels" in line for line in lines)


@pytest.mark.parametrize("width", [40, 80])
def test_messages_wrap_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    """A program reads one message a line."""
    arguments = ["explain", str(TWENTY), "Nobody In Particular", "-d", "marc"]
    assert main(arguments) == 1
    piped = [line for line in capsys.readouterr().err.splitlines() if "Nobody" in line]
    screen = Screen()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(arguments) == 1
    shown = screen.getvalue().splitlines()
    assert (len(piped), max(map(len, shown)) <= width) == (1, True)
    assert " ".join(piped[0].split()) in " ".join(screen.getvalue().split())


LONG = "The Very Long Name of Elm and Sons Limited"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A file of two companies with the same answers under two words, one of them with a long name."""
    answers = {one.name: "no" if one.name == "transactional" else "yes" for one in marc.MARC.asked}
    answers |= {"worst_issue": "resolved_well"}
    rows = [{"company": name, "label": word, **answers} for name, word in ((LONG, "partner"), ("Oak", "client"))]
    path = tmp_path / "two.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("command", ["audit", "explain", "suppose", "contradictions"])
def test_names_of_companies_are_not_broken(show: Callable[..., list[str]], two: Path, command: str, width: int) -> None:
    """However narrow the terminal is."""
    more = {"explain": [LONG], "suppose": [LONG, "--suppose", "transactional=yes"]}.get(command, [])
    name = "explain" if command == "suppose" else command
    wide, narrow = (" ".join(show(cells, name, two, *more, "-d", "marc")) for cells in (1000, width))
    assert narrow.count(LONG) == wide.count(LONG) > 0


@pytest.mark.parametrize("name", RESULTS)
def test_names_of_criteria_are_not_broken(show: Callable[..., list[str]], name: str) -> None:
    """Each that a wide terminal shows is shown whole by a narrow one."""
    named = re.compile(r"\b[a-z]+(?:_[a-z]+)+(?:\.(?:buyer|seller))?\b")
    narrow, wide = (sorted(named.findall("\n".join(show(width, *RESULTS[name])))) for width in (30, 1000))
    assert {*narrow} == {*wide}


@pytest.mark.parametrize("width", WIDTHS)
def test_reasons_stand_below_a_company_in_a_narrow_terminal(
    show: Callable[..., list[str]], two: Path, width: int
) -> None:
    """Below 110 columns, and beside it where there are more."""
    two.write_text(two.read_text(encoding="utf-8").replace(LONG, "Elm"), encoding="utf-8")
    shown = show(width, "audit", two, "-d", "marc")
    (start,) = (number for number, line in enumerate(shown) if line.startswith("  Oak"))
    assert ("transactional: no" in shown[start]) == (width >= 110)
    assert "transactional: no" in " ".join(line.strip() for line in shown[start:])


def test_who_we_are_can_be_said(run: Runner, tmp_path: Path) -> None:
    """Then we are "we"; otherwise each company has its name."""
    path = tmp_path / "b.csv"
    path.write_text("buyer,seller,label\nElm,Acme,client\n", encoding="utf-8")
    ours = run("explain", path, "Elm", "-d", "marc", "--us", "Acme").out
    nobodys = run("explain", path, "Elm", "-d", "marc").out
    assert ("Does Elm pay us for services?" in ours, "Does Elm pay Acme for services?" in ours) == (True, False)
    assert ("Does Elm pay us for services?" in nobodys, "Does Elm pay Acme for services?" in nobodys) == (False, True)
    supposed = run("explain", path, "Elm", "-d", "marc", "--us", "Acme", "--suppose", "pays_for_services=yes").out
    assert supposed.splitlines()[1] == "  - Does Elm pay us for services? Yes."


@pytest.mark.parametrize(
    "given",
    [
        ("-d", "marc"),
        ("-d", "acme-clients", "--definitions", DEFINITION_FILES),
        ("-d", DEFINITION_FILES / "acme-clients.toml"),
    ],
)
def test_the_way_to_all_that_a_definition_says_can_be_called(
    run: Runner, tmp_path: Path, given: tuple[object, ...]
) -> None:
    """As it stands, wherever the definition comes from."""
    path = tmp_path / "b.csv"
    path.write_text("company\nElm\n", encoding="utf-8")
    found = run("explain", path, "Elm", *given)
    (command,) = re.findall(r"relabel (definitions .*)$", found.out, re.MULTILINE)
    shown = run(*shlex.split(command))
    assert (shown.code, "Digest of all that this definition says" in shown.out) == (0, True)


def test_nothing_is_written_where_there_is_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under pythonw: no failure."""
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["definitions", "marc"]) == 0


def test_an_unknown_criterion_that_is_fixed_is_a_failure(run: Runner, ladders: Registry, tmp_path: Path) -> None:
    """The nearest one is offered."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,no,no,no\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", "ladder", "--fixed", "stay")
    assert (failed(found), "did you mean 'stays'" in found.err) == (True, True)


def test_a_label_that_nobody_gets_is_said_to_be_one(run: Runner, ladders: Registry, tmp_path: Path) -> None:
    """And no steps to it."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,nobody,no,,\n", encoding="utf-8")
    found = run("explain", path, "Ash", "-d", "gap")
    way = found.out[found.out.index("What it would take") :].split("\n\n")[0]
    assert (found.code, "No relationship" in way, len(way.splitlines())) == (0, True, 2)


def test_a_search_that_takes_too_long_is_a_failure(
    run: Runner, ladders: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a crash: the message says what to do."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,,,\n", encoding="utf-8")
    monkeypatch.setattr(budgets, "MAX_STATES", 0)
    monkeypatch.setattr(choices, "order_of", lambda *_: None)
    found = run("explain", path, "Ash", "-d", "ladder", "--path-to", "partner")
    assert (found.code, "not proven" in found.out) == (0, True)
    monkeypatch.setattr(path_searches, "fair", lambda *_: None)
    found = run("explain", path, "Ash", "-d", "ladder", "--path-to", "partner")
    assert (failed(found), "fixed" in found.err) == (True, True)
    found = run("explain", path, "Ash", "-d", "ladder")  # which did not ask for it, and has the rest to say
    assert (found.code, "Ash" in found.out, "took too long" in found.out) == (0, True, True)


# Asking


class Keyboard:
    """What is typed at the terminal, line by line; then the input ends."""

    def __init__(self) -> None:
        self.lines: list[str | BaseException] = []
        self.prompts: list[str] = []

    def __call__(self, prompt: str = "") -> str:
        if "on which day" in prompt or "last question" in prompt:
            return ""  # what is answered is of today, and the last question is the last
        self.prompts.append(prompt)
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    found = Keyboard()
    monkeypatch.setattr("builtins.input", found)
    return found


class Asking:
    """Run `relabel ask` on two companies, and other commands with its answers."""

    def __init__(self, run: Runner, keyboard: Keyboard, folder: Path) -> None:
        self.run = run
        self.keyboard = keyboard
        self.file = folder / "book.csv"
        self.log = folder / "book.answers.jsonl"
        self.file.write_text("company\nAsh\nBeech\n", encoding="utf-8")

    def __call__(
        self,
        *lines: str | BaseException,
        company: str | None = None,
        options: Sequence[object] = (),
        definition: str = "ladder",
    ) -> Run:
        self.keyboard.lines = [*lines]
        self.keyboard.prompts = []
        more = [] if company is None else ["--company", company]
        return self.run("ask", self.file, *more, "-d", definition, "--as-of", "2026-01-31", *options)

    def found(self, *options: object, definition: str = "ladder") -> list[str]:
        """Audit with the answers, and give what was found, by id or name of the company."""
        more = ("--answers", self.log, *options)
        audit = self.run("audit", self.file, "-d", definition, "--as-of", "2026-01-31", "--format", "csv", *more)
        assert audit.code == 0
        rows = csv.DictReader(io.StringIO(audit.out))
        return [row["found"] for row in sorted(rows, key=lambda row: (row["id"], row["buyer"].casefold()))]

    def logged(self) -> list[dict[str, object]]:
        """Give the lines of the log."""
        if not self.log.exists():
            return []
        return [json.loads(line, parse_float=Decimal) for line in self.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def ask(run: Runner, keyboard: Keyboard, tmp_path: Path, ladders: Registry, monkeypatch: pytest.MonkeyPatch) -> Asking:
    class Day(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]  # a plain date, as evidence takes no other
            return date(2026, 1, 31)

    monkeypatch.setattr("relabel.cli.relationships.date", Day)
    return Asking(run, keyboard, tmp_path)


def test_answers_are_logged_beside_the_file_and_taken_up(ask: Asking) -> None:
    """`audit` and `explain` add them to the evidence where they are told to; the file itself stays as it is."""
    before = ask.file.read_bytes()
    done = ask("yes", "yes", "buyer", "no", "yes")
    assert (done.code, done.err, ask.keyboard.lines, "4 answers" in done.out) == (0, "", [], True)
    assert (ask.found(), ask.file.read_bytes()) == (["partner", "contact"], before)
    plain = ask.run("explain", ask.file, "Ash", "-d", "ladder")
    more = ask.run("explain", ask.file, "Ash", "-d", "ladder", "--answers", ask.log)
    assert [text.out.startswith("Ash: partner (settled)") for text in (plain, more)] == [False, True]


def test_what_was_asked_is_shown(ask: Asking) -> None:
    """Company, word in use, question, and what may be typed."""
    ask.file.write_text("company,label\nAsh,client\n")
    shown = ask("no").out
    assert [
        text for text in ("1 of 1", "Ash, called 'client'", "Do they pay?", "back", "help") if text not in shown
    ] == []


def test_the_dearest_claim_is_asked_about_first(ask: Asking) -> None:
    """As an audit ranks them."""
    ask.file.write_text("company,label\nAsh,\nBeech,client\nCedar,partner\n")
    shown = ask("next", "next", "next").out
    assert re.findall(r"^(\w+), called", shown, re.MULTILINE) == ["Cedar", "Beech", "Ash"]


def test_us_is_who_is_called_so(ask: Asking) -> None:
    """Our impression is not theirs."""
    ask("yes", "yes", "us", "next", options=("--us", "Acme"), company="Ash")
    assert [line.get("attested_by") for line in ask.logged()] == [None, "seller"]


def test_the_log_can_be_put_elsewhere(ask: Asking, tmp_path: Path) -> None:
    """`--answers` names it; the next call goes on with it, and another log knows nothing of it."""
    other = tmp_path / "other.jsonl"
    ask("no", "no", options=("--answers", other))
    assert (ask.log.exists(), len(other.read_text().splitlines())) == (False, 2)
    assert ask(options=("--answers", other)).code == 0
    assert len(ask.keyboard.prompts) == 1  # of Beech, whether it is known
    assert (ask("yes").code, len(ask.logged())) == (0, 1)


def test_where_answers_can_be_looked_up_is_logged(ask: Asking) -> None:
    """`--source` and the day of judgement stand beside each answer in an explanation; whose word it is as well."""
    ask("yes", "no", "buyer", options=("--source", "call 7"))
    found = ask.run("explain", ask.file, "Ash", "-d", "ladder", "--answers", ask.log).out
    assert [text for text in ("call 7", "observed 2026-01-31", "on Ash's word") if text not in found] == []


def test_without_a_source_an_answer_is_found_in_the_log(ask: Asking) -> None:
    """By file and line."""
    ask("yes")
    found = ask.run("explain", ask.file, "Ash", "-d", "ladder", "--answers", ask.log).out
    assert "book.answers.jsonl:1" in found


def test_one_company_can_be_asked_about(ask: Asking) -> None:
    """By name or id, as for `explain`."""
    assert ask("no", "no", "no", company="beech").code == 0
    assert ({line["buyer"] for line in ask.logged()}, ask.keyboard.lines) == ({"Beech"}, ["no"])


def test_an_unknown_company_is_not_asked_about(ask: Asking) -> None:
    """The nearest name is offered, and nothing is asked."""
    found = ask("no", company="Beach")
    assert (failed(found), "did you mean 'Beech'" in found.err, ask.keyboard.prompts) == (True, True, [])


@pytest.mark.parametrize(
    ("error", "code"), [(EOFError(), 0), (KeyboardInterrupt(), 130), (OSError("the terminal is gone"), 1)], ids=repr
)
def test_an_interruption_loses_no_answer(ask: Asking, error: BaseException, code: int) -> None:
    """The end of the input is an end; the next call goes on where it was."""
    assert ask("yes", error).code == code
    assert [(line["buyer"], line["criterion"], line["answer"]) for line in ask.logged()] == [
        ("Ash", "pays_bills", True)
    ]
    assert ask("no", "3", "", "no", "no").code == 0
    assert ask.found() == ["client", "no label"]


def test_a_dialogue_goes_on_where_it_was_left(ask: Asking) -> None:
    """Neither what was answered nor what was skipped is asked again; `quit` and `next` are no answers."""
    ask("yes", "quit")
    ask("next", "", "")
    assert len(ask.keyboard.prompts) == 4  # Ash is left; what is left of Beech is asked for later, then the input ends
    assert [(line["criterion"], line["answer"]) for line in ask.logged()] == [
        ("pays_bills", True),
        ("pays_bills", None),
        ("stays", None),
    ]
    ask("no", "buyer", "unknown")
    assert (ask.keyboard.lines, len(ask.keyboard.prompts), ask.found()[0]) == ([], 3, "client")
    assert (ask("no").code, ask.keyboard.prompts) == (0, [])


def test_hearsay_is_logged_and_set_aside(ask: Asking) -> None:
    """The answer is kept and shown, and counts nothing; the next call asks again, for the other side's word."""
    found = ask("yes", "yes", "seller", company="Ash")
    assert ("set aside" in found.out, len(ask.logged()), ask.found()[0]) == (True, 2, "")
    assert "Set aside" in ask.run("explain", ask.file, "Ash", "-d", "ladder", "--answers", ask.log).out
    assert ask("no", "buyer", company="Ash").code == 0
    assert len(ask.logged()) == 3


def test_answers_of_every_kind_are_logged_and_taken_up(ask: Asking) -> None:
    """A number with all its digits, a level, a word with any signs; an option may be called as a command is."""
    digits = "12345678901234567890.000000000000000000000000000001"
    ask.file.write_text("company\nAsh\n")
    found = ask("perhaps", "悪い", "4", digits, definition="any-kind")
    assert (found.code, "'perhaps'" in found.out, ask.found(definition="any-kind")) == (0, True, ["a"])
    assert {str(line["criterion"]): line["answer"] for line in ask.logged()} == {
        "spend": Decimal(digits),
        "trust": 4,
        "mood": "悪い",
    }
    shown = ask.run("explain", ask.file, "Ash", "-d", "any-kind", "--answers", ask.log).out
    assert [text for text in (digits, "4", "悪い") if text not in shown] == []


@pytest.mark.parametrize("word", ["next", "quit"])
def test_an_option_called_like_a_command_is_an_answer(ask: Asking, word: str) -> None:
    """Where there is such an option, the word is that."""
    ask.file.write_text("company,spend,trust\nAsh,10,4\n")
    assert ask(word, definition="any-kind").code == 0
    assert [line["answer"] for line in ask.logged()] == [word]


@pytest.mark.parametrize("command", ["audit", "explain"])
def test_a_missing_log_is_a_failure(ask: Asking, command: str) -> None:
    """A misspelt --answers would leave the answers out; only `ask` makes a new one."""
    more = ["Ash"] if command == "explain" else []
    assert failed(ask.run(command, ask.file, *more, "-d", "ladder", "--answers", ask.log))


BAD_LOGS = {
    "garbage": '{"buyer": "Ash", "seller": "us", "criterion": "pays_b',
    "no answer": '{"buyer": "Ash", "seller": "us", "criterion": "pays_bills"}',
    "a label": '{"buyer": "Ash", "seller": "us", "criterion": "pays_bills", "answer": true, "label": "partner"}',
}


@pytest.mark.parametrize("line", BAD_LOGS.values(), ids=BAD_LOGS)
@pytest.mark.parametrize("command", ["audit", "explain", "ask"])
def test_a_log_that_cannot_be_read_is_a_failure(ask: Asking, command: str, line: str) -> None:
    """With the number of the line; nothing is read, nothing asked and nothing written."""
    ask("yes", "no", "buyer")
    before = ask.log.read_text(encoding="utf-8") + line + "\n"
    ask.log.write_text(before, encoding="utf-8")
    number, more = before.count("\n"), ["Ash"] if command == "explain" else []
    ask.keyboard.prompts = []
    found = ask.run(command, ask.file, *more, "-d", "ladder", "--answers", ask.log)
    assert (failed(found), f"book.answers.jsonl:{number}" in found.err) == (True, True)
    assert (ask.keyboard.prompts, ask.log.read_text(encoding="utf-8")) == ([], before)


STRAYS = {
    "another company": '{"buyer": "Cedar", "seller": "us", "criterion": "pays_bills", "answer": true}',
    "a wrong answer": '{"buyer": "Ash", "seller": "us", "criterion": "pays_bills", "answer": "yes"}',
    "torn": '{"buyer": "Ash", "seller": "us", "criterion": "pays_b',
}


@pytest.mark.parametrize("line", STRAYS.values(), ids=STRAYS)
@pytest.mark.parametrize("command", ["audit", "explain", "ask"])
def test_an_answer_that_no_longer_fits_is_set_aside_and_named(ask: Asking, command: str, line: str) -> None:
    """The rest of the log counts."""
    ask("yes", "no", "buyer")
    ask.log.write_text(ask.log.read_text(encoding="utf-8") + line, encoding="utf-8")
    more = ["Ash"] if command == "explain" else []
    ask.keyboard.lines = ["yes", "quit"]
    found = ask.run(command, ask.file, *more, "-d", "ladder", "--answers", ask.log)
    assert (found.code, "set aside" in found.out + found.err) == (0, True)


def test_an_answer_to_a_criterion_that_is_gone_is_set_aside_as_unknown(ask: Asking) -> None:
    """As evidence is elsewhere, with the name that it may have now."""
    ask.log.write_text('{"buyer": "Ash", "seller": "us", "criterion": "pays_bill", "answer": true}\n')
    shown = ask.run("explain", ask.file, "Ash", "-d", "ladder", "--answers", ask.log).out
    assert [text for text in ("pays_bill:", "'pays_bills'") if text not in shown] == []


@pytest.mark.parametrize("typed", ["no", "", "quit", EOFError()], ids=repr)
def test_a_torn_line_is_not_dropped_unasked(ask: Asking, typed: str | BaseException) -> None:
    """Nor is anything added to it: the log stays as it is."""
    ask.log.write_text(STRAYS["torn"])
    assert ask(typed).code == 1
    assert ask.log.read_text() == STRAYS["torn"]


def test_a_torn_line_is_dropped_on_request(ask: Asking) -> None:
    """Then the questions are put."""
    ask.log.write_text(STRAYS["torn"])
    assert ask("yes", "no", "quit").code == 0
    assert [line["answer"] for line in ask.logged()] == [False]


@pytest.mark.parametrize("command", ["audit", "explain", "ask"])
@pytest.mark.parametrize("name", ["book.csv", "answers", "answers.json"])
def test_a_log_has_a_name_of_its_own(ask: Asking, command: str, name: str) -> None:
    """No table gets answers at its end by a slip of the pen."""
    before, more = ask.file.read_bytes(), ["Ash"] if command == "explain" else []
    found = ask.run(command, ask.file, *more, "-d", "ladder", "--answers", ask.file.with_name(name))
    assert (failed(found), ask.file.read_bytes(), len([*ask.file.parent.iterdir()])) == (True, before, 1)


def test_answers_are_told_apart_by_id(ask: Asking) -> None:
    """As relationships are; the file may be sorted, and its names be tidied up, since."""
    ask.file.write_text("id,company\n1,Ash\n2,Ash\n")
    ask("no", "yes", "no", "no")
    ask.file.write_text("id,company\n2,Ash\n1,ASH\n")
    assert ask.found() == ["contact", "no label"]


def test_ids_that_were_added_later_are_found_by_the_names(ask: Asking) -> None:
    """The answers are not lost."""
    ask("no", "yes")
    ask.file.write_text("id,company\n7,Ash\n8,Beech\n")
    assert ask.found() == ["contact", ""]


def test_answers_are_found_by_names_with_case_and_spacing_folded(ask: Asking) -> None:
    """The same."""
    ask("no", "yes")
    ask.file.write_text("company\nBEECH\n ash\n")
    assert ask.found() == ["contact", ""]


def test_other_definitions_take_answers_up_as_well(ask: Asking) -> None:
    """What was answered for one is evidence for all, and is not asked again for another."""
    ask("no", "yes", "no", "yes")
    assert ask.found(definition="kinds") == ["contact", "contact"]
    assert (ask("no", definition="kinds").code, ask.keyboard.prompts) == (0, [])


def test_nothing_to_ask_is_no_failure(ask: Asking) -> None:
    """No file is made for no answers."""
    ask.file.write_text("company,pays_bills,stays\nAsh,yes,yes\n")
    found = ask()
    assert (found.code, ask.keyboard.prompts, ask.log.exists()) == (0, [], False)


def test_a_log_that_cannot_be_written_is_a_failure(ask: Asking, tmp_path: Path) -> None:
    """With its name; no further question is asked, as its answer would be lost."""
    found = ask("no", "no", options=("--answers", tmp_path / "none" / "log.jsonl"))
    assert (found.code, "log.jsonl" in found.err, len(ask.keyboard.prompts)) == (1, True, 1)


@pytest.mark.parametrize(
    "arguments", [("ask",), ("ask", TWENTY), ("ask", TWENTY, "-d", "marc", "Ash"), ("ask", TWENTY, "-d")]
)
def test_a_wrong_call_of_ask_is_2(run: Runner, arguments: tuple[object, ...]) -> None:
    """As of the other commands."""
    found = run(*arguments)
    assert (found.code, found.out, "usage: relabel" in found.err) == (2, "", True)


def test_help_of_ask_says_what_exit_codes_mean(run: Runner) -> None:
    """As of the other commands."""
    found = run("ask", "--help")
    assert (found.code, re.findall(r"^  (\d)  \w", found.out, re.MULTILINE)) == (0, ["0", "1", "2"])


def test_what_is_shown_while_asking_is_escaped(ask: Asking) -> None:
    """Names and questions are text from outside."""
    ask.file.write_text("company\n\x1b[31mAsh\n")
    assert "\x1b" not in ask("5", definition="wild").out


def start_asking(path: Path) -> subprocess.Popen[bytes]:
    """Ask in a process of its own, through pipes."""
    command = [sys.executable, "-m", "relabel", "ask", str(path), "-d", "marc"]
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    return subprocess.Popen(  # noqa: S603  # our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=around
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_is_killed_loses_no_answer(book: Path, number: signal.Signals) -> None:
    """Every answer is in the file before the next question is put."""
    book.write_text("company\nAsh\n")
    with start_asking(book) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"yes\n\n")
        process.stdin.flush()
        shown = b""
        while shown.count(b"  answer") < 2 and select.select([process.stdout], [], [], 30)[0]:
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                break
            shown += chunk
        process.send_signal(number)
        assert process.wait(timeout=30) == -number
    assert book.with_suffix(".answers.jsonl").read_bytes().count(b"\n") == 1


def test_answers_can_be_piped_in(book: Path) -> None:
    """The end of the input is the end of the dialogue."""
    book.write_text("company\nAsh\n")
    with start_asking(book) as process:
        out, err = process.communicate(b"yes\n\n\n", timeout=30)
    assert (process.returncode, err, b"1 answer" in out) == (0, b"", True)
    assert book.with_suffix(".answers.jsonl").read_bytes().count(b"\n") == 2


# What may go wrong around it


def test_prompts_are_escaped(ask: Asking) -> None:
    """As everything else that is shown."""
    ask("5", definition="wild")
    assert [prompt for prompt in ask.keyboard.prompts if "\x1b" in prompt] == []


@pytest.mark.parametrize("path", [".", "/"])
def test_a_directory_cannot_be_asked_about(run: Runner, path: str) -> None:
    """Bad input, not a crash; `audit .` says so."""
    assert failed(run("ask", path, "-d", "marc"))


def test_without_a_stdin_the_input_has_ended(run: Runner, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`relabel ask ... <&-` is an end or a failure, not a crash."""
    monkeypatch.setattr(sys, "stdin", None)
    assert run("ask", book, "-d", "marc").code in (0, 1)


def test_bytes_that_are_no_text_are_no_crash(book: Path) -> None:
    """Asked again, an end, or a failure; where the locale is UTF-8 and something else is piped in."""
    command = [sys.executable, "-m", "relabel", "ask", str(book), "-d", "marc"]
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(command, input=b"\xff\n", capture_output=True, check=False, env=env, timeout=30)  # noqa: S603  # our own command
    assert b"Traceback" not in found.stderr


@pytest.mark.parametrize("name", ["kinds", "ladder"])
def test_an_option_is_never_ignored_silently(run: Runner, ladders: Registry, tmp_path: Path, name: str) -> None:
    """A misspelt --fixed is a failure, whether or not a label ranks above what was found."""
    path = tmp_path / "book.csv"
    path.write_text(f"{HEADER}Ash,,yes,yes,\n", encoding="utf-8")
    assert failed(run("explain", path, "Ash", "-d", name, "--fixed", "stay"))


def test_definition_files_stand_beside_the_plugins(run: Runner) -> None:
    """Every command takes a directory of them, or one."""
    listed = [line.split()[0] for line in run("definitions", "--definitions", DEFINITION_FILES).out.splitlines()]
    assert [name for name in ("acme-accounts", "acme-clients", "marc") if name not in listed] == []
    one = DEFINITION_FILES / "acme-accounts.toml"
    assert "Key account, if" in run("definitions", "acme-accounts", "--definitions", one).out
    assert run("verify", "acme-accounts", "--definitions", one).code == 0
    assert run("compare", "acme-accounts", "acme-clients", "--definitions", DEFINITION_FILES).code == 0
    assert f"plugin {one.as_posix()!r}: acme-accounts" in run("plugins", "--definitions", one).out


def test_definition_files_may_extend_those_of_plugins_and_name_others(run: Runner, tmp_path: Path) -> None:
    """Asked for by file, or by name in a directory of them; what is wrong beside them is named with its place."""
    (tmp_path / "ours.toml").write_text(
        'extends = "marc"\nname = "ours"\npresume.renewed = false\ncriteria.renewed.question = "Renewed?"\n'
        'labels.partner.when.all = [{ base = "partner" }, "renewed"]\n'
    )
    (tmp_path / "theirs.toml").write_text('extends = "ours.toml"\nname = "theirs"\n')
    ours, theirs = tmp_path / "ours.toml", tmp_path / "theirs.toml"
    assert run("verify", ours).out.startswith("ours (version 1): Is it a client or a partner?")
    assert run("verify", "theirs", "--definitions", tmp_path).code == 0
    assert "renewed" in run("compare", "marc", theirs).out
    assert "Renewed?" in run("explain", TWENTY, "Elm Airlines", "-d", theirs).out
    ours.write_text(ours.read_text().replace('"renewed"]', '"renewd"]'))
    found = run("verify", theirs)
    assert (found.code, "ours.toml:5:" in found.err, "did you mean 'renewed'?" in found.err) == (1, True, True)
    theirs.write_text('extends = "mark"\nname = "theirs"\n')
    assert "did you mean 'marc'?" in run("verify", theirs).err


def test_verify_names_rows_of_tables_below(run: Runner, tmp_path: Path) -> None:
    """By the file in which they stand."""
    (tmp_path / "top.csv").write_text("label,size\nbig deal,big\nother,-\n")
    (tmp_path / "size.csv").write_text("label,staff\nbig,>=250\nbig,>=300\nsmall,-\n")
    (tmp_path / "d.toml").write_text(
        'name = "d"\ntitle = "t"\nsource = "s"\nlabels = { names = ["big deal", "other"], table = "top.csv" }\n'
        'lent.size.table = "size.csv"\ncriteria.staff = { kind = "measure", unit = "people" }\n'
    )
    found = run("verify", tmp_path / "d.toml").out
    assert "size.csv:3: never applies, as the row on line 2" in found
    (tmp_path / "size.csv").write_text("label,staff\nsmall,<5\nbig,>=250\nsmall,-\n")
    more = run("verify", tmp_path / "d.toml").out
    assert "Rows of the table that could be removed\n  - size.csv:2: could be removed, as the row on line 4" in more


def test_relationships_are_judged_by_a_definition_file(run: Runner, tmp_path: Path) -> None:
    """From two tables to the label, without a line of Python."""
    path = tmp_path / "book.csv"
    path.write_text("company,label,annual_spend,observed_on\nAsh,key account,49000,2026-01-01\n")
    arguments = ("-d", "acme-accounts", "--definitions", DEFINITION_FILES, "--as-of", "2026-01-31")
    (row,) = json.loads(run("audit", path, *arguments, "--format", "json").out)["rows"]
    assert (row["verdict"], row["label"], row["found"]) == ("overclaimed", "key account", "customer")
    assert run("explain", path, "Ash", *arguments).out.startswith("Ash: customer (settled)")


def test_a_faulty_definition_file_is_named_and_stops_no_other(run: Runner, tmp_path: Path) -> None:
    """With its line; what it may have held cannot be asked for, and it can be left out."""
    good = (DEFINITION_FILES / "acme-clients.toml").read_text(encoding="utf-8")
    (tmp_path / "bad.toml").write_text(good.replace("title", "tilte").replace("acme-clients", "bad"), encoding="utf-8")
    (tmp_path / "good.toml").write_text(good, encoding="utf-8")
    found = run("definitions", "--definitions", tmp_path)
    assert (found.code, "acme-clients" in found.out) == (0, True)
    assert "bad.toml:4:1: found the key 'tilte'" in found.err
    missing = run("definitions", "bad", "--definitions", tmp_path)
    assert (failed(missing), "bad.toml" in missing.err) == (True, True)
    assert run("plugins", "--strict", "--definitions", tmp_path).code == 1
    name = (tmp_path / "bad.toml").as_posix()
    assert run("plugins", "--strict", "--definitions", tmp_path, "--without", name).code == 0


def test_a_definition_file_may_be_named_twice(run: Runner) -> None:
    """It is one plugin."""
    arguments = ("--definitions", DEFINITION_FILES, "--definitions", DEFINITION_FILES / "acme-clients.toml")
    assert run("plugins", "--strict", *arguments).code == 0


def test_definition_files_that_claim_the_name_of_a_plugin_are_named(run: Runner, tmp_path: Path) -> None:
    """As two plugins would be; either can be left out."""
    text = (DEFINITION_FILES / "acme-clients.toml").read_text(encoding="utf-8")
    (tmp_path / "marc.toml").write_text(text.replace("acme-clients", "marc"), encoding="utf-8")
    found = run("definitions", "marc", "--definitions", tmp_path)
    assert (failed(found), "marc.toml" in found.err, "relabel-relationships" in found.err) == (True, True, True)
    assert "Acme" in run("definitions", "marc", "--definitions", tmp_path, "--without", "marc").out


@pytest.mark.parametrize("path", ["nowhere", "empty", "book.csv"])
def test_definitions_that_are_not_there_are_a_failure(run: Runner, tmp_path: Path, path: str) -> None:
    """A path that holds none is more likely a wrong one."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "book.csv").write_text("company\nAsh\n")
    found = run("definitions", "acme-clients", "--definitions", tmp_path / path)
    assert (failed(found), path in found.err) == (True, True)


@pytest.mark.parametrize("one", [marc.MARC, thetapoint.SELLER_DICTIONARY], ids=lambda one: one.name)
def test_a_definition_is_written_as_a_file(run: Runner, tmp_path: Path, one: Definition) -> None:
    """In TOML or JSON, from which it comes back."""
    written = run("definitions", one.name, "--format", "toml")
    path = tmp_path / "one.toml"
    path.write_text(written.out, encoding="utf-8")
    assert (written.code, written.err, read_definition(path)) == (0, "", one)
    assert from_document(json.loads(run("definitions", one.name, "--format", "json").out)) == one


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_definition_file_is_one_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    """Signs that the output cannot spell are escaped as TOML has it."""
    path = tmp_path / "signs.toml"
    text = 'name = "signs"\ntitle = "é € 😀 \\"x\\""\nsource = "s"\n[[labels]]\nname = "ü 😀"\n'
    path.write_text(text, encoding="utf-8")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main(["definitions", "signs", "--definitions", str(path), "--format", "toml"]) == 0
    assert from_toml(written.getvalue().decode(encoding)) == read_definition(path)


def test_the_schema_of_definition_files_is_written(run: Runner) -> None:
    """For an editor to check them by; it belongs to no definition."""
    assert run("definitions", "--schema").out == read_schema()
    assert failed(run("definitions", "marc", "--schema"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a device that is always full")
@pytest.mark.parametrize("arguments", [("audit", TWENTY, "-d", "marc", "--format", "json"), ("plugins", "--json")])
def test_a_full_disk_is_named(arguments: tuple[object, ...]) -> None:
    """What could not be written, and no traceback."""
    command = [sys.executable, "-m", "relabel", *map(str, arguments)]
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603  # our own command
    assert (found.returncode, "cannot write the output: No space left" in found.stderr) == (1, True)
    assert "Traceback" not in found.stderr


def test_a_full_disk_under_the_log_is_named(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its file."""

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    found = ask("yes")
    assert (found.code, f"{ask.log}: No space left on device" in found.err, ask.log.read_bytes()) == (1, True, b"")


@pytest.mark.parametrize("shape", ["toml", "json"])
def test_a_definition_file_written_to_a_terminal_moves_no_cursor(run: Runner, tmp_path: Path, shape: str) -> None:
    """Control characters and signs that switch the direction are escaped, as both forms allow, and none is lost."""
    path = tmp_path / "signs.toml"
    path.write_text('name = "signs"\ntitle = "a\\u001b\\u0085\u202eb\u2028é😀"\nsource = "s"\n[[labels]]\nname = "ü"\n')
    written = run("definitions", "signs", "--definitions", path, "--format", shape).out
    assert [sign for sign in "\x1b\x85\u202e\u2028" if sign in written] == []
    assert (from_toml(written) if shape == "toml" else from_document(json.loads(written))) == read_definition(path)


def test_csv_is_raw_on_request(run: Runner, tmp_path: Path) -> None:
    """For programs."""
    path = tmp_path / "book.csv"
    path.write_text("company\n=1+1\n")
    shown = [run("audit", path, "-d", "marc", "--format", "csv", *more).out for more in ((), ("--raw",))]
    assert ["'=1+1," in one for one in shown] == [True, False]


@pytest.mark.parametrize(
    "arguments",
    [("definitions",), ("definitions", "marc"), ("definitions", "marc", "--format", "markdown"), ("criteria",)],
    ids=" ".join,
)
def test_without_a_standard_output_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """As in a program with windows only, where there is none."""
    monkeypatch.setattr(sys, "stdout", None)
    assert main(list(arguments)) == 0


ODD_FILE = """format = 1
name = "odd"
title = "Odd?"
source = "here"
given_to = "buyer"
[criteria.pays]
question = "Do they pay?"
[criteria.late]
question = "Do they pay late?"
[[labels]]
name = "good"
when.all = ["pays", { any = ["late", { not = "late" }] }]
[[labels]]
name = "bad"
when = "late"
"""


def test_verify_speaks_the_words_of_a_file(run: Runner, tmp_path: Path) -> None:
    """What is wrong first, in keys and lines of the file; the rest is counted until all is asked for."""
    path = tmp_path / "odd.toml"
    path.write_text(ODD_FILE, encoding="utf-8")
    brief, full = run("verify", str(path)).out, run("verify", str(path), "--full").out
    for out in (brief, full):
        assert "Intent(" not in out
        assert "if meant: intends.gap = true; if not, leave out the condition of the last label" in out
        assert 'if meant: intends.overlaps = [["good", "bad"]]; if not, narrow one of the two' in out
        assert 'good: { any = ["late", { not = "late" }] } always holds (odd.toml:12)' in out
        assert out.index("Not as it should be") < out.index("always holds") < out.index("Labels\n")
    assert "1 part of conditions could be removed" in brief
    assert 'could be removed from { all = ["pays"' in " ".join(full.split())
    assert "and 1 more" in brief
    assert max(map(len, full.splitlines())) <= 120
