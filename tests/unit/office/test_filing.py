"""Filing: staged, committed, published, indexed; a cut anywhere leaves all of it or nothing."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from tests.support.archive import Cut, count_steps, ctrl_c, no_space
from tests.support.desks import (
    Cast,
    assert_whole,
    dossier_of,
    filed,
    holding,
    log,
    paper,
)

from docgen.archive import disk
from docgen.archive.check import check_root
from docgen.archive.stage import Stage
from docgen.archive.store import Store
from docgen.errors import BadInput, NotAllowed, OutsideFailed
from docgen.index.embedded import Embedded
from docgen.model.grades import Grade
from docgen.model.ids import LAST_TURN
from docgen.office import auditing, dossiers, filing, finding, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Dossier, Item, ItemVersion, Outbox


def attempt(office: Office, folk: Cast, place: Dossier) -> filing.Filed | None:
    """File a paper; nothing if it was cut off."""
    try:
        return filing.file(office, folk.mira, place, paper())
    except (OutsideFailed, DatabaseError, KeyboardInterrupt):
        return None


def test_a_filed_paper_is_whole(office: Office, folk: Cast, known: Customer) -> None:
    two = filing.NewPaper({"b.pdf": b"%PDF", "a.docx": b"PK"}, "合同", "sales", "甲乙双方")
    place = dossiers.place_for(office, folk.mira, known.code)

    done = filing.file(office, folk.mira, place, two)

    assert str(done.item) == "0000000001-0001"
    assert office.store.read("urn:docgen:0000000001-0001", "b.pdf") == b"%PDF"
    version = ItemVersion.objects.get(item=done.item)
    assert [(one["path"], one["size"]) for one in version.files] == [("b.pdf", 4), ("a.docx", 2)]
    assert version.log_index == done.log_index == log()[-1]["idx"]
    assert done.item.rank == dossier_of(known).rank == Grade.C.rank
    assert_whole(office)
    assert list(check_root(office.folder / "archive", fixity=True)) == []


@pytest.mark.parametrize(("wanted", "given"), [("P", "C"), ("C", "C"), ("B", "B")])
def test_the_grade_is_the_stricter_of_paper_and_dossier(
    office: Office, folk: Cast, known: Customer, wanted: str, given: str
) -> None:
    item = filed(office, folk.jonas, known, grade=wanted)

    assert item.rank == Grade.parse(given).rank
    assert finding.search(office, folk.jonas, "漏水").hits[0].rank == item.rank


def test_the_paper_tells_an_archivist_what_it_is(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known, title="材料", made={"source": "邮件"})

    facts = json.loads(office.store.read(f"urn:docgen:{item}", "item.json"))

    assert (facts["item"], facts["title"], facts["grade_mark"]) == (str(item), "材料", "内部")
    assert facts["customer"] == {"id": known.code, "name": known.name, "kind": "company"}
    assert facts["made"]["source"] == "邮件"
    assert facts["filed_by"] == folk.mira.code


# ---- what is refused before anything is written


def test_a_group_the_type_lacks_is_refused(office: Office, folk: Cast, known: Customer) -> None:
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        filed(office, folk.mira, known, group="sale")

    assert refused.value.field == "group"
    assert "sales" in refused.value.why
    assert holding(office) == before


@pytest.mark.parametrize(("who", "grade", "rules"), [("lena", "", "R2 R3"), ("mira", "B", "R2")])
def test_who_may_not_file_leaves_nothing_but_the_refusal(
    office: Office, folk: Cast, known: Customer, who: str, grade: str, rules: str
) -> None:
    before = holding(office)
    place = dossiers.place_for(office, folk.jonas, known.code)
    graded = Grade.parse(grade) if grade else None

    with pytest.raises(NotAllowed):
        filing.file(office, getattr(folk, who), place, paper(grade=graded))

    assert holding(office) == before
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["rules"]) == ("item.filed", "deny", rules.split())


def test_a_full_dossier_takes_no_more(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    Dossier.objects.update(last_turn=LAST_TURN)
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        filed(office, folk.mira, known)

    assert refused.value.field == "dossier"
    assert holding(office) == before


@pytest.mark.parametrize("files", [{"../x.txt": b"x"}, {"x.txt": b""}, {"a": b"1", "A": b"2"}])
def test_files_the_archive_does_not_take(
    office: Office, folk: Cast, known: Customer, files: Mapping[str, bytes]
) -> None:
    before = holding(office)
    place = dossiers.place_for(office, folk.mira, known.code)

    with contextlib.suppress(BadInput):
        filing.file(office, folk.mira, place, filing.NewPaper(files, "t", "other", "t"))
        assert set(files) == {"a", "A"}, "two names that differ in case are two files"
        return

    assert holding(office) == before


def test_an_archive_that_cannot_be_written_is_refused_before_the_commit(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    archive = office.folder / "archive"
    archive.rename(archive.with_name("away"))
    archive.write_bytes(b"in the way")
    rows = Item.objects.count()

    with pytest.raises(OutsideFailed) as failed:
        filed(office, folk.mira, known)

    assert failed.value.file == str(archive)
    assert (Item.objects.count(), Outbox.objects.count()) == (rows, rows)
    assert [path.name for path in (office.folder / "work").iterdir()] == ["locks"]


# ---- the order of writes


def test_the_order_is_stage_commit_publish_index(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []

    @contextlib.contextmanager
    def commit() -> Iterator[None]:
        with one_transaction():
            yield
        order.append("commit")

    def told(name: str, kind: type[Any], act: str) -> None:
        real = getattr(kind, act)

        def wrapped(*args: object, **more: object) -> object:
            order.append(name)
            return real(*args, **more)

        monkeypatch.setattr(kind, act, wrapped)

    told("stage", Store, "stage")
    told("publish", Store, "publish")
    told("index", Embedded, "add")
    monkeypatch.setattr(filing, "one_transaction", commit)
    monkeypatch.setattr(upkeep, "_FAR", 1)

    filed(office, folk.mira, known)

    assert order == ["stage", "commit", "publish", "index"]


@pytest.mark.parametrize(
    ("step", "is_filed"),
    [("stage", False), ("seal", False), ("commit", False), ("publish", True), ("add", True)],
)
def test_a_power_cut_leaves_all_or_nothing(
    office: Office,
    folk: Cast,
    known: Customer,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    is_filed: bool,  # noqa: FBT001  the other half of the case
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    places: dict[str, tuple[object, str]] = {
        "stage": (Store, "stage"),
        "seal": (Stage, "seal"),
        "commit": (filing, "insert_each"),
        "publish": (Store, "publish"),
        "add": (Embedded, "add"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*places[step], cut)
        patch.setattr(upkeep, "_FAR", 1)
        with pytest.raises(KeyboardInterrupt):
            filed(office, folk.mira, known)

    upkeep.finish(office)
    assert Item.objects.exists() == Dossier.objects.exists() == is_filed
    assert finding.search(office, folk.mira, "漏水").total == is_filed
    assert_whole(office)


@pytest.mark.parametrize(("fault", "every"), [(no_space, 1), (ctrl_c, 3)])
def test_a_cut_at_any_step_of_the_disk(
    office: Office, folk: Cast, known: Customer, fault: Callable[[], None], every: int
) -> None:
    """All-or-nothing at each single write, flush and rename of the archive."""
    filed(office, folk.mira, known)
    place = dossier_of(known)
    steps = count_steps(lambda: filed(office, folk.mira, known))
    told, kept = 2, 0

    for step in range(0, steps, every):
        with disk.watched(Cut(step, fault)):
            done = attempt(office, folk, place)
        upkeep.finish(office)
        assert_whole(office)
        kept += done is not None
        assert Item.objects.count() >= told + kept, f"step {step}: an acknowledged paper is gone"

    assert steps > 40
    assert auditing.verify(office, folk.jonas).is_whole
    assert list(check_root(office.folder / "archive", fixity=True)) == []


@pytest.mark.parametrize(
    "fault", [OperationalError("database or disk is full"), KeyboardInterrupt()]
)
def test_a_cut_at_any_statement_of_the_register(
    office: Office, folk: Cast, known: Customer, fault: BaseException
) -> None:
    filed(office, folk.mira, known)
    place = dossier_of(known)

    for stop in range(100):
        left = [stop]

        def statement(execute: Any, *rest: Any, left: list[int] = left) -> object:  # noqa: ANN401  Django's wrapper
            left[0] -= 1
            if left[0] == -1:
                raise fault
            return execute(*rest)

        before = Item.objects.count()
        with connection.execute_wrapper(statement):
            attempt(office, folk, place)
        upkeep.finish(office)
        assert_whole(office)
        assert Item.objects.count() - before in {0, 1}
        if left[0] >= 0:
            break

    assert stop > 10
    assert auditing.verify(office, folk.jonas).is_whole


def test_a_cut_right_after_the_commit_keeps_the_paper(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit is done and nobody was told: the stage must not be thrown away."""

    @contextlib.contextmanager
    def cut_after() -> Iterator[None]:
        with one_transaction():
            yield
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filing, "one_transaction", cut_after)
        with pytest.raises(KeyboardInterrupt):
            filed(office, folk.mira, known)

    assert [str(item) for item in Item.objects.all()] == ["0000000001-0001"]
    assert len(office.store.unpublished()) == 1
    upkeep.finish(office)
    assert_whole(office)


# ---- what comes after the commit never takes the paper back


def test_a_disk_that_fails_after_the_commit_is_left_to_recovery(
    office: Office,
    folk: Cast,
    known: Customer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(*_: object) -> None:
        raise OutsideFailed("The disk is full.", why="w", fix="f")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", refuse)
        item = filed(office, folk.mira, known)

    assert "left to recovery" in caplog.text
    assert not office.store.exists(f"urn:docgen:{item}")
    assert finding.search(office, folk.mira, "漏水").total == 1
    assert upkeep.finish(office).published
    assert_whole(office)


def test_the_index_never_stops_a_filing(office: Office, folk: Cast, known: Customer) -> None:
    index = office.folder / "index"
    for path in sorted(index.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    index.rmdir()
    index.write_bytes(b"in the way")

    item = filed(office, folk.mira, known)

    assert office.store.exists(f"urn:docgen:{item}")
    index.unlink()
    assert finding.search(office, folk.mira, "漏水").total == 1
