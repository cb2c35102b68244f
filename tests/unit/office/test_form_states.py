"""Drafts and signed copies: noted when a form is filed, told until somebody signed on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, example, log
from tests.support.offices import reopen
from tests.support.pictures import png

from docgen.errors import BadInput, NotAllowed
from docgen.office import (
    aid_values,
    applying,
    completeness,
    four,
    history,
    rereading,
    signing,
    verifying,
    volumes,
    writing,
)
from docgen.office.desk import Office
from docgen.register.models import Customer, Item
from docgen.register.models_keeping import FormState


@pytest.fixture(name="draft")
def _draft(office: Office, folk: Cast, known: Customer) -> Item:
    """A complaint record filed although two answers are missing."""
    file = office.folder / "templates" / COMPLAINT / "form.toml"
    text = file.read_text("utf-8")
    for name in ("content", "channel"):
        text = text.replace(f"[field.{name}]\n", f'[field.{name}]\nmissing = "keep"\n')
    file.write_text(text, "utf-8")
    answers = example(office)
    del answers["content"], answers["channel"]
    done = writing.fill(
        reopen(office.folder), folk.mira, COMPLAINT, answers, customer=known.code, file=True
    )
    assert done.filed
    return done.filed.item


def told(office: Office, folk: Cast) -> dict[str, str]:
    lacks = completeness.of_one(office, folk.mira, "1").report.lacks
    return {one.kind: one.text for one in lacks}


def scan(folder: Path, name: str = "签署件.png") -> Path:
    file = folder / name
    file.write_bytes(png())
    return file


def remark(office: Office, folk: Cast) -> object:
    volume = volumes.volume(office, folk.mira, "1")
    rows = aid_values.catalogue_values(office, volume)["items"]
    assert isinstance(rows, list)
    return rows[0]["note"]


def test_a_draft_is_told_until_it_is_signed(
    office: Office, folk: Cast, draft: Item, tmp_path: Path
) -> None:
    before, note = told(office, folk), remark(office, folk)
    measures = completeness.of_one(office, folk.mira, "1").report.measures

    filed = signing.sign(office, folk.mira, str(draft), scan(tmp_path))

    after = told(office, folk)
    assert before["draft"] == f"0001 {draft.title} is a draft: 2 answers are missing"
    assert note == "草稿，缺填2项"
    assert measures.complete.of == 3
    assert {"draft", "unsigned"} <= before.keys()
    assert not {"draft", "unsigned"} & after.keys()
    assert (filed.version, remark(office, folk)) == (2, "")
    assert [entry["obj"] for entry in log("item.signed")] == [str(draft)]


def test_the_signed_version_keeps_the_form_and_proves_itself(
    office: Office, folk: Cast, draft: Item, tmp_path: Path
) -> None:
    signing.sign(office, folk.mira, str(draft), scan(tmp_path))

    item = Item.objects.get(pk=draft.pk)
    names = [str(one["path"]) for one in item.versions.get(n=2).files]
    assert {Path(name).suffix for name in names} == {".docx", ".png"}
    assert verifying.verify(office, folk.mira, str(draft)).remarks == ()
    assert history.history(office, folk.mira, str(draft))
    assert {one.code for one in four.examine(office, folk.jonas) if one.wrong} == set()


def test_an_edit_after_the_signature_wants_a_new_one(
    office: Office, folk: Cast, draft: Item, tmp_path: Path
) -> None:
    signing.sign(office, folk.mira, str(draft), scan(tmp_path))
    word = next(name for name in draft.versions.get(n=1).files if name["path"].endswith(".docx"))
    copy = tmp_path / "again.docx"
    copy.write_bytes(office.store.read(f"urn:docgen:{draft}", str(word["path"]), "v1"))

    done = applying.apply(office, folk.mira, rereading.read(office, folk.mira, copy))

    assert done.version == 3
    assert {"draft", "unsigned"} <= told(office, folk).keys()
    assert FormState.objects.get().blanks == 2


def test_who_may_not_amend_signs_nothing_and_no_file_is_replaced(
    office: Office, folk: Cast, draft: Item, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowed):
        signing.sign(office, folk.lena, str(draft), scan(tmp_path))
    signing.sign(office, folk.mira, str(draft), scan(tmp_path))
    with pytest.raises(BadInput):
        signing.sign(office, folk.mira, str(draft), scan(tmp_path))
    with pytest.raises(BadInput):
        signing.sign(office, folk.mira, str(draft), tmp_path / "gone.pdf")

    assert Item.objects.get(pk=draft.pk).head == 2
