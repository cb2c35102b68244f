"""The office of the command line's tests, and one of the office's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import folder, inside, made
from tests.support.desks import Cast, cast
from tests.support.offices import customer, new_office

from docgen.office.desk import Office
from docgen.register.models import Customer

__all__ = ["folder", "inside", "made"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "own")


@pytest.fixture
def folk(office: Office) -> Cast:
    return cast(office)


@pytest.fixture
def known(office: Office) -> Customer:
    return customer(office)
