"""A power cut on paper: what a disk may hold when the power fails after any step.

``Recorder`` watches every step of the archive and keeps what it did. ``Disk`` replays the steps
and knows, for each file and folder, what has been brought to the disk and what only the kernel
knows. From that it lays down the folder as it may be found after the cut, in the ways that file
systems differ:

    strict    only what was asked for by fsync is there: a file's bytes by its own, a name by its
              folder's; a folder moved from one to another may then be in both
    ordered   names as in a journal: those of the last fsync and any number after it; a file's
              bytes only by its own fsync (else the file is empty)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.disk import Step


@dataclass(slots=True)
class File:
    """A file: what was written, and what of it is on the disk."""

    now: bytes = b""
    synced: bytes = b""


@dataclass(slots=True)
class Folder:
    """A folder: its names, and which of them are on the disk."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)


@dataclass(slots=True)
class Recorder:
    """Keeps each step that was done, with the bytes of what was written."""

    steps: list[tuple[Step, bytes]] = field(default_factory=list)

    def __call__(self, step: Step) -> None:
        if step.done:
            data = step.path.read_bytes() if step.act in {"write", "append"} else b""
            self.steps.append((step, data))


def load(path: Path) -> Folder:
    """A folder as it lies there, all of it on the disk."""
    names: dict[str, File | Folder] = {}
    for entry in sorted(path.iterdir()):
        if entry.is_dir():
            names[entry.name] = load(entry)
        else:
            names[entry.name] = File(entry.read_bytes(), entry.read_bytes())
    return Folder(names, dict(names))


class Disk:
    """Replays steps on a folder and lays down what a power cut leaves."""

    def __init__(self, base: Path, start: Path) -> None:
        """Begin with what lies at ``start``; the steps speak of ``base``."""
        self._base, self._root = base, load(start)

    def replay(self, step: Step, data: bytes) -> None:
        """Do one step."""
        folder, name = self._find(step.path)
        match step.act:
            case "create":
                folder.now[name] = File()
            case "mkdir":
                folder.now[name] = Folder()
            case "write":
                self._file(folder, name).now = data
            case "append":
                folder.now.setdefault(name, File())
                self._file(folder, name).now = data
            case "fsync":
                file = self._file(folder, name)
                file.synced = file.now
            case "fsync-folder":
                one = folder.now[name] if name else self._root
                assert isinstance(one, Folder)
                one.synced = dict(one.now)
            case "sync-disk":
                sync_all(self._root)
            case "unlink" | "rmdir":
                folder.now.pop(name, None)
            case "rename" | "replace":
                assert step.target
                moved = folder.now.pop(name)
                target, new = self._find(step.target)
                target.now[new] = moved
            case other:
                raise AssertionError(other)

    def _find(self, path: Path) -> tuple[Folder, str]:
        parts = path.relative_to(self._base).parts
        folder = self._root
        for part in parts[:-1]:
            below = folder.now[part]
            assert isinstance(below, Folder)
            folder = below
        return folder, parts[-1] if parts else ""

    @staticmethod
    def _file(folder: Folder, name: str) -> File:
        file = folder.now[name]
        assert isinstance(file, File)
        return file

    def lay_down(self, target: Path, *, strict: bool) -> None:
        """Write what is found after the cut to an empty folder."""
        _lay_down(self._root, target, strict=strict)


def _lay_down(folder: Folder, target: Path, *, strict: bool) -> None:
    target.mkdir()
    for name, one in (folder.synced if strict else folder.now).items():
        if isinstance(one, Folder):
            _lay_down(one, target / name, strict=strict)
        else:
            (target / name).write_bytes(one.synced)


def sync_all(folder: Folder) -> None:
    """Everything below a folder is on the disk: ``syncfs``."""
    folder.synced = dict(folder.now)
    for one in folder.now.values():
        if isinstance(one, Folder):
            sync_all(one)
        else:
            one.synced = one.now
