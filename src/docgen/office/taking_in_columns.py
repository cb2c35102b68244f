"""The columns of a sheet that lists old papers, and the blank sheet to fill in with Excel.

They are the questions of a form, so the sheet looks, explains itself and is read like every other
data sheet. The words are those of DA/T 22-2015 and DA/T 46-2009.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from docgen.errors import say
from docgen.forms.form import Field, Form
from docgen.model.access import Act
from docgen.model.description import MOST_PAGES, Carrier
from docgen.model.grades import Grade
from docgen.office import gate, retention
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.render import datasheet
from docgen.render.datalook import Tell

#: What a column may be called besides its label and its name.
HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("文件名", "文件路径", "路径", "path"), "file"),
    **dict.fromkeys(("档号", "案卷号", "客户", "客户编号", "客户名称", "customer"), "dossier"),
    **dict.fromkeys(("分类", "属类", "类别", "组"), "group"),
    **dict.fromkeys(("日期", "date"), "dated"),
    **dict.fromkeys(("文件编号", "number"), "doc_number"),
    **dict.fromkeys(("存放地点", "位置"), "place"),
}
_HOW = (
    say("One row is one paper; its file lies in the folder that is given with --files."),
    say("Headings with * must be filled in; point at a heading to read its help."),
    say("Headings may be moved, and optional columns removed; leave their words."),
    say("Then: docgen import sheet FILE.xlsx --files FOLDER --dry-run"),
)
_EXAMPLE = {
    "file": "一号柜/2019/服务合同.pdf",
    "dossier": "KH-00042",
    "title": "2019年度服务合同",
    "doc_number": "FW-2019-012",
    "responsible": "样例客户服务有限公司",
    "dated": dt.date(2019, 3, 12),
    "pages": 12,
    "grade": Grade.C.mark,
    "carrier": Carrier.PAPER.word,
    "place": "一号库/03/2/05",
    "retention": "永久",
}


def form_of(office: Office, *, codes: bool = True) -> Form:
    """The questions of the sheet, with the groups and periods of this office to choose from.

    Args:
        office: The office.
        codes: Whether the codes behind the words are understood too.
    """

    def choice(name: str, label: str, words: Iterable[str], more: Iterable[str]) -> Field:
        choices = (*words, *(more if codes else ()))
        return Field(name=name, label=label, kind="choice", required=False, choices=choices)

    periods = retention.schedule(office).periods.values()
    types = office.rules.types.values()
    titles = dict.fromkeys(each.title for kind in types for each in kind.groups)
    keys = dict.fromkeys(each.key for kind in types for each in kind.groups)
    fields = (
        Field(name="file", label="文件", kind="text", max_length=1000, help="自文件夹起的路径"),
        Field(
            name="dossier",
            label="案卷或客户",
            kind="text",
            max_length=240,
            help="案卷号、档号、客户编号或客户全称",
        ),
        choice("group", "组别", titles, keys),
        _text("title", "题名", 240, "不填则以文件名为拟写题名，加方括号"),
        _text("doc_number", "文号", 80),
        _text("responsible", "责任者", 120),
        Field(name="dated", label="文件日期", kind="date", required=False),
        Field(
            name="pages",
            label="页数",
            kind="integer",
            required=False,
            minimum=1,
            maximum=MOST_PAGES,
        ),
        choice("grade", "密级", (each.mark for each in Grade), (each.code for each in Grade)),
        choice("carrier", "载体", (each.word for each in Carrier), Carrier),
        _text("place", "存放位置", 90, "库房/柜/层/盒，如 一号库/03/2/05"),
        _text("barcode", "条形码", 40),
        choice(
            "retention",
            "保管期限",
            (each.title for each in periods),
            (each.name for each in periods),
        ),
        Field(name="remarks", label="备注", kind="longtext", required=False),
    )
    return Form(name="import sheet", title="旧档著录表", family="archive", fields=fields)


def blank(office: Office, who: Person, tell: Tell, *, rows: int) -> tuple[str, bytes]:
    """The title of the blank sheet and the sheet, with drop-downs and a page that explains it."""
    gate.ask(office, who, Act.FILE, "archive.imported")
    form = form_of(office, codes=False)
    known: dict[str, object] = {}
    return form.title, datasheet.blank(
        form, rows=rows, known=known, example=_EXAMPLE, tell=tell, how=_HOW
    )


def _text(name: str, label: str, most: int, note: str = "") -> Field:
    return Field(name=name, label=label, kind="text", required=False, max_length=most, help=note)
