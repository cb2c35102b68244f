"""A controlled copy from the pages of a paper: marked, made pictures and locked, as it must be.

The work on foreign PDFs is done in the child process of ``sandbox``: what is hostile or broken
ends as a refusal.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from docgen.errors import BadInput, say
from docgen.render import sandbox
from docgen.render.fonts import font_with
from docgen.render.pdfclean import cleaned
from docgen.render.pdfjoin import Writer
from docgen.render.stamp import Mark, stamped
from docgen.render.stamp_font import FontFile
from docgen.render.stamp_lock import locked
from docgen.render.stamp_raster import rastered

_SECONDS, _MEGABYTES = 240, 1_536


@dataclass(frozen=True, slots=True)
class Look:
    """How a copy must look.

    Args:
        mark: What stands on each page.
        raster: Its pages are pictures.
        restrict: Nothing in it may be copied or changed.
        password: What opens it; "" if it is open.
        prints: Whether it may be printed.
    """

    mark: Mark
    raster: bool = False
    restrict: bool = False
    password: str = ""
    prints: bool = True


def mark_of(number: str, line: str, across: str, code: str) -> Mark:
    """A mark in a font of this machine that has its signs."""
    path, index = font_with(line + across)
    return Mark(number, line, across, code, FontFile(path, index))


def copied(pdf: bytes, look: Look, *, name: str, pages: Sequence[int] = ()) -> bytes:
    """The controlled copy of a PDF.

    Args:
        pdf: The paper's pages.
        look: How it must look.
        name: What the paper is called in messages.
        pages: Only these, counted from 1; else all.

    Raises:
        BadInput: It is damaged or more than a child can do, or has no such page.
    """
    return _apart("worked", pdf, look, name, pages)


def closed_apart(marked: bytes, look: Look, *, name: str) -> bytes:
    """What ``closed`` does, in a child process: PDFium is to draw what others made."""
    return _apart("worked_up", marked, look, name, ())


def _apart(work: str, pdf: bytes, look: Look, name: str, pages: Sequence[int]) -> bytes:
    order = json.dumps({**asdict(look), "pages": list(pages)}).encode() + b"\n"
    place = f"docgen.render.stamp_work:{work}"
    return sandbox.run(place, order + pdf, name=name, seconds=_SECONDS, megabytes=_MEGABYTES)


def worked(payload: bytes, name: str) -> bytes:
    """What ``copied`` does; runs in the child process."""
    pdf, look, pages = _order(payload)
    with _refusing(name):
        return closed(stamped(_only(cleaned(pdf, name), pages, name), look.mark), look)


def worked_up(payload: bytes, name: str) -> bytes:
    """What ``closed_apart`` does; runs in the child process."""
    pdf, look, _ = _order(payload)
    with _refusing(name):
        return closed(pdf, look)


def _order(payload: bytes) -> tuple[bytes, Look, list[int]]:
    order, _, pdf = payload.partition(b"\n")
    given = json.loads(order)
    pages, mark = given.pop("pages"), given.pop("mark")
    return pdf, Look(Mark(**{**mark, "font": FontFile(**mark["font"])}), **given), pages


@contextlib.contextmanager
def _refusing(name: str) -> Iterator[None]:
    """What a damaged PDF does to its readers, as a refusal."""
    try:
        yield
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as why:
        raise BadInput(
            say("No copy can be made of “{name}”", name=name),
            why=say("it is damaged: {error}", error=why),
            fix=say("open it in a PDF reader, print it into a new PDF, and file that too"),
            file=name,
        ) from why


def closed(marked: bytes, look: Look) -> bytes:
    """A marked PDF, made pictures and locked."""
    if look.raster:
        marked = stamped(rastered(marked), look.mark, again=True)
    if look.restrict or look.password:
        marked = locked(marked, user=look.password, prints=look.prints)
    return marked


def _only(pdf: bytes, pages: Sequence[int], name: str) -> bytes:
    if not pages:
        return pdf
    reader, out = PdfReader(io.BytesIO(pdf)), io.BytesIO()
    there = len(reader.pages)
    beyond = [page for page in pages if not 0 < page <= there]
    if beyond:
        raise BadInput(
            say("“{name}” has no page {page}", name=name, page=beyond[0]),
            why=say("it has {n} pages", n=there),
            fix=say("name the pages as in 1,3-5").by("--pages 1,3-5"),
            field="pages",
        )
    writer = Writer(out)
    writer.add(reader, pages=[page - 1 for page in pages])
    writer.end()
    return out.getvalue()
