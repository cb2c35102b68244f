"""Rows of answers, the visit that a report makes, and the office's own rules of visiting."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pytest
from tests.support.desks import Cast, filed

from docgen.errors import BadInput
from docgen.office import visits_rows, visits_rules
from docgen.office.desk import Office
from docgen.office.making import Made
from docgen.register.models import Customer
from docgen.register.models_visits import Visit, VisitPaper


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (None, []),
        ("a", []),
        ({"a": 1}, []),
        ([], []),
        ([{"a": 1}, "x", None, {"b": 2}], [{"a": 1}, {"b": 2}]),
    ],
)
def test_only_rows_of_a_table_are_rows(rows: object, found: list[object]) -> None:
    assert visits_rows.rows_in({"visits": rows}, "visits") == found
    assert visits_rows.rows_in({}, "visits") == []


@pytest.mark.parametrize("value", [None, "2028-02-29", 20280229])
def test_a_day_that_is_none_is_our_own_mistake(value: object) -> None:
    made = cast("Made", SimpleNamespace(checked={"day": value, "on": dt.date(2028, 2, 29)}))

    with pytest.raises(TypeError, match="day"):
        visits_rows.day_in(made, "day")
    assert visits_rows.day_in(made, "on") == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("planned", "taken"),
    [("2028-02-01", True), ("2028-02-29", True), ("2028-01-31", False), ("2028-03-02", False)],
)
def test_a_report_makes_the_planned_visit_of_its_own_month(
    office: Office, folk: Cast, known: Customer, *, planned: str, taken: bool
) -> None:
    day = dt.date.fromisoformat(planned)
    row = Visit.objects.create(customer=known, visitor=folk.mira, grade="A", planned_on=day)

    report(office, folk, known)

    row.refresh_from_db()
    assert (row.visited_on is not None) is taken
    assert Visit.objects.count() == (1 if taken else 2)


def test_the_earliest_planned_visit_is_made_first_and_then_the_next(
    office: Office, folk: Cast, known: Customer
) -> None:
    for day in (20, 6):
        planned = dt.date(2028, 2, day)
        Visit.objects.create(customer=known, visitor=folk.mira, planned_on=planned)

    report(office, folk, known)
    after_one = [one.visited_on is not None for one in Visit.objects.order_by("planned_on")]
    report(office, folk, known)

    assert after_one == [True, False]
    assert not Visit.objects.filter(visited_on=None).exists()


def test_a_visit_planned_for_somebody_else_stays(
    office: Office, folk: Cast, known: Customer
) -> None:
    planned = dt.date(2028, 2, 29)
    other = Visit.objects.create(customer=known, visitor=folk.jonas, planned_on=planned)

    report(office, folk, known)

    other.refresh_from_db()
    made = Visit.objects.get(visitor=folk.mira)
    assert (other.visited_on, made.grade, made.planned_on) == (None, "B", None)


def report(office: Office, folk: Cast, known: Customer) -> None:
    """A report of 29 February on one customer of grade B."""
    there = filed(office, folk.mira, known)
    paper = VisitPaper.objects.create(
        kind="daily",
        day=dt.date(2028, 2, 29),
        unit=folk.mira.unit,
        by=folk.mira,
        item=there,
        log_index=0,
    )
    visits_rows.made_on(folk.mira, paper, [known], {known.pk: "B"})


def test_the_office_has_its_own_rules_of_visiting_or_docgens(office: Office) -> None:
    shipped = visits_rules.rules(office)
    own = office.folder / "rules" / "visits.toml"
    own.parent.mkdir(exist_ok=True)
    own.unlink(missing_ok=True)

    assert visits_rules.rules(office) == shipped
    own.write_text("per_day = 'x'\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        visits_rules.rules(office)

    assert caught.value.file == str(own)
