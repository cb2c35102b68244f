"""The names in a bag that came from elsewhere: which of them are refused, and why.

A name may come from a manifest, a folder or a ZIP. Refused is what leads out of the bag, what
deceives a reader, what cannot be stored everywhere, and names that are one name on some disk. No
file is ever written under a name of a bag; the rules keep the receiving archive clean all the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from docgen.archive.bag import Finding
from docgen.archive.paths import INVISIBLE, is_unportable, key_of
from docgen.errors import Said, say

MOST_BYTES, MOST_IN_ALL = 255, 4096


def name_faults(paths: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with names, each seen for itself."""
    for path in paths:
        if fault := _fault(path):
            yield Finding(fault[0], shown(path), fault[1])


def twin_faults(paths: Iterable[str]) -> Iterator[Finding]:
    """Names that are there twice: equal, or equal on a disk that ignores case or Unicode forms.

    A file that is also the folder of another one is told too.
    """
    seen: set[str] = set()
    for path in paths:
        key = key_of(path)
        if key in seen:
            yield Finding("B008", shown(path), say("the name is there twice, or one just like it"))
        seen.add(key)
    folders = {key[:at] for key in seen for at, sign in enumerate(key) if sign == "/"}
    for key in sorted(seen & folders):
        yield Finding("B008", shown(key), say("the name is that of a file and of a folder"))


def shown(path: str) -> str:
    """A name that can be printed, whatever is in it and however long it is."""
    return "".join(
        ascii(sign)[1:-1] if unicodedata.category(sign) in INVISIBLE else sign
        for sign in path[:MOST_BYTES]
    )


def _fault(path: str) -> tuple[str, Said] | None:
    if leads := _leads_out(path):
        return "B005", leads
    if any(unicodedata.category(sign) in INVISIBLE for sign in path):
        return "B006", say("the name holds a control character or an invisible character")
    parts = path.split("/")
    if len(path) > MOST_IN_ALL or any(len(part.encode()) > MOST_BYTES for part in parts):
        return "B007", say("a part of the name is longer than {limit} bytes", limit=MOST_BYTES)
    if any(is_unportable(part) for part in parts):
        return "B007", say("Windows cannot store the name")
    return None


def _leads_out(path: str) -> Said | None:
    if path.startswith("/") or path[1:2] == ":":
        return say("the name is an absolute path")
    if path.startswith("~"):
        return say("the name begins with ~, which stands for somebody's own folder")
    if "\\" in path:
        return say("the name holds a backslash, which separates folders on Windows")
    if {"", ".", ".."} & set(path.split("/")):
        return say("a part of the name is empty, a dot or two dots")
    return None
