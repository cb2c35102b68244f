"""Writes tests/bad-logs: one small log a folder, each broken in the way its name says.

    python tools/bad_logs.py

The part of a folder's name before the words lists the findings a check must have. A
folder holds rows.tsv (idx, leaf hash, leaf as they would lie in the register), log.vkey,
checkpoint, and sometimes head. The same files come out every time. The key is made
from a sentence in this file: it is for these samples and protects nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.ledger.entry import encode
from docgen.ledger.merkle import Frontier, leaf_hash
from docgen.ledger.note import Checkpoint, Signer, sign_note

FOLDER = Path(__file__).parent.parent / "tests" / "bad-logs"
SIGNER = Signer(hashlib.sha256(b"sample log").digest(), "offices.example/sample/log")
OTHER = Signer(hashlib.sha256(b"another key").digest(), SIGNER.name)
ENTRIES = 8

Row = tuple[int, bytes, bytes]


@dataclass(frozen=True)
class Log:
    """A log as it lies somewhere: rows, a checkpoint kept earlier, perhaps the head."""

    rows: list[Row]
    note: str
    head: bytes = field(default=b"")


def entry(index: int, **fields: object) -> bytes:
    """The bytes of an honest entry, with some fields altered."""
    plain: dict[str, object] = {
        "v": 1,
        "idx": index,
        "id": hashlib.sha256(b"entry %d" % index).hexdigest()[:32],
        "t": f"2026-11-21T09:{index:02d}:00.000000Z",
        "who": "p-0007",
        "via": "os",
        "act": "item.read",
        "res": "allow",
        "app": "docgen 0.1.0",
        "obj": f"0000000042-{index + 1:04d}",
    }
    return encode(plain | fields)


def rows_of(leaves: list[bytes]) -> list[Row]:
    """Rows as docgen writes them."""
    return [(index, leaf, leaf_hash(leaf)) for index, leaf in enumerate(leaves)]


def frontier(rows: list[Row]) -> Frontier:
    """The head of these rows."""
    head = Frontier()
    for _, leaf, _ in rows:
        head = head.append(leaf_hash(leaf))
    return head


def promise(rows: list[Row], origin: str = SIGNER.name) -> str:
    """The text of the checkpoint of these rows."""
    return Checkpoint(origin, len(rows), frontier(rows).root()).text()


def written(**altered: bytes) -> Log:
    """A log in which some leaves were bad from the start, so that its checkpoint fits."""
    leaves = [altered.get(f"at{index}", entry(index)) for index in range(ENTRIES)]
    rows = rows_of(leaves)
    return Log(rows, sign_note(promise(rows), SIGNER))


def tampered(change: Callable[[list[Row]], list[Row]], promised: int = ENTRIES) -> Log:
    """An honest log, changed after the checkpoint over its first entries was signed."""
    honest = written()
    note = sign_note(promise(honest.rows[:promised]), SIGNER)
    return Log(change(list(honest.rows)), note)


def noted(note: str) -> Log:
    """An honest log with another note in place of its checkpoint."""
    return replace(written(), note=note)


def with_head(head: bytes) -> Log:
    """An honest log with this head beside it."""
    return replace(written(), head=head)


def _gap(rows: list[Row]) -> list[Row]:
    return rows[:4] + [(idx + 1, leaf, hashed) for idx, leaf, hashed in rows[4:]]


def _edit(rows: list[Row]) -> list[Row]:
    rows[3] = (3, entry(3, who="p-0009"), rows[3][2])
    return rows


def _edit_hash(rows: list[Row]) -> list[Row]:
    rows[3] = (3, rows[3][1], rows[4][2])
    return rows


def _rewrite(rows: list[Row]) -> list[Row]:
    leaf = entry(3, who="p-0009")
    rows[3] = (3, leaf, leaf_hash(leaf))
    return rows


def _remove(rows: list[Row]) -> list[Row]:
    return rows[:2] + rows[3:]


def _close_ranks(rows: list[Row]) -> list[Row]:
    kept = [entry(at, obj=f"0000000042-{at + 1 + (at > 1):04d}") for at in range(len(rows) - 1)]
    return rows_of(kept)


def _swap(rows: list[Row]) -> list[Row]:
    leaves = [leaf for _, leaf, _ in rows]
    leaves[2], leaves[5] = leaves[5], leaves[2]
    return rows_of(leaves)


def _double(rows: list[Row]) -> list[Row]:
    leaves = [leaf for _, leaf, _ in rows]
    return rows_of(leaves[:3] + leaves[2:])


def _roll_back(rows: list[Row]) -> list[Row]:
    leaves = [leaf for _, leaf, _ in rows[:4]]
    return rows_of([*leaves, entry(4, act="item.viewed")])


def cases() -> dict[str, Log]:
    """Every bad log by the name of its folder."""
    honest = written()
    text, older = promise(honest.rows), frontier(honest.rows[:5])
    plain = entry(3)
    return {
        "L001_number_with_fraction": written(at3=plain.replace(b'"v":1', b'"v":1.0')),
        "L001_key_twice": written(at3=plain.replace(b'"v":1', b'"v":1,"v":1')),
        "L001_spaces": written(at3=plain.replace(b":", b": ")),
        "L001_escaped_letter": written(at3=plain.replace(b"item", b"\\u0069tem")),
        "L001_not_utf8": written(at3=plain.replace(b"docgen", b"\xff")),
        "L001_unknown_field": written(at3=entry(3, customer="p-0007")),
        "L001_unknown_act": written(at3=entry(3, act="item.forgotten")),
        "L001_name_of_a_person": written(at3=entry(3, who="王某某")),
        "L002_row_numbers_with_gap": replace(honest, rows=_gap(honest.rows)),
        "L002_own_number_wrong": written(at3=entry(3, idx=4)),
        "L003_hash_edited": tampered(_edit_hash),
        "L003_L006_entry_edited": tampered(_edit),
        "L004_earlier_than_the_one_before": written(at3=entry(3, t="2026-11-20T09:00:00.000000Z")),
        "L005_cut_off": tampered(lambda rows: rows[:5]),
        "L005_emptied": tampered(lambda _: []),
        "L005_rolled_back_and_continued": tampered(_roll_back),
        "L006_entry_and_hash_rewritten": tampered(_rewrite),
        "L006_removed_and_ranks_closed": tampered(_close_ranks, promised=6),
        "L002_L005_entry_removed": tampered(_remove),
        "L002_L006_entry_removed_in_a_longer_log": tampered(_remove, promised=6),
        "L002_L006_entry_doubled": tampered(_double),
        "L002_L004_L006_entries_swapped": tampered(_swap),
        "L007_signed_by_another_key": noted(sign_note(text, OTHER)),
        "L007_of_another_log": noted(
            sign_note(promise(honest.rows, "offices.example/south/log"), SIGNER)
        ),
        "L007_size_altered": noted(honest.note.replace("\n8\n", "\n7\n")),
        "L007_not_signed": noted(text),
        "L007_saved_by_an_editor": noted(honest.note.replace("\n", "\r\n")),
        "L008_head_of_fewer_entries": with_head(older.to_bytes()),
        "L008_head_with_other_root": with_head(frontier(_rewrite(list(honest.rows))).to_bytes()),
        "L008_head_unreadable": with_head(b"head"),
    }


def write_log(folder: Path, log: Log) -> None:
    """Write one log as a folder."""
    folder.mkdir(parents=True)
    lines = [b"%d\t%s\t%s\n" % (idx, hashed.hex().encode(), leaf) for idx, leaf, hashed in log.rows]
    (folder / "rows.tsv").write_bytes(b"".join(lines))
    (folder / "checkpoint").write_bytes(log.note.encode())
    (folder / "log.vkey").write_bytes(f"{SIGNER.vkey}\n".encode())
    if log.head:
        (folder / "head").write_bytes(log.head)


def write_all(target: Path) -> None:
    """Write every bad log anew below this folder."""
    for name, log in cases().items():
        shutil.rmtree(target / name, ignore_errors=True)
        write_log(target / name, log)


if __name__ == "__main__":
    write_all(FOLDER)
    print(f"{len(cases())} bad logs in {FOLDER}")
