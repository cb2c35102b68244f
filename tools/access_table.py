"""Writes the tables of ``docs/spec/access.md`` from the function that decides.

Run it after a change of ``model.access``; a test holds the page against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from docgen.model.access import Act, Approval, OutsideFact, Paper, Request, decide
from docgen.model.access_duties import DUTIES, LEAVING, Obligation
from docgen.model.grades import Grade
from docgen.model.people import Person, Role

PAGE = Path(__file__).parents[1] / "docs" / "spec" / "access.md"
_DAY = dt.date(2026, 3, 9)
_UNIT, _ITEM = "客户服务部", "0000000042-0007"
_OTHERS = tuple(
    Approval(f"p-000{n}", role, dt.datetime(2026, 3, 9, tzinfo=dt.UTC), "ab", _UNIT)
    for n, role in enumerate((Role.MANAGER, Role.ARCHIVIST), 2)
)


def page() -> str:
    """The page as it should be."""
    text = PAGE.read_text("utf-8")
    for name, table in (("acts", _acts()), ("duties", _duties())):
        head, _, rest = text.partition(f"<!-- table of {name} -->\n")
        _, _, tail = rest.partition("<!-- end -->")
        text = f"{head}<!-- table of {name} -->\n{table}<!-- end -->{tail}"
    return text


def _acts() -> str:
    head = _line(["act", *Role]) + _line(["---"] * (len(Role) + 1))
    return head + "".join(_line([f"`{act}`", *(_cell(act, role) for role in Role)]) for act in Act)


def _cell(act: Act, role: Role) -> str:
    """The grades for which this role is allowed the act, alone or with the others' approval."""
    marks = [_mark(act, role, grade) for grade in Grade]
    if len(set(marks)) == 1:
        return {"": "all", "†": "all†", "–": "–"}[marks[0]]
    found = zip(Grade, marks, strict=True)
    return " ".join(grade.code + mark for grade, mark in found if mark != "–")


def _mark(act: Act, role: Role, grade: Grade) -> str:
    if _is_allowed(act, role, grade, ()):
        return ""
    return "†" if _is_allowed(act, role, grade, _OTHERS) else "–"


def _is_allowed(act: Act, role: Role, grade: Grade, approvals: tuple[Approval, ...]) -> bool:
    asked = Request(
        person=Person("p-0001", "mira", _UNIT, Grade.A.rank, frozenset({role})),
        act=act,
        today=_DAY,
        paper=Paper(_ITEM, grade.rank, _UNIT, "0000000042"),
        purpose="service",
        approvals=approvals,
        wanted="ab",
        outside=OutsideFact("W000001", "approved", frozenset({_ITEM}), _DAY),
    )
    return decide(asked).allow


def _duties() -> str:
    head = _line(["act", "grade", *Obligation]) + _line(["---"] * (len(Obligation) + 2))
    rows = (
        [
            f"`{act}`",
            grade.mark,
            *("yes" if one in DUTIES[act, grade.rank] else "" for one in Obligation),
        ]
        for act in sorted(LEAVING)
        for grade in Grade
    )
    return head + "".join(_line(row) for row in rows)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
