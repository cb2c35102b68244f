"""What an outside body must bring before its request is registered at all (R-071, G-016).

Credentials and notices are looked at by a person; docgen refuses a request in which something
that its kind asks for is missing, and says everything that is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import Reason, say
from docgen.model.outside_kinds import Terms

#: 数据安全法 第36条: data go to a foreign court or police only with the authority's approval.
FOREIGN_RULE = "DSL-36"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who came: his name, and the credential he showed."""

    name: str
    document: str
    number: str
    is_scanned: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What came with a request.

    Args:
        body: The unit that asks, in full; the customer himself for his own file.
        branch: What kind of body it is, where the terms name some: 公安机关 ….
        officers: Who came.
        notice: The number of the notice or letter; "" if there is none.
        notice_on: Its day.
        notice_scanned: Whether a scan of it is brought along.
        permit: The number of the competent authority's approval.
        authority: The authority that gave it.
        is_own: Whether all papers are of the customer who asks, and it is he.
    """

    body: str
    officers: tuple[Officer, ...]
    branch: str = ""
    notice: str = ""
    notice_on: dt.date | None = None
    notice_scanned: bool = False
    permit: str = ""
    authority: str = ""
    is_own: bool = False


def lacks(terms: Terms, brought: Brought, today: dt.date) -> list[Reason]:
    """Everything that is missing; empty if the request may be registered."""
    if not terms.taken:
        text = say("this office takes no requests of this kind: {kind}", kind=terms.kind.said)
        return [Reason(terms.source, text)]
    found = [*_people(terms, brought), *_notice(terms, brought, today)]
    reasons = [Reason(terms.source, text) for text in (*_body(terms, brought), *found)]
    reasons += [Reason(FOREIGN_RULE, text) for text in _permit(terms, brought)]
    if terms.own and not brought.is_own:
        text = say("a customer sees his own file alone, and shows who he is")
        reasons.append(Reason(terms.source, text))
    return reasons


def _body(terms: Terms, brought: Brought) -> Iterator[str]:
    if terms.bodies and brought.branch not in terms.bodies:
        known = ", ".join(terms.bodies)
        yield say("only these bodies are served: {bodies}", bodies=known)


def _people(terms: Terms, brought: Brought) -> Iterator[str]:
    different = {(one.name, one.number) for one in brought.officers}
    names, numbers = (
        {one.name for one in brought.officers},
        {one.number for one in brought.officers},
    )
    if min(len(different), len(names), len(numbers)) < terms.officers:
        yield say(
            "{needed} people must show their credentials; shown: {n}",
            needed=terms.officers,
            n=min(len(names), len(numbers)),
        )
    if terms.scans and not all(one.is_scanned for one in brought.officers):
        yield say("a scan of each credential must be filed")


def _notice(terms: Terms, brought: Brought, today: dt.date) -> Iterator[str]:
    if not terms.notice:
        return
    if not brought.notice or brought.notice_on is None:
        yield say("a notice with its number and its day is needed")
    elif brought.notice_on > today:
        yield say("the notice is of {day}, which is still to come", day=str(brought.notice_on))
    if terms.scans and not brought.notice_scanned:
        yield say("a scan of the notice must be filed")


def _permit(terms: Terms, brought: Brought) -> Iterator[str]:
    if terms.permit and not (brought.permit and brought.authority):
        yield say("without the number of an approval and the competent authority nothing is given")
