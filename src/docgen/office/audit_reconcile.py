"""Reconciliation (对账) of register and log: rows without an entry, entries without their row.

Whether archive and register agree is ``office.reconciling``; whether the log is whole is
``log verify``. What was done while this reads is not looked at: what is found is looked for once
more, and only what stands both times is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docgen.errors import Problem
from docgen.model.audit import Line, Listing, Question
from docgen.model.reconciling import Finding, Telling
from docgen.model.telling import TOLD
from docgen.office import audit_log, audit_notes, audit_rows
from docgen.office.audit_versions import FILING, Versions
from docgen.office.bars import Bar, silently

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

_CHANGES = Question(acts=FILING | TOLD.keys())


def reconcile(office: Office, who: Person, *, bar: Bar = silently) -> Listing:
    """What does not agree; nothing in an honest office."""
    audit_log.ask(office, who)
    found = findings(bar)
    lines = [line(one) for one in found]
    listing = Listing("reconcile", lines=lines, total=len(lines))
    for one in found:
        listing.count(rule=one.code, table=one.row.rpartition(" ")[0])
    try:
        audit_log.reported(office, who, "reconcile", len(lines))
    except Problem:
        # A log that was tampered with may take no more entries; what was found must be heard.
        if not lines:
            raise
    return listing


def findings(bar: Bar = silently) -> list[Finding]:
    """The same for the office itself."""
    size, found = audit_log.size(), list(_once(bar))
    if found and audit_log.size() != size:  # somebody worked meanwhile
        again = set(_once(bar))
        return [one for one in found if one in again]
    return found


def line(found: Finding) -> Line:
    """A finding as a line of a report."""
    told = () if found.entry is None else (found.entry,)
    return Line(rule=found.code, obj=found.row, note=found.text, entries=told)


def _once(bar: Bar) -> Iterator[Finding]:
    telling, versions, size = Telling(), Versions(), audit_log.size()
    for entry in audit_log.entries(wanted=_CHANGES, bar=bar):
        telling.hear(entry)
        yield from versions.hear(entry)
    yield from versions.rest(size)
    yield from audit_notes.compare(size)
    yield from telling.compare(audit_rows.rows())
