"""A new key for the office: printed and drilled first, then every paper's key goes under it.

    begin    the new key waits in the file beside the present one, its shares are printed
    drill    two of these shares give it back (``keys.drill``)
    finish   each file of ``keys/`` is wrapped anew; the papers are not touched

Cut off in the middle of the last step, some files are under one key and some under the other; both
are in the office's file until all are done, so everything opens, and ``finish`` is said again.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.office import gate, journal, keys, keys_file, keys_shares, keys_store
from docgen.office.desk import Office, one_transaction
from docgen.office.keys import PRESENT, RETIRED, WAITING
from docgen.register.models import Person
from docgen.register.models_keys import OfficeKey

EVENT = "keys.rotated"


def begin(office: Office, who: Person, out: Path) -> OfficeKey:
    """Make the key that is to follow, and print its shares.

    Raises:
        BadInput: One waits already.
    """
    gate.ask(office, who, Act.KEEP_KEYS, EVENT)
    keys.present()
    if OfficeKey.objects.filter(state=WAITING).exists():
        raise BadInput(
            say("A new key waits already"),
            why=say("its shares are printed, and it is not in place yet"),
            fix=say("docgen keys drill, then docgen keys rotate --finish"),
        )
    place, known = keys_file.place(office), keys_file.read(office)
    key = keys_shares.new_key()
    keys_file.write(place, [*known.values(), key])
    try:
        return keys.enter(office, who, key, WAITING, out)
    except BaseException:
        keys_file.write(place, known.values())
        raise


def finish(office: Office, who: Person) -> int:
    """Put the new key in the place of the present one; how many papers' keys went under it.

    Raises:
        BadInput: None waits.
        NotAllowed: Its shares have not been drilled.
    """
    gate.ask(office, who, Act.KEEP_KEYS, EVENT)
    old, new = keys.present(), OfficeKey.objects.filter(state=WAITING).first()
    if new is None:
        raise BadInput(
            say("No new key waits"),
            why=say("a rotation begins with printing the shares of the new key"),
            fix=say("docgen keys rotate SHARES.pdf"),
        )
    with gate.attempt(office, who, EVENT, new.name):
        keys.refuse_undrilled(new)
        known = keys_file.read(office)
        key = keys_file.find(known, new.name)
        with one_transaction():  # nothing is filed meanwhile
            recipients = keys_store.live()
            for recipient in recipients:
                keys_store.rewrap(office, recipient, known, key)
            new.is_on, old.is_on = old.is_on, False
            old.state, new.state = RETIRED, PRESENT
            old.save()
            new.save()
            journal.append(office, EVENT, who, obj=new.name, n=len(recipients))
    keys_file.write(keys_file.place(office), [key])
    return len(recipients)
