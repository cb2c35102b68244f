"""The walls of docs/architecture.md stand: import-linter's contracts in pyproject.toml.

The twins build a small house with the same contracts and one wrong import in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path, *, source: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the project in this folder, with its packages from ``source``."""
    environ = dict(os.environ) | ({"PYTHONPATH": str(source)} if source else {})
    return subprocess.run(
        [LINT, "--config", folder / "pyproject.toml", "--no-cache"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(name="house")
def _house(tmp_path: Path) -> Path:
    """A project with our contracts whose layers are one empty module each."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = [part for row in contracts[0]["layers"] for part in row.split(" | ")]
    for name in ("docgen", "docgen_audit", *(f"docgen/{layer}" for layer in layers)):
        folder = tmp_path / "src" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    return tmp_path


def test_no_import_points_upward() -> None:
    found = lint(ROOT)

    assert found.returncode == 0, found.stdout


def test_an_empty_house_stands(house: Path) -> None:
    found = lint(house, source=house / "src")

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("docgen/office", "from docgen import cli"),
        ("docgen/archive", "from docgen import index"),
        ("docgen/forms", "from docgen import ledger"),
        ("docgen/errors", "from docgen import config"),
        ("docgen/model", "import pathlib"),
        ("docgen/forms", "import subprocess"),
        ("docgen/ledger", "import django"),
        ("docgen_audit", "from docgen import office"),
        ("docgen/newcomer", ""),
    ],
)
def test_one_wrong_import_is_found(house: Path, module: str, line: str) -> None:
    folder = house / "src" / module
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").write_text(f"{line}\n", "utf-8")

    found = lint(house, source=house / "src")

    assert found.returncode == 1, found.stdout + found.stderr
