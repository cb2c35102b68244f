"""A paper without its controls and bookmarks, for printing.

LibreOffice sets a text in a control otherwise than the same text without: it may break a line
before it, and leaves no space between Chinese and digits. So a PDF is made from the plain paper.
"""

from __future__ import annotations

import re

from docgen.render.package import Package

_START = re.compile(
    rb"<w:sdt>(?:<w:sdtPr>(?:(?!</w:sdtPr>).)*</w:sdtPr>|<w:sdtPr/>)?"
    rb"(?:<w:sdtEndPr>(?:(?!</w:sdtEndPr>).)*</w:sdtEndPr>|<w:sdtEndPr/>)?<w:sdtContent>",
    re.DOTALL,
)
_END = b"</w:sdtContent></w:sdt>"
_BOOKMARK = re.compile(rb'<w:bookmarkStart w:id="(\d+)" w:name="dg_[^"]*"/>')


def without_controls(docx: bytes) -> bytes:
    """The paper with what stands in its controls, but without them; the same bytes if it has none.

    Raises:
        BadInput: It is no Word file.
    """
    package = Package.read(docx)
    changed = {
        part: plain
        for part in package.stories()
        if (plain := _plain(package.parts[part])) != package.parts[part]
    }
    return Package({**package.parts, **changed}).pack() if changed else docx


def _plain(xml: bytes) -> bytes:
    marks = {found[1] for found in _BOOKMARK.finditer(xml)}
    if marks:
        xml = re.sub(
            rb'<w:bookmarkEnd w:id="(\d+)"/>',
            lambda end: b"" if end[1] in marks else end[0],
            _BOOKMARK.sub(b"", xml),
        )
    plain, controls = _START.subn(b"", xml)
    # A control that another program wrote in some other way leaves all of them as they are.
    return plain.replace(_END, b"") if controls == xml.count(_END) else xml
