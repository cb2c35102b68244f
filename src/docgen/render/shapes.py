"""What the text of a mark looks like by the kind of its field, to tell neighbours apart.

A quantity beside its unit, a day beside a place: where no words stand between two marks, what each
can look like says where one ends. Texts look like anything and have no shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from docgen.forms.form import Column, Form
from docgen.render.marks import Mark

_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\s*[日号])?"
_CN_DAY = "[〇一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "date": f"{_DAY}|{_CN_DAY}",
        "datetime": rf"(?:{_DAY})\s*\d{{1,2}}\s*[:：时]\s*\d{{1,2}}分?",
        "integer": r"-?\d[\d,]*",
        "decimal": r"-?\d[\d,]*(?:\.\d+)?",
        "money": r"\d[\d,]*(?:\.\d{1,2})?",
        "yesno": "是|否",
        "phone": r"\+?[\d(（][\d \-()（）－]{5,20}\d",
        "idcard": r"\d{17}[\dXx]|\d{6}\*{8}\w{4}",
        "credit_code": "[0-9A-Z]{18}",
        "email": r"[\w.+-]+@[\w.-]+",
    }
)
_BOX = "[☑☒■√✓✔✅☐□▢◻]"


def shape_of(mark: Mark, form: Form) -> re.Pattern[str] | None:
    """What a mark's text looks like; ``None`` for a text, and for what the form does not know."""
    if mark.box is not None:
        return re.compile(_BOX)
    column = _column(mark, form)
    if column is None or not mark.is_readable:
        return None
    if column.kind in {"choice", "choices"}:
        return _choices(column, mark)
    if mark.filter == "cn_number":
        return re.compile("[零一二三四五六七八九十百千万亿]+")
    source = _KINDS.get(column.kind)
    return re.compile(source, re.ASCII) if source else None


def _choices(column: Column, mark: Mark) -> re.Pattern[str]:
    one = "|".join(map(re.escape, sorted(column.choices, key=len, reverse=True)))
    if column.kind == "choice":
        return re.compile(one)
    between = re.escape(str(mark.arguments[0])) if mark.arguments else "、"
    return re.compile(f"(?:{one})(?:{between}(?:{one}))*")


def _column(mark: Mark, form: Form) -> Column | None:
    field = form.field(mark.field)
    if field is None or not mark.column:
        return field
    return next((one for one in field.columns if one.name == mark.column), None)
