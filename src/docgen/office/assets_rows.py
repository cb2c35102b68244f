"""Things people hold for the company as rows: who has one, giving it and taking it back.

A thing has one holder or stands in the store; the database refuses a second one. Each time it
changes hands is a row of its own, so that a thing's rows are its history. What is to come back on
a day is owed on the duties desk until then (D-080).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.forms.characters import odd_character
from docgen.model.calendar import Due
from docgen.model.duty import Rule as DutyRule
from docgen.model.duty import When as DutyWhen
from docgen.model.posting import State as Stands
from docgen.office import duties, journal, people, postings_rows
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_postings import Holding, Posting

_TITLE = "归还"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a thing: a posting, or the account of somebody who is not posted."""

    posting: Posting | None = None
    account: Person | None = None

    @property
    def code(self) -> str:
        """The posting's number, or the account's."""
        return self.posting.code if self.posting else self.account.code if self.account else ""

    @property
    def name(self) -> str:
        """What he is called."""
        return self.posting.name if self.posting else self.account.name if self.account else ""

    @property
    def person(self) -> Person | None:
        """His account, if he has one."""
        return self.posting.account if self.posting else self.account

    @property
    def unit(self) -> str:
        """His unit."""
        return self.posting.unit if self.posting else self.account.unit if self.account else ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when and on what request a thing is given."""

    until: dt.date | None = None
    request: str = ""


def rows() -> QuerySet[Holding]:
    """All rows with their holders, the oldest first."""
    return Holding.objects.select_related("posting__account", "account").order_by("pk")


def line(text: str, name: str, most: int, *, least: int = 1) -> str:
    """One line of text that a register takes; ``BadInput`` names what it is for."""
    said = text.strip()
    odd = odd_character(said, lines=False)
    if odd or not least <= len(said) <= most:
        raise BadInput(
            say("The {name} cannot be taken", name=name),
            why=odd or say("it is a line of {least} to {most} characters", least=least, most=most),
            fix=say("write it in one short line"),
            field=name,
        )
    return said


def holder_named(office: Office, who: Person, text: str) -> Holder:
    """A posting by its number, or an account; somebody who is posted holds by his posting."""
    if not (text[:1] in ("W", "w") and text[1:].isdecimal()):
        return holder_as(people.by_login(text))
    posting = postings_rows.find(office, who, text)
    if posting.state != Stands.DEPARTED:
        raise BadInput(
            say("{name} is not posted now", name=posting.name),
            why=say("the posting {code} is not running", code=posting.code),
            fix=say("name somebody else"),
            field="holder",
        )
    return Holder(posting)


def holder_as(account: Person) -> Holder:
    """As what an account holds things: by its posting, if it has one."""
    posting = postings_rows.running(account).first()
    return Holder(posting) if posting else Holder(account=account)


def holder_of(row: Holding) -> Holder:
    """Who a thing was given to."""
    return Holder(row.posting, row.account)


def held(holder: Holder) -> list[Holding]:
    """What somebody holds now."""
    there = rows().filter(posting=holder.posting, account=holder.account)
    return list(there.filter(returned_on=None))


def newest(number: str) -> Holding:
    """The newest row of a thing."""
    row = rows().filter(number=number.strip()).last()
    if row is None:
        raise NotFound(
            say("Nothing has the number {number}", number=number),
            why=say("nothing registered has this number"),
            fix=say("see the things").by("docgen asset list"),
            field="number",
        )
    return row


def give(
    office: Office, who: Person, thing: Holding, holder: Holder, terms: Terms, event: str
) -> Holding:
    """Give a thing to somebody: its next row, and the entry; inside a transaction."""
    row = Holding.objects.create(
        posting=holder.posting,
        account=holder.account,
        kind=thing.kind,
        number=thing.number,
        label=thing.label,
        category=thing.category,
        place=thing.place,
        value=thing.value,
        condition=thing.condition,
        request=terms.request,
        since=office.today,
        due_back=terms.until,
        checked_on=thing.checked_on,
        by=who,
        at=office.now(),
    )
    facts = {"kind": row.kind, "holder": holder.code}
    journal.append(office, event, who, obj=row.code, more=facts)
    if row.due_back:
        duties.owe(
            office,
            key=f"holding/{row.code}",
            rule=DutyRule("thing-back", f"{_TITLE} {row.number} {row.label}", "D-080", DutyWhen()),
            due=Due(row.due_back),
            subject=row.code,
            person=holder.person,
            unit=holder.unit,
            start=office.now(),
        )
    return row


def take(office: Office, who: Person, row: Holding) -> None:
    """End a thing's stay with its holder, with the entry; inside a transaction."""
    row.returned_on, row.version = office.today, row.version + 1
    row.save()
    journal.append(office, "asset.returned", who, obj=row.code, more={"kind": row.kind})
    if duties.open_rows().filter(key=f"holding/{row.code}").exists():
        duties.end(office, who, f"holding/{row.code}")
