"""``docgen log``: the access log."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli import log_keeping, log_proofs
from docgen.cli.base import Entry, Group, json_option
from docgen.cli.language import language
from docgen.cli.printing import note, out, out_json, progress, table
from docgen.errors import Integrity, say


@click.group(cls=Group)
def log() -> None:
    """Read, verify and sign the access log."""


@log.command("list")
@click.option("--act", default="", help="Only acts that begin like this: loan, item.read, …")
@click.option("--about", default="", help="Only about this item, dossier or person.")
@click.option(
    "--last", type=click.IntRange(1), default=50, show_default=True, help="How many, the newest."
)
@json_option()
@click.pass_obj
def list_(entry: Entry, act: str, about: str, last: int, *, as_json: bool) -> None:
    """List the newest entries.

    \b
    Example: docgen log list --act loan --last 20
    """
    from docgen.office import auditing, cosigning

    office, who = entry.open()
    entries = auditing.entries(office, who, act=act, obj=about, last=last)
    if as_json:
        out_json(entries)
        return
    if late := cosigning.overdue(office):
        note(late)
    table(
        [say("no."), say("time (UTC)"), say("what"), say("rules"), say("purpose")],
        [
            (
                one["idx"],
                str(one["t"])[:19],
                one[language()],
                " ".join(one.get("rules", ())),
                one.get("why", ""),
            )
            for one in entries
        ],
    )


@log.command("verify")
@click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint kept elsewhere; repeatable.",
)
@json_option()
@click.pass_obj
def verify(entry: Entry, kept: tuple[Path, ...], *, as_json: bool) -> int:
    """Check every entry of the log, and the log against checkpoints.

    Exit code 6 if something was changed. Only a checkpoint kept elsewhere proves that
    nobody rewrote the whole log.

    \b
    Example: docgen log verify --checkpoint /media/usb/checkpoint
    """
    from docgen.office import auditing

    office, who = entry.open()
    report = auditing.verify(office, who, kept, progress)
    code = 0 if report.is_whole else Integrity.exit_code
    if as_json:
        out_json(
            {
                "ok": report.is_whole,
                "size": report.size,
                "root": report.root.hex(),
                "findings": [
                    {"code": finding.code, "index": finding.index, "text": str(finding.text)}
                    for finding in report.findings
                ],
            }
        )
        return code
    for finding in report.findings:
        out(f"{finding.code}  {'' if finding.index is None else finding.index}")
        out(finding.text)
    if report.is_whole:
        root = report.root.hex()
        out(say("The log is whole: {n} entries, root {root}", n=report.size, root=root))
    else:
        out(say("The log was changed: {n} finding(s).", n=len(report.findings)))
    return code


@log.command("checkpoint")
@click.pass_obj
def checkpoint(entry: Entry) -> None:
    """Sign the log's size and root, and print the note; keep it elsewhere.

    \b
    Example: docgen log checkpoint > /media/usb/checkpoint
    """
    from docgen.office import auditing

    office, who = entry.open()
    click.echo(auditing.checkpoint(office, who), nl=False)


for command in (*log_proofs.COMMANDS, *log_keeping.COMMANDS):
    log.add_command(command)
