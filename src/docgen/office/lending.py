"""The gate to the papers: the one door through which their bytes leave.

``open`` writes the entry in the log first: no entry, no paper. So does ``examine``, whose bytes
stay in the office: they are compared, and what comes of it is told. A test walks the source and
fails on any other reader of the store, and on any user of ``examine`` it does not know.

Here, and nowhere else, what the archive keeps encrypted is opened.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.db import transaction
from pyrage.x25519 import Identity

from docgen.archive.store import Store
from docgen.errors import NotFound, say
from docgen.model.access import Act, LoanFact, Obligation, visible_to
from docgen.model.filenumber import parse_item_number
from docgen.model.ids import DossierNumber, ItemId
from docgen.model.loan import State
from docgen.office import cipher, destroyed, gate, journal, loan_clock
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, ItemVersion, Loan, Person


class Said(TypedDict):
    """What every entry of a paper that is served says of it."""

    why: str
    n: int
    sha512: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A paper that may be served and is not served yet: nothing of it was read.

    Args:
        item: The paper.
        newest: Its newest version.
        purpose: What for.
        files: How many files will be read.
        obligations: What must be done to what leaves.
    """

    item: Item
    newest: ItemVersion
    purpose: str
    files: int
    obligations: frozenset[Obligation]

    def said(self) -> Said:
        """The facts for its entry."""
        return {
            "why": self.purpose,
            "n": self.files,
            "sha512": str(self.newest.files[0]["sha512"]),
        }


#: Writes the entry of a paper that is about to be served, inside the transaction; its index.
Entered = Callable[[Taking], int]


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper's files as they are served, and the entry of the log that says so.

    Args:
        item: The paper.
        versions: For each version that is served, its files; the newest one is among them.
        log_index: The entry.
    """

    item: Item
    versions: Mapping[int, Mapping[str, bytes]]
    log_index: int

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files of the newest version."""
        return self.versions[max(self.versions)]


@dataclass(frozen=True, slots=True)
class Examined:
    """A paper under examination; made by ``examine`` alone, after decision and entry."""

    item: Item
    _office: Office

    @property
    def versions(self) -> list[ItemVersion]:
        """Its versions in the register, the first one first."""
        return list(self.item.versions.order_by("n").select_related("by"))

    def bytes_of(self, path: str, n: int) -> bytes:
        """One file of version ``n``; ``Integrity`` if it is not what was archived."""
        version = self.item.versions.filter(n=n).first()
        key = cipher.key_of(self._office, version) if version else None
        return _read(self._office.store, self.item, version, key, path, f"v{n}")

    def sha512_of(self, path: str, version: ItemVersion) -> str:
        """The sha512 of what a file says; the archive's own is another if it is encrypted."""
        if not cipher.is_closed(version):
            return str(cipher.names(version)[path]["sha512"])
        return hashlib.sha512(self.bytes_of(path, version.n)).hexdigest()


def item_of(text: str) -> Item:
    """The item with this number, or this 档号; existence is not yet leave to know of it."""
    try:
        wanted = _by_file_number(text.strip()) or ItemId.parse(text.strip())
    except ValueError as error:
        raise NotFound(
            say("{text} is no item number", text=text),
            why=say("an item number looks like 0000000042-0007"),
            fix=say("look it up").by("docgen find WORDS"),
            field="item",
        ) from error
    rows = Item.objects.select_related("dossier__customer", "filed_by")
    row = rows.filter(dossier=wanted.dossier.value, turn=wanted.turn).first()
    if row is None:
        raise NotFound(
            say("There is no item {text}", text=text),
            why=say("nothing was filed under that number"),
            fix=say("look it up").by("docgen find WORDS"),
            field="item",
        )
    return row


def _by_file_number(text: str) -> ItemId | None:
    """The item meant by a 档号, ``Z001-KH-00001-0003`` or without the fonds, if there is one."""
    with contextlib.suppress(ValueError):
        file, turn = parse_item_number(text)
        rows = Dossier.objects.filter(file_number__in=filter(None, (file, file.partition("-")[2])))
        row = rows.first()
        return ItemId(DossierNumber(row.number), turn) if row else None
    return None


def show(office: Office, who: Person, text: str) -> Item:
    """An item's facts (著录), not its words."""
    item = item_of(text)
    gate.ask(
        office,
        who,
        Act.VIEW,
        "item.viewed",
        paper=gate.paper_of(item),
        loan=loan_of(office, who, item),
    )
    with one_transaction():
        journal.append(office, "item.viewed", who, about=item)
    return item


def is_known(office: Office, who: Person, text: str) -> bool:
    """Whether this person may know of a paper of this number; nothing is asked or written."""
    try:
        item = item_of(text)
    except NotFound:
        return False
    facts: gate.Facts = {"paper": gate.paper_of(item), "loan": loan_of(office, who, item)}
    return gate.weigh(office, who, Act.VIEW, **facts).allow


def open(  # noqa: PLR0913  what is served, to whom, what for, and what is written of it
    office: Office,
    who: Person,
    text: str,
    purpose: str,
    *,
    act: Act = Act.READ,
    event: str = "item.read",
    entered: Entered | None = None,
    every: bool = False,
    beside: Sequence[str] = (),
    facts: gate.Facts | None = None,
) -> Opened:
    """Serve a paper: decide, write the entry, then read the bytes.

    Args:
        office: The office.
        who: The acting person.
        text: The item's number.
        purpose: A code of ``model.access.PURPOSES``.
        act: What he asks leave for.
        event: The act for the log.
        entered: Writes the entry, and the rows that belong to it, inside the transaction; its
            index. Else the entry alone is written.
        every: All of its versions, not the newest alone.
        beside: Names of files that the archive keeps with each version besides the paper's own.
        facts: What else the rules look at.
    """
    item = item_of(text)
    asked: gate.Facts = {"paper": gate.paper_of(item), "purpose": purpose, **(facts or {})}
    asked.setdefault("loan", loan_of(office, who, item))
    decision = gate.ask(office, who, destroyed.ask_act(item, act), event, **asked)
    destroyed.refuse(office, who, item, event)
    newest = ItemVersion.objects.get(item=item, n=item.head)
    older = list(item.versions.filter(n__lt=item.head).order_by("n")) if every else []
    with gate.attempt(office, who, event, str(item)):  # without its key nothing is served
        keys = {one.n: cipher.key_of(office, one) for one in (*older, newest)}
    files = sum(len(one.files) for one in (*older, newest))
    taking = Taking(item, newest, purpose, files, decision.obligations)
    with one_transaction():
        if entered is not None:
            index = entered(taking)
        else:
            index = journal.append(office, event, who, about=item, **taking.said())
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError(event)  # the entry could still be rolled back after the bytes are out
    versions = {}
    for one in (*older, newest):
        names = (*cipher.names(one), *beside)
        which = () if one is newest else (f"v{one.n}",)
        versions[one.n] = {
            name: _read(office.store, item, one, keys[one.n], name, *which) for name in names
        }
    return Opened(item, versions, index)


def _read(
    store: Store,
    item: Item,
    version: ItemVersion | None,
    key: Identity | None,
    name: str,
    *which: str,
) -> bytes:
    """One file of a version as it was filed: nobody else reads the store."""
    urn = ItemId.parse(str(item)).urn
    kept = cipher.names(version).get(name) if version is not None and key is not None else None
    data = store.read(urn, str(kept["path"]) if kept else name, *which)
    if key is None:
        return data
    if kept:
        return cipher.opened(key, data, str(kept["hmac"]), name)
    return cipher.metadata(key, data) if name == cipher.METADATA else data


def examine(
    office: Office, who: Person, item: Item, event: str, *, act: Act = Act.VIEW
) -> Examined:
    """Take a paper for examination within the office: decide, write the entry, then look."""
    paper, loan = gate.paper_of(item), loan_of(office, who, item) if act is Act.VIEW else None
    gate.ask(office, who, destroyed.ask_act(item, act), event, paper=paper, loan=loan)
    destroyed.refuse(office, who, item, event)
    with one_transaction():
        journal.append(office, event, who, about=item)
    return Examined(item, office)


def examine_many(
    office: Office, who: Person, items: Sequence[Item], event: str, obj: str = ""
) -> list[Examined]:
    """Those of many papers that this person may know of, under one entry with their number.

    Args:
        office: The office.
        who: The acting person.
        items: The papers; those he may not know of are left out in silence.
        event: The act for the log.
        obj: What they are together: a dossier's number; "" for all of the archive.
    """
    gate.ask(office, who, Act.FIND, event, subject=obj)
    scope = visible_to(gate.as_acting(who))
    seen = [
        item
        for item in items
        if scope.admits(item.rank, item.dossier.unit, str(DossierNumber(item.dossier_id)))
    ]
    with one_transaction():
        journal.append(office, event, who, obj=obj, dossier=obj, n=len(seen))
    return [Examined(item, office) for item in seen]


def prove(office: Office, item: Item) -> None:
    """See that a paper can be opened; nobody gets its bytes. ``Problem`` if it cannot."""
    paper = Examined(item, office)
    newest = item.versions.get(n=item.head)
    for name in (*cipher.names(newest), cipher.METADATA):
        paper.bytes_of(name, newest.n)


def loan_of(office: Office, who: Person, item: Item) -> LoanFact | None:
    """The loan by which this person has this paper now, if he has one."""
    row = Loan.objects.filter(borrower=who, item=item, state=State.OUT).first()
    return loan_clock.lent(office, row) if row else None
