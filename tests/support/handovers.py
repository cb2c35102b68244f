"""What tests of handovers share: somebody who is posted, who takes over, and who supervises."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.support.offices import customer, founder, person

from docgen.model.posting import State
from docgen.office import dossiers
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_postings import Area, Posting

#: Answers of the handover form that no register knows.
ANSWERS: dict[str, object] = {
    "receiver_post": "外派技术人员",
    "supervisor_post": "服务部经理",
    "unclaimed_vouchers": "0",
    "unclaimed_amount": "0",
    "loan_balance": "0",
}
#: The same of the clearance sheet.
CLEARED: dict[str, object] = {
    "leave_kind": "辞职",
    "performance": "良好",
    "handover_quality": "完整",
}


@dataclass(frozen=True, slots=True)
class Field:
    """Three people of one unit and two postings: gao is posted and leaves, tan follows him."""

    gao: Person
    tan: Person
    qiao: Person
    old: Posting
    new: Posting


def field(office: Office) -> Field:
    """Two posted people and the head who supervises."""
    gao, tan = person(office, "gao"), person(office, "tan")
    qiao = person(office, "qiao", "manager", "clerk", clearance="B")
    east = Area.objects.create(key="east", title="粤东区域", sales=120_000)
    Area.objects.create(key="north", title="桂北区域")
    return Field(
        gao, tan, qiao, posted(office, gao, "G-01", east), posted(office, tan, "G-02", None)
    )


def posted(office: Office, account: Person, number: str, area: Area | None) -> Posting:
    """Somebody who departed on 5 January 2026."""
    known = customer(office, f"{account.name}同志")
    there = dossiers.open_dossier(office, founder(), known, kind="posted-staff", key=number)
    since = dt.date(2026, 1, 5)
    return Posting.objects.create(
        dossier=there,
        staff_number=number,
        name=account.name,
        account=account,
        kind="外派技术人员",
        scope="国内异地",
        area=area,
        area_since=since if area else None,
        host="汕头办事处",
        unit="客户服务部",
        starts_on=since,
        ends_on=dt.date(2026, 12, 31),
        state=State.DEPARTED,
        opened_by=founder(),
        opened_at=office.now(),
        departed_on=since,
    )
