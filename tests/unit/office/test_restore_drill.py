"""The drill with an encrypted backup: taken beside another process at work, and from older docgens.

What comes back is held against the office it came from by two dumps that docgen has no part in.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from tests.support.desks import Cast, filed
from tests.support.offices import founder
from tests.support.whole import whole

from docgen.archive import members, sealing, tarring
from docgen.archive.members import MANIFEST, Tally
from docgen.office import auditing, backup_keys, backups, opening, people, restoring, upkeep
from docgen.office.backup_parts import FACTS
from docgen.office.desk import Office
from docgen.register import changes, steps
from docgen.register.connect import connect, schema_state
from docgen.register.models import Customer, Item

_FILER = """
import sys
from pathlib import Path
from docgen.office import filing, opening, people
from docgen.register.models import Dossier
office = opening.open_office(Path(sys.argv[1]))
paper = filing.NewPaper(files={"a.txt": b"1"}, title="材料", text="1", group="other")
while True:
    done = filing.file(office, people.by_login("mira"), Dossier.objects.get(), paper)
    print(done.item, flush=True)
"""


@contextmanager
def filing_beside(folder: Path) -> Iterator[None]:
    """Another process that files one paper after the other, at work already."""
    process = subprocess.Popen(
        [sys.executable, "-c", _FILER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield
        assert process.poll() is None, "it gave up"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The identity's file."""
    backup_keys.new_identity(tmp_path / "key.txt")
    return tmp_path / "key.txt"


def test_while_others_file(
    office: Office, folk: Cast, known: Customer, key: Path, tmp_path: Path
) -> None:
    shutil.rmtree(office.folder / "templates")
    filed(office, folk.mira, known)
    kept = tmp_path / "kept.txt"
    kept.write_text(auditing.checkpoint(office, founder()), "utf-8")
    recipient = str(backup_keys.read_identities(key)[0].to_public())

    with filing_beside(office.folder):
        made = backups.back_up(office, founder(), tmp_path / "b.age", recipients=[recipient])
    live = whole(office.folder)
    again = restoring.restore(made.place, tmp_path / "again", identity=key)

    found = whole(again.folder)
    assert made.papers == Item.objects.count() == len(found["register_item"]) >= 2
    for name in ("register_item", "register_item_version", "register_item_text", "archive"):
        assert set(found[name]) <= set(live[name]), name
    told = found["register_log_entry"]
    assert told[:-1] == live["register_log_entry"][: len(told) - 1]
    assert list(upkeep.check(again, founder(), fixity=True)) == []
    assert auditing.verify(again, founder(), [kept]).is_whole


def test_a_backup_of_what_was_restored_is_the_same_again(
    office: Office, folk: Cast, known: Customer, key: Path, tmp_path: Path
) -> None:
    for folder in (office.folder / "templates").glob("[a-u]*/"):
        shutil.rmtree(folder)
    filed(office, folk.mira, known)
    recipient = str(backup_keys.read_identities(key)[0].to_public())
    first = backups.back_up(office, founder(), tmp_path / "1.age", recipients=[recipient])
    once = restoring.restore(first.place, tmp_path / "once", identity=key)
    second = backups.back_up(once, founder(), tmp_path / "2")

    restoring.restore(second.place, tmp_path / "twice")

    before, after = whole(tmp_path / "once"), whole(tmp_path / "twice")
    for name in before.keys() - {"register_log_entry", "register_log_head"}:
        assert after[name] == before[name], name
    for top in ("rules", "templates"):
        assert files(tmp_path / "twice" / top) == files(office.folder / top)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def as_by(folder: Path, migration: str) -> None:
    """Make of a plain backup one that an older docgen would have written."""
    connect(folder / opening.REGISTER)
    (folder / opening.REGISTER).chmod(0o600)
    changes.unwatch()
    steps.walk_to(migration)
    facts = json.loads((folder / FACTS).read_bytes()) | {"migrations": steps.applied()}
    connect(folder / "nothing")
    for name in (FACTS, MANIFEST):
        (folder / name).unlink()
    (folder / FACTS).write_text(json.dumps(facts))
    inside = sorted(files(folder))
    with (folder / MANIFEST).open("w+b") as lines:
        whole = (members.of_file(name, folder / name) for name in inside)
        for member in members.complete(whole, lines, Tally()):
            members.drain(member)


def sealed(folder: Path) -> tuple[Path, Path]:
    """The same as a file, and its identity."""
    mine, file, key = Identity.generate(), folder.with_suffix(".age"), folder.with_suffix(".key")
    sealing.seal(file, tarring.to_tar(members.in_folder(folder), at=0), [mine.to_public()])
    key.write_text(str(mine))
    return file, key


@pytest.mark.parametrize(
    ("migration", "encrypted"),
    [
        ("0016_regrading", True),
        pytest.param("0001_initial", True, marks=pytest.mark.slow),
        pytest.param("0004_retention", False, marks=pytest.mark.slow),
    ],
)
def test_one_of_an_older_docgen_is_brought_up_to_date(
    office: Office,
    folk: Cast,
    known: Customer,
    tmp_path: Path,
    migration: str,
    *,
    encrypted: bool,
) -> None:
    item = filed(office, folk.mira, known)
    shutil.rmtree(office.folder / "templates")
    for name in ("transfers.toml", "retention.toml", "delivered.txt"):
        (office.folder / "rules" / name).unlink()
    backups.back_up(office, founder(), tmp_path / "b")
    as_by(tmp_path / "b", migration)
    backup, key = sealed(tmp_path / "b") if encrypted else (tmp_path / "b", None)

    restored = restoring.restore(backup, tmp_path / "again", identity=key)

    assert schema_state() == "same"
    assert changes.is_watched()
    assert str(Item.objects.get()) == str(item)
    assert list(upkeep.check(restored, founder(), fixity=True)) == []
    assert auditing.verify(restored, founder()).is_whole
    mira = people.by_login("mira")
    assert str(filed(restored, mira, Customer.objects.get())).endswith("-0002")
