"""What a proposal to change a grade is about: one paper, or a dossier and the papers in it.

A dossier that is raised takes its papers along; one that is lowered leaves them as they are, for
each of them was given its grade on its own. A paper is not lowered below its dossier unless unit
and archive agreed to just that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from docgen.model.access import Paper, visible_to
from docgen.model.grades import Grade
from docgen.model.regrading import Target
from docgen.office import dossiers, gate, holds, journal, lending
from docgen.office.desk import Office
from docgen.register.models import Dossier, Item, Outbox, Person
from docgen.register.models_regrading import Regrading

CHANGED = "grade.changed"


@dataclass(frozen=True, slots=True)
class Found:
    """A target with its rows, as the register has it now; ``item`` is missing for a dossier."""

    target: Target
    paper: Paper
    dossier: Dossier
    item: Item | None = None

    @property
    def number(self) -> str:
        """The item's or the dossier's number."""
        return self.target.number

    @property
    def entry(self) -> dict[str, Any]:
        """How an entry of the log names it."""
        if self.item is not None:
            return {"about": self.item}
        number = str(self.dossier)
        return {"obj": number, "dossier": number, "grade": self.code_of(self.dossier.rank)}

    def paper_at(self, rank: int) -> Paper:
        """The same as a paper of another rank."""
        return replace(self.paper, rank=rank)

    @staticmethod
    def code_of(rank: int) -> str:
        """The letter of a grade's rank."""
        return Grade.of_rank(rank).code


def find(who: Person, text: str) -> Found:
    """The paper or dossier with this number; a hold on it is looked up."""
    if "-" not in text:
        row = dossiers.resolve(who, text)
        target = Target(str(row), row.rank, row.state)
        return Found(target, gate.dossier_paper(row), row)
    item = lending.item_of(text)
    target = Target(str(item), item.rank, item.state, item.dossier.rank)
    paper = replace(gate.paper_of(item), held=bool(holds.on(item)))
    return Found(target, paper, item.dossier, item)


def is_visible(who: Person, row: Regrading) -> bool:
    """Whether a person may know of a proposal: cleared for both grades, or its own proposer.

    Whoever proposes a grade above his own clearance still sees his proposal, as long as he may
    know of what it is about.
    """
    scope = visible_to(gate.as_acting(who))
    about = row.item or row.dossier
    rank = about.rank if row.proposed_by_id == who.pk else max(row.old, row.new)
    return scope.admits(rank, row.dossier.unit, str(row.dossier))


def change(office: Office, who: Person, row: Regrading, found: Found) -> None:
    """Give the grade, inside the transaction of the last approval."""
    if found.item is not None:
        _change_paper(office, who, Item.objects.get(pk=found.item.pk), row)
        return
    dossier = Dossier.objects.select_for_update().get(pk=found.dossier.pk)
    dossier.rank, dossier.version = row.new, dossier.version + 1
    dossier.save()
    journal.append(office, CHANGED, who, **found.entry, more=_facts(row, row.old))
    if row.new > row.old:
        below = Item.objects.filter(dossier=dossier, state="filed", rank__lt=row.new)
        for item in below.select_related("dossier").order_by("turn"):
            _change_paper(office, who, item, row)


def _change_paper(office: Office, who: Person, item: Item, row: Regrading) -> None:
    was, item.rank, item.version = item.rank, row.new, item.version + 1
    item.save()
    Outbox.objects.create(item=item, stage="")
    journal.append(office, CHANGED, who, about=item, more=_facts(row, was))


def _facts(row: Regrading, was: int) -> dict[str, str | int]:
    return {"proposal": row.code, "from": Found.code_of(was), "to": Found.code_of(row.new)}
