"""Ctrl-C at a known moment: when the program looks for a module, or once it is loaded.

Before its first line runs there is only Python, which ends as it likes. So a test that counts
from a start waits until the program has come that far, however long a busy machine takes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_PROGRAM = """\
import os, pathlib, signal, sys
from docgen.cli import start

class Moment:
    def find_spec(self, name, *_):
        if name == {module!r}:
            {act}

sys.meta_path.insert(0, Moment())
start.run()
"""
_PRESS = "os.kill(os.getpid(), signal.SIGINT)"


def pressed_at(module: str) -> list[str]:
    """The program, as a command, with Ctrl-C as soon as it looks for this module."""
    return [sys.executable, "-c", _PROGRAM.format(module=module, act=_PRESS)]


def telling(ready: Path) -> list[str]:
    """The program, as a command, that makes this file once it answers to Ctrl-C."""
    act = f"pathlib.Path({str(ready)!r}).touch()"
    return [sys.executable, "-c", _PROGRAM.format(module="docgen.cli.main", act=act)]


def wait_for(seen: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until a running process has done something."""
    while not seen():
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
