"""Writing a filled form where somebody wants it: Word, PDF and workbook beside each other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from docgen.errors import BadInput, OutsideFailed, say
from docgen.office import numbers
from docgen.office.desk import Office
from docgen.office.whole_files import write_whole
from docgen.office.writing import Filled
from docgen.register.models import Person


class Written(NamedTuple):
    """The files that were written beside each other; ``None`` for what was not asked for."""

    docx: Path
    pdf: Path | None = None
    xlsx: Path | None = None


def check_out(out: Path) -> None:
    """Before anything is filled: the folder to write to is there and can be written."""
    folder = out if out.is_dir() else out.absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise BadInput(
            say("Nothing can be written to {folder}", folder=folder),
            why=say("there is no such folder, or the operating system forbids it"),
            fix=say("choose another place").by("--out"),
            file=str(folder),
        )


def write_out(office: Office, who: Person, filled: Filled, out: Path | None, here: Path) -> Written:
    """Write Word, PDF and workbook beside each other; never over a file that is there.

    If the disk refuses, nothing of it is left; the number of a form that is not filed
    becomes void, because no paper bears it.
    """
    name = f"{filled.title} {filled.number}".strip()
    path = out or here / f"{name}.docx"
    word = _free(path / f"{name}.docx" if path.is_dir() else path.with_suffix(".docx"))
    written = Written(
        word,
        None if filled.pdf is None else word.with_suffix(".pdf"),
        None if filled.xlsx is None else word.with_suffix(".xlsx"),
    )
    contents = (filled.docx, filled.pdf, filled.xlsx)
    files = zip(written, contents, strict=True)
    try:
        write_whole({file: data for file, data in files if file and data is not None})
    except OSError as error:
        if filled.filed is None:
            numbers.void(office, who, filled.number)
        raise _not_written(filled, word, error) from error
    return written


def _not_written(filled: Filled, word: Path, error: OSError) -> OutsideFailed:
    fix = say("make room or choose another place with --out, and fill it again")
    if filled.filed:
        item = filled.filed.item
        fix = say("it is filed as {item}; take it out of the archive", item=item).by(
            f"docgen get {item} --purpose service --out FOLDER"
        )
    return OutsideFailed(
        say("{file} cannot be written: {error}", file=word, error=error.strerror or error),
        why=say("the disk refused"),
        fix=fix,
        file=str(word),
    )


def _free(path: Path) -> Path:
    """This path, or the next one like it that no Word file, PDF or workbook has yet."""
    turn, free = 1, path
    while any(free.with_suffix(suffix).exists() for suffix in (path.suffix, ".pdf", ".xlsx")):
        turn += 1
        free = path.with_name(f"{path.stem} ({turn}){path.suffix}")
    return free
