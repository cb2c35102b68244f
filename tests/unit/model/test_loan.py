"""The loan desk's steps: in any order by anybody, each loan through its states alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import Phase, settings
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
from docgen.model.loan import OPEN, Kind, Loan, State
from docgen.model.loan_terms import Terms

PEOPLE = ("mira", "jonas", "lena")
TERMS = Terms(working_days=3)
CALENDAR = WorkCalendar(
    days_off=frozenset(dt.date(2026, 10, n) for n in range(1, 8)),
    make_up_days=frozenset({dt.date(2026, 9, 20), dt.date(2026, 10, 10)}),
    years=frozenset({2026}),
)
ITEM = "0000000042-0007"
ASKED = Loan(ITEM, "mira", Kind.PAPER, "complaint")
DAY = dt.date(2026, 9, 30)
OUT = replace(ASKED, state=State.OUT, due=DAY)
LOST = replace(OUT, state=State.LOST, loss="公文包被盗")

#: The drawing at the head of the module, as a table.
TURN = {
    ("waiting", "offer"): "requested",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "refuse"): "refused",
    ("requested", "approve"): "approved",
    ("requested", "refuse"): "refused",
    ("requested", "cancel"): "cancelled",
    ("approved", "cancel"): "cancelled",
    ("approved", "hand_over"): "out",
    ("out", "renew"): "out",
    ("out", "take_back"): "returned",
    ("out", "report_lost"): "lost",
    ("lost", "settle"): "written-off",
    ("lost", "take_back"): "returned",
    ("written-off", "take_back"): "returned",
}
STEPS: dict[str, Callable[[Loan, str, dt.date], Loan]] = {
    "offer": lambda loan, *_: desk.offer(loan),
    "approve": lambda loan, by, _: desk.approve(loan, by=by),
    "refuse": lambda loan, by, _: desk.refuse(loan, by=by, reason="not filed for this"),
    "cancel": lambda loan, *_: desk.cancel(loan),
    "hand_over": lambda loan, by, today: desk.hand_over(
        loan, by=by, due=TERMS.due(loan.kind, today, CALENDAR)
    ),
    "renew": lambda loan, _, today: desk.renew(
        loan, due=TERMS.due(loan.kind, loan.due or today, CALENDAR)
    ),
    "take_back": lambda loan, by, _: desk.take_back(loan, by=by),
    "report_lost": lambda loan, by, _: desk.report_lost(loan, by=by, report="公文包被盗"),
    "settle": lambda loan, by, _: desk.settle(loan, by=by, decision="书面检讨"),
}
#: Steps that nobody takes for himself.
TWO_PEOPLE = {"approve", "refuse", "hand_over", "take_back", "report_lost", "settle"}
ENDS = set(State) - OPEN - {State.WRITTEN_OFF}


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

    @rule(
        target=loans,
        borrower=st.sampled_from(PEOPLE),
        kind=st.sampled_from(Kind),
        state=st.sampled_from([State.REQUESTED, State.WAITING]),
    )
    def request(self, borrower: str, kind: Kind, state: State) -> int:
        self.past.append([Loan(ITEM, borrower, kind, "complaint", state)])
        return len(self.past) - 1

    @rule(days=st.integers(-4000, 4000))
    def the_clock_jumps(self, days: int) -> None:
        self.today += dt.timedelta(days)
        if not 2000 < self.today.year < 2060:
            self.today = dt.date(2026, 9, 14)

    @rule(number=loans, by=st.sampled_from(PEOPLE), step=st.sampled_from(sorted(STEPS)))
    def try_step(self, number: int, by: str, step: str) -> None:
        before = self.past[number][-1]

        after = attempt(step, before, by, self.today)

        if isinstance(after, Loan):
            assert TURN.get((before.state, step)) == after.state
            self.past[number].append(after)
        elif isinstance(after, BadInput):
            on_screen = step == "report_lost" and before.kind is Kind.ELECTRONIC
            assert (before.state, step) not in TURN or on_screen
        else:
            assert by == before.borrower
            assert step in TWO_PEOPLE

    @invariant()
    def nobody_decides_or_serves_his_own(self) -> None:
        for *_, now in self.past:
            assert now.borrower not in {now.decided_by, now.handed_by, now.taken_by}

    @invariant()
    def what_was_lent_has_a_day_to_come_back(self) -> None:
        for *_, now in self.past:
            assert (now.due is not None) == bool(now.handed_by)
            in_place = now.kind is Kind.IN_PLACE
            assert now.due is None or in_place or CALENDAR.is_worked(now.due)

    @invariant()
    def nothing_leaves_an_end_or_changes_what_was_asked(self) -> None:
        for first, *later in self.past:
            assert all(loan.state not in ENDS for loan in [first, *later][:-1])
            assert {(n.item, n.borrower, n.kind, n.purpose) for n in later} <= {
                (first.item, first.borrower, first.kind, first.purpose)
            }


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(deadline=None, max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize("guard", ["_must_be", "_must_be_another"])
def test_the_machine_notices_a_missing_guard(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, guard, lambda *_: None)
    quick = settings(
        deadline=None, max_examples=200, database=None, print_blob=False, phases=[Phase.generate]
    )

    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(DeskMachine, settings=quick)


@pytest.mark.parametrize(("state", "step"), [one for one in TURN if one[1] in TWO_PEOPLE])
def test_no_step_is_taken_by_the_borrower(state: str, step: str) -> None:
    loan = replace(ASKED, state=State(state))

    with pytest.raises(ValueError, match="mira"):
        STEPS[step](loan, "mira", dt.date(2026, 9, 14))


def test_a_consultation_may_need_no_approval() -> None:
    asked = replace(ASKED, kind=Kind.IN_PLACE)

    out = desk.hand_over(asked, by="jonas", due=Due(DAY), approval=False)

    assert (out.state, out.due, out.handed_by) == (State.OUT, DAY, "jonas")
    with pytest.raises(BadInput):
        desk.hand_over(asked, by="jonas", due=Due(DAY))


@pytest.mark.parametrize("reason", ["", " \u3000\n"])
def test_a_refusal_says_why(reason: str) -> None:
    with pytest.raises(BadInput) as caught:
        desk.refuse(ASKED, by="jonas", reason=reason)

    assert caught.value.field == "reason"
    assert desk.refuse(ASKED, by="jonas", reason=" 无关 ").reason == "无关"


@pytest.mark.parametrize("text", ["", " ", "长" * 301, "一\n二", "一\u202e二"])
def test_what_people_give_as_reasons_fits_the_register(text: str) -> None:
    with pytest.raises(BadInput) as report:
        desk.report_lost(OUT, by="jonas", report=text)
    with pytest.raises(BadInput) as decision:
        desk.settle(LOST, by="jonas", decision=text)

    assert (report.value.field, decision.value.field) == ("report", "decision")


def test_a_step_out_of_turn_names_the_states() -> None:
    with pytest.raises(BadInput) as caught:
        desk.take_back(ASKED, by="jonas")

    assert caught.value.what == "This loan cannot be returned now"
    said = "it is requested, and only a loan that is out / lost / written off can"
    assert caught.value.why == said


@pytest.mark.parametrize(("today", "due"), [("2026-09-10", "2026-09-10"), ("2026-09-29",) * 2])
def test_a_recall_shortens_a_loan(today: str, due: str) -> None:
    day = dt.date.fromisoformat(due)

    back = desk.recall(OUT, due=day, today=dt.date.fromisoformat(today), reason="年度清点")

    assert (back.due, back.recalled, back.state) == (day, True, State.OUT)


@pytest.mark.parametrize("due", ["2026-09-09", "2026-09-30", "2027-01-01"])
def test_a_recall_never_lengthens_a_loan(due: str) -> None:
    with pytest.raises(BadInput) as caught:
        desk.recall(
            OUT, due=dt.date.fromisoformat(due), today=dt.date(2026, 9, 10), reason="年度清点"
        )

    assert caught.value.field == "by"


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


def test_what_was_kept_ready_is_forgotten_after_its_day() -> None:
    ready = desk.approve(ASKED, by="jonas", held_until=DAY)

    assert not ready.is_forgotten(DAY)
    assert ready.is_forgotten(DAY + dt.timedelta(1))
    assert not replace(ready, state=State.OUT).is_forgotten(dt.date(2027, 1, 1))
