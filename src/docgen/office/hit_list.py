"""A list of hits as an Excel workbook: index data only, no words of any paper (G-012).

Every cell is a text, whatever it begins with (``render.listing``); nothing is written over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docgen.errors import Misuse, OutsideFailed, say
from docgen.index.paper import Hit
from docgen.model.grades import Grade
from docgen.office.whole_files import refuse_there, write_whole
from docgen.render.listing import listing

#: So many hits go into one workbook at most, the first ones.
MOST = 10_000
_HEADS = (
    *(say("item"), say("date"), say("title"), say("form number"), say("customer")),
    *(say("dossier"), say("form"), say("grade")),
)


def refuse(path: Path) -> None:
    """Refuse, before any search, a workbook that could not be written or is there already."""
    if path.suffix.lower() != ".xlsx" or not path.absolute().parent.is_dir():
        raise Misuse(
            say("{file} cannot be the list", file=path),
            why=say("its name does not end in .xlsx, or there is no such folder"),
            fix=say("write for instance: --xlsx {name}.xlsx", name=path.stem or "hits"),
        )
    refuse_there(path, option="--xlsx")


def write(path: Path, hits: Sequence[Hit], words: Callable[[str], str]) -> None:
    """Write the hits, one a row in their order, under heads in the reader's language."""
    data = workbook(hits, words)
    try:
        write_whole({path: data})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=path, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("choose another place").by("--xlsx"),
            file=str(path),
        ) from error


def workbook(hits: Sequence[Hit], words: Callable[[str], str]) -> bytes:
    """The workbook itself."""
    return listing([words(head) for head in _HEADS], map(_row, hits))


def _row(hit: Hit) -> Sequence[str]:
    return (
        *(hit.item, hit.date.isoformat(), hit.title, hit.number, hit.customer),
        *(hit.dossier, hit.template, Grade.of_rank(hit.rank).mark),
    )
