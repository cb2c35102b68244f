"""``docgen item sign``."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.printing import out, out_json
from docgen.errors import say


@click.command("sign", cls=Command)
@click.argument("number")
@click.argument("scan", type=click.Path(path_type=Path))
@json_option()
@click.pass_obj
def sign(entry: Entry, number: str, scan: Path, *, as_json: bool) -> None:
    """File SCAN as the signed copy of item NUMBER, as its next version.

    \b
    Example: docgen item sign 0000000001-0002 signed.pdf
    """
    from docgen.office import signing

    office, who = entry.open()
    filed = signing.sign(office, who, number, scan)
    if as_json:
        data = {
            "item": str(filed.item),
            "version": filed.version,
            "sha512": filed.sha512[scan.name],
            "log_index": filed.log_index,
        }
        out_json(data)
        return
    text = say("Filed the signed copy as version {n} of {item}.", n=filed.version, item=filed.item)
    out(text)
