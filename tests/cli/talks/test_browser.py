"""Tests of `relabel.cli.talks.browser`: the same conversation, on a page that only this machine can open."""

import http.client
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from relabel import Criterion, Definition, Evidence, Label, Relationship, Scale
from relabel.checks import compare
from relabel.cli import main
from relabel.cli.talks.browser import serve
from relabel.cli.talks.conversation import Conversation
from relabel.files.definitions import read_definition
from relabel.learning import Elicitation
from tests import EXAMPLES
from tests.property.oracle import holds, plain
from tests.reports.browser import SCHEMES, WIDTHS, barriers

html5lib: Any = pytest.importorskip("html5lib")
ACME = EXAMPLES / "find-your-definition" / "acme.toml"
a, b, trust = Criterion("a", "Is it a <b>?"), Criterion("b", "Is it b?"), Scale("trust", low=1, high=3)


class Visitor:
    """Who sees a page and presses its buttons."""

    def __init__(self, address: str) -> None:
        self.parts = urlsplit(address)

    def ask(self, method: str, path: str = "", body: str = "", **headers: str) -> tuple[int, str, Mapping[str, str]]:
        """Give the status, the text and the headers of an answer."""
        connection = http.client.HTTPConnection(self.parts.netloc, timeout=20)
        connection.request(method, self.parts.path + path, body.encode(), headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(), dict(answer.getheaders())
        connection.close()
        return found

    @property
    def page(self) -> str:
        """The page as it is now; it is valid HTML."""
        status, text, headers = self.ask("GET")
        assert (status, headers["Cache-Control"]) == (200, "no-store")
        html5lib.HTMLParser(strict=True).parse(text)
        return text

    def press(self, button: str, **form: object) -> int:
        """Press a button of the page as it is now, and give the status."""
        found = re.search(r'name="stage" value="(\d+)"', self.page)
        assert found is not None
        return self.ask("POST", button, urlencode({"stage": found[1], **form}))[0]


@contextmanager
def visited(one: Elicitation, keep: Callable[[], None] = lambda: None) -> Iterator[Visitor]:
    """Give a visitor of an elicitation, who finishes in the end."""
    shown: list[str] = []
    ready = threading.Event()

    def show(address: str) -> None:
        shown.append(address)
        ready.set()

    conversation = Conversation(one, [], keep)
    thread = threading.Thread(target=lambda: serve(conversation, kept_in="log.jsonl", show=show), daemon=True)
    thread.start()
    assert ready.wait(20)
    visitor = Visitor(shown[0])
    yield visitor
    assert visitor.press("finish") == 303
    assert "You can close this page" in visitor.page
    thread.join(20)
    assert not thread.is_alive()


def talk() -> Elicitation:
    """Give an elicitation of three criteria."""
    return Elicitation("found", [a, b, trust], labels=["yes", "no"], raises=[a, b, trust])


def test_every_case_is_answered_with_buttons_until_it_is_proven() -> None:
    """All that is so is on the page with how it stands; each answer is kept; the definition is read back."""
    one, kept = talk(), [0]
    hidden = Definition("hidden", "Hidden", [Label("yes", (a & b) | (trust >= 3)), Label("no")], source="this test")

    def keep() -> None:
        kept[0] += 1

    with visited(one, keep) as visitor:
        assert '<li class="badly">it is not a &lt;b&gt;</li>' in visitor.page
        while (case := one.next()) is not None:
            assert ('<li class="between">trust: 2' in visitor.page) == (case.answers["trust"] == 2)
            when = hidden.labels[0].when
            assert when is not None
            answers = {name: plain(answer) for name, answer in case.answers.items()}
            assert visitor.press("answer", word=1 if holds(when, answers) else 2) == 303
        page = visitor.page
        assert kept[0] == len(one.told)
        assert "This is what I mean: finish" in page
        assert "proven to be the only one of all definitions" in page
        assert "It rests on these answers, each below the first line that it tells of:" in page
        assert compare(one.definition, hidden).agreement == 1


def test_answers_are_taken_back_changed_and_not_known() -> None:
    """What is pressed on a page that was there before does nothing."""
    one = talk()
    with visited(one) as visitor:
        stage = len(one.log)
        assert visitor.press("answer", word="none") == 303
        assert visitor.ask("POST", "answer", urlencode({"stage": stage, "word": 1}))[0] == 303
        assert [told.label for told in one.told] == [None]
        assert visitor.press("answer", word="unsure") == 303
        assert "Noted: you do not know." in visitor.page
        assert visitor.press("back") == 303
        assert visitor.press("change", number=1) == 303
        assert "you said no label" in visitor.page
        assert visitor.press("answer", word=2) == 303
        assert "Before you said no label." in visitor.page
        assert [told.label for told in one.told] == ["no"]


def test_two_answers_that_contradict_each_other_are_shown_side_by_side() -> None:
    """Either may be changed, and both may be kept."""
    one = talk()
    one.tell(one.put(one.worst), "yes")
    one.tell(one.put(one.best), "no")
    with visited(one) as visitor:
        page = visitor.page
        assert "2 contradict each other: company 2 is at least as good as company 1 in everything, but you" in page
        assert "Keep: both are as I mean them; then no definition fits, and the questions end" in page
        assert 'action="answer"' not in page
        assert visitor.press("answer", word=1) == 404
        assert visitor.press("change", number=2) == 303
        assert "(you said no)" in visitor.page
        assert visitor.press("back") == 303
        assert visitor.press("keep") == 303
        assert "Kept. No definition fits both" in visitor.page
        assert visitor.press("keep") == 404
        assert [told.times for told in one.told] == [2, 2]
        assert "No definition fits these answers, as a better case got a lower word:" in visitor.page


def test_a_line_that_is_not_so_is_asked_about() -> None:
    """By its button, as long as it stands on the page; what differs is marked."""
    one = talk()
    with visited(one) as visitor:
        while not one.identified:
            case = one.next()
            assert case is not None
            visitor.press("answer", word=1 if case.answers["a"] or case.answers["b"] else 2)
        assert not one.proven
        assert '<h2 id="reading">What fits your answers so far</h2>' in visitor.page
        assert 'aria-label="a is not so">not so</button>' in visitor.page
        assert visitor.press("doubt", mark="x") == 404
        assert visitor.press("doubt", mark="") == 404
        assert visitor.press("doubt", mark="a") == 303
        assert re.search(r"\((this tells of a|a rests on this)[^)]*\)", visitor.page)
        assert " *</li>" in visitor.page


def test_what_only_companies_decide_is_named_and_can_be_put() -> None:
    """As a case that tells of the line."""
    rows = [("Elm", True, "yes"), ("Oak", False, "no")]
    before = [Relationship(x, "us", buyer_label=word, evidence=[Evidence("b", it)]) for x, it, word in rows]
    with visited(Elicitation("found", [b], labels=["yes", "no"], raises=[b], sorted_before=before)) as visitor:
        assert "What you mean" in visitor.page
        assert "It rests on the words of these companies, too, which you sorted before" in visitor.page
        assert visitor.press("doubt", mark="a") == 303
        assert "(this tells of a, 1 of 2)" in visitor.page


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("GET", "x", "", {}),
        ("GET", "", "", {"Host": "evil.example"}),
        ("POST", "other", "stage=1", {}),
        ("POST", "finish", "stage=1", {"Host": "evil.example"}),
        ("POST", "answer", "stage=1&word=7", {}),
        ("POST", "answer", "stage=1", {}),
        ("POST", "change", "stage=1&number=4", {}),
        ("POST", "answer", "stage=1&word=" + "x" * 10_000, {}),
    ],
)
def test_what_the_page_does_not_send_is_refused(method: str, path: str, body: str, headers: dict[str, str]) -> None:
    """Other names of the host, other buttons, other words, too much."""
    one = talk()
    with visited(one) as visitor:
        assert visitor.ask(method, path, body, **headers)[0] == 404
        assert Visitor(visitor.parts._replace(path="/").geturl()).ask("GET")[0] == 404
        assert not one.told


def test_the_command_opens_the_page_and_writes_the_definition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the person has finished."""
    output = tmp_path / "acme.toml"

    def visit(address: str) -> None:
        visitor = Visitor(address)
        while 'action="answer"' in visitor.page:
            visitor.press("answer", word=1)
        visitor.press("finish")
        assert "Finished" in visitor.page

    threads: list[threading.Thread] = []

    def opened(address: str) -> None:
        threads.append(threading.Thread(target=visit, args=[address]))
        threads[0].start()

    monkeypatch.setattr("webbrowser.open", opened)
    log = tmp_path / "log.jsonl"
    assert main(["elicit", str(ACME), "--browser", "--log", str(log), "-o", str(output)]) == 0
    threads[0].join(20)
    out = capsys.readouterr().out
    assert re.search(r"The page is http://127\.0\.0\.1:\d+/\S+/; it opens in your\s+browser\.", out)
    assert read_definition(output).name == "acme-partners"
    assert "partner" in log.read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_has_no_barriers(chromium: Any, scheme: str, width: int) -> None:
    """Asking, with news, and with the definition read back; nothing is loaded from elsewhere."""
    asked: set[str] = set()
    with visited(talk()) as visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto(visitor.parts.geturl())
        for word in ("I do not know", "yes", "no"):
            page.get_by_role("button", name=word, exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
        while page.get_by_role("button", name="no", exact=True).count():
            page.get_by_role("button", name="no", exact=True).click()
        assert page.get_by_role("heading", name="What you mean").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
        page.get_by_role("button", name="Change answer 1", exact=True).click()
        page.get_by_role("button", name="Take the last answer back").click()
        context.close()
    assert asked == {visitor.parts.netloc}
