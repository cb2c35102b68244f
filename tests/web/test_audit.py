"""The auditor's pages: the log with filters, reports, statement, receipts."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.offices import person
from tests.support.pages import client

from docgen.office import auditing
from docgen.office.desk import Office
from docgen.register.models import Customer, Item


@pytest.fixture
def folk(office: Office) -> Cast:
    """mira, jonas and lena, and ada, who audits."""
    person(office, "ada", "auditor", unit="审计部")
    return cast_there()


@pytest.fixture
def item(office: Office, folk: Cast) -> Item:
    """A paper that mira filed."""
    return filed(office, folk.mira, Customer.objects.get())


def text(address: str, who: str = "ada", **asked: str) -> str:
    """A page's words, in English."""
    answer = client(who).get(address, asked, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()
