"""The text of one paragraph as a line that can be changed without losing a run's looks.

New words take the place of old ones in the run where the old ones began, so that a mark put where
a blank was keeps the font, the size and the underline of that blank, and stays in one run.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from docgen.render.package import attribute, local

#: Stands for a blank that is underlined: the commonest way to draw a line to write on.
RULED = "\ue000"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n"}
_BLANK = frozenset(" \t\u3000\xa0")
_OFF = frozenset({"none", "0"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_TEXT = frozenset({"txbxContent", "del", "moveFrom", "Fallback"})


class Line:
    """A paragraph's text, piece by piece."""

    def __init__(self, paragraph: etree._Element) -> None:
        self.paragraph = paragraph

    @property
    def text(self) -> str:
        """What it says; a tab and a line break are one sign each."""
        return "".join(text for _, text in self._pieces())

    @property
    def shape(self) -> str:
        """The text with every underlined blank as ``RULED``, sign by sign."""
        return "".join(
            "".join(RULED if sign in _BLANK else sign for sign in text) if _ruled(node) else text
            for node, text in self._pieces()
        )

    def replace(self, start: int, end: int, new: str) -> None:
        """Put ``new`` in place of the signs from ``start`` to ``end``; at least one sign."""
        place, put = 0, False
        for node, text in self._pieces():
            first, last = max(start - place, 0), min(end - place, len(text))
            place += len(text)
            if first >= last:
                continue
            _write(node, text[:first] + ("" if put else new) + text[last:])
            put = True

    def append(self, new: str) -> None:
        """Put words at the end, in the looks of the last run or of the paragraph's own mark."""
        runs = [node for node in self.paragraph if local(node) == "r"]
        run = etree.SubElement(self.paragraph, _like(self.paragraph, "r"))
        for looks in _looks(runs[-1] if runs else self.paragraph):
            run.append(deepcopy(looks))
        text = etree.SubElement(run, _like(self.paragraph, "t"))
        _write(text, new)

    def _pieces(self) -> list[tuple[etree._Element, str]]:
        found = []
        for node in self.paragraph.iter():
            tag = local(node)
            if (tag != "t" and tag not in _SIGNS) or _is_apart(node, self.paragraph):
                continue
            parent = node.getparent()
            if parent is not None and local(parent) == "r":
                found.append((node, _SIGNS.get(tag) or node.text or ""))
        return found


def _is_apart(node: etree._Element, paragraph: etree._Element) -> bool:
    for above in node.iterancestors():
        if above is paragraph:
            return False
        if local(above) in _NOT_TEXT:
            return True
    return False


def _write(node: etree._Element, text: str) -> None:
    """Give a piece its new text; a tab or break that gets words becomes text."""
    sign = _SIGNS.get(local(node))
    if sign:
        if text == sign:
            return
        node.attrib.clear()
        node.tag = _like(node, "t")
    node.text = text
    node.set(_SPACE, "preserve")


def _ruled(node: etree._Element) -> bool:
    run = node.getparent()
    looks = () if run is None else _looks(run)
    return any(
        attribute(mark, "val") not in _OFF for each in looks for mark in each if local(mark) == "u"
    )


def _looks(owner: etree._Element) -> list[etree._Element]:
    """The run properties of a run, or those of a paragraph's own mark."""
    if local(owner) == "p":
        return [
            each
            for group in owner
            if local(group) == "pPr"
            for each in group
            if local(each) == "rPr"
        ]
    return [each for each in owner if local(each) == "rPr"]


def _like(node: etree._Element, name: str) -> str:
    return f"{{{str(node.tag)[1:].partition('}')[0]}}}{name}"
