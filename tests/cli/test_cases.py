"""A complaint from call to closing, one scenario for each kind of case, by the commands alone.

The days are simulated: each command runs at the moment the scenario says. What is checked is what
people rely on: each due day, each paper with its words and copies, and each entry of the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.cases import CALLED_BACK, at
from tests.support.desks import log
from tests.support.offices import person, reopen
from tests.support.shell import Inside, Said

from docgen.office import opening, writing
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, ItemText
from docgen.register.models_copies import Copy


@dataclass
class Counter:
    """The counter where complaints come in, at a moment of the scenario."""

    inside: Inside
    moment: dt.datetime
    customer: str

    def at(self, text: str) -> None:
        """Let it be this moment."""
        self.moment = at(text)

    def run(self, *words: object, who: str = "mira") -> Said:
        """Run a case command; it must work."""
        said = self.inside.run("case", *words, "--json", who=who)
        assert said.code == 0, said.err
        return said

    def do(self, *words: object, who: str = "mira") -> Any:  # noqa: ANN401  whatever it prints
        """Run a case command; what it prints."""
        return self.run(*words, who=who).data

    def step(self, case: str, key: str, *more: object, who: str = "mira", **sets: str) -> Any:  # noqa: ANN401  whatever is next
        """Do a step with these answers; what is next, each with its due moment."""
        given = [word for name, value in sets.items() for word in ("--set", f"{name}={value}")]
        done = self.do("step", case, key, *given, *more, who=who)
        return [(one["step"], one["due"]) for one in done["next"]]

    def refused(self, *words: object, who: str = "mira") -> dict[str, Any]:
        """Run a case command that must not work; the problem."""
        said = self.inside.run("case", *words, "--json", who=who)
        assert said.code in {3, 4}, said.out
        return said.problem


@pytest.fixture
def counter(inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """The office with two heads, its clock in the hands of the scenario, PDFs made in no time."""
    office = reopen(folder)
    person(office, "qiao", "manager", unit="总经理室")
    person(office, "tang", "manager", unit="总经理室")
    made = Counter(inside, at("2026-03-02 09:00"), Customer.objects.get().code)
    really: Callable[[Path], Office] = opening.open_office
    monkeypatch.setattr(
        opening, "open_office", lambda there: replace(really(there), now=lambda: made.moment)
    )
    monkeypatch.setattr(writing, "copies_of", lambda *_: b"%PDF-1.7 of all copies")
    return made


def words(item: str) -> str:
    """What a paper says."""
    dossier, _, turn = item.partition("-")
    return str(ItemText.objects.get(item__dossier=int(dossier), item__turn=int(turn)).body)


def papers(told: dict[str, Any]) -> list[tuple[str, str]]:
    """The papers of a case: which step made it, and what it is called."""
    return [(one["step"], one["title"]) for one in told["papers"]]


def item_of(told: dict[str, Any], step: str) -> str:
    return next(str(one["item"]) for one in told["papers"] if one["step"] == step)


def copies_of(told: dict[str, Any], step: str) -> list[str]:
    """Where the copies of a step's paper went, as the copies register has it."""
    dossier, _, turn = item_of(told, step).partition("-")
    item = Item.objects.get(dossier=int(dossier), turn=int(turn))
    return [row.holder for row in Copy.objects.filter(item=item).order_by("pk")]


def acts(number: str) -> list[str]:
    """The entries about a case, in their order."""
    return [
        f"{entry['act'].removeprefix('case.')} {entry.get('more', {}).get('step', '')}".strip()
        for entry in log()
        if entry["act"].startswith("case.")
        and entry.get("obj") == number
        and entry["res"] == "allow"
    ]


def test_oil_from_a_call_to_a_decision_of_the_meeting(counter: Counter) -> None:
    opened = counter.do(
        *("open", "--profile", "oil", "--customer", counter.customer, "--set", "channel=来电"),
        *(
            "--set",
            "content=三号加油枪计量不准，要求退还差价并致歉。",
            "--set",
            "contact_name=庄女士",
        ),
    )
    number = opened["case"]
    assert (number, opened["state"], opened["severity"]) == ("260301", "open", "一般")
    assert (opened["due"], opened["settle_by"]) == ("2026-03-03", "2026-03-03")
    assert opened["next"][0]["needs"] == ["contacted_units"]

    assert counter.step(number, "contact", contacted_units="计量检定站") == [
        ("investigate", "2026-03-03")
    ]
    counter.at("2026-03-02 15:00")
    raised = counter.do("raise", number, "--involves", "新闻媒体", "--reason", "电视台记者来电询问")
    assert (raised["severity"], raised["settle_by"]) == ("特殊", "2026-03-05")
    event = raised["event"]
    assert event

    counter.at("2026-03-04 10:00")
    report = {
        "kind": "现场处理",
        "place": "样例加油站",
        "course": "到场检定三号枪",
        "facts": "超差百分之一",
        "handling": "当场停用三号枪",
    }
    people = counter.inside.office.parent / "报告.toml"
    people.write_text('[[people]]\nname = "mira"\nunit = "企业发展部"\n', "utf-8")
    assert counter.step(number, "investigate", "--data", people, **report) == [
        ("opinion", "2026-03-05")
    ]
    assert counter.step(number, "opinion", opinion="退还差价，登报致歉") == [
        ("meeting", "2026-03-05")
    ]

    asked = ("extend", number, "--until", "2026-03-11", "--reason", "等待检定证书")
    assert counter.do(*asked)["settle_by"] == "2026-03-05"
    assert counter.do("extend", number, "--agree", who="qiao")["settle_by"] == "2026-03-05"
    assert counter.refused("extend", number, "--agree", who="qiao")["code"] == "bad-input"
    assert counter.do("extend", number, "--agree", who="tang")["settle_by"] == "2026-03-11"
    late = counter.refused("extend", number, "--until", "2026-03-12", "--reason", "再等等")
    assert late["field"] == "until"

    meeting = ("--set", "resolution=同意退还差价", "--set", "minutes_number=经办〔2026〕3号")
    counter.at("2026-03-10 10:00")
    assert counter.refused("decide", number, "--outcome", "成立", *meeting)["code"] == "not-allowed"
    decided = counter.do("decide", number, "--outcome", "成立", *meeting, who="qiao")
    assert [(one["step"], one["due"]) for one in decided["next"]] == [("inform", "2026-03-11")]
    counter.step(
        number, "inform", informed_at="2026-03-10T11:00", informed_by="当面", acceptance="接受"
    )
    counter.at("2026-03-11 09:00")
    assert counter.step(number, "settle", "--pdf", result="差价已退，客户满意") == [
        ("visit", "2026-03-18")
    ]
    assert counter.refused("close", number)["why"].endswith("visit 回访客户")
    counter.at("2026-03-17 09:00")
    assert counter.step(number, "visit", **CALLED_BACK) == []
    closed = counter.do("close", number)

    assert closed["state"] == "closed"
    assert papers(closed) == [
        ("", "客户投诉记录及处理意见"),
        *[("investigate", "投诉调查（现场处理）报告")] * 2,
        *[("visit", "投诉回访记录")] * 2,
    ]
    own = words(item_of(closed, ""))
    for told in ("计量检定站", "退还差价，登报致歉", "经办〔2026〕3号", "差价已退，客户满意"):
        assert told in own
    assert number in words(item_of(closed, "investigate"))
    assert "差价已退，客户满意" in words(item_of(closed, "visit"))
    assert {one["item"].partition("-")[0] for one in closed["papers"]} == {opened["dossier"], event}
    assert acts(number) == [
        *("opened", "stepped contact", "raised", "stepped investigate", "stepped opinion"),
        *("requested-extension", "extended", "extended", "decided meeting"),
        *("stepped inform", "stepped settle", "stepped visit", "closed"),
    ]
    assert counter.do("show", number, who="jonas")["chain"] == []


def complaint(counter: Counter, *more: object) -> Any:  # noqa: ANN401  whatever it prints
    """A complaint about shirts that shrank, from whom something was lost."""
    given = {
        "order_number": "DD-2602-118",
        "style": "CS-071",
        "quantity": "400",
        "bad_quantity": "36",
        "shipped_on": "2026-02-10",
        "demand": "退换三十六件并补偿",
        "reason": "洗后缩水超过标准",
    }
    sets = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    return counter.do("open", "--profile", "clothing", "--customer", counter.customer, *sets, *more)


def test_clothing_from_the_form_to_the_second_case(counter: Counter) -> None:
    assert (
        counter.refused(*("open", "--profile", "clothing", "--customer", counter.customer))["field"]
        == "loss"
    )
    opened = complaint(counter, "--loss", "--pdf")
    number = opened["case"]
    assert number == "260301"
    assert [(one["step"], one["due"]) for one in opened["next"]] == [("register", "2026-03-02")]
    assert copies_of(opened, "") == ["总经理室", "市场客户服务科", "业务部门", "责任归属部门"]

    assert counter.step(number, "register") == [("assign", "2026-03-02")]
    assert counter.step(number, "assign", "--skip", "--remark", "无须到场") == [
        ("investigate", "2026-03-09")
    ]
    counter.at("2026-03-06 16:00")
    assert counter.step(number, "investigate") == [("report", "2026-03-09")]
    file = counter.inside.office.parent / "报告.toml"
    file.write_text('[[people]]\nname = "mira"\nunit = "市场客户服务科"\n', "utf-8")
    report = {
        "kind": "调查",
        "place": "客户门店",
        "course": "抽检三十六件",
        "facts": "缩水百分之八",
        "handling": "封存同批",
    }
    late = counter.inside.run("case", "overdue", "--json", who="mira")
    assert late.data == []
    counter.at("2026-03-11 09:00")
    [slow] = counter.do("overdue")
    assert (slow["step"], slow["due"], slow["days"]) == ("report", "2026-03-09", 2)
    told = counter.do("show", number)
    assert [(one["kind"], one["number"]) for one in told["slips"]] == [("reminder", "CB-20260301")]
    slip = words(told["slips"][0]["item"])
    for word in (number, "市场客户服务科", "第一次", "调查（现场处理）报告"):
        assert word in slip
    counter.do("overdue")
    assert len(counter.do("show", number)["slips"]) == 1

    assert counter.step(number, "report", "--data", file, **report) == [("cause", None)]
    counter.step(
        number, "cause", category="质量异常", cause="面料预缩不足", responsible_unit="面料车间"
    )
    counter.step(number, "producer", producer_cause="预缩温度偏低", countermeasure="调整工艺")
    counter.step(number, "instruct", office_instruction="从速处理")
    counter.step(number, "goods", "--skip", "--remark", "无须提示")
    counter.step(number, "check")
    assert counter.step(
        number, "opinion", service_opinion="折让并退货", ways="折让、退货", amount="3600"
    ) == [("combined", "2026-03-12")]
    combined = {"office_opinion": "同意折让三千六百元", "penalty": "罚扣奖金", "tracked": "是"}
    assert counter.step(number, "combined", **combined) == [("decide", None)]
    decision = ("--outcome", "成立", "--set", "decision=折让三千六百元，退货三十六件")
    assert counter.refused("decide", number, *decision)["code"] == "not-allowed"
    counter.do("decide", number, *decision, who="tang")
    counter.step(
        number, "inform", result="客户同意", informed_at="2026-03-11T15:00", acceptance="接受"
    )
    counter.step(number, "read")
    assert counter.step(number, "settle", "--pdf") == [
        *(("allowance", None), ("return", None), ("penalty", None)),
        *(("improve", "2026-03-25"), ("visit", "2026-03-18")),
    ]
    own = words(opened["papers"][0]["item"])
    for word in (
        number,
        "面料预缩不足",
        "同意折让三千六百元",
        "折让三千六百元，退货三十六件",
        "CB-20260301",
    ):
        assert word in own

    after_settlement(counter, number)
    contested = counter.do("not-accepted", number, "--reason", "客户要求全部退款")
    assert contested["case"] == "260302"
    assert contested["chain"] == ["260301", "260302"]
    assert contested["next"][0]["step"] == "register"
    assert "260301" in words(contested["papers"][0]["item"])
    assert counter.do("show", number)["state"] == "not-accepted"


def after_settlement(counter: Counter, number: str) -> None:
    """The papers of a settled case: each with its words and its copies."""
    counter.at("2026-03-13 10:00")
    penalty = {"basis": "罚扣判定基准第一类", "carry_out": "三月份奖金中扣发"}
    folder = counter.inside.office.parent
    rows = {
        "allowance": '[[items]]\nname = "衬衫"\namount = 3600\n',
        "return": '[[items]]\nstyle = "CS-071"\nname = "衬衫"\nunit = "件"\nquantity = 36\n',
        "penalty": '[[items]]\nunit = "面料车间"\nkind = "罚扣奖金"\namount = 300\n',
    }
    for key, text in rows.items():
        (folder / f"{key}.toml").write_text(text, "utf-8")
    data = {key: ("--data", folder / f"{key}.toml", "--pdf") for key in rows}
    counter.step(number, "allowance", *data["allowance"], kind="折让", settle="冲减应收货款")
    counter.step(number, "return", *data["return"], way="退货")
    empty = counter.refused(
        *("step", number, "penalty", *data["penalty"]),
        *(word for name, value in penalty.items() for word in ("--set", f"{name}={value}")),
    )
    assert "客户投诉罚扣判定基准" in empty["what"]
    rules = counter.inside.office / "rules" / "cases" / "clothing.toml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace("rows  = []", 'rows  = ["第一类：罚扣奖金"]', 1), "utf-8")
    counter.step(number, "penalty", *data["penalty"], **penalty)

    told = counter.do("show", number)
    assert copies_of(told, "allowance") == ["业务部", "会计（入账）"]
    assert [one.partition("（")[0] for one in copies_of(told, "return")] == [
        "业务部门",
        *["成品仓储"] * 3,
    ]
    assert copies_of(told, "penalty") == [
        *("总经理室（自存）", "会计单位（查核）", "罚扣部门（执行）"),
    ]
    for key, word in (("allowance", "DD-2602-118"), ("return", number), ("penalty", "同意折让")):
        assert word in words(item_of(told, key))


def test_gas_round_the_clock_over_the_weekend(counter: Counter) -> None:
    counter.at("2026-03-07 23:30")  # a Saturday
    given = {
        "kind": "燃气报修",
        "station": "城南维修队",
        "channel": "来电",
        "model": "灶前阀",
        "warranty": "保修期内",
        "fault": "阀门打不开",
        "repairer": "mira",
    }
    sets = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    opened = counter.do("open", "--profile", "gas", "--customer", counter.customer, *sets)
    number = opened["case"]
    assert (opened["due"], opened["settle_by"]) == ("2026-03-08T00:30:00", "2026-03-08T23:30:00")

    assert counter.step(number, "dispatch", dispatched_at="2026-03-07T23:40") == [
        ("handle", "2026-03-08T05:30:00")
    ]
    counter.at("2026-03-08 06:00")
    [late] = counter.do("overdue")
    assert (late["step"], late["due"]) == ("handle", "2026-03-08T05:30:00")
    assert counter.do("show", number)["slips"] == []
    assert counter.step(number, "handle", arrived_at="2026-03-08T05:50") == [
        ("repair", "2026-03-08T23:30:00")
    ]
    assert counter.step(
        number, "repair", finished_at="2026-03-08T06:00", result="已修复", work="更换阀门"
    ) == [("inform", "2026-03-08T07:00:00")]
    counter.step(number, "inform", informed_at="2026-03-08T06:00", acceptance="接受")
    assert counter.step(number, "settle") == [("visit", "2026-03-13")]
    counter.at("2026-03-09 09:00")
    counter.step(number, "visit", contact_name="庄女士", **CALLED_BACK)
    counter.do("overdue")
    closed = counter.do("close", number)

    assert [one["about"] for one in closed["slips"]] == ["维修队"]
    inquiry = words(closed["slips"][0]["item"])
    assert number in inquiry
    assert "到场处理" in inquiry
    assert "更换阀门" in words(opened["papers"][0]["item"])
    assert [one["case"] for one in counter.do("review", "--month", "2026-03")] == [number]
    book = counter.inside.office.parent / "登记追踪表.xlsx"
    counter.run("register", "--out", book)
    assert book.read_bytes().startswith(b"PK")
    assert acts(number)[-3:] == ["stepped visit", "inquired", "closed"]
