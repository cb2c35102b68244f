"""The loan desk: a loan's whole life, four eyes at each step, and nobody overtaking anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.support.desks import Cast, at, filed, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.loan_terms import Terms
from docgen.office import loan_rows, loans, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Item, Loan


@pytest.fixture
def item(office: Office, folk: Cast, known: Customer) -> Item:
    return filed(office, folk.mira, known)


def reasons(refused: pytest.ExceptionInfo[NotAllowed]) -> str:
    return " ".join(f"{reason.rule} {reason.text}" for reason in refused.value.reasons)


def test_the_whole_life_of_a_loan(office: Office, folk: Cast, item: Item) -> None:
    size = len(log())
    monday = at(office, datetime(2026, 11, 23, 2, tzinfo=UTC))

    loan = loans.request(monday, folk.mira, str(item), "service")
    assert (loan.code, loan.state, loan.borrower) == ("L000001", "requested", folk.mira)
    loan = loans.approve(monday, folk.jonas, "L000001")
    assert (loan.state, loan.decided_by) == ("approved", folk.jonas)
    loan, due = loans.hand_over(monday, folk.jonas, "l1")
    assert (loan.state, loan.due) == ("out", date(2026, 12, 2))  # seven working days
    assert due.day == loan.due
    loan = loans.take_back(monday, folk.jonas, "1", "页数齐全")
    assert (loan.state, loan.remark, loan.taken_by) == ("returned", "页数齐全", folk.jonas)

    assert loan.version == 4
    acts = ["loan.requested", "loan.approved", "loan.handed-over", "loan.returned"]
    entries = log()[size:]
    assert [entry["act"] for entry in entries] == acts
    assert {entry["obj"] for entry in entries} == {str(item)}


def test_a_refusal_has_a_reason(office: Office, folk: Cast, item: Item) -> None:
    loans.request(office, folk.mira, str(item), "service")

    with pytest.raises(BadInput) as asked:
        loans.refuse(office, folk.jonas, "L1", " ")
    refused = loans.refuse(office, folk.jonas, "L1", "正在整理")

    assert asked.value.field == "reason"
    assert (refused.state, refused.reason) == ("refused", "正在整理")


DESK: dict[str, Callable[[Office, Cast], object]] = {
    "approve": lambda office, folk: loans.approve(office, folk.jonas, "L1"),
    "refuse": lambda office, folk: loans.refuse(office, folk.jonas, "L1", "自己的"),
    "hand over": lambda office, folk: loans.hand_over(office, folk.jonas, "L1"),
    "take back": lambda office, folk: loans.take_back(office, folk.jonas, "L1"),
}
STATE = {"approve": "requested", "refuse": "requested", "hand over": "approved", "take back": "out"}


@pytest.mark.parametrize("step", DESK)
def test_nobody_decides_or_serves_his_own_request(
    office: Office, folk: Cast, item: Item, step: str
) -> None:
    loans.request(office, folk.jonas, str(item), "service")
    Loan.objects.update(state=STATE[step])

    with pytest.raises(NotAllowed) as refused:
        DESK[step](office, folk)

    assert [reason.rule for reason in refused.value.reasons] == ["R6"]
    assert Loan.objects.get().state == STATE[step]
    assert log()[-1]["res"] == "deny"


@pytest.mark.parametrize("step", DESK)
def test_a_step_out_of_turn_is_refused(office: Office, folk: Cast, item: Item, step: str) -> None:
    loans.request(office, folk.mira, str(item), "service")
    Loan.objects.update(state="returned")

    with pytest.raises(BadInput) as refused:
        DESK[step](office, folk)

    assert "returned" in refused.value.why
    assert Loan.objects.get().state == "returned"


@pytest.mark.parametrize("step", DESK)
def test_a_clerk_does_not_work_at_the_desk(
    office: Office, folk: Cast, item: Item, step: str
) -> None:
    loans.request(office, folk.mira, str(item), "service")
    people.change(office, people.by_login("shen"), "jonas", roles=["clerk"])
    clerk = replace(folk, jonas=people.by_login("jonas"))

    with pytest.raises(NotAllowed) as refused:
        DESK[step](office, clerk)

    assert "R0" in reasons(refused)


def test_two_people_at_one_loan_do_not_overtake_each_other(
    office: Office, folk: Cast, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked at the request; the second decision finds the loan changed."""
    loans.request(office, folk.mira, str(item), "service")
    stale = loan_rows.find("L1")
    loans.refuse(office, folk.jonas, "L1", "正在整理")
    monkeypatch.setattr(loan_rows, "find", lambda _: stale)
    size = len(log())

    with pytest.raises(BadInput) as refused:
        loans.approve(office, folk.jonas, "L1")

    assert "somebody else" in refused.value.what
    assert Loan.objects.get().state == "refused"
    assert len(log()) == size


# ---- what the desk does not lend


def test_papers_of_high_grade_are_read_in_place(
    office: Office, folk: Cast, known: Customer
) -> None:
    secret = filed(office, folk.jonas, known, grade="B")

    with pytest.raises(NotAllowed) as refused:
        loans.request(office, folk.jonas, str(secret), "service")

    assert "never lent" in reasons(refused)
    assert (log()[-1]["res"], log()[-1]["rules"]) == ("deny", ["in-place-only"])
    assert not Loan.objects.exists()


def test_a_paper_is_asked_for_once(office: Office, folk: Cast, item: Item) -> None:
    loans.request(office, folk.mira, str(item), "service")

    with pytest.raises(NotAllowed) as refused:
        loans.request(office, folk.mira, str(item), "service")

    assert "already" in reasons(refused)
    assert Loan.objects.count() == 1


def test_a_paper_original_is_lent_to_one_person(office: Office, folk: Cast, item: Item) -> None:
    loans.request(office, folk.mira, str(item), "service", "paper")

    loans.request(office, folk.jonas, str(item), "service", "electronic")
    with pytest.raises(NotAllowed) as refused:
        loans.request(office, people.by_login("shen"), str(item), "service", "paper")

    assert "somebody else" in reasons(refused)


def test_who_has_too_many_needs_a_confirmation(
    office: Office, folk: Cast, item: Item, known: Customer
) -> None:
    strict = replace(office, rules=replace(office.rules, terms=Terms(at_most=1)))
    loans.request(strict, folk.mira, str(item), "service")
    second = loans.request(strict, folk.mira, str(filed(office, folk.mira, known)), "service")

    with pytest.raises(NotAllowed) as refused:
        loans.approve(strict, folk.jonas, second.code)
    denied = log()[-1]
    row = loans.approve(strict, folk.jonas, second.code, override="诉讼急用")

    assert "too-many you have 1 loans open" in reasons(refused)
    assert (denied["res"], denied["rules"]) == ("deny", ["too-many"])
    entry = log("loan.approved")[-1]
    assert (entry["rules"], list(entry["notes"])) == (["too-many"], ["override"])
    assert row.confirmed == {"rules": ["too-many"], "by": folk.jonas.code, "reason": "诉讼急用"}
    assert loans.hand_over(strict, folk.jonas, second.code)[0].state == "out"


def test_lena_may_not_borrow_what_she_is_not_cleared_for(
    office: Office, folk: Cast, item: Item
) -> None:
    with pytest.raises(NotAllowed) as refused:
        loans.request(office, folk.lena, str(item), "service")

    assert "R2" in reasons(refused)
    assert not Loan.objects.exists()


def test_borrowing_needs_a_purpose_and_a_kind(office: Office, folk: Cast, item: Item) -> None:
    with pytest.raises(NotAllowed) as refused:
        loans.request(office, folk.mira, str(item), "curiosity")
    with pytest.raises(BadInput) as unknown:
        loans.request(office, folk.mira, str(item), "service", "stone")

    assert "R4" in reasons(refused)
    assert unknown.value.field == "kind"
    assert not Loan.objects.exists()


@pytest.mark.parametrize("code", ["L9", "x", "", "L" + "9" * 30])
def test_a_loan_that_is_not_there(office: Office, folk: Cast, code: str) -> None:
    with pytest.raises(NotFound) as missing:
        loans.approve(office, folk.jonas, code)

    assert missing.value.field == "loan"


# ---- the list


def test_the_desk_sees_all_loans_and_everybody_his_own(
    office: Office, folk: Cast, item: Item
) -> None:
    auditor = person(office, "qin", "auditor", clearance="P")
    loans.request(office, folk.mira, str(item), "service")
    loans.request(office, folk.jonas, str(item), "service")
    loans.approve(office, people.by_login("shen"), "L2")

    seen = {
        who.login: [loan.code for loan in loans.list_loans(office, who)]
        for who in (folk.mira, folk.jonas, folk.lena, auditor)
    }

    assert seen == {
        "mira": ["L000001"],
        "jonas": ["L000001", "L000002"],
        "lena": [],
        "qin": ["L000001", "L000002"],
    }
    assert [one.code for one in loans.list_loans(office, folk.jonas, "approved")] == ["L000002"]
    assert log()[-1]["act"] == "loan.listed"
