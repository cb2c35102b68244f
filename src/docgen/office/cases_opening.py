"""Opening a complaint case: its form filled and filed, its number given, its first steps open.

      1. check    kind, severity, the question about loss, customer and dossier
      2. number   the next one of the month's series (C-018); taken back if anything fails
      3. file     the form, in the customer's dossier and the event's; in the same transaction the
                  case, its steps and the entry ``case.opened``

Whoever opens a case is its first contact for good (C-081). A form that was filed before becomes a
case without being filed again (``cases_taking``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.errors import BadInput, Said, listed, say
from docgen.model.access import Act
from docgen.model.case import Case
from docgen.model.case_profile import Profile
from docgen.office import (
    answering,
    cases_facts,
    cases_rows,
    cases_rules,
    dossiers,
    gate,
    making,
    numbers,
    writing,
)
from docgen.office.cases_keeping import EVENT, Start, Then, file_first, overflow
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row

#: Bodies whose interest makes a case grave at once (C-098).
INVOLVED = ("监管部门", "消费者协会", "新闻媒体")
_RECEIVED = ("case.received_at", "case.received_on")


@dataclass(frozen=True, slots=True)
class Intake:
    """A complaint as it came in.

    Args:
        profile: The kind of case.
        customer: Whose it is: his number, name or dossier.
        dossier: The dossier it belongs to, if the customer has several.
        severity: How grave; the mildest if nobody says.
        lost: Whether anybody lost anything (C-003); asked by kinds with two forms.
        given: Answers of the form.
        received: When it came, in the office's time; now if nobody says.
        involves: Authorities or media that took it up (C-098).
        pdf: Make a PDF of all copies of the form too.
    """

    profile: str
    customer: str = ""
    dossier: str = ""
    severity: str = ""
    lost: bool | None = None
    given: Mapping[str, object] = field(default_factory=dict)
    received: dt.datetime | None = None
    involves: Sequence[str] = ()
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened, and what there is to say about it."""

    row: Row
    warnings: tuple[Said, ...] = ()


def open_case(
    office: Office,
    who: Person,
    intake: Intake,
    *,
    parent: Row | None = None,
    attached: Mapping[str, bytes] | None = None,
    then: Then | None = None,
) -> Opened:
    """Open a case by hand: its form is filled and filed.

    Args:
        office: The office.
        who: Who takes it in.
        intake: What is known.
        parent: The case whose decision the customer does not accept (C-019).
        attached: Files that are filed with the form.
        then: What else is written in the transaction.
    """
    kind = cases_rules.profile(office, intake.profile)
    cases_rules.refuse_unknown_templates(office, kind)
    place = dossiers.place_for(office, who, intake.dossier or intake.customer)
    seen = place.paper if isinstance(place, Unopened) else gate.dossier_paper(place)
    with gate.attempt(office, who, EVENT):
        gate.ask(office, who, Act.WORK_CASE, EVENT, paper=seen)
        case = begun(office, who, kind, intake)
        name = form_of(kind, lost=intake.lost)
        series = replace(writing.template(office, kind.form).form, number=kind.number)
        with numbers.reserved(office, who, series, kind.form) as number:
            known = cases_facts.sources(office, case) | {"case.number": number}
            known |= {"case.parent": parent.number if parent else ""}
            form = writing.template(office, name).form
            raw = cases_facts.fill(kind.fill, known, form) | {**intake.given}
            own = number if name == kind.form else ""
            with making.made(
                office, who, name, raw, customer=place.customer, number=own, pdf=intake.pdf
            ) as made:
                case = replace(case, facts={**cases_facts.plain(form, made.checked), **case.facts})
                start = Start(number, case, tuple(intake.involves), parent, then)
                paper = replace(made.paper, files={**made.paper.files, **(attached or {})})
                row = file_first(office, who, start, place, paper)
    return Opened(row, overflow(kind, number, office.today))


def begun(office: Office, who: Person, kind: Profile, intake: Intake) -> Case:
    """The case with the facts that decide its route; its steps begin when it is kept.

    Raises:
        BadInput: Severity, loss or the moment it came in cannot be.
    """
    names = [one.name for one in kind.severities]
    asked = intake.severity or str(intake.given.get("severity", ""))
    severity = asked or names[0]
    if severity not in names:
        raise BadInput(
            say("There is no severity {name}", name=severity),
            why=say("the severities are: {names}", names=listed(names)),
            fix=say("choose one of them").by("--severity"),
            field="severity",
        )
    if intake.involves and kind.gravest:
        severity = max(severity, kind.gravest, key=names.index)
    if kind.no_loss_form and intake.lost is None:
        raise BadInput(
            say("Did anybody lose anything?"),
            why=say(
                "without a loss another form is filled: {form} (C-003)", form=kind.no_loss_form
            ),
            fix=say("say whether something was lost").by("--loss or --no-loss"),
            field="loss",
        )
    now = cases_rows.now(office)
    received = _received(office, kind, intake) or now
    if received > now:
        raise BadInput(
            say("{day} is still to come", day=received.date()),
            why=say("a complaint is opened when it came in"),
            fix=say("give the day it came").by("--received DAY"),
            field="received",
        )
    facts = {} if intake.lost is None else {"lost": "是" if intake.lost else "否"}
    return Case(kind, severity, received, facts=facts, first=who.code)


def _received(office: Office, kind: Profile, intake: Intake) -> dt.datetime | None:
    """When the complaint came: as said, or as the form's own field says."""
    zone = cases_rows.now(office).tzinfo
    if intake.received is not None:
        return (
            intake.received.astimezone(zone)
            if intake.received.tzinfo
            else intake.received.replace(tzinfo=zone)
        )
    fields = (name for name, source in kind.fill.items() if source in _RECEIVED)
    for text in (str(intake.given[name]) for name in fields if name in intake.given):
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            return None  # the form says what is wrong with it
        return moment.replace(tzinfo=zone)
    return None


def answered(
    office: Office, who: Person, intake: Intake, data: Path | None, sets: Sequence[str]
) -> Intake:
    """The intake with the answers of a file and of ``name=value`` texts."""
    kind = cases_rules.profile(office, intake.profile)
    name = form_of(kind, lost=intake.lost)
    return replace(intake, given=answering.read(office, who, name, data, sets).answers)


def form_of(kind: Profile, *, lost: bool | None) -> str:
    """The template of the case's own form (C-003)."""
    return kind.no_loss_form if lost is False and kind.no_loss_form else kind.form
