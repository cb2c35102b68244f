"""Open duties as a file that calendars read (iCalendar, RFC 5545).

Each duty is an event, because many calendars do not show to-dos: the whole day, or the last half
hour before its time, and it blocks nobody's day. Its UID is its number in this office, so that a
later file brings the same events up to date.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from icalendar import TRANSP, Calendar, Event

from docgen.office import duties
from docgen.office.desk import Office
from docgen.office.whole_files import refuse_there, write_whole
from docgen.register.models import Person
from docgen.register.models_duties import OwedDuty

_HALF_HOUR = dt.timedelta(minutes=30)
_DAY = dt.timedelta(days=1)


def export(office: Office, who: Person, file: Path, *, unit: str = "") -> int:
    """Write one's own duties, or those of a unit, to a file that is not there yet; how many."""
    refuse_there(file, option="--ics")
    rows = duties.list_duties(office, who, unit=unit, mine=not unit)
    write_whole({file: as_calendar(office, rows)})
    return len(rows)


def as_calendar(office: Office, rows: list[OwedDuty]) -> bytes:
    """The bytes of the calendar."""
    made = Calendar.new(
        prodid="-//docgen//duties//ZH",
        name=office.settings.company,
        subcomponents=[_event(office, row) for row in rows],
    )
    made.add_missing_timezones()
    lines: bytes = made.to_ical()
    return lines


def _event(office: Office, row: OwedDuty) -> Event:
    start: dt.date = row.due
    end: dt.date = row.due + _DAY
    if row.time is not None:
        end = row.deadline.astimezone(duties.zone(office))
        start = (row.deadline - _HALF_HOUR).astimezone(duties.zone(office))
    of = row.person.name if row.person else row.unit
    about = [row.code, of, row.subject, row.source]
    return Event.new(
        uid=f"{row.code}@{office.settings.origin}",
        stamp=office.now(),
        sequence=row.version,
        start=start,
        end=end,
        transparency=TRANSP.TRANSPARENT,
        summary=row.title,
        description=" · ".join(filter(None, about)),
    )
