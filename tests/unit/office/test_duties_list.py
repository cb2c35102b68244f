"""The list of what is due: duties, and what loans, certificates and transfers know themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.support.desks import Cast, at, filed, later, log
from tests.support.offices import founder, person

from docgen.model.calendar import Due
from docgen.model.duty import Rule, When
from docgen.model.span import Span
from docgen.office import duties, duties_list, loans, people
from docgen.office.desk import Office
from docgen.office.duties_list import Kind, Line, Part, Wanted
from docgen.register.models import Customer, Person
from docgen.register.models_custody import Validity

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
RULE = Rule("report", "调查报告", "C-013", When(span=Span(3, "days")))


def owe(office: Office, key: str, day: int, person: Person | None = None, unit: str = "") -> None:
    due = Due(date(2026, 11, 1) + timedelta(day - 1))
    duties.owe(office, key=key, rule=RULE, due=due, person=person, unit=unit)


def seen(office: Office, who: Person, wanted: Wanted | None = None) -> list[Line]:
    return duties_list.lines(office, who, wanted or Wanted())


def codes(office: Office, who: Person, wanted: Wanted | None = None) -> list[str]:
    return [line.code for line in seen(office, who, wanted)]


@pytest.fixture
def some(office: Office, folk: Cast) -> Office:
    """On Monday the 23rd: mira is late, has something today and on Sunday, her unit on Monday."""
    owe(office, "late", 20, folk.mira)
    owe(office, "today", 23, folk.mira)
    owe(office, "sunday", 29, folk.mira)
    owe(office, "unit", 30, unit="客户服务部")
    owe(office, "other", 23, folk.lena)
    return at(office, MONDAY)


def test_everybody_sees_his_own_and_his_units(some: Office, folk: Cast) -> None:
    assert codes(some, folk.mira) == ["Y000001", "Y000002", "Y000003", "Y000004"]
    assert codes(some, folk.lena) == ["Y000005"]
    assert len(codes(some, folk.jonas)) == 5
    assert [entry["n"] for entry in log("duty.listed")] == [4, 1, 5]


def test_auditors_see_all_duties_and_no_paper(some: Office, folk: Cast, known: Customer) -> None:
    admin = people.add(
        some, founder(), login="qin", name="qin", unit="审计部", roles=["auditor"], clearance="P"
    )
    item = filed(some, folk.mira, known)
    Validity.objects.create(item=item, name="护照", until=date(2026, 11, 1))

    found = seen(some, admin, Wanted(with_papers=True))

    assert {line.kind for line in found} == {Kind.DUTY}
    assert len(found) == 5


def test_parts_of_the_list(some: Office, folk: Cast) -> None:
    assert codes(some, folk.mira, Wanted(part=Part.LATE)) == ["Y000001"]
    assert codes(some, folk.mira, Wanted(part=Part.TODAY)) == ["Y000001", "Y000002"]
    assert codes(some, folk.mira, Wanted(part=Part.WEEK)) == ["Y000001", "Y000002", "Y000003"]
    assert codes(some, folk.jonas, Wanted(unit="后勤部")) == ["Y000005"]
    assert codes(some, folk.jonas, Wanted(person=folk.mira)) == ["Y000001", "Y000002", "Y000003"]


def test_mine_is_mine_and_what_my_unit_owes_together(some: Office, folk: Cast) -> None:
    gao = person(some, "gao")

    assert codes(some, gao, Wanted(mine=True)) == ["Y000004"]
    assert codes(some, gao) == codes(some, folk.mira)


def test_late_is_counted_in_days(some: Office, folk: Cast) -> None:
    before = at(some, MONDAY + timedelta(hours=13, minutes=59))
    after = at(some, MONDAY + timedelta(hours=14))

    assert [line.late for line in seen(before, folk.mira)] == [3, None, None, None]
    assert [line.late for line in seen(after, folk.mira)] == [4, 1, None, None]


def test_overdue_loans_stand_with_the_borrower_and_the_desk(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    loan = loans.request(office, folk.mira, str(item), "legal", "paper")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)
    day = later(office, 60)

    [his] = seen(day, folk.mira)
    [desk] = seen(day, folk.jonas)

    assert (his.kind, his.code, his.subject, his.source) == (
        *(Kind.LOAN, loan.code, str(item), "R-070"),
    )
    assert his == desk
    assert (his.late or 0) > 30
    assert seen(office, folk.mira) == []
    assert seen(day, folk.lena) == []


def test_certificates_are_told_thirty_days_before(
    office: Office, folk: Cast, known: Customer
) -> None:
    first, second = filed(office, folk.mira, known), filed(office, folk.mira, known)
    today = office.today
    Validity.objects.create(item=first, name="护照", until=today - timedelta(400))
    Validity.objects.create(item=second, name="护照", until=today + timedelta(30))
    Validity.objects.create(item=second, name="保险", until=today + timedelta(31))

    [found] = seen(office, folk.mira)

    assert (found.kind, found.code, found.source) == (Kind.CERTIFICATE, str(second), "G-055")
    assert found.due.day == today + timedelta(30)
    assert seen(office, folk.lena) == []


def test_papers_for_the_archive_are_one_line_a_rule(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    filed(office, folk.mira, known)
    day = later(office, 800)

    without = seen(day, folk.mira)
    found = {line.kind: line for line in seen(day, folk.mira, Wanted(with_papers=True))}

    assert without == []
    assert set(found) == {Kind.TRANSFER, Kind.REVIEW}
    assert found[Kind.TRANSFER].code == "regular"
    assert "2 papers" in found[Kind.TRANSFER].title
    assert found[Kind.REVIEW].source == "R-025"
    assert found[Kind.REVIEW].late
