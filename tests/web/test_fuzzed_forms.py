"""Whatever is sent to a page is answered: never a fault of the server, and nothing half done."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote, urlencode

from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.web.reach import rows
from tests.web.reach.cast import Cast
from tests.web.test_reach import browser, undone

LONG = bool(os.environ.get("DOCGEN_LONG"))
REACH = rows()
POSTED = sorted(name for name, row in REACH.items() if row.posts)
READ = sorted(name for name, row in REACH.items() if row.gets)
#: What is written whoever is refused what: entries, floods, sessions, what was counted, and drafts:
#: nothing that was typed is lost.
_ASIDE = re.compile(
    "log|checkpoint|flood|change|session|axes|sqlite_|answered|telling|usersession|register_draft",
    re.IGNORECASE,
)
_INPUT = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"', re.IGNORECASE)
_ASKED = ("q", "page", "tab", "state", "from", "until", "since", "on", "month", "sort", "order")
_WILD = (
    b"",
    b"\x00",
    b"\x01\x02\x1b[31m\x7f",
    b"\xed\xa0\x80\xff\xfe",  # a lone surrogate, and what no UTF-8 has
    "甲".encode() * 33_000,
    b"9" * 400,
    b"-1",
    b"1e999",
    b"NaN",
    "٣٤²½".encode(),
    b'=HYPERLINK("//evil.example")',
    "\u202e\u2066反转\u2069".encode(),
    b'{"a": [1, {"b": null}]}',
    b"2026-02-30",
    b"9999-12-31",
    b"0000-00-00",
    b"../../etc/passwd",
    b"<script>{{7*7}}{% x %}",
    b"[" * 5_000,
)
HTMX = ("true", "false")
_WRONG = (
    "x" * 300,
    "９" * 40,
    "9" * 60,
    "..",
    "%2F..%2F",
    "案\u202e卷",
    "\x00",
    "-1",
    "0",
    "²",
    "K00000٣",
    "0000000001-0001'--",
)
VALUES = st.one_of(
    st.sampled_from(_WILD),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    st.integers().map(lambda n: str(n).encode()),
    st.dates().map(lambda day: day.isoformat().encode()),
)


def _quiet(many: int, few: int) -> settings:
    """So many in the long version, so few by the way; always the same ones."""
    return settings(
        max_examples=many if LONG else few,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@cache
def _fields(who: str, path: str) -> tuple[str, ...]:
    """The names of the page's own fields."""
    signed_in = browser(who)  # before what is undone: his session stays
    with undone():
        answer = signed_in.get(path)
    text = b"" if answer.streaming else answer.content
    return tuple(dict.fromkeys(_INPUT.findall(text.decode("utf-8", "replace"))))


def _known(name: str, who: str, path: str, cast: Cast) -> dict[str, object]:
    """What may be sent to this address: what its row sends, and the fields of its page."""
    data = REACH[name].data
    sent: Mapping[str, object] = data(cast) if callable(data) else data
    return dict.fromkeys(_fields(who, path)) | dict(sent)


def _address(draw: st.DrawFn, name: str, cast: Cast) -> str:
    """The row's own address, or one time in four one whose parts are wrong."""
    kwargs = dict(REACH[name].kwargs(cast))
    own = reverse(name, kwargs=kwargs)
    if not kwargs or draw(st.integers(0, 3)):
        return own
    part = draw(st.sampled_from(sorted(kwargs)))
    wrong = draw(st.sampled_from(_WRONG))
    was = quote(str(kwargs[part]), safe="")
    return own.replace(f"/{was}", f"/{quote(wrong, safe='')}", 1)


def _body(draw: st.DrawFn, known: Mapping[str, object]) -> list[tuple[str, object]]:
    """Some of the fields with wild values, some as they should be, some that nobody knows."""
    sent: list[tuple[str, object]] = []
    for field, right in known.items():
        if field == "csrfmiddlewaretoken":
            continue
        how = draw(st.integers(0, 3))
        if how == 0 and right is not None:
            sent += [(field, one) for one in (right if isinstance(right, list) else [right])]
        elif how < 3:
            sent.append((field, draw(VALUES)))
    if draw(st.booleans()):
        sent.append((draw(st.text(max_size=9)).encode("utf-8", "replace").decode(), draw(VALUES)))
    return sent


def _tables() -> dict[str, list[object]]:
    """All rows of all tables of the register but those that a refusal writes too."""
    with connection.cursor() as asked:
        names = [
            one for one in connection.introspection.table_names(asked) if not _ASIDE.search(one)
        ]
        found = {}
        for one in names:
            asked.execute(f'SELECT * FROM "{one}"')  # noqa: S608  a name of the register's own
            found[one] = asked.fetchall()
    return found


def _one_of(draw: st.DrawFn, people: frozenset[str]) -> str:
    return draw(st.sampled_from(sorted(people - {"nobody"}) or ["nobody"]))


@st.composite
def posts(draw: st.DrawFn, cast: Cast) -> tuple[str, str, str]:
    """Who sends what where."""
    name = draw(st.sampled_from(POSTED))
    who = _one_of(draw, REACH[name].posting())
    own = reverse(name, kwargs=dict(REACH[name].kwargs(cast)))
    body = _body(draw, _known(name, who, own, cast))
    return who, _address(draw, name, cast), urlencode(body)


@st.composite
def questions(draw: st.DrawFn, cast: Cast) -> tuple[str, str]:
    """Who asks for what, with wild words behind the question mark."""
    name = draw(st.sampled_from(READ))
    who = _one_of(draw, REACH[name].getting())
    row = REACH[name]
    own = row.query(cast) if callable(row.query) else row.query
    own_names = [one.partition("=")[0] for one in own.split("&") if one]
    fields = [*_ASKED, *own_names, *_fields(who, reverse(name, kwargs=dict(row.kwargs(cast))))]
    short = VALUES.filter(lambda one: len(one) < 3_000)  # longer lines the server refuses itself
    asked = draw(st.lists(st.tuples(st.sampled_from(fields), short), max_size=4))
    return who, f"{_address(draw, name, cast)}?{urlencode(asked)}"


@seed(20261122)
@_quiet(3_000, 120)
@given(data=st.data())
def _ask_once(cast: Cast, data: st.DataObject) -> None:
    who, path = data.draw(questions(cast))
    signed_in = browser(who)
    with undone():
        answer = signed_in.get(path, headers={"HX-Request": data.draw(st.sampled_from(HTMX))})
    assert answer.status_code < 500, f"{who} GET {path}: {answer.status_code}"


@seed(20261122)
@_quiet(10_000, 120)
@given(data=st.data())
def _post_once(cast: Cast, data: st.DataObject) -> None:
    who, path, body = data.draw(posts(cast))
    signed_in = browser(who)
    with undone():
        before = _tables()
        answer = signed_in.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, f"{who} POST {path}: {answer.status_code} {body[:500]}"
        if answer.status_code >= 400:
            after = _tables()
            written = [one for one, was in before.items() if after[one] != was]
            assert written == [], f"{who} POST {path}: {answer.status_code} wrote {body[:500]}"


def test_no_form_breaks_and_what_is_refused_writes_nothing(cast: Cast) -> None:
    _post_once(cast)


def test_no_question_breaks_a_page(cast: Cast) -> None:
    _ask_once(cast)
