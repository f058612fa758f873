"""Tests of `relabel.sections`: what is said, as lines that fit and lose nothing."""

from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from relabel.sections import Item, Layout, Role, Section, Table, itemised, plain
from relabel.texts import printable

LONGEST = 12
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=LONGEST)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
items = st.recursive(sentences.map(Item), lambda inner: st.builds(Item, sentences, st.tuples(inner)), max_leaves=4)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Give a table of one to four columns."""
    size = draw(st.integers(1, 4))
    row = st.tuples(*[sentences] * size)
    return Table(draw(st.tuples(*[words] * size)), tuple(draw(st.lists(row, max_size=3))), draw(st.booleans()))


sections = st.lists(
    st.builds(Section, sentences, st.lists(st.one_of(sentences, items, tables()), max_size=4).map(tuple)), max_size=3
)


def said(parts: list[Section]) -> list[str]:
    """Give every word of the sections in order; the headers only of tables that have rows."""
    found: list[str] = []

    def of_item(item: Item) -> None:
        found.extend(item.text.split(" "))
        for below in item.below:
            of_item(below)

    for part in parts:
        found += part.heading.split(" ")
        for one in part.parts:
            if isinstance(one, str):
                found += one.split(" ")
            elif isinstance(one, Item):
                of_item(one)
            else:
                cells = [*(one.columns if one.rows else ()), *(cell for row in one.rows for cell in row)]
                found += [word for cell in cells for word in cell.split(" ")]
    return found


@given(sections, st.integers(10, 200))
def test_no_word_is_lost_at_any_width(parts: list[Section], width: int) -> None:
    """Whatever is broken: each word is there as often as it was said, at least."""
    lines = [word for line, _ in Layout(width).lines(parts) for word in line.replace(":", " ").split()]
    for word in said(parts):
        assert word in lines
        lines.remove(word)


@given(sections)
def test_plain_text_says_everything_in_order(parts: list[Section]) -> None:
    """Nothing is moved, and nothing added but bullets, rulers, and the headers of empty tables."""
    full = [attrs.evolve(part, parts=tuple(one for one in part.parts if not is_empty(one))) for part in parts]
    found = [word for line in plain(full).splitlines() for word in line.split() if word.strip("-─")]
    assert found == said(parts)


def is_empty(part: str | Item | Table) -> bool:
    """Say whether a part is a table without rows."""
    return isinstance(part, Table) and not part.rows


@pytest.mark.parametrize(("measure", "least"), [(len, 2 * LONGEST + 16), (cell_len, 4 * LONGEST + 16)])
@given(sections, st.integers(0, 200))
def test_no_line_is_wider_than_the_width(
    measure: Callable[[str], int], least: int, parts: list[Section], more: int
) -> None:
    """Where each word has its place, of whatever script it is; tables and their rulers included."""
    lines = [line for line, _ in Layout(least + more, measure=measure).lines(parts)]
    assert max(map(measure, lines), default=0) <= least + more


@given(st.lists(st.one_of(sentences, items, tables()), max_size=4).map(tuple), st.integers(1, 40))
def test_a_line_is_too_wide_only_where_it_is_one_word(parts: tuple[str | Item | Table, ...], width: int) -> None:
    """However narrow; further lines hang below the first, and rulers never are."""
    for line, _ in Layout(width).lines([Section("x", parts)]):
        assert len(line) <= width or " " not in line.strip().removeprefix("- ")


@pytest.mark.parametrize("measure", [len, cell_len])
@given(st.lists(words, min_size=2, max_size=4).map(" ".join), sentences, sentences, st.integers(10, 90))
def test_a_whole_name_stays_on_one_line(
    measure: Callable[[str], int], name: str, before: str, after: str, width: int
) -> None:
    """In a sentence, an item and a cell; a line is too wide only where it is the name alone, or another word."""
    text = f"{before} {name} {after}"
    layout = Layout(width, (name.split(" ")[0], name), measure)
    for one in (text, Item(text), Table(("x", "y"), (("a", text),), prose=True)):
        lines = [line for line, _ in layout.lines([Section("", (one,))])]
        assert any(name in line for line in lines)
        assert " ".join(line.strip() for line in lines).endswith(text)
        wide = [line.strip().removeprefix("- ") for line in lines if measure(line) > width]
        assert not [line for line in wide if " " in line.replace(name, "x").removeprefix("a     ")]


def test_plain_text_has_a_line_for_each_thing_that_is_said() -> None:
    """Items below items, tables after an empty line, an empty line between sections, no heading no line."""
    parts = [
        Section("One", ("a sentence", Item("an item", (Item("below it"),)))),
        Section("", (Table(("name", "count"), (("a", "1"), ("b", "10"))),)),
        Section("Three", (Table(("name", "why"), (("a", "it is so"),), prose=True),)),
    ]
    assert plain(parts).split("\n") == [
        "One",
        "  a sentence",
        "  - an item",
        "      - below it",
        "",
        "",
        "  name  count",
        "  ───────────",
        "  a         1",
        "  b        10",
        "",
        "Three",
        "",
        "  name  why",
        "  ──────────────",
        "  a     it is so",
    ]


def test_a_row_without_a_sentence_has_no_empty_line_below() -> None:
    """Where sentences stand below rows."""
    rows = (("a", "so it is, and it goes on and on"), ("b", ""))
    lines = [line for line, _ in Layout(24).lines([Section("", (Table(("name", "why"), rows, prose=True),))])]
    assert lines[1:] == [
        "  name",
        "      why",
        f"  {'─' * 4}",
        "  a",
        "      so it is, and it",
        "        goes on and on",
        "  b",
    ]


def test_lines_after_the_first_stand_below_an_item() -> None:
    """As examples do below what they show."""
    assert itemised(["a\n  b\nc", 1]) == (Item("a", (Item("b"), Item("c"))), Item("1"))


@pytest.mark.parametrize("name", ["A\0B", "A\tB C", "two words"])
def test_no_sign_of_a_name_stands_for_a_blank(name: str) -> None:
    """What is safe to be shown is shown as it is, broken or whole."""
    (line,) = (line for line, _ in Layout(40, (name,), show=printable).lines([Section("", (name,))]))
    assert line == f"  {printable(name)}"


def test_each_line_says_what_it_is() -> None:
    """For who gives it colours; further lines of a text are what the first is."""
    table = Table(("a", "b"), (("one", "some words that go on"),), prose=True)
    parts = [Section("A heading that is long", ("a sentence", Item("an item"), table))]
    roles = [role for line, role in Layout(20).lines(parts) if line]
    heading, text, header, row = Role.HEADING, Role.TEXT, Role.HEADER, Role.ROW
    assert roles == [heading, heading, text, text, header, header, header, row, row, row]


def test_cells_that_do_not_fit_stand_below_the_first() -> None:
    """Each with the name of its column; so does the header of the first, which may go on as well."""
    table = Table(("the name of it", "how many"), (("Elm and Sons", "1"), ("Ash", "20")))
    assert [line for line, _ in Layout(14).lines([Section("", (table,))])] == [
        "",
        "  the name of",
        "    it",
        "  Elm and Sons",
        "    how many:",
        "      1",
        "  Ash",
        "    how many:",
        "      20",
    ]
