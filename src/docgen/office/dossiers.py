"""Dossiers: opening one a key, listing them, showing what is in and what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import Act, Paper, visible_to
from docgen.model.customer import DOSSIER_TYPE, EVENT_TYPE, CustomerKind
from docgen.model.dossier import DossierType, Filed, Group, Missing, missing
from docgen.model.ids import DossierNumber
from docgen.office import customers, filenumbers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.office.rules import refuse_unknown_templates
from docgen.register.models import Customer, Dossier, Item, Person, Series

_SERIES = "dossier"
_SHOWN = ("filed_by", "description", "form_state", "dossier__place")


@dataclass(frozen=True, slots=True)
class Contents:
    """A dossier opened on the table: its type, its papers by group, and what it lacks."""

    dossier: Dossier
    opened: dt.date
    kind: DossierType
    groups: tuple[tuple[Group, tuple[Item, ...]], ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Unopened:
    """The dossier a customer will get with his first paper (一户一档)."""

    customer: Customer
    kind: DossierType

    @property
    def paper(self) -> Paper:
        """The dossier to be, as the rules see it."""
        unit = self.customer.unit or self.kind.unit
        return Paper(self.customer.code, self.kind.grade.rank, unit, "")

    def take(self, office: Office, who: Person) -> Dossier:
        """The dossier, opened now unless somebody was quicker; inside a transaction."""
        key = self.customer.code
        there = Dossier.objects.filter(type=self.kind.name, key=key, state="active").first()
        return there or opened(office, who, self.customer, self.kind, key)


def place_for(office: Office, who: Person, text: str) -> Dossier | Unopened:
    """Where papers go that are filed for a dossier number or a customer."""
    if text.isdecimal() and len(text) <= len(str(DossierNumber(1))):
        return resolve(who, text)
    customer = customers.resolve(who, text)
    if customers.active_dossiers(customer).exclude(type=EVENT_TYPE).exists():
        return resolve(who, text)
    kind = office.rules.dossier_type(DOSSIER_TYPE[CustomerKind(customer.kind)])
    return Unopened(customer, kind)


def open_dossier(
    office: Office, who: Person, customer: Customer, *, kind: str = "", key: str = ""
) -> Dossier:
    """Open a dossier; a second active one of the same type and key is refused (R-026)."""
    name = kind or DOSSIER_TYPE[CustomerKind(customer.kind)]
    chosen = office.rules.dossier_type(name)
    refuse_unknown_templates(office.folder, chosen)
    gate.ask(office, who, Act.OPEN_DOSSIER, "dossier.opened", subject=customer.code)
    with gate.attempt(office, who, "dossier.opened", customer.code), one_transaction():
        return opened(office, who, customer, chosen, key or customer.code)


def opened(office: Office, who: Person, customer: Customer, kind: DossierType, key: str) -> Dossier:
    """Open a dossier inside a transaction that runs already."""
    twin = Dossier.objects.filter(type=kind.name, key=key, state="active").first()
    if twin is not None:
        known = visible(who).filter(pk=twin.pk).exists()
        raise BadInput(
            say("There is an open dossier {number} for {key}", number=twin, key=key)
            if known
            else say("There is an open dossier for {key}", key=key),
            why=say("one {label} has one file (R-026)", label=kind.key_label),
            fix=say("use that dossier, or give another key").by("--key"),
            field="key",
        )
    series, _ = Series.objects.select_for_update().get_or_create(name=_SERIES)
    series.last += 1
    series.save()
    row = Dossier.objects.create(
        number=series.last,
        type=kind.name,
        key=key,
        title=f"{customer.name} {kind.title}",
        customer=customer,
        unit=customer.unit or kind.unit,
        rank=kind.grade.rank,
        retention=kind.retention,
        opened_at=office.now(),
        file_number=filenumbers.next_number(kind, key, office.today.year),
    )
    journal.append(
        office, "dossier.opened", who, obj=str(row), dossier=str(row), more={"type": kind.name}
    )
    return row


def visible(who: Person) -> QuerySet[Dossier]:
    """The dossiers this person may know of."""
    scope = visible_to(gate.as_acting(who))
    rows = Dossier.objects.filter(rank__lte=scope.rank).select_related("customer")
    if scope.everything:
        return rows.order_by("number")
    granted = [int(number) for number in scope.dossiers]
    return rows.filter(Q(unit__in=scope.units) | Q(number__in=granted)).order_by("number")


def resolve(who: Person, text: str) -> Dossier:
    """The one dossier meant by a number, a file number, or a customer who has just one.

    The file of an event (R-047) stands beside the customer's own and is named by its number.
    """
    if text.isdecimal() and len(text) <= len(str(DossierNumber(1))):
        row = visible(who).filter(number=int(text)).first()
        if row is not None:
            return row
        raise _unknown(text)
    if filed := visible(who).filter(file_number=text.strip()).first() if text.strip() else None:
        return filed
    active = customers.active_dossiers(customers.resolve(who, text))
    rows = list(active.exclude(type=EVENT_TYPE)) or list(active)
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise _unknown(text)
    raise BadInput(
        say("{text} has {n} dossiers", text=text, n=len(rows)),
        why=say("it is not clear which one is meant"),
        fix=say("give the number: {numbers}", numbers=", ".join(str(row) for row in rows)),
        field="dossier",
    )


def list_dossiers(office: Office, who: Person, kind: str = "") -> list[tuple[Dossier, int]]:
    """The dossiers this person may know of, each with the number of papers he may know of."""
    gate.ask(office, who, Act.FIND, "dossier.listed")
    rank = gate.as_acting(who).rank
    count = Count("items", filter=Q(items__rank__lte=rank))
    rows = visible(who).annotate(papers=count)
    found = list(rows.filter(type=kind) if kind else rows)
    with one_transaction():
        journal.append(office, "dossier.listed", who, n=len(found))
    return [(row, row.papers) for row in found]


def show(office: Office, who: Person, text: str) -> Contents:
    """A dossier with its papers in the order of the catalogue, and what it lacks."""
    row = resolve(who, text)
    gate.ask(office, who, Act.VIEW, "dossier.viewed", paper=gate.dossier_paper(row))
    found = contents(office, who, row)
    with one_transaction():
        journal.append(office, "dossier.viewed", who, obj=str(row), dossier=str(row))
    return found


def contents(office: Office, who: Person, row: Dossier) -> Contents:
    """What is in a dossier as far as this person may know of it; the caller has leave to look."""
    kind = office.rules.dossier_type(row.type)
    rank = gate.as_acting(who).rank
    items = list(row.items.order_by("turn").select_related(*_SHOWN))
    seen = [item for item in items if item.rank <= rank]
    groups = tuple((group, _in_order(group, seen)) for group in kind.groups)
    # What is missing is told from all papers: a paper above one's clearance is not missing.
    filed = [Filed(item.turn, item.group, item.title, item.template) for item in items]
    reached = [one.stage for one in row.stages.all()]
    return Contents(
        row, office.local(row.opened_at).date(), kind, groups, tuple(missing(kind, filed, reached))
    )


def _in_order(group: Group, items: list[Item]) -> tuple[Item, ...]:
    """A group's papers as its catalogue lists them: as they were filed, or by their dates."""
    there = [item for item in items if item.group == group.key]
    return tuple(sorted(there, key=_own_date) if group.order == "date" else there)


def _own_date(item: Item) -> dt.date:
    described = getattr(item, "description", None)
    day: dt.date = (described and described.made_on) or item.dated
    return day


def _unknown(text: str) -> NotFound:
    return NotFound(
        say("There is no dossier {text}", text=text),
        why=say("no number or customer that you may know of is like that"),
        fix=say("look it up, or open one").by("docgen dossier list, docgen dossier open CUSTOMER"),
        field="dossier",
    )


def check_group(kind: DossierType, key: str, template: str) -> None:
    """Refuse a group that such a dossier does not have; ``template`` is the form that names it."""
    form = f"{template}/form.toml" if template else ""
    if kind.group(key) is None:
        groups = ", ".join(f"{group.key} ({group.title})" for group in kind.groups)
        raise BadInput(
            say("There is no group {key} in such a dossier", key=key or "-"),
            why=say("a dossier of type {kind} has: {groups}", kind=kind.name, groups=groups),
            fix=say("write one of them into {file}: group = …", file=form)
            if form
            else say("choose one of them").by("--group"),
            field="group",
            file=form,
        )
