"""``docgen posting appraise|rank``: monthly scores and the ranking of a quarter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, table
from docgen.errors import BadInput, say
from docgen.model.typed import score_of


@click.command("appraise", cls=Command)
@click.argument("code", metavar="POSTING")
@click.option("--month", default="", help="The month, 2026-03.")
@click.option("--score", default="", help="Of 100.")
@click.option("--comment", default="", help="What is said of the month.")
@click.option("--major-error", is_flag=True, help="A major error was made.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def appraise(
    entry: Entry,
    /,
    code: str,
    month: str,
    score: str,
    comment: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    major_error: bool,
    pdf: bool,
    as_json: bool,
) -> None:
    """Appraise a month of POSTING: the form is filled and filed, its score kept.

    A score below the limit ticks the proposal to move the person; a person decides.

    \b
    Example: docgen posting appraise W000001 --month 2026-05 --score 58 --comment 周报多次迟报
    """
    from docgen.office import answering, postings_appraising

    office, who = entry.open()
    given = answering.read(office, who, postings_appraising.FORM, data, sets).answers
    wish = postings_appraising.Score(
        month=_month(month),
        score=score_of(score, "score"),
        comment=comment,
        major_error=major_error,
        given=given,
        pdf=pdf,
    )
    one = postings_appraising.appraise(office, who, code, wish)
    if as_json:
        out_json({"posting": code, "month": month, "score": one.score, "item": str(one.item)})
    else:
        out(say("{month}: {score} ({item})", month=month, score=one.score, item=one.item))


@click.command("rank", cls=Command)
@click.option("--quarter", default="", help="The quarter, 2026Q1.")
@json_option()
@click.pass_obj
def rank(entry: Entry, quarter: str, *, as_json: bool) -> None:
    """Rank the postings of a quarter by average score; equal averages share a place.

    \b
    Example: docgen posting rank --quarter 2026Q1
    """
    from docgen.office import postings_appraising

    office, who = entry.open()
    found = postings_appraising.rank(office, who, postings_appraising.quarter_of(quarter))
    if as_json:
        out_json(
            [
                {
                    "rank": one.rank,
                    "posting": row.code,
                    "name": row.name,
                    "average": one.average,
                    "scores": list(one.scores),
                    "whole": one.is_whole,
                }
                for row, one in found
            ]
        )
        return
    table(
        [
            say("rank"),
            say("posting"),
            say("full name"),
            say("average"),
            say("scores"),
            say("remark"),
        ],
        [
            (
                *(one.rank, row.code, row.name, one.average),
                ", ".join(str(score) for score in one.scores),
                "" if one.is_whole else say("not all months"),
            )
            for row, one in found
        ],
    )


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadInput(
            say("{text} is no month", text=text or "-"),
            why=say("a month is written year-month"),
            fix=say("write it like 2026-03"),
            field="month",
        ) from error
