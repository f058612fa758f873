"""Tests of forms and their `dialogue.js` in a real browser; see `tests.reports.browser`."""

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relabel import (
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Hearsay,
    Label,
    Measure,
    Relationship,
    audit,
    installed,
)
from relabel.cli import main
from relabel.core.audits.worklist import claims
from relabel.core.classification.interview import about_word
from relabel.files.relationships import AnswerLog, read
from relabel.reports import to_form
from tests import EXAMPLES
from tests.reports.browser import SCHEMES, WIDTHS, Opened

pytestmark = pytest.mark.browser
DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
SPEND = Measure("spend", "How much?", unit="EUR/year", low=0, may_be_na=True)
LOYAL = Criterion("loyal.buyer", "Are they loyal?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
KIND = Criterion("kind", "Are they kind?")
PLAIN = Definition("plain", "Is it plain?", [Label("partner", PAYS & KIND), Label("client", PAYS)], source="a test")
EVERY = Definition(
    "every",
    "Is there every kind of question?",
    [Label("partner", PAYS & (SPEND >= 1000) & LOYAL & MOOD.is_("good")), Label("client", PAYS)],
    source="a test",
    policy=EvidencePolicy(
        hearsay=Hearsay.DISREGARD, overrides={"mood": EvidencePolicy(requires=("source", "attested_by"))}
    ),
)
ELM, OAK = (Relationship(name, "us", buyer_label="partner") for name in ("Elm", "Oak"))


def form(*relationships: Relationship, definition: Definition = PLAIN) -> str:
    found = audit(relationships, definition, as_of=DAY)
    return to_form([about_word(row.classification) for row in claims(found)], person="Ana", file="ana.jsonl")


def twenty() -> str:
    registry = installed()
    given_to = registry.definition("marc").given_to
    reading = read(EXAMPLES / "twenty-companies.csv", registry.vocabulary, given_to=given_to)
    found = audit(reading.relationships, "marc", as_of=DAY, registry=registry)
    return to_form([about_word(row.classification) for row in claims(found)])


class OpenedForm(Opened):
    """A form in the browser."""

    @property
    def company(self) -> str:
        """Of whom is asked, or that nothing is."""
        text: str = self.page.text_content("#company")
        return text

    @property
    def question(self) -> str:
        """What is asked."""
        text: str = self.page.text_content("#answer legend")
        return text

    @property
    def told(self) -> str:
        """What was said of the last answer."""
        text: str = self.page.text_content("#told")
        return text

    @property
    def lines(self) -> list[str]:
        """The answers as they would be saved."""
        text: str = self.page.input_value("textarea")
        return text.splitlines()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer(
        self, answer: str, *, side: str | None = None, source: str | None = None, day: str | None = None
    ) -> None:
        """Answer what is asked."""
        if self.page.locator("[name=number]").count() and answer != "does not apply":
            self.page.fill("[name=number]", answer)
        else:
            self.page.locator("#answer").get_by_label(answer, exact=True).check()
        if side is not None:
            self.page.locator("#speaker").get_by_label(side, exact=True).check()
        for name, text in (("source", source), ("day", day)):
            if text is not None:
                self.page.fill(f"[name={name}]", text)
        self.press("Answer")

    def answer_all(self) -> None:
        """Answer everything in a way that counts."""
        while self.page.is_visible("#question"):
            if self.question == SPEND.question:
                self.answer("5000.50", day="2026-01-30")
            elif self.question == MOOD.question:
                self.answer("good", side="It is our own view", source="Ana")
            elif self.question == LOYAL.question:
                self.answer("yes", side=f"{self.company.split(',')[0]} says so")
            else:
                self.answer("yes")


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> OpenedForm:
    return OpenedForm(chromium, tmp_path / "form.html", form(ELM, OAK))


@pytest.fixture
def every(chromium: Any, tmp_path: Path) -> OpenedForm:
    return OpenedForm(chromium, tmp_path / "every.html", form(ELM, OAK, definition=EVERY))


def test_questions_are_asked_until_the_words_are_certain(every: OpenedForm) -> None:
    """Company by company, then nothing is left; nothing was loaded, and nothing was wrong."""
    assert every.company == 'Elm, called "partner"'
    every.answer_all()
    assert every.company == "No question is left: save the answers to a file, and send it"
    assert len(every.lines) == 8
    assert 'Oak: enough is known to judge "partner": partner (settled).' in every.told
    states = every.page.locator(".listed > li > p").all_text_contents()
    assert states == ['called "partner"; enough is known to judge "partner": partner (settled)'] * 2
    assert (len(every.requests), every.complaints) == (1, [])


def test_the_answers_saved_are_those_that_python_writes(every: OpenedForm, tmp_path: Path) -> None:
    """Byte for byte; and with them, Python finds the same as the page."""
    every.answer_all()
    every.page.get_by_role("button", name=OAK.buyer).click()
    every.press("Take the last answer back")
    every.press("I do not know")
    with every.page.expect_download() as download:
        every.page.get_by_role("link", name="Save the answers to a file").click()
    assert download.value.suggested_filename == "ana.jsonl"
    saved = tmp_path / "ana.jsonl"
    download.value.save_as(saved)
    log = AnswerLog(saved)
    read_back = log.add_to([ELM, OAK], {one.name: one for one in EVERY.criteria})
    assert read_back.notes == ()
    again = AnswerLog(tmp_path / "again.jsonl")
    for one, before in zip(read_back.relationships, (ELM, OAK), strict=True):
        for piece in one.evidence[len(before.evidence) :]:
            again.append(before, piece)
    again.skip(OAK, log.asked(OAK)[-1])
    assert sorted(saved.read_bytes().splitlines()) == sorted(again.path.read_bytes().splitlines())
    spend = [piece for piece in read_back.relationships[0].evidence if piece.criterion == "spend"]
    assert [(str(one.answer), one.observed_on) for one in spend] == [("5000.5", date(2026, 1, 30))]
    found = audit(read_back.relationships, EVERY, as_of=date(2999, 1, 1))
    assert [row.found for row in found.rows] == ["partner", "(open)"]


def test_what_is_answered_is_taken_up_by_an_audit(
    chromium: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the command line, from the form to the audit: labels are found as the page says."""
    book, page, saved = EXAMPLES / "twenty-companies.csv", tmp_path / "form.html", tmp_path / "form.answers.jsonl"
    given = [str(book), "-d", "marc", "--as-of", DAY.isoformat()]
    assert main(["form", *given, "-o", str(page)]) == 0
    opened = OpenedForm(chromium, page, page.read_text(encoding="utf-8"))
    while opened.page.is_visible("#question"):
        texts = opened.page.locator("#answer label").all_text_contents()
        speakers = opened.page.locator("#speaker label").all_text_contents()
        opened.answer(texts[0], side=speakers[0] if speakers else None, source="a call", day="2026-01-20")
    with opened.page.expect_download() as download:
        opened.page.get_by_role("link", name="Save the answers to a file").click()
    assert download.value.suggested_filename == saved.name
    download.value.save_as(saved)
    capsys.readouterr()
    assert main(["audit", *given, "--answers", str(saved), "--format", "json"]) == 0
    rows = {row["buyer"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    texts = "all => all.map(one => [one.querySelector('h3').innerText, one.querySelector('p').innerText])"
    told = opened.page.locator(".listed > li").evaluate_all(texts)
    assert len(told) == 6
    for company, text in told:
        label, standing = rows[company]["found"] or "no label", rows[company]["standing"]
        outcome = standing if standing == "open" else f"{label} ({standing})"
        found = outcome.replace("(presumed)", "(presumed, as something is taken for granted)")
        assert f": {found}" in text


def test_a_tab_that_dies_loses_no_answer(opened: OpenedForm) -> None:
    """What was answered is there when the file is opened again; and the interview goes on where it was."""
    opened.answer("yes")
    opened.answer("no")
    opened.press("I do not know")
    said, question, company = opened.lines, opened.question, opened.company
    with contextlib.suppress(Exception):  # of Playwright, which reports the crash
        opened.page.goto("chrome://crash", timeout=3000)
    opened.open()
    assert (len(said), opened.lines, opened.question, opened.company) == (3, said, question, company)
    opened.page.reload()
    assert opened.lines == said


def test_two_forms_do_not_mix(opened: OpenedForm, tmp_path: Path) -> None:
    """Each has the answers that were given in it, wherever the files lie."""
    opened.answer("yes")
    other = tmp_path / "other.html"
    other.write_text(form(OAK), encoding="utf-8")
    opened.page.goto(other.as_uri())
    assert opened.lines == []
    opened.page.go_back()
    assert len(opened.lines) == 1


def test_another_tab_shows_the_same(opened: OpenedForm) -> None:
    """Or the answers of one would be lost by those of the other."""
    first = opened.page
    opened.open()
    opened.answer("yes")

    def shown() -> bool:  # polled from here, as the page allows no script but its own
        first.wait_for_timeout(20)
        return bool(first.input_value("textarea").splitlines() == opened.lines)

    assert any(shown() for _ in range(500))
    opened.press("Take the last answer back")
    assert any(shown() for _ in range(500))
    assert first.locator(".state").first.text_content() == ""


def test_where_the_browser_keeps_nothing_that_is_said(chromium: Any, tmp_path: Path) -> None:
    """And whoever leaves the page is asked first, unless the answers are saved."""
    opened = OpenedForm(chromium, tmp_path / "form.html", form(ELM))
    refuse = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    opened.context.add_init_script(f"{refuse}; delete window.localStorage;")
    opened.page.reload()
    opened.answer("yes")
    assert "This browser keeps nothing" in opened.page.text_content("#kept")
    opened.page.close(run_before_unload=True)
    opened.page.wait_for_timeout(200)
    assert (opened.page.is_closed(), opened.complaints) == (False, ["beforeunload"])
    with opened.page.expect_download():
        opened.page.get_by_role("link", name="Save the answers to a file").click()
    with opened.page.expect_event("close"):
        opened.page.close(run_before_unload=True)


def test_an_answer_is_taken_back(opened: OpenedForm) -> None:
    """Also the last of a company, and one that nobody could give."""
    first = opened.question
    opened.answer("yes")
    opened.press("Take the last answer back")
    assert (opened.question, opened.lines, opened.told) == (first, [], f"Taken back: {first}")
    opened.press("I do not know")
    assert opened.told == f"{first} Left open."
    opened.press("Take the last answer back")
    assert opened.question == first
    opened.answer("no")
    assert opened.company == 'Oak, called "partner"'
    opened.press("Take the last answer back")
    assert (opened.company, opened.question) == ('Elm, called "partner"', first)


def test_companies_can_be_left_and_chosen(opened: OpenedForm) -> None:
    """Who is left comes again; who is done says so."""
    opened.press("Next company")
    assert opened.company == 'Oak, called "partner"'
    opened.answer("no")
    assert opened.company == 'Elm, called "partner"'
    opened.press("Oak")
    assert opened.company == 'Oak: enough is known to judge "partner": no label (settled)'
    assert not opened.page.is_visible("#question")
    opened.press("Elm")
    assert opened.company == 'Elm, called "partner"'


def until(opened: OpenedForm, question: str) -> None:
    """Leave all questions open up to one."""
    while opened.question != question:
        opened.press("I do not know")


@pytest.mark.parametrize(
    ("typed", "written"),
    [("0", "0"), ("0012.50", "12.5"), ("99999999999999999999.1", "99999999999999999999.1"), ("n/a", '"n/a"')]
    + [(wrong, None) for wrong in ("", "-1", "1,5", "250.000", "many", "1e3")],
)
def test_only_numbers_within_the_bounds_are_taken(every: OpenedForm, typed: str, written: str | None) -> None:
    """As they are typed, with all digits; or that the question does not apply."""
    until(every, SPEND.question)
    count = len(every.lines)
    every.answer("does not apply" if typed == "n/a" else typed)
    if written is None:
        valid = every.page.evaluate("document.querySelector('[name=number]').validity.valid")
        assert (valid, every.question, len(every.lines)) == (False, SPEND.question, count)
    else:
        assert every.lines[-1].endswith(f', "answer": {written}}}')


@pytest.mark.parametrize(
    ("day", "taken"), [("", True), ("2020-02-29", True), ("2999-01-01", False), ("0202-01-01", False)]
)
def test_only_days_up_to_today_are_taken(opened: OpenedForm, day: str, taken: bool) -> None:
    """Or none, where it is not known."""
    opened.answer("yes", day=day)
    assert len(opened.lines) == taken
    assert not taken or (f'"observed_on": "{day}"' in opened.lines[0]) == bool(day)


def test_who_says_so_is_asked_where_it_matters(every: OpenedForm) -> None:
    """Of a question about one side, or where the policy demands it; what does not count is noted and said."""
    assert not every.page.is_visible("#speaker")
    until(every, LOYAL.question)
    every.answer("yes")
    assert every.question == LOYAL.question  # nobody said so
    every.answer("yes", side="It is our own view")
    assert "set aside (one side's word about the other)" in every.told
    assert '"attested_by": "seller"' in every.lines[-1]


def test_where_neither_side_is_us_both_may_say_so(chromium: Any, tmp_path: Path) -> None:
    """The buyer first."""
    one = Relationship("Elm", "Oak", buyer_label="partner")
    opened = OpenedForm(chromium, tmp_path / "form.html", form(one, definition=EVERY))
    until(opened, LOYAL.question)
    speakers = opened.page.locator("#speaker label").all_text_contents()
    assert speakers == ["Elm says so", "Oak says so", "It is on record"]


def test_day_and_source_are_those_of_one_answer(opened: OpenedForm) -> None:
    """They are said again with it, and sources are proposed for the next."""
    first = opened.question
    opened.answer("yes", source="a call", day="2026-01-15")
    assert f"Noted: {first} yes (2026-01-15, a call)." in opened.told
    assert opened.page.input_value("[name=source]") == ""
    assert opened.page.input_value("[name=day]") != "2026-01-15"
    assert opened.page.eval_on_selector_all("#sources option", "all => all.map(one => one.value)") == ["a call"]


def test_each_answer_can_be_taken_back(opened: OpenedForm) -> None:
    """Not only the last; and how many there are is said, with those left open."""
    first = opened.question
    opened.answer("yes")
    opened.press("I do not know")
    assert "1 answered, 1 left open." in opened.page.text_content("#kept")
    opened.page.get_by_text("Each answer, to be taken back").click()
    opened.page.locator("#each button").first.click()
    assert (opened.told, len(opened.lines)) == (f"Taken back: {first}", 1)
    assert opened.question == first


def test_the_last_company_has_none_behind_it(chromium: Any, tmp_path: Path) -> None:
    """So that no button does nothing."""
    alone = OpenedForm(chromium, tmp_path / "alone.html", form(ELM))
    assert not alone.page.is_visible("#next")


def test_a_form_is_filled_in_by_keyboard(opened: OpenedForm) -> None:
    """The next question has the focus."""
    opened.page.locator("#answer input").first.focus()
    for _ in range(2):
        opened.page.keyboard.press("Space")
        opened.page.keyboard.press("Enter")
    assert len(opened.lines) >= 1
    assert opened.page.evaluate("document.querySelector('#answer').contains(document.activeElement)")


def test_what_is_known_is_shown(chromium: Any, tmp_path: Path) -> None:
    """With what was just answered."""
    known = Relationship(
        "Elm", "us", buyer_label="partner", evidence=[Evidence("spend", 5000), Evidence("mood", "bad")]
    )
    opened = OpenedForm(chromium, tmp_path / "form.html", form(known, definition=EVERY))
    opened.page.get_by_text("What is known").click()
    shown = opened.page.locator("#known").inner_text()
    assert "How much?\nat least 1000 EUR/year" in shown
    assert "How is it?" not in shown  # nobody's word, which the policy demands
    until(opened, PAYS.question)
    opened.answer("yes")
    assert "Do they pay?\nyes" in opened.page.locator("#known").inner_text()


NAMES = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "\u202egnp.exe",
    "\u05d0\u05d1\u05d2 Ltd",
    "=1+1",
    "".join(map(chr, range(32))) + "\u2028\x7f\ud800",
    "x" * 10_000,
)


def test_nothing_from_outside_runs(chromium: Any, tmp_path: Path) -> None:
    """Whatever a company is called; and no name is lost on the way into the file of answers."""
    ones = [Relationship(name, "us", buyer_label=name, id=f"{place}{name}") for place, name in enumerate(NAMES)]
    opened = OpenedForm(chromium, tmp_path / "form.html", form(*ones), viewport={"width": 380, "height": 800})
    while opened.page.is_visible("#question"):
        opened.answer("no", source="<script>alert(1)</script>")
    assert (len(opened.requests), opened.complaints, opened.width) == (1, [], 380)
    saved = tmp_path / "saved.jsonl"
    with opened.page.expect_download() as download:
        opened.page.get_by_role("link", name="Save the answers to a file").click()
    download.value.save_as(saved)
    read_back = AnswerLog(saved).add_to(ones, {PAYS.name: PAYS})
    assert read_back.notes == ()
    assert [len(one.evidence) for one in read_back.relationships] == [1] * len(NAMES)


def test_two_thousand_companies_can_be_asked_about(chromium: Any, tmp_path: Path) -> None:
    """An answer takes no longer than anybody notices."""
    ones = [Relationship(f"Company {number}", "us", buyer_label="partner") for number in range(2_000)]
    opened = OpenedForm(chromium, tmp_path / "form.html", form(*ones))
    click = "start = performance.now(); document.querySelector('#skip').click(); performance.now() - start"
    assert min(opened.page.evaluate(f"let start; {click}") for _ in range(3)) < 200
    assert (len(opened.lines), opened.company) == (3, 'Company 1, called "partner"')


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_open_questions_are_printed(chromium: Any, tmp_path: Path, scripts: bool) -> None:
    """All of them, with what may be answered; without scripts they can be read on the screen as well."""
    opened = OpenedForm(chromium, tmp_path / "form.html", form(ELM, OAK), java_script_enabled=scripts)
    questions = opened.page.locator(".listed ol > li")
    assert questions.first.is_visible() != scripts
    opened.page.emulate_media(media="print")
    assert questions.count() == 4
    assert all(one.is_visible() for one in questions.all())
    assert not opened.page.is_visible("#ask")
    assert opened.page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_and_has_no_barriers(chromium: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Before and after an answer, with all that can be opened; pictures are kept to be looked at."""
    size = {"width": width, "height": 900}
    path = tmp_path / "form.html"
    opened = OpenedForm(chromium, path, twenty(), viewport=size, color_scheme=scheme, bypass_csp=True)
    assert opened.width == width
    opened.press("I do not know")
    opened.press("Next company")
    for one in opened.page.locator("summary:visible").all():
        one.click()
    assert opened.width == width
    opened.photograph(f"form-{width}-{scheme}")
    assert opened.barriers() == []
