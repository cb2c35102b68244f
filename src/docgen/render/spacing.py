"""Line distances of a Word file as they take effect: of the paragraph, its styles, the defaults.

Only whether a distance is exact (固定值) is asked: an automatic one depends on the fonts of the
machine, so that a form that fills one page here spills onto a second one elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.render.package import Package, attribute, local

EXACT = "exact"
_PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Spacing:
    """What a Word file's styles say of line distances.

    Args:
        rules: For each paragraph style its rule and the style it is based on.
        usual: The style of paragraphs that name none.
        default: The rule of the document's defaults.
    """

    rules: dict[str, tuple[str, str]]
    usual: str
    default: str

    @classmethod
    def read(cls, package: Package) -> Spacing:
        """Read them from the styles; a file without styles has none."""
        parts = [each.target for each in package.relations(package.main()) if each.kind == "styles"]
        if not parts or parts[0] not in package.parts:
            return cls({}, "", "")
        root = package.xml(parts[0])
        rules, usual = {}, ""
        for style in root.iterchildren("{*}style"):
            if attribute(style, "type") == _PARAGRAPH:
                name = attribute(style, "styleId")
                based = next((attribute(each, "val") for each in style.iter("{*}basedOn")), "")
                rules[name] = (_rule(style), based)
                usual = name if attribute(style, "default") in {"1", "true"} else usual
        default = next((_rule(each) for each in root.iter("{*}pPrDefault")), "")
        return cls(rules, usual, default)

    def is_exact(self, paragraph: etree._Element) -> bool:
        """Whether the lines of this paragraph have an exact distance."""
        rule = _rule(paragraph)
        named = (attribute(each, "val") for each in _properties(paragraph, "pStyle"))
        style = next(named, self.usual)
        seen: set[str] = set()
        while not rule and style in self.rules and style not in seen:
            seen.add(style)
            rule, style = self.rules[style]
        return (rule or self.default) == EXACT


def _rule(owner: etree._Element) -> str:
    """The rule that a paragraph, style or default itself gives; "" if it gives none."""
    for spacing in _properties(owner, "spacing"):
        if attribute(spacing, "line"):
            return attribute(spacing, "lineRule") or "auto"
    return ""


def _properties(owner: etree._Element, name: str) -> Iterator[etree._Element]:
    for group in owner:
        if local(group) == "pPr":
            yield from (each for each in group if local(each) == name)
