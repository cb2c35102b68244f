"""``docgen backup`` and ``docgen restore``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, progress
from docgen.errors import say


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@json_option()
@click.pass_obj
def backup(entry: Entry, folder: Path, *, as_json: bool) -> None:
    """Copy the whole office into FOLDER, which is new; every file is read again and compared.

    Others may go on working: the backup is of one moment. It is not encrypted and holds the
    log's private key; keep it where only the archive's keepers come.

    \b
    Example: docgen backup /media/usb/office-2026-11-22
    """
    from docgen.office import backups

    office, who = entry.open()
    made = backups.back_up(office, who, folder, progress)
    if as_json:
        out_json({"folder": str(made.folder), "papers": made.papers, "files": made.files})
    else:
        text = say(
            "{papers} paper(s), {files} file(s) backed up to {folder} and verified.",
            papers=made.papers,
            files=made.files,
            folder=made.folder,
        )
        out(text)


@click.command(cls=Command)
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@json_option()
@click.pass_obj
def restore(entry: Entry, source: Path, folder: Path, *, as_json: bool) -> None:
    """Make an office in FOLDER, which is new, from a BACKUP.

    Every file is compared with the backup's manifest as it is copied. A backup of an older
    docgen is brought up to date; one of a newer docgen is refused.

    \b
    Example: docgen restore /media/usb/office-2026-11-22 /srv/office
    """
    from docgen.office import backups

    del entry
    office = backups.restore(source, folder, progress)
    if as_json:
        out_json({"folder": str(office.folder)})
    else:
        out(say("The office is back in {folder}. Now run: docgen check", folder=office.folder))
