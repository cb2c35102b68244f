"""Checkpoints: the log's size and root, signed, at the latest every 256 entries or 10 minutes.

    log/checkpoints/<size>.note   each of them, as it also stands in the register
    log/checkpoint                the newest, also that of when the program last stopped

Nobody runs in the background: whoever adds an entry looks whether a checkpoint is due, and
signs it after his entry is committed. What cannot be written then fails nobody's act; the next
checkpoint covers the same entries.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
from functools import partial
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction

from docgen.archive import disk, locks
from docgen.errors import Problem
from docgen.ledger.merkle import Frontier
from docgen.ledger.note import Checkpoint as Promise
from docgen.ledger.note import sign_note
from docgen.ledger.proof import ProofError
from docgen.ledger.tiles import TileTree
from docgen.office import log_keys
from docgen.office.desk import Office, one_transaction
from docgen.register import log_hashes
from docgen.register.models_log import Checkpoint, Cosignature, LogHead

_log = logging.getLogger(__name__)
ENTRIES = 256
MINUTES = 10
FOLDER = "checkpoints"
NEWEST = "checkpoint"
_LOCK = "checkpoint.lock"
#: What the next checkpoint makes good.
_LATER = (OSError, DatabaseError, ObjectDoesNotExist, Problem, ValueError, TypeError, IndexError)

_last: list[Office] = []


def watch(office: Office, size: int) -> None:
    """An entry was added, and its transaction is under way: sign after it if it is time."""
    _last[:] = [office]
    if _is_due(size, office.now()):
        transaction.on_commit(partial(_keep, office))


def signed(office: Office) -> str:
    """The log's size and root as they are now, signed and kept; inside a transaction.

    Whoever calls it has leave for the act whose entry the note covers.
    """
    head = LogHead.objects.get()
    row = Checkpoint.objects.filter(size=head.size).last()
    if row is None:
        row = Checkpoint(size=head.size, note=_sign(office, head), at=office.now())
        row.save()
        transaction.on_commit(partial(_write, office, row.note))
    return row.note


def covering(office: Office, index: int) -> str:
    """A checkpoint that covers this entry: the auditor's, the newest here, or a fresh one."""
    row = (
        Cosignature.objects.filter(size__gt=index).order_by("size").first()
        or Checkpoint.objects.filter(size__gt=index).order_by("-size").first()
    )
    if row is not None:
        return row.note
    with one_transaction():
        return signed(office)


def fits(promise: Promise) -> bool:
    """Whether the log has what this checkpoint promises: as many entries, and the same."""
    head = LogHead.objects.first()
    if head is None or not 0 < promise.size <= head.size:
        return False
    try:
        return TileTree(log_hashes.read, promise.size).root() == promise.root
    except ProofError:  # rows are missing
        return False


def _is_due(size: int, now: dt.datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, at FROM register_checkpoint ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return True
    at = row[1].replace(tzinfo=dt.UTC)
    return size - row[0] >= ENTRIES or not dt.timedelta() <= now - at < dt.timedelta(
        minutes=MINUTES
    )


def _keep(office: Office) -> None:
    """After a commit: nothing that goes wrong here fails what was committed."""
    try:
        with transaction.atomic():
            signed(office)
    except _LATER as error:
        _log.warning("the log's checkpoint is left to the next entry: %s", error)


def _sign(office: Office, head: LogHead) -> str:
    root = Frontier.from_bytes(bytes(head.frontier)).root()
    # the head is read before the key: whoever changes the key adds an entry first
    signer = log_keys.signer(office)
    return sign_note(Promise(office.settings.origin, head.size, root).text(), signer)


def _write(office: Office, note: str) -> None:
    """The files of a checkpoint; the register has it already."""
    log = office.folder / "log"
    try:
        with locks.held(log / _LOCK):
            disk.mkdirs(log / FOLDER)
            _put(log / FOLDER / f"{size_of(note)}.note", note)
            _put(log / NEWEST, note)
    except _LATER as error:
        _log.warning("the log's checkpoint is not in its file: %s", error)


def _put(file: Path, note: str) -> None:
    made = file.with_name(f"{file.name}.new")
    made.unlink(missing_ok=True)
    disk.write_new(made, [note.encode()])
    disk.replace(made, file)


def size_of(note: str) -> int:
    """The size a signed note is of, not checked."""
    return int(note.split("\n")[1])


def is_like_one(note: str) -> bool:
    """Whether a text has the form of a signed note, whoever signed it and whatever it says."""
    text, mark, _ = note.rpartition("\n\n")
    try:
        return bool(mark) and Promise.parse(text + "\n").size >= 0
    except (ProofError, ValueError):
        return False


@atexit.register
def stop() -> None:
    """The program ends: sign what no checkpoint covers yet, into the file of the newest."""
    office = _last.pop() if _last else None
    if office is None or not (office.folder / "log").is_dir():
        return
    if Path(str(connection.settings_dict["NAME"])).parent != office.folder:
        return
    try:
        head = LogHead.objects.get()
        newest = office.folder / "log" / NEWEST
        with locks.held(office.folder / "log" / _LOCK):
            if not newest.exists() or size_of(newest.read_text("utf-8")) < head.size:
                _put(newest, _sign(office, head))
    except _LATER as error:
        _log.warning("the log's checkpoint is left to the next entry: %s", error)
