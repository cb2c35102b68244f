"""An office for each test, on a disk that is not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.archive import Office, new_office


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power for real, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "office")
