"""An empty index for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.index.embedded import Embedded


@pytest.fixture
def index(tmp_path: Path) -> Embedded:
    made = Embedded(tmp_path / "index")
    made.replace_with((), upto=0)
    return made
