"""The blank data sheet of a form, to be filled in with Excel and read by ``fill`` and ``batch``."""

from __future__ import annotations

from pathlib import Path

from docgen.errors import BadInput, Misuse, OutsideFailed, say
from docgen.model.access import Act
from docgen.office import customers, gate, knowing, writing
from docgen.office.desk import Office
from docgen.office.whole_files import write_whole
from docgen.register.models import Person
from docgen.render import datasheet
from docgen.render.datalook import Tell
from docgen.render.example import example_context
from docgen.render.folder import TemplateFolder

_ENDING = ".xlsx"


def blank(
    office: Office, who: Person, name: str, *, rows: int, customer: str, tell: Tell
) -> tuple[str, bytes]:
    """The title of a form and its blank data sheet.

    Args:
        office: The office.
        who: Who asks.
        name: The template.
        rows: How many rows are ruled.
        customer: Whose facts stand in the first row; "" for nobody's.
        tell: Says a sentence in the reader's language.
    """
    folder = writing.template(office, name)
    gate.ask(office, who, Act.FILL, "form.filled")
    row = customers.show(office, who, customer) if customer else None
    known = knowing.known(office, who, folder.form, {}, customer=row) if row else {}
    made = datasheet.blank(folder.form, rows=rows, known=known, example=_example(folder), tell=tell)
    return folder.form.title, made


def _example(folder: TemplateFolder) -> dict[str, object]:
    """The template's example; a template being worked on may have none that fits."""
    try:
        return example_context(folder)
    except BadInput:
        return {}


def write(title: str, data: bytes, out: Path | None, here: Path) -> Path:
    """Write a data sheet; never over a file that is there.

    Raises:
        Misuse: ``out`` is named like something else than an Excel file.
        OutsideFailed: The disk refuses.
    """
    path = out or here
    path = path / f"{title}{_ENDING}" if path.is_dir() else path
    if path.suffix.lower() != _ENDING:
        raise Misuse(
            say("{file} is no name for an Excel file", file=path),
            why=say("its name does not end in .xlsx"),
            fix=say("write for instance: --out {name}.xlsx", name=path.stem),
        )
    place = free(path)
    try:
        write_whole({place: data})
    except OSError as error:
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=place, error=error.strerror or error),
            why=say("there is no such folder, or the disk refused"),
            fix=say("choose another place").by("--out"),
            file=str(place),
        ) from error
    return place


def free(path: Path) -> Path:
    """This path, or ``name (2).xlsx`` if there is something: nothing is ever written over."""
    turn, place = 1, path
    while place.exists():
        turn += 1
        place = path.with_name(f"{path.stem} ({turn}){path.suffix}")
    return place
