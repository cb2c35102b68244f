"""``docgen keys status``, ``verify`` and ``encrypt``: how the keys stand, and what opens."""

from __future__ import annotations

import dataclasses
import sys

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import facts, note, out, out_json, table
from docgen.errors import Said, say


def typed_shares() -> list[str]:
    """The words of two shares, asked for on the terminal or piped in, a share a line."""
    if not sys.stdin.isatty():
        return [line for line in sys.stdin if line.strip()]
    asked = (say("Words of share {n}", n=turn) for turn in (1, 2))
    return [click.prompt(tell(one), err=True) for one in asked]


@click.command(cls=Command)
@json_option()
@click.pass_obj
def status(entry: Entry, *, as_json: bool) -> int:
    """Show how the keys stand and what should be done; exit code 1 if anything.

    \b
    Example: docgen keys status
    """
    from docgen.office import keys_status

    found = keys_status.status(*entry.open())
    if as_json:
        told = dataclasses.asdict(found) | {"warnings": [tell(one) for one in found.warnings]}
        out_json(told)
        return int(bool(found.warnings))
    facts(
        {
            say("Office's key"): found.key or "-",
            say("New key waiting"): found.waiting,
            say("Encryption"): say("switched on") if found.is_on else say("switched off"),
            say("Last drill of the printed shares"): found.drilled_on or "-",
            say("Encrypted versions"): found.encrypted,
            say("Shredded keys"): found.shredded,
            say("Last copy of the store of keys"): found.copied_on or "-",
            say("Of such a grade and not encrypted"): ", ".join(found.open_papers),
            say("Keys missing for"): ", ".join(found.missing),
        }
    )
    for one in found.warnings:
        note(one)
    return int(bool(found.warnings))


@click.command(cls=Command)
@click.option("--drill", is_flag=True, help="Prove two printed shares first, as keys drill does.")
@json_option()
@click.pass_obj
def verify(entry: Entry, *, drill: bool, as_json: bool) -> int:
    """Open one encrypted paper of each grade, taken by lot; nobody gets to see it.

    The exit code is 1 if one does not open.

    \b
    Example: docgen keys verify
    """
    from docgen.office import keys, keys_status

    office, who = entry.open()
    if drill:
        keys.drill(office, who, typed_shares())
    tried = keys_status.verify(office, who)
    if as_json:
        out_json([dataclasses.asdict(one) | {"fault": tell(one.fault)} for one in tried])
        return int(any(one.fault for one in tried))
    if not tried:
        out(say("No paper is encrypted."))
    else:
        heads = (say("item"), say("grade"), say("opens"))
        table(heads, [(one.item, one.grade, _opens(one.fault)) for one in tried])
    return int(any(one.fault for one in tried))


def _opens(fault: str) -> Said | str:
    return fault or say("yes")


@click.command(cls=Command)
@click.argument("number")
@json_option()
@click.pass_obj
def encrypt(entry: Entry, number: str, *, as_json: bool) -> None:
    """Encrypt a paper that was filed before: a new version of the same files.

    \b
    Example: docgen keys encrypt 0000000042-0007
    """
    from docgen.office import keys_encrypt

    item = keys_encrypt.encrypt_item(*entry.open(), number)
    still = keys_encrypt.open_versions(item)
    if as_json:
        out_json({"item": str(item), "version": item.head, "open_versions": still})
        return
    out(say("{item} version {n} is encrypted.", item=item, n=item.head))
    if still:
        note(
            say(
                "These versions stay in the archive as they were, readable on its disk: {versions}",
                versions=", ".join(map(str, still)),
            )
        )
