"""Whether a form made again is the document that was filed, and if not, where they differ first.

Their parts are compared by name and content, never the bytes of the ZIP: another processor may
compress the same parts otherwise (see ``packing``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree

from docgen.errors import Said, say
from docgen.render.package import Package, parse_xml
from docgen.render.words import paragraph_text


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two files differ.

    Args:
        part: Its name inside the file.
        text: What is different, as a sentence.
        place: The first paragraph that differs; "" where there is none.
        was: Its words in the filed document.
        now: Its words in the form made again.
    """

    part: str
    text: str
    place: str = ""
    was: str = ""
    now: str = ""


def differences(filed: bytes, made: bytes) -> list[Difference]:
    """Every part in which a form made again is not the filed document, by name.

    Raises:
        BadInput: One of them is no Office file, or is damaged.
    """
    was, now = Package.read(filed).parts, Package.read(made).parts
    return [
        _difference(part, was.get(part), now.get(part))
        for part in sorted({*was, *now})
        if was.get(part) != now.get(part)
    ]


def _difference(part: str, was: bytes | None, now: bytes | None) -> Difference:
    if was is None:
        return Difference(part, say("only the form made again has this part"))
    if now is None:
        return Difference(part, say("only the filed document has this part"))
    try:
        return _in_xml(part, parse_xml(was), parse_xml(now))
    except etree.XMLSyntaxError:
        return Difference(part, say("the bytes differ"))


def _in_xml(part: str, was: etree._Element, now: etree._Element) -> Difference:
    for number, (one, two) in enumerate(zip_longest(_paragraphs(was), _paragraphs(now)), start=1):
        if one is None or two is None or etree.tostring(one) != etree.tostring(two):
            place = say("paragraph {number}", number=number)
            words = ("" if each is None else paragraph_text(each) for each in (one, two))
            return _at(part, place, *words)
    return Difference(part, say("what stands around the paragraphs differs"))


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter("{*}p")


def _at(part: str, place: Said, was: str, now: str) -> Difference:
    text = (
        say("the words differ") if was != now else say("the words are the same, the form differs")
    )
    return Difference(part, text, place, was, now)
