"""Makes tests/bad-templates: one template a mistake, named after the code of its remark.

    python tools/bad_templates.py [FOLDER]

Run it after a change here and commit what it wrote; a test runs it again and compares.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.render.package import Package, xml_bytes

TARGET = Path(__file__).parent.parent / "tests" / "bad-templates"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

FORM = """\
title  = "投诉登记表"
family = "complaint"
number = "TS-{year}{month:02}{seq:02}"

[field.customer_name]
label = "客户名称"
kind  = "text"

[field.amount]
label = "涉及金额"
kind  = "money"

[field.urgent]
label = "是否紧急"
kind  = "yesno"

[field.handler_signature]
label = "经办人签字"
kind  = "signature"

[field.items]
label = "问题明细"
kind  = "table"
  [field.items.column.what]
  label = "事项"
  kind  = "text"
  [field.items.column.count]
  label = "次数"
  kind  = "integer"
"""
EXAMPLE = """\
customer_name = "示例商贸有限公司"
amount = 100.5
urgent = true

[[items]]
what = "漏水"
count = 2
"""
BODY = [
    "客户：{{ customer_name }}",
    "金额：{{ amount | rmb_words }}",
    "{% if urgent %}紧急{% else %}不紧急{% endif %}",
]
ROW = "{{ row.what }}"
HEADER, FOOTER = "编号：{{ number }}", "{{ company }}"
EXPECTED = """\
编号：TS-20260301
客户：示例商贸有限公司
金额：壹佰元伍角整
紧急
事项\t次数
漏水\t2
示例客户服务有限公司
"""
#: The branch for what is not urgent needs an example of its own.
MORE = "more-examples.toml"
CALM = "[[example]]\nurgent = false\n"
TRACKED = '<w:ins w:id="1" w:author="甲" w:date="2026-03-05T09:00:00Z">{run}</w:ins>'
COMMENTED = '{run}<w:r><w:commentReference w:id="0"/></w:r>'


@dataclass(frozen=True, kw_only=True)
class Template:
    """The four files of a template, right unless said otherwise."""

    body: list[str]
    row: str = ROW
    count: str = "{{ row.count }}"
    opening: str = "{%tr for row in items %}"
    header: str = HEADER
    footer: str = FOOTER
    font: str = "宋体"
    around: str = "{run}"
    form: str = FORM
    example: str = EXAMPLE
    expected: str = EXPECTED
    parts: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=lambda: {MORE: CALM})
    without: str = ""

    def write(self, folder: Path) -> None:
        """Write the four files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "template.docx").write_bytes(self._docx())
        (folder / "form.toml").write_text(self.form, "utf-8")
        (folder / "example.toml").write_text(self.example, "utf-8")
        (folder / "expected.txt").write_text(self.expected, "utf-8")
        for name, text in self.more.items():
            (folder / name).write_text(text, "utf-8")
        if self.without:
            (folder / self.without).unlink()

    def _docx(self) -> bytes:
        first, *rest = self.body
        paragraphs = self._paragraph(first, self.around) + "".join(map(self._paragraph, rest))
        rows = [
            ("事项", "次数"),
            (self.opening, ""),
            (self.row, self.count),
            ("{%tr endfor %}", ""),
        ]
        table = "".join(self._row(*cells) for cells in rows)
        grid = "<w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='2000'/></w:tblGrid>"
        section = (
            "<w:sectPr><w:headerReference w:type='default' r:id='rId1'/>"
            "<w:footerReference w:type='default' r:id='rId2'/>"
            "<w:pgSz w:w='11906' w:h='16838'/>"
            "<w:pgMar w:top='1440' w:right='1440' w:bottom='1440' w:left='1440'/></w:sectPr>"
        )
        body = f"{paragraphs}<w:tbl>{grid}{table}</w:tbl>{self._paragraph('')}{section}"
        return Package(
            {
                "[Content_Types].xml": xml_bytes(_content_types()),
                "_rels/.rels": xml_bytes(_relations("officeDocument word/document.xml")),
                "word/_rels/document.xml.rels": xml_bytes(
                    _relations("header header1.xml", "footer footer1.xml")
                ),
                "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
                "word/header1.xml": _part("hdr", self._paragraph(self.header)),
                "word/footer1.xml": _part("ftr", self._paragraph(self.footer)),
                **{name: xml_bytes(text) for name, text in self.parts.items()},
            }
        ).pack()

    def _paragraph(self, text: str, around: str = "{run}") -> str:
        if text.startswith("<w:"):
            return text
        font = f"<w:rPr><w:rFonts w:ascii='{self.font}' w:eastAsia='{self.font}'/></w:rPr>"
        run = f"<w:r>{font}<w:t xml:space='preserve'>{text}</w:t></w:r>"
        return f"<w:p>{around.replace('{run}', run)}</w:p>"

    def _row(self, *cells: str) -> str:
        inside = (f"<w:tc><w:tcPr/>{self._paragraph(cell)}</w:tc>" for cell in cells)
        return f"<w:tr>{''.join(inside)}</w:tr>"


def _part(root: str, inside: str) -> bytes:
    return xml_bytes(f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inside}</w:{root}>')


def _content_types() -> str:
    kinds = {"document": "document.main", "header1": "header", "footer1": "footer"}
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>{parts}</Types>'
    )


def _relations(*targets: str) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate((each.split() for each in targets), start=1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{entries}</Relationships>'


def _boxed(text: str) -> str:
    """A paragraph with a text box in it."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{inside}</v:textbox>'
    return f"<w:p><w:r><w:pict>{shape}</v:shape></w:pict></w:r></w:p>"


def _picture(width: int, height: int) -> str:
    """A paragraph with a drawing of this size in millimetres, without the picture itself."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    size = f'<wp:extent cx="{width * 36_000}" cy="{height * 36_000}"/>'
    inline = f'<wp:inline xmlns:wp="{space}">{size}</wp:inline>'
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
ONE_PAGE = f'<Properties xmlns="{_APP}"><Pages>1</Pages></Properties>'
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHART = f'<c:chartSpace xmlns:c="{_CHART}"><c:v>{{{{ amount }}}}</c:v></c:chartSpace>'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OUTSIDE = (
    f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{R}/attachedTemplate" '
    'Target="https://templates.example/form.dotm" TargetMode="External"/></Relationships>'
)
FAX = '\n[field.fax]\nlabel = "传真"\nkind = "text"\n'
PHOTO = '\n[field.photo]\nlabel = "照片"\nkind = "image"\n{}\n'
LOW_ROW = (
    "<w:tbl><w:tblGrid><w:gridCol w:w='6000'/></w:tblGrid><w:tr>"
    "<w:trPr><w:trHeight w:val='567' w:hRule='exact'/></w:trPr>"
    "<w:tc><w:tcPr/><w:p><w:r><w:t>{{ photo }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
PLACE = '\n[field.place]\nlabel = "地点"\nkind = "text"\n'
THREE_IFS = (
    "{% if urgent %}{% if amount %}{% if customer_name %}急{% endif %}{% endif %}{% endif %}"
)
TEMPLATES = {
    "nothing_wrong": Template(body=BODY),
    "T001_mark_not_closed": Template(body=[*BODY, "地址：{{ customer_name"]),
    "T001_mark_not_opened": Template(body=[*BODY, "地址：customer_name }}"]),
    "T001_if_without_endif": Template(body=[*BODY, "{% if urgent %}快"]),
    "T001_unknown_filter": Template(body=[*BODY, "{{ amount | rmb_word }}"]),
    "T001_call": Template(body=[*BODY, "{{ customer_name.upper() }}"]),
    "T001_words_beside_tr": Template(body=BODY, opening="明细 {%tr for row in items %}"),
    "T002_unknown_field": Template(body=[*BODY, "{{ custmer_name }}"]),
    "T002_unknown_field_in_header": Template(body=BODY, header="{{ numbr }}"),
    "T002_unknown_field_in_text_box": Template(body=[*BODY, _boxed("{{ custmer_name }}")]),
    "T003_question_never_used": Template(
        body=BODY, form=FORM + FAX, example='fax = "010-5555 0100"\n' + EXAMPLE
    ),
    "T003_column_never_used": Template(
        body=BODY, count="", expected=EXPECTED.replace("漏水\t2", "漏水")
    ),
    "T004_answer_missing": Template(body=BODY, example=EXAMPLE.replace("amount = 100.5", "")),
    "T004_answer_of_wrong_kind": Template(body=BODY, example=EXAMPLE.replace("100.5", '"many"')),
    "T004_example_not_toml": Template(body=BODY, example="customer_name = \n"),
    "T005_filter_on_wrong_kind": Template(body=[*BODY, "{{ customer_name | rmb_words }}"]),
    "T004_further_example_wrong": Template(
        body=BODY, more={MORE: CALM + '[[example]]\namount = "many"\n'}
    ),
    "T006_words_changed": Template(
        body=[*BODY[:2], "{% if urgent %}特急{% else %}不紧急{% endif %}"]
    ),
    "T006_words_changed_in_footer": Template(body=BODY, footer="{{ company }}专用"),
    "T007_unknown_column": Template(body=BODY, row="{{ row.what }}{{ row.wat }}"),
    "T008_tracked_change": Template(body=BODY, around=TRACKED),
    "T008_comment": Template(body=BODY, around=COMMENTED),
    "T009_unknown_font": Template(body=BODY, font="自制手写体"),
    "T010_blank_before_tr": Template(body=BODY, opening="{% tr for row in items %}"),
    "T011_three_ifs": Template(
        body=[*BODY, THREE_IFS], expected=EXPECTED.replace("紧急\n", "紧急\n急\n")
    ),
    "T012_mark_in_a_chart": Template(body=BODY, parts={"word/charts/chart1.xml": CHART}),
    "T013_answers_side_by_side": Template(
        body=["{{ customer_name }}{{ place }}", *BODY[1:]],
        form=FORM + PLACE,
        example='place = "北区"\n' + EXAMPLE,
        expected=EXPECTED.replace("客户：示例商贸有限公司", "示例商贸有限公司北区"),
    ),
    "T014_automatic_lines_on_one_page": Template(body=BODY, parts={"docProps/app.xml": ONE_PAGE}),
    "T014_automatic_lines_where_the_form_says_one_page": Template(
        body=BODY, form="pages = 1\n" + FORM
    ),
    "T015_picture_too_wide": Template(body=[*BODY, _picture(190, 20)]),
    "T015_answered_picture_too_wide": Template(
        body=[*BODY, "{{ photo }}"],
        form=FORM + PHOTO.format("width_mm = 180"),
        example='photo = "photo.png"\n' + EXAMPLE,
    ),
    "T015_answered_picture_too_high": Template(
        body=[*BODY, LOW_ROW],
        form=FORM + PHOTO.format("height_mm = 45"),
        example='photo = "photo.png"\n' + EXAMPLE,
    ),
    "T015_picture_without_size": Template(body=[*BODY, _picture(0, 0)]),
    "T016_outside_link": Template(body=BODY, parts={"word/_rels/settings.xml.rels": OUTSIDE}),
    "T017_macros": Template(body=BODY, parts={"word/vbaProject.bin": "<macros/>"}),
    "T018_file_inside": Template(body=BODY, parts={"word/embeddings/sheet1.xlsx": "<file/>"}),
    "T019_file_missing": Template(body=BODY, without="expected.txt"),
    "T019_form_wrong": Template(body=BODY, form=FORM.replace('"yesno"', '"yes"')),
    "T020_branch_without_example": Template(body=BODY, more={}),
    "T020_table_without_rows": Template(
        body=BODY,
        form=FORM.replace('kind  = "table"', 'kind  = "table"\nrequired = false'),
        example=EXAMPLE.partition("[[")[0],
        expected=EXPECTED.replace("漏水\t2\n", ""),
    ),
}


def main(target: Path) -> None:
    """Write every folder."""
    for name, template in TEMPLATES.items():
        template.write(target / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
