"""A posting from the appointment to the handover, by the commands alone, over simulated days.

What is checked is what people rely on: the gate and what it names, the papers, the duties that
begin and end, leave, the months, the proposal to move somebody, and the handover after which
his account is closed. What else somebody may hold and pass on is ``test_handover``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.cases import at
from tests.support.desks import log
from tests.support.handovers import ANSWERS, CLEARED
from tests.support.offices import founder, person, reopen
from tests.support.shell import Inside, Said

from docgen.office import audit_reconcile, customers, opening
from docgen.office.desk import Office
from docgen.register.models import ItemText


@dataclass
class Desk:
    """The desk where postings are looked after, at a moment of the scenario."""

    inside: Inside
    folder: Path
    moment: dt.datetime
    staff: str

    def run(self, *words: object, who: str = "hao", group: str = "posting") -> Said:
        """Run a command of the group."""
        return self.inside.run(group, *words, "--json", who=who)

    def do(self, *words: object, who: str = "hao", group: str = "posting") -> Any:  # noqa: ANN401  whatever it prints
        """Run a command that must work; what it prints."""
        said = self.run(*words, who=who, group=group)
        assert said.code == 0, said.err
        return said.data

    def refused(self, *words: object, who: str = "hao") -> dict[str, Any]:
        """Run a command that must not work; the problem."""
        said = self.run(*words, who=who)
        assert said.code in {3, 4}, said.out
        return said.problem

    def example(self, name: str) -> Path:
        """A template's own example."""
        return self.folder / "templates" / "dispatch" / name / "example.toml"

    def paper(self, code: str, need: str, form: str, **sets: str) -> list[str]:
        """Make a paper from its example; what it shows."""
        given = [word for name, value in sets.items() for word in ("--set", f"{name}={value}")]
        made = self.do("paper", code, need, "--data", self.example(form), *given)
        return [str(one["need"]) for one in made]

    def missing(self, code: str) -> list[str]:
        """What the gate says is missing."""
        said = self.run("gate", code)
        found = [str(one["need"]) for one in said.data]
        assert said.code == (1 if found else 0)
        return found

    def duties(self, who: str = "luo") -> list[dict[str, Any]]:
        """What somebody owes now."""
        found: list[dict[str, Any]] = self.do("list", "--person", who, group="duty", who="jonas")
        return found


@pytest.fixture
def desk(inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The office with somebody who is to be posted, its clock in the hands of the scenario."""
    office = reopen(folder)
    person(office, "hao", clearance="B")
    for name in ("luo", "tan"):
        person(office, name)
    person(office, "qiao", "manager", "clerk", clearance="B")
    new = customers.NewCustomer(name="骆海宁", phone="199 0000 2001", kind="staff")
    staff = customers.add(office, founder(), new, unit="客户服务部")
    made = Desk(inside, folder, at("2026-11-05 09:00"), staff.code)
    really: Callable[[Path], Office] = opening.open_office
    monkeypatch.setattr(
        opening, "open_office", lambda there: replace(really(there), now=lambda: made.moment)
    )
    return made


def planned(desk: Desk) -> str:
    """A posting that is planned, with its area."""
    desk.do("area", "lz", "--title", "澜州", "--sales", 150000)
    facts = ("--scope", "国内异地", "--host", "澜州驻外机构", "--area", "lz", "--account", "luo")
    days = ("--from", "2026-12-01", "--to", "2027-11-30", "--staff-number", "KF0088")
    made = desk.do("open", desk.staff, "--kind", "外派技术人员", *facts, *days)
    return str(made["posting"])


def appointed(desk: Desk) -> str:
    """A posting that a head agreed to, once its form was there (D-001, D-003)."""
    code = planned(desk)

    unready = desk.refused("approve", code, who="jonas")
    desk.paper(code, "approval", "dispatch-approval")
    early = desk.refused("paper", code, "agreement", "--data", desk.example("dispatch-agreement"))
    own = desk.refused("approve", code, who="hao")
    approved = desk.do("approve", code, who="jonas")

    assert [one["field"] for one in unready["details"]] == ["approval"]
    assert (early["why"], own["code"]) == ("the posting is planned", "not-allowed")
    assert approved["state"] == "approved"
    return code


def prepare(desk: Desk, code: str) -> None:
    """The gate refuses and says what is missing, until it is all there."""
    lacking = desk.missing(code)
    shut = desk.refused("depart", code)
    shown = desk.paper(code, "particulars", "posted-person-record")
    trained = desk.paper(code, "training", "training-record", departs_on="2026-12-01")
    desk.paper(code, "agreement", "dispatch-agreement")
    still = desk.missing(code)
    desk.paper(code, "arrangement", "work-arrangement")

    assert lacking == [
        *("agreement", "particulars", "identity", "health", "training", "safety"),
        *("insurance", "arrangement"),
    ]
    assert [one["field"] for one in shut["details"]] == lacking
    assert (shown, trained) == (
        ["particulars", "identity", "health", "insurance"],
        ["training", "safety"],
    )
    assert (still, desk.missing(code)) == (["arrangement"], [])


def appraise(desk: Desk, code: str) -> None:
    """A month below 60 points: the form proposes, and so does the list of rotations."""
    low = ("--score", 58, "--comment", "周报多次迟报")

    alone = desk.refused("appraise", code, "--month", "2027-03", "--score", 90, who="luo")
    scored = desk.do("appraise", code, "--month", "2027-03", *low)
    twice = desk.refused("appraise", code, "--month", "2027-03", *low)
    [proposed] = desk.do("rotate")
    [ranked] = desk.do("rank", "--quarter", "2027Q1")

    assert (alone["code"], twice["why"]) == ("not-allowed", "the month is appraised already")
    assert "建议调岗" in words(scored["item"])
    assert "月度考核低于60分" in words(scored["item"])
    assert "58.00" not in words(scored["item"])
    assert [one["reason"] for one in proposed["reasons"]] == ["low-score"]
    assert len(proposed["against"]) == 1
    assert (ranked["rank"], ranked["average"], ranked["whole"]) == (1, "58.00", False)


def work(desk: Desk, code: str) -> None:
    """The reports of a week, and three days of leave: the head of the place, then a manager."""
    report = "外派工作周报表（报渠道工程师，抄送渠道经理）"
    owed = desk.duties()
    [weekly] = [one for one in owed if one["title"] == report]
    desk.do("done", weekly["number"], who="luo", group="duty")

    days = ("--from", "2026-12-14", "--to", "2026-12-16", "--stand-in", "tan", "--reason", "探亲")
    [asked] = desk.do("leave", code, *days, who="luo")
    own = desk.refused("approve-leave", asked["leave"], who="luo")
    agreed = [desk.do("approve-leave", asked["leave"], who=who)[0] for who in ("qiao", "jonas")]

    assert "工作日志：当日工作和次日计划" in {one["title"] for one in owed}
    assert desk.duties("hao") == []
    assert weekly["number"] not in {one["number"] for one in desk.duties()}
    assert own["code"] == "not-allowed"
    assert [one["state"] for one in agreed] == ["asked", "agreed"]


def move(desk: Desk, code: str) -> None:
    """The notice of a move says where to and why; without a day there is none."""
    desk.do("area", "yj", "--title", "云津", "--sales", 250000)
    place = ("--set", "report_to=云津驻外机构", "--set", "contact_phone=010-5555 0188")
    no_day = desk.refused("notice", code, "--to", "yj", "--on", "", *place)
    told = desk.do("notice", code, "--to", "yj", "--on", "2027-04-20", *place)
    seen = desk.do("show", code)

    assert (no_day["what"], no_day["field"]) == ("No day is given", "on")
    assert "一类地区" in words(told["item"])
    assert [one["need"] for one in seen["papers"]][-1] == "notice"
    assert [one["title"] for one in seen["duties"] if one["rule"] == "posting-end"] == [
        "派驻期将满，办理续派或者调回：骆海宁"
    ]


def hand_over(desk: Desk, code: str) -> None:
    """He leaves instead: nothing stays open, three sign, and from then on he is nobody here."""
    given = ("--to", code, "--category", "电脑")
    desk.do("add", "GDZC-1", "笔记本电脑", *given, group="asset")
    held = desk.refused("return", code)
    parties = ("--to", "tan", "--supervisor", "qiao", "--day", "2027-05-06")
    begun = desk.do("start", code, *parties, who="qiao", group="handover")
    for one in begun["open"]:
        way = ("accept", "--note", "随账号结束") if one.startswith("report:") else ("item",)
        who = "tan" if way[0] == "accept" else "luo"
        desk.do(way[0], begun["handover"], one, *way[1:], who=who, group="handover")
    desk.do("check", code, "--found", "GDZC-1", who="qiao", group="asset")
    for form, answers in (("posting-handover", ANSWERS), ("leaving-clearance", CLEARED)):
        sets = [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
        desk.do("paper", begun["handover"], form, *sets, who="tan", group="handover")
    for who in ("luo", "tan", "qiao"):
        desk.do("sign", begun["handover"], who=who, group="handover")
    closed = desk.do("close", begun["handover"], who="qiao", group="handover")
    shut = desk.run("list", who="luo", group="duty")

    assert held["why"].startswith("1 things are with him")
    assert {"asset:GDZC-1", "line:badge"} <= {*begun["open"]}
    assert closed["state"] == "closed"
    assert [one["rule"] for one in shut.problem["reasons"]] == ["R1"]
    assert desk.do("show", code)["state"] == "left"
    assert desk.duties() == []


def test_a_posting_from_the_appointment_to_the_handover(desk: Desk) -> None:
    code = appointed(desk)
    desk.moment = at("2026-11-27 09:00")
    prepare(desk, code)
    desk.moment = at("2026-12-01 09:00")
    gone = desk.do("depart", code)
    desk.moment = at("2026-12-07 08:00")
    work(desk, code)
    desk.moment = at("2027-04-06 09:00")
    appraise(desk, code)
    move(desk, code)
    hand_over(desk, code)

    assert (gone["state"], gone["area_since"]) == ("departed", "2026-12-01")
    mine = (one for one in log() if one.get("obj") == code and one["res"] == "allow")
    acts = [one["act"].removeprefix("posting.") for one in mine]
    kept = ("opened", "approved", "departed", "appraised", "notified", "left")
    assert [one for one in acts if one in kept] == list(kept)
    assert audit_reconcile.findings() == []


def words(item: str) -> str:
    """What a paper says."""
    dossier, _, turn = item.partition("-")
    return str(ItemText.objects.get(item__dossier=int(dossier), item__turn=int(turn)).body)
