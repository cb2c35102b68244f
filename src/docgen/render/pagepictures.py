"""Pages of a PDF as pictures for the screen, drawn by PDFium in the child process of ``sandbox``.

The browser is given pictures and never the document: nothing in it can run there.
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
_SIZE = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages as PNG pictures, and how many the document has."""

    pictures: tuple[bytes, ...]
    total: int


def pictured(pdf: bytes, *, name: str, most: int, dpi: float = DPI) -> Pages:
    """The first pages of a PDF as pictures.

    Raises:
        BadInput: It is damaged or more than a child can do.
    """
    order = json.dumps({"most": most, "dpi": dpi}).encode() + b"\n"
    told = sandbox.run("docgen.render.pagepictures:draw", order + pdf, name=name)
    (total,), at, found = _SIZE.unpack_from(told), _SIZE.size, list[bytes]()
    while at < len(told):
        (size,) = _SIZE.unpack_from(told, at)
        found.append(told[at + _SIZE.size : at + _SIZE.size + size])
        at += _SIZE.size + size
    return Pages(tuple(found), total)


def draw(payload: bytes, name: str) -> bytes:
    """Draw the pages; runs in the child process only."""
    order, _, pdf = payload.partition(b"\n")
    wanted = json.loads(order)
    out = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            out.write(_SIZE.pack(len(document)))
        for picture in islice(drawn(pdf, dpi=wanted["dpi"]), wanted["most"]):
            png = io.BytesIO()
            _few_colours(picture).save(png, "PNG", compress_level=4)
            out.write(_SIZE.pack(png.tell()) + png.getvalue())
    except (pypdfium2.PdfiumError, ValueError) as why:
        raise BadInput(
            say("“{name}” cannot be shown", name=name),
            why=say("its pages cannot be drawn"),
            fix=say("fetch the document itself instead"),
            file=name,
        ) from why
    return out.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """As small and as quick to make as a page of text can be."""
    return picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
