"""Sessions: a new key at the door, an end in time, and ends that somebody else brings about."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from tests.support.desks import log
from tests.support.offices import founder, person
from tests.support.pages import client, signs_in

from docgen.office import leaving, people
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import Token
from docgen.web.accounts_sessions import known_as

PASSWORD = "a long sentence about nothing"  # noqa: S105  of people who are invented
HOUR = 3600


@pytest.fixture
def mira(office: Office) -> Person:
    """A clerk who has a password."""
    return signs_in(office, "mira", PASSWORD)


def come(login: str = "mira", password: str = PASSWORD) -> Client:
    """A browser in which somebody has signed in."""
    browser = client()
    browser.post("/login/", {"login": login, "password": password})
    return browser


def is_in(browser: Client) -> bool:
    """Whether this browser gets beyond the door."""
    return bool(browser.get("/account/").status_code == 200)


def passed(browser: Client, *, opened: float = 0, seen: float = 0) -> None:
    """Let time pass in a session."""
    session = browser.session
    session["docgen_opened"] -= opened
    session["docgen_seen"] -= seen
    session.save()


@pytest.mark.usefixtures("mira")
def test_a_key_from_before_the_sign_in_opens_nothing_after_it() -> None:
    browser = client()
    browser.get("/login/")
    session = browser.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    browser.cookies["docgen_session"] = str(planted)

    browser.post("/login/", {"login": "mira", "password": PASSWORD})
    thief = client()
    thief.cookies["docgen_session"] = str(planted)

    assert is_in(browser)
    assert browser.session.session_key != planted
    assert not is_in(thief)


@pytest.mark.usefixtures("mira")
@pytest.mark.parametrize(
    ("opened", "seen", "open_still"),
    [(11 * HOUR, 0, True), (13 * HOUR, 0, False), (0, 0.9 * HOUR, True), (0, 1.1 * HOUR, False)],
    ids=["eleven hours", "thirteen hours", "fifty minutes idle", "seventy minutes idle"],
)
def test_a_session_ends_in_time(opened: float, seen: float, *, open_still: bool) -> None:
    browser = come()
    key = browser.session.session_key
    passed(browser, opened=opened, seen=seen)

    assert is_in(browser) is open_still
    assert Session.objects.filter(session_key=key).exists() is open_still
    assert UserSession.objects.filter(session_key=key).exists() is open_still


@pytest.mark.usefixtures("mira")
def test_using_it_keeps_a_session_open_but_not_for_ever() -> None:
    browser = come()
    passed(browser, opened=0.9 * HOUR, seen=0.9 * HOUR)

    is_in(browser)

    session = browser.session
    assert time.time() - session["docgen_seen"] < 60
    assert time.time() - session["docgen_opened"] > 0.8 * HOUR


@pytest.mark.usefixtures("mira")
def test_a_page_right_after_another_writes_nothing() -> None:
    browser = come()
    before = browser.session["docgen_seen"]

    browser.get("/account/")

    assert browser.session["docgen_seen"] == before
    assert "docgen_session" not in browser.get("/account/").cookies


def test_a_new_password_ends_the_other_sessions_and_not_this_one(mira: Person) -> None:
    here, there = come(), come()

    here.post(
        "/account/password/",
        {
            "oldpassword": PASSWORD,
            "password1": "quite another one",
            "password2": "quite another one",
        },
    )

    assert is_in(here)
    assert not is_in(there)
    assert is_in(come(password="quite another one"))  # noqa: S106  as above
    assert (log()[-2]["act"], log()[-2]["who"]) == ("person.set-password", mira.code)


@pytest.mark.usefixtures("mira")
@pytest.mark.parametrize(
    ("new", "said"),
    [("short", "less than 12"), ("password1234", "many people"), ("x" * 300, "longer than 256")],
)
def test_a_weak_password_is_not_taken(new: str, said: str) -> None:
    browser = come()
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    answer = browser.post("/account/password/", form)

    assert said in answer.content.decode()
    assert is_in(come())


@pytest.mark.usefixtures("mira")
def test_nobody_changes_a_password_without_the_present_one() -> None:
    browser = come()

    browser.post(
        "/account/password/", {"oldpassword": "no", "password1": "x" * 20, "password2": "x" * 20}
    )

    assert is_in(come())


def by_command(office: Office) -> None:
    """As ``docgen user close`` does."""
    leaving.close(office, founder(), "mira")


def by_handover(office: Office) -> None:
    """As the end of a handover does."""
    with one_transaction():
        people.end(office, founder(), people.by_login("mira"))


@pytest.mark.parametrize("closed", [by_command, by_handover])
def test_a_closed_account_is_out_at_the_next_page(
    office: Office, mira: Person, closed: Callable[[Office], None]
) -> None:
    browser = come()
    key = browser.session.session_key

    closed(office)

    assert not is_in(browser)
    assert not Session.objects.filter(session_key=key).exists()
    del mira


def test_a_closed_account_has_no_tokens(office: Office, mira: Person) -> None:
    now = office.now()
    Token.objects.create(person=mira, name="script", digest="0" * 64, made_at=now, ends_at=now)

    by_command(office)

    assert not Token.objects.filter(ended_at=None).exists()


def test_the_account_shows_the_sessions_and_ends_one(mira: Person) -> None:
    here, there = come(), come()
    other = UserSession.objects.get(session_key=there.session.session_key)

    page = here.get("/account/").content.decode()
    here.post(f"/account/sessions/{other.pk}/end/")

    assert page.count("127.0.0.1") == 2
    assert is_in(here)
    assert not is_in(there)
    assert (log()[-1]["act"], log()[-1]["who"]) == ("person.ended-sessions", mira.code)


@pytest.mark.usefixtures("mira")
def test_sign_out_everywhere_else() -> None:
    here, first, second = come(), come(), come()

    here.post("/account/sessions/end/")

    assert [is_in(one) for one in (here, first, second)] == [True, False, False]
    assert log()[-1]["more"] == {"sessions": 2}


def test_nobody_ends_the_session_of_another(office: Office, mira: Person) -> None:
    signs_in(office, "lena", PASSWORD)
    lena, browser = come("lena"), come()
    other = UserSession.objects.get(session_key=lena.session.session_key)

    answer = browser.post(f"/account/sessions/{other.pk}/end/")

    assert answer.status_code == 404
    assert is_in(lena)
    del mira


def test_the_account_says_who_one_is(office: Office) -> None:
    person(office, "ada", "legal", unit="法律室", clearance="B")

    page = client("ada").get("/account/").content.decode()

    for said in ("ada", "法律室", "legal", "grade-b"):
        assert said in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537 Edg/130",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Safari/604 MicroMessenger/8", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131", "Firefox · Linux"),
        ("curl/8", "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_browsers_are_called_as_people_call_them(agent: str, name: str) -> None:
    assert known_as(agent) == name
