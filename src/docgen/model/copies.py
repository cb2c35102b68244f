"""The rules of the copies register (副本登记): who holds which copy of a paper (G-013, R-033).

    held ──end──▶ returned | destroyed | lost
      └──fail───▶ void   (it was numbered, and never left)

A copy is never counted as an original. What stays away is looked at again: on the day that was
set for it, else after a year; only the parts of a form made in several stay with their holders
for good. A copy that ended stays in the register.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.errors import BadInput, Said, say

_LONGEST_HOLDER, _LONGEST_TEXT = 120, 300


class Kind(StrEnum):
    """What kind of copy it is; ``word`` as it stands in the register."""

    PHOTOCOPY = "photocopy"
    COUNTERPART = "counterpart"
    ELECTRONIC = "electronic"

    @property
    def word(self) -> str:
        """复印件, 联, 电子副本."""
        return {"photocopy": "复印件", "counterpart": "联次", "electronic": "电子副本"}[self]


class State(StrEnum):
    """What became of a copy; ``word`` as it stands in the register."""

    HELD = "held"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"
    VOID = "void"

    @property
    def said(self) -> Said:
        """The state as people say it."""
        return _STATES[self]

    @property
    def word(self) -> str:
        """在外, 已收回, 已销毁, 遗失, 作废."""
        return _WORDS[self]


_STATES = {
    State.HELD: say("held"),
    State.RETURNED: say("returned"),
    State.DESTROYED: say("destroyed"),
    State.LOST: say("lost"),
    State.VOID: say("void"),
}
_WORDS = {
    State.HELD: "在外",
    State.RETURNED: "已收回",
    State.DESTROYED: "已销毁",
    State.LOST: "遗失",
    State.VOID: "作废",
}
#: How a copy may end once it was handed out.
ENDS = (State.RETURNED, State.DESTROYED, State.LOST)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a paper, through all its states.

    Args:
        holder: The unit, person or body that has it.
        reason: Why.
        since: Since when.
        kind: What it is.
        until: The day on which it is looked at again, or is to be back.
        state: What became of it.
        ended_on: When it came back, was destroyed or was lost.
        remark: How it ended.
    """

    holder: str
    reason: str
    since: dt.date
    kind: Kind = Kind.PHOTOCOPY
    until: dt.date | None = None
    state: State = State.HELD
    ended_on: dt.date | None = None
    remark: str = ""

    @property
    def review_on(self) -> dt.date | None:
        """The day from which it must be looked at again; ``None`` if it need not (G-013)."""
        if self.state is not State.HELD or (self.until is None and self.kind is Kind.COUNTERPART):
            return None
        return self.until or a_year_after(self.since)

    def is_due(self, today: dt.date) -> bool:
        """Whether it should have been looked at again."""
        return self.review_on is not None and today >= self.review_on


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; the last of February stands for the 29th."""
    last = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if last else day.day)


def note(copy: Copy, today: dt.date) -> Copy:
    """The copy as it is noted, or ``BadInput`` with what is not right about it."""
    holder, reason = copy.holder.strip(), copy.reason.strip()
    _check_text(holder, "holder", _LONGEST_HOLDER)
    _check_text(reason, "reason", _LONGEST_TEXT)
    if copy.since > today:
        raise _wrong_day(copy.since, "since", say("it is still to come"))
    if copy.until is not None and copy.until < copy.since:
        raise _wrong_day(copy.until, "until", say("the copy is held since {day}", day=copy.since))
    return replace(copy, holder=holder, reason=reason)


def keep(copy: Copy, until: dt.date | None, today: dt.date) -> Copy:
    """The copy was looked at and stays where it is, for another year or until a day."""
    _must_be_held(copy)
    if until is not None and until <= today:
        raise _wrong_day(until, "until", say("it is not to come any more"))
    return replace(copy, until=until or a_year_after(today))


def end(copy: Copy, state: State, on: dt.date, today: dt.date, remark: str = "") -> Copy:
    """The copy came back, was destroyed or is lost; a loss is explained."""
    _must_be_held(copy)
    if state not in ENDS:
        raise ValueError(state)
    if on > today:
        raise _wrong_day(on, "on", say("it is still to come"))
    if on < copy.since:
        raise _wrong_day(on, "on", say("the copy is held since {day}", day=copy.since))
    remark = remark.strip()
    if state is State.LOST or remark:
        _check_text(remark, "remark", _LONGEST_TEXT)
    return replace(copy, state=state, ended_on=on, remark=remark)


def void(copy: Copy, today: dt.date, remark: str) -> Copy:
    """The copy was numbered and came to nothing: no byte of it left."""
    _must_be_held(copy)
    return replace(copy, state=State.VOID, ended_on=today, remark=remark[:_LONGEST_TEXT])


def _must_be_held(copy: Copy) -> None:
    if copy.state is not State.HELD:
        raise BadInput(
            say("This copy is not held any more"),
            why=say("it was {state} on {day}", state=copy.state.said, day=str(copy.ended_on)),
            fix=say("note another copy as one of its own").by("docgen copy note"),
            field="copy",
        )


def _check_text(text: str, field: str, most: int) -> None:
    if not 0 < len(text) <= most:
        raise BadInput(
            say("The {field} of a copy is missing or too long", field=field),
            why=say("it is a line of 1 to {most} characters", most=most),
            fix=say("write it with --{field}", field=field),
            field=field,
        )


def _wrong_day(day: dt.date, field: str, why: Said) -> BadInput:
    return BadInput(
        say("{day} cannot be the day of --{field}", day=day, field=field),
        why=why,
        fix=say("write another day, like 2026-03-14"),
        field=field,
    )
