"""``tools/system.sh``: silent where all is there, else one line that names what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "tools" / "system.sh"
#: What the script is made of, and what it looks for; all found in one folder.
_TOOLS = ("bash", "readlink", "dirname", "id", "cat")
_PARTS = ("soffice", "python", "pdftoppm", "chromium")


@pytest.fixture(name="machine")
def _machine(tmp_path: Path) -> Path:
    """A machine that has everything but apt-get: a folder with all its programs."""
    for name in _TOOLS:
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    for name in _PARTS:
        _program(tmp_path / name, "exit 0")
    _program(tmp_path / "fc-list", "echo Noto Serif CJK SC")
    return tmp_path


def _program(file: Path, does: str) -> None:
    file.write_text(f"#!/bin/sh\n{does}\n", "ascii")
    file.chmod(0o755)


def said(machine: Path, *args: str) -> tuple[int, str]:
    """How the script ends on this machine, and all that it prints."""
    done = subprocess.run(
        [str(machine / "bash"), str(SCRIPT), *args],
        env={"PATH": str(machine)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("wish", [[], ["browser"]])
def test_where_all_is_there_nothing_is_said(machine: Path, wish: list[str]) -> None:
    assert said(machine, *wish) == (0, "")


def test_chromium_is_wanted_for_tests_of_the_page_alone(machine: Path) -> None:
    (machine / "chromium").unlink()

    code, text = said(machine, "browser")

    assert said(machine) == (0, "")
    assert (code, text.endswith("install chromium\n")) == (1, True)


@pytest.mark.parametrize(
    ("gone", "package"),
    [
        ("soffice", "libreoffice-writer-nogui"),
        ("pdftoppm", "poppler-utils"),
        ("fc-list", "fonts-noto-cjk"),
    ],
)
def test_what_is_missing_is_named(machine: Path, gone: str, package: str) -> None:
    (machine / gone).unlink()

    code, text = said(machine)

    assert (code, package in text) == (1, True)
