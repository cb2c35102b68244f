"""The loan desk over days and years: consultation, queue, renewal, recall, loss, overdue, clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import founder, person

from docgen.errors import BadInput, NotAllowed
from docgen.model.loan_return import Inspection
from docgen.office import (
    describing,
    lending,
    loan_changes,
    loan_losses,
    loan_overdue,
    loans,
    people,
    rebuilding,
)
from docgen.office.aid_values import note_values
from docgen.office.describing import Wanted
from docgen.office.desk import Office
from docgen.office.volumes import volume
from docgen.register.models import Customer, Item, Loan, Person

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known)


@pytest.fixture
def gu(office: Office) -> Person:
    """Somebody of another unit, who reads under a loan alone."""
    return person(office, "gu", "legal", unit="法务室")


def on(office: Office, days: float) -> Office:
    """The office so many days after that Monday; before it, if they are negative."""
    return at(office, MONDAY + timedelta(days))


def lent(office: Office, folk: Cast, who: Person, item: Item, kind: str = "paper") -> Loan:
    loan = loans.request(office, who, str(item), "legal", kind)
    loans.approve(office, folk.jonas, loan.code)
    return loans.hand_over(office, folk.jonas, loan.code)[0]


def rules(refused: pytest.ExceptionInfo[NotAllowed]) -> list[str]:
    return [reason.rule for reason in refused.value.reasons]


def reads(office: Office, who: Person, item: Item) -> bool:
    try:
        lending.open(office, who, str(item), "legal")
    except NotAllowed:
        return False
    return True


# ---- consultation in place


def test_a_consultation_is_registered_and_back_the_same_day(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    monday = on(office, 0)
    asked = loans.request(monday, gu, str(item), "legal", "in-place")

    row, due = loans.hand_over(monday, folk.jonas, asked.code)

    assert [one.rule for one in loans.outcome(monday, asked).messages] == [
        "same-day",
        "no-approval",
    ]
    assert (row.state, row.due, due.unknown_years) == ("out", date(2026, 11, 23), ())
    assert loan_overdue.overdue(on(office, 0), folk.jonas) == []
    assert [one.row for one in loan_overdue.overdue(on(office, 1), folk.jonas)] == [row]


def test_a_secret_paper_is_consulted_with_approval_and_never_leaves(
    office: Office, folk: Cast, known: Customer
) -> None:
    secret = filed(office, folk.jonas, known, grade="B")
    boss = person(office, "boss", "legal", clearance="B")
    asked = loans.request(office, boss, str(secret), "legal", "in-place")

    with pytest.raises(BadInput):
        loans.hand_over(office, folk.jonas, asked.code)
    with pytest.raises(NotAllowed) as out:
        loans.request(office, folk.jonas, str(secret), "legal", "paper")
    loans.approve(office, folk.jonas, asked.code)

    assert rules(out) == ["in-place-only", "promised"]
    assert loans.hand_over(office, folk.jonas, asked.code)[0].state == "out"


# ---- the queue


def test_who_waits_is_offered_the_paper_when_it_is_back(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    out = lent(office, folk, folk.mira, item)
    first = loans.reserve(office, gu, str(item), "legal")
    second = loans.reserve(office, founder(), str(item), "legal")
    size = len(log())

    loans.take_back(office, folk.jonas, out.code)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("requested", "waiting")
    assert [one["act"] for one in log()[size:]] == ["loan.returned", "loan.offered"]
    loan_changes.cancel(office, gu, first.code)
    second.refresh_from_db()
    assert second.state == "requested"


def test_what_is_there_is_not_waited_for(office: Office, folk: Cast, item: Item) -> None:
    with pytest.raises(BadInput) as there:
        loans.reserve(office, folk.mira, str(item), "service")
    with pytest.raises(BadInput) as many:
        loans.reserve(office, folk.mira, str(item), "service", "electronic")

    assert (there.value.field, many.value.field) == ("item", "kind")
    assert not Loan.objects.exists()


def test_what_was_not_fetched_goes_to_whoever_waits(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    monday = on(office, 0)
    ready = loans.request(monday, folk.mira, str(item), "service", "paper")
    loans.approve(monday, folk.jonas, ready.code)
    loans.reserve(monday, gu, str(item), "legal")
    third = loans.reserve(monday, founder(), str(item), "legal")

    loan_changes.cancel(on(office, 10), founder(), third.code)

    states = list(Loan.objects.order_by("pk").values_list("state", "reason"))
    assert states == [("cancelled", "逾期未取"), ("requested", ""), ("cancelled", "")]


def test_who_has_left_is_offered_nothing(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    out = lent(office, folk, folk.mira, item)
    loans.reserve(office, gu, str(item), "legal")
    after = loans.reserve(office, founder(), str(item), "legal")
    people.close(office, founder(), "gu")

    loans.take_back(office, folk.jonas, out.code)

    after.refresh_from_db()
    assert after.state == "requested"
    assert loan_changes.cancel(office, folk.jonas, "L2", "离职").state == "cancelled"


# ---- renewal and recall


def test_a_loan_is_renewed_once_from_its_due_day(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    monday = on(office, 0)
    out = lent(monday, folk, gu, item)

    row, _ = loan_changes.renew(on(office, 3), gu, out.code)
    with pytest.raises(NotAllowed) as again:
        loan_changes.renew(on(office, 4), folk.jonas, out.code)

    assert (out.due, row.due, row.renewals) == (date(2026, 12, 2), date(2026, 12, 11), 1)
    assert rules(again) == ["renewals"]
    assert (log()[-1]["act"], log()[-1]["res"]) == ("loan.renewed", "deny")


def test_a_recalled_or_reserved_or_overdue_loan_is_not_renewed(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    monday = on(office, 0)
    out = lent(monday, folk, gu, item)
    loans.reserve(monday, folk.mira, str(item), "service")

    back = loan_changes.recall(on(office, 1), folk.jonas, out.code, "年度清点")
    with pytest.raises(NotAllowed) as refused:
        loan_changes.renew(on(office, 9), gu, out.code)
    with pytest.raises(NotAllowed) as clerk:
        loan_changes.recall(monday, folk.mira, out.code, "想要")

    assert (back.due, back.recalled) == (date(2026, 11, 26), True)
    assert rules(refused) == ["recalled", "reserved", "overdue"]
    assert "R0" in rules(clerk)


def test_nobody_renews_or_cancels_for_somebody_else(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    out = lent(office, folk, gu, item)

    with pytest.raises(NotAllowed):
        loan_changes.renew(office, folk.mira, out.code)
    with pytest.raises(NotAllowed):
        loan_changes.cancel(office, folk.mira, out.code)

    out.refresh_from_db()
    assert (out.state, out.renewals) == ("out", 0)


# ---- coming back


def test_what_differs_at_the_return_is_noted(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    describing.describe(office, folk.jonas, [str(item)], Wanted(pages=12))
    out = lent(office, folk, gu, item)
    found = Inspection(11, "damaged", "附件2", "封面撕裂")

    row = loans.take_back(office, folk.jonas, out.code, found=found)

    assert (row.pages, row.condition, row.missing, row.remark) == (
        11,
        "damaged",
        "附件2",
        "封面撕裂",
    )
    entry = log("loan.returned")[-1]
    assert entry["rules"] == ["pages", "condition", "enclosures"]
    assert "封面撕裂" not in str(entry)
    alerts = [one.text for one in loans.outcome(office, row).alerts]
    assert alerts == [
        "11 pages came back, 12 went out",
        "it came back damaged",
        "missing: 附件2",
    ]


def test_a_lost_paper_is_reported_decided_and_found_again(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    boss = person(office, "boss", "manager")
    out = lent(office, folk, gu, item)
    size = len(log())

    loan_losses.report(office, folk.jonas, out.code, "公文包被盗，已报案")
    assert str(loan_losses.fate_of(item)) == "lost (L000001)"
    with pytest.raises(NotAllowed):
        loans.request(office, folk.mira, str(item), "service", "paper")
    row = loan_losses.settle(office, boss, out.code, "书面检讨", "电子件代")
    assert (row.state, row.replacement, row.reason) == ("written-off", "电子件代", "书面检讨")
    assert str(loan_losses.fate_of(item)) == "lost (L000001); in its place: 电子件代"
    dossier = volume(office, folk.jonas, str(item.dossier))
    note = note_values(office, dossier)["situation"]
    loans.take_back(office, folk.jonas, out.code, found=Inspection(remark="警方送还"))

    assert f"{item}原件遗失（L000001，电子件代）。" in str(note)
    assert loan_losses.fate_of(item) == ""
    acts = [one["act"] for one in log()[size:] if one["res"] == "allow"]
    assert acts == ["loan.reported-lost", "loan.settled", "loan.recovered"]


# ---- overdue


def test_the_ladder_is_told_step_by_step(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    person(office, "fang", "manager", unit="法务室")
    out = lent(on(office, 0), folk, gu, item)  # due on December 2nd

    told = {}
    for day in (9, 10, 11, 15, 16, 39, 45):
        notices = loan_overdue.remind(on(office, day), folk.jonas)
        told[day] = [(one.to.value, one.names) for one in notices]

    assert told == {
        9: [],
        10: [("borrower", ("gu",))],
        11: [],
        15: [],
        16: [("unit", ("fang",))],
        39: [("manager", ("jonas", "fang"))],
        45: [],
    }
    out.refresh_from_db()
    assert [one["after"] for one in out.reminders] == [1, 7, 30]
    assert len(log("loan.reminded")) == 3


def test_a_notice_is_ready_to_be_sent(office: Office, folk: Cast, item: Item, gu: Person) -> None:
    lent(on(office, 0), folk, gu, item)

    [notice] = loan_overdue.remind(on(office, 10), folk.jonas)
    [higher] = loan_overdue.remind(on(office, 17), folk.jonas)

    assert notice.text.startswith(
        "催还通知（L000001）\ngu：\n　　您于2026年11月23日借阅的档案《材料》"
    )
    assert "应于2026年12月2日归还，现已逾期1天" in notice.text
    assert higher.text.startswith("催还通知（L000001）\n法务室负责人：\n　　法务室gu于")
    assert "材料" not in higher.text


def test_reminding_is_the_archivists(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        loan_overdue.remind(office, folk.mira)


def test_who_was_late_too_often_needs_a_confirmation(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    terms = replace(office.rules.terms, block_after=2)
    strict = replace(office, rules=replace(office.rules, terms=terms))
    for day in (0, 30):
        out = lent(on(strict, day), folk, gu, item)
        loans.take_back(on(strict, day + 20), folk.jonas, out.code)
    asked = loans.request(on(strict, 60), gu, str(item), "legal")

    with pytest.raises(NotAllowed) as blocked:
        loans.approve(on(strict, 60), folk.jonas, asked.code)
    after_a_year = loans.outcome(on(strict, 60 + 365), asked).confirm

    assert rules(blocked) == ["blocked"]
    assert after_a_year == ()


# ---- the clock, and what must never be


def test_moving_the_clock_back_opens_nothing(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    lent(on(office, 0), folk, gu, item)

    assert reads(on(office, 9), gu, item)
    assert not reads(on(office, 10), gu, item)
    assert not reads(on(office, 5), gu, item)
    assert not reads(on(office, -1), gu, item)
    with pytest.raises(NotAllowed) as refused:
        loan_changes.renew(on(office, 5), gu, "L1")
    assert rules(refused) == ["overdue"]


def test_a_loan_from_a_clock_that_ran_ahead_ends_with_it(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    ahead = on(office, 3650)
    lent(ahead, folk, gu, item)

    assert reads(ahead, gu, item)
    assert not reads(on(office, 0), gu, item)
    loans.take_back(on(office, 0), folk.jonas, "L1")
    lent(on(office, 0), folk, gu, item)
    assert reads(on(office, 1), gu, item)
    assert not reads(on(office, 20), gu, item)
    assert not reads(on(office, 1), gu, item)


def test_a_closed_account_reads_nothing_and_gets_nothing(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    out = lent(office, folk, gu, item, "electronic")
    asked = loans.request(office, person(office, "li", "legal"), str(item), "legal")
    people.close(office, founder(), "gu")
    people.close(office, founder(), "li")

    with pytest.raises(NotAllowed) as refused:
        loans.approve(office, folk.jonas, asked.code)

    assert not reads(office, people.by_login("gu"), item)
    assert rules(refused) == ["account"]
    assert loans.take_back(office, folk.jonas, out.code).state == "returned"


def test_the_register_itself_refuses_a_second_holder(
    office: Office, folk: Cast, item: Item, gu: Person
) -> None:
    out = lent(office, folk, gu, item)

    with pytest.raises(IntegrityError, match="register_loan"):
        Loan.objects.create(
            item=item,
            borrower=folk.mira,
            kind="in-place",
            purpose="legal",
            state="out",
            requested_at=office.now(),
        )

    assert list(Loan.objects.all()) == [out]


def test_loans_come_back_from_the_files(office: Office, folk: Cast, item: Item, gu: Person) -> None:
    out = lent(office, folk, gu, item)
    loans.reserve(office, folk.mira, str(item), "service")
    loan_losses.report(office, folk.jonas, out.code, "公文包被盗")
    before = list(Loan.objects.order_by("pk").values())
    connection.close()
    (office.folder / "register.sqlite3").rename(office.folder / "lost.sqlite3")

    rebuilding.rebuild(office.folder, lambda there: (there, founder()))

    assert list(Loan.objects.order_by("pk").values()) == before
