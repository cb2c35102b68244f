"""An encrypted backup: whole for who has the identity, also without docgen; else nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity
from tests.support.desks import Cast, filed, log
from tests.support.offices import founder
from tests.support.whole import whole

from docgen.archive import disk, sealing, tarring
from docgen.archive.members import MANIFEST
from docgen.errors import BadInput, Integrity, NotAllowed, OutsideFailed, Problem
from docgen.office import backup_keys, backups, restoring
from docgen.office.desk import Office
from docgen.register.models import Customer


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The identity's file."""
    backup_keys.new_identity(tmp_path / "key.txt")
    return tmp_path / "key.txt"


@pytest.fixture
def small(office: Office, folk: Cast, known: Customer) -> Office:
    """An office with one paper and hardly any templates: quick to back up."""
    shutil.rmtree(office.folder / "templates")
    filed(office, folk.mira, known)
    return office


def recipient(key: Path) -> str:
    return str(backup_keys.read_identities(key)[0].to_public())


def sealed(office: Office, key: Path, place: Path) -> Path:
    return backups.back_up(office, founder(), place, recipients=[recipient(key)]).place


def test_it_comes_back(small: Office, key: Path, tmp_path: Path) -> None:
    made = backups.back_up(small, founder(), tmp_path / "b.tar.age", recipients=[recipient(key)])
    before = whole(small.folder)
    shutil.rmtree(small.folder)

    restoring.restore(made.place, tmp_path / "again", identity=key)

    after = whole(tmp_path / "again")
    assert (made.papers, made.recipients) == (1, (recipient(key),))
    for name in before.keys() - {"register_log_entry", "register_log_head"}:
        assert after[name] == before[name], name
    count = len(before["register_log_entry"])
    assert after["register_log_entry"][:count] == before["register_log_entry"]


def test_age_and_tar_open_it_without_docgen(small: Office, key: Path, tmp_path: Path) -> None:
    file = sealed(small, key, tmp_path / "b.tar.age")
    mine = Identity.from_str(key.read_text().splitlines()[-1])

    plain = pyrage.decrypt(file.read_bytes(), [mine])
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    checked = subprocess.run(
        ["sha512sum", "--quiet", "-c", MANIFEST], cwd=tmp_path / "out" / tarring.TOP, check=False
    )

    assert checked.returncode == 0
    again = restoring.restore(tmp_path / "out" / tarring.TOP, tmp_path / "again")
    assert len(list(again.store.urns())) == 1


def test_several_recipients_open_it_each_alone(small: Office, tmp_path: Path) -> None:
    for name in ("one", "two"):
        backup_keys.new_identity(tmp_path / name)
    both = [recipient(tmp_path / name) for name in ("one", "two")]

    file = backups.back_up(small, founder(), tmp_path / "b.age", recipients=both).place

    for name in ("one", "two"):
        restoring.restore(file, tmp_path / f"again-{name}", identity=tmp_path / name)


def test_the_identity_it_is_verified_with_is_gone(
    small: Office, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Identity] = []
    real = sealing.opened

    def noted(file: Path, identities: list[Identity]) -> object:
        used.extend(identities)
        return real(file, identities)

    monkeypatch.setattr(sealing, "opened", noted)
    file = sealed(small, key, tmp_path / "b.age")

    secret = str(used[0]).encode()
    assert file.read_bytes().count(b"-> X25519") == 2
    found = [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert found == []


@pytest.mark.parametrize("where", ["header", "first", "middle", "last"])
def test_a_changed_byte_restores_nothing(
    small: Office, key: Path, tmp_path: Path, where: str
) -> None:
    file = sealed(small, key, tmp_path / "b.age")
    data = bytearray(file.read_bytes())
    body = data.index(b"\n---") + 64
    at = {"header": 60, "first": body + 9, "middle": len(data) // 2, "last": -1}[where]
    data[at] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)

    with pytest.raises(Problem) as found:
        restoring.restore(file, tmp_path / "again", identity=key)

    assert isinstance(found.value, BadInput | Integrity)
    assert list(tmp_path.glob("*again*")) == []


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.999])
def test_a_file_cut_off_restores_nothing(
    small: Office, key: Path, tmp_path: Path, part: float
) -> None:
    file = sealed(small, key, tmp_path / "b.age")
    data = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(data[: int(len(data) * part)])

    with pytest.raises(Problem) as found:
        restoring.restore(file, tmp_path / "again", identity=key)

    assert isinstance(found.value, BadInput | Integrity)
    assert list(tmp_path.glob("*again*")) == []


def test_the_wrong_identity_and_none(small: Office, key: Path, tmp_path: Path) -> None:
    file = sealed(small, key, tmp_path / "b.age")
    backup_keys.new_identity(tmp_path / "other")

    with pytest.raises(BadInput, match="this identity"):
        restoring.restore(file, tmp_path / "again", identity=tmp_path / "other")
    with pytest.raises(BadInput, match="is encrypted"):
        restoring.restore(file, tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_a_missing_piece_is_found_although_age_is_content(
    small: Office, key: Path, tmp_path: Path
) -> None:
    """Whoever knows the recipient can encrypt, too: the manifest must fit all the same."""
    file = sealed(small, key, tmp_path / "b.age")
    mine = backup_keys.read_identities(key)
    plain, forged = io.BytesIO(pyrage.decrypt(file.read_bytes(), mine)), io.BytesIO()
    with tarfile.open(fileobj=plain) as tar, tarfile.open(fileobj=forged, mode="w") as out:
        for info in tar:
            if not info.name.endswith("rules/loans.toml"):
                out.addfile(info, tar.extractfile(info))
    (tmp_path / "f.age").write_bytes(pyrage.encrypt(forged.getvalue(), [mine[0].to_public()]))

    with pytest.raises(Integrity, match="manifest"):
        restoring.restore(tmp_path / "f.age", tmp_path / "again", identity=key)

    assert list(tmp_path.glob("*again*")) == []


def test_one_of_a_newer_docgen_is_refused_at_once(
    small: Office, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.office.backup_parts.FOLDER_VERSION", 99)
    file = sealed(small, key, tmp_path / "b.age")
    written: list[Path] = []

    with (
        disk.watched(lambda step: written.append(step.path) if step.act == "create" else None),
        pytest.raises(BadInput, match="newer docgen"),
    ):
        restoring.restore(file, tmp_path / "again", identity=key)

    assert {path.name for path in written} == {"backup.json"}


def test_the_settings_say_for_whom(small: Office, key: Path, tmp_path: Path) -> None:
    settled = replace(small, settings=replace(small.settings, recipients=(recipient(key),)))
    backup_keys.new_identity(tmp_path / "other")

    made = backups.back_up(settled, founder(), tmp_path / "b.age")

    assert made.recipients == (recipient(key),)
    assert made.place.is_file()
    with pytest.raises(NotAllowed, match="recipients in docgen"):
        backups.back_up(
            settled, founder(), tmp_path / "c", recipients=[recipient(tmp_path / "other")]
        )
    assert not (tmp_path / "c").exists()


def test_the_log_tells_for_whom(small: Office, key: Path, tmp_path: Path) -> None:
    sealed(small, key, tmp_path / "b.age")
    backups.back_up(small, founder(), tmp_path / "plain")

    told = log(backups.EVENT)

    assert [one.get("more") for one in told] == [{"recipients": recipient(key)}, None]


def test_a_folder_takes_it_under_a_dated_name(small: Office, key: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()

    file = sealed(small, key, tmp_path / "usb")

    assert file.parent == tmp_path / "usb"
    assert file.name.startswith("office-2")
    assert file.name.endswith(backups.SUFFIX)


def test_nothing_is_overwritten(small: Office, key: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")

    with pytest.raises(BadInput, match="there already"):
        sealed(small, key, tmp_path / "mine")
    with pytest.raises(BadInput, match="there already"):
        backup_keys.new_identity(tmp_path / "mine")

    assert (tmp_path / "mine").read_text() == "mine"


def test_a_full_disk_leaves_neither_a_file_nor_a_copy_of_the_register(
    small: Office, key: Path, tmp_path: Path
) -> None:
    left = [3]

    def full(step: disk.Step) -> None:
        if step.act == "write" and ".b.age." in str(step.path):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(28, "No space left on device")

    with disk.watched(full), pytest.raises(OutsideFailed, match="full"):
        sealed(small, key, tmp_path / "b.age")

    assert list(tmp_path.glob("*b.age*")) == list(tmp_path.glob(".b.age*")) == []
    assert [one.name for one in (small.folder / "work").iterdir()] == ["locks"]


def test_what_does_not_read_back_is_no_backup(
    small: Office, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sealing.seal

    def bad_disk(file: Path, *more: object) -> None:
        real(file, *more)  # type: ignore[arg-type]  # as it was called
        data = file.read_bytes()
        file.chmod(0o600)
        file.write_bytes(data[:-9] + bytes(9))

    monkeypatch.setattr(sealing, "seal", bad_disk)

    with pytest.raises(Integrity, match="changed or cut off"):
        sealed(small, key, tmp_path / "b.age")
    assert not (tmp_path / "b.age").exists()


def test_the_identity_is_its_owners_alone(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "# nothing\n", "hello\n", "AGE-SECRET-KEY-1QQ\n"])
def test_a_file_without_a_key_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "f").write_text(text)

    with pytest.raises(BadInput, match="no file of age keys"):
        backup_keys.read_identities(tmp_path / "f")


@pytest.mark.parametrize("name", ["age1qqq", "ssh-ed25519 AAAA", "", "AGE-SECRET-KEY-1QQ"])
def test_what_is_no_recipient_is_told(office: Office, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no recipient"):
        backups.back_up(office, founder(), tmp_path / "b", recipients=[name])

    assert not (tmp_path / "b").exists()


def test_recipients_from_a_file(tmp_path: Path, key: Path) -> None:
    (tmp_path / "r").write_text(f"# 档案室\n\n{recipient(key)}\n")

    assert backup_keys.read_recipients(tmp_path / "r") == [recipient(key)]
    with pytest.raises(BadInput, match="no recipient in it"):
        backup_keys.read_recipients(Path("/dev/null"))
