"""``docgen keys``: the office's key, its printed shares, and encryption.

The words of shares come in on the terminal or standard input, never as arguments: those stand in
the shell's history. Nothing here prints one.
"""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Entry, Group, json_option
from docgen.cli.keys_view import encrypt, status, typed_shares, verify
from docgen.cli.printing import note, out, out_json
from docgen.errors import Misuse, say

_FILE = click.Path(path_type=Path)
_PAGES = click.argument("pages", metavar="SHARES.pdf", type=_FILE)


@click.group(cls=Group)
def keys() -> None:
    """The office's key: printed shares, drills, encryption of the highest grades."""


@keys.command()
@_PAGES
@click.pass_obj
def init(entry: Entry, pages: Path) -> None:
    """Make the office's key, and write its three shares as pages to print.

    The key goes into the file that [encryption] keys of docgen.toml names, on another volume.

    \b
    Example: docgen keys init /dev/shm/shares.pdf
    """
    from docgen.office import keys as verbs

    row = verbs.init(*entry.open(), pages)
    out(say("The office's key {name} is made.", name=row.name))
    _after_printing(pages)


@keys.command()
@_PAGES
@click.pass_obj
def shares(entry: Entry, pages: Path) -> None:
    """Write a new set of shares of the present key; it has to be drilled again.

    \b
    Example: docgen keys shares /dev/shm/shares.pdf
    """
    from docgen.office import keys as verbs

    row = verbs.reprint(*entry.open(), pages)
    out(say("New shares of the key {name}: set {n}.", name=row.name, n=row.share_set))
    _after_printing(pages)


def _after_printing(pages: Path) -> None:
    out(say("Its three shares are in {file}: any two give the key back.", file=pages))
    note(
        say(
            "Print the pages, put each into an envelope of its own, remove {file}, then: "
            "docgen keys drill",
            file=pages,
        )
    )


@keys.command()
@click.pass_obj
def drill(entry: Entry) -> None:
    """Prove with two printed shares that the key can be brought back from paper.

    The words are asked for, or read from standard input, a share a line.

    \b
    Example: docgen keys drill
    """
    from docgen.office import keys as verbs

    office, who = entry.open()
    row = verbs.drill(office, who, typed_shares())
    out(say("The two shares give the key {name}. The drill has succeeded.", name=row.name))
    if row.state == verbs.WAITING:
        note(say("To put it in place: docgen keys rotate --finish"))
    elif not row.is_on:
        note(say("To encrypt from now on: docgen keys on"))


@keys.command()
@click.pass_obj
def on(entry: Entry) -> None:
    """Encrypt what is filed from now on at the grades that ask for it.

    Refused until a drill with the newest printed shares has succeeded.

    \b
    Example: docgen keys on
    """
    from docgen.office import keys as verbs

    office, who = entry.open()
    verbs.turn_on(office, who)
    grades = ", ".join(office.settings.grades)
    out(say("Papers of these grades are encrypted from now on: {grades}", grades=grades))
    note(say("Copy the store of keys now and then: docgen keys backup FOLDER"))


@keys.command()
@click.pass_obj
def recover(entry: Entry) -> None:
    """Put the office's key back into its file from two printed shares.

    \b
    Example: docgen keys recover
    """
    from docgen.office import keys as verbs

    office, who = entry.open()
    row = verbs.recover(office, who, typed_shares())
    out(say("The key {name} is back in its file.", name=row.name))


@keys.command()
@click.argument("pages", metavar="[SHARES.pdf]", type=_FILE, required=False)
@click.option("--finish", is_flag=True, help="Put the new key in place, after its drill.")
@click.pass_obj
def rotate(entry: Entry, pages: Path | None, *, finish: bool) -> None:
    """Change the office's key: print the new one's shares, drill them, then finish.

    Only the wrapped keys are written anew; the papers stay as they are.

    \b
    Example: docgen keys rotate /dev/shm/shares.pdf
             docgen keys rotate --finish
    """
    from docgen.office import keys_rotation

    if finish == (pages is not None):
        raise Misuse(
            say("A rotation begins with a file for the new shares, and ends with --finish"),
            why=say("in between the printed shares are drilled"),
            fix=say("docgen keys rotate SHARES.pdf"),
        )
    office, who = entry.open()
    if pages is not None:
        row = keys_rotation.begin(office, who, pages)
        out(say("The new key {name} waits for its drill.", name=row.name))
        _after_printing(pages)
        return
    count = keys_rotation.finish(office, who)
    out(say("The new key is in place; {n} paper(s) are under it.", n=count))
    note(say("Destroy the older shares and copies of the store, then: docgen keys backup FOLDER"))


@keys.command()
@click.argument("folder", type=_FILE)
@json_option()
@click.pass_obj
def backup(entry: Entry, folder: Path, *, as_json: bool) -> None:
    """Copy the store of keys to FOLDER, apart from the backups of the office.

    \b
    Example: docgen keys backup /media/keys/2026-11-22
    """
    from docgen.office import keys_copies

    count = keys_copies.copy(*entry.open(), folder)
    if as_json:
        out_json({"folder": str(folder), "keys": count})
    else:
        out(say("{n} key(s) copied to {folder}, each one tried.", n=count, folder=folder))


@keys.command()
@click.argument("folder", type=_FILE)
@json_option()
@click.pass_obj
def restore(entry: Entry, folder: Path, *, as_json: bool) -> None:
    """Bring missing keys back into the store from a copy; shredded ones stay shredded.

    \b
    Example: docgen keys restore /media/keys/2026-11-22
    """
    from docgen.office import keys_copies

    count = keys_copies.bring_back(*entry.open(), folder)
    if as_json:
        out_json({"folder": str(folder), "keys": count})
    else:
        out(say("{n} key(s) brought back from {folder}.", n=count, folder=folder))


keys.add_command(status)
keys.add_command(verify)
keys.add_command(encrypt)
