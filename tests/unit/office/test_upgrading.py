"""An upgrade adds and replaces what the office never touched, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desks import Cast, log
from tests.support.offices import founder, reopen

from docgen.archive import disk
from docgen.config import shipped
from docgen.errors import NotAllowed, NotFound, OutsideFailed
from docgen.office import accepted, delivered, upgrading
from docgen.office.delivered import Part, State
from docgen.office.desk import Office
from docgen.render.folder import digest

LOANS, TEMPLATE = "rules/loans.toml", "templates/complaint/complaint-record"


@pytest.fixture
def program(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rules and one template of a docgen to come; the office has just that, as delivered."""
    folder = tmp_path / "program"
    shutil.copytree(shipped("rules"), folder / "rules")
    inside = TEMPLATE.partition("/")[2]
    shutil.copytree(shipped("templates") / inside, folder / TEMPLATE)
    for top in ("rules", "templates"):
        shutil.rmtree(office.folder / top)
        shutil.copytree(folder / top, office.folder / top)
    monkeypatch.setattr(
        delivered, "source", lambda: {top: folder / top for top in ("rules", "templates")}
    )
    (office.folder / delivered.FILE).write_text(delivered.lines(delivered.parts(office.folder)))
    return folder


def states(parts: list[Part]) -> dict[str, State]:
    return {part.name: part.state for part in parts if part.state != State.SAME}


def edit(file: Path, text: str = "# 改\n") -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_a_new_office_is_up_to_date(office: Office) -> None:
    assert states(delivered.parts(office.folder)) == {}
    assert upgrading.waiting(office) == []
    checked = subprocess.run(
        ["sha512sum", "--quiet", "-c", delivered.FILE], cwd=office.folder, check=False
    )
    assert checked.returncode == 0


def test_what_is_missing_is_added(office: Office, program: Path) -> None:
    (program / "rules/new.toml").write_text("x = 1\n")

    parts = upgrading.upgrade(office, founder())

    assert states(parts) == {"rules/new.toml": State.MISSING}
    assert (office.folder / "rules/new.toml").read_text() == "x = 1\n"
    assert states(delivered.parts(office.folder)) == {}


def test_what_was_never_touched_is_replaced_and_kept(office: Office, program: Path) -> None:
    old = (office.folder / LOANS).read_bytes()
    edit(program / LOANS)
    edit(program / TEMPLATE / "form.toml")

    parts = upgrading.upgrade(office, founder())

    assert states(parts) == {LOANS: State.OLDER, TEMPLATE: State.OLDER}
    assert (office.folder / LOANS).read_bytes() == (program / LOANS).read_bytes()
    (kept,) = (office.folder / "rules/replaced").glob(f"*/{LOANS}")
    assert kept.read_bytes() == old
    name = TEMPLATE.removeprefix("templates/")
    assert accepted.digests(office.folder)[name] == digest(office.folder / TEMPLATE, name)
    (entry,) = log("office.upgraded")
    assert (entry["n"], entry["more"]["older"]) == (2, 2)
    reopen(office.folder)


def test_what_the_office_changed_stays(office: Office, program: Path) -> None:
    edit(office.folder / LOANS, "# 本室自定\n")
    edit(office.folder / TEMPLATE / "expected.txt", "本室自定\n")
    edit(office.folder / "rules/transfers.toml")
    mine = (office.folder / LOANS).read_bytes()
    edit(program / LOANS)
    edit(program / TEMPLATE / "form.toml")

    parts = upgrading.upgrade(office, founder())
    again = upgrading.upgrade(office, founder())

    assert (
        states(parts)
        == states(again)
        == {
            LOANS: State.CHANGED,
            TEMPLATE: State.CHANGED,
            "rules/transfers.toml": State.OWN,
        }
    )
    assert (office.folder / LOANS).read_bytes() == mine
    assert not (office.folder / "rules/replaced").exists()


def test_what_the_office_removed_stays_away(office: Office, program: Path) -> None:
    (office.folder / "rules/dossier-types/lease.toml").unlink()
    edit(program / "rules/dossier-types/lease.toml")

    parts = upgrading.upgrade(office, founder())
    again = upgrading.upgrade(office, founder())

    assert states(parts) == states(again) == {"rules/dossier-types/lease.toml": State.REMOVED}
    assert not (office.folder / "rules/dossier-types/lease.toml").exists()


def test_an_office_made_before_there_was_a_list(office: Office, program: Path) -> None:
    """Nobody knows what it changed: what is missing comes, what differs is only listed."""
    (office.folder / delivered.FILE).unlink()
    (office.folder / "rules/transfers.toml").unlink()
    edit(office.folder / LOANS)

    parts = upgrading.upgrade(reopen(office.folder), founder())

    assert states(parts) == {"rules/transfers.toml": State.MISSING, LOANS: State.CHANGED}
    assert (office.folder / "rules/transfers.toml").is_file()
    edit(program / "rules/retention.toml")
    assert [one.name for one in upgrading.waiting(office)] == ["rules/retention.toml"]


def test_a_dry_run_changes_nothing(office: Office, program: Path) -> None:
    edit(program / LOANS)
    before = {path: path.read_bytes() for path in office.folder.rglob("*.t*") if path.is_file()}

    parts = upgrading.upgrade(office, founder(), dry_run=True)

    assert states(parts) == {LOANS: State.OLDER}
    assert all(path.read_bytes() == data for path, data in before.items())
    assert log("office.upgraded") == []


@pytest.mark.parametrize("stride", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_cut_off_anywhere_it_goes_on(office: Office, program: Path, stride: int) -> None:
    """The disk fails at each step in turn; the next run does the rest, as if nothing had been."""
    if stride == 1 and not os.environ.get("DOCGEN_LONG"):
        pytest.skip("the long version: make slow")
    for name in ("form.toml", "expected.txt"):
        edit(program / TEMPLATE / name)
    pattern = office.folder.with_name("pattern")
    shutil.copytree(office.folder, pattern)
    cut = 0

    while True:
        cut, left = cut + stride, [cut + stride]

        def fail(step: disk.Step, left: list[int] = left) -> None:
            left[0] -= str(step.path).startswith(str(office.folder))
            if left[0] == 0:
                raise OSError(5, "Input/output error")

        try:
            with disk.watched(fail):
                upgrading.upgrade(office, founder())
        except OutsideFailed:
            upgrading.upgrade(office, founder())
        assert states(delivered.parts(office.folder)) == {}, cut
        if left[0] > 0:
            break
        for top in ("rules", "templates"):
            shutil.rmtree(office.folder / top)
            shutil.copytree(pattern / top, office.folder / top)

    assert cut > 20


def test_the_difference_is_shown(office: Office, program: Path) -> None:
    edit(office.folder / LOANS, "# 本室自定\n")
    (program / TEMPLATE / "template.docx").write_bytes(b"\xff\xfe")

    lines = list(upgrading.differences(office, founder(), LOANS))
    other = list(upgrading.differences(office, founder(), TEMPLATE))

    assert "-# 本室自定" in lines
    assert len(other) == 1
    assert "template.docx" in other[0]
    with pytest.raises(NotFound, match="comes with docgen"):
        list(upgrading.differences(office, founder(), "rules/nothing.toml"))


def test_who_keeps_no_order_upgrades_nothing(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        upgrading.upgrade(office, folk.mira)


FILES = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["1", "2", "3"]))


@given(FILES, FILES, FILES.filter(bool))
def test_nothing_of_the_offices_own_is_ever_fresh(
    own: dict[str, str], before: dict[str, str], now: dict[str, str]
) -> None:
    state = Part("p", own, before, now).state

    if state == State.MISSING:
        assert not own
        assert not before
    if state == State.OLDER:
        assert all(one in {before.get(path), now.get(path)} for path, one in own.items())
        assert before.keys() <= own.keys()
    if own and own == before != now and not now.items() <= own.items():
        assert state == State.OLDER
