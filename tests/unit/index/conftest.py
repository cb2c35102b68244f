"""An empty index for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.index.engine import Index


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index(tmp_path / "index")
    made.create()
    return made
