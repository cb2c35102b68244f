"""A fresh office for every test, with mira, jonas and lena."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import Cast, cast
from tests.support.offices import customer, new_office

from docgen.office.desk import Office
from docgen.register.models import Customer


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "office")


@pytest.fixture
def folk(office: Office) -> Cast:
    return cast(office)


@pytest.fixture
def known(office: Office) -> Customer:
    """A customer of mira's unit."""
    return customer(office)
