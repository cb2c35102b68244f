"""The starting Word file of a template: what its author and its reader may rely on."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from docgen.forms.wording import FILTERS
from docgen.render import starter
from docgen.render.docx import fill, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = {"company": "示例公司", "number": "A-1", "grade_mark": "内部"}


def read(path: Path, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(part))


def value(node: etree._Element | None) -> str:
    assert node is not None
    return str(node.get(f"{W}val"))


def contract(path: Path) -> Path:
    paper: Any = starter.new_form("服务合同", starter.CONTRACT, remark="（示范文本）")
    starter.title(paper, "服务合同")
    starter.label_table(paper, [("甲方", "{{ name }}"), ("电话", "{{ phone }}", "日期", "")])
    starter.clause(paper, "第一条", "内容", ["甲方“{{ name }}”委托**乙方**。"], keep=True)
    starter.signatures(paper, [["甲方：", "签字：\t", "日期："], ["乙方：", "签字：\t", "日期："]])
    starter.save(paper, path)
    return path


def test_same_content_gives_same_bytes(tmp_path: Path) -> None:
    one = contract(tmp_path / "one.docx").read_bytes()
    two = contract(tmp_path / "two.docx").read_bytes()

    assert one == two


def test_head_and_foot_say_number_grade_and_page(tmp_path: Path) -> None:
    data = contract(tmp_path / "a.docx").read_bytes()

    lines = words(fill(data, {**HEAD, "name": "甲", "phone": ""}, labels={})).splitlines()

    assert lines[0] == "示例公司\t编号：A-1　密级：内部"
    assert lines[-1] == "服务合同　（示范文本）\t第 1 页　共 1 页"


def test_every_style_is_chinese_and_of_exact_line(tmp_path: Path) -> None:
    path = contract(tmp_path / "a.docx")
    styles = read(path, "word/styles.xml")

    rules = [node.get(f"{W}lineRule") for node in styles.iter(f"{W}spacing")]
    lang = next(styles.iter(f"{W}lang"))
    theme = next(read(path, "word/settings.xml").iter(f"{W}themeFontLang"))

    assert rules
    assert set(rules) == {"exact"}
    assert lang.get(f"{W}eastAsia") == theme.get(f"{W}eastAsia") == "zh-CN"


def test_headings_stay_with_what_follows(tmp_path: Path) -> None:
    styles = read(contract(tmp_path / "a.docx"), "word/styles.xml")

    kept = {
        style.get(f"{W}styleId")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}keepNext") is not None
    }

    assert {"Title", "Heading1"} <= kept


def test_signatures_are_one_piece_tied_to_the_last_clause(tmp_path: Path) -> None:
    body = read(contract(tmp_path / "a.docx"))[0]
    block = body.findall(f"{W}tbl")[-1]
    rows = block.findall(f"{W}tr")

    before = block.getprevious()
    clause = before.getprevious() if before is not None else None

    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    for row in rows[:-1]:
        assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p"))
    for above in (before, clause):
        assert above is not None
        assert above.find(f"{W}pPr/{W}keepNext") is not None


def test_tables_fill_the_width_of_the_text(tmp_path: Path) -> None:
    body = read(contract(tmp_path / "a.docx"))[0]
    wanted = round(starter.CONTRACT.width * 1440 / 25.4)

    for table in body.findall(f"{W}tbl"):
        assert sum(int(col.get(f"{W}w", "0")) for col in table.iter(f"{W}gridCol")) == wanted
        for row in table.findall(f"{W}tr"):
            assert sum(int(cell.get(f"{W}w", "0")) for cell in row.iter(f"{W}tcW")) == wanted


def test_a_tag_is_never_torn(tmp_path: Path) -> None:
    document = read(contract(tmp_path / "a.docx"))

    texts = [node.text or "" for node in document.iter(f"{W}t")]

    assert "甲方“{{ name }}”委托" in texts
    assert all(text.count("{{") == text.count("}}") for text in texts)


@pytest.mark.parametrize(("rows", "said"), [([], ["（无）"]), ([{"what": "灯"}], ["1\t灯"])])
def test_list_has_a_row_for_each_or_says_none(
    tmp_path: Path, rows: list[dict[str, str]], said: list[str]
) -> None:
    paper = starter.new_form("清单", starter.FORM)
    columns = [
        starter.Column("序号", "{{ loop.index }}", 1),
        starter.Column("事项", "{{ row.what }}", 4),
    ]
    starter.list_table(paper, columns, items="things")
    starter.save(paper, tmp_path / "a.docx")

    lines = words(
        fill((tmp_path / "a.docx").read_bytes(), {**HEAD, "things": rows}, labels={})
    ).splitlines()

    assert lines[1:-1] == ["序号\t事项", *said]
    assert len(list(read(tmp_path / "a.docx").iter(f"{W}tblHeader"))) == 1


@pytest.mark.parametrize("chosen", ["是", ["是"]])
def test_boxes_tick_what_was_chosen(tmp_path: Path, chosen: str | list[str]) -> None:
    paper = starter.new_form("问卷", starter.FORM)
    starter.paragraph(paper, starter.boxes("answer", ["是", "否"]))
    starter.save(paper, tmp_path / "a.docx")

    data = fill((tmp_path / "a.docx").read_bytes(), {**HEAD, "answer": chosen}, labels={})

    assert "☑是　☐否" in words(data)
    assert "checkbox" in FILTERS


def test_opinion_looks_like_one_cell_with_a_place_to_sign(tmp_path: Path) -> None:
    paper = starter.new_form("审批", starter.FORM)
    starter.label_table(paper, starter.opinion("领导意见", "{{ view }}", "签字"))
    starter.save(paper, tmp_path / "a.docx")
    first, second = read(tmp_path / "a.docx").iter(f"{W}tr")

    assert [value(each) for each in first.iter(f"{W}vMerge")] == ["restart"]
    assert len(list(second.iter(f"{W}vMerge"))) == 1
    assert first.find(f".//{W}tcBorders/{W}bottom") is not None
    assert second.find(f".//{W}tcBorders/{W}top") is not None
    assert re.search(r"签字：\s+年", "".join(node.text or "" for node in second.iter(f"{W}t")))


def test_a_register_lies_on_its_side_and_its_tables_fill_it(tmp_path: Path) -> None:
    paper = starter.new_form("案卷目录", starter.REGISTER)
    starter.label_table(paper, [("甲方", "{{ name }}")])
    starter.save(paper, tmp_path / "a.docx")
    body = read(tmp_path / "a.docx")[0]

    size = next(body.iter(f"{W}pgSz"))
    columns = [int(column.get(f"{W}w", "0")) for column in body.iter(f"{W}gridCol")]

    assert size.get(f"{W}orient") == "landscape"
    assert int(size.get(f"{W}w", "0")) > int(size.get(f"{W}h", "0"))
    assert sum(columns) == round((297 - 20 - 20) * 1440 / 25.4)


def test_a_head_without_number_shows_the_grade_alone(tmp_path: Path) -> None:
    paper = starter.new_form("工作日志", starter.FORM, numbered=False)
    starter.save(paper, tmp_path / "a.docx")

    data = fill((tmp_path / "a.docx").read_bytes(), HEAD, labels={})

    assert words(data).splitlines()[0] == "示例公司\t密级：内部"
