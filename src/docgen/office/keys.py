"""The office's key: made, printed as shares, drilled, switched on, brought back from its shares.

    init ──▶ printed ──drill──▶ drilled ──on──▶ encryption is on
                ▲                  │
                └──── shares ──────┘     new pages have to be drilled again

Encryption cannot be switched on until two printed shares have given the present key back: a key
that nobody can bring back loses every paper under it together with its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.errors import BadInput, NotAllowed, NotFound, say
from docgen.model.access import Act
from docgen.office import gate, journal, keys_file, keys_pages, keys_shares, keys_store
from docgen.office.desk import Office, one_transaction
from docgen.office.keys_file import Key
from docgen.register.models import Person
from docgen.register.models_keys import OfficeKey, PaperKey

PRESENT, WAITING, RETIRED = "present", "waiting", "retired"


def present() -> OfficeKey:
    """The key that papers are encrypted under; ``NotFound`` if the office has none."""
    row = OfficeKey.objects.filter(state=PRESENT).first()
    if row is None:
        raise NotFound(
            say("The office has no key yet"),
            why=say("papers are encrypted under it, so it comes first"),
            fix=say("have it made and its shares printed").by("docgen keys init SHARES.pdf"),
        )
    return row


def init(office: Office, who: Person, out: Path) -> OfficeKey:
    """Make the office's key in its file, and its three shares as pages.

    Raises:
        BadInput: There is a key already, or a file where one should go.
    """
    gate.ask(office, who, Act.KEEP_KEYS, "keys.created")
    place = keys_file.place(office)
    if OfficeKey.objects.exists() or place.exists():
        raise BadInput(
            say("The office has a key already"),
            why=say("whatever was encrypted under it would be lost with it"),
            fix=say("see how the keys stand, or take a new one").by(
                "docgen keys status, docgen keys rotate"
            ),
            file=str(place),
        )
    key = keys_shares.new_key()
    keys_file.write(place, [key])
    try:
        return enter(office, who, key, PRESENT, out)
    except BaseException:
        place.unlink()  # nothing is under it, and nobody was told of it
        raise


def enter(office: Office, who: Person, key: Key, state: str, out: Path) -> OfficeKey:
    """Print a new key's shares and put it into the register."""
    number, shares = keys_shares.split(key)
    with keys_pages.written(office, out, key, number, shares), one_transaction():
        row = OfficeKey.objects.create(
            name=key.name, state=state, made_at=office.now(), made_by=who, share_set=number
        )
        journal.append(office, "keys.created", who, obj=key.name)
    return row


def reprint(office: Office, who: Person, out: Path) -> OfficeKey:
    """Print a new set of shares of the present key; they have to be drilled like the first."""
    gate.ask(office, who, Act.KEEP_KEYS, "keys.printed")
    row = OfficeKey.objects.filter(state=WAITING).first() or present()
    key = keys_file.find(keys_file.read(office), row.name)
    number, shares = keys_shares.split(key)
    with keys_pages.written(office, out, key, number, shares), one_transaction():
        row.share_set, row.drilled_at = number, None
        row.save()
        journal.append(office, "keys.printed", who, obj=row.name)
    return row


def drill(office: Office, who: Person, shares: Sequence[str]) -> OfficeKey:
    """See that two printed shares give the key back, and that it opens what is under it.

    Raises:
        BadInput: They do not, or they are of a set that was printed before the newest.
    """
    gate.ask(office, who, Act.KEEP_KEYS, "keys.drilled")
    with gate.attempt(office, who, "keys.drilled"):
        number, key = keys_shares.join(shares)
        row = _row(key)
        if row.share_set != number or row.state == RETIRED:
            raise BadInput(
                say("These shares were replaced by newer ones"),
                why=say("they are of set {a}, and the newest is {b}", a=number, b=row.share_set),
                fix=say("drill with two pages of the newest set, and destroy the older pages"),
                field="share",
            )
        _prove(office, key)
    with one_transaction():
        row.drilled_at = office.now()
        row.save()
        journal.append(office, "keys.drilled", who, obj=row.name)
    return row


def turn_on(office: Office, who: Person) -> OfficeKey:
    """Encrypt from now on what is filed at the grades that ask for it.

    Raises:
        NotAllowed: The printed shares of the present key have not been drilled.
    """
    gate.ask(office, who, Act.KEEP_KEYS, "keys.turned-on")
    row = present()
    with gate.attempt(office, who, "keys.turned-on", row.name):
        keys_file.find(keys_file.read(office), row.name)
        refuse_undrilled(row)
    with one_transaction():
        row.is_on = True
        row.save()
        journal.append(office, "keys.turned-on", who, obj=row.name)
    return row


def refuse_undrilled(row: OfficeKey) -> None:
    """``NotAllowed`` if the newest printed shares were never proved to give this key."""
    if row.drilled_at is None:
        raise NotAllowed(
            say("The shares of the key {name} have not been drilled", name=row.name),
            why=say("a key that cannot be brought back from paper may lose every paper under it"),
            fix=say("take two of the printed pages").by("docgen keys drill"),
        )


def recover(office: Office, who: Person, shares: Sequence[str]) -> OfficeKey:
    """Put the office's key back into its file, from two shares of any set.

    Raises:
        BadInput: They are of another office's key, or the key is in its file.
    """
    gate.ask(office, who, Act.KEEP_KEYS, "keys.recovered")
    with gate.attempt(office, who, "keys.recovered"):
        _, key = keys_shares.join(shares)
        row, place = _row(key), keys_file.place(office)
        known = keys_file.read(office) if place.exists() else {}
        if key.name in known:
            raise BadInput(
                say("The key {name} is in its file", name=key.name),
                why=say("there is nothing to recover"),
                fix=say("prove the printed shares by a drill").by("docgen keys drill"),
                file=str(place),
            )
        _prove(office, key)
        keys_file.write(place, [*known.values(), key])
    with one_transaction():
        journal.append(office, "keys.recovered", who, obj=key.name)
    return row


def _row(key: Key) -> OfficeKey:
    row = OfficeKey.objects.filter(name=key.name).first()
    if row is None:
        raise BadInput(
            say("The shares give a key that this office never had"),
            why=say("they fit each other, but they are another office's"),
            fix=say("look which printed pages are this office's: its name is on each"),
            field="share",
        )
    return row


def _prove(office: Office, key: Key) -> None:
    """That a key opens a wrapped key, if the store has one under it."""
    for recipient in PaperKey.objects.filter(shredded_at=None).values_list("recipient", flat=True):
        file = keys_store.file_of(office, recipient)
        if file.exists() and keys_store.under(file) == key.name:
            keys_store.unwrapped(file.read_bytes(), {key.name: key}, file)
            return
