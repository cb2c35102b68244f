"""Every page in a real browser: no barrier, nothing wide on a telephone, nothing from elsewhere.

The pages are those of ``tests/web/reach``, each as the first person of its row. Scripts that fail,
words on the console and requests to other hosts end a test by themselves (``conftest``).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page
from tests.support.browsers import Sat, violations
from tests.web.reach import ROLES, rows
from tests.web.reach.cast import LOGINS, Cast
from tests.web.test_reach import address

#: Address by name, for whoever may open it first.
REACH = {name: row for name, row in rows().items() if row.gets}
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_WEIGHT = 150 * 1024
#: Most pages are a clerk's or archivist's: they are looked at in parts, side by side.
_PARTS = 3


def walk(role: str, part: int, cast: Cast) -> dict[str, str]:
    """A part of the pages that this role is the first to open: address by name."""
    names = [
        name
        for name, row in REACH.items()
        if role == next(one for one in (*ROLES, "nobody") if one in row.getting())
    ]
    return {name: address(name, REACH[name], cast) for name in names[part::_PARTS]}


def opened(page: Page, path: str) -> bool:
    """Whether an address shows a page, and not a file or a part of a page."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    assert answer, path
    kind = answer.headers.get("content-type", "")
    return kind.startswith("text/html") and "<html" in answer.text()


@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_pages_have_no_barrier_and_fit_a_telephone(
    role: str, part: int, sat: Sat, cast: Cast
) -> None:
    login = "" if role == "nobody" else LOGINS[role][0]
    page = sat.page(login)
    faults: dict[str, list[str]] = {}

    for name, path in walk(role, part, cast).items():
        if opened(page, path):
            found = violations(page)
            page.set_viewport_size({"width": 360, "height": 900})
            over = page.evaluate(_WIDE)
            page.set_viewport_size({"width": 1280, "height": 900})
            if over > 0:
                found.append(f"{over} px too wide for a telephone")
            if found:
                faults[name] = found

    assert faults == {}


def test_a_barrier_is_found(sat: Sat) -> None:
    page = sat.page("mira")
    page.goto("/")

    page.evaluate("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')")
    page.evaluate("() => document.documentElement.removeAttribute('lang')")

    assert {one.partition(":")[0] for one in violations(page)} >= {"label", "html-has-lang"}


def test_a_first_visit_weighs_little(sat: Sat) -> None:
    page = sat.page("mira")
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())))

    page.goto("/")
    page.wait_for_load_state("networkidle")

    assert sum(weights) <= _WEIGHT


@pytest.mark.parametrize(
    ("key", "place"), [("/", "#top-q:focus"), ("?", "#help[open]"), ("n", "h1")]
)
def test_keys_lead_where_the_help_says(key: str, place: str, sat: Sat) -> None:
    page = sat.page("mira")
    page.goto("/")

    page.keyboard.press(key)

    page.wait_for_selector(place)
    assert page.url.endswith("/new/" if key == "n" else "/")


def test_without_javascript_a_page_is_the_same_page(sat: Sat) -> None:
    page = sat.page("mira", scripts=False)

    page.goto("/")
    page.locator("form.language button").first.click()

    assert page.locator("html").get_attribute("lang") == "en"


def test_a_page_that_asks_another_host_is_found(sat: Sat) -> None:
    page = sat.page("mira")
    page.goto("/")

    page.evaluate("() => fetch('http://127.0.0.2:9/').catch(() => 0)")

    assert any("Content Security Policy" in one for one in sat.faults)
    sat.faults.clear()
