"""How a reminder reads: its subject, its words, and the same as simple HTML. Pure.

It names duties, numbers and days; no customer's name and no paper's title leaves the office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from docgen.errors import Said, say
from docgen.office.duties_list import Line

#: So many lines of a part are told; of the others the number.
_MOST = 50
Tell = Callable[[str], str]
Part = tuple[Said, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str
    html: str


def digest(name: str, today: dt.date, lines: Sequence[Line], tell: Tell) -> Letter:
    """What somebody owes: late, today, within the week."""
    late = [one for one in lines if one.late is not None]
    now = [one for one in lines if one.late is None and one.due.day <= today]
    week = [one for one in lines if one.late is None and one.due.day > today]
    subject = say(
        "{day}: late {late}, today {now}, this week {week}",
        day=today,
        late=len(late),
        now=len(now),
        week=len(week),
    )
    parts = (say("Late"), late), (say("Due today"), now), (say("Due this week"), week)
    return _letter(subject, name, parts, say("See the duties").by("docgen duty due"), tell)


def ladder(name: str, today: dt.date, lines: Sequence[Line], tell: Tell) -> Letter:
    """What others owe, or one owes by the hour, and somebody is to be told of."""
    subject = say("{day}: {n} to be looked after", day=today, n=len(lines))
    parts = ((say("To be looked after"), lines),)
    return _letter(subject, name, parts, say("See the duties").by("docgen duty list"), tell)


def _letter(subject: Said, name: str, parts: Sequence[Part], see: Said, tell: Tell) -> Letter:
    text, html = [f"{tell(say('{name}:', name=name))}"], []
    for title, lines in parts:
        if lines:
            head = f"{tell(title)} ({len(lines)})"
            told = list(_told(lines, tell))
            text += ["", head, *(f"- {line}" for line in told)]
            html += [f"<h3>{escape(head)}</h3>", "<ul>"]
            html += [*(f"<li>{escape(line)}</li>" for line in told), "</ul>"]
    text += ["", tell(see)]
    page = [f"<p>{escape(text[0])}</p>", *html, f"<p>{escape(text[-1])}</p>"]
    return Letter(
        tell(subject), "\n".join([*text, ""]), f"<html><body>{''.join(page)}</body></html>\n"
    )


def _told(lines: Sequence[Line], tell: Tell) -> Iterator[str]:
    for one in lines[:_MOST]:
        yield tell(_line(one))
    if len(lines) > _MOST:
        yield tell(say("and {n} more", n=len(lines) - _MOST))


def _line(one: Line) -> Said:
    day = f"{one.due.day} {one.due.time:%H:%M}" if one.due.time else str(one.due.day)
    what = say(
        "{code} {title}, {who}, by {day}", code=one.code, title=one.title, who=one.of, day=day
    )
    if one.subject:
        what = say("{what}, about {subject}", what=what, subject=one.subject)
    if one.late:
        return say("{what}; late by {n} days", what=what, n=one.late)
    return say("{what}; late since today", what=what) if one.late == 0 else what
