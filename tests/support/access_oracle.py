"""A second judge of access: the rules of ``docgen.model.access`` written again as tables.

It takes the first judge's ``Request`` and names the rules that object. It was written from
the list of rules and the table of roles alone and calls nothing of the first one, so that a
slip in one cannot excuse itself in the other.
"""

from __future__ import annotations

from typing import Final

from docgen.model.access import Request

#: Which role may do which act; the columns are the roles in the order of the first line.
MATRIX: Final = """
               clerk  archivist  manager  legal  auditor  administrator
find           yes    yes        yes      yes    -        -
view           yes    yes        yes      yes    -        -
read           yes    yes        yes      yes    -        -
request-loan   yes    yes        yes      yes    -        -
fill           yes    yes        -        -      -        -
file           yes    yes        -        -      -        -
amend          yes    yes        -        -      -        -
add-customer   yes    yes        -        -      -        -
open-dossier   yes    yes        -        -      -        -
decide-loan    -      yes        yes      -      -        -
hand-over      -      yes        -        -      -        -
take-back      -      yes        -        -      -        -
grant          -      yes        -        -      -        -
list-loans     -      yes        yes      -      yes      -
read-log       -      yes        -        -      yes      -
verify-log     -      yes        yes      yes    yes      yes
list-people    -      yes        -        -      yes      yes
upkeep         -      yes        -        -      -        yes
keep-templates -      yes        -        -      -        yes
hold           -      yes        yes      yes    -        -
shorten        -      yes        -        -      -        -
propose-destruction yes yes      -        -      -        -
decide-destruction  -  yes       yes      yes    -        -
witness-destruction yes yes      yes      yes    -        -
destroy        -      yes        -        -      -        -
list-disposal  yes    yes        yes      yes    yes      -
transfer       yes    yes        -        -      -        -
accept-transfer -     yes        -        -      -        -
list-transfers yes    yes        yes      -      -        -
manage-people  -      -          -        -      -        yes
copy           yes    yes        yes      yes    -        -
download       yes    yes        -        -      -        -
export         yes    yes        -        -      -        -
decide-permit  -      -          yes      yes    -        -
recall-loan    -      yes        -        -      -        -
override-loan  -      yes        yes      -      -        -
request-outside -     yes        -        -      -        -
decide-outside -      -          yes      yes    -        -
serve-outside  -      yes        -        -      -        -
list-outside   -      yes        yes      yes    yes      -
regrade        yes    yes        yes      -      -        -
decide-regrade -      yes        yes      yes    -        -
audit          -      yes        -        -      yes      -
keep-log       -      yes        -        -      -        yes
keep-keys      -      yes        -        -      -        yes
"""
_ANY: Final = "*"
_PAPERWORK: Final = (
    "find view read request-loan fill file amend add-customer open-dossier "
    "decide-loan hand-over take-back grant "
    "hold shorten propose-destruction decide-destruction witness-destruction destroy "
    "transfer accept-transfer copy download export decide-permit recall-loan override-loan "
    "request-outside decide-outside serve-outside regrade decide-regrade"
)
#: rule, acts it watches, facts that must all be there, facts of which one excuses.
RULES: Final = (
    ("R0", _ANY, "", "role founder"),
    ("R1", _ANY, "", "open"),
    ("R2", _ANY, "paper", "cleared"),
    (
        "R3",
        (
            "view read file amend decide-loan hand-over grant propose-destruction "
            "shorten transfer accept-transfer copy download export regrade decide-regrade "
            "decide-permit"
        ),
        "paper",
        "archive unit granted lent",
    ),
    ("R4", "read request-loan copy download export", "", "purpose"),
    ("R5", "read", "paper late", "archive unit granted"),
    ("R6", "decide-loan hand-over take-back", "own-loan", ""),
    ("R6", "accept-transfer", "self", ""),
    ("R7", _PAPERWORK, "apart", ""),
    ("R8", "manage-people grant", "self", ""),
    ("R9", _ANY, "paper", "filed afterwards"),
)
_PURPOSES: Final = "service complaint contract handover legal inspection customer"


def read_matrix() -> dict[str, frozenset[str]]:
    """The acts of each role, from the table above."""
    head, *rows = (line.split() for line in MATRIX.strip().splitlines())
    return {
        role: frozenset(act for act, *cells in rows if cells[column] == "yes")
        for column, role in enumerate(head)
    }


_ACTS_OF: Final = read_matrix()


def objecting(asked: Request) -> list[str]:
    """The rules that object to a request, in the order of their numbers."""
    found = _facts(asked)
    return [
        rule
        for rule, acts, needed, excuses in RULES
        if (acts == _ANY or asked.act.value in acts.split())
        and found.issuperset(needed.split())
        and found.isdisjoint(excuses.split())
    ]


def _facts(asked: Request) -> set[str]:
    """What is the case, in the words of the table of rules."""
    person, roles = asked.person, {role.value for role in asked.person.roles}
    told = {
        "role": any(asked.act.value in _ACTS_OF[role] for role in roles),
        "founder": asked.founding and asked.act.value == "manage-people" and "archivist" in roles,
        "open": person.active,
        "archive": "archivist" in roles,
        "apart": bool(roles & {"auditor", "administrator"}),
        "purpose": asked.purpose in _PURPOSES.split(),
        "self": asked.subject == person.code,
        "afterwards": asked.act.value in {"view", "take-back"},
        "own-loan": asked.loan is not None and asked.loan.borrower == person.code,
        "paper": asked.paper is not None,
    }
    return {fact for fact, holds in told.items() if holds} | _paper_facts(asked)


def _paper_facts(asked: Request) -> set[str]:
    paper, loan, person = asked.paper, asked.loan, asked.person
    if paper is None:
        return set()
    told = {
        "cleared": person.rank >= paper.rank,
        "unit": person.unit == paper.unit,
        "granted": paper.dossier in person.grants,
        "filed": paper.state == "filed",
    }
    if loan is not None and loan.state == "out" and loan.due is not None:
        his = loan.borrower == person.code and loan.item == paper.item
        told |= {"lent": his and loan.due >= asked.today, "late": his and loan.due < asked.today}
    return {fact for fact, holds in told.items() if holds}
