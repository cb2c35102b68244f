"""What need not be typed: known facts, and the previous form read through the one door."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.desks import COMPLAINT, Cast, dossier_of, example, later, log
from tests.support.offices import person

from docgen.forms.form import Form
from docgen.office import knowing, writing
from docgen.office.desk import Office
from docgen.register.models import Customer


def asking(office: Office, **sources: tuple[str, ...]) -> Form:
    """The complaint form with these places to look for its answers."""
    form = writing.template(office, COMPLAINT).form
    fields = [replace(one, prefill=sources.get(one.name, ())) for one in form.fields]
    return replace(form, fields=tuple(fields))


def complain(office: Office, folk: Cast, known: Customer, **changes: object) -> str:
    """File a complaint and say under which number."""
    raw = {**example(office), **changes}
    done = writing.fill(office, folk.mira, COMPLAINT, raw, customer=known.code, file=True)
    assert done.filed
    return str(done.filed.item)


def test_the_first_place_that_knows_something_wins(
    office: Office, folk: Cast, known: Customer
) -> None:
    form = asking(
        office,
        contact_name=("customer.nothing", "customer.name", "person.name"),
        handler=("person.name", "customer.name"),
    )

    found = knowing.known(office, folk.mira, form, {}, customer=known)

    assert found == {"contact_name": known.name, "handler": folk.mira.name}


def test_facts_of_the_dossier(office: Office, folk: Cast, known: Customer) -> None:
    complain(office, folk, known)
    dossier = dossier_of(known)
    form = asking(office, remark=("dossier.number",), content=("dossier.title",))

    found = knowing.known(office, folk.mira, form, {}, customer=known, dossier=dossier)

    assert found == {"remark": str(dossier), "content": dossier.title}
    assert knowing.known(office, folk.mira, form, {}, customer=known) == {}


def test_the_newest_form_of_the_kind_answers_and_the_log_says_so(
    office: Office, folk: Cast, known: Customer
) -> None:
    complain(office, folk, known, contacted_units="储运部")
    newest = complain(later(office, 1), folk, known, contacted_units="质量部")
    form = asking(office, contacted_units=("previous",), remark=("previous.contacted_units",))

    found = knowing.known(office, folk.mira, form, {}, customer=known)

    assert found == {"contacted_units": "质量部", "remark": "质量部"}
    (entry,) = log("item.read")
    assert (entry["obj"], entry["who"], entry["why"]) == (newest, folk.mira.code, "service")


@pytest.mark.parametrize("asked", ["answered", "known before"])
def test_it_is_not_read_where_nothing_is_wanted_of_it(
    office: Office, folk: Cast, known: Customer, asked: str
) -> None:
    complain(office, folk, known)
    raw = {"handler": "宁致远"} if asked == "answered" else {}
    form = asking(office, handler=("previous",) if raw else ("person.name", "previous"))

    knowing.known(office, folk.mira, form, raw, customer=known)

    assert log("item.read") == []


def test_who_may_not_read_it_learns_nothing_and_no_refusal_is_logged(
    office: Office, folk: Cast, known: Customer
) -> None:
    complain(office, folk, known, contacted_units="储运部")
    stranger = person(office, "yuan", unit="别处")
    form = asking(office, contacted_units=("previous",))
    before = len(log())

    found = knowing.known(office, stranger, form, {}, customer=known)

    assert found == {}
    assert len(log()) == before


def test_without_customer_or_earlier_form_nothing_is_read(
    office: Office, folk: Cast, known: Customer
) -> None:
    form = asking(office, contacted_units=("previous",))

    assert knowing.known(office, folk.mira, form, {}, customer=None) == {}
    assert knowing.known(office, folk.mira, form, {}, customer=known) == {}


def test_the_calendar_is_read_for_forms_that_count_working_days(office: Office) -> None:
    complaint = writing.template(office, COMPLAINT).form

    with_calendar = knowing.occasion(office, complaint)
    without = knowing.occasion(office, replace(complaint, fields=(), checks=()))

    assert with_calendar.today == office.today
    assert with_calendar.calendar.days_off
    assert not without.calendar.days_off


def test_years_without_known_holidays_are_told_with_the_form(
    office: Office, folk: Cast, known: Customer
) -> None:
    raw = example(office, received_on="2049-03-01T09:00:00", informed_at="", informed_by="")

    done = writing.fill(office, folk.mira, COMPLAINT, raw, customer=known.code)

    assert done.unknown_years == (2049,)
