"""Destroying papers: nothing of them is left but number, facts and tombstone; else nothing goes."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.desks import at, filed, log, log_refuses, paper
from tests.support.destruction import NOW, WORDS, Room, room
from tests.support.offices import customer, founder, reopen

from docgen.archive.check import check_root
from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.model.access import Paper
from docgen.office import (
    amending,
    auditing,
    destroyed,
    destroying,
    disposal,
    dossiers,
    finding,
    gate,
    holds,
    lending,
    loans,
    upkeep,
    verifying,
)
from docgen.register.models import Item, Loan
from docgen.register.models_disposal import DestructionList, Tombstone


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Room:
    return room(tmp_path / "office")


def rules_of(refused: pytest.ExceptionInfo[NotAllowed]) -> set[str]:
    return {reason.rule for reason in refused.value.reasons}


def test_no_byte_of_it_is_left_anywhere(place: Room) -> None:
    item, other = place.old(), place.old("留下来的文字")
    upkeep.catch_up(place.office, wait=True)
    assert len(place.holders()) >= 4
    row = place.witnessed(item)

    done = destroying.carry_out(place.office, place.folk.jonas, row.code)

    assert done.state == "done"
    assert place.holders() == []
    assert list(place.office.store.urns()) == [f"urn:docgen:{other}"]
    assert list(check_root(place.office.folder / "archive", fixity=True)) == []
    assert list(upkeep.check(place.office, founder(), fixity=True)) == []


def test_it_is_never_found_and_the_others_are(place: Room) -> None:
    item, other = place.old(), place.old("留下来的文字")
    destroying.carry_out(place.office, place.folk.jonas, place.witnessed(item).code)

    assert finding.search(place.office, founder(), WORDS[:6], limit=9).total == 0
    assert [
        hit.item for hit in finding.search(place.office, founder(), "留下来", limit=9).hits
    ] == [str(other)]
    upkeep.rebuild_index(place.office)
    assert finding.search(place.office, founder(), WORDS[:6], limit=9).total == 0


def test_whoever_wants_it_hears_when_and_by_which_list(place: Room) -> None:
    item = place.old()
    row = place.witnessed(item)
    destroying.carry_out(place.office, place.folk.jonas, row.code)

    with pytest.raises(NotFound) as refused:
        lending.open(place.office, place.folk.mira, str(item), "service")

    assert "2026-11-23" in refused.value.what
    assert row.code in refused.value.why
    assert log()[-1]["res"] == "deny"
    with pytest.raises(NotAllowed):
        lending.open(place.office, place.folk.lena, str(item), "service")
    with pytest.raises(NotFound):
        verifying.verify(place.office, place.folk.mira, str(item))
    assert lending.show(place.office, place.folk.mira, str(item)).state == "destroyed"


def test_number_and_place_in_the_dossier_stay(place: Room) -> None:
    item = place.old()
    destroying.carry_out(place.office, place.folk.jonas, place.witnessed(item).code)

    new = place.old("新的一件")

    assert new.turn == item.turn + 1
    contents = dossiers.show(place.office, founder(), str(place.dossier))
    shown = [one for _, items in contents.groups for one in items]
    assert [one.state for one in shown] == ["destroyed", "filed"]
    assert not [lack for lack in contents.missing if lack.kind == "gap"]


def test_the_tombstone_stands_in_row_file_and_log(place: Room) -> None:
    item = place.old()
    row = place.witnessed(item)
    digest = item.versions.get().files[0]["sha512"]

    row = destroying.carry_out(place.office, place.folk.jonas, row.code)

    data = destroyed.place_of(place.office, row).read_bytes()
    told = json.loads(data)
    assert told["items"][0]["versions"][0]["files"][0]["sha512"] == digest
    assert [one["name"] for one in told["approvers"]] == ["jonas", "legal"]
    assert [one["name"] for one in told["witnesses"]] == ["mira", "legal"]
    assert Tombstone.objects.get().facts == told["items"][0]
    assert log(destroying.EVENT)[-1]["sha512"] == hashlib.sha512(data).hexdigest()
    assert [entry["obj"] for entry in log("item.destroyed")] == [str(item)]
    assert auditing.verify(place.office, founder()).is_whole


def test_two_who_are_not_the_proposer_must_approve(place: Room) -> None:
    row = disposal.propose(place.office, founder(), [str(place.old())], opinion="期满")

    with pytest.raises(NotAllowed):
        disposal.approve(place.office, founder(), row.code)
    disposal.approve(place.office, place.folk.jonas, row.code)
    with pytest.raises(NotAllowed):
        disposal.approve(place.office, place.folk.jonas, row.code)
    with pytest.raises(BadInput):
        disposal.witness(place.office, place.folk.mira, row.code)
    with pytest.raises(BadInput):
        destroying.carry_out(place.office, place.folk.jonas, row.code)

    assert [entry["res"] for entry in log("destruction.approved")] == ["deny", "allow", "deny"]
    assert Item.objects.get().state == "filed"


def test_without_two_witnesses_of_the_day_nothing_goes(place: Room) -> None:
    item = place.old()
    row = place.approved(item)
    disposal.witness(place.office, place.folk.mira, row.code)

    with pytest.raises(NotAllowed) as refused:
        destroying.carry_out(place.office, place.folk.jonas, row.code)
    assert rules_of(refused) == {"witness"}

    disposal.witness(place.office, place.legal, row.code)
    tomorrow = at(place.office, NOW + timedelta(days=1))
    with pytest.raises(NotAllowed):
        destroying.carry_out(tomorrow, place.folk.jonas, row.code)
    assert place.office.store.exists(f"urn:docgen:{item}")


@pytest.mark.parametrize("on", ["item", "dossier", "customer"])
def test_a_hold_set_late_stops_it_and_each_hold_on_its_own(place: Room, on: str) -> None:
    item = place.old()
    row = place.witnessed(item)
    where = {
        "item": str(item),
        "dossier": str(place.dossier),
        "customer": place.dossier.customer.code,
    }[on]
    held = [holds.put(place.office, founder(), where, name, "未结") for name in ("诉讼", "审计")]

    for one in held:
        with pytest.raises(NotAllowed) as refused:
            destroying.carry_out(place.office, place.folk.jonas, row.code)
        assert rules_of(refused) == {"hold"}
        holds.release(place.office, place.legal, one.code, "已结")

    assert destroying.carry_out(place.office, place.folk.jonas, row.code).state == "done"
    with pytest.raises(BadInput):
        holds.release(place.office, place.legal, held[0].code, "已结")
    assert len(holds.list_holds(place.office, founder(), released=True)) == 2


def test_a_paper_on_loan_stays(place: Room) -> None:
    item = place.old()
    row = place.witnessed(item)
    loan = loans.request(place.office, place.folk.mira, str(item), "service").code

    for step in (loans.approve, loans.hand_over, loans.take_back):
        with pytest.raises(NotAllowed) as refused:
            destroying.carry_out(place.office, place.folk.jonas, row.code)
        assert rules_of(refused) == {"loan"}
        step(place.office, place.folk.jonas, loan)

    assert destroying.carry_out(place.office, place.folk.jonas, row.code).state == "done"


def test_the_loan_of_a_paper_that_is_gone_all_the_same_can_be_closed(place: Room) -> None:
    item = place.old()
    loan = loans.request(place.office, place.folk.mira, str(item), "service").code
    loans.approve(place.office, place.folk.jonas, loan)
    loans.hand_over(place.office, place.folk.jonas, loan)
    Item.objects.filter(pk=item.pk).update(state="destroyed")

    loans.take_back(place.office, place.folk.jonas, loan)

    assert Loan.objects.get().state == "returned"
    with pytest.raises(NotAllowed):
        loans.request(place.office, place.folk.mira, str(item), "service")


def test_customers_papers_and_permanent_ones_are_not_even_listed(place: Room) -> None:
    theirs = filed(place.office, founder(), customer(place.office))
    Item.objects.filter(pk=theirs.pk).update(
        retention="1 year", filed_at=NOW - timedelta(days=4000)
    )
    permanent = place.old(retention="permanent")
    early = place.old(retention="10 years")

    numbers = [str(item) for item in (theirs, permanent, early)]

    with pytest.raises(NotAllowed) as refused:
        disposal.propose(place.office, founder(), numbers, opinion="清理")

    assert rules_of(refused) == {"R-116", "R-118"}
    assert len(refused.value.reasons) == 3
    assert not DestructionList.objects.exists()
    assert log()[-1]["res"] == "deny"


def test_a_duplicate_goes_with_one_approval_and_the_last_copy_never(place: Room) -> None:
    first, second = (place.old(retention="permanent") for _ in range(2))
    both = [str(first), str(second)]
    with pytest.raises(NotAllowed) as refused:
        disposal.propose(place.office, founder(), both, kind="duplicate", opinion="重复")
    assert rules_of(refused) == {"R-064"}
    row = disposal.propose(
        place.office, place.folk.mira, [str(second)], kind="duplicate", opinion="重复打印件"
    )
    with pytest.raises(NotAllowed):  # while one is on its way out it is nobody's twin
        disposal.propose(place.office, founder(), [str(first)], kind="duplicate", opinion="重复")
    disposal.approve(place.office, place.folk.jonas, row.code)

    destroying.carry_out(place.office, place.folk.jonas, row.code)

    assert Tombstone.objects.get().facts["kept_copy"] == str(first)
    assert lending.open(place.office, founder(), str(first), "service").files
    with pytest.raises(NotAllowed):
        disposal.propose(place.office, founder(), [str(first)], kind="duplicate", opinion="重复")


def test_a_copy_that_goes_earlier_is_no_reason_to_destroy_the_one_that_stays(place: Room) -> None:
    stays, _ = place.old(retention="permanent"), place.old(retention="1 year")

    with pytest.raises(NotAllowed) as refused:
        disposal.propose(place.office, founder(), [str(stays)], kind="duplicate", opinion="重复")

    assert rules_of(refused) == {"R-064"}


def test_a_copy_that_was_changed_since_is_no_duplicate_any_more(place: Room) -> None:
    first, second = (place.old(retention="permanent") for _ in range(2))
    row = place.approved(second, kind="duplicate")
    amending.add_version(place.office, founder(), second, paper("改过了"), base=1, why="更正")

    with pytest.raises(NotAllowed) as refused:
        destroying.carry_out(place.office, place.folk.jonas, row.code)

    assert rules_of(refused) == {"R-064"}
    assert first.state == "filed"


def test_no_version_is_filed_of_a_destroyed_paper(
    place: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = place.old()
    destroying.carry_out(place.office, place.folk.jonas, place.witnessed(item).code)
    gone = Item.objects.get(pk=item.pk)

    with pytest.raises(NotAllowed):
        amending.add_version(place.office, founder(), gone, paper("新"), base=1, why="改")
    as_before = Paper(str(item), 1, "客户服务部", str(place.dossier))
    monkeypatch.setattr(gate, "paper_of", lambda _: as_before)  # he asked before it went
    with pytest.raises(NotFound):
        amending.add_version(place.office, founder(), gone, paper("新"), base=1, why="改")

    assert not place.office.store.exists(f"urn:docgen:{item}")
    assert place.office.store.unpublished() == []


def test_a_list_that_is_refused_or_withdrawn_frees_its_papers(place: Room) -> None:
    item = place.old()
    for end in ("refuse", "withdraw"):
        row = disposal.propose(place.office, founder(), [str(item)], opinion="期满")
        with pytest.raises(NotAllowed):
            disposal.propose(place.office, founder(), [str(item)], opinion="期满")
        if end == "refuse":
            disposal.refuse_list(place.office, place.legal, row.code, "仍需查用")
        else:
            disposal.withdraw(place.office, founder(), row.code)

    assert place.approved(item).state == "approved"


def test_the_auditor_and_who_is_not_cleared_see_no_titles(place: Room) -> None:
    row = disposal.propose(place.office, founder(), [str(place.old())], opinion="期满")

    shown = disposal.show(place.office, place.folk.lena, row.code)

    assert (len(shown.lines), shown.papers) == (0, 1)
    assert len(disposal.show(place.office, place.folk.mira, row.code).lines) == 1


def test_without_the_log_nothing_is_destroyed(place: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    item = place.old()
    row = place.witnessed(item)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        destroying.carry_out(place.office, place.folk.jonas, row.code)

    assert lending.open(place.office, founder(), str(item), "service").files
    assert not Tombstone.objects.exists()
    assert not destroyed.place_of(place.office, row).exists()


def test_an_index_that_is_busy_or_broken_is_caught_up_later(place: Room) -> None:
    item = place.old()
    row = place.witnessed(item)
    (place.office.folder / "index" / "manifest.json").write_text("{")

    done = destroying.carry_out(place.office, place.folk.jonas, row.code)
    assert done.state == "under-way"
    upkeep.recover(place.office, founder())

    done.refresh_from_db()
    assert done.state == "done"
    assert place.holders() == []


def test_opening_the_office_finishes_it(place: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    item = place.old()
    row = place.witnessed(item)
    with monkeypatch.context() as patch:
        patch.setattr(destroyed, "clear", lambda _: destroyed.Cleared())
        destroying.carry_out(place.office, place.folk.jonas, row.code)
    assert place.office.store.exists(f"urn:docgen:{item}")

    reopen(place.office.folder)

    row.refresh_from_db()
    assert row.state == "done"
    assert place.holders() == []
