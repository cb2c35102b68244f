"""``docgen station``: authorised stations and who looks after them (授权站)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.register.models_postings import Station


@click.group(cls=Group)
def station() -> None:
    """Authorised stations: register, give to a posted person, list."""


@station.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--place", required=True, help="Where it is.")
@click.option("--contact", required=True, help="Whom to ask for.")
@click.option("--phone", default="", help="His telephone.")
@click.option("--area", default="", help="The area's key.")
@click.option("--keeper", default="", metavar="POSTING", help="Who looks after it.")
@json_option()
@click.pass_obj
def add(entry: Entry, /, *, as_json: bool, **more: str) -> None:
    """Register the station CODE, NAME.

    \b
    Example: docgen station add ZS-01 中山授权站 --place 中山市 --contact 甄师傅 --keeper W000007
    """
    from docgen.office import stations

    office, who = entry.open()
    _tell([stations.add(office, who, stations.NewStation(**more))], as_json=as_json)


@station.command("change")
@click.argument("code")
@click.option("--keeper", default="", metavar="POSTING", help="Who looks after it now.")
@click.option("--state", default="", help="正常, 整改, 停用 or 筹建.")
@json_option()
@click.pass_obj
def change(entry: Entry, code: str, keeper: str, state: str, *, as_json: bool) -> None:
    """Give the station CODE to a posted person, or note what it has become.

    \b
    Example: docgen station change ZS-01 --keeper W000009
    """
    from docgen.office import stations

    office, who = entry.open()
    row = stations.change(office, who, code, keeper=keeper, state=state)
    _tell([row], as_json=as_json)


@station.command("list")
@json_option()
@click.pass_obj
def list_(entry: Entry, *, as_json: bool) -> None:
    """List the stations with whoever looks after them.

    \b
    Example: docgen station list
    """
    from docgen.office import stations

    office, who = entry.open()
    _tell(stations.list_stations(office, who), as_json=as_json)


def _tell(rows: Sequence[Station], *, as_json: bool) -> None:
    if as_json:
        keys = ("code", "name", "place", "contact", "phone", "state")
        out_json(
            [
                {key: getattr(row, key) for key in keys}
                | {
                    "area": row.area.key if row.area else None,
                    "keeper": row.keeper.code if row.keeper else None,
                }
                for row in rows
            ]
        )
        return
    table(
        [
            *(say("station"), say("name"), say("place"), say("contact")),
            *(say("area"), say("keeper"), say("state")),
        ],
        [
            (
                *(row.code, row.name, row.place, f"{row.contact} {row.phone}".strip()),
                row.area.title if row.area else "",
                f"{row.keeper.name} ({row.keeper.code})" if row.keeper else "",
                row.state,
            )
            for row in rows
        ],
    )
