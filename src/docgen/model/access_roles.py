"""What can be asked of the office, which role may do it, and for what purposes papers are read.

Tables only: rule R0 reads them, and so does the table of ``docs/spec/access.md``. Rules on one
paper, one person and one day are in ``model.access_rules``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from docgen.model.people import Role


class Act(StrEnum):
    """All that can be asked of the office."""

    FIND = "find"
    VIEW = "view"
    READ = "read"
    FILL = "fill"
    FILE = "file"
    AMEND = "amend"
    ADD_CUSTOMER = "add-customer"
    OPEN_DOSSIER = "open-dossier"
    REQUEST_LOAN = "request-loan"
    DECIDE_LOAN = "decide-loan"
    HAND_OVER = "hand-over"
    TAKE_BACK = "take-back"
    LIST_LOANS = "list-loans"
    READ_LOG = "read-log"
    VERIFY_LOG = "verify-log"
    MANAGE_PEOPLE = "manage-people"
    LIST_PEOPLE = "list-people"
    GRANT = "grant"
    UPKEEP = "upkeep"
    KEEP_TEMPLATES = "keep-templates"
    TRANSFER = "transfer"
    ACCEPT_TRANSFER = "accept-transfer"
    LIST_TRANSFERS = "list-transfers"
    HOLD = "hold"
    SHORTEN = "shorten"
    PROPOSE_DESTRUCTION = "propose-destruction"
    DECIDE_DESTRUCTION = "decide-destruction"
    WITNESS_DESTRUCTION = "witness-destruction"
    DESTROY = "destroy"
    LIST_DISPOSAL = "list-disposal"
    COPY = "copy"
    DOWNLOAD = "download"
    EXPORT = "export"
    DECIDE_PERMIT = "decide-permit"
    RECALL_LOAN = "recall-loan"
    OVERRIDE_LOAN = "override-loan"
    REQUEST_OUTSIDE = "request-outside"
    DECIDE_OUTSIDE = "decide-outside"
    SERVE_OUTSIDE = "serve-outside"
    LIST_OUTSIDE = "list-outside"
    REGRADE = "regrade"
    DECIDE_REGRADE = "decide-regrade"
    AUDIT = "audit"
    KEEP_LOG = "keep-log"
    KEEP_KEYS = "keep-keys"
    WORK_CASE = "work-case"
    DECIDE_CASE = "decide-case"
    LIST_CASES = "list-cases"
    DO_DUTY = "do-duty"
    LIST_DUTIES = "list-duties"
    WORK_POSTING = "work-posting"
    DECIDE_POSTING = "decide-posting"
    WORK_VISIT = "work-visit"
    DECIDE_VISIT = "decide-visit"


_READING = frozenset({Act.FIND, Act.VIEW, Act.READ, Act.REQUEST_LOAN, Act.COPY})
#: The original leaves only by whoever may edit it.
_TAKING = frozenset({Act.DOWNLOAD, Act.EXPORT})
#: Outside requests (R-071, G-016): the archive registers and serves, others decide.
_OUTSIDE = frozenset({Act.REQUEST_OUTSIDE, Act.SERVE_OUTSIDE, Act.LIST_OUTSIDE})
_ABOVE = frozenset({Act.DECIDE_OUTSIDE, Act.LIST_OUTSIDE, Act.DECIDE_PERMIT, Act.DECIDE_REGRADE})
_WRITING = frozenset({Act.FILL, Act.FILE, Act.AMEND, Act.ADD_CUSTOMER, Act.OPEN_DOSSIER})
#: Holds and destruction (R-064, R-116): who signs or counts sees the list.
_SIGNING = frozenset({Act.WITNESS_DESTRUCTION, Act.LIST_DISPOSAL})
_DECIDING = _SIGNING | {Act.HOLD, Act.DECIDE_DESTRUCTION}
#: Units hand over (R-021, R-028), the archive receives (R-013, R-056), and both see the lists.
_HANDING = frozenset({Act.TRANSFER, Act.LIST_TRANSFERS})
#: Complaint cases, posted staff and visits: who works on them does not decide them alone.
_CASEWORK = frozenset({Act.WORK_CASE, Act.LIST_CASES, Act.WORK_POSTING, Act.WORK_VISIT})
_HEADWORK = frozenset({Act.DECIDE_CASE, Act.DECIDE_POSTING, Act.DECIDE_VISIT})
ROLE_ACTS: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.CLERK: _HANDING
        | _READING
        | _TAKING
        | _WRITING
        | _SIGNING
        | {Act.PROPOSE_DESTRUCTION, Act.REGRADE}
        | _CASEWORK
        | {Act.DO_DUTY},
        Role.ARCHIVIST: _HANDING
        | {Act.ACCEPT_TRANSFER}
        | _READING
        | _WRITING
        | {Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK, Act.LIST_LOANS, Act.GRANT}
        | {Act.READ_LOG, Act.VERIFY_LOG, Act.UPKEEP, Act.LIST_PEOPLE, Act.KEEP_TEMPLATES}
        | _DECIDING
        | {Act.PROPOSE_DESTRUCTION, Act.DESTROY, Act.SHORTEN}
        | _TAKING
        | _OUTSIDE
        | {Act.RECALL_LOAN, Act.OVERRIDE_LOAN, Act.REGRADE, Act.DECIDE_REGRADE, Act.AUDIT}
        | {Act.KEEP_LOG, Act.KEEP_KEYS}
        | _CASEWORK
        | {Act.DO_DUTY, Act.LIST_DUTIES},
        Role.MANAGER: _READING
        | {Act.LIST_TRANSFERS}
        | _DECIDING
        | _ABOVE
        | {Act.DECIDE_LOAN, Act.LIST_LOANS, Act.VERIFY_LOG, Act.REGRADE, Act.OVERRIDE_LOAN}
        | _CASEWORK
        | _HEADWORK
        | {Act.DO_DUTY, Act.LIST_DUTIES},
        Role.LEGAL: _READING | _DECIDING | _ABOVE | {Act.VERIFY_LOG, Act.LIST_CASES, Act.DO_DUTY},
        Role.AUDITOR: frozenset({Act.READ_LOG, Act.VERIFY_LOG, Act.LIST_LOANS, Act.LIST_PEOPLE})
        | {Act.LIST_DISPOSAL, Act.LIST_OUTSIDE, Act.AUDIT, Act.LIST_DUTIES},
        Role.ADMINISTRATOR: frozenset(
            {Act.MANAGE_PEOPLE, Act.LIST_PEOPLE, Act.UPKEEP, Act.VERIFY_LOG, Act.KEEP_TEMPLATES}
            | {Act.KEEP_LOG, Act.KEEP_KEYS}
        ),
    }
)
#: Acts that touch papers; R7 keeps the two roles apart from all of them.
DOCUMENT_ACTS = (
    (_READING | _WRITING | {Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK, Act.GRANT})
    | {Act.HOLD, Act.PROPOSE_DESTRUCTION, Act.DECIDE_DESTRUCTION, Act.WITNESS_DESTRUCTION}
    | {Act.DESTROY, Act.SHORTEN, Act.TRANSFER, Act.ACCEPT_TRANSFER}
    | (_CASEWORK | _HEADWORK)
    | (_TAKING | _ABOVE | _OUTSIDE | {Act.RECALL_LOAN, Act.OVERRIDE_LOAN, Act.REGRADE})
    - {Act.LIST_OUTSIDE}
)
#: Why somebody may want to read a paper; the closed list of R4 (G-012).
PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "service": "办理客户业务",
        "complaint": "处理投诉",
        "contract": "履行合同",
        "handover": "工作交接",
        "legal": "法律事务",
        "inspection": "档案检查",
        "customer": "客户本人申请",
    }
)
