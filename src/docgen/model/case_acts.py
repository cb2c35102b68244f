"""What people do with a case: finish or leave out a step, and the turns a case may take.

Each act refuses in words what the rules forbid: a step out of turn, a step without what it needs,
a decision on one's own case, a settlement the customer does not accept, an end before the
call-back (C-075). The drawing of the states is in ``case``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from docgen.errors import BadInput, NotAllowed, Reason, listed, say
from docgen.model.calendar import Due, WorkCalendar
from docgen.model.case import ENDED, RUNNING, Case, State, Step, StepState, advance
from docgen.model.case_authority import AMOUNT, decider, money_of
from docgen.model.case_profile import HEADWORK, Does, StepRule, holds

#: The answer of a customer with which a case cannot be settled (C-019).
_REFUSED = ("不接受",)
_YES = ("是",)


def finish(
    case: Case,
    key: str,
    *,
    by: str,
    now: dt.datetime,
    calendar: WorkCalendar,
    facts: Mapping[str, object] | None = None,
) -> Case:
    """A step is done, with what was found or decided in it; the next one's turn comes."""
    step = _in_turn(case, key)
    rule = case.rule(step)
    known = {**case.facts, **(facts or {})}
    if AMOUNT in (facts or {}) or AMOUNT in rule.fields:
        money_of(known.get(AMOUNT))  # refused here, where it can be put right
    if rule.does in HEADWORK:
        _must_be_another(case, by)
    if rule.does is Does.DECIDE:
        decider(case, known.get(AMOUNT))
    _must_have(rule, known)
    _must_have_standard(case, rule)
    _must_be_trackable(case, known)
    if rule.does is Does.SETTLE and holds(known.get("acceptance"), _REFUSED):
        raise _refused_by_customer()
    done = replace(step, state=StepState.DONE, by=by, done_at=now)
    case = replace(_put(case, done), facts=known)
    if rule.does is Does.SETTLE:
        case = replace(case, state=State.SETTLED, settled_at=now)
    return advance(case, now, calendar)


def skip(case: Case, key: str, *, by: str, now: dt.datetime, calendar: WorkCalendar) -> Case:
    """A step is left out, where its rule allows that (依异常状况, C-014)."""
    step = _in_turn(case, key)
    if not case.rule(step).skip:
        raise BadInput(
            say("The step {step} cannot be left out", step=key),
            why=say("the rules of this kind of case ask for it"),
            fix=say("do the step {step}", step=key).by(f"docgen case step CASE {key}"),
            field="step",
        )
    return advance(
        _put(case, replace(step, state=StepState.SKIPPED, by=by, done_at=now)), now, calendar
    )


def close(case: Case) -> Case:
    """All is done, the call-back too: the case is closed."""
    left = [one for one in case.steps if one.state not in ENDED]
    if case.state is State.SETTLED and not left:
        return replace(case, state=State.CLOSED)
    if case.state not in RUNNING:
        raise _ended(case)
    raise BadInput(
        say("The case is not finished"),
        why=say("still to do: {steps}", steps=listed(_named(case, one) for one in left)),
        fix=say("see what is next").by("docgen case show CASE"),
        field="case",
    )


def not_accepted(case: Case) -> Case:
    """The customer does not accept the decision; a new case goes on from here (C-019)."""
    if case.state not in RUNNING:
        raise _ended(case)
    if not case.is_decided:
        raise BadInput(
            say("Nothing was decided yet that could be refused"),
            why=say("a new case begins only after the decision on this one (C-019)"),
            fix=say("see what is next").by("docgen case show CASE"),
            field="case",
        )
    return replace(case, state=State.NOT_ACCEPTED)


def convert(case: Case, *, loss: bool, now: dt.datetime, calendar: WorkCalendar) -> Case:
    """The answer to the question about loss changes; what was done stays (C-003, G-032)."""
    _must_run(case)
    word = "是" if loss else "否"
    if holds(case.facts.get("lost"), (word,)) or case.is_decided or not case.profile.no_loss_form:
        raise BadInput(
            say("The case is not converted"),
            why=say("it is of that kind already, is decided, or its kind has only one form"),
            fix=say("see where the case stands").by("docgen case show CASE"),
            field="loss",
        )
    return _anew(replace(case, facts={**case.facts, "lost": word}), now, calendar)


def graver(case: Case, severity: str, *, now: dt.datetime, calendar: WorkCalendar) -> Case:
    """The case is graver than it seemed: limit and route follow, counted from its beginning."""
    _must_run(case)
    names = [one.name for one in case.profile.severities]
    if severity not in names or names.index(severity) <= names.index(case.severity):
        raise BadInput(
            say("The case cannot become {severity}", severity=severity),
            why=say("it is {severity}, and a case only becomes graver", severity=case.severity),
            fix=say("the severities are: {names}", names=listed(names)),
            field="severity",
        )
    within = case.profile.severity(severity).within
    due = within.after(case.received, calendar) if within else None
    return _anew(replace(case, severity=severity, due=due), now, calendar)


def refuse_extension(case: Case, until: dt.date, calendar: WorkCalendar) -> None:
    """``BadInput`` if the case may not last until this day at all (C-034: hard stop)."""
    _must_run(case)
    rule = case.profile.severity(case.severity)
    last = rule.longest.after(case.received, calendar).day if rule.longest else None
    if case.state is State.OPEN and case.due and last and case.due.day < until <= last:
        return
    why = (
        say(
            "it may last until {last} at the most, and lasts until {due}", last=last, due=_due(case)
        )
        if last
        else say("a case that is {severity} cannot be extended", severity=case.severity)
    )
    raise BadInput(
        say("The case cannot be extended until {day}", day=until),
        why=why,
        fix=say("settle it in time, or report it as graver").by("docgen case raise"),
        field="until",
    )


def extend(case: Case, until: dt.date, asked: str, approved: Collection[str]) -> Case:
    """The case lasts longer once enough different heads agreed; before that it is as it was."""
    levels = case.profile.severity(case.severity).levels
    if asked in approved:
        raise _own()
    return replace(case, due=Due(until)) if len(set(approved)) >= levels else case


def _anew(case: Case, now: dt.datetime, calendar: WorkCalendar) -> Case:
    """Look again at which steps are needed; what is done stays done, an open step stays open."""
    facts = {**case.facts, "severity": case.severity}
    gone = {StepState.UNNEEDED: StepState.WAITING}
    steps = tuple(
        replace(one, state=StepState.UNNEEDED)
        if one.state is StepState.OPEN and not case.rule(one).is_needed(facts)
        else replace(one, state=gone.get(one.state, one.state))
        for one in case.steps
    )
    return advance(replace(case, steps=steps), now, calendar)


def _put(case: Case, step: Step) -> Case:
    return replace(case, steps=tuple(step if one.key == step.key else one for one in case.steps))


def _in_turn(case: Case, key: str) -> Step:
    _must_run(case)
    turn = {one.key: one for one in case.turn}
    if key not in turn:
        raise BadInput(
            say("The step {step} is not next", step=key),
            why=say(
                "next is: {steps}", steps=listed(_named(case, one) for one in case.turn) or "-"
            ),
            fix=say("see what is next").by("docgen case show CASE"),
            field="step",
        )
    return turn[key]


def _must_run(case: Case) -> None:
    if case.state not in RUNNING:
        raise _ended(case)


def _must_be_another(case: Case, by: str) -> None:
    if by == case.first:
        raise _own()


def _own() -> NotAllowed:
    text = say("nobody decides what he asked for himself")
    return NotAllowed(
        say("This is decided by somebody else"),
        why=say("these rules speak against it"),
        fix=say("ask another head"),
        reasons=[Reason("R6", text)],
    )


def _must_have(rule: StepRule, known: Mapping[str, object]) -> None:
    lacking = [name for name in rule.needs if known.get(name) in (None, "", [], ())]
    if lacking:
        raise BadInput(
            say("The step {step} needs: {fields}", step=rule.key, fields=", ".join(lacking)),
            why=say("without it the step is not done"),
            fix=say("fill it in").by(f"--set {lacking[0]}=…"),
            field=lacking[0],
        )


def _must_have_standard(case: Case, rule: StepRule) -> None:
    if rule.standard and not (table := case.profile.standard(rule.standard)).rows:
        raise BadInput(
            say("The table {title} is empty", title=table.title),
            why=say("the rules announce it and leave it blank (G-010); docgen does not guess it"),
            fix=say("write its clauses into rules/cases/{name}.toml", name=case.profile.name),
            field="standard",
        )


def _must_be_trackable(case: Case, known: Mapping[str, object]) -> None:
    never = case.profile.untracked
    human = never and all(holds(known.get(name), wanted) for name, wanted in never.items())
    if human and holds(known.get("tracked"), _YES):
        raise BadInput(
            say("Human carelessness is not tracked"),
            why=say("the rules exempt it from the improvement track (C-017, C-023)"),
            fix=say("answer tracked=否, or correct the class"),
            field="tracked",
        )


def _refused_by_customer() -> BadInput:
    return BadInput(
        say("The customer does not accept the decision"),
        why=say("such a case is not settled: a new one goes on from it (C-019)"),
        fix=say("open it").by("docgen case not-accepted CASE"),
        field="acceptance",
    )


def _ended(case: Case) -> BadInput:
    return BadInput(
        say("The case is {state}", state=case.state.said),
        why=say("nothing is done in a case that has ended"),
        fix=say("see it").by("docgen case show CASE"),
        field="case",
    )


def _named(case: Case, step: Step) -> str:
    return f"{step.key} {case.rule(step).title}"


def _due(case: Case) -> dt.date | str:
    return case.due.day if case.due else "-"
