"""The papers of a posting: filled from what is known, filed in his dossier, and what they show.

A form that is filled shows all that ``rules/postings.toml`` reads out of it: one record of a
person may show his health certificate, his passport and his insurance at once. A paper that was
filed before, or a certificate that was scanned, is noted by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import BadInput, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.posting import OVER, State
from docgen.model.posting_gate import Shown, is_too_early, needs_of, shown_by, until_of
from docgen.model.posting_rules import Need
from docgen.office import (
    filing,
    gate,
    lending,
    making,
    postings_duties,
    postings_facts,
    postings_rows,
    writing,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import Filed
from docgen.office.postings_rows import Deed
from docgen.register.models import Item, Person
from docgen.register.models_postings import Posting as Row
from docgen.register.models_postings import PostingFact

NOTED = "posting.noted"
_MOST = 16


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody notes by hand: the filed paper, how it turned out, until when it holds."""

    item: str = ""
    result: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A paper that is to be made.

    Args:
        form: The template; the usual one of the need if empty.
        given: Its answers, as far as they are not known.
        pdf: Make a PDF of all its copies too.
    """

    form: str = ""
    given: Mapping[str, object] = field(default_factory=dict)
    pdf: bool = False


def template_of(need: Need, form: str = "") -> str:
    """The template that makes a paper; ``BadInput`` if it does not."""
    if (form and form not in need.forms) or not need.forms:
        raise BadInput(
            say("{form} does not make this: {title}", form=form or "-", title=need.title),
            why=say("these do: {names}", names=", ".join(need.forms) or "-"),
            fix=say("choose one of them, or note a filed paper").by("docgen posting note"),
            field="form",
        )
    return form or need.forms[0]


def make(office: Office, who: Person, code: str, key: str, wish: Wish) -> list[Shown]:
    """Fill and file the paper of a need; what it shows is noted in the same transaction."""
    row, need = _open(office, who, code, key)
    name = template_of(need, wish.form)
    found: list[Shown] = []

    def keep(item: Item, checked: Mapping[str, object]) -> None:
        known = needs_of(postings_rows.rules(office), postings_rows.fact_of(row))
        found.extend(shown_by(known, name, checked, office.today))
        _note(office, who, row, found, item)

    with gate.attempt(office, who, NOTED, row.code):
        gate.ask(office, who, Act.WORK_POSTING, NOTED, paper=gate.dossier_paper(row.dossier))
        file(office, who, row, name, wish, keep)
    return found


def note(office: Office, who: Person, code: str, key: str, told: Told) -> list[Shown]:
    """Note what was shown by a paper that is filed already, or without any paper."""
    row, need = _open(office, who, code, key)
    with gate.attempt(office, who, NOTED, row.code):
        gate.ask(office, who, Act.WORK_POSTING, NOTED, paper=gate.dossier_paper(row.dossier))
        item = lending.item_of(told.item) if told.item else None
        if item is not None and item.dossier_id != row.dossier_id:
            raise BadInput(
                say("{item} is not in his dossier", item=item),
                why=say("his papers are in {dossier}", dossier=row.dossier),
                fix=say("file it there first"),
                field="item",
            )
        one = Shown(key, _word(told.result), until_of(need, told.until, office.today))
        with one_transaction():
            _note(office, who, row, [one], item)
    return [one]


def file(
    office: Office,
    who: Person,
    row: Row,
    name: str,
    wish: Wish,
    then: Callable[[Item, Mapping[str, object]], None],
) -> None:
    """Fill a form from what is known of a posting and file it; ``then`` runs with the filing."""
    form = writing.template(office, name).form
    raw = postings_facts.answers(office, row, form, wish.given)
    customer = row.dossier.customer
    with making.made(office, who, name, raw, customer=customer, pdf=wish.pdf) as made:

        def keep(filed: Sequence[Filed]) -> None:
            then(filed[0].item, made.checked)

        filing.file_many(office, who, [(row.dossier, made.paper)], then=keep)


def _open(office: Office, who: Person, code: str, key: str) -> tuple[Row, Need]:
    row, need = postings_rows.find(office, who, code), postings_rows.rules(office).need(key)
    state = State(row.state)
    if state in OVER or is_too_early(need, state):
        raise BadInput(
            say("{title} cannot be made now", title=need.title),
            why=say("the posting is {state}", state=state.said),
            fix=say("see where it stands").by(f"docgen posting show {row.code}"),
            field="posting",
        )
    return row, need


def _note(office: Office, who: Person, row: Row, shown: Sequence[Shown], item: Item | None) -> None:
    for one in shown:
        PostingFact.objects.create(
            posting=row,
            key=one.key,
            item=item,
            valid_until=one.until,
            result=one.result,
            by=who,
            at=office.now(),
        )
        more = {"need": one.key} | ({"until": str(one.until)} if one.until else {})
        basis = [item] if item is not None else []
        postings_rows.enter(office, who, row, Deed(NOTED, basis=basis, more=more))
    postings_duties.renew(office, who, row)


def _word(text: str) -> str:
    said = text.strip()
    odd = odd_character(said, lines=False)
    if odd or len(said) > _MOST:
        raise BadInput(
            say("This text cannot be taken"),
            why=odd or say("it is a line of 1 to {most} characters", most=_MOST),
            fix=say("write it with --{name}", name="result"),
            field="result",
        )
    return said
