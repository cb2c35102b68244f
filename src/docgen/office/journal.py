"""Writing the access log: one entry, in the transaction of what it tells about.

The entry names ids and codes only. What it must know of persons or words goes in as a
salted commitment; salt and value lie beside it in a table that can be erased.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from django.db import IntegrityError

from docgen import __version__
from docgen.errors import Integrity, say
from docgen.ledger.entry import commit, encode, schema_faults
from docgen.ledger.merkle import Frontier, leaf_hash
from docgen.model.grades import Grade
from docgen.office.desk import Office
from docgen.register.models import Item, LogEntry, LogHead, LogNote, Person

_HEAD = 1


def append(  # noqa: PLR0913  an entry has this many facts; all but the first three are optional
    office: Office,
    act: str,
    who: Person | None,
    *,
    about: Item | None = None,
    res: str = "allow",
    obj: str = "",
    dossier: str = "",
    grade: str = "",
    why: str = "",
    rules: Sequence[str] = (),
    n: int | None = None,
    sha512: str = "",
    notes: Mapping[str, str] | None = None,
    more: Mapping[str, str | int] | None = None,
) -> int:
    """Add one entry; its index. Call it inside ``one_transaction``.

    ``about`` stands for an item's id, dossier and grade.
    """
    if about is not None:
        obj, dossier, grade = str(about), str(about.dossier), Grade.of_rank(about.rank).code
    head = LogHead.objects.select_for_update().filter(pk=_HEAD).first() or LogHead(
        pk=_HEAD, size=0, frontier=Frontier().to_bytes(), last_time=""
    )
    salts = {name: secrets.token_bytes(32) for name in notes or {}}
    time, clock = _time(office.now(), head.last_time)
    facts: dict[str, object] = {
        "v": 1,
        "idx": head.size,
        "id": secrets.token_hex(16),
        "t": time,
        "clk": clock,
        "who": who.code if who else "system",
        "via": office.via,
        "act": act,
        "res": res,
        "app": __version__,
        "obj": obj,
        "dossier": dossier,
        "grade": grade,
        "role": "-".join(sorted(who.roles)) if who else "",
        "why": why,
        "rules": list(rules),
        "n": n,
        "sha512": sha512,
        "notes": {name: commit(salts[name], value) for name, value in (notes or {}).items()},
        "more": dict(more or {}),
    }
    entry = {key: fact for key, fact in facts.items() if fact not in ("", None, [], {})}
    if faults := schema_faults(entry):
        raise ValueError(faults)  # it would stand in the log for good, as a fault of the log
    _write(head, encode(entry), time)
    for name, value in (notes or {}).items():
        LogNote.objects.create(idx=head.size - 1, name=name, salt=salts[name], value=value)
    return head.size - 1


def _write(head: LogHead, leaf: bytes, time: str) -> None:
    hashed = leaf_hash(leaf)
    head.frontier = _edge(head).append(hashed).to_bytes()
    try:
        LogEntry.objects.create(idx=head.size, leaf=leaf, leaf_hash=hashed)
    except IntegrityError as error:  # somebody put an entry there past this function
        raise _head_damaged() from error
    head.size += 1
    head.last_time = time
    head.save()


def _edge(head: LogHead) -> Frontier:
    try:
        edge = Frontier.from_bytes(bytes(head.frontier))
    except (ValueError, TypeError) as error:
        raise _head_damaged() from error
    if edge.size != head.size:
        raise _head_damaged()
    return edge


def _time(now: dt.datetime, last: str) -> tuple[str, str]:
    """The entry's time, never before the last one's; and by how much the clock went back."""
    wall = now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if wall >= last:
        return wall, ""
    try:
        back = dt.datetime.fromisoformat(last) - now
    except (ValueError, TypeError) as error:
        raise _head_damaged() from error
    return last, f"back:{max(1, round(back.total_seconds()))}"


def _head_damaged() -> Integrity:
    return Integrity(
        say("The access log takes no more entries"),
        why=say("its head does not fit it: somebody changed one of them; so nothing is done"),
        fix=say("see what else was changed: docgen log verify --checkpoint FILE"),
    )
