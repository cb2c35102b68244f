"""A part of the log to take away: as lines of its exact bytes, or as a sheet to look through.

Whoever takes lines can hash each one and prove it with its receipt; a sheet proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.audit import Entry, Period
from docgen.office import audit_log, auditing, gate, journal, log_pages
from docgen.office.audit_access import moment
from docgen.office.csv_files import as_csv
from docgen.office.desk import Office, one_transaction
from docgen.office.log_pages import Wanted
from docgen.register.models import Person

#: So many entries at a time.
MOST = 100_000
HEADS = ("idx", "time", "who", "act", "sentence", "result", "about", "dossier", "grade", "purpose")


def lines(office: Office, who: Person, wanted: Wanted) -> bytes:
    """The entries of a period as JSON lines, the oldest first, each byte as it was hashed."""
    gate.ask(office, who, Act.READ_LOG, "log.exported")
    first, end = audit_log.between(Period(wanted.since, wanted.until, office.settings.time_zone))
    if end - first > MOST:
        raise BadInput(
            say("These are {n} entries", n=end - first),
            why=say("at most {most} are given out at a time", most=MOST),
            fix=say("name fewer days; the whole log is exported on the server").by(
                "docgen log export FOLDER"
            ),
            field="since",
        )
    found = [bytes(leaf) for _, leaf, _ in auditing.rows(first, end)]
    with one_transaction():
        journal.append(
            office, "log.exported", who, n=len(found), more={"first": first, "last": end - 1}
        )
    return b"".join(leaf + b"\n" for leaf in found)


def sheet(office: Office, who: Person, wanted: Wanted, language: str) -> bytes:
    """The entries that fit as a CSV sheet, the newest first, each with its sentence."""
    gate.ask(office, who, Act.READ_LOG, "log.exported")
    asked = log_pages.coded(wanted)
    first, end = audit_log.between(Period(asked.since, asked.until, office.settings.time_zone))
    found = list(log_pages.backward(asked, max(first, end - MOST), end))
    with one_transaction():
        journal.append(office, "log.exported", who, n=len(found))
    return as_csv(HEADS, (_cells(office, entry, language) for entry in found))


def _cells(office: Office, entry: Entry, language: str) -> Sequence[object]:
    said = auditing.sentence(dict(entry))[language]
    told = (entry["idx"], moment(office, entry), entry["who"], entry["act"], said, entry["res"])
    return (*told, *(entry.get(key, "") for key in ("obj", "dossier", "grade", "why")))
