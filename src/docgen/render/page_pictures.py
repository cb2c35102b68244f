"""Pages of a PDF as pictures for the screen, drawn by PDFium in the child process of ``sandbox``.

Nothing of the PDF but what can be seen gets out: no script, no link, no words, nothing behind the
page. The browser is given pictures and never the document: nothing in it can run there.
"""

from __future__ import annotations

import io
import json
import struct
from dataclasses import dataclass
from itertools import islice

import pypdfium2
from PIL import Image

from docgen.errors import BadInput, say
from docgen.render import sandbox
from docgen.render.stamp_raster import drawn

#: Sharp enough to read on a screen of twice the usual density.
DPI = 110
_COLOURS = 64
_SECONDS = 60
_SIZE = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages as PNG pictures, and how many the document has."""

    pictures: tuple[bytes, ...]
    total: int


def pictured(
    pdf: bytes, *, name: str, most: int, first: int = 1, dpi: float = DPI, is_scan: bool = False
) -> Pages:
    """Some pages of a PDF as pictures, fewer if there are no more.

    Args:
        pdf: The PDF.
        name: What it is called in messages.
        most: How many pages.
        first: The first of them, from 1.
        dpi: How fine; a large plan is drawn coarser.
        is_scan: Whether all colours are kept; a page of text needs few.

    Raises:
        BadInput: It is damaged or more than a child can do.
    """
    wanted = {"first": first, "most": most, "dpi": dpi, "is_scan": is_scan}
    order = json.dumps(wanted).encode() + b"\n"
    told = sandbox.run("docgen.render.page_pictures:draw", order + pdf, name=name, seconds=_SECONDS)
    (total,), at, found = _SIZE.unpack_from(told), _SIZE.size, list[bytes]()
    while at < len(told):
        (size,) = _SIZE.unpack_from(told, at)
        found.append(told[at + _SIZE.size : at + _SIZE.size + size])
        at += _SIZE.size + size
    return Pages(tuple(found), total)


def draw(payload: bytes, name: str) -> bytes:
    """What ``pictured`` does; runs in the child process only."""
    order, _, pdf = payload.partition(b"\n")
    wanted = json.loads(order)
    out = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            out.write(_SIZE.pack(len(document)))
        pages = drawn(pdf, first=wanted["first"], dpi=wanted["dpi"])
        for picture in islice(pages, wanted["most"]):
            png = io.BytesIO()
            shown = picture if wanted["is_scan"] else _few_colours(picture)
            shown.save(png, "PNG", compress_level=4)
            out.write(_SIZE.pack(png.tell()) + png.getvalue())
    except (pypdfium2.PdfiumError, ValueError) as why:
        raise BadInput(
            say("“{name}” cannot be shown", name=name),
            why=say("it is damaged: {error}", error=why),
            fix=say("ask somebody who may edit it for the files themselves"),
            file=name,
        ) from why
    return out.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """As small and as quick to make as a page of text can be."""
    return picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
