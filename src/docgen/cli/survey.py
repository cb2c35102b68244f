"""``docgen survey``: the yearly satisfaction survey (客户满意度调查)."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.days import day_of
from docgen.cli.printing import note, out, out_json
from docgen.cli.visit_view import tell_survey
from docgen.errors import say


@click.group(cls=Group)
def survey() -> None:
    """Satisfaction surveys: open a round, file answers, close it, show what they say."""


@survey.command("open")
@click.argument("year", type=int)
@click.option("--reply-by", required=True, help="Until when customers may answer, 2026-11-30.")
@click.option("--sent", type=int, default=0, help="How many questionnaires go out.")
@json_option()
@click.pass_obj
def open_(entry: Entry, year: int, reply_by: str, sent: int, *, as_json: bool) -> None:
    """Open the round of YEAR for your unit.

    \b
    Example: docgen survey open 2026 --reply-by 2026-12-20 --sent 120
    """
    from docgen.office import surveys

    office, who = entry.open()
    row = surveys.open_round(office, who, year, day_of(reply_by, "reply-by"), sent=sent)
    tell_survey(surveys.seen(office, row), as_json=as_json)


@survey.command("answer")
@click.argument("year", type=int)
@click.argument("customer")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def answer(
    entry: Entry,
    year: int,
    customer: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """File the answers of CUSTOMER in the round of YEAR; a very bad one proposes a complaint.

    \b
    Example: docgen survey answer 2026 K000001 --set overall_score=满意 --set method=电话
    """
    from docgen.office import answering, surveys

    office, who = entry.open()
    given = answering.read(office, who, surveys.FORM, data, sets).answers
    kept, warnings = surveys.answer(office, who, year, customer, given, pdf=pdf)
    if as_json:
        told = [str(one) for one in warnings]
        out_json({"item": str(kept.item), "points": kept.points, "warnings": told})
        return
    out(say("Filed {number}: {items}", number=kept.item.form_number, items=kept.item))
    for warning in warnings:
        note(warning)


@survey.command("close")
@click.argument("year", type=int)
@json_option()
@click.pass_obj
def close(entry: Entry, year: int, *, as_json: bool) -> None:
    """Close the round of YEAR; the plan of improvement is owed from there on.

    \b
    Example: docgen survey close 2026
    """
    from docgen.office import surveys

    office, who = entry.open()
    tell_survey(surveys.close(office, who, year), as_json=as_json)


@survey.command("show")
@click.argument("year", type=int)
@json_option()
@click.pass_obj
def show(entry: Entry, year: int, *, as_json: bool) -> None:
    """Show the round of YEAR: averages, the worst question first, and the years before.

    \b
    Example: docgen survey show 2026
    """
    from docgen.office import surveys

    office, who = entry.open()
    tell_survey(surveys.show(office, who, year), as_json=as_json)


@survey.command("plan")
@click.argument("year", type=int)
@click.option("--dossier", required=True, help="The dossier it is filed in.")
@click.option("--data", type=click.Path(path_type=Path), help="Answers of the plan.")
@click.option("--set", "sets", multiple=True, metavar="K=V", help="One answer; repeatable.")
@json_option()
@click.pass_obj
def plan(
    entry: Entry,
    year: int,
    dossier: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """File the plan of improvement of the closed round of YEAR; its figures are known.

    \b
    Example: docgen survey plan 2026 --dossier 0000000042 --data 改进方案.toml
    """
    from docgen.office import answering, surveys

    office, who = entry.open()
    given = answering.read(office, who, surveys.PLAN, data, sets).answers
    item = surveys.plan(office, who, year, dossier, given)
    if as_json:
        out_json({"item": str(item), "number": item.form_number})
    else:
        out(say("Filed {number}: {items}", number=item.form_number, items=item))
