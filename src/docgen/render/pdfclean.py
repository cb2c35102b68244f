"""A PDF from anywhere made fit to be bound: its pages as a reader sees them, and nothing else.

Scripts, attachments, forms and links are left out. What stamps, signatures and filled fields show
stands in annotations; their appearance becomes part of the page (ISO 32000-1, 12.5.5), so that
a seal is not lost. Foreign PDFs are parsed in the child process of ``sandbox``.
"""

from __future__ import annotations

import io

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import PdfObject

from docgen.errors import BadInput, say
from docgen.render import sandbox
from docgen.render.pdfjoin import Writer
from docgen.render.pdfover import drawn_over
from docgen.render.pdfseen import appearances

#: So many pages of one paper are bound; a volume of more is no paper.
MOST_PAGES = 5_000


def clean(pdf: bytes, name: str) -> bytes:
    """The PDF with nothing but its pages.

    Raises:
        BadInput: It is locked, damaged, has no page or too many, or is more than a child can do.
    """
    return sandbox.run("docgen.render.pdfclean:cleaned", pdf, name=name, seconds=60)


def cleaned(pdf: bytes, name: str) -> bytes:
    """What ``clean`` does; runs in the child process."""
    out = io.BytesIO()
    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _unfit(name, say("it is locked with a password"))
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise _unfit(name, say("it has {n} pages", n=len(reader.pages)))
        writer = _Flat(out)
        writer.add(reader)
        writer.end()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as why:
        raise _unfit(name, say("it is damaged: {error}", error=why)) from why
    return out.getvalue()


class _Flat(Writer):
    """Writes pages with their annotations drawn on them."""

    def dressed(self, page: PageObject) -> dict[str, PdfObject]:
        entries = super().dressed(page)
        drawn = list(appearances(page))
        if not drawn:
            return entries
        names = {f"/DgSeen{turn}": form for turn, (form, _) in enumerate(drawn)}
        code = " ".join(
            f"q {matrix} cm {name} Do Q" for name, (_, matrix) in zip(names, drawn, strict=True)
        )
        return entries | drawn_over(self, entries, code, {"/XObject": names})


def _unfit(name: str, why: str) -> BadInput:
    return BadInput(
        say("“{name}” cannot be printed", name=name),
        why=why,
        fix=say("open it in a PDF reader, print it into a new PDF, and file that too"),
        file=name,
    )
