"""Rolling fixity: the bytes of the objects, read again and compared, on all processors.

It reads what ``check_object`` reads with ``fixity=True`` of sha512 and nothing of the structure,
so that an archive of any size can be gone through within a month beside the daily work. It is
the checker's side: it shares the digest functions with the writer, and no reading of inventories.

Hashing lets other threads run, so a few threads keep the processors busy.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from docgen.archive import layout
from docgen.archive.hashes import CHUNK

_AHEAD = 8  # objects a thread may have waiting, so that memory stays small


def check_content(
    root: Path, urns: Iterable[str], *, threads: int = 0
) -> Iterator[tuple[str, bool]]:
    """Read the content of objects again; for each, in the order given, whether it is damaged.

    Args:
        root: The storage root.
        urns: The objects.
        threads: How many at a time; as many as there are processors if 0.

    Yields:
        The id, and whether anything in it is not what its inventory says. What exactly, the
        checker says, which is asked about damaged ones only.
    """
    crew_size = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(crew_size) as crew:
        waiting: deque[tuple[str, Future[bool]]] = deque()
        for urn in urns:
            waiting.append((urn, crew.submit(_is_damaged, root, urn)))
            if len(waiting) >= crew_size * _AHEAD:
                one, damaged = waiting.popleft()
                yield one, damaged.result()
        for one, damaged in waiting:
            yield one, damaged.result()


def _is_damaged(root: Path, urn: str) -> bool:
    place = f"{root}/{layout.object_path(urn)}"
    try:
        raw = _read(f"{place}/inventory.json")
        line = _read(f"{place}/inventory.json.sha512")
        if line != f"{hashlib.sha512(raw).hexdigest()} inventory.json\n".encode():
            return True
        manifest = json.loads(raw)["manifest"]
        return any(
            _sha512(f"{place}/{path}") != digest
            for digest, paths in manifest.items()
            for path in paths
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return True


def _read(path: str) -> bytes:
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        pieces = []
        while piece := os.read(number, CHUNK):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(number)


def _sha512(path: str) -> str:
    digest = hashlib.sha512()
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        while piece := os.read(number, CHUNK):
            digest.update(piece)
    finally:
        os.close(number)
    return digest.hexdigest()
