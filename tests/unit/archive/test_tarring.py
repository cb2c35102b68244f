"""Members come out of a tar as they went in; what no docgen has made is refused."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive import members, tarring
from docgen.archive.members import MANIFEST, Member, Tally
from docgen.errors import Integrity

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=120
).filter(lambda name: name not in {".", "..", MANIFEST})
FILES = st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6)


def tar_of(files: dict[str, bytes], tally: Tally | None = None) -> bytes:
    whole = (members.of_bytes(path, data) for path, data in files.items())
    return b"".join(
        tarring.to_tar(members.complete(whole, io.BytesIO(), tally or Tally()), at=1.7e9)
    )


def read(data: bytes) -> tuple[Tally, dict[str, bytes]]:
    found: dict[str, bytes] = {}

    def take(member: Member) -> None:
        found[member.path] = b"".join(member.pieces)

    return members.read_through(tarring.from_tar(io.BytesIO(data)), take), found


@given(FILES)
def test_everything_comes_back(files: dict[str, bytes]) -> None:
    written = Tally()

    tally, found = read(tar_of(files, written))

    assert found.pop(MANIFEST).decode() == "".join(
        f"{hashlib.sha512(data).hexdigest()}  {path}\n" for path, data in files.items()
    )
    assert found == files
    assert tally == written == Tally(len(files), tally.manifest)


@given(FILES)
def test_another_programs_tar_reads_it(files: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar_of(files))) as tar:
        found = {info.name: tar.extractfile(info) for info in tar}

    for path, data in files.items():
        inside = found[f"{tarring.TOP}/{path}"]
        assert inside is not None
        assert inside.read() == data
    assert {name.partition("/")[0] for name in found} == {tarring.TOP}


def test_every_cut_is_found() -> None:
    data = tar_of({"a": b"1" * 700, "b": b"2"})
    end = len(data) - 1024  # the two empty blocks behind the manifest say nothing

    for size in range(0, end, 64):
        with pytest.raises(Integrity):
            read(data[:size])


def test_a_changed_byte_is_found() -> None:
    data = tar_of({"a": b"1" * 700, "b": b"2"})
    at = data.index(b"1" * 700)

    with pytest.raises(Integrity, match="manifest"):
        read(data[: at + 5] + b"X" + data[at + 6 :])


def foreign(*infos: tarfile.TarInfo) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for info in infos:
            tar.addfile(info)
    return made.getvalue()


def named(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


@pytest.mark.parametrize(
    "info",
    [
        named(f"{tarring.TOP}/../out.txt"),
        named(f"{tarring.TOP}//etc/out.txt"),
        named("/etc/out.txt"),
        named("elsewhere/out.txt"),
        named(tarring.TOP, tarfile.DIRTYPE),
        named(f"{tarring.TOP}/link", tarfile.SYMTYPE, "/etc/passwd"),
        named(f"{tarring.TOP}/link", tarfile.LNKTYPE, "/etc/passwd"),
        named(f"{tarring.TOP}/pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda info: f"{info.name} {info.type.decode()}",
)
def test_what_leads_elsewhere_is_refused(info: tarfile.TarInfo) -> None:
    with pytest.raises(Integrity):
        read(foreign(info))


def test_a_tar_without_a_manifest_is_refused() -> None:
    with pytest.raises(Integrity, match="manifest"):
        read(foreign(named(f"{tarring.TOP}/a")))


def test_nothing_may_follow_the_manifest() -> None:
    def too_many() -> Iterator[Member]:
        yield from members.complete([members.of_bytes("a", b"1")], io.BytesIO(), Tally())
        yield members.of_bytes("b", b"2")

    with pytest.raises(Integrity, match="b is not"):
        members.read_through(too_many(), members.drain)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"1")
    found = members.of_file("f", tmp_path / "f")
    (tmp_path / "f").write_bytes(b"12")

    with pytest.raises(Integrity, match="changed while"):
        members.drain(found)


def test_what_it_knows_of_each_file_is_not_kept() -> None:
    data = tar_of({str(n): b"" for n in range(300)})
    stream = tarring.from_tar(io.BytesIO(data))

    for _ in range(200):
        members.drain(next(stream))

    frame = stream.gi_frame  # type: ignore[attr-defined]  # a generator shows its names
    assert len(vars(frame.f_locals["tar"])["members"]) < 3
