"""The file of a grave event stands beside the customer's own and never in its way (R-047)."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast

from docgen.errors import BadInput
from docgen.model.customer import EVENT_TYPE
from docgen.office import dossiers
from docgen.office.desk import Office
from docgen.register.models import Customer


def test_the_customers_own_file_is_meant(office: Office, folk: Cast, known: Customer) -> None:
    own = dossiers.open_dossier(office, folk.mira, known)
    dossiers.open_dossier(office, folk.mira, known, kind=EVENT_TYPE, key="2603001")

    meant = dossiers.resolve(folk.mira, known.code)

    assert meant == own
    assert dossiers.place_for(office, folk.mira, known.code) == own


def test_papers_of_the_customer_never_go_into_an_event_by_the_way(
    office: Office, folk: Cast, known: Customer
) -> None:
    event = dossiers.open_dossier(office, folk.mira, known, kind=EVENT_TYPE, key="2603001")

    place = dossiers.place_for(office, folk.mira, known.code)

    assert isinstance(place, dossiers.Unopened)
    assert dossiers.resolve(folk.mira, known.code) == event


def test_two_events_are_told_apart_by_number(office: Office, folk: Cast, known: Customer) -> None:
    for key in ("2603001", "2603002"):
        dossiers.open_dossier(office, folk.mira, known, kind=EVENT_TYPE, key=key)

    with pytest.raises(BadInput):
        dossiers.resolve(folk.mira, known.code)
