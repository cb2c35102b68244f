"""A demo office lets anyone in as anyone; a real one has nothing of it."""

from __future__ import annotations

import dataclasses

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.support.desks import log
from tests.support.offices import person
from tests.support.pages import client

from docgen.errors import NotFound
from docgen.office import demo_people, people
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web import desk
from docgen.web.accounts_demo import prepare


@pytest.fixture
def ada(office: Office) -> Person:
    """A manager of a demo office that is served."""
    person(office, "ada", "manager")
    prepare(office)
    return people.by_login("ada")


@pytest.fixture
def real(office: Office) -> Office:
    """A real office that is served."""
    settings = dataclasses.replace(office.settings, act_as=False)
    return desk.use(dataclasses.replace(office, settings=settings))


def test_one_button_leads_in_with_a_second_factor(ada: Person) -> None:
    browser = client()

    page = browser.get("/login/").content.decode()
    browser.post("/login/as/", {"login": "ada"})

    assert 'value="ada"' in page
    assert browser.get("/account/").status_code == 200
    methods = [one["method"] for one in browser.session["account_authentication_methods"]]
    assert methods == ["password", "mfa"]
    assert UserSession.objects.filter(user=ada).count() == 1
    assert (log()[-1]["act"], log()[-1]["who"]) == ("person.signed-in", ada.code)


def test_the_password_and_the_code_of_the_command_do_too(office: Office, ada: Person) -> None:
    browser = client()
    browser.post("/login/", {"login": "ada", "password": demo_people.PASSWORD})

    browser.post("/2fa/authenticate/", {"code": demo_people.code_of(office, ada)})

    assert browser.get("/account/").status_code == 200


def test_preparing_twice_changes_nothing(office: Office, ada: Person) -> None:
    before = Person.objects.filter(pk=ada.pk).values().get()

    prepare(office)

    assert Person.objects.filter(pk=ada.pk).values().get() == before
    assert Authenticator.objects.filter(user=ada).count() == 1


def test_a_clerk_of_a_demo_office_has_a_password_alone(office: Office) -> None:
    prepare(office)

    assert people.by_login("mira").check_password(demo_people.PASSWORD)
    assert not Authenticator.objects.filter(user__login="mira").exists()


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("login", ["", "nobody", "ADA", "沈砚"])
def test_only_a_login_that_is_there_leads_in(login: str) -> None:
    browser = client()

    answer = browser.post("/login/as/", {"login": login})

    assert answer.status_code == 404
    assert browser.get("/account/").status_code == 302


@pytest.mark.usefixtures("ada")
def test_a_closed_account_has_no_button() -> None:
    Person.objects.filter(login="ada").update(active=False)

    assert 'value="ada"' not in client().get("/login/").content.decode()
    assert client().post("/login/as/", {"login": "ada"}).status_code == 404


@pytest.mark.usefixtures("ada")
def test_a_form_of_another_site_does_not_press_the_button() -> None:
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    assert browser.post("/login/as/", {"login": "ada"}).status_code == 403
    assert browser.get("/login/as/").status_code == 405


def test_a_real_office_has_no_button_and_no_door_for_it(real: Office) -> None:
    browser = client()

    page = browser.get("/login/").content.decode()
    answer = browser.post("/login/as/", {"login": "mira"})

    assert "mira" not in page
    assert answer.status_code == 404
    assert browser.get("/account/").status_code == 302
    del real


def test_a_real_office_gets_no_passwords_and_no_codes(real: Office) -> None:
    prepare(real)

    assert not any(one.password for one in Person.objects.all())
    assert not Authenticator.objects.exists()
    with pytest.raises(NotFound):
        demo_people.code_of(real, people.by_login("mira"))
