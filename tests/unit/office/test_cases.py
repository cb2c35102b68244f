"""Complaint cases in an office: numbers, papers and their places, who may do what, slips, races."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.support.cases import at
from tests.support.desks import Cast, dump, holding, log, log_refuses
from tests.support.desks import at as clock
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.office import (
    audit_reconcile,
    cases,
    cases_changing,
    cases_list,
    cases_opening,
    cases_rows,
    cases_slips,
    cases_taking,
    duties,
    writing,
)
from docgen.office.cases_opening import Intake
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item, Person, Series
from docgen.register.models_cases import Case, CaseSlip

OIL = {"channel": "来电", "content": "加油枪计量不准"}
CLOTHING = {
    "order_number": "DD-1",
    "style": "CS-071",
    "quantity": "4",
    "bad_quantity": "1",
    "shipped_on": "2026-02-10",
    "demand": "换货",
    "reason": "缩水",
}
SLIP = {
    "product": "CS-071",
    "content": "一件缩水，未造成损失",
    "to_unit": "面料车间",
    "demand": "查明原因",
    "reply_due_on": "2026-03-05",
}


def on(office: Office, text: str) -> Office:
    """The office at this moment of its own clock."""
    return clock(office, at(text))


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning, with its people."""
    assert folk
    return on(office, "2026-03-02 09:00")


def opened(desk: Office, who: Person, known: Customer, **more: object) -> Case:
    wish: Mapping[str, object] = {"profile": "oil", "customer": known.code, "given": OIL, **more}
    return cases_opening.open_case(desk, who, Intake(**wish)).row  # type: ignore[arg-type]


def decided(desk: Office, folk: Cast, row: Case) -> Case:
    """An oil case up to its decision."""
    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    cases.skip(desk, folk.mira, row.number, "investigate", remark="无须到场")
    cases.step(desk, folk.mira, row.number, "opinion", {"opinion": "退差价"})
    given = {"approval": "同意", "outcome": "成立"}
    return cases.step(desk, folk.jonas, row.number, "approve", given)


def test_the_numbers_of_a_month_outgrow_their_digits_with_a_word(
    desk: Office, folk: Cast, known: Customer
) -> None:
    first = opened(desk, folk.mira, known)
    Series.objects.filter(name__startswith="form:{yy}").update(last=98)
    Series.objects.filter(name__contains="26").exclude(name__contains="2026").update(last=98)
    wish = Intake(profile="oil", customer=known.code, given=OIL)

    last = cases_opening.open_case(desk, folk.mira, wish)
    over = cases_opening.open_case(desk, folk.mira, wish)
    april = cases_opening.open_case(on(desk, "2026-04-01 09:00"), folk.mira, wish)

    assert [one.row.number for one in (last, over, april)] == ["260399", "2603100", "260401"]
    assert first.number == "260301"
    assert [len(one.warnings) for one in (last, over, april)] == [0, 1, 0]


def test_a_case_that_cannot_be_kept_leaves_nothing(
    desk: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desk, folk.mira, known)
    before, rows = holding(desk), Case.objects.count()

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        opened(desk, folk.mira, known)
    with pytest.raises(BadInput):
        opened(desk, folk.mira, known, given={"channel": "托梦"})

    assert (holding(desk), Case.objects.count()) == (before, rows)
    assert opened(desk, folk.mira, known).number == "260302"


def test_a_step_that_cannot_be_kept_leaves_no_paper(
    desk: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = decided(desk, folk, opened(desk, folk.mira, known))
    given = {"informed_at": "2026-03-02T10:00", "informed_by": "电话", "acceptance": "接受"}
    cases.step(desk, folk.mira, row.number, "inform", given)
    before = dump(desk)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        cases.step(desk, folk.mira, row.number, "settle", {"result": "已办"})

    assert dump(desk) == before
    assert cases.step(desk, folk.mira, row.number, "settle", {"result": "已办"}).state == "settled"


def test_a_grave_case_files_into_its_event_dossier_too(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known, involves=("消费者协会",))

    assert (row.severity, row.event.type if row.event else "") == ("特殊", "event")
    assert row.event
    assert row.event.key == row.number
    assert [one.item.dossier for one in row.papers.order_by("pk")] == [row.dossier, row.event]
    assert {one["act"] for one in log()} >= {"dossier.linked", "case.opened"}


def test_register_and_log_agree(desk: Office, folk: Cast, known: Customer) -> None:
    row = decided(desk, folk, opened(desk, folk.mira, known, severity="一般"))

    cases_changing.raise_(desk, folk.mira, row.number, "较大", reason="涉及多名客户")

    assert audit_reconcile.findings() == []


def test_only_heads_decide_and_nobody_his_own(desk: Office, folk: Cast, known: Customer) -> None:
    row = opened(desk, folk.jonas, known)
    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    cases.skip(desk, folk.mira, row.number, "investigate", remark="无须到场")
    cases.step(desk, folk.mira, row.number, "opinion", {"opinion": "退差价"})
    given = {"approval": "同意", "outcome": "不成立"}

    for who in (folk.mira, folk.jonas):
        with pytest.raises(NotAllowed):
            cases.step(desk, who, row.number, "approve", given)
    chief = person(desk, "qiao", "manager", unit="总经理室")
    assert cases.step(desk, chief, row.number, "approve", given).answers["outcome"] == "不成立"
    assert [one["res"] for one in log("case.decided")] == ["deny", "deny", "allow"]


def test_where_the_table_names_units_only_their_heads_decide(
    desk: Office, folk: Cast, known: Customer
) -> None:
    file = desk.folder / "rules" / "cases" / "oil.toml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace('approver = "主管领导"', 'approver = "主管领导"\nunits = ["总经理室"]'),
        "utf-8",
    )
    row = opened(desk, folk.mira, known)

    with pytest.raises(NotAllowed) as refused:
        decided(desk, folk, row)

    assert [one.rule for one in refused.value.reasons] == ["G-023"]
    assert [(one["res"], one["rules"]) for one in log("case.decided")] == [("deny", ["G-023"])]
    chief = person(desk, "qiao", "manager", unit="总经理室")
    given = {"approval": "同意", "outcome": "成立"}
    assert cases.step(desk, chief, row.number, "approve", given).answers["approval"] == "同意"


def test_a_clerk_cannot_answer_what_a_later_step_decides(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known)

    with pytest.raises(BadInput) as wrong:
        cases.step(
            desk,
            folk.mira,
            row.number,
            "contact",
            {"contacted_units": "计量站", "approval": "同意", "tracked": "也许"},
        )

    assert {one.field for one in wrong.value.details} == {"approval", "tracked"}


def test_who_has_no_part_in_it_does_not_know_the_case(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known)

    for who in (folk.lena, person(desk, "gu", unit="后勤部")):
        with pytest.raises(NotFound):
            cases_list.show(desk, who, row.number)
        assert cases_list.list_cases(desk, who) == []
    helper = person(desk, "bian", unit="企业发展部")
    assert cases_list.show(desk, helper, row.number).row == row


def test_two_people_cannot_do_one_step(desk: Office, folk: Cast, known: Customer) -> None:
    row = opened(desk, folk.mira, known)
    stale = Case.objects.get(pk=row.pk)
    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    case = cases_list.seen(desk, row).case

    with pytest.raises(BadInput, match="somebody else"):
        cases_rows.write(desk, folk.mira, stale, case, cases_rows.Deed("case.stepped"))
    with pytest.raises(BadInput, match="not next"):
        cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})


def test_each_rung_is_made_once_and_after_a_standstill_only_the_newest(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known)
    days = [on(desk, f"2026-03-{day} 09:00") for day in ("03", "04", "04", "05", "13", "20")]

    made = [cases_slips.due_slips(day, folk.mira) for day in days]

    assert [[one.rung for one in some] for some in made] == [[], [0], [], [], [2], []]
    assert CaseSlip.objects.filter(case=row).count() == 2
    last = made[4][0].item
    body = Item.objects.get(pk=last.pk).text.body
    for word in ("第二次", "CB-20260301", "总经理", "企业发展部"):
        assert word in body
    assert [one["more"]["escalated"] for one in log("case.reminded")] == [0, 1]


def test_two_who_watch_make_a_slip_once(
    desk: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = opened(desk, folk.mira, known)
    late = on(desk, "2026-03-04 09:00")
    slips = cases_slips._reminders(late, row, cases_list.seen(late, row).case)
    [first] = cases_slips.due_slips(late, folk.mira)
    before = dump(desk)
    monkeypatch.setattr(cases_slips, "_reminders", lambda *_: slips)

    assert cases_slips.due_slips(late, folk.mira) == []

    assert dump(desk) == before
    assert first.number == "CB-20260301"


def test_what_is_owed_stands_on_the_duties_desk(desk: Office, folk: Cast, known: Customer) -> None:
    row = opened(desk, folk.mira, known)

    def owed() -> list[tuple[str, str]]:
        return [(one.title, str(one.due)) for one in duties.open_rows().filter(subject=row.number)]

    assert owed() == [("联系有关部门查明情况", "2026-03-03")]
    cases_changing.raise_(desk, folk.mira, row.number, "较大", reason="多名客户")
    assert owed() == [("联系有关部门查明情况", "2026-03-05")]
    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    assert owed() == [("现场调查处理并报告", "2026-03-05")]


def test_what_a_step_owes_is_done_by_the_step(desk: Office, folk: Cast, known: Customer) -> None:
    row = opened(desk, folk.mira, known)
    [owed] = duties.open_rows().filter(subject=row.number)

    with pytest.raises(BadInput, match="is done together with") as refused:
        duties.done(desk, person(desk, "qiao", unit="企业发展部"), owed.code)

    fix = f"do the step contact of case {row.number}: docgen case step {row.number} contact"
    assert refused.value.fix == fix


def test_a_unit_that_is_asked_why_owes_an_answer(desk: Office, folk: Cast, known: Customer) -> None:
    row = decided(on(desk, "2026-03-06 09:00"), folk, opened(desk, folk.mira, known))
    friday = on(desk, "2026-03-06 10:00")
    told = {"informed_at": "2026-03-06T09:30", "informed_by": "电话", "acceptance": "接受"}
    cases.step(friday, folk.mira, row.number, "inform", told)
    cases.step(friday, folk.mira, row.number, "settle", {"result": "差价已退"})

    slips = cases_slips.due_slips(on(desk, "2026-03-09 09:00"), folk.mira)

    assert {(one.kind, one.about) for one in slips} >= {("liaison", "企业发展部")}
    owed = duties.open_rows().get(rule="liaison-reply", unit="企业发展部")
    assert (str(owed.due), owed.subject) == ("2026-03-12", row.number)
    assert owed.ladder[1:] == ["1 workdays doer", "3 workdays unit", "5 workdays manager"]
    duties.done(desk, person(desk, "qiao", unit="企业发展部"), owed.code)
    cases_slips.due_slips(on(desk, "2026-03-20 09:00"), folk.mira)
    assert not duties.open_rows().filter(rule="liaison-reply").exists()


def test_a_filed_form_becomes_a_case_and_only_one(
    desk: Office, folk: Cast, known: Customer
) -> None:
    received = {**CLOTHING, "received_on": "2026-03-02", "filed_on": "2026-03-02"}
    done = writing.fill(
        desk, folk.mira, "complaint/complaint-handling", received, customer=known.code, file=True
    )
    assert done.filed

    taken = cases_taking.take(desk, folk.mira, str(done.filed.item), Intake(profile=""))

    assert taken.row.number == done.number == "260301"
    assert taken.row.answers["reason"] == "缩水"
    assert [one.item for one in taken.row.papers.all()] == [done.filed.item]
    with pytest.raises(BadInput, match="belongs to case"):
        cases_taking.take(desk, folk.mira, str(done.filed.item), Intake(profile=""))
    other = {**OIL, "received_on": "2026-03-02T08:00", "severity": "较大"}
    record = writing.fill(
        desk, folk.mira, "complaint/complaint-record", other, customer=known.code, file=True
    )
    assert record.filed
    grave = cases_taking.take(desk, folk.mira, str(record.filed.item), Intake(profile="")).row
    assert (grave.number, grave.severity, grave.received_at.hour) == ("260302", "较大", 8)
    assert grave.event
    assert grave.event.items.count() == 1


def test_no_loss_becomes_a_loss_under_the_same_number(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known, profile="clothing", lost=False, given=SLIP)
    assert Item.objects.get(case_papers__case=row).form_number.startswith("YC-")

    cases_changing.convert(desk, folk.mira, row.number, loss=True, given=CLOTHING)

    papers = [one.item for one in row.papers.order_by("pk")]
    assert [one.title for one in papers] == ["异常处理单", "客户抱怨处理表"]
    assert papers[1].form_number == row.number == "260301"
    assert [one.key for one in cases_list.seen(desk, row).case.turn] == ["register"]


def test_what_is_not_accepted_goes_on_with_the_old_form_attached(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = decided(desk, folk, opened(desk, folk.mira, known))

    new = cases_changing.not_accepted(desk, folk.mira, row.number, {}, "要求双倍赔偿").row

    row.refresh_from_db()
    assert (row.state, new.parent, new.number) == ("not-accepted", row, "260302")
    assert cases_list.chain(new) == ["260301", "260302"]
    files = [one["path"] for one in new.papers.get().item.versions.get().files]
    assert any(name.startswith("原表 ") for name in files)
    assert "approval" not in new.answers
    with pytest.raises(BadInput, match="contested"):
        cases_changing.not_accepted(desk, folk.mira, row.number, {}, "又")


def test_an_objection_is_filed_and_the_case_goes_on(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk.mira, known)
    memo = {
        "kind": "部门对处理决议有异议",
        "subject": "请复议",
        "explanation": "依据不足",
        "proposal": "重新检定",
    }
    with pytest.raises(BadInput, match="Nothing was decided"):
        cases.object_to(desk, folk.mira, row.number, memo)
    decided(desk, folk, row)

    cases.object_to(desk, folk.mira, row.number, memo)

    assert [one.item.title for one in row.papers.order_by("pk")][-1] == "签呈"
    assert [one.key for one in cases_list.seen(desk, row).case.turn] == ["inform"]


def test_what_cannot_be_said_is_refused_in_words(desk: Office, folk: Cast, known: Customer) -> None:
    for wrong, field in (
        ({"profile": "水务"}, "profile"),
        ({"severity": "紧急"}, "severity"),
        ({"profile": "clothing", "given": CLOTHING}, "loss"),
        ({"received": at("2026-03-03 09:00")}, "received"),
    ):
        with pytest.raises((BadInput, NotFound)) as refused:
            opened(desk, folk.mira, known, **wrong)
        assert refused.value.field == field
    row = opened(desk, folk.mira, known)
    for act, field in (
        (lambda: cases_list.list_cases(desk, folk.mira, month="三月"), "month"),
        (lambda: cases.step(desk, folk.mira, row.number, "dance"), "step"),
        (lambda: cases.skip(desk, folk.mira, row.number, "contact", remark=" "), "remark"),
        (lambda: cases_changing.raise_(desk, folk.mira, row.number, "较大", reason=""), "reason"),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.field == field


def test_an_office_without_the_folder_follows_docgens_own_and_a_lost_template_is_named(
    desk: Office, folk: Cast, known: Customer
) -> None:
    folder = desk.folder / "rules" / "cases"
    oil = (folder / "oil.toml").read_text("utf-8")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert opened(desk, folk.mira, known).number == "260301"

    folder.mkdir()
    (folder / "own.toml").write_text(oil.replace("complaint/return-visit", "gone/visit"), "utf-8")
    with pytest.raises(BadInput) as refused:
        opened(desk, folk.mira, customer(desk, "另一客户有限公司"), profile="own")
    assert (refused.value.field, "gone/visit" in refused.value.why) == ("step.form", True)
    (folder / "own.toml").write_text(oil.replace("{seq:02}", "{dossier}{seq:02}"), "utf-8")
    with pytest.raises(BadInput) as refused:
        opened(desk, folk.mira, known, profile="own")
    assert refused.value.field == "number"
    assert Dossier.objects.count() == 1
