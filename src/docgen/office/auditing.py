"""The access log from the reader's side: listing, checkpoints, verifying, exporting."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.models import Max

from docgen.errors import BadInput, NotFound, Problem, say
from docgen.ledger.entry import decode
from docgen.ledger.note import Checkpoint as Promise
from docgen.ledger.note import open_checkpoint
from docgen.ledger.proof import ProofError
from docgen.ledger.verify import Finding, Report, Row, as_row, mistrusted, verify_log
from docgen.model.access import Act
from docgen.model.events import EVENTS, Event
from docgen.office import audit_log, checkpoints, gate, journal, log_keys
from docgen.office import log_reading as reading
from docgen.office.bars import Bar, silently
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_log import Checkpoint, LogEntry, LogHead

_OUTCOMES = {"deny": (" – refused", "（被拒绝）"), "error": (" – failed", "（未成功）")}


def entries(
    office: Office, who: Person, *, act: str = "", obj: str = "", last: int = 50
) -> list[dict[str, Any]]:
    """The newest entries, oldest first, each with its sentence in both languages."""
    gate.ask(office, who, Act.READ_LOG, "log.read")
    tests = [reading.begins(f'{{"act":"{act}'.encode())] if act else []
    tests += [reading.holds(json.dumps(obj, ensure_ascii=False).encode())] if obj else []
    found: list[dict[str, Any]] = []
    for index, leaf in chain.from_iterable(reading.downward(0, audit_log.size(), tests)):
        entry = _read_entry(index, leaf)
        if (act and not str(entry.get("act")).startswith(act)) or (
            obj and obj not in _about(entry)
        ):
            continue
        found.append({**entry, **sentence(entry)})
        if len(found) == last:
            break
    with one_transaction():
        journal.append(office, "log.read", who, n=len(found))
    return found[::-1]


def _read_entry(index: int, leaf: bytes) -> dict[str, Any]:
    """An entry as data; one that cannot be read is shown too, for ``verify`` to explain."""
    unknown = {"idx": index, "t": "?", "who": "?", "act": "?", "res": "?"}
    try:
        return unknown | decode(leaf)
    except (Problem, TypeError):
        return unknown


def sentence(entry: dict[str, Any]) -> dict[str, str]:
    """An entry said in both languages; one that was tampered with is shown as it is."""
    act = str(entry.get("act", "?"))
    event = EVENTS.get(act) or Event(act, act, act)
    names = {"who": entry.get("who", "?"), "obj": entry.get("obj", "")}
    en, zh = _OUTCOMES.get(str(entry.get("res")), ("", ""))
    return {"en": event.en.format(**names) + en, "zh": event.zh.format(**names) + zh}


def checkpoint(office: Office, who: Person) -> str:
    """Sign the log's size and root, this act included; the note to keep elsewhere."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.checkpointed")
    with one_transaction():
        journal.append(office, "log.checkpointed", who)
        return checkpoints.signed(office)


def verify(office: Office, who: Person, kept: Sequence[Path] = (), bar: Bar = silently) -> Report:
    """Check every entry, and the log against the checkpoints here and those kept elsewhere."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.verified")
    return examine(office, who, [(str(file), read_note(file)) for file in kept], bar)


def examine(
    office: Office, who: Person, kept: Sequence[tuple[str, str]], bar: Bar = silently
) -> Report:
    """The same with each checkpoint as its name and its text."""
    gate.ask(office, who, Act.VERIFY_LOG, "log.verified")
    promises, mistrust = opened(office, kept)
    size, head = moment()
    report = verify_log(bar(rows(0, size), size), promises, head=head)
    whole = Report(
        report.size, report.root, (*mistrust, *report.findings), report.first, report.last
    )
    try:
        with one_transaction():
            journal.append(office, "log.verified", who, n=len(whole.findings))
    except Problem:
        # A log that was tampered with may take no more entries; its findings must be heard.
        if whole.is_whole:
            raise
    return whole


def opened(office: Office, kept: Sequence[tuple[str, str]]) -> tuple[list[Promise], list[Finding]]:
    """What the checkpoints here and those given promise, and which cannot be relied on."""
    keys = log_keys.keys(office)
    promises, mistrust = [], []
    for name, note in (*_own_notes(), *kept):
        try:
            promises.append(open_checkpoint(note, *keys))
        except ProofError as fault:
            mistrust.append(mistrusted(fault, name=name))
    return promises, mistrust


def moment() -> tuple[int, bytes]:
    """The log's size and the head beside it, of one moment; entries added later do not count."""
    with one_transaction():
        head = LogHead.objects.first()
        last = LogEntry.objects.aggregate(last=Max("idx"))["last"]
    kept = b"" if head is None or isinstance(head.frontier, str) else bytes(head.frontier)
    return 0 if last is None else last + 1, kept


def rows(first: int, end: int) -> Iterator[Row]:
    """The rows from one index to before another, as ``verify_log`` takes them.

    From 0 on they begin with whatever somebody put before the first entry.
    """
    found = LogEntry.objects.filter(idx__lt=end).order_by("idx")
    found = found.filter(idx__gte=first) if first else found
    for row in found.values_list("idx", "leaf", "leaf_hash").iterator(2000):
        yield as_row(*row)


def _about(entry: dict[str, Any]) -> tuple[str, str, str]:
    return str(entry.get("obj", "")), str(entry.get("dossier", "")), str(entry.get("who", ""))


def _own_notes() -> list[tuple[str, str]]:
    rows = Checkpoint.objects.order_by("pk")
    return [
        (say("of {day} in the register", day=f"{row.at:%Y-%m-%d %H:%M}"), row.note) for row in rows
    ]


def read_note(file: Path) -> str:
    """The text of a file, its line ends as they are."""
    try:
        return file.read_bytes().decode("utf-8")  # as it is: a changed line end is a change
    except FileNotFoundError as error:
        raise NotFound(
            say("There is no file {file}", file=file),
            why=say("a checkpoint to compare with was named and is not there"),
            fix=say("check the name, or keep a checkpoint first").by(
                "docgen log checkpoint > FILE"
            ),
            file=str(file),
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            say("{file} is no checkpoint", file=file),
            why=say("it is not a text file in UTF-8 that can be read"),
            fix=say("give the file of a checkpoint").by("docgen log checkpoint"),
            file=str(file),
        ) from error


__all__ = ["Finding", "checkpoint", "entries", "sentence", "verify"]
