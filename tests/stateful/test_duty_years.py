"""Ten years of duties: owed, done, let go and left lying while the clock jumps both ways.

Whatever happens, and however often the list is brought up to date: no due day is a day off that
gives way, each turn is owed once, and each step that was late is told once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.support.desks import at, cast, log
from tests.support.offices import new_office, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.calendar import Holiday
from docgen.model.duty import State, rung_of, steps
from docgen.office import duties, duties_list, duties_rolling, duties_rules, people
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.register.models_duties import DutyStep, OwedDuty

WHO = st.sampled_from(["shen", "mira", "jonas", "lena", "gao"])
WHICH = st.integers(0, 200)
START = datetime(2024, 1, 29, 2, tzinfo=UTC)
YEARS = timedelta(days=3652)
RULES = """
catch_up = 31
[groups]
"外派人员" = ["mira", "gao"]
[ladders]
standard = ["0 workdays doer", "1 workdays doer", "3 workdays unit", "5 workdays manager"]
hours = ["1 hours doer", "3 hours unit"]
"""
PARTS = (
    'every = "workday"',
    'every = "week"\non = "monday"\ntime = "13:00"\nholiday = "next"',
    'every = "month"\non = 10\nholiday = "previous"\nby = "unit"\nunits = ["客户服务部"]',
    'every = "quarter"\nholiday = "previous"',
    'every = "year"\non = "02-29"\nholiday = "next"\nroles = ["manager"]',
    'within = "2 workdays"',
    'within = "6 hours"\nladder = "hours"',
    'within = "1 months"\nholiday = "previous"\nagain = true',
    'not_before = "10 days"\nholiday = "next"',
)


def rules_file() -> str:
    """Some duties of each kind; those that name nobody are for the posted staff."""
    text = RULES
    for turn, part in enumerate(PARTS):
        whose = "" if "units" in part or "roles" in part else 'groups = ["外派人员"]\n'
        text += (
            f'[[duty]]\nkey = "d{turn}"\ntitle = "事项{turn}"\nsource = "G-062"\n{whose}{part}\n'
        )
    return text


class DutyMachine(RuleBasedStateMachine):
    """An office of five people, who do some of what they owe."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="docgen-duties-"))
        self.office = new_office(self.base / "office")
        (self.office.folder / "rules" / "duties.toml").write_text(rules_file(), "utf-8")
        self.moment = START
        cast(self.office)
        person(self.office, "gao")
        self.known = duties.rules(self.office)
        self.worked = read_calendar(self.office.folder)
        duties_rolling.catch_up(self.now)

    @property
    def now(self) -> Office:
        """The office with its clock where the machine has put it."""
        return at(self.office, self.moment)

    # ---- what happens

    @rule(days=st.floats(0.01, 40) | st.floats(40, 500) | st.floats(-60, 0))
    def move_the_clock(self, days: float) -> None:
        moved = self.moment + timedelta(days)
        self.moment = min(max(moved, START), START + YEARS)
        duties_rolling.catch_up(self.now)

    @rule()
    def bring_up_to_date_again(self) -> None:
        before = OwedDuty.objects.count()

        assert duties_rolling.catch_up(self.now) == []

        assert OwedDuty.objects.count() == before

    @rule(who=WHO, key=st.sampled_from(["d5", "d6", "d7", "d8", "d0"]), about=st.integers(0, 5))
    def begin(self, who: str, key: str, about: int) -> None:
        with contextlib.suppress(BadInput, NotFound):
            duties_rules.start(self.now, people.by_login(who), key, subject=f"K00000{about}")
        duties_rolling.catch_up(self.now)

    @rule(who=WHO, which=WHICH, waived=st.booleans())
    def end(self, who: str, which: int, *, waived: bool) -> None:
        rows = list(duties.open_rows())
        if not rows:
            return
        row, by = rows[which % len(rows)], people.by_login(who)
        with contextlib.suppress(NotAllowed, NotFound):
            if waived:
                duties.let_go(self.now, by, row.code, "本月停办")
            else:
                duties.done(self.now, by, row.code)
        duties_rolling.catch_up(self.now)

    @rule(who=WHO)
    def look(self, who: str) -> None:
        by = people.by_login(who)

        found = duties_list.lines(self.now, by, duties_list.Wanted())

        all_seen = duties.sees_all(self.now, by)
        assert all(all_seen or one.unit == by.unit for one in found)
        assert [one.due.day for one in found] == sorted(one.due.day for one in found)

    # ---- what must hold

    @invariant()
    def no_due_day_is_a_day_off_that_gives_way(self) -> None:
        for row in OwedDuty.objects.all():
            found = self.known.rule(row.rule)
            assert found is not None
            if found.when.holiday is not Holiday.KEEP:
                assert self.worked.is_worked(row.due), row.key

    @invariant()
    def each_turn_is_owed_once(self) -> None:
        rows = OwedDuty.objects.values_list("rule", "nominal", "subject", "person", "unit")
        turns = Counter(row for row in rows if not row[2])
        assert max(turns.values(), default=0) <= 1

    @invariant()
    def each_late_step_is_told_once(self) -> None:
        told = Counter((entry["obj"], entry["more"]["step"]) for entry in log("duty.escalated"))
        late = DutyStep.objects.filter(log_index__isnull=False).select_related("duty")
        assert set(told.values()) <= {1}
        assert set(told) == {(one.duty.code, one.step) for one in late}

    @invariant()
    def what_is_open_stands_where_its_ladder_says(self) -> None:
        zone = duties.zone(self.office)
        for row in duties.open_rows().prefetch_related("steps"):
            ladder = [rung_of(text) for text in row.ladder]
            come = steps(ladder, duties.due_of(row), self.worked, self.moment, zone)
            assert {str(rung) for rung, _ in come} <= {one.step for one in row.steps.all()}

    @invariant()
    def what_is_ended_was_ended_by_somebody(self) -> None:
        for row in OwedDuty.objects.exclude(state=State.OPEN):
            assert row.ended_by_id
            assert (row.state == State.WAIVED) == bool(row.reason)

    def teardown(self) -> None:
        shutil.rmtree(self.base, ignore_errors=True)


FEW = settings(
    max_examples=2,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDuties = DutyMachine.TestCase
TestDuties.settings = FEW


@pytest.mark.slow
def test_many_decades() -> None:
    if "DOCGEN_LONG" not in os.environ:
        pytest.skip("the long version: make slow")
    many = settings(FEW, max_examples=100, stateful_step_count=60)
    run_state_machine_as_test(DutyMachine, settings=many)
