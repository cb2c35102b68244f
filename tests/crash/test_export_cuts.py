"""Exporting a dossier, cut off at every step the disk is told of: a whole bag or nothing.

Both kinds of cut: the step failed and did not happen, and it failed but did happen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from tests.support.archive import (
    Cut,
    PowerCutError,
    count_steps,
    ctrl_c,
    io_error,
    no_space,
    power_cut,
)
from tests.support.desks import cast, dossier_of, filed, log
from tests.support.offices import customer, founder, new_office

from docgen.archive import disk
from docgen.archive.bag_check import check_bag
from docgen.archive.bag_write import new_bag
from docgen.errors import OutsideFailed
from docgen.office import aids
from docgen.office.exporting import Exported, export

FAULTS = {"full": no_space, "broken": io_error, "ctrl-c": ctrl_c, "unexpected": power_cut}
KINDS = (OutsideFailed, KeyboardInterrupt, PowerCutError)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _number: None)
    monkeypatch.setattr(aids, "printed_each", lambda _, words: [b"%PDF"] * len(words))


def write(out: Path, *, packed: bool) -> None:
    """A bag of two files."""
    with new_bag(out, packed=packed) as made:
        made.add("0000000001-0001/v1/合同.txt", b"one")
        made.add("0000000001-0002/v1/a.txt", b"two")
        made.close([("Source-Organization", "Sample")], {"catalogue.json": b"{}"})


def whole_or_nothing(folder: Path) -> bool:
    """Whether there is a bag without a fault, or nothing at all; True for nothing."""
    left = sorted(folder.iterdir())
    assert [path.name for path in left] in ([], ["bag"])
    assert all(check_bag(path) == [] for path in left)
    return not left


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_bag_is_whole_or_not_there(tmp_path: Path, fault: str, *, packed: bool) -> None:
    (tmp_path / "all").mkdir()
    steps = count_steps(partial(write, tmp_path / "all" / "bag", packed=packed))
    gone = 0

    for at in range(steps):
        folder = tmp_path / str(at)
        folder.mkdir()
        with suppress(*KINDS), disk.watched(Cut(at, FAULTS[fault])):
            write(folder / "bag", packed=packed)
            pytest.fail("the cut was swallowed")
        gone += whole_or_nothing(folder)

    assert gone >= steps - 3  # only what comes after the bag has its name leaves it there


@pytest.fixture
def exporting(tmp_path: Path) -> Callable[[Path], Exported]:
    """Exports a dossier of two papers to a place."""
    office = new_office(tmp_path / "office")
    folk, known = cast(office), customer(office)
    for text in ("一", "二"):
        filed(office, folk.mira, known, text=text)
    number = str(dossier_of(known))
    return lambda out: export(office, founder(), number, out, purpose="legal")


def test_an_export_cut_anywhere_leaves_no_part(
    exporting: Callable[[Path], Exported], tmp_path: Path
) -> None:
    """The register is not at risk here: what it says of the export is one transaction."""
    (tmp_path / "all").mkdir()
    mine: list[int] = []

    def note(step: disk.Step) -> None:
        mine.append(("all" in step.path.parts) and not step.done)

    with disk.watched(note):
        exporting(tmp_path / "all" / "bag")
    for at in [n for n, own in enumerate(mine) if own][::3]:
        folder = tmp_path / str(at)
        folder.mkdir()
        before = len(log("dossier.exported"))

        with pytest.raises(OutsideFailed), disk.watched(Cut(at, no_space)):
            exporting(folder / "bag")

        whole_or_nothing(folder)
        assert log("dossier.exported")[before:][-1]["res"] == "error"
