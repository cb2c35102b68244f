"""A posting from the plan to the return (D-001 … D-024): opened, approved, departed, ended.

Only a head who did not ask for it agrees to a posting. Nobody departs while anything is missing
(``model.posting_gate``). Whoever ends a posting by a handover does it through ``end``, inside his
own transaction and permission.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import odd_character
from docgen.model import posting as model
from docgen.model.access import Act
from docgen.model.posting import State
from docgen.model.posting_gate import Lack, lacking, lacking_to_approve
from docgen.model.posting_rules import SCOPES
from docgen.office import dossiers, gate, postings_duties, postings_rows, postings_staff
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_rows import Deed, fact_of, find, rules, shown
from docgen.register.models import Person
from docgen.register.models_postings import Handover, Holding
from docgen.register.models_postings import Posting as Row

_LONGEST = {"staff_number": 32, "host": 120, "reason": 300}


@dataclass(frozen=True, slots=True)
class Plan:
    """A posting as it is planned.

    Args:
        staff: Whose it is: the posted person's id, name or dossier.
        kind: The kind of staff.
        scope: 国外, 境外 or 国内异地.
        host: Where he is posted to.
        starts: From when.
        ends: Until when.
        area: The key of his area.
        more_areas: Keys of neighbouring areas that he looks after too.
        area_since: Since when he has been in his area, if he has been already.
        staff_number: 工号; the dossier's key if empty.
        login: His account.
    """

    staff: str
    kind: str
    scope: str
    host: str
    starts: dt.date
    ends: dt.date
    area: str = ""
    more_areas: Sequence[str] = ()
    area_since: dt.date | None = None
    staff_number: str = ""
    login: str = ""


def open_posting(office: Office, who: Person, plan: Plan) -> Row:
    """Plan a posting; somebody who has no dossier as posted staff yet gets one."""
    event = "posting.opened"
    kind = rules(office).kind(plan.kind)
    _refuse_words(plan)
    model.refuse_period(rules(office), plan.starts, plan.ends, postings_rows.calendar(office))
    area = postings_staff.area_of(plan.area) if plan.area else None
    more = [postings_staff.area_of(key).key for key in plan.more_areas]
    account = postings_staff.account_of(plan.login) if plan.login else None
    place = postings_staff.place_of(office, who, plan.staff, plan.staff_number)
    seen = place.paper if isinstance(place, dossiers.Unopened) else gate.dossier_paper(place)
    gate.ask(office, who, Act.WORK_POSTING, event, paper=seen)
    if isinstance(place, dossiers.Unopened):
        gate.ask(office, who, Act.OPEN_DOSSIER, event, subject=place.customer.code)
    with gate.attempt(office, who, event, seen.item), one_transaction():
        dossier = place.take(office, who) if isinstance(place, dossiers.Unopened) else place
        postings_staff.refuse_second(dossier)
        row = Row.objects.create(
            dossier=dossier,
            staff_number=plan.staff_number or dossier.key,
            name=dossier.customer.name,
            account=account,
            kind=kind.name,
            scope=plan.scope,
            area=area,
            area_since=plan.area_since,
            more_areas=more,
            host=plan.host.strip(),
            unit=dossier.unit,
            starts_on=plan.starts,
            ends_on=plan.ends,
            state=State.PLANNED,
            opened_by=who,
            opened_at=office.now(),
        )
        postings_rows.enter(office, who, row, Deed(event))
    return row


def decide(office: Office, who: Person, code: str, *, agree: bool, reason: str = "") -> Row:
    """Agree to a posting, or refuse it with a reason; a head, never whoever asked for it.

    Raises:
        BadInput: What must be there first is missing (D-001).
    """
    event = "posting.approved" if agree else "posting.refused"
    row = find(office, who, code)
    after = State.APPROVED if agree else State.REFUSED
    with gate.attempt(office, who, event, row.code):
        _ask_to_decide(office, who, row, event)
        model.refuse_step(State(row.state), after)
        said = _reason(reason, needed=not agree)
        found = lacking_to_approve(rules(office), fact_of(row), shown(row), office.today)
        if agree and found:
            raise _lacks(row, found)
        with one_transaction():
            approved: dict[str, object] = {}
            if agree:
                approved = {"approved_by": who, "approved_at": office.now()}
            deed = Deed(event, said)
            postings_rows.write(office, who, row, deed, state=after, reason=said, **approved)
    return row


def gate_of(office: Office, who: Person, code: str, on: dt.date | None = None) -> list[Lack]:
    """What is missing for a departure on a day; nothing if he may go."""
    row = find(office, who, code)
    return lacking(rules(office), fact_of(row), shown(row), on or office.today)


def depart(office: Office, who: Person, code: str, on: dt.date | None = None) -> Row:
    """Note that somebody departed; refused while anything is missing on that day.

    Raises:
        BadInput: What is missing, each with the rule it is from and the form that makes it.
    """
    event = "posting.departed"
    row, day = find(office, who, code), on or office.today
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.WORK_POSTING, event, paper=gate.dossier_paper(row.dossier))
        model.refuse_step(State(row.state), State.DEPARTED)
        _refuse_day(office, day, row.approved_at and office.local(row.approved_at).date())
        if found := lacking(rules(office), fact_of(row), shown(row), day):
            raise _lacks(row, found)
        since = row.area_since or (day if row.area else None)
        with one_transaction():
            columns = {"departed_on": day, "area_since": since}
            postings_rows.write(office, who, row, Deed(event), state=State.DEPARTED, **columns)
            postings_duties.renew(office, who, row)
    return row


def return_(office: Office, who: Person, code: str, on: dt.date | None = None) -> Row:
    """Note that somebody is back, once he has handed over all that he held (D-102, D-106)."""
    event = "posting.returned"
    row, day = find(office, who, code), on or office.today
    with gate.attempt(office, who, event, row.code):
        gate.ask(office, who, Act.WORK_POSTING, event, paper=gate.dossier_paper(row.dossier))
        model.refuse_step(State(row.state), State.RETURNED)
        _refuse_day(office, day, row.departed_on)
        refuse_unhanded(row)
        with one_transaction():
            end(office, who, row, State.RETURNED, day)
    return row


def end(office: Office, who: Person, row: Row, after: State, on: dt.date) -> None:
    """End a posting for another verb, in its transaction: that verb asked for permission."""
    model.refuse_step(State(row.state), after)
    event = "posting.returned" if after is State.RETURNED else "posting.left"
    postings_rows.write(office, who, row, Deed(event), state=after, ended_on=on)
    postings_duties.renew(office, who, row)
    postings_duties.end_reports(office, who, row)


def refuse_unhanded(row: Row) -> None:
    """``BadInput`` if somebody still holds anything, or a handover of his is not closed."""
    held = Holding.objects.filter(posting=row, returned_on=None).count() + row.stations.count()
    waits = Handover.objects.filter(posting=row, closed_at=None).count()
    if held or waits:
        raise BadInput(
            say("{name} has not handed over yet", name=row.name),
            why=say(
                "{held} things are with him, {waits} handovers are open", held=held, waits=waits
            ),
            fix=say("hand over first").by("docgen handover"),
            field="posting",
        )


def _ask_to_decide(office: Office, who: Person, row: Row, event: str) -> None:
    paper, asked = gate.dossier_paper(row.dossier), row.opened_by.code
    gate.ask(office, who, Act.DECIDE_POSTING, event, paper=paper, subject=asked)
    if row.account is not None:
        gate.ask(office, who, Act.DECIDE_POSTING, event, paper=paper, subject=row.account.code)


def _lacks(row: Row, found: Sequence[Lack]) -> BadInput:
    return BadInput(
        say("{name} cannot go yet: {n} things are missing", name=row.name, n=len(found)),
        why=say("nothing was noted"),
        fix=say("make them; see the forms").by(f"docgen posting gate {row.code}"),
        field="posting",
        details=[
            Detail(
                one.why,
                field=one.need.key,
                label=one.need.title,
                place=one.need.source,
                fix=say("make and file it").by(f"docgen posting paper {row.code} {one.need.key}"),
            )
            for one in found
        ],
    )


def _refuse_day(office: Office, day: dt.date, since: dt.date | None) -> None:
    if day > office.today or (since and day < since):
        raise BadInput(
            say("{day} cannot be", day=day),
            why=say("it lies between {since} and today", since=since or "-"),
            fix=say("give the day it was").by("--on DAY"),
            field="on",
        )


def _refuse_words(plan: Plan) -> None:
    if plan.scope not in SCOPES:
        raise BadInput(
            say("There is no scope {name}", name=plan.scope or "-"),
            why=say("these are known: {names}", names=", ".join(SCOPES)),
            fix=say("choose one of them").by("--scope"),
            field="scope",
        )
    _line(plan.host, "host")
    if plan.staff_number:
        _line(plan.staff_number, "staff_number")
    if plan.area_since and plan.area_since > plan.starts:
        raise BadInput(
            say("{day} cannot be", day=plan.area_since),
            why=say("the stay begins on {day}", day=plan.starts),
            fix=say("give this day only if it is earlier").by("--area-since DAY"),
            field="area-since",
        )


def _reason(text: str, *, needed: bool) -> str:
    return _line(text, "reason") if needed or text.strip() else ""


def _line(text: str, name: str) -> str:
    said, most = text.strip(), _LONGEST[name]
    odd = odd_character(said, lines=False)
    if odd or not 0 < len(said) <= most:
        raise BadInput(
            say("This text cannot be taken"),
            why=odd or say("it is a line of 1 to {most} characters", most=most),
            fix=say("write it with --{name}", name=name.replace("_", "-")),
            field=name,
        )
    return said
