"""A form in several copies: one Word file, and a PDF of all copies that is filed with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, assert_whole, example, holding, log
from tests.support.pictures import png

from docgen.errors import BadInput
from docgen.forms.pictures import Given
from docgen.office import answering, writing
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.render.words import words

MEMO = "complaint/memo"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of each paper that went to the printer; no LibreOffice runs."""
    papers: list[str] = []

    def print_all(documents: Sequence[bytes], **_: object) -> list[bytes]:
        papers.extend(map(words, documents))
        return [b"%PDF-1.7"] * len(documents)

    monkeypatch.setattr(writing, "to_pdfs", print_all)
    monkeypatch.setattr(writing, "joined", b"+".join)
    return papers


def test_all_copies_are_printed_and_filed_with_the_master(
    office: Office, folk: Cast, known: Customer, printed: list[str]
) -> None:
    filled = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, copies=True, file=True
    )

    assert filled.pdf == b"%PDF-1.7+%PDF-1.7"
    assert ["第一联 · 企业发展部" in each for each in printed] == [True, False]
    assert ["第二联 · 客户档案" in each for each in printed] == [False, True]
    assert "第一联" not in words(filled.docx)
    assert filled.filed
    assert {name.rpartition(".")[2] for name in filled.filed.sha512} == {"docx", "pdf", "json"}
    assert_whole(office)


def test_a_form_without_copies_is_refused_before_it_uses_a_number(
    office: Office, folk: Cast, printed: list[str]
) -> None:
    before = holding(office)

    with pytest.raises(BadInput, match="is not made in several copies"):
        writing.fill(office, folk.mira, MEMO, {}, copies=True)

    assert holding(office) == before
    assert printed == []
    assert log()[-1]["act"] == "form.filled"


def with_photo(office: Office) -> str:
    """Give the complaint form of this office a photo."""
    folder = office.folder / "templates" / COMPLAINT
    form = folder / "form.toml"
    photo = '\n[field.photo]\nlabel = "照片"\nkind = "image"\nrequired = false\n'
    form.write_text(form.read_text("utf-8") + photo, "utf-8")
    return COMPLAINT


def test_pictures_come_from_beside_the_answers_or_as_typed(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    name = with_photo(office)
    (tmp_path / "现场.png").write_bytes(png())
    answers = tmp_path / "answers.toml"
    answers.write_text('photo = "现场.png"\ncustomer_name = "样本"\n', "utf-8")

    read = answering.read(office, folk.mira, name, answers, [])
    sets = [f"photo={tmp_path / '现场.png'}", "handler=王样本"]
    typed = answering.read(office, folk.mira, name, None, sets)

    assert read.answers == {"photo": Given("现场.png", png()), "customer_name": "样本"}
    assert typed.answers == {"photo": Given("现场.png", png()), "handler": "王样本"}
    answers.write_text('photo = "../../etc/passwd"\n', "utf-8")
    with pytest.raises(BadInput, match="cannot be read"):
        answering.read(office, folk.mira, name, answers, [])
