"""Tests of small files as people have them: each is read right, or refused with the place, never quietly wrong.

They stand in `tests/data/cases`, one folder for each kind, and were made after bugs of other programs.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from relabel.cli import main
from tests import ROOT

CASES = ROOT / "tests" / "data" / "cases"


class Said(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


Right = Callable[[Said], bool]


def refused(*words: str) -> Right:
    """Say whether a command refused its input in these words."""
    return lambda said: said.code == 1 and all(word in said.err for word in words)


def found(*words: str) -> Right:
    """Say whether a command was carried out and wrote these words."""
    return lambda said: said.code == 0 and all(word in said.out + said.err for word in words)


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
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_small_file_is_read_right_or_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the words that say so."""
    arguments, right = RIGHT[case]
    monkeypatch.chdir(CASES / case)
    code = main(arguments.split())
    said = Said(code, *capsys.readouterr())
    assert right(said), said
