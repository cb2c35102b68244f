"""Bags written here are whole for us and for bagit-python, and give the same bytes back."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.archive import bag
from docgen.archive.bag_check import check_bag, open_bag
from docgen.archive.bag_names import name_faults, twin_faults
from docgen.archive.bag_write import new_bag
from docgen.archive.hashes import HAVE_SM3

# No "%": bagit-python reads it otherwise than RFC 8493 wants; see the test below.
PART = st.text(st.sampled_from("aB9é合同 -_.,()~$&#;='éÉ"), min_size=1, max_size=12)
PATHS = st.lists(PART, min_size=1, max_size=3).map("/".join)


def is_fine(paths: list[str]) -> bool:
    """Whether these may stand in one bag."""
    named = [bag.PAYLOAD + path for path in paths]
    return not [*name_faults(named), *twin_faults(named)]


@settings(max_examples=40)
@given(
    st.dictionaries(PATHS, st.binary(max_size=40), max_size=6).filter(lambda one: is_fine([*one])),
    st.booleans(),
)
def test_any_bag_is_whole_and_gives_its_bytes_back(files: dict[str, bytes], packed: bool) -> None:  # noqa: FBT001  drawn by hypothesis
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / ("bag.zip" if packed else "bag")

        with new_bag(out, packed=packed) as made:
            for path, data in files.items():
                made.add(path, data)
            made.close([("Source-Organization", "样例公司")], {"notes.json": b"{}"})

        with open_bag(out) as read:
            assert {path: read.read(path) for path in read.payload} == {
                f"data/{path}": data for path, data in files.items()
            }
        if packed:
            with zipfile.ZipFile(out) as archive:
                archive.extractall(folder)
        (Path(folder) / "bag" / "data").mkdir(exist_ok=True)
        bagit.Bag(str(Path(folder) / "bag")).validate()


def test_percent_is_encoded_as_the_standard_wants(tmp_path: Path) -> None:
    with new_bag(tmp_path / "bag", packed=False) as made:
        made.add("50%.txt", b"x")
        made.close([], {})

    assert "data/50%25.txt" in (tmp_path / "bag" / "manifest-sha512.txt").read_text("utf-8")
    assert check_bag(tmp_path / "bag") == []


@pytest.mark.parametrize("path", ["a%b", "a\nb", "a\r\nb", "%0A", "%25", "a%0d"])
def test_what_is_encoded_is_decoded(path: str) -> None:
    assert bag.decode(bag.encode(path)) == path
    assert not {"\n", "\r"} & set(bag.encode(path))


def test_the_same_files_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with new_bag(tmp_path / name / "bag.zip", packed=True) as made:
            made.add("a.txt", b"one")
            made.close([("Bagging-Date", "2026-03-01")], {"catalogue.json": b"{}"})

    assert (tmp_path / "one/bag.zip").read_bytes() == (tmp_path / "two/bag.zip").read_bytes()


def test_what_is_in_a_bag(tmp_path: Path) -> None:
    with new_bag(tmp_path / "bag", packed=False) as made:
        made.add("a.txt", b"one")
        made.close([("Source-Organization", "样例\n公司"), ("Contact-Name", "")], {})

    names = {path.relative_to(tmp_path / "bag").as_posix() for path in tmp_path.rglob("*.txt")}
    info = (tmp_path / "bag" / "bag-info.txt").read_text("utf-8")
    assert names - {"sm3.txt"} == {
        *("bagit.txt", "bag-info.txt", "data/a.txt"),
        *("manifest-sha512.txt", "tagmanifest-sha512.txt"),
    }
    assert ("sm3.txt" in names) is HAVE_SM3
    assert info == "Source-Organization: 样例 公司\nPayload-Oxum: 3.1\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_failure_leaves_nothing(tmp_path: Path, *, packed: bool) -> None:
    def fail() -> None:
        with new_bag(tmp_path / "bag", packed=packed) as made:
            made.add("a.txt", b"one")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_folded_lines_are_one_fact() -> None:
    facts, wrong = bag.read_info("A: b\n  c\n\td\nE: f\n", "1.0")

    assert (facts, wrong) == ([("A", "b c d"), ("E", "f")], [])


def test_a_very_deep_name_is_refused_quickly() -> None:
    deep = "data/" + "a/" * 500_000 + "b"

    assert [one.code for one in name_faults([deep])] == ["B007"]
