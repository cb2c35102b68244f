"""A server and a Chromium for each worker of the tests, and people who are signed in.

    def test_a_clerk_searches(sat: Sat, cast: Cast) -> None:
        page = sat.page("mira")
        page.goto("/search/?q=…")

``cast`` names what is in the office that is served (``tests/web/reach/cast.py``); what a test does
there stays for the tests after it. At the end of each test nothing may have gone wrong unseen: no
script failed, no other host was asked. A page on which a test failed is kept as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.support.browsers import Sat, Served, chromium, serving
from tests.support.offices import as_made
from tests.web.reach import cast as casting
from tests.web.reach.cast import Cast

from docgen.office import opening
from docgen.register.connect import connect
from docgen.web import desk

# Playwright keeps a loop running in this thread; the register is asked outside of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test itself failed."""
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The office of the cast, served."""
    folder = tmp_path_factory.mktemp("served") / "office"
    as_made(casting.make, folder)
    with serving(folder) as there:
        yield there


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=chromium(), args=args)
        yield started
        started.close()


@pytest.fixture
def cast(served: Served) -> Cast:
    """What is in the office that is served."""
    connect(served.folder / opening.REGISTER)
    return casting.read(desk.open_for(served.folder))


@pytest.fixture
def sat(
    served: Served, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Sat]:
    """Whoever sits before the browser: ``sat.page("mira")``."""
    one = Sat(served, browser)
    yield one
    if request.node.stash.get(_FAILED, False):
        for number, context in enumerate(one.contexts):
            for page in context.pages:
                page.screenshot(path=tmp_path / f"failed-{number}.png", full_page=True)
        print(f"pictures: {tmp_path}")  # noqa: T201  pytest shows it with the failure
    one.close()
    assert one.faults == []
