"""A scratch office whose dossiers show what printed aids have to bear: none, some and 400 papers.

Everything is invented and always the same: long names, titles in brackets, uncounted pages,
papers without a number, several places and carriers, all four grades. Used by
``tools/aid_pictures.py`` and by the test that looks at the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.model.access import Act
from docgen.model.grades import Grade
from docgen.office import customers, describing, dossiers, filing, opening, people, permits
from docgen.office.customers import NewCustomer
from docgen.office.desk import Office
from docgen.office.filing import NewPaper
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_description import Description

NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
FILED = dt.datetime(2020, 5, 6, 2, tzinfo=dt.UTC)
USUAL, MANY = 12, 400
_UNIT = "客户服务部"
_TITLES = (
    "客户资料表",
    "服务合同",
    "上门维修单",
    "现场照片",
    "关于机房精密空调冷凝水渗漏致三楼配电间受潮的紧急报修及后续赔付意见的复函（含现场勘验记录）",
    "费用台账",
    "回访记录",
    "设备保养记录及配件更换清单",
    "赔付协议书（含收条）",
    "客户投诉记录及处理意见",
    "服务报告单（二〇二六年第三季度）",
)
_AUTHORS = (
    "",
    "样本区人民法院",
    "客户服务部",
    "云岭样例通信技术（集团）股份有限公司华南第二分公司",
    "客户服务部",
)
_NUMBERS = ("KH-202600017", "", "样客服函〔2026〕112号", "（2026）示民初1990号", "WX-2026-0417")
_PLACES = (("", "", "", ""), ("防磁柜室", "01", "3", "12"), ("", "", "", ""))
_CARRIERS = ("paper", "paper", "", "photo", "paper", "electronic", "paper", "sound")
_PAGES = (1, 8, 15, 22, 6, 13, 20, 4, 11, 18, 2, 9, None)
_GRADES = (None, None, None, Grade.B, None, None, Grade.A)


@dataclass(frozen=True, slots=True)
class Scene:
    """The office, the people who act in it, and its dossiers by how much is in them."""

    office: Office
    clerk: Person
    archivist: Person
    legal: Person
    dossiers: dict[str, Dossier]
    staff: Dossier


def scene(folder: Path, *, many: int = MANY, pages: Sequence[bytes] = ()) -> Scene:
    """Make the office in this folder; ``pages`` are PDFs that the papers hold in turn."""
    office = opening.init(
        folder,
        company="样例客户服务有限公司",
        language="zh",
        login="lin",
        name="林致远",
        unit=_UNIT,
    )
    office = replace(office, now=lambda: NOW)
    clerk = people.by_login("lin")
    archivist = _person(office, clerk, "shu", "颜书瑶", "档案室", "archivist", "manager")
    legal = _person(office, clerk, "an", "陶安歌", "法律室", "legal")
    found = {
        "empty": _dossier(office, clerk, "空岭样例食品有限公司"),
        "usual": _dossier(office, clerk, "苏映真、白景澄", kind="unit", key="云麓苑3栋-1602"),
        "many": _dossier(office, clerk, "云岭样例通信技术（集团）股份有限公司华南第二分公司"),
    }
    describing.place(office, clerk, str(found["usual"]), "一号库/03/2/05", "DA-000123")
    describing.place(office, clerk, str(found["many"]), "东区第二档案库房/12/04/118")
    for name, count in (("usual", USUAL), ("many", many)):
        _describe(_file(office, clerk, found[name], count, pages))
    staff = _dossier(office, clerk, "池晚晴", of="staff")
    return Scene(office, clerk, archivist, legal, found, staff)


def old_papers(made: Scene, count: int) -> list[Item]:
    """Papers of the staff dossier whose period is long over."""
    then = replace(made.office, now=lambda: FILED)
    items = _file(then, made.clerk, made.staff, count, ())
    Item.objects.filter(dossier=made.staff).update(retention="1 year", rank=1)
    _describe(items)
    return items


def permit_copies(made: Scene, dossier: Dossier, purpose: str) -> None:
    """Papers of the highest grade are copied by permit alone: let the clerk copy each of them."""
    for item in dossier.items.filter(rank=Grade.A.rank):
        row = permits.request(made.office, made.clerk, str(item), Act.COPY, purpose, "装订成册")
        permits.approve(made.office, made.archivist, row.code)


def _person(office: Office, who: Person, login: str, name: str, unit: str, *roles: str) -> Person:
    return people.add(office, who, login=login, name=name, unit=unit, roles=roles, clearance="A")


def _dossier(
    office: Office, who: Person, name: str, *, of: str = "company", kind: str = "", key: str = ""
) -> Dossier:
    row = customers.add(office, who, NewCustomer(name=name, kind=of), unit=_UNIT)
    return dossiers.open_dossier(office, who, row, kind=kind, key=key)


def _file(
    office: Office, who: Person, dossier: Dossier, count: int, pages: Sequence[bytes]
) -> list[Item]:
    groups = [one.key for one in office.rules.dossier_type(dossier.type).groups]
    papers = [(dossier, _paper(turn, groups[turn % len(groups)], pages)) for turn in range(count)]
    return [one.item for one in filing.file_many(office, who, papers)]


def _paper(turn: int, group: str, pages: Sequence[bytes]) -> NewPaper:
    text = f"第{turn + 1}件的正文"
    files = {"件.pdf": pages[turn % len(pages)]} if pages else {"件.txt": text.encode()}
    return NewPaper(
        files=files,
        title=_TITLES[turn % len(_TITLES)],
        group=group,
        text=text,
        grade=_GRADES[turn % len(_GRADES)],
    )


def _describe(items: Sequence[Item]) -> None:
    """Nine of ten papers are described, straight in the tables: it is no act of anybody here."""
    rows = []
    for turn, item in enumerate(items):
        room, cabinet, shelf, box = _PLACES[turn % len(_PLACES)]
        rows.append(
            Description(
                item=item,
                made_up=not (turn + 2) % 5,
                responsible=_AUTHORS[turn % len(_AUTHORS)],
                doc_number=_NUMBERS[turn * 3 % len(_NUMBERS)],
                made_on=dt.date(2025, 1, 3) + dt.timedelta(days=turn),
                pages=_PAGES[turn % len(_PAGES)],
                carrier=_CARRIERS[turn % len(_CARRIERS)],
                room=room,
                cabinet=cabinet,
                shelf=shelf,
                box=box,
            )
        )
    Description.objects.bulk_create(rows)
