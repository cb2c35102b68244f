"""``docgen outside list|show``: looking at requests."""

from __future__ import annotations

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.outside_data import request_data
from docgen.cli.outside_view import tell_request, tell_requests
from docgen.cli.printing import out_json
from docgen.model.outside import State


@click.command("list", cls=Command)
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only requests in this state."
)
@click.option("--year", type=int, default=0, help="Only those registered in this year.")
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, year: int, *, as_json: bool) -> None:
    """List the outside requests with their state and last day.

    \b
    Example: docgen outside list --state requested
    """
    from docgen.office import outside

    office, who = entry.open()
    found = outside.list_requests(office, who, state or "", year)
    if as_json:
        out_json([request_data(one) for one in found])
    else:
        tell_requests(found)


@click.command("show", cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the request NUMBER: who came, its scope, who approved, what was served.

    \b
    Example: docgen outside show OUT-000001
    """
    from docgen.office import outside

    office, who = entry.open()
    seen = outside.show(office, who, number)
    if as_json:
        out_json(request_data(seen))
    else:
        tell_request(seen)
