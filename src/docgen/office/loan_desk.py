"""The loan desk as it is looked at: what is asked for, ready, out, late, waited for, over.

Each list is a page of rows that the database picks; nothing loads all loans. A title is told only
to who may know of the paper (R2, R3); the others see its number, as in the register.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.db.models import Count, Q, QuerySet

from docgen.errors import NotFound, Said, say
from docgen.model.access import Act
from docgen.model.loan import OPEN, State
from docgen.model.loan_terms import Rung
from docgen.office import gate, journal, lending, loan_rows, loans
from docgen.office.desk import Office, one_transaction
from docgen.office.loan_rows import fact_of
from docgen.register.models import Item, Loan, Person

#: So many rows a page.
ROWS = 50
_NUMBER = re.compile(r"[Ll](\d{1,12})", re.ASCII)
_URN = "urn:docgen:"


class Tab(StrEnum):
    """A list of the desk."""

    MINE = "mine"
    REQUESTS = "requests"
    READY = "ready"
    OUT = "out"
    OVERDUE = "overdue"
    QUEUE = "queue"
    HISTORY = "history"

    @property
    def said(self) -> Said:
        """The list as people call it."""
        return _TITLES[self]


_TITLES: Mapping[Tab, Said] = MappingProxyType(
    {
        Tab.MINE: say("My loans"),
        Tab.REQUESTS: say("Requests"),
        Tab.READY: say("To hand over"),
        Tab.OUT: say("Out"),
        Tab.OVERDUE: say("Overdue"),
        Tab.QUEUE: say("Queue"),
        Tab.HISTORY: say("History"),
    }
)
#: The order of states in which a paper's loan is looked for when its number is scanned.
_SCANNED = (State.OUT, State.LOST, State.APPROVED, State.REQUESTED, State.WAITING)


@dataclass(frozen=True, slots=True)
class Line:
    """A loan as it stands in a list; ``title`` is "" where the paper is not to be known."""

    row: Loan
    title: str
    days_over: int
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of one list, and how many stand in each."""

    tab: Tab
    lines: tuple[Line, ...]
    total: int
    counts: Mapping[Tab, int]


def desk(office: Office, who: Person, tab: str = "", start: int = 0, words: str = "") -> Desk:
    """A page of the desk; whoever does not keep it sees his own loans.

    Args:
        office: The office.
        who: Who looks.
        tab: Which list; else the one that has something to do, or his own.
        start: From which row on.
        words: Only loans with this in their number, paper's number or borrower's name.
    """
    ask(office, who)
    all_seen = loans.sees_all(office, who)
    counts = _counts(office, who, all_seen=all_seen)
    chosen = _chosen(tab, counts)
    rows = _rows(office, who, chosen)
    rows = rows.filter(_matching(words)) if words.strip() else rows
    found = list(rows[start : start + ROWS])
    total = rows.count() if words.strip() or chosen is Tab.HISTORY else counts[chosen]
    with one_transaction():
        journal.append(office, "loan.listed", who, n=len(found))
    return Desk(chosen, tuple(_lines(office, who, found)), total, counts)


def ask(office: Office, who: Person) -> None:
    """Whether somebody comes to the desk at all: to borrow, or because he sees all loans."""
    if not loans.sees_all(office, who):
        gate.ask(office, who, Act.FIND, "loan.listed")


def _chosen(tab: str, counts: Mapping[Tab, int]) -> Tab:
    if tab in set(counts):
        return Tab(tab)
    busy = (one for one in (Tab.REQUESTS, Tab.READY) if counts.get(one))
    return next(busy, next(iter(counts)))


def _counts(office: Office, who: Person, *, all_seen: bool) -> Mapping[Tab, int]:
    """How many stand in each list this person sees, by one question."""
    others = [one for one in Tab if one is not Tab.MINE] if all_seen else []
    tabs = [*others, Tab.MINE]
    counted = [one for one in tabs if one is not Tab.HISTORY]
    each = [Count("pk", filter=_in(office, who, one)) for one in counted]
    found = Loan.objects.filter(state__in=OPEN).aggregate(
        **{one.value: number for one, number in zip(counted, each, strict=True)}
    )
    return {one: found.get(one.value, 0) for one in tabs}


def _in(office: Office, who: Person, tab: Tab) -> Q:
    """Which loans stand in a list."""
    return {
        Tab.MINE: Q(borrower=who),
        Tab.REQUESTS: Q(state=State.REQUESTED),
        Tab.READY: Q(state=State.APPROVED),
        Tab.OUT: Q(state__in=[State.OUT, State.LOST]),
        Tab.OVERDUE: Q(state=State.OUT, due__lt=office.today),
        Tab.QUEUE: Q(state=State.WAITING),
        Tab.HISTORY: ~Q(state__in=OPEN),
    }[tab]


def _rows(office: Office, who: Person, tab: Tab) -> QuerySet[Loan]:
    rows = loan_rows.rows().filter(_in(office, who, tab))
    if tab in {Tab.OUT, Tab.OVERDUE}:
        return rows.order_by("due", "pk")
    return rows.order_by("-pk") if tab in {Tab.HISTORY, Tab.MINE} else rows.order_by("pk")


def _matching(words: str) -> Q:
    text = words.strip().removeprefix(_URN)
    found = Q(borrower__name__icontains=text) | Q(borrower__login=text)
    if number := _NUMBER.fullmatch(text):
        found |= Q(pk=int(number[1]))
    with contextlib.suppress(NotFound):
        found |= Q(item=lending.item_of(text))
    return found


def _lines(office: Office, who: Person, rows: list[Loan]) -> list[Line]:
    acting, today, ladder = gate.as_acting(who), office.today, office.rules.terms
    found = []
    for row in rows:
        loan = gate.loan_fact(row)
        paper = gate.paper_of(row.item)
        known = gate.weigh_as(office, acting, Act.VIEW, paper=paper, loan=loan).allow
        fact = fact_of(row)
        over = max(0, fact.days_over(today))
        found.append(Line(row, row.item.title if known else "", over, ladder.rung(fact, today)))
    return found


def scanned(office: Office, who: Person, text: str) -> Loan | Item:
    """What was scanned or typed at the desk: a loan, or a paper that nobody has.

    Takes a loan's number, a paper's number or 档号, and what stands in the QR code of a label.
    What this person may not know of is refused; the caller hides it.
    """
    said = text.strip().removeprefix(_URN)
    if number := _NUMBER.search(said):
        return loans.show(office, who, number[0])
    item = lending.item_of(said)
    rows = loan_rows.rows().filter(item=item, state__in=OPEN)
    if not loans.sees_all(office, who):
        rows = rows.filter(borrower=who)
    there = sorted(rows, key=lambda one: _SCANNED.index(State(one.state)))
    if there:
        return there[0]
    gate.ask(office, who, Act.VIEW, "item.viewed", paper=gate.paper_of(item))
    return item
