"""What waits for a person when he comes in: counted, never loaded; and what he worked on last.

Which piles somebody sees follows from the acts of his roles; each is counted within what he may
know of. The figures are those of the lists behind them, on whose pages the rows are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from docgen.errors import Said, say
from docgen.model.access import ROLE_ACTS, Act, visible_to
from docgen.model.case import RUNNING, StepState
from docgen.model.disposal import State as ListState
from docgen.model.loan import State as LoanState
from docgen.model.outside import State as OutsideState
from docgen.model.people import Role
from docgen.model.transfer import State as TransferState
from docgen.office import cases_rows, duties, gate, outside_desk
from docgen.office.counting import numbers_of
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Loan, Person
from docgen.register.models_cases import CaseStep
from docgen.register.models_custody import Transfer
from docgen.register.models_disposal import DestructionList
from docgen.register.models_duties import OwedDuty
from docgen.register.models_page import Draft, Job

_WEEK = dt.timedelta(days=7)
_RECENT, _LOOKED_THROUGH = 8, 60


@dataclass(frozen=True, slots=True)
class Pile:
    """One pile of things that wait.

    Args:
        kind: Its name.
        title: What lies in it.
        act: Whose roles allow this sees it.
        rows: What lies in it for a person.
        late: Whether what lies in it is late.
    """

    kind: str
    title: Said
    act: Act
    rows: Callable[[Office, Person], QuerySet[Any]]
    late: bool = False


def _mine(who: Person) -> Q:
    return Q(person=who) | Q(person=None, unit=who.unit)


def _late_steps(office: Office, who: Person) -> QuerySet[CaseStep]:
    late = CaseStep.objects.filter(state=StepState.OPEN, due_on__lt=office.today)
    cases = cases_rows.visible(office, who).filter(state__in=RUNNING)
    return late.filter(case__in=cases.order_by().values("pk"))


def _out_late(office: Office, _: Person) -> QuerySet[Loan]:
    return Loan.objects.filter(state=LoanState.OUT, due__lt=office.today)


PILES = (
    Pile(
        "duties-late",
        say("duties late"),
        Act.DO_DUTY,
        lambda office, who: duties.open_rows().filter(_mine(who), deadline__lt=office.now()),
        late=True,
    ),
    Pile(
        "duties",
        say("duties due this week"),
        Act.DO_DUTY,
        lambda office, who: duties.open_rows().filter(
            _mine(who), deadline__gte=office.now(), due__lt=office.today + _WEEK
        ),
    ),
    Pile("cases-late", say("steps of cases late"), Act.LIST_CASES, _late_steps, late=True),
    Pile(
        "loans-late",
        say("papers to give back"),
        Act.REQUEST_LOAN,
        lambda office, who: _out_late(office, who).filter(borrower=who),
        late=True,
    ),
    Pile(
        "drafts",
        say("drafts"),
        Act.FILL,
        lambda _, who: Draft.objects.filter(person=who, state="open"),
    ),
    Pile(
        "loans-requested",
        say("requests at the desk"),
        Act.HAND_OVER,
        lambda _, who: Loan.objects.filter(state=LoanState.REQUESTED).exclude(borrower=who),
    ),
    Pile(
        "loans-ready",
        say("papers to hand over"),
        Act.HAND_OVER,
        lambda _, who: Loan.objects.filter(state=LoanState.APPROVED).exclude(borrower=who),
    ),
    Pile("loans-overdue", say("loans overdue"), Act.LIST_LOANS, _out_late, late=True),
    Pile(
        "transfers-sent",
        say("transfers to receive"),
        Act.ACCEPT_TRANSFER,
        lambda _, who: Transfer.objects.filter(state=TransferState.SENT).exclude(sent_by=who),
    ),
    Pile(
        "transfers-late",
        say("transfers late"),
        Act.TRANSFER,
        lambda office, who: Transfer.objects.filter(
            state=TransferState.PROPOSED, due__lt=office.today, unit=who.unit
        ),
        late=True,
    ),
    Pile(
        "outside",
        say("outside requests to serve"),
        Act.SERVE_OUTSIDE,
        lambda _, who: outside_desk.visible(who).filter(state=OutsideState.APPROVED),
    ),
    Pile(
        "destruction",
        say("destruction lists to witness or carry out"),
        Act.LIST_DISPOSAL,
        lambda _, who: DestructionList.objects.filter(state=ListState.APPROVED).exclude(
            proposed_by=who
        ),
    ),
    Pile(
        "duties-of-all",
        say("duties late in all units"),
        Act.LIST_DUTIES,
        lambda office, _: duties.open_rows().filter(deadline__lt=office.now()),
        late=True,
    ),
    Pile(
        "jobs",
        say("jobs that failed"),
        Act.MANAGE_PEOPLE,
        lambda _, __: Job.objects.filter(state="failed"),
        late=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Waits:
    """A pile with how many lie in it."""

    pile: Pile
    n: int


def piles(office: Office, who: Person) -> list[Waits]:
    """The piles with something in them, what is late first; one question for all."""
    acts = {act for role in who.roles for act in ROLE_ACTS[Role(role)]}
    seen = [one for one in PILES if one.act in acts]
    numbers = numbers_of(who, [one.rows(office, who) for one in seen])
    found = [Waits(one, n) for one, n in zip(seen, numbers, strict=True) if n]
    return sorted(found, key=lambda one: not one.pile.late)


def next_duties(who: Person, most: int = 6) -> Sequence[OwedDuty]:
    """What he and his unit owe next, the oldest first."""
    return list(duties.open_rows().filter(_mine(who))[:most])


def borrowed(who: Person, most: int = 6) -> Sequence[Loan]:
    """What he has borrowed, the one that is due first."""
    rows = Loan.objects.filter(borrower=who, state=LoanState.OUT).select_related("item__dossier")
    return list(rows.order_by("due", "pk")[:most])


def recent_dossiers(who: Person) -> list[Dossier]:
    """The dossiers of the papers he filed, borrowed, decided on or handed over last.

    His own work, which he need not be told of: no entry says that he looked at it.
    """
    filed = _newest(Item.objects.filter(filed_by=who)).select_related("dossier__customer")
    ours = Q(borrower=who) | Q(decided_by=who) | Q(handed_by=who)
    loans = _newest(Loan.objects.filter(ours)).select_related("item__dossier__customer")
    found = [
        *((one.filed_at, one.dossier) for one in filed),
        *((one.requested_at, one.item.dossier) for one in loans),
    ]
    newest = sorted(found, key=lambda one: one[0], reverse=True)
    scope = visible_to(gate.as_acting(who))
    known = {one.pk: one for _, one in newest if scope.admits(one.rank, one.unit, str(one))}
    return list(known.values())[:_RECENT]


def _newest(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The newest of some rows, picked before anything is joined to them."""
    newest = rows.order_by("-pk").values("pk")[:_LOOKED_THROUGH]
    picked: QuerySet[Any] = rows.model.objects.filter(pk__in=newest)
    return picked
