"""Coming in with login and password: who does, who does not, and what the log hears of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from tests.support.desks import log
from tests.support.pages import QuickArgon2, client, signs_in

from docgen.office import people
from docgen.office.desk import Office
from docgen.register.models import Person

PASSWORD = "a long sentence about nothing"  # noqa: S105  of people who are invented
WRONG = "another sentence about nothing"


@pytest.fixture
def mira(office: Office) -> Person:
    """A clerk who has a password."""
    return signs_in(office, "mira", PASSWORD)


def come(browser: Client, login: str, password: str = PASSWORD, **more: str) -> Any:  # noqa: ANN401  the test client's answer
    """Send the sign-in form."""
    return browser.post("/login/", {"login": login, "password": password, **more})


def is_in(browser: Client) -> bool:
    """Whether this browser gets beyond the door."""
    return bool(browser.get("/account/").status_code == 200)


def newest() -> Mapping[str, Any]:
    """The newest entry of the log."""
    return log()[-1]


def test_the_right_password_leads_home_and_into_the_log(mira: Person) -> None:
    browser = client()

    answer = come(browser, "mira")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(browser)
    entry = newest()
    assert (entry["act"], entry["who"], entry["via"]) == ("person.signed-in", mira.code, "web")
    assert entry["more"] == {"method": "password"}


@pytest.mark.usefixtures("mira")
def test_capitals_in_the_login_do_not_matter() -> None:
    browser = client()

    come(browser, "MIRA")

    assert is_in(browser)


def test_a_wrong_password_is_refused_and_logged(mira: Person) -> None:
    browser = client()

    answer = come(browser, "Mira", WRONG)

    assert answer.status_code == 200
    assert not is_in(browser)
    entry = newest()
    assert (entry["act"], entry["who"], entry["res"]) == ("person.signed-in", "system", "deny")
    assert (entry["obj"], entry["more"]) == (mira.code, {"problem": "password"})


@pytest.mark.usefixtures("mira")
def test_an_unknown_login_stands_in_the_log_behind_a_commitment_alone() -> None:
    come(client(), "zacharias")

    entry = newest()

    assert (entry["act"], entry["res"]) == ("person.turned-away", "deny")
    assert list(entry["notes"]) == ["login"]
    assert "zacharias" not in str(entry)


def test_unknown_wrong_and_closed_hear_the_same(office: Office, mira: Person) -> None:
    signs_in(office, "lena", PASSWORD)
    Person.objects.filter(login="lena").update(active=False)

    answers = [
        come(client(), login, password).content.decode().replace(login, "WHO")
        for login, password in (("mira", WRONG), ("nobody", WRONG), ("lena", PASSWORD))
    ]

    said = {page.partition('role="alert"')[2].partition("</div>")[0] for page in answers}
    assert len(said) == 1
    assert "do not fit together" in said.pop()
    del mira


def test_each_refusal_hashes_a_password_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(office, "mira", PASSWORD)
    signs_in(office, "lena", PASSWORD)
    Person.objects.filter(login="lena").update(active=False)
    hashed: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(QuickArgon2, name)

        def counted(*args: str, real: Callable[..., object] = real) -> object:
            hashed.append(args[1])
            return real(*args)

        monkeypatch.setattr(QuickArgon2, name, counted)
    work = []
    for login, password in (("mira", WRONG), ("nobody", WRONG), ("lena", PASSWORD)):
        hashed.clear()
        come(client(), login, password)
        work.append(len(hashed))

    assert work == [1, 1, 1]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("login", ["", "\0", "x" * 300, "沈砚", "' OR 1=1 --", "{{7*7}}"])
def test_any_login_is_answered(login: str) -> None:
    answer = come(client(), login)

    assert answer.status_code == 200


@pytest.mark.usefixtures("office")
def test_who_has_no_password_does_not_come_in_with_an_empty_one() -> None:
    browser = client()

    come(browser, "mira", "")
    come(browser, "mira", "!")

    assert not is_in(browser)


@pytest.mark.usefixtures("mira")
def test_the_sixth_attempt_waits_even_if_it_is_right() -> None:
    browser = client()
    for _ in range(5):
        come(browser, "mira", WRONG)

    answer = come(browser, "mira")

    assert answer.status_code == 429
    assert "wait 15 minutes" in answer.content.decode()
    assert not is_in(browser)
    assert newest()["more"] == {"problem": "throttled"}


@pytest.mark.usefixtures("mira")
def test_four_failures_leave_the_door_open() -> None:
    browser = client()
    for _ in range(4):
        come(browser, "mira", WRONG)

    come(browser, "mira")

    assert is_in(browser)


@pytest.mark.usefixtures("mira")
def test_who_does_not_exist_is_throttled_alike() -> None:
    for _ in range(5):
        answer = come(client(), "nobody", WRONG)

    assert answer.status_code == 429


def test_throttling_is_of_one_login_from_one_address(office: Office, mira: Person) -> None:
    signs_in(office, "lena", PASSWORD)
    for _ in range(5):
        come(client(), "mira", WRONG)
    elsewhere = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="10.0.0.9")
    other = client()

    come(elsewhere, "mira")
    come(other, "lena")

    assert is_in(elsewhere)
    assert is_in(other)
    del mira


@pytest.mark.usefixtures("mira")
def test_after_the_time_the_door_opens_again() -> None:
    browser = client()
    for _ in range(5):
        come(browser, "mira", WRONG)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()

    come(browser, "mira")

    assert is_in(browser)


@pytest.mark.usefixtures("mira")
def test_no_password_is_kept_by_the_throttle() -> None:
    come(client(), "mira", WRONG)

    kept = str(list(AccessAttempt.objects.values()))

    assert "mira" in kept
    assert WRONG not in kept


@pytest.mark.usefixtures("mira")
@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/account/", "/account/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_nobody_is_led_to_another_site(wanted: str, led: str) -> None:
    answer = come(client(), "mira", next=wanted)

    assert answer["Location"] == led


@pytest.mark.usefixtures("mira")
def test_a_form_of_another_site_does_not_sign_in() -> None:
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    answer = come(browser, "mira")

    assert answer.status_code == 403
    assert not is_in(browser)


def test_signing_in_leaves_the_persons_row_alone(mira: Person) -> None:
    before = Person.objects.filter(pk=mira.pk).values().get()

    come(client(), "mira")

    assert Person.objects.filter(pk=mira.pk).values().get() == before


def test_signing_out_ends_the_session_and_is_logged(mira: Person) -> None:
    browser = client()
    come(browser, "mira")
    key = browser.session.session_key

    browser.post("/logout/")

    assert not is_in(browser)
    assert (newest()["act"], newest()["who"]) == ("person.signed-out", mira.code)
    browser.cookies["docgen_session"] = str(key)
    assert not is_in(browser)


@pytest.mark.usefixtures("mira")
def test_looking_at_the_way_out_signs_nobody_out() -> None:
    browser = client()
    come(browser, "mira")

    browser.get("/logout/")

    assert is_in(browser)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "path",
    [
        *("/signup/", "/email/", "/confirm-email/", "/password/reset/", "/password/set/"),
        *("/password/change/", "/login/code/", "/inactive/", "/3rdparty/", "/3rdparty/signup/"),
        *("/social/signup/", "/2fa/trust/", "/2fa/webauthn/signup/", "/2fa/recovery-codes/"),
    ],
)
def test_what_nobody_needs_is_not_there(path: str) -> None:
    assert client("mira").get(path).status_code == 404


def test_a_person_by_name_alone_is_not_a_login(office: Office) -> None:
    signs_in(office, "shen", PASSWORD)
    browser = client()

    come(browser, people.by_login("shen").name)

    assert not is_in(browser)
