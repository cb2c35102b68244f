"""Filling: what is written, what is refused, and that nothing is changed in silence."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import docx as python_docx
import pytest
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from docgen.errors import BadInput
from docgen.render import docx as filling
from docgen.render.compile import compiled
from docgen.render.docx import fill, words
from docgen.render.package import Package

Paper = Callable[..., bytes]
Table = Callable[..., str]
LABELS = {"name": "客户名称", "note": "说明", "items": "明细", "items.what": "事项"}


def refused(docx: bytes, **context: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        fill(docx, context, labels=LABELS)
    return caught.value


def test_fields_conditions_and_rows(paper: Paper, table: Table) -> None:
    rows = table(["事项"], ["{%tr for row in items %}"], ["{{ row.what }}"], ["{%tr endfor %}"])
    docx = paper("甲方：{{ name }}", "{% if big %}大{% else %}小{% endif %}", rows)
    context = {"name": "示例公司", "big": True, "items": [{"what": "漏水"}, {"what": "断电"}]}

    filled = fill(docx, context, labels=LABELS)

    assert words(filled) == "甲方：示例公司\n大\n事项\n漏水\n断电\n"


def test_every_part_is_filled(paper: Paper) -> None:
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p></w:footnote>"
    docx = paper("{{ name }}", header="{{ name }}", footer="{{ name }}", more={"footnotes": note})

    filled = fill(docx, {"name": "甲"}, labels=LABELS)

    assert words(filled) == "甲\n" * 4


def test_a_mark_torn_apart_by_word_is_read(paper: Paper) -> None:
    torn = "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ na</w:t></w:r><w:r><w:t>me }}</w:t></w:r></w:p>"

    assert words(fill(paper(torn), {"name": "甲"}, labels=LABELS)) == "甲\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", ""),
        (12, "12\n"),
        (Decimal("1E+3"), "1000\n"),
        (Decimal("0.50"), "0.50\n"),
        (True, "是\n"),
        (False, "否\n"),
        (date(2026, 3, 5), "2026年3月5日\n"),
        (datetime(2026, 3, 5, 14, 30), "2026年3月5日 14:30\n"),  # noqa: DTZ001 - a form's time has no zone
        (["水电", "门窗"], "水电、门窗\n"),
    ],
)
def test_how_values_read_without_a_filter(paper: Paper, value: object, written: str) -> None:
    assert words(fill(paper("{{ name }}"), {"name": value}, labels=LABELS)) == written


def test_line_breaks_and_tabs_become_words(paper: Paper) -> None:
    filled = fill(paper("{{ note }}"), {"note": "一\n二\t三"}, labels=LABELS)

    xml = Package.read(filled).parts["word/document.xml"]
    assert words(filled) == "一\n二\t三\n"
    assert xml.count(b"<w:br/>") == 1
    assert xml.count(b"<w:tab/>") == 1


@pytest.mark.parametrize(
    "value",
    [
        "A & B <公司> \"引\" '号'",
        "{{ name }} {% if x %}",
        "{_{ }_} {_% %_}",
        "<w:p/>]]>&amp;",
        "𠮷😀",
        "  两端  ",
    ],
)
def test_a_value_is_never_changed_nor_read_as_a_mark(paper: Paper, value: str) -> None:
    filled = fill(paper("“{{ name }}”"), {"name": value}, labels=LABELS)

    assert words(filled) == f"“{value}”\n"


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_printable_text_comes_back(paper: Paper, value: str) -> None:
    filled = fill(paper("{{ name }}"), {"name": value}, labels=LABELS)

    assert words(filled) == f"{value}\n"


def test_docxtpl_by_itself_loses_what_we_keep(paper: Paper) -> None:
    """The twin that must fail: without escaping the company's name is gone."""
    template = DocxTemplate(io.BytesIO(paper("{{ name }}")))

    template.render({"name": "A & B <公司>"}, Environment())  # noqa: S701 - the fault is shown

    assert "<公司>" not in "".join(each.text for each in template.docx.paragraphs)


def test_same_answers_same_bytes(paper: Paper) -> None:
    docx = paper("{{ name }}", header="{{ name }}")

    first = fill(docx, {"name": "甲"}, labels=LABELS)
    compiled.cache_clear()

    assert fill(docx, {"name": "甲"}, labels=LABELS) == first


def test_the_document_xml_is_docxtpls(paper: Paper, table: Table) -> None:
    rows = table(["数"], ["{%tr for row in items %}"], ["{{ row.what }}"], ["{%tr endfor %}"])
    docx = paper("{%p if name %}", "{{ name }} {_{ x }_}。", "{%p endif %}", rows)
    context = {"name": "A & <B>", "items": [{"what": "x"}, {"what": "y"}]}
    theirs = DocxTemplate(io.BytesIO(docx))
    theirs.render(context, autoescape=True)

    ours = Package.read(fill(docx, context, labels=LABELS)).xml("word/document.xml")

    assert etree.tostring(ours, method="c14n") == etree.tostring(
        theirs.docx._element, method="c14n"
    )


def test_python_docx_opens_what_was_filled() -> None:
    letter = python_docx.Document()
    letter.add_paragraph("{{ name }}")
    letter.core_properties.title = "{{ note }}"
    saved = io.BytesIO()
    letter.save(saved)

    filled = fill(saved.getvalue(), {"name": "甲", "note": "标题\n二"}, labels=LABELS)

    opened = python_docx.Document(io.BytesIO(filled))
    assert opened.paragraphs[0].text == "甲"
    assert opened.core_properties.title == "标题 二"


def test_columns_that_were_repeated_get_a_grid(paper: Paper, table: Table) -> None:
    cells = ["{%tc for row in items %}", "{{ row.what }}", "{%tc endfor %}"]
    context = {"items": [{"what": each} for each in "甲乙丙丁"]}

    filled = fill(paper(table(cells)), context, labels=LABELS)

    grid = Package.read(filled).xml("word/document.xml").iterfind(".//{*}gridCol")
    assert len(list(grid)) == 4
    assert words(filled) == "甲\t乙\t丙\t丁\n"


def test_a_missing_value_names_field_and_label(paper: Paper) -> None:
    problem = refused(paper("甲方：{{ name }}"))

    assert problem.field == "name"
    assert "“客户名称” has no value" in problem.what
    assert "甲方：{{ name }}" in problem.why


def test_a_value_of_none_is_a_hole(paper: Paper) -> None:
    problem = refused(paper("{{ name }}"), name=None, items=[{"what": "x"}, {"what": None}])

    assert [(each.field, each.label, each.place) for each in problem.details] == [
        ("name", "客户名称", ""),
        ("items.what", "事项", "row 2"),
    ]


def test_plain_values_need_one_look_only() -> None:
    rows = [{"a": "x", "b": ["y", "z"], "c": date(2026, 3, 5)}, {}]

    assert filling._are_plain([1, True, Decimal(1), rows, [], "x"])
    assert not filling._are_plain([rows, [{"a": None}]])
    assert not filling._are_plain([1.5])
    assert not filling._are_plain([object()])


def test_a_value_of_none_decides_nothing_in_silence(paper: Paper) -> None:
    assert refused(paper("{% if name %}甲{% endif %}"), name=None).field == "name"


def test_a_control_character_is_refused_with_its_name(paper: Paper) -> None:
    problem = refused(paper("{{ name }}"), name="a\x0bb")

    assert problem.field == "name"
    assert "VERTICAL TAB" in problem.why


def test_a_control_character_in_a_row_names_column_and_row(paper: Paper) -> None:
    docx = paper("{% for row in items %}{{ row.what }}{% endfor %}")

    problem = refused(docx, items=[{"what": "x"}, {"what": "a\ud800"}])

    assert [(each.field, each.label, each.place) for each in problem.details] == [
        ("items.what", "事项", "row 2")
    ]


def test_a_control_character_of_the_template_itself_quotes_the_paragraph(paper: Paper) -> None:
    problem = refused(paper("甲 {{ '\\x0b' }}"))

    assert "VERTICAL TAB" in problem.why
    assert "“甲 " in problem.why


def test_an_unknown_field_gets_the_nearest_name(paper: Paper) -> None:
    problem = refused(paper("甲方：{{ nmae }}"), name="甲")

    assert "“nmae”" in problem.what
    assert problem.fix == "did you mean “name”?"


def test_an_unknown_column_gets_the_nearest_name(paper: Paper) -> None:
    docx = paper("{% for row in items %}{{ row.whta }}{% endfor %}")

    problem = refused(docx, items=[{"what": "x"}])

    assert "“whta”" in problem.what
    assert problem.fix == "did you mean “what”?"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("甲 {{ name", "“{{” is opened and not closed"),
        ("甲 name }}", "“}}” is closed and was not opened"),
        ("甲 {{ {{ name }}", "“{{” is opened and not closed"),
        ("甲 {# name", "“{#” is opened and not closed"),
        ("甲 {% if name %}", "looking for the following tags"),
        ("甲 {% endif %}", "unknown tag 'endif'"),
        ("甲 {% tr for x in items %}", "blank between {% and tr"),
        ("甲 {{ name | rmb_word }}", "no filter “rmb_word”"),
        ("甲 {{ name is defined }}", "no test “is defined”"),
        ("甲 {{tr name }}", "needs rich text"),
        ("甲 {%p if name %}", "would be lost"),
        ("甲 {% set x = 1 %}", "“assign” is not allowed"),
    ],
)
def test_a_broken_template_quotes_the_paragraph(paper: Paper, text: str, why: str) -> None:
    problem = refused(paper("前", text, "后"), name="甲", items=[])

    assert why in problem.why
    assert "“甲 " in problem.why
    assert problem.fix


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ items }}", "cannot be written as one value"),
        ("{{ self }}", "cannot be written as one value"),
        ("{{ name | rmb_words }}", "cannot be written in words"),
        ("{% if name > 3 %}{% endif %}", "'>' not supported"),
    ],
)
def test_a_use_that_does_not_fit_quotes_the_paragraph(paper: Paper, text: str, said: str) -> None:
    problem = refused(paper("前", text), name="甲", items=[{"what": "x"}])

    assert said in str(problem)
    assert f"“{text}”" in problem.why


def test_a_mark_where_word_keeps_no_text_is_refused(paper: Paper) -> None:
    bent = "<w:p><w:pPr><w:jc w:val='{{ note }}'/></w:pPr></w:p>"

    problem = refused(paper(bent), note="一\n二")

    assert "would not open in Word" in problem.what


def test_the_output_is_capped(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "OUTPUT_LIMIT", 5_000)
    docx = paper("{% for row in items %}{{ row.what }}{% endfor %}")

    problem = refused(docx, items=[{"what": "x" * 100}] * 100)

    assert "too large" in problem.what


def test_a_value_that_is_not_plain_is_the_programmers_fault(paper: Paper) -> None:
    with pytest.raises(TypeError):
        fill(paper("{{ name }}"), {"name": 1.5}, labels=LABELS)


def test_dates_and_loops_show_their_parts_only(paper: Paper) -> None:
    docx = paper(
        "{{ name.year }} {% for x in items %}{{ loop.index }}/{{ loop.length }} {% endfor %}"
    )

    filled = fill(docx, {"name": date(2026, 3, 5), "items": ["a", "b"]}, labels=LABELS)

    assert words(filled) == "2026 1/2 2/2\n"
