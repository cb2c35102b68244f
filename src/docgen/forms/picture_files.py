"""What a PNG or JPEG file says of itself, read from its headers alone; nothing is decoded.

A file keeps only what is needed to show it: where and by whom it was taken, comments, previews
and whatever is attached behind its end are left out, so that none of it travels in a form.
PNG: ISO/IEC 15948, chunks; JPEG: ITU-T T.81 annex B, segments, and Exif for the camera's position.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import say
from docgen.forms.wrong import WrongValueError

PNG, JPEG = "image/png", "image/jpeg"
MOST_BYTES = 20_000_000
#: A camera's largest pictures; unpacked they take some 250 MB.
MOST_PIXELS, MOST_SIDE = 60_000_000, 20_000
UPRIGHT = 1

_PNG_START, _JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SHOWN = frozenset((b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND"))
_FILL, _SOI, _EOI, _SOS, _COMMENT = 0xFF, 0xD8, 0xD9, 0xDA, 0xFE
# Baseline, extended and progressive; the rest (lossless, arithmetic) Word does not show.
_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
_OTHER_FRAMES = frozenset(range(0xC0, 0xD0)) - _FRAMES - {0xC4, 0xC8, 0xCC}
_APPS = range(0xE0, 0xF0)
# Kept of the programs' own segments: JFIF, colour profile, Adobe's note on colours.
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_EXIF, _EXIF_START = 0xE1, b"Exif\0\0"
_POSITION = 0x0112
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_COLOURS_FOR_PRINTERS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """A picture as its headers describe it.

    Args:
        media: ``image/png`` or ``image/jpeg``.
        width: Pixels.
        height: Pixels.
        data: The file with what is needed to show it, and nothing else.
        position: How the camera was held, 1 to 8 as in Exif; 1 is upright.
        inks: Whether its colours are those of a printing press (CMYK), which Word shows wrongly.
    """

    media: str
    width: int
    height: int
    data: bytes
    position: int = UPRIGHT
    inks: bool = False


def look(data: bytes) -> Look:
    """Read the headers of a picture.

    Raises:
        WrongValueError: It is neither PNG nor JPEG, damaged, or larger than a camera makes them.
    """
    if len(data) > MOST_BYTES:
        text = say("the picture has more than {most} MB", most=MOST_BYTES // 1_000_000)
        raise WrongValueError(text, _smaller())
    try:
        if data.startswith(_PNG_START):
            return _sized(_png(data))
        if data.startswith(_JPEG_START):
            return _sized(_jpeg(data))
    except (struct.error, IndexError) as why:
        raise _damaged() from why
    text = say("it is neither a PNG nor a JPEG picture, whatever its name says")
    raise WrongValueError(text, say("open it in a picture program and save it as PNG or JPEG"))


def _sized(seen: Look) -> Look:
    if min(seen.width, seen.height) < 1:
        raise _damaged()
    if max(seen.width, seen.height) > MOST_SIDE or seen.width * seen.height > MOST_PIXELS:
        text = say("it is {width} × {height} pixels large", width=seen.width, height=seen.height)
        raise WrongValueError(text, _smaller())
    return seen


def _smaller() -> str:
    return say("make it smaller in a picture program; 2000 pixels are enough for a whole page")


def _damaged() -> WrongValueError:
    text = say("the picture is damaged or cut short")
    return WrongValueError(text, say("take a new copy of it from where it came from"))


def _png(data: bytes) -> Look:
    kept, kinds = [_PNG_START], []
    for kind, chunk in _chunks(data):
        kinds.append(kind)
        if kind in _SHOWN:
            kept.append(chunk)
        elif not kind[0] & 0x20:  # a capital letter: it cannot be shown without this chunk
            raise _damaged()
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise _damaged()
    width, height = struct.unpack_from(">II", kept[1], 8)
    return Look(PNG, width, height, b"".join(kept))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks with their frames up to the end of the picture, each with the right sum."""
    place, kind = len(_PNG_START), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, place)
        end = place + 8 + size
        (wanted,) = struct.unpack_from(">I", data, end)
        if zlib.crc32(data[place + 4 : end]) != wanted:
            raise _damaged()
        yield kind, data[place : end + 4]
        place = end + 4


def _jpeg(data: bytes) -> Look:
    kept, sizes, position = [data[:2]], [], UPRIGHT
    for marker, segment in _segments(data):
        if marker == _EXIF and segment[4:].startswith(_EXIF_START):
            position = _held(segment[4 + len(_EXIF_START) :])
        if marker in _FRAMES:
            sizes.append(struct.unpack_from(">xHHB", segment, 4))
        if marker in _OTHER_FRAMES:
            text = say("it is a JPEG of a rare kind that Word does not show")
            raise WrongValueError(text, say("open it in a picture program and save it as PNG"))
        if _is_shown(marker, segment):
            kept.append(segment)
    if len(sizes) != 1:
        raise _damaged()
    height, width, colours = sizes[0]
    inks = colours == _COLOURS_FOR_PRINTERS
    return Look(JPEG, width, height, b"".join(kept), position, inks)


def _is_shown(marker: int, segment: bytes) -> bool:
    if marker in _APPS:
        return segment[4:].startswith(_KEPT_APPS.get(marker, b"\xff"))
    return marker != _COMMENT


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments with their markers up to the end of the picture; a scan with its data."""
    place, marker = 2, _SOI
    while marker != _EOI:
        if data[place] != _FILL or place + 2 > len(data):
            raise _damaged()
        while data[place + 1] == _FILL:  # markers may be padded
            place += 1
        marker = data[place + 1]
        end = place + 2
        if marker != _EOI:
            end += struct.unpack_from(">H", data, place + 2)[0]
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[place:end]
        place = end


def _held(exif: bytes) -> int:
    """How the camera was held; upright if its note cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return UPRIGHT
    try:
        (place,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, place)
        for entry in range(count):
            tag, value = struct.unpack_from(f"{order}H6xH", exif, place + 2 + 12 * entry)
            if tag == _POSITION and value in range(1, 9):
                return int(value)
    except struct.error:
        pass
    return UPRIGHT
