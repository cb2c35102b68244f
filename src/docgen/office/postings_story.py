"""A posting as a story: planned, agreed to, papers, departure, months, leave, moves, the end.

For whoever looks at it; ``postings_list`` has the facts that it is told from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import NotFound, say
from docgen.model.handover import Kind
from docgen.model.handover import State as Handed
from docgen.model.posting import OVER, State
from docgen.model.posting_leave import LeaveState
from docgen.model.posting_rules import PostingRules
from docgen.office import postings_rotation, postings_rows
from docgen.office.desk import Office
from docgen.office.postings_list import Seen
from docgen.register.models import Item
from docgen.register.models_postings import Posting as Row

DONE, NOW, LATE = "done", "now", "late"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is to be done, or is late.

    Args:
        title: What it is.
        look: ``done``, ``now``, ``late``, or nothing for what is still to come.
        on: The day it happened, or is due.
        by: Who did it.
        note: What is to be said of it.
        item: The paper it rests on.
        handover: The number of the handover it is.
        until: Until when it holds.
    """

    title: str
    look: str
    on: dt.date | None = None
    by: str = ""
    note: str = ""
    item: Item | None = None
    handover: str = ""
    until: dt.date | None = None


def story(office: Office, one: Seen) -> list[Event]:
    """All that happened in a posting, in its order, and what comes next."""
    row = one.row
    state = State(row.state)
    opened = office.local(row.opened_at).date()
    opening = Event(say("posting planned"), DONE, opened, row.opened_by.name)
    happened = [*_decision(office, row, state), *_papers(office, one), *_months(one)]
    happened += [*_leaves(one), *_handovers(row), *_departure(office, row, state)]
    done = sorted((each for each in happened if each.look == DONE), key=_day)
    ahead = [each for each in happened if each.look != DONE]
    return [opening, *done, *ahead, *_end(office, row, state)]


def _day(one: Event) -> dt.date:
    return one.on or dt.date.max


def _decision(office: Office, row: Row, state: State) -> Iterator[Event]:
    if row.approved_at:
        by = row.approved_by.name if row.approved_by else ""
        yield Event(say("agreed to"), DONE, office.local(row.approved_at).date(), by)
    elif state is State.REFUSED:
        yield Event(say("refused"), DONE, note=row.reason)
    elif state is State.PLANNED:
        yield Event(say("a head agrees"), NOW)


def _departure(office: Office, row: Row, state: State) -> Iterator[Event]:
    if row.departed_on:
        yield Event(say("departure"), DONE, row.departed_on)
    elif state not in OVER:
        look = NOW if state is State.APPROVED else ""
        yield Event(say("departure"), LATE if row.starts_on < office.today else look, row.starts_on)


def _papers(office: Office, one: Seen) -> Iterator[Event]:
    rules = postings_rows.rules(office)
    for fact in one.facts:
        over = fact.valid_until and fact.valid_until < office.today
        is_notice = fact.key == postings_rotation.NOTICE
        look = LATE if over and one.row.state == State.DEPARTED and not is_notice else DONE
        yield Event(
            _title(rules, fact.key),
            look,
            office.local(fact.at).date(),
            note=fact.result or fact.note,
            item=fact.item,
            until=fact.valid_until,
        )
    for lack in one.lacks:
        yield Event(lack.need.title, NOW, note=lack.why)


def _title(rules: PostingRules, key: str) -> str:
    if key == postings_rotation.NOTICE:
        return say("notice of a move")
    try:
        return rules.need(key).title
    except NotFound:
        return key  # the office has struck it since


def _months(one: Seen) -> Iterator[Event]:
    for each in one.appraisals:
        score = say("{month}: {score} points", month=f"{each.month:%Y-%m}", score=each.score)
        note = say("major error") if each.major_error else each.remark
        yield Event(score, DONE, each.at.date(), each.by.name, note, each.item)


def _leaves(one: Seen) -> Iterator[Event]:
    for each in one.leaves:
        state = LeaveState(each.state)
        title = say("{kind}, {n} days: {state}", kind=each.kind, n=each.days, state=state.said)
        look = NOW if state is LeaveState.ASKED else DONE
        yield Event(title, look, each.starts_on, note=each.reason, item=each.item)


def _handovers(row: Row) -> Iterator[Event]:
    for each in row.handovers.select_related("successor").order_by("pk"):
        title = say(
            "handover ({kind}): {state}", kind=Kind(each.kind).said, state=Handed(each.state).said
        )
        look = DONE if each.closed_at else NOW
        yield Event(title, look, each.leaves_on, each.successor.name, handover=each.code)


def _end(office: Office, row: Row, state: State) -> Iterator[Event]:
    if row.ended_on:
        yield Event(state.said, DONE, row.ended_on)
    elif state is State.DEPARTED:
        over = row.ends_on < office.today
        yield Event(say("return"), LATE if over else "", row.ends_on)
