"""Somebody who is posted leaves, by the commands alone: refused with the list, accepted, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.cases import at
from tests.support.desks import log
from tests.support.handovers import ANSWERS, CLEARED, field
from tests.support.offices import reopen
from tests.support.shell import Inside

from docgen.office import opening
from docgen.office.desk import Office
from docgen.register.models import Item, ItemText


@pytest.fixture(name="desk")
def _desk(inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Inside:
    """The office on a Monday, with gao posted in the east and tan in the north."""
    really: Callable[[Path], Office] = opening.open_office
    monkeypatch.setattr(
        opening, "open_office", lambda there: replace(really(there), now=lambda: NOW)
    )
    field(reopen(folder))
    return inside


NOW = at("2026-03-02 09:00").astimezone(dt.UTC)


def do(desk: Inside, *words: object, who: str = "qiao") -> Any:  # noqa: ANN401  whatever it prints
    said = desk.run(*words, "--json", who=who)
    assert said.code == 0, said.err
    return said.data


def sets(answers: dict[str, object]) -> list[str]:
    return [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]


def test_a_posted_person_leaves(desk: Inside) -> None:
    item = str(Item.objects.get())
    do(desk, "asset", "add", "GDZC-1", "笔记本电脑", "--to", "W000001", "--category", "电脑")
    more = ("--request", "BJ-7", "--until", "2026-06-30")
    do(desk, "asset", "add", "SN-1", "备用机", "--kind", "spare", "--to", "gao", *more)
    do(desk, "asset", "add", "YS-1", "库房钥匙", "--kind", "key", "--to", "W000001")
    where = ("--place", "汕头市", "--contact", "甄师傅")
    do(desk, "station", "add", "ZS-1", "榕岭授权站", *where, "--keeper", "W000001")
    loan = do(desk, "loan", "request", item, "--purpose", "service", who="gao")["loan"]
    whose = Item.objects.get().dossier.customer.code
    told = ("--set", "channel=来电", "--set", "content=加油枪计量不准")
    case = do(desk, "case", "open", "--profile", "oil", "--customer", whose, *told, who="gao")
    case = case["case"]

    parties = ("--to", "tan", "--supervisor", "qiao")
    soon = desk.run(
        "handover", "start", "W000001", *parties, "--day", "2026-03-31", "--json", who="qiao"
    )
    begun = do(desk, "handover", "start", "W000001", *parties, "--day", "2026-04-01")
    code = begun["handover"]
    early = desk.run("handover", "close", code, "--json", who="qiao")

    assert "2026-04-01" in soon.problem["why"]
    assert begun["open"] == [one["field"] for one in early.problem["details"]]
    things = {
        *("asset:GDZC-1", "spare:SN-1", "key:YS-1", "station:ZS-1"),
        *(f"case:{case}", f"loan:{loan}"),
    }
    assert things <= set(begun["open"])

    for one in begun["open"]:
        if one != f"loan:{loan}":
            do(desk, "handover", "item", code, one, who="gao")
    stuck = desk.run("handover", "item", code, loan, "--json", who="gao")
    assert stuck.problem["field"] == "item"
    note = ("--note", "原件在客户处，下周取回")
    accepted = do(desk, "handover", "accept", code, loan, *note, who="tan")
    assert (accepted["state"], accepted["open"]) == ("handed", [])

    counted = do(desk, "asset", "check", "W000001", "--found", "GDZC-1", "--damaged", "SN-1")
    assert [one["condition"] for one in counted["things"]] == ["完好", "损坏", "遗失"]
    do(desk, "handover", "paper", code, "resignation-letter", *sets(LETTER), who="tan")
    filed = do(desk, "handover", "paper", code, "posting-handover", *sets(ANSWERS), who="tan")
    do(desk, "handover", "paper", code, "leaving-clearance", *sets(CLEARED), who="tan")
    for who in ("gao", "tan", "qiao"):
        signed = do(desk, "handover", "sign", code, who=who)
    assert (signed["state"], signed["unsigned"]) == ("signed", [])
    closed = do(desk, "handover", "close", code)

    assert closed["state"] == "closed"
    words = ItemText.objects.get(item__form_number=filed["number"]).body
    assert all(word in words for word in ("GDZC-1", "SN-1", "榕岭授权站", case, "下周取回"))
    after = desk.run("duty", "list", "--json", who="gao")
    assert [one["rule"] for one in after.problem["reasons"]] == ["R1"]
    held = do(desk, "asset", "list", "--holder", "W000002")
    assert {one["number"] for one in held} == {"GDZC-1", "SN-1"}
    assert do(desk, "case", "show", case, who="tan")["first_contact"] == signed["receiver"]
    acts = [one["act"] for one in log() if one.get("obj") == code and one["res"] == "allow"]
    assert (acts[0], acts[-1], acts.count("handover.signed")) == (
        "handover.started",
        "handover.closed",
        3,
    )


LETTER: dict[str, object] = {
    "hired_on": "2020-03-01",
    "return_on": "2026-04-05",
    "reason_kind": "家庭原因",
    "reason": "回家照顾老人。",
}


def test_lists_and_papers_are_shown(desk: Inside) -> None:
    do(desk, "asset", "add", "GDZC-1", "笔记本电脑", "--to", "W000001", "--value", "5,200")
    do(desk, "asset", "add", "SN-2", "交换机", "--to", "tan", "--until", "2026-05-01")
    do(desk, "asset", "return", "SN-2", "--condition", "损坏")
    do(desk, "asset", "lend", "SN-2", "--to", "W000001", "--until", "2026-05-02")
    head = ("--set", "head=乔敏")
    slip = sets({"sender_unit": "总部", "reason": "旺季周转", "transport": "自提"})
    do(desk, "asset", "paper", "W000001", "register", *head)
    do(desk, "asset", "paper", "W000001", "slip", *slip)
    where = ("--place", "汕头市", "--contact", "甄师傅", "--area", "east")
    do(desk, "station", "add", "ZS-1", "榕岭授权站", *where)
    do(desk, "station", "change", "ZS-1", "--keeper", "W000002", "--state", "整改")
    parties = ("--to", "tan", "--supervisor", "qiao", "--kind", "rotation", "--area", "north")
    code = do(desk, "handover", "start", "W000001", *parties, "--day", "2026-03-09")["handover"]
    do(desk, "handover", "withdraw", code, "--reason", "不调了")

    shown = [
        desk.run(*words, who="qiao").out
        for words in (
            ("asset", "list"),
            ("station", "list"),
            ("handover", "list"),
            ("handover", "show", code),
        )
    ]

    assert [word for word in ("GDZC-1", "SN-2", "损坏", "2026-05-02") if word not in shown[0]] == []
    assert [
        word for word in ("榕岭授权站", "tan", "粤东区域", "整改") if word not in shown[1]
    ] == []
    assert [word for word in (code, "rotation", "withdrawn") if word not in shown[2]] == []
    assert [word for word in ("asset:GDZC-1", "qiao", "line:badge") if word not in shown[3]] == []


WRONG = (
    ("asset", "add", "GDZC-1", "电脑", "--to", "nobody"),
    ("asset", "add", " ", "电脑", "--to", "gao"),
    ("asset", "add", "N-1", "长" * 201, "--to", "gao"),
    ("asset", "add", "N-1", "电脑", "--to", "gao", "--value", "1e99"),
    ("asset", "add", "N-1", "电脑", "--to", "gao", "--value", "nan"),
    ("asset", "add", "N-1", "备用机", "--to", "gao", "--kind", "spare"),
    ("asset", "add", "N-1", "电脑", "--to", "W000099"),
    ("asset", "add", "N-1", "电脑", "--to", "gao", "--until", "2026-03-01"),
    ("asset", "lend", "N-9", "--to", "gao"),
    ("asset", "return", "N-9"),
    ("asset", "check", "qiao", "--found", "N-1"),
    ("asset", "paper", "tan", "slip"),
    ("station", "change", "ZS-9"),
    ("station", "add", "ZS-9", "站", "--place", "x", "--contact", "y", "--area", "mars"),
    ("handover", "show", "J" + "9" * 40),
    ("handover", "sign", "J000009"),
    ("handover", "paper", "J000009", "payslip"),
)


def test_what_cannot_be_is_a_sentence(desk: Inside) -> None:
    said = {words: desk.run(*words, "--json", who="qiao") for words in WRONG}

    assert {words: one.code for words, one in said.items() if one.code not in {3, 4, 5}} == {}
    assert all(one.problem["fix"] for one in said.values())
