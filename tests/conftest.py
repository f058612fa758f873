"""A browser where there is one, and Hypothesis profiles for the whole suite.

`dev` is for the desk, `ci` for the server, `deep` for now and then. The first two try the same examples in
every run: a change fails for what it does, not by chance. What is rare is for `deep`, whose examples are others
each time.

`RELABEL_HYPOTHESIS_PROFILE` chooses one; without it `ci` applies where `CI` is set, otherwise `dev`.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow,)

settings.register_profile(
    "dev", max_examples=15, deadline=None, suppress_health_check=_SLOW, derandomize=True, database=None
)
settings.register_profile(
    "ci", max_examples=150, deadline=None, suppress_health_check=_SLOW, derandomize=True, database=None
)
settings.register_profile("deep", max_examples=20_000, deadline=None, suppress_health_check=_SLOW, database=None)
settings.load_profile(os.environ.get("RELABEL_HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Give a browser that runs, or skip the test and say what is missing."""
    playwright: Any = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("there is no Chromium on the path")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
