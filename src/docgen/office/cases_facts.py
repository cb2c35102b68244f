"""What is known of a case: for the papers its steps make, and as answers of its own form.

A rule's ``fill`` names a source for each field of a paper: ``case.number``, ``case.settled_on``,
``case.`` and a field of the case's own form, ``step.report.done``, ``today``, ``now``; a text after
``=`` stands for itself. What was answered by hand always wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from docgen.errors import BadInput, Detail, say
from docgen.forms.characters import is_blank
from docgen.forms.form import Field, Form
from docgen.forms.values import read_value
from docgen.forms.wrong import WrongValueError
from docgen.model.case import Case, StepState
from docgen.model.case_profile import Does, StepRule
from docgen.office import cases_rows
from docgen.office.desk import Office
from docgen.register.models_cases import Case as Row

#: Facts of a case that its own form need not have a field for.
FACTS: Mapping[str, tuple[str, ...]] = {
    "outcome": ("成立", "不成立"),
    "lost": ("是", "否"),
    "tracked": ("是", "否"),
    "acceptance": ("接受", "不接受", "未表态"),
    "informed_at": (),
    "informed_by": (),
    "responsible_unit": (),
}
_LITERAL = "="
_SUMMARY = 50


def fill(rule: Mapping[str, str], known: Mapping[str, object], form: Form) -> dict[str, object]:
    """What a rule puts into a paper, of the fields that its form has."""
    fields = {one.name for one in form.fields}
    found = {
        name: source[1:] if source.startswith(_LITERAL) else known.get(source)
        for name, source in rule.items()
        if name in fields
    }
    return {name: value for name, value in found.items() if not is_blank(value)}


def sources(office: Office, case: Case, row: Row | None = None) -> dict[str, object]:
    """All sources that a ``fill`` may name, as the case stands."""
    now = cases_rows.now(office).replace(tzinfo=None, microsecond=0)
    known: dict[str, object] = {f"case.{name}": value for name, value in case.facts.items()}
    known |= {
        "today": office.today,
        "now": now,
        "case.received_on": case.received.date(),
        "case.received_at": case.received.replace(tzinfo=None, microsecond=0),
        "case.severity": case.severity,
        "case.summary": summary(case),
        "case.content": next(_about(case), ""),
    }
    for step in case.steps:
        if step.since:
            known[f"step.{step.key}.since"] = step.since.date()
        if step.done_at:
            known[f"step.{step.key}.done"] = step.done_at.date()
    known |= _ends(case)
    return known | (_of_row(row, case) if row else {})


def _ends(case: Case) -> dict[str, object]:
    decided = [
        one.done_at
        for one in case.steps
        if one.done_at and one.state is StepState.DONE and case.rule(one).does is Does.DECIDE
    ]
    facts: dict[str, object] = {"case.settled_on": case.settled_at and case.settled_at.date()}
    return facts | {"case.decided_on": max(decided).date() if decided else None}


def _of_row(row: Row, case: Case) -> dict[str, object]:
    decided = _ends(case)["case.decided_on"]
    return {
        "case.number": row.number,
        "case.parent": row.parent.number if row.parent else "",
        "case.basis": f"{row.number}　{decided or ''}　{case.facts.get('decision', '')}".strip(),
        "case.stages": stages(row, case),
    }


def stages(row: Row, case: Case) -> list[dict[str, object]]:
    """The register and tracking table of the case's own form (登记追踪), one row for each step."""
    slips = {one.about: one.number for one in row.slips.order_by("pk")}
    return [
        {
            "unit": case.rule(one).unit,
            "what": case.rule(one).title,
            "due_on": due.day if (due := case.due_of(one)) else one.done_at.date(),
            "done_on": one.done_at.date(),
            "slip": slips.get(one.key, ""),
        }
        for one in case.steps
        if one.state is StepState.DONE and one.done_at
    ]


def summary(case: Case) -> str:
    """What it is about, in one line."""
    text = " ".join(next(_about(case), "").split())
    return text if len(text) <= _SUMMARY else f"{text[: _SUMMARY - 1]}…"


def _about(case: Case) -> Iterator[str]:
    return (str(one) for name in case.profile.about if (one := case.facts.get(name)))


def plain(form: Form, checked: Mapping[str, object]) -> dict[str, object]:
    """A form's checked answers as a case keeps them: what was answered, not what was computed."""
    return {
        one.name: as_kept(_asked_rows(one, value) if one.columns else value)
        for one in form.fields
        if not one.compute and not is_blank(value := checked.get(one.name))
    }


def _asked_rows(table: Field, rows: object) -> list[object]:
    asked = {one.name for one in table.columns if not one.compute}
    given = rows if isinstance(rows, list) else []
    return [{name: row[name] for name in row if name in asked} for row in given]


def as_kept(value: object) -> object:
    """A checked value as JSON takes it, and as a form reads it again."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [as_kept(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): as_kept(one) for name, one in value.items() if not is_blank(one)}
    return value if isinstance(value, int) else str(value)


def answered(
    form: Form, given: Mapping[str, object], allowed: Collection[str]
) -> dict[str, object]:
    """Answers given in a step, each checked against its field; ``BadInput`` names every fault."""
    fields = {one.name: one for one in form.fields}
    found: dict[str, object] = {}
    faults: list[Detail] = []
    for name, raw in given.items():
        if name not in allowed:
            faults.append(Detail(say("it is not answered in this step"), field=name))
        elif is_blank(raw):
            found[name] = ""
        elif name in fields and fields[name].kind != "table":
            try:
                found[name] = as_kept(read_value(fields[name], raw))
            except WrongValueError as wrong:
                faults.append(
                    Detail(wrong.text, field=name, label=fields[name].label, fix=wrong.fix)
                )
        elif (words := FACTS.get(name, ())) and str(raw) not in words:
            text = say("“{value}” is none of them", value=raw)
            fix = say("write one of: {words}", words=", ".join(words))
            faults.append(Detail(text, field=name, fix=fix))
        else:
            found[name] = as_kept(raw)
    if faults:
        raise BadInput(
            say("The answers cannot be taken"),
            why=say("nothing was noted"),
            fix=say("this step takes: {names}", names=", ".join(sorted(allowed))),
            field=faults[0].field,
            details=faults,
        )
    return found


def allowed_in(case: Case, rule: StepRule, form: Form) -> frozenset[str]:
    """The answers that a step takes: its own, and those of the form that no other step has."""
    steps = (one for one in case.profile.steps if one != rule)
    others = {name for one in steps for name in (*one.fields, *one.needs)}
    free = {one.name for one in form.fields if not one.compute} | {"tracked"}
    return frozenset(((free - others) | {*rule.fields, *rule.needs}) - {*case.profile.fill})
