"""Papers edited by hand come back as data: what was typed, what was ticked, and what is unclear."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from tests.support.repair_form import VALUES, repair_form, repair_template
from tests.support.xml_edits import (
    Edit,
    changed,
    row_of,
    swap,
    without_marks,
    without_tags,
    words_of,
)

from docgen.forms.form import Form
from docgen.render import readback, sandbox
from docgen.render.docx import fill, words
from docgen.render.reading import How, Reading
from docgen.render.record import Origin

Paper = Callable[..., bytes]
Table = Callable[..., str]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, but for the tests of the child."""
    monkeypatch.setattr(sandbox, "run", lambda _, docx, *, name: readback.told(docx, name))


@pytest.fixture(scope="module")
def form() -> Form:
    return repair_form()


@pytest.fixture(scope="module")
def template(paper: Paper, table: Table) -> bytes:
    return repair_template(paper, table)


@pytest.fixture
def made(template: bytes, form: Form) -> Callable[..., bytes]:
    """Fills the template, and lets a function edit the document's XML."""

    def make(edit: Edit | None = None, **values: object) -> bytes:
        origin = Origin(form.name, "t" * 64, "f" * 64, "1.0")
        docx = fill(template, {**VALUES, **values}, labels=form.labels, origin=origin)
        return changed(docx, edit) if edit else docx

    return make


@pytest.fixture
def read(form: Form, template: bytes) -> Callable[[bytes], Reading]:
    return lambda docx: readback.read(docx, form, template)


Read = Callable[[bytes], Reading]
Made = Callable[..., bytes]


def values(reading: Reading) -> dict[str, object]:
    return {name: found.value for name, found in reading.found.items()}


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(str(one.field), str(one.text)) for one in reading.questions]


def differences(reading: Reading, stored: Mapping[str, object]) -> dict[str, object]:
    return {one.field: one.is_ for one in readback.compare(reading, stored)}


def test_untouched_it_says_what_it_was_filled_with(read: Read, made: Made) -> None:
    reading = read(made())

    assert values(reading) == {name: VALUES[name] for name in reading.found}
    assert (reading.questions, reading.warnings) == ((), ())
    assert reading.record
    assert (reading.record.origin.template, reading.record.number) == ("service/repair", "WX-1")
    hows = {name: found.how for name, found in reading.found.items()}
    assert hows.pop("inside") is How.RECORD
    assert set(hows.values()) == {How.TAG}


def test_the_words_are_those_without_controls(form: Form, template: bytes, made: Made) -> None:
    plain = fill(template, VALUES, labels=form.labels)

    assert words(made()) == words(plain)


@pytest.mark.parametrize(
    ("lost", "how"), [(without_tags, How.BOOKMARK), (without_marks, How.PATTERN)]
)
def test_it_is_read_without_tags_and_without_bookmarks(
    read: Read, made: Made, lost: Edit, how: How
) -> None:
    docx = made(lost)
    for part in ("word/header1.xml", "word/footer1.xml"):
        docx = changed(docx, lost, part)

    reading = read(docx)

    assert values(reading) == {name: VALUES[name] for name in reading.found}
    assert reading.questions == ()
    assert reading.found["name"].how is how
    assert reading.found["items"].how is how


def test_a_stranger_without_record_is_read_by_its_words(
    read: Read, form: Form, template: bytes
) -> None:
    given = {**VALUES, "ways": ["修", "退"]}

    reading = read(fill(template, given, labels=form.labels))

    assert reading.record is None
    assert reading.found["inside"].how is How.NOWHERE
    assert values(reading) == {**{name: given[name] for name in reading.found}, "inside": ""}
    assert "inside" not in reading.answers


INSERTED = "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
DELETED = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
MOVED = (
    "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo>"
)
SPLIT = '阀</w:t></w:r><w:proofErr w:type="x"/><w:r w:rsidR="00AB"><w:t>门'
EDITS: dict[str, tuple[Edit, dict[str, object]]] = {
    "typed over": (swap(">阀<", ">闸阀<"), {"items[1].what": "闸阀"}),
    "split over runs": (swap("阀", SPLIT), {"items[1].what": "阀门"}),
    "signs of XML": (swap(">阀<", ">&lt;阀&gt; &amp; <"), {"items[1].what": "<阀> &"}),
    "tracked": (
        swap("二</w:t></w:r>", f"二</w:t></w:r>{INSERTED}{DELETED}{MOVED}"),
        {"note": "一\n二新来\t三"},
    ),
    "a line by hand": (
        swap("一</w:t>", "一</w:t><w:br/><w:t>半</w:t>"),
        {"note": "一\n半\n二\t三"},
    ),
    "a page break is no line": (swap("二</w:t>", '二</w:t><w:br w:type="page"/>'), {}),
    "another day": (swap("2026年3月5日", "2026 年 4 月 1 日"), {"day": date(2026, 4, 1)}),
    "a day as digits": (swap("2026年3月5日", "2026-04-01"), {"day": date(2026, 4, 1)}),
    "no day": (swap("2026年3月5日", ""), {"day": ""}),
    "full-width digits": (swap(">10<", ">１１<"), {"items[2].count": 11}),
    "another symbol": (
        swap('<w:t xml:space="preserve">☑</w:t>', '<w:sym w:font="Wingdings" w:char="F0FE"/>'),
        {},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_comes_back(read: Read, made: Made, name: str) -> None:
    edit, expected = EDITS[name]

    reading = read(made(edit))

    assert told(reading) == []
    assert differences(reading, VALUES) == expected


@pytest.mark.parametrize("lost", [without_tags, without_marks])
@pytest.mark.parametrize("name", ["typed over", "another day", "tracked", "full-width digits"])
def test_an_edit_comes_back_without_marks(read: Read, made: Made, name: str, lost: Edit) -> None:
    edit, expected = EDITS[name]

    reading = read(changed(made(edit), lost))

    assert told(reading) == []
    assert differences(reading, VALUES) == expected


def test_other_boxes_ticked(read: Read, made: Made) -> None:
    def edit(xml: str) -> str:
        boxes = iter("☑☐☐☑☑☐✓")  # three of a choice, three of choices, one of yes or no
        return re.sub("[☐☑]", lambda _: next(boxes), xml)

    reading = read(made(edit))

    assert told(reading) == []
    expected = {"kind": "水", "ways": ["修", "换"], "urgent": True}
    assert differences(reading, VALUES) == expected


def test_a_handwritten_day_in_the_blank(read: Read, made: Made) -> None:
    docx = made(swap("　　年　月　日", "2026年7月8日"), day="", note="")

    reading = read(docx)

    assert reading.found["day"].value == date(2026, 7, 8)
    assert reading.found["note"].how is How.RECORD


# Rows


def test_a_row_taken_out(read: Read, made: Made) -> None:
    reading = read(made(lambda xml: xml.replace(row_of(xml, ">阀<"), "")))

    assert values(reading)["items"] == [{"what": "管", "count": 10}]
    assert [(one.field, one.is_) for one in readback.compare(reading, VALUES)] == [
        ("items[1]", None)
    ]


def test_a_row_taken_out_in_tracked_changes(read: Read, made: Made) -> None:
    def edit(xml: str) -> str:
        row = row_of(xml, ">阀<")
        return xml.replace(row, row.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"))

    assert values(read(made(edit)))["items"] == [{"what": "管", "count": 10}]


def test_all_rows_taken_out(read: Read, made: Made) -> None:
    def edit(xml: str) -> str:
        return xml.replace(row_of(xml, ">阀<"), "").replace(row_of(xml, ">管<"), "")

    reading = read(made(edit))

    assert reading.found["items"].value == []
    assert told(reading) == []


@pytest.mark.parametrize("lost", [str, without_tags, without_marks])
def test_a_row_added_by_hand(read: Read, made: Made, lost: Edit) -> None:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("3", "弯头", "7")
    )

    def edit(xml: str) -> str:
        row = row_of(xml, ">管<")
        return lost(xml.replace(row, f"{row}<w:tr>{cells}</w:tr>"))

    reading = read(made(edit))

    assert told(reading) == []
    assert differences(reading, VALUES) == {"items[3]": {"what": "弯头", "count": 7}}


@pytest.mark.parametrize("text", ["阀", "止回阀"])
def test_a_row_copied_in_word_is_a_new_one(read: Read, made: Made, text: str) -> None:
    for lost in (str, without_marks):

        def copied(xml: str, lost: Edit = lost) -> str:
            row = row_of(xml, ">阀<")
            return xml.replace(row, row + lost(row).replace(">阀<", f">{text}<"))

        reading = read(made(copied))

        assert told(reading) == []
        expected = [{"what": "阀", "count": 2}, {"what": text, "count": 2}]
        assert values(reading)["items"] == [*expected, {"what": "管", "count": 10}]


def test_rows_written_into_the_blank_lines(read: Read, made: Made) -> None:
    def edit(xml: str) -> str:
        blank = next(one for one in re.findall(r"<w:tr>.*?</w:tr>", xml) if not words_of(one))
        texts = iter(("1", "泵", "4"))
        filled = re.sub(
            r"<w:t xml:space=.preserve.></w:t>|<w:t xml:space=.preserve./>",
            lambda _: f"<w:t>{next(texts)}</w:t>",
            blank,
        )
        return xml.replace(blank, filled)

    reading = read(made(edit, items=[]))

    assert values(reading)["items"] == [{"what": "泵", "count": 4}]


def test_empty_blank_lines_are_no_rows(read: Read, made: Made) -> None:
    reading = read(made(items=[]))

    assert values(reading)["items"] == []
    assert told(reading) == []


def test_an_added_row_that_makes_no_sense_is_asked(read: Read, made: Made) -> None:
    reading = read(made(swap(">10<", ">十来个<")))

    (question,) = reading.questions
    assert (question.field, question.label) == ("items.count", "数量")
    assert question.place == "table 1, row 3, cell 3"
    assert differences(reading, VALUES) == {"items[2].count": "十来个"}


# Places that contradict each other


def test_of_two_places_the_changed_one_counts(read: Read, made: Made) -> None:
    docx = changed(made(), swap("A &amp; B &lt;公司&gt;", "新公司"), "word/header1.xml")

    reading = read(docx)

    assert told(reading) == []
    (change,) = readback.compare(reading, VALUES)
    assert (change.field, change.label, change.was, change.is_) == (
        "name",
        "客户",
        "A & B <公司>",
        "新公司",
    )
    assert change.where
    assert change.where.said == "header: paragraph 1"


def test_two_places_changed_in_two_ways_are_asked(read: Read, made: Made) -> None:
    docx = changed(made(swap(">A &amp; B", ">甲")), swap(">A &amp; B", ">乙"), "word/header1.xml")

    assert [field for field, _ in told(read(docx))] == ["name"]


def test_two_boxes_of_a_choice_are_asked(read: Read, made: Made) -> None:
    reading = read(made(swap("☐", "☑", 1)))

    assert told(reading) == [("kind", "2 boxes are ticked: 水、电")]


def test_what_is_no_box_is_asked(read: Read, made: Made) -> None:
    reading = read(made(swap(">☐<", ">是<", 1)))

    assert told(reading) == [("kind", "“是” is no box")]


def test_what_is_no_answer_is_asked_and_kept(read: Read, made: Made) -> None:
    reading = read(made(swap("2026年3月5日", "下周")))

    assert told(reading) == [("day", "“下周” is not a date")]
    assert reading.found["day"].value == "下周"
    assert reading.questions[0].place == "paragraph 6"


def test_what_was_printed_and_is_gone_is_asked(read: Read, made: Made) -> None:
    def edit(xml: str) -> str:
        paragraph = next(one for one in re.findall("<w:p>.*?</w:p>", xml) if "日期" in one)
        return xml.replace(paragraph, "")

    reading = read(made(edit))

    gone = "it was printed on the paper and is no longer there"
    assert told(reading) == [("day", gone), ("note", gone)]
    assert reading.found["day"].how is How.RECORD
