"""Drafts: forms that somebody has begun to fill in on the page, saved while he types.

    open ──make──▶ made        ``drafts_making``; the paper and this step are one transaction
      └──remove──▶ removed     and back; after a day it is gone

A draft is its owner's alone. One whose template is gone, or whose customer he may no longer know
of, is as if it were not there. It is no record: nothing of it is logged but the papers made of it.
``version`` counts what was saved; two windows on one draft never overwrite each other: what comes
from the second one is kept as a draft of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from docgen.errors import BadInput, Negative, NotFound, say
from docgen.forms.characters import is_blank
from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.office import (
    cases_steps,
    customers,
    dossiers,
    drafts_files,
    gate,
    knowing,
    template_uses,
    writing,
)
from docgen.office.cases_facts import as_kept
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Dossier, Person
from docgen.register.models_page import Draft

OPEN, MADE, REMOVED = "open", "made", "removed"
_CODE = re.compile(r"D\d{6,9}", re.ASCII)
#: So many unfinished forms may lie on one desk.
MOST = 200
#: A removed draft can be taken back for so long; papers that were not filed wait to be fetched.
_KEPT = {REMOVED: dt.timedelta(days=1), MADE: dt.timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Mine:
    """A draft in the list: what it is, and whom it is about."""

    draft: Draft
    title: str
    customer: str


def begin(
    office: Office, who: Person, name: str, *, customer: str = "", dossier: str = "", case: str = ""
) -> Draft:
    """Begin a form: what is known already stands in it. One that is still untouched is reused.

    Args:
        office: The office.
        who: Who fills it.
        name: The template.
        customer: Whom it is about, if anybody.
        dossier: Which of his dossiers, if he has several.
        case: The case whose next step it is, if any.
    """
    _sweep(office)
    gate.ask(office, who, Act.FILL, "form.filled")
    form = writing.template(office, name).form
    about, place = _about(who, customer, dossier)
    facts = {"person": who, "template": form.name, "case": case}
    facts |= {"customer": about.code if about else "", "dossier": str(place) if place else ""}
    if blank := Draft.objects.filter(**facts, state=OPEN, version=1).first():
        return blank
    if Draft.objects.filter(person=who, state=OPEN).count() >= MOST:
        raise Negative(
            say("There are {n} drafts on your desk already", n=MOST),
            why=say("nobody finishes so many"),
            fix=say("finish or remove some of them first"),
        )
    known = knowing.known(office, who, form, {}, customer=about, dossier=place)
    if case:
        known |= cases_steps.known(office, who, case, form)
    kept = {one: as_kept(value) for one, value in known.items()}
    now = office.now()
    with one_transaction():
        return Draft.objects.create(
            **facts, answers=_defaults(form) | kept, known=kept, made_at=now, changed_at=now
        )


def get(office: Office, who: Person, code: str) -> Draft:
    """One's own draft; ``NotFound`` for any other, and for one that is hidden."""
    number = int(code[1:]) if _CODE.fullmatch(code) else 0
    rows = Draft.objects.filter(person=who, pk=number)
    found = next((one.draft for one in _visible(office, who, rows)), None)
    if found is None:
        raise NotFound(
            say("There is no draft {code}", code=code),
            why=say("you have none of this number"),
            fix=say("see your drafts"),
        )
    return found


def mine(office: Office, who: Person) -> list[Mine]:
    """One's open drafts, the one changed last first."""
    gate.ask(office, who, Act.FILL, "form.filled")
    rows = Draft.objects.filter(person=who, state=OPEN).order_by("-changed_at")
    return list(_visible(office, who, rows))


def keep(
    office: Office,
    who: Person,
    draft: Draft,
    given: Mapping[str, object],
    *,
    version: int,
    window: str,
) -> Draft:
    """Save what was typed.

    Returns the draft it stands in now: another one, if a second window had saved meanwhile.
    """
    if draft.state != OPEN:
        raise Negative(
            say("This draft has become a paper already, or was removed"),
            why=say("what was typed since in another window is not kept"),
            fix=say("begin the form again"),
        )
    answers = dict(given)
    if answers == draft.answers:
        return draft
    if version != draft.version and window != draft.window:
        return _beside(office, draft, answers, window)
    with one_transaction():
        rows = Draft.objects.filter(pk=draft.pk, version=draft.version, state=OPEN)
        saved = rows.update(
            answers=answers, window=window, version=F("version") + 1, changed_at=office.now()
        )
    return get(office, who, draft.code) if saved else _beside(office, draft, answers, window)


def given(office: Office, draft: Draft, form: Form) -> dict[str, object]:
    """A draft's answers as the form's check takes them."""
    return drafts_files.with_pictures(office, draft.code, form, draft.answers)


def customer_of(who: Person, draft: Draft) -> Customer | None:
    """Whom a draft is about."""
    return customers.resolve(who, draft.customer) if draft.customer else None


def about(office: Office, who: Person, draft: Draft, customer: str) -> None:
    """Say whom a draft is about: what is known of him fills what is still blank."""
    row = customers.resolve(who, customer)
    form = writing.template(office, draft.template).form
    known = knowing.known(office, who, form, draft.answers, customer=row)
    kept = {name: as_kept(value) for name, value in known.items()}
    with one_transaction():
        Draft.objects.filter(pk=draft.pk, state=OPEN).update(
            customer=row.code,
            dossier="",
            known={**draft.known, **kept},
            answers=kept | draft.answers,
            version=F("version") + 1,
            changed_at=office.now(),
        )


def _beside(office: Office, draft: Draft, answers: Mapping[str, object], window: str) -> Draft:
    """What another window typed, as a draft of its own."""
    with one_transaction():
        copy = Draft.objects.get(pk=draft.pk)
        drafted = copy.code
        copy.pk, copy._state.adding = None, True  # noqa: SLF001  Django's own way to copy a row
        copy.state, copy.made, copy.answers = OPEN, {}, dict(answers)
        copy.window, copy.version, copy.changed_at = window, 2, office.now()
        copy.save()
    drafts_files.copy(office, drafted, copy.code)
    return copy


def remove(office: Office, who: Person, code: str) -> Draft:
    """Take a draft off the desk; for a day it can be put back."""
    return _moved(office, who, code, OPEN, REMOVED)


def restore(office: Office, who: Person, code: str) -> Draft:
    """Put a removed draft back on the desk."""
    return _moved(office, who, code, REMOVED, OPEN)


def _moved(office: Office, who: Person, code: str, before: str, after: str) -> Draft:
    draft = get(office, who, code)
    with one_transaction():
        Draft.objects.filter(pk=draft.pk, state=before).update(state=after, changed_at=office.now())
    return draft


def _visible(office: Office, who: Person, rows: QuerySet[Draft]) -> Iterator[Mine]:
    found = list(rows)
    cards = {one.template: template_uses.card(office, one.template) for one in found}
    codes = {int(one.customer[1:]) for one in found if one.customer}
    known = {row.code: row.name for row in customers.visible(who).filter(pk__in=codes)}
    numbers = {int(one.dossier) for one in found if one.dossier}
    places = {str(row) for row in dossiers.visible(who).filter(number__in=numbers)}
    for one in found:
        hidden = (one.customer and one.customer not in known) or (
            one.dossier and one.dossier not in places
        )
        if (card := cards[one.template]) is not None and not hidden:
            yield Mine(one, card.title, known.get(one.customer, ""))


def _about(who: Person, customer: str, dossier: str) -> tuple[Customer | None, Dossier | None]:
    about = customers.resolve(who, customer) if customer else None
    if not dossier:
        return about, None
    place = dossiers.resolve(who, dossier)
    if about and about != place.customer:
        raise BadInput(
            say("Dossier {dossier} is not of {customer}", dossier=place, customer=about.name),
            why=say("it belongs to {customer}", customer=place.customer.name),
            fix=say("choose one of his own dossiers"),
            field="dossier",
        )
    return place.customer, place


def _defaults(form: Form) -> dict[str, object]:
    return {one.name: as_kept(one.default) for one in form.fields if not is_blank(one.default)}


def _sweep(office: Office) -> None:
    """Drop what was removed a day ago, and papers that nobody has fetched for a week."""
    for state, kept in _KEPT.items():
        for old in Draft.objects.filter(state=state, changed_at__lt=office.now() - kept)[:MOST]:
            drafts_files.clear(office, old.code)
            with one_transaction():
                old.delete()
