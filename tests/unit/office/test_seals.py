"""Seals: what was in a dossier on a day can be shown, and what is missing since is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import filed, log, paper
from tests.support.destruction import Room, room
from tests.support.offices import customer, founder, person, reopen
from tests.support.whole import whole

from docgen.archive.check import Finding
from docgen.archive.layout import object_path
from docgen.errors import BadInput, Integrity, NotAllowed
from docgen.model.grades import Grade
from docgen.office import (
    amending,
    backups,
    destroying,
    dossiers,
    filing,
    moving,
    rebuilding,
    restoring,
    seal_checks,
    sealed,
    sealing,
    seals,
    upkeep,
)
from docgen.register.models import Dossier, Item, ItemVersion, Outbox
from docgen.register.models_log import LogHead
from docgen.register.models_seals import Seal

FILE = "log/sealed/0000000001-1.json"


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Room:
    """A staff dossier, the first, with two old papers."""
    made = room(tmp_path / "office")
    made.old(title="劳动合同")
    made.old("第二份", title="入职登记表")
    return made


def seal(place: Room, *numbers: str, why: str = "") -> Seal:
    return sealing.seal(place.office, place.folk.jonas, numbers or ["1"], why)[0]


def record(place: Room, file: str = FILE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place.office.folder / file).read_bytes())
    return found


def check(place: Room) -> seal_checks.Checked:
    return seal_checks.check(place.office, founder(), "1")


def findings(place: Room) -> list[Finding]:
    return list(upkeep.check(place.office, founder(), fixity=False))


def folder_of(place: Room, item: Item) -> Path:
    return Path(place.office.folder / "archive" / object_path(f"urn:docgen:{item}"))


def gone(place: Room, turn: int = 1) -> None:
    """A paper disappears past docgen."""
    shutil.rmtree(folder_of(place, Item.objects.get(turn=turn)))


def overwrite(file: Path, data: bytes) -> None:
    file.unlink()
    file.write_bytes(data)


def test_the_record_names_each_paper_with_its_digests(place: Room) -> None:
    made = seal(place, why="年度检查")

    told = record(place)
    versions = ItemVersion.objects.order_by("item__turn")
    assert [one["item"] for one in told["papers"]] == ["0000000001-0001", "0000000001-0002"]
    assert [one["files"][0]["sha512"] for one in told["papers"]] == [
        one.files[0]["sha512"] for one in versions
    ]
    assert [one["title"] for one in told["papers"]] == ["劳动合同", "入职登记表"]
    assert (told["dossier"], told["seal"], told["count"]) == ("0000000001", 1, 2)
    assert (told["why"], told["sealed_by"]["id"]) == ("年度检查", place.folk.jonas.code)
    assert told["log"]["size"] == made.log_index


def test_its_digest_stands_in_the_log(place: Room) -> None:
    made = seal(place)

    [entry] = log("dossier.sealed")
    assert entry["sha512"] == made.sha512
    assert made.sha512 == sealed.digest((place.office.folder / FILE).read_bytes())
    assert (entry["idx"], entry["obj"], entry["n"]) == (made.log_index, "0000000001", 2)
    assert entry["more"] == {"seal": 1}


def test_the_record_has_one_form(place: Room) -> None:
    seal(place)

    data = (place.office.folder / FILE).read_bytes()
    again = json.dumps(json.loads(data), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert data == again.encode()


def test_an_untouched_dossier_is_right(place: Room) -> None:
    seal(place)

    checked = check(place)

    assert checked.is_right
    assert (checked.told.added, checked.told.changed, checked.told.destroyed) == (0, 0, 0)
    assert findings(place) == []


def test_what_comes_later_is_told_and_is_no_difference(place: Room) -> None:
    seal(place)
    first, second = Item.objects.order_by("turn")
    filing.file(place.office, founder(), place.dossier, paper("第三份"))
    amending.add_version(place.office, founder(), second, paper("改过"), base=1, why="更正")
    destroying.carry_out(place.office, place.folk.jonas, place.witnessed(first).code)

    checked = check(place)

    assert checked.is_right
    told = checked.told
    assert (told.papers, told.added, told.changed, told.destroyed) == (2, 1, 1, 1)
    assert findings(place) == []


def test_a_moved_paper_counts_as_changed(place: Room) -> None:
    seal(place)
    kind = place.office.rules.dossier_type(place.dossier.type)
    item = Item.objects.get(turn=1)
    other = next(one.key for one in kind.groups if one.key != item.group)
    moving.move(place.office, founder(), [str(item)], other)

    checked = check(place)

    assert checked.is_right
    assert (checked.told.added, checked.told.changed) == (0, 1)


def test_sealed_again_it_begins_anew_and_the_first_seal_still_counts(place: Room) -> None:
    seal(place)
    destroying.carry_out(
        place.office, place.folk.jonas, place.witnessed(Item.objects.get(turn=1)).code
    )
    seal(place)

    told = record(place, "log/sealed/0000000001-2.json")
    checked = check(place)
    assert told["papers"][0]["state"] == "destroyed"
    assert told["papers"][0]["destroyed"]["list"] == "D000001"
    assert told["papers"][0]["files"] == record(place)["papers"][0]["files"]
    assert (checked.told.seal.n, checked.told.destroyed, checked.is_right) == (2, 0, True)
    gone(place, 2)
    codes = [one for one in findings(place) if one.code == "A107"]
    assert [one.path for one in codes] == [FILE, "log/sealed/0000000001-2.json"]


def test_a_paper_that_is_gone_is_found(place: Room) -> None:
    seal(place)
    gone(place)

    checked = check(place)

    assert not checked.is_right
    assert [number for number, _ in checked.differences] == ["0000000001-0001"]
    assert ("A107", "urn:docgen:0000000001-0001") in {
        (one.code, one.urn) for one in findings(place)
    }


def test_a_paper_that_left_the_register_too_is_found(place: Room) -> None:
    """Whoever owns the machine takes a paper out of archive and register alike."""
    filing.file(place.office, founder(), place.dossier, paper("第三份"))
    seal(place)
    item = Item.objects.get(turn=3)
    shutil.rmtree(folder_of(place, item))
    for row in (*item.versions.all(), *Outbox.objects.filter(item=item)):
        row.delete()
    item.text.delete()
    Item.objects.filter(pk=item.pk).delete()

    assert [number for number, _ in check(place).differences] == [str(item)]


def test_a_changed_byte_is_found_by_the_check_of_the_seal(place: Room) -> None:
    seal(place)
    file = next(folder_of(place, Item.objects.get(turn=2)).rglob("材料.txt"))
    overwrite(file, "另一份".encode())

    [(number, _)] = set(check(place).differences)

    assert number == "0000000001-0002"


def test_another_digest_in_a_tombstone_is_found(place: Room) -> None:
    seal(place)
    item = Item.objects.get(turn=1)
    destroying.carry_out(place.office, place.folk.jonas, place.witnessed(item).code)
    stone = Item.objects.get(turn=1).tombstone
    stone.facts["versions"][0]["files"][0]["sha512"] = "0" * 128
    stone.save()

    assert [number for number, _ in check(place).differences] == [str(item)]


def test_destroyed_without_a_tombstone_is_found(place: Room) -> None:
    seal(place)
    Item.objects.filter(turn=1).update(state="destroyed")

    wrong = seals.differences(
        seals.read(place.office, Seal.objects.get()), seals.held(place.office, place.dossier)
    )

    assert [number for number, _ in wrong] == ["0000000001-0001"]


def _edited(place: Room) -> None:
    file = place.office.folder / FILE
    overwrite(file, file.read_bytes().replace("劳动合同".encode(), "劳动协议".encode()))


def _edited_with_its_row(place: Room) -> None:
    _edited(place)
    digest = sealed.digest((place.office.folder / FILE).read_bytes())
    Seal.objects.update(sha512=digest)


def _lost(place: Room) -> None:
    (place.office.folder / FILE).unlink()


def _with_another_entry(place: Room) -> None:
    sealing.seal(place.office, place.folk.jonas, ["1"])
    first, second = Seal.objects.order_by("n")
    Seal.objects.filter(pk=first.pk).update(log_index=second.log_index)
    Seal.objects.filter(pk=second.pk).delete()


def _without_entry(place: Room) -> None:
    del place
    Seal.objects.update(log_index=10**6)


@pytest.mark.parametrize(
    "harm", [_edited, _edited_with_its_row, _lost, _with_another_entry, _without_entry]
)
def test_a_record_that_is_not_what_was_written_is_found(place: Room, harm: Any) -> None:  # noqa: ANN401  one of the functions above
    made = seal(place)
    harm(place)

    found = [one for one in seal_checks.findings(place.office) if one.code == "A106"]
    told = seals.told(place.office, founder(), place.dossier)

    assert [one.path for one in found] == [FILE]
    assert told is not None
    assert (told.seal.dossier, told.is_readable, told.papers) == (made.dossier, False, 0)


def test_of_papers_he_may_not_know_he_hears_the_number_alone(place: Room) -> None:
    """A clerk of the unit; one paper is above his clearance."""
    Dossier.objects.update(rank=Grade.parse("P").rank)
    Item.objects.filter(turn=1).update(rank=Grade.parse("A").rank)
    seal(place)
    clerk = person(place.office, "ming", clearance="P")
    Item.objects.filter(turn=2).update(rank=Grade.parse("P").rank)
    gone(place, 1)
    gone(place, 2)

    checked = seal_checks.check(place.office, clerk, "1")

    assert [number for number, _ in checked.differences] == ["0000000001-0002"]
    assert (checked.hidden, checked.told.papers) == (1, 1)
    assert not checked.is_right


def test_only_the_archive_seals_and_a_refusal_is_logged(place: Room) -> None:
    filed(place.office, place.folk.mira, customer(place.office))

    with pytest.raises(NotAllowed):
        sealing.seal(place.office, place.folk.mira, ["2"])

    assert [entry["res"] for entry in log("dossier.sealed")] == ["deny"]
    assert not Seal.objects.exists()
    assert not (place.office.folder / "log/sealing").exists()


def test_a_damaged_log_takes_no_seal(place: Room) -> None:
    LogHead.objects.update(size=3)

    with pytest.raises(Integrity, match="takes no more entries"):
        seal(place)

    assert not Seal.objects.exists()


def test_several_at_once_are_all_of_them_or_none(place: Room) -> None:
    filed(place.office, founder(), customer(place.office))

    done = sealing.seal(place.office, place.folk.jonas, ["1", "2", "0000000001"])
    with pytest.raises(BadInput, match="too long"):
        seal(place, "1", why="长" * 121)

    assert [str(one) for one in done] == ["0000000001-1", "0000000002-1"]
    assert Seal.objects.count() == 2


def test_an_empty_dossier_can_be_sealed(place: Room) -> None:
    row = dossiers.open_dossier(place.office, founder(), customer(place.office))

    assert seal(place, str(row)).papers == 0
    assert seal_checks.check(place.office, founder(), str(row)).is_right


def test_a_dossier_that_was_never_sealed_says_so(place: Room) -> None:
    assert seals.told(place.office, founder(), place.dossier) is None
    with pytest.raises(BadInput, match="never sealed"):
        check(place)


def test_rebuilding_brings_the_seals_back(place: Room) -> None:
    seal(place)
    before = whole(place.office.folder)
    folder = place.office.folder
    (folder / "register.sqlite3").rename(folder.parent / "lost")

    done = rebuilding.rebuild(folder, lambda office: (office, founder()))

    after = whole(folder)
    assert done.lost == []
    assert after["register_seal"] == before["register_seal"]
    assert after["archive"] == before["archive"]
    assert any(name == FILE for name, _ in after["archive"])
    assert check(Room(reopen(folder), place.folk, place.legal, place.dossier)).is_right


def test_a_backup_holds_the_records(place: Room, tmp_path: Path) -> None:
    seal(place)
    made = backups.back_up(place.office, founder(), tmp_path / "media")

    office = restoring.restore(made.place, tmp_path / "again")

    assert list(upkeep.check(office, founder(), fixity=True)) == []
    assert (office.folder / FILE).read_bytes() == (place.office.folder / FILE).read_bytes()


def test_a_record_that_was_never_committed_is_swept_and_others_are_left(place: Room) -> None:
    sealed.stage(place.office, "0000000001-1.json", b"{}")
    foreign = place.office.folder / "log" / "sealing" / "notes.txt"
    foreign.write_text("x")
    assert upkeep.is_unfinished(place.office)

    reopen(place.office.folder)

    assert [one.name for one in foreign.parent.iterdir()] == ["notes.txt"]
    assert not upkeep.is_unfinished(place.office)
    assert seal(place).n == 1
