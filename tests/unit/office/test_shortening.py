"""A shorter period in a real office: proposed, approved by two, or not at all (S05)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import filed, log
from tests.support.destruction import Room, room
from tests.support.offices import customer, founder, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import auditing, daybook, holds, retention, shortening
from docgen.office.desk import Office
from docgen.register.models import Item
from docgen.register.models_keeping import Shortening


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Room:
    return room(tmp_path / "office")


def rules_of(refused: pytest.ExceptionInfo[NotAllowed]) -> set[str]:
    return {reason.rule for reason in refused.value.reasons}


def kept(item: Item) -> str:
    return Item.objects.get(pk=item.pk).retention


def test_two_others_approve_and_then_it_is_shorter(place: Room) -> None:
    item = place.old(retention="permanent")
    row = shortening.propose(place.office, founder(), str(item), "10 years", "鉴定后定为10年")

    shortening.approve(place.office, place.folk.jonas, row.code)
    between = kept(item)
    done = shortening.approve(place.office, place.legal, row.code)

    assert (between, kept(item), done.state) == ("permanent", "10 years", "done")
    acts = [entry["act"] for entry in log() if entry["act"].startswith("retention.")]
    assert acts == ["retention.proposed", *["retention.approved"] * 2, "retention.changed"]
    assert log("retention.changed")[0]["more"] == {
        "from": "permanent",
        "to": "10 years",
        "proposal": row.code,
    }
    assert auditing.verify(place.office, founder()).is_whole
    assert '"register_shortening"' in (place.office.folder / "log" / daybook.REGISTER).read_text()


def test_one_alone_cannot(place: Room) -> None:
    item = place.old(retention="permanent")
    row = shortening.propose(place.office, founder(), str(item), "10 years", "清理")

    with pytest.raises(NotAllowed):
        shortening.approve(place.office, founder(), row.code)
    shortening.approve(place.office, place.folk.jonas, row.code)
    with pytest.raises(NotAllowed):
        shortening.approve(place.office, place.folk.jonas, row.code)
    with pytest.raises(NotAllowed):
        retention.keep_longer(place.office, founder(), str(item), "10 years", "清理")

    assert kept(item) == "permanent"
    results = [entry["res"] for entry in log("retention.approved")]
    assert results == ["deny", "allow", "deny"]


def test_clerks_do_not_propose_and_administrators_do_not_approve(place: Room) -> None:
    item = place.old(retention="permanent")
    with pytest.raises(NotAllowed):
        shortening.propose(place.office, place.folk.mira, str(item), "10 years", "清理")
    row = shortening.propose(place.office, founder(), str(item), "10 years", "清理")
    admin = person(place.office, "admin", "administrator")

    for who in (place.folk.mira, admin):
        with pytest.raises(NotAllowed):
            shortening.approve(place.office, who, row.code)

    assert kept(item) == "permanent"


@pytest.mark.usefixtures("folk")
def test_customers_papers_are_refused_at_once(office: Office) -> None:
    theirs = filed(office, founder(), customer(office))

    with pytest.raises(NotAllowed) as refused:
        shortening.propose(office, founder(), str(theirs), "10 years", "清理")

    assert rules_of(refused) == {"R-116"}
    assert not Shortening.objects.exists()
    assert log()[-1]["res"] == "deny"


def test_a_staff_paper_is_kept_ten_years_at_least(place: Room) -> None:
    number = str(place.old(retention="30 years"))

    with pytest.raises(NotAllowed) as refused:
        shortening.propose(place.office, founder(), number, "1 year", "清理")

    assert rules_of(refused) == {"R-118"}


def test_a_hold_set_late_blocks_the_second_approval(place: Room) -> None:
    item = place.old(retention="permanent")
    row = shortening.propose(place.office, founder(), str(item), "10 years", "清理")
    shortening.approve(place.office, place.folk.jonas, row.code)
    held = holds.put(place.office, founder(), str(place.dossier), "诉讼", "未结")

    with pytest.raises(NotAllowed) as refused:
        shortening.approve(place.office, place.legal, row.code)
    assert rules_of(refused) == {"hold"}
    assert kept(item) == "permanent"

    holds.release(place.office, place.legal, held.code, "已结")
    assert shortening.approve(place.office, place.legal, row.code).state == "done"


def test_a_period_changed_meanwhile_is_not_overwritten(place: Room) -> None:
    item = place.old(retention="10 years")
    with pytest.raises(BadInput):
        shortening.propose(place.office, founder(), str(item), "30 years", "清理")
    item = place.old(retention="30 years")
    row = shortening.propose(place.office, founder(), str(item), "10 years", "清理")
    retention.keep_longer(place.office, founder(), str(item), "permanent", "重要")

    with pytest.raises(BadInput):
        shortening.approve(place.office, place.folk.jonas, row.code)

    assert kept(item) == "permanent"


def test_a_proposal_that_is_over_frees_the_paper(place: Room) -> None:
    number = str(place.old(retention="permanent"))
    for end in ("refuse", "withdraw"):
        row = shortening.propose(place.office, founder(), number, "10 years", "清理")
        with pytest.raises(NotAllowed):
            shortening.propose(place.office, founder(), number, "30 years", "清理")
        if end == "refuse":
            shortening.refuse(place.office, place.legal, row.code, "仍有价值")
        else:
            shortening.withdraw(place.office, founder(), row.code)
        with pytest.raises(BadInput):
            shortening.approve(place.office, place.legal, row.code)

    rows = shortening.list_all(place.office, founder(), closed=True)
    assert [row.state for row in rows] == ["refused", "withdrawn"]
    assert shortening.list_all(place.office, founder()) == []
    assert shortening.list_all(place.office, place.folk.lena, closed=True) == []


@pytest.mark.parametrize(("period", "reason"), [("10 years", " "), ("5 years", "清理")])
def test_a_reason_and_a_known_period_are_wanted(place: Room, period: str, reason: str) -> None:
    with pytest.raises((BadInput, NotFound)):
        shortening.propose(place.office, founder(), str(place.old()), period, reason)
    with pytest.raises(NotFound):
        shortening.approve(place.office, founder(), "P000009")
