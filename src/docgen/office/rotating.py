"""A new key for the log: an entry, in which the old key signs for the new one."""

from __future__ import annotations

from docgen.ledger import rotation
from docgen.ledger.note import LogKey
from docgen.model.access import Act
from docgen.office import checkpoints, gate, journal, log_keys
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person


def rotate(office: Office, who: Person) -> LogKey:
    """Sign from now on with a new key; the old one signs a last checkpoint and is no more."""
    gate.ask(office, who, Act.KEEP_LOG, rotation.ACT)
    with one_transaction():
        checkpoints.signed(office)
    new, handover = log_keys.offer(office)
    with one_transaction():
        journal.append(office, rotation.ACT, who, obj=new.key_id.hex(), more={"handover": handover})
    log_keys.finish(office)
    with one_transaction():
        checkpoints.signed(office)
    return new
