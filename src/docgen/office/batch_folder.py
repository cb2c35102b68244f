"""The folder a batch writes to, with the journal by which an interrupted one goes on.

    out/客户投诉记录 TS-20261101.docx …      what is done
    out/.docgen-batch/journal.jsonl        what was promised and what is done, one line each
    out/.docgen-batch/staged/              what is made and not yet promised
    out/.docgen-batch/kept/                what will be packed into a ZIP or one PDF

A form is made in ``staged``; its line is on the disk before register and log know of it; only
then it appears under its name. So nobody ever finds a paper whose number could be given to
another. The single files are not forced to the disk: the journal says which there should be.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from docgen.archive import locks
from docgen.errors import BadInput, OutsideFailed, say

STATE = ".docgen-batch"
_JOURNAL, _STAGED, _KEPT = "journal.jsonl", "staged", "kept"
#: Written by a dry run, so it may lie there before a batch begins.
CHECKED = "核对结果.xlsx"
RESULT = "结果.xlsx"
#: How long to wait for the processes of a batch that was killed a moment ago.
_PATIENCE = 5.0


class OutFolder:
    """A batch's folder, locked by this process; made by ``opened``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / STATE
        self.staged, self.kept = self.state / _STAGED, self.state / _KEPT

    def lines(self) -> list[dict[str, Any]]:
        """What the journal holds; a last line that was cut off never happened."""
        try:
            data = (self.state / _JOURNAL).read_bytes()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            with (self.state / _JOURNAL).open("r+b") as journal:
                journal.truncate(len(whole))
        try:
            return [json.loads(line) for line in whole.splitlines()]
        except ValueError as error:
            raise _unreadable(self.folder) from error

    def write(self, line: Mapping[str, object]) -> None:
        """Add a line to the journal; it is on the disk when this returns."""
        with told(self.folder), (self.state / _JOURNAL).open("ab") as journal:
            journal.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            journal.flush()
            os.fsync(journal.fileno())

    def publish(self, names: Iterable[str], *, keep: Collection[str] = ()) -> None:
        """Let staged files appear under their names; those not staged any more are left alone.

        Files whose ending is in ``keep`` go where they wait to be packed.
        """
        with told(self.folder):
            for name in names:
                place = self.kept if name.endswith(tuple(keep)) else self.folder
                with suppress(FileNotFoundError):
                    os.rename(f"{self.staged}/{name}", f"{place}/{name}")  # noqa: PTH104  thousands

    def clear_staged(self) -> None:
        """Throw away what was made and not promised."""
        shutil.rmtree(self.staged, ignore_errors=True)
        with told(self.folder):
            self.staged.mkdir()

    def begin(self, head: Mapping[str, object]) -> None:
        """Start a journal anew."""
        with told(self.folder):
            (self.state / _JOURNAL).unlink(missing_ok=True)
            self.kept.mkdir(exist_ok=True)
        self.clear_staged()
        self.write(head)


@contextmanager
def opened(folder: Path) -> Iterator[OutFolder]:
    """Lock the folder of a batch, which is new, empty, or one a batch was run in.

    Raises:
        BadInput: It holds other things, or another batch is at work in it.
        OutsideFailed: It cannot be written.
    """
    out, fresh = OutFolder(folder), not folder.exists()
    _must_be_ours(folder)
    with told(folder):
        out.state.mkdir(parents=fresh, exist_ok=True)
    _lock(out.state)
    try:
        yield out
    finally:
        if not (out.state / _JOURNAL).exists():  # it came to nothing
            shutil.rmtree(out.state, ignore_errors=True)
            with suppress(OSError):
                if fresh:
                    folder.rmdir()
        locks.disown(out.state)


def check(folder: Path) -> None:
    """Refuse, before any work, a folder that cannot be a batch's."""
    _must_be_ours(folder)
    there = folder if folder.exists() else folder.absolute().parent
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise BadInput(
            say("Nothing can be written to {folder}", folder=there),
            why=say("there is no such folder, or the operating system forbids it"),
            fix=say("choose another place").by("--out"),
            file=str(there),
        )


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn a failure of the disk into a sentence that says how to go on."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutsideFailed(
            say("{folder} cannot be written: {error}", folder=folder, error=reason),
            why=say("the disk refused; what was done before is kept"),
            fix=say("make room, then go on where it stopped").by("--resume"),
            file=str(folder),
        ) from error


def _must_be_ours(folder: Path) -> None:
    if not folder.exists():
        return
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise _not_free(folder, say("{error}", error=error.strerror or error)) from error
    if STATE not in names and names - {CHECKED}:
        raise _not_free(folder, say("it holds other things"))


def _not_free(folder: Path, why: str) -> BadInput:
    return BadInput(
        say("{folder} cannot be the folder of a batch", folder=folder),
        why=why,
        fix=say("name a folder that is not there yet, or an empty one"),
        file=str(folder),
    )


def _lock(state: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not locks.own(state):
        if time.monotonic() > until:
            raise BadInput(
                say("Another batch is at work in {folder}", folder=state.parent),
                why=say("two batches cannot write into one folder"),
                fix=say("wait until it is done, or choose another folder with --out"),
                file=str(state.parent),
            )
        time.sleep(0.05)


def _unreadable(folder: Path) -> BadInput:
    return BadInput(
        say("The journal of the batch in {folder} cannot be read", folder=folder),
        why=say("somebody changed it"),
        fix=say("choose another folder with --out; docgen log list shows what was filled"),
        file=str(folder / STATE / _JOURNAL),
    )
