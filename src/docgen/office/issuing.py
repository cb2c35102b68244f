"""Giving copies their numbers: the series, the rows of the register, the entries of the log.

An ``Issue`` is one taking: a copy, an original, a bound volume or a bag. Its number is given out
with the first paper, in the transaction of that paper's entry, and each further paper gets a row
and an entry under the same number before a byte of it is read. What comes to nothing is told so.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from docgen.errors import Problem
from docgen.model import copies as rules
from docgen.model.access import PURPOSES, Act, Obligation, OutsideFact
from docgen.model.copies import Kind, State
from docgen.office import copies, gate, journal, permits
from docgen.office.desk import Office, one_transaction
from docgen.office.lending import Taking
from docgen.office.permits import Basis
from docgen.register.models import Item, Person, Series
from docgen.register.models_copies import Copy

EVENT, VOIDED = "copy.issued", "copy.voided"
_HOUR = dt.timedelta(hours=1)


@dataclass
class Issue:
    """One taking, while its papers are entered.

    Args:
        office: The office.
        who: Who takes them out.
        act: What he asks leave for.
        form: What leaves: ``controlled``, ``original``, ``volume``, ``bag``, ``person``.
        holder: For whom; "" for himself.
        basis: Words for the register on what it rests.
        outside: The outside request that is served.
        number: The number; "" until the first paper is entered.
        rows: The rows, one a paper.
        obligations: What must be done to what leaves: all that any of its papers asks for.
    """

    office: Office
    who: Person
    act: Act
    form: str
    holder: str = ""
    basis: Sequence[str] = ()
    outside: OutsideFact | None = None
    number: str = ""
    rows: list[Copy] = field(default_factory=list)
    obligations: set[Obligation] = field(default_factory=set)
    _basis: dict[int, Basis] = field(default_factory=dict)
    _recent: int = -1

    def facts(self, item: Item, purpose: str) -> gate.Facts:
        """What the rules look at when this paper is to be taken out."""
        if self._recent < 0:  # papers of one taking do not count against each other
            self._recent = taken_lately(self.office, self.who)
        found = permits.basis(self.office, self.who, item, self.act, purpose)
        self._basis[item.pk] = found
        return {
            "paper": gate.paper_of(item),
            "purpose": purpose,
            "recent": self._recent,
            "outside": self.outside,
            **found.facts(),
        }

    def entered(self, taking: Taking) -> int:
        """Enter one paper; the entry's index. Called inside the transaction."""
        number = self.number or next_number(self.office)
        more: dict[str, str | int] = {"copy": number, "form": self.form}
        permit = self._basis[taking.item.pk].permit
        if permit is not None:
            more["permit"] = permits.use(self.office, permit)
        wanted = rules.Copy(
            holder=self.holder or reader(self.who),
            reason="；".join((PURPOSES[taking.purpose], *self.basis)),
            since=self.office.today,
            kind=Kind.ELECTRONIC,
        )
        row = copies.enter(
            self.office,
            self.who,
            taking.item,
            wanted,
            number=number,
            event=EVENT,
            said=taking.said(),
            more=more,
        )
        self.obligations |= taking.obligations
        transaction.on_commit(lambda: self._is_out(number, row))
        return row.log_index

    def _is_out(self, number: str, row: Copy) -> None:
        self.number = number
        self.rows.append(row)


@contextlib.contextmanager
def or_void(issue: Issue) -> Iterator[None]:
    """If this ends in a problem, the copies of the issue are void, and an entry says so."""
    try:
        yield
    except BaseException as problem:
        code = problem.code if isinstance(problem, Problem) else type(problem).__name__
        # Where even the log cannot be written, the first problem is the one to tell.
        with contextlib.suppress(Problem):
            void(issue.office, issue.who, issue.rows, code)
        raise


def void(office: Office, who: Person, rows: Sequence[Copy], why: str) -> None:
    """Note that copies never left: they were numbered, and came to nothing."""
    if not rows:
        return
    with one_transaction():
        for row in Copy.objects.filter(pk__in=[one.pk for one in rows], state=State.HELD):
            fact = rules.void(copies.fact_of(row), office.today, why)
            row.state, row.remark, row.ended_on = fact.state, fact.remark, fact.ended_on
            row.ended_by, row.version = who, row.version + 1
            row.save()
            more = {"copy": row.code, "state": row.state, "problem": why}
            journal.append(office, VOIDED, who, about=row.item, more=more)


def next_number(office: Office) -> str:
    """The next number of the year, ``FB-2026-000123``; inside a transaction."""
    year = office.today.year
    series, _ = Series.objects.select_for_update().get_or_create(name=f"copy:{year}")
    series.last += 1
    series.save()
    return f"FB-{year}-{series.last:06d}"


def taken_lately(office: Office, who: Person) -> int:
    """How many papers somebody took out within the last hour (R15)."""
    since = office.now() - _HOUR
    rows = Copy.objects.filter(noted_by=who, noted_at__gt=since, number__isnull=False)
    return rows.exclude(state=State.VOID).count()


def reader(who: Person) -> str:
    """Who somebody is on a copy: name and unit."""
    return f"{who.name}（{who.unit}）"


def code_of(office: Office, number: str, index: int) -> str:
    """What the code for cameras says: the copy, its entry, and of which office."""
    return f"DG:{number}:{index}:{office_mark(office)}"


def office_mark(office: Office) -> str:
    """Eight signs for the log's origin."""
    return hashlib.sha256(office.settings.origin.encode()).hexdigest()[:8].upper()
