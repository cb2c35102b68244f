"""``docgen check --four``: the four properties as a table, as JSON, or as a report to sign."""

from __future__ import annotations

from pathlib import Path

from docgen.catalogue import in_chinese
from docgen.cli import upkeep_view as view
from docgen.cli.aid_files import by_ending, workbook_wanted, write_aid
from docgen.cli.days import day_of
from docgen.cli.printing import note
from docgen.errors import BadInput, say
from docgen.office import dossiers, four, four_report
from docgen.office.desk import Office
from docgen.office.four import Stage
from docgen.register.models import Person

_ENDINGS = (".docx", ".pdf", ".xlsx")


def check_four(
    office: Office,
    who: Person,
    stage: str,
    dossier: str,
    since: str,
    report: Path | None,
    *,
    as_json: bool,
) -> int:
    """Look at the four properties, print what came of it and write the report; the exit code."""
    if report is not None:
        _check_name(report)
    at = Stage(stage)
    one = dossiers.resolve(who, dossier) if dossier else None
    first = day_of(since, "since") if since else None
    points = four.examine(office, who, stage=at, dossier=one, since=first)
    if report is not None:
        docx, pdf = by_ending(report, docx=False, pdf=False)
        xlsx = workbook_wanted(report, xlsx=False)
        parts = (f"案卷 {one}" if one else "", f"{first} 起归档的" if first else "")
        scope = "　".join(filter(None, parts))
        aid = four_report.printed(office, who, points, at, scope, in_chinese, pdf=pdf, xlsx=xlsx)
        for file in write_aid(aid, report, docx=docx, pdf=pdf).values():
            note(say("Written: {file}", file=file))
    return view.show_points(points, as_json=as_json)


def refuse_without_four(*, asked: bool) -> None:
    """Refuse options that belong to ``--four``, given without it."""
    if asked:
        raise BadInput(
            say("These options do not belong together"),
            why=say("--dossier, --since and --report belong to --four"),
            fix=say("add --four"),
            field="--four",
        )


def _check_name(report: Path) -> None:
    """Before everything is read: the report can be written where it is wanted."""
    if report.suffix not in _ENDINGS or report.exists() or not report.absolute().parent.is_dir():
        raise BadInput(
            say("The report cannot be written to {file}", file=report),
            why=say(
                "it is a new file that ends in .docx, .pdf or .xlsx, in a folder that is there"
            ),
            fix=say("choose another name with --report"),
            field="report",
            file=str(report),
        )
