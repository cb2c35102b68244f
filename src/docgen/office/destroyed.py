"""What follows from a destruction that was committed; each step may be repeated after a crash.

    log/destroyed/D000001.json     the list with its papers, digests, approvers and witnesses

The file stands beside the log because it is evidence, not an archived paper: OCFL allows nothing
between the objects of a storage root, and the objects themselves are gone. It is made of the
register's rows alone, so that a second writing gives the same bytes; its digest stands in the
log's entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Max

from docgen.archive import disk
from docgen.archive.leavings import remove_leavings
from docgen.errors import NotFound, Problem, say
from docgen.model.access import Act
from docgen.model.disposal import State
from docgen.model.ids import ItemId
from docgen.office import daybook, journal, keys_store
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Outbox, Person
from docgen.register.models_disposal import DestructionList
from docgen.register.models_keys import PaperKey

_FOLDER = ("log", "destroyed")


@dataclass(frozen=True, slots=True)
class Cleared:
    """Lists whose bytes went just now, and for each other one a line why not."""

    lists: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def _remove(office: Office, urn: str) -> None:
    office.store.remove(urn)
    remove_leavings(office.folder / "archive", office.folder / "work", urn)


def _shred(office: Office, row: DestructionList) -> None:
    """First the keys: what may be left of the bytes anywhere is unreadable from then on."""
    condemned = PaperKey.objects.filter(item__tombstone__list=row)
    keys_store.shred(office, condemned.values_list("recipient", flat=True))


def is_unfinished() -> bool:
    """Whether a committed destruction still has something to do."""
    return DestructionList.objects.filter(state=State.UNDER_WAY).exists()


def clear(office: Office) -> Cleared:
    """Write the records and remove the bytes of all lists that are under way."""
    done, failed = [], []
    for row in DestructionList.objects.filter(state=State.UNDER_WAY).order_by("pk"):
        try:
            _write_record(office, row)
            _shred(office, row)
            for stone in row.tombstones.select_related("item").order_by("pk"):
                _remove(office, ItemId.parse(str(stone.item)).urn)
            daybook.begin_anew()
            done.append(row.code)
        except Problem as problem:
            failed.append(f"{row.code}: {problem.what}")
    return Cleared(tuple(done), tuple(failed))


def close(office: Office, cleared: Sequence[str]) -> None:
    """Mark the cleared lists as done whose words have left the index."""
    with suppress(Problem):  # an index that cannot be used is made anew, without them
        reached = office.index.sequence()
        for row in DestructionList.objects.filter(state=State.UNDER_WAY):
            items = row.tombstones.values("item")
            last = Outbox.objects.filter(item__in=items).aggregate(last=Max("seq"))["last"] or 0
            if row.code in cleared and last <= reached:
                with one_transaction():
                    DestructionList.objects.filter(pk=row.pk).update(state=State.DONE)


def record(row: DestructionList) -> bytes:
    """A list as it stays for ever, as JSON; the same rows give the same bytes."""
    signed = list(row.signatures.select_related("person").order_by("pk"))
    facts = {
        "docgen": 1,
        "list": row.code,
        "kind": row.kind,
        "basis": row.opinion,
        "method": row.method,
        "proposed_by": _named(row.proposed_by),
        "proposed_at": row.proposed_at.isoformat(),
        "approvers": [
            {**_named(one.person), "on": str(one.on)} for one in signed if one.part == "approval"
        ],
        "witnesses": [
            {**_named(one.person), "on": str(one.on)} for one in signed if one.part == "witness"
        ],
        "carried_out_by": _named(row.carried_out_by) if row.carried_out_by else {},
        "carried_out_at": row.carried_out_at.isoformat() if row.carried_out_at else "",
        "items": [stone.facts for stone in row.tombstones.order_by("pk")],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest(data: bytes) -> str:
    """The sha512 of a record."""
    return hashlib.sha512(data).hexdigest()


def place_of(office: Office, row: DestructionList) -> Path:
    """Where a list's record lies."""
    return office.folder.joinpath(*_FOLDER, f"{row.code}.json")


def _named(person: Person) -> dict[str, str]:
    return {"id": person.code, "name": person.name, "unit": person.unit}


def _write_record(office: Office, row: DestructionList) -> None:
    place = place_of(office, row)
    if place.exists():
        return
    with disk.told():
        disk.mkdirs(place.parent)
        made = place.with_name(f"{place.name}.new")
        if made.exists():
            disk.unlink(made)
        disk.write_new(made, [record(row)])
        disk.replace(made, place)
        disk.fsync_folder(place.parent)
        disk.fsync_folder(place.parent.parent)


def refuse(office: Office, who: Person, item: Item, event: str) -> None:
    """Tell who may know of a destroyed paper when it went and by which list; logged."""
    try:
        refuse_gone(item)
    except NotFound:
        more = {"list": item.tombstone.list.code}
        with one_transaction():
            journal.append(office, event, who, res="deny", rules=["R9"], about=item, more=more)
        raise


def refuse_gone(item: Item) -> None:
    """Raise ``NotFound`` with day and list if the paper was destroyed."""
    if item.state != "destroyed":
        return
    day, code = item.tombstone.facts["destroyed_on"], item.tombstone.list.code
    raise NotFound(
        say("{item} was destroyed on {day}", item=item, day=day),
        why=say("the destruction list {list} says so; its facts and digests stay", list=code),
        fix=say("see the paper and the destruction list {list}", list=code).by(
            f"docgen destroy show {code}"
        ),
        field="item",
    )


def ask_act(item: Item, act: Act) -> Act:
    """The act to ask leave for: of a destroyed paper only the facts can be seen."""
    return Act.VIEW if item.state == "destroyed" else act
