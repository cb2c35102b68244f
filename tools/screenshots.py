"""Takes pictures of every page of a demo office, as each of its people sees it.

From home on every link is followed; of each name of the URL map the first page that is found is
taken. All pictures (1280 and 390 wide, light and dark, Chinese and English) lie in ``build/web``;
a contact sheet for each person and a few single pages go to ``docs/pictures/web``. Run by ``make
docs``; needs Chromium with its languages, and LibreOffice.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from shown_pages import LAST, SINGLES, Single

import docgen.web.setup  # noqa: F401  Django before anything else

ROOT = Path(__file__).parents[1]
ALL = ROOT / "build" / "web"
CHOSEN = ROOT / "docs" / "pictures" / "web"
DOCGEN = str(Path(sys.executable).with_name("docgen"))
PEOPLE = {
    "lin": "clerk",
    "shen": "archivist",
    "zhou": "manager",
    "gu": "legal",
    "qin": "auditor",
    "he": "administrator",
}
_MOST = 80
_THUMB, _COLUMNS, _GAP = (320, 225), 6, 8
_WIDTHS = (1280, 390)
_TONGUES = {"zh": "zh-CN", "en": "en-GB"}


def main() -> None:
    """Make the office, serve it, walk through it as everybody."""
    ALL.mkdir(parents=True, exist_ok=True)
    CHOSEN.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        office = Path(folder) / "demo-office"
        subprocess.run([DOCGEN, "demo", "--dir", office, "--no-serve"], check=True, stdout=-3)
        with served(office) as address:
            browsers = {tongue: launched(playwright, tongue) for tongue in _TONGUES}
            singles(browsers["zh"], address, SINGLES)
            for login, role in PEOPLE.items():
                found = walk(browsers["zh"], address, login)
                sheet([picture for _, picture in found.values()], CHOSEN / f"{role}.png")
                new = {name: path for name, (path, _) in found.items() if name not in seen}
                everything(browsers, address, login, new | {"home": "/"})
                seen |= set(found)
                print(f"{role}: {len(found)} pages")
            singles(browsers["zh"], address, LAST)


def launched(playwright: Playwright, tongue: str) -> Browser:
    """A browser that speaks this language itself, in its date fields and file buttons too."""
    return playwright.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox"],
        env={**os.environ, "LANGUAGE": _TONGUES[tongue].replace("-", "_")},
    )


@contextmanager
def served(office: Path) -> Iterator[str]:
    """The address at which the office is served while the block runs."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    program = [sys.executable, "-m", "docgen.web.server", str(office), "--port", str(port)]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as process:
        try:
            while not answers(address):
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()


def answers(address: str) -> bool:
    """Whether the server is there."""
    try:
        with urllib.request.urlopen(f"{address}/health/"):  # noqa: S310  our own server
            return True
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def signed_in(
    browser: Browser,
    address: str,
    login: str,
    *,
    width: int = 1280,
    tone: str = "light",
    tongue: str = "zh",
) -> Iterator[Page]:
    """A page of somebody who came in by the demo's own button; of nobody without a login."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme=tone,  # type: ignore[arg-type]  # light or dark
        locale=_TONGUES[tongue],
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if login:
        page.goto("/login/")
        page.locator(f'button[name="login"][value="{login}"]').click()
        page.wait_for_url("**/")
    try:
        yield page
    finally:
        context.close()


def singles(browser: Browser, address: str, wanted: Sequence[Single]) -> None:
    """The pages of the guides, as large as a window."""
    for one in wanted:
        with signed_in(browser, address, one.login, width=one.width) as page:
            page.goto(one.path)
            if one.first:
                one.first(page)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot()))
            small(picture).save(CHOSEN / f"{one.name}.png", optimize=True)


def walk(browser: Browser, address: str, login: str) -> dict[str, tuple[str, Image.Image]]:
    """The first page of each name that links lead to, from home on, and how it looks."""
    found: dict[str, tuple[str, Image.Image]] = {}
    ahead = ["/"]
    with signed_in(browser, address, login) as page:
        while ahead and len(found) < _MOST:
            path = ahead.pop(0)
            name = name_of(path)
            if not name or name in found or not is_page(page, path):
                continue
            page.goto(path)
            found[name] = path, Image.open(io.BytesIO(page.screenshot()))
            links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
            ahead += [relative(link) for link in links if link.startswith(address)]
    return found


def is_page(page: Page, path: str) -> bool:
    """Whether an address shows a page: no file, no refusal."""
    answer = page.request.get(path)
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html")


def relative(link: str) -> str:
    """A link without its host."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def name_of(path: str) -> str:
    """The name of an address in the URL map; "" if it is not there."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def everything(
    browsers: Mapping[str, Browser], address: str, login: str, found: Mapping[str, str]
) -> None:
    """Every width, tone and language of these pages, whole."""
    for width, tone, tongue in product(_WIDTHS, ("light", "dark"), _TONGUES):
        browser = browsers[tongue]
        with signed_in(browser, address, login, width=width, tone=tone, tongue=tongue) as page:
            for name, path in found.items():
                page.goto(path)
                file = ALL / f"{name}-{login}-{width}-{tone}-{tongue}.png"
                page.screenshot(path=file, full_page=True)


def small(picture: Image.Image) -> Image.Image:
    """A picture of few colours, for a file that is quick to load."""
    return picture.convert("RGB").quantize(128)


def sheet(pictures: list[Image.Image], file: Path) -> None:
    """All pages of a person on one picture."""
    width, height = _THUMB[0] + _GAP, _THUMB[1] + _GAP
    rows = -(-len(pictures) // _COLUMNS)
    whole = Image.new("RGB", (_COLUMNS * width + _GAP, rows * height + _GAP), "#8a8f98")
    for place, picture in enumerate(pictures):
        thumb = picture.convert("RGB").resize(
            (_THUMB[0], picture.height * _THUMB[0] // picture.width), Image.Resampling.LANCZOS
        )
        row, column = divmod(place, _COLUMNS)
        whole.paste(thumb.crop((0, 0, *_THUMB)), (_GAP + column * width, _GAP + row * height))
    whole.quantize(48).save(file, optimize=True)


if __name__ == "__main__":
    main()
