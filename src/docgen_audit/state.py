"""What an auditor keeps from one visit to the next: one folder, all of it evidence.

auditor.key       his private key, for his eyes only; auditor.vkey is its public half
state.json        how far he has come; written whole and after the entries, so it is the truth
checkpoint        the newest checkpoint with his cosignature, to hand back to the office
checkpoints/      all of them, by the number of entries
tile/entries/     the entries that he has seen, in the bundles in which they came
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from docgen.ledger import refusing
from docgen.ledger.cosign import cosigner
from docgen.ledger.note import SEED_SIZE, LogKey, Signer
from docgen.ledger.tiles import Tile
from docgen.ledger.witness import Seen
from docgen_audit.source import Folder, text_of

_KEY, _STATE = "auditor.key", "state.json"


@dataclass(frozen=True)
class State:
    """The folder, what was seen of the log (None before the first visit), and its note."""

    folder: Path
    seen: Seen | None = None
    note: str = ""

    @property
    def entries(self) -> Folder:
        """The entries kept, as a source like any other."""
        return Folder(self.folder)

    def signer(self) -> Signer:
        """The auditor's own key."""
        name, _, seed = text_of(self.folder / _KEY).strip().partition("\n")
        try:
            return cosigner(bytes.fromhex(seed), name)
        except ValueError:
            raise refusing.damaged(str(self.folder / _KEY)) from None

    def notes(self) -> dict[str, str]:
        """File name and note of every checkpoint kept."""
        files = sorted((self.folder / "checkpoints").glob("*.note"))
        return {str(file): text_of(file) for file in files}

    def put_bundle(self, tile: Tile, data: bytes) -> None:
        """Keep entries; until ``take`` nothing refers to them, so they may be wrong."""
        _put(self.folder / tile.bundle_path, data)

    def take(self, seen: Seen, note: str) -> None:
        """From now on the log was seen as far as this cosigned note."""
        facts = {**seen.facts(), "note": note}
        _put(self.folder / f"checkpoints/{seen.head.size}.note", note.encode())
        _put(self.folder / _STATE, json.dumps(facts, ensure_ascii=False, indent=1).encode())
        _put(self.folder / "checkpoint", note.encode())


def begin(folder: Path, name: str) -> LogKey:
    """Make an auditor's folder and key, unless there is one or nobody can be called so."""
    seed = secrets.token_bytes(SEED_SIZE)
    try:
        key = cosigner(seed, name).key
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except (ValueError, FileExistsError):
        raise refusing.not_made(str(folder), name) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{name}\n{seed.hex()}\n")
    _put(folder / "auditor.vkey", f"{key.vkey}\n".encode())
    return key


def load(folder: Path) -> State:
    """What the auditor has kept in this folder, if it is one and nobody changed it."""
    if not (folder / _KEY).is_file():
        raise refusing.no_auditor(str(folder))
    if not (folder / _STATE).is_file():
        return State(folder)
    try:
        facts = dict(json.loads(text_of(folder / _STATE)))
        note = str(facts.pop("note", ""))
        return State(folder, Seen.of(facts, note), note)
    except (ValueError, TypeError, RecursionError):
        raise refusing.damaged(str(folder / _STATE)) from None


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and on the disk before anything else is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
