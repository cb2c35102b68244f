"""Rows as a CSV file that Excel and WPS open rightly: as UTF-8, and never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from docgen.office.exporting_sheet import safe


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Heads and rows; whatever somebody typed stays a text (OWASP: CSV injection)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(str(cell)) for cell in row] for row in (heads, *rows))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")
