"""What the log says of a template: proposed, released, withdrawn, accepted, and by whom.

The log is asked and nothing else: whoever changes files beside docgen changes no history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.model.audit import Entry
from docgen.office import audit_log, editions
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_log import LogEntry

_FIRST, _END = b'{"act":"template.', b'{"act":"template/'


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done with a template.

    Args:
        act: ``accepted``, ``released`` …
        at: When.
        who: Who did it.
        version: Which version it became; 0 if none.
        sha256: Its digest; "" if the log does not say.
        kept: Whether that version can still be fetched.
    """

    act: str
    at: dt.datetime
    who: str
    version: int
    sha256: str
    kept: bool


def entries(name: str) -> Sequence[Entry]:
    """What was done with a template and allowed, the oldest first."""
    rows = LogEntry.objects.filter(leaf__gte=_FIRST, leaf__lt=_END).order_by("idx")
    read = (audit_log.read(bytes(row.leaf), row.idx) for row in rows)
    return [one for one in read if one.get("obj") == name and one["res"] == "allow"]


def history(office: Office, name: str) -> Sequence[Step]:
    """A template's steps, the newest first."""
    called = {one.code: one.name for one in Person.objects.all()}
    return [_step(office, name, one, called.get(one["who"], "")) for one in entries(name)][::-1]


def _step(office: Office, name: str, entry: Entry, who: str) -> Step:
    more = entry.get("more") or {}
    sha256 = str(more.get("template_sha256", ""))
    return Step(
        act=str(entry["act"]).removeprefix("template."),
        at=dt.datetime.fromisoformat(str(entry["t"])),
        who=who,
        version=int(more.get("version", 0)),
        sha256=sha256,
        kept=editions.find(office, name, sha256) is not None,
    )
