"""One LibreOffice that stays open: started once, asked many times, ended for good.

It is driven through ``uno_worker`` by LibreOffice's own Python or the system's; both end together,
in one process group with one folder that holds the profile and the paper in hand. Who uses one
ends it after any failure: nothing is known of the state it is in then.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from docgen.render import soffice
from docgen.render.cold import no_room

START_SECONDS = 60.0
#: LibreOffice says of a full disk only that it failed; with less room than this it is to blame.
ROOM = 5_000_000
_WORKER = Path(__file__).with_name("uno_worker.py")
# As a script, but without this folder on the path, whose names that Python must not take for its.
_RUN = "import runpy,sys;runpy.run_path(sys.argv.pop(1),run_name='__main__')"
_SYSTEM_PYTHON = Path("/usr/bin/python3")
_ASK = "import uno,pyuno;print(pyuno.__file__)"
_PATIENCE = 30


class Broken(Exception):
    """A process that must be ended: it crashed, hung or made nothing; ``said`` tells which."""

    def __init__(self, said: str, *, hung: bool = False) -> None:
        super().__init__(said)
        self.said, self.hung = said, hung


class NotStarted(Broken):
    """A process that never became ready."""


@cache
def interpreter(program: str) -> str:
    """The Python that can drive this LibreOffice; empty if there is none.

    One that belongs to another LibreOffice is none: they connect, and break at the first paper.
    """
    home = Path(program).resolve().parent
    for python in (home / "python", _SYSTEM_PYTHON):
        if _drives(python, home):
            return str(python)
    return ""


def _drives(python: Path, home: Path) -> bool:
    try:
        done = subprocess.run(
            [python, "-I", "-c", _ASK],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return Path(done.stdout.decode().strip()).resolve().parent == home


class Warm:
    """A LibreOffice that is ready for papers. Not for two threads at once.

    Args:
        program: LibreOffice, from ``soffice.find``.
        python: From ``interpreter``.

    Raises:
        NotStarted: It did not become ready.
        OutsideFailed: It could not even be started, or there is no room for its folder.
    """

    def __init__(self, program: str, python: str) -> None:
        try:
            self._work = Path(tempfile.mkdtemp(prefix="docgen-pdf-"))
            office = [program, soffice.profile(self._work), *soffice.OPTIONS]
        except OSError as why:
            raise no_room(why) from why
        command = [python, "-c", _RUN, str(_WORKER), str(self._work), *office]
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = soffice.start(command, self._work, line=theirs.fileno())
        self._answers = self._line.makefile("rb")
        try:
            self._answer(START_SECONDS)
        except Broken as why:
            self.close()
            raise NotStarted(why.said, hung=why.hung) from why

    def convert(self, docx: bytes, *, seconds: float, export: soffice.Export) -> bytes:
        """The PDF of one Word file, as LibreOffice wrote it; nobody has looked at it yet.

        Raises:
            Broken: It crashed, took more than ``seconds``, or wrote nothing.
            OutsideFailed: The folder for temporary files failed.
        """
        paper, pdf = self._work / "paper.docx", self._work / "paper.pdf"
        try:
            pdf.unlink(missing_ok=True)
            paper.write_bytes(docx)
            self._ask({"docx": str(paper), "pdf": str(pdf), "export": dict(export)})
            self._answer(seconds)
            return pdf.read_bytes()
        except FileNotFoundError as why:
            raise Broken(soffice.last_words(self._work)) from why
        except OSError as why:
            raise no_room(why) from why
        except Broken as why:
            if shutil.disk_usage(self._work).free < ROOM:
                raise no_room(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) from why
            raise

    def kill(self) -> None:
        """Kill it and all that it started; safe while another thread waits for its answer."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it and all that it started, and remove its folder."""
        soffice.end(self._process, self._work)
        self._answers.close()
        self._line.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def _ask(self, task: dict[str, object]) -> None:
        with contextlib.suppress(OSError):  # who is gone does not answer either
            self._line.sendall(json.dumps(task).encode() + b"\n")

    def _answer(self, seconds: float) -> None:
        self._line.settimeout(seconds)
        try:
            line = self._answers.readline()
        except TimeoutError as why:
            raise Broken("", hung=True) from why
        except OSError as why:
            raise Broken(soffice.last_words(self._work)) from why
        if not line:
            raise Broken(soffice.last_words(self._work))
        fault = json.loads(line)["fault"]
        if fault:
            raise Broken(fault)
