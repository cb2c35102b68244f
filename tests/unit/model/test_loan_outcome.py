"""What speaks against a loan, for whom it is lent on which terms, and what came back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.model.calendar import Due, WorkCalendar
from docgen.model.loan import Kind, Loan, State
from docgen.model.loan_outcome import Asked, Borrower, Outcome, examine, queue, renewal
from docgen.model.loan_return import Inspection, inspected
from docgen.model.loan_terms import Line, Rung, Terms, Told
from docgen.model.people import Role

TODAY = dt.date(2026, 9, 14)
TERMS = Terms(at_most=2)
ANYBODY = Borrower()
ITEM = "0000000042-0007"
ASKED = Loan(ITEM, "mira", Kind.PAPER, "complaint")
IN_PLACE = replace(ASKED, kind=Kind.IN_PLACE)
ON_SCREEN = replace(ASKED, kind=Kind.ELECTRONIC)
OUT = replace(ASKED, state=State.OUT, due=TODAY)
BY_JONAS = replace(ASKED, borrower="jonas")
WITH_JONAS = replace(OUT, borrower="jonas")
WAITING = replace(BY_JONAS, borrower="lena", state=State.WAITING)
READY = replace(BY_JONAS, state=State.APPROVED, held_until=TODAY)
GONE = replace(BY_JONAS, state=State.WRITTEN_OFF)
ELSE = (replace(ASKED, item="0000000042-0008"), replace(ASKED, item="0000000042-0009"))
LATE = replace(OUT, item="0000000042-0008", due=TODAY - dt.timedelta(1))


def found(
    loan: Loan,
    others: tuple[Loan, ...] = (),
    rank: int = 1,
    terms: Terms = TERMS,
    who: Borrower = ANYBODY,
) -> Outcome:
    return examine(Asked(loan, rank, who, others, TODAY), terms)


def rules(outcome: Outcome) -> dict[str, list[str]]:
    return {name: [one.rule for one in ones] for name, ones in outcome.by_class.items() if ones}


@pytest.mark.parametrize(
    ("loan", "others", "rank", "said"),
    [
        (ASKED, (), 1, {}),
        (ASKED, (), 2, {"impossible": ["in-place-only"]}),
        (IN_PLACE, (), 3, {"message": ["same-day"]}),
        (ASKED, (ASKED,), 0, {"impossible": ["twice"]}),
        (ASKED, (ON_SCREEN,), 0, {"impossible": ["twice"]}),
        (ASKED, (replace(ASKED, state=State.WAITING),), 0, {"impossible": ["twice"]}),
        (ASKED, (replace(ASKED, state=State.RETURNED),), 0, {}),
        (ASKED, (BY_JONAS,), 0, {"impossible": ["promised"]}),
        (IN_PLACE, (WITH_JONAS,), 0, {"impossible": ["promised"], "message": ["same-day"]}),
        (ASKED, (READY,), 0, {"impossible": ["promised"]}),
        (ASKED, (replace(READY, held_until=TODAY - dt.timedelta(1)),), 0, {}),
        (ASKED, (replace(WITH_JONAS, state=State.LOST),), 0, {"impossible": ["promised"]}),
        (ASKED, (GONE,), 0, {"impossible": ["lost"]}),
        (ASKED, (replace(GONE, replacement="打印件"),), 0, {"alert": ["replaced"]}),
        (ASKED, (WAITING,), 0, {"alert": ["waited-for"]}),
        (ON_SCREEN, (BY_JONAS, WAITING, GONE), 0, {}),
        (replace(ASKED, kind=Kind.COPY), (WITH_JONAS,), 0, {}),
        (ASKED, (replace(BY_JONAS, kind=Kind.ELECTRONIC),), 0, {}),
        (WAITING, (BY_JONAS,), 0, {"message": ["queue"]}),
        (ASKED, ELSE[:1], 0, {}),
        (ASKED, ELSE, 0, {"confirm": ["too-many"]}),
        (ASKED, (LATE,), 0, {"confirm": ["overdue"]}),
        (
            replace(ASKED, state=State.APPROVED, held_until=TODAY - dt.timedelta(1)),
            (),
            0,
            {"alert": ["forgotten"], "message": ["held"]},
        ),
        (
            ASKED,
            (OUT, BY_JONAS, ELSE[0]),
            3,
            {"impossible": ["in-place-only", "twice", "promised"], "confirm": ["too-many"]},
        ),
    ],
)
def test_all_that_speaks_against_a_loan_is_said(
    loan: Loan, others: tuple[Loan, ...], rank: int, said: dict[str, list[str]]
) -> None:
    assert rules(found(loan, others, rank)) == said


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (Borrower(late=2), {}),
        (Borrower(late=3), {"confirm": ["blocked"]}),
        (Borrower(active=False), {"impossible": ["account"]}),
        (Borrower(rank=0), {"impossible": ["clearance"]}),
    ],
)
def test_who_asks_is_looked_at_too(who: Borrower, said: dict[str, list[str]]) -> None:
    assert rules(found(ASKED, who=who)) == said


def test_nobody_is_blocked_where_the_figure_is_nought() -> None:
    assert found(ASKED, terms=replace(TERMS, block_after=0), who=Borrower(late=99)) == Outcome()


def test_what_needs_no_approval_says_so() -> None:
    outcome = found(IN_PLACE, terms=replace(TERMS, approval=False))

    assert rules(outcome) == {"message": ["same-day", "no-approval"]}


def test_what_the_rules_do_not_lend_is_not_lent() -> None:
    assert rules(found(ASKED, terms=replace(TERMS, lend=False))) == {"impossible": ["not-lent"]}


def test_who_has_waited_longest_is_first() -> None:
    second = replace(WAITING, borrower="gu")
    asked = Asked(OUT, 0, Borrower(), (WAITING, ASKED, second, ON_SCREEN), TODAY)

    assert queue(asked) == [WAITING, second]


# ---- renewing


@pytest.mark.parametrize(
    ("loan", "others", "said"),
    [
        (OUT, (), []),
        (replace(OUT, renewals=1), (), ["renewals"]),
        (replace(OUT, recalled=True), (), ["recalled"]),
        (OUT, (WAITING,), ["reserved"]),
        (replace(OUT, kind=Kind.ELECTRONIC), (WAITING,), []),
        (replace(OUT, kind=Kind.IN_PLACE), (), ["same-day"]),
        (replace(OUT, due=TODAY - dt.timedelta(1)), (), ["overdue"]),
    ],
)
def test_what_may_not_be_lent_longer(loan: Loan, others: tuple[Loan, ...], said: list[str]) -> None:
    outcome = renewal(Asked(loan, 1, Borrower(), others, TODAY), Terms(renewals=1))

    assert [one.rule for one in outcome.impossible] == said


# ---- terms


def test_the_first_line_that_fits_decides() -> None:
    terms = Terms(
        lines=(
            Line(roles=frozenset({Role.LEGAL}), kinds=frozenset({Kind.PAPER}), working_days=15),
            Line(units=frozenset({"客户服务部"}), ranks=frozenset({1}), lend=False),
            Line(approval=False, renewals=0),
        )
    )

    legal = terms.of({Role.LEGAL}, "法务室", Kind.PAPER, 1)
    service = terms.of({Role.CLERK}, "客户服务部", Kind.PAPER, 1)
    other = terms.of({Role.CLERK}, "客户服务部", Kind.PAPER, 0)

    assert (legal.working_days, legal.renewals, legal.lend, legal.approval) == (15, 1, True, True)
    assert (service.lend, service.approval) == (False, True)
    assert (other.lend, other.approval, other.renewals) == (True, False, 0)


def test_a_consultation_ends_on_its_day_and_a_loan_after_working_days() -> None:
    friday, calendar = dt.date(2026, 9, 11), WorkCalendar(years=frozenset({2026}))

    assert TERMS.due(Kind.IN_PLACE, friday, calendar) == Due(friday)
    assert TERMS.due(Kind.PAPER, friday, calendar) == Due(dt.date(2026, 9, 22))


@given(days=st.integers(-40, 400))
def test_the_ladder_is_climbed_and_never_left_out(days: int) -> None:
    loan = replace(OUT, due=TODAY - dt.timedelta(days))

    rung = Terms().rung(loan, TODAY)

    told = [(30, Told.MANAGER), (7, Told.UNIT), (1, Told.BORROWER)]
    expected = next((Rung(*one) for one in told if days >= one[0]), None)
    assert rung == expected


# ---- what came back


@pytest.mark.parametrize(
    ("inspection", "pages", "differs"),
    [
        (Inspection(), 12, []),
        (Inspection(12, "good"), 12, []),
        (Inspection(11), None, []),
        (Inspection(11), 12, ["pages"]),
        (Inspection(0, "damaged", "附件2"), 12, ["pages", "condition", "enclosures"]),
    ],
)
def test_what_is_not_as_it_went_out(
    inspection: Inspection, pages: int | None, differs: list[str]
) -> None:
    assert [one.rule for one in inspected(inspection).differences(pages)] == differs


@pytest.mark.parametrize(
    ("inspection", "field"),
    [
        (Inspection(-1), "pages"),
        (Inspection(100_000), "pages"),
        (Inspection(condition="burnt"), "condition"),
        (Inspection(missing="件" * 301), "missing"),
        (Inspection(remark="a\nb"), "remark"),
    ],
)
def test_an_inspection_that_says_nothing_sensible(inspection: Inspection, field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        inspected(inspection)

    assert wrong.value.field == field
