"""What units still hold: every paper in their custody, with its deadline for the archive.

A unit that hands nothing over holds very many papers; so deadlines are worked out from a few
columns of each, once for those that are alike, and a paper is looked up when it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from docgen.model.deadlines import Claim, Held, Rule, claim
from docgen.model.dossier import Filed, missing
from docgen.model.rhythm import Rhythm
from docgen.model.transfer import DEPARTMENT, OPEN, Piece, State
from docgen.office import dossiers, gate, local_days, stages
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person
from docgen.register.models_custody import DossierStage, TransferLine

_TAKEN = [piece for piece in Piece if piece.is_taken]
_AT_ONCE = 400
_ONE = dt.timedelta(days=1)
_LONG_AGO = dt.date(1900, 1, 1)
_MONTH, _DAY = len("2026-11"), slice(len("2026-11-"), len("2026-11-22"))
_Places = QuerySet[Dossier, int] | Collection[int]


class Owed(NamedTuple):
    """A paper that a unit still holds, and when it is due; what is due first sorts first.

    Args:
        day: Its deadline.
        dossier: The number of where it is filed.
        turn: Its number there.
        unit: Who holds it.
        item: The paper's key in the register.
        claim: The deadline with its rule.
        on_list: It stands on a transfer that is not finished.
    """

    day: dt.date
    dossier: int
    turn: int
    unit: str
    item: int
    claim: Claim
    on_list: bool

    @property
    def code(self) -> str:
        """The paper's number."""
        return f"{self.dossier:010d}-{self.turn:04d}"


@dataclass(frozen=True, slots=True)
class Holding:
    """The same with the paper itself."""

    item: Item
    dossier: Dossier
    claim: Claim
    on_list: bool


def owed(office: Office, who: Person, until: dt.date, unit: str = "") -> list[Owed]:
    """The papers due by a day that this person may know of, what is due first before the rest.

    Args:
        office: The office.
        who: Who asks.
        until: The day.
        unit: Only those of this unit.
    """
    places = dossiers.visible(who).filter(Q(unit=unit) if unit else Q())
    return sorted(owed_in(office, who, until, places.order_by().values_list("pk", flat=True)))


def owed_in(office: Office, who: Person, until: dt.date, places: _Places) -> list[Owed]:
    """The papers due by a day in some dossiers, as far as this person may know of them."""
    done, listed = _lines(office, places)
    due = _claims(office, _reached(office, places))
    return _waiting(
        office,
        [
            Owed(counted.day, place, turn, unit, key, counted, key in listed)
            for key, place, turn, unit, kind, group, filed in _rows(office, who, until, places)
            if (counted := due(kind, group, filed, place, done.get(key))) is not None
            and counted.day <= until
        ],
    )


def _rows(
    office: Office, who: Person, until: dt.date, places: _Places
) -> Iterator[tuple[int, int, int, str, str, str, str]]:
    """What deadlines are worked out from, of each paper that can be due by a day."""
    rules = office.rules.deadlines.rules
    items = Item.objects.filter(
        custody=DEPARTMENT,
        state="filed",
        rank__lte=gate.as_acting(who).rank,
        dossier__in=places,
        dossier__type__in={name for rule in rules for name in rule.types},
    )
    after = local_days.begins(office, _newest(rules, until) + _ONE)
    staged = DossierStage.objects.filter(stage__in=_starts(office)).values("dossier_id")
    columns = ("pk", "dossier_id", "turn", "dossier__unit", "dossier__type", "group")
    for some in (
        items.filter(filed_at__lt=after),
        items.filter(filed_at__gte=after, dossier__in=staged),
    ):
        yield from some.values_list(*columns, Substr("filed_at", 1, local_days.SECOND))


def _newest(rules: Iterable[Rule], until: dt.date) -> dt.date:
    """When a paper was filed at the latest that is due by a day though no stage began anything.

    What is due at a period's end was filed in that period; any other rule counts from the filing.
    """
    days = [_LONG_AGO]
    for rule in rules:
        if not rule.start:
            first, last = Rhythm(rule.every or "day").period(until)
            days.append(last if last <= until else first - _ONE)
    return max(days)


def _starts(office: Office) -> set[str]:
    return {rule.start for rule in office.rules.deadlines.rules if rule.start}


def holdings(found: Sequence[Owed]) -> list[Holding]:
    """The papers themselves, in the same order."""
    rows: dict[int, Item] = {}
    for some in _groups([one.item for one in found]):
        rows |= Item.objects.select_related("dossier__customer").in_bulk(some)
    papers = [(one, rows[one.item]) for one in found]
    return [Holding(item, item.dossier, one.claim, one.on_list) for one, item in papers]


_Due = Callable[[str, str, str, int, frozenset[str] | None], Claim | None]


def _claims(office: Office, reached: Mapping[int, Mapping[str, dt.date]]) -> _Due:
    """What is due of a type, group, moment and dossier; worked out once for papers that are alike.

    Where no stage begins anything all papers of a month are alike, as long as rules count periods.
    """
    worked, rules = read_calendar(office.folder), office.rules.deadlines.rules
    by_month = all(rule.start or rule.every for rule in rules)
    day_of = local_days.day_of(office)

    @cache
    def counted(
        kind: str, group: str, filed: str, place: int, done: frozenset[str] | None
    ) -> Claim | None:
        held = Held(kind, group, day_of(filed), done or ())
        return claim(rules, held, reached.get(place, {}), worked, is_complete=True)

    def asked(
        kind: str, group: str, filed: str, place: int, done: frozenset[str] | None
    ) -> Claim | None:
        if place in reached:
            return counted(kind, group, filed, place, done)
        within = by_month and "02" <= filed[_DAY] <= "27"  # no zone is a whole day away
        return counted(kind, group, f"{filed[:_MONTH]}-15" if within else filed, 0, done)

    return asked


def _reached(office: Office, places: _Places) -> Mapping[int, Mapping[str, dt.date]]:
    """The stages from which deadlines count, of the dossiers that came to any of them."""
    found: dict[int, dict[str, dt.date]] = defaultdict(dict)
    rows = DossierStage.objects.filter(stage__in=_starts(office), dossier__in=places)
    for place, stage, on in rows.values_list("dossier_id", "stage", "on"):
        found[place][stage] = on
    return found


def _lines(office: Office, places: _Places) -> tuple[Mapping[int, frozenset[str]], Collection[int]]:
    """The rules under which papers went to other units before, and the papers on a list now."""
    done: dict[int, frozenset[str]] = defaultdict(frozenset)
    lines = TransferLine.objects.filter(item__dossier__in=places)
    taken = lines.filter(transfer__state=State.ACCEPTED, state__in=_TAKEN)
    others = taken.exclude(transfer__receiver=office.rules.deadlines.keeper)
    for key, rule in others.values_list("item_id", "transfer__rule"):
        done[key] |= {rule}
    listed = lines.filter(transfer__state__in=OPEN).values_list("item_id", flat=True)
    return done, set(listed)


def _waiting(office: Office, found: list[Owed]) -> list[Owed]:
    """The same, and that they wait where a rule wants the dossier complete and it is not."""
    places = {one.dossier for one in found if one.claim.rule.complete}
    lacking = {row.pk for some in _groups(sorted(places)) for row in _incomplete(office, some)}
    return [
        one._replace(claim=replace(one.claim, waits=True))
        if one.claim.rule.complete and one.dossier in lacking
        else one
        for one in found
    ]


def _incomplete(office: Office, places: list[int]) -> Iterator[Dossier]:
    """Those of some dossiers that lack a required paper or a mandatory group."""
    rows = list(Dossier.objects.filter(pk__in=places))
    papers = defaultdict(list)
    names = ("dossier_id", "turn", "group", "title", "template")
    for place, *facts in Item.objects.filter(dossier__in=rows, state="filed").values_list(*names):
        papers[place].append(Filed(*facts))
    reached = stages.reached(rows)
    for row in rows:
        lacks = missing(office.rules.dossier_type(row.type), papers[row.pk], reached[row.pk])
        if any(one.kind != "gap" for one in lacks):
            yield row


def _groups(keys: list[int]) -> Iterator[list[int]]:
    """As many as one question to the database may name."""
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
