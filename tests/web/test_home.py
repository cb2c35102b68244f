"""Home: what waits is counted for each role, what is late comes first, and it asks little."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import waiting as made
from tests.support.desks import Cast, cast_there, filed, later
from tests.support.offices import person
from tests.support.pages import client

from docgen.model.calendar import Due
from docgen.model.duty import Rule, When
from docgen.office import duties, figures
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan
from docgen.register.models_page import Draft, Job


@pytest.fixture
def folk(office: Office) -> Cast:  # noqa: ARG001  the office has them
    return cast_there()


@pytest.fixture
def item(office: Office, folk: Cast) -> Item:
    return filed(office, folk.mira, Customer.objects.get(), title="服务合同")


def owe(office: Office, key: str, days: int, **more: object) -> None:
    """A duty that is due in so many days."""
    rule = Rule(key, f"事项{key}", "C-054", When(), by_unit=False)
    due = Due(office.today + dt.timedelta(days=days))
    duties.owe(office, key=key, rule=rule, due=due, **more)  # type: ignore[arg-type]  # as given


def home(login: str) -> str:
    answer = client(login).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def tiles(page: str) -> dict[str, int]:
    """What the tiles say, by their words."""
    found = re.findall(r'class="figure-big">(\d+)</span><br>([^<]+)<', page)
    return {words: int(n) for n, words in found}


def test_a_clerk_sees_his_duties_his_loans_and_his_drafts(
    office: Office, folk: Cast, item: Item
) -> None:
    owe(office, "a", -2, person=folk.mira)
    owe(office, "b", 3, unit=folk.mira.unit)
    owe(office, "c", 30, person=folk.mira)
    owe(office, "d", -2, person=folk.lena)
    made.loan(office, folk.mira, item, state="out", due=office.today - dt.timedelta(days=1))
    now = office.now()
    Draft.objects.create(person=folk.mira, template="x/y", made_at=now, changed_at=now)

    page = home("mira")

    assert tiles(page) == {
        "duties late": 1,
        "papers to give back": 1,
        "duties due this week": 1,
        "drafts": 1,
    }
    assert page.index("事项a") < page.index("事项b") < page.index("事项c")
    assert "事项d" not in page
    assert str(item) in page


def test_the_archive_sees_the_desk(office: Office, folk: Cast, item: Item) -> None:
    made.loan(office, folk.mira, item)
    made.loan(office, folk.lena, item, state="approved")
    made.loan(office, folk.mira, item, state="out", due=office.today - dt.timedelta(days=4))
    made.outside(office, folk.mira, item, state="approved")
    made.loan(office, folk.jonas, item)  # his own is nothing for him to do

    found = tiles(home("jonas"))

    assert found["requests at the desk"] == 1
    assert found["papers to hand over"] == 1
    assert found["loans overdue"] == 1
    assert found["outside requests to serve"] == 1
    assert found["approvals"] == 1


def test_a_manager_sees_what_is_late_in_all_units(office: Office, folk: Cast, item: Item) -> None:
    person(office, "qiao", "manager", unit="总经理室", clearance="A")
    owe(office, "a", -2, person=folk.mira)
    made.case(office, folk.mira, item)

    page = home("qiao")

    assert tiles(page)["duties late in all units"] == 1
    assert tiles(page)["steps of cases late"] == 1
    assert "Late duties, by unit" in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("clerk", "Papers you filed, by week"),
        ("archivist", "Papers handed over, by week"),
        ("manager", "Overdue loans, by unit"),
        ("legal", "Outside requests, by week"),
        ("auditor", "Overdue loans, by unit"),
        ("administrator", "Accounts, by role"),
    ],
)
def test_each_role_has_its_own_figures(office: Office, role: str, words: str) -> None:
    person(office, "somebody", role, unit="某部", clearance="P")

    page = home("somebody")

    assert words in page


def test_who_reads_no_papers_sees_no_papers(office: Office, folk: Cast, item: Item) -> None:
    assert folk
    person(office, "root", "administrator", unit="信息部", clearance="P")
    now = office.now()
    Job.objects.create(
        person=folk.mira, kind="batch", title="x", state="failed", made_at=now, changed_at=now
    )

    page = home("root")

    assert tiles(page) == {"jobs that failed": 1}
    assert "服务合同" not in page
    assert str(item.dossier) not in page
    assert "Recent dossiers" not in page


def test_recent_dossiers_are_those_he_worked_on(office: Office, folk: Cast, item: Item) -> None:
    person(office, "noa")
    made.loan(office, folk.jonas, item)

    assert str(item.dossier) in home("mira")
    assert str(item.dossier) in home("jonas")
    assert str(item.dossier) not in home("noa")


def test_a_dossier_that_is_no_longer_his_to_know_is_gone(
    office: Office, folk: Cast, item: Item
) -> None:
    folk.mira.unit = "别的部门"
    folk.mira.save()

    assert str(item.dossier) not in home("mira")
    assert office


def test_nothing_waits_is_said(office: Office) -> None:
    person(office, "noa")

    page = home("noa")

    assert 'class="empty"' in page
    assert tiles(page) == {}


def test_home_asks_little_however_much_there_is(office: Office, folk: Cast, item: Item) -> None:
    browser = client("jonas")
    browser.get("/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/")
    facts = {"kind": "copy", "purpose": "service", "requested_at": office.now()}
    Loan.objects.bulk_create(
        Loan(item=item, borrower=folk.mira, state=state, due=office.today, **facts)
        for state in ("requested", "approved", "out", "waiting", "returned")
        for _ in range(40)
    )
    for n in range(30):
        owe(office, f"d{n}", n - 15, person=folk.jonas)

    with CaptureQueriesContext(connection) as many:
        page = browser.get("/").content.decode()

    assert tiles(page)["requests at the desk"] == 40
    assert len(many) <= len(few) + 1  # the badge is counted anew
    assert len(many) <= 25


def test_a_week_later_it_is_another_week(office: Office, folk: Cast, item: Item) -> None:

    now, then = figures.filed(office, folk.mira), figures.filed(later(office, 7), folk.mira)

    assert item
    assert [*now.values()] == [0, 0, 0, 0, 0, 0, 0, 1]
    assert [*then.values()] == [0, 0, 0, 0, 0, 0, 1, 0]
    assert [*now][1:] == [*then][:-1]
