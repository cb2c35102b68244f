"""Complaint cases on pages: taken in, worked through, watched, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.cases import CALLED_BACK
from tests.support.desks import at, log
from tests.support.offices import person
from tests.support.pages import client

from docgen.model.case import State
from docgen.office import cases, cases_opening, cases_search, people
from docgen.office.cases_search import Wanted
from docgen.office.desk import Office
from docgen.register.models_cases import Case, CaseSlip

CALL = {
    "profile": "oil",
    "customer": "K000001",
    "severity": "一般",
    "f-channel": "来电",
    "f-content": "加油枪计量不准",
}


def opened(office: Office, content: str = "加油枪计量不准", severity: str = "") -> Case:
    """A case that mira took in."""
    given = {"channel": "来电", "content": content}
    wish = cases_opening.Intake(profile="oil", customer="K000001", severity=severity, given=given)
    return cases_opening.open_case(office, people.by_login("mira"), wish).row


def long_ago(office: Office, days: int = 12) -> Office:
    """The office so many days before now."""
    return at(office, dt.datetime.now(dt.UTC) - dt.timedelta(days=days))


def done(browser: Client, row: Case, step: str, **answers: object) -> None:
    """Do a step by its page, and see that it was taken."""
    sent = {f"f-{name}": value for name, value in answers.items()}
    answer = browser.post(f"/cases/{row.number}/steps/{step}/", sent)
    assert answer.status_code == 302, answer.content.decode()


def test_a_call_becomes_a_case_on_one_screen(office: Office) -> None:
    answer = client("mira").post("/cases/new/", CALL)

    row = Case.objects.get()
    assert answer["Location"] == f"/cases/{row.number}/"
    assert (row.first.login, row.summary) == ("mira", "加油枪计量不准")
    assert row.received_at.date() == office.now().date()


@pytest.mark.usefixtures("office")
def test_what_was_typed_comes_back_with_the_fault_beside_it() -> None:
    answer = client("mira").post("/cases/new/", CALL | {"f-channel": "", "f-content": "漏油<b>"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "漏油&lt;b&gt;" in page
    assert 'id="w-channel"' in page
    assert not Case.objects.exists()


@pytest.mark.usefixtures("office")
def test_a_customer_nobody_knows_is_said_beside_his_field() -> None:
    answer = client("mira").post("/cases/new/", CALL | {"customer": "没有这家"})

    assert answer.status_code == 422
    assert 'id="w-customer"' in answer.content.decode()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("text", ["昨天", "2026-02-30", "9999-12-31T23:59", "0001-01-01"])
def test_a_moment_that_cannot_be_is_no_fault_of_the_server(text: str) -> None:
    answer = client("mira").post("/cases/new/", CALL | {"received": text})

    assert answer.status_code in {302, 422}


@pytest.mark.usefixtures("office")
def test_the_kinds_of_cases_are_chosen_first() -> None:
    page = client("mira").get("/cases/new/?customer=K000001").content.decode()

    assert "油品客户投诉" in page
    assert "?profile=oil&amp;customer=K000001" in page
    assert "?profile=clothing&amp;lost=no" in page


@pytest.mark.usefixtures("office")
def test_customers_are_found_while_typing() -> None:
    page = client("mira").get("/cases/new/customers/?customer=物业").content.decode()

    assert 'value="K000001"' in page


def test_a_case_goes_from_the_call_to_its_end_by_the_right_people(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    client("mira").post("/cases/new/", CALL)
    row = Case.objects.get()
    clerk, head = client("mira"), client("qiao")

    done(clerk, row, "contact", contacted_units="油站")
    clerk.post(f"/cases/{row.number}/steps/investigate/", {"skip": "1", "remark": "当场已查明"})
    done(clerk, row, "opinion", opinion="更换计量器并致歉")
    done(head, row, "approve", approval="同意", outcome="成立")
    done(
        clerk,
        row,
        "inform",
        informed_at=_soon(office),
        informed_by="电话",
        acceptance="接受",
    )
    done(clerk, row, "settle", result="已更换")
    done(clerk, row, "visit", **_call_back())
    clerk.post(f"/cases/{row.number}/turns/close/")

    row.refresh_from_db()
    assert row.state == State.CLOSED
    assert row.steps.get(key="approve").by == people.by_login("qiao")
    assert row.steps.get(key="investigate").remark == "当场已查明"
    assert [one["act"] for one in log() if one["act"].startswith("case.")].count("case.closed") == 1


def _soon(office: Office) -> str:
    """The next minute, as a browser sends it."""
    return f"{office.local(office.now()) + dt.timedelta(minutes=1):%Y-%m-%dT%H:%M}"


def _call_back() -> Mapping[str, object]:
    return {**CALLED_BACK, "contact_name": "樊样例"}


def test_nobody_decides_the_case_he_took_in(office: Office) -> None:
    row = opened(office)
    who = people.by_login("mira")
    cases.step(office, who, row.number, "contact", {"contacted_units": "油站"})
    cases.skip(office, who, row.number, "investigate", remark="免")
    cases.step(office, who, row.number, "opinion", {"opinion": "致歉"})

    page = client("mira").get(f"/cases/{row.number}/").content.decode()
    sent = {"f-approval": "同意", "f-outcome": "成立"}
    answer = client("mira").post(f"/cases/{row.number}/steps/approve/", sent)

    assert 'aria-disabled="true"' in page
    assert answer.status_code == 403
    assert row.steps.get(key="approve").state == "open"


def test_a_step_out_of_turn_is_refused_and_nothing_is_lost(office: Office) -> None:
    row = opened(office)

    answer = client("mira").post(f"/cases/{row.number}/steps/opinion/", {"f-opinion": "更换计量器"})

    assert answer.status_code == 422
    assert row.steps.get(key="opinion").state == "waiting"


def test_another_paper_of_the_case_is_about_its_customer(office: Office) -> None:
    row = opened(office)

    page = client("mira").get(f"/cases/{row.number}/").content.decode()

    assert f'"/new/?case={row.number}&amp;customer={row.customer.code}"' in page


def test_leaving_a_step_out_needs_a_reason(office: Office) -> None:
    row = opened(office)
    cases.step(office, people.by_login("mira"), row.number, "contact", {"contacted_units": "油站"})

    answer = client("mira").post(f"/cases/{row.number}/steps/investigate/", {"skip": "1"})

    assert answer.status_code == 422
    assert row.steps.get(key="investigate").state == "open"


def test_another_row_of_a_table_does_not_do_the_step(office: Office) -> None:
    row = opened(office)
    cases.step(office, people.by_login("mira"), row.number, "contact", {"contacted_units": "油站"})
    sent = {"row": "people", "t-people-0-name": "樊样例"}

    answer = client("mira").post(f"/cases/{row.number}/steps/investigate/", sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="t-people-1-name"' in page
    assert "樊样例" in page
    assert row.steps.get(key="investigate").state == "open"


def test_a_late_case_is_shown_late_and_reminded(office: Office) -> None:
    row = opened(long_ago(office))
    browser = client("mira")

    listed = browser.get("/cases/?late=on").content.decode()
    overdue = browser.get("/cases/overdue/").content.decode()
    browser.post("/cases/overdue/")

    assert row.number in listed
    assert row.number in overdue
    assert CaseSlip.objects.get().case == row
    assert CaseSlip.objects.get().number in browser.get(f"/cases/{row.number}/").content.decode()


def test_a_step_that_is_late_stands_red_in_the_timeline(office: Office) -> None:
    row = opened(long_ago(office))

    page = client("mira").get(f"/cases/{row.number}/").content.decode()

    assert '<li class="late">' in page
    assert "is-late" in page


def test_it_becomes_graver_with_a_reason(office: Office) -> None:
    row = opened(office)
    url = f"/cases/{row.number}/turns/raise/"

    silent = client("mira").post(url, {"severity": "较大"})
    said = client("mira").post(url, {"severity": "较大", "reason": "多名客户"})

    row.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 302)
    assert row.severity == "较大"
    assert row.event is not None


def test_more_time_is_asked_for_and_agreed_to_by_two_heads(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    person(office, "tang", "manager", clearance="A")
    row = opened(office, severity="较大")
    until = (row.due_on or office.today) + dt.timedelta(days=1)

    asked = client("mira").post(
        f"/cases/{row.number}/turns/extend/", {"until": str(until), "reason": "等待检测"}
    )
    own = client("mira").post(f"/cases/{row.number}/turns/agree/")
    first = client("qiao").post(f"/cases/{row.number}/turns/agree/")
    again = client("qiao").post(f"/cases/{row.number}/turns/agree/")
    second = client("tang").post(f"/cases/{row.number}/turns/agree/")

    row.refresh_from_db()
    found = [one.status_code for one in (asked, own, first, again, second)]
    assert found == [302, 403, 302, 422, 302]
    assert row.due_on == until


def test_an_unknown_step_or_turn_is_not_there(office: Office) -> None:
    row = opened(office)

    found = [
        client("mira").get(f"/cases/{row.number}/{path}/").status_code
        for path in ("steps/nothing", "turns/nothing")
    ]

    assert found == [404, 404]


def test_a_stranger_hears_the_same_of_a_case_that_is_there_and_one_that_is_not(
    office: Office,
) -> None:
    row = opened(office)
    stranger = client("lena")

    there, not_there = stranger.get(f"/cases/{row.number}/"), stranger.get("/cases/991299/")

    assert (there.status_code, not_there.status_code) == (404, 404)
    assert row.number not in stranger.get("/cases/?state=").content.decode()


def test_the_register_is_a_workbook(office: Office) -> None:
    opened(office)

    answer = client("mira").get("/cases/register.xlsx")

    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("month", ["2026-13", "x", "9999-12", "2026-02"])
def test_a_month_of_the_review_may_be_anything(month: str) -> None:
    answer = client("mira").get("/cases/review/", {"month": month})

    assert answer.status_code in {200, 422}


def test_the_list_has_what_is_wanted(office: Office) -> None:
    opened(long_ago(office), "时间久了")
    opened(office, "严重", "较大")
    mira = people.by_login("mira")
    right = [
        (Wanted(), 2),
        (Wanted(state=""), 2),
        (Wanted(state=State.CLOSED), 0),
        (Wanted(profile="gas"), 0),
        (Wanted(severity="较大"), 1),
        (Wanted(late=True), 1),
        (Wanted(unit="企业发展部"), 2),
        (Wanted(unit="财务部"), 0),
        (Wanted(mine=True), 2),
        (Wanted(state="", mine=True), 2),
    ]

    found = [(wanted, cases_search.find(office, mira, wanted, 0, 50)) for wanted, _ in right]

    assert [(wanted, one.total) for wanted, one in found] == right
    assert [len(one.rows) for _, one in found] == [n for _, n in right]


def test_what_is_due_first_stands_first(office: Office) -> None:
    new = opened(office)
    old = opened(long_ago(office))

    found = cases_search.find(office, people.by_login("mira"), Wanted(), 0, 50)

    assert [one.row.number for one in found.rows] == [old.number, new.number]


def test_a_page_of_the_list_asks_no_more_for_more_cases(office: Office) -> None:
    browser = client("mira")
    counts = []

    for _ in range(2):
        opened(office)
        opened(office)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/cases/")
        counts.append(len(asked))

    assert counts[1] <= counts[0] <= 25


def test_a_head_sees_why_he_does_no_step_that_files_a_paper(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    client("mira").post("/cases/new/", CALL)
    row = Case.objects.get()
    done(client("mira"), row, "contact", contacted_units="油站")

    head = client("qiao").get(f"/cases/{row.number}/").content.decode()
    clerk = client("mira").get(f"/cases/{row.number}/").content.decode()

    assert f"/cases/{row.number}/steps/investigate/" in clerk
    assert f"/cases/{row.number}/steps/investigate/" not in head
    assert "<code>R0</code>" in head
