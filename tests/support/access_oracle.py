"""A second judge of access, written as tables from ``docs/spec/access.md`` alone.

It takes the first judge's ``Request``, names the rules that object, and says what must be done to
a paper that leaves. Of the first judge it knows the values of a request and calls nothing, so
that a slip in one cannot excuse itself in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from docgen.model.access_facts import Paper, Request

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
work-case      yes    yes        yes      -      -        -
decide-case    -      -          yes      -      -        -
list-cases     yes    yes        yes      yes    -        -
do-duty        yes    yes        yes      yes    -        -
list-duties    -      yes        yes      -      yes      -
work-posting   yes    yes        yes      -      -        -
decide-posting -      -          yes      -      -        -
work-visit     yes    yes        yes      -      -        -
decide-visit   -      -          yes      -      -        -
"""
_ANY: Final = "*"
_KNOWING: Final = (
    "view read copy download export file amend grant decide-loan hand-over transfer "
    "accept-transfer propose-destruction shorten regrade decide-regrade decide-permit"
)
_PAPERWORK: Final = (
    "find view read request-loan fill file amend add-customer open-dossier "
    "decide-loan hand-over take-back grant "
    "hold shorten propose-destruction decide-destruction witness-destruction destroy "
    "transfer accept-transfer copy download export decide-permit recall-loan override-loan "
    "request-outside decide-outside serve-outside regrade decide-regrade "
    "work-case decide-case list-cases work-posting decide-posting work-visit decide-visit"
)
#: rule, acts it watches (a minus: all but these), facts that must all be there, facts of which
#: one excuses.
RULES: Final = (
    ("R0", _ANY, "", "role founder"),
    ("R1", _ANY, "", "open"),
    ("R2", _ANY, "paper", "cleared"),
    ("R3", _KNOWING, "paper", "archive unit granted lent"),
    ("R4", "read request-loan copy download export", "", "purpose"),
    ("R5", _KNOWING, "his-loan", "archive unit granted lent"),
    ("R6", "decide-loan hand-over take-back override-loan", "own-loan", ""),
    ("R6", "accept-transfer decide-permit decide-outside decide-regrade", "self", ""),
    ("R6", "decide-case decide-posting decide-visit", "self", ""),
    ("R7", _PAPERWORK, "apart", ""),
    ("R8", "manage-people grant", "self", ""),
    ("R9", "- view take-back", "paper", "filed"),
    ("R10", "- view find", "paper", "signed-in"),
    ("R11", "copy download export", "paper", "approved"),
    ("R12", "regrade", "paper", "together"),
    ("R13", "destroy shorten", "held", ""),
    ("R13", "regrade", "held", "raised"),
    ("R14", "serve-outside", "", "in-scope"),
    ("R15", "download export", "many", "beyond-approved"),
)
_PURPOSES: Final = frozenset(
    {"service", "complaint", "contract", "handover", "legal", "inspection", "customer"}
)
#: What must be done to a paper of rank 0, 1, 2, 3 that leaves.
_BY_GRADE: Final = (
    "number",
    "number mark restrict",
    "number mark restrict password",
    "number mark restrict password raster",
)
_DUTIES: Final = {
    "copy": [set(one.split()) for one in _BY_GRADE],
    "export": [set(one.split()) for one in _BY_GRADE],
    "download": [{"number"}] * 4,
    "serve-outside": [{*one.split(), "escort", "scope"} for one in _BY_GRADE],
}


def read_matrix() -> dict[str, frozenset[str]]:
    """The acts of each role, from the table above."""
    head, *rows = (line.split() for line in MATRIX.strip().splitlines())
    return {
        role: frozenset(act for act, *cells in rows if cells[column] == "yes")
        for column, role in enumerate(head)
    }


_ACTS_OF: Final = read_matrix()
_ACTS: Final = frozenset().union(*_ACTS_OF.values())


def _watched(words: str) -> frozenset[str]:
    first, *others = words.split()
    if first == "-":
        return _ACTS - {*others}
    return _ACTS if first == _ANY else frozenset(words.split())


def _is_a(asked: Request, role: str) -> bool:
    return role in asked.person.roles


def _is_his_loan(asked: Request, paper: Paper) -> bool:
    loan = asked.loan
    if loan is None or loan.state != "out":
        return False
    return loan.borrower == asked.person.code and loan.item == paper.item


def _is_lent(asked: Request, paper: Paper) -> bool:
    loan = asked.loan
    if loan is None or not _is_his_loan(asked, paper):
        return False
    begun = loan.since is None or not asked.today < loan.since
    runs = loan.due is not None and begun and not loan.due < asked.today
    return runs and asked.act in loan.acts


def _is_in_scope(asked: Request, paper: Paper) -> bool:
    outside = asked.outside
    if outside is None or outside.state != "approved":
        return False
    return paper.item in outside.items and not outside.until < asked.today


#: What may be the case, in the words of the table of rules; each is looked up when a rule asks.
FACTS: Final[Mapping[str, Callable[[Request], bool]]] = {
    "role": lambda asked: any(
        asked.act.value in _ACTS_OF[role.value] for role in asked.person.roles
    ),
    "founder": lambda asked: (
        asked.founding and asked.act.value == "manage-people" and _is_a(asked, "archivist")
    ),
    "open": lambda asked: asked.person.active,
    "archive": lambda asked: _is_a(asked, "archivist"),
    "apart": lambda asked: _is_a(asked, "auditor") or _is_a(asked, "administrator"),
    "purpose": lambda asked: asked.purpose in _PURPOSES,
    "self": lambda asked: asked.subject == asked.person.code,
    "own-loan": lambda asked: asked.loan is not None and asked.loan.borrower == asked.person.code,
    "many": lambda asked: asked.recent >= asked.policy.an_hour,
    "beyond-approved": lambda asked: _is_approved(
        asked, asked.policy.beyond.roles, asked.policy.beyond.count
    ),
    "paper": lambda asked: asked.paper is not None,
}
#: The same of the paper; nothing of it is the case without one.
PAPER_FACTS: Final[Mapping[str, Callable[[Request, Paper], bool]]] = {
    "cleared": lambda asked, paper: asked.person.rank >= paper.rank,
    "unit": lambda asked, paper: asked.person.unit == paper.unit,
    "granted": lambda asked, paper: paper.dossier in asked.person.grants,
    "filed": lambda _, paper: paper.state == "filed",
    "held": lambda _, paper: paper.held,
    "raised": lambda asked, paper: asked.rank is not None and not asked.rank < paper.rank,
    "signed-in": lambda asked, paper: _is_signed_in(asked, paper.rank),
    "approved": lambda asked, paper: all(
        _is_approved(asked, need.roles, need.count)
        for need in asked.policy.approvals.get((asked.act, paper.rank), ())
    ),
    "together": lambda asked, paper: _is_together(asked, paper.unit),
    "his-loan": _is_his_loan,
    "lent": _is_lent,
    "in-scope": _is_in_scope,
}
_WATCHING: Final = {
    act: [
        (rule, needed.split(), excuses.split())
        for rule, acts, needed, excuses in RULES
        if act in _watched(acts)
    ]
    for act in _ACTS
}


def objecting(asked: Request) -> tuple[str, ...]:
    """The rules that object to a request, in the order of their numbers."""
    return tuple(
        [
            rule
            for rule, needed, excuses in _WATCHING[asked.act.value]
            if _objects(asked, needed, excuses)
        ]
    )


def _is(asked: Request, fact: str) -> bool:
    if fact in FACTS:
        return FACTS[fact](asked)
    return asked.paper is not None and PAPER_FACTS[fact](asked, asked.paper)


def _objects(asked: Request, needed: Iterable[str], excuses: Iterable[str]) -> bool:
    for fact in needed:
        if not _is(asked, fact):
            return False
    for fact in excuses:  # noqa: SIM110  any() takes twice as long, of millions of requests
        if _is(asked, fact):
            return False
    return True


def duties(asked: Request) -> set[str]:
    """What must be done to the paper if it may leave."""
    if asked.paper is None or asked.act.value not in _DUTIES:
        return set()
    return _DUTIES[asked.act.value][asked.paper.rank]


def _is_signed_in(asked: Request, rank: int) -> bool:
    how, wanted = asked.sign_in, asked.policy.sign_in.get(rank)
    if wanted is None or how.strength == "os":
        return True
    strong = how.strength == "mfa" or not wanted.second_factor
    return strong and 0 <= how.minutes <= wanted.minutes


def _words_of_others(asked: Request) -> list[tuple[str, str, str]]:
    """Whose word was given for exactly this request, in what role, for what unit."""
    return [
        (one.by, one.role.value, one.unit)
        for one in asked.approvals
        if asked.wanted and one.of == asked.wanted and one.by != asked.person.code
    ]


def _is_approved(asked: Request, roles: Iterable[str], count: int) -> bool:
    return len({by for by, role, _ in _words_of_others(asked) if role in roles}) >= count


def _is_together(asked: Request, unit: str) -> bool:
    """Whether some two people speak for the two sides."""
    person = asked.person
    words = [
        (by, role == "archivist", of == unit)
        for by, role, of in _words_of_others(asked)
        if "decide-regrade" in _ACTS_OF[role]
    ]
    words.append((person.code, "archivist" in person.roles, person.unit == unit))
    return any(
        keeps and handles and one != other for one, keeps, _ in words for other, _, handles in words
    )
