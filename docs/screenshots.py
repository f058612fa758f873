"""Make the pictures of the documentation: `python docs/screenshots.py`; needs Chromium and Playwright."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from playwright import sync_api

from relabel import audit, installed
from relabel.core.audits.worklist import claims
from relabel.core.classification.interview import about_word
from relabel.files.relationships import read
from relabel.reports import to_form

DOCS = Path(__file__).parent
DAY = date(2026, 1, 31)


def main() -> None:
    """Write a page and a form of the twenty companies, and take pictures of their tops."""
    registry = installed()
    definition = registry.definition("marc")
    book = DOCS.parent / "examples" / "twenty-companies.csv"
    reading = read(book, registry.vocabulary, given_to=definition.given_to)
    found = audit(reading.relationships, "marc", as_of=DAY, registry=registry)
    pages = {
        "audit": (found.to_html(weight="yearly_value"), 1100, 900),
        "form": (to_form([about_word(row.classification) for row in claims(found)], person="Ben"), 760, 560),
    }
    with sync_api.sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser: Any = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (html, width, height) in pages.items():
            path = Path(folder, f"{name}.html")
            path.write_text(html, encoding="utf-8")
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(path.as_uri())
            page.screenshot(path=DOCS / "pictures" / f"{name}.png")


if __name__ == "__main__":
    main()
