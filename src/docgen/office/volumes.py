"""A volume on the table: a dossier, or one of its groups, with what is known of each paper.

What a person may not know is left out; how many papers those are is told. Nothing here is asked
of anybody: every fact comes from the register, so that what is printed of it is always the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import Act
from docgen.model.description import Carrier, Place
from docgen.model.dossier import DossierType, Group
from docgen.model.grades import Grade
from docgen.office import describing, dossiers, gate
from docgen.office.describing import Facts
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Person

PRINTED = "dossier.printed"
#: What 保管期限 is called on paper.
PERIODS = {
    "permanent": "永久",
    "30 years": "30年",
    "10 years": "10年",
    "1 year": "1年",
    "external": "按专门规定",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper of a volume, with its group and what is known of it."""

    item: Item
    group: Group
    facts: Facts

    @property
    def grade(self) -> Grade:
        """Its grade."""
        return Grade.of_rank(self.item.rank)


@dataclass(frozen=True, slots=True)
class Volume:
    """A dossier or one group of it, as far as somebody may know of it.

    Args:
        dossier: The dossier.
        opened: The day it was opened.
        kind: Its type.
        group: The group, if it is not the whole dossier.
        leaves: Its papers in the order of the catalogue.
        hidden: How many papers are left out because the person may not know of them.
    """

    dossier: Dossier
    opened: dt.date
    kind: DossierType
    group: Group | None
    leaves: tuple[Leaf, ...]
    hidden: int

    @property
    def number(self) -> str:
        """档案号: the file number if the type has a pattern, else the dossier's own number."""
        return self.dossier.file_number or str(self.dossier)

    @property
    def title(self) -> str:
        """案卷题名."""
        return f"{self.dossier.title}　{self.group.title}" if self.group else self.dossier.title

    @property
    def arranged(self) -> str:
        """属类: the group, or those that the papers of the whole dossier are of."""
        if self.group:
            return f"{self.group.letter} {self.group.title}"
        letters = "、".join(dict.fromkeys(leaf.group.letter for leaf in self.leaves))
        return f"全卷（{letters} 组）" if letters else "全卷"

    @property
    def grade(self) -> Grade:
        """The highest grade of the dossier and of what is in the volume (R-058)."""
        return Grade.of_rank(max([self.dossier.rank, *(leaf.item.rank for leaf in self.leaves)]))

    @property
    def pages(self) -> int | None:
        """How many pages all papers have; ``None`` if nobody counted those of one."""
        known = [leaf.facts.pages for leaf in self.leaves if leaf.facts.pages is not None]
        return sum(known) if len(known) == len(self.leaves) else None

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The days of its oldest and its newest paper."""
        days = [leaf.facts.made_on for leaf in self.leaves]
        return (min(days), max(days)) if days else None

    @property
    def last_filed(self) -> Item | None:
        """The paper that was filed last."""
        return max((leaf.item for leaf in self.leaves), key=lambda one: one.filed_at, default=None)

    @property
    def carriers(self) -> str:
        """How many papers of each carrier; what nobody described is kept as files."""
        counted = Counter(leaf.facts.carrier or Carrier.ELECTRONIC for leaf in self.leaves)
        return "　".join(f"{each.word}{counted[each]}件" for each in Carrier if counted[each])

    @property
    def place(self) -> str:
        """保存地点: the dossier's, else that of its papers, if they stand together."""
        stands = describing.place_of(self.dossier)
        if stands != Place():
            return str(stands)
        places = dict.fromkeys(str(leaf.facts.place) for leaf in self.leaves)
        known = [place for place in places if place]
        return known[0] if len(known) == 1 else f"{known[0]}等{len(known)}处" if known else ""


def volume(
    office: Office, who: Person, text: str, group: str = "", *, event: str = PRINTED
) -> Volume:
    """Take a dossier, or one group of it, after asking leave; the caller writes the entry.

    Raises:
        NotFound: There is no such dossier or group.
        NotAllowed: The person may not look at it.
        BadInput: Its retention is not said, so that nothing may be printed (R-058).
    """
    row = dossiers.resolve(who, text)
    gate.ask(office, who, Act.VIEW, event, paper=gate.dossier_paper(row))
    return seen(office, who, row, group)


def seen(office: Office, who: Person, row: Dossier, group: str = "") -> Volume:
    """A dossier on the table; the caller has leave to look at it."""
    if not row.retention:
        raise BadInput(
            say("Nothing can be printed of dossier {number}", number=row),
            why=say(
                "a cover shows how long the dossier is kept, and this one does not say (R-058)"
            ),
            fix=say("set the retention of its type in rules/dossier-types"),
        )
    there = dossiers.contents(office, who, row)
    chosen = named_group(there.kind, group) if group else None
    leaves = tuple(
        Leaf(item, one, describing.facts(office, item))
        for one, items in there.groups
        if chosen in {None, one}
        for item in items
    )
    inside = row.items.filter(group=chosen.key) if chosen else row.items
    hidden = inside.count() - len(leaves)
    return Volume(row, there.opened, there.kind, chosen, leaves, hidden)


def all_seen(office: Office, who: Person, unit: str = "") -> Iterator[Volume]:
    """The dossiers that a person may know of, one after the other; of one unit if it is named."""
    rows = dossiers.visible(who).select_related("customer", "place")
    for row in rows.filter(unit=unit) if unit else rows:
        yield seen(office, who, row)


def named_group(kind: DossierType, text: str) -> Group:
    """The group of a type that is meant by a key or a letter."""
    for one in kind.groups:
        if text.strip().casefold() in {one.key, one.letter}:
            return one
    raise NotFound(
        say("There is no group {key} in such a dossier", key=text),
        why=say(
            "a dossier of type {kind} has: {groups}",
            kind=kind.name,
            groups=", ".join(f"{one.letter} ({one.title})" for one in kind.groups),
        ),
        fix=say("choose one of them").by("--group"),
        field="group",
    )
