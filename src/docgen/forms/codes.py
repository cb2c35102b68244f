"""Codes for cameras and readers: ``{{ number | qr }}`` and ``{{ number | code128 }}``.

QR: ISO/IEC 18004 by segno, text in UTF-8. Code 128: ISO/IEC 15417, sets B and C with the check
sign of its clause 4.2.4. Both come as pictures of black and white modules, each a whole number of
pixels, with the quiet zone the standard asks for. What is too small to be read is refused.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from docgen.errors import BadInput, Said, say
from docgen.forms.characters import shown
from docgen.forms.picture_files import PNG
from docgen.forms.pictures import HIGHEST_MM, WIDEST_MM, Picture

QR_MM, BAR_MM, BAR_HEIGHT_MM = 20, 50, 12
# The smallest modules that an office printer and a telephone agree on.
_QR_MODULE_MM, _BAR_MODULE_MM = 0.33, 0.19
_QR_QUIET, _BAR_QUIET = 4, 10
_PIXELS = 8
_KEPT = 64
# Bar, space, bar … of each sign from 0 on; the stop, which is last, has one more bar.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "4113111131411141313111414111312114122112142112322331112"
)
_PATTERNS = (*(_WIDTHS[at : at + 6] for at in range(0, 636, 6)), _WIDTHS[636:])
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
_CHECK_BY, _FEW_DIGITS = 103, 4


def qr(value: object, mm: object = QR_MM) -> Picture | str:
    """A QR code of a text or number, ``mm`` wide with its quiet zone; "" stays ""."""
    text, width = _text(value), _size(mm, WIDEST_MM)
    if not text:
        return ""
    return _qr(text, width)


@lru_cache(maxsize=_KEPT)
def _qr(text: str, width: float) -> Picture:
    """A QR code; kept, because head, foot and rows often print the same one."""
    import segno  # noqa: PLC0415 - it takes longer to load than all forms together

    try:
        if text.isascii():
            code = segno.make(text, "m", micro=False)
        else:  # left to itself segno takes some UTF-8 for Shift JIS, and a reader guesses wrongly
            code = segno.make(text, "m", mode="byte", encoding="utf-8", eci=True, micro=False)
    except ValueError as why:
        raise _unfit(text, say("it is too long for a QR code")) from why
    rows = [[bool(module) for module in row] for row in code.matrix]
    _refuse_tiny(text, width / (len(rows) + 2 * _QR_QUIET), _QR_MODULE_MM)
    edge = [False] * _QR_QUIET
    around = [[False] * (len(rows) + 2 * _QR_QUIET)] * _QR_QUIET
    return _picture(text, [*around, *([*edge, *row, *edge] for row in rows), *around], width, width)


def code128(value: object, mm: object = BAR_MM, height: object = BAR_HEIGHT_MM) -> Picture | str:
    """A Code 128 of letters, digits and signs of ASCII, with its quiet zone; "" stays ""."""
    text, width, high = _text(value), _size(mm, WIDEST_MM), _size(height, HIGHEST_MM)
    if not text:
        return ""
    if not (text.isascii() and text.isprintable()):
        raise _unfit(text, say("Code 128 holds letters, digits and signs of ASCII only"))
    modules = [False] * _BAR_QUIET
    for code in bars(text):
        for place, run in enumerate(_PATTERNS[code]):
            modules += [place % 2 == 0] * int(run)
    modules += [False] * _BAR_QUIET
    _refuse_tiny(text, width / len(modules), _BAR_MODULE_MM)
    return _picture(text, [modules] * max(1, round(len(modules) * high / width)), width, high)


def bars(text: str) -> list[int]:
    """The values of the signs of a Code 128, with start, check and stop; two digits a sign."""
    codes = list(_signs(text))
    check = sum(max(1, place) * code for place, code in enumerate(codes)) % _CHECK_BY
    return [*codes, check, _STOP]


def _signs(text: str) -> Iterator[int]:
    place, pairs, begun = 0, False, False
    while place < len(text):
        digits = len(text) - place - len(text[place:].lstrip("0123456789"))
        wanted = digits > 1 if pairs else digits >= _FEW_DIGITS and digits % 2 == 0
        if not begun:
            yield _START_C if wanted else _START_B
        elif wanted != pairs:
            yield _TO_C if wanted else _TO_B
        pairs, begun = wanted, True
        yield int(text[place : place + 2]) if pairs else ord(text[place]) - ord(" ")
        place += 2 if pairs else 1


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise _unfit(value, say("a code is made of a text or a number"))
    return str(value)


def _size(mm: object, most: int) -> float:
    if isinstance(mm, bool) or not isinstance(mm, int | float) or not 1 <= mm <= most:
        raise _unfit(mm, say("the size of a code is 1 to {most} mm", most=most))
    return float(mm)


def _refuse_tiny(text: str, module: float, least: float) -> None:
    if module < least:
        larger = say("no reader can read it at this size: write a larger one, as in qr(30)")
        raise _unfit(text, larger)


def _unfit(value: object, why: Said) -> BadInput:
    return BadInput(
        say("“{value}” cannot be printed as a code", value=shown(value)),
        why=why,
        fix=say("print a short text such as the number, or give the code more room"),
    )


def _picture(text: str, rows: Sequence[Sequence[bool]], width: float, height: float) -> Picture:
    data = png(rows)
    size = len(rows[0]) * _PIXELS, len(rows) * _PIXELS
    return Picture(data, PNG, *size, width, height, text)


def png(rows: Sequence[Sequence[bool]]) -> bytes:
    """A PNG of one bit a pixel, black where a module is set."""
    lines = bytearray()
    for row in rows:
        bits = "".join(("0" if module else "1") * _PIXELS for module in row)
        line = int(bits, 2).to_bytes(len(bits) // 8, "big")
        lines += (b"\0" + line) * _PIXELS
    header = struct.pack(">IIBBBBB", len(rows[0]) * _PIXELS, len(rows) * _PIXELS, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


#: The filters that make pictures, by the name they are written with.
CODES: Mapping[str, Callable[..., Picture | str]] = MappingProxyType({"code128": code128, "qr": qr})
