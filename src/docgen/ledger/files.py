"""A log as ``docgen log export`` lays it out in files: what stands where, and how it is read.

Pure: the files are given out by whoever has them, a disk, a web server or an auditor's own
folder. Nothing is believed here; whether it fits together is said by ``witness`` and ``whole``.

log.vkey                  the log's public keys, one a line, the newest last
checkpoint                the newest signed checkpoint
tile/entries/<N>          the entries (see ``tiles``), and tile/<L>/<N> their hashes
entries/<YYYY-MM>.jsonl   the same entries month by month, one a line
months.json               the months, each with its entries, and size and root at its end
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol

from docgen.errors import say
from docgen.ledger.entry import MOST_BYTES
from docgen.ledger.exported import MONTHS, Comparison, read_months
from docgen.ledger.merkle import leaf_hash
from docgen.ledger.note import LogKey, parse_vkey
from docgen.ledger.refusing import unreadable
from docgen.ledger.tiles import WIDTH, Tile, read_bundle, tiles
from docgen.ledger.verify import Row

SMALL = 1 << 20
MOST_BUNDLE = WIDTH * (MOST_BYTES + 2)


class Files(Protocol):
    """A log's files by their paths."""

    name: str

    def read(self, path: str, most: int = SMALL) -> bytes | None:
        """A whole file of at most so many bytes; None if it is not there."""

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a large file; none if it is not there."""


def text(files: Files, path: str) -> str:
    """A small text file, its line ends as they are; empty if it is not there.

    Raises:
        BadInput: It is no text.
    """
    try:
        return (files.read(path) or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(f"{files.name}/{path}", say("it is not text in UTF-8")) from None


def newest(files: Files) -> tuple[str, list[LogKey]]:
    """The newest checkpoint and the keys that came with the log.

    Raises:
        BadInput: There is no log, or a key is none.
    """
    note, file = text(files, "checkpoint"), f"{files.name}/log.vkey"
    keys = [parse_vkey(line, file=file) for line in text(files, "log.vkey").splitlines()]
    if not note or not keys:
        raise unreadable(files.name, say("no log made by “docgen log export” lies there"))
    return note, keys


def entries(
    files: Files, first: int, size: int, *, seen: Callable[[Tile, bytes], None] | None = None
) -> Iterator[Row]:
    """The entries from ``first`` up to ``size``, as far as they are there, from their bundles."""
    for tile in tiles(first, size):
        data = files.read(tile.bundle_path, MOST_BUNDLE) if tile.level == 0 else None
        if data is None:
            return
        if seen:
            seen(tile, data)
        for index, leaf in enumerate(read_bundle(data), tile.place * WIDTH):
            if index >= first:
                yield index, leaf, leaf_hash(leaf)


def comparison(files: Files) -> Comparison:
    """What compares the rest of an export with its entries."""
    months = []
    with suppress(ValueError):
        months = read_months(text(files, MONTHS))
    return Comparison(files.read, files.lines, months)
