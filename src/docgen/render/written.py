"""How a value is written into a template: as the bytes of Word's text, or of one plain line.

One pass a value: it is turned into text, searched once for what needs care, escaped and encoded.
What comes from an answer can therefore become neither Word's XML nor a mark, and a character
that Word cannot hold is refused, never dropped.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from jinja2 import Undefined

from docgen.errors import BadInput, say
from docgen.forms.characters import ODD, odd_character
from docgen.forms.gaps import BLANK, HIGHLIGHT, KEEP, Gap
from docgen.forms.lines import Lines
from docgen.forms.pictures import Picture
from docgen.forms.wording import join, long_date, long_datetime, yesno_mark
from docgen.render.paragraphs import BREAK
from docgen.render.pictures import mark

# Where Word's text is broken off for a new line, as docxtpl writes it.
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
# "&" must come first. The numbers are those that MarkupSafe and so docxtpl write.
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))
_LINE_TO_WRITE_ON = "_" * 10
#: Around a label that is to be marked yellow; no value can hold them.
MARKED, MARKED_END = b"\x02", b"\x03"
_special = re.compile(f"[&<>\"'\n{ODD}]").search


def word_bytes(value: object) -> bytes:
    """A value as the inside of Word's ``<w:t>``; a tab is left for ``compile`` to break up.

    Raises:
        UndefinedError: It is a name without a value.
        BadInput: It is no single value, or holds a character that Word cannot.
    """
    if type(value) is int:
        return b"%d" % value
    if type(value) is Gap:
        return _place_of(value)
    if type(value) is str:
        text = value
    elif type(value) is Picture:
        return mark(value)
    elif type(value) is Lines:
        return _escaped(value).replace("\n", BREAK).encode()
    else:
        text = reading(value)
    if _special(text):
        text = _escaped(text).replace("\n", _LINE_BREAK)
    return text.encode()


def gap_text(gap: Gap) -> str:
    """What is seen where an answer is missing and may be."""
    if gap.policy == BLANK:
        return _LINE_TO_WRITE_ON
    return f"{{{{ {gap.name} }}}}" if gap.policy == KEEP else gap.label


def _place_of(gap: Gap) -> bytes:
    """The same in Word; a label is to be marked yellow."""
    if gap.policy == HIGHLIGHT:
        return b"%b%b%b" % (MARKED, _escaped(gap.label).encode(), MARKED_END)
    return gap_text(gap).encode()


def line_bytes(value: object) -> bytes:
    """A value on one line, for the file's properties such as its title."""
    return _escaped(" ".join(reading(value).split())).encode()


def _escaped(text: str) -> str:
    odd = odd_character(text, lines=True)
    if odd:
        raise BadInput(
            say("A value cannot be written into the document"),
            why=odd,
            fix=say("type that part again instead of pasting it"),
        )
    for sign, escape in _ESCAPES:
        text = text.replace(sign, escape)
    return text


def reading(value: object) -> str:
    """How a value reads without a filter: dates as 2026年3月5日, yes and no as 是 and 否.

    Raises:
        UndefinedError: It is a name without a value.
        BadInput: It is a table, or an inside of the template language.
    """
    if isinstance(value, (str, Undefined)):
        return str(value)  # an undefined value raises here
    if isinstance(value, bool):
        return yesno_mark(value)
    if isinstance(value, datetime):
        return long_datetime(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (int, Decimal)):
        return format(value, "f" if isinstance(value, Decimal) else "d")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return join(value)
    raise BadInput(
        say("A table or an inside of the template language cannot be written as one value"),
        why=say("the template asks for the whole of it"),
        fix=say("repeat a row with {%tr for row in … %} and write {{ row.column }} in it"),
    )
