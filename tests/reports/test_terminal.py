"""Tests of `relabel.reports.terminal`: sections on a terminal or a pipe, whatever companies are called."""

import io
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
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
    Label,
    Relationship,
    Verdict,
    all_of,
    audit,
)
from relabel.core.audits.text import sections
from relabel.reports.terminal import PIPED, write_text
from relabel.sections import Item, Section, Table
from relabel.texts import printable

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
    """Where they fit; else all cells stand below the first. Nothing is cut, nothing escapes, no line ends in blanks."""
    found = text(sections(book([name, "Other"])))
    rows = [line for line in table(found, RELATIONSHIPS) if not line.startswith(" " * 20)]  # reasons may go on
    width = cell_len(printable(name))
    beside, below, stacked = 4, 7, 13
    assert (len(rows), "\x1b" in found) == (beside if width < 40 else below if width < 60 else stacked, False)
    assert printable(name) in found
    assert all(line == line.rstrip() for line in found.split("\n"))


def test_columns_line_up() -> None:
    """Wide characters and emoji take two cells: each column starts at the same cell in each line."""
    names = [HARD[key] for key in ("emoji", "chinese", "markup", "combining")]
    header, rule, *lines = table(text(sections(book([*names, "A"]))), RELATIONSHIPS)
    start = cell_len(header[: header.index("called")])
    assert len(lines) == 5
    assert {cell_len(line[: line.index("client  ")]) for line in lines} == {start}
    assert cell_len(rule) >= max(map(cell_len, lines))


def test_text_from_right_to_left_is_isolated_in_its_cell() -> None:
    """A name from right to left does not turn the cells behind it."""
    found = text(sections(book([HARD["arabic"]])))
    assert f"\u2068{HARD['arabic']}\u2069" in found


def test_markup_in_names_is_text() -> None:
    """Square brackets in names are shown, not obeyed."""
    assert HARD["markup"] in text(sections(book([HARD["markup"]])))


def test_numbers_are_aligned_right() -> None:
    """Whole numbers, decimals and the point for zero are numbers; text is none."""
    section = Table(("a", "b", "c", "d"), (("1", "-2.5", "·", "x"), ("10", "3", "4", "5")))
    assert section.numeric == (True, True, True, False)


def test_numbers_end_at_the_same_cell() -> None:
    """Right alignment shows in the text."""
    lines = table(text([Section("x", (Table(("name", "n"), (("A", "1"), ("B", "1000"))),))]), "x")
    assert len({len(line) for line in lines[2:]}) == 1


def test_sections_are_separated() -> None:
    """A heading, its lines, its table; a blank line between sections."""
    found = text([Section("one", ("line",)), Section("two", (Table(("c",), (("r",),)),))])
    assert found.split("\n")[:5] == ["one", "  line", "", "two", ""]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int, parts: list[Section], whole: Sequence[str] = ()) -> str:
    """Give what a terminal of a width shows, with its colours."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = Terminal()
    write_text(parts, file, whole=whole)
    return file.getvalue()


def uncoloured(shown: str) -> list[str]:
    """Give the lines without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()


def test_a_terminal_gets_colours_and_no_letter_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is wider than the terminal is not cut, nor broken."""
    name = "abcdefghij" * 9
    shown = on_a_terminal(monkeypatch, 60, sections(audit([Relationship(name, "us", buyer_label="x")], DEFINITION)))
    assert ("\x1b[" in shown, name in shown) == (True, True)


@pytest.mark.parametrize("width", [40, 60, 80, 109, 110, 140])
def test_reasons_stand_beside_or_below_a_company(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """Below 110 cells they stand below it; words wrap at the width with a hanging indent, names stay whole."""
    pieces = [Evidence(f"criterion_number_{number}", True) for number in range(9)]
    criteria = [Criterion(piece.criterion, "Is it so?") for piece in pieces]
    one = Definition("long", "Long?", [Label("partner", all_of(*criteria)), Label("client")], source="a test")
    company = Relationship("Elm Airlines and Sons", "us", buyer_label="client", evidence=pieces)
    lines = uncoloured(on_a_terminal(monkeypatch, width, sections(audit([company], one))))
    assert max(map(cell_len, lines)) <= width
    (row,) = (number for number, line in enumerate(lines) if line.strip().startswith("Elm Airlines and Sons"))
    assert ("criterion_number_0" in lines[row]) == (width >= 110)
    reasons = " ".join(line.strip() for line in lines[row : row + 20])
    assert [f"criterion_number_{number}: yes" in reasons for number in range(9)] == [True] * 9


def test_names_are_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company of several words goes to the next line as a whole."""
    name = "The Very Long Company Name"
    item = Item(f"so many words before {name} and after it")
    lines = uncoloured(on_a_terminal(monkeypatch, 40, [Section("x", (item,))], [name]))
    assert lines == ["x", "  - so many words before", f"    {name} and after", "    it"]


def test_a_pipe_is_no_wider_than_a_page() -> None:
    """No line, and no ruler, has more than 120 cells where words can be broken."""
    found = text(sections(book(["A", "B"]))) + text([Section("x", ("word " * 99,))])
    assert max(map(cell_len, found.splitlines())) <= PIPED


@pytest.mark.parametrize("file", [io.StringIO, Terminal], ids=["pipe", "terminal"])
def test_without_rich_there_is_the_same_text(monkeypatch: pytest.MonkeyPatch, file: type[io.StringIO]) -> None:
    """Only the colours are missing."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    with_it, without = file(), file()
    write_text(sections(book(["A", "B"])), with_it)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    write_text(sections(book(["A", "B"])), without)
    assert uncoloured(with_it.getvalue()) == without.getvalue().splitlines()


@pytest.mark.parametrize("rich", [True, False], ids=["rich", "plain"])
def test_a_pipe_that_is_closed_is_an_error_for_the_caller(monkeypatch: pytest.MonkeyPatch, rich: bool) -> None:
    """Nothing ends the program behind its back, as `rich` would."""

    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    if not rich:
        monkeypatch.setitem(sys.modules, "rich.console", None)
    with pytest.raises(BrokenPipeError):
        write_text([Section("x")], Closed())


def test_no_column_vanishes_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many columns a table has, each of its numbers is shown: a table that leaves some out lies."""
    monkeypatch.setenv("COLUMNS", "80")
    file = Terminal()
    numbers = tuple(str(number) for number in range(1, 41))
    write_text([Section("x", (Table(tuple(f"label {number}" for number in numbers), (numbers,)),))], file)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    assert sum(plain.count(sign) for sign in "0123456789") >= 2 * len("".join(numbers))


def test_wrong_words_stand_out_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdicts that say a word is wrong are coloured; the one that confirms it is not."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = Terminal()
    write_text([Section("x", (Table(("verdict",), tuple((verdict.value,) for verdict in Verdict)),))], file)
    coloured = {verdict for verdict in Verdict if re.search(rf"\x1b\[3\d+m +{verdict.value}", file.getvalue())}
    assert coloured == {verdict for verdict in Verdict if verdict.wrong} | {Verdict.UNPROVEN}


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets NO_COLOR gets none."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    file = Terminal()
    write_text(sections(book(["A"])), file)
    assert not re.search(r"\x1b\[3\d", file.getvalue())
