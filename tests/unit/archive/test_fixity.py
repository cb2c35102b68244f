"""Reading content again on several processors: every damaged object is named, no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.archive import Office, urn
from tests.support.damages import put

from docgen.archive.fixity import check_content

ITEMS = [urn(310000001, turn) for turn in range(1, 41)]


@pytest.fixture
def filled(office: Office) -> Office:
    for item in ITEMS[:3]:
        office.add({"合同.txt": item.encode() * 50, "b/附件.txt": b"same"}, item)
    office.add({"合同.txt": b"second"}, ITEMS[0], keep=["b/附件.txt"])
    return office


def _damaged(office: Office, items: list[str]) -> list[str]:
    return [item for item, damaged in check_content(office.root, items) if damaged]


def test_an_honest_archive_has_none(filled: Office) -> None:
    found = list(check_content(filled.root, ITEMS[:3]))

    assert found == [(item, False) for item in ITEMS[:3]]


@pytest.mark.parametrize(
    "path",
    [
        "v1/content/合同.txt",
        "v1/content/b/附件.txt",
        "v2/content/合同.txt",
        "inventory.json",
        "inventory.json.sha512",
    ],
)
def test_a_flipped_bit_is_found_in_every_version(filled: Office, path: str) -> None:
    file = filled.place(ITEMS[0]) / path
    data = bytearray(file.read_bytes())
    data[3] ^= 4
    put(file, bytes(data))

    assert _damaged(filled, ITEMS[:3]) == [ITEMS[0]]


@pytest.mark.parametrize("path", ["v1/content/合同.txt", "inventory.json"])
def test_a_missing_file_is_found(filled: Office, path: str) -> None:
    (filled.place(ITEMS[1]) / path).unlink()

    assert _damaged(filled, ITEMS[:3]) == [ITEMS[1]]


def test_a_link_to_the_same_bytes_is_not_followed(filled: Office, tmp_path: Path) -> None:
    file = filled.place(ITEMS[1]) / "v1/content/合同.txt"
    file.rename(tmp_path / "aside")
    file.symlink_to(tmp_path / "aside")

    assert _damaged(filled, ITEMS[:3]) == [ITEMS[1]]


def test_more_objects_than_threads_come_in_order(office: Office) -> None:
    for item in ITEMS:
        office.add({"a.txt": item.encode()}, item)

    found = [item for item, _ in check_content(office.root, ITEMS, threads=2)]

    assert found == ITEMS
