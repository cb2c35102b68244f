"""The gate to the papers: the one door through which their bytes leave.

``open`` writes the entry in the log first: no entry, no paper. So does ``examine``, whose bytes
stay in the office: they are compared, and what comes of it is told. A test walks the source and
fails on any other reader of the store, and on any user of ``examine`` it does not know.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.archive.store import Store
from docgen.errors import NotFound, say
from docgen.model.access import Act, LoanFact, visible_to
from docgen.model.filenumber import parse_item_number
from docgen.model.ids import DossierNumber, ItemId
from docgen.model.loan import State
from docgen.office import destroyed, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, ItemVersion, Loan, Person


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
    _store: Store

    @property
    def versions(self) -> list[ItemVersion]:
        """Its versions in the register, the first one first."""
        return list(self.item.versions.order_by("n").select_related("by"))

    def bytes_of(self, path: str, n: int) -> bytes:
        """One file of version ``n``; ``Integrity`` if it is not what was archived."""
        return self._store.read(ItemId.parse(str(self.item)).urn, path, f"v{n}")


def item_of(text: str) -> Item:
    """The item with this number, or this 档号; existence is not yet leave to know of it."""
    try:
        wanted = _by_file_number(text.strip()) or ItemId.parse(text.strip())
    except ValueError as error:
        raise NotFound(
            say("{text} is no item number", text=text),
            why=say("an item number looks like 0000000042-0007"),
            fix=say("look it up: docgen find WORDS"),
            field="item",
        ) from error
    rows = Item.objects.select_related("dossier__customer", "filed_by")
    row = rows.filter(dossier=wanted.dossier.value, turn=wanted.turn).first()
    if row is None:
        raise NotFound(
            say("There is no item {text}", text=text),
            why=say("nothing was filed under that number"),
            fix=say("look it up: docgen find WORDS"),
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
        loan=_loan_fact(who, item),
    )
    with one_transaction():
        journal.append(office, "item.viewed", who, about=item)
    return item


def open(
    office: Office,
    who: Person,
    text: str,
    purpose: str,
    *,
    every: bool = False,
    beside: Sequence[str] = (),
) -> Opened:
    """Serve a paper: decide, write the entry, then read the bytes.

    Args:
        office: The office.
        who: The acting person.
        text: The item's number.
        purpose: A code of ``model.access.PURPOSES``.
        every: All of its versions, not the newest alone.
        beside: Names of files that the archive keeps with each version besides the paper's own.
    """
    item = item_of(text)
    gate.ask(
        office,
        who,
        destroyed.ask_act(item, Act.READ),
        "item.read",
        paper=gate.paper_of(item),
        purpose=purpose,
        loan=_loan_fact(who, item),
    )
    destroyed.refuse(office, who, item, "item.read")
    newest = ItemVersion.objects.get(item=item, n=item.head)
    older = list(item.versions.filter(n__lt=item.head).order_by("n")) if every else []
    with one_transaction():
        index = journal.append(
            office,
            "item.read",
            who,
            why=purpose,
            n=sum(len(one.files) for one in (*older, newest)),
            sha512=str(newest.files[0]["sha512"]),
            about=item,
        )
    urn, versions = ItemId.parse(str(item)).urn, {}
    for one in (*older, newest):
        names = (*(str(file["path"]) for file in one.files), *beside)
        which = () if one is newest else (f"v{one.n}",)
        versions[one.n] = {name: office.store.read(urn, name, *which) for name in names}
    return Opened(item, versions, index)


def examine(
    office: Office, who: Person, item: Item, event: str, *, act: Act = Act.VIEW
) -> Examined:
    """Take a paper for examination within the office: decide, write the entry, then look."""
    paper, loan = gate.paper_of(item), _loan_fact(who, item) if act is Act.VIEW else None
    gate.ask(office, who, destroyed.ask_act(item, act), event, paper=paper, loan=loan)
    destroyed.refuse(office, who, item, event)
    with one_transaction():
        journal.append(office, event, who, about=item)
    return Examined(item, office.store)


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
    return [Examined(item, office.store) for item in seen]


def _loan_fact(who: Person, item: Item) -> LoanFact | None:
    row = Loan.objects.filter(borrower=who, item=item, state=State.OUT).first()
    return gate.loan_fact(row) if row else None
