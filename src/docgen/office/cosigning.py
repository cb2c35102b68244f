"""What comes back from the auditor: a checkpoint with his signature under the log's own.

The office keeps it, so that it can show who vouched for which entries, and says when the last
one is too old: an office that nobody audits shall not become normal.
"""

from __future__ import annotations

import datetime as dt

from docgen.errors import BadInput, Integrity, Said, say
from docgen.ledger.cosign import COSIGNER, cosigned_at
from docgen.ledger.note import LogKey, open_checkpoint, parse_vkey
from docgen.model.access import Act
from docgen.model.calendar import working_days_after
from docgen.office import checkpoints, gate, journal, log_keys
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_log import Cosignature


def take_back(office: Office, who: Person, note: str, vkey: str = "") -> Cosignature:
    """Keep a checkpoint that the auditor cosigned.

    Args:
        office: The office.
        who: Who brings it.
        note: The checkpoint as it came back.
        vkey: The auditor's public key, the first time; later the one that is known.

    Raises:
        Integrity: It is not this log's checkpoint, or not cosigned by that key.
    """
    gate.ask(office, who, Act.KEEP_LOG, "log.cosigned")
    key = _auditors_key(vkey)
    promise = open_checkpoint(note, *log_keys.keys(office))
    at = dt.datetime.fromtimestamp(cosigned_at(note, key), dt.UTC)
    if not checkpoints.fits(promise):
        raise Integrity(
            say("The auditor's checkpoint does not fit this log"),
            why=say("this office's key signed it, and the log here is another one or cut off"),
            fix=say("keep both as they are, and look into it with him").by("docgen log verify"),
        )
    with one_transaction():
        row = Cosignature(size=promise.size, vkey=key.vkey, note=note, at=at)
        row.save()
        journal.append(office, "log.cosigned", who, obj=str(promise.size))
    return row


def overdue(office: Office) -> Said | None:
    """What is to be said if nobody vouched for the log within the last working day."""
    row = Cosignature.objects.order_by("-at").first()
    if row is None:
        return say("No auditor has cosigned a checkpoint of this log yet").by("docgen log cosigned")
    day = office.local(row.at).date()
    if office.today <= working_days_after(read_calendar(office.folder), day, 1).day:
        return None
    return say("The auditor last cosigned the log on {day}: ask him to pull it again", day=day)


def _auditors_key(vkey: str) -> LogKey:
    known = Cosignature.objects.order_by("-pk").values_list("vkey", flat=True).first()
    if not vkey and not known:
        raise BadInput(
            say("The auditor's key is not known yet"),
            why=say("his signature can be checked with his public key alone"),
            fix=say("name the file that docgen-audit gave him").by("--key auditor.vkey"),
        )
    return parse_vkey(vkey or str(known), kind=COSIGNER)
