"""Reading an edited form back, and filing it: nothing guessed, nothing lost, nobody overtaken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, example, filed, holding, log
from tests.support.edited import forged, saved_by_libreoffice, typed_over, without_record
from tests.support.offices import customer, person

from docgen.archive import disk
from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import (
    amending,
    applying,
    belonging,
    history,
    lending,
    loans,
    rereading,
    verifying,
    writing,
)
from docgen.office.desk import Office
from docgen.office.filing import METADATA, Filed, NewPaper
from docgen.office.rereading import Reread
from docgen.register.models import Customer, Item, Person
from docgen.render import docx
from docgen.render.reading import How

WAS, NOW = "JL-202603-04", "JL-202603-99"
VISIT = "visit/visit-report"


@dataclass(frozen=True)
class Desk:
    """A filed complaint, and a place for documents."""

    office: Office
    who: Person
    item: Item
    word: bytes
    folder: Path

    def read(self, data: bytes, **more: str | int) -> Reread:
        """Read a document back."""
        path = self.folder / "edited.docx"
        path.write_bytes(data)
        options = {name: value for name, value in more.items() if name != "base"}
        base = int(more.get("base", 0))
        return rereading.read(
            self.office, self.who, path, base=base, **{k: str(v) for k, v in options.items()}
        )

    def edited(self, changes: Mapping[str, str] | None = None, **more: str | int) -> Reread:
        """Type over some words and read that back."""
        return self.read(typed_over(self.word, changes or {WAS: NOW}), **more)

    def apply(self, reread: Reread, reason: str = "更正") -> Filed:
        return applying.apply(self.office, self.who, reread, reason=reason)

    def newest(self) -> bytes:
        opened = lending.open(self.office, self.who, str(self.item), "service")
        return next(data for name, data in opened.files.items() if name.endswith(".docx"))

    def refuses(self, reread: Reread) -> BadInput:
        """The refusal to file something; nothing but its entry is left."""
        before = holding(self.office)
        with pytest.raises(BadInput) as refused:
            self.apply(reread)
        assert holding(self.office) == before
        assert (log()[-1]["act"], log()[-1]["res"]) == ("item.amended", "deny")
        return refused.value


@pytest.fixture
def desk(office: Office, folk: Cast, known: Customer, tmp_path: Path) -> Desk:
    made = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, file=True
    )
    assert made.filed
    return Desk(office, folk.mira, made.filed.item, made.docx, tmp_path)


# ---- what is read


def test_an_untouched_form_says_what_is_filed(desk: Desk) -> None:
    reread = desk.read(desk.word)

    assert reread.is_unchanged
    assert reread.filed
    assert (reread.filed.item, reread.filed.base) == (desk.item, 1)
    found = reread.reading.found
    assert {one.how for one in found.values()} <= {How.TAG, How.RECORD}
    assert found["minutes_number"].value == WAS
    entry = log()[-1]
    assert (entry["act"], entry["res"], entry["obj"]) == ("item.compared", "allow", str(desk.item))


def test_a_change_is_told_with_was_is_and_where(desk: Desk) -> None:
    reread = desk.edited()

    (change,) = reread.changes
    assert (change.field, change.was, change.is_) == ("minutes_number", WAS, NOW)
    assert change.where
    assert change.where.table > 0
    assert reread.values["minutes_number"] == NOW
    assert (reread.open, reread.wording) == ((), ())


def test_a_form_without_a_record_needs_its_template(desk: Desk) -> None:
    bare = without_record(typed_over(desk.word, {WAS: NOW}))

    with pytest.raises(BadInput) as refused:
        desk.read(bare)
    assert "--template" in refused.value.fix

    reread = desk.read(bare, template=COMPLAINT, against=str(desk.item))
    assert [one.field for one in reread.changes] == ["minutes_number"]
    assert reread.filed
    assert reread.filed.base == 0


def test_a_form_that_was_never_filed_is_held_against_its_own_record(
    desk: Desk, office: Office, folk: Cast
) -> None:
    made = writing.fill(office, folk.mira, COMPLAINT, example(office))

    reread = desk.read(typed_over(made.docx, {WAS: NOW}))

    assert reread.filed is None
    assert [(one.was, one.is_) for one in reread.changes] == [(WAS, NOW)]


def test_the_template_of_that_time_is_used(desk: Desk, office: Office) -> None:
    file = office.folder / "templates" / COMPLAINT / "form.toml"
    file.write_text(file.read_text("utf-8").replace("minutes_number", "minutes_no"), "utf-8")

    assert desk.read(desk.word).is_unchanged

    disk.remove(office.folder / "templates" / ".used")
    with pytest.raises(BadInput) as refused:
        desk.read(desk.word)
    assert "--template" in refused.value.fix


def test_what_no_answer_may_be_is_open(desk: Desk) -> None:
    reread = desk.edited({"2026年3月13日": "二月三十日"})

    assert {one.field for one in reread.open} == {"due_on"}
    assert all(one.label and one.place and one.fix for one in reread.open)
    assert reread.values == {}


def test_a_rule_between_two_answers_is_open(desk: Desk) -> None:
    reread = desk.edited({"2026年3月12日 15:20": "2026年3月1日 15:20"})

    assert [one.field for one in reread.open] == ["informed_at"]
    assert reread.open[0].place


def test_words_that_are_no_answer_are_told(desk: Desk) -> None:
    reread = desk.edited({"投诉级别": "投诉等级"})

    assert reread.changes == ()
    ((was, now),) = reread.wording
    assert "投诉级别" in was
    assert "投诉等级" in now
    assert not reread.is_unchanged


def test_a_number_typed_over_is_told(desk: Desk) -> None:
    reread = desk.edited({desk.item.form_number: "TS-20991231"})

    assert any("TS-20991231" in now for _, now in reread.wording)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('"company":', '"kompany":'), ('"today":"2', '"today":"x'), ('"number":', '"nummer":')],
)
def test_a_forged_record_ends_in_a_sentence(desk: Desk, was: str, becomes: str) -> None:
    """Of a form that was never filed; of a filed one, the item's own record speaks against it."""
    made = writing.fill(desk.office, desk.who, COMPLAINT, example(desk.office))

    assert desk.read(forged(made.docx, was, becomes)).wording == ()

    with pytest.raises(BadInput):
        desk.read(forged(desk.word, was, becomes), against=str(desk.item))


def test_a_broken_record_is_none(desk: Desk) -> None:
    reread = desk.read(
        forged(desk.word, '{"docgen"', '{"dogcen"'), template=COMPLAINT, against=str(desk.item)
    )

    assert reread.reading.warnings
    assert reread.filed
    assert (reread.filed.base, reread.changes) == (0, ())


# ---- which item it is of


def test_a_document_of_another_item_is_refused(desk: Desk, office: Office, known: Customer) -> None:
    other = writing.fill(
        office,
        desk.who,
        COMPLAINT,
        example(office, minutes_number="JL-1"),
        customer=known.code,
        file=True,
    )
    assert other.filed

    with pytest.raises(BadInput) as refused:
        desk.read(desk.word, against=str(other.filed.item))

    assert str(other.filed.item) in refused.value.what
    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.compared", "deny")


def test_a_paper_that_was_brought_has_no_answers_to_compare(
    desk: Desk, office: Office, known: Customer
) -> None:
    item = filed(office, desk.who, known)

    with pytest.raises(BadInput) as refused:
        desk.read(desk.word, against=str(item))

    assert refused.value.field == "item"


def test_an_item_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.read(desk.word, against="0000000009-0001")


@pytest.mark.parametrize("data", [b"", b"no Word file", b"PK\x03\x04 cut"])
def test_what_cannot_be_read_is_refused(desk: Desk, data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        desk.read(data)

    assert refused.value.file


def test_who_may_not_know_of_the_item_reads_nothing(desk: Desk, folk: Cast, office: Office) -> None:
    path = desk.folder / "edited.docx"
    path.write_bytes(desk.word)

    with pytest.raises(NotAllowed):
        rereading.read(office, folk.lena, path)
    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.compared", "deny")

    with pytest.raises(NotAllowed):  # a reader compares nothing: it would tell what is filed
        rereading.read(office, person(office, "gu", "legal", unit="客户服务部"), path)


# ---- filing it


def test_an_edited_form_becomes_the_newest_version(desk: Desk) -> None:
    done = desk.apply(desk.edited())

    assert (done.item, done.version) == (desk.item, 2)
    urn = f"urn:docgen:{desk.item}"
    made = json.loads(desk.office.store.read(urn, METADATA))["made"]
    assert made["answers"]["minutes_number"] == NOW
    assert made["answers"]["number"] == desk.item.form_number
    assert (made["edited"]["from"], made["edited"]["reason"]) == (1, "更正")
    assert NOW in docx.words(desk.newest())
    assert verifying.verify(desk.office, desk.who, str(desk.item)).state == "same"
    _, (first, second) = history.history(desk.office, desk.who, str(desk.item))
    assert (first.base, first.changes) == (0, ())
    (change,) = second.changes
    assert (second.base, change["was"], change["is"]) == (1, WAS, NOW)


def test_the_newest_version_can_be_edited_again(desk: Desk) -> None:
    desk.apply(desk.edited())
    newest = desk.newest()

    assert desk.read(newest).is_unchanged
    again = desk.read(typed_over(newest, {NOW: "JL-202603-77"}))
    assert again.filed
    assert again.filed.base == 2
    assert desk.apply(again).version == 3
    assert desk.read(desk.newest()).values["minutes_number"] == "JL-202603-77"


def test_an_older_version_does_not_undo_a_newer_one(desk: Desk) -> None:
    older = desk.edited({WAS: "JL-202603-11"})
    desk.apply(desk.edited())
    late = desk.edited({WAS: "JL-202603-11"})

    assert "changed meanwhile" in desk.refuses(older).what
    assert "version 1" in desk.refuses(late).why


def test_two_who_read_at_the_same_time(desk: Desk) -> None:
    """The second one had read before the first one filed."""
    one, two = desk.edited(), desk.edited({WAS: "JL-202603-11"})

    desk.apply(one)

    assert "changed meanwhile" in desk.refuses(two).what


def test_what_is_open_is_not_filed(desk: Desk) -> None:
    refused = desk.refuses(desk.edited({"2026年3月13日": "二月三十日"}))

    assert [one.field for one in refused.details] == ["due_on"]


def test_a_form_of_no_item_is_not_filed(desk: Desk, office: Office) -> None:
    made = writing.fill(office, desk.who, COMPLAINT, example(office))
    reread = desk.read(typed_over(made.docx, {WAS: NOW}))

    assert "--against" in desk.refuses(reread).fix


def test_without_a_record_somebody_must_name_the_version(desk: Desk) -> None:
    bare = without_record(typed_over(desk.word, {WAS: NOW}))
    options = {"template": COMPLAINT, "against": str(desk.item)}

    assert "--from-version" in desk.refuses(desk.read(bare, **options)).fix

    assert desk.apply(desk.read(bare, base=1, **options)).version == 2
    assert desk.read(desk.newest()).is_unchanged, "it has a record again"


def test_a_paper_on_loan_stays_as_it_is(desk: Desk, office: Office, folk: Cast) -> None:
    gu = person(office, "gu", "legal", unit="法律室")
    loan = loans.request(office, gu, str(desk.item), "legal")
    loans.approve(office, folk.jonas, loan.code)
    loans.hand_over(office, folk.jonas, loan.code)

    assert "lent out" in desk.refuses(desk.edited()).what


def test_a_pdf_is_made_anew(
    office: Office, folk: Cast, known: Customer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "to_pdf", lambda *_, **__: b"%PDF-1.7 old")
    monkeypatch.setattr(applying, "to_pdf", lambda *_, **__: b"%PDF-1.7 new")
    made = writing.fill(
        office, folk.mira, COMPLAINT, example(office), customer=known.code, pdf=True, file=True
    )
    assert made.filed
    desk = Desk(office, folk.mira, made.filed.item, made.docx, tmp_path)

    desk.apply(desk.edited())

    files = lending.open(office, folk.mira, str(desk.item), "service").files
    assert {name[-4:]: data[:12] for name, data in files.items() if name.endswith("pdf")} == {
        ".pdf": b"%PDF-1.7 new"
    }
    assert len(files) == 2


def test_a_version_that_does_not_say_what_is_kept_is_found(desk: Desk) -> None:
    """Somebody filed another document than the one whose answers he gave."""
    reread = desk.edited()
    paper = applying._paper(desk.office, reread, _filed_of(reread), "")
    other = NewPaper(
        **{
            **{name: getattr(paper, name) for name in ("title", "group", "text", "made")},
            "files": dict.fromkeys(paper.files, desk.word),
        }
    )
    amending.add_version(desk.office, desk.who, desk.item, other, base=1, why="x")

    done = verifying.verify(desk.office, desk.who, str(desk.item))

    assert done.state == "differs"
    (remark,) = done.remarks
    assert "minutes_number" in remark.text
    assert (remark.version, remark.was, remark.now) == (2, WAS, NOW)


def _filed_of(reread: Reread) -> belonging.Filed:
    assert reread.filed
    return reread.filed


# ---- through LibreOffice


def test_a_form_saved_by_libreoffice_is_read_and_filed(desk: Desk) -> None:
    saved = saved_by_libreoffice(typed_over(desk.word, {WAS: NOW, "0号柴油到货": "零号柴油到货"}))

    reread = desk.read(saved)

    assert [one.is_ for one in reread.changes] == ["零号柴油到货数量短少", NOW]
    assert (reread.open, reread.wording) == ((), ())
    assert desk.apply(reread).version == 2
    again = desk.read(saved_by_libreoffice(desk.newest()))
    assert again.is_unchanged
    assert _filed_of(again).base == 2


def test_a_visit_report_without_changes_survives_libreoffice(
    office: Office, folk: Cast, known: Customer, tmp_path: Path
) -> None:
    made = writing.fill(
        office, folk.mira, VISIT, example(office, VISIT), customer=known.code, file=True
    )
    assert made.filed
    desk = Desk(office, folk.mira, made.filed.item, made.docx, tmp_path)

    reread = desk.read(saved_by_libreoffice(made.docx), against=str(made.filed.item))

    assert (reread.changes, reread.open, reread.wording) == ((), (), ())


def test_customers_of_other_units_stay_apart(desk: Desk, office: Office, folk: Cast) -> None:
    """Lena's own customer helps her nothing with mira's."""
    customer(office, "杭州虚构服饰有限公司")
    path = desk.folder / "edited.docx"
    path.write_bytes(desk.word)

    with pytest.raises(NotAllowed):
        rereading.read(office, folk.lena, path, against=str(desk.item))
