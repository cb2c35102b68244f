"""Traditional Chinese characters as simplified ones, one for one. Pure.

An office that holds papers of both kinds folds them together (``fold_traditional`` in
docgen.toml): 臺灣 and 台湾 are then the same words. Characters are replaced one by one and never
by words, so that a piece of a text is still a piece of it afterwards; where one traditional
character has several simplified ones, the table's first is taken on both sides.

The table is opencc's, read when the first text is folded. It has only characters that
``analysis.normalise`` leaves alone, and none of what it gives is in it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from unicodedata import normalize

_IDEOGRAPHS = ((0x2E80, 0xA000), (0x20000, 0x40000))


def simplified(normalised: str) -> str:
    """The text with each traditional character replaced; as long as it was."""
    return normalised.translate(_table())


@cache
def _table() -> Mapping[int, str]:
    from opencc import OpenCC  # noqa: PLC0415  only an office that folds needs it

    converter = OpenCC("t2s")
    one_by_one = "\n".join(
        one for start, end in _IDEOGRAPHS for at in range(start, end) if _is_stable(one := chr(at))
    )
    once = converter.convert(one_by_one)
    pairs = zip(one_by_one.split("\n"), converter.convert(once).split("\n"), strict=True)
    return {ord(one): to for one, to in pairs if one != to and len(to) == 1 and _is_stable(to)}


def _is_stable(one: str) -> bool:
    return normalize("NFKC", one) == one
