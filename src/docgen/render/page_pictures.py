"""Pages of a PDF as pictures to look at, drawn in the child process of ``sandbox``.

Nothing of the PDF but what can be seen gets out: no script, no link, no words, nothing behind the
page. The PDF was made clean before (``leaves``).
"""

from __future__ import annotations

import io
import json

import pypdfium2

from docgen.errors import BadInput, say
from docgen.render import sandbox

_SECONDS = 60
#: So many pixels a page at the most; a large plan is drawn coarser.
_MOST_PIXELS = 9_000_000
_LEVEL = 6


def draw(pdf: bytes, *, first: int, count: int, dpi: int, name: str) -> list[bytes]:
    """Some pages as PNG, fewer if there are no more.

    Args:
        pdf: The PDF.
        first: The first page, from 1.
        count: How many.
        dpi: How fine.
        name: What the paper is called in messages.

    Raises:
        BadInput: It cannot be drawn.
    """
    order = json.dumps({"first": first, "count": count, "dpi": dpi}).encode() + b"\n"
    told = sandbox.run(
        "docgen.render.page_pictures:drawn", order + pdf, name=name, seconds=_SECONDS
    )
    head, _, pictures = told.partition(b"\n")
    found, at = [], 0
    for length in json.loads(head):
        found.append(pictures[at : at + length])
        at += length
    return found


def drawn(payload: bytes, name: str) -> bytes:
    """What ``draw`` does; runs in the child process."""
    line, _, pdf = payload.partition(b"\n")
    order = json.loads(line)
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            last = min(order["first"] - 1 + order["count"], len(document))
            pages = range(order["first"] - 1, last)
            pictures = [_picture(document[turn], order["dpi"]) for turn in pages]
    except (pypdfium2.PdfiumError, ValueError) as why:
        raise BadInput(
            say("“{name}” cannot be drawn", name=name),
            why=say("it is damaged: {error}", error=why),
            fix=say("ask somebody who may edit it for the files themselves"),
            file=name,
        ) from why
    return json.dumps([len(one) for one in pictures]).encode() + b"\n" + b"".join(pictures)


def _picture(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    wide, high = page.get_size()
    full = max(wide * high, 1) * (dpi / 72) ** 2
    scale = dpi / 72 * min(1, (_MOST_PIXELS / full) ** 0.5)
    out = io.BytesIO()
    image = page.render(scale=scale, draw_annots=False).to_pil().convert("RGB")
    image.save(out, "PNG", compress_level=_LEVEL)
    page.close()
    return out.getvalue()
