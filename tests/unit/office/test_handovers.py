"""Handovers in an office: the checklist, what moves at the end, and what is refused before it."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.cases import at
from tests.support.desks import Cast, filed, log, log_refuses
from tests.support.desks import at as clock
from tests.support.handovers import ANSWERS, CLEARED, Field, field

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.model.calendar import Due
from docgen.model.duty import Rule as DutyRule
from docgen.model.duty import When
from docgen.office import (
    assets,
    assets_rows,
    audit_reconcile,
    cases_opening,
    duties,
    handovers,
    handovers_closing,
    handovers_papers,
    handovers_rows,
    loans,
    stations,
)
from docgen.office.assets import NewThing
from docgen.office.assets_rows import Terms
from docgen.office.cases_opening import Intake
from docgen.office.desk import Office
from docgen.office.handovers import Wish
from docgen.office.stations import NewStation
from docgen.register.models import Customer, Item
from docgen.register.models_cases import Case
from docgen.register.models_postings import Handover, Holding, Station

LAST = dt.date(2026, 4, 30)
LINES = ("line:badge", "line:money", "line:contacts")


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast, known: Customer) -> Office:
    """The office on a Monday morning."""
    assert folk
    assert known
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


def started(desk: Office, posted: Field, **more: object) -> Handover:
    facts: dict[str, object] = {"kind": "leaving", "day": LAST, **more}
    wish = Wish(posting=posted.old.code, to="tan", supervisor="qiao", **facts)  # type: ignore[arg-type]
    return handovers.start(desk, posted.qiao, wish)


def marks(desk: Office, posted: Field, row: Handover) -> dict[str, str]:
    _, fact = handovers.show(desk, posted.tan, row.code)
    return {one.thing.key: one.mark for one in fact.lines}


def settled(desk: Office, posted: Field, row: Handover) -> None:
    """Hand over whatever can be, and sign."""
    for line in handovers_rows.current(desk, handovers_rows.find(posted.tan, row.code)).open_lines:
        handovers.hand(desk, posted.gao, row.code, line.thing.key)


def finished(desk: Office, posted: Field, row: Handover) -> None:
    """Settle, count, file the papers, and let all three sign."""
    settled(desk, posted, row)
    things = [one.number for one in posted.old.holdings.filter(returned_on=None)]
    assets.check(desk, posted.qiao, posted.old.code, things)
    handovers_papers.make(desk, posted.tan, row.code, "posting-handover", ANSWERS)
    if row.kind == "leaving":
        handovers_papers.make(desk, posted.tan, row.code, "leaving-clearance", CLEARED)
    for who in (posted.gao, posted.tan, posted.qiao):
        handovers.sign(desk, who, row.code)


def laden(desk: Office, posted: Field, known: Customer) -> tuple[Case, str]:
    """Give gao one of everything; his case and his loan."""
    item = filed(desk, posted.qiao, known)
    code = loans.request(desk, posted.gao, str(item), "service").code
    wish = Intake(
        profile="oil", customer=known.code, given={"channel": "来电", "content": "计量不准"}
    )
    case = cases_opening.open_case(desk, posted.gao, wish).row
    give(desk, posted, "GDZC-1", "asset")
    give(desk, posted, "YS-1", "key")
    terms = Terms(dt.date(2026, 6, 30), "BJ-7")
    assets.add(desk, posted.qiao, NewThing("spare", "SN-1", "备用机"), posted.old.code, terms)
    new = NewStation("ZS-1", "榕岭授权站", "汕头市", "甄师傅", keeper=posted.old.code)
    stations.add(desk, posted.qiao, new)
    for key, subject in (("weekly", ""), ("visit", known.code)):
        duties.owe(
            desk,
            key=key,
            rule=DutyRule(key, "事项", "D-030", When()),
            due=Due(desk.today),
            subject=subject,
            person=posted.gao,
        )
    return case, code


def give(desk: Office, posted: Field, number: str, kind: str) -> Holding:
    return assets.add(desk, posted.qiao, NewThing(kind, number, "物品"), posted.old.code)


def test_the_checklist_is_what_he_really_holds(
    desk: Office, posted: Field, known: Customer
) -> None:
    case, loan = laden(desk, posted, known)

    row = started(desk, posted)

    found = marks(desk, posted, row)
    duty, report = (duties.rows().get(key=key).code for key in ("visit", "weekly"))
    assert found == dict.fromkeys(
        {
            *("asset:GDZC-1", "key:YS-1", "spare:SN-1", "station:ZS-1"),
            *(f"case:{case.number}", f"loan:{loan}", f"duty:{duty}", f"report:{report}"),
            *(f"papers:{posted.gao.code}", *LINES),
        },
        "open",
    )
    [own] = duties.open_rows().filter(subject=row.code)
    assert (own.person, own.due, own.title) == (posted.gao, LAST, "办理工作交接")


def test_at_the_end_all_moves_and_access_ends(desk: Office, posted: Field, known: Customer) -> None:
    case, loan = laden(desk, posted, known)
    row = started(desk, posted)
    report = duties.rows().get(key="weekly").code
    handovers.accept(desk, posted.tan, row.code, f"report:{report}", "由接任人补报")
    handovers.accept(desk, posted.tan, row.code, loan, "下周归还")
    finished(desk, posted, row)

    handovers_closing.close(desk, posted.qiao, row.code)

    posted.gao.refresh_from_db()
    posted.old.refresh_from_db()
    case.refresh_from_db()
    assert (posted.gao.active, posted.old.state, posted.old.ended_on) == (
        False,
        "left",
        desk.today,
    )
    assert case.first == posted.tan
    held = {one.number: one.posting for one in Holding.objects.filter(returned_on=None)}
    assert held == dict.fromkeys(("GDZC-1", "YS-1", "SN-1"), posted.new)
    assert Holding.objects.get(number="SN-1", returned_on=None).due_back == dt.date(2026, 6, 30)
    assert Station.objects.get().keeper == posted.new
    assert not duties.open_rows().filter(person=posted.gao)
    states = {one.key.partition("/")[0]: one.state for one in duties.rows()}
    assert (states["weekly"], states["handover"], states["visit"]) == ("waived", "done", "open")
    assert duties.rows().get(key="visit").person == posted.tan
    papers = Item.objects.filter(dossier=posted.old.dossier).order_by("turn")
    assert {one.group for one in papers} == {"history"}
    with pytest.raises(NotAllowed):
        handovers.list_handovers(desk, posted.gao)
    acts = [entry["act"] for entry in log() if entry.get("obj") in (row.code, posted.gao.code)]
    assert acts[-2:] == ["person.closed", "handover.closed"]


def test_it_is_refused_with_the_list_and_again_when_something_turns_up(
    desk: Office, posted: Field
) -> None:
    give(desk, posted, "GDZC-1", "asset")
    row = started(desk, posted)

    with pytest.raises(BadInput) as early:
        handovers_closing.close(desk, posted.qiao, row.code)
    finished(desk, posted, row)
    give(desk, posted, "GDZC-2", "asset")
    with pytest.raises(BadInput) as late:
        handovers_closing.close(desk, posted.qiao, row.code)

    assert {one.field for one in early.value.details} == {"asset:GDZC-1", *LINES}
    assert [one.field for one in late.value.details] == ["asset:GDZC-2"]
    posted.gao.refresh_from_db()
    assert posted.gao.active
    handovers.hand(desk, posted.gao, row.code, "GDZC-2")
    assert handovers_rows.find(posted.tan, row.code).signatures == []


def test_without_papers_or_count_it_does_not_end(desk: Office, posted: Field) -> None:
    give(desk, posted, "GDZC-1", "asset")
    row = started(desk, posted)
    settled(desk, posted, row)
    for who in (posted.gao, posted.tan, posted.qiao):
        handovers.sign(desk, who, row.code)

    with pytest.raises(BadInput) as lacks:
        handovers_closing.close(desk, posted.qiao, row.code)
    with pytest.raises(BadInput, match="evaluated"):
        handovers_papers.make(desk, posted.tan, row.code, "leaving-clearance", {})

    assert len(lacks.value.details) == 3


@pytest.mark.parametrize(
    ("to", "supervisor", "day"),
    [("gao", "qiao", LAST), ("tan", "gao", LAST), ("tan", "tan", LAST), ("tan", "qiao", None)],
    ids=["to himself", "supervises himself", "receives and supervises", "too soon"],
)
def test_it_cannot_begin(
    desk: Office, posted: Field, to: str, supervisor: str, day: dt.date | None
) -> None:
    soon = desk.today + dt.timedelta(days=29)
    wish = Wish(posted.old.code, "leaving", to, supervisor, day or soon)

    with pytest.raises(BadInput):
        handovers.start(desk, posted.qiao, wish)

    assert not Handover.objects.exists()


def test_a_head_agrees_to_a_shorter_notice_and_nobody_else(desk: Office, posted: Field) -> None:
    soon = desk.today + dt.timedelta(days=3)
    wish = Wish(posted.old.code, "leaving", "tan", "qiao", soon, shorter="家中急事")

    with pytest.raises(NotAllowed):
        handovers.start(desk, posted.tan, wish)
    row = handovers.start(desk, posted.qiao, wish)

    assert (row.approved_by, row.leaves_on) == (posted.qiao, soon)
    with pytest.raises(BadInput, match="already"):
        started(desk, posted)


def test_a_transfer_moves_the_place_and_leaves_the_person(
    desk: Office, posted: Field, known: Customer
) -> None:
    case, loan = laden(desk, posted, known)
    handovers.withdraw(desk, posted.qiao, started(desk, posted).code, "本人撤回")
    row = started(desk, posted, kind="transfer", area="north")
    found = marks(desk, posted, row)
    with pytest.raises(NotAllowed):
        handovers.hand(desk, posted.gao, row.code, "GDZC-1", keep=True)
    handovers.hand(desk, posted.qiao, row.code, "GDZC-1", keep=True)
    finished(desk, posted, row)

    handovers_closing.close(desk, posted.qiao, row.code)

    assert f"loan:{loan}" not in found
    posted.gao.refresh_from_db()
    posted.old.refresh_from_db()
    assert (posted.gao.active, posted.old.state) == (True, "departed")
    area = posted.old.area
    assert area
    assert (area.key, posted.old.area_since) == ("north", LAST)
    assert assets_rows.newest("GDZC-1").posting == posted.old
    assert assets_rows.newest("YS-1").posting == posted.new
    assert Case.objects.get(pk=case.pk).first == posted.tan
    assert untold() == []
    Handover.objects.update(state="open")
    Holding.objects.filter(number="YS-1").update(returned_on=LAST)
    Station.objects.update(keeper=posted.old)
    assert {one.partition(" ")[0] for one in untold()} == {"handover", "thing", "station"}


def untold() -> list[str]:
    """Rows that the log does not tell; the two postings here were never opened by anybody."""
    rows = [one.row for one in audit_reconcile.findings()]
    return [one for one in rows if not one.startswith(("area", "posting"))]


def test_a_close_that_cannot_be_kept_moves_nothing(
    desk: Office, posted: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(desk, posted, "GDZC-1", "asset")
    row = started(desk, posted)
    finished(desk, posted, row)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        handovers_closing.close(desk, posted.qiao, row.code)

    posted.gao.refresh_from_db()
    assert posted.gao.active
    assert assets_rows.newest("GDZC-1").posting == posted.old
    handovers_closing.close(desk, posted.qiao, row.code)


def test_who_takes_no_part_and_who_may_not(desk: Office, posted: Field, folk: Cast) -> None:
    row = started(desk, posted)

    with pytest.raises(NotFound):
        handovers.show(desk, folk.lena, row.code)
    with pytest.raises(NotAllowed):
        handovers.hand(desk, folk.mira, row.code, "line:badge")
    with pytest.raises(NotAllowed):
        handovers.accept(desk, posted.gao, row.code, "line:badge", "已知")
    with pytest.raises(NotAllowed):
        handovers_closing.close(desk, posted.tan, row.code)

    denied = [entry["act"] for entry in log() if entry["res"] == "deny"]
    assert denied == ["handover.handed", "handover.accepted", "handover.closed"]
