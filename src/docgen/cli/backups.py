"""``docgen backup`` and ``docgen restore``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import note, out, out_json, progress
from docgen.errors import Misuse, say

_FILE = click.Path(path_type=Path)


@click.command(cls=Command)
@click.argument("place", type=_FILE, required=False)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…",
    help="Encrypt for this key of age; may be said several times.",
)
@click.option(
    "--recipients-file", type=_FILE, help="Encrypt for the keys in this file, one a line."
)
@click.option(
    "--new-identity", type=_FILE, help="Make a key instead: the secret part goes into this file."
)
@json_option()
@click.pass_obj
def backup(
    entry: Entry,
    place: Path | None,
    recipients: tuple[str, ...],
    recipients_file: Path | None,
    new_identity: Path | None,
    *,
    as_json: bool,
) -> None:
    """Copy the whole office to PLACE, which is new; every file is read again and compared.

    Others may go on working: the backup is of one moment. With a recipient it is one encrypted
    file, which also opens with age and tar. Without one it is a folder that anybody can read,
    with the log's private key in it.

    \b
    Example: docgen backup --new-identity /media/safe/office.key
             docgen backup /media/usb --recipient age1…
             docgen backup /media/encrypted/office-2026-11-22
    """
    from docgen.office import backup_keys, backups

    if new_identity:
        _make_identity(new_identity, as_json=as_json)
        return
    if place is None:
        raise Misuse(
            say("It is not said where the backup shall go"),
            why=say("a backup is a new folder, or a new file if it is encrypted"),
            fix=say("docgen backup PLACE"),
        )
    listed = backup_keys.read_recipients(recipients_file) if recipients_file else ()
    office, who = entry.open()
    made = backups.back_up(office, who, place, progress, recipients=(*recipients, *listed))
    if as_json:
        told = {"folder" if not made.recipients else "file": str(made.place)}
        counted = {"papers": made.papers, "files": made.files}
        out_json({**told, **counted, "recipients": made.recipients})
        return
    text = say(
        "{papers} paper(s), {files} file(s) backed up to {folder} and verified.",
        papers=made.papers,
        files=made.files,
        folder=made.place,
    )
    out(text)
    if not made.recipients:
        note(say("It is not encrypted and holds the log's private key."))
    if office.settings.keys:
        note(say("The store of keys is not in it: docgen keys backup FOLDER"))


def _make_identity(file: Path, *, as_json: bool) -> None:
    from docgen.office import backup_keys

    recipient = backup_keys.new_identity(file)
    if as_json:
        out_json({"identity": str(file), "recipient": recipient})
        return
    out(say("Recipient: {recipient}", recipient=recipient))
    out(
        say(
            "{file} opens what is encrypted for it. Keep it away from the office and the "
            "backups, in two places: who loses it loses the backups.",
            file=file,
        )
    )


@click.command(cls=Command)
@click.argument("source", metavar="BACKUP", type=_FILE)
@click.argument("folder", type=_FILE)
@click.option("--identity", type=_FILE, help="The file with the key that opens it.")
@json_option()
@click.pass_obj
def restore(
    entry: Entry, source: Path, folder: Path, identity: Path | None, *, as_json: bool
) -> None:
    """Make an office in FOLDER, which is new, from a BACKUP.

    Every file is compared with the backup's manifest as it is copied. A backup of an older
    docgen is brought up to date; one of a newer docgen is refused.

    \b
    Example: docgen restore /media/usb/office-2026-11-22 /srv/office
             docgen restore /media/usb/office.tar.age /srv/office --identity /media/safe/office.key
    """
    from docgen.office import restoring

    del entry
    office = restoring.restore(source, folder, progress, identity=identity)
    if as_json:
        out_json({"folder": str(office.folder)})
    else:
        out(say("The office is back in {folder}. Now run: docgen check", folder=office.folder))
