"""Writing a bag (RFC 8493, version 1.0) as a folder or as a ZIP, one payload file at a time.

    with new_bag(out, packed=True) as made:
        made.add("0000000042-0007/v1/合同.docx", data)
        made.close([("Source-Organization", company)], {"catalogue.json": catalogue})

It appears whole under its name or not at all. The same files in the same order give the same
bytes: a ZIP has no time of day in it and is stored unpacked, as papers are packed themselves.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from docgen.archive import bag, disk
from docgen.archive.appearing import whole_file, whole_folder
from docgen.archive.hashes import Digester

_DAY_ZERO, _MODE, _UNIX = (1980, 1, 1, 0, 0, 0), 0o100644, 3
MANIFEST, TAG_MANIFEST, SM3 = "manifest-sha512.txt", "tagmanifest-sha512.txt", "sm3.txt"


class Sink(Protocol):
    """Where files are put one after the other."""

    def put(self, path: str, data: bytes) -> None:
        """Write one file under a path that is new."""


class Bag:
    """A bag that is being written."""

    def __init__(self, sink: Sink) -> None:
        """Begin with nothing in it."""
        self._sink = sink
        self._sha512: dict[str, str] = {}
        self._sm3: dict[str, str] = {}
        self._bytes = 0

    def add(self, path: str, data: bytes) -> None:
        """Add a payload file; its path is given from ``data/`` on."""
        self._sha512[bag.PAYLOAD + path], self._sm3[bag.PAYLOAD + path] = self._put(
            bag.PAYLOAD + path, data
        )
        self._bytes += len(data)

    def close(self, facts: Sequence[tuple[str, str]], tags: Mapping[str, bytes]) -> None:
        """Write manifests, ``bag-info.txt`` and the other tag files; nothing is added after it.

        The SM3 of the payload goes into a tag file of its own: RFC 8493 has no such manifest.
        """
        oxum = (bag.OXUM, f"{self._bytes}.{len(self._sha512)}")
        sm3 = {SM3: bag.manifest(self._sm3)} if all(self._sm3.values()) else {}
        files = {
            bag.DECLARATION: bag.DECLARED.encode(),
            bag.INFO: bag.info([*facts, oxum]),
            MANIFEST: bag.manifest(self._sha512),
            **sm3,
            **tags,
        }
        digests = {path: self._put(path, data)[0] for path, data in sorted(files.items())}
        self._put(TAG_MANIFEST, bag.manifest(digests))

    def _put(self, path: str, data: bytes) -> tuple[str, str]:
        digester = Digester()
        self._sink.put(path, b"".join(digester.over([data])))
        digests = digester.digests()
        return digests.sha512, digests.sm3


@contextmanager
def new_bag(out: Path, *, packed: bool) -> Iterator[Bag]:
    """A bag at ``out``, which is free; nothing is left of a failure."""
    if packed:
        with new_zip(out) as sink:
            yield Bag(_Below(sink, out.name.removesuffix(".zip")))
    else:
        with whole_folder(out) as made:
            yield Bag(_Folder(made))


@contextmanager
def new_zip(out: Path) -> Iterator[Sink]:
    """A ZIP at ``out``, which is free; nothing is left of a failure."""
    with whole_file(out) as made, disk.open_new(made) as file:
        with zipfile.ZipFile(file, "w") as archive:
            yield _Packed(archive)
        disk.fsync_open(file)


class _Folder:
    def __init__(self, top: Path) -> None:
        self._top = top

    def put(self, path: str, data: bytes) -> None:
        place = self._top / path
        disk.mkdirs(place.parent)
        disk.write_new(place, [data])


class _Packed:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, path: str, data: bytes) -> None:
        member = zipfile.ZipInfo(path, _DAY_ZERO)
        member.external_attr, member.create_system = _MODE << 16, _UNIX
        self._archive.writestr(member, data)


class _Below:
    def __init__(self, sink: Sink, folder: str) -> None:
        self._sink, self._folder = sink, folder

    def put(self, path: str, data: bytes) -> None:
        self._sink.put(f"{self._folder}/{path}", data)
