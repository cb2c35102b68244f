"""The installed ``docgen`` as people call it, and the same command inside this process.

A process costs half a second, so what needs no process of its own runs inside: the command
line is the same, only Python's start is saved.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from docgen.cli import main

PROGRAM = Path(sys.executable).with_name("docgen")
#: Nothing of the machine's own settings reaches a test.
PLAIN = {"LC_ALL": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401  whatever the command prints
        """What it printed with ``--json``."""
        return json.loads(self.out)

    @property
    def problem(self) -> dict[str, Any]:
        """What it printed with ``--json`` when it failed."""
        told: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        return told


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: the machine's without docgen's and language's variables."""
    unwanted = ("DOCGEN_", "LC_", "LANG", "LOGNAME", "USER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, **PLAIN, **more}


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs the installed program in a folder."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    program: Sequence[str] = (str(PROGRAM),)

    def start(self, *args: object, **env: str) -> subprocess.Popen[str]:
        """Start a command and do not wait."""
        return subprocess.Popen(
            [*self.program, *map(str, args)],
            cwd=self.folder,
            env=environment(**{**self.env, **env}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args: object, **env: str) -> Said:
        """Run a command to its end."""
        process = self.start(*args, **env)
        out, err = process.communicate()
        return Said(process.returncode, out, err)


@dataclass(frozen=True, slots=True)
class Inside:
    """Runs commands in this process, as somebody of a demo office."""

    office: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *args: object, who: str = "mira") -> Said:
        """Run a command as this person; ``""`` for the operating system's user."""
        acting = ["--as", who] if who else []
        self.capsys.readouterr()
        code = main._run(["--office", str(self.office), *acting, *map(str, args)])
        told = self.capsys.readouterr()
        return Said(code, told.out, told.err)
