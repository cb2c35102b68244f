"""Word files to PDF through LibreOffice, with an honest answer.

Looked at before: the Word file, and that fonts have its characters. Looked at after: the PDF opens
and has a page. What crashes is repeated once on a fresh process. One call is one run of
LibreOffice; many calls share a ``Pool`` of running ones; many papers of one template are set as
one and taken apart again (``merge``, ``split``), or, if anything about that is not as it should
be, one by one. Nothing but PDF needs LibreOffice; where it is missing everything else works.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

from docgen.errors import OutsideFailed, say
from docgen.render import cold, pdfcheck, soffice
from docgen.render.fonts import cjk_font
from docgen.render.glyphs import refuse_boxes
from docgen.render.merge import merge
from docgen.render.papers import Unlike
from docgen.render.pdfcheck import pages
from docgen.render.plain import without_controls
from docgen.render.pool import SECONDS, Pool
from docgen.render.preflight import preflight
from docgen.render.split import split

__all__ = ["SECONDS", "Pool", "cjk_font", "pages", "to_pdf", "to_pdfs"]

# More papers in one file make LibreOffice slower for each, and every part's fonts larger.
TOGETHER = 40


def to_pdf(
    docx: bytes,
    *,
    seconds: float = SECONDS,
    program: str = soffice.PROGRAM,
    archival: bool = False,
    pool: Pool | None = None,
) -> bytes:
    """One Word file as PDF; see ``to_pdfs``."""
    return to_pdfs([docx], seconds=seconds, program=program, archival=archival, pool=pool)[0]


def to_pdfs(
    documents: Sequence[bytes],
    *,
    seconds: float = SECONDS,
    program: str = soffice.PROGRAM,
    same_template: bool = False,
    archival: bool = False,
    pool: Pool | None = None,
) -> list[bytes]:
    """Word files as PDFs in their order; all of them or an error.

    Args:
        documents: The Word files.
        seconds: How long one of them may take.
        program: LibreOffice's name or path; the variable ``DOCGEN_SOFFICE`` goes before it.
        same_template: They are all filled from one template, so that they may be set together.
        archival: Make PDF/A-2b (ISO 19005-2). These are never set together: taken apart they
            would be PDF/A no more.
        pool: Running LibreOffice processes to use; ``program`` is the pool's then.

    Raises:
        BadInput: One of them is no whole Word file.
        OutsideFailed: LibreOffice, a Chinese font or a font for some character is missing; it
            hung, or crashed twice; it is too old for PDF/A-2b.
    """
    if pool is None:
        program = soffice.find(program)
    cjk_font()
    for docx in documents:
        preflight(docx, "document.docx", limit=len(docx))
        refuse_boxes(docx)
    documents = [without_controls(docx) for docx in documents]
    export = soffice.ARCHIVAL if archival else soffice.PLAIN
    together = same_template and not archival and len(documents) > 1
    if pool is None and not together:
        made = cold.run(program, dict(enumerate(documents)), seconds=seconds, export=export)
        pdfs = [made[number] for number in range(len(documents))]
    else:
        with nullcontext(pool) if pool else Pool(program=program) as running:
            pdfs = _by_pool(running, documents, seconds, export, together=together)
    if archival and not all(map(pdfcheck.archival, pdfs)):
        raise _no_archival()
    return pdfs


def _by_pool(
    pool: Pool,
    documents: Sequence[bytes],
    seconds: float,
    export: soffice.Export,
    *,
    together: bool,
) -> list[bytes]:
    def alone(docx: bytes) -> bytes:
        return pool.convert(docx, seconds=seconds, export=export)

    def merged(group: Sequence[bytes]) -> list[bytes]:
        whole = merge(group)
        limit = seconds + len(group)
        pdf = pool.convert(whole.docx, seconds=limit, export=soffice.PLACES, papers=len(group))
        return split(pdf, whole.papers)

    # One thread more than there are processes, so that none of them waits for our own work.
    with ThreadPoolExecutor(pool.size + 1) as threads:
        try:
            if together:
                groups = [
                    documents[at : at + TOGETHER] for at in range(0, len(documents), TOGETHER)
                ]
                try:
                    return [pdf for group in threads.map(merged, groups) for pdf in group]
                except (Unlike, OutsideFailed):
                    pass  # whatever was off, each paper alone shows whether it is its own fault
            return list(threads.map(alone, documents))
        except KeyboardInterrupt:
            pool.stop()  # else the threads would wait for the papers in hand, however long
            raise


def _no_archival() -> OutsideFailed:
    return OutsideFailed(
        say("The PDF is no PDF/A-2b"),
        why=say("this LibreOffice is too old to be told to make one"),
        fix=say("install LibreOffice 7.4 or newer, or ask for a plain PDF"),
    )
