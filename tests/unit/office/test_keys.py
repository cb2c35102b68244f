"""The office's key: ceremony, drill, rotation and recovery from paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desks import Cast, at, filed, log
from tests.support.keys import Room, encrypting, scanned, settled, with_key
from tests.support.offices import founder, person

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.office import (
    keys,
    keys_copies,
    keys_file,
    keys_rotation,
    keys_shares,
    keys_status,
    keys_store,
    lending,
)
from docgen.office.desk import Office
from docgen.office.keys_file import Key
from docgen.register.models import Customer
from docgen.register.models_keys import OfficeKey, PaperKey


@pytest.fixture
def room(office: Office, tmp_path: Path) -> Room:
    return with_key(office, tmp_path / "vault")


@pytest.fixture
def closed(office: Office, folk: Cast, known: Customer, tmp_path: Path) -> Room:
    """An office with one encrypted paper."""
    del folk
    made = encrypting(office, tmp_path / "vault")
    filed(made.office, founder(), known, grade="A")
    return made


def test_the_key_lies_outside_for_its_owner_alone_and_its_shares_on_three_pages(
    room: Room,
) -> None:
    [key] = keys_file.read(room.office).values()

    assert room.file.stat().st_mode & 0o777 == 0o600
    assert len(room.shares) == len({*room.shares}) == 3
    assert keys_shares.join(room.shares[1:]) == (OfficeKey.objects.get().share_set, key)


def test_no_file_of_the_office_and_no_entry_has_key_or_words(room: Room) -> None:
    [key] = keys_file.read(room.office).values()
    keys.drill(room.office, founder(), room.shares[:2])

    secret = [key.secret, key.secret.hex().encode(), *(one.encode() for one in room.shares)]
    files = [file for file in room.office.folder.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files for one in secret if one in file.read_bytes()]


def test_encryption_is_refused_before_a_drill_and_allowed_after_it(room: Room) -> None:
    with pytest.raises(NotAllowed, match="drilled"):
        keys.turn_on(room.office, founder())
    assert not OfficeKey.objects.get().is_on

    keys.drill(room.office, founder(), (room.shares[2], room.shares[0]))
    keys.turn_on(room.office, founder())

    assert OfficeKey.objects.get().is_on
    assert [one["obj"] for one in log("keys.drilled")] == [OfficeKey.objects.get().name]


def test_new_pages_have_to_be_drilled_again_and_the_older_ones_do_not_count(
    room: Room, tmp_path: Path
) -> None:
    keys.drill(room.office, founder(), room.shares[:2])
    keys.reprint(room.office, founder(), tmp_path / "again.pdf")

    with pytest.raises(NotAllowed, match="drilled"):
        keys.turn_on(room.office, founder())
    with pytest.raises(BadInput, match="newer"):
        keys.drill(room.office, founder(), room.shares[:2])
    keys.drill(room.office, founder(), scanned(tmp_path / "again.pdf")[1:])


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ([], "Two shares are needed"),
        (["{first}"], "given twice"),
        (["zzz {second}"], "not whole"),
        (["zzz {rest}"], "wrong word"),
        (["academic {rest}"], "damaged"),
    ],
)
def test_wrong_shares_are_told_apart_and_no_word_is_repeated(
    room: Room, second: list[str], said: str
) -> None:
    rest = room.shares[1].partition(" ")[2]
    given_words = [
        room.shares[0],
        *(one.format(first=room.shares[0], second=room.shares[1], rest=rest) for one in second),
    ]

    with pytest.raises(BadInput, match=said) as wrong:
        keys.drill(room.office, founder(), given_words)

    told = f"{wrong.value.what} {wrong.value.why} {wrong.value.fix}".split()
    assert "zzz" not in told
    assert OfficeKey.objects.get().drilled_at is None
    assert log("keys.drilled")[-1]["res"] == "deny"


def test_shares_of_another_set_and_of_another_office_are_refused(room: Room) -> None:
    [key] = keys_file.read(room.office).values()
    _, others = keys_shares.split(key)
    _, foreign = keys_shares.split(keys_shares.new_key())

    with pytest.raises(BadInput, match="different sets"):
        keys.drill(room.office, founder(), (room.shares[0], others[1]))
    with pytest.raises(BadInput, match="never had"):
        keys.drill(room.office, founder(), foreign[:2])


@given(st.binary(min_size=32, max_size=32), st.permutations(range(3)))
def test_any_two_shares_give_any_key_back(secret: bytes, order: list[int]) -> None:
    key = Key.of(secret)
    number, shares = keys_shares.split(key)

    assert keys_shares.join([shares[turn] for turn in order[:2]]) == (number, key)


def test_a_lost_key_file_comes_back_from_two_shares(closed: Room) -> None:
    closed.file.unlink()
    item = PaperKey.objects.get().item
    with pytest.raises(OutsideFailed, match="cannot be used"):
        lending.open(closed.office, founder(), str(item), "legal")

    keys.recover(closed.office, founder(), closed.shares[1:])

    assert lending.open(closed.office, founder(), str(item), "legal").files
    assert closed.file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match="is in its file"):
        keys.recover(closed.office, founder(), closed.shares[1:])


def test_rotation_needs_a_drill_of_the_new_pages_and_touches_no_paper(
    closed: Room, tmp_path: Path
) -> None:
    before = {file: file.read_bytes() for file in (closed.office.folder / "archive").rglob("*.age")}
    old = keys.present().name
    keys_rotation.begin(closed.office, founder(), tmp_path / "new.pdf")
    with pytest.raises(NotAllowed, match="drilled"):
        keys_rotation.finish(closed.office, founder())

    keys.drill(closed.office, founder(), scanned(tmp_path / "new.pdf")[:2])
    assert keys_rotation.finish(closed.office, founder()) == 1

    [name] = keys_file.read(closed.office)
    assert name == keys.present().name != old
    assert keys.present().is_on
    assert before
    assert all(file.read_bytes() == data for file, data in before.items())
    assert [one.fault for one in keys_status.verify(closed.office, founder())] == [""]


def test_a_rotation_cut_in_the_middle_opens_everything_and_goes_on(
    closed: Room, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [PaperKey.objects.get().item, filed(closed.office, founder(), known, grade="A")]
    keys_rotation.begin(closed.office, founder(), tmp_path / "new.pdf")
    keys.drill(closed.office, founder(), scanned(tmp_path / "new.pdf")[:2])
    put, done = keys_store.put, list[Path]()

    def cut(file: Path, data: bytes) -> None:
        if done:
            raise OSError(5, "Input/output error")
        put(file, data)
        done.append(file)

    monkeypatch.setattr(keys_store, "put", cut)
    with pytest.raises(OSError, match="Input/output"):
        keys_rotation.finish(closed.office, founder())
    monkeypatch.undo()

    for item in items:
        assert lending.open(closed.office, founder(), str(item), "legal").files
    assert keys_rotation.finish(closed.office, founder()) == 2
    for item in items:
        assert lending.open(closed.office, founder(), str(item), "legal").files


def test_status_warns_of_an_old_drill_and_of_keys_that_are_nowhere_else(
    closed: Room, tmp_path: Path
) -> None:
    warned = keys_status.status(closed.office, founder()).warnings
    assert any("never copied" in one for one in warned)
    assert not any("days ago" in one for one in warned)

    keys_copies.copy(closed.office, founder(), tmp_path / "copy")
    later = at(closed.office, closed.office.now() + timedelta(days=90))
    warned = keys_status.status(later, founder()).warnings

    assert any("90 days ago" in one for one in warned)
    assert not any("never copied" in one for one in warned)


def test_the_store_comes_back_from_its_copy(closed: Room, tmp_path: Path) -> None:
    keys_copies.copy(closed.office, founder(), tmp_path / "copy")
    row = PaperKey.objects.get()
    keys_store.file_of(closed.office, row.recipient).unlink()
    assert keys_status.status(closed.office, founder()).missing == (str(row.item),)
    with pytest.raises(OutsideFailed, match="store of keys"):
        lending.open(closed.office, founder(), str(row.item), "legal")

    assert keys_copies.bring_back(closed.office, founder(), tmp_path / "copy") == 1

    assert lending.open(closed.office, founder(), str(row.item), "legal").files


def test_only_archivist_and_administrator_keep_keys_and_neither_gets_a_paper_so(
    closed: Room,
) -> None:
    clerk = person(closed.office, "kai")
    admin = person(closed.office, "adm", "administrator", clearance="P")

    with pytest.raises(NotAllowed):
        keys_status.verify(closed.office, clerk)
    [tried] = keys_status.verify(closed.office, admin)

    assert (tried.grade, tried.fault) == ("A", "")
    with pytest.raises(NotAllowed):
        lending.open(closed.office, admin, tried.item, "legal")


def test_a_key_file_that_others_may_read_is_not_used(closed: Room) -> None:
    closed.file.chmod(0o640)

    with pytest.raises(OutsideFailed, match="Others than its owner"):
        keys_file.read(closed.office)

    [tried] = keys_status.verify(closed.office, founder())
    assert "Others than its owner" in tried.fault


def test_a_second_key_is_never_made_beside_the_first(room: Room, tmp_path: Path) -> None:
    before = room.file.read_bytes()

    with pytest.raises(BadInput, match="has a key already"):
        keys.init(room.office, founder(), tmp_path / "second.pdf")

    assert room.file.read_bytes() == before
    assert not (tmp_path / "second.pdf").exists()


def test_shares_never_lie_in_the_office(office: Office, tmp_path: Path) -> None:
    placed = settled(office, tmp_path / "office.key")

    with pytest.raises(BadInput, match="within the office"):
        keys.init(placed, founder(), placed.folder / "shares.pdf")

    assert not (tmp_path / "office.key").exists()
    assert not OfficeKey.objects.exists()


def test_without_a_key_there_is_nothing_to_switch_on(office: Office) -> None:
    with pytest.raises(NotFound, match="no key yet"):
        keys.turn_on(office, founder())
