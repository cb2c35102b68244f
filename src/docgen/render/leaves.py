"""The files of a paper as pages: PDF as it is, Word set, pictures and text put on pages.

What cannot be printed gets a page that says so, so that whoever leafs through a bound volume
sees that there is something. The words on such pages are Chinese, as all that is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from docgen.errors import BadInput
from docgen.forms.characters import odd_character
from docgen.forms.picture_files import look
from docgen.forms.pictures import Picture
from docgen.forms.wrong import WrongValueError
from docgen.render import docx
from docgen.render.pdfclean import clean
from docgen.render.starter import new_form, packed, paragraph, tag, title
from docgen.render.starter_look import Look
from docgen.render.upright import upright

PDF, WORD, TEXT = ".pdf", ".docx", ".txt"
PICTURES = frozenset({".png", ".jpg", ".jpeg"})
NO_PRINT = "此类文件不能打印，未装入本册"
DAMAGED = "文件损坏、加密或者过于复杂，不能转成可打印的页，未装入本册"
NOT_KEPT = "本件已不在库，未装入本册"
_WIDE_MM, _HIGH_MM = 174, 240
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file as it goes to be bound.

    Args:
        data: A PDF, or a Word file that is still to be set.
        is_word: Which of the two.
        name: The file's name.
        is_notice: It only says that something could not be printed.
    """

    data: bytes
    is_word: bool
    name: str
    is_notice: bool = False


def sheets(files: Mapping[str, bytes], heading: str) -> Iterator[Sheets]:
    """The files of a paper one after the other; a Word file is left out if its PDF is there.

    Args:
        files: Their bytes by name.
        heading: What the paper is called on a page that says that it cannot be printed.
    """
    stems = {PurePath(name).stem for name in files if _ending(name) == PDF}
    for name, data in files.items():
        if _ending(name) == WORD and PurePath(name).stem in stems:
            continue
        try:
            yield _sheets(name, data, heading)
        except (BadInput, WrongValueError):
            yield notice(heading, name, DAMAGED)


def notice(heading: str, name: str, why: str) -> Sheets:
    """The page in the place of a file that is not bound in."""
    lines = [f"文件：{_plain(name)}" if name else "", why, "原件请凭查阅手续另行调取。"]
    return Sheets(_page(heading, [line for line in lines if line]), True, name, is_notice=True)


def _sheets(name: str, data: bytes, heading: str) -> Sheets:
    ending = _ending(name)
    if ending == PDF:
        return Sheets(clean(data, name), False, name)
    if ending == WORD:
        return Sheets(data, True, name)
    if ending in PICTURES:
        return Sheets(_page("", [], _picture(name, data)), True, name)
    if ending == TEXT:
        lines = data.decode("utf-8-sig", "replace").splitlines()[:_MOST_LINES]
        return Sheets(_page("", [_plain(line) for line in lines]), True, name)
    return notice(heading, name, NO_PRINT)


def _ending(name: str) -> str:
    return PurePath(name).suffix.casefold()


def _picture(name: str, data: bytes) -> Picture:
    """A picture as large as the page allows, but no larger than 150 dots an inch make it."""
    seen = look(upright(data, name))
    width, height = seen.width * 25.4 / 150, seen.height * 25.4 / 150
    scale = min(1, _WIDE_MM / width, _HIGH_MM / height)
    size = width * scale, height * scale
    return Picture(seen.data, seen.media, seen.width, seen.height, *size, label=name)


def _plain(text: str) -> str:
    """A line without what Word cannot hold."""
    return "".join("□" if odd_character(sign) else sign for sign in text.replace("\t", "    "))


def _page(heading: str, lines: Sequence[str], picture: Picture | str = "") -> bytes:
    values = {"heading": _plain(heading), "lines": list(lines), "picture": picture}
    return docx.fill(_template(), values, labels={"heading": "", "lines": "", "picture": ""})


@cache
def _template() -> bytes:
    """A bare page: a heading, lines, a picture; what is not given leaves nothing behind."""
    paper = new_form("附页", Look(20, 18, 18, 18, 12, 20, 10.5, 16), numbered=False)
    section = paper.document.sections[0]
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = True
    tag(paper, "if heading")
    title(paper, "{{ heading }}")
    tag(paper, "endif")
    tag(paper, "for line in lines")
    paragraph(paper, "{{ line }}", "Plain")
    tag(paper, "endfor")
    paragraph(paper, "{{ picture }}", "Plain", align="center")
    return packed(paper)
