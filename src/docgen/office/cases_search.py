"""Cases by state, severity, unit and lateness, a page at a time; see ``cases_list`` for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from docgen.model.access import Act
from docgen.model.case import RUNNING, State
from docgen.model.case_profile import Profile
from docgen.office import cases_rows, cases_rules, gate, journal
from docgen.office.cases_list import EVENT, Seen
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row

#: What stands for every state in which something is still to be done.
WORKED_ON = "running"
#: Asked for by state alone, so that the database counts them.
_PAGED = ("", State.CLOSED, State.NOT_ACCEPTED)

_STEPS = "steps__by"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are wanted.

    Args:
        state: A state, ``running`` for all that are worked on, "" for any.
        profile: Their kind.
        severity: How grave they are.
        unit: Whose turn it is.
        late: Only those with a step that is late.
        mine: Only those one took in oneself, or in which it is one's unit's turn.
    """

    state: str = WORKED_ON
    profile: str = ""
    severity: str = ""
    unit: str = ""
    late: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the cases that were found, and how many there are."""

    total: int
    rows: Sequence[Seen]


def find(office: Office, who: Person, wanted: Wanted, first: int, most: int) -> Page:
    """The cases one may know of: those worked on by what is due next, the others newest first."""
    gate.ask(office, who, Act.LIST_CASES, EVENT)
    kinds = cases_rules.profiles(office)
    rows = _chosen(office, who, wanted)
    if wanted.late or wanted.unit or wanted.state not in _PAGED:
        running = rows.filter(state__in=RUNNING).prefetch_related(_STEPS)
        every = [_seen(office, row, kinds) for row in running if row.profile in kinds]
        found = sorted((one for one in every if _fits(one, who, wanted)), key=_by_due)
        page = Page(len(found), found[first : first + most])
    else:
        rows = rows.filter(profile__in=kinds, **({"first": who} if wanted.mine else {}))
        some = rows.order_by("-pk").prefetch_related(_STEPS)[first : first + most]
        page = Page(rows.count(), [_seen(office, row, kinds) for row in some])
    with one_transaction():
        journal.append(office, EVENT, who, n=page.total)
    return page


def units(office: Office) -> list[str]:
    """The units that have a part in any kind of case."""
    return sorted({unit for one in cases_rules.profiles(office).values() for unit in _of(one)})


def severities(office: Office) -> list[str]:
    """Every severity of every kind, each once, in their order."""
    kinds = cases_rules.profiles(office).values()
    return list(dict.fromkeys(one.name for kind in kinds for one in kind.severities))


def _of(kind: Profile) -> list[str]:
    return [one for one in cases_rows.units(kind) if one]


def _chosen(office: Office, who: Person, wanted: Wanted) -> QuerySet[Row]:
    rows = cases_rows.visible(office, who)
    if wanted.profile:
        rows = rows.filter(profile=wanted.profile)
    if wanted.severity:
        rows = rows.filter(severity=wanted.severity)
    if wanted.state and wanted.state != WORKED_ON:
        rows = rows.filter(state=wanted.state)
    return rows


def _seen(office: Office, row: Row, kinds: Mapping[str, Profile]) -> Seen:
    return Seen(
        row=row,
        case=cases_rows.fact_of(office, row, kinds[row.profile]),
        steps={one.key: one for one in row.steps.all()},
        papers=(),
        slips=(),
        chain=(),
        now=cases_rows.now(office),
        opened=office.local(row.opened_at),
    )


def _fits(one: Seen, who: Person, wanted: Wanted) -> bool:
    now = {one.case.rule(step).unit for step in one.case.turn}
    return (
        (not wanted.late or bool(one.case.late(one.now)))
        and (not wanted.unit or wanted.unit in now)
        and (not wanted.mine or one.row.first_id == who.pk or who.unit in now)
    )


def _by_due(one: Seen) -> tuple[dt.date, dt.time, int]:
    due = one.case.next_due
    return (due.day, due.time or dt.time.max, one.row.pk) if due else (*_LAST, one.row.pk)


_LAST = (dt.date.max, dt.time.max)
