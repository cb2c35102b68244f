"""``docgen duty``: what is owed by when, done, let go, and the rules it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.duty_reminded import export, reminders
from docgen.cli.duty_view import (
    duty_data,
    line_data,
    rule_data,
    rules_table,
    tell_lines,
    tell_started,
)
from docgen.cli.printing import note, out, out_json
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.office.duties_list import Line, Wanted
    from docgen.register.models import Person


@click.group(cls=Group)
def duty() -> None:
    """Duties and due dates: list, what is due, do, let go."""


@duty.command("list")
@click.option("--unit", default="", help="Only what this unit owes.")
@click.option("--person", default="", help="Only what this account owes.")
@click.option("--late", "part", flag_value="late", help="Only what is late.")
@click.option("--week", "part", flag_value="week", help="Only what is due within a week, or late.")
@click.option(
    "--papers", is_flag=True, help="Also papers for the archive and dossiers to look through."
)
@json_option()
@click.pass_obj
def list_(
    entry: Entry, unit: str, person: str, part: str | None, *, papers: bool, as_json: bool
) -> None:
    """List what is owed: your own and your unit's; the archive, managers and auditors see all.

    With it stand overdue loans and certificates that run out within 30 days.

    \b
    Example: docgen duty list --week
    """
    from docgen.office import duties_list, people

    office, who = entry.open()
    of = people.by_login(person) if person else None
    chosen = duties_list.Part(part or "")
    wanted = duties_list.Wanted(unit=unit, person=of, part=chosen, with_papers=papers)
    _tell(_lines(office, who, wanted), as_json=as_json)


@duty.command("due")
@json_option()
@click.pass_obj
def due(entry: Entry, *, as_json: bool) -> int:
    """List what you owe today or owed earlier; exit code 1 if anything is late.

    \b
    Example: docgen duty due
    """
    from docgen.office.duties_list import Part, Wanted

    office, who = entry.open()
    found = _lines(office, who, Wanted(mine=True, part=Part.TODAY))
    _tell(found, as_json=as_json)
    return 1 if any(line.late is not None for line in found) else 0


@duty.command("done")
@click.argument("number")
@json_option()
@click.pass_obj
def done(entry: Entry, number: str, *, as_json: bool) -> None:
    """Note that the duty NUMBER is done: one's own, or one's unit's.

    \b
    Example: docgen duty done Y000012
    """
    from docgen.office import duties

    office, who = entry.open()
    row = duties.done(office, who, number)
    if as_json:
        out_json(duty_data(row))
    else:
        out(say("{code} {title} is done.", code=row.code, title=row.title))


@duty.command("waive")
@click.argument("number")
@click.option("--reason", required=True, help="Why it need not be done.")
@json_option()
@click.pass_obj
def waive(entry: Entry, number: str, reason: str, *, as_json: bool) -> None:
    """Let the duty NUMBER go; a manager, and never his own.

    \b
    Example: docgen duty waive Y000012 --reason 本月无外派人员
    """
    from docgen.office import duties

    office, who = entry.open()
    row = duties.let_go(office, who, number, reason)
    if as_json:
        out_json(duty_data(row))
    else:
        out(say("{code} {title} need not be done.", code=row.code, title=row.title))


@duty.command("start")
@click.argument("rule")
@click.option("--on", "day", default="", help="The day of the event, YYYY-MM-DD; else today.")
@click.option("--about", default="", help="The number of what it is about: a customer, a dossier.")
@click.option("--person", default="", help="Who owes it; else you.")
@json_option()
@click.pass_obj
def start(entry: Entry, rule: str, day: str, about: str, person: str, *, as_json: bool) -> None:
    """Begin the duty RULE that counts from an event: a trip that ended, a check that was made.

    \b
    Example: docgen duty start trip-summary --on 2026-11-20
    """
    from docgen.office import duties_rules, people

    office, who = entry.open()
    of = people.by_login(person) if person else None
    on = day_of(day, "--on") if day else None
    row = duties_rules.start(office, who, rule, on, subject=about, person=of)
    if as_json:
        out_json(duty_data(row))
    else:
        tell_started(row)


@duty.command("rules")
@json_option()
@click.pass_obj
def rules(entry: Entry, *, as_json: bool) -> None:
    """Show the duties of rules/duties.toml: when each is due next, and how many owe it.

    \b
    Example: docgen duty rules
    """
    from docgen.office import duties_rules

    office, _ = entry.open()
    found = duties_rules.overview(office)
    for name in duties_rules.strangers(office):
        note(say("A staff group names {name}, who has no open account.", name=name))
    if as_json:
        out_json([rule_data(one) for one in found])
    else:
        rules_table(found)


def _lines(office: Office, who: Person, wanted: Wanted) -> list[Line]:
    """What is on the list, brought up to date first."""
    from docgen.office import duties_list, duties_rolling

    duties_rolling.catch_up(office)
    return duties_list.lines(office, who, wanted)


def _tell(found: Sequence[Line], *, as_json: bool) -> None:
    if as_json:
        out_json([line_data(one) for one in found])
    else:
        tell_lines(found)


duty.add_command(export)
duty.add_command(reminders)
