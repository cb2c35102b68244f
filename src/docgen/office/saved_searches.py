"""Searches that people keep: in docgen's own grammar, under a name, for oneself or one's unit.

What is kept is the question and never an answer: whoever asks it finds what he may know of. A
shared one shows its words to the unit, so it is shared only where its owner says so.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.forms.characters import odd_character
from docgen.index.engine import Order
from docgen.index.query import parse
from docgen.model.access import Act
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_searches import SavedSearch

KEPT, DELETED = "kept", "deleted"
_LONGEST_NAME = 60
_EVENT = "search.saved"


def save(
    office: Office,
    who: Person,
    name: str,
    text: str,
    *,
    order: Order = "best",
    shared: bool = False,
) -> SavedSearch:
    """Keep a search under a name; one that is there is never written over.

    Args:
        office: The office.
        who: Whose search it will be.
        name: Up to 60 characters; nobody else's name is in the way.
        text: What was typed; it must be a search.
        order: How its answers are to be sorted.
        shared: Whether colleagues of his present unit may see and use it.
    """
    name = _checked(name.strip())
    parse(text)
    gate.ask(office, who, Act.FIND, _EVENT)
    with one_transaction():
        if _own(who).filter(name=name).exists():
            raise BadInput(
                say("You have a saved search “{name}” already", name=name),
                why=say("a name stands for one search"),
                fix=say("choose another name, or delete the old one").by(
                    "docgen saved delete NAME"
                ),
                field="save",
            )
        row = SavedSearch.objects.create(
            person=who,
            name=name,
            text=text,
            order=order,
            unit=who.unit if shared else "",
            state=KEPT,
            made_at=office.now(),
        )
        more = {"shared": "yes" if shared else "no"}
        journal.append(office, _EVENT, who, obj=row.code, more=more)
    return row


def listed(office: Office, who: Person) -> list[SavedSearch]:
    """One's own searches and those shared with one's unit, by name; no entry: it shows no paper."""
    gate.ask(office, who, Act.FIND, "archive.searched")
    return list(_seen(who))


def named(office: Office, who: Person, name: str) -> SavedSearch:
    """One's own search of this name, else the unit's; also by its number, ``S000042``."""
    gate.ask(office, who, Act.FIND, "archive.searched")
    name = name.strip()
    rows = [row for row in _seen(who) if name in {row.name, row.code}]
    own = [row for row in rows if row.person_id == who.pk]
    found = own or rows
    if not found:
        raise _unknown(name)
    if len(found) > 1:
        raise BadInput(
            say("“{name}” is the name of {n} shared searches", name=name, n=len(found)),
            why=say("colleagues of your unit chose the same name"),
            fix=say("use a number instead: {codes}", codes=", ".join(row.code for row in found)),
            field="saved",
        )
    return found[0]


def delete(office: Office, who: Person, name: str) -> SavedSearch:
    """Delete one of one's own searches: its name and words are gone, its number stays."""
    gate.ask(office, who, Act.FIND, "search.deleted")
    name = name.strip()
    with one_transaction():
        row = next((row for row in _own(who) if name in {row.name, row.code}), None)
        if row is None:
            raise _unknown(name)
        row.name, row.text, row.unit, row.state = "", "", "", DELETED
        row.save()
        journal.append(office, "search.deleted", who, obj=row.code)
    return row


def _own(who: Person) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=who, state=KEPT)


def _seen(who: Person) -> QuerySet[SavedSearch]:
    rows = SavedSearch.objects.filter(Q(person=who) | Q(unit=who.unit), state=KEPT)
    return rows.select_related("person").order_by("name", "pk")


def _checked(name: str) -> str:
    if 0 < len(name) <= _LONGEST_NAME and not odd_character(name):
        return name
    raise BadInput(
        say("“{name}” cannot be the name of a search", name=name[:_LONGEST_NAME]),
        why=say(
            "a name has 1 to {most} characters, and only such as can be seen", most=_LONGEST_NAME
        ),
        fix=say("choose a short one, such as 本月投诉"),
        field="save",
    )


def _unknown(name: str) -> NotFound:
    return NotFound(
        say("There is no saved search “{name}”", name=name),
        why=say("neither you nor your unit has one of that name"),
        fix=say("see which there are").by("docgen saved list"),
        field="saved",
    )
