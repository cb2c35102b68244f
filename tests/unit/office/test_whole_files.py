"""Files for people appear whole, all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.archive import io_error

from docgen.errors import BadInput
from docgen.office.whole_files import refuse_there, write_whole


def test_they_are_there_and_nothing_else(tmp_path: Path) -> None:
    write_whole({tmp_path / "a.docx": b"1", tmp_path / "a.pdf": b"2"})

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"2"


@pytest.mark.parametrize("at", range(4))
def test_none_is_left_if_the_disk_fails_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Two files: two are brought to the disk, then two get their names."""
    seen: list[object] = []

    def failing(*_: object) -> None:
        seen.append(_)
        if len(seen) == at + 1:
            io_error()

    real = Path.replace

    def replace(one: Path, to: Path) -> Path:
        failing(one)
        return real(one, to)

    monkeypatch.setattr(os, "fsync", failing)
    monkeypatch.setattr(Path, "replace", replace)

    with pytest.raises(OSError, match="Input/output"):
        write_whole({tmp_path / "a.docx": b"1", tmp_path / "a.pdf": b"2"})

    assert list(tmp_path.iterdir()) == []


def test_a_name_is_never_there_before_all_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a kill leaves: under the name people know there is nothing, or all of it."""
    file, found = tmp_path / "a.docx", []
    monkeypatch.setattr(os, "fsync", lambda _number: found.append(file.exists()))

    write_whole({file: b"1" * 100_000})

    assert found == [False]
    assert file.stat().st_size == 100_000


def test_what_people_have_is_never_written_over(tmp_path: Path) -> None:
    refuse_there(tmp_path / "new.pdf")
    (tmp_path / "old.pdf").touch()

    with pytest.raises(BadInput, match="there already") as refused:
        refuse_there(tmp_path / "old.pdf")

    assert refused.value.file == str(tmp_path / "old.pdf")
