"""The rules of access, each as a cheap test: does it object to this request?

Deny overrides: one objection refuses. A test answers yes or no only; its sentence is made by
``model.access_said`` when somebody reads it. ``docs/spec/access.md`` says each rule in words
and where it is from.

    R0  a role of his allows the act                              (R-072, R-073)
    R1  his account is open
    R2  his clearance reaches the paper's grade                   (R-029, R-079)
    R3  he needs to know it: own unit, grant, archive, or a loan  (R-048, R-070, R-076)
    R4  reading, borrowing and taking out need a purpose from the closed list (R-074, G-012)
    R5  a loan opens its paper alone, for what it covers, from its first to its last day (R-070)
    R6  nobody decides or serves his own request
    R7  auditor and administrator hold no document rights
    R8  nobody changes his own account
    R9  a paper that is not filed any more is not served; its facts stay, and loans can end
    R10 higher grades ask for a fresh and strong sign-in          (R-079)
    R11 what the matrix names is approved, by others, exactly as it is asked (R-070, R-075)
    R12 the grade is changed by the handling unit and the archive together (R-029)
    R13 a hold blocks destruction, a lower grade and a shorter period (R-116)
    R14 an outsider is served under an approved request, within its scope and time (R-071)
    R15 many papers in one hour are taken out only with approval  (R-075)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from docgen.model.access_facts import Approval, Need, Paper, Request
from docgen.model.access_roles import DOCUMENT_ACTS, PURPOSES, ROLE_ACTS, Act
from docgen.model.people import APART, Person, Role

Test = Callable[[Request], bool]

_ROLES_FOR: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {act: frozenset(role for role in Role if act in ROLE_ACTS[role]) for act in Act}
)
#: Who may speak for a side when a grade is changed.
_DECIDERS = Need(_ROLES_FOR[Act.DECIDE_REGRADE])
_EVERY = frozenset(Act)
#: Whoever asks for a loan need not know the paper yet: that is what the loan is for.
_KNOWING = frozenset(
    {Act.VIEW, Act.READ, Act.FILE, Act.AMEND, Act.DECIDE_LOAN, Act.HAND_OVER, Act.GRANT}
    | {Act.PROPOSE_DESTRUCTION, Act.SHORTEN, Act.TRANSFER, Act.ACCEPT_TRANSFER}
    | {Act.COPY, Act.DOWNLOAD, Act.EXPORT, Act.REGRADE, Act.DECIDE_REGRADE, Act.DECIDE_PERMIT}
)
TAKING_OUT = frozenset({Act.COPY, Act.DOWNLOAD, Act.EXPORT})
_FOR_A_PURPOSE = TAKING_OUT | {Act.READ, Act.REQUEST_LOAN}
_AT_THE_DESK = frozenset({Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK, Act.OVERRIDE_LOAN})
#: Acts whose ``subject`` is whoever asked for what is decided.
ANSWERING = frozenset(
    {Act.ACCEPT_TRANSFER, Act.DECIDE_PERMIT, Act.DECIDE_OUTSIDE, Act.DECIDE_REGRADE}
    | {Act.DECIDE_CASE, Act.DECIDE_POSTING, Act.DECIDE_VISIT}
)
#: What can still be done about a paper that is gone: see its facts, close its loan.
_AFTERWARDS = frozenset({Act.VIEW, Act.TAKE_BACK})
#: Acts that a hold may forbid; only for these is a paper's ``held`` looked up.
HOLDABLE = frozenset({Act.DESTROY, Act.SHORTEN, Act.REGRADE})
#: The state of an outside request in which it is served.
APPROVED = "approved"


def roles_for(person: Person, act: Act) -> frozenset[Role]:
    """The roles of a person that allow an act."""
    return person.roles & _ROLES_FOR[act]


def stands(person: Person, paper: Paper) -> bool:
    """Whether a person needs to know a paper without any loan."""
    return (
        Role.ARCHIVIST in person.roles
        or paper.unit == person.unit
        or paper.dossier in person.grants
    )


def fits(need: Need, asked: Request) -> list[Approval]:
    """The approvals that count: of exactly this, in a fitting role, and not his own."""
    return [
        one
        for one in asked.approvals
        if one.of == asked.wanted
        and asked.wanted
        and one.role in need.roles
        and one.by != asked.person.code
    ]


def lacks(need: Need, asked: Request) -> bool:
    """Whether too few different people have approved."""
    return len({one.by for one in fits(need, asked)}) < need.count


def _role(asked: Request) -> bool:
    if not _ROLES_FOR[asked.act].isdisjoint(asked.person.roles):
        return False
    founds = asked.founding and asked.act is Act.MANAGE_PEOPLE
    return not (founds and Role.ARCHIVIST in asked.person.roles)


def _account(asked: Request) -> bool:
    return not asked.person.active


def _clearance(asked: Request) -> bool:
    return asked.paper is not None and asked.paper.rank > asked.person.rank


def _need_to_know(asked: Request) -> bool:
    paper, loan = asked.paper, asked.loan
    if paper is None or stands(asked.person, paper):
        return False
    return loan is None or not loan.opens(asked.person, paper, asked.act, asked.today)


def _purpose(asked: Request) -> bool:
    return asked.purpose not in PURPOSES


def _loan(asked: Request) -> bool:
    """Who knows the paper anyway does not read it under his loan."""
    paper, loan = asked.paper, asked.loan
    return (
        loan is not None
        and paper is not None
        and loan.lends(asked.person, paper)
        and not stands(asked.person, paper)
        and not loan.opens(asked.person, paper, asked.act, asked.today)
    )


def _own_request(asked: Request) -> bool:
    if asked.act in ANSWERING:
        return asked.subject == asked.person.code
    return asked.loan is not None and asked.loan.borrower == asked.person.code


def _apart(asked: Request) -> bool:
    return not APART.isdisjoint(asked.person.roles)


def _own_account(asked: Request) -> bool:
    return asked.subject == asked.person.code


def _not_filed(asked: Request) -> bool:
    return asked.paper is not None and asked.paper.state != "filed"


def _sign_in(asked: Request) -> bool:
    """Who sits at the machine is strong and fresh."""
    found, paper = asked.sign_in, asked.paper
    if found.strength == "os" or paper is None:
        return False
    wanted = asked.policy.sign_in.get(paper.rank)
    if wanted is None:
        return False
    weak = wanted.second_factor and found.strength != "mfa"
    return weak or not 0 <= found.minutes <= wanted.minutes


def _approval(asked: Request) -> bool:
    if asked.paper is None:
        return False
    needs = asked.policy.approvals.get((asked.act, asked.paper.rank), ())
    return any(lacks(need, asked) for need in needs)


def _together(asked: Request) -> bool:
    """Two people, one for the handling unit and one for the archive; who asks is one of them."""
    paper, person = asked.paper, asked.person
    if paper is None:
        return False
    voices = [(person.code, person.unit, Role.ARCHIVIST in person.roles)]
    voices += [(one.by, one.unit, one.role is Role.ARCHIVIST) for one in fits(_DECIDERS, asked)]
    handling = {by for by, unit, _ in voices if unit == paper.unit}
    keeping = {by for by, _, keeps in voices if keeps}
    return not (handling and keeping and len(handling | keeping) > 1)


def _hold(asked: Request) -> bool:
    if asked.paper is None or not asked.paper.held:
        return False
    raised = asked.rank is not None and asked.rank >= asked.paper.rank
    return not (asked.act is Act.REGRADE and raised)


def _outside(asked: Request) -> bool:
    outside, paper = asked.outside, asked.paper
    return (
        outside is None
        or paper is None
        or outside.state != APPROVED
        or paper.item not in outside.items
        or asked.today > outside.until
    )


def _many(asked: Request) -> bool:
    return asked.recent >= asked.policy.an_hour and lacks(asked.policy.beyond, asked)


#: Each rule, the acts it watches, and its test.
RULES: Mapping[str, tuple[frozenset[Act], Test]] = MappingProxyType(
    {
        "R0": (_EVERY, _role),
        "R1": (_EVERY, _account),
        "R2": (_EVERY, _clearance),
        "R3": (_KNOWING, _need_to_know),
        "R4": (_FOR_A_PURPOSE, _purpose),
        "R5": (_KNOWING, _loan),
        "R6": (_AT_THE_DESK | ANSWERING, _own_request),
        "R7": (DOCUMENT_ACTS, _apart),
        "R8": (frozenset({Act.MANAGE_PEOPLE, Act.GRANT}), _own_account),
        "R9": (_EVERY - _AFTERWARDS, _not_filed),
        "R10": (_EVERY - {Act.FIND, Act.VIEW}, _sign_in),
        "R11": (TAKING_OUT, _approval),
        "R12": (frozenset({Act.REGRADE}), _together),
        "R13": (HOLDABLE, _hold),
        "R14": (frozenset({Act.SERVE_OUTSIDE}), _outside),
        "R15": (TAKING_OUT - {Act.COPY}, _many),
    }
)
#: What somebody else's word still answers: until it is given, it may be asked for.
ANSWERED_BY_APPROVAL = frozenset({"R11", "R12", "R15"})


#: For each act the rules that watch it, in the order of the list.
BY_ACT: Mapping[Act, tuple[tuple[str, Test], ...]] = {
    act: tuple((rule, test) for rule, (acts, test) in RULES.items() if act in acts) for act in Act
}
