"""A new form begun from nothing: our head and foot, a table, a list, an opinion, places to sign.

The author changes it in Word. It has one of everything that most forms have, so that each part can
be copied, and what is not wanted struck out.
"""

from __future__ import annotations

from docgen.forms.form import Column, Field, Signature
from docgen.render import starter
from docgen.render.oldform import Draft

_FIELDS = (
    Field(name="handled_on", label="日期", kind="date"),
    Field(name="department", label="部门", kind="department"),
    Field(name="handler", label="经办人", kind="person"),
    Field(name="phone", label="联系电话", kind="phone"),
    Field(name="content", label="内容", kind="longtext"),
    Field(
        name="items",
        label="明细",
        kind="table",
        columns=(
            Column(name="matter", label="事项", kind="text"),
            Column(name="quantity", label="数量", kind="decimal"),
            Column(name="note", label="备注", kind="text", required=False),
        ),
    ),
    Field(name="opinion", label="主管领导意见", kind="longtext", required=False),
)


def blank_form(title: str) -> Draft:
    """A whole form in our look under this title, with its questions."""
    paper = starter.new_form(title)
    starter.title(paper, title)
    starter.label_table(
        paper,
        [
            ("日期", "{{ handled_on }}", "部门", "{{ department }}"),
            ("经办人", "{{ handler }}", "联系电话", "{{ phone }}"),
            ("内容", starter.Cell("{{ content }}", tall=40, top=True)),
        ],
    )
    starter.heading(paper, "明细")
    columns = [
        starter.Column("序号", "{{ loop.index }}", 1, "center"),
        starter.Column("事项", "{{ row.matter }}", 5),
        starter.Column("数量", "{{ row.quantity }}", 2, "right"),
        starter.Column("备注", "{{ row.note }}", 3),
    ]
    starter.list_table(paper, columns, items="items", empty="")
    starter.label_table(paper, starter.opinion("主管领导意见", "{{ opinion }}", "签字"))
    starter.signatures(paper, [["经办人签字：\t"], ["日期：\t"]])
    sign = (Signature("handler", "经办人"), Signature("manager", "主管领导"))
    return Draft(starter.packed(paper), title, _FIELDS, sign, numbered=True, left=())
