"""Postings in an office: all or nothing, who may do and see what, duties from day to day, leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db.models import Model
from tests.support.cases import at as moment
from tests.support.desks import Cast, at, dump, log, log_refuses
from tests.support.offices import founder, person
from tests.support.postings import RULES

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.model.posting import State
from docgen.model.posting_gate import needs_of
from docgen.office import (
    audit_reconcile,
    customers,
    duties_rolling,
    postings,
    postings_appraising,
    postings_areas,
    postings_leave,
    postings_list,
    postings_papers,
    postings_rotation,
    postings_rows,
    rebuilding,
)
from docgen.office.desk import Office
from docgen.office.postings_areas import Figures
from docgen.office.postings_papers import Told
from docgen.register.models import Customer, Person
from docgen.register.models_duties import OwedDuty
from docgen.register.models_postings import Appraisal, Area, Holding, Leave, PostingFact
from docgen.register.models_postings import Posting as Row

FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 8, 31)


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning, with its people and an area."""
    desk = at(office, moment("2026-03-02 09:00"))
    postings_areas.put(desk, folk.mira, "lz", Figures("澜州", 150_000))
    return desk


def staff(office: Office, name: str = "骆海宁") -> Customer:
    new = customers.NewCustomer(name=name, phone="199 0000 2001", kind="staff")
    return customers.add(office, founder(), new, unit="客户服务部")


def planned(desk: Office, who: Person, name: str = "骆海宁", **more: object) -> Row:
    """A posting that is planned."""
    plan = postings.Plan(staff(desk, name).code, "外派技术人员", "国内异地", "澜州", FIRST, LAST)
    return postings.open_posting(desk, who, replace(plan, area="lz", **more))  # type: ignore[arg-type]


def shown(desk: Office, who: Person, row: Row, *but: str) -> None:
    """Note everything that is asked of a posting."""
    for need in needs_of(RULES, postings_rows.fact_of(row)):
        if need.key not in but:
            told = Told(result=need.passed, until=dt.date(2026, 8, 20) if need.expires else None)
            postings_papers.note(desk, who, row.code, need.key, told)


def gone(desk: Office, folk: Cast, name: str = "骆海宁", **more: object) -> Row:
    """A posting that has begun."""
    row = planned(desk, folk.mira, name, **more)
    postings_papers.note(desk, folk.mira, row.code, "approval", Told())
    row = postings.decide(desk, folk.jonas, row.code, agree=True)
    shown(desk, folk.mira, row, "approval")
    return postings.depart(desk, folk.mira, row.code)


def test_a_posting_that_cannot_be_kept_leaves_nothing(
    desk: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    luo = staff(desk)
    before = dump(desk)
    plan = postings.Plan(luo.code, "外派技术人员", "国内异地", "澜州", FIRST, LAST)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        postings.open_posting(desk, folk.mira, plan)

    assert dump(desk) == before


def test_a_departure_that_cannot_be_kept_leaves_nothing(
    desk: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = planned(desk, folk.mira)
    postings_papers.note(desk, folk.mira, row.code, "approval", Told())
    postings.decide(desk, folk.jonas, row.code, agree=True)
    shown(desk, folk.mira, row, "approval")
    before = dump(desk)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        postings.depart(desk, folk.mira, row.code)

    assert dump(desk) == before
    assert postings.depart(desk, folk.mira, row.code).state == State.DEPARTED


def test_nobody_departs_while_one_thing_is_missing(desk: Office, folk: Cast) -> None:
    row = planned(desk, folk.mira)
    postings_papers.note(desk, folk.mira, row.code, "approval", Told())
    with pytest.raises(BadInput):
        postings.depart(desk, folk.mira, row.code)
    postings.decide(desk, folk.jonas, row.code, agree=True)
    shown(desk, folk.mira, row, "insurance")

    with pytest.raises(BadInput) as refused:
        postings.depart(desk, folk.mira, row.code)

    assert [one.field for one in refused.value.details] == ["insurance"]
    assert log("posting.departed")[-1]["res"] == "deny"


def test_nobody_is_posted_twice_and_a_second_stay_has_the_same_dossier(
    desk: Office, folk: Cast
) -> None:
    row = gone(desk, folk)
    plan = postings.Plan(str(row.dossier), "外派技术人员", "国内异地", "云津", FIRST, LAST)

    with pytest.raises(BadInput):
        postings.open_posting(desk, folk.mira, plan)
    postings.return_(desk, folk.mira, row.code)
    again = postings.open_posting(desk, folk.mira, plan)

    assert (again.dossier, again.code != row.code) == (row.dossier, True)


def test_a_head_refuses_with_a_reason_and_never_decides_his_own(desk: Office, folk: Cast) -> None:
    row = planned(desk, folk.mira)
    own = planned(desk, folk.mira, "jonas", login="jonas")

    with pytest.raises(BadInput):
        postings.decide(desk, folk.jonas, row.code, agree=False)
    with pytest.raises(NotAllowed):
        postings.decide(desk, folk.jonas, own.code, agree=False, reason="不去")
    refused = postings.decide(desk, folk.jonas, row.code, agree=False, reason="编制已满")

    assert (refused.state, refused.reason) == (State.REFUSED, "编制已满")


def test_whoever_may_not_see_the_dossier_sees_no_posting(desk: Office, folk: Cast) -> None:
    row = planned(desk, folk.mira)

    with pytest.raises(NotFound):
        postings_list.show(desk, folk.lena, row.code)
    with pytest.raises(NotFound):
        postings_list.show(desk, folk.mira, "W999999999999999999999")
    assert postings_list.list_postings(desk, folk.lena) == []
    assert postings_list.show(desk, folk.mira, row.code).row == row


def test_reports_are_owed_from_the_departure_to_the_return(desk: Office, folk: Cast) -> None:
    luo = person(desk, "luo")
    row = gone(desk, folk, login="luo")
    duties_rolling.catch_up(desk)
    wednesday, friday = (at(desk, moment(f"2026-03-{day:02} 09:00")) for day in (4, 6))

    duties_rolling.catch_up(wednesday)
    postings.return_(wednesday, folk.mira, row.code)
    duties_rolling.catch_up(friday)

    logs = OwedDuty.objects.filter(person=luo, rule="daily-log").order_by("due")
    assert [(one.due.day, one.state) for one in logs] == [(2, "open"), (3, "open"), (4, "open")]
    assert not OwedDuty.objects.filter(
        person=luo, state="open", due__gt=row.starts_on.replace(day=4)
    )
    assert not OwedDuty.objects.filter(subject=row.code, state="open").exists()


def test_what_runs_out_is_owed_by_the_unit_until_it_is_renewed(desk: Office, folk: Cast) -> None:
    row = gone(desk, folk)
    owed = OwedDuty.objects.filter(subject=row.code, state="open")

    before = {one.title.rpartition(" ")[2]: one.due for one in owed.filter(rule="posting-renewal")}
    told = Told(result="适合派驻", until=dt.date(2027, 8, 20))
    postings_papers.note(desk, folk.mira, row.code, "health", told)
    after = {one.title.rpartition(" ")[2] for one in owed.filter(rule="posting-renewal")}

    postings_papers.note(desk, folk.mira, row.code, "insurance", Told(until=dt.date.min))
    gone_by = [one.due for one in owed.filter(rule="posting-renewal")]

    assert gone_by == [FIRST]
    assert before == {"健康证明": dt.date(2026, 7, 21), "保险": dt.date(2026, 7, 21)}
    assert after == {"保险"}
    assert [one.due for one in owed.filter(rule="posting-end")] == [dt.date(2026, 7, 31)]


def test_nobody_returns_who_still_holds_something(desk: Office, folk: Cast) -> None:
    row = gone(desk, folk)
    Holding.objects.create(
        posting=row,
        kind="key",
        number="K-1",
        label="备用机柜钥匙",
        condition="good",
        since=FIRST,
        by=folk.mira,
        at=desk.now(),
    )

    with pytest.raises(BadInput):
        postings.return_(desk, folk.mira, row.code)
    Holding.objects.update(returned_on=FIRST)

    assert postings.return_(desk, folk.mira, row.code).state == State.RETURNED


def test_two_people_do_not_move_one_posting_at_the_same_time(desk: Office, folk: Cast) -> None:
    row = gone(desk, folk)
    stale = postings_rows.find(desk, folk.mira, row.code)
    postings.return_(desk, folk.mira, row.code)

    with pytest.raises(BadInput) as late:
        postings_rotation.move(desk, folk.mira, stale, None, FIRST, "J000001")

    assert "somebody else" in str(late.value.what)


def test_months_are_ranked_and_feed_the_proposal(desk: Office, folk: Cast) -> None:
    rows = [gone(desk, folk, name) for name in ("骆海宁", "谭知微")]
    may = at(desk, moment("2026-05-04 09:00"))
    for row, score in zip(rows, ("59.5", "80"), strict=True):
        month = postings_appraising.Score(dt.date(2026, 4, 1), Decimal(score), "评语")
        postings_appraising.appraise(may, folk.mira, row.code, month)
    early = postings_appraising.Score(dt.date(2026, 2, 1), Decimal(80), "评语")

    ranked = postings_appraising.rank(may, folk.mira, dt.date(2026, 4, 1))
    [(moved, proposal)] = postings_rotation.proposals(may, folk.mira)
    with pytest.raises(BadInput):
        postings_appraising.appraise(may, folk.mira, rows[0].code, early)

    assert [(row.name, one.rank) for row, one in ranked] == [("谭知微", 1), ("骆海宁", 2)]
    assert (moved, [one.key for one in proposal.reasons]) == (rows[0], ["low-score"])


def leave(desk: Office, who: Person, row: Row, days: int) -> Leave:
    """Leave of so many days from a Monday on."""
    end = dt.date(2026, 3, 9) + dt.timedelta(days=days - 1)
    wanted = postings_leave.Wanted(dt.date(2026, 3, 9), end, "事假", "家事", "谭知微")
    return postings_leave.ask(desk, who, row.code, wanted)


def test_leave_goes_from_the_head_of_the_place_to_a_manager(desk: Office, folk: Cast) -> None:
    luo, zhan = person(desk, "luo"), person(desk, "zhan")
    row = gone(desk, folk, login="luo")
    head = gone(desk, folk, "湛站长", kind="站长", login="zhan")

    asked = leave(desk, luo, row, 4)
    with pytest.raises(NotAllowed):
        postings_leave.decide(desk, folk.jonas, asked.code, agree=True)
    with pytest.raises(NotAllowed):
        postings_leave.decide(desk, luo, asked.code, agree=True)
    halfway = postings_leave.decide(desk, zhan, asked.code, agree=True)
    first = halfway.state
    whole = postings_leave.decide(desk, folk.jonas, asked.code, agree=True)
    own = leave(desk, zhan, head, 1)
    with pytest.raises(NotAllowed):
        postings_leave.decide(desk, zhan, own.code, agree=True)

    assert (asked.days, asked.chain, first, whole.state) == (
        *(4, ["head", "manager"], "asked", "agreed"),
    )
    assert own.chain == ["manager"]
    assert [one.code for one in postings_leave.open_leaves(desk, folk.mira)] == [own.code]
    assert log("leave.agreed")[-1]["res"] == "deny"


def test_leave_is_refused_with_a_reason_and_only_while_he_is_away(desk: Office, folk: Cast) -> None:
    row = gone(desk, folk)
    asked = leave(desk, folk.mira, row, 2)

    with pytest.raises(BadInput):
        postings_leave.decide(desk, folk.jonas, asked.code, agree=False)
    refused = postings_leave.decide(desk, folk.jonas, asked.code, agree=False, reason="人手不足")
    with pytest.raises(BadInput):
        postings_leave.decide(desk, folk.jonas, asked.code, agree=True)
    postings.return_(desk, folk.mira, row.code)

    assert refused.state == "refused"
    with pytest.raises(BadInput):
        leave(desk, folk.mira, row, 2)


def test_areas_have_their_class_and_their_people(desk: Office, folk: Cast) -> None:
    gone(desk, folk)
    postings_areas.put(desk, folk.mira, "yj", Figures("云津", 90_000))
    postings_areas.put(desk, folk.mira, "yj", Figures(sales=100_000, high_failure=True))

    found = postings_areas.areas(desk, folk.mira)

    assert [(one.area.key, one.rule.title, len(one.people)) for one in found] == [
        ("lz", "二类地区", 1),
        ("yj", "一类地区", 0),
    ]
    for wrong in ("", "a b", "x" * 33):
        with pytest.raises(BadInput):
            postings_areas.put(desk, folk.mira, wrong, Figures("甲"))


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        (Row, {"state": "returned"}, "posting W000001"),
        (Row, {"state": "planned"}, "posting W000001"),
        (Leave, {"state": "agreed"}, "leave Q000001"),
        (Appraisal, {"month": dt.date(2026, 4, 1)}, "appraisal W000001 2026-04"),
        (Area, {"key": "xx"}, "area xx"),
        (PostingFact, {"key": "approval"}, "posting fact W000001 approval"),
    ],
)
def test_what_somebody_did_to_the_rows_by_hand_is_told(
    desk: Office, folk: Cast, table: type[Model], change: dict[str, object], found: str
) -> None:
    row = gone(desk, folk)
    leave(desk, folk.mira, row, 2)
    month = postings_appraising.Score(dt.date(2026, 3, 1), Decimal("59.5"), "评语")
    postings_appraising.appraise(desk, folk.mira, row.code, month)

    table._default_manager.update(**change)

    assert found in {one.row for one in audit_reconcile.findings()}


def test_register_and_log_agree_and_come_back_from_the_files(desk: Office, folk: Cast) -> None:
    row = gone(desk, folk)
    leave(desk, folk.mira, row, 2)
    month = postings_appraising.Score(dt.date(2026, 3, 1), Decimal("59.5"), "评语")
    postings_appraising.appraise(desk, folk.mira, row.code, month)
    tables = (Row, PostingFact, Leave, Appraisal, Area)
    before = [list(table.objects.order_by("pk").values()) for table in tables]

    told = audit_reconcile.findings()
    (desk.folder / "register.sqlite3").unlink()
    rebuilding.rebuild(desk.folder, lambda there: (there, founder()))

    assert told == []
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
