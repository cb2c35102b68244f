"""An office that outsiders come to: who decides, who serves, who stays with them, and a request.

shen keeps the archive and registers; legal and jonas (archivist and manager) decide; mira, the
clerk of the unit, is the escort; lena may nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.support.desks import Cast, cast, filed
from tests.support.offices import customer, founder, new_office, person

from docgen.model.access import Act
from docgen.model.copies import Copy as Wish
from docgen.model.copies import Kind as CopyKind
from docgen.model.outside_kinds import Gives, Kind
from docgen.office import controlled, copies, gate, lending, outside, outside_requesting
from docgen.office.desk import Office, one_transaction
from docgen.office.outside_handing import Presence, Served, serve
from docgen.office.outside_wanted import Visitor, Wanted
from docgen.register.models import Customer, Item, Person
from docgen.register.models_outside import OutsideRequest

PNG = Path(__file__).parents[1] / "data" / "pictures"
PRESENT = Presence("mira", officers=True, without_others=True)


@dataclass(frozen=True, slots=True)
class Hall:
    """The office with its people, two papers of one customer, and the scans that came."""

    office: Office
    folk: Cast
    legal: Person
    known: Customer
    items: tuple[Item, Item]
    scans: tuple[Path, Path, Path]

    @property
    def archivist(self) -> Person:
        """Who registers and serves."""
        return founder()

    def wanted(self, kind: Kind = Kind.OFFICIAL, **more: Any) -> Wanted:  # noqa: ANN401  Wanted's own fields
        """A request that lacks nothing, with changes."""
        first, second, notice = self.scans
        facts: dict[str, Any] = {
            "kind": kind,
            "body": "云汀市样本区人民法院",
            "visitors": (
                Visitor("庄知遥", "工作证", "示法990117", first),
                Visitor("桑令仪", "工作证", "示法990264", second),
            ),
            "papers": (str(self.items[0]),),
            "scope": "服务合同及补充协议",
            "branch": "人民法院",
            "notice": "（2026）示民初990号",
            "notice_on": dt.date(2026, 3, 3),
            "notice_scan": notice,
        }
        return Wanted(**{**facts, **more})

    def asked(self, kind: Kind = Kind.OFFICIAL, **more: Any) -> OutsideRequest:  # noqa: ANN401  Wanted's own fields
        """A request, registered."""
        return outside_requesting.request(self.office, founder(), self.wanted(kind, **more))

    def approved(self, **more: Any) -> OutsideRequest:  # noqa: ANN401  Wanted's own fields
        """A request, registered and approved by the legal department."""
        return outside.approve(self.office, self.legal, self.asked(**more).code)

    def serve(
        self,
        row: OutsideRequest,
        texts: Sequence[object] = (),
        *,
        office: Office | None = None,
        who: Person | None = None,
        presence: Presence = PRESENT,
        gives: Gives = Gives.COPY,
    ) -> list[Served]:
        """Serve papers, else the first one of the office."""
        numbers = [str(one) for one in texts] or [str(self.items[0])]
        given = serve(
            office or self.office, who or founder(), row.code, numbers, presence, gives=gives
        )
        return list(given)


def hall(folder: Path) -> Hall:
    """Make the office in this folder, the scans beside it."""
    office = new_office(folder)
    folk = cast(office)
    known = customer(office)
    items = (
        filed(office, folk.mira, known, title="服务合同"),
        filed(office, folk.mira, known, title="补充协议"),
    )
    scans = tuple(folder.parent / f"scan{n}.txt" for n in range(3))
    for n, scan in enumerate(scans):
        scan.write_text(f"扫描件第{n}号", "utf-8")
    legal = person(office, "wen", "legal", unit="法律室", clearance="A")
    return Hall(office, folk, legal, known, items, (scans[0], scans[1], scans[2]))


def give_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let copies be made without LibreOffice: same gate, same row, some other bytes."""

    def give(
        office: Office,
        who: Person,
        number: str,
        purpose: str,
        **more: Any,  # noqa: ANN401  as given
    ) -> controlled.Given:
        item, outside_fact = lending.item_of(number), more["outside"]
        gate.ask(
            office,
            who,
            Act.SERVE_OUTSIDE,
            "copy.noted",
            paper=gate.paper_of(item),
            purpose=purpose,
            outside=outside_fact,
        )
        assert more["act"] is Act.SERVE_OUTSIDE
        wish = Wish(more["holder"], "、".join(more["basis"]), office.today, CopyKind.ELECTRONIC)
        with one_transaction():
            row = copies.enter(office, who, item, wish)
        return controlled.Given(row, f"{item} {row.code}.pdf", b"%PDF-1.7 ", "", row.log_index)

    monkeypatch.setattr(controlled, "give", give)
