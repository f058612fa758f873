"""Tests of the page and its `script.js` in a real browser; see `tests.reports.browser`."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relabel import Audit, Criterion, Definition, Evidence, Label, Relationship, audit, installed
from relabel.files.relationships import read
from tests import EXAMPLES
from tests.reports.browser import SCHEMES, WIDTHS, Opened

pytestmark = pytest.mark.browser
DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
DEFINITION = Definition("test", "Is it a test?", [Label("client", PAYS)], source="a test")


def twenty() -> Audit:
    registry = installed()
    given_to = registry.definition("marc").given_to
    reading = read(EXAMPLES / "twenty-companies.csv", registry.vocabulary, given_to=given_to)
    return audit(reading.relationships, "marc", as_of=DAY, registry=registry)


def many(*names: str) -> Audit:
    yes = [Evidence("pays", True)]
    return audit([Relationship(name, "us", buyer_label="client", evidence=yes) for name in names], DEFINITION)


class OpenedAudit(Opened):
    """An audit in the browser."""

    @property
    def companies(self) -> list[str]:
        """The companies that are shown, once the page has done what it was asked for: it filters after a reset."""
        self.page.wait_for_timeout(50)
        names: list[str] = self.page.locator(".companies tbody th").all_text_contents()
        return names

    def card(self, company: str) -> Any:
        """Give what there is in the table of companies about one of them."""
        return self.page.locator(".companies tbody", has_text=company)

    def choose(self, **wanted: str) -> None:
        """Filter by values."""
        for name, value in wanted.items():
            self.page.locator(f"select[name={name}]").select_option(f"={value}")


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> OpenedAudit:
    return OpenedAudit(chromium, tmp_path / "audit.html", twenty().to_html(weight="yearly_value"))


def test_nothing_is_loaded_and_nothing_is_wrong(opened: OpenedAudit) -> None:
    """One request, for the file itself; the browser has nothing to complain about."""
    assert [url.rpartition("/")[2] for url in opened.requests] == ["audit.html"]
    assert opened.complaints == []


def test_filters_show_what_they_say(opened: OpenedAudit) -> None:
    """By verdict, owner, word as the label it stands for, and search; tasks follow; all can be shown again."""
    opened.choose(verdict="overclaimed", owner="Cleo")
    assert opened.companies == ["Elm Airlines", "Spruce Telecom", "Fir Insurance"]
    assert opened.page.text_content("output") == "3 of 20 companies"
    shown = opened.page.locator("#tasks tbody tr:visible th").all_text_contents()
    assert shown == ["Elm Airlines", "Spruce Telecom", "Fir Insurance"]
    opened.page.get_by_role("button", name="Show all").click()
    assert len(opened.companies) == 20
    opened.choose(called="partner")
    assert {"Fir Insurance", "Oak Pharma"} <= {*opened.companies}  # called Partner and partners
    opened.page.get_by_role("searchbox").fill("elm AIR")
    assert opened.companies == ["Elm Airlines"]
    opened.page.get_by_role("searchbox").fill("nobody is called so")
    assert opened.companies == []


def test_a_band_of_the_picture_is_a_filter(opened: OpenedAudit) -> None:
    """With the keyboard as well."""
    opened.page.locator('.flow a[data-called="prtner"]').focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_function("document.querySelector('output').textContent.startsWith('1 ')")
    assert opened.companies == ["Nettle Studios"]


def test_columns_sort_up_and_down(opened: OpenedAudit) -> None:
    """Names as text, numbers as numbers and the largest first, verdicts as the audit does; the header says how."""
    page = opened.page
    page.get_by_role("button", name="Company").click()
    assert opened.companies == sorted(opened.companies)
    value = page.get_by_role("button", name="yearly_value")
    value.click()
    assert opened.companies[:2] == ["Maple Bank", "Elm Airlines"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    value.click()
    assert opened.companies[-1] == "Maple Bank"
    page.get_by_role("button", name="Verdict").click()
    assert opened.companies[-1] == "Alder Dry Cleaning"


def test_a_card_opens_by_keyboard(opened: OpenedAudit) -> None:
    """And says why."""
    card = opened.card("Elm Airlines").locator("summary")
    card.focus()
    assert not opened.card("Elm Airlines").get_by_text("This alone rules out").is_visible()
    opened.page.keyboard.press("Enter")
    assert opened.card("Elm Airlines").get_by_text("This alone rules out").is_visible()


def test_a_task_leads_to_the_card_wherever_it_is(opened: OpenedAudit) -> None:
    """Also to one that the filters hide."""
    opened.page.locator("#tasks").get_by_role("link", name="Elm Airlines").click()
    opened.card("Elm Airlines").get_by_text("This alone rules out").wait_for(state="visible")
    opened.choose(verdict="confirmed")
    opened.page.evaluate("location.hash = '#c1'")
    opened.page.wait_for_function("document.querySelector('#c1 details')?.open")
    assert "Maple Bank" in opened.companies


def test_of_many_companies_some_are_shown_at_a_time(chromium: Any, tmp_path: Path) -> None:
    """The others on demand, or when one of them is wanted."""
    names = [f"Company {number:03}" for number in range(350)]
    opened = OpenedAudit(chromium, tmp_path / "audit.html", many(*names).to_html())
    assert opened.companies == names[:100]
    opened.page.get_by_role("button", name="Show 100 more").click()
    assert opened.companies == names[:200]
    opened.page.evaluate("location.hash = '#c301'")
    opened.page.wait_for_function("document.querySelector('#c301 details')?.open")
    assert opened.companies[-1] == names[300]
    opened.page.get_by_role("searchbox").fill("company 34")
    assert opened.companies == names[340:]
    assert not opened.page.get_by_role("button", name="Show 100 more").is_visible()


def test_nothing_from_outside_runs(chromium: Any, tmp_path: Path) -> None:
    """Whatever a company is called."""
    names = (
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"'><svg onload=alert(1)>",
        "javascript:alert(1)",
        "\u05d0\u05d1\u05d2 Ltd",
        "x" * 10_000,
    )
    opened = OpenedAudit(
        chromium, tmp_path / "audit.html", many(*names).to_html(notes=names), viewport={"width": 380, "height": 800}
    )
    assert sorted(opened.companies) == sorted(names)
    opened.page.get_by_role("searchbox").fill("<script>")
    assert (len(opened.requests), opened.complaints) == (1, [])
    assert opened.width == 380


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_everything_is_printed(chromium: Any, tmp_path: Path, scripts: bool) -> None:
    """With all cards open, and without what only a screen has."""
    opened = OpenedAudit(chromium, tmp_path / "audit.html", twenty().to_html(), java_script_enabled=scripts)
    opened.page.emulate_media(media="print")
    cards = opened.page.locator(".companies details > section:first-of-type")
    assert cards.count() == 20
    assert all(card.is_visible() for card in cards.all())
    assert not opened.page.get_by_role("searchbox").is_visible()
    assert opened.page.pdf().startswith(b"%PDF")


def test_without_scripts_everything_can_be_read(chromium: Any, tmp_path: Path) -> None:
    """Only what needs one is not there."""
    opened = OpenedAudit(chromium, tmp_path / "audit.html", twenty().to_html(), java_script_enabled=False)
    assert len(opened.companies) == 20
    assert not opened.page.locator("form").is_visible()
    opened.card("Elm Airlines").locator("summary").click()
    assert opened.card("Elm Airlines").get_by_text("This alone rules out").is_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits(chromium: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Nothing but tables that say so is wider than the screen; pictures are kept to be looked at."""
    size = {"width": width, "height": 900}
    html = twenty().to_html(weight="yearly_value")
    opened = OpenedAudit(chromium, tmp_path / "audit.html", html, viewport=size, color_scheme=scheme)
    opened.card("Elm Airlines").locator("summary").click()
    assert opened.width == width
    opened.photograph(f"audit-{width}-{scheme}")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_there_are_no_barriers(chromium: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """By axe-core: landmarks, names, headers, contrast; with a card open."""
    size = {"width": width, "height": 900}
    opened = OpenedAudit(
        chromium, tmp_path / "audit.html", twenty().to_html(), viewport=size, color_scheme=scheme, bypass_csp=True
    )
    opened.card("Elm Airlines").locator("summary").click()
    assert opened.barriers() == []
