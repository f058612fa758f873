"""Tests of `relabel.markup`: sections as HTML, in which nothing from outside is taken for markup."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Evidence, Relationship, audit, classify
from relabel.checks import compare, verify
from relabel.markup import Report, escaped, folded, to_html
from relabel.plugins.marc import MARC
from relabel.sections import NUMBER, Item, Section, Table
from relabel.texts import legible


class Reader(HTMLParser):
    """Give the tags of HTML, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.starts: list[tuple[str, object]] = []
        self.text = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        self.starts.append((tag, attrs))
        self.text.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)
        self.text.append("")

    def handle_data(self, data: str) -> None:
        self.text[-1] += data


def test_each_part_has_its_element() -> None:
    """Sentences are paragraphs, items lists below each other, tables tables; numbers can be aligned."""
    table = Table(("what", "count"), (("a", "1"),))
    html = to_html([Section("Head", ("One.", Item("a", (Item("b"),)), Item("c"), "Two.", table))], level=3)
    assert html == (
        "<section><h3>Head</h3><p>One.</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>Two.</p>"
        '<table><thead><tr><th scope="col">what</th><th scope="col" class="number">count</th></tr></thead>'
        '<tbody><tr><td>a</td><td class="number">1</td></tr></tbody></table></section>'
    )


def test_a_section_may_have_no_heading() -> None:
    """Then there is no empty one."""
    assert to_html([Section("", ("One.",))]) == "<section><p>One.</p></section>"


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_text_is_shown_and_nothing_else(text: str) -> None:
    """In every place: a heading, a sentence, an item, one below it, a header, a cell."""

    def read(text: str) -> Reader:
        return Reader(to_html([Section(text, (text, Item(text, (Item(text),)), Table(("", text), (("", text),))))]))

    found, plainly = read(text), read("no number" if NUMBER.fullmatch(text) is None else "1")
    assert found.tags == plainly.tags
    assert [one for one in found.text if one] == [legible(text)] * 6


@pytest.mark.parametrize(
    "sign", ["\0", "\n", "\x7f", "\x85", "\u2028", "\u202e", "\ud800", "\ufdd0", "\uffff", "\U0010fffe"]
)
def test_what_no_page_can_hold_is_written_as_an_escape(sign: str) -> None:
    """Control characters, signs that turn the direction, half signs, codes that are no signs."""
    assert escaped(f"a{sign}b") == f"a{sign.encode('unicode_escape').decode()}b"


def test_a_notebook_shows_the_first_sections_and_folds_the_others_away() -> None:
    """Nothing is folded where there is nothing more."""
    one, two = Section("One"), Section("Two")
    assert folded([one, two], shown=1) == (
        "<div><section><h4>One</h4></section>"
        "<details><summary>More</summary><section><h4>Two</h4></section></details></div>"
    )
    assert folded([one, two], shown=2) == "<div><section><h4>One</h4></section><section><h4>Two</h4></section></div>"


def test_what_arranges_itself_is_text_and_shown_in_notebooks() -> None:
    """From the same sections."""

    class Told(Report):
        def sections(self) -> list[Section]:
            return [Section("<One>", ("Said.",))]

    told = Told()
    assert str(told) == told.to_text() == "<One>\n  Said."
    assert told._repr_html_() == "<div><section><h4>&lt;One&gt;</h4><p>Said.</p></section></div>"


ELM = Relationship("<b>Elm</b>", "us", buyer_label="partner", evidence=[Evidence("transactional", True)])


@pytest.mark.parametrize(
    ("shown", "first"),
    [
        (classify(ELM, "marc"), "&lt;b&gt;Elm&lt;/b&gt;: client (presumed)"),
        (audit([ELM], "marc"), "Audit by marc (version 1)"),
        (audit([], "marc"), "Audit by marc (version 1)"),
        (MARC, "Is it a client or a partner?"),
        (verify(MARC), "marc (version 1)"),
        (compare(MARC, MARC.evolve(name="other")), "other"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_results_are_shown_in_notebooks(shown: Any, first: str) -> None:
    """Small, escaped, in the style of the notebook."""
    html = shown._repr_html_()
    assert first in html
    assert {tag for tag, _ in Reader(html).starts} & {"style", "script", "b"} == set()
    assert len(html.partition("<details>")[0]) < 5_000
