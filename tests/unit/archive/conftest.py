"""An office for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.archive import Office, new_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "office")
