"""The frame around every page."""

from __future__ import annotations

import pytest
from tests.support.pages import client

from docgen.office.desk import Office


@pytest.mark.usefixtures("office")
def test_who_is_not_signed_in_is_sent_to_the_door() -> None:
    answer = client().get("/")

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.usefixtures("office")
def test_home_has_the_persons_name_and_menu() -> None:
    answer = client("mira").get("/")

    assert answer.status_code == 200
    assert "mira" in answer.content.decode()


def test_what_is_not_there_is_said(office: Office) -> None:
    answer = client("mira").get("/no-such-page/")

    assert answer.status_code == 404
    assert office.settings.company in answer.content.decode()
