"""The link by which somebody sets his password: once, in time, and nobody else's."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from tests.support.desks import log
from tests.support.offices import founder, person
from tests.support.pages import client, signs_in

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import invitations, people
from docgen.office.desk import Office
from docgen.office.invitations import invite, link
from docgen.register.models import Person
from docgen.register.models_page import Invitation

PASSWORD = "a long sentence about nothing"  # noqa: S105  of people who are invented
NEW = "quite another sentence"


def address(office: Office, login: str = "mira", **how: bool) -> str:
    """The path of an invitation by the founder, before there is an administrator."""
    secret, _ = invite(office, founder(), login, **how)
    return f"/invitation/{secret}/"


def sent(path: str, password: str = NEW, again: str = "") -> int:
    """Send the form of an invitation; the status of the answer."""
    form = {"password": password, "again": again or password}
    return client().post(path, form).status_code


def can_come(login: str, password: str) -> bool:
    """Whether the password lets somebody in."""
    browser = client()
    browser.post("/login/", {"login": login, "password": password})
    return bool(browser.get("/account/").status_code == 200)


def test_the_link_sets_a_password_and_leads_to_the_door(office: Office) -> None:
    browser = client()
    path = address(office)

    page = browser.get(path).content.decode()
    answer = browser.post(path, {"password": NEW, "again": NEW})

    assert "mira" in page
    assert answer["Location"] == "/login/"
    assert can_come("mira", NEW)
    acts = [entry["act"] for entry in log() if entry["act"].startswith("person.")]
    assert acts[-3:] == ["person.invited", "person.set-password", "person.signed-in"]


def test_it_works_once(office: Office) -> None:
    path = address(office)
    sent(path)

    assert client().get(path).status_code == 404
    assert sent(path, "a thief's own password") == 404
    assert can_come("mira", NEW)


def test_looking_at_it_does_not_use_it_up(office: Office) -> None:
    path = address(office)

    for _ in range(3):
        assert client().get(path).status_code == 200


@pytest.mark.parametrize(("hours", "open_still"), [(71, True), (73, False)])
def test_it_ends_after_three_days(office: Office, hours: int, *, open_still: bool) -> None:
    earlier = dataclasses.replace(office, now=lambda: office_now - timedelta(hours=hours))
    office_now = office.now()

    path = address(earlier)

    assert (client().get(path).status_code == 200) is open_still


def test_a_newer_one_ends_an_older_one(office: Office) -> None:
    older, newer = address(office), address(office)

    assert client().get(older).status_code == 404
    assert client().get(newer).status_code == 200


def test_of_a_closed_account_it_is_nothing(office: Office) -> None:
    path = address(office)
    Person.objects.filter(login="mira").update(active=False)

    assert client().get(path).status_code == 404
    with pytest.raises(BadInput):
        invite(office, founder(), "mira")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("guess", ["x", "A" * 43, "%00", "沈砚", "..", "x" * 3000])
def test_a_guessed_one_is_nothing(guess: str) -> None:
    assert client().get(f"/invitation/{guess}/").status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "", "less than 12"),
        ("password1234", "", "many people"),
        ("x" * 300, "", "longer than 256"),
        (NEW, "with a typing error", "differ"),
        ("", "", "less than 12"),
    ],
)
def test_a_password_that_is_not_taken_leaves_the_link(
    office: Office, password: str, again: str, said: str
) -> None:
    path = address(office)

    answer = client().post(path, {"password": password, "again": again or password})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client().get(path).status_code == 200


def test_it_ends_the_sessions_of_the_old_password(office: Office) -> None:
    signs_in(office, "mira", PASSWORD)
    browser = client()
    browser.post("/login/", {"login": "mira", "password": PASSWORD})

    sent(address(office))

    assert browser.get("/account/").status_code == 302
    assert not can_come("mira", PASSWORD)


@pytest.mark.parametrize("clears", [True, False])
def test_second_factors_go_only_if_the_administrator_said_so(
    office: Office, *, clears: bool
) -> None:
    mira = people.by_login("mira")
    RecoveryCodes.activate(mira)

    sent(address(office, clears=clears))

    assert Authenticator.objects.filter(user=mira).exists() is not clears
    removed = [entry for entry in log() if entry["act"] == "person.removed-factor"]
    assert len(removed) == int(clears)


def test_the_register_does_not_hold_the_link(office: Office) -> None:
    secret, made = invite(office, founder(), "mira")

    row = str(Invitation.objects.filter(pk=made.pk).values().get())

    assert secret not in row
    assert secret not in (office.folder / "log" / "register.jsonl").read_text("utf-8")
    assert secret in link(office, secret)


def test_a_form_of_another_site_sets_nothing(office: Office) -> None:
    path = address(office)
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    answer = browser.post(path, {"password": NEW, "again": NEW})

    assert answer.status_code == 403
    assert client().get(path).status_code == 200


def test_a_clerk_invites_nobody_but_himself_at_the_machine(office: Office) -> None:
    mira = people.by_login("mira")

    with pytest.raises(NotAllowed):
        invite(office, mira, "lena")

    assert invite(office, mira, "mira")[1].person == mira
    assert [entry["res"] for entry in log() if entry["act"] == "person.invited"] == [
        "deny",
        "allow",
    ]


def test_by_the_page_not_even_an_administrator_invites_himself(office: Office) -> None:
    ada = person(office, "ada", "administrator")
    by_page = dataclasses.replace(office, via="web")

    with pytest.raises(NotAllowed):
        invite(by_page, ada, "ada")

    assert invite(by_page, ada, "mira")[1].made_by == ada


def test_the_founder_lets_the_first_administrator_in_and_then_nobody(office: Office) -> None:
    person(office, "ada", "administrator")
    secret, _ = invite(office, founder(), "ada")

    invitations.accept(office, secret, NEW)

    with pytest.raises(NotAllowed):
        invite(office, founder(), "mira")


def test_two_who_come_at_once_do_not_both_set_it(office: Office) -> None:
    secret, made = invite(office, founder(), "mira")
    Invitation.objects.filter(pk=made.pk).update(used_at=office.now())

    with pytest.raises(NotFound):
        invitations.accept(office, secret, NEW)
