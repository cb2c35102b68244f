"""A share of the office's key as a page for a sealed envelope: A4, drawn as a picture.

Drawn in memory and nowhere else: no Word file, no LibreOffice, no temporary file. The words are a
picture in the PDF, so that no search of the desktop finds them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import segno
from PIL import Image, ImageDraw, ImageFont

from docgen.render import fonts

_DPI = 200
_A4 = (1654, 2339)
_LEFT, _COLUMNS = 150, 3
_STEP = (470, 66)


@dataclass(frozen=True, slots=True)
class SharePage:
    """What stands on one page.

    Args:
        company: The company's own name.
        turn: Which share it is, from 1.
        of: How many there are.
        facts: Labels and values under the heading.
        words: The words of the share.
    """

    company: str
    turn: int
    of: int
    facts: Sequence[tuple[str, str]]
    words: Sequence[str]


def to_pdf(pages: Sequence[SharePage]) -> bytes:
    """The pages as one PDF, each share on a page of its own."""
    first, *rest = [_drawn(page) for page in pages]
    made = io.BytesIO()
    first.save(made, "PDF", resolution=_DPI, save_all=True, append_images=rest, title="")
    return made.getvalue()


def _drawn(page: SharePage) -> Image.Image:
    paper = Image.new("1", _A4, 1)
    pen = ImageDraw.Draw(paper)
    pen.fontmode = "1"
    pen.text((_LEFT, 130), page.company, font=_font(34), fill=0)
    pen.text((_LEFT, 200), f"主密钥恢复分片　{page.turn} / {page.of}", font=_font(64), fill=0)
    pen.line((_LEFT, 310, _A4[0] - _LEFT, 310), fill=0, width=3)
    top = 345
    for label, value in page.facts:
        pen.text((_LEFT, top), f"{label}：{value}", font=_font(32), fill=0)
        top += 54
    top = _words(pen, page.words, top + 40)
    code = segno.make(" ".join(page.words), error="m", micro=False)
    paper.paste(_code(code), (_LEFT, top + 40))
    _notes(pen, (_LEFT + 620, top + 60))
    return paper


def _words(pen: ImageDraw.ImageDraw, words: Sequence[str], top: int) -> int:
    """The numbered words, down the columns; where the next thing may stand."""
    rows = -(-len(words) // _COLUMNS)
    for turn, word in enumerate(words):
        column, row = divmod(turn, rows)
        at = (_LEFT + column * _STEP[0], top + row * _STEP[1])
        pen.text(at, f"{turn + 1:>2}", font=_font(30), fill=0)
        pen.text((at[0] + 62, at[1] - 6), word, font=_font(42), fill=0)
    return top + rows * _STEP[1]


def _code(code: segno.QRCode) -> Image.Image:
    drawn = io.BytesIO()
    code.save(drawn, kind="png", scale=7, border=4)
    return Image.open(drawn).convert("1").resize((560, 560), Image.Resampling.NEAREST)


def _notes(pen: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    left, top = at
    for line in (
        "任意两片可恢复主密钥，单独一片不能。",
        "打印后立即装入信封密封、签字，",
        "三片由三人分处保管；勿拍照、勿复印。",
        "演练：docgen keys drill",
        "恢复：docgen keys recover",
        "",
        "保管人：________________________",
        "",
        "封存日期：______________________",
        "",
        "启封记录：______________________",
    ):
        pen.text((left, top), line, font=_font(32), fill=0)
        top += 50


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path, index = fonts.font_with("主密钥恢复分片")
    return ImageFont.truetype(path, size, index)
