"""What annotations of a PDF show on its page: seals, signatures, filled fields.

ISO 32000-1, 12.5.5: the form of the normal appearance, moved and stretched into the rectangle.
"""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

_HIDDEN = 0b10_0010  # hidden, or not to be viewed
_UNSHOWN = frozenset({"/Link", "/Popup"})
_CORNERS = 4


def appearances(page: PageObject) -> Iterator[tuple[PdfObject, str]]:
    """What annotations show: a form and where it is put."""
    found = page.get("/Annots")
    for each in found if isinstance(found, ArrayObject) else ():
        one = each.get_object()
        if not isinstance(one, DictionaryObject) or one.get("/Subtype") in _UNSHOWN:
            continue
        if int(one.get("/F", 0)) & _HIDDEN:
            continue
        form = _appearance(one)
        matrix = _matrix(one, form.get_object()) if form is not None else ""
        if form is not None and matrix:
            yield form, matrix


def _appearance(annotation: DictionaryObject) -> IndirectObject | None:
    shown = annotation.get("/AP")
    if not isinstance(shown, DictionaryObject) or "/N" not in shown:
        return None
    usual, raw = shown["/N"], shown.raw_get("/N")
    if isinstance(usual, DictionaryObject) and not isinstance(usual, StreamObject):
        state = annotation.get("/AS")
        raw = usual.raw_get(state) if state in usual else None
    is_form = isinstance(raw, IndirectObject) and isinstance(raw.get_object(), StreamObject)
    return raw if is_form else None


def _matrix(annotation: DictionaryObject, form: PdfObject | None) -> str:
    """How an appearance is moved and stretched into its rectangle; "" for one without size."""
    if not isinstance(form, DictionaryObject):
        return ""
    rect, box = _numbers(annotation.get("/Rect")), _numbers(form.get("/BBox"))
    a, b, c, d, e, f = _numbers(form.get("/Matrix")) or [1, 0, 0, 1, 0, 0]
    if len(rect) != _CORNERS or len(box) != _CORNERS:
        return ""
    corners = [(x, y) for x in box[::2] for y in box[1::2]]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not (wide and high):
        return ""
    across = (max(rect[::2]) - min(rect[::2])) / wide
    up = (max(rect[1::2]) - min(rect[1::2])) / high
    left, low = min(rect[::2]) - min(xs) * across, min(rect[1::2]) - min(ys) * up
    return f"{across:.5f} 0 0 {up:.5f} {left:.3f} {low:.3f}"


def _numbers(value: PdfObject | None) -> list[float]:
    found = value.get_object() if value is not None else None
    return [float(str(one)) for one in found] if isinstance(found, ArrayObject) else []
