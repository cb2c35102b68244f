"""The approval form of one outside request (外单位查阅审批及登记表), made of its rows."""

from __future__ import annotations

from docgen.errors import NotAllowed, Reason, say
from docgen.model.access import Act
from docgen.model.outside import State
from docgen.model.outside_kinds import Gives
from docgen.model.people import Role
from docgen.office import aids, gate, journal, outside
from docgen.office.aid_facts import Values
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.office.outside import Seen
from docgen.office.outside_facts import find, paper_of
from docgen.office.outside_words import EVENT, asker, framed, names
from docgen.register.models import Person
from docgen.register.models_outside import OutsideOfficer, OutsideServing


def form(office: Office, who: Person, code: str, *, pdf: bool = False) -> Aid:
    """The form 外单位查阅审批及登记表 of one request as it stands, to be signed.

    Raises:
        NotAllowed: Not all of its papers may be shown to this person.
    """
    row = find(code)
    gate.ask(office, who, Act.LIST_OUTSIDE, EVENT, paper=paper_of(row))
    seen = outside.seen(office, who, row)
    if len(seen.papers) < seen.count:
        raise NotAllowed(
            say("{who} may not do this", who=who.name),
            why=say("these rules speak against it"),
            fix=say("ask somebody who may see all papers of the request"),
            reasons=[Reason("R7", say("the form names every paper of the request"))],
        )
    aid = aids.made(office, "outside-form", _values(office, seen), name=row.code, pdf=pdf)
    with one_transaction():
        journal.append(office, EVENT, who, obj=row.code, more={"aid": "form"})
    return aid


def _values(office: Office, one: Seen) -> Values:
    row = one.row
    dossiers = {line.item.dossier_id: line.item.dossier for line in one.papers}.values()
    copied = any(served.gives == Gives.COPY for served in one.servings)
    times = [office.local(served.at).replace(tzinfo=None) for served in one.servings]
    return framed(office, [one]) | {
        "number": row.code,
        "authority_kind": asker(one),
        "authority": row.body,
        "authority_phone": row.phone,
        "requested_on": office.local(row.requested_at).date(),
        "visitors": [_visitor(officer) for officer in one.officers],
        "documents_copied": all(officer.scan for officer in one.officers),
        "identity_checked": "两者都已办理" if row.phone else "已核对证件原件",
        "notice_title": row.notice_title,
        "notice_number": row.notice,
        "notice_on": row.notice_on or "",
        "permit": f"{row.authority}　{row.permit}".strip(),
        "cause": row.cause,
        "customer_name": names(dossier.customer.name for dossier in dossiers),
        "dossier_number": names(dossier.file_number or str(dossier) for dossier in dossiers),
        "scope": row.scope,
        "ways": ["查阅", "调取电子件"] if copied else ["查阅"],
        "legal_decision": _decision(one, Role.LEGAL),
        "legal_opinion": _opinion(office, one, Role.LEGAL),
        "office_opinion": _opinion(office, one, Role.MANAGER),
        "began_at": min(times, default=""),
        "ended_at": max(times, default=""),
        "place": "",
        "companion": names(served.escort.name for served in one.servings),
        "copies_made": [_copy(served) for served in one.servings],
        "archivist": (one.servings[-1].served_by if one.servings else row.requested_by).name,
        "remark": _remark(one),
    }


def _visitor(officer: OutsideOfficer) -> Values:
    return {
        "name": officer.name,
        "post": "",
        "document": officer.document,
        "document_number": officer.number,
        "phone": "",
    }


def _copy(served: OutsideServing) -> Values:
    """What was provided, with the number that stands on the copy, or else the paper's own."""
    number = served.copy.number or served.copy.code if served.copy else served.item
    return {
        "name": f"{served.item.title}（{number}）",
        "form": "电子件" if served.copy else "现场查阅",
        "copies_count": 1 if served.copy else "",
        "pages": "",
        "marked": "",
    }


def _decision(one: Seen, role: Role) -> str:
    if any(signed.role == role for signed in one.signatures):
        return "批准"
    return "不批准" if _refused_as(one, role) else ""


def _opinion(office: Office, one: Seen, role: Role) -> str:
    for signed in one.signatures:
        if signed.role == role:
            day = office.local(signed.at).date()
            return f"{signed.opinion or '同意'}　{signed.person.name}　{day}"
    ended = one.row.ended_by
    return f"不批准：{one.row.reason}　{ended.name}" if ended and _refused_as(one, role) else ""


def _refused_as(one: Seen, role: Role) -> bool:
    """Whether the request was refused, by somebody who has this role of those that decide."""
    ended = one.row.ended_by
    if one.fact.state is not State.REFUSED or ended is None:
        return False
    return next((wanted for wanted in one.fact.lacking if wanted in ended.roles), "") == role


def _remark(one: Seen) -> str:
    until = f"批准有效至{one.row.until}。" if one.row.until else ""
    ended = one.fact.state in {State.CLOSED, State.WITHDRAWN}
    return until + (f"{one.fact.state.word}：{one.row.reason or '—'}。" if ended else "")
