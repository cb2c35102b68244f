"""The printed register of outside requests (外单位查阅登记簿, T-53), made of the rows."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.outside_kinds import Gives
from docgen.office import aids, journal, outside
from docgen.office.aid_facts import Values
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.office.outside import Seen
from docgen.office.outside_words import EVENT, asker, framed, names
from docgen.register.models import Person


def register(
    office: Office, who: Person, year: int, *, pdf: bool = False, xlsx: bool = False
) -> Aid:
    """The register 外单位查阅登记簿 of a year, as far as this person may know of it."""
    found = outside.list_requests(office, who, year=year)
    values = _values(office, found, year)
    aid = aids.made(office, "outside-register", values, name=str(year), pdf=pdf, xlsx=xlsx)
    with one_transaction():
        journal.append(office, EVENT, who, n=len(found), more={"aid": "register", "year": year})
    return aid


def _values(office: Office, found: Sequence[Seen], year: int) -> Values:
    return framed(office, found) | {
        "scope": f"{year}年全部外单位查阅",
        "made_on": office.today,
        "requests": [_line(office, one) for one in found],
        "requests_count": len(found),
        "served_count": sum(one.fact.servings for one in found),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }


def _line(office: Office, one: Seen) -> Values:
    row = one.row
    copies = sum(served.gives == Gives.COPY for served in one.servings)
    ways = ((copies, "受控复制件"), (len(one.servings) - copies, "现场查阅"))
    told = "，".join(f"{word}{count}件" for count, word in ways if count)
    return {
        "code": row.code,
        "requested_on": office.local(row.requested_at).date(),
        "kind": asker(one),
        "body": row.body,
        "officers": names(officer.name for officer in one.officers),
        "notice": row.notice,
        "notice_on": row.notice_on or "",
        "scope": row.scope,
        "approved_by": names(signed.person.name for signed in one.signatures),
        "until": row.until or "",
        "served": told,
        "escort": names(served.escort.name for served in one.servings),
        "state": one.fact.state.word,
    }
