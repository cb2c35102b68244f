"""The numbers of papers: patterns such as ``TS-{year}{month:02}{seq:02}``.

``{seq}`` stands exactly once and last; what stands before it, written out for the day, is the
series, so a month or year in the pattern starts the count again (C-018, R-060). A count that
outgrows its width takes one digit more, 99 → 100, and no number is lost or given twice
(C-018, G-029). Handing out the next ``seq`` without a gap is the register's work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from docgen.errors import BadInput, say
from docgen.forms.characters import nearest, odd_character, shown

#: What may stand in braces. Month and day always have two digits, or 1/11 and 11/1 were one.
PARTS = ("year", "yy", "month", "day", "company", "dossier", "seq")
_GIVEN = ("company", "dossier")
_PART = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_SEQ_WIDTH = re.compile(r"0[1-9]", re.ASCII)
#: Numbers become names of files, so a pattern holds no sign that a file system refuses.
_NOT_IN_NAMES = frozenset('\\/:*?"<>| ')
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in three pieces.

    Args:
        before: What stands before ``{seq}``, its parts in braces without widths.
        width: How many digits the count has at least; 0 for as many as it needs.
        after: The plain text behind it.
    """

    before: str
    width: int
    after: str

    @property
    def asks(self) -> tuple[str, ...]:
        """Which of ``company`` and ``dossier`` must be given to write a number."""
        return tuple(name for name in _GIVEN if f"{{{name}}}" in self.before)


def parse_pattern(text: str) -> Pattern:
    """Read a pattern; ``BadInput`` says which part of it is wrong."""
    _refuse_signs(text)
    parts = list(_PART.finditer(text))
    for part in parts:
        _refuse_part(text, part[1], part[2])
    names = [part[1] for part in parts]
    if names.count("seq") != 1 or names[-1] != "seq":
        raise _bad(text, say("the part seq must stand exactly once, after all other parts"))
    seq = parts[-1]
    before = _PART.sub(lambda part: f"{{{part[1]}}}", text[: seq.start()])
    return Pattern(before, int(seq[2] or "0"), text[seq.end() :])


def _refuse_signs(text: str) -> None:
    if len(text) > _LONGEST:
        raise _bad(text, say("it is longer than {limit} characters", limit=_LONGEST))
    if odd := odd_character(text):
        raise _bad(text, odd)
    plain = _PART.sub("", text)
    if "{" in plain or "}" in plain:
        raise _bad(text, say("a brace has no partner"))
    if strange := next((sign for sign in plain if sign in _NOT_IN_NAMES), ""):
        raise _bad(text, say("“{sign}” cannot stand in the name of a file", sign=strange))


def _refuse_part(text: str, name: str, width: str | None) -> None:
    if name not in PARTS:
        near = nearest(name, PARTS)
        why = say("“{name}” is no part of a number", name=name)
        if near:
            why = say("“{name}” is no part of a number, perhaps “{near}”", name=name, near=near)
        raise _bad(text, why)
    if width is None or (name == "seq" and _SEQ_WIDTH.fullmatch(width)):
        return
    if name not in ("month", "day") or width != "02":
        raise _bad(text, say("“{width}” is no width for “{name}”", width=width, name=name))


def _bad(text: str, why: str) -> BadInput:
    return BadInput(
        say("“{pattern}” is not a pattern of numbers", pattern=shown(text)),
        why=why,
        fix=say("write it like TS-{{year}}{{month:02}}{{seq:02}} with {parts}", parts=_listed()),
    )


def _listed() -> str:
    return ", ".join(PARTS)


def series_key(pattern: Pattern, day: date, **given: str) -> str:
    """The series that counts by itself: what stands before the count, as ``TS-202603``.

    Args:
        pattern: From ``parse_pattern``.
        day: The day the paper is made.
        **given: ``company`` and ``dossier`` where the pattern asks for them.

    Raises:
        ValueError: One of them is missing.
    """
    missing = [name for name in pattern.asks if not given.get(name)]
    if missing:
        raise ValueError(missing)
    return pattern.before.format(
        year=f"{day.year:04d}",
        yy=f"{day.year % 100:02d}",
        month=f"{day.month:02d}",
        day=f"{day.day:02d}",
        **given,
    )


def render(pattern: Pattern, day: date, seq: int, **given: str) -> str:
    """Write the number: ``TS-20260307`` for the seventh in March 2026.

    Raises:
        ValueError: ``seq`` is less than 1, or something the pattern asks for is missing.
    """
    if seq < 1:
        raise ValueError(seq)
    return f"{series_key(pattern, day, **given)}{seq:0{pattern.width}d}{pattern.after}"
