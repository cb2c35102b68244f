"""Visits, gifts, surveys, classes and the composition of sales on pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desks import log
from tests.support.offices import person
from tests.support.pages import client
from tests.support.visits import budget

from docgen.office import customer_classes, gifts, people, surveys
from docgen.office.desk import Office
from docgen.register.models_visits import CustomerClass, Gift, SurveyRound, Visit


def asked_gift(office: Office) -> Gift:
    """A gift that mira asked for."""
    day = office.today + dt.timedelta(days=10)
    return gifts.ask(office, people.by_login("mira"), "K000001", budget(day))


def test_a_month_is_planned_by_grades_and_listed(office: Office) -> None:
    customer_classes.grade(
        office, people.by_login("mira"), "K000001", {}, given="A", reason="战略客户"
    )
    after = (office.today.replace(day=1) + dt.timedelta(days=32)).strftime("%Y-%m")

    answer = client("mira").post("/visits/plan/", {"period": after, "goods": "滤芯"})
    page = client("mira").get(f"/visits/?period={after}").content.decode()

    assert answer["Location"] == f"/visits/?period={after}"
    assert Visit.objects.exists()
    assert page.count('<th scope="row"') == Visit.objects.count()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"period": "x"},
        {"period": "2026-13"},
        {"period": "2026-12", "visitor": "nobody-here"},
        {"period": "2026-12", "customers": "没有这家"},
        {"period": "2026-12", "goods": "字" * 400},
    ],
)
def test_a_plan_that_cannot_be_is_said(sent: dict[str, str]) -> None:
    answer = client("mira").post("/visits/plan/", sent)

    assert answer.status_code == 422
    assert not Visit.objects.exists()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("query", ["period=x", "late=on", "", "period=2026", "period=2026-Q4"])
def test_any_period_may_be_asked_for(query: str) -> None:
    answer = client("mira").get(f"/visits/?{query}")

    assert answer.status_code in {200, 422}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "kind", ["daily", "call", "urgent", "month", "gift", "survey", "survey-plan"]
)
def test_each_paper_asks_and_comes_back_with_its_faults(kind: str) -> None:
    url = f"/visits/papers/{kind}/"

    asked = client("mira").get(url)
    empty = client("mira").post(url, {})

    assert asked.status_code == 200
    assert 'id="paper"' in asked.content.decode()
    assert empty.status_code == 422
    assert 'role="alert"' in empty.content.decode()


@pytest.mark.usefixtures("office")
def test_a_paper_that_is_none_is_not_there() -> None:
    assert client("mira").get("/visits/papers/poem/").status_code == 404


@pytest.mark.usefixtures("office")
def test_the_customer_is_filled_in() -> None:
    page = client("mira").get("/visits/papers/call/?customer=K000001").content.decode()

    assert 'value="K000001"' in page
    assert "深圳市样例物业服务有限公司" in page


def test_a_gift_is_decided_by_a_head_and_given(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    row = asked_gift(office)
    url = f"/gifts/{row.code}/acts"

    page = client("mira").get("/gifts/").content.decode()
    own = client("mira").post(f"{url}/approve/")
    agreed = client("qiao").post(f"{url}/approve/", {"note": "同意"})
    dear = client("mira").post(f"{url}/give/", {"actual": "99999"})
    given = client("mira").post(f"{url}/give/", {"actual": "58.00"})

    row.refresh_from_db()
    assert row.code in page
    assert [one.status_code for one in (own, agreed, dear, given)] == [403, 302, 422, 302]
    assert row.state == "given"


def test_a_gift_is_not_refused_in_silence_by_a_clerk(office: Office) -> None:
    row = asked_gift(office)

    answer = client("mira").post(f"/gifts/{row.code}/acts/refuse/", {"note": "x"})
    unknown = client("mira").post(f"/gifts/{row.code}/acts/eat/")
    nowhere = client("mira").post("/gifts/P999999/acts/approve/")

    assert [one.status_code for one in (answer, unknown, nowhere)] == [403, 404, 404]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("amount", ["x", "-1", "1e999", "NaN"])
def test_an_amount_that_is_none_is_said(amount: str) -> None:
    sent = {"customer": "K000001", "what": "茶叶", "amount": amount}

    answer = client("mira").post("/gifts/declare/", sent)

    assert answer.status_code == 422
    assert not Gift.objects.exists()


def test_a_round_of_the_survey_is_opened_shown_and_closed(office: Office) -> None:
    year, browser = office.today.year, client("mira")
    until = str(office.today + dt.timedelta(days=20))

    before = browser.get("/surveys/").content.decode()
    made = browser.post("/surveys/open/", {"year": year, "reply_by": until, "sent": "120"})
    shown = browser.get(f"/surveys/?year={year}").content.decode()
    closed = browser.post(f"/surveys/{year}/close/")

    row = SurveyRound.objects.get()
    assert "opened no round" in before
    assert made.status_code == 302, made.content.decode()
    assert "0 / 120" in shown
    assert closed.status_code in {302, 422}
    assert surveys.find(people.by_login("mira"), year) == row


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "sent", [{}, {"year": "x"}, {"year": "2026"}, {"year": "2026", "reply_by": "x"}]
)
def test_a_round_that_cannot_be_opened_is_said(sent: dict[str, str]) -> None:
    answer = client("mira").post("/surveys/open/", sent)

    assert answer.status_code == 422
    assert not SurveyRound.objects.exists()


@pytest.mark.usefixtures("office")
def test_a_customer_is_graded_by_points_and_by_hand() -> None:
    url = "/visits/customers/K000001"

    points = client("mira").post(
        f"{url}/grade/", {"nature": "80", "size": "70", "sales": "90", "trend": "60"}
    )
    silent = client("mira").post(f"{url}/grade/", {"given": "A"})
    by_hand = client("mira").post(f"{url}/grade/", {"given": "A", "reason": "战略客户"})
    page = client("mira").get(f"{url}/").content.decode()

    assert [one.status_code for one in (points, silent, by_hand)] == [302, 422, 302]
    assert CustomerClass.objects.count() == 2
    assert "战略客户" in page


def test_credit_is_given_by_a_head(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    url = "/visits/customers/K000001/credit/"

    clerk = client("mira").post(url, {"given": "二级"})
    head = client("qiao").post(url, {"given": "二级"})
    wrong = client("qiao").post(url, {"given": "九级"})

    assert [one.status_code for one in (clerk, head, wrong)] == [403, 302, 422]
    assert CustomerClass.objects.get().value == "二级"


@pytest.mark.usefixtures("office")
def test_sales_are_shared_out_and_drawn() -> None:
    sheet = SimpleUploadedFile(
        "销售.csv", "地区,销售额\n华东,300\n华北,100\n".encode(), content_type="text/csv"
    )

    answer = client("mira").post("/visits/composition/", {"file": sheet, "by": "地区"})

    page = answer.content.decode()
    assert answer.status_code == 200, page
    assert page.index("华东") < page.index("华北")
    assert "75.0" in page
    assert "<rect" in page


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "data", [None, b"", b"\x00\xff", "地区\n华东\n".encode(), "地区,销售额\n华东,-1\n".encode()]
)
def test_a_sheet_that_cannot_be_shared_out_is_said(data: bytes | None) -> None:
    sent = {"by": "地区"} | ({} if data is None else {"file": SimpleUploadedFile("a.csv", data)})

    answer = client("mira").post("/visits/composition/", sent)

    assert answer.status_code == 422


def test_visits_and_classes_of_others_are_hidden(office: Office) -> None:
    asked_gift(office)
    stranger = client("lena")

    codes = [stranger.get(f"/visits/customers/{code}/").status_code for code in ("K000001", "K9")]

    assert codes == [404, 404]
    assert "K000001" not in stranger.get("/gifts/").content.decode()


def test_a_gift_has_a_page_that_the_approvals_lead_to(office: Office) -> None:
    person(office, "qiao", "manager", clearance="A")
    row = asked_gift(office)
    url = f"/gifts/{row.code}/"

    approvals = client("qiao").get("/approvals/?kind=gift").content.decode()
    seen = {login: client(login).get(url) for login in ("mira", "qiao", "lena")}

    assert f'href="{url}"' in approvals
    assert [one.status_code for one in seen.values()] == [200, 200, 404]
    assert f"{url}acts/approve/" in seen["qiao"].content.decode()
    assert f"{url}acts/approve/" not in seen["mira"].content.decode()
    assert log("gift.listed")[-1]["res"] == "allow"


@pytest.mark.usefixtures("office")
def test_a_safety_check_is_noted_and_the_next_is_owed() -> None:
    wrong = client("mira").post("/visits/check/", {"customer": "没有这家"})
    noted = client("mira").post(
        "/visits/check/", {"customer": "K000001", "on": "2026-03-01"}, follow=True
    )

    assert wrong.status_code == 422
    assert "the next check is due on 2027-03-01" in noted.content.decode()
    assert "2027-03-01" in client("mira").get("/duties/").content.decode()
