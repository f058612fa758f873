"""Tests of `relabel.reports.form.form`: one file, valid, that holds all questions and nothing that could run."""

import base64
import hashlib
import json
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Criterion, Definition, Evidence, Label, Relationship, audit, installed
from relabel.core.audits.worklist import claims
from relabel.core.classification.classification import Classification
from relabel.core.classification.interview import Interview, about_word
from relabel.core.classification.names import naming
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.files.relationships import read
from relabel.reports import to_form
from relabel.texts import legible
from tests import EXAMPLES

html5lib: Any = pytest.importorskip("html5lib")

DAY = date(2026, 1, 31)
PAYS, KIND = Criterion("pays", "Do they pay?"), Criterion("kind", "Are they <kind>?")
DEFINITION = Definition("test", "Test?", [Label("partner", PAYS & KIND), Label("client", PAYS)], source="a test")


def twenty() -> list[Interview]:
    registry = installed()
    given_to = registry.definition("marc").given_to
    reading = read(EXAMPLES / "twenty-companies.csv", registry.vocabulary, given_to=given_to)
    found = audit(reading.relationships, "marc", as_of=DAY, registry=registry)
    return [about_word(row.classification) for row in claims(found)]


def elm(*evidence: Evidence, name: str = "Elm", word: str | None = "partner") -> Interview:
    return about_word(Classification(Relationship(name, "us", buyer_label=word, evidence=evidence), DEFINITION))


def parsed(page: str) -> Any:
    """Parse a page, refusing whatever is wrong with it."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def data(page: str) -> Any:
    """Give what the script is told."""
    return json.loads(next(one.text for one in parsed(page).iter("script") if one.attrib.get("id") == "data"))


def test_a_form_is_valid_small_and_equal_input_gives_equal_bytes() -> None:
    """In a strict parser."""
    page = to_form(twenty(), person="Ana")
    assert parsed(page).find(".//h1") is not None
    assert page == to_form(twenty(), person="Ana")
    assert len(page.encode()) < 300_000


def test_a_form_allows_its_own_style_and_script_and_nothing_else() -> None:
    """By their digests; what could load something is not there."""
    tree = parsed(to_form(twenty()))
    [policy] = [one.attrib["content"] for one in tree.iter("meta") if one.attrib.get("http-equiv")]
    digests = [
        base64.b64encode(hashlib.sha256(tree.find(f".//{name}").text.encode()).digest()).decode()
        for name in ("style", "script")
    ]
    assert policy.startswith("default-src 'none'; ")
    assert all(f"'sha256-{one}'" in policy for one in digests)
    names = {name for one in tree.iter() for name in one.attrib}
    assert names & {"src", "href", "style", "srcset", "action", "onclick", "onload"} == set()


def test_open_questions_can_be_read_without_scripts() -> None:
    """In the order of the interviews and of their questions, with what may be answered."""
    interviews = twenty()
    waiting = [one for one in interviews if not one.done]
    listed = next(one for one in parsed(to_form(interviews)).iter("ol") if one.attrib.get("class") == "listed")
    found = {text_of(one.find("h3")): [text_of(line) for line in one.iterfind("ol/li")] for one in listed.findall("li")}
    asked = {
        one.relationship.buyer: [naming(one.relationship, "us")(question.text) for question in one.questions]
        for one in waiting
    }
    assert list(found) == list(asked)
    lines = [(line, text) for name, texts in asked.items() for line, text in zip(found[name], texts, strict=True)]
    assert all(line.startswith(f"{text} ") for line, text in lines)
    assert "Are they <kind>? yes / no" in text_of(parsed(to_form([elm()])))


def test_what_is_settled_is_listed() -> None:
    """Those about which nothing is asked, if there are any."""
    tree = parsed(to_form([elm(), elm(Evidence("pays", False), name="Oak", word="client")]))
    assert 'Oak, called "client": no label (settled)' in [text_of(one) for one in tree.iter("li")]
    assert "Nothing to ask about" not in text_of(parsed(to_form([elm(word=None)])))
    assert "called nothing" in text_of(parsed(to_form([elm(word=None)])))


def test_a_form_says_for_whom_it_is() -> None:
    """If it is for somebody, and under which name the answers are saved."""
    page = to_form([elm()], person="Ana & Ben", file="ana.jsonl")
    assert ("for Ana & Ben" in text_of(parsed(page)), data(page)["file"]) == (True, "ana.jsonl")
    assert " for " not in parsed(to_form([elm()])).findtext(".//title")


def test_each_form_has_a_key_of_its_own() -> None:
    """That of its contents, so that answers to one never get into another."""
    pages = [to_form([elm()]), to_form([elm(name="Oak")]), to_form([elm(Evidence("pays", True))])]
    assert len({data(page)["key"] for page in pages}) == 3
    assert all(DEFINITION.digest[:16] in data(page)["key"] for page in pages)


@pytest.mark.parametrize("some", [[], [elm(Evidence("pays", False))]], ids=["nobody", "nothing"])
def test_without_questions_there_is_no_form(some: list[Interview]) -> None:
    """It would only disappoint."""
    with pytest.raises(InvalidValueError, match="a question"):
        to_form(some)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1))
def test_names_are_only_text(name: str, person: str) -> None:
    """Whatever they hold: they are shown, nothing else is there, and the script gets them whole."""
    page = to_form([elm(name=name)], person=person)
    tree = parsed(page)
    assert len([*tree.iter()]) == len([*parsed(to_form([elm()], person="Ana")).iter()])
    assert tree.findtext(".//h3/bdi") == legible(name)
    assert data(page)["companies"][0]["buyer"] == name


def test_forms_need_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    """And without it the error names the extra."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match="html"):
        to_form([elm()])
