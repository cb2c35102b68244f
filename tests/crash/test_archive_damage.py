"""Damage by chance: the checker finds every flipped bit and every broken structure, and no more."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from tests.support.archive import ITEM, Office, new_office, urn
from tests.support.damages import DAMAGES, FIRST, SECOND, build, put

from docgen.archive.check import Finding, check_root

LONG = bool(os.environ.get("DOCGEN_LONG"))
NAMES = [
    "合同.docx",
    "附件/清单.xlsx",
    "A.txt",
    "a.txt",
    "caf\u00e9",
    "cafe\u0301",
    "CON",
    "a?b.pdf",
]

long = pytest.mark.slow
flips = pytest.mark.parametrize("count", [60, pytest.param(2000, marks=long)])
breaks = pytest.mark.parametrize("count", [25, pytest.param(500, marks=long)])


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here cuts the power, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


def _skip_the_long_one(count: int) -> None:
    if count >= 500 and not LONG:
        pytest.skip("the long version: make slow")


def _files(office: Office) -> list[Path]:
    return sorted(path for path in office.root.rglob("*") if path.is_file())


@flips
def test_every_flipped_bit_is_found(tmp_path: Path, count: int) -> None:
    _skip_the_long_one(count)
    office = new_office(tmp_path / "office")
    build(office)
    chance = random.Random(20261122)  # noqa: S311  seeded: the same bits again
    files = _files(office)

    for turn in range(count):
        path = files[turn % len(files)]
        good = path.read_bytes()
        bad = bytearray(good)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        put(path, bytes(bad))

        found = office.findings()

        assert found, (turn, path)
        put(path, good)
    assert office.findings() == []


@breaks
def test_every_broken_structure_is_found(tmp_path: Path, count: int) -> None:
    _skip_the_long_one(count)
    pattern = new_office(tmp_path / "pattern")
    build(pattern)
    chance = random.Random(20261123)  # noqa: S311  seeded: the same damages again

    for turn in range(count):
        office = Office(tmp_path / "office")
        shutil.copytree(pattern.base, office.base)
        name = _break_something(office, chance)

        assert office.findings() or _missing(office), (turn, name)
        shutil.rmtree(office.base)
        shutil.rmtree(tmp_path / "aside", ignore_errors=True)


def _missing(office: Office) -> list[Finding]:
    """A whole object that is gone leaves no trace; who knows what was filed finds it."""
    asked = check_root(office.root, fixity=False, urns=[FIRST, SECOND], patience=0)
    return [one for one in asked if one.code == "A004"]


def _break_something(office: Office, chance: random.Random) -> str:
    """One of the damages that are known by name, or something done to any file or folder."""
    if chance.random() < 0.4:
        name = chance.choice(sorted(DAMAGES))
        DAMAGES[name](office)
        return name
    path = chance.choice(sorted(office.root.rglob("*")))
    how = chance.choice(["removed", "renamed", "cut", "emptied", "longer", "beside", "linked"])
    is_file = path.is_file()
    if how == "removed":
        path.unlink() if is_file else shutil.rmtree(path)
    elif how == "renamed":
        path.rename(path.with_name(path.name + "~"))
    elif how in ("cut", "emptied", "longer") and is_file:
        data = path.read_bytes()
        put(path, {"cut": data[:-1], "emptied": b"", "longer": data + b"\n"}[how])
    elif how == "linked":
        path.rename(office.base / "aside")
        path.symlink_to(office.base / "aside")
    else:
        put(path.with_name(".strange") if is_file else path / ".strange", b"x")
    return f"{path.relative_to(office.root)} {how}"


@breaks
def test_an_honest_archive_gives_no_alarm(tmp_path: Path, count: int) -> None:
    _skip_the_long_one(count)
    chance = random.Random(20261124)  # noqa: S311  seeded: the same histories again

    for turn in range(count):
        office = new_office(tmp_path / "office")
        for _ in range(chance.randrange(1, 5)):
            item = chance.choice([ITEM, urn(310000001, 13), urn(7, 1)])
            names = chance.sample(NAMES, chance.randrange(1, 5))
            office.add({name: chance.randbytes(chance.randrange(1, 3000)) for name in names}, item)
            if chance.random() < 0.1:
                office.store.remove(item)

        assert office.findings() == [], turn
        shutil.rmtree(office.base)
