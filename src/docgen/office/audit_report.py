"""The monthly statement (档案安全审计月报): one page for archivist and auditor to sign.

It says what was done in a month, what was refused, which loans are late, what is unusual, whether
register and log agree, and the log's size and root as they are now. Who keeps a signed page can
prove a later change of the log with it, as with any checkpoint.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docgen.errors import Problem
from docgen.model.audit import Period, weight
from docgen.model.reconciling import Finding as Disagreement
from docgen.model.unusual import Finding
from docgen.office import audit_loans, audit_log, audit_reconcile, audit_unusual, journal
from docgen.office.bars import Bar, silently
from docgen.office.desk import one_transaction
from docgen.register.models import Person
from docgen.register.models_log import Checkpoint, Cosignature

if TYPE_CHECKING:
    from docgen.office.desk import Office


@dataclass(slots=True)
class Statement:
    """What a month's statement says.

    Args:
        period: The month.
        entries: How many entries it has.
        done: What was done, by act.
        refused: What was refused, by act.
        rules: By which rules.
        people: Who did something.
        refused_people: Who was refused something.
        active: How many accounts are open now.
        loans: How many loans are open, late and lost now.
        unusual: The findings of the month.
        disagreements: Where register and log do not agree.
        size: The log's size now.
        root: Its root.
        checkpoint: Size and moment of the newest checkpoint.
        cosignature: Who signed it too, up to which size, and when.
    """

    period: Period
    entries: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    refused_people: set[str] = field(default_factory=set)
    active: int = 0
    loans: Mapping[str, int] = field(default_factory=dict)
    unusual: list[Finding] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    size: int = 0
    root: str = ""
    checkpoint: tuple[int, str] | None = None
    cosignature: tuple[str, int, str] | None = None


def statement(office: Office, who: Person, period: Period, *, bar: Bar = silently) -> Statement:
    """The statement of a period; it is logged first, so its own entry is the newest one."""
    audit_log.ask(office, who)
    made = Statement(period, disagreements=audit_reconcile.findings(bar))
    for entry in audit_log.entries(period, bar=bar):
        _count(made, entry)
    made.unusual = audit_unusual.findings(office, period, bar=bar)
    made.loans = audit_loans.now(office)
    made.active = Person.objects.filter(active=True).count()
    try:
        audit_log.reported(office, who, "report", made.entries)
    except Problem:
        # A log that was tampered with may take no more entries; what was found must be heard.
        if not made.disagreements:
            raise
    _head(office, made)
    return made


def _count(made: Statement, entry: Mapping[str, Any]) -> None:
    made.entries += 1
    act, who, times = str(entry["act"]), str(entry["who"]), weight(entry)
    made.people.add(who)
    if entry["res"] == "allow":
        made.done[act] += times
        return
    made.refused[act] += times
    made.refused_people.add(who)
    made.rules.update({str(rule): times for rule in entry.get("rules", ())})


def _head(office: Office, made: Statement) -> None:
    def told(moment: Any) -> str:  # noqa: ANN401  a column of Django's
        return f"{office.local(moment):%Y-%m-%d %H:%M}"

    with one_transaction():
        edge = journal.head()
        made.size, made.root = edge.size, base64.b64encode(edge.root()).decode("ascii")
        newest = Checkpoint.objects.order_by("-size", "-pk").first()
        signed = Cosignature.objects.order_by("-size", "-pk").first()
    if newest:
        made.checkpoint = newest.size, told(newest.at)
    if signed:
        made.cosignature = signed.vkey.partition("+")[0], signed.size, told(signed.at)
