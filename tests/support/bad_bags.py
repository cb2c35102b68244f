"""Bags that no git can hold: with links, twins of names, and ZIPs that lie about themselves.

Each builder is called like the folders in ``tests/bad-bags``: the code first, then what is wrong.
"""

from __future__ import annotations

import os
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from docgen.archive.bag_write import new_bag

FILES = {"a.txt": b"one\n", "b.txt": b"two\n"}
BUILDERS: dict[str, Callable[[Path], Path]] = {}
_Builder = Callable[[Path], Path]


def good(folder: Path, *, packed: bool = False) -> Path:
    """A bag without a fault."""
    out = folder / ("bag.zip" if packed else "bag")
    with new_bag(out, packed=packed) as made:
        for path, data in FILES.items():
            made.add(path, data)
        made.close([("Source-Organization", "Sample")], {})
    for place in (out, *out.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)
    return out


def bad(build: _Builder) -> _Builder:
    """Note a builder under its name."""
    BUILDERS[build.__name__[:4].upper() + build.__name__[4:]] = build
    return build


def entries(data: bytes) -> Iterator[tuple[int, str]]:
    """Where each line of a ZIP's table begins, and which member it is of."""
    at = data.index(b"PK\x01\x02")
    while data[at : at + 4] == b"PK\x01\x02":
        sizes = struct.unpack("<HHH", data[at + 28 : at + 34])
        yield at, data[at + 46 : at + 46 + sizes[0]].decode()
        at += 46 + sum(sizes)


def packed_with(folder: Path, name: str, *, mode: int = 0o100644, data: bytes = b"x") -> Path:
    """A good ZIP with one member more."""
    out = good(folder, packed=True)
    member = zipfile.ZipInfo(name)
    member.external_attr, member.create_system = mode << 16, 3
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)  # a name that is there twice is the point
        archive.writestr(member, data)
    return out


@bad
def b005_dot_dot_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag/../../evil.txt")


@bad
def b005_absolute_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "/bag/evil.txt")


@bad
def b005_backslash_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag\\..\\evil.txt")


@bad
def b005_backslash_on_the_disk(folder: Path) -> Path:
    out = good(folder)
    (out / "data" / "..\\evil.txt").write_bytes(b"x")
    return out


@bad
def b006_nul_in_a_zip(folder: Path) -> Path:
    out = packed_with(folder, "bag/data/c.txtXevil")
    out.write_bytes(out.read_bytes().replace(b"c.txtXevil", b"c.txt\0evil"))
    return out


@bad
def b006_no_utf8_on_the_disk(folder: Path) -> Path:
    out = good(folder)
    Path(os.fsdecode(os.fsencode(out / "data") + b"/\xba\xcf\xcd\xac.txt")).write_bytes(b"x")
    return out


@bad
def b008_case_only_on_the_disk(folder: Path) -> Path:
    out = good(folder)
    (out / "data" / "A.txt").write_bytes(b"x")
    return out


@bad
def b008_composed_and_decomposed_on_the_disk(folder: Path) -> Path:
    out = good(folder)
    for name in ("\u00e9.txt", "e\u0301.txt"):
        (out / "data" / name).write_bytes(b"x")
    return out


@bad
def b008_same_name_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag/data/a.txt")


@bad
def b008_file_and_folder_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag/data/a.txt/c.txt")


@bad
def b009_symbolic_link(folder: Path) -> Path:
    out = good(folder)
    (out / "data" / "b.txt").unlink()
    (out / "data" / "b.txt").symlink_to("/etc/hostname")
    return out


@bad
def b009_link_to_a_folder(folder: Path) -> Path:
    out = good(folder)
    (out / "data").rename(folder / "elsewhere")
    (out / "data").symlink_to(folder / "elsewhere")
    return out


@bad
def b009_hard_link(folder: Path) -> Path:
    out = good(folder)
    (folder / "elsewhere").hardlink_to(out / "data" / "b.txt")
    return out


@bad
def b009_pipe(folder: Path) -> Path:
    out = good(folder)
    os.mkfifo(out / "data" / "c.txt")
    return out


@bad
def b009_symbolic_link_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag/data/c.txt", mode=stat.S_IFLNK | 0o777, data=b"/etc/hostname")


@bad
def b009_device_in_a_zip(folder: Path) -> Path:
    return packed_with(folder, "bag/data/c.txt", mode=stat.S_IFBLK | 0o666)


@bad
def b016_zip_cut_short(folder: Path) -> Path:
    out = good(folder, packed=True)
    out.write_bytes(out.read_bytes()[:-30])
    return out


@bad
def b016_zip_with_a_changed_byte(folder: Path) -> Path:
    out = good(folder, packed=True)
    out.write_bytes(out.read_bytes().replace(b"two\n", b"tow\n", 1))
    return out


@bad
def b016_no_zip(folder: Path) -> Path:
    out = folder / "bag.zip"
    out.write_bytes(b"no ZIP at all")
    return out


@bad
def b017_bomb(folder: Path) -> Path:
    out = good(folder, packed=True)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bag/data/c.txt", bytes(3_000_000))
    return out


@bad
def b017_encrypted(folder: Path) -> Path:
    out = good(folder, packed=True)
    data = bytearray(out.read_bytes())
    for at, name in entries(bytes(data)):
        if name.endswith("a.txt"):
            data[at + 8] |= 1
    out.write_bytes(data)
    return out


@bad
def b017_unknown_packing(folder: Path) -> Path:
    out = good(folder, packed=True)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("bag/data/c.txt", b"x")
    return out


@bad
def b017_two_in_one_place(folder: Path) -> Path:
    out = good(folder, packed=True)
    data = bytearray(out.read_bytes())
    first, second, *_ = entries(bytes(data))
    data[second[0] + 42 : second[0] + 46] = data[first[0] + 42 : first[0] + 46]
    out.write_bytes(data)
    return out


@bad
def b018_two_folders(folder: Path) -> Path:
    return packed_with(folder, "other/a.txt")


@bad
def b018_beside_the_folder(folder: Path) -> Path:
    return packed_with(folder, "a.txt")


@bad
def b018_nothing_in_the_zip(folder: Path) -> Path:
    out = folder / "bag.zip"
    with zipfile.ZipFile(out, "w"):
        pass
    return out
