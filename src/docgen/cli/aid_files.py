"""Where printed aids are written: ``--out``, ``--docx`` and ``--pdf``, the same for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from docgen.cli.printing import out, out_json
from docgen.errors import OutsideFailed, say

if TYPE_CHECKING:
    from docgen.office.aids import Aid

_Made = TypeVar("_Made", bound=Callable[..., object])


def print_options(*, xlsx: bool = False) -> Callable[[_Made], _Made]:
    """``--out``, ``--docx`` and ``--pdf``; for lists also ``--xlsx``."""
    workbook = click.option("--xlsx", is_flag=True, help="Write an Excel workbook.")

    def add(command: _Made) -> _Made:
        for option in (
            *([workbook] if xlsx else []),
            click.option("--pdf", is_flag=True, help="Write a PDF."),
            click.option("--docx", is_flag=True, help="Write a Word file."),
            click.option(
                "--out",
                type=click.Path(path_type=Path),
                help="A folder, or a file; else the paper's own name, here.",
            ),
        ):
            command = option(command)
        return command

    return add


def write_aid(aid: Aid, target: Path | None, *, docx: bool, pdf: bool) -> dict[str, str]:
    """Write an aid's files; their paths. A Word file unless only others are asked for."""
    from docgen.office.whole_files import refuse_there, write_whole

    wanted = {".docx": aid.docx} if docx or not (pdf or aid.xlsx) else {}
    others = {".pdf": aid.pdf, ".xlsx": aid.xlsx}
    wanted |= {suffix: data for suffix, data in others.items() if data is not None}
    path = target or Path.cwd() / aid.name
    if path.is_dir():
        path /= aid.name
    elif path.suffix in {".docx", ".pdf", ".xlsx"}:
        path = path.with_suffix("")
    files = {path.with_name(f"{path.name}{suffix}"): data for suffix, data in wanted.items()}
    for file in files:
        refuse_there(file)
    try:
        write_whole(files)
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=path, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place with --out"),
            file=str(path),
        ) from error
    return {file.suffix[1:]: str(file) for file in files}


def by_ending(target: Path | None, *, docx: bool, pdf: bool) -> tuple[bool, bool]:
    """Whether Word and PDF are wanted; a file named with ``--out`` says it by its ending."""
    ending = target.suffix if target else ""
    return docx or ending == ".docx", pdf or ending == ".pdf"


def workbook_wanted(target: Path | None, *, xlsx: bool) -> bool:
    """Whether a workbook is wanted; a file named with ``--out`` says it by its ending."""
    return xlsx or (target is not None and target.suffix == ".xlsx")


def tell_files(files: dict[str, str], *, as_json: bool) -> None:
    """Say which files were written."""
    if as_json:
        out_json({"docx": files.get("docx"), "pdf": files.get("pdf"), **files})
        return
    for file in files.values():
        out(say("Written: {file}", file=file))
