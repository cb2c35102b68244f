"""What is written down of an outside request when it is registered, and which words will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen.errors import BadInput, say
from docgen.forms.characters import odd_character
from docgen.forms.identity import phone_fault
from docgen.model.outside_bringing import Brought, Officer
from docgen.model.outside_kinds import Kind


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who came: his name, his credential, and the file with its scan."""

    name: str
    document: str
    number: str
    scan: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request as it is registered.

    Args:
        kind: Who asks.
        body: The unit in full; for the customer himself his name or id.
        visitors: Who came.
        papers: Numbers of papers and of whole dossiers that the notice names.
        scope: What the notice asks for, in its own words.
        branch: What kind of body it is: 公安机关 ….
        phone: Where the body was called back.
        notice: The number of the notice or letter.
        notice_on: Its day.
        notice_title: What it is called.
        notice_scan: The file with its scan.
        cause: 案由, if the notice names one.
        permit: The number of the competent authority's approval.
        authority: That authority.
        file_in: The dossier the scans go to; else that of the first paper.
    """

    kind: Kind
    body: str
    visitors: tuple[Visitor, ...]
    papers: tuple[str, ...]
    scope: str
    branch: str = ""
    phone: str = ""
    notice: str = ""
    notice_on: dt.date | None = None
    notice_title: str = "协助调查通知书"
    notice_scan: Path | None = None
    cause: str = ""
    permit: str = ""
    authority: str = ""
    file_in: str = ""


#: The longest text of each field.
_FIELDS = {
    "body": 120,
    "scope": 500,
    "branch": 40,
    "phone": 40,
    "notice": 80,
    "notice_title": 80,
    "cause": 200,
    "permit": 80,
    "authority": 120,
}
_MOST_PEOPLE = 8
_OF_VISITOR = {"name": 64, "document": 40, "number": 64}
_NEEDED = {"body", "scope", *_OF_VISITOR}


def tidy(wanted: Wanted) -> Wanted:
    """The request without blanks around its words; ``BadInput`` for one that will not do."""
    people = tuple(replace(one, **_words(one, _OF_VISITOR, "officer")) for one in wanted.visitors)
    if len(people) > _MOST_PEOPLE:
        why = say("the form has room for {most}", most=_MOST_PEOPLE)
        raise _wrong("officer", "officer", why)
    if wanted.phone.strip() and (fault := phone_fault(wanted.phone.strip())):
        raise _wrong("phone", "phone", fault)
    return replace(wanted, visitors=people, **_words(wanted, _FIELDS))


def brought(wanted: Wanted, *, is_own: bool) -> Brought:
    """What came with a request, as the rules see it."""
    return Brought(
        body=wanted.body,
        officers=tuple(
            Officer(one.name, one.document, one.number, one.scan is not None)
            for one in wanted.visitors
        ),
        branch=wanted.branch,
        notice=wanted.notice,
        notice_on=wanted.notice_on,
        notice_scanned=wanted.notice_scan is not None,
        permit=wanted.permit,
        authority=wanted.authority,
        is_own=is_own,
    )


def line(field: str, text: str, most: int = 300) -> str:
    """A line that somebody wrote, without blanks around it; ``BadInput`` if it will not do."""
    word = text.strip()
    if odd := odd_character(word, lines=False):
        raise _wrong(field, field, odd)
    if len(word) > most:
        raise _wrong(field, field, say("it is a line of 1 to {most} characters", most=most))
    return word


def _words(of: Wanted | Visitor, longest: Mapping[str, int], option: str = "") -> dict[str, Any]:
    """The words of some fields; ``option`` is the one they are all written with."""
    words = {
        name: line(option or name.replace("_", "-"), str(getattr(of, name)), most)
        for name, most in longest.items()
    }
    for name in _NEEDED & words.keys():
        if not words[name]:
            why = say("it is a line of 1 to {most} characters", most=longest[name])
            raise _wrong(name, option or name, why)
    return words


def _wrong(name: str, field: str, why: str) -> BadInput:
    return BadInput(
        say("The {field} of an outside request is not right", field=name),
        why=why,
        fix=say("write it with --{field}", field=field),
        field=field,
    )
