"""The customers somebody may mean who is choosing one for a form, while he types.

The first list is an entry; what the same process lists for the same person in the ten minutes after
it is not told again (as with ``suggesting``).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import QuerySet

from docgen.model.access import Act
from docgen.office import customer_finding, customers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Person
from docgen.register.models_page import Draft

MOST = 12
_QUIET = dt.timedelta(minutes=10)
_told: dict[tuple[Path, int], dt.datetime] = {}


def like(office: Office, who: Person, text: str) -> list[Customer]:
    """The first few customers that match; with nothing typed those whose forms he began last."""
    gate.ask(office, who, Act.FIND, "customer.listed")
    if text.strip():
        found = list(customer_finding.matching(office, who, text)[:MOST])
    else:
        found = _lately(who, customers.visible(who))
    _tell(office, who, len(found))
    return found


def _lately(who: Person, rows: QuerySet[Customer]) -> list[Customer]:
    drafts = Draft.objects.filter(person=who).exclude(customer="").order_by("-changed_at")
    codes = dict.fromkeys(drafts.values_list("customer", flat=True)[: 4 * MOST])
    there = {row.code: row for row in rows.filter(pk__in=[int(code[1:]) for code in codes])}
    return [there[code] for code in codes if code in there][:MOST]


def _tell(office: Office, who: Person, n: int) -> None:
    now, key = office.now(), (office.folder, who.pk)
    if not n or _told.get(key, now) > now:
        return
    _told[key] = now + _QUIET
    with one_transaction():
        journal.append(office, "customer.listed", who, n=n)
