"""Where a bag lies: a folder, or a ZIP with one folder in it (RFC 8493, section 4).

Both tell their files with sizes and give their bytes; nothing is unpacked to the disk and no link
is followed. What a folder or a ZIP may not hold is told as findings: links, devices and hard
links (B009), damage (B016), tricks of packing (B017), not just one folder (B018).
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import bag_zip
from docgen.archive.bag import Finding
from docgen.archive.bag_names import shown
from docgen.archive.hashes import pieces_of
from docgen.errors import BadInput, say


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a bag by their paths, and what is wrong with how they are kept.

    Args:
        sizes: The size of each file in bytes, as the folder or the ZIP says.
        names: The names as they are, folders of a ZIP among them, twins too.
        pieces: The bytes of a file, piece by piece; a ZIP that is damaged raises one of
            ``bag_zip.DAMAGE``.
        findings: What is wrong.
    """

    sizes: Mapping[str, int]
    names: tuple[str, ...]
    pieces: Callable[[str], Iterator[bytes]]
    findings: tuple[Finding, ...]


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The bag at this path, folder or ZIP.

    Raises:
        BadInput: There is neither a folder nor a plain file.
    """
    if path.is_dir() and not path.is_symlink():
        yield _folder(path)
        return
    if not path.is_file() or path.is_symlink():
        raise BadInput(
            say("There is no bag at {path}", path=path),
            why=say("a bag is a folder or a ZIP file, and no link to one"),
            fix=say("check the name"),
            file=str(path),
        )
    with bag_zip.opened(path) as (archive, fault):
        if archive is None:
            yield Source({}, (), lambda _: iter(()), fault)
            return
        members = {bag_zip.inner(one): one for one in archive.infolist() if not one.is_dir()}
        yield Source(
            {name: one.file_size for name, one in members.items()},
            tuple(bag_zip.inner(one) for one in archive.infolist() if not one.is_dir()),
            lambda name: bag_zip.pieces(archive, members[name]),
            fault,
        )


def _folder(top: Path) -> Source:
    sizes: dict[str, int] = {}
    findings: list[Finding] = []
    for path in _walk(top):
        name = path.relative_to(top).as_posix()
        told = path.lstat()
        if stat.S_ISREG(told.st_mode) and told.st_nlink == 1:
            sizes[name] = told.st_size
            continue
        what = (
            say("it is a symbolic link")
            if stat.S_ISLNK(told.st_mode)
            else say("it is a hard link: another name leads to the same file")
            if stat.S_ISREG(told.st_mode)
            else say("it is no plain file, but a device, a pipe or a socket")
        )
        findings.append(Finding("B009", shown(name), what))
    return Source(sizes, tuple(sizes), lambda name: pieces_of(top / name), tuple(findings))


def _walk(folder: Path) -> Iterator[Path]:
    """All that is no folder, however deep it lies."""
    waiting = [folder]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
            else:
                yield path
