"""Blanks inside a line of an old form, and the marks that take their place.

Known are lines to write on (underscores, underlined blanks), blanks between a label's colon and
what follows, 年 月 日 with room between, and boxes to tick. The label is what stands before; the
word behind a blank (元, 天, 份) tells its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.forms.labels import WORDS, is_signing, plain_label
from docgen.render.found import HAS_MARKS, NUMBER_LABELS, SIGN_DATE, UNCLEAR, Found
from docgen.render.line import RULED, Line

_GAP = rf"[ _＿\u3000\xa0\t{RULED}]"
_DATE = re.compile(rf"(?:20|２０)?{_GAP}*年{_GAP}+月{_GAP}+日(?:{_GAP}*时{_GAP}+分)?")
_RULE = re.compile(rf"[_＿{RULED}](?:[ \u3000]*[_＿{RULED}])*")
_OPEN = re.compile(r"(?<=[:：])(?:[ \u3000\xa0\t]{2,}|[ \u3000\xa0\t]*$)", re.MULTILINE)
_BOX = re.compile(r"[□☐◻▢]")
_OPTION = re.compile(r"[□☐◻▢][ \u3000]*([^□☐◻▢\s_＿:：;；,，、。（(\ue000]+)")
_ENDS_LABEL = re.compile(r"[;；,，。、\t\n]|[ \u3000]{2,}|[□☐◻▢]")
_JOINS = re.compile(r"[于为是自至由在到共计]+$")
_HEADING = re.compile(r"^[一二三四五六七八九十\d]+[、.．]|^第.+[条章节]")
_UNITS = {
    "前": "date",
    "起": "date",
    "止": "date",
    "元": "money",
    "天": "integer",
    "日": "integer",
    "份": "integer",
    "页": "integer",
    "人": "integer",
    "次": "integer",
    "个": "integer",
    "平方米": "decimal",
    "㎡": "decimal",
    "%": "decimal",
    "％": "decimal",
}
_LABEL, _SENTENCE = 16, 8


@dataclass(frozen=True, slots=True)
class _Blank:
    """A blank: where it is, and what kind of blank: ``date``, ``rule``, ``open``, ``boxes``."""

    start: int
    end: int
    what: str


def fill_blanks(line: Line, found: Found, label: str = "") -> bool:
    """Put marks into the blanks of a line; whether there was anything to do.

    Args:
        line: The line; it is changed.
        found: Where questions and notes go.
        label: What the cell before calls it; "" outside tables.
    """
    shape = line.shape
    if "{{" in shape or "{%" in shape:
        found.leave(HAS_MARKS, line.text)
        return True
    blanks = list(_blanks(shape, in_cell=bool(label)))
    marks: list[tuple[int, int, str]] = []
    last, signing, chosen = 0, is_signing(label), ""
    for blank in blanks:
        own = _label_before(shape[last : blank.start]) or chosen
        signing = is_signing(own) or (signing and (not own or blank.what == "date"))
        if signing:
            _leave_signing(found, own or label, blank, shape)
        else:
            marks += _marks(blank, shape, own or plain_label(label), found)
        last, chosen = blank.end, _last_choice(blank, shape)
    for start, end, mark in reversed(marks):
        line.replace(start, end, mark)
    return bool(blanks)


def _last_choice(blank: _Blank, shape: str) -> str:
    """The last of the boxes: a line behind it, 其他____, asks for more about it."""
    if blank.what != "boxes":
        return ""
    return [option[1] for option in _OPTION.finditer(shape, blank.start, blank.end)][-1]


def _leave_signing(found: Found, label: str, blank: _Blank, shape: str) -> None:
    if is_signing(label):
        found.signed(label)
    if blank.what == "date":
        found.leave(SIGN_DATE, shape.replace(RULED, " "))


def _blanks(shape: str, *, in_cell: bool) -> Iterator[_Blank]:
    """The blanks of a line from left to right; none overlaps another."""
    taken = [_Blank(*match.span(), "date") for match in _DATE.finditer(shape)]
    boxes = list(_OPTION.finditer(shape))
    if boxes:
        taken.append(_Blank(boxes[0].start(), boxes[-1].end(), "boxes"))
    for pattern, what in ((_RULE, "rule"), (_OPEN, "open")):
        for match in pattern.finditer(shape):
            start, end = match.span()
            if any(start < each.end and end > each.start for each in taken):
                continue
            if what == "rule" and end - start < 2 and RULED not in match[0]:  # noqa: PLR2004 - one _
                continue
            if what == "open" and not _may_be_open(shape, start, end, in_cell=in_cell):
                continue
            taken.append(_Blank(start, end, what))
    return iter(sorted(taken, key=lambda each: (each.start, each.end)))


def _may_be_open(shape: str, start: int, end: int, *, in_cell: bool) -> bool:
    """Whether a colon with nothing behind it asks for an answer, and is no heading of a list."""
    label = _label_before(shape[:start])
    if not label or len(label) > _LABEL or (end == len(shape) and _HEADING.match(shape.lstrip())):
        return False
    known = label in NUMBER_LABELS or label == "密级" or any(word in label for word in WORDS)
    return known or is_signing(label) or (end > start and not in_cell)


def _label_before(text: str) -> str:
    """The label at the end of what stands before a blank; of a sentence its last few signs."""
    label = plain_label(_ENDS_LABEL.split(text.rstrip(" \u3000:："))[-1])
    if text.rstrip().endswith((":", "：")):
        return label
    bare = _JOINS.sub("", label) or label
    return bare if len(bare) <= _SENTENCE else bare[-_SENTENCE:]


def _marks(blank: _Blank, shape: str, label: str, found: Found) -> Iterator[tuple[int, int, str]]:
    if blank.what == "boxes":
        yield from _ticked(blank, shape, label, found)
        return
    if not label:
        by_hand = blank.what == "date" and found.sign
        found.leave(SIGN_DATE if by_hand else UNCLEAR, shape.replace(RULED, "_"))
        return
    if blank.what == "date":
        timed = "时" in shape[blank.start : blank.end]
        yield blank.start, blank.end, found.mark(label, "datetime" if timed else "date")
        return
    mark = found.mark(label, _kind_behind(shape[blank.end :]))
    if "rmb_words" in mark and shape[blank.end :].startswith("元"):
        # Words for an amount say 元 themselves.
        yield blank.start, blank.end + 1, mark
    elif blank.start == blank.end:
        # Nothing stands there that could be replaced: the colon before it is written again.
        yield blank.start - 1, blank.end, shape[blank.start - 1] + mark
    elif blank.what == "open" and blank.end < len(shape):
        yield blank.start, blank.end, f"{mark}\u3000"
    else:
        yield blank.start, blank.end, mark


def _kind_behind(rest: str) -> str:
    return next((kind for unit, kind in _UNITS.items() if rest.startswith(unit)), "")


def _ticked(blank: _Blank, shape: str, label: str, found: Found) -> Iterator[tuple[int, int, str]]:
    """One question for a row of boxes; a single box is yes or no."""
    options = list(_OPTION.finditer(shape, blank.start, blank.end))
    choices = tuple(dict.fromkeys(option[1] for option in options))
    if len(choices) < 2:  # noqa: PLR2004 - a single box
        one = found.ask(label or choices[0], "yesno")
        yield options[0].start(), options[0].start() + 1, f"{{{{ {one.name} | checkbox }}}}"
        return
    several = "多选" in shape or "多选" in label
    one = found.ask(label or choices[0], "choices" if several else "choice", choices=choices)
    for option in options:
        mark = f"{{{{ {one.name} | checkbox('{option[1]}') }}}}"
        yield option.start(), option.start() + 1, mark
