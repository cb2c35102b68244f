"""One part of a Word template (the document, a header, a footer, notes) read as a template.

docxtpl's ``patch_xml`` turns what Word saved into something Jinja can read; around it stand the
checks that docxtpl lacks. Each paragraph is a line of the source, so that every fault can quote
the paragraph it stands in. Quoting is for people: what counts is the XML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from docgen.errors import Detail, Said, say
from docgen.render.markup import TemplateLanguage, refusals
from docgen.render.package import Package, local
from docgen.render.paragraphs import read_rich_marks
from docgen.render.words import paragraph_text
from docgen.render.written import line_bytes, word_bytes

PROPERTIES = "docProps/core.xml"
BROKEN, BLANK_BEFORE = "T001", "T010"
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_BLANK_BEFORE = re.compile(r"\{%-?\s+(tr|tc|p|r)\s")
_WHOLE = re.compile(r"\{([{%#])(tr|tc|p|r)\s.*?[}%#]\}", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"\{%-?\s*(if|for|endif|endfor)\b")
_QUOTED = 60
WORD, LINE = TemplateLanguage(word_bytes), TemplateLanguage(line_bytes)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a template's marks.

    Args:
        code: T001 or T010.
        detail: What to say.
        paragraph: In which paragraph of the part, from 0; -1 if only the line is known.
        line: At which line of the story.
    """

    code: str
    detail: Detail
    paragraph: int = -1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A part that has marks in it.

    Args:
        part: Its name in the package.
        where: ``header``, ``footer`` …; empty for the document itself.
        lines: The source for Jinja, a line a paragraph.
        tree: What Jinja understood; ``None`` if it could not.
        faults: What is wrong with it.
    """

    part: str
    where: str
    lines: tuple[str, ...]
    tree: nodes.Template | None
    faults: tuple[Fault, ...]

    @property
    def language(self) -> TemplateLanguage:
        """What writes the values: Word's text, or one line for the file's properties."""
        return LINE if self.part == PROPERTIES else WORD

    def place(self, line: int) -> Said:
        """The paragraph at this line of the source, quoted, with the part it stands in."""
        quote = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        text = html.unescape(_TAGS.sub("", quote))
        return place(self.where, text) if text.strip() else say("{part}", part=self.part)


def stories(package: Package) -> list[Story]:
    """Every part of a template that has marks in it, the document first."""
    parts = package.stories()
    if PROPERTIES in package.parts:
        parts.append(PROPERTIES)
    read = [_story(package, part) for part in parts]
    return [story for story in read if story is not None]


def place(where: str, text: str) -> Said:
    """A paragraph quoted for a message, at most 60 characters of it."""
    if where:
        return say("in the {where}: “{quote}”", where=where, quote=quoted(text))
    return say("“{quote}”", quote=quoted(text))


def quoted(text: str) -> str:
    """A text on one line, cut after 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def where_of(package: Package, part: str) -> str:
    """What a part is called in a message; empty for the document itself."""
    if part == PROPERTIES:
        return "properties"
    kind = package.content_type(part).removesuffix("+xml").rpartition(".")[2]
    return "" if kind == "main" else kind


def _story(package: Package, part: str) -> Story | None:
    root = package.xml(part)
    read_rich_marks(root)
    where = where_of(package, part)
    faults = [] if part == PROPERTIES else [*_mark_faults(root, where)]
    source = source_of(DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode")))
    if not faults and not any(mark in source for mark in _CLOSING):
        return None
    story = Story(part, where, tuple(source.split("\n")), None, tuple(faults))
    return story if faults else _parsed(story)


def source_of(patched: str) -> str:
    """The source with a line a paragraph; docxtpl's ``{_{`` for literal braces is kept."""
    flat = patched.replace("\n", " ")
    literal = flat.replace("{_{", "{{ '{{' }}").replace("}_}", "{{ '}}' }}")
    literal = literal.replace("{_%", "{{ '{%' }}").replace("%_}", "{{ '%}' }}")
    return re.sub(r"(<w:p[ >])", r"\n\1", literal)


def _parsed(story: Story) -> Story:
    source = "\n".join(story.lines)
    try:
        tree = story.language.parse(source)
    except TemplateSyntaxError as why:
        line = _open_block(story) if "nexpected end of template" in str(why) else why.lineno
        text = say("the markup is broken: {why}", why=why.message or "")
        fix = say("correct it in Word")
        return replace(story, faults=(replace(_fault(text, story.place(line), fix), line=line),))
    except RecursionError:
        text, fix = say("the markup is nested too deeply"), say("make several templates of it")
        return replace(story, faults=(replace(_fault(text, story.place(1), fix), line=1),))
    refused = [
        Fault(BROKEN, replace(detail, place=story.place(line)), line=line)
        for line, detail in refusals(tree)
    ]
    return replace(story, tree=tree, faults=tuple(refused))


def _open_block(story: Story) -> int:
    """The line of the innermost if or for that nobody closes."""
    opened: list[int] = []
    for number, line in enumerate(story.lines, start=1):
        for block in _BLOCK.findall(line):
            if not block.startswith("end"):
                opened.append(number)
            elif opened:
                opened.pop()
    return opened[-1] if opened else 1


def _mark_faults(root: etree._Element, where: str) -> Iterator[Fault]:
    for number, paragraph in enumerate(root.iter("{*}p")):
        text = paragraph_text(paragraph)
        if "{" in text or "}" in text:
            at = place(where, text)
            for faults in (_brace_faults, _blank_faults):
                yield from (replace(fault, paragraph=number) for fault in faults(text, at))
            for fault in _lost_faults(paragraph, text, at):
                yield replace(fault, paragraph=number)


def _brace_faults(text: str, at: Said) -> Iterator[Fault]:
    """Marks that are opened and not closed in their paragraph, or closed and not opened."""
    opened = ""
    for mark in _MARK.findall(text):
        if mark in _CLOSING:
            if opened:
                yield _fault(
                    say("“{mark}” is opened and not closed", mark=opened),
                    at,
                    say("write “{mark}” after it", mark=_CLOSING[opened]),
                )
            opened = mark
        elif opened and mark == _CLOSING[opened]:
            opened = ""
        elif not opened:
            yield _fault(
                say("“{mark}” is closed and was not opened", mark=mark),
                at,
                say("write its beginning, or remove it"),
            )
    if opened:
        yield _fault(
            say("“{mark}” is opened and not closed", mark=opened),
            at,
            say("write “{mark}” after it, in the same paragraph", mark=_CLOSING[opened]),
        )


def _blank_faults(text: str, at: Said) -> Iterator[Fault]:
    for word in _BLANK_BEFORE.findall(text):
        detail = Detail(
            say("there is a blank between {{% and {word}", word=word),
            place=at,
            fix=say("write {{%{word} without the blank", word=word),
        )
        yield Fault(BLANK_BEFORE, detail)


def _lost_faults(paragraph: etree._Element, text: str, at: Said) -> Iterator[Fault]:
    """Words that docxtpl throws away because they stand beside ``{%tr``, ``{%tc`` or ``{%p``."""
    for found in _WHOLE.finditer(text):
        mark, kind = found[1], found[2]
        if mark == "{":
            yield _fault(
                say("“{{{{{kind}” needs rich text, which docgen does not use", kind=kind),
                at,
                say("write {{{{ without {kind}", kind=kind),
            )
        elif kind != "r" and _words_of(paragraph, kind).replace(found[0], "").strip():
            yield _fault(
                say("what stands beside {mark} would be lost", mark=found[0]),
                at,
                say("give it a {thing} of its own", thing=_THINGS[kind]),
            )


_THINGS = {"tr": "table row", "tc": "table cell", "p": "paragraph"}


def _words_of(paragraph: etree._Element, kind: str) -> str:
    """The text of the paragraph, or of the row or cell around it."""
    whole = paragraph
    while local(whole) != kind:
        above = whole.getparent()
        if above is None:
            return ""
        whole = above
    return "".join(paragraph_text(each) for each in whole.iter("{*}p"))


def _fault(text: Said, at: Said, fix: Said) -> Fault:
    return Fault(BROKEN, Detail(text, place=at, fix=fix))
