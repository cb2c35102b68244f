"""The template library on pages: the list, a template, its check, its history."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import customer_of, filed
from tests.support.pages import client

from docgen.office import accepting, people, previews, template_pictures, writing
from docgen.office.desk import Office

ONE = "complaint/complaint-record"
URL = f"/templates/{ONE}/"


def page(browser: object, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()
