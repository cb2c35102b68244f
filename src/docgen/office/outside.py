"""Outside requests (外单位查阅) after they are registered: deciding, withdrawing, closing, looking.

The order of the steps is a rule of ``model.outside``; who may take them is decided by
``model.access``. Registering is ``outside_requesting``, serving ``outside_handing``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from docgen.model import outside as rules
from docgen.model.access import Act
from docgen.model.calendar import working_days_after
from docgen.model.outside import State
from docgen.model.outside_kinds import OutsideRules
from docgen.model.people import APART, Role
from docgen.office import disposal, gate, journal
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.outside_facts import digest, fact_of, find, outside_rules, paper_of
from docgen.office.outside_wanted import line
from docgen.register.models import Person
from docgen.register.models_outside import (
    OutsideOfficer,
    OutsidePaper,
    OutsideRequest,
    OutsideServing,
    OutsideSignature,
)

LISTED = "outside.listed"
_Step = Callable[[rules.Request], rules.Request]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as a person may see it; ``papers`` and ``servings`` are those he is cleared for."""

    row: OutsideRequest
    fact: rules.Request
    officers: tuple[OutsideOfficer, ...]
    papers: tuple[OutsidePaper, ...]
    count: int
    signatures: tuple[OutsideSignature, ...]
    servings: tuple[OutsideServing, ...]


def approve(
    office: Office, who: Person, code: str, *, until: dt.date | None = None, opinion: str = ""
) -> OutsideRequest:
    """Approve a request, never one that one registered; the last approval needed opens it."""

    def step(fact: rules.Request) -> rules.Request:
        last = working_days_after(read_calendar(office.folder), office.today, fact.terms.days).day
        return rules.approve(
            fact, by=who.code, roles=_roles(who), today=office.today, last=last, until=until
        )

    words = line("opinion", opinion)
    return _step(office, who, code, (Act.DECIDE_OUTSIDE, "outside.approved"), step, words)


def years_unknown(office: Office, row: OutsideRequest) -> list[int]:
    """The years up to the last day whose holidays are not known: weekends alone were counted."""
    years = {office.today.year, row.until.year} if row.until else set()
    return sorted(years - read_calendar(office.folder).years)


def refuse(office: Office, who: Person, code: str, reason: str) -> OutsideRequest:
    """Refuse a request, with a reason."""

    def step(fact: rules.Request) -> rules.Request:
        return rules.refuse(fact, by=who.code, roles=_roles(who), reason=line("reason", reason))

    return _step(office, who, code, (Act.DECIDE_OUTSIDE, "outside.refused"), step)


def withdraw(office: Office, who: Person, code: str, reason: str) -> OutsideRequest:
    """Note that the body took its request back, while nothing was served."""

    def step(fact: rules.Request) -> rules.Request:
        return rules.withdraw(fact, reason=line("reason", reason))

    return _step(office, who, code, (Act.REQUEST_OUTSIDE, "outside.withdrawn"), step)


def close(office: Office, who: Person, code: str, remark: str = "") -> OutsideRequest:
    """Close an approved request: nothing is served under it any more."""

    def step(fact: rules.Request) -> rules.Request:
        return rules.close(fact, reason=line("remark", remark))

    return _step(office, who, code, (Act.REQUEST_OUTSIDE, "outside.closed"), step)


def list_requests(office: Office, who: Person, state: str = "", year: int = 0) -> list[Seen]:
    """The requests this person may know of, all or those in a state or registered in a year."""
    gate.ask(office, who, Act.LIST_OUTSIDE, LISTED)
    rows = OutsideRequest.objects.select_related("requested_by", "ended_by").order_by("pk")
    kinds = outside_rules(office)
    every = [
        _seen(kinds, who, row)
        for row in (rows.filter(state=state) if state else rows)
        if year in (0, office.local(row.requested_at).year)
    ]
    found = [one for one in every if _may_know(who, one.row)]
    with one_transaction():
        journal.append(office, LISTED, who, n=len(found))
    return found


def show(office: Office, who: Person, code: str) -> Seen:
    """One request with its scope, its signatures and what was served."""
    row = find(code)
    paper = None if gate.as_acting(who).roles & APART else paper_of(row)
    gate.ask(office, who, Act.LIST_OUTSIDE, LISTED, paper=paper, subject=row.code)
    with one_transaction():
        journal.append(office, LISTED, who, obj=row.code, n=1)
    return seen(office, who, row)


def seen(office: Office, who: Person, row: OutsideRequest) -> Seen:
    """A request as this person may see it; who only audits sees no papers' titles."""
    return _seen(outside_rules(office), who, row)


def _seen(kinds: OutsideRules, who: Person, row: OutsideRequest) -> Seen:
    acting = gate.as_acting(who)
    rank = -1 if acting.roles & APART else acting.rank
    papers = list(row.papers.select_related("item__dossier__customer").order_by("pk"))
    servings = row.servings.select_related("item__dossier", "copy", "served_by", "escort")
    return Seen(
        row,
        fact_of(kinds, row),
        tuple(row.officers.select_related("scan__dossier").order_by("pk")),
        tuple(one for one in papers if one.item.rank <= rank),
        len(papers),
        tuple(row.signatures.select_related("person").order_by("pk")),
        tuple(servings.order_by("pk")),
    )


def _may_know(who: Person, row: OutsideRequest) -> bool:
    acting = gate.as_acting(who)
    return bool(acting.roles & APART) or paper_of(row).rank <= acting.rank


def _roles(who: Person) -> frozenset[Role]:
    return gate.as_acting(who).roles


def _step(
    office: Office, who: Person, code: str, asked: tuple[Act, str], step: _Step, opinion: str = ""
) -> OutsideRequest:
    """Take a step: decide, lock, apply the rule, write the row and its entry."""
    act, event = asked
    row = find(code)
    gate.ask(office, who, act, event, paper=paper_of(row), subject=row.requested_by.code)
    with disposal.logged(office, who, event, row.code), one_transaction():
        row = OutsideRequest.objects.select_for_update().get(pk=row.pk)
        before = fact_of(outside_rules(office), row)
        after = step(before)
        for one in after.signatures[len(before.signatures) :]:
            row.signatures.create(
                person=who, role=one.role, of=one.of, opinion=opinion, at=office.now()
            )
        row.state, row.until, row.version = after.state, after.until, row.version + 1
        if after.state not in {State.REQUESTED, State.APPROVED}:
            row.reason, row.ended_by, row.ended_at = after.reason, who, office.now()
        row.save()
        journal.append(
            office,
            event,
            who,
            obj=row.code,
            n=len(before.items),
            notes={"notice": row.notice, "of": digest(row)},
            more={"kind": row.kind},
        )
    return row
