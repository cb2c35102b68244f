"""``docgen posting``: posted staff from the plan to the return (驻外、外派人员)."""

from __future__ import annotations

from typing import Any

import click

from docgen.cli.base import Command, Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.posting_areas import area, areas
from docgen.cli.posting_leave import approve_leave, leave, leaves
from docgen.cli.posting_months import appraise, rank
from docgen.cli.posting_papers import gate, note, paper
from docgen.cli.posting_rotation import notice, rotate
from docgen.cli.posting_view import row_data, seen_data, tell_row, tell_rows, tell_seen
from docgen.cli.printing import out_json
from docgen.model.posting import State


@click.group(cls=Group)
def posting() -> None:
    """Posted staff: plan, papers, departure, appraisal, rotation, leave, return."""


for made in (gate, paper, note, appraise, rank, rotate, notice):
    posting.add_command(made)
for made in (leave, leaves, approve_leave, area, areas):
    posting.add_command(made)


@posting.command("open", cls=Command)
@click.argument("staff", metavar="PERSON")
@click.option("--kind", default="", help="The kind of staff: 外派技术人员, 站长 …")
@click.option("--scope", default="", help="国外, 境外 or 国内异地.")
@click.option("--host", default="", help="Where the person is posted to: unit or place.")
@click.option("--from", "starts", default="", help="The first day, 2026-03-14.")
@click.option("--to", "ends", default="", help="The last day.")
@click.option("--area", default="", help="The key of the area; see docgen posting areas.")
@click.option("--also", "more_areas", multiple=True, help="Another area as well; repeatable.")
@click.option("--area-since", default="", help="Since when in this area, if longer than this stay.")
@click.option("--staff-number", default="", help="工号; the dossier's key if left out.")
@click.option("--account", "login", default="", help="The person's account, who owes the reports.")
@json_option()
@click.pass_obj
def open_(
    entry: Entry,
    /,
    staff: str,
    starts: str,
    ends: str,
    area_since: str,
    *,
    as_json: bool,
    **more: Any,  # noqa: ANN401  click gives each option its own type
) -> None:
    """Plan a posting of PERSON: a customer of kind staff, by id, name or dossier.

    Somebody without a dossier as posted staff gets one. A shorter stay than rules/postings.toml
    says is a trip.

    \b
    Example: docgen posting open K000007 --kind 外派技术人员 --scope 国内异地 --host 澜州驻外机构
               --from 2026-04-01 --to 2027-03-31 --area lz --account luo
    """
    from docgen.office import postings

    office, who = entry.open()
    plan = postings.Plan(
        staff=staff,
        starts=day_of(starts, "from"),
        ends=day_of(ends, "to"),
        area_since=day_of(area_since, "area-since") if area_since else None,
        **more,
    )
    tell_row(postings.open_posting(office, who, plan), as_json=as_json)


@posting.command("show", cls=Command)
@click.argument("code", metavar="POSTING")
@json_option()
@click.pass_obj
def show(entry: Entry, code: str, *, as_json: bool) -> None:
    """Show POSTING: papers and until when they hold, what is missing, months, leave, duties.

    \b
    Example: docgen posting show W000001
    """
    from docgen.office import postings_list

    office, who = entry.open()
    one = postings_list.show(office, who, code)
    if as_json:
        out_json(seen_data(one))
    else:
        tell_seen(one)


@posting.command("list", cls=Command)
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only in this state."
)
@click.option("--area", default="", help="Only of this area.")
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, area: str, *, as_json: bool) -> None:
    """List the postings.

    \b
    Example: docgen posting list --state departed
    """
    from docgen.office import postings_list

    office, who = entry.open()
    found = postings_list.list_postings(office, who, state=state or "", area=area)
    if as_json:
        out_json([row_data(row) for row in found])
    else:
        tell_rows(found)


@posting.command("approve", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--refuse", is_flag=True, help="Do not agree; say why with --reason.")
@click.option("--reason", default="", help="What is said of it.")
@json_option()
@click.pass_obj
def approve(entry: Entry, code: str, reason: str, *, refuse: bool, as_json: bool) -> None:
    """Agree to POSTING as a head; nobody agrees to his own or to what he asked for.

    The approval form must be in the dossier first; an agreement can be made only afterwards.

    \b
    Example: docgen posting approve W000001
             docgen posting approve W000001 --refuse --reason 编制已满
    """
    from docgen.office import postings

    office, who = entry.open()
    row = postings.decide(office, who, code, agree=not refuse, reason=reason)
    tell_row(row, as_json=as_json)


@posting.command("depart", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--on", default="", help="The day, 2026-03-14; today if left out.")
@json_option()
@click.pass_obj
def depart(entry: Entry, code: str, on: str, *, as_json: bool) -> None:
    """Note that POSTING began; refused while anything is missing, with a list of it.

    From this day on the person owes the reports of his staff group; see docgen duty list.

    \b
    Example: docgen posting depart W000001 --on 2026-04-01
    """
    from docgen.office import postings

    office, who = entry.open()
    row = postings.depart(office, who, code, day_of(on, "on") if on else None)
    tell_row(row, as_json=as_json)


@posting.command("return", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--on", default="", help="The last day, 2026-03-14; today if left out.")
@json_option()
@click.pass_obj
def return_(entry: Entry, code: str, on: str, *, as_json: bool) -> None:
    """Note that POSTING ended and the person is back; refused while he holds anything.

    Reports that would be due later are let go. Whoever leaves the company hands over instead.

    \b
    Example: docgen posting return W000001
    """
    from docgen.office import postings

    office, who = entry.open()
    row = postings.return_(office, who, code, day_of(on, "on") if on else None)
    tell_row(row, as_json=as_json)
