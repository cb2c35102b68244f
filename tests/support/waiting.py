"""One thing of each kind that waits for a decision, put straight into the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from docgen.office import cases_rules
from docgen.office.desk import Office
from docgen.register.models import Item, Loan, Person
from docgen.register.models_cases import Case, CaseStep
from docgen.register.models_disposal import DestructionLine, DestructionList
from docgen.register.models_keeping import Shortening
from docgen.register.models_outside import OutsideOfficer, OutsidePaper, OutsideRequest
from docgen.register.models_permits import Permit
from docgen.register.models_postings import Handover, Leave, Posting
from docgen.register.models_regrading import Regrading
from docgen.register.models_visits import Gift

_DAY = dt.date(2026, 3, 2)


def loan(office: Office, who: Person, item: Item, **more: Any) -> Loan:  # noqa: ANN401  columns
    """A loan that is asked for."""
    facts = {"kind": "electronic", "purpose": "service", "state": "requested", **more}
    return Loan.objects.create(item=item, borrower=who, requested_at=office.now(), **facts)


def loss(office: Office, who: Person, item: Item) -> Loan:
    """A paper that is lost."""
    return loan(office, who, item, kind="paper", state="lost", lost_at=office.now(), loss="遗失")


def permit(office: Office, who: Person, item: Item) -> Permit:
    """A permit that is asked for."""
    return Permit.objects.create(
        item=item,
        act="copy",
        purpose="legal",
        why="法院调取证据",
        wanted="0" * 64,
        state="requested",
        asked_by=who,
        asked_at=office.now(),
    )


def regrading(office: Office, who: Person, item: Item) -> Regrading:
    """A proposal to change a grade."""
    return Regrading.objects.create(
        dossier=item.dossier,
        item=item,
        old=item.rank,
        new=item.rank + 1,
        reason="含有未公开的报价",
        state="proposed",
        wanted="0" * 64,
        proposed_by=who,
        proposed_at=office.now(),
    )


def shortening(office: Office, who: Person, item: Item) -> Shortening:
    """A proposal to keep a paper for a shorter time."""
    return Shortening.objects.create(
        item=item,
        old="permanent",
        new="10 years",
        reason="鉴定后定为10年",
        state="proposed",
        proposed_by=who,
        proposed_at=office.now(),
    )


def destruction(office: Office, who: Person, item: Item) -> DestructionList:
    """A destruction list that is proposed."""
    row = DestructionList.objects.create(
        kind="expired",
        state="proposed",
        opinion="保管期满",
        proposed_by=who,
        proposed_at=office.now(),
    )
    DestructionLine.objects.create(list=row, item=item)
    return row


def outside(
    office: Office, who: Person, item: Item, *, state: str = "requested", kind: str = "parent"
) -> OutsideRequest:
    """A request of the parent company, which a manager decides on."""
    row = OutsideRequest.objects.create(
        kind=kind,
        state=state,
        body="样例集团有限公司",
        scope="年度检查",
        requested_by=who,
        requested_at=office.now(),
        until=office.today if state == "approved" else None,
    )
    OutsideOfficer.objects.create(request=row, name="庄知遥", document="工作证", number="990117")
    OutsidePaper.objects.create(request=row, item=item)
    return row


def gift(office: Office, who: Person, item: Item) -> Gift:
    """A gift that is asked for."""
    return Gift.objects.create(
        way="given",
        customer=item.dossier.customer,
        by=who,
        unit=who.unit,
        state="asked",
        what="茶叶两盒",
        amount=60,
        budget=1000,
        at=office.now(),
    )


def case(office: Office, who: Person, item: Item, **more: Any) -> Case:  # noqa: ANN401  columns
    """A case whose turn is to be decided."""
    row = Case.objects.create(
        number=f"26{Case.objects.count():04}",
        profile="oil",
        severity="一般",
        state="open",
        customer=item.dossier.customer,
        dossier=item.dossier,
        first=who,
        summary="计量不准",
        received_at=office.now(),
        opened_at=office.now(),
        due_on=_DAY,
        **more,
    )
    steps = cases_rules.profile(office, "oil").steps
    key = next(one.key for one in steps if one.does in {"approve", "decide"})
    CaseStep.objects.create(
        case=row, key=key, turn=0, state="open", since=office.now(), due_on=_DAY
    )
    return row


def extension(office: Office, who: Person, item: Item) -> Case:
    """A case for which more time is asked."""
    asked = {"until": "2026-03-30", "by": who.code, "reason": "等待检测报告", "agreed": []}
    row = case(office, who, item, extension=asked)
    row.steps.update(state="waiting")
    return row


def posting(office: Office, who: Person, item: Item, **more: Any) -> Posting:  # noqa: ANN401  columns
    """A posting that is planned."""
    facts = {"state": "planned", "kind": "外派技术人员", **more}
    return Posting.objects.create(
        dossier=item.dossier,
        staff_number="G-01",
        name="高远样",
        scope="国内异地",
        host="汕头办事处",
        unit=who.unit,
        starts_on=_DAY,
        ends_on=dt.date(2026, 12, 31),
        opened_by=who,
        opened_at=office.now(),
        **facts,
    )


def leave(office: Office, who: Person, item: Item) -> Leave:
    """Leave that a manager agrees to."""
    return Leave.objects.create(
        posting=posting(office, who, item, state="departed"),
        starts_on=_DAY,
        ends_on=_DAY,
        days=1,
        kind="事假",
        reason="家事",
        state="asked",
        chain=["manager"],
        by=who,
        at=office.now(),
    )


def handover(office: Office, who: Person, item: Item) -> Handover:
    """A handover that all three have signed."""
    return Handover.objects.create(
        posting=posting(office, who, item, state="departed", account=who),
        kind="leaving",
        successor=who,
        supervisor=who,
        state="signed",
        asked_on=_DAY,
        leaves_on=_DAY,
        opened_by=who,
        opened_at=office.now(),
    )


#: By the kinds of ``office.approving``.
MAKERS: Mapping[str, Callable[[Office, Person, Item], Any]] = {
    "loan": loan,
    "loss": loss,
    "permit": permit,
    "regrading": regrading,
    "shortening": shortening,
    "destruction": destruction,
    "outside": outside,
    "case": case,
    "extension": extension,
    "gift": gift,
    "posting": posting,
    "leave": leave,
    "handover": handover,
}
