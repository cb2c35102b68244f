"""Showing again who one is: what asks for it, what does for it, and coming back afterwards."""

from __future__ import annotations

import dataclasses
import time
from typing import cast

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.support.desks import filed, log
from tests.support.pages import client, signs_in

from docgen.errors import NotAllowed, Reason, say
from docgen.model.access import Act, SignIn
from docgen.office import people
from docgen.office.desk import Office
from docgen.office.gate import paper_of
from docgen.register.models import Customer, Person
from docgen.web import wrong
from docgen.web.accounts_fresh import sign_in_of, way_on
from docgen.web.entering import Request
from docgen.web.page import button

PASSWORD = "a long sentence about nothing"  # noqa: S105  of people who are invented
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  the same
R10 = Reason("R10", say("sign in again"))


def asking(
    browser: Client, person: Person, *, path: str = "/account/", method: str = "get", **more: str
) -> HttpRequest:
    """A request as a view sees it, in this browser's session."""
    request: HttpRequest = getattr(RequestFactory(SERVER_NAME="127.0.0.1"), method)(path, **more)
    request.session = browser.session
    request.user = person
    return request


def refusal(*reasons: Reason) -> NotAllowed:
    """What a verb refuses with."""
    return NotAllowed(say("no"), why=say("these rules"), fix=say("ask"), reasons=reasons)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("strength", "minutes"), [("password", 0), ("password", 481), ("mfa", 3), ("mfa", 16)]
)
def test_how_somebody_signed_in_is_read_from_his_session(strength: str, minutes: int) -> None:
    mira = people.by_login("mira")
    browser = client("mira", strength=strength, minutes=minutes)

    found = sign_in_of(asking(browser, mira))

    assert found == SignIn(strength, minutes=minutes)  # type: ignore[arg-type]  # as the cases say


@pytest.mark.usefixtures("office")
def test_a_fresh_password_does_not_make_an_old_second_factor_fresh() -> None:
    mira = people.by_login("mira")
    browser = client("mira", minutes=60)
    session = browser.session
    again = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] += [again]
    session.save()

    assert sign_in_of(asking(browser, mira)) == SignIn("mfa", minutes=60)


@pytest.mark.usefixtures("office")
def test_the_records_of_another_person_count_for_nothing() -> None:
    jonas = people.by_login("jonas")

    found = sign_in_of(asking(client("mira"), jonas))

    assert found.strength == "password"
    assert found.minutes > 480


def test_a_session_without_records_is_old_and_weak(office: Office) -> None:
    browser = client()
    browser.force_login(
        people.by_login("mira"), "allauth.account.auth_backends.AuthenticationBackend"
    )

    found = sign_in_of(asking(browser, people.by_login("mira")))

    assert (found.strength, found.minutes > 480) == ("password", True)
    del office


def test_what_is_sensitive_asks_for_the_password_and_comes_back(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client("mira", strength="password", minutes=16)

    asked = browser.get("/account/password/")
    answer = browser.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"] == "/reauthenticate/?next=%2Faccount%2Fpassword%2F"
    assert answer["Location"] == "/account/password/"
    assert browser.get("/account/password/").status_code == 200
    assert (log()[-1]["act"], log()[-1]["more"]) == ("person.confirmed", {"method": "password"})


def test_within_fifteen_minutes_nobody_is_asked(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)

    assert (
        client("mira", strength="password", minutes=14).get("/account/password/").status_code == 200
    )


def test_a_wrong_password_confirms_nothing(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client("mira", strength="password", minutes=16)

    browser.post("/reauthenticate/", {"password": "wrong"})

    assert browser.get("/account/password/").status_code == 302
    assert log()[-1]["res"] == "deny"


def test_who_has_a_second_factor_confirms_with_it(office: Office) -> None:
    mira = signs_in(office, "mira", PASSWORD)
    TOTP.activate(mira, SECRET)
    spare = RecoveryCodes.activate(mira).get_unused_codes()[0]
    browser = client("mira", minutes=16)

    asked = browser.get("/account/password/")
    by_password = browser.post("/reauthenticate/?next=/account/password/", {"password": PASSWORD})
    still = browser.get("/account/password/").status_code
    browser.post("/2fa/reauthenticate/", {"code": spare})

    assert asked["Location"].startswith("/2fa/reauthenticate/")
    assert by_password["Location"].startswith("/2fa/reauthenticate/")
    assert still == 302
    assert browser.get("/account/password/").status_code == 200


def test_what_was_sent_is_done_after_the_confirmation(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client("mira", strength="password", minutes=16)

    asked = browser.post("/account/tokens/", {"name": "呼叫中心", "scopes": "read", "days": "9"})
    browser.post(asked["Location"], {"password": PASSWORD})

    assert [one.name for one in people.by_login("mira").tokens.all()] == ["呼叫中心"]


def test_a_password_that_was_sent_is_kept_nowhere_meanwhile(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client("mira", strength="password", minutes=16)
    new = "quite another sentence"

    asked = browser.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    kept = str(dict(browser.session))
    back = browser.post(asked["Location"], {"password": PASSWORD})

    assert new not in kept
    assert back["Location"] == "/account/password/"
    assert not people.by_login("mira").check_password(new)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_to_another_site_afterwards(office: Office, evil: str) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client("mira", strength="password", minutes=16)

    answer = browser.post(f"/reauthenticate/?next={evil}", {"password": PASSWORD, "next": evil})

    assert answer["Location"] == "/"


def test_a_refusal_for_the_sign_in_alone_shows_the_way(office: Office) -> None:
    mira = signs_in(office, "mira", PASSWORD)
    TOTP.activate(mira, SECRET)
    request = asking(client("mira", minutes=30), mira, path="/items/x/?a=1")

    answer: HttpResponse = wrong.said(request, refusal(R10))

    assert '/reauthenticate/?next=%2Fitems%2Fx%2F%3Fa%3D1"' in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_a_refusal_for_other_reasons_shows_none() -> None:
    mira = people.by_login("mira")
    request = asking(client("mira", minutes=30), mira)

    for reasons in ((R10, Reason("R2", say("clearance"))), (Reason("R0", say("role")),), ()):
        assert way_on(request, reasons) == ""


@pytest.mark.usefixtures("office")
def test_who_has_no_second_factor_is_led_to_setting_one_up() -> None:
    mira = people.by_login("mira")
    request = asking(client("mira", strength="password"), mira)

    assert way_on(request, [R10]).startswith("/2fa/?next=")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("sender", "back"),
    [("http://127.0.0.1/loans/", "127.0.0.1%2Floans%2F"), ("https://evil.example/x", "next=%2F")],
)
def test_after_a_form_the_way_leads_back_to_the_page_it_stood_on(sender: str, back: str) -> None:
    mira = people.by_login("mira")
    browser = client("mira", minutes=30)
    request = asking(browser, mira, method="post", HTTP_REFERER=sender)

    found = way_on(request, [R10])

    assert back in found
    assert "evil" not in found


def test_a_grey_button_shows_the_way_if_the_sign_in_alone_is_missing(office: Office) -> None:
    item = filed(office, people.by_login("jonas"), Customer.objects.get(), grade="A")
    jonas = signs_in(office, "jonas", PASSWORD)
    weak = asking(client("jonas", strength="password"), jonas)
    weak.office = dataclasses.replace(office, sign_in=sign_in_of(weak))  # type: ignore[attr-defined]  # as Entering does
    weak.who = jonas  # type: ignore[attr-defined]  # the same

    found = button(cast("Request", weak), Act.READ, paper=paper_of(item), purpose="service")

    assert not found.allowed
    assert [one.rule for one in found.reasons] == ["R10"]
    assert found.way_on.startswith("/2fa/")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("who", "door"), [("", "/login/"), ("mira", "/reauthenticate/")], ids=["nobody", "long ago"]
)
def test_a_part_of_a_page_never_becomes_the_door(who: str, door: str) -> None:
    browser = client(who, minutes=30)
    here = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/search/?q=1"}

    answer = browser.get("/account/password/", headers=here)

    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{door}?next=%2Fsearch%2F%3Fq%3D1"
    assert "Location" not in answer.headers


@pytest.mark.usefixtures("office")
def test_a_part_of_a_page_from_elsewhere_leads_back_home() -> None:
    here = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}

    answer = client().get("/account/", headers=here)

    assert answer.headers["HX-Redirect"] == "/login/?next=%2F"
