"""Controlled copies: numbered and entered before a byte is read, stamped, void if they fail."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.support.desks import Cast, log, log_refuses
from tests.support.offices import person
from tests.support.pdfs import written

from docgen.archive.store import Store
from docgen.errors import BadInput, Integrity, NotAllowed, OutsideFailed
from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import controlled, dossiers, filing, issuing, lending, permits
from docgen.office.controlled import give, take
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Item, Person
from docgen.register.models_copies import Copy


def filed(
    office: Office,
    who: Person,
    known: Customer,
    *,
    grade: Grade = Grade.C,
    data: bytes = b"",
    name: str = "合同.pdf",
) -> Item:
    place = dossiers.place_for(office, who, known.code)
    files = {name: data or written("CONTRACT", "PAGE TWO")}
    paper = filing.NewPaper(files, "服务合同", "other", "合同", grade=grade)
    return filing.file(office, who, place, paper).item


def words(pdf: bytes, password: str = "") -> list[str]:
    reader = PdfReader(io.BytesIO(pdf), password=password)
    return [page.extract_text() for page in reader.pages]


def test_a_copy_is_numbered_entered_and_marked(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    given = give(office, folk.mira, str(item), "legal")

    assert re.fullmatch(r"FB-\d{4}-000001", given.copy.number or "")
    pages = words(given.pdf)
    line = f"{folk.mira.name}（{folk.mira.unit}）"
    for part in (line, given.copy.number or "", "内部（C）", "内部资料，严禁外传"):
        assert all(part in page for page in pages)
    assert "CONTRACT" in pages[0]
    row = Copy.objects.get()
    assert (row.kind, row.state, row.holder, row.reason) == ("electronic", "held", line, "法律事务")
    [entry] = log("copy.issued")
    assert (entry["idx"], entry["obj"], entry["why"]) == (given.log_index, str(item), "legal")
    assert entry["more"]["copy"] == given.copy.number
    assert folk.mira.name not in str(entry)
    assert given.name == f"{item} {given.copy.number}.pdf"


def test_the_grade_decides_on_lock_and_pictures(
    office: Office, folk: Cast, known: Customer
) -> None:
    papers = {grade: filed(office, folk.jonas, known, grade=grade) for grade in Grade}
    gu = person(office, "gu", "manager", unit=folk.mira.unit, clearance="A")
    permit = permits.request(office, folk.jonas, str(papers[Grade.A]), Act.COPY, "legal", "调取")
    permits.approve(office, gu, permit.code)

    made = {grade: give(office, folk.jonas, str(item), "legal") for grade, item in papers.items()}

    assert [bool(made[grade].password) for grade in Grade] == [
        grade in {Grade.B, Grade.A} for grade in Grade
    ]
    assert all(PdfReader(io.BytesIO(one.pdf)).is_encrypted for one in made.values())
    first = {grade: words(one.pdf, one.password)[0] for grade, one in made.items()}
    assert ["CONTRACT" in first[grade] for grade in Grade] == [grade != Grade.A for grade in Grade]
    assert all((one.copy.number or "-") in first[grade] for grade, one in made.items())


def test_the_highest_grade_needs_a_permit_and_says_how(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.jonas, known, grade=Grade.A)

    with pytest.raises(NotAllowed) as refused:
        give(office, folk.jonas, str(item), "legal")

    assert [one.rule for one in refused.value.reasons] == ["R11"]
    assert f"docgen permit request {item} --act copy" in refused.value.fix
    assert not Copy.objects.exists()


def test_whoever_may_not_read_gets_nothing(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(NotAllowed):
        give(office, folk.lena, str(item), "legal")

    assert not Copy.objects.exists()
    assert log("copy.issued")[-1]["res"] == "deny"


def test_originals_are_for_whoever_may_edit(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)
    gu = person(office, "gu", "manager", unit=folk.mira.unit)

    assert controlled.takes_originals(office, folk.mira, str(item), "legal")
    assert not controlled.takes_originals(office, gu, str(item), "legal")
    taken = take(office, folk.mira, str(item), "legal")
    assert taken.files["合同.pdf"] == written("CONTRACT", "PAGE TWO")
    assert taken.copy.number
    with pytest.raises(NotAllowed) as refused:
        take(office, gu, str(item), "legal")
    assert "--copy" in refused.value.fix
    assert give(office, gu, str(item), "legal").copy.number != taken.copy.number


def test_for_somebody_else_the_mark_names_both(office: Office, folk: Cast, known: Customer) -> None:
    item = filed(office, folk.mira, known)

    given = give(office, folk.mira, str(item), "legal", holder="市法院", basis=("W000001",))

    assert f"市法院　经办 {folk.mira.name}" in words(given.pdf)[0]
    assert (given.copy.holder, given.copy.reason) == ("市法院", "法律事务；W000001")


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"MZ\x90\x00"])
def test_what_cannot_be_copied_is_void(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    item = filed(office, folk.mira, known)
    monkeypatch.setattr(Store, "read", lambda *_: data)

    with pytest.raises(BadInput):
        give(office, folk.mira, str(item), "legal", pages=[1])

    row = Copy.objects.get()
    assert (row.state, row.remark) == ("void", "bad-input")
    [voided] = log("copy.voided")
    assert voided["more"] == {"copy": row.code, "state": "void", "problem": "bad-input"}


def test_a_page_that_is_not_there_makes_the_copy_void(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)

    with pytest.raises(BadInput, match="has no page 9"):
        give(office, folk.mira, str(item), "legal", pages=[9])

    assert Copy.objects.get().state == "void"
    assert str(give(office, folk.mira, str(item), "legal").copy.number).endswith("2")


def test_changed_bytes_make_the_copy_void(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)

    def changed(*_: object) -> bytes:
        raise Integrity("changed", why="w", fix="f")

    monkeypatch.setattr(Store, "read", changed)

    for way in (give, take):
        with pytest.raises(Integrity):
            way(office, folk.mira, str(item), "legal")

    assert [row.state for row in Copy.objects.all()] == ["void", "void"]


def test_without_the_log_there_is_no_copy_and_no_byte_is_read(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)
    read: list[str] = []
    monkeypatch.setattr(Store, "read", lambda _, __, name, *___: read.append(name))

    with log_refuses(monkeypatch), pytest.raises(OutsideFailed):
        give(office, folk.mira, str(item), "legal")

    assert read == []
    assert not Copy.objects.exists()


def test_nothing_is_served_inside_an_open_transaction(
    office: Office, folk: Cast, known: Customer
) -> None:
    """What is not committed can be rolled back after the bytes are out."""
    item = filed(office, folk.mira, known)

    with pytest.raises(RuntimeError), one_transaction():
        lending.open(office, folk.mira, str(item), "legal")


def test_numbers_go_on_and_begin_anew_each_year(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    first, second = (take(office, folk.mira, str(item), "legal").copy.number for _ in range(2))
    then = office.now().replace(year=office.now().year + 1, month=6)

    third = take(replace(office, now=lambda: then), folk.mira, str(item), "legal").copy.number

    year = office.today.year
    assert (first, second) == (f"FB-{year}-000001", f"FB-{year}-000002")
    assert third == f"FB-{year + 1}-000001"


def test_too_many_in_an_hour_need_approval(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = filed(office, folk.mira, known)
    monkeypatch.setattr(issuing, "taken_lately", lambda *_: office.rules.policy.an_hour)

    with pytest.raises(NotAllowed) as refused:
        take(office, folk.mira, str(item), "legal")

    assert [one.rule for one in refused.value.reasons] == ["R15"]


def test_what_was_taken_lately_is_counted_but_not_what_is_void(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = filed(office, folk.mira, known)
    taken = [take(office, folk.mira, str(item), "legal") for _ in range(3)]

    issuing.void(office, folk.mira, [taken[0].copy], "disk")

    assert issuing.taken_lately(office, folk.mira) == 2
    assert issuing.taken_lately(office, folk.jonas) == 0
