"""Pages in tests: an office with everything a page needs, and people who are signed in."""

from __future__ import annotations

import time
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from tests.support.desks import desks
from tests.support.offices import as_made

import docgen.web.setup as web
from docgen.office import passwords, people
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.web import desk


class QuickArgon2(Argon2PasswordHasher):
    """The hash of the page with a thousandth of its work."""

    time_cost, memory_cost, parallelism = 1, 64, 1


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def office_with_pages(folder: Path) -> Office:
    """The office of ``desks`` (mira, jonas, lena, the founder shen), served by this process."""
    return desk.use(as_made(_paged, folder))


def _paged(folder: Path) -> None:
    desks(folder)
    web.migrate()


def client(login: str = "", *, strength: str = "mfa", minutes: int = 0) -> Client:
    """A browser in which this person is signed in, with a second factor unless said otherwise."""
    browser = Client(SERVER_NAME="127.0.0.1")
    if login:
        browser.force_login(people.by_login(login), BACKEND)
        session = browser.session
        at = time.time() - 60 * minutes
        methods = [{"method": "password", "at": at, "username": login}]
        if strength == "mfa":
            methods.append({"method": "mfa", "at": at, "type": "totp"})
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(people.by_login(login).pk)
        session.save()
    return browser


def signs_in(office: Office, login: str, password: str) -> Person:
    """Somebody who can sign in with this password."""
    row = people.by_login(login)
    with one_transaction():
        passwords.put(office, row, password)
    return row
