"""Texts come back as they were written, and files that do not fit are noticed."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.lines import Damaged, Lines, Writer

TEXTS = [b"HT-1\ntitle", b"\n", "客户\n投诉".encode()]


def write(folder: Path, texts: list[bytes] = TEXTS) -> Path:
    """The texts in a folder."""
    with Writer(folder, "texts") as writer:
        for text in texts:
            writer.add(text)
    return folder


def test_each_text_comes_back(tmp_path: Path) -> None:
    lines = Lines(write(tmp_path), "texts", 3)

    assert [lines[paper] for paper in range(3)] == TEXTS
    assert lines.line(2, 1).decode() == "投诉"


@given(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=9), st.binary(max_size=3))
def test_who_holds_a_piece(
    tmp_path_factory: pytest.TempPathFactory, texts: list[bytes], piece: bytes
) -> None:
    lines = Lines(write(tmp_path_factory.mktemp("lines"), texts), "texts", len(texts))

    found = lines.holding(piece, range(len(texts)))

    assert found == [at for at, text in enumerate(texts) if piece in text]


def test_only_those_asked_for_are_looked_at(tmp_path: Path) -> None:
    lines = Lines(write(tmp_path), "texts", 3)

    assert lines.holding(b"\n", [0, 2]) == [0, 2]


def test_a_line_that_is_not_there(tmp_path: Path) -> None:
    lines = Lines(write(tmp_path), "texts", 3)

    with pytest.raises(Damaged, match="paper 1"):
        lines.line(1, 2)


@pytest.mark.parametrize(
    "places", [[0, 1, 2], [0, 10, 12, 99], [0, 12, 10, 25], [0, 10, 12, 25, 25]]
)
def test_places_that_do_not_fit(places: list[int], tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "texts.at").write_bytes(array("Q", places).tobytes())

    with pytest.raises(Damaged, match="does not hold 3 texts"):
        Lines(tmp_path, "texts", 3)


def _cut_off(folder: Path) -> None:
    with Writer(folder, "texts") as writer:
        writer.add(b"x")
        raise KeyError


def test_a_file_that_was_not_finished_has_no_places(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        _cut_off(tmp_path)

    assert not (tmp_path / "texts.at").exists()
