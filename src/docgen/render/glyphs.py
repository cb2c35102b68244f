"""Characters that no font of this machine can draw, found before a PDF would show boxes for them.

Asked is what fontconfig knows of all fonts, because LibreOffice looks for a missing character in
every font there is. Without fontconfig nothing is known and nothing is refused. What is not drawn
anyway (joiners, variation selectors, marks over other characters) does not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from docgen.errors import OutsideFailed, say
from docgen.render.fonts import characters
from docgen.render.package import Package
from docgen.render.story import place, where_of

# Every font with Chinese characters has these: Latin-1, common signs, GB 2312's ideographs.
_RARE = re.compile("[^\x00-\xff\u2014-\u2026\u2460-\u2473\u3000-\u3011\u4e00-\u9fa5\uff01-\uff5e]")
_UNDRAWN = frozenset({"Cf", "Cc", "Mn", "Me", "Zs", "Zl", "Zp"})
# Wingdings and its like stand here; LibreOffice has signs for them.
_SYMBOLS = range(0xF000, 0xF100)


def refuse_boxes(docx: bytes, name: str = "document.docx") -> None:
    """Refuse a Word file whose PDF would show boxes.

    Raises:
        OutsideFailed: Characters that no font here has; names each, with its paragraph.
    """
    found = dict(_boxes(Package.read(docx, name)))
    if not found:
        return
    first = next(iter(found))
    signs = "、".join(f"{sign} (U+{ord(sign):04X})" for sign in found)
    raise OutsideFailed(
        say("The PDF would show empty boxes instead of: {signs}", signs=signs),
        why=say("no font of this machine has these characters; at {place}", place=found[first]),
        fix=say(
            "install a font that has them (rare Chinese characters: fonts-hanazono, emoji: "
            "fonts-noto-color-emoji), or write them otherwise; the Word file is right as it is"
        ),
    )


def _boxes(package: Package) -> Iterator[tuple[str, str]]:
    for part in package.stories():
        if not any(map(_is_box, _rare(package.parts[part].decode("utf-8", "replace")))):
            continue
        where = where_of(package, part)
        for text in package.xml(part).iter("{*}t"):
            for sign in filter(_is_box, _rare(text.text or "")):
                yield sign, place(where, text.text or "")


def _rare(text: str) -> list[str]:
    return list(dict.fromkeys(_RARE.findall(text)))


@cache
def _is_box(sign: str) -> bool:
    known = characters()
    if not known or known[ord(sign)] or ord(sign) in _SYMBOLS:
        return False
    return unicodedata.category(sign) not in _UNDRAWN
