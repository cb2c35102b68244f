"""Counting without loading: many numbers by one question, and figures week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from docgen.office.desk import Office
from docgen.register.models import Person

_WEEK = dt.timedelta(days=7)


def numbers_of(who: Person, each: Sequence[QuerySet[Any]]) -> Sequence[int]:
    """How many rows each has, by one question that is asked beside somebody's account."""
    if not each:
        return ()
    found: Sequence[int] = Person.objects.filter(pk=who.pk).values_list(*map(_counted, each)).get()
    return found


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """The number of some rows as part of a larger question."""
    bare = rows.order_by().annotate(_all=Value(1)).values("_all")
    number = bare.annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def by_week(office: Office, rows: QuerySet[Any], moment: str, weeks: int = 8) -> Mapping[str, int]:
    """How many rows have their moment in each of the last weeks, named by its Monday."""
    monday = office.today - dt.timedelta(days=office.today.weekday())
    starts = [monday - _WEEK * n for n in range(weeks - 1, -1, -1)]
    counted = [
        Count("pk", filter=Q(**{f"{moment}__gte": _at(office, day)}) & _before(office, moment, day))
        for day in starts
    ]
    since = rows.filter(**{f"{moment}__gte": _at(office, starts[0])})
    found = since.aggregate(**{f"w{n}": one for n, one in enumerate(counted)})
    return {f"{day:%m-%d}": found[f"w{n}"] for n, day in enumerate(starts)}


def _before(office: Office, moment: str, monday: dt.date) -> Q:
    return Q(**{f"{moment}__lt": _at(office, monday + _WEEK)})


def _at(office: Office, day: dt.date) -> dt.datetime:
    """The beginning of a day by the clocks of the office."""
    return dt.datetime.combine(day, dt.time.min, ZoneInfo(office.settings.time_zone))


def by_unit(rows: QuerySet[Any], unit: str, most: int = 8) -> Mapping[str, int]:
    """How many rows each unit has, those with most first."""
    found = rows.order_by().values_list(unit).annotate(n=Count("pk")).order_by("-n", unit)
    return dict(found[:most])
