"""``docgen get`` and ``docgen copy issue``: taking a paper out, itself or as a controlled copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from docgen.cli.base import Command, Entry, json_option
from docgen.cli.copy_view import tell_number
from docgen.cli.printing import out, out_json
from docgen.errors import BadInput, OutsideFailed, say

if TYPE_CHECKING:
    from docgen.office.controlled import Given, Original
    from docgen.office.desk import Office
    from docgen.register.models import Person

_PAGES = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")
_Function = TypeVar("_Function", bound=Callable[..., object])


def _purpose() -> Callable[[_Function], _Function]:
    return click.option(
        "--purpose",
        default="",
        help="Why: service, complaint, contract, handover, legal, inspection, customer.",
    )


@click.command(cls=Command)
@click.argument("number")
@_purpose()
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="A folder, or a file if the item has just one.",
)
@click.option("--copy", "as_copy", is_flag=True, help="A controlled copy, though you may edit it.")
@json_option()
@click.pass_obj
def get(
    entry: Entry, number: str, purpose: str, target: Path, *, as_copy: bool, as_json: bool
) -> None:
    """Take item NUMBER out of the archive; the log says who and why.

    Whoever may edit the paper gets its files; everybody else who may read it gets a controlled
    copy: a PDF with his name and its number on each page. Each stands in the copies register.

    \b
    Example: docgen get 0000000001-0001 --purpose complaint --out /tmp/case
    """
    from docgen.office import controlled
    from docgen.office.whole_files import refuse_there

    office, who = entry.open()
    if not target.is_dir():
        refuse_there(target)
    wants_files = target.suffix.casefold() not in {"", ".pdf"} and not target.is_dir()
    takes = controlled.takes_originals(office, who, number, purpose)
    if as_copy or not (takes or wants_files):
        given = controlled.give(office, who, number, purpose)
        _hand_over(office, who, given, target, as_json=as_json)
        return
    taken = controlled.take(office, who, number, purpose)
    written = _write(office, who, taken, taken.files, target)
    if as_json:
        out_json(
            {
                "item": str(taken.copy.item),
                "files": [str(path) for path in written],
                "log_index": taken.log_index,
                "copy": taken.copy.number,
                "controlled": False,
            }
        )
        return
    for path in written:
        out(say("Written: {file}", file=path))


@click.command(cls=Command)
@click.argument("item")
@_purpose()
@click.option(
    "--out", "target", type=click.Path(path_type=Path), required=True, help="The PDF, or a folder."
)
@click.option("--for", "holder", default="", help="For whom it is, if not for yourself.")
@click.option("--pages", default="", help="Only these pages: 1,3-5.")
@json_option()
@click.pass_obj
def issue(
    entry: Entry,
    item: str,
    purpose: str,
    target: Path,
    holder: str,
    pages: str,
    *,
    as_json: bool,
) -> None:
    """Make a controlled copy of ITEM: a PDF with reader, time and number on each page.

    Print it from there. Grade B and above comes with a password that is shown once and kept
    nowhere; grade A comes as pictures and needs a permit.

    \b
    Example: docgen copy issue 0000000001-0001 --purpose legal --out 副本.pdf --for 市法院
    """
    from docgen.office import controlled
    from docgen.office.whole_files import refuse_there

    chosen = pages_of(pages)
    office, who = entry.open()
    if not target.is_dir():
        refuse_there(target)
    given = controlled.give(office, who, item, purpose, holder=holder, pages=chosen)
    _hand_over(office, who, given, target, as_json=as_json)


def pages_of(text: str) -> list[int]:
    """``1,3-5`` as pages; none for ""."""
    found: list[int] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _PAGES.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last:
            raise _no_pages(text)
        found += range(first, last + 1)
    return found


def _hand_over(office: Office, who: Person, given: Given, target: Path, *, as_json: bool) -> None:
    [path] = _write(office, who, given, {given.name: given.pdf}, target)
    if as_json:
        out_json(
            {
                "item": str(given.copy.item),
                "files": [str(path)],
                "log_index": given.log_index,
                "copy": given.copy.number,
                "controlled": True,
                "password": given.password or None,
            }
        )
        return
    out(say("Written: {file}", file=path))
    tell_number(given.copy.number or "", given.password)


def _write(
    office: Office,
    who: Person,
    given: Given | Original,
    files: Mapping[str, bytes],
    target: Path,
) -> list[Path]:
    """Write what was taken out; what cannot be written is void."""
    from docgen.office import issuing
    from docgen.office.whole_files import refuse_there, write_whole

    single = len(files) == 1 and target.suffix and not target.is_dir()
    paths = [target] if single else [target / name for name in files]
    try:
        for path in paths:
            refuse_there(path)
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(dict(zip(paths, files.values(), strict=True)))
    except (OSError, BadInput) as error:
        issuing.void(office, who, [given.copy], type(error).__name__)
        if isinstance(error, BadInput):
            raise
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=target, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place with --out"),
            file=str(target),
        ) from error
    return paths


def _no_pages(text: str) -> BadInput:
    return BadInput(
        say("“{text}” names no pages", text=text),
        why=say("pages are written like 1,3-5"),
        fix=say("name the pages as in --pages 1,3-5"),
        field="pages",
    )
