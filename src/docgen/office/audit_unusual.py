"""Unusual patterns: the log, the calendar and the register given to the rules of ``model``."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from typing import TYPE_CHECKING

from docgen.config import shipped
from docgen.errors import BadInput, say
from docgen.model import unusual, unusual_rules
from docgen.model.audit import Entry, Line, Listing, Period, weight
from docgen.model.ids import DossierNumber, number_in
from docgen.model.unusual import TITLES, About, Finding, Look
from docgen.model.unusual_file import Figures, parse_unusual
from docgen.office import audit_log
from docgen.office.bars import Bar, silently
from docgen.office.calendar import read_calendar
from docgen.office.rule_lines import line_in_table
from docgen.office.rules import read_toml
from docgen.register.models import Dossier, Loan, Person

if TYPE_CHECKING:
    from docgen.office.desk import Office

_FILE = "unusual.toml"


def figures(office: Office) -> Figures:
    """The office's figures; one made before there were any follows docgen's own."""
    file = office.folder / "rules" / _FILE
    file = file if file.is_file() else shipped("rules") / _FILE
    table = read_toml(file)
    try:
        return parse_unusual(table, file=str(file))
    except BadInput as wrong:
        wrong.line = line_in_table(file.read_text("utf-8-sig"), wrong.field)
        raise


def unusual_acts(office: Office, who: Person, period: Period, *, bar: Bar = silently) -> Listing:
    """What is unusual in a period, each finding with its rule and entries."""
    audit_log.ask(office, who)
    found = findings(office, period, bar=bar)
    listing = Listing("unusual", lines=[line(one) for one in found], total=len(found))
    for one in found:
        listing.count(rule=one.rule, who=one.subject, day=str(one.day))
    audit_log.reported(office, who, "unusual", len(found))
    return listing


def findings(office: Office, period: Period, *, bar: Bar = silently) -> list[Finding]:
    """The same for the office itself."""
    known = figures(office)
    entries = audit_log.entries(period.earlier(known.look_back), bar=bar)
    looks = (look for look in map(partial(_look, office), entries) if look)
    return unusual.examine(looks, unusual_rules.rules(known, _about(office)), period.since)


def line(found: Finding) -> Line:
    """A finding as a line of a report."""
    return Line(
        at=str(found.day),
        who=found.subject if found.rule not in unusual.OF_DOSSIERS else "",
        what=TITLES[found.rule],
        obj=found.subject if found.rule in unusual.OF_DOSSIERS else "",
        note=say("{n} entries", n=found.count),
        rule=found.rule,
        entries=tuple(found.entries),
        times=found.count,
    )


def _look(office: Office, entry: Entry) -> Look | None:
    """An entry as the rules see it; none if it cannot be read, which ``log verify`` tells."""
    try:
        at = office.local(dt.datetime.fromisoformat(str(entry["t"])))
    except ValueError:
        return None
    return Look(
        idx=int(entry["idx"]),
        at=at,
        who=str(entry["who"]),
        act=str(entry["act"]),
        res=str(entry["res"]),
        obj=str(entry.get("obj", "")),
        dossier=str(entry.get("dossier", "")),
        grade=str(entry.get("grade", "")),
        why=str(entry.get("why", "")),
        rules=frozenset(map(str, entry.get("rules", ()))),
        loan=str(entry.get("more", {}).get("loan", "")),
        keeps="archivist" in str(entry.get("role", "")).split("-"),
        times=weight(entry),
    )


def _about(office: Office) -> About:
    units = {row.code: row.unit for row in Person.objects.all()}

    @cache
    def keeper_of(number: str) -> str:
        try:
            value = DossierNumber.parse(number).value
        except ValueError:
            return ""
        row = Dossier.objects.filter(pk=value).only("unit").first()
        return row.unit if row else ""

    def borrower_of(code: str) -> str:
        digits = code.lstrip("L")
        row = Loan.objects.filter(pk=number_in(digits)).first()
        return row.borrower.code if row else ""

    return About(
        is_worked=cache(read_calendar(office.folder).is_worked),
        unit_of=lambda code: units.get(code, ""),
        keeper_of=keeper_of,
        borrower_of=borrower_of,
    )
