"""A picture as an answer: what was handed in, and what is printed, at its size on paper.

Pure values: no file is opened and nothing is decoded here. Where a file comes from is the edge's
work (``office.pictures``), how it gets into Word ``render.pictures``'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from docgen.errors import say
from docgen.forms.characters import shown
from docgen.forms.form import Column, Field, Form
from docgen.forms.picture_files import UPRIGHT, look
from docgen.forms.wrong import WrongValueError

#: The box for a picture whose field says nothing of its size, and the largest on an A4 page.
USUAL_MM = 60
WIDEST_MM, HIGHEST_MM = 180, 260


@dataclass(frozen=True, slots=True)
class Given:
    """A picture as somebody handed it in: the file's name and its bytes, not yet looked at."""

    name: str
    data: bytes

    def __str__(self) -> str:
        return f"{self.name} sha256:{hashlib.sha256(self.data).hexdigest()}"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture to be printed; two with the same bytes are the same picture.

    Args:
        data: A PNG or JPEG file.
        media: ``image/png`` or ``image/jpeg``.
        width_px: Its own size.
        height_px: The same.
        width_mm: Its size on paper.
        height_mm: The same.
        label: What it shows, for those who cannot see it.
        known: Its digest, where that is all that is known of it; then ``data`` is empty.
    """

    data: bytes
    media: str
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    label: str
    known: str = ""

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return self.known or hashlib.sha256(self.data).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether it is the same file, whatever its size on paper."""
        return isinstance(other, Picture) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        """Of its digest."""
        return hash(self.sha256)

    def __str__(self) -> str:
        return f"{self.label} sha256:{self.sha256}"


def read_picture(column: Column, raw: object) -> Picture:
    """The picture that answers a question, as large as its box allows, never out of shape.

    Raises:
        WrongValueError: It is none, cannot be read, or does not stand upright.
    """
    if isinstance(raw, Picture):
        return _fitted(replace(raw, label=column.label), column)
    if not isinstance(raw, Given):
        text = say("“{value}” is no picture", value=shown(raw))
        raise WrongValueError(text, say("give the name of a PNG or JPEG file"))
    seen = look(raw.data)
    if seen.position != UPRIGHT or seen.inks:
        text = say("the picture lies on its side, or has the colours of a printing press")
        raise WrongValueError(text, say("open it in a picture program and save it as PNG"))
    picture = Picture(seen.data, seen.media, seen.width, seen.height, 0, 0, column.label)
    return _fitted(picture, column)


def as_it_is(column: Column, data: bytes) -> Picture:
    """A picture that lies in a document, with its bytes as they are there.

    Raises:
        WrongValueError: As for ``read_picture``.
    """
    return replace(read_picture(column, Given(column.name, data)), data=data)


def with_pictures(
    form: Form, raw: Mapping[str, object], read: Callable[[Column, str, object], object]
) -> dict[str, object]:
    """The answers with whatever ``read`` makes of those that a picture answers.

    Args:
        form: The questions.
        raw: What was answered, not yet checked.
        read: Is given the question, its name (``items.view`` for a column) and the answer.
    """
    asked = {one.name: one for one in form.fields if one.pictured or one.columns}
    return {name: _answer(asked.get(name), value, read) for name, value in raw.items()}


def _answer(
    asked: Field | None, value: object, read: Callable[[Column, str, object], object]
) -> object:
    if asked is None:
        return value
    if asked.pictured:
        return read(asked, asked.name, value)
    pictured = {one.name: one for one in asked.columns if one.pictured}
    if not (pictured and isinstance(value, list)):
        return value
    return [
        {
            name: read(pictured[name], f"{asked.name}.{name}", one) if name in pictured else one
            for name, one in row.items()
        }
        if isinstance(row, Mapping)
        else row
        for row in value
    ]


def box(column: Column) -> tuple[int, int]:
    """The width and height in mm into which a field's picture must fit."""
    if not column.width_mm and not column.height_mm:
        return USUAL_MM, USUAL_MM
    return column.width_mm or WIDEST_MM, column.height_mm or HIGHEST_MM


def _fitted(picture: Picture, column: Column) -> Picture:
    width, height = box(column)
    scale = min(width / picture.width_px, height / picture.height_px)
    return replace(picture, width_mm=picture.width_px * scale, height_mm=picture.height_px * scale)
