"""What a posting owes: who belongs to a staff group from when to when, and no duty twice."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.cases import at
from tests.support.desks import Cast
from tests.support.desks import at as clock
from tests.support.handovers import Field, field

from docgen.model.calendar import Due
from docgen.model.posting import State
from docgen.office import duties, postings_duties
from docgen.office.desk import Office, one_transaction
from docgen.register.models_duties import OwedDuty
from docgen.register.models_postings import Posting

DEPARTED = dt.date(2026, 1, 5)


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning."""
    assert folk
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


def members(desk: Office, since: dt.date = DEPARTED) -> list[tuple[str, str]]:
    return [(one.group, one.person.login) for one in postings_duties.stays(desk, since)]


def changed(row: Posting, **columns: object) -> Posting:
    Posting.objects.filter(pk=row.pk).update(**columns)
    return Posting.objects.get(pk=row.pk)


def renewed(desk: Office, posted: Field, row: Posting) -> list[OwedDuty]:
    """What is owed for a posting after it was looked through."""
    with one_transaction():
        postings_duties.renew(desk, posted.qiao, row)
    return list(duties.open_rows().filter(subject=row.code))


def test_whoever_is_posted_belongs_to_the_groups_of_his_kind(desk: Office, posted: Field) -> None:
    assert members(desk) == [("外派人员", "gao"), ("外派人员", "tan")]

    changed(posted.old, kind="站长")
    changed(posted.new, kind="维修服务人员")

    assert members(desk) == [("驻外机构站长", "gao")]


@pytest.mark.parametrize(
    "columns",
    [{"account": None}, {"departed_on": None}, {"kind": "不再有的类别"}],
    ids=["no account", "not departed", "unknown kind"],
)
def test_who_owes_no_reports(desk: Office, posted: Field, columns: dict[str, object]) -> None:
    changed(posted.old, **columns)

    assert members(desk) == [("外派人员", "tan")]


@pytest.mark.parametrize(("since", "there"), [("2026-02-28", True), ("2026-03-01", False)])
def test_the_last_day_of_a_stay_still_counts(
    desk: Office, posted: Field, *, since: str, there: bool
) -> None:
    changed(posted.old, ended_on=dt.date(2026, 2, 28), state=State.RETURNED)

    found = members(desk, dt.date.fromisoformat(since))

    assert (("外派人员", "gao") in found) is there


def test_the_end_of_a_stay_is_owed_once_by_the_unit(desk: Office, posted: Field) -> None:
    first = renewed(desk, posted, posted.old)
    again = renewed(desk, posted, posted.old)

    [end] = first
    assert again == first
    assert (end.rule, end.unit, end.person) == ("posting-end", "客户服务部", None)
    assert end.key == f"posting/{posted.old.code}/posting-end/2026-12-31"
    assert posted.old.name in end.title


def test_another_end_is_another_duty_and_ends_the_first(desk: Office, posted: Field) -> None:
    renewed(desk, posted, posted.old)

    [later] = renewed(desk, posted, changed(posted.old, ends_on=dt.date(2028, 2, 29)))

    assert later.key.endswith("/2028-02-29")
    states = OwedDuty.objects.filter(subject=posted.old.code).order_by("pk")
    assert [one.state for one in states] == ["done", "open"]


def test_what_should_have_been_done_long_ago_is_due_today(desk: Office, posted: Field) -> None:
    [end] = renewed(desk, posted, changed(posted.old, ends_on=dt.date(2026, 3, 3)))

    assert end.due == desk.today


@pytest.mark.parametrize("state", [State.PLANNED, State.APPROVED, State.RETURNED])
def test_who_is_not_away_owes_nothing_for_his_stay(
    desk: Office, posted: Field, state: State
) -> None:
    renewed(desk, posted, posted.old)

    assert renewed(desk, posted, changed(posted.old, state=state)) == []
    assert OwedDuty.objects.get(subject=posted.old.code).state == "waived"


def test_reports_due_after_the_last_day_are_let_go_and_no_others(
    desk: Office, posted: Field
) -> None:
    rule = duties.rules(desk).rule("daily-log")
    assert rule is not None
    for who in (posted.gao, posted.tan):
        for day in (2, 3, 4):
            due = Due(dt.date(2026, 3, day))
            duties.owe(desk, key=f"t/{who.login}/{day}", rule=rule, due=due, person=who)
    row = changed(posted.old, ended_on=dt.date(2026, 3, 3), state=State.RETURNED)

    with one_transaction():
        postings_duties.end_reports(desk, posted.qiao, row)

    left = OwedDuty.objects.filter(key__startswith="t/", state="open").order_by("pk")
    assert [one.key for one in left] == ["t/gao/2", "t/gao/3", "t/tan/2", "t/tan/3", "t/tan/4"]
