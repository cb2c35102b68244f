"""The register of cases (案件登记追踪表, F-122) as a workbook: one row a case, to print or filter.

Its heads are those of the paper and therefore Chinese. Every cell is a text, whatever it begins
with (``render.listing``); nothing is written over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.model.case_ladder import days_over
from docgen.office import cases_rows
from docgen.office.cases_list import Seen
from docgen.office.cases_slips import LIAISON, REMINDER
from docgen.office.desk import Office
from docgen.office.whole_files import refuse_there, write_whole
from docgen.render.listing import listing

HEADS = (
    *("投诉编号", "收件日", "客户", "投诉内容摘要", "级别", "分类", "当前步骤", "当前部门"),
    *("应完成日", "逾期天数", "催办单号", "洽办单号", "结案日", "改善追踪", "核决", "前案", "后案"),
)


def write(office: Office, path: Path, found: Sequence[Seen]) -> None:
    """Write the register as a workbook beside what is there."""
    refuse_there(path, option="--out")
    write_whole({path: workbook(office, found)})


def workbook(office: Office, found: Sequence[Seen]) -> bytes:
    """The register as the bytes of a workbook."""
    return listing(HEADS, [row(office, one) for one in found])


def row(office: Office, one: Seen) -> list[str]:
    """One case as a row of the register."""
    case, facts = one.case, one.case.facts
    rules = [case.rule(step) for step in case.turn]
    due = case.next_due
    calendar, worked = cases_rows.calendar(office), case.profile.counts_workdays
    over = days_over(due, one.now.date(), calendar, worked=worked) if due else 0
    after = getattr(one.row, "successor", None)
    return [
        one.row.number,
        case.received.date().isoformat(),
        one.row.customer.name,
        one.row.summary,
        one.row.severity,
        str(facts.get("category", "")),
        "、".join(rule.title for rule in rules),
        "、".join(dict.fromkeys(rule.unit for rule in rules)),
        due.day.isoformat() if due else "",
        str(over or ""),
        "、".join(slip.number for slip in one.slips if slip.kind == REMINDER),
        "、".join(slip.number for slip in one.slips if slip.kind == LIAISON),
        case.settled_at.date().isoformat() if case.settled_at else "",
        str(facts.get("tracked", "")),
        str(facts.get("outcome", "")),
        one.row.parent.number if one.row.parent else "",
        after.number if after else "",
    ]
