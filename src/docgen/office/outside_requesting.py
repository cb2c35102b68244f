"""Registering an outside request: what came is checked, the scans are filed, then it is a row.

      1. check    the kind's terms, the papers of the scope, every word; nothing is kept if it fails
      2. file     credentials and notice, as papers of the dossier: all of them or none
      3. commit   the request with its scope and the entry ``outside.requested``

The scope is fixed here: a dossier stands for the papers that are in it now, so that nobody is
shown what was filed after somebody approved. Scans of other requests never come with a dossier:
nobody learns from a customer's file who else asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from django.db.models import QuerySet

from docgen.errors import BadInput, NotAllowed, say
from docgen.model.access import Act
from docgen.model.outside import State
from docgen.model.outside_bringing import lacks
from docgen.office import customers, disposal, dossiers, gate, journal, lending
from docgen.office.desk import Office, one_transaction
from docgen.office.outside_facts import outside_rules
from docgen.office.outside_scans import file_scans
from docgen.office.outside_wanted import Wanted, brought, tidy
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_outside import OutsideOfficer, OutsidePaper, OutsideRequest

EVENT = "outside.requested"


def request(office: Office, who: Person, wanted: Wanted) -> OutsideRequest:
    """Register a request with all that its kind asks for.

    Raises:
        NotAllowed: Something is missing; each reason is given, and the refusal is an entry.
    """
    wanted = tidy(wanted)
    scope = _scope(who, wanted.papers)
    for item in scope:
        gate.ask(office, who, Act.REQUEST_OUTSIDE, EVENT, paper=gate.paper_of(item))
    first = next(iter(scope))
    with disposal.logged(office, who, EVENT, str(first)):
        wanted = _checked(office, who, wanted, list(scope))
    place = dossiers.resolve(who, wanted.file_in) if wanted.file_in else first.dossier
    scans = file_scans(office, who, wanted, place)
    with one_transaction():
        row = _row(office, who, wanted, scans)
        OutsidePaper.objects.bulk_create(
            OutsidePaper(request=row, item=item, whole=whole) for item, whole in scope.items()
        )
        journal.append(
            office,
            EVENT,
            who,
            obj=row.code,
            basis=[str(item) for item in scans.values()],
            n=len(scope),
            notes={"notice": row.notice, "body": row.body},
            more={"kind": row.kind},
        )
    return row


def _scope(who: Person, texts: Sequence[str]) -> dict[Item, bool]:
    """The papers named, each with whether it came in with its whole dossier."""
    found: dict[Item, bool] = {}
    for text in map(str.strip, texts):
        if text.isdecimal() or Dossier.objects.filter(file_number=text).exists():
            found |= dict.fromkeys(_papers_of(dossiers.resolve(who, text)), True)
        else:
            found.setdefault(lending.item_of(text), False)
    if not found:
        raise BadInput(
            say("An outside request needs a scope"),
            why=say("no paper is named, or the dossier is empty"),
            fix=say("name papers or dossiers by their numbers"),
            field="papers",
        )
    return found


def _papers_of(dossier: Dossier) -> QuerySet[Item]:
    """The papers of a dossier; what came with an outside request is not the customer's."""
    notices = OutsideRequest.objects.exclude(notice_scan=None).values("notice_scan")
    credentials = OutsideOfficer.objects.exclude(scan=None).values("scan")
    rows = Item.objects.filter(dossier=dossier, state="filed").order_by("turn")
    own = rows.exclude(pk__in=notices).exclude(pk__in=credentials)
    return own.select_related("dossier__customer")


def _checked(office: Office, who: Person, wanted: Wanted, scope: Sequence[Item]) -> Wanted:
    """The request if nothing is missing; a customer's own one under his name as registered."""
    terms, is_own = outside_rules(office).terms(wanted.kind), False
    if terms.taken and terms.own:
        own = customers.resolve(who, wanted.body)
        is_own = _shows_himself(own, wanted) and all(
            item.dossier.customer_id == own.pk for item in scope
        )
        wanted = replace(wanted, body=own.name)
    if reasons := lacks(terms, brought(wanted, is_own=is_own), office.today):
        raise NotAllowed(
            say("This request cannot be taken"),
            why=say("these rules speak against it"),
            fix=say("bring what is missing; rules/outside.toml says what each kind needs"),
            reasons=reasons,
        )
    return wanted


def _shows_himself(own: Customer, wanted: Wanted) -> bool:
    """Whether the number of somebody's document is the customer's own, as far as it is known."""
    return not own.id_number or own.id_number in {one.number.upper() for one in wanted.visitors}


def _row(office: Office, who: Person, wanted: Wanted, scans: Mapping[Path, Item]) -> OutsideRequest:
    row = OutsideRequest.objects.create(
        kind=wanted.kind,
        state=State.REQUESTED,
        body=wanted.body,
        branch=wanted.branch,
        phone=wanted.phone,
        notice=wanted.notice,
        notice_on=wanted.notice_on,
        notice_title=wanted.notice_title if wanted.notice else "",
        notice_scan=scans.get(wanted.notice_scan) if wanted.notice_scan else None,
        cause=wanted.cause,
        scope=wanted.scope,
        permit=wanted.permit,
        authority=wanted.authority,
        requested_by=who,
        requested_at=office.now(),
    )
    OutsideOfficer.objects.bulk_create(
        OutsideOfficer(
            request=row,
            name=one.name,
            document=one.document,
            number=one.number,
            scan=scans.get(one.scan) if one.scan else None,
        )
        for one in wanted.visitors
    )
    return row
