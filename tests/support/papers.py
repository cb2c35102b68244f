"""What tests of forms on the page share: a complaint as it is typed, and drafts of it."""

from __future__ import annotations

import re

from tests.support.desks import COMPLAINT

from docgen.office import drafts, people
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.register.models_page import Draft

ANSWERS: dict[str, object] = {
    "received_on": "2026-03-10T09:40",
    "customer_name": "甲公司",
    "channel": "来电",
    "severity": "较大",
    "content": "到货短少三箱",
    "handler": "周映秋",
    "items": [{"what": "纸箱", "quantity": "3"}, {"what": "标签"}],
}
#: The same as the page sends it.
SENT = {
    **{f"f-{name}": value for name, value in ANSWERS.items() if isinstance(value, str)},
    "t-items-0-what": "纸箱",
    "t-items-0-quantity": "3",
    "t-items-2-what": "标签",
    "t-items-3-what": "  ",
    "window": "w1",
    "version": "1",
}
HTMX = {"HX-Request": "true"}


def customer_there() -> Customer:
    """The customer of the office."""
    return Customer.objects.earliest("pk")


def begun(
    office: Office, login: str = "mira", *, about: bool = True, name: str = COMPLAINT
) -> Draft:
    """A draft of a complaint."""
    code = customer_there().code if about else ""
    return drafts.begin(office, people.by_login(login), name, customer=code)


def answered(office: Office, login: str = "mira", **changes: object) -> Draft:
    """A draft in which all is answered."""
    draft = begun(office, login)
    given = {**ANSWERS, **changes}
    who = people.by_login(login)
    return drafts.keep(office, who, draft, given, version=draft.version, window="w1")


def plain(text: bytes) -> str:
    """A page's words without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.decode()))
