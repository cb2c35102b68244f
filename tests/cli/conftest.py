"""An office with the three people, a customer and a paper, made once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import cast, filed
from tests.support.offices import Folder, content, customer, laid_down, new_office
from tests.support.shell import PLAIN, Inside, Shell


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = tmp_path_factory.mktemp("made") / "office"
    office = new_office(folder)
    folk = cast(office)
    filed(office, folk.mira, customer(office))
    return content(folder)


@pytest.fixture
def folder(made: Folder, tmp_path: Path) -> Path:
    """An office folder of the test's own."""
    laid_down(made, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def shell(folder: Path) -> Shell:
    """The installed program, called beside the office."""
    return Shell(folder.parent, {"DOCGEN_OFFICE": str(folder)})


@pytest.fixture
def inside(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Inside:
    """The same commands inside this process."""
    for name in ("LANG", "LC_MESSAGES", "DOCGEN_OFFICE", "DOCGEN_SOFFICE", "DOCGEN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder.parent)
    return Inside(folder, capsys)
