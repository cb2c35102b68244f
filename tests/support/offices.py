"""Small offices for tests: made once a process, copied for every test that needs one."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from docgen.cli.base import os_login
from docgen.office import customers, opening, people
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.register.models import Customer, Person

COMPANY = "样例客户服务有限公司"


@cache
def _pattern() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="docgen-office-")) / "office"
    opening.init(
        folder,
        company=COMPANY,
        language="en",
        login="shen",
        name="沈砚",
        unit="总经理办公室",
        os_login=os_login(),
        act_as=True,
    )
    return folder


def new_office(folder: Path) -> Office:
    """A fresh office in this folder, opened; its founder is ``shen``."""
    shutil.copytree(_pattern(), folder)
    return opening.open_office(folder)


def founder() -> Person:
    """The founder: clerk and archivist, cleared for everything."""
    return people.by_login("shen")


def person(office: Office, login: str, role: str = "clerk", **more: str) -> Person:
    """Another account, of 客户服务部 and cleared for C unless said otherwise."""
    facts = {"unit": "客户服务部", "clearance": "C", **more}
    return people.add(office, founder(), login=login, name=login, roles=[role], **facts)


def customer(office: Office, name: str = "深圳市样例物业服务有限公司") -> Customer:
    """A customer whose dossier will be kept by 客户服务部."""
    new = customers.NewCustomer(name=name, phone="0755-55550101")
    return customers.add(office, founder(), new, unit="客户服务部")


def reopen(folder: Path) -> Office:
    """Open the office again, as another process would."""
    connect(folder / opening.REGISTER)
    return opening.open_office(folder)
