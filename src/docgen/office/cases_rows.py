"""Complaint cases as rows: finding one, seeing it as the rules do, and writing what became of it.

Each act is one transaction with one entry of its own in the log. A case is moved only by whoever
saw its newest state. What a step owes stands on the duties desk too, under the key
``case/NUMBER/STEP/DAY`` (``duties.CASE_STEP``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.model import case as rules
from docgen.model.access import Act
from docgen.model.calendar import Due, WorkCalendar
from docgen.model.case import Case, Step, StepState
from docgen.model.case_profile import Profile
from docgen.model.duty import Rule as DutyRule
from docgen.model.duty import State as DutyState
from docgen.model.duty import When as DutyWhen
from docgen.office import cases_rules, dossiers, duties, gate, journal
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.register import models_cases as tables
from docgen.register.models import Item, Person


def visible(office: Office, who: Person) -> QuerySet[tables.Case]:
    """The cases this person may know of.

    Those of dossiers he may see, those of kinds in which his unit has a part, and for whoever
    decides cases all of them; never beyond his clearance. Their papers are another matter.
    """
    decides = gate.weigh(office, who, Act.DECIDE_CASE).allow
    kinds = [one.name for one in cases_rules.profiles(office).values() if who.unit in units(one)]
    rank = gate.as_acting(who).rank
    seen = Q(dossier__in=dossiers.visible(who).values("pk"))
    known = Q(dossier__rank__lte=rank) & (Q() if decides else Q(profile__in=kinds))
    rows = tables.Case.objects.filter(seen | known)
    return rows.select_related(
        "customer", "dossier__customer", "event", "parent", "first"
    ).order_by("pk")


def with_all(rows: QuerySet[tables.Case]) -> QuerySet[tables.Case]:
    """The same cases with all that is shown of them, in a few questions however many they are."""
    return rows.prefetch_related(*SHOWN)


#: What is shown of a case besides its own row.
SHOWN = ("steps__by", "slips__item__dossier", "papers__item__dossier")


def units(profile: Profile) -> frozenset[str]:
    """The units that have a part in cases of a kind."""
    return frozenset((profile.unit, profile.controller, *(one.unit for one in profile.steps)))


def find(office: Office, who: Person, number: str) -> tables.Case:
    """The case with this number; one that this person may not know of is not there."""
    row = visible(office, who).filter(number=number.strip()).first()
    if row is None:
        raise NotFound(
            say("There is no case {number}", number=number),
            why=say("no case that you may know of has this number"),
            fix=say("see the cases").by("docgen case list"),
            field="case",
        )
    return row


def calendar(office: Office) -> WorkCalendar:
    """The office's working days."""
    return read_calendar(office.folder)


def now(office: Office) -> dt.datetime:
    """The moment it is, as the clocks of the office show it."""
    return office.local(office.now())


def fact_of(office: Office, row: tables.Case, profile: Profile | None = None) -> Case:
    """A case's rows as the rules see them."""
    kind = profile or cases_rules.profile(office, row.profile)
    there = {one.key: one for one in row.steps.all()}
    return Case(
        profile=kind,
        severity=row.severity,
        received=office.local(row.received_at),
        due=_due(row),
        steps=tuple(_step(office, there.get(key), key) for key in kind.keys),
        facts=row.answers,
        first=row.first.code,
        state=rules.State(row.state),
        settled_at=office.local(row.settled_at) if row.settled_at else None,
    )


def _step(office: Office, row: tables.CaseStep | None, key: str) -> Step:
    if row is None:  # the office added the step after the case was opened
        return Step(key)
    return Step(
        key=key,
        state=StepState(row.state),
        since=office.local(row.since) if row.since else None,
        due=_due(row),
        by=row.by.code if row.by else "",
        done_at=office.local(row.done_at) if row.done_at else None,
    )


def _due(row: tables.Case | tables.CaseStep) -> Due | None:
    return Due(row.due_on, time=row.due_time) if row.due_on else None


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a case, as the log and the timeline tell it.

    Args:
        event: The act for the log.
        step: The step that was done or left out.
        remark: What was said of it; the log commits to it without saying it.
        basis: The papers it made.
        more: Small facts for the entry.
    """

    event: str
    step: str = ""
    remark: str = ""
    basis: Sequence[Item] = ()
    more: Mapping[str, str | int] = field(default_factory=dict)


def write(
    office: Office, who: Person, row: tables.Case, after: Case, deed: Deed, **columns: object
) -> int:
    """Write what became of a case, with its entry; inside a transaction. The entry's index.

    Args:
        office: The office.
        who: Who did it.
        row: The case as he saw it.
        after: What it is now.
        deed: What was done.
        columns: What the case's row keeps besides.
    """
    index = enter(office, who, row, after, deed)
    changed = {
        "state": after.state,
        "severity": after.severity,
        "answers": dict(after.facts),
        "due_on": after.due.day if after.due else None,
        "due_time": after.due.time if after.due else None,
        "settled_at": after.settled_at,
        "version": row.version + 1,
        **columns,
    }
    if not tables.Case.objects.filter(pk=row.pk, version=row.version).update(**changed):
        raise BadInput(
            say("Case {number} was changed by somebody else just now", number=row.number),
            why=say("two people worked on it at the same time"),
            fix=say("look at it again and repeat the step if it is still right"),
        )
    write_steps(office, who, row, after, deed, index)
    row.refresh_from_db()
    return index


def enter(office: Office, who: Person, row: tables.Case, after: Case, deed: Deed) -> int:
    """The entry of what was done to a case; part of ``write``, and of opening a case."""
    facts = {"state": str(after.state), "severity": after.severity, **deed.more}
    return journal.append(
        office,
        deed.event,
        who,
        obj=row.number,
        dossier=str(row.dossier),
        basis=[str(item) for item in deed.basis],
        notes={"remark": deed.remark} if deed.remark else None,
        more=facts | ({"step": deed.step} if deed.step else {}),
    )


def write_steps(
    office: Office, who: Person, row: tables.Case, after: Case, deed: Deed, index: int
) -> None:
    """Write the steps of a case and what they owe; part of ``write``, and of opening a case."""
    there = {one.key: one for one in tables.CaseStep.objects.filter(case=row)}
    fresh = []
    for turn, step in enumerate(after.steps):
        facts: dict[str, object] = {
            "turn": turn,
            "state": step.state,
            "since": step.since,
            "due_on": step.due.day if step.due else None,
            "due_time": step.due.time if step.due else None,
            "done_at": step.done_at,
        }
        if step.key == deed.step:
            facts |= {"by": who, "remark": deed.remark, "log_index": index}
        kept = there.get(step.key)
        if kept is None:
            fresh.append(tables.CaseStep(case=row, key=step.key, **facts))
        elif any(getattr(kept, name) != fact for name, fact in facts.items()):
            tables.CaseStep.objects.filter(pk=kept.pk).update(**facts)
    tables.CaseStep.objects.bulk_create(fresh)
    _owe(office, who, row, after)


def _owe(office: Office, who: Person, row: tables.Case, after: Case) -> None:
    """Put what is owed on the duties desk, and take off what is not any more."""
    running = after.state in rules.RUNNING
    due = {one.key: day for one in after.turn if running and (day := after.due_of(one))}
    keys = {key: f"case/{row.number}/{key}/{day.day}" for key, day in due.items()}
    owed = {one.key for one in duties.open_rows().filter(rule=duties.CASE_STEP, subject=row.number)}
    for old in sorted(owed - {*keys.values()}):
        step = after.step(old.split("/")[2])
        ended = DutyState.DONE if step.state is StepState.DONE else DutyState.WAIVED
        duties.end(office, who, old, ended)
    for key in (one for one in keys if keys[one] not in owed):
        rule, step = after.profile.step(key), after.step(key)
        duties.owe(
            office,
            key=keys[key],
            rule=DutyRule(
                duties.CASE_STEP, rule.title, " ".join(rule.source), DutyWhen(), by_unit=True
            ),
            due=due[key],
            subject=row.number,
            unit=rule.unit,
            start=step.since,
        )
