"""Claims: a page of lists takes 150 ms of CPU at most in an office of 100,000 papers.

Those that do not yet are named in bench/README.md.

    python bench/bench_pages.py OFFICE [--rounds 3]

OFFICE is one that ``bench_web.py --office`` made, with whatever was added since; looking at its
pages writes entries into its log, so a copy is best. Each page is asked for in this process by an
archivist, a manager or an administrator, who is added if there is none; once to be warm, then as
many times as there are rounds, of which the median is told: CPU, questions to the register with
those of the log and the session, kilobytes.
"""

from __future__ import annotations

import argparse
import time
from http import HTTPStatus
from pathlib import Path
from statistics import median

import docgen.web.setup as web  # Django before anything else

# isort: split

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from places import load

from docgen.office import opening, people
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.web import desk

UNIT = "客户服务部"
PAGES = {
    "archivist": (
        *("/", "/search/?q=维修", "/customers/", "/customers/?q=样例", "/duties/?whose=all"),
        *("/calendar/", "/loans/?tab=out", "/loans/?tab=history", "/transfers/", "/retention/"),
        *("/transfers/?tab=all", "/destructions/", "/retention/holds/", "/copies/", "/cases/"),
        *("/audit/", "/audit/log/", "/audit/log/?who=shen", "/audit/log/?text=维修", "/jobs/"),
        *("/audit/figures/", "/batches/", "/templates/", "/outside/"),
    ),
    "manager": ("/approvals/", "/cases/overdue/", "/visits/", "/postings/", "/postings/areas/"),
    "administrator": ("/administration/", "/administration/backups/", "/administration/people/"),
}


def main() -> None:
    """Print one line a page."""
    options = argparse.ArgumentParser()
    options.add_argument("office", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    office = opening.open_office(chosen.office)
    web.migrate()
    desk.use(office)
    print(f"{'page':32} {'ms':>6} {'asked':>6} {'KB':>6}   {load()}")
    for role, paths in PAGES.items():
        browser = _browser(_person(office, role))
        for path in paths:
            if (told := _measured(browser, path, chosen.rounds)) is not None:
                print(f"{path:32} {told[0]:6.0f} {told[1]:6} {told[2]:6.0f}", flush=True)


def _measured(browser: Client, path: str, rounds: int) -> tuple[float, int, float] | None:
    """Milliseconds of CPU, questions, kilobytes; None for a page that is not there."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    if answer.status_code != HTTPStatus.OK:
        return None
    questions, taken = len(asked), []
    for _ in range(rounds):
        started = time.process_time()
        browser.get(path)
        taken.append((time.process_time() - started) * 1000)
    return median(taken), questions, len(answer.content) / 1024


def _person(office: Office, role: str) -> Person:
    """Whoever has the role; somebody new if nobody has."""
    held = [one for one in Person.objects.filter(active=True) if one.roles[:1] == [role]]
    return (held or [_added(office, role)])[0]


def _added(office: Office, role: str) -> Person:
    return people.add(
        office,
        people.by_login("shen"),
        login=f"bench-{role}",
        name=role,
        unit=UNIT,
        roles=[role],
        clearance="P" if role == "administrator" else "A",
    )


def _browser(person: Person) -> Client:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "username": person.login},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return browser


if __name__ == "__main__":
    main()
