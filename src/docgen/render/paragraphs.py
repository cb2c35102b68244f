"""Answers of several paragraphs in Word, and docxtpl's marks for rich text.

docxtpl's ``{{r x }}`` and ``{{p x }}`` take objects that only a program can make. Answers are text,
so ``{{r x }}`` is read as ``{{ x }}`` and ``{{p x }}`` as ``{{ x | paragraphs }}``: no object, no
call, and the sandbox stays as it is. Each further line gets a paragraph with the properties of
the one in which the mark stands, and runs like the one around the mark.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from docgen.render.package import local, parse_xml, xml_bytes

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = f"{{{_W}}}type"
_KIND = "paragraph"
#: What is written for a line break that begins a paragraph; no value can hold it.
BREAK = f'</w:t><w:br w:type="{_KIND}"/><w:t xml:space="preserve">'
_SIGN = f'<w:br w:type="{_KIND}"/>'.encode()
_RICH = re.compile(r"\{\{([pr])\s+([^{}]+?)\s*\}\}")


def begin_paragraphs(xml: bytes) -> bytes:
    """Let each line that is to be a paragraph begin one; in most documents there is none."""
    if _SIGN not in xml:
        return xml
    root = parse_xml(xml)
    for mark in [each for each in root.iter(f"{{{_W}}}br") if each.get(_TYPE) == _KIND]:
        _begin(mark)
    return xml_bytes(etree.tostring(root, encoding="unicode"))


def _begin(mark: etree._Element) -> None:
    """Move what stands before the mark into a paragraph of its own before this one."""
    run = mark.getparent()
    paragraph = None if run is None else _free(run)
    if run is None or paragraph is None:  # nothing can be parted here: a line break it stays
        del mark.attrib[_TYPE]
        return
    first, half = _like(paragraph, "pPr"), _like(run, "rPr")
    for properties in first:  # a section ends with the last of its paragraphs
        etree.strip_elements(properties, f"{{{_W}}}sectPr")
    half.extend(_before(mark))
    first.extend([*_before(run), half])
    run.remove(mark)
    paragraph.addprevious(first)


def _before(node: etree._Element) -> list[etree._Element]:
    """What stands before a node beside it, without the properties of what is around it."""
    found = [each for each in node.itersiblings(preceding=True) if local(each)[1:] != "Pr"]
    return found[::-1]


def _like(node: etree._Element, properties: str) -> etree._Element:
    """A new paragraph or run with a copy of the properties."""
    made = etree.Element(node.tag)
    made.extend(deepcopy(each) for each in node.iterfind(f"{{{_W}}}{properties}"))
    return made


def _free(run: etree._Element) -> etree._Element | None:
    """The paragraph right around a run, once a control is taken away; ``None`` for none."""
    around = run.getparent()
    if around is not None and local(around) == "sdtContent" and len(around) == 1:
        control = around.getparent()
        above = None if control is None else control.getparent()
        if control is None or above is None or local(above) != "p":
            return None
        above.replace(control, run)
        return above
    return around if around is not None and local(around) == "p" else None


def read_rich_marks(root: etree._Element) -> None:
    """Turn docxtpl's marks for rich text into those that are read here; changes the tree."""
    for paragraph in root.iter(f"{{{_W}}}p"):
        texts = [
            each
            for each in paragraph.iter(f"{{{_W}}}t")
            if next(each.iterancestors(f"{{{_W}}}p")) is paragraph
        ]
        said = "".join(each.text or "" for each in texts)
        for found in reversed([*_RICH.finditer(said)]) if "{{" in said else ():
            filtered = " | paragraphs" if found[1] == "p" else ""
            _replace(texts, found.span(), f"{{{{ {found[2]}{filtered} }}}}")


def _replace(texts: list[etree._Element], span: tuple[int, int], new: str) -> None:
    """Put a text in the place of another that may lie in several runs."""
    start, end = span
    place = 0
    for each in texts:
        text = each.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            each.text = text[:first] + new + text[last:]
            new = ""
        place += len(text)
