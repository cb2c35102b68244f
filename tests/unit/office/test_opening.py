"""Making and opening an office: all of it at once, and never on top of something else."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from tests.support.desks import Cast, assert_whole, filed, log
from tests.support.offices import COMPANY, new_office, reopen

from docgen.archive.store import Store
from docgen.errors import BadInput, Integrity, OutsideFailed
from docgen.office import opening
from docgen.office.desk import Office, one_transaction
from docgen.register import changes, steps
from docgen.register.connect import schema_state
from docgen.register.models import Customer, Person


def init(folder: Path, company: str = COMPANY) -> Office:
    return opening.init(
        folder, company=company, language="zh", login="mira", name="米拉", unit="客户服务部"
    )


def test_an_office_of_one_can_work_at_once(tmp_path: Path) -> None:
    office = init(tmp_path / "office", company='带"引号"的\\公司')

    assert office.settings.company == '带"引号"的\\公司'
    assert not office.settings.act_as
    (mira,) = Person.objects.all()
    assert (mira.login, mira.os_login, mira.clearance) == ("mira", "mira", 3)
    assert set(mira.roles) == {"clerk", "archivist"}
    assert [entry["act"] for entry in log()] == ["office.opened"]
    assert office.index.state() == "ok"


def test_the_folder_is_as_promised_and_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    init(folder)

    names = {path.name for path in folder.iterdir()}
    assert names == {
        *("docgen.toml", "rules", "templates", "archive", "register.sqlite3"),
        *("index", "log", "work"),
    }
    for name in ("archive", "index", "log", "work"):
        assert (folder / name).stat().st_mode & 0o077 == 0
    assert tomllib.loads((folder / "docgen.toml").read_text("utf-8"))["office"]["language"] == "zh"
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


def test_two_offices_have_logs_of_their_own(tmp_path: Path) -> None:
    first, second = init(tmp_path / "a"), init(tmp_path / "b")

    assert first.settings.origin != second.settings.origin


def test_an_empty_folder_will_do_and_another_will_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")

    assert init(tmp_path / "empty").folder.is_dir()
    for name in ("full", "file", "empty"):
        with pytest.raises(BadInput) as refused:
            init(tmp_path / name)
        assert refused.value.file == str(tmp_path / name)

    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "mine"
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.parametrize("cut", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("place", ["docgen.office.opening.migrate", "docgen.office.people.found"])
def test_a_making_that_is_cut_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, cut: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise cut

    monkeypatch.setattr(place, stop)

    with pytest.raises((OutsideFailed, KeyboardInterrupt)):
        init(tmp_path / "office")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")

    with pytest.raises(OutsideFailed):
        init(tmp_path / "file" / "office")


# ---- opening


def test_opening_finishes_what_was_interrupted(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", cut)
        with pytest.raises(KeyboardInterrupt):
            filed(office, folk.mira, known)
    assert office.store.unpublished()

    assert_whole(reopen(office.folder))


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to be one"])
def test_a_register_that_is_lost_or_damaged(office: Office, content: bytes | None) -> None:
    file = office.folder / opening.REGISTER
    file.unlink()
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Integrity) as broken:
        reopen(office.folder)

    assert broken.value.file == str(file)
    assert "backup" in broken.value.fix


def test_a_register_of_a_newer_program_is_refused(office: Office) -> None:
    with closing(sqlite3.connect(office.folder / opening.REGISTER)) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('register', '0999_x', '')"
        )

    with pytest.raises(BadInput) as refused:
        reopen(office.folder)

    assert "newer" in refused.value.what


def test_a_register_of_an_older_program_is_brought_up(office: Office) -> None:
    changes.unwatch()
    steps.walk_to(steps.known()[-3])  # from the first on: test_steps

    reopen(office.folder)

    assert schema_state() == "same"
    assert changes.is_watched()
    with closing(sqlite3.connect(office.folder / opening.REGISTER)) as database:
        triggers = database.execute(
            "SELECT count(*) FROM sqlite_master WHERE name LIKE 'register_log_entry_no_%'"
        )
        assert triggers.fetchone() == (3,)


def test_a_database_that_refuses_becomes_a_sentence(office: Office) -> None:
    del office

    def wrong() -> None:
        with one_transaction():
            Person.objects.create(login="shen", name="again", unit="u", clearance=0)

    with pytest.raises(OutsideFailed) as failed:
        wrong()

    assert "UNIQUE" in failed.value.what
    assert Person.objects.count() == 1


def test_two_offices_can_be_worked_in_after_each_other(tmp_path: Path) -> None:
    first = new_office(tmp_path / "first")
    second = new_office(tmp_path / "second")
    Person.objects.filter(login="shen").update(name="在第二个里")

    reopen(first.folder)

    assert Person.objects.get().name == "沈砚"
    reopen(second.folder)
    assert Person.objects.get().name == "在第二个里"
