"""The demo office without its PDFs: the same people, customers, papers and numbers, in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.support.offices import new_office

from docgen.cli import demo
from docgen.office import opening, writing
from docgen.office.desk import Office
from docgen.office.writing import Filled

_fill = writing.fill


def demo_office(folder: Path) -> Office:
    """What ``docgen demo`` makes before anything is searched or lent."""
    new_office(folder.with_name("pattern"))  # made before what makes it is replaced
    with patch.object(opening, "init", _copied), patch.object(writing, "fill", _without_pdf):
        office, people = demo._found(folder)
        filled = demo._papers(office, people["lin"])
    demo._reading_back(office, people["lin"], filled)
    return office


def _copied(folder: Path, **_: str) -> Office:
    return new_office(folder)


def _without_pdf(*told: Any, **more: Any) -> Filled:  # noqa: ANN401  whatever the demo gives
    return _fill(*told, **more | {"pdf": False})
