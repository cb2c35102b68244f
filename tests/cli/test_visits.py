"""A month of visits, a gift, a survey and the customers' classes, by the commands alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.cases import at
from tests.support.desks import log
from tests.support.offices import customer, person, reopen
from tests.support.shell import Inside

from docgen.office import opening
from docgen.office.desk import Office
from docgen.register.models import Customer, ItemText

DAY = """
area = "样例片区"
opinions = "希望缺货提前三天告知"
market = "平稳"
effect = "当场补单"
handled = "无"
[[visits]]
time = "09:00-09:50"
customer_name = "{one}"
card = "更新"
[[visits]]
time = "10:30-11:40"
customer_name = "{two}"
card = "无变动"
[[cards]]
customer_name = "{one}"
grade = "A"
address = "样例路{house}号"
business = "五金"
contact = "洪样例，经理，19900005120"
stock = "约二十天"
opinion = "缺货应提前告知"
"""
GIFT = """
customer_kind = "企业"
special = "往来九年"
occasion = "合作周年"
reason = "签约十周年"
gift_on = 2026-03-20
recipient = "行政部"
budget_year = 1000
policy_checked = true
public_body = false
[[gifts]]
name = "纪念摆件"
quantity = 1
price = {price}
"""
URGENT = """
addressee = "总经理室"
contact_phone = "19900003308"
reported_at = 2026-03-05T11:30:00
told_first = true
visitor = "mira"
found_at = 2026-03-05T09:10:00
kinds = ["本公司产品有重大缺陷或问题"]
subject = "密封圈老化"
detail = "拆检五台，三台有裂纹"
source_note = "现场查看"
impact = "约六十四台"
unable = "没有新批次"
request = "请调拨"
reply_by = 2026-03-05T17:00:00
"""


@dataclass
class Field:
    """The visitors of an office at a moment of the scenario, with two customers."""

    inside: Inside
    moment: dt.datetime
    folder: Path
    one: str = ""
    two: str = ""

    def at(self, text: str) -> None:
        """Let it be this moment."""
        self.moment = at(text)

    def do(self, *words: object, who: str = "mira") -> Any:  # noqa: ANN401  whatever it prints
        """Run a command; what it prints."""
        said = self.inside.run(*words, "--json", who=who)
        assert said.code == 0, said.err
        return said.data

    def refused(self, *words: object, who: str = "mira") -> dict[str, Any]:
        """Run a command that must not work; the problem."""
        said = self.inside.run(*words, "--json", who=who)
        assert said.code in {3, 4}, said.out
        return said.problem

    def file(self, name: str, text: str, **values: object) -> Path:
        """A file of answers."""
        path = self.folder / name
        path.write_text(text.format(one=self.one, two=self.two, **values), "utf-8")
        return path

    def duties(self, who: str) -> list[tuple[str, str]]:
        """What somebody owes, and when it is due."""
        return [(one["title"], one["due"]) for one in self.do("duty", "list", who=who)]


@pytest.fixture
def field(inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    office = reopen(folder)
    person(office, "qiao", "manager", unit="总经理室")
    person(office, "tang", "manager")
    customer(office, "晋江海风五金商行")
    names = Customer.objects.order_by("pk").values_list("name", flat=True)
    made = Field(inside, at("2026-03-02 09:00"), folder.parent, *names)
    really: Callable[[Path], Office] = opening.open_office
    monkeypatch.setattr(
        opening, "open_office", lambda there: replace(really(there), now=lambda: made.moment)
    )
    return made


def test_a_month_of_visits(field: Field) -> None:
    points = ("nature=80", "size=90", "sales=95", "trend=80")
    graded = field.do(
        *("customer", "grade", field.one),
        *(word for one in points for word in ("--set", one)),
    )
    assert (graded["class"], graded["total"]) == ("A", "87.8")
    by_hand = ("customer", "grade", field.two, "--grade", "C")
    assert field.refused(*by_hand)["field"] == "reason"
    field.do(*by_hand, "--reason", "新客户")

    planned = field.do("visit", "plan", "2026-03", "--goods", "冬季滤芯")
    assert [(one["grade"], one["planned"]) for one in planned["visits"]] == [
        *(("A", "2026-03-02"), ("C", "2026-03-02"), ("A", "2026-03-17")),
    ]
    assert field.do("visit", "plan", "2026-03")["visits"] == []

    field.at("2026-03-05 16:00")
    first = field.do("visit", "daily", "--data", field.file("day.toml", DAY, house=28))
    assert len(first["items"]) == 3
    assert {one["field"] for one in first["changed"]} >= {
        "address",
        "business",
        "contacts",
        "level",
    }
    urgent = field.do("visit", "urgent", field.one, "--data", field.file("urgent.toml", URGENT))
    assert ("批示巡访紧急报告", "2026-03-05") in field.duties("qiao")

    field.at("2026-03-09 16:00")
    again = field.do("visit", "daily", "--data", field.file("day2.toml", DAY, house=30))
    assert [(one["field"], one["before"], one["after"]) for one in again["changed"]] == [
        ("address", "样例路28号", "样例路30号")
    ]
    assert len(field.do("visit", "card", field.one)) == len(first["changed"]) + 1
    made = field.do("visit", "list", "2026-03")
    assert [one["visited"] for one in made if one["visited"]] == ["2026-03-05"] * 2 + [
        "2026-03-09"
    ] * 2

    field.at("2026-04-02 09:00")
    draft = field.inside.run("visit", "month", "2026-03", "--draft").out
    assert "daily_count = 2" in draft
    answers = ("suggestions=设安全库存", "next_month=重点推销滤芯", "shortfall=另有安排")
    sets = [word for one in answers for word in ("--set", one)]
    month = field.do("visit", "month", "2026-03", "--dossier", field.one, *sets)
    words = ItemText.objects.get(item__form_number=month["number"]).body
    for told in ("3月5日", "希望缺货提前三天告知", urgent["number"], "设安全库存"):
        assert told in words
    assert [entry["more"]["kind"] for entry in log("visit.reported")] == [
        *("daily", "urgent", "daily", "month"),
    ]


def test_gifts_are_asked_for_decided_and_never_beyond_the_budget(field: Field) -> None:
    asked = field.do("gift", "ask", field.one, "--data", field.file("gift.toml", GIFT, price=680))
    assert (asked["gift"], asked["state"], asked["amount"]) == ("P000001", "asked", "680.00")
    second = field.do("gift", "ask", field.one, "--data", field.file("gift.toml", GIFT, price=400))
    assert field.refused("gift", "approve", "P000001")["code"] == "not-allowed"
    field.do("gift", "approve", "P000001", who="qiao")
    assert "680" in field.refused("gift", "approve", second["gift"], who="qiao")["why"]
    field.do("gift", "refuse", second["gift"], "--note", "超出预算", who="qiao")
    assert field.refused("gift", "give", "P000001", "--actual", "700")["field"] == "actual"
    assert field.do("gift", "give", "P000001", "--actual", "650.50")["actual"] == "650.50"

    field.do("gift", "declare", field.two, "茶叶两盒", "--amount", "200")
    assert field.do("gift", "hand-in", "P000003", who="qiao")["state"] == "handed-in"
    rules = field.inside.office / "rules" / "visits.toml"
    rules.write_text(rules.read_text("utf-8").replace('"declare"', '"ban"'), "utf-8")
    assert field.refused("gift", "declare", field.two, "月饼")["code"] == "bad-input"
    states = [one["state"] for one in field.do("gift", "list")]
    assert states == ["given", "refused", "handed-in"]


def test_a_survey_from_round_to_plan(field: Field) -> None:
    field.do("survey", "open", "2026", "--reply-by", "2026-03-31", "--sent", "2")
    good = ("response_score=满意", "overall_score=非常满意")
    bad = ("response_score=一般", "overall_score=不满意")
    told = []
    for name, scores in ((field.one, good), (field.two, bad)):
        sets = [word for one in scores for word in ("--set", one)]
        told.append(field.do("survey", "answer", "2026", name, *sets))
    assert told[0]["points"] == {"response_score": 80, "overall_score": 100}
    assert told[0]["warnings"] == []
    assert "Y000" in told[1]["warnings"][0]
    assert "评分过低：登记投诉，或说明不登记的理由" in dict(field.duties("qiao"))
    assert field.refused("survey", "answer", "2026", field.one)["field"] == "customer"

    closed = field.do("survey", "close", "2026")
    assert (closed["average"], closed["passed"], closed["returned"]) == ("67.5", 1, 2)
    assert closed["questions"] == {"response_score": "70.0", "overall_score": "65.0"}
    assert "提出服务改进方案，送公司领导审阅" in dict(field.duties("mira"))
    plan = field.file(
        "plan.toml",
        'findings = "响应慢"\ngoal = "八十分"\n[[problems]]\nproblem = "慢"\nmeasure = "排班"\n'
        'unit = "客户服务部"\nperson = "mira"\ndue_on = 2026-05-01\n',
    )
    field.do("survey", "plan", "2026", "--dossier", field.one, "--data", plan)
    assert "提出服务改进方案，送公司领导审阅" not in dict(field.duties("mira"))


def test_credit_checks_and_shares(field: Field) -> None:
    assert field.refused("customer", "credit", field.one, "二级")["code"] == "not-allowed"
    rated = field.do("customer", "credit", field.one, "二级", who="tang")
    assert (rated["limit"], rated["terms"]) == (100000, "月结，账期 30 天")
    field.do(
        "customer", "credit", field.one, "三级", "--limit", "5", "--reason", "逾期", who="tang"
    )
    assert [one["class"] for one in field.do("customer", "classes", field.one)] == ["二级", "三级"]

    assert field.do("visit", "check", field.one, "--on", "2026-03-02")["next"] == "2027-03-02"
    field.at("2026-03-20 09:00")
    assert field.do("visit", "check", field.one)["next"] == "2027-03-19"

    field.do("customer", "grade", field.one, "--grade", "A", "--reason", "战略客户")
    figures = field.file("销售.csv", "客户,地区,销售额\n{one},南,600\n{two},北,300\n{one},北,100\n")
    book = field.folder / "构成.xlsx"
    shared = field.do("customer", "analyse", figures, "--out", book)
    assert [(one["class"], one["share"]) for one in shared] == [
        ("A", "70.0"),
        ("（未分类）", "30.0"),
    ]
    assert book.read_bytes().startswith(b"PK")
    areas = field.do("customer", "analyse", figures, "--by", "地区")
    assert [(one["class"], one["running"]) for one in areas] == [("南", "60.0"), ("北", "100.0")]
    assert field.refused("customer", "analyse", figures, "--by", "省")["field"] == "by"
