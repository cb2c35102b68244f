"""Two folders change places at once, or stay where they are."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from docgen.archive import disk
from docgen.office import template_swap


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with a file each."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "says").write_text(name, "utf-8")
    return tmp_path / "a", tmp_path / "b"


def says(folders: tuple[Path, Path]) -> list[str]:
    """What lies in each."""
    return [(one / "says").read_text("utf-8") for one in folders]


def test_they_change_places(two: tuple[Path, Path]) -> None:
    template_swap.exchange(*two)

    assert says(two) == ["b", "a"]


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.EXDEV])
def test_where_the_system_cannot_the_old_one_steps_aside(
    two: tuple[Path, Path], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_swap, "_at_once", lambda *_: code)

    template_swap.exchange(*two)

    assert says(two) == ["b", "a"]
    assert sorted(one.name for one in two[0].parent.iterdir()) == ["a", "b"]


def test_a_disk_that_refuses_leaves_both(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_swap, "_at_once", lambda *_: errno.EACCES)

    with pytest.raises(OSError, match="denied"):
        template_swap.exchange(*two)

    assert says(two) == ["a", "b"]


def test_a_disk_that_refuses_half_way_leaves_both(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    real = disk.rename

    def refuse(path: Path, target: Path) -> None:
        if path == one:
            raise OSError(errno.EIO, "broken")
        real(path, target)

    monkeypatch.setattr(template_swap, "_at_once", lambda *_: errno.ENOSYS)
    monkeypatch.setattr(disk, "rename", refuse)

    with pytest.raises(OSError, match="broken"):
        template_swap.exchange(one, other)

    assert says(two) == ["a", "b"]


def test_where_one_is_missing_the_other_moves_and_moves_back(two: tuple[Path, Path]) -> None:
    one, _ = two
    free = one.parent / "family" / "c"

    template_swap.exchange(one, free)
    there = (one.exists(), (free / "says").read_text("utf-8"))
    template_swap.exchange(one, free)

    assert there == (False, "a")
    assert (free.exists(), (one / "says").read_text("utf-8")) == (False, "a")


def test_a_disk_that_refuses_the_move_leaves_it_where_it_is(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    one, _ = two
    monkeypatch.setattr(disk, "rename", refuse)

    with pytest.raises(OSError, match="full"):
        template_swap.exchange(one, one.parent / "c")

    assert (one / "says").read_text("utf-8") == "a"
