"""What is sealed opens for its recipients alone, whole and unchanged, or not at all."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from docgen.archive import disk, sealing
from docgen.errors import BadInput, Integrity, OutsideFailed, Problem

MINE, OTHER = Identity.generate(), Identity.generate()
CHUNK = 1 << 16  # of age
DATA = bytes(itertools.islice(itertools.cycle(range(251)), 3 * CHUNK))


def seal(file: Path, data: bytes, who: Identity = MINE) -> Path:
    sealing.seal(file, (data[n : n + 5000] for n in range(0, len(data), 5000)), [who.to_public()])
    return file


def read(file: Path, who: Identity = MINE) -> bytes:
    with sealing.opened(file, [who]) as stream:
        return stream.read()


@pytest.mark.parametrize("size", [0, 1, 4999, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK])
def test_what_goes_in_comes_out(tmp_path: Path, size: int) -> None:
    file = seal(tmp_path / "f.age", DATA[:size])

    assert read(file) == DATA[:size]
    assert pyrage.decrypt(file.read_bytes(), [MINE]) == DATA[:size]


def test_nobody_else_opens_it(tmp_path: Path) -> None:
    file = seal(tmp_path / "f.age", DATA)

    with pytest.raises(BadInput, match="this identity"):
        read(file, OTHER)


@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_every_flipped_bit_is_found(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    file = seal(tmp_path_factory.mktemp("flip") / "f.age", DATA[: 2 * CHUNK])
    data = bytearray(file.read_bytes())
    header = data.index(b"\n---") + 48  # half of the flips hit the header
    at = place % header if place % 2 else place % len(data)
    data[at] ^= 1 << bit
    file.chmod(0o600)
    file.write_bytes(data)

    with pytest.raises(Problem) as found:
        read(file)

    assert isinstance(found.value, BadInput | Integrity)


@pytest.mark.parametrize("whole", [0, 1, CHUNK - 1, CHUNK, CHUNK + 7, 2 * CHUNK])
def test_every_cut_is_found(tmp_path: Path, whole: int) -> None:
    """At each border of age's own pieces, and one byte beside it."""
    file = seal(tmp_path / "f.age", DATA[:whole])
    data = file.read_bytes()
    header = data.index(b"\n---") + 48
    body = header + 16
    chunks = [body + n * (CHUNK + 16) for n in range(whole // CHUNK + 2)]
    near = {
        at + step for at in (0, 10, 22, header, body, *chunks, len(data)) for step in (-1, 0, 1)
    }

    for size in sorted(one for one in near if 0 <= one < len(data)):
        file.chmod(0o600)
        file.write_bytes(data[:size])
        with pytest.raises(Problem) as found:
            read(file)
        assert isinstance(found.value, BadInput | Integrity), size


def test_what_is_added_is_found(tmp_path: Path) -> None:
    file = seal(tmp_path / "f.age", DATA)
    file.chmod(0o600)

    with file.open("ab") as more:
        more.write(b"x")

    with pytest.raises(Integrity, match="changed or cut off"):
        read(file)


def test_who_stops_early_still_hears_of_damage_behind(tmp_path: Path) -> None:
    file = seal(tmp_path / "f.age", DATA)
    data = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    with pytest.raises(Integrity), sealing.opened(file, [MINE]) as stream:
        assert stream.read(10) == DATA[:10]


def test_the_readers_own_trouble_is_not_called_damage(tmp_path: Path) -> None:
    file = seal(tmp_path / "f.age", DATA)

    with pytest.raises(ZeroDivisionError), sealing.opened(file, [MINE]) as stream:
        stream.seek(1 // len(stream.read(0)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"age-encryption.org/v2\n"])
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f").write_bytes(data)

    with pytest.raises(BadInput, match="not encrypted with age"):
        read(tmp_path / "f")


@pytest.mark.parametrize("trouble", [ZeroDivisionError, KeyboardInterrupt])
def test_trouble_of_the_source_comes_out_as_it_was(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    def pieces() -> Iterator[bytes]:
        yield DATA
        raise trouble

    with pytest.raises(trouble):
        sealing.seal(tmp_path / "f.age", pieces(), [MINE.to_public()])


@pytest.mark.parametrize("size", [10, CHUNK, 3 * CHUNK])
def test_a_full_disk_is_told_whichever_write_it_meets(tmp_path: Path, size: int) -> None:
    """Also the very last one, whose failure the library itself would lose."""
    count = [0]

    def counted(step: disk.Step) -> None:
        count[0] += step.act == "write" and not step.done

    with disk.watched(counted):
        seal(tmp_path / "whole.age", DATA[:size])
    writes, tried = count[0], 0
    for last in range(1, writes + 1):
        left = [last]

        def full(step: disk.Step, left: list[int] = left) -> None:
            left[0] -= step.act == "write" and not step.done
            if left[0] == 0:
                raise OSError(28, "No space left on device")

        with disk.watched(full), pytest.raises(OutsideFailed), disk.told():
            seal(tmp_path / f"{last}.age", DATA[:size])
        tried += 1

    assert tried == writes > 0


_MEASURE = """
import resource, sys
from pathlib import Path
from pyrage.x25519 import Identity
from docgen.archive import sealing
key, file = Identity.generate(), Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sealing.seal(file, (bytes(1 << 20) for _ in range(64)), [key.to_public()])
size = 0
with sealing.opened(file, [key]) as stream:
    while piece := stream.read(1 << 16):
        size += len(piece)
assert size == 64 << 20
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path / "big.age")],
        check=True,
        capture_output=True,
        text=True,
    )

    assert int(done.stdout) < 16 << 10  # KiB, for 64 MiB


def test_the_ascii_form_is_opened_too(tmp_path: Path) -> None:
    sealed = io.BytesIO()
    pyrage.encrypt_io(io.BytesIO(DATA), sealed, [MINE.to_public()], True)
    (tmp_path / "f.age").write_bytes(sealed.getvalue())

    assert read(tmp_path / "f.age") == DATA
