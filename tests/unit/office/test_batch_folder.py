"""The folder of a batch: a journal that survives being cut off, and one batch at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.archive import locks
from docgen.errors import BadInput, OutsideFailed
from docgen.office import batch_folder
from docgen.office.batch_folder import STATE, OutFolder, check, opened, told


@pytest.fixture
def begun(tmp_path: Path) -> OutFolder:
    """A folder whose batch has promised something."""
    with opened(tmp_path / "out") as out:
        out.begin({"batch": "b"})
        out.write({"ready": [1]})
    return out


def journal(out: OutFolder) -> Path:
    return out.state / "journal.jsonl"


@pytest.mark.parametrize("cut", [1, 5])
def test_a_line_that_was_cut_off_never_happened(begun: OutFolder, cut: int) -> None:
    whole = journal(begun).read_bytes()
    journal(begun).write_bytes(whole[:-cut])

    assert begun.lines() == [{"batch": "b"}]
    begun.write({"ready": [2]})
    assert begun.lines() == [{"batch": "b"}, {"ready": [2]}]


def test_a_journal_that_somebody_changed_is_not_believed(begun: OutFolder) -> None:
    journal(begun).write_text('{"batch": "b"}\n{"ready": \n', "utf-8")

    with pytest.raises(BadInput, match="cannot be read") as caught:
        begun.lines()

    assert caught.value.file == str(journal(begun))


def test_where_nothing_was_begun_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name in ("new", "there"):
        with opened(tmp_path / name):
            pass

    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert list((tmp_path / "there").iterdir()) == []


def test_files_appear_where_they_belong_and_only_once(begun: OutFolder) -> None:
    for name in ("a.docx", "a.pdf"):
        (begun.staged / name).write_text(name, "utf-8")

    for _ in range(2):
        begun.publish(["a.docx", "a.pdf", "gone.docx"], keep=(".pdf",))

    assert (begun.folder / "a.docx").read_text("utf-8") == "a.docx"
    assert (begun.kept / "a.pdf").read_text("utf-8") == "a.pdf"
    assert list(begun.staged.iterdir()) == []


def test_a_folder_with_other_things_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x", "utf-8")

    for refuse in (lambda: check(tmp_path), lambda: opened(tmp_path).__enter__()):
        with pytest.raises(BadInput, match="cannot be the folder of a batch"):
            refuse()


@pytest.mark.parametrize("where", ["file", "file/below", "gone/deep"])
def test_a_place_that_is_no_folder(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("x", "utf-8")

    with pytest.raises(BadInput):
        check(tmp_path / where)


def test_two_batches_do_not_share_a_folder(
    begun: OutFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_folder, "_PATIENCE", 0.1)
    with opened(begun.folder):
        other = locks.own  # this process may take the lock a second time, another could not
        monkeypatch.setattr(locks, "own", lambda _: False)
        with pytest.raises(BadInput, match="Another batch is at work"), opened(begun.folder):
            pass
        monkeypatch.setattr(locks, "own", other)

    assert begun.lines()[0] == {"batch": "b"}


def test_a_full_disk_is_told_with_the_way_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed) as caught, told(tmp_path):
        raise OSError(28, "No space left on device")

    assert "No space left" in caught.value.what
    assert "--resume" in caught.value.fix


def test_the_journal_is_plain_lines(begun: OutFolder) -> None:
    assert [json.loads(line) for line in journal(begun).read_text("utf-8").splitlines()]
    assert begun.state.name == STATE
