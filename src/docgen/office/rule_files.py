"""The rules files as whoever runs the office sees them: what each says, and what is wrong with it.

Read only: rules are changed in the folder, by whoever may change the office's rules, and the next
reading takes them. Each file is read by the very parser that work reads it with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docgen.errors import NotFound, Problem, Said, say
from docgen.model.approvals import parse_policy
from docgen.model.deadlines_file import parse_deadlines
from docgen.model.dossier_file import parse_type
from docgen.model.loan_file import parse_terms
from docgen.office import (
    audit_unusual,
    calendar,
    cases_rules,
    delivered,
    duties,
    handovers_held,
    outside_facts,
    postings_rows,
    retention,
    visits_rules,
)
from docgen.office.delivered import State
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped

#: What each file, or folder of files, is read for, and by what.
_FEEDS: Mapping[str, tuple[Said, Callable[[Office, str], object]]] = {
    "approvals.toml": (
        say("who must approve what, and when a fresh sign-in is needed"),
        lambda office, name: own_or_shipped(office.folder, name, parse_policy),
    ),
    "loans.toml": (
        say("loans: how long, how many, renewals, overdue ladder"),
        lambda office, name: own_or_shipped(office.folder, name, parse_terms),
    ),
    "transfers.toml": (
        say("by when papers are handed to the archive"),
        lambda office, name: own_or_shipped(
            office.folder, name, partial(parse_deadlines, types=office.rules.types)
        ),
    ),
    "retention.toml": (
        say("how long papers are kept, and from when"),
        lambda office, _: retention.schedule(office),
    ),
    "unusual.toml": (
        say("what the audit calls unusual"),
        lambda office, _: audit_unusual.figures(office),
    ),
    "outside.toml": (
        say("requests of outside bodies: who comes with what, who approves"),
        lambda office, _: outside_facts.outside_rules(office),
    ),
    "duties.toml": (
        say("duties: what is owed when by whom, and who hears when it is late"),
        lambda office, _: duties.rules(office),
    ),
    "visits.toml": (
        say("visits, gifts, surveys, classes of customers"),
        lambda office, _: visits_rules.rules(office),
    ),
    "postings.toml": (
        say("posted staff: papers, leave, appraisal, rotation"),
        lambda office, _: postings_rows.rules(office),
    ),
    "handover.toml": (
        say("handovers: what is handed over, and when somebody may leave"),
        lambda office, _: handovers_held.rules(office),
    ),
    "calendar": (
        say("the office's own working days, and its hours"),
        lambda office, _: calendar.read_calendar(office.folder),
    ),
    "cases": (
        say("a kind of case: steps, deadlines, deciders, forms"),
        lambda office, name: cases_rules.profile(office, Path(name).stem),
    ),
    "dossier-types": (
        say("a type of dossier: groups, required papers, stages"),
        lambda office, name: own_or_shipped(
            office.folder, name, partial(parse_type, name=Path(name).stem)
        ),
    ),
}
STATES: Mapping[State, Said] = {
    State.SAME: say("as it comes with docgen"),
    State.MISSING: say("missing: docgen's own is followed"),
    State.OLDER: say("an older one of docgen's; an upgrade brings the new one").by(
        "docgen upgrade"
    ),
    State.OWN: say("the office's own"),
    State.CHANGED: say("the office's own, and docgen's has changed since"),
    State.REMOVED: say("taken away: docgen's own is followed"),
}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rules file.

    Args:
        name: Its place in the folder: ``cases/oil.toml``.
        title: Its first remark, which says what it is.
        feeds: What it is read for.
        state: How it stands to docgen's own.
        problem: What is wrong with it, with its line; None if nothing is.
    """

    name: str
    title: str
    feeds: Said
    state: Said | str
    problem: Problem | None


def every(office: Office) -> list[RuleFile]:
    """All rules files of the office, each read."""
    states = {part.name: part.state for part in delivered.parts(office.folder)}
    return [_read(office, name, states.get(f"rules/{name}", State.OWN)) for name in _names(office)]


def one(office: Office, name: str) -> tuple[RuleFile, list[str]]:
    """A rules file with its lines; only names of the list are opened."""
    if name not in _names(office):
        raise NotFound(
            say("There is no rules file {name}", name=name),
            why=say("the folder rules/ has no such file"),
            fix=say("choose one of the list"),
        )
    states = {part.name: part.state for part in delivered.parts(office.folder)}
    found = _read(office, name, states.get(f"rules/{name}", State.OWN))
    return found, _text(office, name).splitlines()


def _names(office: Office) -> list[str]:
    root = office.folder / "rules"
    found = (str(file.relative_to(root)) for file in root.rglob("*.toml"))
    return sorted(name for name in found if name.partition("/")[0] in _FEEDS)


def _read(office: Office, name: str, state: State) -> RuleFile:
    feeds, parse = _FEEDS[name.partition("/")[0]]
    problem = None
    try:
        parse(office, name)
    except Problem as wrong:
        problem = wrong
    return RuleFile(name, _title(_text(office, name)), feeds, STATES[state], problem)


def _title(text: str) -> str:
    first = text.partition("\n")[0]
    return first.lstrip("# ").strip() if first.startswith("#") else ""


def _text(office: Office, name: str) -> str:
    return (office.folder / "rules" / name).read_text("utf-8-sig", errors="replace")
