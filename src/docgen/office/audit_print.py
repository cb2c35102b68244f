"""Audit reports on paper: one list for all of them, filled from a report's lines (审计清单).

A form is Chinese whatever language its reader speaks, so the caller brings what turns sentences
into Chinese. Names of accounts are told, because the auditor lists people anyway; titles of papers
and names of customers are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from docgen.model.access import PURPOSES
from docgen.model.audit import WAYS, Line, Listing, word
from docgen.model.grades import Grade
from docgen.office import aids
from docgen.office.aid_facts import Values, frame
from docgen.register.models import Person

if TYPE_CHECKING:
    from docgen.office.aids import Aid
    from docgen.office.desk import Office

TITLES = {
    "access": "档案利用清单",
    "refused": "被拒绝利用清单",
    "loans": "借阅清单",
    "outside": "外单位查阅清单",
    "who-knew": "档案知悉人员清单",
    "unusual": "异常利用清单",
    "reconcile": "登记簿与日志对账清单",
}
GROUPS = {
    "who": "人员",
    "item": "档案",
    "dossier": "案卷",
    "purpose": "目的",
    "act": "事项",
    "day": "日期",
    "rule": "规则",
    "state": "状态",
    "unit": "部门",
    "overdue": "逾期（部门）",
    "res": "结果",
    "way": "知悉方式",
    "table": "登记表",
}
#: How many lines of totals a report has for one group.
_MOST = 20
_ENTRIES = 12


def printed(
    office: Office,
    who: Person,
    listing: Listing,
    scope: str,
    chinese: Callable[[str], str],
    *,
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """A report as a list to sign.

    Args:
        office: The office.
        who: Who made it.
        listing: The report.
        scope: From when to when, and what was asked for.
        chinese: Says a sentence in Chinese.
        pdf: Make a PDF too.
        xlsx: Make a workbook too.
    """
    called = names()
    values = frame(office, 1) | {
        "report": TITLES[listing.report],
        "scope": scope or "全部",
        "made_on": office.today,
        "lines": [_row(line, called, chinese) for line in listing.lines],
        "lines_count": listing.total,
        "left_out": listing.left_out,
        "totals": list(_totals(listing, called, chinese)),
        "auditor": who.name,
        "archivist": "",
        "remark": "",
    }
    name = f"{TITLES[listing.report]} {scope}".strip()
    return aids.made(office, "audit", values, name=name, pdf=pdf, xlsx=xlsx)


def names() -> dict[str, str]:
    """What accounts are called."""
    return {row.code: row.name for row in Person.objects.all()}


def person(code: str, called: dict[str, str]) -> str:
    """An account with its name."""
    return f"{called[code]} {code}" if code in called else code


def entries_of(line: Line, most: int = _ENTRIES) -> str:
    """The entries of a line, the first ones by their numbers."""
    shown = " ".join(map(str, line.entries[:most]))
    return f"{shown}…" if max(len(line.entries), line.times) > most else shown


def _row(line: Line, called: dict[str, str], chinese: Callable[[str], str]) -> Values:
    acts, way = "、".join(word(act)["zh"] for act in line.acts), WAYS.get(line.way, "")
    return {
        "at": line.at,
        "who": person(line.who, called),
        "what": " ".join(filter(None, (line.rule, chinese(way), acts, chinese(line.what)))),
        "obj": line.obj,
        "secrecy": Grade.parse(line.grade).mark if line.grade else "",
        "why": "、".join(PURPOSES.get(code, code) for code in line.why.split()),
        "note": chinese(line.note),
        "entries": entries_of(line),
    }


def _totals(
    listing: Listing, called: dict[str, str], chinese: Callable[[str], str]
) -> Iterator[Values]:
    said: dict[str, Callable[[str], str]] = {
        "who": lambda key: person(key, called),
        "act": lambda key: word(key)["zh"],
        "purpose": lambda key: PURPOSES.get(key, key),
        "way": lambda key: chinese(WAYS[key]),
    }
    for group, counts in listing.totals.items():
        for key, count in counts.most_common(_MOST):
            yield {"group": GROUPS[group], "key": said.get(group, str)(key), "count": count}
