"""Bringing the register back from plain files: ``archive/`` and ``log/``, no backup needed.

    1. read     every line of log/register.jsonl and log/entries.jsonl, into a new file in work/
    2. place    it becomes register.sqlite3 in one step; a register that is there is never touched
    3. compare  each paper with the archive, the log with its checkpoints
    4. index    the search, made anew

What does not fit is told and never guessed at. Passwords do not come back: they were written
nowhere, so people who use one set a new one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction

from docgen.archive import disk
from docgen.errors import BadInput, Integrity, NotAllowed, NotFound, Problem, Said, say
from docgen.ledger.entry import decode
from docgen.ledger.merkle import Frontier, leaf_hash
from docgen.model.access import Act
from docgen.model.ids import ItemId
from docgen.office import auditing, daybook, gate, journal, keys_store, opening, upkeep
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, database_failed, one_transaction
from docgen.register import log_hashes
from docgen.register.connect import connect, migrate
from docgen.register.models import Item, Person
from docgen.register.models_keys import PaperKey
from docgen.register.models_log import LogEntry, LogHead
from docgen.register.replay import Misfit, Replay, go_on, make_tables

_MANY = 2000
_MOST_TOLD = 100


@dataclass(slots=True)
class Rebuilt:
    """What came back, and a sentence for each thing that did not."""

    changes: int = 0
    entries: int = 0
    papers: int = 0
    indexed: int = 0
    lost: list[Said] = field(default_factory=list)

    def lose(self, text: Said) -> None:
        """Note something that could not be restored."""
        if len(self.lost) < _MOST_TOLD:
            self.lost.append(text)


def rebuild(
    folder: Path, enter: Callable[[Office], tuple[Office, Person]], bar: Bar = silently
) -> Rebuilt:
    """Make the register anew from the files of an office folder.

    Args:
        folder: The office folder, without a register.
        enter: Finds the acting person, once there are accounts again; he needs the right to
            keep the archive in order.
        bar: Shows the progress.

    Raises:
        BadInput: There is a register.
        NotFound: There are no files to rebuild from.
        Integrity: They are not such files, or of a newer docgen.
        NotAllowed: The acting person may not do this; nothing is left.
    """
    register = folder / opening.REGISTER
    _must_be_gone(register)
    done = Rebuilt()
    made = folder / "work" / f"rebuild-{secrets.token_hex(4)}.sqlite3"
    try:
        _load(made, folder / "log", done, bar)
        with disk.told():
            disk.rename(made, register)
            disk.fsync_folder(folder)
    finally:
        made.unlink(missing_ok=True)
    office = opening.open_office(folder)
    office, who = enter(office)
    try:
        gate.ask(office, who, Act.UPKEEP, "register.rebuilt")
    except NotAllowed:
        register.unlink()
        raise
    _compare(office, who, done, bar)
    done.indexed = upkeep.rebuild_index(office)
    with one_transaction():
        journal.append(
            office, "register.rebuilt", who, n=done.papers, more={"lost": len(done.lost)}
        )
    return done


def _must_be_gone(register: Path) -> None:
    if register.exists():
        raise BadInput(
            say("There is a register: {file}", file=register),
            why=say("rebuilding would replace all it knows by what the files in log/ know"),
            fix=say(
                "if it is lost for good, move it away first: mv {file} {file}.old", file=register
            ),
            file=str(register),
        )


def _load(made: Path, log: Path, done: Rebuilt, bar: Bar) -> None:
    head = _header(log / daybook.REGISTER)
    connect(made)
    try:
        make_tables(list(head["migrations"]))
        with transaction.atomic():
            last = _load_changes(log / daybook.REGISTER, head, done, bar)
            _load_entries(log / daybook.ENTRIES, done, bar)
        migrate()
        with transaction.atomic():
            log_hashes.fill()
            go_on(last, head["counters"])
    except Misfit as fault:
        raise Integrity(
            say("The register's file was written by another docgen"),
            why=say("it has tables this program does not know: {what}", what=fault),
            fix=say("use the newest docgen, or bring the register back from a backup"),
            file=str(log / daybook.REGISTER),
        ) from fault
    except DatabaseError as error:
        raise database_failed(error) from error
    finally:
        connect(made)  # closes it, so that the file is whole


def _header(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        raise NotFound(
            say("There is nothing to rebuild from: {file} is missing", file=file),
            why=say("the register's changes are kept in that file"),
            fix=say("bring log/ or the register back from a backup"),
            file=str(file),
        )
    head = next(daybook.read_lines(file, lambda *_: None), {})
    right = head.get("docgen") == "register" and head.get("form") == 1
    if not (right and isinstance(head.get("migrations"), list) and head["migrations"]):
        raise Integrity(
            say("{file} does not begin as docgen wrote it", file=file),
            why=say("its first line says which tables the rows below belong to"),
            fix=say("bring the file back from a backup"),
            file=str(file),
            line=1,
        )
    return {"counters": {}, **head}


def _load_changes(file: Path, head: Mapping[str, Any], done: Rebuilt, bar: Bar) -> int:
    """All changes in their order; the number of the last one."""
    replay, last = Replay(), int(head["seq"])

    def refuse(number: int, line: bytes) -> None:
        del line
        done.lose(say("line {n} of {file} cannot be read", n=number, file=file.name))

    for line in bar(daybook.read_lines(file, refuse), _lines(file)):
        if "docgen" in line:
            continue
        seq = int(line.get("seq", -1))
        if seq not in {last, last + 1}:
            done.lose(
                say("the changes {a} to {b} of the register are missing", a=last + 1, b=seq - 1)
            )
        last = max(last, seq)
        try:
            replay.take(line)
            done.changes += 1
        except Misfit as fault:
            done.lose(say("change {n} of the register does not fit: {what}", n=seq, what=fault))
    return last


def _load_entries(file: Path, done: Rebuilt, bar: Bar) -> None:
    """The log, its head computed anew."""
    if not file.is_file():
        done.lose(say("the whole access log: {file} is missing", file=file.name))
        return
    edge, rows, time = Frontier(), [], ""
    with file.open("rb") as lines:
        for line in bar(lines, _lines(file)):
            leaf = line.rstrip(b"\n")
            try:
                entry = decode(leaf)
            except Problem:
                done.lose(say("entry {n} of the access log cannot be read", n=edge.size))
                break
            if entry.get("idx") != edge.size:
                done.lose(say("the access log from entry {n} on", n=edge.size))
                break
            time = str(entry["t"])
            hashed = leaf_hash(leaf)
            rows.append(LogEntry(idx=edge.size, leaf=leaf, leaf_hash=hashed))
            edge = edge.append(hashed)
            if len(rows) == _MANY:
                LogEntry.objects.bulk_create(rows)
                rows.clear()
    LogEntry.objects.bulk_create(rows)
    done.entries = edge.size
    LogHead.objects.create(pk=1, size=edge.size, frontier=edge.to_bytes(), last_time=time)


def _lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(piece.count(b"\n") for piece in iter(lambda: lines.read(1 << 20), b""))


def _compare(office: Office, who: Person, done: Rebuilt, bar: Bar) -> None:
    """Each paper against its object in the archive, the log against its checkpoints."""
    items = Item.objects.filter(state="filed").order_by("pk").prefetch_related("versions")
    done.papers = items.count()
    known = set()
    for item in bar(items.iterator(_MANY), done.papers):
        urn = ItemId.parse(str(item)).urn
        known.add(urn)
        _compare_paper(office, item, urn, done)
    for urn in office.store.urns():
        if urn not in known:
            done.lose(
                say("{item} lies in the archive, and the files in log/ do not tell of it", item=urn)
            )
    for row in PaperKey.objects.filter(shredded_at=None).select_related("item"):
        if not keys_store.file_of(office, row.recipient).exists():
            done.lose(say("{item}: its key is not in the store of keys", item=row.item))
    for finding in auditing.verify(office, who).findings:
        done.lose(say("the access log: {text}", text=finding.text))


def _compare_paper(office: Office, item: Item, urn: str, done: Rebuilt) -> None:
    try:
        versions = office.store.versions(urn)
    except Problem as problem:
        done.lose(say("{item}: {text}", item=item, text=problem.what))
        return
    told = {
        f"v{row.n}": {str(one["path"]): one["sha512"] for one in row.files}
        for row in item.versions.all()
    }
    same = versions.keys() == told.keys() and all(
        told[name].items() <= versions[name].state.items() for name in told
    )
    if not same:
        done.lose(say("{item} has other versions in the archive than in the register", item=item))
