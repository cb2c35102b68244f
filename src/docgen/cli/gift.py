"""``docgen gift``: gifts to customers and from them (礼品)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.printing import out, out_json
from docgen.cli.visit_view import gift_data, tell_gifts
from docgen.errors import BadInput, say
from docgen.model.gifting import State

if TYPE_CHECKING:
    from docgen.register.models_visits import Gift


@click.group(cls=Group)
def gift() -> None:
    """Gifts to customers and from them: ask, decide, give, declare, hand in."""


@gift.command("ask")
@click.argument("customer")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def ask(
    entry: Entry,
    customer: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """Ask for a gift to CUSTOMER: the budget application is filed, a head decides.

    \b
    Example: docgen gift ask K000001 --data 礼品.toml
    """
    from docgen.office import answering, gifts

    office, who = entry.open()
    given = answering.read(office, who, gifts.FORM, data, sets).answers
    _tell(gifts.ask(office, who, customer, given, pdf=pdf), as_json=as_json)


@gift.command("approve")
@click.argument("number", metavar="GIFT")
@click.option("--note", "said", default="", help="What to say of it.")
@json_option()
@click.pass_obj
def approve(entry: Entry, number: str, said: str, *, as_json: bool) -> None:
    """Approve GIFT, as a head; never one that you asked for yourself.

    \b
    Example: docgen gift approve P000001
    """
    from docgen.office import gifts

    office, who = entry.open()
    _tell(gifts.decide(office, who, number, agreed=True, note=said), as_json=as_json)


@gift.command("refuse")
@click.argument("number", metavar="GIFT")
@click.option("--note", "said", default="", help="What to say of it.")
@json_option()
@click.pass_obj
def refuse(entry: Entry, number: str, said: str, *, as_json: bool) -> None:
    """Refuse GIFT, as a head.

    \b
    Example: docgen gift refuse P000001 --note 招标期间不宜赠送
    """
    from docgen.office import gifts

    office, who = entry.open()
    _tell(gifts.decide(office, who, number, agreed=False, note=said), as_json=as_json)


@gift.command("give")
@click.argument("number", metavar="GIFT")
@click.option("--actual", required=True, help="What it cost, in yuan.")
@click.option("--on", default="", help="The day; today if left out.")
@json_option()
@click.pass_obj
def give(entry: Entry, number: str, actual: str, on: str, *, as_json: bool) -> None:
    """Note that GIFT was given; it may not have cost more than was approved.

    \b
    Example: docgen gift give P000001 --actual 680
    """
    from docgen.office import gifts

    office, who = entry.open()
    day = day_of(on, "on") if on else None
    _tell(gifts.give(office, who, number, _yuan(actual, "actual"), day), as_json=as_json)


@gift.command("declare")
@click.argument("customer")
@click.argument("what")
@click.option("--amount", default="0", help="What it is worth, in yuan.")
@json_option()
@click.pass_obj
def declare(entry: Entry, customer: str, what: str, amount: str, *, as_json: bool) -> None:
    """Declare WHAT was received from CUSTOMER, where the office allows it.

    \b
    Example: docgen gift declare K000001 茶叶两盒 --amount 200
    """
    from docgen.office import gifts

    office, who = entry.open()
    row = gifts.declare(office, who, customer, what, _yuan(amount, "amount"))
    _tell(row, as_json=as_json)


@gift.command("hand-in")
@click.argument("number", metavar="GIFT")
@click.option("--note", "said", default="", help="Where it is now.")
@json_option()
@click.pass_obj
def hand_in(entry: Entry, number: str, said: str, *, as_json: bool) -> None:
    """Note, as a head, that the declared GIFT was handed in to you.

    \b
    Example: docgen gift hand-in P000002 --note 存办公室，编号12
    """
    from docgen.office import gifts

    office, who = entry.open()
    _tell(gifts.hand_in(office, who, number, said), as_json=as_json)


@gift.command("list")
@click.option(
    "--state", type=click.Choice([one.value for one in State]), help="Only in this state."
)
@json_option()
@click.pass_obj
def list_(entry: Entry, state: str | None, *, as_json: bool) -> None:
    """List the gift register.

    \b
    Example: docgen gift list --state approved
    """
    from docgen.office import gifts

    office, who = entry.open()
    tell_gifts(gifts.list_gifts(office, who, state or ""), as_json=as_json)


def _tell(row: Gift, *, as_json: bool) -> None:
    if as_json:
        out_json(gift_data(row))
    else:
        out(say("{code}: {state}.", code=row.code, state=State(row.state).said))


def _yuan(text: str, field: str) -> Decimal:
    """An amount of money, in yuan and fen."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and 0 <= amount < 10**11 and amount == round(amount, 2)):
        raise BadInput(
            say("{text} is no amount", text=text),
            why=say("it is in yuan, with fen after the point"),
            fix=say("write it like 680 or 680.50"),
            field=field,
        )
    return amount
