"""``docgen audit``: reports for auditor and archivist, made of the log and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli import audit_options as options
from docgen.cli.audit_options import Asked, Output
from docgen.cli.audit_trace import trace
from docgen.cli.audit_view import refuse_taken, show
from docgen.cli.base import Entry, Group
from docgen.cli.printing import progress
from docgen.errors import Integrity, Negative
from docgen.model.audit import Period

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

_GROUPS = ("who", "item", "dossier", "purpose", "act", "day")
Days = tuple[str, str]


@click.group(cls=Group)
def audit() -> None:
    """Audit reports: who saw what, when and why; what is unusual, and what does not agree."""


audit.add_command(trace)


@audit.command("access")
@click.pass_obj
@options.question
@options.days
@options.last
@options.by(*_GROUPS)
@options.output
def access(entry: Entry, asked: Asked, days: Days, last: int, by: str, output: Output) -> None:
    """Who looked at, read, copied, borrowed or took out what, when and for which purpose.

    \b
    Example: docgen audit access --who lin --since 2026-11-01 --by purpose
             docgen audit access --item 0000000042-0007 --pdf 利用清单.pdf
    """
    from docgen.office import audit_access, audit_question

    office, me, when = _opened(entry, output, days)
    wanted = audit_question.question(**asked)
    listing = audit_access.access(office, me, wanted, when, last=last, bar=progress)
    listing.scope = " ".join(filter(None, asked.values()))
    show(office, me, listing, when, output, by=by)


@audit.command("refused")
@click.pass_obj
@options.question
@options.days
@options.last
@options.by("rule", *_GROUPS)
@options.output
def refused(entry: Entry, asked: Asked, days: Days, last: int, by: str, output: Output) -> None:
    """What was refused or failed, with the rules that refused it.

    \b
    Example: docgen audit refused --since 2026-11-01 --by rule
    """
    from docgen.office import audit_access, audit_question

    office, me, when = _opened(entry, output, days)
    wanted = audit_question.question(**asked)
    listing = audit_access.refused(office, me, wanted, when, last=last, bar=progress)
    listing.scope = " ".join(filter(None, asked.values()))
    show(office, me, listing, when, output, by=by)


@audit.command("loans")
@click.option("--open", "which", flag_value="open", help="Only loans that have not ended.")
@click.option("--overdue", "which", flag_value="overdue", help="Only loans past their day.")
@click.option("--lost", "which", flag_value="lost", help="Only papers that were lost.")
@click.option("--unit", default="", help="Only borrowers of this unit.")
@click.pass_obj
@options.days
@options.by("state", "unit", "who", "overdue")
@options.output
def loans(entry: Entry, which: str | None, unit: str, days: Days, by: str, output: Output) -> None:
    """Loans asked for in a period, those that were out longest first.

    \b
    Example: docgen audit loans --overdue --by unit
    """
    from docgen.office import audit_loans

    office, me, when = _opened(entry, output, days)
    listing = audit_loans.loans(office, me, when, which or "all", unit)
    show(office, me, listing, when, output, by=by)


@audit.command("outside")
@click.pass_obj
@options.days
@options.by("act", "who", "res")
@options.output
def outside(entry: Entry, days: Days, by: str, output: Output) -> None:
    """What the log says of outside requests: registered, decided, served, refused.

    \b
    Example: docgen audit outside --since 2026-01-01
    """
    from docgen.office import audit_loans

    office, me, when = _opened(entry, output, days)
    listing = audit_loans.outside(office, me, when, bar=progress)
    show(office, me, listing, when, output, by=by)


@audit.command("who-knew")
@click.argument("item")
@click.pass_obj
@options.output
def who_knew(entry: Entry, item: str, output: Output) -> None:
    """Everybody who knew the paper ITEM, those who know what it says first.

    Bound PDFs, bags, copies, loans and outside bodies are counted in.

    \b
    Example: docgen audit who-knew 0000000042-0007
    """
    from docgen.office import audit_knew

    office, me, when = _opened(entry, output)
    listing = audit_knew.who_knew(office, me, item, bar=progress)
    show(office, me, listing, when, output, by="way")


@audit.command("unusual")
@click.pass_obj
@options.days
@options.by("rule", "who", "day")
@options.output
def unusual(entry: Entry, days: Days, by: str, output: Output) -> int:
    """Unusual patterns, each with the rule that flagged it; exit code 1 if there are any.

    The figures stand in rules/unusual.toml. A finding is a hint to look at the log.

    \b
    Example: docgen audit unusual --since 2026-11-01
    """
    from docgen.office import audit_unusual

    office, me, when = _opened(entry, output, days)
    listing = audit_unusual.unusual_acts(office, me, when, bar=progress)
    show(office, me, listing, when, output, by=by)
    return Negative.exit_code if listing.total else 0


@audit.command("reconcile")
@click.pass_obj
@options.output
def reconcile(entry: Entry, output: Output) -> int:
    """Rows without an entry, entries without their row, rows that are not as entries tell.

    Nothing is found in an office whose register nobody changed past docgen; exit code 6
    otherwise.

    \b
    Example: docgen audit reconcile
    """
    from docgen.office import audit_reconcile

    office, me, when = _opened(entry, output)
    listing = audit_reconcile.reconcile(office, me, bar=progress)
    show(office, me, listing, when, output, by="rule")
    return Integrity.exit_code if listing.total else 0


def _opened(entry: Entry, output: Output, days: Days = ("", "")) -> tuple[Office, Person, Period]:
    """The office, the acting person and the period; files that are there stop it at once."""
    office, me = entry.open()
    refuse_taken(output)
    return office, me, options.period(office, days)


@audit.command("report")
@click.option("--month", required=True, help="Which month, 2026-11.")
@click.pass_obj
@options.output
def report(entry: Entry, month: str, output: Output) -> int:
    """The month's statement on one page, for archivist and auditor to sign.

    Exit code 6 if register and log do not agree.

    \b
    Example: docgen audit report --month 2026-11 --pdf 2026-11.pdf
    """
    from docgen.cli.audit_statement import show_statement
    from docgen.office import audit_report

    office, me, _ = _opened(entry, output)
    when = options.month(office, month)
    made = audit_report.statement(office, me, when, bar=progress)
    show_statement(office, me, made, output)
    return Integrity.exit_code if made.disagreements else 0
