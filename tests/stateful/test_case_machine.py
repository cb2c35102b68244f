"""Complaint cases of all kinds over ten years: worked at, left lying, disputed, closed at random.

No number is given twice, no case is stuck, nobody decides what he took in, nothing is due on a day
off that is counted in working days, and each late step is told of once for each rung.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from tests.support.cases import KINDS, ZONE, answers, kind

from docgen.errors import BadInput, NotAllowed
from docgen.forms.numbering import parse_pattern, render, series_key
from docgen.model import case_acts
from docgen.model.case import ENDED, RUNNING, Case, State, begin
from docgen.model.case_ladder import asks_why, rung
from docgen.model.case_profile import HEADWORK
from docgen.office.calendar import read_calendar

CALENDAR = read_calendar(Path("there is no such office"))
START = dt.datetime(2017, 1, 3, 9, 0, tzinfo=ZONE)
PEOPLE = st.sampled_from(["mira", "jonas", "boss", "chief"])
WHICH = st.integers(0, 1_000)
FACTS = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["成立", "不成立"]),
        "acceptance": st.sampled_from(["接受", "不接受", "未表态"]),
        "tracked": st.sampled_from(["是", "否"]),
        "category": st.sampled_from(["质量异常", "非质量异常（人为因素）"]),
        "ways": st.lists(st.sampled_from(["折让", "退货", "换货"]), min_size=1, max_size=2),
        "penalty": st.sampled_from(["无", "罚扣奖金", "行政处分"]),
        "amount": st.sampled_from(["", "0", "800", "1,200.50"]),
    }
)
MOST_STEPS = 40


class Years(RuleBasedStateMachine):
    """An office of three kinds of cases; the tables it must write itself are written."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.cases: dict[str, Case] = {}
        self.numbers: Counter[str] = Counter()
        self.series: Counter[str] = Counter()
        self.told: Counter[tuple[str, str, int]] = Counter()
        self.asked: Counter[tuple[str, str]] = Counter()

    @rule(name=st.sampled_from(KINDS), who=PEOPLE, lost=st.sampled_from("是否"), grave=WHICH)
    def open(self, name: str, who: str, lost: str, grave: int) -> None:
        profile = kind(name)
        tables = tuple(replace(one, rows=("第一条",)) for one in profile.standards)
        profile = replace(profile, standards=tables)
        severity = profile.severities[grave % len(profile.severities)].name
        facts = {"lost": lost} if profile.no_loss_form else {}
        for _ in range(2):
            number = self._number(profile.number)
            self.cases[number] = begin(
                profile, severity, self.now, facts, first=who, now=self.now, calendar=CALENDAR
            )

    def _number(self, text: str) -> str:
        pattern, day = parse_pattern(text), self.now.date()
        key = series_key(pattern, day)
        self.series[key] += 37  # so that many a month outgrows its two digits
        for seq in range(self.series[key] - 36, self.series[key] + 1):
            self.numbers[render(pattern, day, seq)] += 1
        return render(pattern, day, self.series[key])

    @precondition(lambda self: self.cases)
    @rule(which=WHICH, who=PEOPLE, facts=FACTS, times=st.integers(1, 30), alone=st.booleans())
    def work(
        self, which: int, who: str, facts: dict[str, object], times: int, *, alone: bool
    ) -> None:
        """Somebody goes on with a case until he may not, or has enough of it."""
        number, case = self._pick(which)
        with contextlib.suppress(BadInput, NotAllowed):
            for one in range(times):
                if case.turn:
                    step = case.turn[one % len(case.turn)]
                    by = who if alone or case.rule(step).does not in HEADWORK else "a head"
                    case = self._finish(case, step.key, by, facts)
        self.cases[number] = case

    @precondition(lambda self: self.cases)
    @rule(which=WHICH, who=PEOPLE)
    def leave_out(self, which: int, who: str) -> None:
        number, case = self._pick(which)
        for one in case.turn:
            with contextlib.suppress(BadInput):
                case = case_acts.skip(case, one.key, by=who, now=self.now, calendar=CALENDAR)
        self.cases[number] = case

    @precondition(lambda self: self.cases)
    @rule(which=WHICH, act=st.sampled_from(["close", "refuse", "graver", "convert", "longer"]))
    def turn(self, which: int, act: str) -> None:
        number, case = self._pick(which)
        with contextlib.suppress(BadInput, NotAllowed):
            if act == "close":
                case = case_acts.close(case)
            elif act == "refuse":
                case = case_acts.not_accepted(case)
            elif act == "graver":
                last = case.profile.severities[-1].name
                case = case_acts.graver(case, last, now=self.now, calendar=CALENDAR)
            elif act == "convert":
                other = case.facts.get("lost") == "否"
                case = case_acts.convert(case, loss=other, now=self.now, calendar=CALENDAR)
            else:
                until = (case.due.day if case.due else self.now.date()) + dt.timedelta(days=1)
                case_acts.refuse_extension(case, until, CALENDAR)
                case = case_acts.extend(case, until, "mira", ["boss", "chief"])
        self.cases[number] = case

    @rule(days=st.integers(0, 1_000), minutes=st.integers(0, 1_439))
    def wait(self, days: int, minutes: int) -> None:
        self.now += dt.timedelta(days=days, minutes=minutes)

    @rule()
    def watch(self) -> None:
        """What is late is told of, as the office does it."""
        for number, case in self.cases.items():
            if case.state not in RUNNING:
                continue
            for one in case.late(self.now):
                stands = rung(case, one, self.now, CALENDAR)
                made = [n for of, key, n in self.told if (of, key) == (number, one.key)]
                if stands is not None and stands > max(made, default=-1):
                    self.told[number, one.key, stands] += 1
            for unit in asks_why(case, self.now, CALENDAR):
                self.asked[number, unit] |= 1

    def _pick(self, which: int) -> tuple[str, Case]:
        return list(self.cases.items())[which % len(self.cases)]

    def _finish(self, case: Case, key: str, who: str, facts: dict[str, object]) -> Case:
        return case_acts.finish(
            case,
            key,
            by=who,
            now=self.now,
            calendar=CALENDAR,
            facts=answers(case, case.step(key), **facts),
        )

    @invariant()
    def no_number_stands_twice(self) -> None:
        assert all(times == 1 for times in self.numbers.values())

    @invariant()
    def nobody_decided_what_he_took_in(self) -> None:
        for case in self.cases.values():
            heads = [one for one in case.steps if case.rule(one).does in HEADWORK]
            assert all(one.by != case.first for one in heads if one.by)

    @invariant()
    def each_rung_was_told_of_once(self) -> None:
        assert all(times == 1 for times in self.told.values())

    @invariant()
    def nothing_in_working_days_is_due_on_a_day_off(self) -> None:
        for case in self.cases.values():
            for one in case.steps:
                within = case.rule(one).within
                if one.due and within and within.unit == "workdays":
                    assert CALENDAR.is_worked(one.due.day)
                    assert one.since is None or one.due.day >= one.since.date()

    @invariant()
    def a_running_case_has_a_next_step_or_can_be_closed(self) -> None:
        for case in self.cases.values():
            if case.state in RUNNING and not case.turn:
                assert case_acts.close(case).state is State.CLOSED

    def teardown(self) -> None:
        """From wherever a case stands there is a way to its end."""
        yes: dict[str, object] = {"outcome": "成立", "acceptance": "接受", "tracked": "否"}
        for case in self.cases.values():
            if case.state in RUNNING:
                assert case_acts.close(self._ended(case, yes)).state is State.CLOSED

    def _ended(self, case: Case, facts: dict[str, object]) -> Case:
        for _ in range(MOST_STEPS):
            if not case.turn:
                break
            head = case.rule(case.turn[0]).does in HEADWORK
            who = "another" if head else "mira"
            case = self._finish(case, case.turn[0].key, who, {**facts, "ways": ["换货"]})
        assert all(one.state in ENDED for one in case.steps)
        return case


@pytest.mark.parametrize("runs", [20, pytest.param(1_000, marks=pytest.mark.slow)])
def test_cases_over_ten_years(runs: int) -> None:
    run(Years, settings=settings(max_examples=runs, stateful_step_count=40, deadline=None))
