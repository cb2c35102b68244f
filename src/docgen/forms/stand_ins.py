"""Frames that stand in for the pictures of an example: a template needs no picture files."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.forms.codes import png
from docgen.forms.form import Column, Form
from docgen.forms.pictures import USUAL_MM, Given, with_pictures


def with_stand_ins(form: Form, raw: Mapping[str, object]) -> dict[str, object]:
    """The answers of an example, with a frame of the right size for every picture it names."""
    return with_pictures(form, raw, _framed)


def _framed(column: Column, name: str, value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        return value
    width = column.width_mm or column.height_mm or USUAL_MM
    height = column.height_mm or width
    edge = [True] * width
    inside = [*edge[:1], *[False] * (width - 2), *edge[1:2]]
    rows = [edge if row in {0, height - 1} else inside for row in range(height)]
    return Given(name, png(rows))
