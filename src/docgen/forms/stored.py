"""Checked answers as they are kept beside a paper, and what of a form its digest covers.

Kept answers are plain JSON: a day is ``2026-03-14``, an amount the text ``1250.00``, so that they
can be read without docgen. Of a picture its digest is kept; its bytes lie in the document.
``pack`` and ``unpack`` are inverse for the answers of one form; the same answers always give the
same text and so the same digest.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from docgen.forms.form import Column, Field, Form
from docgen.forms.gaps import Gap
from docgen.forms.picture_files import PNG
from docgen.forms.pictures import Picture, as_it_is
from docgen.forms.term import Term
from docgen.forms.wrong import WrongValueError
from docgen.model.grades import Grade

_NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def pack(values: Mapping[str, object]) -> dict[str, object]:
    """Checked answers as JSON takes them; ``TypeError`` for what is no checked answer."""
    return {name: _packed(value) for name, value in values.items()}


def _packed(value: object) -> object:
    if isinstance(value, str | Decimal):
        return str(value)  # a gap is kept as the empty text: the form says how it looks
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Picture):
        return {"media": value.media, "sha256": value.sha256}
    if isinstance(value, list):
        return [_packed(one) for one in value]
    if isinstance(value, Mapping):
        return pack(value)
    raise TypeError(type(value))


def unpack(
    form: Form, kept: Mapping[str, object], *, pictures: Mapping[str, bytes] | None = _NO_PICTURES
) -> dict[str, object]:
    """The answers that were packed, as ``answers.check`` had given them.

    Args:
        form: The form in the version they were given to.
        kept: What ``pack`` made of them.
        pictures: The bytes of pictures by their sha256; ``None`` if their digests are enough.

    Returns:
        The answers in the form's order; then, as they are, the names that are no fields of it.

    Raises:
        ValueError: They do not fit the form, or a picture is not there.
    """
    if missing := [one.name for one in form.fields if one.name not in kept]:
        raise ValueError(missing)
    values = {one.name: _field(one, kept[one.name], pictures) for one in form.fields}
    return values | {name: value for name, value in kept.items() if name not in values}


def _field(field: Field, kept: object, pictures: Mapping[str, bytes] | None) -> object:
    if field.kind == "table":
        return _rows(field.columns, kept, pictures)
    return _value(field, kept, pictures)


def _rows(
    columns: tuple[Column, ...], kept: object, pictures: Mapping[str, bytes] | None
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for row in kept if isinstance(kept, list) else [kept]:
        if not isinstance(row, Mapping) or row.keys() != {one.name for one in columns}:
            raise ValueError(row)
        cells = {one.name: _value(one, row[one.name], pictures) for one in columns}
        rows.append({name: _in_row(one) for name, one in cells.items()})
    return rows


def _in_row(value: object) -> object:
    return Gap(f"row.{value.name}", value.label, value.policy) if isinstance(value, Gap) else value


def _value(column: Column, kept: object, pictures: Mapping[str, bytes] | None) -> object:
    if kept == "":
        return Gap(column.name, column.label, column.missing) if column.missing else ""
    try:
        if column.pictured:
            return _picture(column, kept, pictures)
        read = _READERS.get(column.kind)
        return read(str(kept)) if read else kept
    except (KeyError, TypeError, ArithmeticError, WrongValueError) as error:
        raise ValueError(kept) from error


def _picture(column: Column, kept: object, pictures: Mapping[str, bytes] | None) -> Picture:
    """A picture from its digest, as ``pack`` or the record in a document keeps it."""
    if isinstance(kept, Mapping):
        sha256 = str(kept["sha256"])
    else:
        sha256 = str(kept).rpartition("sha256:")[2]
    if pictures is not None:
        return as_it_is(column, pictures[sha256])
    if not _SHA256.fullmatch(sha256):
        raise ValueError(kept)
    return Picture(b"", PNG, 1, 1, 1, 1, column.label, sha256)


_READERS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "integer": int,
    "decimal": Decimal,
    "money": Decimal,
}


def digest(value: object) -> str:
    """The sha256 of plain data as JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def form_digest(form: Form) -> str:
    """The digest of what a ``form.toml`` means; its comments, spaces and line ends do not count.

    What a form leaves at its default does not count either, so that a key which docgen learns
    later leaves the digests of older forms as they were.
    """
    return digest(_meaning(form))


def _meaning(value: object) -> object:
    if isinstance(value, Grade):
        return value.code
    if isinstance(value, Term):
        return value.text
    if dataclasses.is_dataclass(value):
        return {
            one.name: _meaning(getattr(value, one.name))
            for one in dataclasses.fields(value)
            if getattr(value, one.name) != _default(one)
        }
    if isinstance(value, Mapping):
        return {str(key): _meaning(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_meaning(one) for one in value]
    return value if isinstance(value, str | bool | int | None) else str(value)


def _default(field: dataclasses.Field[object]) -> object:
    made = field.default_factory
    return field.default if made is dataclasses.MISSING else made()
