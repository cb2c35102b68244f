"""What tests of pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm
from tests.support.pages import office_with_pages
from tests.web.reach.cast import Cast
from tests.web.reach.cast import cast as made

from docgen.office.desk import Office


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["tests.support.pages.QuickArgon2"])
    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that is served."""
    return office_with_pages(tmp_path / "office")


@pytest.fixture
def cast() -> Cast:
    """The office with one of everything and a person for each role, served by this process."""
    return made()
