"""Papers filed together are filed like single ones: all of them, or none."""

from __future__ import annotations

import logging
from unittest.mock import Mock

import pytest
from django.db import DatabaseError
from tests.support.desks import Cast, assert_whole, paper
from tests.support.offices import customer, founder

from docgen.archive.hierarchy import Hierarchy
from docgen.archive.store import Group
from docgen.errors import BadInput, OutsideFailed
from docgen.office import dossiers, filing, finding, journal, upkeep
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.filing import Filed, NewPaper
from docgen.register.models import Customer, Dossier, Item
from docgen.register.models_log import LogEntry


@pytest.fixture
def place(office: Office, folk: Cast, known: Customer) -> Dossier | Unopened:
    return dossiers.place_for(office, folk.mira, known.code)


def _file(office: Office, folk: Cast, place: Dossier | Unopened, *papers: NewPaper) -> list[Filed]:
    return filing.file_many(office, folk.mira, [(place, one) for one in papers])


def test_each_is_a_paper_of_its_own(office: Office, folk: Cast, place: Dossier | Unopened) -> None:
    before = LogEntry.objects.filter().count()

    done = _file(office, folk, place, paper("第一份"), paper("第二份"), paper("第三份"))

    assert [one.item.turn for one in done] == [1, 2, 3]
    assert len({one.log_index for one in done}) == 3
    assert LogEntry.objects.count() >= before + 3
    assert finding.search(office, folk.mira, "第二份").total == 1
    assert_whole(office)


def test_papers_of_one_kind_are_decided_once(
    office: Office, folk: Cast, place: Dossier | Unopened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mock(wraps=filing.may_file)
    monkeypatch.setattr(filing, "may_file", asked)

    _file(office, folk, place, paper("a"), paper("b", group="sales"), paper("c"))

    assert [call.args[3] for call in asked.call_args_list] == ["other", "sales"]


def test_papers_of_several_dossiers_are_numbered_in_each(
    office: Office, folk: Cast, place: Dossier | Unopened
) -> None:
    second = dossiers.open_dossier(office, founder(), customer(office, "样例二公司"))
    before = _file(office, folk, second, paper("早"))

    done = filing.file_many(
        office, founder(), [(place, paper("a")), (second, paper("b")), (place, paper("c"))]
    )

    assert [one.item.turn for one in (*before, *done)] == [1, 1, 2, 2]
    assert {dossier.last_turn for dossier in Dossier.objects.all()} == {2}
    assert_whole(office)


def test_one_that_may_not_be_filed_keeps_all_out(
    office: Office, folk: Cast, place: Dossier | Unopened
) -> None:
    with pytest.raises(BadInput, match="no group"):
        _file(office, folk, place, paper("a"), paper("b", group="nowhere"))

    assert Item.objects.count() == 0
    assert not upkeep.is_unfinished(office)


@pytest.mark.parametrize("fails", ["an empty file", "the wait", "the log"])
def test_a_failure_before_the_commit_leaves_nothing(
    office: Office,
    folk: Cast,
    place: Dossier | Unopened,
    monkeypatch: pytest.MonkeyPatch,
    fails: str,
) -> None:
    def no(*_: object, **_more: object) -> None:
        raise DatabaseError if fails == "the log" else OSError(28, "No space left on device")

    second = NewPaper({"a": b""}, "t", "other", "") if fails == "an empty file" else paper("b")
    with monkeypatch.context() as patch:
        if fails == "the wait":
            patch.setattr(Group, "settle", no)
        if fails == "the log":
            patch.setattr(journal, "append", no)
        with pytest.raises((BadInput, OutsideFailed, OSError)):
            _file(office, folk, place, paper("a"), second)

    assert Item.objects.count() == 0
    assert list(office.store.urns()) == []
    assert not upkeep.is_unfinished(office)
    assert_whole(office)


def test_what_the_disk_refuses_after_the_commit_is_left_to_recovery(
    office: Office,
    folk: Cast,
    place: Dossier | Unopened,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(Hierarchy, "move_in", full)
        done = _file(office, folk, place, paper("a"), paper("b"))

    assert len(done) == 2
    assert "left to recovery" in caplog.text
    assert len(upkeep.finish(office).published) == 2
    assert_whole(office)
