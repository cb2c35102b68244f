"""What people type, looked at character by character. Nothing is changed in silence.

Folding touches the full-width twins of ASCII only (１２３ → 123, ￥ → ¥), never the wider
NFKC mapping, which would turn 10² into 102. Refused are characters that Word's XML cannot
hold, that a reader cannot see, or that turn the order of what he sees around.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from docgen.errors import say

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
#: What no form can hold, as the inside of a regular expression's set; line and tab aside.
ODD = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufffd-\uffff"
_ODD_IN_LINE = re.compile(f"[{ODD}\t\n]")
_ODD_IN_LINES = re.compile(f"[{ODD}]")
_CONTROLS = {
    0x00: "NUL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x09: "TAB",
    0x0A: "LINE BREAK",
    0x0B: "VERTICAL TAB",
    0x0C: "FORM FEED",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}
_SHOWN = 40
_COMPARED = 80


def fold_width(text: str) -> str:
    """Turn full-width letters, digits, signs and spaces into their plain twins."""
    return text.translate(_WIDE)


def odd_character(text: str, *, lines: bool = False) -> str:
    """Say which character a form cannot hold, by name and position from 1; "" if none.

    Args:
        text: What was typed.
        lines: Whether line breaks and tabs are fine, as in a long text.
    """
    found = (_ODD_IN_LINES if lines else _ODD_IN_LINE).search(text)
    if not found:
        return ""
    code = ord(found[0])
    return say(
        "character {position} is {name} (U+{code}), which a form cannot hold",
        position=found.start() + 1,
        name=_name(code),
        code=f"{code:04X}",
    )


def _name(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the bounds of Unicode's surrogates
        return "LONE SURROGATE"
    return _CONTROLS.get(code, unicodedata.name(chr(code), "CONTROL CHARACTER"))


def shown(value: object) -> str:
    """A value as a message can print it: short, on one line, without a harmful character."""
    if isinstance(value, str):
        text = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return _ODD_IN_LINE.sub(lambda odd: f"\\u{ord(odd[0]):04x}", text)
    if isinstance(value, int) and value.bit_length() > 4 * _SHOWN:
        return "a very long number"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    try:
        return shown(str(value))
    except Exception:  # noqa: BLE001 - a stranger's __str__ must not hide the fault
        return type(value).__name__


def is_blank(value: object) -> bool:
    """Whether nothing was given: none, an empty list or table, or only spaces."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def nearest(name: str, among: Iterable[str]) -> str:
    """The name that was probably meant; "" if none is near."""
    if len(name) > _COMPARED:
        return ""
    near = {fold_width(known).casefold(): known for known in among}
    wanted = fold_width(name).strip().casefold()
    found = difflib.get_close_matches(wanted, near, n=1, cutoff=0.6)
    return near[found[0]] if found else ""
