"""Duties: owing one, doing it, letting it go, and the lists of a person and of a unit (G-062).

A duty is made once for its key and ended once. What a case, a posting or a visit makes somebody
owe comes in by ``owe`` and ends by ``end``, inside that verb's own transaction and permission;
what the calendar brings is ``duties_rolling``. That a duty is owed follows from the rules or from
the entry of what started it, so the log tells only how it ended, and each step that it was late.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotAllowed, NotFound, Reason, Said, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.duty import Duties, Rule, State, due_after
from docgen.model.duty_file import parse_duties
from docgen.model.ids import number_in
from docgen.model.people import Role
from docgen.office import gate, journal
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.rules import own_or_shipped
from docgen.register.models import Person
from docgen.register.models_duties import OwedDuty

#: The rule of what a case's step owes, under the key ``case/NUMBER/STEP/DAY``.
CASE_STEP: Final = "case-step"
_LONGEST = 300


def rules(office: Office) -> Duties:
    """The duties of ``rules/duties.toml``; an older office follows docgen's own."""
    return own_or_shipped(office.folder, "duties.toml", parse_duties)


def owe(
    office: Office,
    *,
    key: str,
    rule: Rule,
    due: Due,
    subject: str = "",
    person: Person | None = None,
    unit: str = "",
    start: dt.datetime | None = None,
) -> OwedDuty:
    """Note that somebody owes something; the row that is there if the key has one already.

    Args:
        office: The office.
        key: What makes it this one duty, for instance ``case/251101/report``.
        rule: What is owed, where it is from, and its ladder.
        due: By when.
        subject: The number of what it is about: a case, a customer, a dossier.
        person: Who owes it; ``None`` for a unit together.
        unit: The unit; the person's own if it is empty.
        start: The moment of the event it was counted from.
    """
    made = row_of(
        office, key=key, rule=rule, due=due, subject=subject, person=person, unit=unit, start=start
    )
    with one_transaction():
        there = rows().filter(key=key).first()
        if there is None:
            made.save()
        return there or made


def row_of(
    office: Office,
    *,
    key: str,
    rule: Rule,
    due: Due,
    subject: str = "",
    person: Person | None = None,
    unit: str = "",
    start: dt.datetime | None = None,
) -> OwedDuty:
    """A duty's row, not saved."""
    return OwedDuty(
        key=key,
        rule=rule.key,
        title=rule.title,
        source=rule.source,
        subject=subject,
        person=person,
        unit=unit or (person.unit if person else ""),
        start=start,
        nominal=due.nominal,
        due=due.day,
        time=due.time,
        deadline=due.deadline(zone(office)),
        unknown_years=list(due.unknown_years),
        ladder=[str(rung) for rung in rule.ladder],
        state=State.OPEN,
        made_at=office.now(),
    )


def done(office: Office, who: Person, code: str, remark: str = "") -> OwedDuty:
    """Note that a duty of one's own or of one's unit is done, with what is to be said of it.

    What a case or a posting brought is done there, and ends with its step.
    """
    said = remark.strip()
    with gate.attempt(office, who, "duty.done", code):
        row = _own(office, who, code, "duty.done")
        if row.subject and rules(office).rule(row.rule) is None:
            raise BadInput(
                say("{code} is done together with {subject}", code=row.code, subject=row.subject),
                why=say("the duty came from there and ends there"),
                fix=_where(row),
                field="duty",
            )
        if said:
            _refuse_odd(said, say("The remark cannot be taken"), say("shorten it"), "remark")
        with one_transaction():
            return end(office, who, row.key, reason=said)


def let_go(office: Office, who: Person, code: str, reason: str) -> OwedDuty:
    """Waive a duty with a reason: a manager, never one that he owes himself."""
    said = reason.strip()
    with gate.attempt(office, who, "duty.waived", code):
        row = _own(office, who, code, "duty.waived")
        _refuse_waiving(office, who, row)
        what, fix = (
            say("A duty is let go for a reason only"),
            say("give the reason").by("--reason TEXT"),
        )
        _refuse_odd(said, what, fix, "reason")
        with one_transaction():
            return end(office, who, row.key, State.WAIVED, said)


def end(
    office: Office, who: Person | None, key: str, state: State = State.DONE, reason: str = ""
) -> OwedDuty:
    """End a duty for another verb, in its transaction: that verb asked for permission.

    What comes again after the last time is owed anew, counted from today.

    Raises:
        BadInput: It is ended already.
        NotFound: It was never owed.
    """
    row = rows().select_for_update(of=("self",)).filter(key=key).first()
    if row is None:
        raise no_duty(key)
    if row.state != State.OPEN:
        raise BadInput(
            say("{code} is ended already", code=row.code),
            why=say("it is {state}", state=State(row.state).said),
            fix=say("see the duties").by("docgen duty list"),
            field="duty",
        )
    row.state, row.reason, row.version = state, reason, row.version + 1
    row.ended_by, row.ended_at = who, office.now()
    row.save()
    facts = {"rule": row.rule, "due": str(row.due)} | ({"of": row.subject} if row.subject else {})
    notes = {"reason": reason} if reason else None
    journal.append(office, f"duty.{state}", who, obj=row.code, notes=notes, more=facts)
    rule = rules(office).rule(row.rule)
    if rule is not None and rule.when.again:
        due = due_after(rule.when, read_calendar(office.folder), office.local(office.now()))
        _owe_again(office, row, rule, due)
    return row


def due_now(office: Office) -> QuerySet[OwedDuty]:
    """The open duties whose due day has come, the oldest first; for the office itself."""
    return open_rows().filter(due__lte=office.today)


def list_duties(
    office: Office,
    who: Person,
    *,
    unit: str = "",
    person: Person | None = None,
    mine: bool = False,
) -> list[OwedDuty]:
    """The open duties one may see: one's own and one's unit's; whoever lists all, all.

    Args:
        office: The office.
        who: Who asks.
        unit: Only those of this unit.
        person: Only those of this person.
        mine: Only one's own and those that one's unit owes together.
    """
    wanted = open_rows()
    if not sees_all(office, who):
        gate.ask(office, who, Act.DO_DUTY, "duty.listed")
        wanted = wanted.filter(Q(person=who) | Q(unit=who.unit))
    if mine:
        wanted = wanted.filter(Q(person=who) | Q(person=None, unit=who.unit))
    if unit:
        wanted = wanted.filter(unit=unit)
    if person is not None:
        wanted = wanted.filter(person=person)
    found = list(wanted)
    with one_transaction():
        journal.append(office, "duty.listed", who, n=len(found))
    return found


def sees_all(office: Office, who: Person) -> bool:
    """Whether somebody sees everybody's duties."""
    return gate.weigh(office, who, Act.LIST_DUTIES).allow


def find(code: str) -> OwedDuty:
    """The duty with this number."""
    digits = code.strip().lstrip("Yy")
    row = rows().filter(pk=number_in(digits)).first()
    if row is None:
        raise no_duty(code)
    return row


def due_of(row: OwedDuty) -> Due:
    """When a duty is due."""
    return Due(row.due, tuple(row.unknown_years), row.time, row.nominal)


def rows() -> QuerySet[OwedDuty]:
    """All duties with who owes them, the oldest first."""
    return OwedDuty.objects.select_related("person").order_by("deadline", "pk")


def open_rows() -> QuerySet[OwedDuty]:
    """The duties that are not ended."""
    return rows().filter(state=State.OPEN)


def zone(office: Office) -> ZoneInfo:
    """The time zone of the office."""
    return ZoneInfo(office.settings.time_zone)


def _own(office: Office, who: Person, code: str, event: str) -> OwedDuty:
    """A duty that this person may end; one that he may not see is not there."""
    gate.ask(office, who, Act.DO_DUTY, event)
    row = find(code)
    against = against_doing(who, row)
    if against and not sees_all(office, who):
        raise no_duty(code)
    if against and event == "duty.done":
        raise refused(office, who, event, row.code, against)
    return row


def against_doing(who: Person, row: OwedDuty) -> Reason | None:
    """What speaks against somebody's noting that a duty is done: it is not his, nor his unit's."""
    if row.person_id == who.pk or row.unit == who.unit:
        return None
    return Reason("R3", say("it is owed by {unit}", unit=row.unit))


def against_waiving(who: Person, row: OwedDuty) -> Reason | None:
    """What speaks against somebody's letting a duty go: managers do it, and never their own."""
    if Role.MANAGER not in who.roles:
        return Reason("R0", say("a manager lets duties go"))
    if row.person_id == who.pk:
        return Reason("R6", say("nobody lets his own duty go"))
    return None


def _where(row: OwedDuty) -> Said:
    """How a duty is done that a case, a handover or a thing brought."""
    if row.rule == CASE_STEP:
        step = row.key.split("/")[2]
        return say("do the step {step} of case {number}", number=row.subject, step=step).by(
            f"docgen case step {row.subject} {step}"
        )
    return say("go on with {subject}; or let the duty go", subject=row.subject)


def _refuse_waiving(office: Office, who: Person, row: OwedDuty) -> None:
    if against := against_waiving(who, row):
        raise refused(office, who, "duty.waived", row.code, against)


def _refuse_odd(said: str, what: Said, fix: Said, name: str) -> None:
    odd = odd_character(said, lines=False)
    if odd or not 0 < len(said) <= _LONGEST:
        why = odd or say("it is a line of 1 to {most} characters", most=_LONGEST)
        raise BadInput(what, why=why, fix=fix, field=name)


def refused(office: Office, who: Person, event: str, obj: str, reason: Reason) -> NotAllowed:
    """Write the refusal down; the error to raise."""
    with one_transaction():
        journal.append(office, event, who, res="deny", obj=obj, rules=[reason.rule])
    return NotAllowed(
        say("{who} may not do this", who=who.name),
        why=say("these rules speak against it"),
        fix=say("ask a manager; the refusal stands in the log"),
        reasons=[reason],
    )


def _owe_again(office: Office, row: OwedDuty, rule: Rule, due: Due) -> None:
    key = f"{rule.key}/{due.nominal}/{row.subject or row.unit}"
    owe(
        office,
        key=key,
        rule=rule,
        due=due,
        subject=row.subject,
        person=row.person,
        unit=row.unit,
        start=office.now(),
    )


def no_duty(code: str) -> NotFound:
    """The problem of a duty that is not there, or not for this person."""
    return NotFound(
        say("There is no duty {code}", code=code),
        why=say("a duty's number looks like Y000007"),
        fix=say("see the duties").by("docgen duty list"),
        field="duty",
    )
