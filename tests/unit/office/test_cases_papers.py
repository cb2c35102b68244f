"""What keeping a case writes, where its papers go, and where the answers of its steps are from."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.cases import at, kind
from tests.support.desks import COMPLAINT, Cast, example, holding, log, paper
from tests.support.desks import at as clock
from tests.support.offices import customer, person

from docgen.errors import BadInput, NotFound
from docgen.office import (
    cases,
    cases_answers,
    cases_changing,
    cases_keeping,
    cases_opening,
    cases_papers,
    making,
)
from docgen.office.cases_opening import Intake
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier, Item
from docgen.register.models_cases import Case
from docgen.register.models_custody import DossierLink

OIL = {"channel": "来电", "content": "加油枪计量不准"}


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning."""
    assert folk
    return clock(office, at("2026-03-02 09:00"))


def opened(desk: Office, folk: Cast, known: Customer, severity: str = "", **given: str) -> Case:
    wish = Intake(profile="oil", customer=known.code, severity=severity, given={**OIL, **given})
    return cases_opening.open_case(desk, folk.mira, wish).row


def decided(desk: Office, folk: Cast, row: Case) -> Case:
    """An ordinary oil case up to the word to the customer."""
    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    cases.skip(desk, folk.mira, row.number, "investigate", remark="无须到场")
    cases.step(desk, folk.mira, row.number, "opinion", {"opinion": "退差价"})
    given = {"approval": "同意", "outcome": "成立"}
    return cases.step(desk, folk.jonas, row.number, "approve", given)


# ---- keeping


def test_an_ordinary_case_is_one_row_one_paper_and_one_entry(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = Case.objects.get(pk=opened(desk, folk, known).pk)

    assert (row.number, row.state, row.severity, row.event) == ("260301", "open", "一般", None)
    assert (row.first, row.customer, str(row.due_on), row.due_time) == (
        *(folk.mira, known, "2026-03-03"),
        None,
    )
    assert (row.summary, row.answers["content"], row.involves) == (
        *("加油枪计量不准", "加油枪计量不准"),
        [],
    )
    [form] = row.papers.all()
    assert (form.own, form.step, form.item.form_number) == (True, "", "260301")
    [entry] = log("case.opened")
    assert (entry["obj"], entry["more"]["profile"]) == ("260301", "oil")


def test_a_grave_case_opens_an_event_dossier_linked_with_the_customers(
    desk: Office, folk: Cast, known: Customer
) -> None:
    before = Dossier.objects.count()

    row = opened(desk, folk, known, "较大")

    assert row.event is not None
    assert (row.event.type, row.event.key, row.event.unit) == (
        *("event", row.number),
        row.dossier.unit,
    )
    assert Dossier.objects.count() == before + 2  # the customer's own was not open yet
    [link] = DossierLink.objects.all()
    assert {link.one, link.other} == {row.dossier, row.event}
    assert row.number in link.why
    assert [entry["more"] for entry in log("dossier.linked")] == [{"to": str(row.dossier)}]
    copies = [one.item for one in row.papers.order_by("pk")]
    assert [item.dossier for item in copies] == [row.dossier, row.event]
    assert {item.form_number for item in copies} == {row.number}


def test_two_grave_cases_of_one_customer_have_two_events_that_are_not_linked(
    desk: Office, folk: Cast, known: Customer
) -> None:
    first = opened(desk, folk, known, "较大")
    wish = Intake(profile="oil", dossier=str(first.dossier), severity="较大", given=OIL)
    second = cases_opening.open_case(desk, folk.mira, wish).row

    assert first.event != second.event
    assert first.dossier == second.dossier
    assert {(one.one.type, one.other.type) for one in DossierLink.objects.all()} == {
        ("customer", "event")
    }
    assert DossierLink.objects.count() == 2


def test_the_answers_kept_are_those_that_were_given(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk, known, contact_name="  欧阳若兰 ", contact_phone="199-0000-0042")

    assert row.answers["contact_name"].strip() == "欧阳若兰"
    assert row.answers["contact_phone"] == "199-0000-0042"
    assert "approval" not in row.answers


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        ("260301", "2026-03-02", False),
        ("260399", "2026-03-31", False),
        ("2603100", "2026-03-31", True),
        ("2612100", "2026-12-31", True),
        ("240229", "2024-02-29", False),
    ],
)
def test_a_number_that_outgrew_its_digits_is_told(number: str, day: str, *, told: bool) -> None:
    warnings = cases_keeping.overflow(kind("oil"), number, at(f"{day} 12:00").date())

    assert [number in warning for warning in warnings] == ([True] if told else [])


# ---- papers


def test_a_paper_of_an_ordinary_case_goes_into_one_dossier_of_a_grave_one_into_two(
    desk: Office, folk: Cast, known: Customer
) -> None:
    plain, grave = opened(desk, folk, known), opened(desk, folk, known, "较大")
    places: list[list[str]] = []

    for row in (plain, grave):
        cases_papers.file(
            desk,
            folk.mira,
            row,
            paper("调查记录"),
            lambda filed: places.append([str(one.item.dossier) for one in filed]),
        )

    assert places == [
        [str(plain.dossier)],
        [str(grave.dossier), str(grave.event)],
    ]


def test_the_own_form_is_the_newest_in_each_dossier_the_customers_first(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk, known, "较大")
    first = cases_papers.own(row)
    others = [one.item for one in row.papers.order_by("-pk")]

    cases_papers.keep(row, "contact", others)
    assert [one.pk for one in cases_papers.own(row)] == [one.pk for one in first]

    cases_papers.keep(row, "settle", others, is_own=True)
    newest = cases_papers.own(row)
    assert [one.item.dossier for one in newest] == [row.dossier, row.event]
    assert [one.step for one in newest] == ["settle", "settle"]


def test_settling_makes_a_new_version_of_the_form_and_no_second_paper(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = decided(desk, folk, opened(desk, folk, known))
    given = {"informed_at": "2026-03-02T10:00", "informed_by": "电话", "acceptance": "接受"}
    cases.step(desk, folk.mira, row.number, "inform", given)
    [form] = cases_papers.own(row)
    items, before = Item.objects.count(), form.item.head

    cases.step(desk, folk.mira, row.number, "settle", {"result": "差价已退"})

    item = Item.objects.get(pk=form.item.pk)
    assert (Item.objects.count(), item.form_number) == (items, row.number)
    assert item.head != before
    assert "差价已退" in Item.objects.get(pk=item.pk).text.body


def test_a_paper_that_cannot_be_made_takes_no_number(
    desk: Office, folk: Cast, known: Customer
) -> None:
    before = holding(desk)

    def make(channel: str) -> None:
        given = example(desk, channel=channel)
        with making.made(desk, folk.mira, COMPLAINT, given, customer=known) as made:
            assert made.checked["channel"] == "来电"
            raise RuntimeError("not filed")

    with pytest.raises(BadInput):
        make(channel="托梦")
    with pytest.raises(RuntimeError, match="not filed"):
        make(channel="来电")

    assert holding(desk) == before


# ---- answers


def test_the_answers_of_a_step_come_from_words_and_files(
    desk: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    row = opened(desk, folk, known)
    data = tmp_path / "答复.toml"
    data.write_text('contacted_units = "油库"\nremark = "急"\n', "utf-8")

    both = cases_answers.of_step(
        desk, folk.mira, row.number, "contact", data, ["contacted_units=计量站"]
    )
    none = cases_answers.of_step(desk, folk.mira, row.number, "contact", None, [])

    assert both == {"contacted_units": "计量站", "remark": "急"}
    assert none == {}


@pytest.mark.parametrize("key", ["", "kontakt", "Contact", "visit "])
def test_a_step_that_the_kind_does_not_have_is_said(
    desk: Office, folk: Cast, known: Customer, key: str
) -> None:
    row = opened(desk, folk, known)

    with pytest.raises(BadInput) as refused:
        cases_answers.of_step(desk, folk.mira, row.number, key, None, [])

    assert refused.value.field == "step"


def test_who_has_no_part_in_a_case_is_not_asked_for_answers(
    desk: Office, folk: Cast, known: Customer
) -> None:
    row = opened(desk, folk, known)
    stranger = person(desk, "gu", unit="后勤部")

    for number in (row.number, "260399", "", "abc"):
        with pytest.raises(NotFound):
            cases_answers.of_step(desk, stranger, number, "contact", None, [])
        with pytest.raises(NotFound):
            cases_answers.of_form(desk, stranger, number, lost=None, data=None, sets=())
        with pytest.raises(NotFound):
            cases_answers.deciding_step(desk, stranger, number)


def test_the_decision_is_named_only_in_its_turn(desk: Office, folk: Cast, known: Customer) -> None:
    row = opened(desk, folk, known)
    with pytest.raises(BadInput) as early:
        cases_answers.deciding_step(desk, folk.jonas, row.number)
    assert "contact" in early.value.why

    cases.step(desk, folk.mira, row.number, "contact", {"contacted_units": "计量站"})
    cases.skip(desk, folk.mira, row.number, "investigate", remark="无须到场")
    cases.step(desk, folk.mira, row.number, "opinion", {"opinion": "退差价"})
    assert cases_answers.deciding_step(desk, folk.jonas, row.number) == "approve"

    cases_changing.raise_(desk, folk.mira, row.number, "较大", reason="多人")
    assert cases_answers.deciding_step(desk, folk.jonas, row.number) == "meeting"


def test_a_case_that_ended_has_nothing_to_decide(desk: Office, folk: Cast, known: Customer) -> None:
    row = decided(desk, folk, opened(desk, folk, known))
    other = customer(desk, "乌鲁木齐样例商贸有限公司")

    cases_changing.not_accepted(desk, folk.mira, row.number, {}, "要求双倍")

    with pytest.raises(BadInput) as late:
        cases_answers.deciding_step(desk, folk.jonas, row.number)
    assert late.value.field == "case"
    assert opened(desk, folk, other).number == "260303"
