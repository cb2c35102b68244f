"""``catalogue.csv``: the catalogue of an export as a sheet, one paper a line.

It has a byte-order mark, for Excel to read it as UTF-8, and no cell that Excel could take for a
formula (OWASP: CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from docgen.model.description import Carrier
from docgen.model.grades import Grade
from docgen.office.exporting_papers import Order
from docgen.office.volumes import PERIODS

HEADS = (
    *("件号", "属类", "题名", "责任者", "文号", "日期", "页数", "载体", "存放地点", "密级"),
    *("保管期限", "状态", "版本", "保全", "文件"),
)
STATES = {"filed": "在卷", "destroyed": "已销毁"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(order: Order, facts: dict[str, Any]) -> bytes:
    """The sheet: the papers in the order of the catalogue, then those that are left out."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in _rows(order, facts):
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def refused(rules: list[str]) -> str:
    """What is said of a paper that was left out."""
    return f"未导出：无权查阅（{'、'.join(rules)}）"


def _rows(order: Order, facts: dict[str, Any]) -> Iterator[list[str]]:
    groups = {one.key: f"{one.letter} {one.title}" for one in order.volume.kind.groups}
    for one in facts["items"]:
        yield [
            one["item"],
            groups.get(one["group"], one["group"]),
            one["title_in_catalogue"],
            one["responsible"],
            one["number"],
            one["made_on"],
            str(one["pages"] or ""),
            Carrier(one["carrier"]).word if one["carrier"] else "",
            one["place"],
            Grade.parse(one["grade"]).mark,
            PERIODS.get(one["retention"], one["retention"]),
            STATES.get(one["state"], one["state"]),
            str(one["head"]),
            "、".join(one["held_by"]),
            "\n".join(file["in_bag"] or file["path"] for file in one["versions"][-1]["files"]),
        ]
    for item, reasons in order.refused.items():
        said = refused([reason.rule for reason in reasons])
        yield [str(item), *[""] * 10, said, "", "", ""]
