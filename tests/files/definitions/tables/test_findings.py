"""Tests of `relabel.files.definitions.tables.findings`: rows that never apply, and rows that could be removed."""

import json
from pathlib import Path

import pytest

from relabel.cli import main
from relabel.files.definitions.document import table_findings
from relabel.files.definitions.toml import read_findings

CRITERIA = {
    "size": {"kind": "choice", "options": ["big", "middle", "small"]},
    "sure": {},
    "years": {"kind": "measure", "unit": "years"},
}


def findings(table: str, hit: str = "first") -> list[str]:
    """Give what is odd about the rows of a table."""
    labels = {"names": ["big", "small"], "table": "t.csv", "hit": hit}
    document = {
        "name": "tiers",
        "title": "t",
        "source": "s",
        "criteria": CRITERIA,
        "labels": labels,
        "mentions": [*CRITERIA],
    }
    return [str(one) for one in table_findings(document, {"t.csv": table})]


def test_a_row_that_never_applies_is_named_with_those_that_cover_it() -> None:
    """Also where its label has a row of dashes, and only with rows that are needed."""
    table = "label,size,years,sure\nbig,-,>=10,-\nsmall,small,>=12,yes\nsmall,small,-,-\nbig,-,<20,-\nsmall,-,<3,no\n"
    assert findings(table) == [
        "t.csv:3: never applies, as the row on line 2 takes all that fits it",
        "t.csv:6: never applies, as the row on line 5 takes all that fits it",
    ]
    table = "label,years,sure\nbig,>5,yes\nbig,<=5,-\nsmall,>5,no\nsmall,-,-\n"
    assert findings(table)[-1] == "t.csv:5: never applies, as the rows on lines 2 and 3 and 4 take all that fits it"


def test_a_row_that_could_be_removed_is_named_with_those_that_stand_in() -> None:
    """They give the same label to all that it takes."""
    table = "label,size,sure\nsmall,small,yes\nbig,big,-\nsmall,small,-\n"
    assert findings(table) == ["t.csv:2: could be removed, as the row on line 4 gives the same label without it"]


def test_by_priority_the_order_of_the_labels_counts() -> None:
    """Not that of the rows."""
    assert findings("label,sure\nsmall,yes\nbig,-\n", "priority") == [
        "t.csv:2: never applies, as the row on line 3 takes all that fits it"
    ]


def test_a_row_for_no_label_may_stand_last() -> None:
    """It says what nobody else does."""
    assert findings("label,sure,size\nbig,yes,-\nsmall,no,big\n-,-,-\n") == []


def test_without_a_table_there_is_nothing_to_find() -> None:
    """Nor where the labels have conditions."""
    document = {"name": "tiers", "title": "t", "source": "s", "labels": [{"name": "a"}]}
    assert table_findings(document, {}) == ()


FILE = """
name = "tiers"
title = "Which tier?"
source = "this page"
criteria.sure = {}
criteria.loyal = {}
labels = { names = ["big", "small"], table = "t.csv" }
"""


def test_verify_names_rows_in_the_words_of_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With file and line, as text and as data; and a row that never applies is not as it should be."""
    (tmp_path / "tiers.toml").write_text(FILE)
    (tmp_path / "t.csv").write_text("label,sure,loyal\nbig,yes,-\nbig,yes,no\nsmall,-,yes\n-,-,-\n")
    assert [one.line for one in read_findings(tmp_path / "tiers.toml")] == [3]
    path = str(tmp_path / "tiers.toml")
    assert main(["verify", path, "--strict"]) == 1
    assert "t.csv:3: never applies" in capsys.readouterr().out
    assert main(["verify", path, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row == {"file": "t.csv", "line": 3, "applies": False, "others": [2], "under": ""}


def test_a_label_of_a_cross_table_is_named_by_what_stands_above_it() -> None:
    """As its line holds others."""
    table = "size \\ years,>=10,-\nbig,big,small\nnot(small),small,big\nsmall,small,small\n"
    assert findings(table) == [
        "t.csv:4, under >=10: could be removed, as the row on line 4 gives the same label without it"
    ]
