"""The log in figures: each day counted, by act, unit and person."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed
from docgen.office import log_figures
from docgen.office.desk import Office
from docgen.register.models import Customer, Person


@pytest.fixture
def ada(office: Office) -> Person:
    """Who audits."""
    return person(office, "ada", "auditor", unit="审计部")


def test_every_entry_is_counted_once_in_each_group(office: Office, ada: Person) -> None:
    total = len(log())

    found = log_figures.figures(office, ada)

    for group in (found.days, found.acts, found.units, found.people):
        assert group.total() == total


def test_days_on_which_nothing_was_done_are_there_too(office: Office, ada: Person) -> None:
    found = log_figures.figures(office, ada)

    assert len(found.days) == len(found.refused) == log_figures.DAYS
    assert list(found.days)[-1] == str(office.today)
    assert found.days[str(office.today)] > 0


def test_units_are_those_of_the_people(
    office: Office, ada: Person, folk: Cast, known: Customer
) -> None:
    before = log_figures.figures(office, ada).units[folk.mira.unit]

    filed(office, folk.mira, known)
    found = log_figures.figures(office, ada)

    assert found.units[folk.mira.unit] == before + 2  # the dossier and the paper
    assert found.people[folk.mira.code] == 2


def test_refusals_are_counted_apart(office: Office, ada: Person, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        log_figures.figures(office, folk.lena)

    found = log_figures.figures(office, ada)

    assert found.refused.total() == 1
    assert found.days[str(office.today)] > 1


def test_other_days_are_left_out(office: Office, ada: Person) -> None:
    day = office.today - dt.timedelta(days=10)

    found = log_figures.figures(office, ada, day, day)

    assert found.days == {str(day): 0}
    assert not found.acts


def test_a_period_that_is_too_long(office: Office, ada: Person) -> None:
    with pytest.raises(BadInput, match="longer than 366 days"):
        log_figures.figures(office, ada, dt.date(1, 1, 1), dt.date(9999, 12, 31))


def test_making_them_is_an_entry(office: Office, ada: Person) -> None:
    log_figures.figures(office, ada)

    [entry] = log("audit.reported")

    assert entry["more"] == {"report": "figures"}
    assert entry["who"] == ada.code
