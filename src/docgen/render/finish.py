"""What may remain to be done to a part after its marks were filled; mostly nothing.

docxtpl does all of it for every document. Here each step stands for itself, so that ``compile``
takes only those that a template needs. The steps that docxtpl has too are done by its own code,
or give what its code gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from docxtpl import DocxTemplate
from lxml import etree

from docgen.render.package import parse_xml, xml_bytes
from docgen.render.paragraphs import begin_paragraphs
from docgen.render.shape import Shape
from docgen.render.story import PROPERTIES, Story
from docgen.render.written import MARKED, MARKED_END

Step = Callable[[bytes], bytes]
#: What lxml and docxtpl raise on XML that Word would not open.
UNREADABLE = (etree.XMLSyntaxError, AttributeError, LookupError, TypeError, ValueError)
_LAST_ID = 1_000  # docxtpl numbers drawings from the next one on
_DRAWING = re.compile(rb'(<wp:docPr\b[^>]*?\sid=")[^"]*')
_MARKED = re.compile(MARKED + b"(.*?)" + MARKED_END, re.DOTALL)
_RUN_PROPERTIES = re.compile(rb"<w:rPr>(.*?)</w:rPr>", re.DOTALL)
_HIGHLIGHT = re.compile(rb"<w:highlight [^>]*/>")
_NEXT_RUN = b'</w:t></w:r><w:r><w:rPr>%b</w:rPr><w:t xml:space="preserve">'
_YELLOW = b'<w:highlight w:val="yellow"/>'


def steps(story: Story, known: Shape, *, is_main: bool) -> Iterator[Step]:
    """What must be done to this part each time it is filled, in docxtpl's order."""
    if story.part != PROPERTIES:
        yield break_tabs
        yield mark_yellow
        yield begin_paragraphs
    if is_main and not known.steady:
        yield mend
    elif not known.sound:
        yield check
    elif is_main and any("docPr" in line for line in story.lines):
        yield number_drawings


def break_tabs(xml: bytes) -> bytes:
    """Give each tab a run of its own, as docxtpl does; in most documents there is none."""
    if b"\t" not in xml:
        return xml
    broken: str = DocxTemplate("").resolve_listing(xml.decode())
    return broken.encode()


def mark_yellow(xml: bytes) -> bytes:
    """Give the label of each missing answer a run like the one around it, but yellow."""
    if MARKED not in xml:
        return xml

    def marked(found: re.Match[bytes]) -> bytes:
        run = max(xml.rfind(b"<w:r>", 0, found.start()), xml.rfind(b"<w:r ", 0, found.start()), 0)
        around = _RUN_PROPERTIES.search(xml, run, found.start())
        plain = around[1] if around else b""
        yellow = _YELLOW + _HIGHLIGHT.sub(b"", plain)
        return _NEXT_RUN % yellow + found[1] + _NEXT_RUN % plain

    return _MARKED.sub(marked, xml)


def number_drawings(xml: bytes) -> bytes:
    """Give drawings new ids, because a loop may have repeated one."""
    numbers = count(_LAST_ID + 1)
    return _DRAWING.sub(lambda found: b"%b%d" % (found[1], next(numbers)), xml)


def mend(xml: bytes) -> bytes:
    """Let docxtpl set the columns of tables whose cells were repeated, and number drawings."""
    parse_xml(xml)  # docxtpl's own parser would mend broken XML in silence
    docxtpl = DocxTemplate("")
    docxtpl.docx_ids_index = _LAST_ID
    root: etree._Element = docxtpl.fix_tables(xml)
    docxtpl.fix_docpr_ids(root)
    return _serialized(root)


def check(xml: bytes) -> bytes:
    """Make sure that it is XML."""
    return _serialized(parse_xml(xml))


def _serialized(root: etree._Element) -> bytes:
    return xml_bytes(etree.tostring(root, encoding="unicode"))
