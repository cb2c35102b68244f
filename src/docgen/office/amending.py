"""A new version of a filed paper: the item keeps its number, and what was there stays as it was.

The order of writes is that of filing, and so is what a crash leaves. Whoever may file papers of
this dossier may do it, if nobody filed a version meanwhile and nobody has the paper on loan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from docgen.archive.stage import Sealed, Stage
from docgen.errors import BadInput, Integrity, say
from docgen.model.access import Act
from docgen.model.loan import State
from docgen.office import destroyed, filing, gate
from docgen.office.desk import Office
from docgen.office.filing import Entered, Filed, NewPaper
from docgen.register.models import Item, Loan, Person

EVENT = "item.amended"


def add_version(
    office: Office,
    who: Person,
    item: Item,
    paper: NewPaper,
    *,
    base: int,
    why: str,
    then: Callable[[Filed], None] | None = None,
) -> Filed:
    """File a new version of an item; when this returns, it is there for good.

    Args:
        office: The office.
        who: The acting person.
        item: The item; its number, title, group, grade and document number stay.
        paper: The version's files, words and provenance.
        base: The version it was made from; refused if that is not the newest any more.
        why: A line for the version's history, in the archive's own language.
        then: What else is written in its transaction: all of it, or no version is filed.

    Raises:
        BadInput: Somebody filed another version meanwhile, or somebody has the paper on loan.
        NotAllowed: He may not.
    """
    gate.ask(office, who, Act.AMEND, EVENT, paper=gate.paper_of(item))
    paper = filing.closed(office, paper, item.rank)

    def commit(stage: Stage) -> tuple[Filed, Sealed]:
        filed, sealed = _commit(office, who, item, paper, stage, base=base, why=why)
        if then is not None:
            then(filed)
        return filed, sealed

    return filing.carry_out(office, paper, commit)


def refuse_if_lent(item: Item) -> None:
    """A paper that somebody has on loan stays as he got it until it is back."""
    loan = Loan.objects.filter(item=item, state=State.OUT).select_related("borrower").first()
    if loan is not None:
        raise BadInput(
            say("{item} is lent out", item=item),
            why=say("{who} has it under loan {loan}", who=loan.borrower.name, loan=loan.code),
            fix=say("wait until it is back").by(f"docgen loan return {loan.code}"),
            field="item",
        )


def refuse_if_overtaken(item: Item, base: int) -> None:
    """A version made from an older one than the newest would undo what stands there now."""
    if item.head != base:
        raise BadInput(
            say("{item} has changed meanwhile", item=item),
            why=say(
                "the document was made from version {base}, and version {head} is the newest",
                base=base,
                head=item.head,
            ),
            fix=say("take the newest version and edit that").by(f"docgen item history {item}"),
            field="item",
        )


def _commit(
    office: Office, who: Person, item: Item, paper: NewPaper, stage: Stage, *, base: int, why: str
) -> tuple[Filed, Sealed]:
    row = Item.objects.select_for_update().select_related("dossier__customer").get(pk=item.pk)
    destroyed.refuse_gone(row)
    refuse_if_overtaken(row, base)
    refuse_if_lent(row)
    row.head += 1
    row.version += 1
    row.save()
    kept = replace(paper, title=row.title, group=row.group, number=row.form_number)
    version = Entered(row.head, office.now(), EVENT, why)
    filed, sealed = filing.enter_each(office, who, [(row, kept, stage)], version)[0]
    if sealed.version != f"v{row.head}":
        raise Integrity(
            say("{item} is not in the archive as the register has it", item=row),
            why=say(
                "the register's newest version is {base}, the archive's next would be {next}",
                base=base,
                next=sealed.version,
            ),
            fix=say("see what is wrong with the archive").by("docgen check --fixity"),
        )
    return filed, sealed
