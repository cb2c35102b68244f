"""Writing the access log: one entry, in the transaction of what it tells about.

The entry names ids and codes only. What it must know of persons or words goes in as a
salted commitment; salt and value lie beside it in a table that can be erased.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, connection

from docgen import __version__
from docgen.errors import Integrity, say
from docgen.ledger.entry import commit, encode, part_faults, schema_faults
from docgen.ledger.merkle import Frontier, leaf_hash
from docgen.ledger.tiles import climb
from docgen.model.grades import Grade
from docgen.office import checkpoints, floods
from docgen.office.desk import Office
from docgen.register import log_hashes
from docgen.register.bulk import insert_each
from docgen.register.models import Item, Person
from docgen.register.models_log import LogEntry, LogHead, LogNote

_HEAD = 1
_GET_HEAD = "SELECT id, size, frontier, last_time FROM register_log_head WHERE id = %s"
_PUT_HEAD = (
    "INSERT INTO register_log_head (id, size, frontier, last_time) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,"
    " last_time = excluded.last_time"
)
#: In place of an index: this refusal is told of by a later entry, with others like it.
COUNTED = -1


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
    basis: Sequence[str] = (),
    rules: Sequence[str] = (),
    n: int | None = None,
    sha512: str = "",
    notes: Mapping[str, str] | None = None,
    more: Mapping[str, str | int] | None = None,
) -> int:
    """Add one entry; its index. Call it inside ``one_transaction``.

    ``about`` stands for an item's id, dossier and grade. One of very many equal refusals is
    counted instead (``floods``) and has no index yet: ``COUNTED``.
    """
    salts = {name: secrets.token_bytes(32) for name in notes or {}}
    facts = {
        "res": res,
        "obj": obj,
        "dossier": dossier,
        "grade": grade,
        "why": why,
        "basis": list(basis),
        "rules": list(rules),
        "n": n,
        "sha512": sha512,
        "notes": {name: commit(salts[name], value) for name, value in (notes or {}).items()},
        "more": dict(more or {}),
        **(of_item(about) if about is not None else {}),
    }
    if res == "deny":
        _tell_floods(office)
        if floods.counts({"act": act, **_actor(office, who), **facts}, office.now()):
            return COUNTED
    index = append_each(office, act, who, [facts])[0]
    for name, value in (notes or {}).items():
        LogNote.objects.create(idx=index, name=name, salt=salts[name], value=value)
    return index


def head() -> Frontier:
    """The log's size and root as they are now; inside a transaction.

    Raises:
        Integrity: Somebody changed it.
    """
    row = _read_head()
    return Frontier() if row is None else _edge(row)


def of_item(item: Item) -> dict[str, str]:
    """What an entry about an item says of it."""
    grade = Grade.of_rank(item.rank).code
    return {"obj": str(item), "dossier": str(item.dossier), "grade": grade}


def append_each(
    office: Office, act: str, who: Person | None, each: Iterable[Mapping[str, object]]
) -> range:
    """Add an entry of one act for each set of facts; their indices, one after the other.

    For many at once: each is an entry of its own, only the log's head is written once.
    """
    _tell_floods(office)
    return _add(office, {"act": act, **_actor(office, who)}, each)


def _actor(office: Office, who: Person | None) -> dict[str, object]:
    role = "-".join(sorted(who.roles)) if who else ""
    return {"who": who.code if who else "system", "via": office.via, "role": role}


def _tell_floods(office: Office) -> None:
    """Add an entry for each flood of refusals that is over."""
    for frame, facts in floods.ended(office.now()):
        _add(office, frame, [facts])


def _add(
    office: Office, frame: Mapping[str, object], each: Iterable[Mapping[str, object]]
) -> range:
    head = _read_head() or LogHead(pk=_HEAD, size=0, frontier=Frontier().to_bytes(), last_time="")
    time, clock = _time(office.now(), head.last_time)
    first = head.size
    same = _said({"v": 1, "t": time, "clk": clock, "res": "allow", "app": __version__, **frame})
    _refuse(schema_faults({**same, "idx": first, "id": _id()}))
    leaves = [_leaf(same, {**facts, "id": _id(), "idx": n}) for n, facts in enumerate(each, first)]
    if leaves:
        _write(head, leaves, time)
        checkpoints.watch(office, head.size)
    return range(first, first + len(leaves))


def _leaf(same: Mapping[str, object], facts: Mapping[str, object]) -> bytes:
    """The bytes of one entry; what is the same in all of them has been looked at."""
    own = _said(facts)
    _refuse(part_faults(own))
    return encode({**same, **own})


def _said(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts that say something."""
    return {key: fact for key, fact in facts.items() if fact not in ("", None, [], {})}


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise ValueError(faults)  # it would stand in the log for good, as a fault of the log


def _id() -> str:
    return secrets.token_hex(16)


def _write(head: LogHead, leaves: Sequence[bytes], time: str) -> None:
    edge, rows, above = list(_edge(head).edge), [], []
    for index, leaf in enumerate(leaves, head.size):
        hashed = leaf_hash(leaf)
        above += climb(edge, index, hashed)
        rows.append((index, leaf, hashed))
    try:
        insert_each(LogEntry(), ("idx", "leaf", "leaf_hash"), rows)
        log_hashes.put(above)
    except IntegrityError as error:  # somebody put an entry there past this function
        raise _head_damaged() from error
    grown = Frontier(head.size + len(leaves), tuple(edge))
    head.frontier, head.size, head.last_time = grown.to_bytes(), grown.size, time
    with connection.cursor() as cursor:
        cursor.execute(_PUT_HEAD, [_HEAD, head.size, head.frontier, head.last_time])


def _read_head() -> LogHead | None:
    """The head, in plain SQL: it is read and written for every entry."""
    with connection.cursor() as cursor:
        cursor.execute(_GET_HEAD, [_HEAD])
        row = cursor.fetchone()
    return LogHead(*row) if row else None


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
        fix=say("verify the log: see what else was changed").by(
            "docgen log verify --checkpoint FILE"
        ),
    )
