"""Where something stands: a line of the template leads back to what a person sees in Word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.render.package import Package
from docgen.render.spots import Spot, Spots
from docgen.render.story import stories
from docgen.render.usage import uses

Paper = Callable[..., bytes]
MAIN = "word/document.xml"


def spot_of(docx: bytes, name: str) -> tuple[Spots, Spot]:
    """The spot of the first use of a name."""
    package = Package.read(docx)
    spots = Spots(package)
    for story in stories(package):
        for use in uses(story):
            if name in {use.field, use.column}:
                spot = spots.of_line(story, use.line, name)
                assert spot
                return spots, spot
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("first", "paragraph 1: “{{ first }}”"),
        ("gone", "paragraph 2: “{%p if gone %}”"),
        ("inside", "paragraph 3: “{{ inside }}”"),
        ("label", "table 1, row 1, cell 2: “{{ label }}”"),
        ("items", "table 1, row 2, cell 1: “{%tr for row in items %}”"),
        ("what", "table 1, row 3, cell 2: “{{ row.what }}”"),
        ("last", "paragraph 5: “{{ last }}”"),
    ],
)
def test_rows_and_paragraphs_that_only_steer_are_found_too(
    paper: Paper, table: Callable[..., str], name: str, place: str
) -> None:
    rows = table(
        ["标签", "{{ label }}"],
        ["{%tr for row in items %}", ""],
        ["{{ loop.index }}", "{{ row.what }}"],
        ["{%tr endfor %}", ""],
    )
    docx = paper(
        *("{{ first }}", "", "{%p if gone %}", "{{ inside }}", "{%p endif %}"), rows, "{{ last }}"
    )

    spots, spot = spot_of(docx, name)

    assert spots.place(spot) == place


def test_a_header_is_named(paper: Paper) -> None:
    spots, spot = spot_of(paper("文", header="{{ name }}"), "name")

    assert spot.part == "word/header1.xml"
    assert spots.place(spot) == "in the header, paragraph 1: “{{ name }}”"


def test_a_name_is_not_found_inside_another(paper: Paper) -> None:
    docx = paper("{%p if name_two %}", "{{ name }}", "{%p endif %}")

    _, spot = spot_of(docx, "name")

    assert spot.paragraph == 1


def test_a_long_paragraph_is_cut(paper: Paper) -> None:
    spots = Spots(Package.read(paper("长" * 80)))

    assert spots.place(Spot(MAIN, 0)) == f"paragraph 1: “{'长' * 60}…”"
