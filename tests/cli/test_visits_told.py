"""What the commands of visits, gifts, surveys and classes say to a person, and refuse in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.offices import person, reopen
from tests.support.shell import Inside, Said

from docgen.register.models import Customer
from docgen.register.models_visits import CardChange

DAY = """
area = "样例片区"
opinions = "希望缺货提前三天告知"
effect = "当场补单"
handled = "无"
[[visits]]
time = "09:00-09:50"
customer_name = "K000001"
card = "更新"
[[cards]]
customer_name = "K000001"
grade = "C"
address = "样例路28号"
business = "五金"
contact = "洪样例，经理"
"""
POINTS = [word for one in ("nature", "size", "sales", "trend") for word in ("--set", f"{one}=90")]


@pytest.fixture(name="tang")
def _tang(folder: Path) -> str:
    """A head of the unit."""
    return person(reopen(folder), "tang", "manager").login


def told(said: Said) -> str:
    assert said.code == 0, said.err
    return said.out + said.err


def test_visits_and_cards_are_told(inside: Inside, folder: Path) -> None:
    file = folder.parent / "day.toml"
    file.write_text(DAY, "utf-8")

    assert "K000001 is now A 90.0" in told(inside.run("customer", "grade", "K000001", *POINTS))
    assert "visit(s) planned." in told(inside.run("visit", "plan", "2099-01"))
    report = told(inside.run("visit", "daily", "--data", file))
    assert "Filed XF-" in report
    assert "stays grade A" in report
    name = Customer.objects.get().name
    assert name in told(inside.run("visit", "list"))
    card = told(inside.run("visit", "card", "K000001"))
    assert "洪样例 经理" in card
    assert "样例路28号" in card
    assert CardChange.objects.get(field="level").after == "A"
    check = told(inside.run("visit", "check", "K000001", "--on", "2026-03-02"))
    assert "2027-03-02" in check
    draft = told(inside.run("visit", "month", "2099-01", "--draft"))
    assert "planned = 0" not in draft
    assert "year = 2099" in draft


def test_a_daily_report_names_the_customer_and_his_grade(inside: Inside, folder: Path) -> None:
    file = folder.parent / "day.toml"
    file.write_text(DAY, "utf-8")
    inside.run("customer", "grade", "K000001", *POINTS)

    inside.run("visit", "daily", "--data", file)

    found = inside.run("find", "样例片区", "--json").data
    shown = str(found)
    assert Customer.objects.get().name in shown


def test_gifts_are_told(inside: Inside, tang: str) -> None:
    declared = told(inside.run("gift", "declare", "K000001", "茶叶两盒", "--amount", "200"))

    assert declared == "P000001: declared.\n"
    assert "handed in" in told(inside.run("gift", "hand-in", "P000001", who=tang))
    register = told(inside.run("gift", "list"))
    for word in ("P000001", "received from", "茶叶两盒", "200", "handed in"):
        assert word in register
    assert told(inside.run("gift", "list", "--state", "asked")).count("P0") == 0


@pytest.mark.parametrize("amount", ["很多", "-1", "1.005", "NaN", "1e99", ""])
def test_what_is_no_amount_is_refused(inside: Inside, amount: str) -> None:
    said = inside.run("gift", "declare", "K000001", "茶叶", f"--amount={amount}", "--json")

    assert said.code == 3
    assert said.problem["field"] == "amount"


def test_a_survey_is_told_the_worst_question_first(inside: Inside) -> None:
    assert "2099: 0 answer(s)" in told(
        inside.run("survey", "open", "2099", "--reply-by", "2099-12-01")
    )
    sets = ("--set", "response_score=非常满意", "--set", "delivery_score=不满意")
    answered = told(inside.run("survey", "answer", "2099", "K000001", *sets))
    assert "Filed MY-" in answered
    assert "交付 scored very badly" in answered
    shown = told(inside.run("survey", "show", "2099"))
    assert shown.index("交付") < shown.index("响应速度")
    assert "2099: 1 answer(s), average 65.0, 0 reach the pass line" in shown
    assert "2099: 65.0" in told(inside.run("survey", "close", "2099"))


def test_classes_and_shares_are_told(inside: Inside, folder: Path, tang: str) -> None:
    inside.run("customer", "grade", "K000001", "--grade", "B", "--reason", "新客户")
    rated = told(inside.run("customer", "credit", "K000001", "三级", who=tang))
    assert rated == "K000001 is now 三级 0 款到发货\n"
    shown = told(inside.run("customer", "classes", "K000001"))
    for word in ("grade", "credit class", "B", "三级", "新客户", "tang"):
        assert word in shown
    figures = folder.parent / "销售.csv"
    figures.write_text("客户,销售额\nK000001,300\n别人,100\n", "utf-8")
    book = folder.parent / "构成.xlsx"
    shares = told(inside.run("customer", "analyse", figures, "--out", book))
    for word in ("75.0", "（未分类）", "100.0", str(book)):
        assert word in shares
    assert inside.run("customer", "analyse", figures, "--out", book).code == 3


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("customer", "grade", "K000001", "--set", "sales"), "set"),
        (("customer", "grade", "K000001", "--set", "sales=-3"), "set"),
        (("visit", "plan", "明年"), "period"),
        (("visit", "check", "K000001", "--on", "昨天"), "on"),
        (("visit", "month", "2026"), "dossier"),
        (("gift", "give", "P000001", "--actual", "x"), "actual"),
        (("survey", "open", "2026", "--reply-by", "31.3."), "reply-by"),
        (("survey", "close", "1950"), "year"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    inside: Inside, words: tuple[str, ...], field: str
) -> None:
    said = inside.run(*words, "--json")

    assert said.code in {2, 3, 5}
    assert said.problem["field"] == field
    assert said.problem["fix"]


def test_who_sees_nothing_is_told_nothing(inside: Inside) -> None:
    for words in (("visit", "list"), ("gift", "list")):
        assert inside.run(*words, "--json", who="lena").data == []
    for words in (("visit", "card"), ("customer", "classes"), ("visit", "check")):
        assert inside.run(*words, "K000001", "--json", who="lena").code == 5
