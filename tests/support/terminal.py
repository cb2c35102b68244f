"""A program on a terminal of its own: what it shows is read, and keys are typed."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

from tests.support.shell import PROGRAM, environment

#: Seconds without a sign of life after which a test gives up rather than hang.
_PATIENCE = 300
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """One run of the installed program at a pseudo terminal."""

    def __init__(self, folder: Path, *args: object, **env: str) -> None:
        self._ours, theirs = pty.openpty()
        quiet = termios.tcgetattr(theirs)
        quiet[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, quiet)
        self._process = subprocess.Popen(
            [str(PROGRAM), *map(str, args)],
            cwd=folder,
            env=environment(TERM="xterm", **env),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - the child starts no threads before
        )
        os.close(theirs)
        self.shown, self._seen = "", 0

    def wait(self, words: str) -> str:
        """Read until these words are shown after the last ones; what was shown on the way."""
        start = self._seen
        while (found := self.shown.find(words, start)) < 0:
            if not self._read():
                raise AssertionError(f"“{words}” never came: {self.shown[start:]}")
        self._seen = found + len(words)
        return self.shown[start : self._seen]

    def type(self, *lines: str) -> None:
        """Type lines, each after the next sign that one is awaited."""
        for line in lines:
            self.wait("> ")
            os.write(self._ours, f"{line}\n".encode())

    def press(self, key: str) -> None:
        """Press a key without Enter: 0x03 is Ctrl-C, 0x04 Ctrl-D."""
        os.write(self._ours, key.encode())

    def end(self, again: str = "") -> int:
        """Read to the end; the exit code.

        Args:
            again: A key to press again where nothing comes: one that is pressed in the moment
                in which a program takes the terminal over is lost, as people know it.
        """
        while self._read(again):
            pass
        os.close(self._ours)
        return self._process.wait()

    def _read(self, again: str = "") -> bool:
        for _ in range(_PATIENCE):
            if select.select([self._ours], [], [], 1)[0]:
                break
            self.press(again)
        else:
            raise AssertionError(f"nothing more came after: {self.shown}")
        with contextlib.suppress(OSError):  # Linux says EIO at the end of a terminal
            data = os.read(self._ours, 65_536)
            # A sign may be cut in two by the pipe; the next piece is read with it.
            while data and data[-1] >= 0x80 and not _whole(data):
                data += os.read(self._ours, 1)
            self.shown += _COLOURS.sub("", data.decode().replace("\r\n", "\n"))
            return bool(data)
        return False


def _whole(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _take_terminal() -> None:
    import fcntl  # noqa: PLC0415 - in the child only

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextlib.contextmanager
def terminal(folder: Path, *args: object, **env: str) -> Iterator[Terminal]:
    """A program at a terminal, ended with the test."""
    opened = Terminal(folder, *args, **env)
    try:
        yield opened
    finally:
        opened._process.kill()
        opened._process.wait()
