"""Retention periods: nothing falls due early, no period shrinks, a wrong file names its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.retention import Kept, Kind, Period, Schedule, due, shortens, years_kept
from docgen.model.retention_file import parse_schedule

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
TEN = Period("10 years", "10年", Kind.YEARS, 10)
FOREVER = Period("permanent", "永久", Kind.PERMANENT)
OTHER = Period("external", "按其他规定", Kind.EXTERNAL, rule="会计档案管理办法")
ENDED = Period("5 years", "5年", Kind.YEARS, 5, "stage ended")
PERIODS = [FOREVER, OTHER, TEN, ENDED, Period("1 year", "1年", Kind.YEARS, 1)]
NO_STAGES: Mapping[str, dt.date] = {}
SCHEDULE = Schedule({one.name: one for one in PERIODS}, frozenset({"customer"}))


def kept(
    period: str,
    *,
    dossier_type: str = "project",
    filed: dt.date = dt.date(2020, 5, 3),
    dated: dt.date = dt.date(2019, 1, 1),
    stages: Mapping[str, dt.date] = NO_STAGES,
) -> Kept:
    return Kept(period, dossier_type, filed, dated, stages)


def test_a_year_begun_does_not_count() -> None:
    end = due(SCHEDULE, kept("10 years"))

    assert end.day == dt.date(2031, 1, 1)
    assert not end.has_come(dt.date(2030, 12, 31))
    assert end.has_come(dt.date(2031, 1, 1))
    assert years_kept(end.start, dt.date(2031, 1, 1)) == 10


@pytest.mark.parametrize(
    ("period", "dossier_type", "rule"),
    [
        ("permanent", "project", ""),
        ("external", "project", ""),
        ("10 years", "customer", "R-116"),
        ("nobody knows", "project", "R-118"),
        ("5 years", "project", ""),
    ],
)
def test_these_are_never_over(period: str, dossier_type: str, rule: str) -> None:
    end = due(SCHEDULE, kept(period, dossier_type=dossier_type))

    assert end.day is None
    assert not end.has_come(dt.date.max)
    assert end.reason.rule == rule
    assert end.reason.text


def test_a_stage_starts_the_period() -> None:
    end = due(SCHEDULE, kept("5 years", stages={"ended": dt.date(2021, 12, 31)}))

    assert end.day == dt.date(2027, 1, 1)


def test_a_paper_dated_at_the_end_of_time_breaks_nothing() -> None:
    table = Schedule({"x": Period("x", "x", Kind.YEARS, 200, "dated")})

    assert due(table, kept("x", dated=dt.date.max)).day == dt.date(9999, 1, 1)


@given(st.sampled_from(PERIODS), DAYS, DAYS, DAYS)
def test_so_many_whole_years_lie_between(
    period: Period, filed: dt.date, dated: dt.date, ended: dt.date
) -> None:
    end = due(SCHEDULE, kept(period.name, filed=filed, dated=dated, stages={"ended": ended}))

    if end.day:
        assert end.start in {filed, dated, ended}
        assert years_kept(end.start, end.day) == period.years
        assert years_kept(end.start, end.day - dt.timedelta(days=1)) == period.years - 1


@given(st.sampled_from(PERIODS), st.sampled_from(PERIODS), DAYS, DAYS)
def test_a_change_that_does_not_shorten_brings_no_day_nearer(
    old: Period, new: Period, filed: dt.date, ended: dt.date
) -> None:
    before, after = (
        due(SCHEDULE, kept(one.name, filed=filed, stages={"ended": ended})).day
        for one in (old, new)
    )

    if not shortens(old, new):
        assert after is None or (before is not None and before <= after)


@given(st.sampled_from(PERIODS))
def test_everything_may_become_permanent_and_nothing_else_replaces_it(period: Period) -> None:
    assert not shortens(period, FOREVER)
    assert shortens(FOREVER, period) == (period != FOREVER)


def test_the_shipped_schedule_keeps_customers_for_ever() -> None:
    file = shipped("rules") / "retention.toml"

    table = parse_schedule(file.read_text("utf-8"), file=str(file))

    assert {"permanent", "30 years", "10 years", "1 year", "external"} <= table.periods.keys()
    assert {"customer", "household", "unit", "lease"} <= table.kept_types


GOOD = '[[period]]\nname = "10 years"\ntitle = "10年"\nyears = 10\n'


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("[[period]\n", 1, ""),
        ("kept_type = []\n" + GOOD, 1, "kept_type"),
        ("kept_types = 3\n" + GOOD, 1, "kept_types"),
        ("kept_types = []\n", 1, "period"),
        (GOOD + "yeras = 10\n", 5, "yeras"),
        (GOOD.replace("10年", ""), 3, "title"),
        (GOOD.replace("= 10\n", "= 9\n"), 4, "years"),
        (GOOD.replace("= 10\n", "= true\n"), 4, "years"),
        (GOOD.replace("= 10\n", "= 0\n"), 4, "years"),
        (GOOD + "\n" + GOOD, 7, "name"),
        (GOOD + 'start = "closing"\n', 5, "start"),
        (GOOD + 'kind = "for ever"\n', 5, "kind"),
        (GOOD + 'kind = "permanent"\n', 4, "years"),
        (GOOD + 'rule = "x"\n', 5, "rule"),
        ('[[period]]\nname = "x"\ntitle = "x"\nkind = "external"\n', 1, "rule"),
        (GOOD + "source = 5\n", 5, "source"),
    ],
)
def test_a_wrong_file_names_line_and_key(text: str, line: int, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_schedule(text, file="rules/retention.toml")

    assert (refused.value.line, refused.value.field) == (line, field)
    assert refused.value.file == "rules/retention.toml"
    assert refused.value.why
