"""What a posting owes: the reports of its staff group while it lasts, and papers that run out.

The reports come from ``rules/duties.toml``: a person belongs to the groups of his kind from the
day he departs to the day he returns (``stays``, asked by ``duties_holders``). What runs out, and
the stay itself, is owed by the unit so long before as the rules say (D-001, G-055).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from docgen.model.calendar import Due
from docgen.model.duty import Rule, State, due_after
from docgen.model.posting import State as Stands
from docgen.model.posting_gate import needs_of
from docgen.office import duties, postings_rows
from docgen.office.desk import Office
from docgen.office.duties_holders import Stay
from docgen.register.models import Person
from docgen.register.models_postings import Posting as Row

#: The rules of ``rules/duties.toml`` that a posting starts itself.
_RENEWAL, _END = "posting-renewal", "posting-end"


def stays(office: Office, since: dt.date) -> list[Stay]:
    """Who belongs to which staff group by a posting that had not ended before this day."""
    kinds = {one.name: one.groups for one in postings_rows.rules(office).kinds}
    rows = Row.objects.exclude(departed_on=None).exclude(account=None).exclude(ended_on__lt=since)
    return [
        Stay(group, row.account, row.departed_on, row.ended_on)
        for row in rows.select_related("account").order_by("pk")
        for group in kinds.get(row.kind, ())
        if row.account is not None and row.departed_on is not None
    ]


def renew(office: Office, who: Person, row: Row) -> None:
    """Owe what runs out next, and take off what was renewed; inside a transaction."""
    wanted = dict(_running_out(office, row)) if row.state == Stands.DEPARTED else {}
    ended = State.DONE if row.state == Stands.DEPARTED else State.WAIVED
    for old in duties.open_rows().filter(key__startswith=_prefix(row)):
        if old.key not in wanted:
            duties.end(office, who, old.key, ended)
    for key, (rule, day) in wanted.items():
        due = due_after(rule.when, postings_rows.calendar(office), max(day, office.today))
        if due.day < office.today:
            due = Due(office.today)
        duties.owe(office, key=key, rule=rule, due=due, subject=row.code, unit=row.unit)


def end_reports(office: Office, who: Person, row: Row) -> None:
    """Let go the reports that are due after a posting's last day; inside a transaction."""
    groups = {*postings_rows.rules(office).kind(row.kind).groups}
    keys = [one.key for one in duties.rules(office).rules if groups & {*one.groups}]
    later = duties.open_rows().filter(person=row.account, rule__in=keys, due__gt=row.ended_on)
    for one in later if row.account else ():
        duties.end(office, who, one.key, State.WAIVED)


def _running_out(office: Office, row: Row) -> Iterator[tuple[str, tuple[Rule, dt.date]]]:
    """What runs out before he is back, and the end itself: its rule, and the day it ends."""
    rules, owed = postings_rows.rules(office), duties.rules(office)
    newest = {one.key: one for one in postings_rows.shown(row)}
    renewal, end = owed.rule(_RENEWAL), owed.rule(_END)
    for need in needs_of(rules, postings_rows.fact_of(row)) if renewal else ():
        one = newest.get(need.key)
        if renewal and one and one.until and one.until <= row.ends_on:
            rule = replace(renewal, title=f"{renewal.title}：{row.name} {need.title}")
            yield f"{_prefix(row)}{need.key}/{one.until}", (rule, one.until)
    if end:
        rule = replace(end, title=f"{end.title}：{row.name}")
        yield f"{_prefix(row)}{_END}/{row.ends_on}", (rule, row.ends_on)


def _prefix(row: Row) -> str:
    return f"posting/{row.code}/"
