"""A kind of complaint case as data: what is asked first, its steps, limits, approvers and slips.

The three ready ones (oil, clothing, gas) stand in ``rules/cases/*.toml``, read by ``case_file``.
Where the rule books contradict each other or leave a figure blank, it is a line of that file
(G-021 … G-028, G-030). A table they announce and leave blank is empty here, and the step that
needs it refuses (G-010).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from docgen.model.span import Span

#: What must be so for a step to be needed: for each fact, one of these values.
When = Mapping[str, tuple[str, ...]]


class Does(StrEnum):
    """What a step is besides work: a decision, the word to the customer, the end of handling."""

    WORK = "work"
    APPROVE = "approve"
    DECIDE = "decide"
    INFORM = "inform"
    SETTLE = "settle"
    VISIT = "visit"


#: What a person with the decision takes, never for something he asked for himself.
HEADWORK = frozenset({Does.APPROVE, Does.DECIDE})


@dataclass(frozen=True, slots=True)
class Severity:
    """How grave a case is, and what follows from it (G-022).

    Args:
        name: 一般, 较大, 特殊.
        within: How long the whole case may take, from the complaint to its settlement.
        longest: How long with an extension; nothing goes beyond (C-034).
        levels: So many different heads must agree to an extension.
        event: Whether it gets an event dossier (G-040, R-047).
    """

    name: str
    within: Span | None = None
    longest: Span | None = None
    levels: int = 1
    event: bool = False


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: who owes it, how long it may take, and the paper it makes.

    Args:
        key: Its name in commands.
        title: Its name on papers.
        unit: The unit that owes it (G-025).
        does: What it is besides work.
        within: How long it may take; without it, as long as the case.
        after: What that is counted from: ``""`` for when its turn came, ``received``, or a step.
        form: The template of the paper it makes; ``case`` for a new version of the case's own form.
        fill: What is put into that paper: field to source, see ``office.cases_facts``.
        fields: Fields of the case's own form that are answered here.
        needs: Those of them without which it is not done.
        when: When it is needed at all.
        skip: Whether it may be left out (依异常状况, C-014).
        together: Whether it begins with the one before it instead of after.
        standard: The table of the office that it applies (G-010).
        source: The clauses of the rule book.
    """

    key: str
    title: str
    unit: str = ""
    does: Does = Does.WORK
    within: Span | None = None
    after: str = ""
    form: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    skip: bool = False
    together: bool = False
    standard: str = ""
    source: tuple[str, ...] = ()

    def is_needed(self, facts: Mapping[str, object]) -> bool:
        """Whether the case as it stands needs this step."""
        return all(holds(facts.get(name), wanted) for name, wanted in self.when.items())

    def may_be_needed(self, facts: Mapping[str, object]) -> bool:
        """Whether the case may still come to need this step, when all is known."""
        known = (name for name in self.when if facts.get(name) not in (None, ""))
        return all(holds(facts[name], self.when[name]) for name in known)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who decides up to which amount, for cases of these severities (G-023)."""

    approver: str
    severity: tuple[str, ...] = ()
    up_to: Decimal | None = None
    units: tuple[str, ...] = ()

    def covers(self, severity: str, amount: Decimal) -> bool:
        """Whether this line is about such a case."""
        enough = self.up_to is None or amount <= self.up_to
        return enough and (not self.severity or severity in self.severity)


@dataclass(frozen=True, slots=True)
class Standard:
    """A table that the rules announce; the office writes its clauses (G-010)."""

    key: str
    title: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder for what is late: when, and who else is told (G-030)."""

    after: Span
    copied_to: str = ""
    escalate: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of complaint case.

    Args:
        name: Its file's name: ``oil``.
        title: 油品客户投诉.
        number: The pattern of its numbers (C-018).
        form: The form of a complaint, and of the case.
        no_loss_form: The form when nobody lost anything (C-003); "" if there is no such question.
        unit: Who takes complaints in.
        controller: Who numbers, watches and reminds (G-024).
        ladder: What is sent when a step is late, the earliest first.
        untracked: Facts of a case whose improvement is not tracked (C-017, C-023).
        gravest: The severity of a case that authorities or media take up (C-098).
        liaison_after: How long after settlement a late unit is asked why (C-029).
        fill: What is put into the case's own form.
        about: The fields that say what a complaint is about; the first with an answer counts.
    """

    name: str
    title: str
    number: str
    form: str
    unit: str
    controller: str
    severities: tuple[Severity, ...]
    steps: tuple[StepRule, ...]
    no_loss_form: str = ""
    authorities: tuple[Authority, ...] = ()
    standards: tuple[Standard, ...] = ()
    ladder: tuple[Rung, ...] = ()
    untracked: When = field(default_factory=dict)
    gravest: str = ""
    liaison_after: Span | None = None
    fill: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()

    def step(self, key: str) -> StepRule:
        """The step with this key; ``KeyError`` if there is none."""
        return {one.key: one for one in self.steps}[key]

    @property
    def counts_workdays(self) -> bool:
        """Whether lateness is counted in working days, as the first rung of the ladder is."""
        return bool(self.ladder) and self.ladder[0].after.unit == "workdays"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its steps, in order."""
        return tuple(one.key for one in self.steps)

    def severity(self, name: str) -> Severity:
        """The severity with this name; ``KeyError`` if there is none."""
        return {one.name: one for one in self.severities}[name]

    def authority(self, severity: str, amount: Decimal) -> Authority | None:
        """Who decides such a case; nobody if the table says nothing."""
        return next((one for one in self.authorities if one.covers(severity, amount)), None)

    def standard(self, key: str) -> Standard:
        """The standard with this key."""
        return {one.key: one for one in self.standards}[key]


def holds(fact: object, wanted: Iterable[str]) -> bool:
    """Whether a fact is, or has among its values, one of those wanted."""
    given = fact if isinstance(fact, (list, tuple)) else [fact]
    return not {_plain(one) for one in given}.isdisjoint(wanted)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
