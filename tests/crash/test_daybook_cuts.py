"""A write into the daybook is cut off after any byte: the next command writes the rest of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.offices import founder, new_office

from docgen.office import daybook, journal
from docgen.office.desk import one_transaction
from docgen.register.models import Series


@pytest.mark.parametrize("name", [daybook.ENTRIES, daybook.REGISTER])
def test_a_file_is_completed_from_any_byte_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _number: None)
    office = new_office(tmp_path / "office")
    file = office.folder / "log" / name
    start = file.stat().st_size
    with one_transaction():
        Series.objects.create(name="试")
        journal.append(office, "dossier.listed", founder())
    whole = file.read_bytes()
    assert len(whole) > start + 60

    for size in range(start, len(whole)):
        file.write_bytes(whole[:size])
        daybook.write_down()

        assert file.read_bytes() == whole
