"""Old Word forms of several shapes become templates: what is found, and what is left alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from docgen.errors import BadInput
from docgen.render.oldform import Draft, read_old_form
from docgen.render.package import Package
from docgen.render.words import words

Build = Callable[[Any], object]


def made(build: Build) -> bytes:
    """A Word file as an office has it; ``build`` gets python-docx's document."""
    document = docx.Document()
    build(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(build: Build) -> Draft:
    return read_old_form(made(build), "旧表.docx")


def lines(*texts: str) -> Draft:
    return read(lambda document: [document.add_paragraph(text) for text in texts])


def grid(*rows: list[str]) -> Draft:
    return read(lambda document: fill_grid(document, *rows))


def fill_grid(document: Any, *rows: list[str]) -> Any:  # noqa: ANN401  python-docx has no types
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def asked(draft: Draft) -> list[tuple[str, str, str]]:
    return [(one.name, one.label, one.kind) for one in draft.fields]


def test_labels_and_the_empty_cells_beside_them() -> None:
    draft = grid(
        ["姓　名", "", "联系电话：", ""],
        ["身份证号码", "", "统一社会信用代码", ""],
        ["来访事由", "", "满意度", ""],
    )

    assert asked(draft) == [
        ("name", "姓名", "person"),
        ("phone", "联系电话", "phone"),
        ("id_card", "身份证号码", "idcard"),
        ("credit_code", "统一社会信用代码", "credit_code"),
        ("reason", "来访事由", "longtext"),
        ("field_1", "满意度", "text"),
    ]
    assert words(draft.docx).splitlines()[0] == "姓　名\t{{ name }}\t联系电话：\t{{ phone }}"
    assert ("guessed", "满意度: field_1") in draft.left


def test_one_empty_row_below_headings_is_a_row_of_answers() -> None:
    draft = grid(["申请人", "部门", "申请日期"], ["", "", ""])

    assert [one.kind for one in draft.fields] == ["person", "department", "date"]
    assert (
        words(draft.docx).splitlines()[1] == "{{ applicant }}\t{{ department }}\t{{ applied_on }}"
    )


def test_a_heading_over_empty_rows_is_a_list() -> None:
    draft = grid(
        ["序号", "名称", "单价", "备注"],
        *([f"{turn}", "", "", ""] for turn in range(1, 4)),
        ["合计", "", "", ""],
    )

    table, total = draft.fields
    assert (table.name, table.kind, table.label) == ("items", "table", "明细")
    assert [(one.name, one.kind, one.required) for one in table.columns] == [
        ("item_name", "text", True),
        ("price", "money", False),
        ("remark", "longtext", False),
    ]
    assert total.kind == "money"
    assert words(draft.docx).splitlines() == [
        "序号\t名称\t单价\t备注",
        "{%tr for row in items %}",
        "{{ loop.index }}\t{{ row.item_name }}\t{{ row.price | money }}\t{{ row.remark }}",
        "{%tr endfor %}",
        "合计\t{{ total | money }}",
    ]


def test_a_list_takes_its_name_from_the_line_above_or_the_label_at_its_side() -> None:
    def with_side(document: Any) -> None:  # noqa: ANN401  python-docx has no types
        table = fill_grid(document, ["证件清单", "名称", "数量"], ["", "", ""], ["", "", ""])
        table.cell(0, 0).merge(table.cell(2, 0))

    def with_title(document: Any) -> None:  # noqa: ANN401  the same
        document.add_paragraph("交接物品")
        fill_grid(document, ["名称", "数量"], ["", ""], ["", ""])

    assert [one.label for one in read(with_side).fields] == ["证件清单"]
    assert [one.label for one in read(with_title).fields] == ["交接物品"]
    assert "{%tr for row in items %}" in words(read(with_side).docx)


def test_merged_cells_are_one_answer() -> None:
    def build(document: Any) -> None:  # noqa: ANN401  python-docx has no types
        table = fill_grid(document, ["姓名", "", "性别", ""], ["地址", "", "", ""])
        table.cell(1, 1).merge(table.cell(1, 3))

    draft = read(build)

    assert [one.name for one in draft.fields] == ["name", "sex", "address"]
    assert words(draft.docx).count("{{ address }}") == 1


@pytest.mark.parametrize(
    ("text", "changed", "kinds"),
    [
        ("姓名：________ 电话：＿＿＿＿", "姓名：{{ name }} 电话：{{ phone }}", "person phone"),
        ("日期：    年   月   日", "日期：{{ day }}", "date"),
        ("签订日期：20__年__月__日", "签订日期：{{ signed_on }}", "date"),
        ("开会时间：  年  月  日  时  分", "开会时间：{{ day }}", "datetime"),
        ("费用____元，共____份", "费用{{ fee | money }}元，共{{ field_1 }}份", "money integer"),
        (
            "金额：______元（大写：________元）",
            "金额：{{ amount | money }}元（大写：{{ amount | rmb_words }}）",
            "money",
        ),
        (
            "联系人：        电子邮箱：",
            "联系人：{{ contact }}\u3000电子邮箱：{{ email }}",
            "person email",
        ),
        ("编号：________　密级：____", "编号：{{ number }}　密级：{{ grade_mark }}", ""),
    ],
)
def test_blanks_in_a_line(text: str, changed: str, kinds: str) -> None:
    draft = lines(text, "备注：____")

    assert words(draft.docx).splitlines()[0] == changed
    assert [one.kind for one in draft.fields[:-1]] == kinds.split()


@pytest.mark.parametrize(
    "text",
    [
        "双方约定如下：",
        "一、基本情况：",
        "2024年5月1日签订",
        "a_b",
        "甲方与乙方协商一致，签订本合同。",
    ],
)
def test_what_is_no_blank_stays(text: str) -> None:
    draft = lines(text, "备注：____")

    assert words(draft.docx).splitlines()[0] == text
    assert len(draft.fields) == 1


def test_underlined_blanks_keep_their_line() -> None:
    def build(document: Any) -> None:  # noqa: ANN401  python-docx has no types
        paragraph = document.add_paragraph("承租人：")
        paragraph.add_run("        ").underline = True

    draft = read(build)

    document = docx.Document(io.BytesIO(draft.docx))
    (blank,) = [run for run in document.paragraphs[0].runs if run.underline]
    assert blank.text == f"{{{{ {draft.fields[0].name} }}}}"


def test_boxes_are_choices() -> None:
    draft = grid(["性别", "□男 □女"], ["方式（可多选）", "☐来电 ☐来访 ☐其他____"], ["□已核对", ""])

    one, several, other, single = draft.fields
    assert (one.kind, one.choices) == ("choice", ("男", "女"))
    assert (several.kind, several.choices) == ("choices", ("来电", "来访", "其他"))
    assert (other.label, other.kind) == ("其他", "text")
    assert single.kind == "yesno"
    assert words(draft.docx).splitlines()[0] == (
        "性别\t{{ sex | checkbox('男') }}男 {{ sex | checkbox('女') }}女"
    )


def test_places_to_sign_stay_and_their_days_too() -> None:
    draft = read(
        lambda document: [
            fill_grid(document, ["经办人签字", "", "日期", "  年  月  日"], ["备注", "", "", ""]),
            document.add_paragraph("甲方（盖章）：　　　　　　乙方（签字）："),
            document.add_paragraph("年　　月　　日"),
        ]
    )

    assert [(one.role, one.label) for one in draft.sign] == [
        ("handler", "经办人"),
        ("party-a", "甲方"),
        ("party-b", "乙方"),
    ]
    assert [one.name for one in draft.fields] == ["remark"]
    assert words(draft.docx).splitlines()[-1] == "年　　月　　日"
    assert any(what == "sign-date" for what, _ in draft.left)


def test_an_opinion_has_its_room_below_its_label() -> None:
    def build(document: Any) -> None:  # noqa: ANN401  python-docx has no types
        (cell, _) = fill_grid(document, ["处理意见：", "备注："]).rows[0].cells
        for text in ("", "", "签字：　　　年　月　日"):
            cell.add_paragraph(text)

    draft = read(build)

    assert asked(draft)[0] == ("opinion", "处理意见", "longtext")
    assert "处理意见： {{ opinion }}" in words(draft.docx)


def test_line_breaks_part_labels() -> None:
    draft = grid(["处理意见：\n\n签字：　　　年　月　日", "备注："])

    assert [one.name for one in draft.fields] == ["opinion", "remark"]
    assert "处理意见：{{ opinion }}" in words(draft.docx)
    assert "年　月　日" in words(draft.docx)


def test_the_same_label_twice_gets_a_number() -> None:
    draft = grid(["电话", "", "电话", ""])

    assert asked(draft) == [("phone", "电话", "phone"), ("phone_2", "电话（2）", "phone")]


def test_headers_are_looked_at_and_the_title_is_the_first_line() -> None:
    def build(document: Any) -> None:  # noqa: ANN401  python-docx has no types
        document.sections[0].header.paragraphs[0].text = "编号：________"
        document.add_paragraph("来 访 登 记 表")
        document.add_paragraph("姓名：____")

    draft = read(build)

    assert draft.numbered
    assert draft.title == "来访登记表"
    assert words(draft.docx).startswith("编号：{{ number }}\n")


def test_marks_that_are_there_stay_and_are_told() -> None:
    draft = lines("姓名：{{ name }}____", "备注：____")

    assert "姓名：{{ name }}____" in words(draft.docx)
    assert ("has-marks", "姓名：{{ name }}____") in draft.left


def test_the_link_to_an_old_word_template_is_taken_out() -> None:
    package = Package.read(made(lambda document: document.add_paragraph("姓名：____")))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package.parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{relation}/attachedTemplate" '
        'Target="file:///C:/forms/Normal.dotm" TargetMode="External"/></Relationships>'
    ).encode()

    draft = read_old_form(package.pack(), "旧表.docx")

    assert ("linked", "") in draft.left
    assert b"C:/forms" not in b"".join(Package.read(draft.docx).parts.values())


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/embeddings/a.xlsx"])
def test_what_could_run_is_refused(part: str) -> None:
    package = Package.read(made(lambda document: document.add_paragraph("姓名：____")))
    package.parts[part] = b"x"

    with pytest.raises(BadInput) as caught:
        read_old_form(package.pack(), "旧表.docx")

    assert part in caught.value.details[0].text


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"]
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_old_form(data, "旧表.docx")
