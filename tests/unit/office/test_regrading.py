"""Another grade in a real office: by the handling unit and the archive together, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import Cast, assert_whole, dossier_of, filed, log
from tests.support.keys import encrypting
from tests.support.offices import founder, person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.model.access import Decision
from docgen.office import daybook, finding, gate, holds, keys_encrypt, lending, regrading
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item, Person

WHY = "含有未公开的报价"


def grade(item: Item) -> int:
    return Item.objects.get(pk=item.pk).rank


def rules_of(refused: pytest.ExceptionInfo[NotAllowed]) -> set[str]:
    return {reason.rule for reason in refused.value.reasons}


def found(office: Office, who: Person) -> list[str]:
    return [hit.item for hit in finding.search(office, who, "漏水").hits]


def test_unit_and_archive_together_raise_it(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)
    before = grade(item)

    done = regrading.approve(office, founder(), row.code)

    assert (before, grade(item), done.state) == (1, 2, "done")
    acts = [entry["act"] for entry in log() if entry["act"].startswith("grade.")]
    assert acts == ["grade.proposed", "grade.approved", "grade.changed"]
    assert log("grade.changed")[0]["more"] == {"from": "C", "to": "B", "proposal": row.code}
    told = (office.folder / "log" / daybook.REGISTER).read_text()
    assert '"register_regrading"' in told
    assert_whole(office)


def test_a_raised_paper_is_gone_for_who_is_not_cleared(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    seen = found(office, folk.mira)
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)

    regrading.approve(office, founder(), row.code)

    assert (seen, found(office, folk.mira)) == ([str(item)], [])
    assert found(office, founder()) == [str(item)]
    with pytest.raises(NotAllowed) as refused:
        lending.open(office, folk.mira, str(item), "service")
    assert "R2" in rules_of(refused)


def test_the_archive_alone_cannot(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, founder(), str(item), "B", WHY)

    row = regrading.approve(office, folk.jonas, row.code)

    assert (row.state, grade(item)) == ("proposed", 1)


def test_the_unit_alone_cannot(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    head = person(office, "chef", "manager", clearance="A")
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)

    row = regrading.approve(office, head, row.code)

    assert (row.state, grade(item)) == ("proposed", 1)
    assert regrading.approve(office, founder(), row.code).state == "done"


def test_nobody_approves_his_own(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, founder(), str(item), "B", WHY)

    with pytest.raises(NotAllowed) as refused:
        regrading.approve(office, founder(), row.code)

    assert "R6" in rules_of(refused)
    assert [entry["res"] for entry in log("grade.approved")] == ["deny"]


def test_who_is_not_cleared_for_the_new_grade_does_not_decide_on_it(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    head = person(office, "chef", "manager", clearance="C")
    row = regrading.propose(office, founder(), str(item), "A", WHY)

    with pytest.raises(NotAllowed) as refused:
        regrading.approve(office, head, row.code)

    assert "R2" in rules_of(refused)


def test_lowering_takes_the_same_two(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(item), "P", "已经对外公布")

    regrading.approve(office, founder(), row.code)

    assert grade(item) == 0


def test_a_hold_keeps_a_grade_from_falling_but_not_from_rising(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    holds.put(office, founder(), str(item), "诉讼保全", "法院通知")

    with pytest.raises(NotAllowed) as refused:
        regrading.propose(office, folk.mira, str(item), "P", "已经对外公布")
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)

    assert "R13" in rules_of(refused)
    assert regrading.approve(office, founder(), row.code).state == "done"


def test_a_dossier_that_is_raised_takes_its_papers_along(
    office: Office, folk: Cast, known: Customer
) -> None:
    one, two = (filed(office, folk.mira, known, title=name) for name in ("一", "二"))
    dossier = dossier_of(known)
    row = regrading.propose(office, folk.mira, str(dossier), "B", WHY)

    regrading.approve(office, founder(), row.code)

    assert (grade(one), grade(two), Dossier.objects.get().rank) == (2, 2, 2)
    assert [entry["obj"] for entry in log("grade.changed")] == [str(dossier), str(one), str(two)]
    assert_whole(office)


def test_a_dossier_that_is_lowered_leaves_its_papers(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(dossier_of(known)), "P", "已经对外公布")

    regrading.approve(office, founder(), row.code)

    assert (grade(item), Dossier.objects.get().rank) == (1, 0)


def test_one_proposal_at_a_time(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    first = regrading.propose(office, folk.mira, str(item), "B", WHY)

    with pytest.raises(NotAllowed, match="not changed") as refused:
        regrading.propose(office, founder(), str(item), "A", WHY)

    assert rules_of(refused) == {"open"}
    assert [row.code for row in regrading.list_all(office, founder())] == [first.code]


def test_a_refused_or_withdrawn_one_is_over(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    first = regrading.propose(office, folk.mira, str(item), "B", WHY)
    regrading.refuse(office, founder(), first.code, "内容已经公开")
    second = regrading.propose(office, folk.mira, str(item), "B", WHY)
    with pytest.raises(NotAllowed, match="not yours"):
        regrading.withdraw(office, founder(), second.code)

    regrading.withdraw(office, folk.mira, second.code)

    states = [row.state for row in regrading.list_all(office, founder(), closed=True)]
    assert (states, grade(item)) == (["refused", "withdrawn"], 1)
    with pytest.raises(BadInput, match="over"):
        regrading.approve(office, founder(), second.code)


def test_who_may_not_know_of_the_paper_proposes_and_sees_nothing(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    regrading.propose(office, folk.mira, str(item), "B", WHY)

    with pytest.raises(NotAllowed) as refused:
        regrading.propose(office, folk.lena, str(item), "P", "好奇")

    assert {"R2", "R3"} <= rules_of(refused)
    assert regrading.list_all(office, folk.lena, closed=True) == []


def test_the_rule_of_the_two_is_what_stops_it(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without rule R12 one person is enough: so it is this rule that the tests above see."""
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, founder(), str(item), "B", WHY)
    weigh = gate.weigh

    def without(*asked: Any, **facts: Any) -> Decision:  # noqa: ANN401  passed on as it came
        decision = weigh(*asked, **facts)
        against = tuple(rule for rule in decision.against if rule != "R12")
        return decision._replace(against=against)

    monkeypatch.setattr(gate, "weigh", without)

    assert regrading.approve(office, folk.jonas, row.code).state == "done"


def test_a_paper_raised_to_an_encrypted_grade_is_named_until_it_is_encrypted(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    item = filed(office, folk.mira, known)
    office = encrypting(office, tmp_path / "volume").office
    row = regrading.propose(office, folk.mira, str(item), "A", WHY)

    done = regrading.approve(office, founder(), row.code)

    assert regrading.still_open(office, done) == [item]
    keys_encrypt.encrypt_item(office, founder(), str(item))
    assert regrading.still_open(office, done) == []


@pytest.mark.parametrize("code", ["G000009", "x", ""])
def test_an_unknown_proposal(office: Office, folk: Cast, code: str) -> None:
    with pytest.raises(NotFound, match="no proposal"):
        regrading.approve(office, folk.jonas, code)


@pytest.mark.parametrize("reason", ["", "   ", "字" * 301, "一\n二"])
def test_a_reason_is_a_line(office: Office, folk: Cast, known: Customer, reason: str) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(BadInput, match="reason"):
        regrading.propose(office, folk.mira, str(item), "B", reason)


# ---- one proposal, as a page shows it


def test_one_is_shown_to_those_who_know_of_both_grades_and_to_its_proposer(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(item), "A", WHY)

    seen = [regrading.show(office, who, row.code).code for who in (folk.mira, folk.jonas)]

    assert seen == [row.code, row.code]
    assert [one.code for one in regrading.list_all(office, folk.mira)] == [row.code]
    assert log("grade.listed")[0]["n"] == 1
    for code in (row.code, "G999999"):
        with pytest.raises(NotFound):
            regrading.show(office, folk.lena, code)


def test_a_proposer_who_is_no_longer_cleared_knows_nothing_of_it(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)

    regrading.approve(office, founder(), row.code)

    with pytest.raises(NotFound):
        regrading.show(office, folk.mira, row.code)


def test_what_speaks_against_a_step_is_what_refuses_it(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, folk.mira, str(item), "B", WHY)
    people = {"mira": folk.mira, "jonas": folk.jonas, "shen": founder()}

    against = {
        (name, step): {one.rule for one in regrading.against(office, who, row, step)}
        for name, who in people.items()
        for step in ("approve", "refuse", "withdraw")
    }

    assert against["mira", "withdraw"] == set()
    assert against["mira", "approve"] >= {"R0"}
    assert against["jonas", "approve"] == against["jonas", "refuse"] == set()
    assert against["jonas", "withdraw"] == {"R6"}
    row = regrading.approve(office, folk.jonas, row.code)
    assert {one.rule for one in regrading.against(office, founder(), row, "refuse")} == {"state"}


def test_who_agreed_already_waits_for_somebody_else(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    row = regrading.propose(office, founder(), str(item), "B", WHY)

    row = regrading.approve(office, folk.jonas, row.code)

    assert [one.rule for one in regrading.against(office, folk.jonas, row, "approve")] == ["R6"]
    assert regrading.against(office, folk.jonas, row, "refuse") == ()
