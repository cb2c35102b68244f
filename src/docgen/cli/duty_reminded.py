"""``docgen duty export`` and ``docgen duty reminders``: duties in calendars, and mails sent."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import say

_FILE = click.Path(path_type=Path)
_KINDS = {"digest": say("digest"), "ladder": say("reminder of what is late")}
_STATES = {
    "sent": say("sent"),
    "refused": say("refused by the mail server"),
    "offered": say("not confirmed"),
}


@click.command("export", cls=Command)
@click.option("--ics", "target", type=_FILE, required=True, help="Write a calendar (iCalendar).")
@click.option("--unit", default="", help="What this unit owes, instead of your own.")
@json_option()
@click.pass_obj
def export(entry: Entry, target: Path, unit: str, *, as_json: bool) -> None:
    """Write what is owed into a file for calendars: your own duties, or a unit's.

    \b
    Example: docgen duty export --ics 待办.ics
    """
    from docgen.office import duties_calendar, duties_rolling

    office, who = entry.open()
    duties_rolling.catch_up(office)
    count = duties_calendar.export(office, who, target, unit=unit)
    if as_json:
        out_json({"file": str(target), "duties": count})
    else:
        out(say("{n} duties written: {file}", n=count, file=target))


@click.command("reminders", cls=Command)
@json_option()
@click.pass_obj
def reminders(entry: Entry, *, as_json: bool) -> None:
    """List the newest reminders by mail: yours; archivists, managers and auditors see all.

    One that is not confirmed may have arrived: the mail server did not answer, or the worker was
    stopped. It is not sent again.

    \b
    Example: docgen duty reminders
    """
    from docgen.office import reminding

    office, who = entry.open()
    rows = reminding.recent(office, who)
    if as_json:
        out_json(
            [
                {
                    "reminder": row.kind,
                    "person": row.person.code,
                    "day": row.day,
                    "lines": row.n,
                    "state": row.state,
                    "at": row.at,
                }
                for row in rows
            ]
        )
        return
    if not rows:
        out(say("No reminder was sent."))
        return
    heads = (say("day"), say("to whom"), say("kind"), say("lines"), say("state"))
    table(
        heads,
        [(row.day, row.person.name, _KINDS[row.kind], row.n, _STATES[row.state]) for row in rows],
    )
