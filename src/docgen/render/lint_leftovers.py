"""Template check, what should not be in the Word file any more, or never: T008, T012, T016 to T018.

Marks in charts, drawings made of text (SmartArt) and the like are never filled, so a reader of the
filled form would see the braces. Macros, files inside and outside links make a template unusable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docgen.errors import BadInput, say
from docgen.render.package import Package, local
from docgen.render.preflight import danger
from docgen.render.remark import Remark, at_spot
from docgen.render.spots import Spots
from docgen.render.story import PROPERTIES, quoted

_TRACKED = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "numberingChange"}
    | {f"{each}PrChange" for each in ("r", "p", "tbl", "tr", "tc", "sect")}
)
_MARK = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
# Comments are a remark of their own, and building blocks are in no document yet.
_UNSEEN = re.compile(r"word/(comments\w*|glossary/.*|people)\.xml|customXml/.*")


def check_leftovers(package: Package, spots: Spots) -> Iterator[Remark]:
    """Tracked changes, comments, marks that nobody fills, and what could run or load."""
    for part in package.stories():
        yield from _left(part, spots)
    yield from _never_filled(package)
    for code, text in danger(package):
        yield Remark(
            code,
            text,
            say("template.docx"),
            say("remove it in Word, or copy the text into a new document"),
        )


def _left(part: str, spots: Spots) -> Iterator[Remark]:
    """One remark a paragraph and kind of leftover."""
    seen = set()
    root = spots.root(part)
    for node in root.iter():
        tag = local(node)
        if tag in _TRACKED or tag == "commentReference":
            spot = spots.of_node(part, node)
            kind = tag == "commentReference"
            if (spot, kind) not in seen:
                seen.add((spot, kind))
                yield at_spot(
                    "T008",
                    say("a comment is left in the document")
                    if kind
                    else say("a tracked change is left in the document"),
                    say("delete all comments in Word (Review)")
                    if kind
                    else say("accept or reject all changes in Word (Review)"),
                    spots,
                    spot,
                )


def _never_filled(package: Package) -> Iterator[Remark]:
    filled = {*package.stories(), PROPERTIES}
    for part in package.parts:
        if part in filled or not part.endswith(".xml") or _UNSEEN.fullmatch(part):
            continue
        for mark in dict.fromkeys(_MARK.findall(_text(package, part))):
            yield Remark(
                "T012",
                say("{mark} stands where nothing is filled in", mark=quoted(mark)),
                say("{part}", part=part),
                say("write it into ordinary text: body, table, header, footer, note, text box"),
            )


def _text(package: Package, part: str) -> str:
    """The text of a part that is no story, paragraph by paragraph."""
    try:
        root = package.xml(part)
    except BadInput:
        return ""
    return "\n".join("".join(_strings(node)) for node in root.iter() if local(node) in _LINES)


_LINES = frozenset({"p", "v", "f", "lpwstr", "Company", "Manager", "HyperlinkBase"})


def _strings(node: etree._Element) -> Iterator[str]:
    yield from (str(text) for text in node.itertext())
