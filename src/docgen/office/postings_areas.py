"""Areas, their classes and whether they are staffed as their class asks (D-091 … D-094, G-050)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.posting_areas import Staffed, staffed
from docgen.office import gate, journal, postings_rows
from docgen.office.desk import Office, one_transaction
from docgen.office.postings_facts import fact_of
from docgen.register.models import Person
from docgen.register.models_postings import Area

_KEY = re.compile(r"[\w-]{1,32}")
_EVENT = "area.set"
_LONGEST = 64
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of an area; ``None`` leaves a fact as it is."""

    title: str | None = None
    sales: int | None = None
    high_failure: bool | None = None
    one_stop: bool | None = None


def put(office: Office, who: Person, key: str, figures: Figures) -> Area:
    """Add an area, or change what is known of one."""
    gate.ask(office, who, Act.WORK_POSTING, _EVENT)
    with gate.attempt(office, who, _EVENT, key), one_transaction():
        row = Area.objects.filter(key=key.strip()).first() or _new(key, figures)
        for name in ("title", "sales", "high_failure", "one_stop"):
            if (value := getattr(figures, name)) is not None:
                setattr(row, name, value)
        _check(row)
        row.version += 1
        row.save()
        journal.append(office, _EVENT, who, obj=row.key)
    return row


def areas(office: Office, who: Person) -> list[Staffed]:
    """All areas with their class, who is there, and what is wrong with that."""
    gate.ask(office, who, Act.WORK_POSTING, "posting.listed")
    facts = [fact_of(row) for row in Area.objects.order_by("key")]
    known = set(postings_rows.visible(office, who).values_list("pk", flat=True))
    people: dict[str, Sequence[str]] = {
        # Of somebody whose posting he may not know: that there is one of this unit.
        f"{row.name} ({row.code})" if row.pk in known else f"{row.unit} {turn}": [
            row.area.key,
            *row.more_areas,
        ]
        for turn, row in enumerate(postings_rows.running(), 1)
        if row.area is not None
    }
    found = staffed(postings_rows.rules(office).classes, facts, people)
    with one_transaction():
        journal.append(office, "posting.listed", who, n=len(found))
    return found


def names(office: Office, who: Person) -> list[tuple[str, str]]:
    """Key and title of every area, to choose from; nothing for whoever works on no postings."""
    if not gate.weigh(office, who, Act.WORK_POSTING).allow:
        return []
    return list(Area.objects.order_by("key").values_list("key", "title"))


def _new(key: str, figures: Figures) -> Area:
    if not _KEY.fullmatch(key.strip()) or not figures.title:
        raise BadInput(
            say("This is no new area: {key}", key=key),
            why=say("an area has a key of 1 to 32 letters, digits and hyphens, and a title"),
            fix=say("give it a key and a title, for instance gd and 广东").by(
                "docgen posting area gd --title 广东"
            ),
            field="area",
        )
    return Area(key=key.strip(), version=0)


def _check(row: Area) -> None:
    odd = odd_character(row.title, lines=False)
    if odd or not 0 < len(row.title) <= _LONGEST or not 0 <= row.sales <= _MOST:
        raise BadInput(
            say("The facts of the area cannot be taken"),
            why=odd or say("its title is too long, or its sales cannot be"),
            fix=say("give title and sales again").by("--title and --sales"),
            field="title",
        )
