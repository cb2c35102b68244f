"""Pages as pictures: a PDF of which nothing is left but what can be seen.

For papers of the highest grade: no words to copy, no layers, nothing behind the page. PDFium
draws the pages; it runs in the child process of ``sandbox``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from docgen.render.pdfjoin import Writer, reference

DPI, _QUALITY = 200, 82
#: So many pixels a page at the most: A2 at full sharpness, larger ones a little coarser.
_MOST_PIXELS = 16_000_000
_PAGES = 2


def drawn(
    pdf: bytes, *, first: int = 1, dpi: float = DPI, password: str | None = None
) -> Iterator[Image.Image]:
    """The pages from ``first`` on as pictures, one after the other.

    Raises:
        ValueError: It does not open.
    """
    try:
        document = pypdfium2.PdfDocument(pdf, password=password)
    except pypdfium2.PdfiumError as why:
        raise ValueError(str(why)) from why
    with document:
        for turn in range(first - 1, len(document)):
            page = document[turn]
            wide, high = page.get_size()
            full = max(wide * high, 1) * (dpi / 72) ** 2
            scale = dpi / 72 * min(1, (_MOST_PIXELS / full) ** 0.5)
            yield page.render(scale=scale, draw_annots=False).to_pil().convert("RGB")
            page.close()


def rastered(pdf: bytes) -> bytes:
    """A PDF of the same pages, each a picture as large as the page was."""
    out = io.BytesIO()
    writer = Writer(out)
    sizes = pypdfium2.PdfDocument(pdf)
    for turn, picture in enumerate(drawn(pdf)):
        wide, high = sizes[turn].get_size()
        writer.pages.append(_page(writer, picture, wide, high))
    sizes.close()
    writer.end()
    return out.getvalue()


def _page(writer: Writer, picture: Image.Image, wide: float, high: float) -> int:
    code = DecodedStreamObject()
    code.set_data(f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Page Do Q".encode("ascii"))
    pictures = _named({"/Page": writer.shared(_jpeg(picture))})
    page: dict[str, PdfObject] = {
        "/Type": NameObject("/Page"),
        "/Parent": reference(_PAGES),
        "/MediaBox": ArrayObject(map(FloatObject, (0, 0, wide, high))),
        "/Resources": _named({"/XObject": pictures}),
        "/Contents": writer.shared(code),
    }
    return writer.put(_named(page))


def _jpeg(picture: Image.Image) -> StreamObject:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY, optimize=True)
    stream = StreamObject()
    stream._data = data.getvalue()  # noqa: SLF001  pypdf has no other way to give packed bytes
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(picture.width),
            NameObject("/Height"): NumberObject(picture.height),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    return stream


def _named(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})
