"""Everything that somebody can do to a log, and to its export, before an auditor comes again.

The attacker holds the office, its disk and the log's key; the auditor holds one checkpoint.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from tests.support.auditor import Auditor, Said
from tests.support.logs import THIEF, Log, leaf, put, renumbered

from docgen.ledger import witness
from docgen.ledger.note import Checkpoint, sign_note
from docgen.ledger.tiles import bundle, read_bundle
from docgen.ledger.verify import Report, Row, verify_log

HONEST = Log.of(300)
LATER = Log.of(700)
Leaves = Sequence[bytes]


def no_traceback(said: Said) -> bool:
    return "Traceback" not in said.out + said.err


# ---- the log rewritten, all of it signed again with the log's own key


def edit(leaves: Leaves) -> Leaves:
    return [*leaves[:3], leaf(3, who="p-0009"), *leaves[4:]]


def delete(leaves: Leaves) -> Leaves:
    return renumbered([*leaves[:3], *leaves[4:]])


def insert(leaves: Leaves) -> Leaves:
    return renumbered([*leaves[:3], leaf(2, who="p-0009"), *leaves[3:]])


def reorder(leaves: Leaves) -> Leaves:
    return renumbered([*leaves[:3], leaves[4], leaves[3], *leaves[5:]])


def duplicate(leaves: Leaves) -> Leaves:
    return [*leaves[:4], *leaves[3:]]


def truncate(leaves: Leaves) -> Leaves:
    return leaves[:299]


def roll_back(leaves: Leaves) -> Leaves:
    return [*leaves[:280], *(leaf(at, who="p-0009") for at in range(280, len(leaves)))]


def empty(_leaves: Leaves) -> Leaves:
    return []


def add_in_the_past(leaves: Leaves) -> Leaves:
    return [*leaves[:600], leaf(600, t="2026-01-01T00:00:00.000000Z"), *leaves[601:]]


def add_an_unknown_field(leaves: Leaves) -> Leaves:
    return [*leaves[:600], leaf(600, name="王某"), *leaves[601:]]


def add_an_unknown_act(leaves: Leaves) -> Leaves:
    return [*leaves[:600], leaf(600, act="item.burned"), *leaves[601:]]


def add_spaces(leaves: Leaves) -> Leaves:
    return [*leaves[:600], leaf(600).replace(b":", b": ", 1), *leaves[601:]]


def add_what_is_no_text(leaves: Leaves) -> Leaves:
    return [*leaves[:600], leaf(600).replace(b"web", b"\xff\xfe"), *leaves[601:]]


def skip_a_number(leaves: Leaves) -> Leaves:
    return [*leaves[:600], *(leaf(at + 1) for at in range(600, 700))]


REWRITES = {
    edit: {"L006"},
    delete: {"L006"},
    insert: {"L006"},
    reorder: {"L006", "L004"},
    duplicate: {"L002", "L006"},
    truncate: {"L005"},
    roll_back: {"L006"},
    empty: {"L005"},
    add_in_the_past: {"L004", "X001"},
    add_an_unknown_field: {"L001"},
    add_an_unknown_act: {"L001"},
    add_spaces: {"L001"},
    add_what_is_no_text: {"L001"},
    skip_a_number: {"L002"},
}


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_a_rewritten_log_is_found_although_it_is_well_signed(
    auditor: Auditor, tmp_path: Path, rewrite: Callable[[Leaves], Leaves]
) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    before = auditor.good()
    forged = LATER.with_leaves(rewrite(LATER.leaves)).export(tmp_path / "forged")

    pulled = auditor.run("pull", forged, "--json")
    read = auditor.run("verify", forged, "--json")

    assert (pulled.code, read.code) == (6, 6)
    assert pulled.found <= REWRITES[rewrite] | {"L006"}
    assert read.found == REWRITES[rewrite]
    assert auditor.good() == before
    assert no_traceback(pulled)


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_the_honest_log_is_still_taken_after_an_attack(
    auditor: Auditor, tmp_path: Path, rewrite: Callable[[Leaves], Leaves]
) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    auditor.run("pull", LATER.with_leaves(rewrite(LATER.leaves)).export(tmp_path / "forged"))
    later = LATER.export(tmp_path / "later")

    assert auditor.run("pull", later).code == 0
    assert auditor.run("verify", later).code == 0


def test_a_changed_entry_is_shown_as_it_was_and_as_it_is(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    forged = LATER.edited(3).export(tmp_path / "forged")

    said = auditor.run("pull", forged)

    assert "THE LOG WAS CHANGED." in said.out
    assert f"Then:\n  {leaf(3).decode()}\nNow:\n  {leaf(3, who='p-0009').decode()}" in said.out
    assert "Nothing was kept." in said.out


def test_two_views_shown_in_turn_are_found_at_the_second(auditor: Auditor, tmp_path: Path) -> None:
    """A split view: each is a good log by itself, and both grow honestly."""
    mine, other = HONEST.more(50), HONEST.edited(299).more(80)
    auditor.run("pull", mine.export(tmp_path / "mine"))

    said = auditor.run("pull", other.export(tmp_path / "other"), "--json")

    assert (said.code, said.found) == (6, {"L006"})


def test_who_saw_nothing_before_finds_nothing(auditor: Auditor, tmp_path: Path) -> None:
    """The twin, and the reason for coming every day: without a checkpoint all is well."""
    forged = LATER.edited(3).export(tmp_path / "forged")

    assert auditor.run("pull", forged).code == 0


@pytest.mark.parametrize("rewrite", [edit, delete, insert, reorder, roll_back])
def test_without_going_on_from_what_was_seen_rewriting_would_pass(
    auditor: Auditor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rewrite: Callable[[Leaves], Leaves],
) -> None:
    """The twin: a witness who takes each new head for his own keeps a forged log."""
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    forged = LATER.with_leaves(rewrite(LATER.leaves)).export(tmp_path / "forged")

    def blind(rows: Iterable[Row], _promises: object, **_start: object) -> Report:
        return verify_log(rows, deep=False, start=LATER.head(HONEST.head().size))

    monkeypatch.setattr(witness, "verify_log", blind)

    assert auditor.run("pull", forged).code == 0


# ---- the note forged


@pytest.mark.parametrize("signed", [300, 700])
def test_a_note_by_another_key_is_not_the_logs(
    auditor: Auditor, tmp_path: Path, signed: int
) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    folder = LATER.export(tmp_path / "later")
    put(folder / "checkpoint", Log(LATER.leaves, THIEF).note(signed).encode())

    said = auditor.run("pull", folder, "--json")

    assert (said.code, said.found) == (6, {"L007"})


def test_without_the_signature_a_forged_note_would_pass(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    folder = Log(LATER.leaves, THIEF, (THIEF,)).export(tmp_path / "later")
    monkeypatch.setattr(
        witness,
        "open_checkpoint",
        lambda note, *_: Checkpoint.parse(note.partition("\n\n")[0] + "\n"),
    )

    assert auditor.run("pull", folder).code == 0


def test_a_log_of_another_office_is_not_this_one(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    folder = LATER.export(tmp_path / "later")
    head = LATER.head()
    text = Checkpoint("offices.example/south/log", head.size, head.root()).text()
    put(folder / "checkpoint", sign_note(text, LATER.signer).encode())

    said = auditor.run("pull", folder, "--json")

    assert (said.code, said.found) == (6, {"L007"})


# ---- the export damaged or forged, under an honest note


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def hide_in_a_bundle(folder: Path) -> None:
    path = folder / "tile/entries/002.p/188"
    leaves = read_bundle(path.read_bytes())
    path.write_bytes(bundle([*leaves[:5], leaf(517, who="p-0009"), *leaves[6:]]))


def lie_about_a_month(folder: Path) -> None:
    path = folder / "months.json"
    months = json.loads(path.read_text("utf-8"))
    months[1]["last"] -= 1
    path.write_text(json.dumps(months), "utf-8")


FORGERIES: dict[str, tuple[Callable[[Path], object], set[str], set[str]]] = {
    "a new entry": (hide_in_a_bundle, {"L006"}, {"L006", "X001"}),
    "a bundle gone": (
        lambda folder: (folder / "tile/entries/001").unlink(),
        {"L005"},
        {"L005", "X001"},
    ),
    "an old bundle gone": (
        lambda folder: (folder / "tile/entries/000").unlink(),
        set(),
        {"L005", "X001"},
    ),
    "a tile lies": (lambda folder: flip(folder / "tile/0/000"), set(), {"X001"}),
    "a high tile lies": (lambda folder: flip(folder / "tile/1/000.p/2"), set(), {"X001"}),
    "a tile gone": (lambda folder: (folder / "tile/0/001").unlink(), set(), {"X001"}),
    "a month lies": (lie_about_a_month, set(), {"X001"}),
    "no list of months": (lambda folder: (folder / "months.json").unlink(), set(), {"X001"}),
    "a list that is none": (lambda folder: put(folder / "months.json", b"[1"), set(), {"X001"}),
    "a line changed": (lambda folder: flip(folder / "entries/2026-02.jsonl"), set(), {"X001"}),
    "a line more": (
        lambda folder: put(
            folder / "entries/2026-02.jsonl",
            (folder / "entries/2026-02.jsonl").read_bytes() + leaf(200) + b"\n",
        ),
        set(),
        {"X001"},
    ),
    "a month gone": (
        lambda folder: (folder / "entries/2026-02.jsonl").unlink(),
        set(),
        {"X001"},
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_an_export_that_disagrees_with_its_note(
    auditor: Auditor, tmp_path: Path, name: str
) -> None:
    """What is new is found by ``pull``; what lies in the rest of the export, by ``verify``."""
    forge, pulled, read = FORGERIES[name]
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    folder = LATER.export(tmp_path / "later")
    forge(folder)

    whole = auditor.run("verify", folder, "--json")
    said = auditor.run("pull", folder, "--json")

    assert (whole.code, whole.found) == (6, read)
    assert (said.code, said.found) == (6 if pulled else 0, pulled)
    assert no_traceback(said)


def test_a_bundle_cut_in_the_middle_of_an_entry(auditor: Auditor, tmp_path: Path) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    before = auditor.good()
    folder = LATER.export(tmp_path / "later")
    path = folder / "tile/entries/002.p/188"
    path.write_bytes(path.read_bytes()[:-7])

    said = auditor.run("pull", folder)

    assert said.code == 6
    assert "in the middle of an entry" in said.out + said.err
    assert auditor.good() == before


# ---- what is no log at all


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def dangle(path: Path) -> None:
    link(path)
    path.resolve().unlink()


def link_a_folder(path: Path) -> None:
    outside = path.parents[2] / "outside"
    shutil.move(path.parent, outside)
    path.parent.symlink_to(outside)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(1 << 34)


NO_LOGS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "no checkpoint": ("checkpoint", Path.unlink),
    "no key": ("log.vkey", Path.unlink),
    "a key that is none": ("log.vkey", lambda path: path.write_text("key")),
    "a checkpoint not in UTF-8": ("checkpoint", lambda path: path.write_bytes(b"\xff\xfe\n")),
    "a huge checkpoint": ("checkpoint", huge),
    "a huge key": ("log.vkey", huge),
    "a huge bundle": ("tile/entries/001", huge),
    "a checkpoint that is a link": ("checkpoint", link),
    "a bundle that is a link": ("tile/entries/001", link),
    "a folder that is a link": ("tile/entries/001", link_a_folder),
    "a dangling link": ("checkpoint", dangle),
    "a pipe": ("checkpoint", pipe),
}


@pytest.mark.parametrize("name", NO_LOGS)
def test_what_is_no_log_is_refused(auditor: Auditor, tmp_path: Path, name: str) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    before = auditor.good()
    folder = LATER.export(tmp_path / "later")
    file, harm = NO_LOGS[name]
    harm(folder / file)

    said = auditor.run("pull", folder)

    assert said.code == 3
    assert no_traceback(said)
    assert auditor.good() == before


@pytest.mark.parametrize(
    "file", ["checkpoint", "log.vkey", "tile/entries/002.p/188", "months.json"]
)
def test_any_bytes_in_place_of_a_file_are_refused_in_words(
    auditor: Auditor, tmp_path: Path, file: str
) -> None:
    auditor.run("pull", HONEST.export(tmp_path / "usb"))
    before = auditor.good()
    folder = LATER.export(tmp_path / "later")
    chance = random.Random(file)  # noqa: S311 - the same bytes each time

    for length in (0, 1, 2, 40, 300, 5000):
        put(folder / file, chance.randbytes(length))
        said = auditor.run("verify", folder)

        assert said.code in {3, 6}
        assert no_traceback(said)
    assert auditor.good() == before
