"""``docgen file`` and ``docgen item``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, Group, json_option
from docgen.cli.copy_view import copy_data, tell_held
from docgen.cli.dossier_view import fate, item_data
from docgen.cli.item_describe import describe, described_data, described_words
from docgen.cli.item_sign import sign
from docgen.cli.item_versions import history, verify
from docgen.cli.moving import move
from docgen.cli.printing import RETENTIONS, facts, note, out, out_json
from docgen.errors import say
from docgen.model.grades import Grade


@click.command(cls=Command)
@click.argument("dossier")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option("--title", default="", help="题名; else the file's name.")
@click.option("--group", default="other", show_default=True, help="Group of the dossier.")
@click.option(
    "--grade", default="", help="P, C, B or A, never below the dossier's; else the dossier's."
)
@json_option()
@click.pass_obj
def file(
    entry: Entry,
    dossier: str,
    paths: tuple[Path, ...],
    title: str,
    group: str,
    grade: str,
    *,
    as_json: bool,
) -> None:
    """File papers in DOSSIER, each PATH as an item of its own.

    All are checked before any is filed: Word, Excel, PDF, text, PNG and JPEG.

    \b
    Example: docgen file 0000000001 signed.pdf --title 服务合同签字页 --group sales
    """
    from docgen.office import intake

    office, who = entry.open()
    done = intake.bring(office, who, dossier, paths, title=title, group=group, grade=grade)
    for one in done:
        for warning in one.warnings:
            note(say("{file}: {warning}", file=one.path.name, warning=warning))
    if as_json:
        out_json(
            {
                "items": [
                    {
                        "item": str(one.filed.item),
                        "version": one.filed.version,
                        "sha512": one.filed.sha512[one.path.name],
                        "log_index": one.filed.log_index,
                    }
                    for one in done
                ]
            }
        )
        return
    for one in done:
        item = one.filed.item
        out(say("Filed {title} as {item}.", title=item.title, item=item))


@click.group(cls=Group)
def item() -> None:
    """Show the facts of a filed paper and its versions; verify it."""


item.add_command(describe)
item.add_command(history)
item.add_command(move)
item.add_command(sign)
item.add_command(verify)


@item.command("show")
@click.argument("number")
@json_option()
@click.pass_obj
def show(entry: Entry, number: str, *, as_json: bool) -> None:
    """Show the facts of the item NUMBER (not its words).

    \b
    Example: docgen item show 0000000001-0001
    """
    from docgen.office import copies, describing, lending, loan_losses

    office, who = entry.open()
    row = lending.show(office, who, number)
    described = describing.facts(office, row)
    held = copies.held([row]).get(row.pk, [])
    versions = [
        {
            "version": version.n,
            "at": version.at.isoformat(),
            "by": version.by.code,
            "log_index": version.log_index,
            "files": version.files,
        }
        for version in row.versions.order_by("n").select_related("by")
    ]
    if as_json:
        out_json(
            {
                **item_data(row),
                "archive_number": describing.archive_number(office, row),
                "fonds": office.settings.fonds,
                "dossier": str(row.dossier),
                "customer": row.dossier.customer.code,
                "retention": row.retention,
                "description": described_data(described),
                "original": str(loan_losses.fate_of(row)),
                "copies": [copy_data(one) for one in held],
                "versions": versions,
            }
        )
        return
    facts(
        {
            say("item"): str(row),
            say("archive number"): describing.archive_number(office, row),
            say("title"): row.title,
            say("document no."): row.form_number,
            say("dossier"): f"{row.dossier}  {row.dossier.title}",
            say("group"): row.group,
            say("grade"): Grade.of_rank(row.rank).mark,
            say("retention"): RETENTIONS.get(row.retention, row.retention),
            say("template"): row.template,
            say("filed by"): row.filed_by.name,
            say("filed at"): f"{office.local(row.filed_at):%Y-%m-%d %H:%M}",
            say("state"): fate(row),
            **described_words(described),
            say("original"): loan_losses.fate_of(row),
        }
    )
    for version in row.versions.order_by("n"):
        for one in version.files:
            out(f"v{version.n}  {one['path']}  {one['size']} B  sha512 {str(one['sha512'])[:16]}…")
    tell_held(held)
