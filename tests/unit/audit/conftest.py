"""An office's log as an auditor gets it: a register, an export, signed checkpoints."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from docgen.ledger.entry import encode
from docgen.ledger.merkle import Frontier, leaf_hash
from docgen.ledger.note import Checkpoint, Signer, sign_note

SIGNER = Signer(bytes(range(32)), "offices.example/north/log")
TABLE = "CREATE TABLE register_log_entry (idx bigint PRIMARY KEY, leaf BLOB, leaf_hash BLOB)"


@dataclass(frozen=True)
class SampleLog:
    """Leaves of a log, and the ways in which it reaches an auditor."""

    folder: Path
    leaves: list[bytes]

    @property
    def key_file(self) -> Path:
        """The log's public key as the auditor keeps it."""
        return self._file("kept.vkey", SIGNER.vkey + "\n")

    def more(self, count: int) -> SampleLog:
        """The same log some entries later."""
        start = len(self.leaves)
        return SampleLog(self.folder, self.leaves + [leaf(start + at) for at in range(count)])

    def cut(self, size: int) -> SampleLog:
        """The log with only its first entries."""
        return SampleLog(self.folder, self.leaves[:size])

    def edited(self, at: int) -> SampleLog:
        """The log with one entry rewritten, by somebody who has the key too."""
        changed = leaf(at, who="p-0009")
        return SampleLog(self.folder, [*self.leaves[:at], changed, *self.leaves[at + 1 :]])

    def note(self, size: int | None = None, signer: Signer = SIGNER) -> str:
        """The signed checkpoint of the first ``size`` entries."""
        head = Frontier()
        for each in self.leaves[:size]:
            head = head.append(leaf_hash(each))
        return sign_note(Checkpoint(signer.name, head.size, head.root()).text(), signer)

    def checkpoint(self, size: int | None = None, signer: Signer = SIGNER) -> Path:
        """That checkpoint as a file."""
        return self._file(f"cp-{size}.note", self.note(size, signer))

    def export(self, name: str = "export", size: int | None = None) -> Path:
        """The folder that ``docgen log export`` writes."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "entries.jsonl").write_bytes(b"".join(each + b"\n" for each in self.leaves))
        (folder / "checkpoint").write_bytes(self.note(size).encode())
        (folder / "log.vkey").write_text(SIGNER.vkey + "\n")
        return folder

    def register(self, name: str = "register.sqlite3") -> Path:
        """The register's file."""
        path = self.folder / name
        rows = [(at, each, leaf_hash(each)) for at, each in enumerate(self.leaves)]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(TABLE)
            connection.executemany("INSERT INTO register_log_entry VALUES (?, ?, ?)", rows)
        return path

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path


def leaf(index: int, **altered: object) -> bytes:
    plain: dict[str, object] = {
        "v": 1,
        "idx": index,
        "id": hashlib.sha256(b"%d" % index).hexdigest()[:32],
        "t": f"2026-11-21T09:00:{index:02d}.000000Z",
        "who": "p-0007",
        "via": "web",
        "act": "item.read",
        "res": "allow",
        "app": "docgen 0.1.0",
    }
    return encode(plain | altered)


@pytest.fixture
def log(tmp_path: Path) -> SampleLog:
    """A log of ten entries."""
    return SampleLog(tmp_path, []).more(10)
