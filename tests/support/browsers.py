"""A real server and a real browser: the office that is served, and people who are signed in to it.

One server with one process and one Chromium serve all tests of a worker.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import axe_playwright_python
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from tests.support.pages import client

from docgen.office import opening
from docgen.register.connect import connect
from docgen.web import desk

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
_RUN = """async () => (await axe.run(document, {runOnly: [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})).violations.map(
  one => `${one.id}: ${one.nodes.map(node => node.html).slice(0, 3).join("  ")}`)"""
#: What a page of 4xx says on the console by itself.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


@dataclass(frozen=True, slots=True)
class Served:
    """An office that a server of its own serves."""

    folder: Path
    address: str
    process: subprocess.Popen[bytes]


@dataclass
class Sat:
    """Somebody who sits before the browser: his pages, and what went wrong on them."""

    served: Served
    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(
        self, login: str = "", *, width: int = 1280, language: str = "zh-CN", scripts: bool = True
    ) -> Page:
        """A page in which this person is signed in with a second factor; nobody if ``login`` is "".

        The page is at the home address already; go on with ``page.goto("/loans/")``.
        """
        context = self.browser.new_context(
            base_url=self.served.address,
            locale=language,
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        if login:
            value = session_of(self.served.folder, login)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value}
            context.add_cookies([{**cookie, "url": self.served.address}])  # type: ignore[typeddict-item]  # built in two steps
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script failed: {error}"))
        page.on("request", self._see)
        return page

    def close(self) -> None:
        """End all pages."""
        for context in self.contexts:
            context.close()

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(_EXPECTED):
            self.faults.append(f"console: {said.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.served.address, "data:", "blob:")):
            self.faults.append(f"asked another host: {request.url}")


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page; injected by the debugger, which no CSP stops."""
    page.evaluate(_AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found


def session_of(folder: Path, login: str) -> str:
    """The session cookie of somebody who has just signed in to this office."""
    connect(folder / opening.REGISTER)
    desk.open_for(folder)
    value = client(login).cookies[settings.SESSION_COOKIE_NAME].value
    connect(folder / opening.REGISTER)
    return value


def chromium() -> str:
    """Where Chromium is; ``tools/system.sh browser`` installs it."""
    found = os.environ.get("DOCGEN_CHROMIUM") or shutil.which("chromium")
    assert found, "Chromium is missing: tools/system.sh browser"
    return found


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve this office on a free port while the block runs."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    with (folder / "docgen.toml").open("a", encoding="utf-8") as out:
        out.write("\n[web]\nworkers = 1\n")
    log = (folder.parent / f"{folder.name}.server.log").open("wb")
    program = [sys.executable, "-m", "docgen.web.server", str(folder), "--port", str(port)]
    with log, subprocess.Popen(program, stdout=log, stderr=log) as process:
        try:
            served = Served(folder, f"http://127.0.0.1:{port}", process)
            _await(served, Path(log.name))
            yield served
        finally:
            process.terminate()


def _await(served: Served, log: Path) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"{served.address}/health/"):  # noqa: S310  our own server
                return
        except (URLError, ConnectionError):
            assert served.process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
