"""An office in which nearly every verb was used once, for what audits must explain."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.support.cases import CALLED_BACK
from tests.support.desks import COMPLAINT, example, paper
from tests.support.destruction import Room, room
from tests.support.offices import customer, founder
from tests.support.visits import budget, daily

from docgen.model.calendar import Due
from docgen.model.copies import Copy, State
from docgen.model.dossier import DossierType
from docgen.model.duty import Rule, When, rung_of
from docgen.model.transfer import Finding, Piece
from docgen.office import (
    amending,
    cases,
    cases_changing,
    cases_opening,
    copies,
    customer_classes,
    describing,
    destroying,
    disposal,
    dossiers,
    duties,
    duties_rolling,
    filenumbers,
    filing,
    gifts,
    holds,
    lending,
    links,
    loan_changes,
    loan_losses,
    loans,
    moving,
    numbers,
    people,
    retention,
    saved_searches,
    sealing,
    shortening,
    stages,
    surveys,
    transfers,
    visits_daily,
    writing,
)
from docgen.office.cases_opening import Intake
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item


def lived_in(folder: Path) -> Room:
    """The office after all of it."""
    place = room(folder)
    _people(place)
    unit = _dossiers(place)
    _papers(place, unit)
    _loans(place)
    _destruction(place)
    _searches(place)
    _duties(place)
    _cases(place, unit)
    _visits(place, unit)
    return place


def _people(place: Room) -> None:
    office, boss = place.office, founder()
    people.add(office, boss, login="neu", name="新人", unit="后勤部", roles=["clerk"])
    people.change(office, boss, "neu", roles=["manager", "clerk"], clearance="B")
    people.change(office, boss, "neu", unit="客户服务部")
    people.grant(office, boss, "lena", place.dossier)
    people.grant(office, boss, "lena", place.dossier)
    people.close(office, boss, "neu")


def _dossiers(place: Room) -> Dossier:
    office, mira = place.office, place.folk.mira
    known = customer(office)
    plain = dossiers.open_dossier(office, mira, known)
    unit = dossiers.open_dossier(office, mira, known, kind="unit", key="A-1-101")
    links.link(office, mira, str(plain), [str(unit)], "同一客户")
    links.link(office, mira, str(unit), [str(plain)], "同一客户")
    describing.place(office, mira, str(plain), "一号库/03", "DA-7")
    stages.reach(office, mira, [str(unit)], "subscribed")
    filing.file(office, mira, unit, paper(group="sales"))
    moving.change_buyer(office, mira, str(unit), customer(office, "新买受人").code, "挞定")
    other = dossiers.open_dossier(office, mira, known, kind="unit", key="A-1-102")
    for day in (office.today, office.today - dt.timedelta(days=9)):
        stages.reach(office, mira, [str(other)], "subscribed", day)
    sealing.seal(office, place.folk.jonas, [str(plain)], "年度检查")
    filenumbers.renumber(_other_pattern(office, "customer"), place.folk.jonas, "customer")
    return plain


def _other_pattern(office: Office, name: str) -> Office:
    kind: DossierType = replace(office.rules.types[name], number="C-{seq:03}")
    types = {**office.rules.types, name: kind}
    return replace(office, rules=replace(office.rules, types=types))


def _papers(place: Room, dossier: Dossier) -> None:
    office, folk = place.office, place.folk
    items = [filing.file(office, folk.mira, dossier, paper(f"第{n}份")).item for n in range(7)]
    amending.add_version(office, folk.mira, items[0], paper("改后"), base=1, why="更正")
    moving.move(office, folk.mira, [str(items[1])], "sales", "归错类")
    describing.describe(office, folk.mira, [str(items[1])], Wanted(pages=3))
    retention.keep_longer(office, folk.jonas, str(place.old()), "10 years", "诉讼")
    for steps in ("aa", "ar", "w"):
        row = shortening.propose(
            office, founder(), str(place.old(retention="permanent")), "10 years", "鉴定"
        )
        for who, step in zip((folk.jonas, place.legal), steps, strict=False):
            if step == "a":
                shortening.approve(office, who, row.code)
            elif step == "r":
                shortening.refuse(office, who, row.code, "有争议")
            else:
                shortening.withdraw(office, founder(), row.code)
    noted = copies.note(office, folk.mira, str(items[0]), Copy("财务部", "付款", office.today))
    copies.note(office, folk.mira, str(items[0]), Copy("仓库", "备查", office.today))
    copies.end(office, folk.mira, noted.code, State.RETURNED)
    held = holds.put(office, folk.jonas, str(items[2]), "仲裁", "案号1")
    holds.put(office, folk.jonas, str(dossier), "审计", "年度")
    holds.release(office, folk.jonas, held.code, "结案")
    writing.fill(office, folk.mira, COMPLAINT, example(office))
    filled = writing.fill(office, folk.mira, COMPLAINT, example(office))
    numbers.void(office, folk.mira, filled.number)


def _loans(place: Room) -> None:
    """A loan in each state in which one can stand."""
    office, folk = place.office, place.folk
    items = Item.objects.filter(dossier__type="customer").order_by("pk")
    refused, cancelled, approved, *handed = (
        loans.request(office, folk.mira, str(item), "service", "paper").code for item in items
    )
    loans.refuse(office, folk.jonas, refused, "正在整理")
    loan_changes.cancel(office, folk.mira, cancelled)
    loans.approve(office, folk.jonas, approved)
    for code in handed:
        loans.approve(office, folk.jonas, code)
        loans.hand_over(office, folk.jonas, code)
    back, lost, settled, _ = handed
    loans.take_back(office, folk.jonas, back)
    for code in (lost, settled):
        loan_losses.report(office, folk.jonas, code, "搬家时遗失")
    loan_losses.settle(office, folk.jonas, settled, "补制复印件")
    lending.open(office, folk.mira, str(items[0]), "service")


def _destruction(place: Room) -> None:
    office = place.office
    first, second, third, fourth = (place.old(f"旧{n}") for n in range(4))
    destroying.carry_out(office, founder(), place.witnessed(first).code)
    disposal.refuse_list(office, place.legal, _listed(place, second), "还有用")
    disposal.withdraw(office, founder(), _listed(place, third))
    place.approved(fourth)
    row, *_ = transfers.propose(office, place.folk.mira, days=9999)
    transfers.send(office, place.folk.mira, row.code, "忙")
    papers = {str(line.item): Finding(Piece.RETURNED, "待补") for line in row.lines.all()}
    transfers.accept(office, place.folk.jonas, row.code, papers)
    again, *_ = transfers.propose(office, place.folk.mira, days=9999)
    transfers.send(office, place.folk.mira, again.code, "忙")


def _listed(place: Room, item: Item) -> str:
    return disposal.propose(
        place.office, founder(), [str(item)], kind="expired", opinion="期满"
    ).code


def _searches(place: Room) -> None:
    office, mira = place.office, place.folk.mira
    saved_searches.save(office, mira, "漏水", "漏水", shared=True)
    saved_searches.save(office, mira, "旧的", "投诉")
    saved_searches.delete(office, mira, "旧的")


def _duties(place: Room) -> None:
    office, folk = place.office, place.folk
    rule = Rule("report", "报告", "C-013", When(), ladder=(rung_of("1 days doer"),))
    due = Due(office.today - dt.timedelta(days=9))
    first, second = (
        duties.owe(office, key=key, rule=rule, due=due, person=folk.mira) for key in ("one", "two")
    )
    duties_rolling.catch_up(office)
    duties.done(office, folk.mira, first.code)
    duties.let_go(office, folk.jonas, second.code, "客户已撤诉")


def _cases(place: Room, dossier: Dossier) -> None:
    """A case that is closed, and one whose decision the customer does not accept."""
    office, folk = place.office, place.folk
    given = {"channel": "来电", "content": "计量不准"}
    wish = Intake("oil", dossier=str(dossier), given=given)
    plain, grave = (cases_opening.open_case(office, folk.mira, wish).row.number for _ in range(2))
    cases_changing.raise_(office, folk.mira, grave, "较大", reason="涉及多名客户")
    decisions: tuple[tuple[str, str, dict[str, object]], ...] = (
        (plain, "approve", {"approval": "同意", "outcome": "成立"}),
        (grave, "meeting", {"resolution": "同意", "minutes_number": "1", "outcome": "成立"}),
    )
    for number, key, decision in decisions:
        cases.step(office, folk.mira, number, "contact", {"contacted_units": "计量站"})
        cases.skip(office, folk.mira, number, "investigate", remark="无须到场")
        cases.step(office, folk.mira, number, "opinion", {"opinion": "退差价"})
        cases.step(office, folk.jonas, number, key, decision)
    told = office.local(office.now()).replace(tzinfo=None).isoformat()
    informed = {"informed_at": told, "informed_by": "电话", "acceptance": "接受"}
    cases.step(office, folk.mira, plain, "inform", informed)
    cases.step(office, folk.mira, plain, "settle", {"result": "已退差价"})
    cases.step(office, folk.mira, plain, "visit", {**CALLED_BACK, "contact_name": "庄女士"})
    cases.close(office, folk.mira, plain)
    cases_changing.not_accepted(office, folk.mira, grave, {}, "要求双倍赔偿")


def _visits(place: Room, dossier: Dossier) -> None:
    """A reported visit, a customer's classes, a survey, and gifts in each of their states."""
    office, folk = place.office, place.folk
    one = dossier.customer.code
    customer_classes.grade(office, folk.mira, one, {}, given="A", reason="战略客户")
    customer_classes.rate(office, folk.jonas, one, "二级")
    visits_daily.report(office, folk.mira, daily(str(dossier)))
    surveys.open_round(office, folk.mira, office.today.year, office.today)
    surveys.answer(office, folk.mira, office.today.year, str(dossier), {"overall_score": "满意"})
    surveys.close(office, folk.mira, office.today.year)
    surveys.open_round(office, folk.mira, office.today.year + 1, office.today)
    first, second, third, _ = (
        gifts.ask(office, folk.mira, str(dossier), budget(office.today)) for _ in range(4)
    )
    gifts.decide(office, folk.jonas, first.code, agreed=True)
    gifts.decide(office, folk.jonas, second.code, agreed=False, note="不必")
    gifts.decide(office, folk.jonas, third.code, agreed=True)
    gifts.give(office, folk.mira, first.code, Decimal(50))
    received, _ = (gifts.declare(office, folk.mira, one, "茶叶", Decimal(9)) for _ in range(2))
    gifts.hand_in(office, folk.jonas, received.code)
