"""How the log stands: when it was last found whole, and who vouches for which of its entries.

Nothing is checked here; that is ``log_checking``. Looking is no entry, so that an auditor can look
at a log that takes no more entries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from docgen.errors import Said
from docgen.model.access import Act
from docgen.model.audit import Entry
from docgen.office import audit_log, audit_print, cosigning, gate
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_log import VERIFIED, Checkpoint, Cosignature


@dataclass(frozen=True, slots=True)
class Verified:
    """The last check of the log: its entry, when, by whom, and how much was found."""

    index: int
    at: dt.datetime | None
    who: str
    findings: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log stands.

    Args:
        size: How many entries it has.
        verified: Its last check; None if there was none.
        checkpoint: The newest checkpoint, as it is kept in the register.
        cosigned: The newest checkpoint that the auditor signed too.
        overdue: What is to be said if nobody vouched for it lately.
    """

    size: int
    verified: Verified | None
    checkpoint: Checkpoint | None
    cosigned: Cosignature | None
    overdue: Said | None

    @property
    def is_whole(self) -> bool:
        """Whether it was whole when somebody last looked."""
        return self.verified is not None and not self.verified.findings

    @property
    def auditor(self) -> str:
        """The name of the key that signed with the office."""
        return self.cosigned.vkey.partition("+")[0] if self.cosigned else ""


def standing(office: Office, who: Person) -> Standing:
    """How the log stands, for whoever may verify it."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.verified")
    return Standing(
        size=audit_log.size(),
        verified=_last(),
        checkpoint=Checkpoint.objects.order_by("-size", "-pk").first(),
        cosigned=Cosignature.objects.order_by("-size", "-pk").first(),
        overdue=cosigning.overdue(office),
    )


def _last() -> Verified | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT idx, leaf FROM register_log_entry WHERE {VERIFIED} ORDER BY idx DESC LIMIT 20"  # noqa: S608  a constant
        )
        found = (audit_log.read(bytes(leaf), index) for index, leaf in cursor.fetchall())
        entry = next((one for one in found if one["res"] == "allow"), None)
    return _told(entry) if entry else None


def _told(entry: Entry) -> Verified:
    try:
        at = dt.datetime.fromisoformat(str(entry["t"]))
    except ValueError:
        at = None  # it was changed, as a check will say
    who = audit_print.person(str(entry["who"]), audit_print.names())
    return Verified(int(entry["idx"]), at, who, int(entry.get("n", 0)))
