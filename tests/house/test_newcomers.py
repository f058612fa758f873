"""Tests of files as newcomers had them: what a CRM, a survey or a purchaser's spreadsheet gives, read as it is.

They stand in `tests/data/cases/newcomer` and are made up.
"""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from relabel.cli import main
from tests import DATA


class Said(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def verdicts(self) -> list[dict[str, str]]:
        """The rows of an audit written as CSV, without those that may be in another order."""
        return sorted(csv.DictReader(io.StringIO(self.out)), key=lambda row: row["buyer"] + row["seller"])


Call = Callable[[str], Said]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Give a function that calls a command in a copy of the folder."""
    folder = tmp_path / "newcomer"
    shutil.copytree(DATA / "cases" / "newcomer", folder)
    monkeypatch.chdir(folder)
    return lambda command: Said(main(command.split()), *capsys.readouterr())


DRAFTED = [
    ("hubspot.xlsx", "marc", "The company is in column 'Company name'; the word in use is in column 'Type'", 4),
    ("hubspot.csv", "marc", "The company is in column 'Company name'; the word in use is in column 'Type'", 5),
    ("salesforce-de.csv", "marc", "The company is in column 'Accountname'; the word in use is in column 'Typ'", 6),
    ("questions-as-headers.csv", "marc", "The company is in column 'company'; the word in use is in column 'label'", 1),
    ("two-headers.csv", "marc", "The company is in column 'Company name'; the word in use is in column 'Type'", 2),
    ("supplier-and-buyer-columns.csv", "supplier-tiers.toml", "The company is in column 'Supplier'", 2),
    ("suppliers-40-wide.csv", "supplier-tiers.toml", "The company is in column 'Supplier'", 40),
    ("suppliers-40-long.csv", "supplier-tiers.toml", "The company is in column 'company'", 40),
]


@pytest.mark.parametrize(("file", "definition", "who", "count"), DRAFTED)
def test_a_first_audit_takes_two_commands(file: str, definition: str, who: str, count: int, call: Call) -> None:
    """A mapping is drafted, and the file is read with it as it is: every company is there, and the report says who."""
    draft = call(f"map {file} -d {definition}")
    Path("map.toml").write_text(draft.out, encoding="utf-8")
    audit = call(f"audit {file} -d {definition} --map map.toml --as-of 2026-06-01")
    told = " ".join(audit.out.split())
    plural = "relationship" if count == 1 else "relationships"
    assert (draft.code, audit.code, who in told, f"{count} {plural}," in told) == (0, 0, True, True)


def test_an_export_is_read_with_a_mapping_of_four_lines(call: Call) -> None:
    """Its record numbers stay whole, and times of day are left out with a note."""
    for file in ("hubspot.xlsx", "hubspot.csv"):
        audit = call(f"audit {file} -d marc --map hubspot.map.toml --format csv")
        assert audit.code == 0
        assert {row["id"][:4] for row in audit.verdicts} == {"9000"}
        assert "times of day left out" in audit.err


def test_the_column_proves_the_order_and_the_footer_is_told(call: Call) -> None:
    """One line says how numbers are written."""
    Path("map.toml").write_text(
        'decimal = ","\n[columns]\nAccountname = "company"\n"Account-ID" = "id"\nTyp = "label"\n'
        '"Erstellt am" = "since"\nNPS = "number"\n',
        encoding="utf-8",
    )
    audit = call("audit salesforce-de.csv -d marc --map map.toml --format csv")
    notes = ["dates read as dd.mm.yyyy", "footer or sums: line 9 ('Gesamtsummen", "was read as cp1252"]
    assert (audit.code, len(audit.verdicts), [note for note in notes if note not in audit.err]) == (0, 6, [])


def test_problems_are_told_by_kind_and_the_mapping_mends_them(call: Call) -> None:
    """A line for each column and kind of cell, however many there are; words for answers stand in the mapping."""
    problems = call("audit survey.csv -d marc --map survey.map.toml")
    columns = re.findall(r"column '([^']*)'", problems.err)
    assert (problems.code, len(columns) - len(set(columns))) == (1, 0)
    mapping = Path("survey.map.toml")
    declared = (
        'unknown = ["don\'t know", "n.a.", "?", "-"]\n[values]\nja = "yes"\nx = "yes"\n'
        '"they lost their temper" = "lost_temper"\n"not discussed properly" = "discussed_badly"\n'
    )
    mapping.write_text(declared + mapping.read_text(encoding="utf-8"), encoding="utf-8")
    assert call("audit survey.csv -d marc --map survey.map.toml").code == 0


def test_a_header_further_down_is_named(call: Call) -> None:
    """With the option that says so."""
    refused = call("audit two-headers.csv -d marc")
    assert (refused.code, "the header seems to be in line 2" in refused.err) == (1, True)


def test_questions_as_headers_are_never_quietly_context(call: Call) -> None:
    """What they are the questions of is named."""
    refused = call("audit questions-as-headers.csv -d marc")
    assert (refused.code, "map it to 'pays_for_services'" in refused.err) == (1, True)


def test_decimal_weights_and_years_are_taken_as_written(call: Call) -> None:
    """Of both shapes of a definition each tier is the same: `0.35` for a weight of 7 in 20, "2 years" for 730 days."""
    audits = [
        call(f"audit suppliers-40-long.csv -d {file} --as-of 2026-06-01 --format csv")
        for file in ("supplier-tiers.toml", "supplier-tiers-decimal-weights.toml")
    ]
    assert [(one.code, len(one.verdicts)) for one in audits] == [(0, 40), (0, 40)]
    found = [[(row["seller"], row["found"], row["verdict"]) for row in one.verdicts] for one in audits]
    assert found[0] == found[1]


def test_nobody_audits_us(call: Call) -> None:
    """Where a clerk is in the column `Buyer`, the supplier has to be named as the company."""
    refused = call("audit supplier-and-buyer-columns.csv -d supplier-tiers.toml")
    assert (refused.code, refused.out, "which is us" in refused.err) == (1, "", True)


def test_a_date_of_its_own_makes_both_shapes_agree(call: Call) -> None:
    """A certificate has the day on which it was given, in a row for each supplier as in a row for each answer."""
    own = '"ISO certificate date" = { criterion = "iso_9001", is = "observed_on" }\n'
    mapping = Path("suppliers.map.toml")
    mapping.write_text(mapping.read_text(encoding="utf-8") + own, encoding="utf-8")
    options = "-d supplier-tiers.toml --as-of 2026-06-01 --format csv"
    wide = call(f"audit suppliers-40-wide.csv {options} --map suppliers.map.toml")
    long = call(f"audit suppliers-40-long.csv {options}")
    assert (wide.code, long.code, len(wide.verdicts)) == (0, 0, 40)
    kept = ("seller", "word", "verdict", "found", "standing", "possible", "because")
    assert [[row[key] for key in kept] for row in wide.verdicts] == [
        [row[key] for key in kept] for row in long.verdicts
    ]
