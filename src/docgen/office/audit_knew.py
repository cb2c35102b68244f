"""Who knew a paper or a dossier: everybody who came near it, told by the log alone.

Those who read it come first. Every entry about the paper counts, whatever its act, so that an act
that is new tomorrow is not forgotten; of a dossier, every entry about it or one of its papers. A
bound PDF and a bag are entries about the dossier; that they held the paper is told by
the entry of the paper's own reading, which the same person left for the same purpose just before.
A loan is its borrower's, besides whoever handed it over. Copies and servings to outside bodies
stand in the register as well, with whom they went to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from docgen.errors import say
from docgen.model.audit import BRINGING, BUNDLES, CONTENT, Entry, Line, Listing, Period, tells_of
from docgen.model.ids import ItemId
from docgen.model.unusual import NAMED
from docgen.office import audit_log
from docgen.office.audit_access import moment
from docgen.office.audit_question import paper_or_dossier
from docgen.office.bars import Bar, silently
from docgen.register.models import Loan
from docgen.register.models_copies import Copy
from docgen.register.models_outside import OutsideServing

if TYPE_CHECKING:
    from docgen.office.desk import Office
    from docgen.register.models import Person

_RUN = dt.timedelta(days=1)


@dataclass(slots=True)
class _Knew:
    """What one person did with the paper."""

    first: str = ""
    last: str = ""
    acts: dict[str, None] = field(default_factory=dict)
    purposes: dict[str, None] = field(default_factory=dict)
    grade: str = ""
    count: int = 0
    entries: list[int] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        self.first, self.last = self.first or str(entry["t"]), str(entry["t"])
        self.acts[str(entry["act"])] = None
        self.grade = str(entry.get("grade", self.grade))
        if why := entry.get("why"):
            self.purposes[str(why)] = None
        self.count += 1
        if self.count <= NAMED:
            self.entries.append(int(entry["idx"]))

    @property
    def reads(self) -> bool:
        """Whether he knows what it says."""
        return not (CONTENT | BRINGING).isdisjoint(self.acts)


def who_knew(
    office: Office,
    who: Person,
    text: str,
    *,
    until: dt.date | None = None,
    bar: Bar = silently,
) -> Listing:
    """Everybody who knew a paper or a dossier, those who know what it says first.

    Args:
        office: The office.
        who: Who asks.
        text: The number or 档号 of a paper or a dossier.
        until: Who knew by the end of this day; by now if it is None.
        bar: Shows the progress.
    """
    number = paper_or_dossier(text)
    audit_log.ask(office, who, number)
    dossier = number.partition("-")[0]
    when = Period(None, until, office.settings.time_zone)
    knew = _gathered(number, dossier, audit_log.entries(when, having=dossier, bar=bar))
    people = sorted(knew.items(), key=lambda pair: (not pair[1].reads, pair[1].first))
    lines = [_line(office, number, code, one) for code, one in people]
    lines += [*_served(office, number, until), *_copies(number, until)]
    listing = Listing("who-knew", number, lines, len(lines))
    for line in lines:
        listing.count(way=line.way)
    audit_log.reported(office, who, "who-knew", len(lines), about=number)
    return listing


def _gathered(number: str, dossier: str, found: Iterable[Entry]) -> dict[str, _Knew]:
    knew: dict[str, _Knew] = {}
    taken: dict[str, Entry] = {}
    for entry in found:
        if not tells_of(entry):
            continue
        who, obj = str(entry["who"]), entry.get("obj")
        if number in (obj, entry.get("dossier"), *entry.get("basis", ())):
            for code in {who, _borrower(entry)} - {""}:
                knew.setdefault(code, _Knew()).add(entry)
            if entry["act"] in {"item.read", "copy.issued"}:
                taken[who] = entry
        elif obj == dossier and entry["act"] in BUNDLES and _was_of(taken.pop(who, None), entry):
            knew[who].add(entry)
    return knew


def _was_of(read: Entry | None, bundle: Entry) -> bool:
    """Whether a paper was read for this bundle."""
    if read is None or read.get("why") != bundle.get("why"):
        return False
    first, last = (dt.datetime.fromisoformat(str(one["t"])) for one in (read, bundle))
    return last - first < _RUN


def _borrower(entry: Entry) -> str:
    code = str(entry.get("more", {}).get("loan", ""))
    if entry["act"] != "loan.handed-over" or not code[1:].isdecimal():
        return ""
    row = Loan.objects.select_related("borrower").filter(pk=int(code[1:])).first()
    return row.borrower.code if row else ""


def _line(office: Office, number: str, code: str, one: _Knew) -> Line:
    first, last = (moment(office, {"t": time})[:16] for time in (one.first, one.last))
    return Line(
        at=first,
        who=code,
        acts=tuple(one.acts),
        obj=number,
        grade=one.grade,
        why=" ".join(one.purposes),
        note=say("{n} time(s), last {last}", n=one.count, last=last),
        way="content" if one.reads else "facts",
        entries=tuple(one.entries),
        times=one.count,
    )


def _served(office: Office, number: str, until: dt.date | None) -> Iterable[Line]:
    rows = OutsideServing.objects.filter(_papers(number))
    for row in rows.select_related("request", "item").order_by("log_index"):
        at = office.local(row.at)
        if until and at.date() > until:
            continue
        yield Line(
            at=f"{at:%Y-%m-%d %H:%M}",
            what=say("served to {body}", body=row.request.body),
            obj=row.request.code,
            way="outside",
            entries=(row.log_index,),
        )


def _copies(number: str, until: dt.date | None) -> Iterable[Line]:
    rows = Copy.objects.filter(_papers(number))
    for row in (rows.filter(since__lte=until) if until else rows).order_by("pk"):
        yield Line(
            at=str(row.since),
            what=say("a copy went to {holder}", holder=row.holder),
            obj=row.code,
            note=row.state,
            way="copy",
            entries=(row.log_index,),
        )


def _papers(number: str) -> Q:
    """Rows about a paper, or about any paper of a dossier."""
    if "-" not in number:
        return Q(item__dossier=int(number))
    item = ItemId.parse(number)
    return Q(item__dossier=item.dossier.value, item__turn=item.turn)
