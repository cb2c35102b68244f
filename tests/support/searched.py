"""An office to search in: papers of two units and all grades, and people who know some of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.desks import Cast, cast, filed
from tests.support.offices import founder, new_office, person

from docgen.index.engine import open_engine
from docgen.model.access import visible_to
from docgen.office import customers, gate, indexed, people, upkeep
from docgen.office.desk import Office
from docgen.register.models import Item, Person

COMPLAINT = "雨后外窗漏水，墙面泛潮，此前报修两次，维修人员未按约定时间上门。"
#: Customer, unit of his dossier, and for each paper its grade, title, number and words.
PAPERS = (
    (
        *("深圳市样例物业服务有限公司", "客户服务部"),
        (
            ("C", "投诉记录", "TS-2026001", COMPLAINT),
            ("C", "回访记录", "HF-2026001", "已上门维修，外窗不再漏水。"),
            ("A", "核价单", "HJ-2026009", "核定单价一千二百元。"),
        ),
    ),
    (
        *("深圳样本贸易有限公司", "后勤部"),
        (
            ("P", "投诉须知", "", "投诉电话0755-55550101，工作时间有人接听。"),
            ("C", "投诉记录", "TS-2026002", COMPLAINT + "客户要求当天答复。"),
            ("B", "报价单", "BJ-2026001", "报价含税，漏水检测另计。"),
        ),
    ),
    (
        "杭州虚构服饰有限公司",
        "法务部",
        (("B", "和解协议", "XY-2026001", "双方就漏水赔偿达成和解。"),),
    ),
)


@dataclass(frozen=True, slots=True)
class Searched:
    """The office, who is in it, and what each of them may know."""

    office: Office
    folk: Cast
    everybody: tuple[Person, ...]

    def known(self, who: Person) -> list[Item]:
        """The papers that a person may know of, by a plain scan of the register."""
        scope = visible_to(gate.as_acting(who))
        return [
            item
            for item in Item.objects.select_related("dossier__customer", "text").order_by("pk")
            if scope.admits(item.rank, item.dossier.unit, str(item.dossier))
        ]

    def shrunk(self, who: Person, folder: Path) -> Office:
        """The same office with an index that holds nothing but what the person may know of."""
        engine = open_engine(folder, "whoosh")
        papers = [indexed.paper_of(self.office, item) for item in self.known(who)]
        engine.replace_with(papers, upto=self.office.index.sequence())
        return replace(self.office, index=engine)


def searched(folder: Path) -> Searched:
    """Make it; all its papers are indexed."""
    office = new_office(folder)
    folk = cast(office)
    bo = person(office, "bo", unit="后勤部", clearance="B")
    for name, unit, papers in PAPERS:
        known = customers.add(office, founder(), customers.NewCustomer(name=name), unit=unit)
        for grade, title, number, text in papers:
            filed(office, founder(), known, grade=grade, title=title, number=number, text=text)
    people.grant(office, folk.jonas, "lena", known.dossiers.get())
    people.change(office, founder(), "lena", unit="保安部", clearance="B")
    upkeep.catch_up(office, wait=True)
    lena = people.by_login("lena")
    return Searched(office, replace(folk, lena=lena), (folk.mira, folk.jonas, lena, bo))
