"""Where tests find what they share; no test is held to a wall clock.

Their folders lie in one of the run's own, in memory where there is room: nothing here waits for a
disk. What a cut leaves on one is played step by step (tests/crash), and a full disk is a small
file system of its own.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import docgen.web.setup  # noqa: F401  Django once for all tests: with what pages need

_MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own there
_ROOM = 6 * 2**30
_OWN = "docgen-tests-"

sys.path.insert(0, str(Path(__file__).parents[1]))
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background is deaf to Ctrl-C, and what it starts would be deaf too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Hundreds of programs are started: each would compile all of docgen where nothing may be kept.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
gc.disable()  # thousands of tests are collected and stay: nothing of that is rubbish


def _own_folder() -> Path:
    """A folder for all that this run and its programs leave lying; those of dead runs are gone."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    base = Path(os.environ.get("TMPDIR") or (_MEMORY if roomy else tempfile.gettempdir()))
    for old in base.glob(f"{_OWN}*"):
        if not Path("/proc", old.name.removeprefix(_OWN)).exists():
            shutil.rmtree(old, ignore_errors=True)
    own = base / f"{_OWN}{os.getpid()}"
    own.mkdir(mode=0o700, exist_ok=True)
    return own


if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker has its run's
    os.environ["TMPDIR"] = str(_own_folder())  # before any worker or program is started
tempfile.tempdir = None  # pytest has looked for the usual place by now


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: int) -> None:
    """Nothing stays but what failed, until the next run."""
    if "PYTEST_XDIST_WORKER" not in os.environ and exitstatus != pytest.ExitCode.TESTS_FAILED:
        shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)


def _remembered(
    parse: Callable[..., dict[str, Any]],
) -> Callable[..., dict[str, Any]]:
    """Each office has the same rules and forms: a text that was read before is not parsed again."""

    @cache
    def read(text: str, parse_float: Callable[[str], Any]) -> bytes:
        return pickle.dumps(parse(text, parse_float=parse_float))

    def loads(text: str, /, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
        found: dict[str, Any] = pickle.loads(read(text, parse_float))  # noqa: S301  our own
        return found

    return loads


tomllib.loads = _remembered(tomllib.loads)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """``-n auto``: one more than there are processors, for while others wait for a program."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_finish() -> None:
    """From here on there is rubbish; what was collected is not looked through again and again."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked slow runs by its own command (``make slow``) and not by the way."""
    if not os.environ.get("DOCGEN_LONG"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="the long version: make slow"))
