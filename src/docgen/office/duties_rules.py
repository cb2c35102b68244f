"""The rules of duties as the office sees them, and beginning a duty that an event starts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docgen.errors import BadInput, NotFound, Reason, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.duty import Rule, due_after, due_dates
from docgen.office import duties, gate, journal, postings_duties
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.duties_holders import Holder, holders, working
from docgen.register.models import Person
from docgen.register.models_duties import OwedDuty

_EVENT = "duty.started"
#: Within so many days every rhythm has a turn, holidays counted in.
_LONGEST = 400
#: How many characters the number of what a duty is about may have.
_WIDE = 64


@dataclass(frozen=True, slots=True)
class Held:
    """A rule, when it is due next, and how many owe it; an event's rule is owed by nobody yet."""

    rule: Rule
    due: Due | None
    owed_by: int


def overview(office: Office) -> list[Held]:
    """All rules of ``rules/duties.toml``."""
    known, worked, people = duties.rules(office), read_calendar(office.folder), working()
    stays = postings_duties.stays(office, office.today)
    until = office.today + dt.timedelta(days=_LONGEST)
    found = []
    for rule in known.rules:
        due = None
        if rule.when.rhythm is not None:
            due = next(due_dates(rule.when, worked, office.today, until), None)
        found.append(Held(rule, due, len(holders(known, rule, people, stays)) if due else 0))
    return found


def strangers(office: Office) -> list[str]:
    """The members of staff groups who have no account that is open."""
    known = {name for one in working() for name in (one.login, one.code)}
    named = (name for group in duties.rules(office).groups.values() for name in group)
    return [name for name in dict.fromkeys(named) if name not in known]


def start(
    office: Office,
    who: Person,
    key: str,
    on: dt.date | None = None,
    *,
    subject: str = "",
    person: Person | None = None,
) -> OwedDuty:
    """Begin a duty that counts from an event: a trip that ended, a check that was made.

    Args:
        office: The office.
        who: Who tells of the event.
        key: The rule's key in ``rules/duties.toml``.
        on: The day of the event; else it is now.
        subject: The number of what it is about.
        person: Who owes it; else whoever tells.
    """
    gate.ask(office, who, Act.DO_DUTY, _EVENT)
    _refuse_odd(subject)
    doer, now = person or who, office.local(office.now())
    if doer.unit != who.unit and not duties.sees_all(office, who):
        text = say("it is owed by {unit}", unit=doer.unit)
        raise duties.refused(office, who, _EVENT, doer.code, Reason("R3", text))
    rule = _begun(office, key)
    event = dt.datetime.combine(on, now.time(), now.tzinfo) if on else now
    due = due_after(rule.when, read_calendar(office.folder), event)
    holder = Holder(doer.unit, None if rule.by_unit else doer)
    key = f"{rule.key}/{due.nominal}/{subject or holder.code}"
    if there := duties.rows().filter(key=key).first():
        raise BadInput(
            say("{code} is there already", code=there.code),
            why=say("the same event began it before"),
            fix=say("see the duties").by("docgen duty list"),
            field="rule",
        )
    with one_transaction():
        row = duties.owe(
            office,
            key=key,
            rule=rule,
            due=due,
            subject=subject,
            person=holder.person,
            unit=holder.unit,
            start=event,
        )
        journal.append(
            office, _EVENT, who, obj=row.code, more={"rule": rule.key, "due": str(row.due)}
        )
    return row


def tell(
    office: Office, rule: Rule, unit: str, subject: str, *, about: str = "", due: Due | None = None
) -> OwedDuty:
    """Let a unit owe what another verb begins, as the office's rules say; inside a transaction.

    Args:
        office: The office.
        rule: What is owed where an office's own ``rules/duties.toml`` does not have it.
        unit: Who owes it.
        subject: The number of what it is about.
        about: What makes it another duty than the unit's others about the same.
        due: By when, if that is not for the rule to say.
    """
    known, now = duties.rules(office).rule(rule.key), office.local(office.now())
    return duties.owe(
        office,
        key="/".join(one for one in (rule.key, subject, about) if one),
        rule=known or rule,
        due=due or due_of(office, rule),
        subject=subject if known else "",
        unit=unit,
        start=now,
    )


def due_of(office: Office, rule: Rule) -> Due:
    """When a duty that begins now is due, as the office's rules say."""
    known = duties.rules(office).rule(rule.key) or rule
    return due_after(known.when, read_calendar(office.folder), office.local(office.now()))


def _refuse_odd(subject: str) -> None:
    if (odd := odd_character(subject, lines=False)) or len(subject) > _WIDE:
        raise BadInput(
            say("This is no number of anything"),
            why=odd or say("it has more than {most} characters", most=_WIDE),
            fix=say("give the number of a customer, a dossier or a paper"),
            field="about",
        )


def _begun(office: Office, key: str) -> Rule:
    """The rule with this key, if an event begins it."""
    rules = [rule for rule in duties.rules(office).rules if rule.when.span is not None]
    found = next((rule for rule in rules if rule.key == key), None)
    if found is None:
        raise NotFound(
            say("No event begins a duty {key}", key=key),
            why=say("these are begun by one: {known}", known=", ".join(one.key for one in rules)),
            fix=say("see the rules of duties").by("docgen duty rules"),
            field="rule",
        )
    return found
