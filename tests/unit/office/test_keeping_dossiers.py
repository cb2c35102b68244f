"""Stages, references, file numbers and completeness of dossiers, in a real office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.support.desks import Cast, example, filed, later, log
from tests.support.offices import customer, reopen

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import completeness, dossiers, filenumbers, finding, links, stages, writing
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier
from docgen.register.models_custody import FilePattern, FormerNumber, Validity


def pattern(office: Office, kind: str, number: str) -> Office:
    """The office with another pattern of file numbers written into its rules."""
    file = office.folder / "rules" / "dossier-types" / f"{kind}.toml"
    lines = file.read_text("utf-8").splitlines()
    changed = [f'number = "{number}"' if one.startswith("number ") else one for one in lines]
    file.write_text("\n".join(changed), "utf-8")
    return reopen(office.folder)


# ---- file numbers


def test_a_dossier_gets_its_file_number_when_it_is_opened(office: Office, folk: Cast) -> None:
    one, two = customer(office), customer(office, "示范公司")

    rows = [
        dossiers.open_dossier(office, folk.mira, one),
        dossiers.open_dossier(office, folk.mira, two),
        dossiers.open_dossier(office, folk.mira, one, kind="unit", key="3栋-1703"),
        dossiers.open_dossier(office, folk.mira, one, kind="event", key="渗漏"),
    ]

    year = office.today.year
    assert [row.file_number for row in rows] == [
        "KH-00001",
        "KH-00002",
        "FC-Z-3栋-1703",
        f"ZT-{year}-001",
    ]
    assert FilePattern.objects.get(type="unit").pattern == "FC-Z-{key}"


def test_a_later_file_of_the_same_key_is_its_next_volume(
    office: Office, folk: Cast, known: Customer
) -> None:
    first = dossiers.open_dossier(office, folk.mira, known, kind="unit", key="3栋")
    Dossier.objects.filter(pk=first.pk).update(state="closed")

    second = dossiers.open_dossier(office, folk.mira, known, kind="unit", key="3栋")

    assert (first.file_number, second.file_number) == ("FC-Z-3栋", "FC-Z-3栋-2")


def test_a_used_pattern_is_locked(office: Office, folk: Cast, known: Customer) -> None:
    dossiers.open_dossier(office, folk.mira, known)
    changed = pattern(office, "customer", "C-{seq:03}")

    with pytest.raises(BadInput) as refused:
        dossiers.open_dossier(changed, folk.mira, customer(office, "示范公司"))

    assert refused.value.field == "number"
    assert "renumber" in refused.value.fix
    assert Dossier.objects.count() == 1


def test_renumbering_gives_a_concordance_and_keeps_what_hangs_on_ten_digits(
    office: Office, folk: Cast, known: Customer
) -> None:
    first = dossiers.open_dossier(office, folk.mira, known)
    second = dossiers.open_dossier(office, folk.mira, customer(office, "示范公司"))
    changed = pattern(office, "customer", "C-{seq:03}")

    done = filenumbers.renumber(changed, folk.jonas, "customer")

    assert [(one.dossier, one.old, one.new) for one in done] == [
        (str(first), "KH-00001", "C-001"),
        (str(second), "KH-00002", "C-002"),
    ]
    third = dossiers.open_dossier(changed, folk.mira, customer(office, "另一公司"))
    assert third.file_number == "C-003"
    assert (log("dossier.numbered")[0]["obj"], log("dossier.numbered")[0]["n"]) == ("customer", 2)


def test_a_paper_is_found_by_its_archive_number_also_after_renumbering(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    def found(typed: str) -> list[str]:
        return [hit.item for hit in finding.search(office, folk.mira, typed, limit=9).hits]

    assert found("KH-00001-0001") == [str(item)]
    changed = pattern(office, "customer", "C-{seq:03}")
    filenumbers.renumber(changed, folk.jonas, "customer")

    assert found("KH-00001") == []
    assert found("C-001-0001") == [str(item)]


def test_the_concordance_is_kept_and_the_last_one_told_again(
    office: Office, folk: Cast, known: Customer
) -> None:
    first = dossiers.open_dossier(office, folk.mira, known)
    changed = pattern(office, "customer", "C-{seq:03}")
    filenumbers.renumber(changed, folk.jonas, "customer")
    again = pattern(changed, "customer", "D-{seq:02}")

    done = filenumbers.renumber(again, folk.jonas, "customer")

    assert filenumbers.concordance(again, folk.jonas, "customer") == done
    assert [(one.dossier, one.old, one.new) for one in done] == [(str(first), "C-001", "D-01")]
    rows = FormerNumber.objects.order_by("pk").values_list("old", "new")
    assert list(rows) == [("KH-00001", "C-001"), ("C-001", "D-01")]
    assert filenumbers.concordance(again, folk.jonas, "unit") == []
    assert (log("dossier.listed")[0]["obj"], log("dossier.listed")[0]["n"]) == ("customer", 1)
    with pytest.raises(NotAllowed):
        filenumbers.concordance(again, folk.mira, "customer")


def test_nobody_renumbers_without_need_or_right(
    office: Office, folk: Cast, known: Customer
) -> None:
    dossiers.open_dossier(office, folk.mira, known)

    with pytest.raises(BadInput):
        filenumbers.renumber(office, folk.jonas, "customer")
    with pytest.raises(NotAllowed):
        filenumbers.renumber(office, folk.mira, "customer")
    with pytest.raises(NotFound):
        filenumbers.renumber(office, folk.jonas, "cars")


def test_a_wrong_type_file_names_its_line(office: Office) -> None:
    file: Path = office.folder / "rules" / "dossier-types" / "unit.toml"
    text = file.read_text("utf-8").replace('letter = "c"', 'lettre = "c"')
    file.write_text(text, "utf-8")

    with pytest.raises(BadInput) as wrong:
        reopen(office.folder)

    assert (wrong.value.file, wrong.value.field) == (str(file), "group.lettre")
    assert text.splitlines()[wrong.value.line - 1] == 'lettre = "c"'


# ---- stages


def test_a_stage_is_noted_with_its_day_and_wants_papers(
    office: Office, folk: Cast, known: Customer
) -> None:
    row = dossiers.open_dossier(office, folk.mira, known, kind="unit", key="3栋")
    before = {one.title for one in dossiers.show(office, folk.mira, str(row)).missing}

    stages.reach(office, folk.mira, [str(row)], "subscribed", dt.date(2026, 3, 9))

    after = {one.title for one in dossiers.show(office, folk.mira, str(row)).missing}
    assert after - before == {"认购书", "身份证明"}
    assert stages.reached([row]) == {row.pk: {"subscribed": dt.date(2026, 3, 9)}}
    assert log("dossier.staged")[0]["more"] == {"on": "2026-03-09", "stage": "subscribed"}


def test_several_dossiers_reach_a_stage_together_or_none_does(
    office: Office, folk: Cast, known: Customer
) -> None:
    rows = [
        str(dossiers.open_dossier(office, folk.mira, known, kind="unit", key=key))
        for key in ("1栋", "2栋")
    ]

    with pytest.raises(NotFound):
        stages.reach(office, folk.mira, [*rows, "99"], "moved-in")
    assert log("dossier.staged") == []
    assert len(stages.reach(office, folk.mira, rows, "moved-in")) == 2


@pytest.mark.parametrize(("stage", "days", "field"), [("gone", 0, "stage"), ("signed", 1, "on")])
def test_a_wrong_stage_or_day_is_told(
    office: Office, folk: Cast, known: Customer, stage: str, days: int, field: str
) -> None:
    row = dossiers.open_dossier(office, folk.mira, known)

    with pytest.raises(BadInput) as wrong:
        stages.reach(office, folk.mira, [str(row)], stage, office.today + dt.timedelta(days=days))

    assert wrong.value.field == field


# ---- references


def test_dossiers_of_one_customer_refer_to_each_other_by_themselves(
    office: Office, folk: Cast, known: Customer
) -> None:
    one = dossiers.open_dossier(office, folk.mira, known, kind="unit", key="1栋")
    two = dossiers.open_dossier(office, folk.mira, known, kind="unit", key="2栋")
    dossiers.open_dossier(office, folk.mira, customer(office, "示范公司"))

    assert [ref.dossier for ref in links.references(folk.mira, one)] == [two]
    assert [ref.dossier for ref in links.references(folk.mira, two)] == [one]
    assert links.references(folk.mira, one)[0].made_by_itself
    assert links.references(folk.lena, one) == []


def test_the_same_code_makes_two_entries_one_customer(
    office: Office, folk: Cast, known: Customer
) -> None:
    twin = customer(office, "示范公司")
    Customer.objects.filter(pk__in=[known.pk, twin.pk]).update(credit_code="91990000MA0000001X")
    known.refresh_from_db()
    one = dossiers.open_dossier(office, folk.mira, known)
    two = dossiers.open_dossier(office, folk.mira, twin)

    assert [ref.dossier for ref in links.references(folk.mira, one)] == [two]


def test_people_link_dossiers_both_ways(office: Office, folk: Cast, known: Customer) -> None:
    event = dossiers.open_dossier(office, folk.mira, known, kind="event", key="渗漏")
    other = dossiers.open_dossier(office, folk.mira, customer(office, "示范公司"))

    links.link(office, folk.mira, str(event), [str(other)], "渗漏专题")

    found = [links.references(folk.mira, row) for row in (event, other)]
    assert [[(r.dossier, str(r.why)) for r in refs] for refs in found] == [
        [(other, "渗漏专题")],
        [(event, "渗漏专题")],
    ]
    assert log()[-1]["act"] == "dossier.linked"


@pytest.mark.parametrize(("other", "why"), [("1", "自身"), ("2", " ")])
def test_a_link_needs_another_dossier_and_a_reason(
    office: Office, folk: Cast, known: Customer, other: str, why: str
) -> None:
    dossiers.open_dossier(office, folk.mira, known)
    dossiers.open_dossier(office, folk.mira, known, key="二期")

    with pytest.raises(BadInput):
        links.link(office, folk.mira, "1", [other], why)


# ---- completeness

RECORD = "dispatch/posted-person-record"


def test_certificates_of_a_filed_form_run_out(office: Office, folk: Cast, known: Customer) -> None:
    answers = example(office, RECORD)
    papers = [
        {
            "name": "健康证明",
            "copy_kind": "原件",
            "valid_until": office.today + dt.timedelta(days=5),
        }
    ]
    row = dossiers.open_dossier(office, folk.jonas, known, kind="posted-staff", key="0001")
    writing.fill(
        office, folk.jonas, RECORD, {**answers, "papers": papers}, dossier=str(row), file=True
    )

    now = completeness.of_one(office, folk.jonas, str(row))
    then = completeness.of_one(later(office, 6), folk.jonas, str(row))

    kinds = [{one.kind for one in found.report.lacks} for found in (now, then)]
    assert "expired" not in kinds[0]
    assert "expired" in kinds[1]
    assert "unsigned" in kinds[0]
    assert "健康证明" in set(Validity.objects.values_list("name", flat=True))


def test_all_dossiers_are_summed_up_by_unit(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known, title="客户资料表")
    filed(office, folk.mira, known, title="服务合同", group="sales")
    dossiers.open_dossier(office, folk.mira, customer(office, "示范公司"))

    found = completeness.of_all(office, folk.mira)
    [(unit, total)] = completeness.by_unit(found).items()

    assert (unit, total.dossiers, total.whole) == ("客户服务部", 2, 1)
    assert total.lacks == {"required": 2, "group": 1}
    assert total.measures.complete.percent == 50
    assert completeness.of_all(office, folk.mira, "工程部") == []
    assert completeness.of_all(office, folk.lena) == []
    assert [entry["n"] for entry in log("dossier.checked")] == [2, 0, 0]


def test_what_is_above_ones_clearance_is_neither_missing_nor_named(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.jonas, known, title="服务合同", group="sales", grade="A")

    found = completeness.of_one(office, folk.mira, "1")

    assert {one.title for one in found.report.lacks} == {"客户资料表"}


def test_a_late_paper_and_a_stale_dossier_are_told(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known, title="维修", group="repair")

    found = completeness.of_one(later(office, 400), folk.mira, "1")

    assert {"late", "stale"} <= {one.kind for one in found.report.lacks}
    assert found.report.measures.timely.met == 0
