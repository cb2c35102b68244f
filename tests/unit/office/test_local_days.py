"""The day of a moment, told from its text, is the one that the zone gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.office import local_days
from docgen.office.desk import Office

#: East, west, a quarter of an hour, and one where midnight is left out when summer begins.
ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo", "UTC")
MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001  the zone follows


def in_zone(office: Office, zone: str) -> Office:
    """The office as if it stood there."""
    return replace(office, settings=replace(office.settings, time_zone=zone))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zone=st.sampled_from(ZONES), moments=st.lists(MOMENTS, max_size=5))
def test_the_day_is_the_zones(office: Office, zone: str, moments: list[dt.datetime]) -> None:
    there = in_zone(office, zone)
    day_of = local_days.day_of(there)

    for moment in moments:
        text = f"{moment:%Y-%m-%d %H:%M:%S}"

        assert day_of(text) == there.local(moment).date()


def test_a_day_begins_with_its_first_moment(office: Office) -> None:
    for there, day in ((in_zone(office, zone), dt.date(2026, 3, 10)) for zone in ZONES):
        first = local_days.begins(there, day)

        assert there.local(first).date() == day
        assert there.local(first - dt.timedelta(seconds=1)).date() == day - dt.timedelta(days=1)
