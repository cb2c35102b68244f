"""Template check, the looks: fonts (T009) and line distances (T014)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docgen.errors import say
from docgen.forms.form import Form
from docgen.render.fonts import fonts_of, installed_fonts, known_fonts
from docgen.render.package import Package, local
from docgen.render.remark import Remark, at_spot
from docgen.render.spacing import Spacing
from docgen.render.spots import Spots
from docgen.render.words import paragraph_text

_ONE_PAGE = re.compile(rb"<(?:\w+:)?Pages>\s*1\s*</")


def check_layout(package: Package, spots: Spots, form: Form) -> Iterator[Remark]:
    """Fonts and line distances of the whole document."""
    yield from _fonts(package)
    if form.pages == 1 or _is_one_page(package):
        yield from _line_distances(package, spots)


def _fonts(package: Package) -> Iterator[Remark]:
    known = known_fonts() | installed_fonts()
    for font, part in fonts_of(package).items():
        if font.casefold() not in known:
            yield Remark(
                "T009",
                say("this machine has no font “{font}” and none to stand in for it", font=font),
                part,
                say("use 宋体, 仿宋, 楷体 or 黑体, or add the font to fonts.conf"),
            )


def _is_one_page(package: Package) -> bool:
    """Whether Word counted one page when it last saved the file."""
    return _ONE_PAGE.search(package.parts.get("docProps/app.xml", b"")) is not None


def _line_distances(package: Package, spots: Spots) -> Iterator[Remark]:
    spacing = Spacing.read(package)
    main = package.main()
    loose = [
        paragraph
        for paragraph in spots.paragraphs(main)
        if paragraph_text(paragraph).strip()
        and not _holds_picture(paragraph)
        and not spacing.is_exact(paragraph)
    ]
    if loose:
        yield at_spot(
            "T014",
            say(
                "{count} paragraph(s) of this one-page form have no exact line distance",
                count=len(loose),
            ),
            say("give them an exact one in Word: Paragraph, Line spacing, Exactly (固定值)"),
            spots,
            spots.of_node(main, loose[0]),
        )


def _holds_picture(paragraph: etree._Element) -> bool:
    return any(local(node) in {"drawing", "pict", "object"} for node in paragraph.iter())
