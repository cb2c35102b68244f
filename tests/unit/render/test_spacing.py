"""Whether a line distance is exact: the paragraph's own word wins, then its styles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from docgen.render.package import Package
from docgen.render.spacing import Spacing

Paper = Callable[..., bytes]
EXACT = '<w:pPr><w:spacing w:line="320" w:lineRule="exact"/></w:pPr>'
AUTO = '<w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr>'
GAP = '<w:pPr><w:spacing w:before="120"/></w:pPr>'


def style(name: str, inside: str, *, based: str = "", usual: bool = False) -> str:
    default = ' w:default="1"' if usual else ""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}"{default}>{on}{inside}</w:style>'


def is_exact(paper: Paper, own: str, *styles: str) -> bool:
    docx = paper(f"<w:p>{own}<w:r><w:t>文</w:t></w:r></w:p>", more={"styles": "".join(styles)})
    package = Package.read(docx)
    paragraph: etree._Element = next(package.xml(package.main()).iter("{*}p"))
    return Spacing.read(package).is_exact(paragraph)


NAMED = '<w:pPr><w:pStyle w:val="A"/></w:pPr>'


@pytest.mark.parametrize(
    ("own", "styles", "exact"),
    [
        (EXACT, [], True),
        (AUTO, [style("N", EXACT, usual=True)], False),
        ("", [], False),
        ("", [style("N", EXACT, usual=True)], True),
        (GAP, [style("N", EXACT, usual=True)], True),
        (NAMED, [style("A", "", based="B"), style("B", EXACT)], True),
        (NAMED, [style("A", AUTO, based="B"), style("B", EXACT)], False),
        (NAMED, [style("A", "", based="B"), style("B", "", based="A")], False),
        ("", [f"<w:docDefaults><w:pPrDefault>{EXACT}</w:pPrDefault></w:docDefaults>"], True),
        (AUTO.replace("auto", "atLeast"), [], False),
    ],
)
def test_which_word_counts(paper: Paper, own: str, styles: list[str], *, exact: bool) -> None:
    assert is_exact(paper, own, *styles) is exact
