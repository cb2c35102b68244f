"""What the calendar brings: duties that come again are made, and what is late climbs its ladder.

``catch_up`` may run as often as one likes, by whomever, after any stop: a duty has one key and a
step is come to once. After a stop the turns missed are made up as far back as the rules say, and
of each rhythm at least the last one. The log gets one entry for each step that was late.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

from docgen.model.calendar import WorkCalendar
from docgen.model.duty import Duties, Rule, State, due_dates, rung_of, steps
from docgen.office import duties, journal, postings_duties
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.office.duties_holders import holders, working
from docgen.register.models_duties import DutyStep, DutyTurn, OwedDuty

_Key = TypeVar("_Key", int, str)
#: The longest time from one turn to the next.
_PERIOD: Mapping[str, int] = {
    "day": 1,
    "workday": 14,
    "week": 14,
    "month": 45,
    "quarter": 106,
    "half-year": 198,
    "year": 380,
}
_AT_ONCE = 400


def catch_up(office: Office) -> list[DutyStep]:
    """Make what is owed by now, and note each step that was come to; the steps that are new."""
    known, worked = duties.rules(office), read_calendar(office.folder)
    with one_transaction():
        _roll(office, known, worked)
        return _climb(office, worked)


def _roll(office: Office, known: Duties, worked: WorkCalendar) -> None:
    people = working()
    stays = postings_duties.stays(office, office.today - dt.timedelta(days=_PERIOD["year"]))
    turned = {row.rule: row.upto for row in DutyTurn.objects.all()}
    made: dict[str, OwedDuty] = {}
    new: list[DutyTurn] = []
    for rule in known.rules:
        if rule.when.rhythm is None:
            continue
        since = _since(rule, known, turned.get(rule.key), office.today)
        until = office.today + dt.timedelta(days=rule.ahead)
        holding = holders(known, rule, people, stays)
        for due in due_dates(rule.when, worked, since, until) if holding else ():
            for one in holding:
                if not one.owes(due.nominal or due.day):
                    continue
                key = f"{rule.key}/{due.nominal}/{one.code}"
                made[key] = duties.row_of(
                    office, key=key, rule=rule, due=due, person=one.person, unit=one.unit
                )
        if turned.get(rule.key) != office.today:
            new.append(DutyTurn(rule=rule.key, upto=office.today))
    DutyTurn.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["rule"], update_fields=["upto"]
    )
    _keep(made)


def _since(rule: Rule, known: Duties, upto: dt.date | None, today: dt.date) -> dt.date:
    """From which day on turns are made: the last time they were, but not too far back."""
    every = rule.when.rhythm.every if rule.when.rhythm else ""
    back = max(known.catch_up, _PERIOD[every])
    return max(min(upto or today, today), today - dt.timedelta(days=back))


def _keep(made: Mapping[str, OwedDuty]) -> None:
    """Insert what is new; what is open is moved if the rules or the holidays were since."""
    there = {row.key: row for some in _some(list(made)) for row in _with_keys(some)}
    OwedDuty.objects.bulk_create(
        [row for key, row in made.items() if key not in there], batch_size=_AT_ONCE
    )
    for key, row in there.items():
        new = made[key]
        if row.state == State.OPEN and duties.due_of(row) != duties.due_of(new):
            row.due, row.time, row.deadline = new.due, new.time, new.deadline
            row.unknown_years = new.unknown_years
            row.save()


def _with_keys(keys: list[str]) -> Iterator[OwedDuty]:
    yield from duties.rows().filter(key__in=keys)


def _some(keys: list[_Key]) -> Iterator[list[_Key]]:
    """As many as one question to the database may name."""
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _climb(office: Office, worked: WorkCalendar) -> list[DutyStep]:
    """The steps that open duties have come to and that nobody noted yet."""
    now, zone, due = office.now(), duties.zone(office), duties.due_now(office)
    noted = defaultdict(set)
    steps_of = DutyStep.objects.filter(duty__in=due.order_by().values("pk"))
    for key, step in steps_of.values_list("duty_id", "step"):
        noted[key].add(step)
    ladders = due.values_list("pk", "ladder")
    climbing = [key for key, ladder in ladders if not noted[key].issuperset(ladder)]
    new, late = [], []
    for row in (row for some in _some(climbing) for row in due.filter(pk__in=some)):
        ladder = map(rung_of, row.ladder)
        for rung, is_late in steps(ladder, duties.due_of(row), worked, now, zone):
            if str(rung) not in noted[row.pk]:
                new.append(DutyStep(duty=row, step=str(rung), at=now))
                late += new[-1:] if is_late else []
    facts = [{"obj": one.duty.code, "more": {"step": one.step}} for one in late]
    for one, index in zip(
        late, journal.append_each(office, "duty.escalated", None, facts), strict=True
    ):
        one.log_index = index
    return DutyStep.objects.bulk_create(new, batch_size=_AT_ONCE)
