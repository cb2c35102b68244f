"""The turns a case may take: graver than it seemed, of the other form, longer, not accepted.

raise_      its severity rises; a grave one gets its event dossier with the next paper (C-098)
convert     the answer about loss changes, the other form is filled under the same number (G-032)
extend      asked by whoever works on it, agreed to by so many heads, never beyond the last day
not_accepted  the customer does not accept: a new case, linked, the old form attached (C-019)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.errors import BadInput, say
from docgen.model import case_acts
from docgen.model.access import Act
from docgen.model.case import Case
from docgen.office import (
    cases,
    cases_facts,
    cases_papers,
    cases_rows,
    gate,
    lending,
    making,
    writing,
)
from docgen.office.cases_keeping import event_to_be
from docgen.office.cases_opening import INVOLVED, Intake, Opened, form_of, open_case
from docgen.office.cases_rows import Deed, fact_of, find
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import Filed, file_many
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row

_PURPOSE = "service"


def raise_(
    office: Office,
    who: Person,
    number: str,
    severity: str = "",
    *,
    reason: str,
    involves: Sequence[str] = (),
) -> Row:
    """Note that a case is graver than it seemed, or that authorities or media took it up."""
    row = find(office, who, number)
    case = fact_of(office, row)
    event = "case.raised"
    with gate.attempt(office, who, event, row.number):
        _ask(office, who, row, event)
        _refuse_silence(reason, "reason")
        if strange := [one for one in involves if one not in INVOLVED]:
            raise BadInput(
                say("Nobody called {name} is known", name=strange[0]),
                why=say("those whose interest counts are: {names}", names=", ".join(INVOLVED)),
                fix=say("choose one of them").by("--involves"),
                field="involves",
            )
        now, days = cases_rows.now(office), cases_rows.calendar(office)
        wanted = severity or (case.profile.gravest if involves else "")
        if wanted != case.severity or not involves:
            case = case_acts.graver(case, wanted, now=now, calendar=days)
        every = [*row.involves, *(one for one in involves if one not in row.involves)]
        deed = Deed(event, remark=reason.strip())
        with one_transaction():
            columns: dict[str, object] = {"involves": every}
            if case.profile.severity(case.severity).event and row.event is None:
                to_be = event_to_be(office, row.customer, row.number)
                columns["event"] = to_be.take(office, who)
            cases_rows.write(office, who, row, case, deed, **columns)
    return row


def convert(
    office: Office, who: Person, number: str, *, loss: bool, given: Mapping[str, object]
) -> Row:
    """Fill the other form: something was lost after all, or nothing was (C-003, G-032)."""
    row = find(office, who, number)
    event = "case.converted"
    with gate.attempt(office, who, event, row.number):
        _ask(office, who, row, event)
        now, days = cases_rows.now(office), cases_rows.calendar(office)
        case = case_acts.convert(fact_of(office, row), loss=loss, now=now, calendar=days)
        name = form_of(case.profile, lost=loss)
        form = writing.template(office, name).form
        fields = {one.name for one in form.fields}
        kept = {field: value for field, value in case.facts.items() if field in fields}
        known = cases_facts.sources(office, case, row)
        raw = kept | cases_facts.fill(case.profile.fill, known, form) | dict(given)
        number = row.number if name == case.profile.form else ""
        with making.made(office, who, name, raw, customer=row.customer, number=number) as made:
            facts = {**case.facts, **cases_facts.plain(form, made.checked)}
            after = replace(case, facts=facts)

            def write(filed: Sequence[Filed]) -> None:
                items = [one.item for one in filed]
                cases_papers.keep(row, "", items, is_own=True)
                cases_rows.write(office, who, row, after, Deed(event, basis=items))

            places = [row.dossier, *([row.event] if row.event else [])]
            file_many(office, who, [(one, made.paper) for one in places], then=write)
    return row


def ask_longer(office: Office, who: Person, number: str, until: dt.date, reason: str) -> Row:
    """Ask for more time; it counts once enough heads agreed (C-034)."""
    row = find(office, who, number)
    case = fact_of(office, row)
    event = "case.requested-extension"
    with gate.attempt(office, who, event, row.number):
        _ask(office, who, row, event)
        _refuse_silence(reason, "reason")
        case_acts.refuse_extension(case, until, cases_rows.calendar(office))
        wanted = {"until": until.isoformat(), "by": who.code, "reason": reason.strip()}
        deed = Deed(event, remark=reason.strip(), more={"until": until.isoformat()})
        with one_transaction():
            cases_rows.write(office, who, row, case, deed, extension={**wanted, "agreed": []})
    return row


def agree_longer(office: Office, who: Person, number: str) -> Row:
    """Agree to more time, as one of the heads; nobody agrees to what he asked for himself."""
    row = find(office, who, number)
    case = fact_of(office, row)
    event = "case.extended"
    asked = row.extension
    with gate.attempt(office, who, event, row.number):
        gate.ask(
            office,
            who,
            Act.DECIDE_CASE,
            event,
            paper=gate.dossier_paper(row.dossier),
            subject=str(asked.get("by", "")),
        )
        if not asked or who.code in asked["agreed"]:
            raise BadInput(
                say("There is nothing to agree to"),
                why=say("nobody asked for more time, or this person has agreed already"),
                fix=say("ask for it").by("docgen case extend CASE --until DAY --reason …"),
                field="case",
            )
        until, agreed = dt.date.fromisoformat(asked["until"]), [*asked["agreed"], who.code]
        case_acts.refuse_extension(case, until, cases_rows.calendar(office))
        after = case_acts.extend(case, until, asked["by"], agreed)
        more: dict[str, str | int] = {"until": until.isoformat(), "agreed": len(agreed)}
        with one_transaction():
            extension = {**asked, "agreed": agreed}
            cases_rows.write(office, who, row, after, Deed(event, more=more), extension=extension)
    return row


def not_accepted(
    office: Office, who: Person, number: str, given: Mapping[str, object], reason: str
) -> Opened:
    """Go on from a decision that the customer does not accept: a new case, the old form added."""
    row = find(office, who, number)
    case = fact_of(office, row)
    event = "case.contested"
    with gate.attempt(office, who, event, row.number):
        _ask(office, who, row, event)
        _refuse_silence(reason, "reason")
        after = case_acts.not_accepted(case)
        first = cases_papers.own(row)[0].item
        opened = lending.open(office, who, str(first), _PURPOSE)
        attached = {f"原表 {name}": data for name, data in opened.files.items() if _is_word(name)}

        def end(new: Row) -> None:
            deed = Deed(event, remark=reason.strip(), more={"successor": new.number})
            cases_rows.write(
                office, who, row, after, deed, ended_at=office.now(), reason=reason.strip()
            )

        intake = Intake(
            profile=row.profile,
            dossier=str(row.dossier),
            severity=row.severity,
            lost={"是": True, "否": False}.get(str(case.facts.get("lost"))),
            given={**_intake_answers(case, office), **given},
            received=cases_rows.now(office),
            involves=row.involves,
        )
        return open_case(office, who, intake, parent=row, attached=attached, then=end)


def _intake_answers(case: Case, office: Office) -> dict[str, object]:
    """What the complaint itself said, without anything that was found or decided since."""
    later = {name for one in case.profile.steps for name in (*one.fields, *one.needs)}
    fields = {one.name for one in cases.form(office, case).fields}
    out = later | {*case.profile.fill, "filed_on"}
    return {name: one for name, one in case.facts.items() if name in fields and name not in out}


def _is_word(name: str) -> bool:
    return name.endswith(".docx")


def _ask(office: Office, who: Person, row: Row, event: str) -> None:
    gate.ask(office, who, Act.WORK_CASE, event, paper=gate.dossier_paper(row.dossier))


def _refuse_silence(text: str, name: str) -> None:
    if not text.strip():
        raise BadInput(
            say("A reason is needed"),
            why=say("it stands in the case's timeline"),
            fix=say("add --{name} with a sentence", name=name),
            field=name,
        )
