"""Outside requests in an office: what is refused, what is kept, what the log may know."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import at, dump, filed, holding, later, log, log_refuses
from tests.support.offices import customer, founder, person
from tests.support.outsiders import PRESENT, Hall, give_quickly, hall

from docgen.errors import BadInput, NotAllowed, NotFound, OutsideFailed
from docgen.model import outside_serving
from docgen.model.outside_kinds import Gives, Kind
from docgen.office import controlled, customers, outside, outside_requesting, rebuilding
from docgen.office.outside_facts import digest, find
from docgen.office.outside_wanted import Visitor
from docgen.register.models import Item
from docgen.register.models_copies import Copy
from docgen.register.models_outside import OutsideOfficer, OutsideRequest, OutsideServing

PERMIT = {"permit": "示司协准〔2026〕9号", "authority": "示例省司法厅"}


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    give_quickly(monkeypatch)
    return hall(tmp_path / "office")


def rules_of(refused: pytest.ExceptionInfo[NotAllowed]) -> set[str]:
    return {reason.rule for reason in refused.value.reasons}


def rules_file(place: Hall, old: str, new: str) -> None:
    """Change a line of the office's own terms."""
    file = place.office.folder / "rules" / "outside.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_straight_way_leaves_rows_copies_and_entries(place: Hall) -> None:
    row = place.asked(papers=tuple(map(str, place.items)))
    outside.approve(place.office, place.legal, row.code, opinion="同意查阅并复印")

    first, second = place.serve(row, place.items)
    done = outside.close(place.office, place.archivist, row.code, "查阅完毕")

    assert (done.code, done.state, done.ended_by) == ("OUT-000001", "closed", place.archivist)
    assert first.given is not None
    assert first.given.copy.holder == "云汀市样本区人民法院（庄知遥、桑令仪）"
    assert [one.item for one in done.servings.order_by("pk")] == list(place.items)
    entries = log("outside.served")
    assert [entry["idx"] for entry in entries] == [first.row.log_index, second.row.log_index]
    assert entries[0]["basis"] == [row.code]
    assert entries[0]["why"] == "legal"
    assert entries[0]["more"] == {
        "kind": "official",
        "gives": "copy",
        "escort": place.folk.mira.code,
        "copy": first.given.copy.code,
    }
    assert len(entries[0]["sha512"]) == 128


def test_the_log_knows_codes_and_commitments_alone(place: Hall) -> None:
    row = place.approved(cause="房屋买卖合同纠纷")
    place.serve(row)
    outside.list_requests(place.office, place.archivist)

    told = str([entry for entry in log() if str(entry["act"]).startswith("outside.")])

    for word in (
        "庄知遥",
        "示法990117",
        "（2026）示民初990号",
        "样本区人民法院",
        "纠纷",
        digest(row),
    ):
        assert word not in told
    assert list(log("outside.served")[0]["notes"]) == ["notice"]
    assert set(log("outside.requested")[0]["notes"]) == {"body", "notice"}


def test_scans_are_papers_of_the_dossier_that_its_clerks_do_not_see(place: Hall) -> None:
    row = place.asked()

    scans = [one.scan for one in row.officers.order_by("pk")]
    assert row.notice_scan is not None
    assert [one.title for one in (row.notice_scan, *scans) if one] == [
        "外单位查阅：协助调查通知书",
        "外单位查阅：证件（1）",
        "外单位查阅：证件（2）",
    ]
    assert {one.dossier for one in scans if one} == {place.items[0].dossier}
    assert all(one.rank == 2 > place.folk.mira.clearance for one in scans if one)
    assert log("outside.requested")[0]["basis"] == [str(row.notice_scan), *map(str, scans)]


def test_scans_go_where_the_archivist_says_and_are_as_secret_as_that_dossier(place: Hall) -> None:
    other = customer(place.office, "杭州虚构服饰有限公司")
    secret = filed(place.office, place.archivist, other).dossier
    secret.rank = 3
    secret.save()

    row = place.asked(file_in=str(secret))

    assert row.notice_scan is not None
    assert (row.notice_scan.dossier, row.notice_scan.rank) == (secret, 3)


def test_a_dossier_stands_for_the_papers_that_are_in_it_now(place: Hall) -> None:
    row = place.approved(papers=(str(place.items[0].dossier),))
    new = filed(place.office, place.folk.mira, place.known, title="后来的一件")

    with pytest.raises(NotAllowed) as late:
        place.serve(row, [new])
    with pytest.raises(NotAllowed) as scan:
        place.serve(row, [row.officers.earliest("pk").scan])

    assert rules_of(late) == {"scope"}
    assert "scope" in rules_of(scan)
    assert [one.whole for one in row.papers.all()] == [True, True]
    assert len(place.serve(row, place.items)) == 2


def test_who_asked_before_does_not_come_with_the_dossier(place: Hall) -> None:
    place.asked()

    again = place.asked(papers=(str(place.items[0].dossier),))

    assert [one.item for one in again.papers.order_by("pk")] == list(place.items)


def test_a_request_that_lacks_something_leaves_a_refusal_and_nothing_else(place: Hall) -> None:
    before = holding(place.office)

    for kind, more, rule in (
        (Kind.OFFICIAL, {"visitors": place.wanted().visitors[:1]}, "R-071"),
        (Kind.OFFICIAL, {"notice_scan": None}, "R-071"),
        (Kind.CUSTOMER, {}, "G-016"),
        (Kind.FOREIGN, {"permit": PERMIT["permit"]}, "DSL-36"),
    ):
        with pytest.raises(NotAllowed) as refused:
            place.asked(kind, **more)
        assert rules_of(refused) == {rule}
        entry = log()[-1]
        assert (entry["act"], entry["res"]) == ("outside.requested", "deny")
        assert entry["rules"] == [rule]

    assert holding(place.office) == before
    assert not OutsideRequest.objects.exists()


def test_a_foreign_body_needs_the_number_then_legal_and_the_manager(place: Hall) -> None:
    row = place.asked(Kind.FOREIGN, body="Sample Court", branch="", **PERMIT)

    outside.approve(place.office, place.legal, row.code)
    with pytest.raises(NotAllowed) as early:
        place.serve(row)
    done = outside.approve(place.office, place.folk.jonas, row.code)

    assert rules_of(early) == {"state", "approval"}
    assert done.state == "approved"
    assert len(place.serve(row)) == 1


def test_a_customer_sees_his_own_file_and_nothing_about_others(place: Hall) -> None:
    rules_file(place, "taken    = false", "taken    = true")
    stranger = filed(place.office, place.archivist, customer(place.office, "杭州虚构服饰有限公司"))
    person_himself = customers.add(
        place.office,
        founder(),
        customers.NewCustomer(name="戚明远", kind="person", id_number="11010519491231002X"),
        unit="客户服务部",
    )
    own = filed(place.office, place.archivist, person_himself)
    he = (Visitor("戚明远", "居民身份证", "11010519491231002x", place.scans[0]),)
    facts = {"body": "戚明远", "visitors": he, "papers": (str(own),)}

    with pytest.raises(NotAllowed) as other_file:
        place.asked(Kind.CUSTOMER, **{**facts, "papers": (str(own), str(stranger))})
    with pytest.raises(NotAllowed) as not_he:
        place.asked(Kind.CUSTOMER, **{**facts, "visitors": (replace(he[0], number="1"),)})
    row = place.asked(Kind.CUSTOMER, **facts)
    outside.approve(place.office, place.legal, row.code)
    with pytest.raises(NotAllowed) as others:
        place.serve(row, [own], presence=replace(PRESENT, without_others=False))

    assert rules_of(other_file) == rules_of(not_he) == {"G-016"}
    assert rules_of(others) == {"own"}
    assert log("outside.requested")[-1]["more"] == {"kind": "customer"}
    [served] = place.serve(row, [own])
    assert served.given is not None
    assert served.given.copy.holder == "戚明远"


def test_an_audit_looks_at_papers_here_and_takes_none(place: Hall) -> None:
    auditors = (Visitor("闻人朔", "工作证", "样审017"),)
    row = place.asked(Kind.AUDIT, body="样例集团审计部", visitors=auditors)
    outside.approve(place.office, place.folk.jonas, row.code)

    with pytest.raises(NotAllowed) as copying:
        place.serve(row)
    [seen] = place.serve(row, gives=Gives.CONSULT)

    assert rules_of(copying) == {"gives"}
    assert (seen.given, seen.row.gives) == (None, "consult")
    assert log("outside.served")[-1]["more"]["gives"] == "consult"
    assert not Copy.objects.exists()


def test_nobody_decides_what_he_registered_nor_serves_what_he_approved(place: Hall) -> None:
    both = person(place.office, "ruan", "legal", clearance="A")
    both.roles = ["archivist", "legal"]
    both.save()
    own = outside_requesting.request(place.office, both, place.wanted())

    with pytest.raises(NotAllowed) as deciding:
        outside.approve(place.office, both, own.code)
    row = place.asked()
    outside.approve(place.office, both, row.code)
    with pytest.raises(NotAllowed) as serving:
        place.serve(row, who=both)

    assert rules_of(deciding) == rules_of(serving) == {"R6"}
    assert log()[-1]["res"] == "deny"


def test_others_do_not_decide(place: Hall) -> None:
    row = place.asked()

    for who in (place.folk.mira, place.folk.lena, place.folk.jonas, place.archivist):
        with pytest.raises(NotAllowed):
            outside.approve(place.office, who, row.code)
        assert log("outside.approved")[-1]["res"] == "deny"

    assert find(row.code).state == "requested"


def test_who_decides_is_cleared_for_the_papers(place: Hall) -> None:
    secret = filed(place.office, place.archivist, place.known, grade="A")
    low = person(place.office, "low", "legal", clearance="B")
    row = place.asked(papers=(str(secret),))

    with pytest.raises(NotAllowed) as refused:
        outside.approve(place.office, low, row.code)

    assert rules_of(refused) == {"R2"}
    assert outside.list_requests(place.office, low) == []
    with pytest.raises(NotAllowed):
        outside.show(place.office, low, row.code)


def test_an_approval_ends_after_so_many_working_days(place: Hall) -> None:
    friday = at(place.office, dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC))
    row = place.asked()
    outside.approve(friday, place.legal, row.code)

    last = find(row.code).until
    assert last == dt.date(2026, 12, 11)
    assert place.serve(row, office=at(place.office, dt.datetime(2026, 12, 11, 15, tzinfo=dt.UTC)))
    with pytest.raises(NotAllowed) as late:
        place.serve(row, office=at(place.office, dt.datetime(2026, 12, 11, 16, tzinfo=dt.UTC)))

    assert rules_of(late) == {"until"}
    assert outside.years_unknown(friday, find(row.code)) == []
    assert outside.years_unknown(later(place.office, 3000), find(row.code)) != []


def test_the_gate_itself_refuses_what_is_out_of_scope_or_too_late(
    place: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the desk's own rules gone, rule R14 of access would still stand at the door."""
    row = place.approved()
    monkeypatch.setattr(outside_serving, "RULES", {})

    with pytest.raises(NotAllowed) as scope:
        place.serve(row, [place.items[1]])
    with pytest.raises(NotAllowed) as late:
        place.serve(row, office=later(place.office, 60))
    outside.close(place.office, place.archivist, row.code)
    with pytest.raises(NotAllowed) as closed:
        place.serve(row)

    assert rules_of(scope) == rules_of(late) == rules_of(closed) == {"R14"}
    assert not OutsideServing.objects.exists()


def test_none_is_served_if_one_may_not_be(place: Hall) -> None:
    row = place.approved()

    with pytest.raises(NotAllowed):
        place.serve(row, place.items)

    assert not Copy.objects.exists()
    assert not OutsideServing.objects.exists()


def test_a_request_that_ends_while_the_copy_is_made_hands_nothing_on(
    place: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, give = place.approved(), controlled.give

    def slowly(*args: Any, **more: Any) -> controlled.Given:  # noqa: ANN401  as given
        made: controlled.Given = give(*args, **more)
        outside.close(place.office, place.archivist, row.code)
        return made

    monkeypatch.setattr(controlled, "give", slowly)

    with pytest.raises(NotAllowed) as refused:
        place.serve(row)

    assert rules_of(refused) == {"state"}
    assert not OutsideServing.objects.exists()
    assert log("outside.served")[-1]["res"] == "deny"


def test_a_long_name_of_a_body_fits_the_copies_register(place: Hall) -> None:
    row = place.approved(body="某" * 120)

    [served] = place.serve(row)

    assert served.row.copy is not None
    assert served.row.copy.holder == "某" * 119 + "…"


def test_what_was_changed_after_the_approval_is_not_served(place: Hall) -> None:
    row = place.approved()
    row.papers.create(item=place.items[1])

    with pytest.raises(NotAllowed) as refused:
        place.serve(row, [place.items[1]])

    assert rules_of(refused) == {"approval"}


def test_who_is_no_escort(place: Hall) -> None:
    person(place.office, "look", "auditor", clearance="A")
    person(place.office, "庄知遥")
    row = place.approved()

    for escort in ("shen", "lena", "look", "庄知遥"):
        with pytest.raises(NotAllowed) as refused:
            place.serve(row, presence=replace(PRESENT, escort=escort))
        assert rules_of(refused) == {"escort"}


def test_without_its_entry_nothing_is_served(place: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    row = place.approved()

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        place.serve(row, gives=Gives.CONSULT)

    assert not OutsideServing.objects.exists()


def test_refused_withdrawn_and_closed_requests_stay_and_are_listed(place: Hall) -> None:
    refused, withdrawn, open_one = place.asked(), place.asked(), place.asked()
    outside.refuse(place.office, place.legal, refused.code, "未列明所查材料")
    outside.withdraw(place.office, place.archivist, withdrawn.code, "来函撤回")

    found = outside.list_requests(place.office, place.legal)

    assert [one.row.state for one in found] == ["refused", "withdrawn", "requested"]
    assert [one.row.code for one in outside.list_requests(place.office, place.legal, "requested")]
    assert outside.list_requests(place.office, place.legal, year=2001) == []
    assert find(refused.code).reason == "未列明所查材料"
    for step in (outside.refuse, outside.withdraw):
        with pytest.raises((BadInput, NotAllowed)):
            step(place.office, place.legal, refused.code, "再来")
    assert open_one.code in [one.row.code for one in found]
    with pytest.raises(NotAllowed):
        outside.list_requests(place.office, place.folk.mira)


def test_the_auditor_sees_the_register_without_titles(place: Hall) -> None:
    auditor = person(place.office, "look", "auditor")
    row = place.approved()

    seen = outside.show(place.office, auditor, row.code)

    assert (seen.papers, seen.count) == ((), 1)
    assert [one.row.code for one in outside.list_requests(place.office, auditor)] == [row.code]
    with pytest.raises(NotAllowed):
        place.serve(row, who=auditor)


def test_a_request_that_is_not_there(place: Hall) -> None:
    for code in ("OUT-000099", "7x", "", "OUT-"):
        with pytest.raises(NotFound):
            outside.show(place.office, place.archivist, code)


def test_a_scan_that_cannot_be_read_registers_nothing(place: Hall) -> None:
    items = Item.objects.count()
    bad = (*place.wanted().visitors[:1], Visitor("桑令仪", "工作证", "2", Path("/no/such/file")))

    with pytest.raises(BadInput):
        place.asked(visitors=bad)

    assert not OutsideRequest.objects.exists()
    assert Item.objects.count() == items


def test_an_office_without_the_file_follows_the_shipped_terms(place: Hall) -> None:
    (place.office.folder / "rules" / "outside.toml").unlink()

    assert place.approved().state == "approved"


def test_a_kind_that_the_rules_do_not_name_is_not_taken_and_still_seen(place: Hall) -> None:
    row = place.approved()
    file = place.office.folder / "rules" / "outside.toml"
    file.write_text('grade = "B"\n', "utf-8")

    with pytest.raises(NotAllowed) as refused:
        place.asked()
    with pytest.raises(NotAllowed) as serving:
        place.serve(row)

    assert rules_of(refused) == {"G-016"}
    assert "G-016" in rules_of(serving)
    assert len(outside.list_requests(place.office, place.legal)) == 1


def test_a_lost_register_comes_back_with_its_requests(place: Hall) -> None:
    row = place.approved()
    place.serve(row, gives=Gives.CONSULT)
    before = [line for line in dump(place.office).splitlines() if "register_outside" in line]
    (place.office.folder / "register.sqlite3").unlink()
    shutil.rmtree(place.office.folder / "index")

    rebuilding.rebuild(place.office.folder, lambda there: (there, founder()))

    after = [line for line in dump(place.office).splitlines() if "register_outside" in line]
    assert after == before
    assert OutsideOfficer.objects.count() == 2
