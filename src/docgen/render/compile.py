"""A Word template compiled: read, checked and turned into code once, then filled many times.

docxtpl's ``patch_xml`` reads the marks (``story``), Jinja makes Python of them that yields UTF-8
(``markup``), what never changes is compressed once (``packing``). What docxtpl does anew for each
document is done only where it can change something (``finish``): ``shape`` proves for most
templates that their XML stays well-formed and their tables need no mending. So the document's
canonical XML is docxtpl's, at a fraction of its time. Messages about answers are ``docx``'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import cast

from jinja2 import Template, nodes
from jinja2.runtime import Context

from docgen.errors import BadInput, say
from docgen.render.finish import UNREADABLE, Step, steps
from docgen.render.package import Package, xml_bytes
from docgen.render.packing import MOST_MEMBERS, Packing
from docgen.render.pictures import BEGIN, Album
from docgen.render.shape import shape
from docgen.render.story import PROPERTIES, Story, stories

_BATCH = 1_024
_START = xml_bytes("")
_KEPT = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part with marks in it, ready to be filled.

    Args:
        story: What was read.
        template: Jinja's code for it; yields bytes.
        steps: What remains to be done to the filled XML.
    """

    story: Story
    template: Template
    steps: tuple[Step, ...]

    def fill(self, values: Mapping[str, object], limit: int, album: Album | None = None) -> bytes:
        """The part's XML with the values in it; at most ``limit`` bytes.

        Pictures among the values go into the ``album``.

        Raises:
            BadInput: It becomes longer, or would not open in Word; or a filter refuses a value.
            UndefinedError, SecurityError, TypeError …: What Jinja says of a value.
        """
        # No globals and nothing inherited: the values are all a template can see.
        context = Context(self.story.language, dict(values), None, {})
        chunks = cast("Iterator[bytes]", self.template.root_render_func(context))
        xml = _joined(chunks, limit)
        try:
            if BEGIN in xml:
                xml = (Album() if album is None else album).place(self.story.part, xml)
            for step in self.steps:
                xml = step(xml)
        except UNREADABLE as why:
            raise _unopenable(self.story) from why
        return xml

    def line(self, code_line: int) -> int:
        """The line of the story that a line of Jinja's code was made from."""
        return self.template.get_corresponding_lineno(code_line)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to be filled: its parts with marks, and all others packed."""

    parts: tuple[Part, ...]
    fixed: Mapping[str, bytes]
    packing: Packing


@lru_cache(maxsize=_KEPT)
def compiled(docx: bytes) -> Compiled:
    """Compile a template, or take it from those compiled lately.

    Raises:
        BadInput: It is no Word file, or its marks are wrong; all faults at once.
    """
    package, read = readable(docx)
    main = package.main()
    parts = tuple(part_of(story, story.tree, is_main=story.part == main) for story in read)
    fixed = unfilled(package.parts, parts)
    return Compiled(parts, fixed, Packing(fixed))


def readable(docx: bytes) -> tuple[Package, list[Story]]:
    """A template and its parts with marks in them.

    Raises:
        BadInput: It is no Word file, or its marks are wrong; all faults at once.
    """
    package = Package.read(docx)
    _refuse_many(package)
    read = stories(package)
    _refuse_faults(read)
    return package, read


def unfilled(parts: Mapping[str, bytes], filled: Iterable[Part]) -> dict[str, bytes]:
    """The parts of a file that stay as they are."""
    names = {part.story.part for part in filled}
    return {name: data for name, data in parts.items() if name not in names}


def _refuse_many(package: Package) -> None:
    if len(package.parts) > MOST_MEMBERS:
        raise BadInput(
            say("The Word template cannot be used"),
            why=say("it has more than {limit} parts inside", limit=MOST_MEMBERS),
            fix=say("open the file in Word, save it again, and use the saved file"),
        )


def _refuse_faults(read: list[Story]) -> None:
    faults = [fault.detail for story in read for fault in story.faults]
    if faults:
        raise BadInput(
            say("The Word template cannot be used"),
            why=say("{fault} at {place}", fault=faults[0].text, place=faults[0].place),
            fix=faults[0].fix,
            details=faults,
        )


def part_of(story: Story, tree: nodes.Template | None, *, is_main: bool) -> Part:
    """A part made from this tree: the story's own, or one that only prints more around values."""
    if story.tree is None or tree is None:
        raise ValueError(story.part)
    known = shape(story.tree, one_line=story.part == PROPERTIES)
    template = story.language.from_string(tree)
    return Part(story, template, tuple(steps(story, known, is_main=is_main)))


def _joined(chunks: Iterator[bytes], limit: int) -> bytes:
    """The part in one piece, joined bit by bit so that a flood is stopped while it rises."""
    xml = b"".join((_START, *islice(chunks, _BATCH)))
    rest: list[bytes] = []
    size = len(xml)
    while size <= limit and (batch := list(islice(chunks, _BATCH))):
        rest.append(b"".join(batch))
        size += len(rest[-1])
    if size > limit:
        raise BadInput(
            say("The filled document becomes too large"),
            why=say("it has more than {limit} bytes", limit=limit),
            fix=say("fill it with fewer rows, or in several documents"),
        )
    return b"".join((xml, *rest)) if rest else xml


def _unopenable(story: Story) -> BadInput:
    return BadInput(
        say("The filled document would not open in Word"),
        why=say("a mark in {part} stands where Word keeps no text", part=story.part),
        fix=say("write marks only into ordinary text, and repeat whole rows or paragraphs"),
    )
