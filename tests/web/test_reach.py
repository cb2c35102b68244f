"""Every address of the map × every person × reading and sending: allowed, or refused silently.

The rows are in ``tests/web/reach``. What a row does is undone at its end.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.support.desks import log
from tests.support.pages import client
from tests.web.reach import PEOPLE, Reach, rows
from tests.web.reach.cast import LOGINS, Cast

from docgen.register.models_log import LogEntry

REACH = rows()
#: The interface for programs has its own keys and its own tests (``tests/web/test_api*.py``).
_PROGRAMS = "api/"
_SHORT = 3  # pages have such figures of their own
_OWN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
#: What each entry of the log costs, whatever the page, and each request for its session.
_ASIDE = re.compile("SAVEPOINT|register_(log|checkpoint)|django_session")


def names() -> set[str]:
    """Every name of the URL map."""
    return set(_names(get_resolver()))


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        path = f"{prefix}{one.pattern}"
        if path.startswith(_PROGRAMS):
            continue
        if isinstance(one, URLResolver):
            yield from _names(one, path)
        elif isinstance(one, URLPattern):
            assert one.name, f"{path} has no name"
            yield one.name


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is written in here is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser(who: str) -> Client:
    """The browser of one of the cast, as it was when he signed in."""
    same, cookies = _signed_in(who)
    same.cookies = SimpleCookie(cookies)
    return same


@cache
def _signed_in(who: str) -> tuple[Client, str]:
    one = client("" if who == "nobody" else LOGINS[who][0])
    return one, one.cookies.output(header="", sep=";")


def address(name: str, row: Reach, cast: Cast, kwargs: Mapping[str, object] | None = None) -> str:
    """The address of a row."""
    query = row.query(cast) if callable(row.query) else row.query
    path = reverse(name, kwargs=dict(row.kwargs(cast) if kwargs is None else kwargs))
    return f"{path}?{query}" if query else path


def is_refused(answer: HttpResponseBase) -> bool:
    """Whether somebody was kept out, in one of the ways there are."""
    to_door = answer.status_code == 302 and "/login/" in answer["Location"]
    return answer.status_code in {403, 404, 405} or to_door


def fault_of_getting(answer: HttpResponseBase, *, may: bool) -> str:
    """What is wrong with the answer to somebody who asks for a page."""
    if may:
        return "" if 200 <= answer.status_code < 400 and not is_refused(answer) else "kept out"
    return "" if is_refused(answer) else "let in"


def fault_of_sending(answer: HttpResponseBase, *, may: bool) -> str:
    """What is wrong with the answer to somebody who sends a form."""
    if may:
        wrong = is_refused(answer) or answer.status_code >= 500
        return "kept out" if wrong else ""
    return "" if is_refused(answer) else "let in"


def words(content: bytes, path: str, kwargs: Mapping[str, object]) -> str:
    """A page without what differs each time, and without what was asked for."""
    text = _OWN.sub("", content.decode()).replace(path.partition("?")[0], "…")
    for asked in map(str, kwargs.values()):
        text = text.replace(asked, "…") if len(asked) > _SHORT else text
    return text


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    there = names()

    assert sorted(there - set(REACH)) == []
    assert sorted(set(REACH) - there) == []


@pytest.mark.parametrize("name", sorted(REACH))
def test_each_page_is_for_those_it_is_for(name: str, cast: Cast) -> None:
    row = REACH[name]
    path = address(name, row, cast)
    faults = []

    for who in PEOPLE:
        signed_in = browser(who)
        with undone():
            before = LogEntry.objects.count()
            answer = signed_in.get(path)
            fault = fault_of_getting(answer, may=who in row.getting())
            if row.log and answer.status_code == 403:
                denied = [one["act"] for one in log()[before:] if one.get("res") == "deny"]
                fault = fault or ("" if row.log in denied else f"not logged: {denied}")
        if fault:
            faults.append(f"GET {path} {who}: {answer.status_code}, {fault}")

    assert faults == []


@pytest.mark.parametrize("name", sorted(REACH))
def test_each_form_is_taken_from_those_who_may_send_it(name: str, cast: Cast) -> None:
    row = REACH[name]
    path = address(name, row, cast)
    data = row.data(cast) if callable(row.data) else row.data
    faults = []

    for who in PEOPLE:
        signed_in = browser(who)
        with undone():
            answer = signed_in.post(path, data)
        if fault := fault_of_sending(answer, may=who in row.posting()):
            faults.append(f"POST {path} {who}: {answer.status_code}, {fault}")

    assert faults == []


@pytest.mark.parametrize(
    "name", sorted(name for name, row in REACH.items() if "stranger" not in row.getting())
)
def test_a_stranger_hears_the_same_of_what_is_there_and_what_is_not(name: str, cast: Cast) -> None:
    row = REACH[name]
    absent = row.absent(cast)
    if absent == row.kwargs(cast):
        pytest.skip("the address names nothing that could be there or not")
    path, nowhere = address(name, row, cast), address(name, row, cast, absent)

    stranger = browser("stranger")
    with undone():
        one, other = stranger.get(path), stranger.get(nowhere)

    assert one.status_code == other.status_code
    assert words(one.content, path, row.kwargs(cast)) == words(other.content, nowhere, absent)


@pytest.mark.parametrize("name", sorted(name for name, row in REACH.items() if row.gets))
def test_no_page_asks_the_register_too_often(name: str, cast: Cast) -> None:
    row = REACH[name]
    path = address(name, row, cast)
    signed_in = browser(next(who for who in PEOPLE if who in row.getting()))

    with undone(), CaptureQueriesContext(connection) as asked:
        signed_in.get(path)

    questions = [one["sql"] for one in asked if not _ASIDE.search(one["sql"])]
    assert len(questions) <= row.queries, "\n".join(questions)


@pytest.mark.parametrize(
    ("status", "place", "may", "fault"),
    [
        (200, "", False, "let in"),
        (302, "/", False, "let in"),
        (302, "/login/?next=/", False, ""),
        (404, "", False, ""),
        (404, "", True, "kept out"),
        (500, "", True, "kept out"),
        (500, "", False, "let in"),
        (302, "/login/?next=/", True, "kept out"),
    ],
)
def test_the_judge_of_answers_can_find_fault(
    status: int, place: str, fault: str, *, may: bool
) -> None:
    answer = HttpResponse(status=status)
    answer["Location"] = place

    assert fault_of_getting(answer, may=may) == fault
    assert fault_of_sending(answer, may=may) == fault
