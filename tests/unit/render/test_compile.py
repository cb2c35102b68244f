"""Compiled templates say what docxtpl says, also where docxtpl mends, and are compiled once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.docxtpl_twin import docxtpls, ours

from docgen.errors import BadInput
from docgen.forms.gaps import Gap
from docgen.render import compile as compiling
from docgen.render.compile import compiled
from docgen.render.docx import fill, words
from docgen.render.package import Package, xml_bytes
from docgen.render.story import WORD

Paper = Callable[..., bytes]
Table = Callable[..., str]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
DRAWING = (
    f'<w:p><w:r><wp:inline xmlns:wp="{WP}"><wp:docPr id="7" name="标志"/></wp:inline></w:r></w:p>'
)
LABELS = {"name": "客户名称", "items": "明细"}
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def context(rows: int = 3) -> dict[str, object]:
    items = [{"what": f"第{n}\t<项>", "note": ""} for n in range(rows)]
    text = "A & B\n“引”\t𠮷😀"
    return {"name": text, "big": rows > 1, "items": items, "span": 2, "colour": "FFFF00"}


def steps(docx: bytes) -> set[str]:
    return {step.__name__ for part in compiled(docx).parts for step in part.steps}


def same(docx: bytes, rows: int) -> bool:
    return ours(docx, context(rows), LABELS) == docxtpls(docx, context(rows))


ODD = {
    "a tab between bold and plain": (
        "<w:p>"
        + run("{{ name }}", BOLD)
        + run("{% if big %}x{{ name }}")
        + run("y{% endif %}{{ name }}")
        + "</w:p>"
    ),
    "marks over several runs": (
        "<w:p>"
        + run("{% if big %}")
        + run("{{ name }}", BOLD)
        + run("{% else %}")
        + run("无{% endif %}")
        + "</w:p>"
    ),
    "marks over several paragraphs": (
        "<w:p>" + run("a{% if big %}b") + "</w:p><w:p>" + run("c{{ name }}{% endif %}d") + "</w:p>"
    ),
    "paragraphs repeated": "{%p for x in items %}|{{ x.what }}|{%p endfor %}",
    "merged with the paragraph before": "甲|{%- if big %}乙{% endif -%}|丙",
    "a comment": "{# nothing #}甲|{#p and this goes #}",
    "literal braces": "{_{ name }_} {_% if %_}",
    "conditional expression": "{{ '&lt;大&gt;' if big else name }}{{ 'x' ~ name ~ 1 }}{{ 1 + 2 }}",
    "curly quotes in a mark": "{% if name == “x” %}y{% else %}{{ ‘&lt;’ }}{% endif %}",
    "drawings": DRAWING + "|{%p for x in items %}|" + DRAWING + "|{%p endfor %}",
}


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("name", ODD)
def test_odd_paragraphs_are_docxtpls(paper: Paper, name: str, rows: int) -> None:
    docx = paper(
        *ODD[name].split("|"), header="{{ name }}", footer="{% if big %}{{ name }}{% endif %}"
    )

    assert same(docx, rows)
    assert "mend" not in steps(docx)


TABLES = {
    "rows repeated": [
        ["a", "b"],
        ["{%tr for x in items %}", ""],
        ["{{ x.what }}", "b"],
        ["{%tr endfor %}", ""],
    ],
    "cells repeated": [["{%tc for x in items %}", "{{ x.what }}", "{%tc endfor %}"]],
    "merged downwards": [["{%tr for x in items %}"], ["{% vm %}{{ x.what }}"], ["{%tr endfor %}"]],
    "merged sideways": [["{%tc for x in items %}", "{% hm %}{{ x.what }}", "{%tc endfor %}"]],
    "columns by a value": [["{% colspan span %}a"], ["a", "b"]],
    "coloured by a value": [["{% cellbg colour %}a", "b"]],
    "rows that may be absent": [["{%tr if big %}", ""], ["a", "b"], ["{%tr endif %}", ""]],
}


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("name", TABLES)
def test_odd_tables_are_docxtpls(paper: Paper, table: Table, name: str, rows: int) -> None:
    cells = table(*TABLES[name]).replace("<w:tcPr/>", '<w:tcPr><w:tcW w:w="9"/></w:tcPr>')
    docx = paper("前", cells, "后")

    assert same(docx, rows)
    assert ("mend" in steps(docx)) is (name != "rows repeated")


def test_a_drawing_in_a_mended_document_is_numbered(paper: Paper, table: Table) -> None:
    docx = paper(table(*TABLES["cells repeated"]), DRAWING, DRAWING)

    assert same(docx, 3)


def test_a_value_outside_words_text_is_checked_each_time(paper: Paper) -> None:
    code = "<w:p><w:r><w:instrText>{{ name }}</w:instrText></w:r></w:p>"
    docx = paper("甲", footer=code)

    assert steps(docx) == {"break_tabs", "mark_yellow", "begin_paragraphs", "check"}
    assert (
        b"A &amp; B"
        in Package.read(fill(docx, {"name": "A & B"}, labels=LABELS)).parts["word/footer1.xml"]
    )
    with pytest.raises(BadInput, match="would not open in Word"):
        fill(docx, {"name": "A\nB"}, labels=LABELS)


def test_a_template_is_read_once(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    docx = paper("只读一次 {{ name }}")
    first = fill(docx, {"name": "甲"}, labels=LABELS)
    monkeypatch.setattr(compiling, "stories", None)

    again = fill(bytes(bytearray(docx)), {"name": "甲"}, labels=LABELS)

    assert again == first


def test_parts_without_marks_stay_as_they_are(paper: Paper) -> None:
    parts = {
        "word/styles.xml": xml_bytes("<w:styles  xmlns:w='x' />"),
        "word/media/a.png": b"\x89P",
    }
    docx = paper("{{ name }}", parts=parts)

    filled = Package.read(fill(docx, {"name": "甲"}, labels=LABELS)).parts

    assert {part: filled[part] for part in parts} == parts
    assert filled.keys() == Package.read(docx).parts.keys()


def test_a_flood_is_stopped_while_it_rises(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    write = WORD.write

    def counted(value: object) -> bytes:
        asked.append(value)
        return write(value)

    monkeypatch.setattr(WORD, "write", counted)
    docx = paper("{% for x in items %}{% for y in items %}{{ x }}{% endfor %}{% endfor %}")
    (part,) = compiled(docx).parts

    with pytest.raises(BadInput, match="too large"):
        part.fill({"items": ["x" * 1000] * 1000}, 100_000)

    assert len(asked) < 5_000


def test_more_than_a_thousand_empty_values_do_not_end_a_document(paper: Paper) -> None:
    docx = paper("{% for x in items %}{{ x.note }}{% endfor %}完")

    assert same(docx, 5_000)


def test_answers_of_one_document_do_not_stay_for_the_next(paper: Paper) -> None:
    docx = paper("{{ name }}", header="{{ name }}")
    fill(docx, {"name": "甲"}, labels=LABELS)

    with pytest.raises(BadInput, match="has no value"):
        fill(docx, {}, labels=LABELS)


def test_a_package_with_too_many_parts_is_refused(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "MOST_MEMBERS", 2)

    with pytest.raises(BadInput, match="more than 2 parts"):
        fill(paper("太多 {{ name }}"), {"name": "甲"}, labels=LABELS)


def gaps() -> dict[str, object]:
    return {
        "blank": Gap("blank", "甲", "blank"),
        "keep": Gap("keep", "乙", "keep"),
        "mark": Gap("mark", "<丙>", "highlight"),
    }


def test_where_an_answer_is_missing_and_may_be(paper: Paper) -> None:
    docx = paper("{{ blank }}|{{ keep }}|{{ mark }}", "{{ blank | long_date }}|{{ keep | money }}")

    filled = fill(docx, gaps(), labels=LABELS)

    assert words(filled) == "__________|{{ keep }}|<丙>\n__________|{{ keep }}\n"


def test_a_missing_answer_decides_like_an_empty_one(paper: Paper) -> None:
    docx = paper("{% if mark %}有{% else %}无{% endif %}{{ mark | checkbox('x') }}")

    assert words(fill(docx, gaps(), labels=LABELS)) == "无☐\n"


def test_the_label_of_a_missing_answer_is_marked_yellow(paper: Paper) -> None:
    old = '<w:rPr><w:b/><w:highlight w:val="red"/></w:rPr>'
    docx = paper(f"<w:p>{run('前{{ mark }}中{{ mark }}后', old)}{run('{{ mark }}')}</w:p>")

    xml = Package.read(fill(docx, gaps(), labels=LABELS)).xml("word/document.xml")

    runs = [
        (
            "".join(map(str, each.itertext())),
            [mark.tag.rpartition("}")[2] for mark in each.iter()][2:-1],
        )
        for each in xml.iter("{*}r")
    ]
    plain, yellow = ["b", "highlight"], ["highlight", "b"]
    assert runs == [
        ("前", plain),
        ("<丙>", yellow),
        ("中", plain),
        ("<丙>", yellow),
        ("后", plain),
        ("", []),
        ("<丙>", ["highlight"]),
        ("", []),
    ]
    values = [node.get(f"{{{W}}}val") for node in xml.iter("{*}highlight")]
    assert values == ["red", "yellow", "red", "yellow", "red", "yellow"]


def test_a_missing_answer_in_the_properties_is_nothing(paper: Paper) -> None:
    core = xml_bytes("<p xmlns:w='x'><title>a{{ mark }}b</title></p>")

    filled = fill(paper("甲", parts={"docProps/core.xml": core}), gaps(), labels=LABELS)

    assert b"<title>ab</title>" in Package.read(filled).parts["docProps/core.xml"]
