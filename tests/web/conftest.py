"""What tests of pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.pages import office_with_pages

from docgen.office.desk import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that is served."""
    return office_with_pages(tmp_path / "office")
