"""The checker finds every damage by its code, and nothing where nothing is wrong."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.archive import Office, new_office, urn
from tests.support.damages import DAMAGES, FIRST, SECOND, build, put

from docgen.archive import check_inventory, check_object, hashes
from docgen.archive.check import CODES, check_root
from docgen.errors import Said


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive to be copied and damaged."""
    office = new_office(tmp_path_factory.mktemp("pattern"))
    build(office)
    return office.base


@pytest.fixture
def copy(pattern: Path, tmp_path: Path) -> Office:
    shutil.copytree(pattern, tmp_path / "office")
    return Office(tmp_path / "office")


def _promised(name: str) -> set[str]:
    return {word for word in name.split("_") if word[0] in "AEW" and word[1:].isdecimal()}


def test_an_honest_archive_gives_no_finding(copy: Office) -> None:
    copy.assert_clean()
    assert list(check_root(copy.root, fixity=True, urns=[FIRST, SECOND])) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_its_code(copy: Office, name: str) -> None:
    DAMAGES[name](copy)

    found = copy.findings()

    assert {finding.code for finding in found} == _promised(name)
    for finding in found:
        assert isinstance(finding.text, Said)
        f"{finding.path} {finding.text}".encode()


def test_every_code_has_a_damage_and_no_damage_has_another() -> None:
    damaged = {code for name in DAMAGES for code in _promised(name)}

    assert damaged | {"A004", "A005"} == CODES.keys()


def test_every_code_in_the_source_is_explained() -> None:
    folder = Path(check_object.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("check*.py"))
    assert set(re.findall(r'"([AEW]\d{3})"', source)) == CODES.keys()


def _begin_version(office: Office) -> str:
    """Seal a version and do the first step of publishing it."""
    sealed = office.seal({"only.pdf": b"next"}, SECOND, extra={"item.json": b"{}"})
    (office.work / sealed.name / "v1").rename(office.place(SECOND) / sealed.version)
    return sealed.name


def test_versions_on_their_way_are_waited_for(
    copy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_their_way = [_begin_version(copy)]

    def go_on(_seconds: float) -> None:
        copy.store.publish(on_their_way.pop())
        if len(copy.store.versions(SECOND)) < 3:
            on_their_way.append(_begin_version(copy))

    monkeypatch.setattr(time, "sleep", go_on)

    assert list(check_root(copy.root, fixity=True)) == []
    assert list(copy.store.versions(SECOND)) == ["v1", "v2", "v3"]


def test_what_stands_still_half_way_is_a_finding(
    copy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin_version(copy)
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)

    codes = {finding.code for finding in check_root(copy.root, fixity=True, patience=3.5)}

    assert codes == {"E023", "E046", "E064", "E066"}
    assert naps == [3.5]


def test_an_object_that_is_asked_for_and_not_there_is_missed(copy: Office) -> None:
    shutil.rmtree(copy.place(SECOND))

    assert copy.findings() == []
    found = list(check_root(copy.root, fixity=True, urns=[FIRST, SECOND], patience=0))

    assert [(finding.code, finding.urn) for finding in found] == [("A004", SECOND)]


def test_only_the_objects_asked_for_are_checked(copy: Office) -> None:
    put(copy.place(SECOND) / "v1/content/only.pdf", b"changed")

    assert list(check_root(copy.root, fixity=True, urns=[FIRST])) == []
    found = list(check_root(copy.root, fixity=True, urns=[SECOND]))

    assert [finding.code for finding in found] == ["E092"]
    assert found[0].path == "03/10/00/00/01/0310000001-0002/v1/content/only.pdf"


def test_what_the_disk_will_not_give_is_a_finding(
    copy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = hashes.file_digests

    def fail(path: Path, names: set[str]) -> dict[str, str]:
        if path.name == "only.pdf":
            raise OSError(5, "Input/output error", str(path))
        return digests(path, names)

    monkeypatch.setattr(check_object, "file_digests", fail)

    found = copy.findings()

    assert [(finding.code, finding.urn) for finding in found] == [("A005", SECOND)]
    assert "Input/output error" in found[0].text


def test_without_fixity_content_is_not_read(copy: Office) -> None:
    put(copy.place(SECOND) / "v1/content/only.pdf", b"changed")

    assert copy.findings(fixity=False) == []


def test_a_sound_version_still_tells_what_lies_in_the_object(copy: Office) -> None:
    put(copy.place(SECOND) / "inventory.json", b"{}")
    put(copy.place(SECOND) / "v1/content/only.pdf", b"changed")

    codes = {finding.code for finding in copy.findings()}

    assert {"E060", "E036", "E092"} <= codes


def test_a_name_that_is_no_unicode_can_be_printed(copy: Office) -> None:
    name = os.fsdecode(b"\xff\xfe.txt")
    put(copy.place(SECOND) / "v1/content" / name, b"x")
    put(copy.place(SECOND) / name, b"x")
    put(copy.root / name, b"x")

    found = copy.findings()

    assert {finding.code for finding in found} == {"A002", "E001", "E023"}
    for finding in found:
        f"{finding.path}: {finding.text}".encode()


@pytest.mark.parametrize(
    ("raw", "code"), [(b"[]", "E033"), (b"\xff", "E033"), (b'{"a":{"b":1,"b":2}}', "E033")]
)
def test_bytes_that_are_no_inventory(raw: bytes, code: str) -> None:
    fault = check_inventory.read_json(raw)

    assert isinstance(fault, tuple)
    assert fault[0] == code


def _contents(base: Path) -> dict[str, bytes | str]:
    """All there is below a folder, so that a damage that changed nothing is not counted."""
    contents: dict[str, bytes | str] = {}
    for path in base.rglob("*"):
        if path.is_symlink():
            contents[str(path)] = f"-> {path.readlink()}"
        else:
            contents[str(path)] = path.read_bytes() if path.is_file() else "folder"
    return contents


def _files(office: Office) -> list[Path]:
    return sorted(path for path in office.root.rglob("*") if path.is_file())


def _folders(office: Office) -> list[Path]:
    return sorted(path for path in office.root.rglob("*") if path.is_dir())


def flip_bits(office: Office, chance: random.Random, times: int) -> list[str]:
    """Flip one bit at a time; return the flips that were not found."""
    unseen = []
    files = _files(office)
    for _ in range(times):
        path = chance.choice(files)
        data = path.read_bytes()
        changed = bytearray(data)
        at = chance.randrange(8 * len(data))
        changed[at // 8] ^= 1 << at % 8
        put(path, bytes(changed))
        if not office.findings():
            unseen.append(f"{path} bit {at}")
        put(path, data)
    return unseen


def _swap(office: Office, chance: random.Random) -> None:
    one, two = chance.sample(_files(office), 2)
    first, second = one.read_bytes(), two.read_bytes()
    put(one, second)
    put(two, first)


def _truncate(office: Office, chance: random.Random) -> None:
    path = chance.choice(_files(office))
    data = path.read_bytes()
    put(path, data[: chance.randrange(len(data))])


def _append(office: Office, chance: random.Random) -> None:
    path = chance.choice(_files(office))
    put(path, path.read_bytes() + chance.choice([b"\0", b"\n", b" ", b"x" * 100]))


def _add_file(office: Office, chance: random.Random) -> None:
    put(chance.choice(_folders(office)) / chance.choice(["x", "v9", "合同", "~1", ".x"]), b"x")


def _add_folder(office: Office, chance: random.Random) -> None:
    name = chance.choice(["x", "v9", "77", "content", "0310000001-0009"])
    (chance.choice(_folders(office)) / name).mkdir(exist_ok=True)


def _rename(office: Office, chance: random.Random) -> None:
    path = chance.choice(_files(office) + _folders(office))
    path.rename(path.with_name(chance.choice(["x", path.name + "~", path.name.upper() + "1"])))


def _copy_folder(office: Office, chance: random.Random) -> None:
    path = chance.choice(_folders(office))
    shutil.copytree(path, path.with_name(chance.choice(["v7", "08", path.name + "x"])))


def _link(office: Office, chance: random.Random) -> None:
    path = chance.choice(_files(office))
    path.rename(office.base / "aside")
    path.symlink_to(office.base / "aside")


STRUCTURAL: list[Callable[[Office, random.Random], object]] = [
    lambda office, chance: chance.choice(_files(office)).unlink(),
    lambda office, chance: shutil.rmtree(chance.choice(_folders(office))),
    _swap,
    _truncate,
    _append,
    _add_file,
    _add_folder,
    _rename,
    _copy_folder,
    _link,
]


def damage_structure(pattern: Path, base: Path, chance: random.Random, times: int) -> list[str]:
    """Damage a copy at a time; return the damages that were not found."""
    unseen = []
    for turn in range(times):
        shutil.copytree(pattern, base / "office", symlinks=True)
        office = Office(base / "office")
        before = _contents(office.root)
        STRUCTURAL[turn % len(STRUCTURAL)](office, chance)
        items = [FIRST, SECOND]
        asked = list(check_root(office.root, fixity=True, urns=items, patience=0))
        if before != _contents(office.root) and not (office.findings() or asked):
            unseen.append(f"{turn}: {before.items() ^ _contents(office.root).items()}")
        shutil.rmtree(base)
        base.mkdir()
    return unseen


def test_single_flipped_bits_are_all_found(copy: Office) -> None:
    assert flip_bits(copy, random.Random(1), 300) == []  # noqa: S311 - repeatable on purpose


def test_random_structural_damages_are_all_found(pattern: Path, tmp_path: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose

    assert damage_structure(pattern, tmp_path, chance, 120) == []


@pytest.mark.slow
def test_two_thousand_flips_and_five_hundred_damages(
    copy: Office, pattern: Path, tmp_path: Path
) -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose

    assert flip_bits(copy, chance, 2000) == []
    shutil.rmtree(copy.base)
    assert damage_structure(pattern, tmp_path, chance, 500) == []


def test_honest_archives_of_any_shape_give_no_finding(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - repeatable on purpose
    office = new_office(tmp_path)
    for turn in range(60):
        names = chance.sample(["合同.txt", "A", "a", "b/c", "b/d", "é", "e\u0301"], 3)
        files = {name: chance.randbytes(chance.randrange(1, 3000)) for name in names}
        office.add(files, urn(chance.choice([1, 310000001, 9999999999]), chance.randrange(8)))

        assert office.findings() == [], turn
