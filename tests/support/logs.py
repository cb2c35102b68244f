"""An office's log as an auditor gets it, made from the ledger alone: exports, registers, notes."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from docgen.ledger.entry import decode, encode
from docgen.ledger.exported import Tiler, month_of
from docgen.ledger.merkle import Frontier, Tree, leaf_hash
from docgen.ledger.note import Checkpoint, Signer, sign_note
from docgen.ledger.receipt import Receipt, write
from docgen.ledger.rotation import ACT, handover
from docgen.ledger.tiles import WIDTH, bundle, tiles

SIGNER = Signer(bytes(range(32)), "offices.example/north/log")
LATER = Signer(bytes(range(1, 33)), "offices.example/north/log")
THIEF = Signer(bytes(32), "offices.example/north/log")
TABLE = "CREATE TABLE register_log_entry (idx bigint PRIMARY KEY, leaf BLOB, leaf_hash BLOB)"
#: Entries a month, so that a short log has several.
MONTHLY = 100


def leaf(index: int, **altered: object) -> bytes:
    """An honest entry of this number, with some fields altered."""
    month, at = divmod(index, MONTHLY)
    day = f"{2026 + month // 12}-{month % 12 + 1:02d}-21"
    plain: dict[str, object] = {
        "v": 1,
        "idx": index,
        "id": hashlib.sha256(b"%d" % index).hexdigest()[:32],
        "t": f"{day}T09:{at // 60:02d}:{at % 60:02d}.000000Z",
        "who": "p-0007",
        "via": "web",
        "act": "item.read",
        "res": "allow",
        "app": "docgen 0.1.0",
    }
    return encode(plain | altered)


def renumbered(leaves: Sequence[bytes]) -> list[bytes]:
    """The same entries, each calling itself by its place: what a careful thief does."""
    return [encode(decode(one) | {"idx": at}) for at, one in enumerate(leaves)]


@dataclass(frozen=True)
class Log:
    """The entries of a log, and who signs for it."""

    leaves: tuple[bytes, ...]
    signer: Signer = SIGNER
    keys: tuple[Signer, ...] = (SIGNER,)

    @classmethod
    def of(cls, count: int) -> Log:
        """An honest log of so many entries."""
        return cls(tuple(leaf(at) for at in range(count)))

    def with_leaves(self, leaves: Sequence[bytes]) -> Log:
        """A log of other entries, signed by the same key."""
        return replace(self, leaves=tuple(leaves))

    def more(self, count: int) -> Log:
        """The same log some entries later."""
        start = len(self.leaves)
        return self.with_leaves([*self.leaves, *(leaf(start + at) for at in range(count))])

    def edited(self, at: int) -> Log:
        """One entry rewritten by somebody who has the log's key."""
        return self.with_leaves([*self.leaves[:at], leaf(at, who="p-0009"), *self.leaves[at + 1 :]])

    def rotated(self) -> Log:
        """The same log after its key was changed for a new one."""
        more = {"handover": handover(self.signer, LATER.key)}
        entry = leaf(len(self.leaves), act=ACT, more=more)
        return Log((*self.leaves, entry), LATER, (*self.keys, LATER))

    def head(self, size: int | None = None) -> Frontier:
        """The tree's right edge over the first ``size`` entries."""
        head = Frontier()
        for one in self.leaves[:size]:
            head = head.append(leaf_hash(one))
        return head

    def note(self, size: int | None = None) -> str:
        """The signed checkpoint of the first ``size`` entries."""
        head = self.head(size)
        return sign_note(Checkpoint(self.signer.name, head.size, head.root()).text(), self.signer)

    def receipt(self, index: int) -> str:
        """The receipt of an entry, with the newest checkpoint."""
        tree = Tree()
        for one in self.leaves:
            tree.append(leaf_hash(one))
        proof = tuple(tree.inclusion(index, tree.size))
        return write(Receipt(index, self.leaves[index], proof, self.note()))

    def export(self, folder: Path) -> Path:
        """The folder that ``docgen log export`` writes."""
        tiler = Tiler()
        made = [part for one in self.leaves for part in tiler.add(leaf_hash(one))]
        for tile, data in [*made, *tiler.rest()]:
            put(folder / tile.path, data)
        for tile in tiles(0, len(self.leaves)):
            if tile.level == 0:
                start = tile.place * WIDTH
                put(folder / tile.bundle_path, bundle(self.leaves[start : start + tile.width]))
        self._months(folder)
        put(folder / "checkpoint", self.note().encode())
        put(folder / "log.vkey", "".join(f"{key.vkey}\n" for key in self.keys).encode())
        return folder

    def register(self, path: Path) -> Path:
        """The register's file."""
        rows = [(at, one, leaf_hash(one)) for at, one in enumerate(self.leaves)]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(TABLE)
            connection.executemany("INSERT INTO register_log_entry VALUES (?, ?, ?)", rows)
        return path

    def _months(self, folder: Path) -> None:
        listed, size = [], 0
        for month, group in groupby(self.leaves, key=month_of):
            lines = list(group)
            put(folder / f"entries/{month}.jsonl", b"".join(line + b"\n" for line in lines))
            first, size = size, size + len(lines)
            root = b64encode(self.head(size).root()).decode()
            last = size - 1
            listed.append(
                {"month": month, "first": first, "last": last, "size": size, "root": root}
            )
        put(folder / "months.json", json.dumps(listed).encode())


def put(path: Path, data: bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
