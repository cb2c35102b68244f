"""Small offices for tests: each kind is made once a process, and copied for every test."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from docgen.cli.base import os_login
from docgen.office import customers, opening, people
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.register.models import Customer, Person

COMPANY = "样例客户服务有限公司"


def as_made(make: Callable[..., object], folder: Path, **how: bool) -> Office:
    """The office that ``make(folder)`` makes, opened; only the first was really made."""
    return opening.open_office(copied(_pattern(make, **how), folder))


@cache
def _pattern(make: Callable[..., object], **how: bool) -> Path:
    place = Path(tempfile.mkdtemp(prefix="docgen-office-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    make(place / "office", **how)
    return place / "office"


def _found(folder: Path) -> None:
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


def new_office(folder: Path) -> Office:
    """A fresh office in this folder, opened; its founder is ``shen``."""
    return as_made(_found, folder)


def copied(office: Path, place: Path) -> Path:
    """Copy an office's folder; ``shutil.copytree`` takes three times as long, for every test."""
    place.mkdir(mode=0o700)
    with os.scandir(office) as entries:
        for entry in entries:
            if entry.is_dir():
                copied(Path(entry), place / entry.name)
            else:
                _copy(entry, f"{place}/{entry.name}")
    return place


def _copy(file: os.DirEntry[str], copy: str) -> None:
    there = os.open(file.path, os.O_RDONLY)
    here = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file.stat().st_mode)
    while data := os.read(there, 2**20):
        os.write(here, data)
    os.close(there)
    os.close(here)


def founder() -> Person:
    """The founder: clerk and archivist, cleared for everything."""
    return people.by_login("shen")


def person(office: Office, login: str, *roles: str, **more: str) -> Person:
    """Another account, a clerk of 客户服务部 cleared for C unless said otherwise."""
    facts = {"unit": "客户服务部", "clearance": "C", **more}
    return people.add(
        office, founder(), login=login, name=login, roles=roles or ("clerk",), **facts
    )


def customer(office: Office, name: str = "深圳市样例物业服务有限公司") -> Customer:
    """A customer whose dossier will be kept by 客户服务部."""
    new = customers.NewCustomer(name=name, phone="0755-55550101")
    return customers.add(office, founder(), new, unit="客户服务部")


def reopen(folder: Path) -> Office:
    """Open the office again, as another process would."""
    connect(folder / opening.REGISTER)
    return opening.open_office(folder)
