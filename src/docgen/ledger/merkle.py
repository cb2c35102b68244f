"""The access log's tree: one hash that stands for every entry before it.

Pure: takes and returns hashes, opens no file and knows nothing of what an entry says.
A leaf and an inner node are hashed with different first bytes, so that neither can be
passed off as the other. Source: RFC 6962 section 2.1, RFC 9162 section 2.1; SHA-256.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
_SIZE_BYTES = 8


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one entry's exact bytes."""
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """The hashes of many entries, without a call for each."""
    return [sha256(b"\x00" + leaf).digest() for leaf in leaves]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes of the level below."""
    return sha256(b"\x01" + left + right).digest()


def over(hashes: list[bytes]) -> bytes:
    """The hash of a complete subtree over these hashes, as many as a power of two."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def grow(edge: list[bytes], size: int, leaf: bytes) -> None:
    """Add a leaf's hash to the right edge of a tree that has ``size`` leaves so far.

    The edge holds the roots of the complete subtrees from left to right, one for each bit
    set in ``size``; like adding one in binary, the new leaf carries through the set bits.
    """
    carried = leaf
    while size & 1:
        carried = node_hash(edge.pop(), carried)
        size >>= 1
    edge.append(carried)


def fold(edge: Sequence[bytes]) -> bytes:
    """The root of the tree whose right edge this is."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in edge[-2::-1]:
        root = node_hash(left, root)
    return root


@dataclass(frozen=True, slots=True)
class Frontier:
    """The head of a log, small enough for one row: at most 64 hashes for any size.

    Args:
        size: Number of entries.
        edge: Roots of the complete subtrees, from left (largest) to right.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size < 1 << 63 or len(self.edge) != self.size.bit_count():
            raise ValueError(self.size)
        if any(len(part) != HASH_SIZE for part in self.edge):
            raise ValueError(self.edge)

    def append(self, leaf: bytes) -> Frontier:
        """The head after one more entry, given that entry's leaf hash."""
        edge = list(self.edge)
        grow(edge, self.size, leaf)
        return Frontier(self.size + 1, tuple(edge))

    def root(self) -> bytes:
        """The root over all entries so far."""
        return fold(self.edge)

    def to_bytes(self) -> bytes:
        """Eight bytes of size, highest first, then the hashes of the edge from left to right."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.edge)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what ``to_bytes`` wrote; ``ValueError`` for anything else."""
        hashes = data[_SIZE_BYTES:]
        if len(data) < _SIZE_BYTES or len(hashes) % HASH_SIZE:
            raise ValueError(len(data))
        parts = range(0, len(hashes), HASH_SIZE)
        edge = tuple(hashes[at : at + HASH_SIZE] for at in parts)
        return cls(int.from_bytes(data[:_SIZE_BYTES], "big"), edge)


class Prover(ABC):
    """Roots and proofs of a log, from the hashes of its complete subtrees.

    Where those are kept is the heir's business: in memory (``Tree``) or in tiles.
    """

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of entries."""

    @abstractmethod
    def complete(self, height: int, place: int) -> bytes:
        """The hash over the entries from ``place << height``, ``1 << height`` of them."""

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` entries; over all of them if not given."""
        wanted = self.size if size is None else size
        if not 0 <= wanted <= self.size:
            raise ValueError(wanted)
        return self._subroot(0, wanted) if wanted else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The proof that entry ``index`` is in the log of ``size`` entries (RFC 9162 2.1.3.1)."""
        if not 0 <= index < size <= self.size:
            raise ValueError((index, size))
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of ``old`` entries begins that of ``new`` (RFC 9162 2.1.4.1).

        ``old`` is at least 1: an empty log begins every other one, so it proves nothing.
        """
        if not 0 < old <= new <= self.size:
            raise ValueError((old, new))
        return self._subproof(old, 0, new, known=True)

    def _subroot(self, low: int, high: int) -> bytes:
        """MTH(D[low:high]); complete subtrees are looked up, the others put together."""
        count = high - low
        if count & (count - 1) == 0 and low % count == 0:
            return self.complete(count.bit_length() - 1, low // count)
        middle = low + _split(count)
        return node_hash(self._subroot(low, middle), self._subroot(middle, high))

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        """PATH(index, D[low:high])."""
        if high - low == 1:
            return []
        middle = low + _split(high - low)
        if index < middle:
            return [*self._path(index, low, middle), self._subroot(middle, high)]
        return [*self._path(index, middle, high), self._subroot(low, middle)]

    def _subproof(self, old: int, low: int, high: int, *, known: bool) -> list[bytes]:
        """SUBPROOF(old, D[low:high], known): ``known`` while the verifier has that root."""
        if old == high:
            return [] if known else [self._subroot(low, high)]
        middle = low + _split(high - low)
        if old <= middle:
            left = self._subproof(old, low, middle, known=known)
            return [*left, self._subroot(middle, high)]
        right = self._subproof(old, middle, high, known=False)
        return [*right, self._subroot(low, middle)]


class Tree(Prover):
    """A whole tree in memory (64 bytes an entry).

    Keeps the hash of every complete subtree, level by level, so that appending costs two
    hashes on average and a proof costs the logarithm of the size.
    """

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]

    @property
    def size(self) -> int:
        """Number of entries."""
        return len(self._levels[0]) // HASH_SIZE

    def complete(self, height: int, place: int) -> bytes:
        """The hash of a complete subtree, looked up."""
        at = place * HASH_SIZE
        return bytes(self._levels[height][at : at + HASH_SIZE])

    def append(self, leaf: bytes) -> int:
        """Add an entry's leaf hash; return its index, counted from 0."""
        if len(leaf) != HASH_SIZE:
            raise ValueError(len(leaf))
        index, level, carried = self.size, 0, leaf
        self._level(0).extend(carried)
        while index >> level & 1:
            pair = self._levels[level][-2 * HASH_SIZE :]
            carried = node_hash(bytes(pair[:HASH_SIZE]), bytes(pair[HASH_SIZE:]))
            level += 1
            self._level(level).extend(carried)
        return index

    def _level(self, level: int) -> bytearray:
        if level == len(self._levels):
            self._levels.append(bytearray())
        return self._levels[level]


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1
