"""Loans past their day: which rung of the ladder each has come to, and the notices to send.

A notice is text to be sent by whatever way the office uses; that it was made is an entry of the
log and stands with the loan. Only the borrower's own notice names the paper's title.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.model.loan import State
from docgen.model.loan_terms import Rung, Told
from docgen.model.people import Role
from docgen.office import gate, journal, loan_clock, loan_rows, loans
from docgen.office.desk import Office, one_transaction
from docgen.office.loan_rows import fact_of
from docgen.register.models import Loan, Person


@dataclass(frozen=True, slots=True)
class Late:
    """A loan past its day: by how many days, and which rung it has come to."""

    row: Loan
    days: int
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder that is ready to be sent."""

    loan: Loan
    to: Told
    names: tuple[str, ...]
    text: str


def overdue(office: Office, who: Person) -> list[Late]:
    """The loans past their day: all for the desk, one's own for everybody else."""
    return _late(office, loans.list_loans(office, who, State.OUT))


def remind(office: Office, who: Person) -> list[Notice]:
    """The notices that are due and were not made on an earlier day; each is an entry."""
    gate.ask(office, who, Act.RECALL_LOAN, "loan.reminded")
    notices = []
    with one_transaction():
        for late in _late(office, list(loan_rows.rows().filter(state=State.OUT))):
            if late.rung is not None and not _made_before(office, late.row, late.rung):
                _note(office, who, late.row, late.rung)
                notices.append(_notice(office, late, late.rung))
    return notices


def _late(office: Office, rows: Sequence[Loan]) -> list[Late]:
    """Those past their day, the latest first."""
    ladder = office.rules.terms
    found = []
    for row in rows:
        fact, today = fact_of(row), loan_clock.day(office, row)
        if fact.is_overdue(today):
            found.append(Late(row, fact.days_over(today), ladder.rung(fact, today)))
    return sorted(found, key=lambda late: -late.days)


def _made_before(office: Office, row: Loan, rung: Rung) -> bool:
    """Whether this rung was told on another day; on the same day a notice is made again."""
    due = str(row.due)
    return any(
        (one["after"], one["due"]) == (rung.after, due) and one["on"] != str(office.today)
        for one in row.reminders
    )


def _note(office: Office, who: Person, row: Loan, rung: Rung) -> None:
    made = {"after": rung.after, "due": str(row.due), "on": str(office.today), "to": rung.to.value}
    if made not in row.reminders:
        row.reminders = [*row.reminders, made]
        row.save(update_fields=["reminders"])
    more = {"loan": row.code, "to": rung.to.value}
    journal.append(office, "loan.reminded", who, about=row.item, more=more)


def _notice(office: Office, late: Late, rung: Rung) -> Notice:
    names = tuple(_names(late.row.borrower, rung.to))
    return Notice(late.row, rung.to, names, _text(office, late, rung.to, names))


def _names(borrower: Person, to: Told) -> Iterator[str]:
    """Who is told: the borrower, the managers of his unit, or all managers."""
    if to is Told.BORROWER:
        yield borrower.name
        return
    for one in Person.objects.filter(active=True).order_by("pk"):
        if Role.MANAGER in one.roles and (to is Told.MANAGER or one.unit == borrower.unit):
            yield one.name


def _text(office: Office, late: Late, to: Told, names: Sequence[str]) -> str:
    row, item = late.row, late.row.item
    nobody = {Told.UNIT: f"{row.borrower.unit}负责人", Told.MANAGER: "主管领导"}
    title = f"《{item.title}》" if to is Told.BORROWER else ""
    who = "您" if to is Told.BORROWER else f"{row.borrower.unit}{row.borrower.name}"
    out = office.local(row.out_at).date() if row.out_at else None
    done = "请于今日归还档案室" if to is Told.BORROWER else "请督促其立即归还档案室"
    what = f"{who}于{_day(out)}借阅的档案{title}（{item}，{Grade.of_rank(item.rank).mark}）"
    lines = (
        f"催还通知（{row.code}）",
        f"{'、'.join(names) or nobody[to]}：",
        f"　　{what}应于{_day(row.due)}归还，现已逾期{late.days}天。",
        f"　　{done}；确有困难的，当面说明理由。",
        f"　　　　　　　　档案室　{_day(office.today)}",
    )
    return "\n".join(lines)


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
