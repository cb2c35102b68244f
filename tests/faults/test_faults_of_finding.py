"""Whatever happens to the index: papers are filed, and the next search answers as it should."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connections
from tests.support.desks import Cast, assert_whole, cast, filed
from tests.support.index_states import ENGINES, overwrite
from tests.support.offices import customer, founder, new_office, reopen
from tests.support.shell import Inside

from docgen.errors import OutsideFailed
from docgen.index.chosen import Chosen
from docgen.index.engine import Name
from docgen.office import finding, upkeep
from docgen.office.desk import Office
from docgen.register.models import Customer, Outbox

Step = TypeVar("Step")
Harm = Callable[[Path], object]


def each_file(change: Callable[[bytes], bytes]) -> Harm:
    """Change all files of the index."""

    def harm(index: Path) -> None:
        for file in index.rglob("*"):
            if file.is_file() and file.suffix != ".lock":
                overwrite(file, change(file.read_bytes()))

    return harm


HARMS: dict[str, Harm] = {
    "gone": shutil.rmtree,
    "emptied": each_file(lambda data: data[:0]),
    "halved": each_file(lambda data: data[: len(data) // 2]),
    "rubbish": each_file(lambda data: b"\xff" * len(data)),
    "of other rules": lambda index: settings(index.parent, "fold_traditional = true"),
}


def settings(folder: Path, line: str) -> None:
    """Another setting of the search."""
    file = folder / "docgen.toml"
    name = line.partition(" ")[0]
    kept = re.sub(rf"(?m)^{name}\b.*\n", "", file.read_text("utf-8"))
    if "\n[search]" not in kept:
        kept += "\n[search]\n"
    file.write_text(kept.replace("\n[search]", f"\n[search]\n{line}", 1), "utf-8")


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    engine: Name = request.param
    folder = tmp_path / "own"
    new_office(folder)
    settings(folder, f'engine = "{engine}"')
    made = reopen(folder)
    upkeep.rebuild_index(made)
    return made


@pytest.fixture
def folk(office: Office) -> Cast:
    return cast(office)


@pytest.fixture
def known(office: Office) -> Customer:
    return customer(office)


def totals(office: Office, folk: Cast) -> list[int]:
    """How often the old words, the new words and the words of nobody are found."""
    return [finding.search(office, folk.mira, words).total for words in ("漏水", "之后", "无人")]


@pytest.mark.parametrize("harm", HARMS)
def test_f19_f34_filing_goes_on_and_the_next_search_answers(
    harm: str, office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    upkeep.catch_up(office, wait=True)
    HARMS[harm](office.folder / "index")

    filed(reopen(office.folder), folk.mira, known, text="之后才来的文字")

    assert totals(reopen(office.folder), folk) == [1, 1, 0]
    assert_whole(office)


def test_f33_an_older_index_is_noticed_by_its_sequence_and_not_by_its_date(
    office: Office, folk: Cast, known: Customer
) -> None:
    index, aside = office.folder / "index", office.folder / "older"
    filed(office, folk.mira, known)
    shutil.copytree(index, aside)
    filed(office, folk.mira, known, text="第二件的文字")
    shutil.rmtree(index)
    aside.rename(index)
    for file in index.rglob("*"):
        os.utime(file, (4e9, 4e9))

    office = reopen(office.folder)

    assert finding.search(office, folk.mira, "第二件的").total == 1
    assert office.index.sequence() == Outbox.objects.latest("seq").seq


def test_an_index_that_breaks_while_it_is_open_is_mended(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    assert totals(office, folk) == [1, 0, 0]

    HARMS["rubbish"](office.folder / "index")
    filed(office, folk.mira, known, text="之后才来的文字")

    assert totals(office, folk) == [1, 1, 0]


def test_an_index_that_cannot_be_written_stops_no_filing(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OutsideFailed("full", why="no room", fix="make room")

    filed(office, folk.mira, known)
    for name in ("add", "remove", "replace_with"):
        monkeypatch.setattr(type(office.index), name, full)

    for _ in range(3):
        filed(office, folk.mira, known, text="之后才来的文字")
    upkeep.catch_up_if_far(office)

    monkeypatch.undo()
    assert totals(reopen(office.folder), folk) == [1, 3, 0]


def test_an_index_that_knows_more_than_the_register_is_made_anew(
    office: Office, folk: Cast, known: Customer
) -> None:
    """Somebody put an older register in place: what it does not know must not be found."""
    filed(office, folk.mira, known)
    register, older = office.folder / "register.sqlite3", office.folder / "older.sqlite3"
    connections["default"].close()
    shutil.copy(register, older)
    filed(reopen(office.folder), folk.mira, known, text="无人")
    upkeep.catch_up(office, wait=True)
    connections["default"].close()
    older.rename(register)

    assert totals(reopen(office.folder), folk) == [1, 0, 0]


@pytest.mark.parametrize("name", ENGINES)
def test_searches_go_on_while_the_index_is_made_anew_by_any_engine(
    name: Name, office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    assert totals(office, folk) == [1, 0, 0]
    named = replace(office, index=Chosen(office.folder / "index", name))
    other = replace(office, index=Chosen(office.folder / "index", name))
    said: list[list[int]] = []

    def meanwhile(steps: Iterable[Step], length: int) -> Iterator[Step]:
        for step in steps:
            said.extend(totals(one, folk) for one in (named, other) for _ in range(length))
            yield step

    upkeep.reindex(named, founder(), meanwhile)

    assert said == [[1, 0, 0]] * 2
    assert totals(other, folk) == [1, 0, 0]


def test_a_changed_byte_is_found_by_fixity_and_mended_by_reindex(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    assert totals(office, folk) == [1, 0, 0]
    file = max((office.folder / "index").rglob("*.*"), key=lambda one: one.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1

    overwrite(file, bytes(data))

    assert [found.code for found in upkeep.check(office, founder(), fixity=True)] == ["A106"]
    upkeep.reindex(office, founder())
    assert list(upkeep.check(office, founder(), fixity=True)) == []


@pytest.mark.parametrize("office", ["whoosh"], indirect=True)  # whose process has no threads
def test_several_processes_meet_a_lost_index_and_all_answer(
    office: Office, folk: Cast, known: Customer
) -> None:
    for _ in range(3):
        filed(office, folk.mira, known)
    shutil.rmtree(office.folder / "index")
    connections["default"].close()

    children = [_found_in_a_child(office.folder, folk) for _ in range(4)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]

    assert codes == [3] * 4
    assert reopen(office.folder).index.state(thoroughly=True) == "ok"


def _found_in_a_child(folder: Path, folk: Cast) -> int:
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        code = finding.search(reopen(folder), folk.mira, "漏水").total
    finally:
        os._exit(code)


def test_a_file_where_the_index_should_be_is_said_and_stops_no_filing(
    office: Office, folk: Cast, known: Customer
) -> None:
    shutil.rmtree(office.folder / "index")
    (office.folder / "index").write_text("somebody's notes", "utf-8")

    filed(office, folk.mira, known)

    with pytest.raises(OutsideFailed, match="search index"):
        finding.search(office, folk.mira, "漏水")
    (office.folder / "index").unlink()
    assert totals(office, folk) == [1, 0, 0]


def test_no_damage_is_a_traceback_on_the_command_line(inside: Inside, folder: Path) -> None:
    for harm in HARMS.values():
        harm(folder / "index")

        said = inside.run("find", "漏水", "--json")

        assert (said.code, said.data["total"], said.err) == (0, 1, "")
