"""Every page, as the first person of its row gets it: nothing runs in it but what is ours.

What somebody typed (``cast.HOSTILE``) stands on pages as words, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import pytest
from django.template import engines
from tests.web.reach import PEOPLE, rows
from tests.web.reach.cast import HOSTILE, Cast
from tests.web.test_reach import address, browser, undone

REACH = {name: row for name, row in rows().items() if row.gets}
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href"})
_WEIGHT = 150 * 1024


class Page(HTMLParser):
    """What of a page could do something, or tells how it is built."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.titles = 0
        self.seen: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "style" or (tag == "script" and not facts.get("src")):
            kind = facts.get("type") or ""
            if kind != "application/json":
                self.faults.append(f"inline <{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc"}:
                self.faults.append(f"<{tag} {name}>")
            if name in _ADDRESSES and not _is_ours(value or ""):
                self.faults.append(f"<{tag} {name}={value}>")
        if facts.get("target") == "_blank":
            self.faults.append(f"<{tag} target=_blank>")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.titles += tag == "title" and "body" not in self.seen
        self.seen.add(tag)


def _is_ours(address: str) -> bool:
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*:|//|/\\)", address)
    return scheme is None or address.startswith(("tel:", "mailto:", "data:image/"))


def faults_of(text: str) -> list[str]:
    """What on a page could run, or lead elsewhere."""
    found = Page(text).faults
    if "<script>alert" in text or "<img src=x" in text:
        found.append("typed markup stands in the page")
    if "49}}" in text or re.search(r"evil\.example&quot;\)[^{]*49", text):
        found.append("a typed expression was worked out")
    return found


@cache
def _text(name: str) -> tuple[str, str, int]:
    cast = _CAST[0]
    row = REACH[name]
    who = next(one for one in PEOPLE if one in row.getting())
    signed_in = browser(who)
    with undone():
        answer = signed_in.get(address(name, row, cast), follow=False)
    kind = answer.headers.get("Content-Type", "")
    text = answer.content.decode() if kind.startswith("text/html") else ""
    return text, kind, answer.status_code


_CAST: list[Cast] = []


@pytest.fixture
def text(cast: Cast) -> Callable[[str], str]:
    """The HTML of a page by its name; "" if it is none."""
    _CAST[:] = [cast]
    return lambda name: _text(name)[0]


@pytest.mark.parametrize("name", sorted(REACH))
def test_nothing_on_a_page_runs_or_leads_away(name: str, text: Callable[[str], str]) -> None:
    page = text(name)

    assert faults_of(page) == []
    assert len(page.encode()) <= _WEIGHT


@pytest.mark.parametrize("name", sorted(REACH))
def test_a_page_has_a_title_and_its_headings_in_order(
    name: str, text: Callable[[str], str]
) -> None:
    page = text(name)
    if "<html" not in page:
        pytest.skip("no page of its own")
    found = Page(page)

    steps = [later - one for one, later in zip(found.headings, found.headings[1:], strict=False)]
    assert found.titles == 1
    assert found.headings.count(1) == 1
    assert max(steps, default=0) <= 1


@pytest.mark.parametrize(
    "broken",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">x</p>',
        "<style>p{}</style>",
        '<button onclick="x()">x</button>',
        '<a href="javascript:x()">x</a>',
        '<a href="//evil.example">x</a>',
        '<script src="https://evil.example/x.js"></script>',
        "<p><img src=x onerror=alert(2)></p>",
        '<p hx-on:click="x()">x</p>',
        f"<p>{HOSTILE}</p>",
        "<p>&lt;img src=x onerror=alert(2)&gt;49}}</p>",
    ],
)
def test_a_page_that_could_do_something_is_found(broken: str) -> None:
    assert faults_of(broken) != []


def test_what_is_typed_stands_on_pages_as_words(text: Callable[[str], str]) -> None:
    page = text("customer")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page


@pytest.mark.parametrize(("escaping", "found"), [("on", False), ("off", True)])
def test_without_escaping_the_walk_would_find_it(escaping: str, *, found: bool) -> None:
    text = f"{{% autoescape {escaping} %}}{{{{ name }}}}{{% endautoescape %}}"

    page = engines["django"].from_string(text).render({"name": HOSTILE})

    assert bool(faults_of(page)) == found
