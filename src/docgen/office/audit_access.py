"""Who had access to what, and who was refused: lines and totals from the log."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from docgen.model.audit import ACCESS, Entry, Line, Listing, Period, Question, weight
from docgen.office import audit_log
from docgen.office.bars import Bar, silently

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

_REFUSED = frozenset({"deny", "error"})


def access(
    office: Office,
    who: Person,
    wanted: Question,
    period: Period,
    *,
    last: int = 1000,
    bar: Bar = silently,
) -> Listing:
    """Accesses that fit a question, with totals by person, paper, dossier, purpose, act and day."""
    audit_log.ask(office, who)
    asked = replace(wanted, acts=wanted.acts or ACCESS)
    found = audit_log.entries(period, asked, bar=bar)
    listing = _listed(office, "access", found, last)
    audit_log.reported(office, who, "access", listing.total)
    return listing


def refused(
    office: Office,
    who: Person,
    wanted: Question,
    period: Period,
    *,
    last: int = 1000,
    bar: Bar = silently,
) -> Listing:
    """What was refused or failed, with the rules; totals also by rule."""
    audit_log.ask(office, who)
    found = audit_log.entries(period, replace(wanted, res=_REFUSED), bar=bar)
    listing = _listed(office, "refused", found, last)
    audit_log.reported(office, who, "refused", listing.total)
    return listing


def line(office: Office, entry: Entry) -> Line:
    """A line about one entry."""
    more = entry.get("more", {})
    said = (*entry.get("rules", ()), *(f"{key}={value}" for key, value in sorted(more.items())))
    return Line(
        at=moment(office, entry),
        who=str(entry["who"]),
        acts=(str(entry["act"]),),
        obj=str(entry.get("obj") or entry.get("dossier", "")),
        grade=str(entry.get("grade", "")),
        why=str(entry.get("why", "")),
        note=" ".join((*said, *entry.get("basis", ()))),
        entries=(int(entry["idx"]),),
        times=weight(entry),
    )


def moment(office: Office, entry: Entry) -> str:
    """When an entry was written, by the office's clocks."""
    try:
        written = dt.datetime.fromisoformat(str(entry["t"]))
    except ValueError:
        return str(entry["t"])  # it cannot be read, and is told as it is
    return office.local(written).strftime("%Y-%m-%d %H:%M:%S")


def _paper(entry: Entry) -> str:
    """The paper an entry is about; "" if it is about something else."""
    obj, dossier = str(entry.get("obj", "")), str(entry.get("dossier", ""))
    return obj if dossier and obj.startswith(f"{dossier}-") else ""


def _listed(office: Office, report: str, found: Iterator[Entry], last: int) -> Listing:
    listing, kept = Listing(report), deque[Entry](maxlen=last)
    for entry in found:
        listing.total += weight(entry)
        kept.append(entry)
        times = weight(entry)
        listing.count(
            times,
            who=str(entry["who"]),
            item=_paper(entry),
            dossier=str(entry.get("dossier", "")),
            purpose=str(entry.get("why", "")),
            act=str(entry["act"]),
            day=moment(office, entry)[:10],
        )
        for rule in entry.get("rules", ()):
            listing.count(times, rule=str(rule))
    listing.lines = [line(office, entry) for entry in kept]
    return listing
