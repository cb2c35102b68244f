"""The report of an import: what was not taken and why, one line each, as CSV or Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docgen.errors import Misuse, OutsideFailed, say
from docgen.office.datasheets import free
from docgen.office.taking_in_paper import NotTaken
from docgen.office.taking_in_steps import Taken
from docgen.office.whole_files import write_whole
from docgen.render.listing import listing

Words = Callable[[str], str]
_ENDINGS = (".csv", ".xlsx")
_HEADS = (say("file"), say("where"), say("outcome"), say("why"), say("what to do"))
_NOT_TAKEN, _REMARK = say("not taken"), say("taken, with a remark")
#: What would make a formula of a text that Excel reads from a CSV file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check(path: Path | None) -> None:
    """Refuse, before any work, a report that could not be written.

    Raises:
        Misuse: It is named like neither of the two kinds, or its folder is not there.
    """
    if path and (path.suffix.lower() not in _ENDINGS or not path.absolute().parent.is_dir()):
        raise Misuse(
            say("{file} cannot be the report", file=path),
            why=say("its name ends in neither .csv nor .xlsx, or there is no such folder"),
            fix=say("write for instance: --report {name}.xlsx", name=path.stem or "report"),
        )


def made(
    not_taken: Sequence[NotTaken], taken: Sequence[Taken], words: Words, *, excel: bool
) -> bytes:
    """The report's bytes: what was not taken, then what should be known of what was."""
    heads, rows = [words(head) for head in _HEADS], list(_rows(not_taken, taken, words))
    return listing(heads, rows) if excel else _csv([heads, *rows])


def write(path: Path, data: bytes) -> Path:
    """Write the report; never over a file that is there."""
    place = free(path)
    try:
        write_whole({place: data})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=place, error=error.strerror or error),
            why=say("the disk refused; what was imported is kept"),
            fix=say("run the same command with another --report; nothing is filed twice"),
            file=str(place),
        ) from error
    return place


def _rows(
    not_taken: Sequence[NotTaken], taken: Sequence[Taken], words: Words
) -> Iterator[list[str]]:
    for one in not_taken:
        yield [
            *(one.source, words(one.place), words(_NOT_TAKEN)),
            *(words(one.why), words(one.fix)),
        ]
    for each in taken:
        for warning in each.warnings:
            yield [each.paper.source, each.item, words(_REMARK), words(warning), ""]


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a mark at its start, so that Excel reads it as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig", "backslashreplace")
