"""What a complaint case looks like on the terminal and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docgen.cli.printing import facts, out, out_json, table
from docgen.errors import listed, say
from docgen.model.case import RUNNING, StepState

if TYPE_CHECKING:
    from docgen.model.calendar import Due
    from docgen.model.case import Step
    from docgen.office.cases_list import Late, Seen
    from docgen.office.desk import Office
    from docgen.register.models_cases import Case as Row

_REMINDER = "reminder"


def tell_row(office: Office, row: Row, *, as_json: bool) -> None:
    """Print a case after an act: where it stands and what is next."""
    from docgen.office import cases_list

    one = cases_list.seen(office, row)
    if as_json:
        out_json(case_data(one))
        return
    out(
        say(
            "{case} {customer}: {state}",
            case=row.number,
            customer=row.customer.name,
            state=_state(one),
        )
    )
    _tell_next(one)


def tell_case(one: Seen) -> None:
    """Print a case: its facts, its timeline, its papers and slips, and what is next."""
    row = one.row
    facts(
        {
            say("case"): row.number,
            say("kind"): one.case.profile.title,
            say("customer"): f"{row.customer.name} ({row.dossier})",
            say("event dossier"): str(row.event or ""),
            say("matter"): row.summary,
            say("severity"): row.severity,
            say("taken up by"): listed(row.involves),
            say("received at"): _moment(one.case.received),
            say("state"): _state(one),
            say("due by"): _due(one.case.due),
            say("first contact"): row.first.name,
            say("chain"): " → ".join(one.chain),
            say("reason"): row.reason,
        }
    )
    out()
    told = [step for step in one.case.steps if step.state is not StepState.UNNEEDED]
    table(
        [
            *(say("step"), say("task"), say("unit"), say("state")),
            *(say("due by"), say("done at"), say("documents")),
        ],
        [_opening(one), *(_line(one, step) for step in told)],
    )
    for slip in one.slips:
        kind = say("reminder") if slip.kind == _REMINDER else say("inquiry")
        out(
            say(
                "{kind} {number} to {about}: {item}",
                kind=kind,
                number=slip.number,
                about=slip.about,
                item=slip.item,
            )
        )
    _tell_next(one)


def tell_cases(found: Sequence[Seen]) -> None:
    """Print one line a case."""
    table(
        [
            *(say("case"), say("kind"), say("customer"), say("matter"), say("severity")),
            *(say("state"), say("next"), say("due by")),
        ],
        [
            (
                *(one.row.number, one.case.profile.title, one.row.customer.name, one.row.summary),
                *(one.row.severity, _state(one)),
                ", ".join(one.case.rule(step).title for step in one.case.turn),
                _due(one.case.next_due),
            )
            for one in found
        ],
    )


def tell_late(found: Sequence[Late]) -> None:
    """Print one line a late step."""
    table(
        [say("case"), say("customer"), say("step"), say("unit"), say("due by"), say("days late")],
        [
            (
                *(one.row.number, one.row.customer.name, one.case.rule(one.step).title),
                *(one.case.rule(one.step).unit, _due(one.case.due_of(one.step)), one.days),
            )
            for one in found
        ],
    )


def case_data(one: Seen) -> dict[str, Any]:
    """A case as JSON."""
    row, case = one.row, one.case
    return {
        "case": row.number,
        "state": row.state,
        "severity": row.severity,
        "due": moment_of(case.next_due),
        "next": [_next(one, step) for step in case.turn],
        "profile": row.profile,
        "customer": row.customer.code,
        "dossier": str(row.dossier),
        "event": str(row.event) if row.event else None,
        "about": row.summary,
        "involves": row.involves,
        "received": case.received.isoformat(),
        "settle_by": moment_of(case.due),
        "first_contact": row.first.code,
        "chain": list(one.chain),
        "steps": [_step_data(one, step) for step in case.steps],
        "papers": [
            {"step": paper.step, "item": str(paper.item), "title": paper.item.title}
            for paper in one.papers
        ],
        "slips": [
            {"kind": slip.kind, "about": slip.about, "number": slip.number, "item": str(slip.item)}
            for slip in one.slips
        ],
    }


def late_data(one: Late) -> dict[str, Any]:
    """A late step as JSON."""
    rule = one.case.rule(one.step)
    return {
        "case": one.row.number,
        "step": one.step.key,
        "title": rule.title,
        "unit": rule.unit,
        "due": moment_of(one.case.due_of(one.step)),
        "days": one.days,
    }


def moment_of(due: Due | None) -> str | None:
    """A due day, or its minute if there is one, as ISO 8601 in the office's own time."""
    if due is None:
        return None
    return f"{due.day}T{due.time:%H:%M:%S}" if due.time else str(due.day)


def _next(one: Seen, step: Step) -> dict[str, Any]:
    rule = one.case.rule(step)
    return {
        "step": step.key,
        "title": rule.title,
        "unit": rule.unit,
        "due": moment_of(one.case.due_of(step)),
        "late": one.is_late(step),
        "needs": list(rule.needs),
        "form": rule.form or None,
    }


def _step_data(one: Seen, step: Step) -> dict[str, Any]:
    kept = one.steps.get(step.key)
    return {
        "step": step.key,
        "title": one.case.rule(step).title,
        "unit": one.case.rule(step).unit,
        "state": str(step.state),
        "since": step.since.isoformat() if step.since else None,
        "due": moment_of(one.case.due_of(step)) if step.since else None,
        "done": step.done_at.isoformat() if step.done_at else None,
        "by": kept.by.code if kept and kept.by else None,
        "late": one.is_late(step),
        "remark": kept.remark if kept else "",
    }


def _line(one: Seen, step: Step) -> tuple[object, ...]:
    rule, kept = one.case.rule(step), one.steps.get(step.key)
    papers = ", ".join(str(paper.item) for paper in one.papers if paper.step == step.key)
    done = f"{_moment(step.done_at)} {kept.by.name if kept and kept.by else ''}".strip()
    state = step.state.said
    if one.is_late(step):
        state = say("done late") if step.done_at else say("late")
    due = _due(one.case.due_of(step)) if step.since else ""
    return step.key, rule.title, rule.unit, state, due, done, papers


def _opening(one: Seen) -> tuple[object, ...]:
    papers = ", ".join(str(paper.item) for paper in one.papers if paper.own)
    opened = f"{_moment(one.opened)} {one.row.first.name}"
    return "", say("case opened"), one.case.profile.unit, StepState.DONE.said, "", opened, papers


def _tell_next(one: Seen) -> None:
    if one.case.state not in RUNNING:
        return
    for step in one.case.turn:
        rule = one.case.rule(step)
        needs = say(" (needs {fields})", fields=", ".join(rule.needs)) if rule.needs else ""
        out(
            say(
                "next: {step} {title}, {unit}, {due}{needs}",
                step=step.key,
                title=rule.title,
                unit=rule.unit,
                due=_due(one.case.due_of(step)) or say("no limit"),
                needs=needs,
            )
        )
    if not one.case.turn:
        out(say("All is done: docgen case close {case}", case=one.row.number))


def _state(one: Seen) -> str:
    return one.case.state.said


def _due(due: Due | None) -> str:
    return (moment_of(due) or "").replace("T", " ")


def _moment(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
