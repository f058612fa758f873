"""Tests of `relabel.texts`: what is said, as lines that fit and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from relabel.texts import Item, Layout, Section, Table, capital, itemised, plain, shown

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
items = st.recursive(sentences.map(Item), lambda inner: st.builds(Item, sentences, st.tuples(inner)), max_leaves=4)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Give a table of one to four columns."""
    size = draw(st.integers(1, 4))
    row = st.tuples(*[sentences] * size)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=3))), draw(st.booleans()) and size > 1)


sections = st.lists(
    st.builds(Section, sentences, st.lists(st.one_of(sentences, items, tables()), max_size=4).map(tuple)), max_size=3
)


def said(parts: list[Section]) -> list[str]:
    """Give every word of the sections, sorted; headers of tables apart, as narrow tables repeat them."""
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
                found += [word for row in one.rows for cell in row for word in cell.split(" ")]
    return sorted(found)


@given(sections, st.integers(10, 200))
def test_no_word_is_lost_at_any_width(parts: list[Section], width: int) -> None:
    """Whatever is broken: each word is there as often as it was said, at least."""
    lines = [word for line, _ in Layout(width).lines(parts) for word in line.replace(":", " ").split()]
    for word in said(parts):
        assert word in lines
        lines.remove(word)


@given(st.lists(st.one_of(sentences, items), max_size=4).map(tuple), st.integers(10, 80))
def test_a_line_is_too_wide_only_where_it_is_one_word(parts: tuple[str | Item, ...], width: int) -> None:
    """Further lines hang below the first."""
    for line, _ in Layout(width).lines([Section("x", parts)]):
        assert len(line) <= width or " " not in line.strip().removeprefix("- ")


@given(st.lists(words, min_size=2, max_size=4).map(" ".join), sentences, sentences, st.integers(10, 60))
def test_a_whole_name_stays_on_one_line(name: str, before: str, after: str, width: int) -> None:
    """However narrow the line is."""
    lines = [line for line, _ in Layout(width, (name,)).lines([Section("", (f"{before} {name} {after}",))])]
    assert any(name in line for line in lines)


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


def test_a_sentence_begins_with_a_capital_where_there_is_one() -> None:
    """Not where the capital would be two letters."""
    assert [capital(text) for text in ("a b", "", "ß", "1a", "Éa")] == ["A b", "", "ß", "1a", "Éa"]


def test_any_value_is_shown() -> None:
    """Cut where it is long, and named by its type where it cannot be written."""

    class Mute:
        def __repr__(self) -> str:
            raise ZeroDivisionError

    found = (shown("a"), len(shown("a" * 1000)), "int" in shown(10**5000), "Mute" in shown(Mute()))
    assert found == ("'a'", 200, True, True)
