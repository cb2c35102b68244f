"""The log in figures: how much was done on which day, by which acts and by whose people.

An entry that tells of a flood of refusals counts for all of them, as in the reports.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from docgen.errors import BadInput, say
from docgen.model.audit import Period, weight
from docgen.office import audit_log
from docgen.office.audit_access import moment
from docgen.office.desk import Office
from docgen.register.models import Person

#: So many days if nobody says which.
DAYS = 30
_MINUTE = len("2026-11-22T15:13")
MOST_DAYS = 366


@dataclass(slots=True)
class Figures:
    """Entries by day, refusals by day, entries by act, by unit and by person."""

    period: Period
    days: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)


def figures(
    office: Office, who: Person, since: dt.date | None = None, until: dt.date | None = None
) -> Figures:
    """The figures of a period, each of its days among them; of the last days if none is named."""
    audit_log.ask(office, who)
    last = until or office.today
    first = since or last - dt.timedelta(days=DAYS - 1)
    if (last - first).days >= MOST_DAYS:
        raise BadInput(
            say("The period is longer than {n} days", n=MOST_DAYS),
            why=say("each day is a column of the drawing"),
            fix=say("name a shorter one"),
            field="since",
        )
    found = Figures(Period(first, last, office.settings.time_zone))
    for day in range((last - first).days + 1):
        name = str(first + dt.timedelta(days=day))
        found.days[name] = found.refused[name] = 0
    units = dict(Person.objects.values_list("pk", "unit"))
    unit_of = {f"p-{key:04d}": unit for key, unit in units.items()}
    day_of = cache(lambda minute: moment(office, {"t": minute})[:10])
    for entry in audit_log.entries(found.period):
        times, code, day_ = (
            weight(entry),
            str(entry["who"]),
            day_of(f"{str(entry['t'])[:_MINUTE]}Z"),
        )
        found.days[day_] += times
        found.acts[str(entry["act"])] += times
        found.people[code] += times
        found.units[unit_of.get(code, code)] += times
        if entry["res"] != "allow":
            found.refused[day_] += times
    audit_log.reported(office, who, "figures", found.days.total())
    return found
