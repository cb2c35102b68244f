"""What a ZIP must keep to before docgen unpacks it: no bombs, no tricks with names or places.

Pure bookkeeping over the archive's own tables, then every member is unpacked once, counting real
bytes. Docgen never writes a member to the disk under the member's name. OWASP ASVS 5.0, 5.2.3
asks for such limits; real Office files stay far below them.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from docgen.errors import Said, say

MEMBERS = 5_000
TOTAL = 200_000_000
ONE = 100_000_000
RATIO = 200
RATIO_FROM = 1_000_000
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_LOCAL_SIZE = 30
_CHUNK = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_TRICKS = re.compile(r"^/|^[A-Za-z]:|\\|\x00|(^|/)\.\.?(/|$)")
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)


def zip_fault(data: bytes) -> Said | None:
    """The first rule that these bytes break as a ZIP, or ``None`` if they keep all of them."""
    if data.count(_CENTRAL) > MEMBERS:
        return say("it has more than {limit} parts inside", limit=MEMBERS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return next(_faults(archive, data), None)
    except DAMAGE:
        return say("it is damaged or cut short, so it cannot be unpacked")


def _faults(archive: zipfile.ZipFile, data: bytes) -> Iterator[Said]:
    members = archive.infolist()
    yield from _name_faults(members)
    yield from _member_faults(members)
    yield from _size_faults(members)
    yield from _place_faults(members, data, archive.start_dir)
    for member in members:
        _unpack(archive, member)


def _name_faults(members: list[zipfile.ZipInfo]) -> Iterator[Said]:
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        if _TRICKS.search(name):
            yield say("a part inside has a name that points elsewhere: “{part}”", part=repr(name))
        if name.casefold() in seen:
            yield say("two parts inside have the same name: “{part}”", part=name)
        seen.add(name.casefold())


def _member_faults(members: list[zipfile.ZipInfo]) -> Iterator[Said]:
    for member in members:
        if member.flag_bits & 0x1:
            yield say("the part “{part}” inside is encrypted", part=member.filename)
        if stat.S_ISLNK(member.external_attr >> 16):
            yield say("the part “{part}” inside is a link", part=member.filename)
        if member.compress_type not in _METHODS:
            yield say("the part “{part}” is packed in an unknown way", part=member.filename)


def _size_faults(members: list[zipfile.ZipInfo]) -> Iterator[Said]:
    if sum(member.file_size for member in members) > TOTAL:
        yield say("it unpacks to more than {limit} MB", limit=TOTAL // 1_000_000)
    for member in members:
        if member.file_size > ONE:
            yield say("one part unpacks to more than {limit} MB", limit=ONE // 1_000_000)
        if member.file_size > max(RATIO_FROM, RATIO * member.compress_size):
            yield say("one part unpacks to more than {ratio} times its size", ratio=RATIO)


def _place_faults(members: list[zipfile.ZipInfo], data: bytes, end: int) -> Iterator[Said]:
    """Every member must have its own bytes, in front of the table that lists them.

    Python's zipfile does not check this before 3.11.8 (CVE-2024-0450).
    """
    taken = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        start = member.header_offset
        if start < taken or data[start : start + 4] != _LOCAL:
            yield say("two parts inside lie in the same place, or one lies nowhere")
            return
        name, extra = struct.unpack("<HH", data[start + 26 : start + _LOCAL_SIZE])
        taken = start + _LOCAL_SIZE + name + extra + member.compress_size
    if taken > end:
        yield say("a part inside is longer than the file")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end, so that its check sum is compared; keep nothing."""
    with archive.open(member) as stream:
        while stream.read(_CHUNK):
            pass
