"""Pictures in filled Word files: everywhere a value may stand, whole, named, and the same again."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from lxml import etree
from tests.support.pictures import jpeg, png

from docgen.errors import BadInput
from docgen.forms.form import Column
from docgen.forms.gaps import Gap
from docgen.forms.pictures import Given, Picture, read_picture
from docgen.render.docx import fill, words
from docgen.render.package import Package
from docgen.render.ziprules import zip_fault

Paper = Callable[..., bytes]
Table = Callable[..., str]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABELS = {"photo": "照片", "number": "编号", "items": "明细"}
EXACT = '<w:spacing w:before="60" w:line="320" w:lineRule="exact"/>'
LOGO = (
    '<w:p><w:r><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="7" name="标志"/></wp:inline></w:r></w:p>'
)


def picture(data: bytes = b"", label: str = "照片", **mm: int) -> Picture:
    column = Column(name="photo", label=label, kind="image", **mm)  # type: ignore[arg-type]
    return read_picture(column, Given("a", data or png()))


def filled(paper: bytes, **values: object) -> Package:
    return Package.read(fill(paper, values, labels=LABELS))


def shown(package: Package, part: str) -> list[tuple[str, str, bytes, tuple[str, str]]]:
    """For each drawing its id and label, what its relationship leads to, and its size."""
    targets = {one.id: one.target for one in package.relations(part)}
    found = []
    for drawing in package.xml(part).iter(f"{W}drawing"):
        (about,), (blip,) = drawing.iter("{*}docPr"), drawing.iter("{*}blip")
        (size,) = drawing.iter("{*}extent")
        target = targets[str(blip.attrib.values()[0])]
        place = size.get("cx", ""), size.get("cy", "")
        found.append((about.get("id", ""), about.get("descr", ""), package.parts[target], place))
    return found


def test_a_picture_stands_where_its_mark_stood(paper: Paper) -> None:
    photo = picture(jpeg(), label="照片 <甲> & “乙”", width_mm=30)

    package = filled(paper("前{{ photo }}后"), photo=photo)

    ((_, label, data, size),) = shown(package, "word/document.xml")
    assert data == photo.data
    assert label == "照片 <甲> & “乙”"
    assert size == (str(30 * 36_000), str(20 * 36_000))
    assert words(package.pack()) == "前后\n"


def test_it_is_drawn_in_every_part(paper: Paper, table: Table) -> None:
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>{{ photo }}</w:t></w:r></w:p></w:footnote>"
    cells = table(
        ["{%tr for row in items %}", ""], ["x", "{{ row.photo }}"], ["{%tr endfor %}", ""]
    )
    docx_ = paper(
        cells,
        "{{ photo }}",
        header="{{ photo }}",
        footer="{{ number | qr }}",
        more={"footnotes": note},
    )
    one, two = picture(), picture(jpeg())

    package = filled(docx_, photo=one, number="TS-1", items=[{"photo": one}, {"photo": two}])

    seen = {part: shown(package, part) for part in package.stories()}
    assert [data for _, _, data, _ in seen["word/document.xml"]] == [one.data, two.data, one.data]
    assert [len(seen[f"word/{part}.xml"]) for part in ("header1", "footer1", "footnotes")] == [
        1
    ] * 3
    ids = [number for each in seen.values() for number, *_ in each]
    assert len(set(ids)) == len(ids)
    media = [part for part in package.parts if "/media/" in part]
    assert len(media) == 3
    assert [package.content_type(part) for part in media] == [
        {"png": "image/png", "jpg": "image/jpeg"}[part.rpartition(".")[2]] for part in media
    ]


def test_word_reads_the_file(paper: Paper) -> None:
    made = fill(paper("{{ photo }}{{ photo }}"), {"photo": picture()}, labels=LABELS)

    document = docx.Document(io.BytesIO(made))

    assert [each.width.mm for each in document.inline_shapes] == [60, 60]
    assert zip_fault(made) is None


def test_the_same_answers_give_the_same_bytes(paper: Paper) -> None:
    docx_ = paper("{{ photo }}{{ number | qr }}{{ number | code128(60, 15) }}")
    values = {"photo": picture(), "number": "TS-20260301"}

    assert fill(docx_, values, labels=LABELS) == fill(docx_, dict(values), labels=LABELS)


def test_documents_of_one_template_do_not_share_pictures(paper: Paper) -> None:
    docx_ = paper("{{ photo }}")
    filled(docx_, photo=picture(jpeg()))

    without, other = filled(docx_, photo=""), filled(docx_, photo=picture())

    assert not [part for part in without.parts if "/media/" in part]
    assert without.parts["[Content_Types].xml"] == Package.read(docx_).parts["[Content_Types].xml"]
    assert [part[-3:] for part in other.parts if "/media/" in part] == ["png"]


def test_exact_lines_would_show_a_strip_and_give_way(paper: Paper) -> None:
    styled = "<w:p><w:pPr>{}<w:jc w:val='center'/></w:pPr><w:r><w:t>{{{{ {} }}}}</w:t></w:r></w:p>"
    docx_ = paper(
        styled.format(EXACT, "photo"), styled.format("", "photo"), styled.format(EXACT, "number")
    )

    root = filled(docx_, photo=picture(), number="1").xml("word/document.xml")

    lines = [
        [
            (local.get(f"{W}line"), local.get(f"{W}lineRule"), local.get(f"{W}before"))
            for local in each
        ]
        for each in ([*p.iter(f"{W}spacing")] for p in root.iter(f"{W}p"))
    ]
    assert lines == [[("240", "auto", "60")], [("240", "auto", None)], [("320", "exact", "60")]]
    order = [etree.QName(each).localname for each in next(root.iter(f"{W}pPr"))]
    assert order == ["spacing", "jc"]


def test_a_templates_own_drawings_are_kept_and_numbered_apart(paper: Paper) -> None:
    package = filled(paper(LOGO, "{{ photo }}", LOGO), photo=picture())

    root = package.xml("word/document.xml")
    ids = [each.get("id") for each in root.iter("{*}docPr")]
    assert len(set(ids)) == 3


def test_a_declared_ending_of_another_kind_is_overridden(paper: Paper) -> None:
    package = Package.read(paper("{{ photo }}"))
    odd = b'<Default Extension="PNG" ContentType="application/x-odd"/><Default Extension="rels"'
    types = package.parts["[Content_Types].xml"].replace(b'<Default Extension="rels"', odd, 1)

    made = filled(Package({**package.parts, "[Content_Types].xml": types}).pack(), photo=picture())

    (media,) = [part for part in made.parts if "/media/" in part]
    assert made.content_type(media) == "image/png"


@pytest.mark.parametrize(
    "mark",
    [
        "<w:p><w:r><w:instrText>{{ photo }}</w:instrText></w:r></w:p>",
        '<w:p w:rsidR="{{ photo }}"><w:r><w:t>x</w:t></w:r></w:p>',
    ],
)
def test_a_picture_where_word_keeps_no_text_is_refused(paper: Paper, mark: str) -> None:
    with pytest.raises(BadInput, match="would not open in Word"):
        filled(paper(mark), photo=picture())


@pytest.mark.parametrize("mark", ["{{ photo | join }}", "{{ photo.data }}", "{{ photo | qr }}"])
def test_a_picture_is_nothing_else(paper: Paper, mark: str) -> None:
    with pytest.raises(BadInput):
        filled(paper(mark), photo=picture())


def test_a_missing_picture_keeps_its_place(paper: Paper) -> None:
    gap = Gap("photo", "照片", "highlight")

    assert words(filled(paper("甲{{ photo }}"), photo=gap).pack()) == "甲照片\n"
    assert words(filled(paper("甲{{ photo | qr }}"), photo="").pack()) == "甲\n"
    assert (
        words(filled(paper("{% if photo %}有{% else %}无{% endif %}"), photo=gap).pack()) == "无\n"
    )


def test_a_code_that_cannot_be_made_names_the_paragraph(paper: Paper) -> None:
    with pytest.raises(BadInput) as caught:
        filled(paper("条码：{{ number | code128 }}"), number="投诉")

    assert "ASCII only, at “条码：" in str(caught.value.why)


def test_many_rows_with_pictures_stay_within_the_limit(
    paper: Paper, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.render.docx.OUTPUT_LIMIT", 100_000)
    docx_ = paper(table(["{%tr for row in items %}"], ["{{ row.photo }}"], ["{%tr endfor %}"]))

    with pytest.raises(BadInput, match="too large"):
        filled(docx_, items=[{"photo": picture(jpeg(600, 600))}] * 500)
