"""Bytes of a paper leave through ``office.lending.open`` alone: the source is walked to see it.

What ``lending.examine`` gives is compared within the office by the few modules named here.
Whatever reads the store anywhere else would serve a paper without a decision and without an
entry. The archive's own package is not looked at: it is what stands behind the door.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError
from tests.support.desks import Cast, filed, log, log_refuses
from tests.support.offices import person

import docgen
from docgen.archive.store import Store
from docgen.errors import OutsideFailed
from docgen.model.access import Act
from docgen.office import (
    backups,
    belonging,
    binding,
    controlled,
    exporting,
    exporting_person,
    finding,
    history,
    journal,
    lending,
    loans,
    signing,
    verifying,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Item
from docgen.register.models_copies import Copy

SOURCE = Path(docgen.__file__).parent
#: Names that give a paper's bytes or the place where they lie.
READERS = {"read", "open_path"}
#: Who may examine papers: they tell what they found, and hand no bytes on.
EXAMINERS = {"belonging", "history", "keys_encrypt", "lending", "signing", "verifying"}
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


#: Whoever has the files of a paper opened, and what becomes of them: the routes of papers.
OPENERS = {
    "cli.demo": "the demo's own reader counts files",
    "previous": "answers of an earlier form are put into the next one",
    "cases_changing": "the old form is attached to the case that goes on from it",
    "cases_taking": "answers of a filed form become those of its case",
    "controlled": "copies and originals of one paper, and the papers of volumes and bags",
    "binding": "the bound PDF of a dossier",
    "exporting_papers": "bags and the ZIP for a person",
    "outside_handing": "what an outside request is served",
    "cli.getting": "docgen get and docgen copy issue",
    "looking": "a paper on the screen, page by page, as pictures",
    "web.api_papers": "copies and originals for a program with a token",
    "web.items_out": "copies and originals by the page",
    "keys_status": "a drill: papers are opened and nobody gets their bytes",
}
#: Whoever writes files for people, and what: those with papers in them take them from OPENERS.
WRITERS = {
    "cli.getting": "controlled",
    "cli.outside_serve": "outside_handing",
    "binding": "controlled",
    "cases_register": "a register: index data",
    "compositions": "figures somebody brought, counted",
    "exporting": "exporting_papers",
    "exporting_person": "exporting_papers",
    "backups": "the whole office, for whoever keeps it",
    "accepting": "a template's fault report",
    "batch_crew": "forms that are being filled",
    "batch_ends": "forms that are being filled",
    "batch_folder": "a batch's own journal",
    "batch_steps": "forms that are being filled",
    "certificate": "a destruction certificate",
    "cli.aid_files": "printed aids: index data",
    "cli.audit_view": "reports: index data",
    "cli.demo": "a form filled for the demo",
    "cli.dossier_keeping": "a list: index data",
    "cli.log_proofs": "a receipt of the log",
    "datasheets": "an empty sheet",
    "drafting": "a new template",
    "drafts_files": "pictures of a draft; a form just filled, until its maker fetches it",
    "duties_calendar": "due dates: index data",
    "handing_out": "a form just filled",
    "hit_list": "a list of hits: index data",
    "jobs": "what the process that does the jobs complains of",
    "log_exporting": "the log",
    "looks_kept": "looking",
    "log_keys": "a key of the log",
    "rolling": "the state of a rolling check",
    "taking_in_report": "a report of what was taken in",
    "template_pictures": "examples of templates: invented data",
    "web.items_return": "what somebody sent, sealed, until it is filed",
    "web.server": "settings of the server",
    "web.uploads": "what somebody sent, on its way in",
    "whole_files": "writes what it is given",
}
_WRITING = {"write_whole", "write_bytes", "new_bag", "new_zip"}


def openers(source: str) -> bool:
    """Whether a module has papers opened."""
    return any(module in source for module, _ in _OPENING) and any(
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in _OPENING
        for _, call in calls(ast.parse(source))
    )


_OPENING = {
    *(("lending", name) for name in ("open", "prove", "Opened")),
    *(("controlled", name) for name in ("opened", "give", "take")),
}


def writes(source: str) -> bool:
    """Whether a module writes files."""
    return any(name in source for name in {"open", *_WRITING}) and any(
        _name(call) in _WRITING or _opens(call) for _, call in calls(ast.parse(source))
    )


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _opens(call: ast.Call) -> bool:
    """``path.open("wb")`` and its kin."""
    modes = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return _name(call) == "open" and any(
        isinstance(mode, str) and mode[:1] in {"w", "a", "x"} and len(mode) <= 3 for mode in modes
    )


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
    if "store" not in source.lower():
        return set()
    return {
        f"{module}.{function}"
        for function, call in calls(ast.parse(source))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and is_store(call.func.value)
    }


def archive_paths(source: str, module: str) -> set[str]:
    """The functions that spell out where the archive lies."""
    if "archive" not in source:
        return set()
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

    assert found == {"lending._read"}


def test_what_is_examined_stays_with_those_who_compare() -> None:
    names = ("lending.examine", "Examined(", "bytes_of(")

    users = {module for module, source in modules() if any(name in source for name in names)}
    assert users == EXAMINERS


def test_nobody_reads_the_archive_behind_the_stores_back() -> None:
    found = {place for module, source in modules() for place in archive_paths(source, module)}

    assert found <= PLACES


def test_every_route_to_a_papers_files_is_known() -> None:
    found = {module for module, source in modules() if openers(source)}

    assert found == set(OPENERS)


def test_whatever_writes_files_for_people_is_known() -> None:
    found = {
        module
        for module, source in modules()
        if not module.startswith(("render.", "index.", "register.", "model.")) and writes(source)
    }

    assert found == set(WRITERS)


@pytest.mark.parametrize(
    "source",
    [
        "def f(office, who):\n    return lending.open(office, who, '1', 'legal').files\n",
        "def f(issue):\n    return [controlled.opened(issue, '1', 'legal')]\n",
        "class View:\n    def get(self):\n        return controlled.give(o, w, '1', 'legal').pdf\n",
    ],
)
def test_another_route_would_be_found(source: str) -> None:
    assert openers(source)


@pytest.mark.parametrize(
    "source",
    [
        "def f(files):\n    write_whole(files)\n",
        "def f(path, data):\n    with path.open('wb') as out:\n        out.write(data)\n",
        "def f(path, data):\n    path.write_bytes(data)\n",
        "def f(out):\n    with bag_write.new_bag(out) as made:\n        made.add('a', b'')\n",
    ],
)
def test_another_writer_would_be_found(source: str) -> None:
    assert writes(source)


def test_reading_a_file_is_no_writing() -> None:
    assert not writes("def f(path):\n    with path.open('rb') as one:\n        return one.read()\n")


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


Route = Callable[[Office, Cast, Item, Path], object]
#: Every way to a paper's words; each is gone while the log fails.
ROUTES: dict[str, Route] = {
    "read": lambda office, folk, item, _: lending.open(office, folk.mira, str(item), "legal"),
    "get": lambda office, folk, item, _: controlled.take(office, folk.mira, str(item), "legal"),
    "copy issue": lambda office, folk, item, _: controlled.give(
        office, folk.mira, str(item), "legal"
    ),
    "bind": lambda office, folk, item, out: binding.bind(
        office, folk.mira, str(item.dossier), out / "a.pdf", purpose="legal"
    ),
    "bag": lambda office, folk, item, out: exporting.export(
        office, folk.mira, str(item.dossier), out / "bag", purpose="legal"
    ),
    "for a person": lambda office, folk, item, out: exporting_person.export_for_person(
        office, folk.mira, str(item.dossier), out / "a.zip", purpose="legal"
    ),
    "find": lambda office, folk, item, _: finding.search(office, folk.mira, item.title),
    "show": lambda office, folk, item, _: lending.show(office, folk.mira, str(item)),
    "history": lambda office, folk, item, _: history.history(office, folk.mira, str(item)),
    "verify": lambda office, folk, item, _: verifying.verify(office, folk.mira, str(item)),
    "verify many": lambda office, folk, item, _: list(
        verifying.verify_many(office, folk.mira, str(item.dossier))[1]
    ),
    "sign": lambda office, folk, item, out: signing.sign(office, folk.mira, str(item), _scan(out)),
    "read back": lambda office, folk, item, _: lending.examine(
        office, folk.mira, item, belonging.EVENT, act=Act.AMEND
    ),
    "backup": lambda office, folk, item, out: backups.back_up(office, folk.jonas, out / item.title),
}
FAULTS = {
    "no entry": DatabaseError("disk I/O error"),
    "full": DatabaseError("database or disk is full"),
    "locked": DatabaseError("database is locked"),
}


def _scan(folder: Path) -> Path:
    file = folder.parent / "scan.txt"
    file.write_text("签字页", "utf-8")
    return file


@pytest.mark.parametrize("route", ROUTES)
def test_while_the_log_fails_no_route_gives_a_byte(
    office: Office,
    folk: Cast,
    known: Customer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    route: str,
) -> None:
    item = filed(office, folk.mira, known)
    out = tmp_path / "out"
    out.mkdir()
    read: list[str] = []

    def watched(_: Store, __: str, name: str, *___: str) -> bytes:
        read.append(name)
        return b""

    for fault in FAULTS.values():
        with monkeypatch.context() as patch:
            patch.setattr(Store, "read", watched)
            patch.setattr(journal, "_write", _raising(fault))
            with pytest.raises(OutsideFailed):
                ROUTES[route](office, folk, item, out)

    assert read == []
    assert list(out.rglob("*")) == []
    assert not Copy.objects.exists()


@pytest.mark.parametrize("route", [name for name in ROUTES if name not in {"copy issue", "bind"}])
def test_once_it_works_again_every_route_gives_what_it_gave(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, route: str
) -> None:
    """Else the test above would hold of a route that never works."""
    item = filed(office, folk.mira, known)
    out = tmp_path / "out"
    out.mkdir()
    before = log()

    ROUTES[route](office, folk, item, out)

    assert len(log()) > len(before)


def _raising(fault: DatabaseError) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise fault

    return refuse
