"""Every rule of a bag from elsewhere is refused by its code, and docs/spec/export.md tells it."""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from pathlib import Path

import pytest
from tests.support.bad_bags import BUILDERS, good

from docgen.archive.bag_check import check_bag, open_bag
from docgen.errors import BadInput

ROOT = Path(__file__).parents[3]
BAD = sorted((ROOT / "tests" / "bad-bags").iterdir())
CODE = re.compile(r"\bB0\d\d\b")


@pytest.mark.parametrize("folder", BAD, ids=lambda path: path.name)
def test_bad_bag_is_found(folder: Path) -> None:
    promised = set(CODE.findall(folder.name.replace("_", " ")))

    findings = check_bag(folder)

    assert {one.code for one in findings} == promised


@pytest.mark.parametrize("name", BUILDERS)
def test_built_bag_is_found(name: str, tmp_path: Path) -> None:
    path = BUILDERS[name](tmp_path)

    findings = check_bag(path)

    assert {one.code for one in findings} == {name.partition("_")[0]}


@pytest.mark.parametrize("packed", [False, True])
def test_the_good_one_is_not_found(tmp_path: Path, *, packed: bool) -> None:
    path = good(tmp_path, packed=packed)

    assert check_bag(path) == []


def test_spec_bad_bags_and_code_name_the_same_rules() -> None:
    spec = (ROOT / "docs" / "spec" / "export.md").read_text("utf-8")
    source = "".join(
        file.read_text("utf-8") for file in (ROOT / "src/docgen/archive").glob("bag*.py")
    )

    shown = {name[:4] for name in (*BUILDERS, *(folder.name for folder in BAD))} - {"noth"}

    assert set(CODE.findall(spec)) == set(re.findall(r'"(B0\d\d)"', source)) == shown


@pytest.mark.parametrize("name", ["B005_dot_dot", "B013_payload_changed", "B010_fetch"])
def test_nothing_of_a_bad_bag_is_given_out(name: str) -> None:
    with pytest.raises(BadInput) as refused, open_bag(ROOT / "tests" / "bad-bags" / name):
        pytest.fail("it was opened")

    assert [detail.place.split()[0] for detail in refused.value.details] == [name[:4]]


def test_a_file_changed_after_the_check_is_not_given_out(tmp_path: Path) -> None:
    path = good(tmp_path)

    with open_bag(path) as bag:
        (path / "data" / "b.txt").write_bytes(b"tow\n")

        assert bag.read("data/a.txt") == b"one\n"
        with pytest.raises(BadInput, match="changed while it was read"):
            bag.read("data/b.txt")


def test_what_is_no_bag_at_all_is_told(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(good(tmp_path))

    for path in (tmp_path / "nowhere", link):
        with pytest.raises(BadInput, match="There is no bag"):
            check_bag(path)


def test_a_zip_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = good(tmp_path, packed=True).read_bytes()
    cut = tmp_path / "cut.zip"

    for end in range(0, len(data), 61):
        cut.write_bytes(data[:end])

        assert check_bag(cut), end


def _payload(path: Path) -> dict[str, bytes]:
    with open_bag(path) as bag:
        return {name: bag.read(name) for name in bag.payload}


def test_a_zip_with_any_byte_changed_is_refused_or_says_the_same(tmp_path: Path) -> None:
    path = good(tmp_path, packed=True)
    data, said = path.read_bytes(), _payload(path)
    changed, refused = tmp_path / "changed.zip", 0

    for at in range(0, len(data), 23):
        changed.write_bytes(data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :])

        if check_bag(changed):
            refused += 1
        else:
            assert _payload(changed) == said, at
    assert refused


def test_an_old_bag_is_read_by_its_own_rules(tmp_path: Path) -> None:
    path = good(tmp_path)
    (path / "bagit.txt").write_text(
        "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", "utf-8"
    )
    (path / "bag-info.txt").write_text("Source-Organization :  Sample\n folded\n", "utf-8")
    (path / "tagmanifest-sha512.txt").unlink()

    with open_bag(path) as bag:
        assert bag.fact("source-organization") == "Sample folded"


def test_a_bag_of_windows_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bag"
    shutil.copytree(ROOT / "tests" / "bad-bags" / "nothing_wrong", path)
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt"):
        text = (path / name).read_bytes()
        (path / name).write_bytes(text.replace(b"\n", b"\r\n"))
    (path / "tagmanifest-sha512.txt").unlink()

    assert check_bag(path) == []


def test_a_very_deep_folder_is_no_traceback(tmp_path: Path) -> None:
    path, usual = good(tmp_path), sys.getrecursionlimit()
    (path / "data" / "/".join("d" * 300)).mkdir(parents=True)

    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        findings = check_bag(path)
    finally:
        sys.setrecursionlimit(usual)

    assert findings == []
