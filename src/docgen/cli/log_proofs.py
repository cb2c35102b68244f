"""``docgen log``: one entry and its receipt, and the log as a folder for the auditor."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json, progress
from docgen.errors import say


@click.command("show", cls=Command)
@click.argument("index", type=click.IntRange(0))
@json_option()
@click.pass_obj
def show(entry: Entry, index: int, *, as_json: bool) -> None:
    """Show one entry, what lies behind its commitments, and its receipt.

    \b
    Example: docgen log show 1234
    """
    from docgen.cli.language import language
    from docgen.office import log_showing

    office, who = entry.open()
    found = log_showing.show(office, who, index)
    if as_json:
        out_json(found)
        return
    receipt, behind = found.pop("receipt"), found.pop("behind")
    out(found[language()])
    said = {language(), "en", "zh"}
    for key, value in found.items():
        if key not in said:
            click.echo(f"  {key}: {value}")
    for name, kept in behind.items():
        out(say("behind the commitment “{name}”: {value}", name=name, value=kept["value"]))
    click.echo()
    click.echo(receipt, nl=False)


@click.command("proof", cls=Command)
@click.argument("index", type=click.IntRange(0))
@click.option(
    "--out", "file", type=click.Path(path_type=Path), help="Where to write it; else printed."
)
@click.pass_obj
def proof(entry: Entry, index: int, file: Path | None) -> None:
    """Give out the receipt of an entry: anybody can check it with the log's public key alone.

    \b
    Example: docgen log proof 1234 --out slip.tlog-proof
    """
    from docgen.archive import disk
    from docgen.office import log_showing, whole_files

    if file is not None:
        whole_files.refuse_there(file)
    office, who = entry.open()
    receipt = log_showing.prove(office, who, index)
    if file is None:
        click.echo(receipt, nl=False)
        return
    with disk.told():
        whole_files.write_whole({file: receipt.encode()})
    out(say("The receipt of entry {index} is in {file}.", index=index, file=file))


@click.command("export", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@json_option()
@click.pass_obj
def export(entry: Entry, folder: Path, *, as_json: bool) -> None:
    """Write the log into FOLDER for docgen-audit; again, and only what is new is added.

    \b
    Example: docgen log export /media/usb/log
    """
    from docgen.office import log_exporting

    office, who = entry.open()
    size, old = log_exporting.export(office, who, folder, progress)
    if as_json:
        out_json({"folder": str(folder), "entries": size, "new": size - old})
    else:
        out(
            say(
                "{folder} has {n} entries now, {new} of them new.",
                folder=folder,
                n=size,
                new=size - old,
            )
        )


COMMANDS = (show, proof, export)
