"""Drawing over a page while it is written: its contents and resources with something added."""

from __future__ import annotations

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
)

from docgen.render.pdfjoin import Writer, copied


def drawn_over(
    writer: Writer,
    entries: dict[str, PdfObject],
    code: str,
    things: dict[str, dict[str, PdfObject]],
    *,
    first: str = "",
) -> dict[str, PdfObject]:
    """Contents and resources of a page with something drawn over it.

    Args:
        writer: What writes the page.
        entries: Those with which the page is written so far.
        code: What is drawn, in the operators of a page.
        things: The resources that the code names, by kind.
        first: What holds for the page's own contents, such as a matrix.
    """
    resources = _part(entries.get("/Resources"))
    for kind, named in things.items():
        known = _part(resources.get(NameObject(kind)))
        for name, thing in named.items():
            known[NameObject(name)] = thing
        resources[NameObject(kind)] = known
    before, after = (_stream(writer, text) for text in (f"q {first}".rstrip(), f"Q {code}"))
    return {
        "/Contents": ArrayObject([before, *_contents(entries.get("/Contents")), after]),
        "/Resources": resources,
    }


def _contents(value: PdfObject | None) -> list[PdfObject]:
    if value is None:
        return []
    found = value.get_object()
    if isinstance(found, ArrayObject):
        return list(list.__iter__(found))
    return [value]


def _part(value: PdfObject | None) -> DictionaryObject:
    """A dictionary of a page's resources, as a new one that may be added to."""
    found = value.get_object() if value is not None else None
    made = copied(found) if isinstance(found, DictionaryObject) else None
    return made if isinstance(made, DictionaryObject) else DictionaryObject()


def _stream(writer: Writer, text: str) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(f"{text}\n".encode("ascii"))
    return writer.shared(stream)
