"""The loan desk: steps in any order by anybody, and what speaks against a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from docgen.errors import BadInput
from docgen.model import loan as desk
from docgen.model.calendar import Due, WorkCalendar
from docgen.model.loan import OPEN, Kind, Loan, Outcome, State, Terms, examine

PEOPLE = ("mira", "jonas", "lena")
TERMS = Terms(working_days=3, highest_rank=1, at_most=2)
CALENDAR = WorkCalendar(
    days_off=frozenset(dt.date(2026, 10, n) for n in range(1, 8)),
    make_up_days=frozenset({dt.date(2026, 9, 20), dt.date(2026, 10, 10)}),
    years=frozenset({2026}),
)
ITEM = "0000000042-0007"
ASKED = Loan(ITEM, "mira", Kind.PAPER, "complaint")
OUT = replace(ASKED, state=State.OUT, due=dt.date(2026, 9, 30))

#: The drawing at the head of the module, as a table.
TURN = {
    ("requested", "approve"): "approved",
    ("requested", "refuse"): "refused",
    ("approved", "hand_over"): "out",
    ("out", "take_back"): "returned",
}
STEPS: dict[str, Callable[[Loan, str, dt.date], Loan]] = {
    "approve": lambda loan, by, _: desk.approve(loan, by=by),
    "refuse": lambda loan, by, _: desk.refuse(loan, by=by, reason="not filed for this"),
    "hand_over": lambda loan, by, today: desk.hand_over(
        loan, by=by, today=today, terms=TERMS, calendar=CALENDAR
    )[0],
    "take_back": lambda loan, by, _: desk.take_back(loan, by=by),
}


def attempt(step: str, loan: Loan, by: str, today: dt.date) -> Loan | BadInput | ValueError:
    try:
        return STEPS[step](loan, by, today)
    except (BadInput, ValueError) as refused:
        return refused


class DeskMachine(RuleBasedStateMachine):
    """Several people and loans; ``past`` holds every state that each loan has been in."""

    loans: Bundle[int] = Bundle("loans")

    def __init__(self) -> None:
        super().__init__()
        self.past: list[list[Loan]] = []
        self.today = dt.date(2026, 9, 14)

    @rule(target=loans, borrower=st.sampled_from(PEOPLE), kind=st.sampled_from(Kind))
    def request(self, borrower: str, kind: Kind) -> int:
        self.past.append([Loan(ITEM, borrower, kind, "complaint")])
        return len(self.past) - 1

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.today += dt.timedelta(days)

    @rule(number=loans, by=st.sampled_from(PEOPLE), step=st.sampled_from(sorted(STEPS)))
    def try_step(self, number: int, by: str, step: str) -> None:
        before = self.past[number][-1]

        after = attempt(step, before, by, self.today)

        if isinstance(after, Loan):
            assert TURN.get((before.state, step)) == after.state
            self.past[number].append(after)
        elif isinstance(after, BadInput):
            assert (before.state, step) not in TURN
        else:
            assert by == before.borrower

    @invariant()
    def nobody_decides_or_serves_his_own(self) -> None:
        for *_, now in self.past:
            assert now.borrower not in {now.decided_by, now.handed_by, now.taken_by}

    @invariant()
    def every_step_has_its_person(self) -> None:
        for *_, now in self.past:
            assert bool(now.decided_by) == (now.state is not State.REQUESTED)
            assert bool(now.handed_by) == (now.state in {State.OUT, State.RETURNED})
            assert bool(now.taken_by) == (now.state is State.RETURNED)
            assert bool(now.reason) == (now.state is State.REFUSED)

    @invariant()
    def what_was_lent_has_a_working_day_to_come_back(self) -> None:
        for *_, now in self.past:
            assert (now.due is not None) == bool(now.handed_by)
            assert now.due is None or CALENDAR.is_worked(now.due)

    @invariant()
    def nothing_leaves_an_end_or_changes_what_was_asked(self) -> None:
        for first, *later in self.past:
            assert all(loan.state in OPEN for loan in [first, *later][:-1])
            assert {(n.item, n.borrower, n.kind, n.purpose) for n in later} <= {
                (first.item, first.borrower, first.kind, first.purpose)
            }


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(deadline=None, max_examples=100, stateful_step_count=30)


@pytest.mark.parametrize("guard", ["_must_be", "_must_be_another"])
def test_the_machine_notices_a_missing_guard(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, guard, lambda *_: None)
    quick = settings(deadline=None, max_examples=200, database=None, print_blob=False)

    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(DeskMachine, settings=quick)


@pytest.mark.parametrize(("state", "step"), TURN)
def test_no_step_is_taken_by_the_borrower(state: str, step: str) -> None:
    loan = replace(ASKED, state=State(state))

    with pytest.raises(ValueError, match="mira"):
        STEPS[step](loan, "mira", dt.date(2026, 9, 14))


def test_the_due_day_is_counted_from_the_day_of_handing_over() -> None:
    approved = desk.approve(ASKED, by="jonas")

    out, due = desk.hand_over(
        approved, by="jonas", today=dt.date(2026, 9, 29), terms=TERMS, calendar=CALENDAR
    )

    assert due == Due(dt.date(2026, 10, 9))
    assert (out.state, out.due, out.handed_by) == (State.OUT, due.day, "jonas")


@pytest.mark.parametrize("reason", ["", " \u3000\n"])
def test_a_refusal_says_why(reason: str) -> None:
    with pytest.raises(BadInput) as caught:
        desk.refuse(ASKED, by="jonas", reason=reason)

    assert caught.value.field == "reason"
    assert desk.refuse(ASKED, by="jonas", reason=" 无关 ").reason == "无关"


def test_a_step_out_of_turn_names_both_states() -> None:
    with pytest.raises(BadInput) as caught:
        desk.take_back(ASKED, by="jonas")

    assert caught.value.what == "This loan cannot be returned now"
    assert caught.value.why == "it is requested, and only a loan that is out can"


@pytest.mark.parametrize(
    ("loan", "today", "overdue"),
    [
        (OUT, "2026-09-30", False),
        (OUT, "2026-10-01", True),
        (replace(OUT, state=State.RETURNED), "2026-10-01", False),
        (ASKED, "2026-10-01", False),
    ],
)
def test_overdue_is_a_fact_of_the_day(loan: Loan, today: str, *, overdue: bool) -> None:
    assert loan.is_overdue(dt.date.fromisoformat(today)) is overdue


HIGH = "papers of this grade are read in place and never lent"
TWICE = "you have asked for this paper already, or have it"
GONE = "the paper itself is out or promised to somebody else"
MANY = "you have 2 loans open"
BY_JONAS = replace(ASKED, borrower="jonas")
ON_SCREEN = replace(ASKED, kind=Kind.ELECTRONIC)
ELSE = (replace(ASKED, item="0000000042-0008"), replace(ASKED, item="0000000042-0009"))


@pytest.mark.parametrize(
    ("wanted", "rank", "others", "outcome"),
    [
        (ASKED, 1, (), Outcome()),
        (ASKED, 2, (), Outcome(impossible=(HIGH,))),
        (ASKED, 0, (ASKED,), Outcome(impossible=(TWICE,))),
        (ASKED, 0, (ON_SCREEN,), Outcome(impossible=(TWICE,))),
        (ASKED, 0, (BY_JONAS,), Outcome(impossible=(GONE,))),
        (ON_SCREEN, 0, (BY_JONAS,), Outcome()),
        (ASKED, 0, (replace(BY_JONAS, kind=Kind.ELECTRONIC),), Outcome()),
        (ASKED, 0, ELSE[:1], Outcome()),
        (ASKED, 0, ELSE, Outcome(confirm=(MANY,))),
        (
            ASKED,
            3,
            (OUT, BY_JONAS, ELSE[0]),
            Outcome((HIGH, TWICE, GONE), ("you have 2 loans open",)),
        ),
    ],
)
def test_all_that_speaks_against_a_loan_is_said(
    wanted: Loan, rank: int, others: tuple[Loan, ...], outcome: Outcome
) -> None:
    assert examine(wanted, rank, others, TERMS) == outcome
