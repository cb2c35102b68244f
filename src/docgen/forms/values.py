"""One value against its question: from what was typed to a checked plain value.

Each kind has one reader. A value that does not fit raises ``WrongValueError``; gathering all
of them with their places is ``answers``' work. Spaces around a value do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from docgen.errors import say
from docgen.forms import identity
from docgen.forms.characters import fold_width, nearest, odd_character, shown
from docgen.forms.dates import read_date, read_datetime
from docgen.forms.form import Column
from docgen.forms.kinds import DAYS
from docgen.forms.numbers import read_decimal, read_integer, read_money
from docgen.forms.pictures import read_picture
from docgen.forms.wrong import WrongValueError

#: How many characters a text may have when its field sets no limit of its own.
LINE_LIMIT = 1_000
LINES_LIMIT = 50_000
_CODE_BITS = 100  # about 30 digits: longer than any code that may stand without quotes

# Spaces of every width; str.strip() would also take control characters away in silence.
_SPACES = " \t\r\n\u00a0\u2002\u2003\u3000"
_LIST_MARKS = re.compile("[、，,；;]")
_YES = frozenset(("true", "yes", "y", "是", "√", "✓", "✔", "☑"))
_NO = frozenset(("false", "no", "n", "否", "×", "✗", "✘", "✕"))


def read_value(column: Column, raw: object) -> object:
    """The checked value of one answer that is not blank.

    Args:
        column: The question; any kind but ``table``.
        raw: What TOML, JSON, a spreadsheet or a person gave.

    Raises:
        WrongValueError: It does not fit, with the sentence and what to do.
    """
    if isinstance(raw, WrongValueError):
        raise raw  # whoever read the file knows already that it is nothing to rely on
    value = _READERS[column.kind](column, raw)
    check_bounds(column, value)
    return value


def check_bounds(column: Column, value: object) -> None:
    """Refuse a number or day outside the field's ``min`` and ``max``."""
    least, most = column.minimum, column.maximum
    if least is not None and less(value, least):
        text = say("“{value}” is less than {least}", value=shown(value), least=least)
        if column.kind in DAYS:
            text = say("“{value}” is before {least}", value=shown(value), least=least)
        raise WrongValueError(text, say("the form allows nothing below {least}", least=least))
    if most is not None and less(most, value):
        text = say("“{value}” is more than {most}", value=shown(value), most=most)
        if column.kind in DAYS:
            text = say("“{value}” is after {most}", value=shown(value), most=most)
        raise WrongValueError(text, say("the form allows nothing above {most}", most=most))


def less(one: object, other: object) -> bool:
    """Whether a number is less, or a day earlier, than another; false for anything else."""
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one < other
    return isinstance(one, date) and isinstance(other, date) and one < other


def _line(column: Column, raw: object) -> str:
    text = _text(raw).strip(_SPACES)
    if odd := odd_character(text):
        raise _odd(odd)
    return _short_enough(column, text, LINE_LIMIT)


def _lines(column: Column, raw: object) -> str:
    # The spaces that indent a first paragraph (　　) are layout and stay.
    text = _text(raw).replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip(_SPACES)
    if odd := odd_character(text, lines=True):
        raise _odd(odd)
    return _short_enough(column, text, LINES_LIMIT)


def _text(raw: object) -> str:
    if isinstance(raw, str):
        return raw
    # TOML and JSON files often hold a phone or a number of a paper without its quotes.
    if isinstance(raw, int) and not isinstance(raw, bool) and raw.bit_length() <= _CODE_BITS:
        return str(raw)
    raise WrongValueError(
        say("“{value}” is not text", value=shown(raw)), say("put it in straight quotes")
    )


def _odd(text: str) -> WrongValueError:
    return WrongValueError(text, say("type that part again instead of pasting it"))


def _short_enough(column: Column, text: str, limit: int) -> str:
    limit = column.max_length or limit
    if len(text) > limit:
        raise WrongValueError(
            say("the text has {length} characters", length=len(text)),
            say("shorten it to {limit} characters", limit=limit),
        )
    return text


def _choice(column: Column, raw: object) -> str:
    text = _line(column, raw)
    if text in column.choices:
        return text
    near = nearest(text, column.choices)
    fix = say("write one of: {choices}", choices="、".join(column.choices))
    if near:
        fix = say("did you mean “{near}”?", near=near)
    raise WrongValueError(say("“{value}” is not one of the choices", value=shown(text)), fix)


def _choices(column: Column, raw: object) -> list[str]:
    parts = raw
    if isinstance(raw, str):
        parts = [part for part in _LIST_MARKS.split(raw) if part.strip()]
    if not isinstance(parts, list | tuple):
        raise WrongValueError(
            say("“{value}” is not a list of choices", value=shown(raw)),
            say("write a list, or the choices with 、 between them"),
        )
    chosen = [_choice(column, part) for part in parts]
    if len(set(chosen)) < len(chosen):
        twice = next(text for text in chosen if chosen.count(text) > 1)
        raise WrongValueError(say("“{value}” is chosen twice", value=twice), say("write it once"))
    return chosen


def _yesno(_: Column, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = fold_width(raw).strip().casefold() if isinstance(raw, str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    raise WrongValueError(
        say("“{value}” is neither yes nor no", value=shown(raw)),
        say("write 是 or 否, √ or ×, yes or no"),
    )


def _coded(fault: Callable[[str], str]) -> Callable[[Column, object], str]:
    """Make a reader for a code that has a check of its own: no inner spaces, capital letters."""

    def read(column: Column, raw: object) -> str:
        code = fold_width(_line(column, raw)).replace(" ", "").upper()
        return _passed(fault, code)

    return read


def _passed(fault: Callable[[str], str], text: str) -> str:
    if said := fault(text):
        raise WrongValueError(said, say("compare it with the paper or the card, sign by sign"))
    return text


def _phone(column: Column, raw: object) -> str:
    return _passed(identity.phone_fault, fold_width(_line(column, raw)).strip())


def _email(column: Column, raw: object) -> str:
    return _passed(identity.email_fault, fold_width(_line(column, raw)).strip())


_READERS: Mapping[str, Callable[[Column, object], object]] = {
    "text": _line,
    "longtext": _lines,
    "date": lambda _, raw: read_date(raw),
    "datetime": lambda _, raw: read_datetime(raw),
    "integer": lambda column, raw: read_integer(raw, unit=column.unit),
    "decimal": lambda column, raw: read_decimal(raw, unit=column.unit),
    "money": lambda column, raw: read_money(raw, unit=column.unit),
    "choice": _choice,
    "choices": _choices,
    "yesno": _yesno,
    "phone": _phone,
    "idcard": _coded(identity.id_card_fault),
    "credit_code": _coded(identity.credit_code_fault),
    "email": _email,
    "person": _line,
    "department": _line,
    "customer": _line,
    "file": _line,
    "image": read_picture,
    "signature": read_picture,
}
