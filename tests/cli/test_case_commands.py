"""The case commands as people read them: what they print, and what they refuse in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.cases import CALLED_BACK, at
from tests.support.offices import person, reopen
from tests.support.shell import Inside, Said

from docgen.office import opening
from docgen.office.desk import Office

MOMENT = at("2026-03-02 09:00")
OPEN = (
    *("case", "open", "--profile", "oil", "--customer", "K000001"),
    *("--set", "channel=来电", "--set", "content=计量不准"),
)
SLIP = {
    "product": "CS-071",
    "content": "一件缩水",
    "to_unit": "面料车间",
    "demand": "查明原因",
    "reply_due_on": "2026-03-05",
}
LOSS = {
    "order_number": "DD-1",
    "style": "CS-071",
    "quantity": "4",
    "bad_quantity": "1",
    "shipped_on": "2026-02-10",
    "demand": "换货",
    "reason": "缩水",
}
MEMO = {
    "kind": "部门对处理决议有异议",
    "subject": "请复议",
    "explanation": "依据不足",
    "proposal": "重新检定",
}


class Desk:
    """Commands at a moment that the test sets."""

    def __init__(self, inside: Inside) -> None:
        self.inside, self.moment = inside, MOMENT

    def run(self, *words: object, who: str = "mira") -> Said:
        said = self.inside.run(*words, who=who)
        assert said.code == 0, said.err
        return said

    def step(self, key: str, who: str = "mira", **given: str) -> Said:
        return self.run("case", "step", "260301", key, *sets(given), who=who)


def sets(given: dict[str, str]) -> list[str]:
    return [word for name, value in given.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture
def desk(inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    person(reopen(folder), "qiao", "manager", unit="总经理室")
    made = Desk(inside)
    really: Callable[[Path], Office] = opening.open_office
    monkeypatch.setattr(
        opening, "open_office", lambda there: replace(really(there), now=lambda: made.moment)
    )
    return made


def test_a_case_is_told_with_its_timeline(desk: Desk) -> None:
    said = desk.run(*OPEN)
    assert said.out.splitlines() == [
        "260301 深圳市样例物业服务有限公司: in progress",
        "next: contact 联系有关部门查明情况, 企业发展部, 2026-03-03 (needs contacted_units)",
    ]
    desk.step("contact", contacted_units="计量站")
    desk.run(*("case", "step", "260301", "investigate", "--skip", "--remark", "无须到场"))
    desk.step("opinion", opinion="退差价")
    desk.moment = MOMENT + dt.timedelta(days=2)
    late = desk.run("case", "overdue")
    assert "CB-20260301 made for case 260301" in late.err
    desk.run("case", "decide", "260301", "--outcome", "成立", "--set", "approval=同意", who="qiao")

    shown = desk.run("case", "show", "260301").out

    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "油品客户投诉" in lines["kind:"]
    assert "left out" in lines["investigate"]
    assert "done late" in lines["approve"]
    assert "2026-03-04 09:00 qiao" in lines["approve"]
    assert "reminder CB-20260301 to approve: 0000000001-0003" in shown
    assert "next: inform" in shown
    assert "meeting" not in lines
    assert desk.run("case", "list").out.count("260301") == 1
    assert "处理结果告知客户" in desk.run("case", "list", "--state", "open").out
    assert "260301" not in desk.run("case", "list", "--month", "2026-02").out

    desk.step("inform", informed_at="2026-03-04T10:00", informed_by="电话", acceptance="接受")
    desk.step("settle", result="已退差价")
    desk.step("visit", contact_name="庄女士", **CALLED_BACK)
    assert "All is done: docgen case close 260301" in desk.run("case", "show", "260301").out
    assert desk.run("case", "close", "260301").out.endswith(": fully closed\n")
    assert "next:" not in desk.run("case", "show", "260301").out


def test_no_loss_is_converted_and_a_decision_objected_to(desk: Desk, folder: Path) -> None:
    clothing = ("case", "open", "--profile", "clothing", "--customer", "K000001")
    desk.run(*clothing, "--no-loss", *sets(SLIP))
    said = desk.run("case", "convert", "260301", "--loss", *sets(LOSS))
    assert "next: register" in said.out
    desk.run(*OPEN)
    oil = "260302"
    desk.run("case", "step", oil, "contact", "--set", "contacted_units=计量站")
    desk.run("case", "step", oil, "investigate", "--skip", "--remark", "无须到场")
    desk.run("case", "step", oil, "opinion", "--set", "opinion=退差价")
    early = desk.inside.run("case", "object", oil, *sets(MEMO), "--json", who="mira")
    assert (early.code, early.problem["field"]) == (3, "case")
    desk.run("case", "decide", oil, "--outcome", "不成立", "--set", "approval=不成立", who="qiao")

    desk.run("case", "object", oil, *sets(MEMO))

    book = folder.parent / "册.xlsx"
    desk.run("case", "register", "--out", book)
    assert "written:" in desk.run("case", "register", "--out", folder.parent / "二.xlsx").err
    again = desk.inside.run("case", "register", "--out", book, "--json", who="mira")
    assert again.code == 3
    assert "签呈" in {one["title"] for one in shown(desk, oil)["papers"]}


def shown(desk: Desk, number: str) -> dict[str, list[dict[str, str]]]:
    told: dict[str, list[dict[str, str]]] = desk.run("case", "show", number, "--json").data
    return told


def test_what_is_wrong_is_said_with_its_field(desk: Desk) -> None:
    desk.run(*OPEN)
    for words, code, field in (
        (("open", "--profile", "water", "--customer", "K000001"), 5, "profile"),
        (("open", "--customer", "K000001"), 3, "profile"),
        (
            ("open", "--profile", "oil", "--customer", "K000001", "--received", "gestern"),
            3,
            "received",
        ),
        (("open", "--profile", "oil", "--customer", "K000001", "--severity", "急"), 3, "severity"),
        (("open", "--from", "0000000001-0001"), 3, "profile"),
        (("step", "260301", "tanzen"), 3, "step"),
        (("step", "260301", "contact"), 3, "contacted_units"),
        (("step", "260301", "contact", "--skip", "--remark", "无"), 3, "step"),
        (("decide", "260301"), 3, "case"),
        (("extend", "260301"), 2, "until"),
        (("extend", "260301", "--until", "2026-03-09", "--reason", "等待"), 3, "until"),
        (("raise", "260301", "--involves", "邻居", "--reason", "无"), 3, "involves"),
        (("convert", "260301"), 2, "loss"),
        (("convert", "260301", "--loss"), 3, "loss"),
        (("not-accepted", "260301", "--reason", ""), 3, "reason"),
        (("list", "--month", "März"), 3, "month"),
    ):
        said = desk.inside.run("case", *words, "--json", who="mira")
        assert said.code == code, (words, said.err)
        assert said.problem["field"] == field, words
        assert said.problem["fix"]


def test_an_auditor_and_a_stranger_have_no_part_in_cases(desk: Desk, folder: Path) -> None:
    person(reopen(folder), "an", "auditor", unit="审计部")
    desk.run(*OPEN)

    for who, words in (("an", ("list",)), ("lena", ("show", "260301")), ("an", ("overdue",))):
        said = desk.inside.run("case", *words, "--json", who=who)
        assert said.code in {4, 5}
    assert desk.run("case", "list", "--json", who="lena").data == []
