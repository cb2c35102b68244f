"""The log's hashes above its leaves, for proofs that need not read the whole log.

They follow from the leaves, like an index: whoever adds an entry adds them, and ``fill`` makes
them anew. A wrong one can make a proof fail and never make a false one hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from docgen.ledger.tiles import WIDTH, Tile, climb

_PUT = "INSERT INTO register_log_hash (level, place, hash) VALUES (%s, %s, %s)"
_PORTION = 2000


def put(found: Iterable[tuple[int, int, bytes]]) -> None:
    """Add hashes that new leaves made known, inside their transaction."""
    rows = list(found)
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_PUT, rows)


def fill() -> None:
    """Make all of them anew from the leaves, inside a transaction."""
    edge: list[bytes] = []
    with connection.cursor() as cursor, connection.cursor() as leaves:
        cursor.execute("DELETE FROM register_log_hash")
        leaves.execute("SELECT leaf_hash FROM register_log_entry ORDER BY idx")
        size = 0
        while portion := leaves.fetchmany(_PORTION):
            for (leaf,) in portion:
                put(climb(edge, size, bytes(leaf)))
                size += 1


def read(tile: Tile) -> bytes:
    """The hashes of one tile, as many as there are."""
    first = tile.place * WIDTH
    between = [first, first + tile.width - 1]
    with connection.cursor() as cursor:
        if tile.level:
            cursor.execute(
                "SELECT hash FROM register_log_hash"
                " WHERE level = %s AND place BETWEEN %s AND %s ORDER BY place",
                [tile.level, *between],
            )
        else:
            cursor.execute(
                "SELECT leaf_hash FROM register_log_entry WHERE idx BETWEEN %s AND %s ORDER BY idx",
                between,
            )
        return b"".join(bytes(one) for (one,) in cursor.fetchall())
