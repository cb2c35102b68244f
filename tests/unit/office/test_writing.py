"""Filling a form: all of it happens, or no number is used and nothing is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, assert_whole, example, filed, holding, log
from tests.support.offices import customer, person

from docgen.errors import BadInput, Misuse, NotAllowed, NotFound, OutsideFailed
from docgen.office import auditing, dossiers, filing, finding, handing_out, whole_files, writing
from docgen.office.desk import Office
from docgen.office.writing import Filled
from docgen.register.models import Customer, Dossier, IssuedNumber, Item
from docgen.render import docx


def states() -> list[str]:
    return list(IssuedNumber.objects.order_by("pk").values_list("state", flat=True))


def fail(*_: object, **__: object) -> None:
    raise OutsideFailed("The disk is full.", why="w", fix="f")


def test_a_form_that_is_filed_becomes_one_item(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "to_pdf", lambda *_, **__: b"%PDF-1.7 made")

    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, pdf=True, file=True
    )

    assert filled.filed
    item = filled.filed.item
    assert (item.template, item.form_number, item.group) == (COMPLAINT, filled.number, "repair")
    files = {name.rpartition(".")[2] for name in filled.filed.sha512}
    assert files == {"docx", "pdf", "json"}
    assert filled.number in docx.words(filled.docx)
    row = IssuedNumber.objects.get(number=filled.number)
    assert (row.state, row.item) == ("issued", item)
    assert finding.search(office, folk.mira, filled.number).total == 1
    assert_whole(office)


def test_the_record_says_how_it_was_made(office: Office, folk: Cast, known: Customer) -> None:
    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )

    assert filled.filed
    urn = f"urn:docgen:{filled.filed.item}"
    made = json.loads(office.store.read(urn, filing.METADATA))["made"]
    assert made["template"] == COMPLAINT
    assert made["template_sha256"] == writing.template(office, COMPLAINT).sha256
    assert made["answers"]["severity"] == "较大"


def test_a_form_that_leaves_unfiled_is_an_entry(office: Office, folk: Cast) -> None:
    filled = writing.fill(office, folk.mira, COMPLAINT, example(office))

    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("form.filled", "allow", COMPLAINT)
    assert entry["more"] == {"number": filled.number}
    assert states() == ["issued"]
    assert not Item.objects.exists()


def test_what_is_known_need_not_be_typed(office: Office, folk: Cast, known: Customer) -> None:
    answers = example(office)
    for name in ("customer_name", "contact_phone", "handler"):
        del answers[name]

    filled = writing.fill(office, folk.mira, COMPLAINT, answers, customer=known.code)

    words = docx.words(filled.docx)
    assert known.name in words
    assert known.phone in words
    assert folk.mira.name in words


def test_questions_come_with_what_is_known_and_leave_an_entry(
    office: Office, folk: Cast, known: Customer
) -> None:
    text = writing.questions(office, folk.mira, COMPLAINT, known.code)

    assert known.name in text
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("customer.viewed", known.code)
    assert known.name not in writing.questions(office, folk.mira, COMPLAINT)


# ---- whatever fails, nothing is left


STEPS = {
    "word": ("docgen.office.writing.docx.fill", True),
    "pdf": ("docgen.office.writing.to_pdf", True),
    "stage": ("docgen.archive.store.Store.stage", True),
    "seal": ("docgen.archive.stage.Stage.seal", True),
    "log": ("docgen.office.journal._write", True),
    "unfiled log": ("docgen.office.journal._write", False),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_form_that_fails_leaves_nothing_behind(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place, file = STEPS[step]
    before = holding(office)

    with monkeypatch.context() as patch:
        patch.setattr(place, fail)
        with pytest.raises(OutsideFailed):
            writing.fill(
                office,
                folk.mira,
                COMPLAINT,
                example(office),
                customer=known.code,
                pdf=step == "pdf",
                file=file,
            )

    assert holding(office) == before
    if "log" not in step:
        assert (log()[-1]["act"], log()[-1]["res"]) == ("form.filled", "error")


def test_wrong_answers_are_refused_in_the_log(office: Office, folk: Cast) -> None:
    before = holding(office)

    with pytest.raises(BadInput) as refused:
        writing.fill(office, folk.mira, COMPLAINT, example(office, severity="严重", x="y"))

    assert {detail.field for detail in refused.value.details} == {"severity", "x"}
    assert holding(office) == before
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("form.filled", "deny", COMPLAINT)


def test_who_may_not_file_there_uses_up_no_number(
    office: Office, folk: Cast, known: Customer
) -> None:
    filed(office, folk.mira, known)
    before = holding(office)

    for customer_ in ("1", known.code):
        with pytest.raises(NotFound):
            writing.fill(
                office, folk.lena, COMPLAINT, example(office), customer=customer_, file=True
            )

    assert holding(office) == before


def test_who_may_not_fill_is_refused_with_the_rule(office: Office) -> None:
    auditor = person(office, "qin", "auditor", clearance="P")

    with pytest.raises(NotAllowed) as refused:
        writing.fill(office, auditor, COMPLAINT, example(office))

    assert {reason.rule for reason in refused.value.reasons} == {"R0", "R7"}
    assert [entry["res"] for entry in log("form.filled")] == ["deny"]


@pytest.mark.parametrize("name", ["complaint/complaint-recrd", "nothing/like-it", "../x", "a\nb"])
def test_a_template_that_is_not_there(office: Office, folk: Cast, name: str) -> None:
    with pytest.raises(NotFound) as missing:
        writing.fill(office, folk.mira, name, {})

    assert "template list" in missing.value.fix or "complaint/complaint-record" in missing.value.fix
    assert "obj" not in log()[-1], "what was typed does not go into the log"
    assert auditing.verify(office, folk.jonas).is_whole


def test_the_folders_name_is_enough(office: Office) -> None:
    assert writing.template(office, "complaint-record").name == COMPLAINT


# ---- whom it is about and where it goes


def test_filing_needs_a_place(office: Office, folk: Cast) -> None:
    with pytest.raises(Misuse):
        writing.fill(office, folk.mira, COMPLAINT, example(office), file=True)

    assert states() == []


def test_a_dossier_of_somebody_else_is_refused(office: Office, folk: Cast, known: Customer) -> None:
    other = customer(office, "杭州虚构服饰有限公司")
    filed(office, folk.mira, other)

    with pytest.raises(BadInput) as refused:
        writing.fill(
            office,
            folk.mira,
            COMPLAINT,
            example(office),
            customer=known.code,
            dossier="1",
            file=True,
        )

    assert refused.value.field == "dossier"
    assert Item.objects.count() == 1


def test_one_of_several_dossiers_is_named(office: Office, folk: Cast, known: Customer) -> None:
    dossiers.open_dossier(office, folk.mira, known)
    second = dossiers.open_dossier(office, folk.mira, known, key="二期")

    filled = writing.fill(
        office,
        folk.mira,
        COMPLAINT,
        example(office),
        customer=known.code,
        dossier=str(second),
        file=True,
    )

    assert filled.filed
    assert filled.filed.item.dossier == second
    assert Dossier.objects.count() == 2


# ---- writing the copies


def made(pdf: bytes | None = b"%PDF") -> Filled:
    return Filled("登记表", "TS-1", b"PK", pdf)


def test_nothing_is_written_over(office: Office, folk: Cast, tmp_path: Path) -> None:
    names = [handing_out.write_out(office, folk.mira, made(), None, tmp_path) for _ in range(2)]
    (tmp_path / "x.pdf").write_bytes(b"mine")
    names.append(
        handing_out.write_out(office, folk.mira, made(None), tmp_path / "x.docx", tmp_path)
    )

    assert [one.docx.name for one in names] == [
        "登记表 TS-1.docx",
        "登记表 TS-1 (2).docx",
        "x (2).docx",
    ]
    assert (tmp_path / "x.pdf").read_bytes() == b"mine"
    assert names[2].pdf is None


@pytest.mark.parametrize("where", ["nowhere/x.docx", "file.txt/x.docx", "/dev/null/x"])
def test_a_place_to_write_to_is_looked_at_first(tmp_path: Path, where: str) -> None:
    (tmp_path / "file.txt").write_text("x", "utf-8")

    with pytest.raises(BadInput) as refused:
        handing_out.check_out(tmp_path / where)

    assert refused.value.file


def test_a_number_that_stands_on_no_paper_becomes_void(
    office: Office, folk: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = writing.fill(office, folk.mira, COMPLAINT, example(office))
    full = tmp_path / "full"
    full.mkdir()

    def refuse(path: Path, _: bytes) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whole_files, "_write", refuse)
        with pytest.raises(OutsideFailed) as failed:
            handing_out.write_out(office, folk.mira, filled, full, tmp_path)

    assert "No space left" in failed.value.what
    assert list(full.iterdir()) == []
    assert states() == ["void"]
    assert log()[-1]["act"] == "number.voided"


def test_a_filed_form_keeps_its_number_when_the_copy_fails(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whole_files, "_write", refuse)
        with pytest.raises(OutsideFailed) as failed:
            handing_out.write_out(office, folk.mira, filled, None, tmp_path)

    assert "docgen get 0000000001-0001" in failed.value.fix
    assert states() == ["issued"]
