"""A draft becomes a paper: made once, however often the button is pressed.

That the draft is made is written in the transaction that files or issues its paper. So a second
press, another process and a server that is killed find either the draft or its paper, never both.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from django.db.models import F

from docgen.errors import Negative, Problem, Reason, say
from docgen.model.access import Act
from docgen.office import (
    cases,
    cases_steps,
    customers,
    dossiers,
    drafts,
    drafts_files,
    gate,
    template_uses,
    writing,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.dossiers import Unopened
from docgen.office.writing import Filled
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_page import Draft

#: What a paper that was not filed waits under: kind, name of the file, kind of data.
PAPER = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of a draft.

    Args:
        file: File it in the customer's dossier; else it is only made, to be fetched.
        pdf: Make a PDF too.
        copies: The PDF holds every copy, each with where it goes.
        dossier: Which of the customer's dossiers, if he has several.
    """

    file: bool
    pdf: bool = True
    copies: bool = False
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What can become of a draft.

    Args:
        customer: Whom it is about.
        places: His dossiers, if there is a choice.
        reasons: Why it cannot be filed; empty if it can.
        problem: The same, where no rule says it but the draft itself.
        step: The step of the case that its paper does; "" for none.
        copies: How many copies the paper has.
    """

    customer: Customer | None
    places: tuple[Dossier, ...]
    reasons: tuple[Reason, ...]
    problem: str
    step: str
    copies: int


def options(office: Office, who: Person, draft: Draft) -> Options:
    """What can become of a draft; nothing is asked and nothing logged."""
    form = writing.template(office, draft.template).form
    customer = drafts.customer_of(who, draft)
    copies, step = len(form.copies), _step(office, who, draft)
    if customer is None:
        return Options(None, (), (), say("choose a customer first"), step, copies)
    places = list(customers.active_dossiers(customer).filter(pk__in=dossiers.visible(who)))
    if draft.dossier or not places:
        places = [dossiers.resolve(who, draft.dossier)] if draft.dossier else []
    try:
        place = places[0] if places else dossiers.place_for(office, who, customer.code)
    except Problem as problem:
        return Options(customer, (), (), problem.what, step, copies)
    paper = place.paper if isinstance(place, Unopened) else gate.dossier_paper(place)
    paper = replace(paper, rank=max(paper.rank, form.grade.rank))
    decision = gate.weigh(office, who, Act.FILE, paper=paper)
    reasons = () if decision.allow else decision.reasons
    return Options(customer, tuple(places), reasons, "", step, copies)


class _ChangedError(Exception):
    """Somebody pressed the button a second time, or typed on, while the paper was being made."""


def make(office: Office, who: Person, draft: Draft, wish: Wish) -> Draft:
    """Make the paper of a draft; one that is made already is returned as it is.

    Raises:
        BadInput: Something is missing or wrong; all of it with its fields.
    """
    if draft.state == drafts.MADE:
        return draft
    form = writing.template(office, draft.template).form
    raw = drafts.given(office, draft, form)
    step = _step(office, who, draft) if wish.file else ""
    with contextlib.suppress(_ChangedError):
        if step:
            row = cases.step(office, who, draft.case, step, raw, pdf=wish.pdf)
            item = row.papers.filter(step=step).order_by("-pk").first()
            with one_transaction():
                _note(office, draft, _facts_of(item.item if item else None) | {"case": row.number})
        else:
            writing.fill(
                office,
                who,
                draft.template,
                raw,
                customer=draft.customer,
                dossier=wish.dossier or draft.dossier,
                pdf=wish.pdf or wish.copies,
                copies=wish.copies,
                file=wish.file,
                known={},
                then=lambda filled: _made(office, draft, filled),
            )
    return _now(office, who, draft)


def _now(office: Office, who: Person, draft: Draft) -> Draft:
    now = drafts.get(office, who, draft.code)
    if now.state != drafts.MADE:
        raise Negative(
            say("The draft was changed in another window while its paper was being made"),
            why=say("a paper is made of what stands in the draft, not of half of it"),
            fix=say("look at the draft again, then make the paper"),
        )
    return now


def _step(office: Office, who: Person, draft: Draft) -> str:
    return cases_steps.step_of(office, who, draft.case, draft.template) if draft.case else ""


def _made(office: Office, draft: Draft, filled: Filled) -> None:
    """Inside the transaction of the paper: the draft is made, or the paper is not."""
    facts: dict[str, object] = {
        "number": filled.number,
        "years": list(filled.unknown_years),
        "pages": filled.overlong,
    }
    if filled.filed:
        facts |= _facts_of(filled.filed.item)
    else:
        files = {"docx": filled.docx, "pdf": filled.pdf}
        there = {f"paper.{kind}": data for kind, data in files.items() if data is not None}
        drafts_files.put(office, draft.code, there)
        facts["files"] = [kind for kind, data in files.items() if data is not None]
    _note(office, draft, facts)


def _facts_of(item: Item | None) -> dict[str, object]:
    if item is None:
        return {}
    return {"item": str(item), "dossier": str(item.dossier), "number": item.form_number}


def _note(office: Office, draft: Draft, facts: dict[str, object]) -> None:
    rows = Draft.objects.filter(pk=draft.pk, state=drafts.OPEN, version=draft.version)
    done = rows.update(
        state=drafts.MADE, made=facts, version=F("version") + 1, changed_at=office.now()
    )
    if not done:
        raise _ChangedError
    template_uses.used(office, draft.person, draft.template)


def paper(office: Office, who: Person, draft: Draft, kind: str) -> bytes | None:
    """A paper that was made and not filed; ``None`` if there is none or it waited too long."""
    gate.ask(office, who, Act.FILL, "form.filled")
    is_there = draft.state == drafts.MADE and kind in draft.made.get("files", [])
    return drafts_files.read(office, draft.code, f"paper.{kind}") if is_there else None
