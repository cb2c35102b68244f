"""A complaint case and its steps: which is next, and what each act makes of the case.

    open ──every step up to settlement──▶ settled ──every step after it──▶ closed
      │ decided, but the customer does not accept (C-019)
      └────────────────────────────────▶ not-accepted (a new case is linked to it)

    a step:  waiting ──its turn──▶ open ──finish──▶ done
                        │            └──skip──▶ skipped      (依异常状况, only where the rule says)
                        └──not needed──▶ unneeded            (decided when its turn comes)

Steps run in the order of their rules; those marked ``together`` begin with the one before. What
is due follows from the limits: a step's own, else the whole case's. Each act takes a case and gives
a new one; the clock and the acting person are passed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from docgen.errors import Said, say
from docgen.model.calendar import Due, WorkCalendar
from docgen.model.case_profile import Does, Profile, StepRule


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    SETTLED = "settled"
    CLOSED = "closed"
    NOT_ACCEPTED = "not-accepted"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    State.OPEN: say("in progress"),
    State.SETTLED: say("settled"),
    State.CLOSED: say("fully closed"),
    State.NOT_ACCEPTED: say("contested"),
}
#: States in which a case is still worked on.
RUNNING = frozenset({State.OPEN, State.SETTLED})


class StepState(StrEnum):
    """Where a step stands."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    UNNEEDED = "unneeded"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STEP_STATES[self]


_STEP_STATES = {
    StepState.WAITING: say("not its turn yet"),
    StepState.OPEN: say("open"),
    StepState.DONE: say("done"),
    StepState.SKIPPED: say("left out"),
    StepState.UNNEEDED: say("not needed"),
}
ENDED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.UNNEEDED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one case: since when it is somebody's turn, until when, and who did it when."""

    key: str
    state: StepState = StepState.WAITING
    since: dt.datetime | None = None
    due: Due | None = None
    by: str = ""
    done_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint case, through all its states.

    Args:
        profile: Its kind.
        severity: How grave it is.
        received: When the complaint came; the whole case counts from here.
        due: When the whole case is to be settled, if its severity says.
        steps: In the order of the profile.
        facts: What is known of it, by the names of its form's fields; ``when`` looks at these.
        first: The code of whoever took it in; never empty (C-081).
        state: Where it stands.
        settled_at: When it was settled.
    """

    profile: Profile
    severity: str
    received: dt.datetime
    due: Due | None = None
    steps: tuple[Step, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    first: str = ""
    state: State = State.OPEN
    settled_at: dt.datetime | None = None

    def step(self, key: str) -> Step:
        """The step with this key; ``KeyError`` if there is none."""
        return {one.key: one for one in self.steps}[key]

    def rule(self, step: Step) -> StepRule:
        """The rule of a step."""
        return self.profile.step(step.key)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that the case's days are in."""
        if not isinstance(self.received.tzinfo, ZoneInfo):
            raise TypeError(self.received)
        return self.received.tzinfo

    @property
    def turn(self) -> tuple[Step, ...]:
        """The steps whose turn it is."""
        return tuple(one for one in self.steps if one.state is StepState.OPEN)

    @property
    def is_decided(self) -> bool:
        """Whether a decision was taken."""
        return self._has_done(Does.DECIDE)

    def _has_done(self, does: Does) -> bool:
        done = (one for one in self.steps if one.state is StepState.DONE)
        return any(self.rule(one).does is does for one in done)

    def due_of(self, step: Step) -> Due | None:
        """When a step is due: its own limit or the case's, whichever ends first."""
        both = [one for one in (step.due, self._whole(step)) if one is not None]
        return min(both, key=lambda one: one.deadline(self.zone), default=None)

    def _whole(self, step: Step) -> Due | None:
        """The case's limit for this step; whose turn comes after it, is to do it the same day."""
        if self.due is None or not self._counts(step):
            return None
        began_late = step.since is not None and self.due.is_late(step.since, self.zone)
        return Due(step.since.date()) if step.since and began_late else self.due

    def _counts(self, step: Step) -> bool:
        """Whether a step comes before the settlement, which the case's own limit is for."""
        keys = self.profile.keys
        ends = [keys.index(one.key) for one in self.profile.steps if one.does is Does.SETTLE]
        return not ends or keys.index(step.key) <= ends[0]

    @property
    def next_due(self) -> Due | None:
        """When something is due next: the first of the steps whose turn it is."""
        due = [one for step in self.turn if (one := self.due_of(step))]
        return min(due, key=lambda one: one.deadline(self.zone), default=None)

    def late(self, now: dt.datetime) -> tuple[Step, ...]:
        """The steps whose turn it is and whose time is over."""
        return tuple(
            one
            for one in self.turn
            if (due := self.due_of(one)) is not None and due.is_late(now, self.zone)
        )

    def done_late(self) -> tuple[Step, ...]:
        """The steps that were done after their time (C-029)."""
        return tuple(
            one
            for one in self.steps
            if one.done_at
            and (due := self.due_of(one)) is not None
            and due.is_late(one.done_at, self.zone)
        )


def begin(
    profile: Profile,
    severity: str,
    received: dt.datetime,
    facts: Mapping[str, object],
    *,
    first: str,
    now: dt.datetime,
    calendar: WorkCalendar,
) -> Case:
    """A new case, its first steps open; ``first`` took it in and follows it to its end (C-081)."""
    within = profile.severity(severity).within
    case = Case(
        profile,
        severity,
        received,
        due=within.after(received, calendar) if within else None,
        steps=tuple(Step(key) for key in profile.keys),
        facts=dict(facts),
        first=first,
    )
    return advance(case, now, calendar)


def advance(case: Case, now: dt.datetime, calendar: WorkCalendar) -> Case:
    """Open the steps whose turn has come, passing over those that are not needed."""
    for block in _blocks(case.profile):
        opened = {key: _opened(case, key, now, calendar) for key in block}
        case = replace(case, steps=tuple(opened.get(one.key, one) for one in case.steps))
        if any(case.step(key).state not in ENDED for key in block):
            return case
    return case


def _blocks(profile: Profile) -> Iterator[list[str]]:
    """The steps that run side by side, one group after the other."""
    block: list[str] = []
    for one in profile.steps:
        if block and not one.together:
            yield block
            block = []
        block.append(one.key)
    if block:
        yield block


def _opened(case: Case, key: str, now: dt.datetime, calendar: WorkCalendar) -> Step:
    step, rule = case.step(key), case.profile.step(key)
    if step.state is not StepState.WAITING:
        return step
    if not rule.is_needed({**case.facts, "severity": case.severity}):
        return replace(step, state=StepState.UNNEEDED)
    start = _start(case, rule, now)
    due = rule.within.after(start, calendar) if rule.within else None
    return replace(step, state=StepState.OPEN, since=now, due=due)


def _start(case: Case, rule: StepRule, now: dt.datetime) -> dt.datetime:
    if rule.after == "received":
        return case.received
    return (case.step(rule.after).done_at if rule.after else now) or now
