"""What somebody typed as the question of a report, as ids that stand in the log.

An auditor names a customer by his code alone: whether a name is a customer's is itself something
that he need not know. A paper whose row is gone can still be asked for.
"""

from __future__ import annotations

import datetime as dt

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import PURPOSES
from docgen.model.audit import Period, Question, of_month
from docgen.model.ids import DossierNumber, ItemId, number_in
from docgen.model.typed import day_of
from docgen.office import lending, people
from docgen.office.desk import Office
from docgen.register.models import Customer, Dossier

#: Years that a period can be of.
YEARS = range(1900, 3000)


def question(
    *, who: str = "", item: str = "", dossier: str = "", customer: str = "", purpose: str = ""
) -> Question:
    """A question; the parts narrow each other down.

    Args:
        who: A login, a code or a name.
        item: A paper's number or 档号.
        dossier: A dossier's number or 档号.
        customer: A customer's code.
        purpose: A code of ``model.access.PURPOSES``.
    """
    if purpose and purpose not in PURPOSES:
        raise BadInput(
            say("There is no purpose {purpose}", purpose=purpose),
            why=say("the purposes are: {names}", names=", ".join(PURPOSES)),
            fix=say("choose one of them"),
            field="purpose",
        )
    return Question(
        who=people.by_login(who).code if who else "",
        item=paper(item) if item else "",
        dossier=_dossier(dossier) if dossier else "",
        of_customer=_customer(customer) if customer else None,
        why=purpose,
    )


def period(office: Office, since: str, until: str) -> Period:
    """The period between two days as they were typed; open where nothing was."""
    first = _day(since, "since") if since else None
    end = _day(until, "until") if until else None
    if first and end and end < first:
        raise BadInput(
            say("The period ends before it begins"),
            why=say("{until} is before {since}", until=until, since=since),
            fix=say("exchange the two days"),
            field="until",
        )
    return Period(first, end, office.settings.time_zone)


def month(office: Office, text: str) -> Period:
    """The period of a month such as ``2026-11``."""
    try:
        return of_month(str(_day(f"{text}-01", "month"))[:-3], office.settings.time_zone)
    except (ValueError, BadInput) as error:
        raise BadInput(
            say("{text} is no month", text=text),
            why=say("a month is written year-month"),
            fix=say("write it like 2026-11"),
            field="month",
        ) from error


def _day(text: str, field: str) -> dt.date:
    """A day that somebody typed, of a year in which an office can have been."""
    day = day_of(text, field)
    if day.year not in YEARS:
        raise BadInput(
            say("{text} is no day", text=text),
            why=say("its year is not from {first} to {last}", first=YEARS[0], last=YEARS[-1]),
            fix=say("write it like 2026-03-14"),
            field=field,
        )
    return day


def paper(text: str) -> str:
    """A paper's number, also of one that is not in the register any more."""
    try:
        return str(lending.item_of(text))
    except NotFound:
        try:
            return str(ItemId.parse(text.strip()))
        except ValueError:
            pass
        raise


def paper_or_dossier(text: str) -> str:
    """The number of a paper, or of a dossier."""
    try:
        return paper(text)
    except NotFound as none:
        try:
            return _dossier(text)
        except NotFound:
            raise none from none


def _dossier(text: str) -> str:
    row = Dossier.objects.filter(file_number=text.strip()).first() if text.strip() else None
    if row is not None:
        return str(row)
    try:
        return str(DossierNumber.parse(text.strip()))
    except ValueError as error:
        raise NotFound(
            say("{text} is no dossier number", text=text),
            why=say("a dossier's number has ten digits, or is its file number"),
            fix=say("look it up").by("docgen dossier list"),
            field="dossier",
        ) from error


def _customer(text: str) -> frozenset[str]:
    digits = text.strip().lstrip("Kk")
    row = Customer.objects.filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no customer {text}", text=text),
            why=say("an audit report takes a customer's id, such as K000042, and no name"),
            fix=say("ask the archivist for the id"),
            field="customer",
        )
    numbers = row.dossiers.values_list("number", flat=True)
    return frozenset({row.code, *(str(DossierNumber(number)) for number in numbers)})
