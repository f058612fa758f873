"""Tests of `relabel.reports.page.page`: one file, valid, that loads nothing and holds all of the audit."""

import base64
import hashlib
import re
import sys
from datetime import date, timedelta
from html import unescape
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import (
    Audit,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    audit,
    installed,
)
from relabel.core.audits.text import explained
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.files.relationships import read
from relabel.markup import escaped
from relabel.reports.page import content
from relabel.reports.page.page import to_report_page
from relabel.sections import plain
from relabel.texts import legible
from tests import EXAMPLES

html5lib: Any = pytest.importorskip("html5lib")

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test",
    "Is it a test?",
    [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS)],
    source="a test",
    policy=EvidencePolicy(shelf_life=timedelta(days=365)),
    presume={PAYS: True},
)
OLD = DAY - timedelta(days=300)
YES, NO = (Evidence("pays", answer, observed_on=DAY, source=f"ledger {answer}") for answer in (True, False))
GOOD, BAD = (Evidence("mood", answer, observed_on=OLD) for answer in ("good", "bad"))


def twenty() -> Audit:
    registry = installed()
    reading = read(
        EXAMPLES / "twenty-companies.csv", registry.vocabulary, given_to=registry.definition("marc").given_to
    )
    return audit(reading.relationships, "marc", as_of=DAY, registry=registry)


def parsed(page: str) -> Any:
    """Parse a page, refusing whatever is wrong with it."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def book(*evidence: Evidence, name: str = "Elm", word: str | None = "partner", **attributes: Any) -> Audit:
    one = Relationship(name, "us", buyer_label=word, evidence=evidence, attributes=attributes)
    return audit([one], DEFINITION, as_of=DAY)


def test_a_page_is_valid_and_equal_input_gives_equal_bytes() -> None:
    """In a strict parser."""
    page = twenty().to_html(weight="yearly_value", who="We sell.", notes=["a <note>"])
    assert parsed(page).find(".//h1") is not None
    assert page == twenty().to_html(weight="yearly_value", who="We sell.", notes=["a <note>"])
    assert len(page.encode()) < 300_000


def test_a_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    """By their digests; what could load something is not there."""
    tree = parsed(twenty().to_html())
    [policy] = [one.attrib["content"] for one in tree.iter("meta") if one.attrib.get("http-equiv")]
    digests = {
        name: base64.b64encode(hashlib.sha256(tree.find(f".//{name}").text.encode()).digest()).decode()
        for name in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    names = {name for one in tree.iter() for name in one.attrib}
    assert names & {"src", "style", "srcset", "action", "onclick", "onload"} == set()
    assert {one.attrib["href"][0] for one in tree.iter() if "href" in one.attrib} == {"#"}
    assert {one.tag for one in tree.iter() if isinstance(one.tag, str)} & {"link", "img", "iframe", "base"} == set()


def test_a_card_is_the_explanation() -> None:
    """In its words, without the title; what to do stands right behind the verdict, and all context at the end."""
    one = twenty()
    tree = parsed(one.to_html())
    row = next(row for row in one.rows if row.relationship.buyer == "Elm Airlines")
    [card] = [text_of(body) for body in tree.iter("tbody") if "Elm Airlines" in text_of(body) and "id" in body.attrib]
    _, verdict, *rest = explained(row, row.classification.explanation())
    (step,) = [one for one in rest if one.heading == "Next step"]
    sections = [verdict, step, *(one for one in rest if one is not step)]
    flat = re.sub(r"^ *-? *", "", plain(sections), flags=re.MULTILINE).replace("\n", "")
    assert flat in card
    assert card.endswith("Contextowner: Cleoyearly_value: 240000")


def test_companies_stand_in_the_order_of_the_audit_and_weight_orders_within_a_verdict() -> None:
    """The dearest kind of error first."""
    one = twenty()

    def names(page: str) -> list[str]:
        return [text_of(body.find("tr/th")) for body in parsed(page).iter("tbody") if "id" in body.attrib]

    assert names(one.to_html()) == [row.relationship.buyer for row in one.ranked]
    weighed = names(one.to_html(weight="yearly_value"))
    assert weighed[:2] == ["Maple Bank", "Elm Airlines"]
    assert sorted(weighed) == sorted(row.relationship.buyer for row in one.rows)


def test_a_page_begins_with_how_many_words_are_wrong() -> None:
    """And how many of them promise too much; then those that are right, and those of which that is not known."""
    head = text_of(parsed(twenty().to_html()).find(".//header"))
    assert "8 of 19 words are wrong; 6 of them promise more than the evidence allows." in head
    kinds = "2 unproven, 2 foreign, 2 undetermined"
    assert f"5 are confirmed, and of 6 it is not known whether they are right ({kinds})." in head
    assert "1 of 20 have no word." in head
    every = attrs.evolve(twenty(), rows=tuple(row for row in twenty().rows if row.word is not None))
    assert "have no word" not in text_of(parsed(every.to_html()).find(".//header"))


def test_a_weight_has_to_be_a_number() -> None:
    """As everywhere."""
    with pytest.raises(InvalidValueError, match="weight"):
        twenty().to_html(weight="owner")


def section(page: str, name: str) -> str:
    """Give the text of a section of a page; nothing if there is none."""
    found = [one for one in parsed(page).iter("section") if one.attrib.get("id") == name]
    return text_of(found[0]) if found else ""


def test_sources_that_disagree_are_shown_with_what_they_say() -> None:
    """And only if there are any."""
    said = section(book(YES, NO, word=None).to_html(), "contested")
    assert ("yes: observed 2026-01-31, ledger True" in said, "no: observed 2026-01-31, ledger False" in said) == (
        True,
        True,
    )
    assert section(book(YES).to_html(), "contested") == ""


def test_evidence_that_runs_out_is_shown_with_the_days_left() -> None:
    """And only if there is any."""
    assert "good: observed 2025-04-06" in section(book(YES, GOOD).to_html(), "expiries")
    assert section(book(YES).to_html(), "expiries") == ""


def test_what_is_known_is_written_with_its_kind() -> None:
    """In words: nobody has to tell colours apart."""

    def cells(*evidence: Evidence) -> list[tuple[str, str]]:
        table = next(
            one for one in parsed(book(*evidence).to_html()).iter("table") if one.attrib.get("class") == "heat"
        )
        return [(cell.text, cell.attrib["class"]) for cell in table.findall("tbody/tr/td")]

    assert cells() == [("(yes)", "presumed"), ("?", "unknown")]
    assert cells(YES, GOOD) == [("yes", "yes"), ("good", "said")]
    assert cells(NO, GOOD, BAD) == [("no", "no"), ("bad / good", "contested")]


def test_who_is_to_do_what_is_in_the_worklist() -> None:
    """With what it tells in whole percents, and never as nothing if it is something."""
    done = section(book(YES, BAD, owner="Ana").to_html(), "tasks")
    assert 'AnaElmCall Elm "client", not "partner".' in re.sub(r"\s*\n\s*", "", done)
    assert "50 %" in section(book(YES).to_html(), "tasks")
    assert "below 1 %" in section(twenty().to_html(), "tasks")
    assert "yearly_value" not in section(twenty().to_html(), "tasks")
    weighed = section(twenty().to_html(weight="yearly_value"), "tasks")
    assert "CleoElm Airlines240000" in weighed
    assert "Nothing: every word is confirmed." in section(book(YES, BAD, word="client").to_html(), "tasks")


def test_context_is_shown_as_it_is_and_numbers_are_aligned() -> None:
    """Four columns of it, the others on the cards; a value that is missing is blank."""
    page = book(YES, a=date(2026, 1, 1), b=True, c=1.5, d=None, e="more").to_html()
    heads = [one for one in parsed(page).iter("th") if "wide" in one.attrib.get("class", "")]
    assert [(text_of(one), "number" in one.attrib["class"]) for one in heads] == [
        ("a", False), ("b", False), ("c", True), ("d", False),
    ]  # fmt: skip
    assert all(one in page for one in ("2026-01-01", "a: 2026-01-01", "b: yes", "c: 1.5", "e: more"))


def test_what_is_left_out_of_many_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines, cards and cells each have their limit, and the page says which it has reached."""
    for name, limit in (("MANY", 15), ("WORST", 10), ("CARDS", 6), ("CELLS", 4)):
        monkeypatch.setattr(content, name, limit)
    tree = parsed(twenty().to_html())
    found = [body for body in tree.iter("tbody") if "id" in body.attrib]
    assert (len(found), sum(body.find(".//details") is not None for body in found)) == (10, 6)
    text = text_of(tree)
    assert "Of 20 relationships the worst 10 are listed; the counts above are of all." in text
    assert "The worst 6 have a card" in text
    assert "The worst 4 of 20 relationships; the last line counts all of them." in text


def test_an_audit_of_nobody_is_a_page() -> None:
    """Which says so."""
    assert "Nobody has a word in use." in text_of(parsed(audit([], DEFINITION, as_of=None).to_html()))


def test_what_has_moved_is_a_page() -> None:
    """Valid, under the same policy, with names that do nothing."""
    one = Relationship("<script>alert(1)</script>", "us", buyer_label="client", evidence=[YES])
    earlier = audit([one], DEFINITION, as_of=DAY)
    later = audit([one.with_evidence(GOOD)], DEFINITION, as_of=DAY)
    page = to_report_page(later.changes(earlier))
    tree = parsed(page)
    assert tree.find(".//h1").text == "Changes from 2026-01-31 to 2026-01-31"
    assert list(tree.iter("script")) == []
    text = text_of(tree.find(".//main"))
    assert all(said in text for said in ("<script>alert(1)</script>", "1 from (open) to partner: new evidence"))


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<!-- --> ]]> &lt; &amp;",
    "{{ 7 * 7 }}{% raw %}",
    '=HYPERLINK("http://example.org")',
    "\u05d0\u05d1 Ltd \u202e evil",
    "".join(map(chr, range(0x20))) + "x",
    "A" * 10_000,
)
texts = st.one_of(st.text(st.characters(exclude_categories=()), min_size=1).filter(str.strip), st.sampled_from(HOSTILE))


def page_with(name: str, word: str, value: str, *, source: str = "", note: str = "") -> str:
    """Give a page with texts from outside in all places that they can be in."""
    evidence = Evidence("pays", True, observed_on=DAY, source=source, note=note)
    one = book(evidence, name=name, word=word, **{f"c{value}": value})
    return one.to_html(who=value, notes=[value])


def shape(page: str) -> list[str]:
    """Give the elements of a page, but for those of which a text may need more."""
    return [str(one.tag) for one in parsed(page).iter() if one.tag not in {"p", "li", "ul"}]


@pytest.fixture(scope="module")
def plain_shape() -> list[str]:
    return shape(page_with("Elm", "pal", "x"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_runs_wherever_it_is(text: str, plain_shape: list[str]) -> None:
    """In all places at once."""
    page = page_with(text, text, text, source=text, note=text)
    assert (shape(page), legible(text) in unescape(page)) == (plain_shape, True)


@given(texts, texts, texts, texts)
def test_whatever_a_text_from_outside_is_nothing_runs_and_nothing_is_lost(
    plain_shape: list[str], name: str, word: str, source: str, value: str
) -> None:
    """Names, words, sources, notes and context: the page has the same elements as with plain words, and each text."""
    found = page_with(name, word, value, source=source, note=value)
    assert shape(found) == plain_shape
    text = unescape(found)
    assert all(legible(one) in text for one in (name, word, value))
    assert escaped(source) in found or not source.strip()
    found.encode()


def test_a_page_needs_an_optional_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is named."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError) as caught:
        twenty().to_html()
    assert (caught.value.package, caught.value.extra) == ("jinja2", "html")
