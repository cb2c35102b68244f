"""Texts come back as they were written, and files that do not fit are noticed."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index import bits
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


@given(
    st.lists(st.binary(min_size=1, max_size=9), min_size=2, max_size=9),
    st.binary(min_size=1, max_size=3),
    st.integers(0, 1),
)
def test_who_of_every_second_holds_a_piece(
    tmp_path_factory: pytest.TempPathFactory, texts: list[bytes], piece: bytes, first: int
) -> None:
    texts = texts[: len(texts) // 2 * 2]
    lines = Lines(write(tmp_path_factory.mktemp("lines"), texts), "texts", len(texts))

    found = lines.holding(piece, bits.below(len(texts) // 2), step=2, first=first)

    seen = texts[first::2]
    assert list(bits.numbers(found)) == [at for at, text in enumerate(seen) if piece in text]


lines_of_two = st.lists(st.text("投诉ab12", max_size=5), min_size=2, max_size=2)


@given(st.lists(lines_of_two, min_size=1, max_size=6), st.text("投诉ab12", min_size=1, max_size=2))
def test_who_holds_a_piece_in_the_first_line(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], piece: str
) -> None:
    written = ["\n".join(both).encode() for both in texts]
    lines = Lines(write(tmp_path_factory.mktemp("lines"), written), "texts", len(texts))

    found = lines.beginning(piece.encode(), bits.below(len(texts)), step=1, first=0)

    assert list(bits.numbers(found)) == [at for at, (one, _) in enumerate(texts) if piece in one]


def test_only_those_asked_for_are_looked_at(tmp_path: Path) -> None:
    lines = Lines(write(tmp_path), "texts", 3)

    assert lines.holding(b"\n", 0b101, step=1, first=0) == 0b101


def test_a_line_that_is_not_there(tmp_path: Path) -> None:
    lines = Lines(write(tmp_path), "texts", 3)

    with pytest.raises(Damaged, match="text 1"):
        lines.line(1, 2)


@pytest.mark.parametrize(
    "places", [[0, 10, 12, 3], [0, 10, 12, 99, 3], [0, 12, 10, 18, 3], [0, 10, 12, 18, 4], [3]]
)
def test_places_that_do_not_fit(places: list[int], tmp_path: Path) -> None:
    texts = b"".join(TEXTS)
    (tmp_path / "texts").write_bytes(texts + array("Q", places).tobytes())

    with pytest.raises(Damaged, match="does not hold 3 texts"):
        Lines(tmp_path, "texts", 3)


def _cut_off(folder: Path) -> None:
    with Writer(folder, "texts") as writer:
        writer.add(b"x" * 99)
        raise KeyError


def test_a_file_that_was_not_finished_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        _cut_off(tmp_path)

    with pytest.raises(Damaged):
        Lines(tmp_path, "texts", 1)
