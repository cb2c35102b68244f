"""The sentences of access: why a rule objects, and on what ground an act is allowed.

Made only when somebody reads them, so that deciding itself stays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from docgen.errors import Reason, listed, say
from docgen.model.access_facts import Need, Paper, Request
from docgen.model.access_roles import PURPOSES, Act
from docgen.model.access_rules import ANSWERING, APPROVED, fits, lacks, roles_for
from docgen.model.grades import Grade
from docgen.model.people import APART, Role


def objection(rule: str, asked: Request) -> Reason:
    """Why a rule objects to a request."""
    return Reason(rule, _SAID[rule](asked))


def grounds(asked: Request) -> Iterator[Reason]:
    """On what ground a request is allowed."""
    roles = listed(role.said for role in sorted(roles_for(asked.person, asked.act)))
    yield Reason("R0", say("the role {role} allows it", role=roles or say("founder")))
    if asked.paper is not None and (ground := _ground(asked, asked.paper)):
        yield Reason("R3", ground)
    if asked.act is Act.SERVE_OUTSIDE and asked.outside is not None:
        yield Reason("R14", say("outside request {code} covers it", code=asked.outside.code))


def _ground(asked: Request, paper: Paper) -> str:
    """Why the person needs to know the paper; empty if he does not."""
    person, loan = asked.person, asked.loan
    if Role.ARCHIVIST in person.roles:
        return say("{who} keeps the archive", who=person.name)
    if paper.unit == person.unit:
        return say("it belongs to {unit}, the unit of {who}", unit=paper.unit, who=person.name)
    if paper.dossier in person.grants:
        return say("{who} was granted dossier {dossier}", who=person.name, dossier=paper.dossier)
    if loan is not None and loan.opens(person, paper, asked.act, asked.today):
        return say("{who} has it on loan until {day}", who=person.name, day=str(loan.due))
    return ""


def _role(asked: Request) -> str:
    roles = listed(role.said for role in sorted(asked.person.roles)) or "-"
    return say("no role of {who} ({roles}) allows it", who=asked.person.name, roles=roles)


def _account(asked: Request) -> str:
    return say("the account of {who} is closed", who=asked.person.name)


def _clearance(asked: Request) -> str:
    return say(
        "the paper's grade is {grade}, and {who} is cleared up to {clearance}",
        grade=_mark(asked),
        who=asked.person.name,
        clearance=Grade.of_rank(max(asked.person.rank, 0)).mark,
    )


def _need_to_know(asked: Request) -> str:
    return say(
        "{who} ({unit}) has no need to know of it: it belongs to {owner}, "
        "and no grant and no running loan covers it",
        who=asked.person.name,
        unit=asked.person.unit,
        owner=asked.paper.unit if asked.paper else "-",
    )


def _purpose(asked: Request) -> str:
    return say(
        "a purpose is needed, one of: {purposes}; given: {given}",
        purposes=", ".join(PURPOSES),
        given=asked.purpose or "-",
    )


def _loan(asked: Request) -> str:
    loan = asked.loan
    if loan is None or loan.due is None or asked.act not in loan.acts:
        return say("the loan does not cover this act")
    if loan.since is not None and asked.today < loan.since:
        return say("the loan begins on {day}", day=loan.since.isoformat())
    return say("the loan ended on {day}", day=loan.due.isoformat())


def _own_request(asked: Request) -> str:
    if asked.act is Act.ACCEPT_TRANSFER:
        return say("{who} sent it, and a transfer needs two people", who=asked.person.name)
    if asked.act in ANSWERING:
        return say(
            "{who} asked for it, and nobody decides on his own request", who=asked.person.name
        )
    return say("{who} asked for it, and a loan needs two people", who=asked.person.name)


def _apart(asked: Request) -> str:
    alone = listed(role.said for role in sorted(asked.person.roles & APART))
    return say("{role} holds no right over papers", role=alone)


def _own_account(_asked: Request) -> str:
    return say("nobody changes his own account; ask another administrator")


def _not_filed(asked: Request) -> str:
    return say("the paper is {state}", state=asked.paper.state if asked.paper else "-")


def _sign_in(asked: Request) -> str:
    wanted = asked.policy.sign_in[asked.paper.rank if asked.paper else 0]
    if wanted.second_factor:
        return say(
            "papers of grade {grade} need a sign-in with a second factor, "
            "not older than {minutes} minutes; sign in again",
            grade=_mark(asked),
            minutes=wanted.minutes,
        )
    return say(
        "papers of grade {grade} need a sign-in not older than {minutes} minutes; sign in again",
        grade=_mark(asked),
        minutes=wanted.minutes,
    )


def _approval(asked: Request) -> str:
    rank = asked.paper.rank if asked.paper else 0
    need = next(need for need in asked.policy.approvals[asked.act, rank] if lacks(need, asked))
    return say(
        "papers of grade {grade} need it approved first, exactly as it is asked, "
        "by {n} other of: {roles}; given: {given}",
        grade=_mark(asked),
        **_wanting(need, asked),
    )


def _together(_asked: Request) -> str:
    return say(
        "the handling unit and the archive change a grade together: "
        "one person of each, and nobody for both"
    )


def _hold(_asked: Request) -> str:
    return say("a hold lies on it; it must be released first")


def _outside(asked: Request) -> str:
    outside, paper = asked.outside, asked.paper
    if outside is None or paper is None:
        return say("an outsider is served under an approved request alone")
    if outside.state != APPROVED:
        return say("outside request {code} is not open: it must be approved", code=outside.code)
    if paper.item not in outside.items:
        return say("outside request {code} does not cover this paper", code=outside.code)
    return say(
        "outside request {code} ended on {day}", code=outside.code, day=outside.until.isoformat()
    )


def _many(asked: Request) -> str:
    return say(
        "{taken} papers were taken out within the last hour; beyond {most} it is approved first, "
        "by {n} other of: {roles}; given: {given}",
        taken=asked.recent,
        most=asked.policy.an_hour,
        **_wanting(asked.policy.beyond, asked),
    )


def _wanting(need: Need, asked: Request) -> dict[str, object]:
    return {
        "n": need.count,
        "roles": listed(role.said for role in sorted(need.roles)),
        "given": len({one.by for one in fits(need, asked)}),
    }


def _mark(asked: Request) -> str:
    return Grade.of_rank(asked.paper.rank if asked.paper else 0).mark


_SAID: Mapping[str, Callable[[Request], str]] = MappingProxyType(
    {
        "R0": _role,
        "R1": _account,
        "R2": _clearance,
        "R3": _need_to_know,
        "R4": _purpose,
        "R5": _loan,
        "R6": _own_request,
        "R7": _apart,
        "R8": _own_account,
        "R9": _not_filed,
        "R10": _sign_in,
        "R11": _approval,
        "R12": _together,
        "R13": _hold,
        "R14": _outside,
        "R15": _many,
    }
)
