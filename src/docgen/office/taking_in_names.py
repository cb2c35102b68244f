"""What the name of an old paper says: whether it may stay, its title, and its day.

Names come from strangers' disks. One that deceives the eye, that Windows cannot keep or that is no
UTF-8 is refused with its reason; nothing is renamed in silence. What computers leave behind in
folders by themselves is no paper at all.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import PurePosixPath

from docgen.archive import paths
from docgen.errors import BadInput, say

#: The end of a folder's name that makes all its files one paper with its enclosures.
ONE_PAPER = ("（一件）", "(一件)")
_LEFT_BEHIND = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_LEFT_BEFORE = ("~$", "._", ".~lock.")
_DAYS = tuple(
    re.compile(rf"(?<!\d){pattern}", re.ASCII)
    for pattern in (
        r"(\d{4})年(\d{1,2})月(\d{1,2})日",
        r"(\d{4})([-._])(\d{1,2})\2(\d{1,2})(?!\d)",
        r"(\d{4})(\d{2})(\d{2})(?!\d)",
    )
)
_FIRST_YEAR = 1900


def is_left_behind(name: str) -> bool:
    """Whether a program left this file or folder there for itself."""
    plain = name.casefold()
    return plain in _LEFT_BEHIND or plain.startswith(_LEFT_BEFORE)


def name_fault(name: str) -> str | None:
    """Why a file or folder of this name is not taken, if it is not."""
    if any(0xDC80 <= ord(sign) <= 0xDCFF for sign in name):  # noqa: PLR2004  bytes that are no UTF-8
        return say("the name is not UTF-8")
    try:
        paths.check_logical(name)
    except BadInput as problem:
        return problem.why
    if paths.is_unportable(name):
        return say("Windows cannot keep a file of this name")
    return None


def plain(text: str) -> str:
    """A name as it is compared: composed letters, no blanks around."""
    return unicodedata.normalize("NFC", text).strip()


def title_in(name: str) -> str:
    """The title in the name of a file, or of the folder of one paper."""
    for end in ONE_PAPER:
        if name.endswith(end):
            return plain(name.removesuffix(end)) or plain(name)
    return plain(PurePosixPath(name).stem)


def day_in(name: str, today: dt.date) -> dt.date | None:
    """The one day that a name tells; ``None`` if it tells none, several, or one still to come."""
    found = {day for pattern in _DAYS for match in pattern.finditer(name) if (day := _day(match))}
    past = {day for day in found if day <= today}
    return past.pop() if len(past) == 1 else None


def _day(match: re.Match[str]) -> dt.date | None:
    year, month, day = (int(part) for part in match.groups() if part.isdigit())
    try:
        return dt.date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
