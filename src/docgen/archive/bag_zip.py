"""A bag packed as ZIP: what it must keep to before a byte of it is believed.

Papers are large and bags larger, so a member is limited by how far it unpacks, not by a size. Each
one must have bytes of its own, in front of the table that lists them; that is looked at here
because Python's zipfile did not do so before 3.11.8 (CVE-2024-0450). The limits of Office files
are narrower: ``render.ziprules``, which reads them from memory.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from docgen.archive.bag import Finding
from docgen.archive.bag_names import name_faults, shown
from docgen.archive.hashes import CHUNK
from docgen.errors import say

MEMBERS = 1_000_000
RATIO, RATIO_FROM = 200, 1_000_000
#: What reading a damaged ZIP may raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PLAIN = {0, stat.S_IFREG, stat.S_IFDIR}
_LOCAL, _LOCAL_SIZE, _ENCRYPTED = b"PK\x03\x04", 30, 0x1

Opened = tuple[zipfile.ZipFile | None, tuple[Finding, ...]]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The ZIP and what is wrong with it; no ZIP if it cannot be read at all."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            found = tuple(_faults(archive, file))
        except DAMAGE:
            cut = say("the ZIP is damaged or cut short")
            yield None, (Finding("B016", "", cut),)
            return
        with archive:
            yield archive, found


def inner(member: zipfile.ZipInfo) -> str:
    """A member's path below the one folder of the ZIP."""
    return member.orig_filename.partition("/")[2]


def pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes; its check sum is compared at the end."""
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            yield piece


def _faults(archive: zipfile.ZipFile, file: BinaryIO) -> Iterator[Finding]:
    members = archive.infolist()
    if len(members) > MEMBERS:
        yield Finding("B017", "", say("it has more than {limit} parts inside", limit=MEMBERS))
        return
    named = list(name_faults(one.orig_filename.removesuffix("/") for one in members))
    if named:
        yield from named
        return
    tops = {one.orig_filename.partition("/")[0] for one in members}
    if len(tops) != 1 or any("/" not in one.orig_filename for one in members):
        yield Finding("B018", "", say("the ZIP does not hold just one folder, the bag"))
    for one in members:
        yield from _member_faults(one)
    if not _own_places(members, file, archive.start_dir):
        yield Finding(
            "B017", "", say("two parts inside lie in the same place, or one lies nowhere")
        )


def _member_faults(member: zipfile.ZipInfo) -> Iterator[Finding]:
    name = shown(member.orig_filename)
    if stat.S_IFMT(member.external_attr >> 16) not in _PLAIN:
        yield Finding("B009", name, say("it is no plain file, but a link or a device"))
    if member.flag_bits & _ENCRYPTED:
        yield Finding("B017", name, say("the part is encrypted"))
    if member.compress_type not in _METHODS:
        yield Finding("B017", name, say("the part is packed in an unknown way"))
    if member.file_size > max(RATIO_FROM, RATIO * member.compress_size):
        text = say("the part unpacks to more than {ratio} times its size", ratio=RATIO)
        yield Finding("B017", name, text)


def _own_places(members: list[zipfile.ZipInfo], file: BinaryIO, end: int) -> bool:
    taken = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        file.seek(member.header_offset)
        head = file.read(_LOCAL_SIZE)
        if member.header_offset < taken or not head.startswith(_LOCAL) or len(head) < _LOCAL_SIZE:
            return False
        name, extra = struct.unpack("<HH", head[26:])
        taken = member.header_offset + _LOCAL_SIZE + name + extra + member.compress_size
    return taken <= end
