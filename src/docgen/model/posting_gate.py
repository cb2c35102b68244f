"""The gate before a departure: what must be there and is missing (D-015 … D-024, D-071).

A need is met by what was shown last: a paper that a form made, or one that was noted by hand.
``shown_by`` reads it out of a filled form. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.model.posting import Posting, State
from docgen.model.posting_rules import Need, PostingRules
from docgen.model.span import months_after


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was shown: what it is, how it turned out, and until when it holds."""

    key: str
    result: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: what, why it does not count, where it is from, who makes it."""

    need: Need
    why: Said


def needs_of(rules: PostingRules, posting: Posting) -> list[Need]:
    """What is asked of this posting, in the order of the file."""
    return [
        one
        for one in rules.needs
        if (not one.kinds or posting.kind in one.kinds)
        and (not one.scopes or posting.scope in one.scopes)
    ]


def lacking(
    rules: PostingRules, posting: Posting, shown: Iterable[Shown], on: dt.date
) -> list[Lack]:
    """What is missing for a departure on a day; nothing if he may go.

    Args:
        rules: What the office asks for.
        posting: The posting.
        shown: What was shown, the newest last.
        on: The day of the departure.
    """
    newest = {one.key: one for one in shown}
    found = [(need, _fault(need, newest.get(need.key), on)) for need in needs_of(rules, posting)]
    return [Lack(need, why) for need, why in found if why is not None]


def lacking_to_approve(
    rules: PostingRules, posting: Posting, shown: Iterable[Shown], on: dt.date
) -> list[Lack]:
    """What is missing before a head may agree (D-001)."""
    return [one for one in lacking(rules, posting, shown, on) if one.need.to_approve]


def is_too_early(need: Need, state: State) -> bool:
    """Whether something is made only after the approval, and there is none yet (D-003)."""
    return need.once_approved and state in (State.PLANNED, State.REFUSED)


def _fault(need: Need, one: Shown | None, on: dt.date) -> Said | None:
    if one is None:
        return say("it is missing")
    if need.passed and one.result != need.passed:
        return say("its result is {result}", result=one.result or "-")
    if one.until is not None and one.until < on:
        return say("it ran out on {day}", day=one.until)
    if need.expires and one.until is None:
        return say("nobody noted until when it holds")
    return None


def shown_by(
    needs: Sequence[Need], template: str, answers: Mapping[str, object], made: dt.date
) -> list[Shown]:
    """What a filled form shows.

    Args:
        needs: What is asked for.
        template: The form's template.
        answers: Its checked answers.
        made: The day it was made, for what holds for some months.
    """
    return [
        Shown(need.key, result, until_of(need, _least_day(need, answers), made))
        for need in needs
        if template in need.forms and (result := _result(need, answers)) is not None
    ]


def until_of(need: Need, said: dt.date | None, made: dt.date) -> dt.date | None:
    """Until when something holds: as was said, else as long as such things usually do."""
    return said or (months_after(made, need.months) if need.months else None)


def _result(need: Need, answers: Mapping[str, object]) -> str | None:
    """How it turned out; ``None`` if the form says nothing of it."""
    if not need.asks:
        return ""
    for path in need.asks:
        if found := _values(need, answers, path):
            other = next((str(one) for one in found if str(one) != need.passed), need.passed)
            return other if need.passed else ""
    return None


def _least_day(need: Need, answers: Mapping[str, object]) -> dt.date | None:
    days = [one for one in _values(need, answers, need.until) if isinstance(one, dt.date)]
    return min(days, default=None)


def _values(need: Need, answers: Mapping[str, object], path: str) -> list[object]:
    """The answers at a path like ``result`` or ``papers.valid_until``."""
    table, _, name = path.rpartition(".")
    if not table:
        return [answers[name]] if _is_given(answers.get(name)) else []
    rows = answers.get(table)
    found = [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []
    fitting = [one for one in found if not need.row or need.row in one.values()]
    return [one[name] for one in fitting if _is_given(one.get(name))]


def _is_given(value: object) -> bool:
    return value is not None and str(value).strip() != ""
