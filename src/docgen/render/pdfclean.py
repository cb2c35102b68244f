"""A PDF from anywhere made fit to be bound: its pages as a reader sees them, and nothing else.

Scripts, attachments, forms and links are left out. What stamps, signatures and filled fields show
stands in annotations; their appearance becomes part of the page (ISO 32000-1, 12.5.5), so that
a seal is not lost. Foreign PDFs are parsed in the child process of ``sandbox``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from docgen.errors import BadInput, say
from docgen.render import sandbox
from docgen.render.pdfjoin import Writer, copied

#: So many pages of one paper are bound; a volume of more is no paper.
MOST_PAGES = 5_000
_HIDDEN = 0b10_0010  # hidden, or not to be viewed
_UNSHOWN = frozenset({"/Link", "/Popup"})
_CORNERS = 4


def clean(pdf: bytes, name: str) -> bytes:
    """The PDF with nothing but its pages.

    Raises:
        BadInput: It is locked, damaged, has no page or too many, or is more than a child can do.
    """
    return sandbox.run("docgen.render.pdfclean:cleaned", pdf, name=name, seconds=60)


def cleaned(pdf: bytes, name: str) -> bytes:
    """What ``clean`` does; runs in the child process."""
    out = io.BytesIO()
    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _unfit(name, say("it is locked with a password"))
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise _unfit(name, say("it has {n} pages", n=len(reader.pages)))
        writer = _Flat(out)
        writer.add(reader)
        writer.end()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as why:
        raise _unfit(name, say("it is damaged: {error}", error=why)) from why
    return out.getvalue()


class _Flat(Writer):
    """Writes pages with their annotations drawn on them."""

    def dressed(self, page: PageObject) -> dict[str, PdfObject]:
        entries = super().dressed(page)
        drawn = list(_appearances(page))
        if not drawn:
            return entries
        names = {f"/DgSeen{turn}": form for turn, (form, _) in enumerate(drawn)}
        code = " ".join(
            f"q {matrix} cm {name} Do Q" for name, (_, matrix) in zip(names, drawn, strict=True)
        )
        return entries | drawn_over(self, page, entries, code, {"/XObject": names})


def drawn_over(
    writer: Writer,
    page: PageObject,
    entries: dict[str, PdfObject],
    code: str,
    things: dict[str, dict[str, PdfObject]],
) -> dict[str, PdfObject]:
    """Contents and resources of a page with something drawn over it.

    Args:
        writer: What writes the page.
        page: The page.
        entries: Those with which it is written so far.
        code: What is drawn, in the operators of a page.
        things: The resources that the code names, by kind.
    """
    resources = _part(entries.get("/Resources"))
    for kind, named in things.items():
        known = _part(resources.get(NameObject(kind)))
        for name, thing in named.items():
            known[NameObject(name)] = thing
        resources[NameObject(kind)] = known
    before, after = (_stream(writer, text) for text in ("q", f"Q {code}"))
    return {
        "/Contents": ArrayObject([before, *_contents(page), after]),
        "/Resources": resources,
    }


def _contents(page: PageObject) -> list[PdfObject]:
    if "/Contents" not in page:
        return []
    found = page["/Contents"]
    if isinstance(found, ArrayObject):
        return list(list.__iter__(found))
    return [page.raw_get("/Contents")]


def _part(value: PdfObject | None) -> DictionaryObject:
    """A dictionary of a page's resources, as a new one that may be added to."""
    found = value.get_object() if value is not None else None
    made = copied(found) if isinstance(found, DictionaryObject) else None
    return made if isinstance(made, DictionaryObject) else DictionaryObject()


def _stream(writer: Writer, text: str) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(f"{text}\n".encode("ascii"))
    return writer.shared(stream)


def _appearances(page: PageObject) -> Iterator[tuple[PdfObject, str]]:
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


def _unfit(name: str, why: str) -> BadInput:
    return BadInput(
        say("“{name}” cannot be printed", name=name),
        why=why,
        fix=say("open it in a PDF reader, print it into a new PDF, and file that too"),
        file=name,
    )
