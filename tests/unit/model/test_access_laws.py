"""Laws of access: what never takes away, what never gives, and what nobody can be by any role."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.access import (
    DOCUMENT_ACTS,
    PURPOSES,
    Act,
    Approval,
    LoanFact,
    OutsideFact,
    Paper,
    Policy,
    Request,
    SignIn,
    decide,
    visible_to,
)
from docgen.model.access_duties import DUTIES
from docgen.model.approvals import parse_policy
from docgen.model.people import APART, READERS, Person, Role
from docgen.model.scope import NOTHING

TODAY = dt.date(2026, 3, 9)
NOW = dt.datetime(2026, 3, 9, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ITEM, DOSSIER, UNIT = "0000000042-0007", "0000000042", "客户服务部"
SELF, OTHER, THIRD = "p-0001", "p-0002", "p-0003"

CODES = st.sampled_from([SELF, OTHER])
UNITS = st.sampled_from([UNIT, "工程部"])
DOSSIERS = st.sampled_from([DOSSIER, "0000000043"])
RANKS = st.integers(0, 3)
DAYS = st.integers(-2, 2).map(lambda days: TODAY + days * DAY)
HELD = st.frozensets(st.sampled_from(sorted(READERS)), min_size=1) | (
    st.sampled_from(sorted(APART)).map(lambda role: frozenset({role}))
)
PERSONS = st.builds(
    Person,
    code=CODES,
    name=st.just("jonas"),
    unit=UNITS,
    rank=RANKS,
    roles=HELD,
    grants=st.frozensets(DOSSIERS),
    active=st.sampled_from([True, True, True, False]),
)
PAPERS = st.builds(
    Paper,
    item=st.just(ITEM),
    rank=RANKS,
    unit=UNITS,
    dossier=DOSSIERS,
    state=st.sampled_from(["filed", "filed", "filed", "transferred"]),
    held=st.booleans(),
)
LENT = st.builds(
    LoanFact,
    item=st.just(ITEM),
    borrower=CODES,
    state=st.sampled_from(["requested", "approved", "out", "out", "returned"]),
    due=st.none() | DAYS,
    since=st.none() | st.just(TODAY - DAY),
)
SIGN_INS = st.builds(
    SignIn,
    strength=st.sampled_from(["os", "password", "mfa"]),
    minutes=st.sampled_from([0, 15, 16, 480, 481]),
)
APPROVALS = st.sampled_from(
    [
        Approval(by, role, NOW, of, unit)
        for by in (SELF, OTHER, THIRD)
        for role in (Role.MANAGER, Role.ARCHIVIST, Role.LEGAL, Role.CLERK)
        for of in ("ab", "ab", "cd", "")
        for unit in (UNIT, "工程部")
    ]
)
#: The shipped one, and some in which every grade asks for something.
POLICIES = st.sampled_from(
    [
        Policy(),
        Policy(),
        *(
            parse_policy(
                {
                    "an_hour": 2,
                    "beyond": ["manager", "legal"],
                    "approval": [
                        {"acts": ["copy", "export"], "from": low, "by": ["manager"], "count": n},
                        {"acts": ["copy", "download"], "from": high, "by": ["legal", "manager"]},
                    ],
                    "sign_in": [
                        {"from": low, "minutes": 480, "second_factor": n == 1},
                        {"from": high, "minutes": 15},
                    ],
                },
                file="approvals.toml",
            )
            for low, high in product("PCBA", repeat=2)
            for n in (1, 2)
        ),
    ]
)
OUTSIDE = st.builds(
    OutsideFact,
    code=st.just("W000001"),
    state=st.sampled_from(["approved", "approved", "closed"]),
    items=st.sampled_from([frozenset({ITEM}), frozenset[str]()]),
    until=DAYS,
)

ASKED = st.builds(
    Request,
    person=PERSONS,
    act=st.sampled_from(Act),
    today=st.just(TODAY),
    paper=st.none() | PAPERS,
    purpose=st.sampled_from([*PURPOSES, ""]),
    loan=st.none() | LENT,
    subject=st.just("") | CODES,
    founding=st.booleans(),
    sign_in=SIGN_INS,
    approvals=st.lists(APPROVALS, max_size=3).map(tuple),
    wanted=st.sampled_from(["ab", "ab", ""]),
    outside=st.none() | OUTSIDE,
    recent=st.integers(0, 3),
    rank=st.none() | RANKS,
    policy=POLICIES,
)
always = settings(deadline=None, max_examples=120)


def takes_nothing_away(request: Request, changed: Person) -> bool:
    return decide(replace(request, person=changed)).allow >= decide(request).allow


@given(ASKED, RANKS)
@always
def test_a_higher_clearance_takes_nothing_away(request: Request, rank: int) -> None:
    higher = replace(request.person, rank=max(rank, request.person.rank))

    assert takes_nothing_away(request, higher)


@given(ASKED, DOSSIERS)
@always
def test_a_grant_takes_nothing_away(request: Request, dossier: str) -> None:
    granted = replace(request.person, grants=request.person.grants | {dossier})

    assert takes_nothing_away(request, granted)


@given(ASKED, st.sampled_from(sorted(READERS)))
@always
def test_one_more_readers_role_takes_nothing_away(request: Request, role: Role) -> None:
    busier = replace(request.person, roles=request.person.roles | {role})

    assert takes_nothing_away(request, busier)


@given(ASKED)
@always
def test_a_closed_account_may_nothing(request: Request) -> None:
    closed = replace(request.person, active=False)

    assert "R1" in decide(replace(request, person=closed)).against
    assert visible_to(closed) == NOTHING


@given(ASKED, st.sampled_from(sorted(DOCUMENT_ACTS)), st.frozensets(st.sampled_from(Role)))
@always
def test_who_stands_apart_touches_no_paper(
    request: Request, act: Act, others: frozenset[Role]
) -> None:
    for role in APART:
        person = replace(request.person, roles=others | {role})

        assert "R7" in decide(replace(request, person=person, act=act)).against
        assert visible_to(person) == NOTHING


@given(ASKED, PAPERS)
@always
def test_lists_show_what_may_be_viewed(request: Request, paper: Paper) -> None:
    there = replace(paper, state="filed")
    seen = visible_to(request.person).admits(there.rank, there.unit, there.dossier)

    viewed = decide(replace(request, act=Act.VIEW, paper=there, loan=None))

    assert viewed.allow == seen


def gives_nothing(request: Request, changed: Request) -> bool:
    return decide(changed).allow <= decide(request).allow


@given(ASKED, APPROVALS)
@always
def test_an_approval_takes_nothing_away(request: Request, more: Approval) -> None:
    approved = replace(request, approvals=(*request.approvals, more))

    assert gives_nothing(approved, request)


@given(ASKED, st.integers(0, 5))
@always
def test_waiting_opens_nothing(request: Request, days: int) -> None:
    later = replace(request, today=request.today + days * DAY)

    assert gives_nothing(request, later)


@given(ASKED, st.integers(0, 600))
@always
def test_an_older_sign_in_opens_nothing(request: Request, minutes: int) -> None:
    sign_in = replace(request.sign_in, minutes=request.sign_in.minutes + minutes)

    assert gives_nothing(request, replace(request, sign_in=sign_in))


@given(ASKED)
@always
def test_a_weaker_sign_in_opens_nothing(request: Request) -> None:
    stronger = [replace(request.sign_in, strength=how) for how in ("os", "mfa", "password")]
    answers = [decide(replace(request, sign_in=one)).allow for one in stronger]

    assert answers == sorted(answers, reverse=True)


@given(ASKED, PAPERS)
@always
def test_a_hold_opens_nothing(request: Request, paper: Paper) -> None:
    free, held = (replace(request, paper=replace(paper, held=one)) for one in (False, True))

    assert gives_nothing(free, held)


@given(ASKED, PAPERS, RANKS)
@always
def test_a_higher_grade_opens_nothing_and_lifts_no_duty(
    request: Request, paper: Paper, rank: int
) -> None:
    lower = replace(request, paper=replace(paper, rank=min(rank, paper.rank)))
    higher = replace(request, paper=replace(paper, rank=max(rank, paper.rank)))

    assert gives_nothing(lower, higher)
    if decide(higher).allow:
        assert decide(lower).obligations <= decide(higher).obligations


@given(ASKED, st.integers(1, 9))
@always
def test_more_papers_taken_out_open_nothing(request: Request, more: int) -> None:
    assert gives_nothing(request, replace(request, recent=request.recent + more))


@given(ASKED)
@always
def test_only_what_leaves_has_duties(request: Request) -> None:
    decision = decide(request)

    leaves = decision.allow and request.paper and (request.act, request.paper.rank) in DUTIES
    assert bool(decision.obligations) == bool(leaves)


@given(ASKED)
@always
def test_whoever_lacks_approval_alone_is_let_through_with_it(request: Request) -> None:
    """What others' word answers is what R11, R12 and R15 ask for, and nothing else."""
    everybody = tuple(
        Approval(f"p-1{n}", role, NOW, "ab", unit)
        for n, (role, unit) in enumerate(product(Role, (UNIT, "工程部")))
    )
    approved = replace(request, approvals=everybody, wanted="ab")

    if decide(request).lacks_approval_only:
        assert decide(approved).allow


@given(ASKED)
@always
def test_every_answer_has_its_reasons_in_words(request: Request) -> None:
    decision = decide(request)

    rules = [reason.rule for reason in decision.reasons]
    assert rules
    assert len(set(rules)) == len(rules)
    assert decision.allow or tuple(rules) == decision.against


ALL_ROLES = [frozenset(some) for n in range(len(Role) + 1) for some in combinations(Role, n)]
OWN = Approval(SELF, Role.MANAGER, NOW, "ab", UNIT)
EASY = Request(
    Person(SELF, "mira", UNIT, 3, frozenset()),
    Act.READ,
    TODAY,
    Paper(ITEM, 3, UNIT, DOSSIER),
    "complaint",
    LoanFact(ITEM, OTHER, "out", TODAY),
    OTHER,
    approvals=(replace(OWN, by=OTHER), replace(OWN, by=THIRD, role=Role.ARCHIVIST)),
    wanted="ab",
    outside=OutsideFact("W000001", "approved", frozenset({ITEM}), TODAY),
)


def acts_of(roles: frozenset[Role], easy: Request = EASY) -> set[Act]:
    """All that an account with these roles is allowed when nothing else speaks against it."""
    person = replace(easy.person, roles=roles)
    return {act for act in Act if decide(replace(easy, person=person, act=act)).allow}


@pytest.mark.parametrize("roles", ALL_ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_no_roles_let_one_account_read_and_audit_or_administer(roles: frozenset[Role]) -> None:
    acts = acts_of(roles)

    if acts & DOCUMENT_ACTS:
        assert not roles & APART
        assert Act.MANAGE_PEOPLE not in acts
    if roles & APART:
        assert visible_to(replace(EASY.person, roles=roles)) == NOTHING


@pytest.mark.parametrize("roles", ALL_ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_no_roles_let_anybody_decide_for_himself(roles: frozenset[Role]) -> None:
    loan = LoanFact(ITEM, SELF, "requested")
    his = replace(EASY, subject=SELF, loan=loan)
    alone = replace(EASY, approvals=tuple(replace(OWN, role=role) for role in Role))

    assert not acts_of(roles, his) & {
        *(Act.DECIDE_LOAN, Act.HAND_OVER, Act.TAKE_BACK, Act.OVERRIDE_LOAN),
        *(Act.DECIDE_PERMIT, Act.DECIDE_OUTSIDE, Act.DECIDE_REGRADE, Act.ACCEPT_TRANSFER),
    }
    assert not acts_of(roles, alone) & {Act.COPY, Act.DOWNLOAD, Act.EXPORT, Act.REGRADE}
    for founding in (False, True):
        own = replace(his, founding=founding)
        assert not acts_of(roles, own) & {Act.MANAGE_PEOPLE, Act.GRANT}
