"""What can be done next in a case, by whom, and what speaks against it for whoever looks.

Nothing is asked for and nothing logged: the verbs themselves decide (``cases``,
``cases_changing``). This says it beforehand, so that nobody tries in vain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import Detail, NotAllowed, Problem, Reason
from docgen.model.access import Act
from docgen.model.calendar import Due
from docgen.model.case import ENDED, RUNNING, Case, State, Step
from docgen.model.case_authority import AMOUNT, decider, refuse_other_units
from docgen.model.case_profile import HEADWORK, Authority, Does, StepRule
from docgen.office import cases, gate
from docgen.office.cases_list import Seen
from docgen.office.desk import Office
from docgen.register.models import Person

Reasons = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """A step whose turn it is.

    Args:
        step: The step.
        rule: Its rule.
        due: Until when.
        late: Whether that is over.
        against: What speaks against its being done by this person; nothing if he may.
        authority: Who decides, if it is a decision and the table says it.
        problem: Why nobody can decide yet.
    """

    step: Step
    rule: StepRule
    due: Due | None
    late: bool
    against: Reasons = ()
    authority: Authority | None = None
    problem: Detail | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a case may take now, by the name of its command, and what speaks against it."""

    name: str
    against: Reasons = ()


def steps(office: Office, who: Person, one: Seen) -> list[Next]:
    """The steps whose turn it is, in their order."""
    if one.case.state not in RUNNING:
        return []
    work, head = _work(office, who, one), _head(office, who, one, one.row.first.code)
    found = []
    for step in one.case.turn:
        rule = one.case.rule(step)
        against = head if rule.does in HEADWORK else work
        if rule.form and not against:
            against = _filing(office, who, one, rule)
        line, problem = _authority(one.case) if rule.does is Does.DECIDE else (None, None)
        if line and not against:
            against = _other_unit(line, who)
        due, late = one.case.due_of(step), one.is_late(step)
        found.append(Next(step, rule, due, late, against, line, problem))
    return found


def turns(office: Office, who: Person, one: Seen) -> list[Turn]:
    """The turns that this case can take as it stands."""
    work = _work(office, who, one)
    asked = str(one.row.extension.get("by", ""))
    return [
        Turn(name, _head(office, who, one, asked) if name == "agree" else work)
        for name in _possible(one, who)
    ]


def _possible(one: Seen, who: Person) -> Iterator[str]:
    case, row = one.case, one.row
    if case.state not in RUNNING:
        return
    if case.state is State.SETTLED and all(step.state in ENDED for step in case.steps):
        yield "close"
    rule = case.profile.severity(case.severity)
    waits = _waits(one)
    if waits and who.code not in row.extension["agreed"]:
        yield "agree"
    if case.state is State.OPEN and rule.longest and not waits:
        yield "extend"
    if case.severity != case.profile.severities[-1].name:
        yield "raise"
    if case.profile.no_loss_form and not case.is_decided:
        yield "convert"
    if case.is_decided:
        yield "object"
        yield "not-accepted"


def _waits(one: Seen) -> bool:
    """Whether somebody asked for more time and not all heads have agreed yet."""
    asked = one.row.extension
    return bool(asked) and one.case.due is not None and asked["until"] != str(one.case.due.day)


def _work(office: Office, who: Person, one: Seen) -> Reasons:
    paper = gate.dossier_paper(one.row.dossier)
    decision = gate.weigh(office, who, Act.WORK_CASE, paper=paper)
    return () if decision.allow else decision.reasons


def _filing(office: Office, who: Person, one: Seen, rule: StepRule) -> Reasons:
    """What speaks against the paper that a step makes; it is filed by whoever does the step."""
    act = Act.AMEND if rule.form == cases.OWN else Act.FILE
    decision = gate.weigh(office, who, act, paper=gate.dossier_paper(one.row.dossier))
    return () if decision.allow else decision.reasons


def _head(office: Office, who: Person, one: Seen, asked: str) -> Reasons:
    paper = gate.dossier_paper(one.row.dossier)
    decision = gate.weigh(office, who, Act.DECIDE_CASE, paper=paper, subject=asked)
    return () if decision.allow else decision.reasons


def _authority(case: Case) -> tuple[Authority | None, Detail | None]:
    try:
        return decider(case, case.facts.get(AMOUNT)), None
    except Problem as problem:
        return None, Detail(problem.why, fix=problem.fix)


def _other_unit(line: Authority, who: Person) -> Reasons:
    try:
        refuse_other_units(line, who.unit)
    except NotAllowed as refused:
        return refused.reasons
    return ()
