"""What somebody typed as the question of a report, as ids that stand in the log.

An auditor names a customer by his code alone: whether a name is a customer's is itself something
that he need not know. A paper whose row is gone can still be asked for.
"""

from __future__ import annotations

from docgen.errors import BadInput, NotFound, say
from docgen.model.access import PURPOSES
from docgen.model.audit import Question
from docgen.model.ids import DossierNumber, ItemId
from docgen.office import lending, people
from docgen.register.models import Customer, Dossier


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
            fix=say("look it up: docgen dossier list"),
            field="dossier",
        ) from error


def _customer(text: str) -> frozenset[str]:
    digits = text.strip().lstrip("Kk")
    row = Customer.objects.filter(pk=int(digits)).first() if digits.isdecimal() else None
    if row is None:
        raise NotFound(
            say("There is no customer {text}", text=text),
            why=say("an audit report takes a customer's id, such as K000042, and no name"),
            fix=say("ask the archivist for the id"),
            field="customer",
        )
    numbers = row.dossiers.values_list("number", flat=True)
    return frozenset({row.code, *(str(DossierNumber(number)) for number in numbers)})
