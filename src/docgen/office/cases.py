"""Working on a complaint case: doing a step, leaving one out, objecting, closing.

The order of the steps and what speaks against one is ``model.case_acts``. Each act is one
transaction with one entry; the paper that a step makes is filed in it. Decisions ask for their
own permission, never for one's own case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.errors import BadInput, say
from docgen.forms.form import Form
from docgen.model import case_acts
from docgen.model.access import Act
from docgen.model.case import Case
from docgen.model.case_authority import AMOUNT, decider, refuse_other_units
from docgen.model.case_profile import HEADWORK, Does, StepRule
from docgen.office import (
    cases_facts,
    cases_papers,
    cases_rows,
    disposal,
    gate,
    making,
    stages,
    writing,
)
from docgen.office.cases_opening import form_of
from docgen.office.cases_rows import Deed, fact_of, find
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import Filed
from docgen.register.models import Person
from docgen.register.models_cases import Case as Row

#: The name by which a rule calls the case's own form.
OWN = "case"
#: The form of an objection (签呈).
MEMO = "complaint/memo"
_NOTHING: Mapping[str, object] = {}
_LONGEST = 300


def step(
    office: Office,
    who: Person,
    number: str,
    key: str,
    given: Mapping[str, object] = _NOTHING,
    *,
    remark: str = "",
    pdf: bool = False,
) -> Row:
    """Do a step whose turn it is: note its answers, make and file its paper.

    Args:
        office: The office.
        who: Who does it.
        number: The case.
        key: The step.
        given: Answers: of the step's paper, or of the case's own form.
        remark: What to say of it; it stands in the timeline.
        pdf: Make a PDF of all copies of the paper too.

    Raises:
        BadInput: It is not its turn, or something is missing.
        NotAllowed: He may not, or would decide his own case.
    """
    row = find(office, who, number)
    case = fact_of(office, row)
    rule = rule_of(case, key)
    event = "case.decided" if rule.does in HEADWORK else "case.stepped"
    with gate.attempt(office, who, event, row.number):
        _ask(office, who, row, rule, event)
        own = form(office, case)
        name = rule.form
        paper = writing.template(office, name).form if name not in ("", OWN) else None
        asked = {one.name for one in paper.fields} if paper else set()
        facts = cases_facts.answered(
            own,
            {field: value for field, value in given.items() if field not in asked},
            cases_facts.allowed_in(case, rule, own),
        )
        after = case_acts.finish(
            case,
            key,
            by=who.code,
            now=cases_rows.now(office),
            calendar=cases_rows.calendar(office),
            facts=facts,
        )
        if rule.does is Does.DECIDE:
            with disposal.logged(office, who, event, row.number):
                refuse_other_units(decider(case, after.facts.get(AMOUNT)), who.unit)
        deed = Deed(event, step=key, remark=_remark(remark), more=_more(rule, after))
        if not name:
            with one_transaction():
                cases_rows.write(office, who, row, after, deed)
            return row
        answers = {field: value for field, value in given.items() if field in asked}
        _with_paper(office, who, row, after, deed, answers, pdf=pdf)
    return row


def skip(office: Office, who: Person, number: str, key: str, *, remark: str) -> Row:
    """Leave out a step that the kind of case lets be left out (依异常状况), with a reason."""
    row = find(office, who, number)
    case = fact_of(office, row)
    with gate.attempt(office, who, "case.skipped", row.number):
        _ask(office, who, row, rule_of(case, key), "case.skipped")
        if not remark.strip():
            raise BadInput(
                say("Leaving out a step needs a reason"),
                why=say("it stands in the case's timeline"),
                fix=say("give the remark in a sentence").by("--remark TEXT"),
                field="remark",
            )
        now, days = cases_rows.now(office), cases_rows.calendar(office)
        after = case_acts.skip(case, key, by=who.code, now=now, calendar=days)
        with one_transaction():
            cases_rows.write(
                office, who, row, after, Deed("case.skipped", step=key, remark=_remark(remark))
            )
    return row


def object_to(office: Office, who: Person, number: str, given: Mapping[str, object]) -> Row:
    """File an objection (签呈) against a decision; the case itself goes on (C-020, C-022)."""
    row = find(office, who, number)
    case = fact_of(office, row)
    event = "case.objected"
    with gate.attempt(office, who, event, row.number):
        gate.ask(office, who, Act.WORK_CASE, event, paper=gate.dossier_paper(row.dossier))
        if not case.is_decided:
            raise BadInput(
                say("Nothing was decided yet that could be objected to"),
                why=say("an objection is raised against a decision (C-020)"),
                fix=say("see what is next").by("docgen case show CASE"),
                field="case",
            )
        known = cases_facts.sources(office, case, row)
        raw = cases_facts.fill(_MEMO_FILL, known, writing.template(office, MEMO).form) | dict(given)
        _file(office, who, row, case, Deed(event), MEMO, raw)
    return row


#: What a memorial takes over from its case.
_MEMO_FILL = {"complaint_number": "case.number", "decided_on": "case.decided_on"}


def close(office: Office, who: Person, number: str) -> Row:
    """Close a case in which all is done, the call-back too (C-075); the event ends with it."""
    row = find(office, who, number)
    event = "case.closed"
    with gate.attempt(office, who, event, row.number):
        gate.ask(office, who, Act.WORK_CASE, event, paper=gate.dossier_paper(row.dossier))
        if row.event is not None:
            gate.ask(office, who, Act.AMEND, event, paper=gate.dossier_paper(row.event))
        after = case_acts.close(fact_of(office, row))
        with one_transaction():
            cases_rows.write(office, who, row, after, Deed(event), ended_at=office.now())
            if row.event is not None:
                stages.reach(office, who, [str(row.event)], "closed")
    return row


def form(office: Office, case: Case) -> Form:
    """The case's own form (C-003)."""
    lost = {"是": True, "否": False}.get(str(case.facts.get("lost")))
    return writing.template(office, form_of(case.profile, lost=lost)).form


def _with_paper(
    office: Office,
    who: Person,
    row: Row,
    after: Case,
    deed: Deed,
    answers: Mapping[str, object],
    *,
    pdf: bool,
) -> None:
    """Fill the paper of a step from the case as it will be, file it and write the step."""
    rule = after.profile.step(deed.step)
    known = cases_facts.sources(office, after, row)
    if rule.form != OWN:
        name = rule.form
        raw = cases_facts.fill(rule.fill, known, writing.template(office, name).form)
        _file(office, who, row, after, deed, name, raw | dict(answers), pdf=pdf)
        return
    own = form(office, after)
    fields = {one.name for one in own.fields}
    kept = {name: value for name, value in after.facts.items() if name in fields}
    raw = kept | cases_facts.fill(after.profile.fill, known, own)
    number = cases_papers.own(row)[0].item.form_number
    with making.made(
        office, who, own.name, raw, customer=row.customer, number=number, pdf=pdf
    ) as made:
        after = replace(after, facts={**after.facts, **cases_facts.plain(own, made.checked)})

        def write(filed: Sequence[Filed]) -> None:
            basis = [one.item for one in filed]
            cases_rows.write(office, who, row, after, replace(deed, basis=basis))

        cases_papers.renew(office, who, row, made.paper, write)


def _file(
    office: Office,
    who: Person,
    row: Row,
    after: Case,
    deed: Deed,
    name: str,
    raw: Mapping[str, object],
    *,
    pdf: bool = False,
) -> None:
    with making.made(office, who, name, raw, customer=row.customer, pdf=pdf) as made:

        def write(filed: Sequence[Filed]) -> None:
            items = [one.item for one in filed]
            cases_papers.keep(row, deed.step, items)
            cases_rows.write(office, who, row, after, replace(deed, basis=items))

        cases_papers.file(office, who, row, made.paper, write)


def _ask(office: Office, who: Person, row: Row, rule: StepRule, event: str) -> None:
    paper = gate.dossier_paper(row.dossier)
    if rule.does in HEADWORK:
        gate.ask(office, who, Act.DECIDE_CASE, event, paper=paper, subject=row.first.code)
    else:
        gate.ask(office, who, Act.WORK_CASE, event, paper=paper)


def rule_of(case: Case, key: str) -> StepRule:
    """The rule of a step that somebody named."""
    try:
        return case.profile.step(key)
    except KeyError as error:
        raise BadInput(
            say("There is no step {step} in such a case", step=key),
            why=say("its steps are: {steps}", steps=", ".join(case.profile.keys)),
            fix=say("see what is next").by("docgen case show CASE"),
            field="step",
        ) from error


def _more(rule: StepRule, after: Case) -> dict[str, str | int]:
    outcome = after.facts.get("outcome")
    return {"outcome": str(outcome)} if rule.does is Does.DECIDE and outcome else {}


def _remark(text: str) -> str:
    said = text.strip()
    if len(said) > _LONGEST:
        raise BadInput(
            say("The remark is too long"),
            why=say("it is a line of 1 to {most} characters", most=_LONGEST),
            fix=say("shorten it"),
            field="remark",
        )
    return said
