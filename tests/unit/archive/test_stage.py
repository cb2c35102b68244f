"""Preparing a version: what is written, what is refused, and that nothing is left behind."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.support.archive import (
    ITEM,
    MIRA,
    NOW,
    Cut,
    Office,
    ctrl_c,
    in_child,
    io_error,
    no_space,
    urn,
)

from docgen.archive import disk
from docgen.archive.disk import Step
from docgen.archive.hashes import HAVE_SM3
from docgen.archive.work import StillUnpublished
from docgen.errors import BadInput, Integrity, OutsideFailed


def test_a_stage_holds_files_and_digests_but_files_nothing(office: Office, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF" * 1000)

    stage = office.store.stage({"合同.docx": b"abc", "扫描/scan.pdf": tmp_path / "scan.pdf"})

    assert stage.digests["合同.docx"].sha512 == hashlib.sha512(b"abc").hexdigest()
    assert stage.digests["扫描/scan.pdf"].size == 4000
    if HAVE_SM3:
        assert stage.digests["合同.docx"].sm3 == hashlib.new("sm3", b"abc").hexdigest()
    assert not office.store.exists(ITEM)
    assert office.store.unpublished() == []
    stage.discard()
    stage.discard()
    assert office.in_work() == []


def test_sealing_makes_the_version_complete(office: Office) -> None:
    sealed = office.seal({"a.txt": b"1"}, extra={"item.json": b"{}"})

    assert (sealed.urn, sealed.version) == (ITEM, "v1")
    assert set(sealed.sha512s) == {"a.txt", "item.json"}
    assert office.in_work() == [sealed.name]
    assert [one.name for one in office.store.unpublished()] == [sealed.name]
    assert not office.store.exists(ITEM)


def test_a_sealed_stage_takes_nothing_more(office: Office) -> None:
    stage = office.store.stage({"a.txt": b"1"})
    sealed = stage.seal(ITEM, message="filed", user=MIRA, created=NOW)

    with pytest.raises(ValueError, match="sealed"):
        stage.add({"b.txt": b"2"})
    with pytest.raises(ValueError, match="sealed"):
        stage.seal(ITEM, message="filed", user=MIRA, created=NOW)

    assert office.in_work() == [sealed.name]
    office.store.publish(sealed.name)
    assert office.state() == {"v1": {"a.txt": b"1"}}


def test_a_sealed_stage_that_was_not_committed_can_be_given_up(office: Office) -> None:
    stage = office.store.stage({"a.txt": b"1"})
    stage.seal(ITEM, message="filed", user=MIRA, created=NOW)

    stage.discard()

    assert office.in_work() == []
    office.add({"a.txt": b"2"})
    assert office.state() == {"v1": {"a.txt": b"2"}}


def test_what_the_seal_says_is_what_is_published(office: Office) -> None:
    sealed = office.add({"a.txt": b"1"}, extra={"item.json": b"{}"})

    raw = (office.place() / "inventory.json").read_bytes()
    version = office.store.versions(ITEM)["v1"]
    assert hashlib.sha512(raw).hexdigest() == sealed.inventory_sha512
    assert version.state == sealed.sha512s
    assert version.created == "2026-03-14T09:00:00Z"
    assert (version.message, version.user["name"]) == ("filed", "mira")


def test_the_same_content_is_kept_once(office: Office) -> None:
    office.add({"a.txt": b"same", "folder/b.txt": b"same"})
    office.add({"c.txt": b"same", "d.txt": b"other"})

    inventory = office.store.inventory(ITEM)
    content = sorted(path.name for path in office.place().rglob("content/**/*") if path.is_file())
    assert content == ["a.txt", "d.txt"]
    assert len(inventory.manifest) == 2
    assert office.state() == {
        "v1": {"a.txt": b"same", "folder/b.txt": b"same"},
        "v2": {"c.txt": b"same", "d.txt": b"other"},
    }
    office.assert_clean()


def test_files_can_stay_without_being_given_again(office: Office) -> None:
    office.add({"scan.pdf": b"large"}, extra={"item.json": b"1"})

    sealed = office.add({}, extra={"item.json": b"2"}, keep=["scan.pdf"])

    assert sealed.sha512s["scan.pdf"] == hashlib.sha512(b"large").hexdigest()
    assert office.state()["v2"] == {"scan.pdf": b"large", "item.json": b"2"}
    assert not (office.place() / "v2/content/scan.pdf").exists()
    office.assert_clean()


def test_sm3_stands_in_the_fixity_block_only_if_asked_for(office: Office) -> None:
    asked = type(office.store)(office.root, office.work, fixity={"sm3"})
    stage = asked.stage({"a.txt": b"abc"})
    asked.publish(stage.seal(urn(1, 1), message="filed", user=MIRA, created=NOW).name)
    office.add({"a.txt": b"abc"}, urn(1, 2))

    block = office.store.inventory(urn(1, 1)).fixity
    if HAVE_SM3:
        sm3 = hashlib.new("sm3", b"abc").hexdigest()
        assert block == {"sm3": {"v1/content/a.txt": sm3}}
    assert office.store.inventory(urn(1, 2)).fixity == {}
    assert office.findings() == []


def _link(path: Path) -> None:
    path.with_name("target").write_bytes(b"1")
    path.symlink_to("target")


SOURCES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "No such file"),
    "folder": (lambda path: path.mkdir(), "not a file"),
    "link": (_link, "symbolic links"),
    "pipe": (os.mkfifo, "not a file"),
    "empty": (lambda path: path.write_bytes(b""), "0 bytes"),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_a_source_that_is_no_full_file_is_refused(
    office: Office, tmp_path: Path, kind: str
) -> None:
    make, why = SOURCES[kind]
    make(tmp_path / "source")

    with pytest.raises(BadInput) as refused:
        office.store.stage({"good.txt": b"1", "source": tmp_path / "source"})

    assert why in refused.value.why
    assert "source" in refused.value.file
    assert office.in_work() == []


def test_empty_bytes_are_refused_too(office: Office) -> None:
    with pytest.raises(BadInput, match="empty"):
        office.store.stage({"a.txt": b""})
    with pytest.raises(BadInput, match="empty"):
        office.seal({"a.txt": b"1"}, extra={"item.json": b""})

    assert office.in_work() == []


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_source_that_changes_while_it_is_read_is_refused(
    office: Office, tmp_path: Path, size: int
) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 2_000_000)

    def change(step: Step) -> None:
        if step.act == "write":
            os.truncate(source, size)

    with disk.watched(change), pytest.raises(BadInput, match="changed while"):
        office.store.stage({"a.txt": source})

    assert office.in_work() == []


def test_an_unsafe_name_is_refused_before_anything_is_written(office: Office) -> None:
    acts: list[str] = []

    with pytest.raises(BadInput, match="name"), disk.watched(lambda step: acts.append(step.act)):
        office.store.stage({"a.txt": b"1", "../b.txt": b"2"})

    assert "write" not in acts
    assert office.in_work() == []


@pytest.mark.parametrize("names", [("a", "a/b"), ("附件/a", "附件")])
def test_a_name_cannot_be_file_and_folder(office: Office, names: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="Two files"):
        office.seal(dict.fromkeys(names, b"1"))

    assert office.in_work() == []


def test_a_late_file_cannot_take_a_name_that_is_used(office: Office) -> None:
    with pytest.raises(BadInput, match=r"item\.json"):
        office.seal({"item.json": b"theirs"}, extra={"item.json": b"ours"})
    office.add({"a.txt": b"1"})
    with pytest.raises(BadInput, match=r"a\.txt"):
        office.seal({"a.txt": b"2"}, keep=["a.txt"])

    assert office.in_work() == []


@pytest.mark.parametrize(
    ("message", "user", "created"),
    [
        ("", MIRA, NOW),
        ("filed", ("", "mailto:x@example.org"), NOW),
        ("filed", ("mira", ""), NOW),
        ("filed", MIRA, datetime(2026, 3, 14)),  # noqa: DTZ001 - that it knows no zone is the point
    ],
)
def test_a_version_says_who_why_and_when(
    office: Office, message: str, user: tuple[str, str], created: datetime
) -> None:
    stage = office.store.stage({"a.txt": b"1"})

    with pytest.raises(ValueError, match=r".*"):
        stage.seal(ITEM, message=message, user=user, created=created)

    assert office.in_work() == []


def test_a_version_has_a_file(office: Office) -> None:
    with pytest.raises(ValueError, match="file"):
        office.seal({})

    assert office.in_work() == []


def test_a_second_version_waits_until_the_first_is_published(office: Office) -> None:
    office.add({"a.txt": b"1"})
    sealed = office.seal({"a.txt": b"2"})

    with pytest.raises(StillUnpublished) as refused:
        office.seal({"a.txt": b"3"})

    assert refused.value.waiting.name == sealed.name
    assert office.in_work() == [sealed.name]
    office.store.publish(sealed.name)
    office.add({"a.txt": b"3"})
    assert [files["a.txt"] for files in office.state().values()] == [b"1", b"2", b"3"]


def test_other_items_need_not_wait(office: Office) -> None:
    first = office.seal({"a.txt": b"1"}, urn(1, 1))
    second = office.seal({"a.txt": b"2"}, urn(1, 11))

    office.store.publish(second.name)
    office.store.publish(first.name)

    office.assert_clean()


def test_nothing_is_built_on_a_damaged_inventory(office: Office) -> None:
    office.add({"a.txt": b"1"})
    sidecar = office.place() / "inventory.json.sha512"
    sidecar.chmod(0o600)
    sidecar.write_bytes(b"0" * 128 + b" inventory.json\n")

    with pytest.raises(Integrity, match="cannot be trusted"):
        office.seal({"a.txt": b"2"})

    assert office.in_work() == []


def test_nothing_is_built_beside_a_half_version(office: Office) -> None:
    office.add({"a.txt": b"1"})
    (office.place() / "v2").mkdir()

    with pytest.raises(Integrity) as refused:
        office.seal({"a.txt": b"2"})

    assert "half in place" in refused.value.why


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(no_space, OutsideFailed), (io_error, OutsideFailed), (ctrl_c, KeyboardInterrupt)],
)
@pytest.mark.parametrize("at", [0, 1, 3, 7, 12, 20, 30])
def test_a_failed_stage_leaves_nothing(
    office: Office, fault: Callable[[], None], kind: type[BaseException], at: int
) -> None:
    with disk.watched(Cut(at, fault)), pytest.raises(kind):
        office.seal({"a.txt": b"1", "b/c.txt": b"2"})

    assert office.in_work() == []
    office.assert_clean()


def test_a_file_the_kernel_will_not_finish_leaves_nothing(office: Office) -> None:
    """A real failure in the middle of a write, by a limit on the size of files."""

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
        with pytest.raises(OutsideFailed, match="disk failed"):
            office.store.stage({"large.pdf": b"x" * 600_000})

    assert in_child(fill) == 0
    assert office.in_work() == []


def test_the_seal_of_a_later_version_says_what_it_was_based_on(office: Office) -> None:
    first = office.add({"a.txt": b"1"})

    sealed = office.seal({"a.txt": b"2"})

    seal = json.loads((office.work / sealed.name / "seal.json").read_bytes())
    assert seal == {"id": ITEM, "version": "v2", "base": first.inventory_sha512}
