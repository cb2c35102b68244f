"""The demo office without its PDFs: the same people, customers, papers and numbers, in seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

from docgen.cli import demo
from docgen.office import writing
from docgen.office.desk import Office
from docgen.office.writing import Filled


def _without_pdf(fill: Callable[..., Filled], *told: object, **more: object) -> Filled:
    return fill(*told, **more | {"pdf": False})


def demo_office(folder: Path) -> Office:
    """What ``docgen demo`` makes before anything is searched or lent."""
    quickly = partial(_without_pdf, writing.fill)
    with patch.object(writing, "fill", quickly):
        office, people = demo._found(folder)
        filled = demo._papers(office, people["lin"])
    demo._reading_back(office, people["lin"], filled)
    return office
