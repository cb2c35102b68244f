"""Word files to PDF through LibreOffice, with an honest answer.

Looked at before: the Word file, and that there is a Chinese font. Looked at after: the PDF opens
and has a page. A run that crashes is repeated once on a fresh profile. Nothing but PDF needs
LibreOffice; where it is missing everything else works.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from docgen.errors import OutsideFailed, say
from docgen.render import soffice
from docgen.render.fonts import cjk_font
from docgen.render.preflight import preflight

__all__ = ["cjk_font", "to_pdf", "to_pdfs"]

SECONDS = 60.0
_TRIES = 2


def to_pdf(docx: bytes, *, seconds: float = SECONDS, program: str = soffice.PROGRAM) -> bytes:
    """One Word file as PDF; see ``to_pdfs``."""
    return to_pdfs([docx], seconds=seconds, program=program)[0]


def to_pdfs(
    documents: Sequence[bytes], *, seconds: float = SECONDS, program: str = soffice.PROGRAM
) -> list[bytes]:
    """Word files as PDFs in their order, all by one LibreOffice process.

    Args:
        documents: The Word files.
        seconds: How long one of them may take.
        program: LibreOffice's name or path; the variable ``DOCGEN_SOFFICE`` goes before it.

    Raises:
        BadInput: One of them is no whole Word file.
        OutsideFailed: LibreOffice or a Chinese font is missing; it hung, or crashed twice.
    """
    found = soffice.find(program)
    cjk_font()
    for docx in documents:
        preflight(docx, "document.docx", limit=len(docx))
    made: dict[int, bytes] = {}
    said = ""
    for _ in range(_TRIES):
        waiting = {n: docx for n, docx in enumerate(documents) if n not in made}
        if waiting:
            pdfs, said = _run(found, waiting, seconds)
            made |= pdfs
    if len(made) < len(documents):
        raise _not_made(len(documents) - len(made), len(documents), said)
    return [made[number] for number in range(len(documents))]


def _run(
    program: str, documents: Mapping[int, bytes], seconds: float
) -> tuple[dict[int, bytes], str]:
    """One LibreOffice on a fresh profile: the PDFs that came out whole, and what it said."""
    try:
        with tempfile.TemporaryDirectory(
            prefix="docgen-pdf-", ignore_cleanup_errors=True
        ) as folder:
            work = Path(folder)
            papers = [work / f"doc-{number:03d}.docx" for number in documents]
            for paper, docx in zip(papers, documents.values(), strict=True):
                paper.write_bytes(docx)
            said = soffice.convert(program, papers, work, seconds=seconds)
            made = {n: work / "out" / f"doc-{n:03d}.pdf" for n in documents}
            pdfs = {n: pdf.read_bytes() for n, pdf in made.items() if pdf.exists()}
    except OSError as why:
        raise OutsideFailed(
            say("The PDF could not be made"),
            why=say("the folder for temporary files failed: {error}", error=why),
            fix=say("make room on the disk, or set TMPDIR to a folder with room"),
        ) from why
    return {number: pdf for number, pdf in pdfs.items() if _whole(pdf)}, said


def _whole(pdf: bytes) -> bool:
    """Whether it starts as a PDF, opens, and has a page."""
    if not pdf.startswith(b"%PDF-"):
        return False
    try:
        return len(PdfReader(io.BytesIO(pdf)).pages) > 0
    except PyPdfError:
        return False


def _not_made(missing: int, asked: int, said: str) -> OutsideFailed:
    return OutsideFailed(
        say(
            "LibreOffice made no PDF for {missing} of {asked} papers", missing=missing, asked=asked
        ),
        why=say("it ended twice without one; it said: {said}", said=said or "–"),
        fix=say("open the Word file in LibreOffice to see what is wrong with it"),
    )
