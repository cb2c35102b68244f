"""The printed register of consultations and loans (查阅借阅登记簿), made of rows; see ``aids``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from docgen.model.access import PURPOSES
from docgen.model.grades import Grade
from docgen.model.loan import Kind, State
from docgen.model.loan_return import Condition, Inspection
from docgen.office import aids, loan_rows, loans
from docgen.office.aid_facts import Values, frame
from docgen.office.aids import Aid
from docgen.office.desk import Office
from docgen.register.models import Loan, Person

#: In place of a title, for whoever may not know the paper.
UNNAMED = "（略）"
#: The kinds and states as they stand in the register.
KINDS = {
    Kind.IN_PLACE: "室内查阅",
    Kind.PAPER: "借阅原件",
    Kind.COPY: "借阅复印件",
    Kind.ELECTRONIC: "电子查阅",
}
STATES = {
    State.WAITING: "预约",
    State.REQUESTED: "申请中",
    State.APPROVED: "已批准",
    State.REFUSED: "未批准",
    State.CANCELLED: "已取消",
    State.OUT: "已借出",
    State.RETURNED: "已归还",
    State.LOST: "遗失待处理",
    State.WRITTEN_OFF: "遗失已处理",
}


def printed(
    office: Office,
    who: Person,
    rows: Sequence[Loan],
    state: str,
    *,
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """The register of these loans, which the caller has leave to know of; not of each title."""
    values = frame(office, max((row.item.rank for row in rows), default=1)) | {
        "scope": f"{STATES[State(state)]}的查阅借阅" if state else "全部查阅借阅",
        "made_on": office.today,
        "loans": [_line(office, who, row) for row in rows],
        "loans_count": len(rows),
        "out_count": sum(row.state == State.OUT for row in rows),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }
    return aids.made(office, "loans", values, pdf=pdf, xlsx=xlsx)


def facts(office: Office, who: Person, row: Loan) -> Values:
    """What the register and the slip say of a loan in the same words."""
    return {
        "code": row.code,
        "item_number": str(row.item),
        "name": named(office, who, row),
        "secrecy": Grade.of_rank(row.item.rank).mark,
        "kind": KINDS[Kind(row.kind)],
        "purpose": PURPOSES.get(row.purpose, row.purpose),
        "out_on": _day(office, row.out_at),
        "due_on": row.due or "",
        "state": STATES[State(row.state)],
    }


def named(office: Office, who: Person, row: Loan) -> str:
    """The paper's title as it is printed for somebody."""
    return loan_rows.title_for(office, who, row) or UNNAMED


def inspection(row: Loan) -> str:
    """What was found when a paper came back: 12页，完好."""
    if row.state != State.RETURNED:
        return ""
    found = Inspection(row.pages, row.condition, row.missing)
    went_out = loans.pages_of(row.item)
    differs = any(one.rule == "pages" for one in found.differences(went_out))
    counted = f"{row.pages}页" if row.pages is not None else ""
    said = (
        f"{counted}（借出时{went_out}页）" if differs else counted,
        Condition(row.condition).word if row.condition else "",
        f"缺{row.missing}" if row.missing else "",
        row.remark,
    )
    return "，".join(filter(None, said))


def _line(office: Office, who: Person, row: Loan) -> Values:
    return facts(office, who, row) | {
        "borrower": f"{row.borrower.name}（{row.borrower.unit}）",
        "ended_on": _day(office, row.returned_at),
        "note": "；".join(filter(None, _notes(row))),
    }


def _notes(row: Loan) -> Iterator[str]:
    yield f"续借{row.renewals}次" if row.renewals else ""
    yield "已催回" if row.recalled else ""
    yield f"催还{len(row.reminders)}次" if row.reminders else ""
    yield row.reason
    yield inspection(row)
    yield f"遗失：{row.loss}" if row.loss else ""
    yield row.replacement


def _day(office: Office, moment: dt.datetime | None) -> dt.date | str:
    return office.local(moment).date() if moment else ""
