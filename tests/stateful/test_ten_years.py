"""Years of an office as one: cases of every kind and every duty, worked at, late, left lying.

The pure rules run against one clock that goes on from year to year, out of the years whose
holidays are known; what people do and when they are late is drawn at random, and whoever watches
stays away for days. The machines beside this one try odd orders of acts; this one tries mass.
"""

from __future__ import annotations

import bisect
import contextlib
import datetime as dt
import heapq
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from tests.support.cases import KINDS, ZONE, answers, kind

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.forms.numbering import parse_pattern, render, series_key
from docgen.model import case_acts
from docgen.model.calendar import Due, Holiday
from docgen.model.case import RUNNING, Case, State, begin
from docgen.model.case_ladder import asks_why, rung
from docgen.model.case_profile import HEADWORK, Profile
from docgen.model.duty import Rule, Rung, Side, due_after, due_dates, steps
from docgen.model.duty_file import parse_duties
from docgen.office.calendar import read_calendar

CALENDAR = read_calendar(Path("there is no such office"))
DUTIES = parse_duties(
    tomllib.loads((shipped("rules") / "duties.toml").read_text("utf-8")), file="duties.toml"
)
FACTS: dict[str, tuple[object, ...]] = {
    "outcome": ("成立", "成立", "不成立"),
    "acceptance": ("接受", "接受", "接受", "接受", "未表态", "不接受"),
    "tracked": ("是", "否"),
    "category": ("质量异常", "质量异常", "非质量异常（人为因素）"),
    "ways": (["折让"], ["退货"], ["换货"], ["折让", "退货"]),
    "penalty": ("无", "罚扣奖金", "行政处分"),
    "amount": ("", "0", "800", "1,200.50", "3600元"),
}
_YEAR = dt.timedelta(days=366)


@dataclass
class Owed:
    """A duty: by when, its rule, and the steps of its ladder that were logged as late."""

    due: Due
    rule: Rule
    ended: dt.datetime | None = None
    told: list[str] = field(default_factory=list)


class Years:
    """An office over some years; what it did stands in its attributes."""

    def __init__(self, cases: int, first: int, years: int, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  a simulation, no secret
        self.first, self.last = dt.date(first, 1, 1), dt.date(first + years - 1, 12, 31)
        self.kinds = [_written(kind(name)) for name in KINDS]
        self.cases: dict[str, Case] = {}
        self.numbers, self.turns = Counter[str](), Counter[str]()
        self.successors = Counter[str]()
        self.slips: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.asked = Counter[tuple[str, str]]()
        self.desk: dict[str, Owed] = {}
        self.open: set[str] = set()
        self.watched: list[dt.datetime] = []
        self._agenda: list[tuple[dt.datetime, int, partial[None]]] = []
        self._away, self._turned = self.first, self.first
        days = list(self._days())
        crowded = [9 if day.month == day.year % 12 + 1 else 1 for day in days]
        for day in self.dice.choices(days, crowded, k=cases):
            self._plan(self._within(day), partial(self.begin, ""))

    def run(self) -> None:
        """Let it all happen, and then whatever is left; what takes years more is stuck."""
        for day in self._days():
            self._until(dt.datetime.combine(day, dt.time(9), ZONE))
            if day.day == 1:
                self._events(day)
            if day >= self._away:
                self.watch(dt.datetime.combine(day, dt.time(9), ZONE))
                if self.dice.random() < 0.01:
                    self._away = day + dt.timedelta(days=self.dice.randint(2, 20))
        self._until(dt.datetime.combine(self.last, dt.time(), ZONE) + 3 * _YEAR)

    # ---- what happens

    def begin(self, parent: str, now: dt.datetime) -> None:
        """A complaint comes in, or goes on from one that was contested."""
        profile = self.cases[parent].profile if parent else self.dice.choice(self.kinds)
        facts = {"lost": self.dice.choice("是是否")} if profile.no_loss_form else {}
        severity = self.dice.choice(profile.severities).name
        number = self._number(profile, now.date())
        case = begin(profile, severity, now, facts, first="mira", now=now, calendar=CALENDAR)
        self.successors[parent] += 1
        self._keep(number, case, now)

    def work(self, number: str, now: dt.datetime) -> None:
        """Somebody goes on with a case, in one of the ways there are."""
        case, chance = self.cases[number], self.dice.random()
        if case.state not in RUNNING:
            return
        with contextlib.suppress(BadInput):
            if not case.turn:
                case = case_acts.close(case)
            elif chance < 0.03:
                last = case.profile.severities[-1].name
                case = case_acts.graver(case, last, now=now, calendar=CALENDAR)
            elif chance < 0.05:
                other = case.facts.get("lost") == "否"
                case = case_acts.convert(case, loss=other, now=now, calendar=CALENDAR)
            elif chance < 0.08 and case.due:
                until = case.due.day + dt.timedelta(days=1)
                case_acts.refuse_extension(case, until, CALENDAR)
                case = case_acts.extend(case, until, "mira", ["boss", "chief"])
            elif chance < 0.10 and case.is_decided:
                case = case_acts.not_accepted(case)
            else:
                case = self._step(case, now)
        self._keep(number, case, now)

    def end(self, key: str, now: dt.datetime) -> None:
        """A duty is done; what comes again counts from here."""
        owed = self.desk[key]
        assert owed.ended is None
        owed.ended = now
        self.open.discard(key)
        if owed.rule.when.again and now.date() < self.last:
            due = due_after(owed.rule.when, CALENDAR, now)
            self._owe(f"{owed.rule.key}/{due.nominal}/{key}"[:99], due, owed.rule, now)

    def watch(self, now: dt.datetime) -> None:
        """The morning's look: slips for late steps, questions to late units, duties, ladders."""
        self.watched.append(now)
        for number, case in self.cases.items():
            if case.state in RUNNING:
                self._slip(number, case, now)
        since, self._turned = self._turned, now.date()
        for rule in DUTIES.rules:
            until = now.date() + dt.timedelta(days=rule.ahead)
            for due in due_dates(rule.when, CALENDAR, since, until) if rule.when.rhythm else ():
                self._owe(f"{rule.key}/{due.nominal}", due, rule, now)
        for owed in (self.desk[key] for key in sorted(self.open)):
            for come, late in steps(owed.rule.ladder, owed.due, CALENDAR, now, ZONE):
                if late and str(come) not in owed.told:
                    owed.told.append(str(come))

    # ---- how it happens

    def _slip(self, number: str, case: Case, now: dt.datetime) -> None:
        for one in case.late(now):
            stands, made = rung(case, one, now, CALENDAR), self.slips[number, one.key]
            if stands is not None and stands > max(made, default=-1):
                made.append(stands)
        for unit in asks_why(case, now, CALENDAR):
            if not self.asked[number, unit]:
                self.asked[number, unit] += 1
                self._tell("liaison-reply", f"{number}/{unit}", now)

    def _step(self, case: Case, now: dt.datetime) -> Case:
        step = self.dice.choice(case.turn)
        rule = case.rule(step)
        if rule.skip and self.dice.random() < 0.5:
            return case_acts.skip(case, step.key, by="bian", now=now, calendar=CALENDAR)
        drawn = {name: self.dice.choice(some) for name, some in FACTS.items()}
        if drawn["category"] != "质量异常":
            drawn["tracked"] = "否"
        known = {*rule.needs, *rule.fields}
        facts = answers(case, step, **{name: one for name, one in drawn.items() if name in known})
        who = "boss" if rule.does in HEADWORK else "mira"
        try:
            return case_acts.finish(case, step.key, by=who, now=now, calendar=CALENDAR, facts=facts)
        except BadInput as refused:
            if refused.field == "acceptance":
                return case_acts.not_accepted(case)
            raise

    def _keep(self, number: str, case: Case, now: dt.datetime) -> None:
        """What became of a case; and when somebody will look at it again."""
        self.cases[number] = case
        if case.state in RUNNING:
            due = case.next_due or Due(now.date() + dt.timedelta(days=2))
            self._plan(self._some_time(due, now), partial(self.work, number))
        elif case.state is State.NOT_ACCEPTED:
            self._plan(now + dt.timedelta(hours=1), partial(self.begin, number))

    def _number(self, profile: Profile, day: dt.date) -> str:
        pattern = parse_pattern(profile.number)
        series = series_key(pattern, day)
        self.turns[series] += self.dice.randint(1, 30)  # many a month outgrows its two digits
        number = render(pattern, day, self.turns[series])
        self.numbers[number] += 1
        return number

    def _owe(self, key: str, due: Due, rule: Rule, now: dt.datetime) -> None:
        """A duty is owed once, however often it is asked for."""
        if key not in self.desk:
            self.desk[key] = Owed(due, rule)
            self.open.add(key)
            self._plan(self._some_time(due, now), partial(self.end, key))

    def _tell(self, key: str, subject: str, now: dt.datetime) -> None:
        """A duty begins with an event; a notice is of one to come."""
        rule = DUTIES.rule(key)
        assert rule is not None
        ahead = dt.timedelta(days=90 if rule.when.side is Side.BEFORE else 0)
        due = due_after(rule.when, CALENDAR, now + ahead)
        self._owe(f"{key}/{due.nominal}/{subject}", due, rule, now)

    def _events(self, day: dt.date) -> None:
        """Each month something happens that begins each duty; what comes again begins once."""
        for rule in DUTIES.rules:
            once = not rule.when.again or day == self.first
            if rule.when.span and rule.key != "liaison-reply" and once:
                moment = max(self._within(day), dt.datetime.combine(day, dt.time(10), ZONE))
                self._plan(moment, partial(self._tell, rule.key, f"{day}"))

    def _some_time(self, due: Due, now: dt.datetime) -> dt.datetime:
        """Mostly before it is due, sometimes days later, seldom after all ladders."""
        late = self.dice.choices([0, self.dice.randint(1, 9), 40], [80, 17, 3])[0]
        end = due.deadline(ZONE) + dt.timedelta(days=late, minutes=self.dice.randint(-600, -1))
        return max(now + dt.timedelta(minutes=self.dice.randint(1, 300)), end)

    def _within(self, day: dt.date) -> dt.datetime:
        minutes = self.dice.randint(0, 1_439)
        return dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(minutes=minutes)

    def _plan(self, when: dt.datetime, act: partial[None]) -> None:
        heapq.heappush(self._agenda, (when.astimezone(dt.UTC), self.dice.getrandbits(60), act))

    def _until(self, moment: dt.datetime) -> None:
        while self._agenda and self._agenda[0][0] < moment:
            when, _, act = heapq.heappop(self._agenda)
            act(when.astimezone(ZONE))

    def _days(self) -> Iterator[dt.date]:
        days = (self.last - self.first).days + 1
        return (self.first + dt.timedelta(days=one) for one in range(days))


def _written(profile: Profile) -> Profile:
    """The kind with the tables that an office must write itself."""
    return replace(
        profile, standards=tuple(replace(one, rows=("第一条",)) for one in profile.standards)
    )


@pytest.mark.parametrize(
    ("cases", "first", "years"),
    [(80, 2026, 1), pytest.param(10_000, 2022, 10, marks=pytest.mark.slow)],
)
def test_years_of_cases_and_duties(cases: int, first: int, years: int) -> None:
    office = Years(cases, first, years, seed=cases)

    office.run()

    no_number_stands_twice(office)
    no_case_is_stuck(office)
    every_duty_is_owed_and_ended_once(office)
    nothing_is_due_on_a_forbidden_day(office)
    each_late_step_is_told_once(office)
    assert len(office.cases) > cases
    assert sum(map(len, office.slips.values())) > cases // 10
    assert sum(office.asked.values()) > cases // 20


def no_number_stands_twice(office: Years) -> None:
    assert set(office.numbers.values()) == {1}
    assert set(office.numbers) == set(office.cases)


def no_case_is_stuck(office: Years) -> None:
    """Each is closed, or was contested and goes on in exactly one other."""
    contested = {one for one, case in office.cases.items() if case.state is State.NOT_ACCEPTED}
    closed = {one for one, case in office.cases.items() if case.state is State.CLOSED}
    assert contested | closed == set(office.cases)
    assert {one for one in office.successors if one} == contested
    assert {office.successors[one] for one in contested} <= {1}


def every_duty_is_owed_and_ended_once(office: Years) -> None:
    """Made day by day, with days of standstill, it is the same as made at once."""
    assert all(one.ended for one in office.desk.values())
    last = office.watched[-1].date()
    for rule in DUTIES.rules:
        if rule.when.rhythm:
            until = last + dt.timedelta(days=rule.ahead)
            at_once = [*due_dates(rule.when, CALENDAR, office.first, until)]
            made = [one.due for one in office.desk.values() if one.rule.key == rule.key]
            assert sorted(made, key=lambda one: one.nominal or one.day) == at_once


def nothing_is_due_on_a_forbidden_day(office: Years) -> None:
    """And a year whose holidays nobody knows yet is said."""
    for one in office.desk.values():
        when = one.rule.when
        if when.holiday is not Holiday.KEEP:
            assert CALENDAR.is_worked(one.due.day), one
            assert one.due.day.year in (*CALENDAR.years, *one.due.unknown_years)
        if {one.due.day.year, (one.due.nominal or one.due.day).year} <= CALENDAR.years:
            assert one.due.unknown_years in ((), (one.due.day.year + 1,)), one
    for case in office.cases.values():
        for step in case.steps:
            within = case.rule(step).within
            if step.due and within and within.unit == "workdays":
                assert CALENDAR.is_worked(step.due.day)
                assert step.due.day.year in (*CALENDAR.years, *step.due.unknown_years)


def each_late_step_is_told_once(office: Years) -> None:
    """All that had come when somebody last looked before the end, and nothing else."""
    for one in office.desk.values():
        assert one.ended is not None
        seen = office.watched[: bisect.bisect_right(office.watched, one.ended)]
        late = [
            str(step) for step in one.rule.ladder if seen and _has_come(step, one.due, seen[-1])
        ]
        assert one.told == late, one
    for made in office.slips.values():
        assert made == sorted(set(made))
    assert set(office.asked.values()) <= {1}


def _has_come(step: Rung, due: Due, now: dt.datetime) -> bool:
    """Whether a step is late by now, counted day by day; on the due day itself nothing is."""
    if step.after.unit == "hours":
        return now >= due.deadline(ZONE) + dt.timedelta(hours=step.after.count)
    days = (due.day + dt.timedelta(days=one + 1) for one in range((now.date() - due.day).days))
    return 0 < step.after.count <= sum(map(CALENDAR.is_worked, days))
