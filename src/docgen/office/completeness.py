"""Completeness of dossiers: what each lacks, and each unit's dossiers together (R-015, R-030)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from docgen.errors import Problem
from docgen.model import completeness as rules
from docgen.model.access import Act
from docgen.model.certificates import Certificate
from docgen.model.completeness import Paper, Report, Summary
from docgen.model.dossier import Filed
from docgen.office import dossiers, form_states, gate, journal, stages, writing
from docgen.office.desk import Office, one_transaction
from docgen.office.holdings import owed_in
from docgen.register.models import Dossier, Item, ItemVersion, Person
from docgen.register.models_custody import Validity


@dataclass(frozen=True, slots=True)
class Review:
    """A dossier and what it lacks."""

    dossier: Dossier
    report: Report


def of_one(office: Office, who: Person, text: str) -> Review:
    """What one dossier lacks; a paper above one's clearance is not missing, and not named."""
    row = dossiers.resolve(who, text)
    gate.ask(office, who, Act.VIEW, "dossier.viewed", paper=gate.dossier_paper(row))
    found = review(office, who, row)
    with one_transaction():
        journal.append(office, "dossier.viewed", who, obj=str(row), dossier=str(row))
    return found


def review(office: Office, who: Person, row: Dossier) -> Review:
    """What a dossier lacks; the caller has leave to look at it."""
    [found] = _examined(office, who, [row])
    return found


def of_all(office: Office, who: Person, unit: str = "") -> list[Review]:
    """What the open dossiers lack that this person may know of, or those of one unit."""
    gate.ask(office, who, Act.FIND, "dossier.checked")
    rows = [
        row for row in dossiers.visible(who).filter(state="active") if row.unit == unit or not unit
    ]
    found = _examined(office, who, rows)
    with one_transaction():
        journal.append(office, "dossier.checked", who, n=len(found))
    return found


def by_unit(found: list[Review]) -> dict[str, Summary]:
    """Each unit's dossiers together."""
    units: dict[str, list[Report]] = defaultdict(list)
    for one in found:
        units[one.dossier.unit].append(one.report)
    return {unit: rules.summary(reports) for unit, reports in sorted(units.items())}


def _examined(office: Office, who: Person, rows: list[Dossier]) -> list[Review]:
    reached = stages.reached(rows)
    papers = _papers(office, who, rows)
    return [
        Review(
            row,
            rules.examine(
                office.rules.dossier_type(row.type),
                papers[row.pk],
                reached[row.pk],
                office.local(row.opened_at).date(),
                office.today,
            ),
        )
        for row in rows
    ]


def _papers(office: Office, who: Person, rows: list[Dossier]) -> Mapping[int, list[Paper]]:
    """The papers of these dossiers; what left the archive by a destruction list is not missed."""
    found = Item.objects.filter(dossier__in=rows).select_related("form_state")
    items = list(found.order_by("dossier_id", "turn"))
    facts = _Facts(office, who, rows)
    papers: dict[int, list[Paper]] = defaultdict(list)
    for item in items:
        papers[item.dossier_id].append(facts.of(item))
    return papers


class _Facts:
    """What is known of the papers of some dossiers, asked of the register once for all."""

    def __init__(self, office: Office, who: Person, rows: list[Dossier]) -> None:
        self._office = office
        self._rank = gate.as_acting(who).rank
        self._certificates = _certificates(office, rows)
        self._versions = _versions(rows)
        self._late = {
            one.item: one.claim.day
            for one in owed_in(office, who, office.today, [row.pk for row in rows])
            if one.claim.is_late(office.today)
        }
        self._signs = cache(partial(_has_signatures, office))

    def of(self, item: Item) -> Paper:
        """One paper."""
        versions = self._versions[item.pk]
        last = max((version.at for version in versions), default=item.filed_at)
        is_told = item.state == "filed" and item.rank <= self._rank
        return Paper(
            filed=Filed(item.turn, item.group, item.title, item.template),
            filed_on=self._office.local(last).date(),
            is_unsigned=is_told
            and self._signs(item.template)
            and not form_states.is_signed(item, versions),
            blanks=form_states.blanks_of(item) if is_told else 0,
            certificates=tuple(self._certificates[item.pk]) if is_told else (),
            late_since=self._late.get(item.pk),
        )


def _versions(rows: list[Dossier]) -> Mapping[int, list[ItemVersion]]:
    found = defaultdict(list)
    for version in ItemVersion.objects.filter(item__dossier__in=rows):
        found[version.item_id].append(version)
    return found


def _certificates(office: Office, rows: list[Dossier]) -> Mapping[int, list[Certificate]]:
    labels = cache(partial(_labels, office))
    found = defaultdict(list)
    for one in Validity.objects.filter(item__dossier__in=rows).select_related("item"):
        name = labels(one.item.template).get(one.name, one.name)
        found[one.item_id].append(Certificate(name, one.until))
    return found


def _has_signatures(office: Office, template: str) -> bool:
    """Whether the form has places to sign; a paper that docgen did not make has none."""
    try:
        return bool(template and writing.template(office, template).form.sign)
    except Problem:  # the office has thrown the template away, or is changing it
        return False


def _labels(office: Office, template: str) -> Mapping[str, str]:
    try:
        return writing.template(office, template).form.labels if template else {}
    except Problem:
        return {}
