"""Controls, bookmarks and the record: what a paper carries besides its words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from docgen.forms.gaps import Gap
from docgen.render import cold, pdf, soffice
from docgen.render.docx import fill, words
from docgen.render.embed import record_in, record_part
from docgen.render.package import Package, xml_bytes
from docgen.render.plain import without_controls
from docgen.render.record import Origin, Record

Paper = Callable[..., bytes]
Table = Callable[..., str]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABELS = {
    "name": "客户<名称>",
    "kind": "类别",
    "fee": "费用",
    "id": "身份证",
    "items": "明细",
    "items.what": "品名",
    "items.id": "证号",
}
ORIGIN = Origin("service/x", "t" * 64, "f" * 64, "1.2.3")
VALUES = {
    "name": "A & B",
    "kind": "水",
    "fee": Decimal("12.50"),
    "id": "990000199001010010",
    "items": [{"what": "阀", "id": "990000199001010029"}, {"what": "", "id": "9"}],
    "number": "1",
}
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.fixture(scope="module")
def template(paper: Paper, table: Table) -> bytes:
    return paper(
        f"<w:p>{run('甲{{ name }}乙{{ name }}', BOLD)}{run('{{ fee | rmb_words }}')}</w:p>",
        "{{ kind | checkbox('水') }}水{{ kind | checkbox('电') }}电，编号{{ number }}",
        "{% if fee %}{{ fee | money }}{% endif %}",
        table(
            ["{%tr for row in items %}", "", ""],
            ["{{ loop.index }}", "{{ row.what }}", "{{ row.id | mask_id }}"],
            ["{%tr endfor %}", "", ""],
        ),
        "{{ id | mask_id }}",
        header="{{ name }}",
    )


def made(template: bytes, **more: object) -> bytes:
    return fill(template, {**VALUES, **more}, labels=LABELS, origin=ORIGIN)


def controls(docx: bytes, part: str = "word/document.xml") -> list[tuple[str, str, str]]:
    """The tag, the lock and the text of every control."""
    found = []
    for control in Package.read(docx).xml(part).iter(f"{W}sdt"):
        tag, lock = control.find(f"{W}sdtPr/{W}tag"), control.find(f"{W}sdtPr/{W}lock")
        assert tag is not None
        text = "".join(one.text or "" for one in control.iter(f"{W}t"))
        locked = "" if lock is None else lock.get(f"{W}val", "")
        found.append((tag.get(f"{W}val", ""), locked, text))
    return found


def test_each_value_stands_in_a_control(template: bytes) -> None:
    docx = made(template)

    fixed, locked = "sdtLocked", "sdtContentLocked"
    assert controls(docx) == [
        ("name", fixed, "A & B"),
        ("name", fixed, "A & B"),
        ("=fee", locked, "壹拾贰元伍角整"),
        ("kind=水", fixed, "☑"),
        ("kind=电", fixed, "☐"),
        ("=number", locked, "1"),
        ("fee", fixed, "12.50"),
        ("items[0].what", "", "阀"),
        ("=items.id", "", "990***********0029"),
        ("items[1].what", "", ""),
        ("=items.id", "", "9"),
        ("=id", locked, "990***********0010"),
    ]
    assert controls(docx, "word/header1.xml") == [("name", fixed, "A & B")]


def test_words_and_looks_of_runs_stay(template: bytes) -> None:
    docx = made(template)
    plain = fill(template, VALUES, labels=LABELS)

    assert words(docx) == words(plain)
    runs = [
        ("".join(one.text or "" for one in each.iter(f"{W}t")), each.find(f"{W}rPr/{W}b") is None)
        for each in Package.read(docx).xml("word/document.xml").iter(f"{W}r")
    ]
    bold = [("甲", False), ("A & B", False), ("乙", False), ("A & B", False)]
    assert runs[:5] == [*bold, ("壹拾贰元伍角整", True)]


def test_ids_and_names_are_unique_short_and_in_pairs(template: bytes) -> None:
    docx = made(template)
    ids: list[str] = []
    for part in ("word/document.xml", "word/header1.xml"):
        root = Package.read(docx).xml(part)
        ids += [one.get(f"{W}val", "") for one in root.iter(f"{W}id")]
        starts = [one.get(f"{W}id", "") for one in root.iter(f"{W}bookmarkStart")]
        ends = [one.get(f"{W}id", "") for one in root.iter(f"{W}bookmarkEnd")]
        names = [one.get(f"{W}name", "") for one in root.iter(f"{W}bookmarkStart")]
        assert len(starts) == len(set(starts)) > 0
        assert sorted(starts) == sorted(ends)
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"dg_[0-9a-f]{6}_\d+(_\d+)?", name) for name in names)
        assert max(map(len, names)) <= 40
    assert len(ids) == len(set(ids))
    assert all(0 < int(one) < 2**31 for one in ids)


def test_no_kind_of_control_that_programs_break(template: bytes) -> None:
    docx = made(template)

    for part in Package.read(docx).stories():
        root = Package.read(docx).xml(part)
        broken = ("dataBinding", "text", "date", "dropDownList")
        assert not [one for name in broken for one in root.iterfind(f".//{W}sdtPr/{W}{name}")]
        parents = {
            above.tag for one in root.iter(f"{W}sdt") if (above := one.getparent()) is not None
        }
        assert parents <= {f"{W}p"}


def test_titles_are_the_labels(template: bytes) -> None:
    root = Package.read(made(template)).xml("word/document.xml")

    titles = {one.get(f"{W}val") for one in root.iter(f"{W}alias")}
    assert {"客户<名称>", "类别：水", "品名"} <= titles


def test_long_names_have_a_bookmark_only(paper: Paper) -> None:
    choice = "选" * 70
    docx = paper(f"{{{{ kind | checkbox('{choice}') }}}}")

    filled = made(docx, kind=choice)

    assert controls(filled) == []
    assert b"bookmarkStart" in Package.read(filled).parts["word/document.xml"]


@pytest.mark.parametrize(
    "block",
    [
        "<w:p><w:r><w:instrText>{{ name }}</w:instrText></w:r></w:p>",
        "<w:p><w:sdt><w:sdtContent>" + run("{{ name }}") + "</w:sdtContent></w:sdt></w:p>",
        "{% for x in items %}{% for y in items %}{{ y.what }}{% endfor %}{% endfor %}",
    ],
    ids=["no text", "a control already", "two loops"],
)
def test_where_no_control_can_stand_there_is_none(paper: Paper, block: str) -> None:
    docx = paper(block)

    assert all(tag == "" for tag, _, _ in _tags(made(docx)))


def _tags(docx: bytes) -> list[tuple[str, str, str]]:
    xml = Package.read(docx).parts["word/document.xml"].decode()
    return [(tag, "", "") for tag in re.findall('<w:tag w:val="([^"]*)"', xml)]


def test_a_missing_answer_is_marked_inside_its_control(paper: Paper) -> None:
    docx = paper("甲{{ name }}乙")

    filled = made(docx, name=Gap("name", "客户", "highlight"))

    assert controls(filled) == [("name", "sdtLocked", "客户")]
    assert b"yellow" in Package.read(filled).parts["word/document.xml"]


def test_lines_and_tabs_stay_inside_their_control(paper: Paper) -> None:
    docx = paper("甲{{ name }}乙")

    filled = made(docx, name="一\n二\t三")

    assert controls(filled) == [("name", "sdtLocked", "一二三")]
    assert words(filled) == words(fill(docx, {**VALUES, "name": "一\n二\t三"}, labels=LABELS))


def test_the_same_answers_give_the_same_bytes(template: bytes) -> None:
    assert made(template) == made(template)


# The record


def test_the_record_tells_what_the_paper_was_made_from(template: bytes) -> None:
    docx = made(template, day=date(2026, 3, 5), note="<&>]]>\x7f\u2028", yes=True)

    record = Record.from_json(record_in(Package.read(docx)))

    assert record.origin == ORIGIN
    assert record.number == "1"
    assert record.marks[:2] == ("name", "name")
    told = dict(record.answers)
    assert told["fee"] == "12.50"
    assert (told["day"], told["note"], told["yes"]) == ("2026-03-05", "<&>]]>\x7f\u2028", True)


def test_what_is_only_masked_stays_out_of_the_record(template: bytes) -> None:
    docx = made(template)

    record = record_in(Package.read(docx))

    assert "990000199001010010" not in record
    assert "990000199001010029" not in record
    assert json.loads(record)["answers"]["items"] == [{"what": "阀"}, {"what": ""}]


def test_what_is_masked_and_plain_stands_in_the_record(paper: Paper) -> None:
    docx = made(paper("{{ id | mask_id }} {{ id }}"))

    assert "990000199001010010" in record_in(Package.read(docx))


def test_the_part_of_the_record_is_known_to_the_package(template: bytes) -> None:
    package = Package.read(made(template))

    kinds = [one.target for one in package.relations(package.main()) if one.kind == "customXml"]
    assert kinds == ["customXml/item1.xml"]
    properties = package.relations("customXml/item1.xml")
    assert [one.target for one in properties] == ["customXml/itemProps1.xml"]
    assert package.content_type("customXml/item1.xml") == "application/xml"
    assert package.content_type("customXml/itemProps1.xml").endswith("customXmlProperties+xml")


def test_a_template_with_parts_of_its_own_keeps_them(paper: Paper) -> None:
    own = xml_bytes("<mine/>")
    docx = paper("{{ name }}", parts={"customXml/item1.xml": own})

    package = Package.read(made(docx))

    assert package.parts["customXml/item1.xml"] == own
    assert record_part(Package.read(docx)) == "customXml/item2.xml"
    assert "service/x" in record_in(package)


def test_a_paper_without_record_has_none(template: bytes) -> None:
    assert record_in(Package.read(fill(template, VALUES, labels=LABELS))) == ""


# For printing


def test_the_plain_paper_for_printing_is_the_paper_without_controls(template: bytes) -> None:
    docx = made(template)

    plain = without_controls(docx)

    parts = Package.read(plain).parts
    assert words(plain) == words(docx)
    assert not any(b"w:sdt" in data or b"bookmark" in data for data in parts.values())


def test_a_pdf_is_made_of_the_plain_paper(template: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []

    def run(_program: str, papers: dict[int, bytes], **_: object) -> dict[int, bytes]:
        printed.extend(papers.values())
        return dict.fromkeys(papers, b"%PDF")

    monkeypatch.setattr(cold, "run", run)
    monkeypatch.setattr(soffice, "find", str)
    for check in ("cjk_font", "refuse_boxes"):
        monkeypatch.setattr(pdf, check, lambda *_: None)

    pdf.to_pdf(made(template))

    assert printed == [without_controls(made(template))]


def test_a_paper_without_controls_is_printed_as_it_is(template: bytes, paper: Paper) -> None:
    plain = fill(template, VALUES, labels=LABELS)
    strange = paper('<w:p><w:bookmarkStart w:id="1" w:name="own"/><w:bookmarkEnd w:id="1"/></w:p>')
    odd = paper(f'<w:p><w:sdt w:x="1"><w:sdtContent>{run("x")}</w:sdtContent></w:sdt></w:p>')

    assert without_controls(plain) == plain
    assert without_controls(strange) == strange
    assert without_controls(odd) == odd
