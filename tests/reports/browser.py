"""Pages opened in a real browser; `pytest -m browser` runs the tests that do so.

They need Playwright for Python and a Chromium that is installed. `RELABEL_SCREENSHOTS` names a folder for
pictures of the pages to look at, `RELABEL_AXE` the file `axe.min.js` of axe-core, which finds barriers.
"""

import os
from pathlib import Path
from typing import Any

import pytest

__all__ = ["SCHEMES", "WIDTHS", "Opened", "barriers"]

WIDTHS = (1400, 800, 380)
SCHEMES = ("light", "dark")


class Opened:
    """A page in the browser, with what it has asked for and complained about."""

    def __init__(self, chromium: Any, path: Path, html: str, **options: Any) -> None:
        path.write_text(html, encoding="utf-8")
        self.path = path
        self.context = chromium.new_context(**options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.open()

    def open(self) -> None:
        """Open the file in a new tab, which is the page from then on."""
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(self.path.as_uri())

    def _dismiss(self, dialog: Any) -> None:
        self.complaints.append(dialog.type)
        dialog.dismiss()

    @property
    def width(self) -> int:
        """How wide the page is, with what has to be scrolled to."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth")
        return found

    def photograph(self, name: str) -> None:
        """Keep a picture of the whole page, to be looked at."""
        folder = Path(os.environ.get("RELABEL_SCREENSHOTS", self.path.parent))
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def barriers(self) -> list[Any]:
        """Give what axe-core finds on the page."""
        return barriers(self.page)


def barriers(page: Any) -> list[Any]:
    """Give what axe-core finds: landmarks, names, headers, contrast; the context has to bypass the policy."""
    axe = Path(os.environ.get("RELABEL_AXE", "axe.min.js"))
    if not axe.is_file():
        pytest.skip("RELABEL_AXE names no file of axe-core")
    page.add_script_tag(path=axe)
    said = "[one.id, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary]"
    found: list[Any] = page.evaluate(f"axe.run().then(found => found.violations.map(one => {said}))")
    return found
