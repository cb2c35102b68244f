"""What tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from tests.support.pages import office_with_pages
from tests.web.reach.cast import Cast
from tests.web.reach.cast import cast as made

from docgen.office import previews
from docgen.office.desk import Office


@pytest.fixture(autouse=True)
def _quick_hashes() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["tests.support.pages.QuickArgon2"]):
        yield


@pytest.fixture(autouse=True)
def _cold_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test starts a LibreOffice by looking at a page."""
    monkeypatch.setattr(previews.WARM, "begin", lambda: False)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that is served."""
    return office_with_pages(tmp_path / "office")


@pytest.fixture
def cast() -> Cast:
    """The office with one of everything and a person for each role, served by this process."""
    return made()
