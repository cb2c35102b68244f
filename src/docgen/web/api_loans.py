"""The loan desk."""

from __future__ import annotations

import datetime as dt
from functools import partial

from ninja import Router, Schema, Status
from pydantic import Field

from docgen.model.loan import Kind, State
from docgen.office import loan_changes, loan_wish, loans
from docgen.register.models import Loan
from docgen.web.api_token import Asked, must_be_for
from docgen.web.page import known
from docgen.web.speech import tell

router = Router(tags=["loans"])


class LoanReason(Schema):
    """What the rules say of a loan: ``class`` is confirm, alert or message."""

    rule: str
    text: str
    kind: str


class LoanFacts(Schema):
    """A loan."""

    loan: str
    state: State
    item: str
    kind: Kind
    borrower: str
    due: dt.date | None
    renewals: int
    reasons: list[LoanReason]


class Loans(Schema):
    """Loans, the newest first."""

    loans: list[LoanFacts]
    next: int | None


class LoanWish(Schema):
    """A paper somebody wants to borrow."""

    item: str = Field(max_length=40)
    purpose: str = Field(max_length=32)
    kind: Kind = Kind.ELECTRONIC


class Remark(Schema):
    """A reason, where one is needed; ``override`` is why it is lent although a rule hesitates."""

    reason: str = Field("", max_length=500)
    override: str = Field("", max_length=500)


_PAGE = 50


@router.get("/loans", response=Loans, summary="List loans")
def list_(request: Asked, state: State | None = None, cursor: int = 0) -> Loans:
    """One's own; at the desk, everybody's."""
    must_be_for(request, "read")
    rows = loans.list_loans(request.office, request.who, state or "")
    start = max(cursor, 0)
    page = rows[start : start + _PAGE]
    more = start + _PAGE < len(rows)
    return Loans(loans=[_told(one) for one in page], next=start + _PAGE if more else None)


@router.post("/loans", response={201: LoanFacts}, summary="Ask for a loan")
def request_(request: Asked, wish: LoanWish) -> Status[LoanFacts]:
    """A second wish for the same paper is refused by the rules, so no key is needed."""
    must_be_for(request, "lend")
    office, who = request.office, request.who
    verb = partial(loans.request, office, who, wish.item, wish.purpose, wish.kind)
    row = verb() if loan_wish.knows(office, who, wish.item) else known(verb)
    return Status(201, _with_reasons(request, row))


@router.get("/loans/{loan}", response=LoanFacts, summary="One loan")
def show(request: Asked, loan: str) -> LoanFacts:
    """With what the rules say of it now."""
    must_be_for(request, "read")
    return _with_reasons(request, known(loans.show, request.office, request.who, loan))


@router.post("/loans/{loan}/approve", response=LoanFacts, summary="Approve a loan")
def approve(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """Never one's own."""
    return _with_reasons(
        request, loans.approve(request.office, request.who, _lent(request, loan), word.override)
    )


@router.post("/loans/{loan}/refuse", response=LoanFacts, summary="Refuse a loan")
def refuse(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """With a reason that the borrower reads."""
    return _with_reasons(
        request, loans.refuse(request.office, request.who, _lent(request, loan), word.reason)
    )


@router.post("/loans/{loan}/hand-over", response=LoanFacts, summary="Hand a paper over")
def hand_over(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """From then on it can be read, until it is due."""
    row, _ = loans.hand_over(request.office, request.who, _lent(request, loan), word.override)
    return _with_reasons(request, row)


@router.post("/loans/{loan}/return", response=LoanFacts, summary="Take a paper back")
def return_(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """With a remark on its condition."""
    return _with_reasons(
        request, loans.take_back(request.office, request.who, _lent(request, loan), word.reason)
    )


@router.post("/loans/{loan}/renew", response=LoanFacts, summary="Renew a loan")
def renew(request: Asked, loan: str) -> LoanFacts:
    """As often as the rules allow."""
    row, _ = loan_changes.renew(request.office, request.who, _lent(request, loan))
    return _with_reasons(request, row)


@router.post("/loans/{loan}/recall", response=LoanFacts, summary="Recall a loan")
def recall(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """Somebody else needs it."""
    row = loan_changes.recall(request.office, request.who, _lent(request, loan), word.reason)
    return _with_reasons(request, row)


@router.post("/loans/{loan}/cancel", response=LoanFacts, summary="Give up a request")
def cancel(request: Asked, loan: str, word: Remark) -> LoanFacts:
    """One's own, or at the desk anybody's."""
    row = loan_changes.cancel(request.office, request.who, _lent(request, loan), word.reason)
    return _with_reasons(request, row)


def _lent(request: Asked, loan: str) -> str:
    """The number of a loan to act on; one that he may not know of is as one that is not there."""
    must_be_for(request, "lend")
    return known(loans.show, request.office, request.who, loan).code


def _with_reasons(request: Asked, row: Loan) -> LoanFacts:
    by_class = loans.outcome(request.office, row).by_class
    told = _told(row)
    told.reasons += [
        LoanReason(rule=one.rule, text=tell(one.text), kind=kind)
        for kind, ones in by_class.items()
        for one in ones
    ]
    return told


def _told(row: Loan) -> LoanFacts:
    return LoanFacts(
        loan=row.code,
        state=State(row.state),
        item=str(row.item),
        kind=Kind(row.kind),
        borrower=row.borrower.login,
        due=row.due,
        renewals=row.renewals,
        reasons=[LoanReason(rule="desk", text=row.reason, kind="message")] if row.reason else [],
    )
