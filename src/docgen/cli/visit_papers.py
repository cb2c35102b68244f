"""``docgen visit daily|call|month|urgent``: the papers of visiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docgen.cli.answers import with_answers, with_pdf
from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out
from docgen.cli.visit_view import tell_reported
from docgen.errors import Misuse, say


@click.command("daily", cls=Command)
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def daily(
    entry: Entry, data: Path | None, sets: tuple[str, ...], *, pdf: bool, as_json: bool
) -> None:
    """File the report of a day of visits, and bring the customers' cards up to date.

    The report goes into the dossier of each customer it names. Rows of its table “cards” change
    what they name and nothing else; what stood there before is kept.

    \b
    Example: docgen questions daily-visit-report > day.toml
             docgen visit daily --data day.toml
    """
    from docgen.office import answering, visits_daily, visits_rows

    office, who = entry.open()
    given = answering.read(office, who, visits_rows.DAILY, data, sets).answers
    tell_reported(visits_daily.report(office, who, given, pdf=pdf), as_json=as_json)


@click.command("call", cls=Command)
@click.argument("customer")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def call(
    entry: Entry,
    customer: str,
    data: Path | None,
    sets: tuple[str, ...],
    *,
    pdf: bool,
    as_json: bool,
) -> None:
    """File the report of a visit that CUSTOMER scored (走访客户报告单).

    A score of 30 or less proposes a complaint.

    \b
    Example: docgen visit call K000001 --data 走访.toml --set attitude_score=优良
    """
    from docgen.office import answering, visits_papers, visits_rows

    office, who = entry.open()
    given = answering.read(office, who, visits_rows.CALL, data, sets).answers
    tell_reported(visits_papers.call(office, who, customer, given, pdf=pdf), as_json=as_json)


@click.command("urgent", cls=Command)
@click.argument("place")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def urgent(
    entry: Entry, place: str, data: Path | None, sets: tuple[str, ...], *, pdf: bool, as_json: bool
) -> None:
    """File an urgent report in PLACE, a customer or a dossier; the leader owes an answer at once.

    \b
    Example: docgen visit urgent K000001 --data 紧急.toml --set told_first=是
    """
    from docgen.office import answering, visits_papers, visits_rows

    office, who = entry.open()
    given = answering.read(office, who, visits_rows.URGENT, data, sets).answers
    tell_reported(visits_papers.urgent(office, who, place, given, pdf=pdf), as_json=as_json)


@click.command("month", cls=Command)
@click.argument("month_", metavar="MONTH")
@click.option("--dossier", default="", help="The dossier of reports it is filed in.")
@click.option("--draft", is_flag=True, help="Print what is known as TOML to go on with.")
@with_answers
@with_pdf
@json_option()
@click.pass_obj
def month(entry: Entry, /, month_: str, dossier: str, *, draft: bool, **more: Any) -> None:  # noqa: ANN401  click gives each option its own type
    """File the report of MONTH, begun from the daily reports of your unit.

    \b
    Example: docgen visit month 2026-12 --draft > month.toml
             docgen visit month 2026-12 --data month.toml --dossier 0000000042
    """
    from docgen.office import answering, visits_month, visits_rows

    office, who = entry.open()
    if draft:
        out(visits_month.draft(office, who, month_).rstrip())
        return
    if not dossier:
        raise Misuse(
            say("It is not clear where the report goes"),
            why=say("a month is not about one customer"),
            fix=say("add --dossier with the dossier of reports"),
            field="dossier",
        )
    given = answering.read(office, who, visits_rows.MONTH, more["data"], more["sets"]).answers
    done = visits_month.report(office, who, month_, dossier, given, pdf=more["pdf"])
    tell_reported(done, as_json=more["as_json"])
