"""The tree as files that any web server or USB stick can give out: tiles and bundles.

    tile/0/x001/234         256 leaf hashes; on level L each hash stands for 256^L entries
    tile/0/x001/235.p/17    the same tile while only 17 of its hashes are known
    tile/entries/x001/234   the 256 entries of that tile, each after its length in two bytes

From the tiles every root and every proof can be made, and a full tile never changes. Pure:
says what stands where and takes it apart; reads and writes nothing. Byte for byte as C2SP
``tlog-tiles`` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from docgen.errors import say
from docgen.ledger.entry import MOST_BYTES
from docgen.ledger.merkle import HASH_SIZE, Prover, node_hash, over
from docgen.ledger.proof import ProofError

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = "entries"
_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its level, its place in it, and how many hashes of it are known."""

    level: int
    place: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies, below the folder or URL of the log."""
        return _path(str(self.level), self.place, self.width)

    @property
    def bundle_path(self) -> str:
        """Where the entries of a tile of level 0 lie."""
        return _path(ENTRIES, self.place, self.width)


#: Gives the bytes of a tile: its hashes one after the other.
Reader = Callable[[Tile], bytes]


def tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a log of ``new`` entries has and one of ``old`` had not, level by level."""
    level = 0
    while new:
        for place in range(old // WIDTH, -(-new // WIDTH)):
            if (width := min(WIDTH, new - place * WIDTH)) > old - place * WIDTH:
                yield Tile(level, place, width)
        old, new, level = old // WIDTH, new // WIDTH, level + 1


def climb(edge: list[bytes], size: int, leaf: bytes) -> list[tuple[int, int, bytes]]:
    """``merkle.grow``, and what this leaf makes known above level 0: level, place and hash."""
    found, carried, height = [], leaf, 0
    while size >> height & 1:
        carried = node_hash(edge.pop(), carried)
        height += 1
        if height % HEIGHT == 0:
            found.append((height // HEIGHT, size >> height, carried))
    edge.append(carried)
    return found


class TileTree(Prover):
    """A log of ``size`` entries whose hashes are read from tiles as they are needed."""

    def __init__(self, read: Reader, size: int) -> None:
        self._read, self._size = read, size
        self._known: dict[Tile, bytes] = {}

    @property
    def size(self) -> int:
        """Number of entries."""
        return self._size

    def complete(self, height: int, place: int) -> bytes:
        """The hash of a complete subtree, put together from one tile."""
        level, above = divmod(height, HEIGHT)
        first, count = place << above, 1 << above
        tile_place, start = divmod(first, WIDTH)
        hashes = self._hashes(level, tile_place)[start * HASH_SIZE : (start + count) * HASH_SIZE]
        return over([hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)])

    def _hashes(self, level: int, place: int) -> bytes:
        tile = Tile(level, place, min(WIDTH, (self._size >> HEIGHT * level) - place * WIDTH))
        if tile not in self._known:
            found = self._read(tile)
            if len(found) != tile.width * HASH_SIZE:
                raise ProofError(say("{path} has not the size of a tile", path=tile.path))
            self._known[tile] = found
        return self._known[tile]


def bundle(leaves: Iterable[bytes]) -> bytes:
    """The entries of one tile as one file; ``ValueError`` for one of more than 65,535 bytes."""
    parts = []
    for leaf in leaves:
        if len(leaf) > MOST_BYTES:
            raise ValueError(len(leaf))
        parts += [len(leaf).to_bytes(_LENGTH, "big"), leaf]
    return b"".join(parts)


def read_bundle(data: bytes) -> list[bytes]:
    """The entries in a bundle.

    Raises:
        ProofError: It ends in the middle of one.
    """
    leaves, at = [], 0
    while at < len(data):
        start = at + _LENGTH
        end = start + int.from_bytes(data[at:start], "big")
        if end > len(data) or start > len(data):
            raise ProofError(say("a bundle of entries ends in the middle of an entry"))
        leaves.append(data[start:end])
        at = end
    return leaves


def _path(folder: str, place: int, width: int) -> str:
    digits = str(place)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{folder}/{name}" + ("" if width == WIDTH else f".p/{width}")
