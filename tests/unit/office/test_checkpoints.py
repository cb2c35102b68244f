"""Checkpoints: signed in time, without anybody's act waiting for them or failing by them."""

from __future__ import annotations

import errno
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.desks import Cast, at, dump, log

from docgen.archive import disk
from docgen.ledger.note import Checkpoint as Promise
from docgen.ledger.note import open_checkpoint
from docgen.office import auditing, checkpoints, journal, log_keys
from docgen.office.desk import Office, one_transaction
from docgen.register.models_log import Checkpoint


def add(office: Office, folk: Cast, count: int = 1) -> None:
    with one_transaction():
        journal.append_each(office, "item.viewed", folk.mira, [{"n": n} for n in range(count)])


def newest(office: Office) -> Promise:
    note = (office.folder / "log" / "checkpoint").read_text("utf-8")
    return open_checkpoint(note, *log_keys.keys(office))


def sizes() -> list[int]:
    return list(Checkpoint.objects.order_by("pk").values_list("size", flat=True))


@pytest.fixture
def noon() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def quiet(office: Office, folk: Cast, noon: datetime) -> Office:
    """An office at noon, its log covered by a checkpoint of this moment."""
    auditing.checkpoint(at(office, noon), folk.jonas)
    return at(office, noon)


def test_every_256_entries(quiet: Office, folk: Cast) -> None:
    start = len(log())

    for _ in range(600):
        add(quiet, folk)

    assert sizes()[-2:] == [start + 256, start + 512]
    for size in sizes():
        note = (quiet.folder / "log" / "checkpoints" / f"{size}.note").read_text("utf-8")
        assert Checkpoint.objects.get(size=size).note == note
        assert open_checkpoint(note, *log_keys.keys(quiet)).size == size


def test_many_entries_at_once_are_covered_at_once(quiet: Office, folk: Cast) -> None:
    add(quiet, folk, 1000)

    assert newest(quiet).size == len(log())


@pytest.mark.parametrize(("minutes", "more"), [(9.9, 0), (10, 1), (-1, 1)])
def test_after_ten_minutes_or_when_the_clock_went_back(
    quiet: Office, folk: Cast, noon: datetime, minutes: float, more: int
) -> None:
    covered = newest(quiet).size

    add(at(quiet, noon + timedelta(minutes=minutes)), folk)

    assert newest(quiet).size == covered + more


def test_at_the_end_of_the_program(quiet: Office, folk: Cast) -> None:
    add(quiet, folk)
    before = sizes()

    checkpoints.stop()

    assert newest(quiet).size == len(log())
    assert sizes() == before
    assert auditing.verify(quiet, folk.jonas).is_whole


def test_the_end_of_a_program_that_wrote_nothing(quiet: Office) -> None:
    checkpoints.stop()
    (quiet.folder / "log" / "checkpoint").unlink()

    checkpoints.stop()

    assert not (quiet.folder / "log" / "checkpoint").exists()


def test_what_is_rolled_back_is_not_signed(quiet: Office, folk: Cast) -> None:
    before = dump(quiet)

    def fails() -> None:
        with one_transaction():
            journal.append_each(quiet, "item.viewed", folk.mira, [{}] * 300)
            raise KeyError

    with pytest.raises(KeyError):
        fails()

    assert dump(quiet) == before


def test_a_checkpoint_that_fails_fails_no_act_and_is_made_good(
    quiet: Office, folk: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    key = quiet.folder / "log" / "log.key"
    kept = key.read_bytes()
    key.write_bytes(b"damaged")

    with caplog.at_level(logging.WARNING):
        add(quiet, folk, 300)

    assert "checkpoint" in caplog.text
    assert newest(quiet).size < len(log())
    key.write_bytes(kept)
    add(quiet, folk)
    assert newest(quiet).size == len(log())


@pytest.mark.parametrize("act", ["create", "write", "fsync", "replace"])
def test_a_full_disk_fails_no_act(
    quiet: Office, folk: Cast, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    def full(step: disk.Step) -> None:
        if step.act == act and "checkpoint" in str(step.path):
            raise OSError(errno.ENOSPC, "No space left on device")

    with disk.watched(full), caplog.at_level(logging.WARNING):
        add(quiet, folk, 300)

    assert log()[-1]["n"] == 299
    assert "No space left" in caplog.text
    assert auditing.verify(quiet, folk.jonas).is_whole


def test_the_newest_file_never_goes_back(quiet: Office, folk: Cast) -> None:
    add(quiet, folk, 300)
    size = newest(quiet).size

    checkpoints.stop()

    assert newest(quiet).size == size


def test_a_checkpoint_of_a_size_is_signed_once(quiet: Office) -> None:
    with one_transaction():
        one, two = checkpoints.signed(quiet), checkpoints.signed(quiet)

    assert one == two
    assert len(sizes()) == len(set(sizes()))


def test_a_new_office_has_its_first_checkpoint(office: Office, tmp_path: Path) -> None:
    assert newest(office).size >= 1
    assert not list(tmp_path.glob("**/*.new"))
