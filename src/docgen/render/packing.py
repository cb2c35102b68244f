"""An Office file put together by hand: what never changes is compressed once, the rest each time.

The records are those of PKWARE's APPNOTE 6.3 (4.3.7 local header, 4.3.12 central directory,
4.3.16 end record) in their oldest form: no ZIP64, no extra fields, one fixed time stamp. The same
parts give the same bytes on one machine. Another processor may compress otherwise, since ISA-L
picks its code by it; whoever compares files of two machines compares their parts.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from docgen.render.package import CONTENT_TYPES

try:
    from isal.isal_zlib import compress, crc32

    # Its level 0 compresses too: a short part a little less, in half the time; a long one badly.
    _SHORT, _FASTEST = 40_000, 0
except ImportError:  # where there is no ISA-L: the same format, at less than half the speed
    from zlib import compress, crc32

    _SHORT, _FASTEST = 0, 1

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION = 20
_TIME, _DAY = 0, 1 << 5 | 1  # midnight of 1980-01-01, the first day the format knows
_STORED, _DEFLATED = 0, 8
_UTF8_NAME = 1 << 11
_RAW = -15  # a bare deflate stream, without zlib's frame
_FAST, _SMALL = 1, 9
#: How many parts the plain format can list.
MOST_MEMBERS = 0xFFFF


class _Member(NamedTuple):
    """One part as it lies in the file."""

    name: bytes
    flags: int
    method: int
    crc: int
    size: int
    packed: bytes


class Packing:
    """A file of which some parts are always the same.

    Args:
        fixed: Those parts by name; the content types come first, as Word writes them.
    """

    def __init__(self, fixed: Mapping[str, bytes]) -> None:
        names = sorted(fixed, key=lambda name: name != CONTENT_TYPES)
        self._members = {name: _smallest(name, fixed[name]) for name in names}
        self._bodies, self._entries = _laid(self._members.values(), 0)

    def pack(
        self, parts: Iterable[tuple[str, bytes]], changed: Mapping[str, bytes] | None = None
    ) -> bytes:
        """The whole file, with these parts after the fixed ones.

        Args:
            parts: Parts by name, in their order.
            changed: Parts that come instead of fixed ones of their name, or besides them.
        """
        members = [_quick(name, data) for name, data in parts]
        if changed:
            return self._changed(members, changed)
        bodies, entries = _laid(members, len(self._bodies))
        count = len(self._members) + len(members)
        return _file(count, (self._bodies, bodies), (self._entries, entries))

    def _changed(self, members: list[_Member], changed: Mapping[str, bytes]) -> bytes:
        kept = [one for name, one in self._members.items() if name not in changed]
        new = {name: _stored(name, data) for name, data in changed.items()}
        first = [new.pop(name) for name in (CONTENT_TYPES,) if name in new]
        laid = [*first, *kept, *new.values(), *members]
        bodies, entries = _laid(laid, 0)
        return _file(len(laid), (bodies,), (entries,))


def _file(count: int, bodies: tuple[bytes, ...], entries: tuple[bytes, ...]) -> bytes:
    start, size = sum(map(len, bodies)), sum(map(len, entries))
    end = _END.pack(_END_SIGN, 0, 0, count, count, size, start, 0)
    return b"".join((*bodies, *entries, end))


def _stored(name: str, data: bytes) -> _Member:
    """A part as it is: pictures are compressed already."""
    if name.endswith((".xml", ".rels")):
        return _quick(name, data)
    encoded, flags = _encoded(name)
    return _Member(encoded, flags, _STORED, crc32(data), len(data), data)


def _quick(name: str, data: bytes) -> _Member:
    encoded, flags = _encoded(name)
    packed = compress(data, _FASTEST if len(data) < _SHORT else _FAST, _RAW)
    return _Member(encoded, flags, _DEFLATED, crc32(data), len(data), packed)


def _smallest(name: str, data: bytes) -> _Member:
    """A fixed part, compressed as well as can be; pictures often cannot."""
    encoded, flags = _encoded(name)
    packed, method = zlib.compress(data, _SMALL, _RAW), _DEFLATED
    if len(packed) >= len(data):
        packed, method = data, _STORED
    return _Member(encoded, flags, method, crc32(data), len(data), packed)


def _encoded(name: str) -> tuple[bytes, int]:
    return name.encode(), 0 if name.isascii() else _UTF8_NAME


def _laid(members: Iterable[_Member], offset: int) -> tuple[bytes, bytes]:
    """The members one after the other from an offset on, and their entries in the directory."""
    bodies: list[bytes] = []
    entries: list[bytes] = []
    for name, flags, method, crc, size, packed in members:
        common = (flags, method, _TIME, _DAY, crc, len(packed), size, len(name), 0)
        local = _LOCAL.pack(_LOCAL_SIGN, _VERSION, *common)
        entry = _CENTRAL.pack(_CENTRAL_SIGN, _VERSION, _VERSION, *common, 0, 0, 0, 0, offset)
        bodies += (local, name, packed)
        entries += (entry, name)
        offset += len(local) + len(name) + len(packed)
    return b"".join(bodies), b"".join(entries)
