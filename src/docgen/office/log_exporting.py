"""The log as a folder that an auditor pulls: from a stick, a share or any web server.

    log.vkey                the public keys, one a line, the newest last
    checkpoint              the newest signed note; everything below covers at least its entries
    checkpoints/<size>.note the signed notes of before
    tile/<L>/<N>            the tree's hashes, tile/entries/<N> its entries (C2SP tlog-tiles)
    entries/YYYY-MM.jsonl   the same entries by month, one a line
    months.json             month, first and last entry, size and root at its end

Exporting again writes only what is new. The checkpoint comes last, when all it covers is on
the disk: whoever pulls meanwhile, or after a cut, finds the export of before.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from docgen.archive import disk
from docgen.errors import Integrity, say
from docgen.ledger.entry import decode
from docgen.ledger.note import open_checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.tiles import WIDTH, TileTree, bundle, tiles
from docgen.model.access import Act
from docgen.office import checkpoints, gate, journal, log_keys
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.register import log_hashes
from docgen.register.models import Person
from docgen.register.models_log import Checkpoint, LogEntry

_MONTHS = "months.json"
_MONTH = len("2026-11")


def export(office: Office, who: Person, folder: Path, bar: Bar = silently) -> tuple[int, int]:
    """Write what the folder lacks; how many entries it has now, and how many it had.

    Raises:
        Integrity: The folder holds another log, or more of this one than there is here.
    """
    gate.ask(office, who, Act.READ_LOG, "log.exported")
    with disk.told():
        old = _exported(office, folder)
        with one_transaction():
            journal.append(office, "log.exported", who)
            note = checkpoints.signed(office)
        size = checkpoints.size_of(note)
        _write_tiles(folder, old, size, bar)
        _write_months(folder, old, size)
        _write_notes(office, folder)
        _to_disk(folder)
        _put(folder / checkpoints.NEWEST, note.encode())
        _to_disk(folder)
        _drop_partial(folder, old, size)
    return size, old


def _exported(office: Office, folder: Path) -> int:
    """How many entries the folder has; 0 if it is new."""
    newest = folder / checkpoints.NEWEST
    if not newest.exists():
        folder.mkdir(parents=True, exist_ok=True)
        return 0
    why = say("the log here is not the one that was exported there, or was cut off since")
    try:
        promise = open_checkpoint(newest.read_text("utf-8"), *log_keys.keys(office))
        if checkpoints.fits(promise):
            return promise.size
    except (ProofError, UnicodeDecodeError) as fault:
        why = say(
            "its newest checkpoint cannot be relied on: {why}", why=getattr(fault, "why", fault)
        )
    raise Integrity(
        say("{folder} holds another log", folder=folder),
        why=why,
        fix=say("keep it as it is, show it to the auditor, and export into another folder"),
        file=str(newest),
    )


def _write_tiles(folder: Path, old: int, size: int, bar: Bar) -> None:
    wanted = list(tiles(old, size))
    for tile in bar(wanted, len(wanted)):
        _put(folder / tile.path, log_hashes.read(tile))
        if tile.level == 0:
            first = tile.place * WIDTH
            _put(folder / tile.bundle_path, bundle(_leaves(first, first + tile.width)))


def _write_months(folder: Path, old: int, size: int) -> None:
    """The months that grew, whole; the others are there."""
    listed = folder / _MONTHS
    months = json.loads(listed.read_text("utf-8")) if listed.exists() else []
    months = [month for month in months if month["size"] <= old]
    first = months[-1]["first"] if months else 0
    numbered = enumerate(_leaves(first, size), first)
    for month, entries in groupby(numbered, lambda one: str(decode(one[1])["t"])[:_MONTH]):
        start, end = _put_lines(folder / "entries" / f"{month}.jsonl", entries)
        months = [one for one in months if one["month"] != month]
        months.append(_month(month, start, end))
    _put(listed, json.dumps(months, indent=1).encode() + b"\n")


def _month(month: str, first: int, last: int) -> dict[str, object]:
    root = base64.b64encode(TileTree(log_hashes.read, last + 1).root()).decode("ascii")
    return {"month": month, "first": first, "last": last, "size": last + 1, "root": root}


def _put_lines(file: Path, entries: Iterable[tuple[int, bytes]]) -> tuple[int, int]:
    """Write the entries one a line; the numbers of the first and the last."""
    file.parent.mkdir(exist_ok=True)
    part, first, last = file.with_name(f".{file.name}.part"), -1, -1
    with part.open("wb") as lines:
        for last, leaf in entries:
            first = last if first < 0 else first
            lines.write(leaf + b"\n")
    part.replace(file)
    return first, last


def _write_notes(office: Office, folder: Path) -> None:
    for row in Checkpoint.objects.order_by("size").iterator():
        file = folder / checkpoints.FOLDER / f"{row.size}.note"
        if not file.exists():
            _put(file, row.note.encode())
    keys = "".join(f"{key.vkey}\n" for key in log_keys.listed(office))
    _put(folder / log_keys.VKEY, keys.encode())


def _drop_partial(folder: Path, old: int, size: int) -> None:
    """Partial tiles that are whole now, or wider, are wanted by nobody."""
    now = set(tiles(0, size))
    for tile in tiles(0, old):
        if tile.width < WIDTH and tile not in now:
            for path in (tile.path, tile.bundle_path):
                (folder / path).unlink(missing_ok=True)


def _leaves(first: int, end: int) -> Iterator[bytes]:
    rows = LogEntry.objects.filter(idx__gte=first, idx__lt=end).order_by("idx")
    for leaf in rows.values_list("leaf", flat=True).iterator(2000):
        yield bytes(leaf)


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data)
    part.replace(file)


def _to_disk(folder: Path) -> None:
    number = disk.open_disk(folder)
    if number is None:
        os.sync()
        return
    try:
        disk.sync_disk(number, folder)
    finally:
        os.close(number)
