"""A new template: all four files at once, or none; only by those who keep templates."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from tests.support.desks import Cast, log

from docgen.errors import BadInput, NotAllowed
from docgen.office import accepted, accepting, drafting, writing
from docgen.office.desk import Office
from docgen.render.docx import words

NAME = "visit/guest-book"


def old_form(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    path = tmp_path / "来访表.docx"
    path.write_bytes(data.getvalue())
    return path


def test_a_blank_form_in_our_look_has_no_remark(office: Office, folk: Cast) -> None:
    made = drafting.draft(office, folk.jonas, NAME, None, "来客登记簿")

    assert made.remarks == ()
    template = writing.template(office, NAME)
    assert template.form.title == "来客登记簿"
    assert template.form.number == "GB-{year}{month:02}{seq:02}"
    assert template.expected.startswith("示例客户服务有限公司\t编号：GB-20260301")
    assert [one.label for one in template.form.sign] == ["经办人", "主管领导"]
    assert (log()[-1]["act"], log()[-1]["obj"]) == (drafting.EVENT, NAME)


def test_an_old_form_can_be_filled_at_once(office: Office, folk: Cast, tmp_path: Path) -> None:
    source = old_form(tmp_path, "来访登记", "姓名：____　日期：  年  月  日")

    drafting.draft(office, folk.jonas, NAME, source)

    filled = writing.fill(office, folk.jonas, NAME, {"name": "甲", "day": "2026-03-05"})
    assert "姓名：甲　日期：2026年3月5日" in words(filled.docx)
    assert filled.title == "来访登记"


def test_it_is_accepted_only_by_a_person(office: Office, folk: Cast) -> None:
    drafting.draft(office, folk.jonas, NAME, None)

    assert NAME not in accepted.digests(office.folder)
    accepting.accept(office, folk.jonas, accepting.review(office, folk.jonas, NAME))
    assert accepted.digests(office.folder)[NAME] == writing.template(office, NAME).sha256


@pytest.mark.parametrize(
    "name", ["guest-book", "visit/Guest", "visit/../x", "other/guest-book", "visit/客户", ""]
)
def test_a_name_that_cannot_be(office: Office, folk: Cast, name: str) -> None:
    with pytest.raises(BadInput):
        drafting.draft(office, folk.jonas, name, None)


def test_nothing_is_written_over(office: Office, folk: Cast) -> None:
    drafting.draft(office, folk.jonas, NAME, None)

    with pytest.raises(BadInput, match="already"):
        drafting.draft(office, folk.jonas, NAME, None)


def test_a_clerk_may_not(office: Office, folk: Cast) -> None:
    with pytest.raises(NotAllowed):
        drafting.draft(office, folk.mira, NAME, None)

    assert (log()[-1]["act"], log()[-1]["res"]) == (drafting.EVENT, "deny")
    assert NAME not in writing.templates(office)


def test_a_text_without_blanks_becomes_nothing(office: Office, folk: Cast, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Nothing to fill in"):
        drafting.draft(office, folk.jonas, NAME, old_form(tmp_path, "通知"))

    assert not (office.folder / "templates" / NAME).exists()


def test_a_file_that_is_not_there(office: Office, folk: Cast, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        drafting.draft(office, folk.jonas, NAME, tmp_path / "gone.docx")


def test_a_failing_write_leaves_nothing(
    office: Office, folk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(drafting, "_words", fail)

    with pytest.raises(KeyboardInterrupt):
        drafting.draft(office, folk.jonas, NAME, None)

    family = office.folder / "templates" / "visit"
    assert [path.name for path in family.iterdir() if "guest-book" in path.name] == []
