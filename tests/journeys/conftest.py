"""Stories need a whole site: a database of their own, a real server, and Chromium."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bashke.site import configuration
from tests.faults import clones

from .browser import AXE, Visitor, chromium, launch, visiting
from .server import Site, serving

Visit = Callable[..., AbstractContextManager[Visitor]]
NO_CHROMIUM = "Chromium is missing, so the browser stories are skipped (Debian: apt install chromium)."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser story, and is skipped with a sentence where there is no browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(scope="session")
def journeys(cast: SimpleNamespace, django_db_blocker: Any) -> Iterator[clones.Clone]:
    """The stories' own copy of the test database: what they commit stays here."""
    with django_db_blocker.unblock():
        made = clones.make("bashke_journeys", configuration.database_name())
    yield made
    with django_db_blocker.unblock():
        clones.drop(made)


@pytest.fixture(scope="session")
def site(journeys: clones.Clone) -> Iterator[Site]:
    """The server, as `make demo` would start it."""
    with serving(journeys.name) as running:
        assert AXE.exists(), "axe-core is not installed: run `python -m bashke.site.command assets`."
        yield running


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One Chromium for all stories; each visitor has a window that knows nothing of the others'."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread; Django's ORM must not mind
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chrome: Browser, site: Site) -> Visit:
    """`with visit("sq", "phone") as ana:`"""

    def enter(language: str, device: str, **more: Any) -> AbstractContextManager[Visitor]:
        return visiting(chrome, site.url, language, device, **more)

    return enter
