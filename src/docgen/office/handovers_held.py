"""What a posted person really holds: the checklist of his handover is built from these rows.

Numbers, never titles: whoever takes part in a handover need not know every dossier it names.
What hangs on the account itself (loans, copies, requests) is told by ``leaving.held_by``; papers
he filed stay with his unit (R-022), so they are one line for all.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from docgen.model.case import RUNNING
from docgen.model.handover import Thing
from docgen.model.handover_file import Rules, parse_handover
from docgen.model.transfer import DEPARTMENT
from docgen.office import duties, leaving
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped
from docgen.register.models import Item, Person
from docgen.register.models_cases import Case
from docgen.register.models_postings import Posting
from docgen.register.models_visits import Visit

#: Duties that follow from a handover or from a thing that is on the checklist itself.
_FOLLOWING = ("handover/", "holding/")


def rules(office: Office) -> Rules:
    """The rules of ``rules/handover.toml``."""
    return own_or_shipped(office.folder, "handover.toml", parse_handover)


def things_of(office: Office, posting: Posting) -> list[Thing]:
    """Everything a posted person holds now, and the lines that no register knows."""
    found = [*_holdings(posting), *_stations(posting)]
    if posting.account is not None:
        account = posting.account
        found += [*_cases(account), *_customers(account), *_duties(office, account)]
        found += [Thing(one.kind, one.code, one.item) for one in leaving.held_by(account)]
        found += _papers(account)
    return [*found, *rules(office).lines]


def _holdings(posting: Posting) -> Iterator[Thing]:
    for row in posting.holdings.filter(returned_on=None).order_by("pk"):
        yield Thing(row.kind, row.number, row.label, row.due_back)


def _stations(posting: Posting) -> Iterator[Thing]:
    for row in posting.stations.order_by("pk"):
        yield Thing("station", row.code, row.name)


def _cases(account: Person) -> Iterator[Thing]:
    """Cases he took in, which he follows until they are closed (C-084), or works on."""
    rows = Case.objects.filter(state__in=RUNNING)
    for row in rows.filter(Q(first=account) | Q(steps__by=account)).distinct().order_by("pk"):
        yield Thing("case", row.number, row.severity, row.due_on)


def _duties(office: Office, account: Person) -> Iterator[Thing]:
    """What he owes himself: about something, or a report that is due already."""
    known = duties.rules(office)
    for row in duties.open_rows().filter(person=account):
        if row.key.startswith(_FOLLOWING):
            continue
        rule = known.rule(row.rule)
        if row.subject or (rule is not None and rule.when.again):
            yield Thing("duty", row.code, row.title, row.due)
        elif row.due <= office.today:
            yield Thing("report", row.code, row.title, row.due)


def _customers(account: Person) -> Iterator[Thing]:
    """Customers he is to visit."""
    rows = Visit.objects.filter(visitor=account, visited_on=None).order_by("customer_id")
    for pk in rows.values_list("customer_id", flat=True).distinct():
        yield Thing("customer", f"K{pk:06d}")


def _papers(account: Person) -> Iterator[Thing]:
    for grant in account.grants.order_by("pk"):
        yield Thing("dossier", f"{grant.dossier_id:010d}")
    filed = Item.objects.filter(filed_by=account, custody=DEPARTMENT, state="filed").count()
    if filed:
        yield Thing("papers", account.code, str(filed))
