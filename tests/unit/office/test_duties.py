"""The duties desk over days and years: owing, doing, letting go, rolling on, climbing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.support.desks import Cast, at, log
from tests.support.offices import founder, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.calendar import Due
from docgen.model.duty import Rule, When, rung_of
from docgen.model.span import Span
from docgen.office import duties, duties_rolling, people, rebuilding
from docgen.office.audit_rows import rows as told_rows
from docgen.office.desk import Office
from docgen.register.models_duties import DutyStep, OwedDuty

#: Monday, 23 November 2026, 10:00 where the office is.
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
LADDER = ("0 workdays doer", "1 workdays doer", "3 workdays unit", "5 workdays manager")
REPORT = Rule(
    key="report",
    title="调查报告",
    source="C-013",
    when=When(span=Span(3, "days")),
    ladder=tuple(map(rung_of, LADDER)),
)
RULES = """
catch_up = 31
[groups]
"外派人员" = ["mira"]
[ladders]
standard = ["0 workdays doer", "1 workdays doer"]
[[duty]]
key = "daily"
title = "工作日志"
source = "D-028"
groups = ["外派人员"]
every = "workday"
[[duty]]
key = "weekly"
title = "工作周报"
source = "D-029"
groups = ["外派人员"]
every = "week"
on = "monday"
time = "13:00"
holiday = "next"
[[duty]]
key = "check"
title = "安全检查"
source = "C-044"
within = "1 years"
again = true
"""


def on(office: Office, days: float) -> Office:
    """The office so many days after that Monday."""
    return at(office, MONDAY + timedelta(days))


def owed(office: Office, folk: Cast, **more: Any) -> OwedDuty:  # noqa: ANN401  owe's own arguments
    """A report that mira owes by Thursday."""
    facts: dict[str, Any] = {"key": "case/251101/report", "rule": REPORT, "person": folk.mira}
    return duties.owe(office, due=Due(date(2026, 11, 26)), **{**facts, **more})


def keep_rules(office: Office, text: str = RULES) -> None:
    (office.folder / "rules" / "duties.toml").write_text(text, "utf-8")


def keys() -> list[str]:
    return sorted(OwedDuty.objects.values_list("key", flat=True))


# ---- one duty


def test_what_is_owed_twice_under_one_key_is_one_row(office: Office, folk: Cast) -> None:
    first = owed(on(office, 0), folk)
    second = owed(on(office, 1), folk)

    assert first.pk == second.pk
    assert OwedDuty.objects.count() == 1
    assert (first.code, first.unit, first.title) == ("Y000001", "客户服务部", "调查报告")
    assert first.deadline == datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert first.person == folk.mira
    assert tuple(map(rung_of, first.ladder)) == REPORT.ladder


def test_the_doer_ends_it_once(office: Office, folk: Cast) -> None:
    code = owed(on(office, 0), folk).code

    row = duties.done(on(office, 1), folk.mira, code)

    assert (row.state, row.ended_by) == ("done", folk.mira)
    [entry] = log("duty.done")
    assert (entry["obj"], entry["more"]["due"]) == (code, "2026-11-26")
    with pytest.raises(BadInput, match="ended already"):
        duties.done(on(office, 2), folk.mira, code)


def test_a_colleague_of_the_unit_may_do_it(office: Office, folk: Cast) -> None:
    code = owed(on(office, 0), folk).code
    gao = person(office, "gao")

    assert duties.done(on(office, 1), gao, code).ended_by == gao


def test_what_a_case_brought_ends_with_the_case(office: Office, folk: Cast) -> None:
    row = owed(on(office, 0), folk, subject="251101")

    with pytest.raises(BadInput, match="together with 251101"):
        duties.done(on(office, 1), folk.mira, row.code)

    assert duties.end(on(office, 1), folk.mira, row.key).state == "done"


def test_for_other_units_it_is_not_there(office: Office, folk: Cast) -> None:
    code = owed(on(office, 0), folk).code

    with pytest.raises(NotFound):
        duties.done(on(office, 1), folk.lena, code)

    assert duties.list_duties(on(office, 1), folk.lena) == []
    assert [entry["res"] for entry in log("duty.done")] == ["deny"]


def test_who_lists_all_does_not_do_what_others_owe(office: Office, folk: Cast) -> None:
    code = owed(on(office, 0), folk).code

    with pytest.raises(NotAllowed) as refused:
        duties.done(on(office, 1), folk.jonas, code)

    assert [reason.rule for reason in refused.value.reasons] == ["R3"]
    assert [entry["rules"] for entry in log("duty.done")] == [["R3"]]
    assert [row.code for row in duties.list_duties(on(office, 1), folk.jonas)] == [code]


def test_a_manager_lets_it_go_with_a_reason(office: Office, folk: Cast) -> None:
    code = owed(on(office, 0), folk).code

    with pytest.raises(BadInput, match="for a reason only"):
        duties.let_go(on(office, 1), folk.jonas, code, " ")
    row = duties.let_go(on(office, 1), folk.jonas, code, "客户已撤诉")

    assert (row.state, row.reason) == ("waived", "客户已撤诉")
    assert [entry["res"] for entry in log("duty.waived")] == ["deny", "allow"]
    assert "客户已撤诉" not in str(log("duty.waived"))


def test_nobody_else_lets_it_go_nor_a_manager_his_own(office: Office, folk: Cast) -> None:
    own = owed(on(office, 0), folk, key="own", person=folk.jonas).code
    miras = owed(on(office, 0), folk).code

    with pytest.raises(NotAllowed) as as_clerk:
        duties.let_go(on(office, 1), folk.mira, miras, "不想写")
    with pytest.raises(NotAllowed) as as_owner:
        duties.let_go(on(office, 1), folk.jonas, own, "不想写")

    assert [reason.rule for reason in as_clerk.value.reasons] == ["R0"]
    assert [reason.rule for reason in as_owner.value.reasons] == ["R6"]


@pytest.mark.parametrize("code", ["Y000009", "Y", "", "十二", "y-1", "Y" + "9" * 30])
def test_a_number_that_is_none_is_said(office: Office, folk: Cast, code: str) -> None:
    with pytest.raises(NotFound, match="There is no duty"):
        duties.done(office, folk.mira, code)


def test_what_comes_again_counts_from_the_last_time(office: Office, folk: Cast) -> None:
    keep_rules(office)
    check = duties.rules(office).rule("check")
    assert check is not None
    first = owed(on(office, 0), folk, key="check/K000001", rule=check, subject="K000001")

    duties.done(on(office, 10), folk.mira, first.code)

    [again] = duties.open_rows()
    assert (again.due, again.subject, again.person) == (date(2027, 12, 3), "K000001", folk.mira)
    assert again.key == "check/2027-12-03/K000001"


# ---- the calendar


def test_turns_are_made_once_and_made_up_after_a_stop(office: Office, folk: Cast) -> None:
    keep_rules(office)
    mira = folk.mira.code

    for day in (0, 0.1, 9, 9):
        duties_rolling.catch_up(on(office, day))

    days = [f"daily/2026-11-{n}/{mira}" for n in range(23, 28)]
    later = [f"daily/2026-{day}/{mira}" for day in ("11-30", "12-01", "12-02")]
    weeks = [f"weekly/2026-{day}/{mira}" for day in ("11-23", "11-30", "12-07")]
    assert keys() == sorted([*days, *later, *weeks])


def test_a_long_stop_brings_no_flood(office: Office, folk: Cast) -> None:
    keep_rules(office)

    duties_rolling.catch_up(on(office, 0))
    duties_rolling.catch_up(on(office, 1000))

    counted = Counter(key.partition("/")[0] for key in keys())
    assert counted["daily"] <= 1 + 23
    assert counted["weekly"] <= 2 + 6
    assert OwedDuty.objects.filter(person=folk.mira).count() == sum(counted.values())


def test_a_clock_set_back_makes_nothing_twice(office: Office, folk: Cast) -> None:
    keep_rules(office)
    assert folk.mira.active

    duties_rolling.catch_up(on(office, 400))
    before = keys()
    duties_rolling.catch_up(on(office, 0))
    middle = keys()
    duties_rolling.catch_up(on(office, 400))

    assert set(before) < set(middle)
    assert len(keys()) == len(set(keys()))


def test_each_late_step_is_told_once(office: Office, folk: Cast) -> None:
    keep_rules(office, "")
    code = owed(on(office, 0), folk).code

    new = [len(duties_rolling.catch_up(on(office, days))) for days in (0, 3, 3.9, 4, 5, 8, 10, 99)]

    mine = DutyStep.objects.filter(duty__key="case/251101/report")
    assert [step.step for step in mine.order_by("pk")] == list(LADDER)
    assert [entry["more"]["step"] for entry in log("duty.escalated") if entry["obj"] == code] == [
        *LADDER[1:]
    ]
    assert new == [0, 1, 1, 0, 0, 1, 1, 0]


def test_after_a_stop_each_step_is_noted_all_the_same(office: Office, folk: Cast) -> None:
    keep_rules(office, "")
    owed(on(office, 0), folk)

    duties_rolling.catch_up(on(office, 60))

    assert len(log("duty.escalated")) == 3


def test_what_is_ended_climbs_no_further(office: Office, folk: Cast) -> None:
    keep_rules(office, "")
    code = owed(on(office, 0), folk).code
    duties_rolling.catch_up(on(office, 4))
    duties.done(on(office, 4), folk.mira, code)

    duties_rolling.catch_up(on(office, 60))

    assert [entry["more"]["step"] for entry in log("duty.escalated")] == [LADDER[1]]


def test_a_due_day_moves_when_the_holidays_become_known(office: Office, folk: Cast) -> None:
    keep_rules(office)
    new_year = at(office, datetime(2027, 1, 25, 2, tzinfo=UTC))
    duties_rolling.catch_up(new_year)
    before = OwedDuty.objects.get(key=f"weekly/2027-01-25/{folk.mira.code}")
    own = office.folder / "rules" / "calendar" / "office.toml"
    own.write_text("days_off = [2027-01-25]\ncomplete_years = [2027]\n", "utf-8")

    duties_rolling.catch_up(new_year)

    after = OwedDuty.objects.get(pk=before.pk)
    assert (before.due, before.unknown_years) == (date(2027, 1, 25), [2027])
    assert (after.due, after.time, after.unknown_years) == (date(2027, 1, 26), dt.time(13), [])


def test_closed_accounts_owe_nothing_new(office: Office, folk: Cast) -> None:
    keep_rules(office)
    admin = people.add(
        office, founder(), login="admin", name="admin", unit="信息部", roles=["administrator"]
    )
    people.close(office, admin, folk.mira.login)

    duties_rolling.catch_up(on(office, 0))

    assert keys() == []


def test_the_log_tells_how_duties_ended(office: Office, folk: Cast) -> None:
    keep_rules(office, "")
    code = owed(on(office, 0), folk).code
    duties_rolling.catch_up(on(office, 4))
    duties.done(on(office, 4), folk.mira, code)

    told = [(table, key, facts) for table, key, facts in told_rows() if table.startswith("duty")]

    assert told == [
        ("duty", code, {"state": "done"}),
        ("duty step", f"{code} {LADDER[1]}", {}),
    ]


def test_duties_come_back_with_the_files(office: Office, folk: Cast) -> None:
    keep_rules(office, "")
    code = owed(on(office, 0), folk).code
    duties_rolling.catch_up(on(office, 4))
    (office.folder / "register.sqlite3").unlink()

    rebuilding.rebuild(office.folder, lambda there: (there, founder()))

    assert duties.find(code).deadline == datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert DutyStep.objects.filter(duty__key="case/251101/report").count() == 2
