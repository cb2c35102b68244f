"""Proposals to move somebody: every reason that matches, most urgent first (G-048).

The rules contradict each other: a score below 60 moves somebody, but nobody moves before half a
year unless he made a major error (D-089, D-090). So the reasons are all listed, and what speaks
against stands beside them; a person decides. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.errors import Said, say
from docgen.model.calendar import WorkCalendar
from docgen.model.posting_rules import PostingRules
from docgen.model.span import Span

#: What the forms call each reason.
FORM_WORDS: Mapping[str, str] = {
    "major-error": "重大失误",
    "low-score": "月度考核低于60分",
    "normal-stay": "任期满一年",
    "cycle": "半年定期轮换",
}


@dataclass(frozen=True, slots=True)
class Month:
    """The appraisal of one month; ``month`` is its first day."""

    month: dt.date
    score: Decimal
    major_error: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to move somebody, with what it rests on."""

    key: str
    source: str
    text: Said


@dataclass(frozen=True, slots=True)
class Proposal:
    """Why somebody might be moved, and what speaks against it."""

    reasons: tuple[Reason, ...]
    against: tuple[Said, ...]


def propose(
    rules: PostingRules,
    since: dt.date,
    months: Iterable[Month],
    today: dt.date,
    calendar: WorkCalendar,
) -> Proposal:
    """All that speaks for moving somebody, and against it.

    Args:
        rules: What the office wants.
        since: Since when he has been in his area.
        months: His appraisals; those from before he came to the area do not count.
        today: The day it is asked.
        calendar: The working calendar.
    """
    first = since.replace(day=1)
    here = sorted((one for one in months if one.month >= first), key=lambda one: one.month)
    times = rules.rotation

    def stayed(span: Span) -> bool:
        return span.after(since, calendar).day <= today

    found = [
        *_of_months("major-error", "D-089", [one for one in here if one.major_error]),
        *_of_months("low-score", "D-088, D-090", [one for one in here if _is_low(rules, one)]),
        *([_stay("normal-stay", "D-090", since)] if stayed(times.normal) else []),
        *([_stay("cycle", "D-090, D-095", since)] if stayed(times.cycle) else []),
    ]
    found.sort(key=lambda one: times.priority.index(one.key))
    against: list[Said] = []
    if found and not stayed(times.least) and not any(one.major_error for one in here):
        text = say("in the area since {since} only, and no major error (D-089)", since=since)
        against.append(text)
    return Proposal(tuple(found), tuple(against))


def _is_low(rules: PostingRules, one: Month) -> bool:
    return one.score < rules.pass_score


def _of_months(key: str, source: str, months: Sequence[Month]) -> list[Reason]:
    if not months:
        return []
    told = ", ".join(f"{one.month:%Y-%m} ({one.score.normalize():f})" for one in months)
    texts = {
        "major-error": say("major error: {months}", months=told),
        "low-score": say("monthly score too low: {months}", months=told),
    }
    return [Reason(key, source, texts[key])]


def _stay(key: str, source: str, since: dt.date) -> Reason:
    texts = {
        "normal-stay": say("in the area since {since}, the usual stay is over", since=since),
        "cycle": say("in the area since {since}, the half-yearly change is due", since=since),
    }
    return Reason(key, source, texts[key])
