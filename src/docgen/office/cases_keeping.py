"""Keeping a new case: its rows, its first papers and its entry, all in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.errors import Said, say
from docgen.forms.numbering import parse_pattern, render
from docgen.model import case as rules
from docgen.model.case import Case
from docgen.model.case_profile import Profile
from docgen.model.customer import EVENT_TYPE
from docgen.office import cases_facts, cases_papers, cases_rows, filing, numbers
from docgen.office.cases_papers import EventToBe
from docgen.office.cases_rows import Deed
from docgen.office.desk import Office
from docgen.office.dossiers import Unopened
from docgen.office.filing import Filed, NewPaper
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_cases import Case as Row

EVENT = "case.opened"
Then = Callable[[Row], None]


@dataclass(frozen=True, slots=True)
class Start:
    """A case that is about to be kept.

    Args:
        number: Its number, given out already.
        case: Its kind, severity and facts; its steps begin when it is kept.
        involves: Authorities or media that took it up (C-098).
        parent: The case it goes on from (C-019).
        then: What else is written in the transaction.
    """

    number: str
    case: Case
    involves: tuple[str, ...] = ()
    parent: Row | None = None
    then: Then | None = None

    @property
    def is_event(self) -> bool:
        """Whether it gets a dossier of its own (G-040)."""
        return self.case.profile.severity(self.case.severity).event


def file_first(
    office: Office, who: Person, start: Start, place: Dossier | Unopened, paper: NewPaper
) -> Row:
    """File the case's form and keep the case."""
    kept: list[Row] = []
    places: list[Dossier | Unopened] = [place]
    if start.is_event:
        places.append(event_to_be(office, place.customer, start.number))

    def keep(filed: Sequence[Filed]) -> None:
        kept.append(keep_case(office, who, start, [one.item for one in filed]))

    filing.file_many(office, who, [(one, paper) for one in places], then=keep)
    return kept[-1]


def event_to_be(office: Office, customer: Customer, number: str) -> EventToBe:
    """The event dossier that a grave case will have."""
    kind = office.rules.dossier_type(EVENT_TYPE)
    return EventToBe(customer, kind, number)


def keep_case(office: Office, who: Person, start: Start, items: Sequence[Item]) -> Row:
    """The rows and the entry of a new case whose form is filed; inside a transaction."""
    case = rules.begin(
        start.case.profile,
        start.case.severity,
        start.case.received,
        start.case.facts,
        first=who.code,
        now=cases_rows.now(office),
        calendar=cases_rows.calendar(office),
    )
    row = Row.objects.create(
        number=start.number,
        profile=case.profile.name,
        severity=case.severity,
        state=case.state,
        customer=items[0].dossier.customer,
        dossier=items[0].dossier,
        event=items[1].dossier if start.is_event else None,
        parent=start.parent,
        first=who,
        summary=cases_facts.summary(case),
        answers=dict(case.facts),
        involves=list(start.involves),
        received_at=case.received,
        opened_at=office.now(),
        due_on=case.due.day if case.due else None,
        due_time=case.due.time if case.due else None,
    )
    cases_papers.keep(row, "", items, is_own=True)
    numbers.issued(start.number, items[0])
    deed = Deed(EVENT, basis=items, more={"profile": case.profile.name})
    index = cases_rows.enter(office, who, row, case, deed)
    cases_rows.write_steps(office, who, row, case, deed, index)
    if start.then is not None:
        start.then(row)
    return row


def overflow(kind: Profile, number: str, today: dt.date) -> tuple[Said, ...]:
    """A word about a number that outgrew its digits (G-029)."""
    if len(number) <= len(render(parse_pattern(kind.number), today, 1)):
        return ()
    return (
        say("This month has more cases than its numbers have digits for: {number}", number=number),
    )
