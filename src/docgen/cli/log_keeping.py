"""``docgen log``: keeping the log: the auditor's answer, a new key, and erasing notes."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import Misuse, say


@click.command("cosigned", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The auditor's public key, the first time.",
)
@json_option()
@click.pass_obj
def cosigned(entry: Entry, file: Path, key: Path | None, *, as_json: bool) -> None:
    """Take back the checkpoint that the auditor cosigned.

    \b
    Example: docgen log cosigned /media/usb/checkpoint --key auditor.vkey
    """
    from docgen.office import auditing, cosigning

    office, who = entry.open()
    note = auditing.read_note(file)
    row = cosigning.take_back(office, who, note, auditing.read_note(key) if key else "")
    day = office.local(row.at)
    if as_json:
        out_json({"at": day.isoformat(), "size": row.size})
        return
    out(
        say(
            "Cosigned on {day}: the first {n} entries of the log.",
            day=f"{day:%Y-%m-%d %H:%M}",
            n=row.size,
        )
    )


@click.command("rotate-key", cls=Command)
@json_option()
@click.pass_obj
def rotate_key(entry: Entry, *, as_json: bool) -> None:
    """Give the log a new signing key; the old one signs for it and is no more.

    \b
    Example: docgen log rotate-key
    """
    from docgen.office import rotating

    office, who = entry.open()
    key = rotating.rotate(office, who)
    if as_json:
        out_json({"vkey": key.vkey})
        return
    out(say("The log has a new key. Give the auditor its line of log/log.vkey:"))
    click.echo(key.vkey)


@click.command("erase-notes", cls=Command)
@click.option("--about", default="", help="A customer, K000042, or an account, p-0007.")
@click.option("--reason", default="", help="Why; it stays behind a commitment.")
@click.option("--approve", type=click.IntRange(0), help="Carry out what this entry asks for.")
@json_option()
@click.pass_obj
def erase_notes(
    entry: Entry, about: str, reason: str, approve: int | None, *, as_json: bool
) -> None:
    """Erase what the log's notes say of somebody; its entries and proofs stay as they are.

    Two people: one who keeps the log asks with --about and --reason, another one who may
    approve destruction carries it out with --approve and the number of the first one's entry.

    \b
    Example: docgen log erase-notes --about K000042 --reason "本人申请删除"
    """
    from docgen.office import erasing

    if (approve is None) == (not about):
        raise Misuse(
            say("Say either whom it is about, or what you approve"),
            why=say("one person asks, another one approves"),
            fix=say("docgen log erase-notes --about CODE --reason TEXT, then --approve NUMBER"),
        )
    office, who = entry.open()
    if approve is None:
        index = erasing.ask(office, who, about, reason)
        if as_json:
            out_json({"asked": index})
            return
        out(say("Asked. Somebody else approves it: docgen log erase-notes --approve {n}", n=index))
        return
    count = erasing.approve(office, who, approve)
    if as_json:
        out_json({"erased": count})
    else:
        out(say("{n} note(s) are erased.", n=count))


COMMANDS = (cosigned, rotate_key, erase_notes)
