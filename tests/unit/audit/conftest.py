"""An auditor who has made his key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.auditor import Auditor


@pytest.fixture(name="auditor")
def _auditor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Auditor:
    """An auditor who has made his key."""
    for name in ("LC_ALL", "LC_MESSAGES", "DOCGEN_AUDIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    made = Auditor(tmp_path / "auditor", capsys)
    assert made.run("init", "audit.example/wang").code == 0
    return made
