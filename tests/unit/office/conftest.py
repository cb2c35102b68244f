"""An office for every test, with mira, jonas and lena, and a customer, for those that ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.desks import Cast, cast_there, desks
from tests.support.tables import make_tables

from docgen.office import rebuilding
from docgen.office.desk import Office
from docgen.register.models import Customer


@pytest.fixture(autouse=True, scope="session")
def _tables() -> Iterator[None]:
    """Only the first rebuilding of a process really makes tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuilding, "make_tables", make_tables)
        yield


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """An office of the test's own; those whom the test asks for are in it already."""
    asked = request.fixturenames
    return desks(tmp_path / "office", folk="folk" in asked, known="known" in asked)


@pytest.fixture
def folk(office: Office) -> Cast:  # noqa: ARG001  the office has them
    return cast_there()


@pytest.fixture
def known(office: Office) -> Customer:  # noqa: ARG001  the office has it
    """A customer of mira's unit."""
    return Customer.objects.get()
