"""Tests of small files as people have them: each is read right, or refused with the place, never quietly wrong.

They stand in `tests/data/cases`, one folder for each kind, and were made after bugs of other programs.
In `attack` are those that were made to break this one.
"""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from relabel import (
    Criterion,
    Definition,
    Evidence,
    Label,
    Relationship,
    Scale,
    Verdict,
    audit,
    classify,
)
from relabel.cli import main
from tests import DATA

CASES = DATA / "cases"


class Said(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


Right = Callable[[Said], bool]


def refused(*words: str) -> Right:
    """Say whether a command refused its input in these words, and wrote nothing else."""
    return lambda said: said.code == 1 and not said.out and all(word in said.err for word in words)


def found(*words: str) -> Right:
    """Say whether a command was carried out and wrote these words."""
    return lambda said: said.code == 0 and all(word in said.out + said.err for word in words)


def harmless(*words: str) -> Right:
    """Say whether a command was carried out and wrote these words, and nothing that a terminal would obey."""
    return lambda said: found(*words)(said) and not any(sign in said.out for sign in "\x1b\x07\u202e\0")


PAYERS = "-d acme-payers --definitions payers.toml"
TABLE = "definitions tiers --definitions d.toml --format toml"

RIGHT: Mapping[str, tuple[str, Right]] = {
    "option-sign-evidence": ("audit signs.csv -d acme-partners --definitions acme.toml", refused("signs.csv:2", "<50")),
    "option-vowel-signs": ("audit hi.csv -d hi --definitions d.toml", refused("hi.csv:2")),
    "label-sign-table": (TABLE, refused("d.csv:", "A-")),
    "mapping-currency-headers": (
        "audit cur.csv -d acme-spend --definitions spend.toml --format csv --columns map.toml",
        found("annual_spend: 12000"),
    ),
    "header-percent": ("audit pc.csv -d acme-spend --definitions spend.toml", refused("%")),
    "thousands-tab": ("audit t.tsv -d acme-partners --definitions acme.toml", refused("t.tsv:2", "50000 or 50")),
    "thousands-table": (TABLE, refused("50000 or 50")),
    "merged-cells-table": (TABLE, refused("d.csv:3", "- for any answer")),
    "table-cp1252": (TABLE, found("Schlüssel")),
    "encoding-mixed": ("audit m.csv -d acme-payers --definitions payers.toml", refused("m.csv:", "UTF-8")),
    "mapping-byte-order-mark": ("audit a.csv -d acme-payers --definitions payers.toml --map map.toml", found("payer")),
    "not-csv-html": ("audit r.xls -d acme-payers --definitions payers.toml", refused("HTML")),
    "large-cell": ("audit b.csv -d acme-payers --definitions payers.toml", found("payer")),
    "id-scientific": ("audit i.csv -d acme-payers --definitions payers.toml", found("1.23457E+12")),
    "name-composed": (
        "audit n.csv -d acme-partners --definitions acme.toml --format csv",
        found("underclaimed,partner,settled"),
    ),
    "name-invisible": ("audit n.csv -d acme-partners --definitions acme.toml --format csv", found("nobody can see")),
    "agreement-without-word": (f"audit g.csv {PAYERS}", found("1 of 2 words in use")),
    "agreement-rounded": (f"audit g.csv {PAYERS}", found("199 of 200 words in use", "(99.5 %)")),
    "log-criterion-renamed": (
        f"audit a.csv {PAYERS} --answers a.jsonl",
        found("paying          1  nobody declares this criterion"),
    ),
    "attack/an answer with a word in use": (
        "audit bom_inside.csv -d marc --answers labels.jsonl",
        refused("labels.jsonl:1", "the key 'label'", "the key 'attributes'"),
    ),
    "truth-other-words": (
        f"audit t.csv {PAYERS} --map map.toml --format csv",
        found(
            ",Elm,us,client,client,confirmed", ",Oak,us,other,other,confirmed", ",Fir,us,client,client,unproven,,open"
        ),
    ),
    "attack/a weight with two readings": ("audit weights_semicolon.csv -d marc --weight yearly_value", refused("1200")),
    "attack/a weight as the mapping says": (
        "audit weights_semicolon.csv -d marc --weight yearly_value --map thousands.toml --format json",
        lambda said: int(json.loads(said.out)["weights"]["undetermined"]) == 63_100,
    ),
    "attack/a byte order mark inside": (
        "audit bom_inside.csv -d marc --format csv",
        found("A,us,client", "nobody can see"),
    ),
    "attack/names that look the same": ("audit injection.csv -d marc --format csv", refused("injection.csv:32")),
    "attack/formulas": (
        "audit formulas.csv -d marc --format csv",
        harmless("'=HYPERLINK(", "'+1+cmd", "'-2+3", "'@SUM(A1)", ",'=1,us"),
    ),
    **{
        f"attack/signs that a terminal obeys, as {form}": (
            f"definitions evil --definitions evil.toml --format {form}",
            harmless("31m"),
        )
        for form in ("text", "markdown", "toml", "json", "mermaid", "dot")
    },
    **{
        f"attack/signs that a terminal obeys, by {command}": (f"{command} evil --definitions evil.toml", harmless())
        for command in ("verify", "compare evil")
    },
    "attack/a number beyond all measure": ("audit hugeexp.jsonl -d marc", refused("hugeexp.jsonl:1", "too large")),
}
"""By folder, or folder and name: a command that is called there, and what is right."""


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], Said]:
    """Give a function that calls a command in a copy of a folder."""

    def called(folder: str, command: str) -> Said:
        shutil.copytree(CASES / folder, tmp_path / folder)
        monkeypatch.chdir(tmp_path / folder)
        return Said(main(command.split()), *capsys.readouterr())

    return called


@pytest.mark.parametrize("case", RIGHT)
def test_a_small_file_is_read_right_or_refused(case: str, call: Callable[[str, str], Said]) -> None:
    """With the words that say so."""
    command, right = RIGHT[case]
    said = call(case.partition("/")[0], command)
    assert right(said), said


PLAIN = "plain = Definition('plain', 't', [Label('a')], source='s')"
PLUGINS = {
    "leaves": "raise SystemExit(3)",
    "ends": "class Ended(BaseException): pass\nraise Ended('x')",
    "cannot_say": "class Mute(Exception):\n    def __str__(self): raise SystemExit\nraise Mute",
    "calls_itself": "def f(): return f()\nf()",
    "says_a_lot": "raise ValueError('\\x1b[31m' + 'x' * 10**7)",
    "leaves_in_a_hook": "@hookimpl\ndef relabel_definitions(): raise SystemExit",
    "ends_half_way": "@hookimpl\ndef relabel_definitions():\n    yield plain\n    1 / 0",
    "never_ends": "@hookimpl\ndef relabel_definitions(): return __import__('itertools').count()",
    "gives_nothing": "@hookimpl\ndef relabel_definitions(): return None",
    "gives_text": "@hookimpl\ndef relabel_definitions(): return 'abc'",
    "looks_up": "@hookimpl\ndef relabel_definitions(): return relabel.installed().definitions",
    "takes_other_arguments": "@hookimpl\ndef relabel_evidence(one, day): return []",
}
"""Plugins that fail, by name."""

PRINTING = "print('HELLO')\n@hookimpl\ndef relabel_definitions():\n    print('HELLO')\n    return []"
"""A plugin that does not fail, but might spoil what programs read."""


def apart(folder: Path, *arguments: str) -> Said:
    """Call a command in a process of its own, with the plugins of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "500", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "relabel", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S603  # our own code
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_plugin_that_fails_spoils_nothing(tmp_path: Path) -> None:
    """Whatever it raises, prints or gives, and whatever its distribution says of itself."""
    named = {"gives_text": b"", "gives_nothing": b"Name: \xff\n"}
    for name, code in {**PLUGINS, "prints": PRINTING}.items():
        (tmp_path / f"{name}.py").write_text(
            f"import relabel\nfrom relabel import *\n{PLAIN}\n{code}\n", encoding="utf-8"
        )
        about = tmp_path / f"{name}-1.0.dist-info"
        about.mkdir()
        about.joinpath("entry_points.txt").write_text(f"[relabel]\n{name} = {name}\n", encoding="utf-8")
        metadata = named.get(name, f"Name: {name}\n".encode())
        about.joinpath("METADATA").write_bytes(b"Metadata-Version: 2.1\nVersion: 1.0\n" + metadata)
    (tmp_path / "in.csv").write_text("company,label,transactional\nA,partner,yes\n", encoding="utf-8")

    plugins = apart(tmp_path, "plugins", "--json")
    failed = {one["name"] for one in json.loads(plugins.out)["plugins"] if one["error"]}
    assert (plugins.code, failed) == (0, set(PLUGINS))
    audit = apart(tmp_path, "audit", "in.csv", "-d", "marc", "--format", "json")
    assert (audit.code, json.loads(audit.out)["counts"]["overclaimed"]) == (0, 1)
    gathered = apart(tmp_path, "audit", "in.csv", "-d", "marc", "--gather")
    assert (gathered.code, gathered.out) == (1, "")
    assert [one.err for one in (plugins, audit, gathered) if "Traceback" in one.err] == []


def test_two_plugins_of_one_name_are_both_named(tmp_path: Path) -> None:
    """In one distribution, too: neither is gone without a word."""
    about = tmp_path / "acme-1.0.dist-info"
    about.mkdir()
    about.joinpath("entry_points.txt").write_text("[relabel]\nacme = acme_payers\nacme = acme_more\n", encoding="utf-8")
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    said = apart(tmp_path, "plugins", "--strict")
    assert (said.code, [name for name in ("acme_payers", "acme_more") if name not in said.out]) == (1, [])


def test_a_typed_answer_is_one_of_the_options(
    call: Callable[[str, str], Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`A-` is not `A+`: it is asked again, and nothing is kept."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\nA-\nquit\n"))
    said = call("option-sign-typed", "ask ask.csv -d acme-partners --definitions acme.toml")
    kept = Path("ask.answers.jsonl").read_text(encoding="utf-8")
    assert (said.code, "found 'A-'" in said.out, "rating" in kept) == (0, True, False)


def test_the_last_answer_can_be_taken_back(call: Callable[[str, str], Said], monkeypatch: pytest.MonkeyPatch) -> None:
    """The slip does not stay in the log."""
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\nback\nno\nquit\n"))
    said = call("ask-undo", f"ask a.csv {PAYERS}")
    lines = [json.loads(line) for line in Path("a.answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (said.code, [(line["criterion"], line["answer"]) for line in lines]) == (0, [("pays", False)])


def test_a_mapping_that_is_no_toml_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However deep, and however long its numbers are: in words, not in those of the interpreter."""
    table, mapping = tmp_path / "a.csv", tmp_path / "map.toml"
    table.write_text("company,label\nA,client\n", encoding="utf-8")
    deep, long = "x = " + "[" * 3000 + "]" * 3000, f'[columns]\n"a" = {"9" * 5000}'
    for text, expected in ((deep, "TOML"), (long, "TOML"), ("x = ", "a value"), ("[columns\n", "a key")):
        mapping.write_text(text, encoding="utf-8")
        said = Said(main(["audit", str(table), "-d", "marc", "--map", str(mapping)]), *capsys.readouterr())
        assert refused("map.toml:", expected)(said), said
        assert "Error" not in said.err


def test_what_the_presumptions_rule_out_is_unproven() -> None:
    """Without ranks, and with two labels left, as the documentation says."""
    x, y = Criterion("x"), Criterion("y")
    labels = [Label("a", x), Label("b", y), Label("c")]
    definition = Definition("d", "t", labels, source="-", ordered=False, presume={x: False})
    row = audit([Relationship("A", "us", buyer_label="a")], definition).rows[0]
    assert (sorted(map(str, row.classification.possible)), row.verdict) == (["a", "b", "c"], Verdict.UNPROVEN)


def test_what_is_contested_is_shown_where_that_is_enough() -> None:
    """Nothing has to change that one of the answers given already says."""
    trust, x, y = Scale("trust", "t", low=1, high=5), Criterion("x"), Criterion("y")
    top = (trust >= 5) | ((trust <= 2) & x & y & (trust >= 2))
    definition = Definition("d", "t", [Label("top", top), Label("low")], source="-")
    contested = Relationship("a", "b", evidence=[Evidence(trust, 1), Evidence(trust, 2)])
    missing = classify(contested, definition).why_not("top").missing
    assert missing is not None
    assert [(step.criterion.name, step.to, step.change) for step in missing.steps] == [
        ("trust", "2", False),
        ("x", "yes", False),
        ("y", "yes", False),
    ]
