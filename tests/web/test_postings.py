"""Posted staff on pages: planned, agreed to, their story, months, leave, moves, areas."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.support.handovers import Field, field
from tests.support.offices import founder, person
from tests.support.pages import client

from docgen.model.posting import State
from docgen.office import customers, people, postings, postings_areas, postings_list, postings_story
from docgen.office.desk import Office
from docgen.register.models_postings import Area, Leave, Posting

PLAN = {
    "staff": "李驻外",
    "kind": "外派技术人员",
    "scope": "国内异地",
    "host": "澜州驻外机构",
    "starts": "2027-01-04",
    "ends": "2027-12-31",
}


@pytest.fixture
def staff(office: Office) -> Field:
    """Two who are posted and a head."""
    return field(office)


def planned(office: Office) -> Posting:
    """A posting that mira planned."""
    new = customers.NewCustomer(name="李驻外", kind="staff")
    customers.add(office, founder(), new, unit="客户服务部")
    client("mira").post("/postings/new/", PLAN)
    return Posting.objects.get(name="李驻外")


def test_a_posting_is_planned_on_its_page(office: Office) -> None:
    row = planned(office)

    page = client("mira").get(f"/postings/{row.code}/").content.decode()

    assert (row.state, row.host) == (State.PLANNED, "澜州驻外机构")
    assert "Still missing" in page
    assert f"/postings/{row.code}/papers/" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("staff", "没有此人"),
        ("kind", "宇航员"),
        ("scope", "月球"),
        ("starts", "x"),
        ("ends", "2020-01-01"),
        ("area", "nowhere"),
        ("login", "nobody-here"),
        ("host", ""),
    ],
)
def test_a_plan_that_cannot_be_comes_back_as_it_was_typed(
    office: Office, name: str, value: str
) -> None:
    new = customers.NewCustomer(name="李驻外", kind="staff")
    customers.add(office, founder(), new, unit="客户服务部")

    answer = client("mira").post("/postings/new/", {**PLAN, "host": "澜州", name: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2027-12-31"' in page or name == "ends"
    assert not Posting.objects.exists()


def test_who_planned_does_not_agree_and_a_head_refuses_with_a_reason(office: Office) -> None:
    row = planned(office)
    person(office, "qiao", "manager", clearance="A")
    url = f"/postings/{row.code}/acts"

    own = client("mira").post(f"{url}/approve/")
    silent = client("qiao").post(f"{url}/refuse/")
    said = client("qiao").post(f"{url}/refuse/", {"reason": "编制已满"})

    row.refresh_from_db()
    assert [one.status_code for one in (own, silent, said)] == [403, 422, 302]
    assert (row.state, row.reason) == (State.REFUSED, "编制已满")


def test_agreeing_lists_what_is_missing(office: Office) -> None:
    row = planned(office)
    person(office, "qiao", "manager", clearance="A")

    answer = client("qiao").post(f"/postings/{row.code}/acts/approve/")

    row.refresh_from_db()
    assert answer.status_code == 422
    assert "D-00" in answer.content.decode()
    assert row.state == State.PLANNED


@pytest.mark.usefixtures("staff")
def test_the_list_is_filtered() -> None:
    browser = client("mira")

    found = {
        query: browser.get(f"/postings/?{query}").content.decode().count('<th scope="row"')
        for query in (
            "",
            "state=departed",
            "state=planned",
            "area=east",
            "unit=客户服务部",
            "unit=x",
        )
    }

    assert found == {
        "": 2,
        "state=departed": 2,
        "state=planned": 0,
        "area=east": 1,
        "unit=客户服务部": 2,
        "unit=x": 0,
    }


def test_leave_is_asked_for_and_decided(office: Office, staff: Field) -> None:
    sent = {
        "kind": "事假",
        "starts": str(office.today),
        "ends": str(office.today + dt.timedelta(days=1)),
        "reason": "探亲",
        "stand_in": "谭知微",
    }

    asked = client("mira").post(f"/postings/{staff.old.code}/acts/leave/", sent)
    leave = Leave.objects.get()
    waits = client("qiao").get("/postings/").content.decode()
    own = client("mira").post(f"/postings/leaves/{leave.code}/", {"answer": "yes"})
    silent = client("qiao").post(f"/postings/leaves/{leave.code}/", {"answer": "no"})
    agreed = client("qiao").post(f"/postings/leaves/{leave.code}/", {"answer": "yes"})

    leave.refresh_from_db()
    assert asked.status_code == 302, asked.content.decode()
    assert leave.code in waits
    assert [one.status_code for one in (own, silent, agreed)] == [403, 422, 302]
    assert leave.approvals


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"starts": "x", "ends": "2026-01-01"},
        {"starts": "2026-01-02", "ends": "2026-01-01", "kind": "事假"},
        {"starts": "2026-01-01", "ends": "2026-01-02", "kind": "火星假", "reason": "x"},
    ],
)
def test_leave_that_cannot_be_is_said(staff: Field, sent: dict[str, str]) -> None:
    answer = client("mira").post(f"/postings/{staff.old.code}/acts/leave/", sent)

    assert answer.status_code == 422
    assert not Leave.objects.exists()


def test_a_month_is_appraised_and_stands_in_the_story(office: Office, staff: Field) -> None:
    month = (office.today.replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")
    sent = {"month": month, "score": "87.5", "comment": "按时提交周报"}

    answer = client("mira").post(f"/postings/{staff.old.code}/acts/appraise/", sent)

    page = client("mira").get(f"/postings/{staff.old.code}/").content.decode()
    assert answer.status_code == 302, answer.content.decode()
    assert f"{month}: 87.50 points" in page


@pytest.mark.parametrize("score", ["", "x", "NaN", "Infinity", "1e999999", "-1", "101"])
def test_a_score_that_is_none_is_said(staff: Field, score: str) -> None:
    sent = {"month": "2026-09", "score": score, "comment": "x"}

    answer = client("mira").post(f"/postings/{staff.old.code}/acts/appraise/", sent)

    assert answer.status_code == 422


def test_a_notice_moves_to_another_area(staff: Field) -> None:
    sent = {"area": "north", "on": "2027-04-01", "report_to": "站长", "why": "其他"}

    answer = client("mira").post(f"/postings/{staff.old.code}/acts/notice/", sent)

    page = client("mira").get(f"/postings/{staff.old.code}/").content.decode()
    assert answer.status_code == 302, answer.content.decode()
    assert "notice of a move" in page


def test_nobody_returns_who_holds_something_else_than_a_plan(staff: Field) -> None:
    url = f"/postings/{staff.old.code}/acts/return/"

    early = client("mira").post(url, {"on": "2020-01-01"})
    done = client("mira").post(url)

    staff.old.refresh_from_db()
    assert (early.status_code, done.status_code) == (422, 302)
    assert staff.old.state == State.RETURNED


def test_the_story_ends_with_what_is_to_come(office: Office, staff: Field) -> None:
    seen = postings_list.seen(office, staff.old)

    events = postings_story.story(office, seen)

    assert [str(one.title) for one in (events[0], events[-1])] == ["posting planned", "return"]
    assert events[-1].look == ""
    assert [one.look for one in events if one.title == "departure"] == ["done"]


def test_a_stay_that_is_over_is_late_in_the_story(office: Office, staff: Field) -> None:
    staff.old.ends_on = office.today - dt.timedelta(days=1)

    events = postings_story.story(office, postings_list.seen(office, staff.old))

    assert events[-1].look == "late"


def test_the_paper_of_a_need_asks_with_what_is_known(office: Office) -> None:
    row = planned(office)

    page = client("mira").get(f"/postings/{row.code}/papers/approval/").content.decode()
    wrong = client("mira").post(f"/postings/{row.code}/papers/approval/", {})
    unknown = client("mira").get(f"/postings/{row.code}/papers/no-such/")

    assert "澜州驻外机构" in page
    assert wrong.status_code == 422
    assert unknown.status_code == 404
    assert not row.facts.exists()


def test_an_unknown_act_is_not_there(staff: Field) -> None:
    answer = client("mira").post(f"/postings/{staff.old.code}/acts/fly/")

    assert answer.status_code == 404


def test_a_stranger_sees_no_posting(staff: Field) -> None:
    browser = client("lena")

    found = [browser.get(f"/postings/{code}/").status_code for code in (staff.old.code, "W999999")]

    assert found == [404, 404]
    assert staff.old.code not in browser.get("/postings/").content.decode()


@pytest.mark.usefixtures("staff")
def test_an_area_is_put_and_listed() -> None:
    url = "/postings/areas/put/"

    made = client("mira").post(url, {"area": "lz", "title": "澜州", "sales": "150000"})
    changed = client("mira").post(url, {"area": "lz", "one_stop": "yes"})
    wrong = client("mira").post(url, {"area": "lz", "sales": "-1"})

    row = Area.objects.get(key="lz")
    assert [one.status_code for one in (made, changed, wrong)] == [302, 302, 422]
    assert (row.title, row.sales, row.one_stop) == ("澜州", 150_000, True)
    assert "澜州" in client("mira").get("/postings/areas/").content.decode()


def test_areas_are_named_to_those_who_work_on_postings_alone(office: Office, staff: Field) -> None:
    root = person(office, "root", "administrator")

    names = [postings_areas.names(office, who) for who in (staff.gao, root)]

    assert names == [[("east", "粤东区域"), ("north", "桂北区域")], []]


def test_heads_are_asked_of_a_posting_of_others(office: Office) -> None:
    row = planned(office)
    jonas = people.by_login("jonas")

    with pytest.raises(Exception, match="missing"):
        postings.decide(office, jonas, row.code, agree=True)


def test_what_is_missing_is_noted_as_there(office: Office) -> None:
    row = planned(office)
    page = client("mira").get(f"/postings/{row.code}/").content.decode()
    needs = re.findall(rf"/postings/{row.code}/needs/([\w-]+)/", page)
    url = f"/postings/{row.code}/needs/{needs[0]}/"

    wrong = client("mira").post(url, {"item": "0000000001-0099"})
    noted = client("mira").post(url, {"result": "合格", "until": "2027-12-31"})
    unknown = client("mira").post(f"/postings/{row.code}/needs/nonsense/")

    assert (wrong.status_code, noted.status_code, unknown.status_code) == (422, 302, 404)
    facts = row.facts.get()
    assert (facts.key, facts.result) == (needs[0], "合格")


def test_a_quarter_is_ranked(office: Office, staff: Field) -> None:
    staff.old.appraisals.create(
        month=dt.date(2026, 3, 1), score="91.5", by=staff.qiao, at=office.now()
    )

    seen = client("tan").get("/postings/ranking/?quarter=2026Q1").content.decode()
    empty = client("tan").get("/postings/ranking/?quarter=2025Q1").content.decode()
    wrong = client("tan").get("/postings/ranking/?quarter=spring")

    assert "91.5" in seen
    assert "not all months" in seen
    assert "Nobody was appraised" in empty
    assert wrong.status_code == 422
    assert client("tan").get("/postings/ranking/").status_code == 200


def test_the_register_of_things_goes_into_his_dossier(staff: Field) -> None:
    thing = {"kind": "asset", "number": "GDZC-0042", "label": "笔记本电脑", "to": "gao"}
    browser, url = client("tan"), "/assets/papers/register/"
    browser.post("/assets/acts/add/", thing)
    ours = {"f-head": "乔敏", "f-keeper": "高远", "f-made_on": "2026-03-02"}

    whose = browser.get(url).content.decode()
    nobody = browser.get(url, {"holder": "mira"})
    asked = browser.get(url, {"holder": staff.old.code}).content.decode()
    answer = browser.post(f"{url}?holder={staff.old.code}", ours)

    assert 'name="holder"' in whose
    assert "f-head" not in whose
    assert nobody.status_code == 422
    assert "笔记本电脑" in asked
    assert answer["Location"].startswith(f"/items/{staff.old.dossier}-")
    assert browser.get("/assets/papers/poem/").status_code == 404
