"""The words a ``form.toml`` may use: kinds, families, names, and which key goes with which kind.

A field's name is written into Word as ``{{ name }}``, so a name that Jinja or docxtpl reads as
something else is refused; so is a column named like a method of a dict, because ``row.items``
would print the method.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from docgen.errors import say

KINDS = (
    *("text", "longtext", "date", "datetime", "integer", "decimal", "money"),
    *("choice", "choices", "yesno", "phone", "idcard", "credit_code", "email"),
    *("person", "department", "customer", "file", "table", "image", "signature"),
)
COLUMN_KINDS = tuple(kind for kind in KINDS if kind != "table")
FAMILIES = (
    *("contract", "dispatch", "handover", "complaint"),
    *("visit", "customer", "archive", "service"),
)

TEXTS = frozenset(("text", "longtext", "email", "person", "department", "customer", "file"))
NUMBERS = frozenset(("integer", "decimal", "money"))
DAYS = frozenset(("date", "datetime"))
CHOOSING = frozenset(("choice", "choices"))
PICTURES = frozenset(("image", "signature"))
_ANSWERED = frozenset(KINDS) - {"signature"}
_SIMPLE = _ANSWERED - {"table"}
COMPUTED = NUMBERS | DAYS | {"text", "longtext", "choice", "yesno"}

#: Which kinds each key of a field may stand beside; ``label``, ``kind``, ``help`` go with all.
FITS: Mapping[str, frozenset[str]] = {
    "required": _ANSWERED,
    "default": _SIMPLE - PICTURES,
    "missing": _SIMPLE,
    "from": _SIMPLE - PICTURES,
    "min": NUMBERS | DAYS | {"table"},
    "max": NUMBERS | DAYS | {"table"},
    "max_length": TEXTS,
    "choices": CHOOSING,
    "scores": frozenset(("choice",)),
    "unit": NUMBERS,
    "width_mm": PICTURES,
    "height_mm": PICTURES,
    "picture": frozenset(("signature",)),
    "column": frozenset(("table",)),
    "check": frozenset(("table",)),
    "compute": COMPUTED,
    "required_if": _ANSWERED,
}

#: Where a known value may come from: ``today``, or one of these and a name: ``customer.name``.
PREFILL_ROOTS = ("customer", "dossier", "person", "previous", "company")

#: What is known from each of those; of a company whatever its office has noted.
FACTS: Mapping[str, tuple[str, ...]] = {
    "customer": (
        *("name", "address", "phone", "contact", "legal_person", "email"),
        *("credit_code", "id", "id_card", "kind"),
    ),
    "dossier": ("number", "title", "key", "unit", "grade", "opened_on"),
    "person": ("name", "unit"),
}

#: Names that every template has besides its fields, set by docgen.
RESERVED = frozenset(("number", "grade_mark", "company", "today", "seq"))

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_JINJA = frozenset(
    (
        *("and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for", "endfor"),
        *("recursive", "set", "endset", "block", "endblock", "extends", "include", "import"),
        *("from", "as", "with", "endwith", "without", "context", "ignore", "missing", "scoped"),
        *("macro", "endmacro", "call", "endcall", "filter", "endfilter", "raw", "endraw"),
        *("autoescape", "endautoescape", "do", "break", "continue", "trans", "endtrans"),
        *("pluralize", "true", "false", "none", "loop", "self", "super", "caller", "varargs"),
        *("kwargs", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "debug"),
    )
)
_DOCXTPL = frozenset(("p", "r", "tr", "tc", "hm", "vm", "colspan", "cellbg"))
_DICT = frozenset(name for name in dir({}) if not name.startswith("_"))


def name_fault(name: str, *, column: bool = False) -> str:
    """Why a field or column may not have this name; "" if it may."""
    if not _NAME.fullmatch(name):
        return say(
            "a name is 1 to 40 small letters a-z, digits and _, and begins with a letter",
        )
    if name in _JINJA or name in _DOCXTPL:
        return say("“{name}” is a word of the template language", name=name)
    if column and name in _DICT:
        return say("{{{{ row.{name} }}}} would not print the column in Word", name=name)
    if not column and name in RESERVED:
        return say("“{name}” is set by docgen in every form", name=name)
    return ""
