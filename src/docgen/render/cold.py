"""Word files to PDF by a LibreOffice that is started for them and ends with them.

The plain way, which needs nothing but LibreOffice itself; ``pool`` is the quick one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from docgen.errors import OutsideFailed, say
from docgen.render import soffice
from docgen.render.pdfcheck import pages

TRIES = 2


def run(
    program: str,
    documents: Mapping[int, bytes],
    *,
    seconds: float,
    export: soffice.Export = soffice.PLAIN,
) -> dict[int, bytes]:
    """Convert all documents in one run; what is missing then, once more in a second one.

    Args:
        program: From ``soffice.find``.
        documents: The Word files, by any numbers.
        seconds: How long one of them may take.
        export: What the PDFs are to be.

    Raises:
        OutsideFailed: LibreOffice could not be started or hung, or a PDF is missing after both
            runs.
    """
    made: dict[int, bytes] = {}
    said = ""
    for _ in range(TRIES):
        waiting = {n: docx for n, docx in documents.items() if n not in made}
        if waiting:
            pdfs, said = _once(program, waiting, seconds, export)
            made |= pdfs
    if len(made) < len(documents):
        raise not_made(len(documents) - len(made), len(documents), said)
    return made


def _once(
    program: str, documents: Mapping[int, bytes], seconds: float, export: soffice.Export
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
            said = soffice.convert(program, papers, work, seconds=seconds, export=export)
            made = {n: work / "out" / f"doc-{n:03d}.pdf" for n in documents}
            pdfs = {n: pdf.read_bytes() for n, pdf in made.items() if pdf.exists()}
    except OSError as why:
        raise no_room(why) from why
    return {number: pdf for number, pdf in pdfs.items() if pages(pdf)}, said


def no_room(why: OSError) -> OutsideFailed:
    """The folder for temporary files cannot be used."""
    return OutsideFailed(
        say("The PDF could not be made"),
        why=say("the folder for temporary files failed: {error}", error=why),
        fix=say("make room on the disk, or set TMPDIR to a folder with room"),
    )


def not_made(missing: int, asked: int, said: str) -> OutsideFailed:
    """Both tries ended without the PDF; ``said`` is what LibreOffice complained of."""
    return OutsideFailed(
        say(
            "LibreOffice made no PDF for {missing} of {asked} papers", missing=missing, asked=asked
        ),
        why=say("it ended twice without one; it said: {said}", said=said or "–"),
        fix=say("open the Word file in LibreOffice to see what is wrong with it"),
    )
