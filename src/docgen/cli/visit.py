"""``docgen visit``: plans, reports and safety checks of visits to customers (巡访)."""

from __future__ import annotations

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.printing import note, out, out_json
from docgen.cli.visit_papers import call, daily, month, urgent
from docgen.cli.visit_view import tell_visits, visit_data
from docgen.errors import say


@click.group(cls=Group)
def visit() -> None:
    """Visits to customers: plan, report the day and the month, call for help, check."""


for made in (daily, call, month, urgent):
    visit.add_command(made)


@visit.command("plan")
@click.argument("period")
@click.option("--visitor", default="", help="Who visits; you yourself if left out.")
@click.option("--customer", "customers", multiple=True, help="Only these customers; repeatable.")
@click.option("--goods", default="", help="Goods to sell above all (重点推销商品).")
@click.option("--topics", default="", help="What to look into above all (重点调查项目).")
@click.option("--special", default="", help="What else to look into (特别调查项目).")
@click.option("--reason", default="", help="Why the area's own salesman visits (C-053).")
@json_option()
@click.pass_obj
def plan(
    entry: Entry,
    period: str,
    visitor: str,
    customers: tuple[str, ...],
    goods: str,
    topics: str,
    special: str,
    reason: str,
    *,
    as_json: bool,
) -> None:
    """Plan the visits of PERIOD, a month, a quarter or a year, by the customers' grades.

    How often a grade is visited stands in rules/visits.toml. A customer whose area's salesman is
    the visitor is left out, unless a reason is given. Planning again adds what is not planned yet.

    \b
    Example: docgen visit plan 2026-12 --goods 冬季滤芯 --topics 节前库存
    """
    from docgen.office import visits

    office, who = entry.open()
    wish = visits.Wish(period, visitor, customers, goods, topics, special, reason)
    made = visits.make(office, who, wish)
    if as_json:
        warnings = [str(one) for one in made.warnings]
        rows = [visit_data(one) for one in made.visits]
        out_json({"period": made.plan.period, "visits": rows, "warnings": warnings})
        return
    tell_visits(made.visits, as_json=False)
    out(say("{n} visit(s) planned.", n=len(made.visits)))
    for warning in made.warnings:
        note(warning)


@visit.command("list")
@click.argument("period", default="")
@click.option("--late", is_flag=True, help="Only those that were planned and not made.")
@json_option()
@click.pass_obj
def list_(entry: Entry, period: str, *, late: bool, as_json: bool) -> None:
    """List the visits, planned and made, all or those of PERIOD.

    \b
    Example: docgen visit list 2026-12 --late
    """
    from docgen.office import visits

    office, who = entry.open()
    tell_visits(visits.list_visits(office, who, period, late=late), as_json=as_json)


@visit.command("check")
@click.argument("customer")
@click.option("--on", default="", help="The day of the first check; today if left out.")
@json_option()
@click.pass_obj
def check(entry: Entry, customer: str, on: str, *, as_json: bool) -> None:
    """Note a safety check at the user CUSTOMER; the next one is owed from there on (C-044).

    Homes every two years, others every year: the rules are those of rules/duties.toml.

    \b
    Example: docgen visit check K000001
    """
    from docgen.office import visits_duties

    office, who = entry.open()
    row, due = visits_duties.checked(office, who, customer, day_of(on, "on") if on else None)
    if as_json:
        out_json({"customer": row.code, "next": due})
    else:
        out(say("{name}: the next check is due on {day}.", name=row.name, day=due))


@visit.command("card")
@click.argument("customer")
@json_option()
@click.pass_obj
def card(entry: Entry, customer: str, *, as_json: bool) -> None:
    """Show what reports changed on the card of CUSTOMER, the oldest first.

    \b
    Example: docgen visit card K000001
    """
    from docgen.cli.printing import table
    from docgen.cli.visit_view import change_data
    from docgen.office import customers, visits_cards

    office, who = entry.open()
    rows = visits_cards.history(customers.show(office, who, customer))
    if as_json:
        more = [{"day": one.paper.day, "by": one.paper.by.code} for one in rows]
        out_json([change_data(one) | extra for one, extra in zip(rows, more, strict=True)])
        return
    table(
        [say("day"), say("by"), say("field"), say("before"), say("after")],
        [
            (
                one.paper.day,
                one.paper.by.name,
                one.field,
                visits_cards.said(one.before),
                visits_cards.said(one.after),
            )
            for one in rows
        ],
    )
