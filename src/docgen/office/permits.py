"""Permits to take papers out (带出许可): asking, deciding, listing, using once (R-070, R-075).

The states are rules of ``model.permit``; whether a permit is needed, and from whom, is decided by
``model.access`` with the matrix of ``rules/approvals.toml``. Only what is refused for want of an
approval can be asked for: nobody gets by a permit what another rule forbids him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.forms.characters import odd_character
from docgen.model import permit as rules
from docgen.model.access import ROLE_ACTS, Act, Approval
from docgen.model.access_facts import Need
from docgen.model.ids import number_in
from docgen.model.people import Role
from docgen.model.permit import State
from docgen.office import gate, journal, lending
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, ItemVersion, Person
from docgen.register.models_permits import Permit, PermitApproval

_LONGEST = 300
_DECIDERS = frozenset(role for role, acts in ROLE_ACTS.items() if Act.DECIDE_PERMIT in acts)


@dataclass(frozen=True, slots=True)
class Basis:
    """What somebody may rest a taking on: the permit that fits it exactly, if there is one."""

    wanted: str
    permit: Permit | None = None
    approvals: tuple[Approval, ...] = ()

    def facts(self) -> gate.Facts:
        """The same for the rules of access."""
        return {"approvals": self.approvals, "wanted": self.wanted}


def request(office: Office, who: Person, text: str, act: Act, purpose: str, why: str) -> Permit:
    """Ask to take a paper out.

    Raises:
        NotAllowed: No approval would help: other rules object.
        BadInput: It needs no permit, or one is waiting already.
    """
    item = lending.item_of(text)
    odd = odd_character(why, lines=False)
    if odd or not 0 < len(why.strip()) <= _LONGEST:
        raise BadInput(
            say("A permit needs a reason"),
            why=odd or say("it is a line of 1 to {most} characters", most=_LONGEST),
            fix=say("say why").by("--why TEXT"),
            field="why",
        )
    paper, wanted = gate.paper_of(item), wanted_of(item, who, act, purpose)
    decision = gate.ask_for_approval(
        office, who, act, "permit.requested", paper=paper, purpose=purpose, wanted=wanted
    )
    if decision.allow:
        raise BadInput(
            say("{item} needs no permit for this", item=item),
            why=say("you may take it out as it is"),
            fix=say("take the paper out with it").by(
                f"docgen get {item} --purpose {purpose} --out FILE"
            ),
            field="item",
        )
    with one_transaction():
        _refuse_second(wanted, office)
        row = Permit.objects.create(
            item=item,
            act=act.value,
            purpose=purpose,
            why=why.strip(),
            wanted=wanted,
            state=State.REQUESTED,
            asked_by=who,
            asked_at=office.now(),
        )
        _log(office, who, "permit.requested", row)
    return row


def approve(office: Office, who: Person, code: str, *, days: int = rules.DAYS) -> Permit:
    """Say yes; the permit holds from the last yes that is needed."""
    row = _asked(office, who, code, "permit.approved")
    needs = needs_of(office, row)
    with gate.attempt(office, who, "permit.approved", str(row.item)), one_transaction():
        row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
        fact, given = _fact(row), approvals_of(row)
        rules.approved(fact, enough=False, days=days, today=office.today)
        roles = frozenset(Role(role) for role in who.roles)
        role = rules.role_of(roles, needs, given, _DECIDERS)
        PermitApproval.objects.get_or_create(
            permit=row,
            person=who,
            defaults={"role": role, "unit": who.unit, "at": office.now()},
        )
        enough = rules.is_enough(needs, approvals_of(row))
        _write(row, rules.approved(fact, enough=enough, days=days, today=office.today))
        _log(office, who, "permit.approved", row)
    return row


def refuse(office: Office, who: Person, code: str, reason: str) -> Permit:
    """Say no, with a reason."""
    row = _asked(office, who, code, "permit.refused")
    with gate.attempt(office, who, "permit.refused", str(row.item)), one_transaction():
        row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
        row.remark, row.ended_at = reason.strip()[:_LONGEST], office.now()
        _write(row, rules.refused(_fact(row)))
        _log(office, who, "permit.refused", row)
    return row


def list_permits(office: Office, who: Person, *, waiting: bool = False) -> list[Permit]:
    """One's own permits; whoever decides on them, and the archive, see all they may know of."""
    gate.ask(office, who, Act.FIND, "permit.listed")
    rows = _rows()
    if not set(who.roles) & {*_DECIDERS, Role.ARCHIVIST}:
        rows = rows.filter(asked_by=who)
    rows = rows.filter(Q(asked_by=who) | Q(item__rank__lte=gate.as_acting(who).rank))
    found = list(rows.filter(state=State.REQUESTED) if waiting else rows)
    with one_transaction():
        journal.append(office, "permit.listed", who, n=len(found))
    return found


def basis(office: Office, who: Person, item: Item, act: Act, purpose: str) -> Basis:
    """The permit under which somebody may take a paper, if he has one for exactly this."""
    wanted = wanted_of(item, who, act, purpose)
    for row in _rows().filter(wanted=wanted, state=State.APPROVED):
        if _fact(row).holds(office.today):
            return Basis(wanted, row, tuple(approvals_of(row)))
    return Basis(wanted)


def use(office: Office, permit: Permit) -> str:
    """Use a permit up, inside the transaction of the taking; its number."""
    row = Permit.objects.select_for_update().get(pk=permit.pk)
    row.ended_at = office.now()
    _write(row, rules.used(_fact(row), office.today))
    return row.code


def wanted_of(item: Item, who: Person, act: Act, purpose: str) -> str:
    """The digest of what somebody asks for."""
    newest = ItemVersion.objects.get(item=item, n=item.head)
    digests = [str(file["sha512"]) for file in newest.files]
    return rules.digest(str(item), digests, who.code, act, purpose)


def needs_of(office: Office, row: Permit) -> Sequence[Need]:
    """Who must approve it."""
    policy = office.rules.policy
    return policy.approvals.get((Act(row.act), row.item.rank)) or (policy.beyond,)


def approvals_of(row: Permit) -> list[Approval]:
    """Who has approved it, as the rules see it."""
    given = row.approvals.select_related("person").order_by("pk")
    return [
        Approval(one.person.code, Role(one.role), one.at, row.wanted, one.unit) for one in given
    ]


def find(code: str) -> Permit:
    """The permit with this number."""
    digits = code.strip().lstrip("Xx")
    row = _rows().filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no permit {code}", code=code),
            why=say("a permit's number looks like X000007"),
            fix=say("see the permits").by("docgen permit list"),
            field="permit",
        )
    return row


def _asked(office: Office, who: Person, code: str, event: str) -> Permit:
    """A permit that this person may decide on."""
    row = find(code)
    paper, asker = gate.paper_of(row.item), row.asked_by.code
    gate.ask(office, who, Act.DECIDE_PERMIT, event, paper=paper, subject=asker)
    return row


def _rows() -> QuerySet[Permit]:
    return Permit.objects.select_related("item__dossier__customer", "asked_by").order_by("pk")


def _fact(row: Permit) -> rules.Permit:
    return rules.Permit(row.wanted, State(row.state), row.until)


def _write(row: Permit, fact: rules.Permit) -> None:
    row.state, row.until, row.version = fact.state, fact.until, row.version + 1
    row.save()


def _log(office: Office, who: Person, event: str, row: Permit) -> None:
    facts = {"permit": row.code, "for": row.act}
    journal.append(office, event, who, about=row.item, why=row.purpose, more=facts)


def _refuse_second(wanted: str, office: Office) -> None:
    for row in _rows().filter(wanted=wanted, state__in=(State.REQUESTED, State.APPROVED)):
        if row.state == State.REQUESTED or _fact(row).holds(office.today):
            raise BadInput(
                say("There is a permit for this already: {permit}", permit=row.code),
                why=say("it is {state}", state=State(row.state).said),
                fix=say("see the permits").by("docgen permit list"),
                field="permit",
            )
