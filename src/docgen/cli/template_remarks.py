"""``docgen template check``: what a colleague would say, on the screen or in the Word file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.language import tell
from docgen.cli.printing import out, out_json
from docgen.errors import Misuse, say

if TYPE_CHECKING:
    from docgen.render.remark import Remark


@click.command("check", cls=Command)
@click.argument("names", nargs=-1)
@click.option(
    "--mark",
    "copy",
    type=click.Path(path_type=Path),
    metavar="OUT.docx",
    help="Write the remarks as comments into a copy of the Word file.",
)
@json_option()
@click.pass_obj
def check(entry: Entry, names: tuple[str, ...], copy: Path | None, *, as_json: bool) -> int:
    """Check templates before anybody uses them; all of them if none is named.

    Exit code 1 if there are remarks.

    \b
    Example: docgen template check complaint/complaint-record --mark remarks.docx
    """
    from docgen.office import accepting, writing

    office, _ = entry.open()
    if copy and len(names) != 1:
        raise Misuse(
            say("--mark needs the name of one template"),
            why=say("the remarks are written into a copy of its Word file"),
            fix=say("write for instance: {line}", line=_EXAMPLE),
        )
    remarks = []
    for name in names or writing.templates(office):
        checked = accepting.check(office, name)
        remarks += [(checked.name, remark) for remark in checked.remarks]
        if copy:
            accepting.mark(office, checked, copy, [_lines(each) for each in checked.remarks])
    if as_json:
        out_json([as_data(name, remark) for name, remark in remarks])
        return 1 if remarks else 0
    tell_remarks(remarks)
    out(say("{n} remark(s).", n=len(remarks)))
    if copy:
        out(say("The remarks stand as comments in {file}", file=copy))
    return 1 if remarks else 0


_EXAMPLE = "docgen template check complaint/complaint-record --mark remarks.docx"


def tell_remarks(remarks: Sequence[tuple[str, Remark]]) -> None:
    """Print remarks, three lines each: whose and where, what, what to do."""
    for name, remark in remarks:
        out(f"{name}  {remark.code}  {tell(remark.place)}")
        out(remark.text)
        out(say("  → {fix}", fix=remark.fix))


def as_data(name: str, remark: Remark) -> dict[str, str]:
    """A remark for another program, in the reader's language."""
    return {
        "template": name,
        "code": remark.code,
        "text": tell(remark.text),
        "place": tell(remark.place),
        "fix": tell(remark.fix),
    }


def _lines(remark: Remark) -> tuple[str, ...]:
    """What a comment in Word says."""
    where = () if remark.spot else (tell(remark.place),)
    return (f"{remark.code} {tell(remark.text)}", *where, f"→ {tell(remark.fix)}")
