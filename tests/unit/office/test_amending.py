"""A new version of a paper: the number stays, what was there stays, a cut leaves all or nothing."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from tests.support.archive import Cut, count_steps, ctrl_c, no_space
from tests.support.desks import Cast, assert_whole, filed, holding, log, paper
from tests.support.offices import person

from docgen.archive import disk, locks
from docgen.archive.check import check_root
from docgen.archive.stage import Stage
from docgen.archive.store import Store
from docgen.errors import BadInput, Integrity, NotAllowed, OutsideFailed
from docgen.index.embedded import Embedded
from docgen.office import amending, auditing, filing, finding, loans, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import METADATA, Filed
from docgen.register.models import Customer, Item, ItemVersion, Person

NEW = "水管已经换新。"


def amend(office: Office, who: Person, item: Item, *, base: int = 1, text: str = NEW) -> Filed:
    return amending.add_version(office, who, item, paper(text), base=base, why="改正")


def attempt(office: Office, folk: Cast, item: Item) -> Filed | None:
    """File a version; nothing if it was cut off."""
    try:
        item.refresh_from_db()
        return amend(office, folk.mira, item, base=item.head, text=f"{NEW}{item.head}")
    except (OutsideFailed, DatabaseError, KeyboardInterrupt):
        return None


def assert_versions(office: Office, item: Item) -> None:
    """Register, archive and log agree on the versions of a paper, one after the other."""
    assert_whole(office)
    item.refresh_from_db()
    rows = list(ItemVersion.objects.filter(item=item).order_by("n"))
    assert [row.n for row in rows] == list(range(1, item.head + 1))
    inventory = office.store.inventory(f"urn:docgen:{item}")
    assert inventory.head == f"v{item.head}"
    for row in rows:
        state = inventory.versions[f"v{row.n}"].state
        assert {one["path"]: one["sha512"] for one in row.files} == {
            path: digest for path, digest in state.items() if path != METADATA
        }
    assert len(log("item.amended")) == item.head - 1


def test_a_new_version_is_whole_and_the_old_one_stays(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known, number="甲-1")
    before = office.store.read(f"urn:docgen:{item}", "材料.txt", "v1")

    done = amend(office, folk.jonas, item)

    assert (done.version, str(done.item)) == (2, str(item))
    assert office.store.read(f"urn:docgen:{item}", "材料.txt").decode() == NEW
    assert office.store.read(f"urn:docgen:{item}", "材料.txt", "v1") == before
    facts = json.loads(office.store.read(f"urn:docgen:{item}", METADATA))
    assert (facts["version"], facts["version_by"], facts["number"]) == (2, folk.jonas.code, "甲-1")
    assert facts["filed_by"] == folk.mira.code
    inventory = office.store.inventory(f"urn:docgen:{item}")
    assert inventory.versions["v2"].message == f"filed version 2 of {item}: 改正"
    entry = log()[-1]
    assert (entry["act"], entry["obj"], entry["more"]) == (
        "item.amended",
        str(item),
        {"version": 2},
    )
    assert entry["idx"] == done.log_index
    assert_versions(office, item)
    assert list(check_root(office.folder / "archive", fixity=True)) == []


def test_the_search_finds_the_newest_words_alone(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    amend(office, folk.mira, item)

    assert finding.search(office, folk.mira, "换新").total == 1
    assert finding.search(office, folk.mira, "漏水").total == 0
    assert upkeep.rebuild_index(office) == 1
    assert finding.search(office, folk.mira, "漏水").total == 0


def test_the_same_bytes_again_are_kept_once(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known, text=NEW)

    amend(office, folk.mira, item)

    content = office.store.inventory(f"urn:docgen:{item}").manifest
    assert sum("材料.txt" in path for paths in content.values() for path in paths) == 1
    assert_versions(office, item)


# ---- what is refused leaves nothing


@pytest.mark.parametrize(("login", "rules"), [("lena", ["R2", "R3"]), ("judge", ["R0", "R3"])])
def test_who_may_not_leaves_nothing_but_the_refusal(
    office: Office, folk: Cast, known: Customer, login: str, rules: list[str]
) -> None:
    item = filed(office, folk.mira, known)
    who = folk.lena if login == "lena" else person(office, login, "legal", unit="法律室")
    before = holding(office)

    with pytest.raises(NotAllowed):
        amend(office, who, item)

    assert holding(office) == before
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["rules"]) == ("item.amended", "deny", rules)


def test_an_overtaken_version_is_refused(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    amend(office, folk.jonas, item)
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        amend(office, folk.mira, item, base=1)

    assert "version 1" in refused.value.why
    assert "version 2" in refused.value.why
    assert holding(office) == before


def test_a_paper_on_loan_stays_as_it_is(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    gu = person(office, "gu", "legal", unit="法律室")
    loan = loans.request(office, gu, str(item), "legal")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        amend(office, folk.mira, item)

    assert "gu" in refused.value.why
    assert holding(office) == before
    loans.take_back(office, folk.jonas, loan.code, "")
    assert amend(office, folk.mira, item).version == 2


def test_a_register_behind_its_archive_takes_no_version(
    office: Office, folk: Cast, known: Customer
) -> None:
    """Somebody put an old register back beside a newer archive."""
    item = filed(office, folk.mira, known)
    amend(office, folk.mira, item)
    ItemVersion.objects.filter(n=2).delete()
    Item.objects.update(head=1)
    item.refresh_from_db()
    before = holding(office)

    with pytest.raises(Integrity):
        amend(office, folk.mira, item)

    assert holding(office) == before


# ---- the order of writes


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
    item = filed(office, folk.mira, known)

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
            amend(office, folk.mira, item)

    upkeep.finish(office)
    item.refresh_from_db()
    assert item.head == 1 + is_filed
    assert finding.search(office, folk.mira, "换新").total == is_filed
    assert_versions(office, item)


@pytest.mark.parametrize(("fault", "every"), [(no_space, 2), (ctrl_c, 5)])
def test_a_cut_at_any_step_of_the_disk(
    office: Office, folk: Cast, known: Customer, fault: Callable[[], None], every: int
) -> None:
    item = filed(office, folk.mira, known)
    steps = count_steps(lambda: attempt(office, folk, item))
    kept = 2

    for step in range(0, steps, every):
        with disk.watched(Cut(step, fault)):
            done = attempt(office, folk, item)
        upkeep.finish(office)
        assert_versions(office, item)
        kept += done is not None
        assert item.head >= kept, f"step {step}: an acknowledged version is gone"

    assert steps > 30
    assert auditing.verify(office, folk.jonas).is_whole
    assert list(check_root(office.folder / "archive", fixity=True)) == []


@pytest.mark.parametrize(
    "fault", [OperationalError("database or disk is full"), KeyboardInterrupt()]
)
def test_a_cut_at_any_statement_of_the_register(
    office: Office, folk: Cast, known: Customer, fault: BaseException
) -> None:
    item = filed(office, folk.mira, known)

    for stop in range(100):
        left = [stop]

        def statement(execute: Any, *rest: Any, left: list[int] = left) -> object:  # noqa: ANN401  Django's wrapper
            left[0] -= 1
            if left[0] == -1:
                raise fault
            return execute(*rest)

        before = item.head
        with connection.execute_wrapper(statement):
            attempt(office, folk, item)
        upkeep.finish(office)
        assert_versions(office, item)
        assert item.head - before in {0, 1}
        if left[0] >= 0:
            break

    assert stop > 10
    assert auditing.verify(office, folk.jonas).is_whole


def test_a_cut_right_after_the_commit_keeps_the_version(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)

    @contextlib.contextmanager
    def cut_after() -> Iterator[None]:
        with one_transaction():
            yield
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(filing, "one_transaction", cut_after)
        with pytest.raises(KeyboardInterrupt):
            amend(office, folk.mira, item)

    assert len(office.store.unpublished()) == 1
    upkeep.finish(office)
    assert_versions(office, item)
    assert item.head == 2


def test_a_version_that_waits_is_published_before_the_next(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)

    def refuse(*_: object) -> None:
        raise OutsideFailed("The disk is full.", why="w", fix="f")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", refuse)
        amend(office, folk.mira, item)
    item.refresh_from_db()

    assert amend(office, folk.mira, item, base=2, text="第三版").version == 3
    assert_versions(office, item)


def test_one_dead_editor_after_another_does_not_stop_the_next(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)
    deaths = iter(range(3))

    def die_before_the_commit() -> None:
        stage = office.store.stage({"材料.txt": b"never committed"})
        sealed = stage.seal(
            f"urn:docgen:{item}", message="x", user=("p", "urn:p"), created=office.now()
        )
        locks.disown(office.folder / "work" / sealed.name)

    finish = upkeep.finish

    def finish_while_the_next_dies(where: Office) -> upkeep.Recovered:
        done = finish(where)
        if next(deaths, None) is not None:
            die_before_the_commit()
        return done

    die_before_the_commit()
    monkeypatch.setattr(upkeep, "finish", finish_while_the_next_dies)
    done = amend(office, folk.mira, item)

    assert done.version == 2
    assert next(deaths, None) is None
    assert_versions(office, item)
