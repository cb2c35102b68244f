"""Template check, pictures: drawn ones, and the boxes of those that answers bring (T015).

A picture wider than the page's text or its cell is cut off or pushes the table out of shape; a row
of exact height cuts off whatever is higher.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.errors import Said, say
from docgen.forms.form import Column, Form
from docgen.forms.pictures import USUAL_MM
from docgen.render.package import Package, attribute, local
from docgen.render.remark import Remark, at_spot
from docgen.render.spots import Spot, Spots
from docgen.render.story import Story
from docgen.render.usage import uses

_EMU = 635  # English Metric Units in a twentieth of a point
_MM = 56.7  # twentieths of a point in a millimetre
_ROUNDING = 40  # twips; Word rounds widths


def check_pictures(
    form: Form, package: Package, read: list[Story], spots: Spots
) -> Iterator[Remark]:
    """T015 of every part."""
    text_width = _text_width(package)
    for part in package.stories():
        yield from _drawn(part, spots, text_width)
    for column, spot in _answered(form, read, spots):
        yield from _boxed(column, spot, spots, text_width)


def _answered(form: Form, read: list[Story], spots: Spots) -> Iterator[tuple[Column, Spot]]:
    """Every place where the document asks for a picture."""
    pictured = {(one.name, ""): one for one in form.fields if one.pictured} | {
        (one.name, column.name): column
        for one in form.fields
        for column in one.columns
        if column.pictured
    }
    for story in read:
        for use in uses(story):
            column = pictured.get((use.field, use.column))
            spot = spots.of_line(story, use.line, use.column or use.field)
            if column is not None and spot is not None:
                yield column, spot


def _boxed(column: Column, spot: Spot, spots: Spots, text_width: int) -> Iterator[Remark]:
    paragraph = spots.paragraphs(spot.part)[spot.paragraph]
    # Where only one side is given the other follows the picture, and nothing is known of it.
    usual = 0 if column.width_mm or column.height_mm else USUAL_MM
    width, height = ((side or usual) * _MM for side in (column.width_mm, column.height_mm))
    room = _cell_width(paragraph) or text_width
    if room and width > room + _ROUNDING:
        fix = say("give it a smaller width_mm in form.toml, or the cell more room in Word")
        yield at_spot("T015", _too_wide(width, room), fix, spots, spot)
    high = _exact_height(paragraph)
    if high and height > high:
        text = say(
            "a picture is {height} mm high in a row of exactly {room} mm",
            height=round(height / _MM),
            room=round(high / _MM),
        )
        fix = say("let the row be “at least” so high in Word: Table Properties, Row")
        yield at_spot("T015", text, fix, spots, spot)


def _exact_height(node: etree._Element) -> int:
    """The exact height of the table row around a node in twips; 0 if it may grow."""
    row = next(node.iterancestors("{*}tr"), None)
    height = None if row is None else next(row.iterfind("{*}trPr/{*}trHeight"), None)
    if height is None or attribute(height, "hRule") != "exact":
        return 0
    value = attribute(height, "val")
    return int(value) if value.isdecimal() else 0


def _drawn(part: str, spots: Spots, text_width: int) -> Iterator[Remark]:
    for extent in spots.root(part).iter("{*}extent"):
        width, height = _size(extent, "cx"), _size(extent, "cy")
        room = _cell_width(extent) or text_width
        spot = spots.of_node(part, extent)
        if width <= 0 or height <= 0:
            text = say("a picture has no size")
            fix = say("give it width and height in Word: Format Picture, Size")
            yield at_spot("T015", text, fix, spots, spot)
        elif room and _anchored_in_line(extent) and width > room + _ROUNDING:
            fix = say("make it smaller in Word: Format Picture, Size")
            yield at_spot("T015", _too_wide(width, room), fix, spots, spot)


def _too_wide(width: float, room: int) -> Said:
    return say(
        "a picture is {width} mm wide where there is room for {room} mm",
        width=round(width / _MM),
        room=round(room / _MM),
    )


def _size(extent: etree._Element, name: str) -> int:
    value = attribute(extent, name)
    return int(value) // _EMU if value.isdecimal() else 0


def _anchored_in_line(extent: etree._Element) -> bool:
    """Whether the picture stands in the text; one that floats may reach into the margin."""
    above = extent.getparent()
    return above is not None and local(above) == "inline"


def _cell_width(node: etree._Element) -> int:
    """The width of the table cell around a node in twips; 0 if there is none or it is automatic."""
    cell = next(node.iterancestors("{*}tc"), None)
    width = None if cell is None else next(cell.iterfind("{*}tcPr/{*}tcW"), None)
    if width is None or attribute(width, "type") != "dxa":
        return 0
    value = attribute(width, "w")
    return int(value) if value.isdecimal() else 0


def _text_width(package: Package) -> int:
    """The width between the margins of the first section in twips; 0 if it is not said."""
    section = next(package.xml(package.main()).iter("{*}sectPr"), None)
    if section is None:
        return 0
    page = next(section.iterchildren("{*}pgSz"), None)
    margins = next(section.iterchildren("{*}pgMar"), None)
    if page is None or margins is None:
        return 0
    values = [attribute(page, "w"), attribute(margins, "left"), attribute(margins, "right")]
    if not all(value.isdecimal() for value in values):
        return 0
    width, left, right = map(int, values)
    return width - left - right
