"""The slip that goes with a loan (查阅借阅单): what was lent, on which terms, and its receipt.

The receipt, in the QR code, is the entry of the loan's last step with the proof that it stands in
the log and the signed checkpoint (``ledger.receipt``): whoever has the log's public key checks it
without network and office. What the borrower promises stands on the slip (R-075, R-078).
"""

from __future__ import annotations

from docgen.model.loan import Kind, State
from docgen.office import aids, journal, loan_register, loans, receipts
from docgen.office.aid_facts import frame
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Loan, Person

#: What a borrower promises, by what he has.
_IN_PLACE = "在档案室内查阅，不得带出、涂改、拆散、拍照、复印；当日归还，当面逐页检查。"
_TAKEN = "专人保管，不得转借、拆散、涂改、复印；出差住宿随身看管；到期归还，当面逐页检查。"
_ON_SCREEN = "限本人为所列事由阅读，不得转发、翻拍、另存；到期自动收回。"
_CONDITIONS = {
    Kind.IN_PLACE: _IN_PLACE,
    Kind.PAPER: _TAKEN,
    Kind.COPY: _TAKEN,
    Kind.ELECTRONIC: _ON_SCREEN,
}


def printed(office: Office, who: Person, code: str, *, pdf: bool = False) -> Aid:
    """The slip of a loan: for its borrower and the desk."""
    row = loans.show(office, who, code)
    receipt = "" if row.log_index is None else receipts.receipt_of(office, row.log_index)
    given = loan_register.facts(office, who, row) | {
        "log_index": "" if row.log_index is None else row.log_index,
        "borrower": row.borrower.name,
        "borrower_unit": row.borrower.unit,
        "approval": _approval(office, row),
        "archivist": row.handed_by.name if row.handed_by else "",
        "conditions": _CONDITIONS[Kind(row.kind)],
        "inspection": loan_register.inspection(row),
        "receipt": receipt,
    }
    values = frame(office, row.item.rank) | given
    aid = aids.made(office, "slip", values, name=row.code, pdf=pdf)
    with one_transaction():
        journal.append(office, "loan.printed", who, about=row.item, more={"loan": row.code})
    return aid


def _approval(office: Office, row: Loan) -> str:
    """Who approved it and when, and what he confirmed."""
    if row.decided_by is None or row.decided_at is None or row.state == State.REFUSED:
        return "登记即可，免批准" if row.handed_by else ""
    day = office.local(row.decided_at).date()
    said = f"{row.decided_by.name}　{day.year}年{day.month}月{day.day}日"
    reason = row.confirmed.get("reason", "")
    return f"{said}　确认：{reason}" if reason else said
