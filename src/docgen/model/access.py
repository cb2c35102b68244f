"""Who may do what to which paper: one pure function, every reason given.

Deny overrides: an act is allowed only if no rule objects. The rules, by id:

    R0  a role of his allows the act                              (R-072, R-073)
    R1  his account is open
    R2  his clearance reaches the paper's grade                   (R-029, R-079)
    R3  he needs to know it: own unit, grant, archive, or a loan  (R-048, R-070, R-076)
    R4  reading and borrowing need a purpose from the closed list (R-074, G-012)
    R5  a loan opens the paper only while it is out and not past its day   (R-070)
    R6  nobody decides or serves his own request
    R7  auditor and administrator hold no document rights
    R8  nobody changes his own account
    R9  a paper that is not filed any more is not served; its facts stay, and loans can end
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from docgen.errors import Reason, listed, say
from docgen.model.grades import Grade
from docgen.model.people import APART, READERS, Person, Role
from docgen.model.scope import NOTHING, Scope


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
ROLE_ACTS: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.CLERK: _HANDING
        | _READING
        | _TAKING
        | _WRITING
        | _SIGNING
        | {Act.PROPOSE_DESTRUCTION, Act.REGRADE},
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
        | {Act.KEEP_LOG, Act.KEEP_KEYS},
        Role.MANAGER: _READING
        | {Act.LIST_TRANSFERS}
        | _DECIDING
        | _ABOVE
        | {Act.DECIDE_LOAN, Act.LIST_LOANS, Act.VERIFY_LOG, Act.REGRADE, Act.OVERRIDE_LOAN},
        Role.LEGAL: _READING | _DECIDING | _ABOVE | {Act.VERIFY_LOG},
        Role.AUDITOR: frozenset({Act.READ_LOG, Act.VERIFY_LOG, Act.LIST_LOANS, Act.LIST_PEOPLE})
        | {Act.LIST_DISPOSAL, Act.LIST_OUTSIDE, Act.AUDIT},
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


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the rules see it: its number, grade rank, custodian unit, dossier, state."""

    item: str
    rank: int
    unit: str
    dossier: str
    state: str = "filed"


@dataclass(frozen=True, slots=True)
class LoanFact:
    """What the rules need to know of a loan: whose, of what, in which state, until when."""

    item: str
    borrower: str
    state: str
    due: dt.date | None = None

    def lends(self, person: Person, paper: Paper) -> bool:
        """Whether this loan put this paper into this person's hands, for however long."""
        return (self.borrower, self.item, self.state) == (person.code, paper.item, "out")

    def opens(self, person: Person, paper: Paper, today: dt.date) -> bool:
        """Whether this loan lets this person read this paper today (R5)."""
        return self.lends(person, paper) and self.due is not None and today <= self.due


@dataclass(frozen=True, slots=True)
class Request:
    """One question to ``decide``; everything it may look at is in here.

    Args:
        person: Who asks.
        act: What for.
        today: The office's day.
        paper: The paper it is about, if any.
        purpose: A code of ``PURPOSES``; needed to read.
        loan: The loan that is to be decided, served or read under.
        subject: The account an account act is about.
        founding: No administrator exists yet, so an archivist may manage people.
    """

    person: Person
    act: Act
    today: dt.date
    paper: Paper | None = None
    purpose: str = ""
    loan: LoanFact | None = None
    subject: str = ""
    founding: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, with every reason: the objections if refused, the grounds if allowed."""

    allow: bool
    reasons: tuple[Reason, ...]


def decide(request: Request) -> Decision:
    """Allow or refuse, with all reasons; a refusal lists every rule that objects."""
    objections = tuple(
        Reason(rule, text) for rule, check in _RULES.items() for text in check(request)
    )
    return Decision(False, objections) if objections else Decision(True, tuple(_grounds(request)))


def visible_to(person: Person) -> Scope:
    """The papers a person may know of, as a filter for lists, counts and searches."""
    if not person.active or person.roles & APART or not person.roles & READERS:
        return NOTHING
    return Scope(
        rank=person.rank,
        everything=Role.ARCHIVIST in person.roles,
        units=frozenset({person.unit}),
        dossiers=person.grants,
    )


def _role(request: Request) -> Iterator[str]:
    person, act = request.person, request.act
    if request.founding and act is Act.MANAGE_PEOPLE and Role.ARCHIVIST in person.roles:
        return
    if not any(act in ROLE_ACTS[role] for role in person.roles):
        roles = listed(role.said for role in sorted(person.roles)) or "-"
        yield say("no role of {who} ({roles}) allows it", who=person.name, roles=roles)


def _account(request: Request) -> Iterator[str]:
    if not request.person.active:
        yield say("the account of {who} is closed", who=request.person.name)


def _clearance(request: Request) -> Iterator[str]:
    paper = request.paper
    if paper is not None and paper.rank > request.person.rank:
        yield say(
            "the paper's grade is {grade}, and {who} is cleared up to {clearance}",
            grade=Grade.of_rank(paper.rank).mark,
            who=request.person.name,
            clearance=Grade.of_rank(max(request.person.rank, 0)).mark,
        )


#: Whoever asks for a loan need not know the paper yet: that is what the loan is for.
_KNOWING = frozenset(
    {Act.VIEW, Act.READ, Act.FILE, Act.AMEND, Act.DECIDE_LOAN, Act.HAND_OVER, Act.GRANT}
    | {Act.PROPOSE_DESTRUCTION, Act.SHORTEN, Act.TRANSFER, Act.ACCEPT_TRANSFER}
    | {Act.COPY, Act.DOWNLOAD, Act.EXPORT, Act.REGRADE, Act.DECIDE_REGRADE, Act.DECIDE_PERMIT}
)


def _need_to_know(request: Request) -> Iterator[str]:
    paper = request.paper
    if paper is None or request.act not in _KNOWING or _ground(request, paper):
        return
    yield say(
        "{who} ({unit}) has no need to know of it: it belongs to {owner}, "
        "and no grant and no running loan covers it",
        who=request.person.name,
        unit=request.person.unit,
        owner=paper.unit,
    )


def _purpose(request: Request) -> Iterator[str]:
    wanted = request.act in {Act.READ, Act.REQUEST_LOAN, Act.COPY, Act.DOWNLOAD, Act.EXPORT}
    if wanted and request.purpose not in PURPOSES:
        yield say(
            "a purpose is needed, one of: {purposes}; given: {given}",
            purposes=", ".join(PURPOSES),
            given=request.purpose or "-",
        )


def _loan_is_over(request: Request) -> Iterator[str]:
    loan, paper = request.loan, request.paper
    if request.act is not Act.READ or loan is None or paper is None or loan.due is None:
        return
    # Who knows the paper anyway does not read it under his loan.
    if not loan.lends(request.person, paper) or _standing_ground(request.person, paper):
        return
    if request.today > loan.due:
        yield say("the loan ended on {day}", day=loan.due.isoformat())


def _own_request(request: Request) -> Iterator[str]:
    desk = request.act in {Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK}
    if desk and request.loan is not None and request.loan.borrower == request.person.code:
        yield say("{who} asked for it, and a loan needs two people", who=request.person.name)
    if request.act is Act.ACCEPT_TRANSFER and request.subject == request.person.code:
        yield say("{who} sent it, and a transfer needs two people", who=request.person.name)


def _apart(request: Request) -> Iterator[str]:
    alone = request.person.roles & APART
    if alone and request.act in DOCUMENT_ACTS:
        yield say(
            "{role} holds no right over papers", role=listed(role.said for role in sorted(alone))
        )


def _own_account(request: Request) -> Iterator[str]:
    own = request.subject == request.person.code
    if request.act in {Act.MANAGE_PEOPLE, Act.GRANT} and own:
        yield say("nobody changes his own account; ask another administrator")


#: What can still be done about a paper that is gone: see its facts, close its loan.
_AFTERWARDS = frozenset({Act.VIEW, Act.TAKE_BACK})


def _not_filed(request: Request) -> Iterator[str]:
    paper = request.paper
    if paper is not None and paper.state != "filed" and request.act not in _AFTERWARDS:
        yield say("the paper is {state}", state=paper.state)


_RULES = {
    "R0": _role,
    "R1": _account,
    "R2": _clearance,
    "R3": _need_to_know,
    "R4": _purpose,
    "R5": _loan_is_over,
    "R6": _own_request,
    "R7": _apart,
    "R8": _own_account,
    "R9": _not_filed,
}


def _standing_ground(person: Person, paper: Paper) -> str:
    """Why the person needs to know the paper without any loan; empty if he does not."""
    if Role.ARCHIVIST in person.roles:
        return say("{who} keeps the archive", who=person.name)
    if paper.unit == person.unit:
        return say("it belongs to {unit}, the unit of {who}", unit=paper.unit, who=person.name)
    if paper.dossier in person.grants:
        return say("{who} was granted dossier {dossier}", who=person.name, dossier=paper.dossier)
    return ""


def _ground(request: Request, paper: Paper) -> str:
    """Why the person needs to know the paper; empty if he does not."""
    person, loan = request.person, request.loan
    if standing := _standing_ground(person, paper):
        return standing
    if loan is not None and loan.opens(person, paper, request.today):
        return say("{who} has it on loan until {day}", who=person.name, day=str(loan.due))
    return ""


def _grounds(request: Request) -> Iterator[Reason]:
    allowed = sorted(role for role in request.person.roles if request.act in ROLE_ACTS[role])
    yield Reason(
        "R0",
        say(
            "the role {role} allows it",
            role=listed(role.said for role in allowed) or say("founder"),
        ),
    )
    if request.paper is not None and (ground := _ground(request, request.paper)):
        yield Reason("R3", ground)
