"""Bytes of a paper leave through ``office.lending.open`` alone: the source is walked to see it.

What ``lending.examine`` gives is compared within the office by the few modules named here.
Whatever reads the store anywhere else would serve a paper without a decision and without an
entry. The archive's own package is not looked at: it is what stands behind the door.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.desks import Cast, filed, log_refuses
from tests.support.offices import person

import docgen
from docgen.archive.store import Store
from docgen.errors import OutsideFailed
from docgen.office import lending, loans
from docgen.office.desk import Office
from docgen.register.models import Customer

SOURCE = Path(docgen.__file__).parent
#: Names that give a paper's bytes or the place where they lie.
READERS = {"read", "open_path"}
#: Who may examine papers: they tell what they found, and hand no bytes on.
EXAMINERS = {"belonging", "history", "lending", "signing", "verifying"}
#: Where the bytes lie is known to the archive alone; the office names the folder for these.
PLACES = {
    "filing._must_be_writable",
    "filing._seal",
    "upkeep.check",
    "opening._assemble",
    "opening.init",
    # A backup is for whoever keeps the office; it hands no paper to anybody.
    "backup_parts.members",
    # What of a destroyed paper lies in quarantine goes with it.
    "destroyed._remove",
    # Checks read every file and tell what is wrong with it, not what is in it.
    "four._paper",
    "four._structure",
    "four._surroundings",
    "rolling.go",
    "seal_checks._damaged",
}


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the name of the function it stands in."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield function.name, node
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from (("", call) for call in ast.walk(node) if isinstance(call, ast.Call))


def is_store(node: ast.expr) -> bool:
    """Whether this names the store: ``store``, ``office.store``, ``Store(…)``."""
    if isinstance(node, ast.Call):
        return is_store(node.func)
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return str(name).lower().endswith("store")


def doors(source: str, module: str) -> set[str]:
    """The functions of a module through which bytes of papers leave the store."""
    return {
        f"{module}.{function}"
        for function, call in calls(ast.parse(source))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and is_store(call.func.value)
    }


def archive_paths(source: str, module: str) -> set[str]:
    """The functions that spell out where the archive lies."""
    return {
        f"{module}.{function.name}"
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.BinOp)
        and isinstance(node.right, ast.Constant)
        and node.right.value == "archive"
    }


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        if not module.startswith("archive."):
            yield module.removeprefix("office."), path.read_text("utf-8")


def test_one_function_opens_papers() -> None:
    found = {door for module, source in modules() for door in doors(source, module)}

    assert found == {"lending.open", "lending.bytes_of"}


def test_what_is_examined_stays_with_those_who_compare() -> None:
    names = ("lending.examine", "Examined(", "bytes_of(")

    users = {module for module, source in modules() if any(name in source for name in names)}
    assert users == EXAMINERS


def test_nobody_reads_the_archive_behind_the_stores_back() -> None:
    found = {place for module, source in modules() for place in archive_paths(source, module)}

    assert found <= PLACES


@pytest.mark.parametrize(
    "source",
    [
        "def peek(office, urn):\n    return office.store.read(urn, 'a.docx')\n",
        "def peek(store, urn):\n    return store.open_path(urn, 'a.docx')\n",
        "class Page:\n    def get(self):\n        return self.store.read('urn', 'x')\n",
        "def peek(a, w):\n    return Store(a, w).read('urn', 'x')\n",
        "async def peek(office):\n    return [office.store.read(u, 'x') for u in office.urns]\n",
        "data = the_store.read('urn', 'x')\n",
    ],
)
def test_another_door_would_be_found(source: str) -> None:
    assert doors(source, "made_up")


def test_other_reading_is_no_door() -> None:
    source = "def f(file, office):\n    file.read()\n    office.store.publish('x')\n"

    assert doors(source, "made_up") == set()


def test_another_way_into_the_folder_would_be_found() -> None:
    source = "def f(office):\n    return (office.folder / 'archive' / 'x').read_bytes()\n"

    assert archive_paths(source, "made_up") == {"made_up.f"}


def test_if_the_log_cannot_be_written_nothing_is_served(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)
    served = []
    real = Store.read

    def read(self: Store, urn: str, name: str) -> bytes:
        served.append(name)
        return real(self, urn, name)

    monkeypatch.setattr(Store, "read", read)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        lending.open(office, folk.mira, str(item), "service")

    assert served == []
    assert lending.open(office, folk.mira, str(item), "service").files
    assert served == ["材料.txt"]


def test_a_disk_that_fails_under_the_log_serves_nothing(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw stops the serving too."""
    item = filed(office, folk.mira, known)
    served: list[str] = []

    def fail(*_: object, **__: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Store, "read", lambda _, __, name: served.append(name))
    monkeypatch.setattr("docgen.office.journal.append", fail)

    with pytest.raises(OSError, match="Input/output"):
        lending.open(office, folk.mira, str(item), "service")

    assert served == []


def test_a_borrower_too_reads_nothing_without_an_entry(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)
    gu = person(office, "gu", "legal", unit="法律室")
    loan = loans.request(office, gu, str(item), "legal")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        lending.open(office, gu, str(item), "legal")
