"""The same template filled by docxtpl and by docgen, each part in canonical XML.

docxtpl gets the same filters and the same reading of values; escaping, line breaks and tabs are
its own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from docgen.forms.codes import CODES
from docgen.forms.wording import FILTERS
from docgen.render.docx import fill
from docgen.render.package import Package
from docgen.render.written import reading


def docxtpls(docx: bytes, context: Mapping[str, object]) -> dict[str, bytes]:
    """The document, its headers and its footers as docxtpl fills them."""
    language = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=reading)
    language.filters = {**FILTERS, **CODES}
    template = DocxTemplate(io.BytesIO(docx))
    template.render(dict(context), language, autoescape=True)
    filled = {"word/document.xml": template.docx._element}
    for relation in template.docx.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            part = relation.target_part
            filled[part.partname.lstrip("/")] = part.element
    return {part: canonical(root) for part, root in filled.items()}


def ours(docx: bytes, context: Mapping[str, object], labels: Mapping[str, str]) -> dict[str, bytes]:
    """The same parts as docgen fills them."""
    package = Package.read(fill(docx, context, labels=labels))
    return {part: canonical(package.xml(part)) for part in package.stories()}


def canonical(root: etree._Element) -> bytes:
    """XML in the one form that equal XML has (W3C Canonical XML 1.0)."""
    return etree.tostring(root, method="c14n")
