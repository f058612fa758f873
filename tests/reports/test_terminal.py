"""Tests of `relabel.reports.terminal`: an audit for people, in text and Markdown, whatever companies are called."""

import io
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from relabel import (
    Audit,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    Verdict,
    audit,
)
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.plugins.marc import MARC
from relabel.reports.terminal import sections, to_markdown, why, write_text
from relabel.texts import Section, printable

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test",
    "Is it a test?",
    [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS), Label("none of it", ~PAYS)],
    source="a test",
)
TURNING = ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI")
HARD = {
    "newline": "A\nB",
    "carriage return": "A\rB",
    "tab": "A\tB",
    "nul": "A\0B",
    "bell": "A\aB",
    "escape": "\x1b[31mA\x1b[0m",
    "c1": "A\x9bB\x85C",
    "line separator": "A\u2028B\u2029C",
    "file separator": "A\x1cB\x0bC\x0cD",
    "override": "A\u202eB\u202c",
    "isolate": "A\u2066B\u2069",
    "marks": "A\u200e\u200f\u061cB",
    "markup": "[bold]A[/bold] [/] [link=x]",
    "markdown": "*A* _B_ `C` <b> | #1 ~~x~~ [y](z) ![i](j) \\ &amp;",
    "emoji": "😀👨‍👩‍👧🇩🇪 Ltd",
    "chinese": "株式会社トヨタ",
    "arabic": "شركة النور",
    "hebrew": "חברה (בעמ)",
    "combining": "Ame\u0301lie",
    "formula": "=1+1",
    "number": "42",
    "long": "x" * 500,
}


def book(names: Iterable[str]) -> Audit:
    return audit([Relationship(name, "us", buyer_label="client") for name in names], DEFINITION, as_of=DAY)


def text(parts: list[Section]) -> str:
    file = io.StringIO()
    write_text(parts, file)
    return file.getvalue()


def table(found: str, heading: str) -> list[str]:
    """The lines of the table under a heading."""
    return re.split(r"\n\n", found.split(f"{heading}\n", 1)[1].lstrip("\n"), maxsplit=1)[0].splitlines()


RELATIONSHIPS = "Relationships, the dearest kind of error first"


@pytest.mark.parametrize("name", HARD.values(), ids=HARD)
def test_nothing_printed_moves_the_cursor_or_turns_the_writing(name: str) -> None:
    """Control characters, line ends and direction overrides are written as escapes."""
    inner = printable(name).strip("\u2068\u2069")
    assert not [
        sign
        for sign in inner
        if unicodedata.category(sign) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(sign) in TURNING
    ]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("A Ltd", "A Ltd"),
        ("", ""),
        ("A\nB", "A\\nB"),
        ("\x1b[31mA", "\\x1b[31mA"),
        ("A\u202eB", "A\\u202eB"),
        ("Müller 😀 株", "Müller 😀 株"),
        ("[bold]", "[bold]"),
        ("שלום", "\u2068שלום\u2069"),
        ("شركة", "\u2068شركة\u2069"),
        ("\u2067شركة", "\u2068\\u2067شركة\u2069"),
    ],
)
def test_what_is_printed_loses_nothing(name: str, printed: str) -> None:
    """Escapes stand for what cannot be shown; text from right to left is isolated from its surroundings."""
    assert printable(name) == printed


@given(st.text())
def test_isolates_are_balanced(name: str) -> None:
    """No name can open an isolate that it does not close, or close one that it did not open."""
    printed = printable(name)
    assert printed.count("\u2068") == printed.count("\u2069") <= 1


@pytest.mark.parametrize("name", HARD.values(), ids=HARD)
def test_each_row_is_one_line(name: str) -> None:
    """Where it is piped, a table has one line per row, however long, with no escape and no trailing blanks."""
    found = text(sections(book([name, "Other"])))
    assert (len(table(found, RELATIONSHIPS)), "\x1b" in found) == (4, False)
    assert all(line == line.rstrip() for line in found.split("\n"))


def test_columns_line_up() -> None:
    """Wide characters and emoji take two cells: each column starts at the same cell in each line."""
    names = [HARD[key] for key in ("emoji", "chinese", "markup", "combining", "long")]
    header, rule, *lines = table(text(sections(book([*names, "A"]))), RELATIONSHIPS)
    start = cell_len(header[: header.index("called")])
    assert len(lines) == 6
    assert {cell_len(line[: line.index("client  ")]) for line in lines} == {start}
    assert cell_len(rule) >= max(map(cell_len, lines))


def test_text_from_right_to_left_is_isolated_in_its_cell() -> None:
    """A name from right to left does not turn the cells behind it."""
    found = text(sections(book([HARD["arabic"]])))
    assert f"\u2068{HARD['arabic']}\u2069" in found


def test_markup_in_names_is_text() -> None:
    """Square brackets in names are shown, not obeyed."""
    assert HARD["markup"] in text(sections(book([HARD["markup"]])))


def test_an_empty_audit_has_totals_only() -> None:
    """No rows, no tables, no division by nothing."""
    (one,) = sections(audit([], DEFINITION))
    assert (one.columns, any("0 relationships" in line for line in one.lines)) == ((), True)


def test_an_empty_audit_keeps_its_notes() -> None:
    """What a reader should know of the file, such as its encoding, is never dropped."""
    assert "read as cp1252" in str(sections(audit([], DEFINITION), notes=["read as cp1252"]))


def test_one_relationship_is_no_plural() -> None:
    """The head says how many relationships, up to when."""
    head = sections(book(["A"]))[0]
    assert any("1 relationship," in line and "2026-01-31" in line for line in head.lines)


def test_an_audit_without_a_date_says_so() -> None:
    """Evidence of any date was counted."""
    head = sections(audit([Relationship("A", "us")], DEFINITION))[0]
    assert any("any date" in line for line in head.lines)


def part(parts: list[Section], start: str) -> Section:
    (found,) = [one for one in parts if one.heading.startswith(start)]
    return found


def rich_book() -> Audit:
    yes, good = Evidence("pays", True), Evidence("mood", "good")
    return audit(
        [
            Relationship("A", "us", buyer_label="client", evidence=[yes, good], attributes={"owner": "Ana", "v": 10}),
            Relationship(
                "B", "us", buyer_label="partner", evidence=[yes, good], attributes={"owner": "Ana", "v": "2.50"}
            ),
            Relationship("C", "us", buyer_label="partner", attributes={"owner": "", "v": 0}),
            Relationship("D", "us", buyer_label="partnr", evidence=[yes, Evidence("mood", "bad")], attributes={"v": 1}),
            Relationship(
                "E",
                "us",
                buyer_label="zzz",
                evidence=[yes, Evidence("pays", False), Evidence("other", True)],
                attributes={"owner": "Ben", "v": 5},
            ),
            Relationship(
                "F", "us", evidence=[Evidence("pays", False, observed_on=date(2027, 1, 1))], attributes={"v": 7}
            ),
        ],
        DEFINITION,
        as_of=DAY,
    )


def test_verdicts_are_counted() -> None:
    """Verdicts that occur, the dearest error first, with their number."""
    result = rich_book()
    counts = {verdict.value: str(count) for verdict, count in result.counts().items() if count}
    assert {row[0]: row[1] for row in part(sections(result), "Verdicts").rows} == counts


def test_verdicts_are_weighted() -> None:
    """The sums of the weight stand beside the counts, exact."""
    section = part(sections(rich_book(), weight="v"), "Verdicts")
    sums = rich_book().counts(weight="v")
    assert section.columns[:3] == ("verdict", "count", "v")
    assert {row[0]: float(row[2]) for row in section.rows} == {
        verdict.value: float(sums[verdict]) for verdict, count in rich_book().counts().items() if count
    }


def test_counts_are_split_by_group() -> None:
    """One line per value, those without one under (none); the numbers add up."""
    section = part(sections(rich_book(), by="owner"), "By owner")
    assert {row[0]: int(row[1]) for row in section.rows} == {"Ana": 2, "Ben": 1, "(none)": 3}
    for row in section.rows:
        assert int(row[1]) == sum(int(cell) for cell in row[2:] if cell != "·")


@pytest.mark.parametrize("arguments", [{"by": "ownr"}, {"weight": "vv"}, {"weight": "owner"}])
def test_a_wrong_attribute_is_refused(arguments: dict[str, str]) -> None:
    """No relationship has it, or it is no number."""
    with pytest.raises(InvalidValueError):
        sections(rich_book(), **arguments)


def test_a_weight_that_is_no_number_at_all_is_refused() -> None:
    """Even a signalling NaN."""
    one = Relationship("A", "us", attributes={"v": "sNaN"})
    with pytest.raises(InvalidValueError):
        sections(audit([one], DEFINITION), weight="v")


def test_the_cross_table_adds_up() -> None:
    """Label in use down, label found across: each relationship once, labels in their order, then the rest."""
    section = part(sections(rich_book()), "Label in use")
    assert sum(int(cell) for row in section.rows for cell in row[1:] if cell != "·") == 6
    assert [row[0] for row in section.rows] == ["partner", "client", "(none)", "partnr", "zzz"]
    assert section.columns == ("in use", "partner", "client", "(open)")


def test_every_relationship_is_listed() -> None:
    """With the word as it is, what was found, the standing, the verdict; a hint for a foreign word."""
    rows = {row[0]: row[1:5] for row in part(sections(rich_book()), "Relationships").rows}
    assert {name: row[3] for name, row in rows.items()} == {
        one.relationship.buyer: one.verdict.value for one in rich_book().rows
    }
    assert (rows["D"][0].startswith("partnr"), "partner" in rows["D"][0], rows["E"][0], rows["F"][0]) == (
        True,
        True,
        "zzz",
        "-",
    )


def test_what_to_ask_is_shown_while_something_is_open() -> None:
    """Criteria with their question and what an answer would settle; nothing where all is settled."""
    asked = part(sections(rich_book()), "What to ask").rows
    assert {row[0] for row in asked} == {"pays", "mood"}
    settled = audit([Relationship("A", "us", evidence=[Evidence("pays", False)])], DEFINITION)
    assert not [one for one in sections(settled) if one.heading.startswith("What to ask")]


def test_coverage_is_shown() -> None:
    """Per criterion how often it is known, contested and unknown; the three add up."""
    section = part(sections(rich_book()), "How much is known")
    assert section.rows == (("pays", "3", "1", "2"), ("mood", "3", "0", "3"))


def test_evidence_set_aside_is_shown() -> None:
    """Nothing is dropped silently: criterion, pieces and reason; no section where nothing was."""
    rows = part(sections(rich_book()), "Evidence set aside").rows
    assert {row[:2] for row in rows} == {("other", "1"), ("pays", "1")}
    assert not [one for one in sections(book(["A"])) if one.heading == "Evidence set aside"]


def test_notes_come_last() -> None:
    """What a reader should know; no section without any."""
    assert sections(rich_book(), notes=["x", "y"])[-1] == Section("Notes", ("x", "y"))
    assert "Notes" not in [one.heading for one in sections(rich_book())]


def test_why_names_what_the_label_rests_on() -> None:
    """What rules a wrong word out; else reasons where there is a label, or what is possible and contested."""
    found = {row.relationship.buyer: why(row) for row in rich_book().rows}
    assert found["A"].startswith("not client: ")
    assert ("mood" in found["A"], "pays: yes" in found["B"], "not" in found["B"]) == (True, True, False)
    assert ("or" in found["C"], "pays" in found["E"]) == (True, True)


def test_why_of_a_label_that_needs_no_reason() -> None:
    """A label that every answer gives rests on none, and that is said."""
    sure = Definition("sure", "Is it?", [Label("sure")], source="a test")
    (row,) = audit([Relationship("A", "us")], sure).rows
    assert why(row)


def test_numbers_are_aligned_right() -> None:
    """Whole numbers, decimals and the point for zero are numbers; text is none."""
    section = Section("x", (), ("a", "b", "c", "d"), (("1", "-2.5", "·", "x"), ("10", "3", "4", "5")))
    assert section.numeric == (True, True, True, False)


def test_numbers_end_at_the_same_cell() -> None:
    """Right alignment shows in the text."""
    lines = table(text([Section("x", (), ("name", "n"), (("A", "1"), ("B", "1000")))]), "x")
    assert len({len(line) for line in lines[2:]}) == 1


def test_sections_are_separated() -> None:
    """A heading, its lines, its table; a blank line between sections."""
    found = text([Section("one", ("line",)), Section("two", (), ("c",), (("r",),))])
    assert found.split("\n")[:5] == ["one", "line", "", "two", ""]


def test_text_needs_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional package the error names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "rich.console", None)
    with pytest.raises(MissingExtraError) as caught:
        text([Section("x")])
    assert (caught.value.package, caught.value.extra) == ("rich", "cli")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colours_and_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal tables are folded to its width, and no letter of a name is lost."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = Terminal()
    write_text(sections(audit([Relationship("abcdefghij" * 5, "us", buyer_label="x")], DEFINITION)), file)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    lines = table(plain, RELATIONSHIPS)
    assert ("\x1b[" in file.getvalue(), max(map(cell_len, lines)) <= 60) == (True, True)
    assert [sum(line.count(sign) for line in lines[2:]) >= 5 for sign in "bfghj"] == [True] * 5


def test_no_column_vanishes_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many columns a table has, each of its numbers is shown: a table that leaves some out lies."""
    monkeypatch.setenv("COLUMNS", "80")
    file = Terminal()
    numbers = tuple(str(number) for number in range(1, 41))
    write_text([Section("x", (), tuple(f"label {number}" for number in numbers), (numbers,))], file)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    assert sum(plain.count(sign) for sign in "0123456789") >= 2 * len("".join(numbers))


def test_wrong_words_stand_out_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdicts that say a word is wrong are coloured; the one that confirms it is not."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = Terminal()
    write_text([Section("x", (), ("verdict",), tuple((verdict.value,) for verdict in Verdict))], file)
    coloured = {verdict for verdict in Verdict if f"m{verdict.value}" in file.getvalue()}
    assert coloured == {verdict for verdict in Verdict if verdict.wrong} | {Verdict.UNPROVEN}


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets NO_COLOR gets none."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    file = Terminal()
    write_text(sections(rich_book()), file)
    assert not re.search(r"\x1b\[3\d", file.getvalue())


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
    found = to_markdown([Section(f"h{sign}", (f"l{sign}",), (f"c{sign}",), ((f"r{sign}",),))])
    assert [f"{place}\\{sign}" in found for place in "hlcr"] == [True] * 4


def test_markdown_headings_and_alignment() -> None:
    """The first section is the title; columns of numbers are aligned right."""
    found = to_markdown([Section("one"), Section("two", ("x",), ("a", "b"), (("n", "1"),))])
    assert found.split("\n") == ["# one", "", "## two", "", "x", "", "| a | b |", "|---|---:|", "| n | 1 |", ""]


def test_a_report_of_a_real_definition_is_complete() -> None:
    """Every part there is, for a definition with presumptions and a policy."""
    result = audit([Relationship("A", "us", buyer_label="partner")], MARC.evolve(policy=EvidencePolicy()), as_of=DAY)
    assert len(sections(result, notes=["n"])) == 7
