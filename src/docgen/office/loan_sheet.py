"""A loan as a sheet of its own (查阅借阅登记及带出许可单, F-224, F-225), from its row.

The sheet is signed by hand where somebody wants ink: asked for, permitted, handed over, returned.
"""

from __future__ import annotations

from docgen.model.access import PURPOSES
from docgen.model.grades import Grade
from docgen.model.loan import Kind, State
from docgen.model.loan_return import Condition, Inspection
from docgen.office import aids, journal, loan_register, loans
from docgen.office.aid_facts import Values, frame
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Loan, Person

#: How the form names each kind: the way it is used, and what is lent.
_WAYS = {
    Kind.IN_PLACE: ("查阅", "原件"),
    Kind.PAPER: ("借阅", "原件"),
    Kind.COPY: ("复印", "复印件"),
    Kind.ELECTRONIC: ("电子查看", "电子"),
}
_TAKEN_OUT = (Kind.PAPER, Kind.COPY)


def printed(office: Office, who: Person, code: str, *, pdf: bool = False) -> Aid:
    """The sheet of a loan: for its borrower and the desk."""
    row = loans.show(office, who, code)
    values = frame(office, row.item.rank) | {"number": row.code} | _asked(office, who, row)
    values |= _permitted(row) | _returned(office, row)
    aid = aids.made(office, "sheet", values, name=row.code, pdf=pdf)
    with one_transaction():
        journal.append(office, "loan.printed", who, about=row.item, more={"loan": row.code})
    return aid


def _asked(office: Office, who: Person, row: Loan) -> Values:
    way, original = _WAYS[Kind(row.kind)]
    pages = loans.pages_of(row.item)
    return {
        "requested_at": office.local(row.requested_at),
        "borrower": row.borrower.name,
        "borrower_unit": row.borrower.unit,
        "borrower_phone": "",
        "ways": [way],
        "purpose": PURPOSES.get(row.purpose, row.purpose),
        "taken_out": row.kind in _TAKEN_OUT,
        "items": [
            {
                "dossier_number": str(row.item),
                "name": loan_register.named(office, who, row),
                "secrecy": Grade.of_rank(row.item.rank).mark,
                "original": original,
                "pages": f"1件{pages}页" if pages else "1件",
            }
        ],
    }


def _permitted(row: Loan) -> Values:
    decided = bool(row.decided_by) and row.state != State.REQUESTED
    refused = row.state == State.REFUSED
    return {
        "take_reason": "",
        "take_place": "",
        "due_on": row.due or "",
        "decision": "不同意" if refused else "同意带出" if decided else "",
        "approver_opinion": row.reason if refused else row.confirmed.get("reason", ""),
        "approver": row.decided_by.name if row.decided_by else "",
    }


def _returned(office: Office, row: Loan) -> Values:
    return {
        "archivist": row.handed_by.name if row.handed_by else "",
        "renewed_until": row.due if row.due and row.renewals and not row.recalled else "",
        "reminder": "、".join(f"{one['on']}" for one in row.reminders),
        "returned_at": office.local(row.returned_at) if row.returned_at else "",
        "condition": _condition(row),
        "condition_note": loan_register.inspection(row) or row.loss,
    }


def _condition(row: Loan) -> str:
    """How it came back, in the form's words; "" while nobody looked."""
    if row.state in {State.LOST, State.WRITTEN_OFF}:
        return "遗失"
    if row.state != State.RETURNED:
        return ""
    found = Inspection(row.pages, row.condition, row.missing)
    differs = {one.rule for one in found.differences(loans.pages_of(row.item))}
    if differs & {"pages", "enclosures"}:
        return "缺页"
    return "破损" if row.condition == Condition.DAMAGED else "完好、页数相符"
