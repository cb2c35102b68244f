"""What the machine can do to a command: LibreOffice, the disk, the rights, another process."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.archive import Cut, count_steps, no_space
from tests.support.desks import COMPLAINT, assert_whole, holding, log
from tests.support.offices import reopen
from tests.support.shell import Inside, Shell

from docgen.archive import disk
from docgen.archive.check import check_root
from docgen.archive.layout import object_path
from docgen.office import auditing, people, upkeep
from docgen.register.models import IssuedNumber, Item, Outbox


def filling(folder: Path, *more: str) -> list[str]:
    example = folder / "templates" / COMPLAINT / "example.toml"
    where = ("--customer", "K000001", "--file", "--out", str(folder.parent))
    return ["fill", COMPLAINT, "--data", str(example), *where, *more]


# ---- LibreOffice

SOFFICE = {
    "missing": ("", "is not here"),
    "hanging": ("#!/bin/sh\nsleep 60\n", "did not answer"),
    "hanging with a child that hangs": ("#!/bin/sh\nsleep 60 & sleep 60\n", "did not answer"),
    "crashing": ("#!/bin/sh\nexit 81\n", "made no PDF"),
    "killed": ("#!/bin/sh\nkill -9 $$\n", "made no PDF"),
    "writing no PDF": (
        '#!/bin/sh\nfor last; do :; done\necho x > "$(dirname "$last")/out/doc-000.pdf"\n',
        "made no PDF",
    ),
    "no program at all": ("neither script nor program", "could not be started"),
}


@pytest.mark.parametrize("name", SOFFICE)
def test_a_libreoffice_that_fails_leaves_nothing(
    inside: Inside, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    script, told = SOFFICE[name]
    program = tmp_path / "soffice"
    if script:
        program.write_text(script, "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    settings = folder / "docgen.toml"
    seconds = 1 if "hanging" in name else 600  # a busy machine takes its time to crash
    text = settings.read_text("utf-8").replace("pdf_seconds = 60", f"pdf_seconds = {seconds}")
    settings.write_text(text, "utf-8")
    office = reopen(folder)
    before, files = holding(office), sorted(tmp_path.iterdir())

    said = inside.run(*filling(folder, "--pdf"))

    assert said.code == 7, said.err
    assert all(part in said.err for part in (told, "why: ", "fix: ")) or "no program" in name
    assert "Traceback" not in said.err
    assert holding(office) == before
    assert sorted(tmp_path.iterdir()) == files
    assert (log()[-1]["act"], log()[-1]["res"]) == ("form.filled", "error")


def test_without_libreoffice_everything_else_works(
    inside: Inside, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_SOFFICE", "/nonexistent")

    assert inside.run(*filling(folder)).code == 0


# ---- rights


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody, not even root, writes into this folder; skips where that cannot be had."""
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    chattr = shutil.which("chattr")
    if not chattr or subprocess.run([chattr, "+i", folder], check=False).returncode:
        pytest.skip("root writes everywhere, and this file system has no immutable folders")
    try:
        yield
    finally:
        subprocess.run([chattr, "-i", folder], check=True)


@pytest.mark.parametrize("where", ["the dossier's folder", "work"])
def test_a_folder_that_cannot_be_written(inside: Inside, folder: Path, where: str) -> None:
    office = reopen(folder)
    before = holding(office)
    dossier = (folder / "archive" / object_path("urn:docgen:0000000001-0001")).parent
    closed = folder / "work" if where == "work" else dossier

    with locked(closed):
        said = inside.run(*filling(folder))

    assert said.code == 7, said.err
    assert all(part in said.err for part in ("why: ", "fix: ", str(closed)))
    assert holding(office) == before


@pytest.mark.parametrize("where", ["archive", "work", "index", "log"])
def test_a_folder_that_is_gone(inside: Inside, folder: Path, where: str) -> None:
    """A file lies in its place: nothing is written around it, and nothing is lost."""
    office = reopen(folder)
    items, numbers = Item.objects.count(), IssuedNumber.objects.count()
    (folder / where).rename(folder / "away")
    (folder / where).write_text("in the way", "utf-8")

    said = inside.run(*filling(folder))

    # Index and log key are not needed to file a paper.
    filed = where in {"index", "log"}
    assert said.code == (0 if filed else 7), said.err
    assert "Traceback" not in said.err
    assert "docgen itself" not in said.err
    assert Item.objects.count() - items == IssuedNumber.objects.count() - numbers == filed
    assert office.folder == folder


# ---- the disk is full


def test_a_disk_that_fills_up_at_any_step(inside: Inside, folder: Path) -> None:
    """Every seventh step of the archive here; each of them in the tests of filing."""
    office = reopen(folder)
    steps = count_steps(lambda: inside.run(*filling(folder)))

    for step in range(0, steps, 7):
        rows = Item.objects.count()
        with disk.watched(Cut(step, no_space)):
            said = inside.run(*filling(folder))
        assert said.code in {0, 7}, said.err
        assert Item.objects.count() - rows == (said.code == 0)
        assert said.code == 0 or "full" in said.err
        upkeep.finish(office)
        assert_whole(office)

    assert IssuedNumber.objects.exclude(state="issued").count() == 0
    assert auditing.verify(office, people.by_login("jonas")).is_whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.geteuid() or not mount or subprocess.run(command, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run([str(umount), "-l", str(place)], check=True)


def fill_up(place: Path, leave: int) -> Path:
    """Fill the disk but for so many bytes."""
    filler = place / "filler"
    free = os.statvfs(place)
    filler.write_bytes(b"\0" * max(0, free.f_bavail * free.f_bsize - leave))
    return filler


@pytest.mark.parametrize("leave", [0, 8_192, 40_960, 98_304, 163_840])
def test_a_really_full_disk(inside: Inside, folder: Path, small_disk: Path, leave: int) -> None:
    shutil.rmtree(folder / "templates")
    for name in ("complaint/complaint-record",):
        shutil.copytree(Path(__file__).parents[2] / "templates" / name, folder / "templates" / name)
    crowded = Path(shutil.copytree(folder, small_disk / "office"))
    office = reopen(crowded)
    told = Inside(crowded, inside.capsys)
    rows = Item.objects.count()

    filler = fill_up(small_disk, leave)
    said = told.run(*filling(folder)[:-2], "--out", str(folder.parent))
    filler.unlink()

    assert said.code in {0, 7}, said.err
    assert said.code == 0 or all(part in said.err for part in ("why: ", "fix: "))
    assert "Traceback" not in said.err
    assert "docgen itself" not in said.err
    # The number's holder is this very process; after a real command it would be gone.
    IssuedNumber.objects.filter(state="reserved").update(holder=str(2**22 + 1))
    assert told.run("recover", who="jonas").code == 0
    assert IssuedNumber.objects.count() == (said.code == 0)
    assert Item.objects.count() - rows == (said.code == 0)
    assert_whole(office)
    assert list(check_root(crowded / "archive", fixity=True)) == []
    assert auditing.verify(office, people.by_login("jonas")).is_whole
    assert told.run(*filling(folder)).code == 0


def test_an_office_is_not_made_on_a_full_disk(inside: Inside, small_disk: Path) -> None:
    fill_up(small_disk, 100_000)

    said = inside.run("init", small_disk / "new", who="")

    assert said.code == 7, said.err
    assert all(part in said.err for part in ("why: ", "fix: "))
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


# ---- two processes


def test_two_processes_file_into_one_dossier(shell: Shell, folder: Path) -> None:
    office = reopen(folder)
    papers = [folder.parent / f"{n}.txt" for n in range(3)]
    for n, paper in enumerate(papers):
        paper.write_text(f"第 {n} 份", "utf-8")

    running = [shell.start("file", "1", *papers, "--json") for _ in range(2)]
    ends = [(process.communicate(), process.returncode) for process in running]

    assert [code for _, code in ends] == [0, 0], ends
    turns = sorted(Item.objects.values_list("turn", flat=True))
    assert turns == [1, 2, 3, 4, 5, 6, 7]
    assert Outbox.objects.count() == 7
    assert_whole(office)
    assert list(check_root(folder / "archive", fixity=True)) == []
    assert auditing.verify(office, people.by_login("jonas")).is_whole


def test_two_processes_give_the_first_paper_to_one_dossier(shell: Shell, folder: Path) -> None:
    office = reopen(folder)
    made = shell.run("customer", "add", "新客户公司", "--json").data["id"]
    example = folder / "templates" / COMPLAINT / "example.toml"
    command = ("fill", COMPLAINT, "--data", example, "--customer", made, "--file", "--json")

    running = [shell.start(*command) for _ in range(2)]
    ends = [(process.communicate(), process.returncode) for process in running]

    assert [code for _, code in ends] == [0, 0], ends
    items = Item.objects.filter(dossier__customer__name="新客户公司")
    assert sorted(map(str, items)) == ["0000000002-0001", "0000000002-0002"]
    numbers = sorted(IssuedNumber.objects.values_list("seq", "state"))
    assert numbers == [(1, "issued"), (2, "issued")]
    assert_whole(office)
