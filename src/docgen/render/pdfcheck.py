"""What a PDF that LibreOffice made is worth: whether it opens, its pages, whether it is PDF/A.

Looks only as far as these questions go. Whether a PDF/A keeps all of ISO 19005-2 is a
validator's question; here is only seen that LibreOffice meant to make one.
"""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_LEVEL = (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>B</pdfaid:conformance>")


def pages(pdf: bytes) -> int:
    """How many pages a PDF has; 0 if it is none or does not open."""
    if not pdf.startswith(b"%PDF-"):
        return 0
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages)
    except PyPdfError:
        return 0


def archival(pdf: bytes) -> bool:
    """Whether it calls itself PDF/A-2b. PDF/A keeps this description readable as it is."""
    return all(mark in pdf for mark in _LEVEL)
