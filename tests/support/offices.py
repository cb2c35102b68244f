"""Small offices for tests: each kind is made once a process, and copied for every test."""

from __future__ import annotations

import os
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
#: A folder: its files by name, with mode and content, and its folders (None), upper ones first.
Folder = dict[str, tuple[int, bytes] | None]


def as_made(make: Callable[..., object], folder: Path, **how: bool) -> Office:
    """The office that ``make(folder)`` makes, opened; only the first was really made."""
    laid_down(_pattern(make, **how), folder)
    return opening.open_office(folder)


@cache
def _pattern(make: Callable[..., object], **how: bool) -> Folder:
    with tempfile.TemporaryDirectory(prefix="docgen-office-") as place:
        make(Path(place) / "office", **how)
        found = content(Path(place) / "office")
    # Most of it, the templates, is the same in all of them.
    return {name: file and (file[0], _same(file[1])) for name, file in found.items()}


@cache
def _same(data: bytes) -> bytes:
    return data


def content(folder: Path) -> Folder:
    """All that a folder holds, read into memory."""
    found: Folder = {"": None}
    _read(str(folder), "", found)
    return found


def _read(folder: str, below: str, found: Folder) -> None:
    with os.scandir(folder + below) as entries:
        for entry in entries:
            name = f"{below}/{entry.name}"
            if entry.is_dir():
                found[name] = None
                _read(folder, name, found)
            else:
                found[name] = entry.stat().st_mode, Path(entry).read_bytes()


def laid_down(found: Folder, place: Path) -> None:
    """Write a folder that was read; ``shutil.copytree`` takes six times as long, every time."""
    for name, file in found.items():
        if file is None:
            os.mkdir(f"{place}{name}", mode=0o700)  # noqa: PTH102  hundreds, for every test
        else:
            here = os.open(f"{place}{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, file[0])
            os.write(here, file[1])
            os.close(here)


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
    """Copy an office's folder."""
    laid_down(content(office), place)
    return place


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
