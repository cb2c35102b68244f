"""Which controlled copy a stray page is: by its identifier, its words, or its code for cameras.

A PDF is asked for its identifier, metadata and words; if they say nothing, and for every picture,
the code is looked for: as it is, larger, smaller, sharper in contrast and in parts, so that a page
that was photographed, turned, cut or squeezed is still known. Runs in the child of ``sandbox``.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from docgen.errors import BadInput, say
from docgen.render import sandbox
from docgen.render.stamp_raster import drawn

#: Pages of a PDF that are looked at as pictures.
_MOST_PAGES = 40
_SHARP, _SHARPER = 150, 300
_MOST_PIXELS, _SMALL = 50_000_000, 4_000_000
_CODE = re.compile(r"DG:(FB-[0-9]{4}-[0-9]{6,9}):([0-9]{1,15}):([0-9A-F]{8})")
_NUMBER = re.compile(r"FB-[0-9]{4}-[0-9]{6,9}")
_SECONDS, _MEGABYTES = 90, 1_536
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Clue:
    """What a page says of itself.

    Args:
        number: The copy.
        by: How it was found: ``identifier``, ``metadata``, ``text`` or ``code``.
        index: The entry of the log, if the page names it; else -1.
        office: The mark of the office, if the page names it.
    """

    number: str
    by: str
    index: int = -1
    office: str = ""


def clues(data: bytes, name: str) -> list[Clue]:
    """All that a PDF or a picture says of which copy it is; each number once.

    Raises:
        BadInput: It is neither a PDF nor a picture, or more than a child can do.
    """
    work = "docgen.render.stamp_read:read"
    told = sandbox.run(work, data, name=name, seconds=_SECONDS, megabytes=_MEGABYTES)
    return [Clue(**one) for one in json.loads(told)]


def read(data: bytes, name: str) -> bytes:
    """What ``clues`` does; runs in the child process."""
    warnings.simplefilter("ignore")  # Pillow's about large pictures: the limits of the child hold
    Image.MAX_IMAGE_PIXELS = None
    found: dict[str, Clue] = {}
    for clue in (
        _in_pdf(data) if data[:1024].lstrip().startswith(b"%PDF-") else _in(_opened(data, name))
    ):
        known = found.get(clue.number)
        if known is None or known.index < 0 <= clue.index:
            found[clue.number] = clue
    return json.dumps([asdict(clue) for clue in found.values()]).encode()


def _in_pdf(data: bytes) -> Iterator[Clue]:
    said = False
    for clue in (*_by_pypdf(data), *_by_words(data)):
        said = True
        yield clue
    if not said:
        yield from _by_code(data)


def _by_pypdf(data: bytes) -> Iterator[Clue]:
    """The identifier, which can be read without a password, and the metadata, which may not."""
    with contextlib.suppress(PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        reader = PdfReader(io.BytesIO(data))
        for one in reader.trailer.get("/ID") or ():
            text = one if isinstance(one, str) else bytes(one).decode("latin-1")
            yield from _codes(text, "identifier")
        yield from _codes(str(reader.metadata), "metadata")


def _by_words(data: bytes) -> Iterator[Clue]:
    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            for number in _NUMBER.findall(text):
                yield Clue(number, "text")


def _by_code(data: bytes) -> Iterator[Clue]:
    for dpi in (_SHARP, _SHARPER):
        found = False
        with contextlib.suppress(ValueError):
            for turn, picture in enumerate(drawn(data, dpi=dpi)):
                if turn == _MOST_PAGES:
                    break
                for clue in _in(picture):
                    found = True
                    yield clue
        if found:
            return


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > _MOST_PIXELS:
            picture.draft("L", (picture.width // 2, picture.height // 2))
        return ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as why:
        raise BadInput(
            say("“{name}” is no PDF and no picture", name=name),
            why=say("it cannot be opened: {error}", error=why),
            fix=say("scan or photograph the page as PDF, PNG or JPEG"),
            file=name,
        ) from why


def _in(picture: Image.Image) -> Iterator[Clue]:
    """The codes of a picture; the first look that finds one is enough."""
    for look in _looks(picture.convert("L")):
        read = zxingcpp.read_barcodes(look, formats=_FORMATS)
        found = [clue for one in read for clue in _codes(one.text, "code")]
        if found:
            yield from found
            return


def _looks(picture: Image.Image) -> Iterator[Image.Image]:
    """A picture seen in more and more ways."""
    yield picture
    clear = ImageOps.autocontrast(picture, cutoff=2)
    for times in (0.5, 2, 3):
        if picture.width * picture.height * times**2 <= _MOST_PIXELS:
            yield _sized(clear, times)
    wide, high = picture.size
    for left, low in ((0, 0), (wide // 2, 0), (0, high // 2), (wide // 2, high // 2)):
        part = clear.crop((left, low, left + (wide + 1) // 2, low + (high + 1) // 2))
        part = ImageOps.autocontrast(part, cutoff=1)
        yield part
        if part.width * part.height <= _SMALL:
            yield _sized(part, 2)
            yield _sized(part, 3.5)


def _sized(picture: Image.Image, times: float) -> Image.Image:
    size = max(1, round(picture.width * times)), max(1, round(picture.height * times))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _codes(text: str, by: str) -> list[Clue]:
    return [Clue(number, by, int(index), office) for number, index, office in _CODE.findall(text)]
