"""Where tests find what they share; no test is held to a wall clock.

Their folders lie in memory where there is room: nothing here waits for a disk. What a cut leaves
on one is played step by step (tests/crash), and a full disk is a small file system of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import docgen.web.setup  # noqa: F401  Django once for all tests: with what pages need

_MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own there
_ROOM = 6 * 2**30

sys.path.insert(0, str(Path(__file__).parents[1]))
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background is deaf to Ctrl-C, and what it starts would be deaf too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Hundreds of programs are started: each would compile all of docgen where nothing may be kept.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM:
    os.environ.setdefault("TMPDIR", str(_MEMORY))  # before any worker or program is started
    tempfile.tempdir = None  # pytest has looked for the usual place by now


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked slow runs by its own command (``make slow``) and not by the way."""
    if not os.environ.get("DOCGEN_LONG"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="the long version: make slow"))
