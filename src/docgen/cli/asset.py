"""``docgen asset``: things people hold for the company (资产、备用机、钥匙、账号)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.answers import tell_filed, with_answers
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.printing import note, out_json, table
from docgen.errors import BadInput, say
from docgen.model.handover import HOLDINGS

if TYPE_CHECKING:
    from docgen.register.models_postings import Holding
_DAY = click.DateTime(["%Y-%m-%d"])
_MOST = 10**10
_FORMS = {"register": "handover/asset-register", "slip": "handover/transfer-slip"}


@click.group(cls=Group)
def asset() -> None:
    """Things people hold: register, lend, take back, count; assets, spare units, keys, accounts."""


@asset.command("add")
@click.argument("number")
@click.argument("label")
@click.option("--kind", type=click.Choice(HOLDINGS), default="asset", help="What it is.")
@click.option("--to", required=True, help="Who holds it: a posting, login, code or name.")
@click.option("--category", default="", help="As the asset register has it: 电脑, 桌椅 …")
@click.option("--place", default="", help="Where it stands.")
@click.option("--value", default="", help="What it cost, in yuan.")
@click.option("--until", type=_DAY, help="When it is to be back.")
@click.option("--request", default="", help="The number of the request; spare units need one.")
@json_option()
@click.pass_obj
def add(
    entry: Entry,
    /,
    to: str,
    value: str,
    until: dt.datetime | None,
    request: str,
    *,
    as_json: bool,
    **more: Any,  # noqa: ANN401  click gives each option its own type
) -> None:
    """Register the thing NUMBER, LABEL, with whoever holds it.

    \b
    Example: docgen asset add GDZC-0042 笔记本电脑 --to W000007 --category 电脑 --value 5200
             docgen asset add SN88 备用机 --kind spare --to mira --request BJ-3 --until 2026-06-30
    """
    from docgen.office import assets
    from docgen.office.assets_rows import Terms

    office, who = entry.open()
    new = assets.NewThing(**more, value=_money(value))
    terms = Terms(until.date() if until else None, request.strip())
    _tell([assets.add(office, who, new, to, terms)], as_json=as_json)


@asset.command("lend")
@click.argument("number")
@click.option("--to", required=True, help="Who gets it: a posting, login, code or name.")
@click.option("--until", type=_DAY, help="When it is to be back.")
@click.option("--request", default="", help="The number of the request; spare units need one.")
@json_option()
@click.pass_obj
def lend(
    entry: Entry, number: str, to: str, until: dt.datetime | None, request: str, *, as_json: bool
) -> None:
    """Give the thing NUMBER, which stands in the store, to somebody.

    \b
    Example: docgen asset lend SN88 --to W000007 --request BJ-7 --until 2026-06-30
    """
    from docgen.office import assets
    from docgen.office.assets_rows import Terms

    office, who = entry.open()
    terms = Terms(until.date() if until else None, request.strip())
    _tell([assets.lend(office, who, number, to, terms)], as_json=as_json)


@asset.command("return")
@click.argument("number")
@click.option("--condition", default="", help="完好, 损坏 or 遗失; as it was if left out.")
@json_option()
@click.pass_obj
def return_(entry: Entry, number: str, condition: str, *, as_json: bool) -> None:
    """Take the thing NUMBER back into the store.

    \b
    Example: docgen asset return SN88 --condition 损坏
    """
    from docgen.office import assets

    office, who = entry.open()
    _tell([assets.return_(office, who, number, condition)], as_json=as_json)


@asset.command("check")
@click.argument("holder", metavar="HOLDER")
@click.option("--found", multiple=True, metavar="NUMBER", help="It is there and sound; repeatable.")
@click.option("--damaged", multiple=True, metavar="NUMBER", help="There, but damaged; repeatable.")
@json_option()
@click.pass_obj
def check(
    entry: Entry, holder: str, found: tuple[str, ...], damaged: tuple[str, ...], *, as_json: bool
) -> None:
    """Count what HOLDER has: what is on his list and was not found is lost.

    \b
    Example: docgen asset check W000007 --found GDZC-0042 --damaged SN88
    """
    from docgen.office import assets

    office, who = entry.open()
    rows, strange = assets.check(office, who, holder, found, damaged)
    if as_json:
        out_json({"things": [_data(row) for row in rows], "strange": strange})
        return
    _tell(rows, as_json=False)
    for number in strange:
        note(say("{number} is not on his list", number=number))


@asset.command("list")
@click.option("--holder", default="", help="Only what this posting or account holds.")
@click.option("--kind", type=click.Choice(HOLDINGS), default=None, help="Only of this kind.")
@json_option()
@click.pass_obj
def list_(entry: Entry, holder: str, kind: str | None, *, as_json: bool) -> None:
    """List the things with whoever has them; those in the store come last.

    \b
    Example: docgen asset list --holder W000007
    """
    from docgen.office import assets

    office, who = entry.open()
    _tell(assets.list_assets(office, who, holder, kind or ""), as_json=as_json)


@asset.command("paper")
@click.argument("holder", metavar="HOLDER")
@click.argument("form", type=click.Choice(tuple(_FORMS)))
@with_answers
@json_option()
@click.pass_obj
def paper(
    entry: Entry, holder: str, form: str, data: Path | None, sets: tuple[str, ...], *, as_json: bool
) -> None:
    """File the asset register of HOLDER, or the slip of what was given to him today.

    \b
    Example: docgen asset paper W000007 register --set head=乔敏
    """
    from docgen.office import answering, assets_papers

    office, who = entry.open()
    name = _FORMS[form]
    given = answering.read(office, who, name, data, sets).answers
    made = assets_papers.make(office, who, holder, name, given)
    tell_filed(made, as_json=as_json)


def _tell(rows: Sequence[Holding], *, as_json: bool) -> None:
    from docgen.office.assets_rows import holder_of

    if as_json:
        out_json([_data(row) for row in rows])
        return
    table(
        [
            *(say("number"), say("kind"), say("what"), say("holder"), say("since")),
            *(say("to be back"), say("condition"), say("counted")),
        ],
        [
            (
                *(row.number, row.kind, row.label),
                say("in the store") if row.returned_on else holder_of(row).name,
                *(row.returned_on or row.since, row.due_back or ""),
                *(row.condition, row.checked_on or ""),
            )
            for row in rows
        ],
    )


def _data(row: Holding) -> dict[str, Any]:
    from docgen.office.assets_rows import holder_of

    return {
        "holding": row.code,
        "number": row.number,
        "kind": row.kind,
        "label": row.label,
        "holder": None if row.returned_on else holder_of(row).code,
        "since": row.since,
        "due_back": row.due_back,
        "returned_on": row.returned_on,
        "condition": row.condition,
        "checked_on": row.checked_on,
    }


def _money(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", ""))
        is_right = 0 <= value < _MOST
    except InvalidOperation:
        is_right = False
    if not is_right:
        raise BadInput(
            say("{text} is no amount", text=text),
            why=say("it is a number of yuan"),
            fix=say("write for instance: --value 5200"),
            field="value",
        )
    return value.quantize(Decimal("0.01"))
