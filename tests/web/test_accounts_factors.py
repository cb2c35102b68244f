"""Second factors: who must have one, setting one up, coming in with it, losing it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client, override_settings
from tests.support.desks import log
from tests.support.offices import person
from tests.support.pages import client, signs_in

from docgen.office import people
from docgen.office.desk import Office
from docgen.register.models import Person

PASSWORD = "a long sentence about nothing"  # noqa: S105  of people who are invented
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  the same


def code(*, late: int = 0) -> str:
    """What the app shows now, or showed before."""
    return str(format_hotp_value(hotp_value(SECRET, list(counters())[1] - late)))


def with_app(office: Office, login: str) -> Person:
    """Somebody who signs in with password and app."""
    who = signs_in(office, login, PASSWORD)
    TOTP.activate(who, SECRET)
    return who


def at_the_code(login: str) -> Client:
    """A browser that has given the password and is asked for the code."""
    browser = client()
    answer = browser.post("/login/", {"login": login, "password": PASSWORD})
    assert answer["Location"].startswith("/2fa/authenticate/")
    return browser


def is_in(browser: Client) -> bool:
    """Whether this browser gets beyond the door."""
    return bool(browser.get("/account/").status_code == 200)


def secret_on(page: Any) -> str:  # noqa: ANN401  the test client's answer
    """The secret that a page offers to the app."""
    found = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())
    assert found
    return found[1]


def test_password_and_code_lead_in(office: Office) -> None:
    who = with_app(office, "mira")
    browser = at_the_code("mira")

    before = is_in(browser)
    browser.post("/2fa/authenticate/", {"code": code()})

    assert not before
    assert is_in(browser)
    entry = log()[-1]
    assert (entry["act"], entry["who"]) == ("person.signed-in", who.code)
    assert entry["more"] == {"method": "mfa"}


def test_a_wrong_code_does_not_and_is_logged(office: Office) -> None:
    who = with_app(office, "mira")
    browser = at_the_code("mira")

    browser.post("/2fa/authenticate/", {"code": "000000"})

    assert not is_in(browser)
    assert log()[-1]["obj"] == who.code
    assert log()[-1]["more"] == {"problem": "code"}


def test_after_five_wrong_codes_the_right_one_waits(office: Office) -> None:
    with_app(office, "mira")
    browser = at_the_code("mira")
    for _ in range(5):
        browser.post("/2fa/authenticate/", {"code": "000000"})

    answer = browser.post("/2fa/authenticate/", {"code": code()})

    assert "wait 15 minutes" in answer.content.decode()
    assert not is_in(browser)


def test_a_code_works_once(office: Office) -> None:
    with_app(office, "mira")
    shown = code(late=1)
    first, second = at_the_code("mira"), at_the_code("mira")

    first.post("/2fa/authenticate/", {"code": shown})
    second.post("/2fa/authenticate/", {"code": shown})

    assert is_in(first)
    assert not is_in(second)


@pytest.mark.parametrize("again", ["{0}{1}", "{0}-{1}", "{0} {1}"])
def test_a_code_works_once_however_it_is_written(office: Office, again: str) -> None:
    who = with_app(office, "mira")
    shown = code(late=1)
    first, second = at_the_code("mira"), at_the_code("mira")

    first.post("/2fa/authenticate/", {"code": shown})
    cache.delete(f"allauth.mfa.totp.used?user={who.pk}&code={shown}")  # it forgets after 30 seconds
    second.post("/2fa/authenticate/", {"code": again.format(shown[:3], shown[3:])})

    assert is_in(first)
    assert not is_in(second)


def test_the_register_holds_no_secret_that_could_be_used(office: Office) -> None:
    who = with_app(office, "mira")
    spare = RecoveryCodes.activate(who)

    kept = [str(one.data) for one in Authenticator.objects.filter(user=who)]

    assert len(kept) == 2
    assert not [one for one in kept if SECRET in one or decrypt(spare.instance.data["seed"]) in one]
    assert all("sealed:" in one for one in kept)


def test_a_secret_from_before_the_seals_still_leads_in(office: Office) -> None:
    who = with_app(office, "mira")
    Authenticator.objects.filter(user=who).update(data={"secret": SECRET})
    browser = at_the_code("mira")

    browser.post("/2fa/authenticate/", {"code": code()})

    assert is_in(browser)


@pytest.mark.parametrize("secret", [SECRET, ""])
def test_under_another_key_no_code_is_right(office: Office, secret: str) -> None:
    signs_in(office, "jonas", PASSWORD)
    with override_settings(SECRET_KEY="k" * 50):
        TOTP.activate(people.by_login("jonas"), SECRET)
    browser = at_the_code("jonas")
    shown = format_hotp_value(hotp_value(secret, list(counters())[1]))

    answer = browser.post("/2fa/authenticate/", {"code": shown})

    assert answer.status_code == 200
    assert not is_in(browser)


def test_a_recovery_code_works_once(office: Office) -> None:
    who = with_app(office, "mira")
    spare = RecoveryCodes.activate(who).get_unused_codes()[0]
    first, second = at_the_code("mira"), at_the_code("mira")

    first.post("/2fa/authenticate/", {"code": spare})
    second.post("/2fa/authenticate/", {"code": spare})

    assert is_in(first)
    assert not is_in(second)


def test_nobody_is_asked_for_a_code_before_the_password(office: Office) -> None:
    with_app(office, "mira")

    answer = client().post("/2fa/authenticate/", {"code": code()})

    assert answer["Location"] == "/login/"


@pytest.mark.parametrize("role", ["manager", "legal", "auditor", "administrator"])
@pytest.mark.parametrize("path", ["/", "/account/", "/account/password/"])
def test_whose_role_asks_for_it_sets_one_up_first(office: Office, role: str, path: str) -> None:
    person(office, "ada", role)

    answer = client("ada", strength="password").get(path)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/2fa/")


def test_nothing_can_be_sent_before_either(office: Office) -> None:
    person(office, "ada", "manager")

    answer = client("ada", strength="password").post("/account/sessions/end/")

    assert answer["Location"].startswith("/2fa/")


@pytest.mark.usefixtures("office")
def test_a_clerk_does_without() -> None:
    assert client("mira", strength="password").get("/account/").status_code == 200


def test_who_has_one_and_did_not_use_it_is_asked_for_it(office: Office) -> None:
    ada = person(office, "ada", "auditor")
    TOTP.activate(ada, SECRET)

    answer = client("ada", strength="password").get("/")

    assert answer["Location"].startswith("/reauthenticate/")


def test_setting_one_up_opens_the_way_and_shows_recovery_codes(office: Office) -> None:
    ada = person(office, "ada", "manager")
    signs_in(office, "ada", PASSWORD)
    browser = client("ada", strength="password")
    secret = secret_on(browser.get("/2fa/app/"))
    shown = format_hotp_value(hotp_value(secret, list(counters())[1]))

    answer = browser.post("/2fa/app/", {"code": shown})

    assert answer["Location"] == "/2fa/codes/"
    codes = browser.get("/2fa/codes/").content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes)) == 10
    assert not re.search(r"<code>\d{8}</code>", browser.get("/2fa/codes/").content.decode())
    assert browser.get("/account/").status_code == 200
    assert (log()[-1]["act"], log()[-1]["who"]) == ("person.added-factor", ada.code)


@pytest.mark.usefixtures("office")
def test_a_wrong_code_sets_nothing_up() -> None:
    browser = client("mira")
    browser.get("/2fa/app/")

    browser.post("/2fa/app/", {"code": "000000"})

    assert not Authenticator.objects.exists()


@pytest.mark.usefixtures("office")
def test_the_picture_to_scan_is_one_that_the_policy_lets_through() -> None:
    answer = client("mira").get("/2fa/app/")

    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_the_last_factor_of_a_manager_stays(office: Office) -> None:
    ada = person(office, "ada", "manager")
    TOTP.activate(ada, SECRET)
    browser = client("ada")

    browser.post("/2fa/app/remove/")

    assert Authenticator.objects.filter(user=ada).exists()


def test_a_clerk_takes_his_off_and_the_log_hears_of_it(office: Office) -> None:
    mira = with_app(office, "mira")
    browser = client("mira")

    browser.post("/2fa/app/remove/")

    assert not Authenticator.objects.filter(user=mira).exists()
    assert (log()[-1]["act"], log()[-1]["who"]) == ("person.removed-factor", mira.code)


def test_the_last_passkey_of_a_manager_stays(office: Office) -> None:
    ada = person(office, "ada", "manager")
    key = Authenticator.objects.create(
        user=ada, type="webauthn", data={"name": "key", "credential": {}}
    )

    answer = client("ada").post(f"/2fa/passkeys/{key.pk}/remove/")

    assert answer.status_code == 403
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_the_passkey_of_another(office: Office) -> None:
    jonas = Person.objects.get(login="jonas")
    key = Authenticator.objects.create(
        user=jonas, type="webauthn", data={"name": "key", "credential": {}}
    )

    answer = client("mira").post(f"/2fa/passkeys/{key.pk}/remove/")

    assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
    del office


@pytest.mark.parametrize("path", ["/2fa/app/", "/2fa/passkeys/", "/2fa/codes/new/"])
def test_changing_factors_asks_again_after_a_while(office: Office, path: str) -> None:
    signs_in(office, "mira", PASSWORD)

    answer = client("mira", minutes=20).get(path)

    assert answer["Location"].startswith("/reauthenticate/")


@pytest.mark.usefixtures("office")
def test_what_a_browser_says_of_a_passkey_is_not_believed() -> None:
    browser = client("mira")
    browser.get("/2fa/passkeys/")

    for said in ("", "{}", "[]", "null", '{"id": "x", "type": "public-key", "response": {}}', "{"):
        assert browser.post("/2fa/passkeys/", {"credential": said}).status_code == 200

    assert not Authenticator.objects.exists()
