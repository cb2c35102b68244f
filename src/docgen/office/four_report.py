"""The printed report of the four properties (四性检测报告), to sign; see ``four`` and ``aids``.

A form is Chinese whatever language its reader speaks, so the caller brings what turns the
sentences of the checks into Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from docgen.office import aids
from docgen.office.aid_facts import Values, frame
from docgen.office.four import Point, Result, Stage

if TYPE_CHECKING:
    from docgen.office.aids import Aid
    from docgen.office.desk import Office
    from docgen.register.models import Person

_STAGES = {Stage.FILING: "归档", Stage.TRANSFER: "移交接收", Stage.KEEPING: "长期保存"}
_RESULTS = {Result.RIGHT: "合格", Result.WRONG: "不合格", Result.UNCHECKED: "未检测"}
#: The point that looks at every paper once.
_EACH = "W3"


def printed(
    office: Office,
    who: Person,
    points: Sequence[Point],
    stage: Stage,
    scope: str,
    chinese: Callable[[str], str],
    *,
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """The report of a check: the points, what is wrong in full, and places to sign.

    Args:
        office: The office.
        who: Who checked.
        points: What came of it.
        stage: At which stage.
        scope: What was looked at; "" for everything.
        chinese: Says a sentence in Chinese.
        pdf: Make a PDF too.
        xlsx: Make a workbook too.
    """
    results = [point.result for point in points]
    findings = [
        {"code": point.code, "about": one.about, "evidence": chinese(one.text)}
        for point in points
        for one in point.wrong
    ]
    values = frame(office, 1) | {
        "stage": _STAGES[stage],
        "scope": scope or "全部档案",
        "checked_on": office.today,
        "items_count": next((one.checked for one in points if one.code == _EACH), 0),
        "points_count": len(points),
        "right_count": results.count(Result.RIGHT),
        "wrong_count": results.count(Result.WRONG),
        "unchecked_count": results.count(Result.UNCHECKED),
        "points": [_line(point, chinese) for point in points],
        "findings": findings,
        "findings_count": len(findings),
        "inspector": who.name,
        "reviewer": "",
        "opinion": "",
    }
    return aids.made(office, "four", values, name=str(office.today), pdf=pdf, xlsx=xlsx)


def _line(point: Point, chinese: Callable[[str], str]) -> Values:
    return {
        "code": point.code,
        "part": point.part,
        "rule": chinese(point.rule).rstrip("。"),
        "checked": point.checked,
        "wrong": len(point.wrong),
        "result": _RESULTS[point.result],
        "note": "见下表" if point.wrong else chinese(point.unchecked or ""),
    }
