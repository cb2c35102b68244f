"""A customer's name in Latin letters, as people type it who know only how it sounds. Pure.

    深圳样本    szyb shenzhenyangben
    云州市样云    yzsyy yzyy yunzhoushiyangyun yunzhouyangyun
    单雄信      dxx sxx danxiongxin shanxiongxin

Each reading stands as initials and as whole syllables. Words decide how a character is read
(重庆 is chongqing); where none does, a character that is often read in a second way, most of
them surnames, is read in both. What says that a place is a province, town, county or district
may be left out. Letters and digits stay, tones and marks go, ü is v.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from types import MappingProxyType
from typing import cast

from docgen.index.analysis import normalise

MOST = 8
"""So many readings of a name are kept; one with three characters of two readings has eight."""

# Surnames that sound different as surnames, then characters that names of companies and places
# have in both readings; the one here is the one that the dictionary does not put first.
_ALSO: Mapping[str, str] = MappingProxyType(
    dict(
        re.findall(
            "(.):([a-z]+)",
            "单:shan 曾:zeng 仇:qiu 区:ou 查:zha 解:xie 朴:piao 盖:ge 翟:zhai 尉:yu 覃:qin 缪:miao "
            "种:chong 折:she 召:shao 卜:bu 乐:yue 员:yun 薄:bo 谌:shen 郗:chi 繁:po 洗:xian 秘:bi "
            "行:hang 长:chang 重:chong 朝:zhao 会:kuai 都:du 调:tiao 传:zhuan 盛:cheng 藏:zang "
            "厦:xia 六:lu 校:jiao 系:ji 宿:xiu 参:shen",
        )
    )
)
# What has no reading is given back character by character; the library's types leave that out.
_ONE_BY_ONE = cast("Callable[[str], str]", list)
_KIND_OF_PLACE = re.compile("(?<=..)[省市县区](?=..)")
_KEPT = re.compile("[a-z0-9]+")


def pinyin(name: str) -> str:
    """The readings of a name, initials first, a space between two; "" if it has none."""
    text = normalise(name)
    readings = [*_readings(text), *_readings(_KIND_OF_PLACE.sub("", text))]
    initials = ("".join(one[0] for one in reading) for reading in readings)
    return " ".join(filter(None, dict.fromkeys((*initials, *map("".join, readings)))))


def _readings(text: str) -> Iterator[Sequence[str]]:
    # Turned round, so that the surname is what changes first.
    turned = product(*reversed(_syllables(text)))
    return (reading[::-1] for reading in islice(turned, MOST))


def _syllables(text: str) -> list[tuple[str, ...]]:
    """The readings of each character that has some; a letter or a digit reads as itself."""
    from pypinyin import Style  # noqa: PLC0415  slow to import, only needed to index
    from pypinyin import pinyin as read  # noqa: PLC0415  the same

    found: list[tuple[str, ...]] = []
    several_each = read(text, style=Style.NORMAL, heteronym=True, errors=_ONE_BY_ONE)
    for one, readings in zip(text, several_each, strict=True):
        # Several readings are left only where no word has decided.
        also = _ALSO.get(one, "") if len(readings) > 1 else ""
        several = dict.fromkeys((readings[0], also))
        if kept := tuple(reading for reading in several if _KEPT.fullmatch(reading)):
            found.append(kept)
    return found
