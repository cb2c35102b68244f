"""What tests of destruction share: papers whose period is over, and lists that are approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.desks import Cast, at, cast, paper
from tests.support.offices import founder, new_office, person

from docgen.office import customers, disposal, dossiers, filing
from docgen.office.customers import NewCustomer
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_disposal import DestructionList

WORDS = "只在此件中出现的文字甲乙丙丁"
FILED = datetime(2020, 5, 3, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """An office on the day of destruction, its people, and a staff dossier."""

    office: Office
    folk: Cast
    legal: Person
    dossier: Dossier

    def old(self, text: str = WORDS, *, title: str = "旧材料", retention: str = "1 year") -> Item:
        """A paper filed in 2020."""
        then = at(self.office, FILED)
        item = filing.file(then, founder(), self.dossier, paper(text, title=title)).item
        Item.objects.filter(pk=item.pk).update(retention=retention)
        return Item.objects.select_related("dossier__customer").get(pk=item.pk)

    def approved(self, *items: Item, kind: str = "expired") -> DestructionList:
        """A list of papers that has all its approvals."""
        numbers = [str(item) for item in items]
        row = disposal.propose(
            self.office, founder(), numbers, kind=kind, opinion="保管期满，无保存价值"
        )
        row = disposal.approve(self.office, self.folk.jonas, row.code)
        if kind == "expired":
            row = disposal.approve(self.office, self.legal, row.code)
        return row

    def witnessed(self, *items: Item) -> DestructionList:
        """An approved list that two people have witnessed today."""
        row = self.approved(*items)
        for who in (self.folk.mira, self.legal):
            disposal.witness(self.office, who, row.code)
        return row

    def holders(self, text: str = WORDS) -> list[str]:
        """The files of the office folder that hold these words."""
        words = text.encode()
        return [
            str(file.relative_to(self.office.folder))
            for file in sorted(self.office.folder.rglob("*"))
            if file.is_file() and words in file.read_bytes()
        ]


def room(folder: Path) -> Room:
    """A new office with a dossier whose papers may go one day."""
    office = at(new_office(folder), NOW)
    folk = cast(office)
    legal = person(office, "legal", "legal", clearance="A")
    row = customers.add(
        office, founder(), NewCustomer(name="样例员工", kind="staff"), unit="客户服务部"
    )
    return Room(office, folk, legal, dossiers.open_dossier(office, founder(), row))
