"""Tests of `relabel.reports.markdown`: sections as Markdown, whatever companies are called."""

import re

import pytest

from relabel import Criterion, Definition, Label, Relationship, audit
from relabel.core.audits.text import sections
from relabel.reports.markdown import to_markdown
from relabel.sections import Item, Section, Table
from tests.reports.test_terminal import HARD

PAYS = Criterion("pays", "Do they pay?")
DEFINITION = Definition("test", "Is it a test?", [Label("client", PAYS), Label("none of it", ~PAYS)], source="a test")


def split(row: str) -> list[str]:
    """The cells of a row of a Markdown table."""
    return re.split(r"(?<!\\)(?:\\\\)*\|", row)[1:-1]


@pytest.mark.parametrize("name", HARD.values(), ids=HARD)
def test_markdown_rows_have_the_same_number_of_cells(name: str) -> None:
    """Pipes and line ends in names open no further cell or row."""
    result = audit(
        [Relationship(name, "us", buyer_label=name, attributes={name: name}), Relationship("B", "us")], DEFINITION
    )
    tables = re.findall(r"(?:^\|.*\n)+", to_markdown(sections(result, by=name)) + "\n", re.MULTILINE)
    assert len(tables) == 6
    for one in tables:
        assert len({len(split(line)) for line in one.splitlines()}) == 1


@pytest.mark.parametrize("sign", "\\`*_[]<>|#&~!")
def test_signs_of_markdown_are_escaped(sign: str) -> None:
    """A name with a sign that means something in Markdown is shown as it is."""
    found = to_markdown([Section(f"h{sign}", (f"l{sign}", Item(f"i{sign}"), Table((f"c{sign}",), ((f"r{sign}",),))))])
    assert [f"{place}\\{sign}" in found for place in "hlicr"] == [True] * 5


def test_markdown_headings_and_alignment() -> None:
    """The first section is the title; columns of numbers are aligned right."""
    found = to_markdown([Section("one"), Section("two", ("x", Table(("a", "b"), (("n", "1"),))))])
    assert found.split("\n") == ["# one", "", "## two", "", "x", "", "| a | b |", "|---|---:|", "| n | 1 |", ""]


def test_items_are_lists() -> None:
    """Those that belong to one stand below it; a sentence ends a list."""
    found = to_markdown([Section("one", (Item("a", (Item("b"),)), Item("c"), "d", Item("e")))])
    assert found == "# one\n\n- a\n  - b\n- c\n\nd\n\n- e\n"
