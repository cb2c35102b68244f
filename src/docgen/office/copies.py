"""The copies register: noting who holds a copy of a paper, reviewing it, ending it, listing.

The states and what forbids a step are rules of ``model.copies``. A copy is noted by whoever may
amend its paper; that a paper is destroyed ends none of its copies, and they can still be ended.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import QuerySet

from docgen.errors import BadInput, NotFound, say
from docgen.forms.characters import odd_character
from docgen.model import copies as rules
from docgen.model.access import Act, Paper
from docgen.model.copies import Kind, State
from docgen.model.ids import number_in
from docgen.office import dossiers, gate, journal, lending
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Item, Person
from docgen.register.models_copies import Copy

#: Why the holder of a form's counterpart has it.
MADE_IN_SEVERAL = "表单联次"
#: Between the name of a counterpart and where it goes; see ``render.copies.destinations``.
_MARK = " · "


def note(office: Office, who: Person, text: str, wanted: rules.Copy) -> Copy:
    """Note that somebody holds a copy of a paper."""
    item = lending.item_of(text)
    gate.ask(office, who, Act.AMEND, "copy.noted", paper=gate.paper_of(item))
    with gate.attempt(office, who, "copy.noted", str(item)), one_transaction():
        return enter(office, who, item, wanted)


def enter(
    office: Office,
    who: Person,
    item: Item,
    wanted: rules.Copy,
    *,
    event: str = "copy.noted",
    number: str | None = None,
    said: lending.Said | None = None,
    more: Mapping[str, str | int] | None = None,
) -> Copy:
    """Write a copy and its entry, inside a transaction; the entry commits to the holder.

    Args:
        office: The office.
        who: Who hands it out or notes it.
        item: The paper.
        wanted: The copy.
        event: The act for the log.
        number: The number that stands on it.
        said: What the entry says of the paper that is served with it.
        more: What the entry says besides.
    """
    fact = rules.note(wanted, office.today)
    for field, words in (("holder", fact.holder), ("reason", fact.reason)):
        _refuse_odd(field, words)
    index = journal.append(
        office,
        event,
        who,
        about=item,
        notes={"holder": fact.holder},
        more={"kind": fact.kind, **(more or {})},
        why=said["why"] if said else "",
        n=said["n"] if said else None,
        sha512=said["sha512"] if said else "",
    )
    return Copy.objects.create(
        item=item,
        kind=fact.kind,
        number=number,
        holder=fact.holder,
        reason=fact.reason,
        since=fact.since,
        until=fact.until,
        state=fact.state,
        noted_by=who,
        noted_at=office.now(),
        log_index=index,
    )


def handed_out(office: Office, who: Person, item: Item, made: Mapping[str, object]) -> None:
    """Note the counterparts that a form was printed in, each with where it goes (R-123)."""
    printed = made.get("copies")
    for words in printed if isinstance(printed, Sequence) else ():
        turn, _, place = str(words).partition(_MARK)
        reason = f"{MADE_IN_SEVERAL}（{turn}）"
        enter(office, who, item, rules.Copy(place, reason, office.today, Kind.COUNTERPART))


def review(office: Office, who: Person, code: str, until: dt.date | None = None) -> Copy:
    """Note that a copy was looked at and stays, for another year or until a day (G-013)."""
    return _step(
        office, who, code, "copy.reviewed", lambda fact: rules.keep(fact, until, office.today)
    )


def end(
    office: Office,
    who: Person,
    code: str,
    state: State,
    on: dt.date | None = None,
    remark: str = "",
) -> Copy:
    """Note that a copy came back, was destroyed or was lost."""
    _refuse_odd("remark", remark)
    day = on or office.today
    return _step(
        office,
        who,
        code,
        "copy.ended",
        lambda fact: rules.end(fact, state, day, office.today, remark),
    )


def list_copies(
    office: Office,
    who: Person,
    *,
    item: str = "",
    dossier: str = "",
    holder: str = "",
    ended: bool = False,
    due: bool = False,
    aid: str = "",
) -> list[Copy]:
    """The copies of papers that this person may know of; those that ended only with ``ended``.

    Args:
        office: The office.
        who: Who asks.
        item: Only of this paper.
        dossier: Only of this dossier's papers.
        holder: Only those whose holder's name has this in it.
        ended: Also copies that are not held any more.
        due: Only those that must be looked at again.
        aid: What is printed of them, for the log.
    """
    gate.ask(office, who, Act.FIND, "copy.listed")
    rows = visible(who)
    if item:
        rows = rows.filter(item=lending.item_of(item))
    if dossier:
        rows = rows.filter(item__dossier=dossiers.resolve(who, dossier))
    if holder:
        rows = rows.filter(holder__contains=holder.strip())
    if due or not ended:
        rows = rows.filter(state=State.HELD)
    found = [row for row in rows if not due or fact_of(row).is_due(office.today)]
    with one_transaction():
        journal.append(office, "copy.listed", who, n=len(found), more={"aid": aid} if aid else {})
    return found


def show(office: Office, who: Person, code: str) -> Copy:
    """One copy; an entry like that of a list."""
    row = find(who, code)
    gate.ask(office, who, Act.VIEW, "copy.listed", paper=gate.paper_of(row.item))
    with one_transaction():
        journal.append(office, "copy.listed", who, about=row.item, n=1)
    return row


def held(items: Iterable[Item]) -> Mapping[int, list[Copy]]:
    """The copies that are held of each of these papers; the caller has leave to know of them."""
    found: dict[int, list[Copy]] = defaultdict(list)
    for row in _rows().filter(item__in=list(items), state=State.HELD):
        found[row.item_id].append(row)
    return found


def visible(who: Person) -> QuerySet[Copy]:
    """The copies of the papers that this person may know of."""
    rank = gate.as_acting(who).rank
    return _rows().filter(item__dossier__in=dossiers.visible(who), item__rank__lte=rank)


def find(who: Person, code: str) -> Copy:
    """The copy with this number, if this person may know of its paper."""
    digits = code.strip().lstrip("Cc")
    row = visible(who).filter(pk=number_in(digits)).first()
    if row is None:
        raise NotFound(
            say("There is no copy {code}", code=code),
            why=say("no copy that you may know of has this number, such as C000007"),
            fix=say("see the copies register").by("docgen copy list --ended"),
            field="copy",
        )
    return row


def fact_of(row: Copy) -> rules.Copy:
    """A copy's row as the rules see it."""
    return rules.Copy(
        holder=row.holder,
        reason=row.reason,
        since=row.since,
        kind=Kind(row.kind),
        until=row.until,
        state=State(row.state),
        ended_on=row.ended_on,
        remark=row.remark,
    )


def _rows() -> QuerySet[Copy]:
    return Copy.objects.select_related("item__dossier__customer", "noted_by", "ended_by").order_by(
        "item__dossier_id", "item__turn", "pk"
    )


def _step(
    office: Office, who: Person, code: str, event: str, step: Callable[[rules.Copy], rules.Copy]
) -> Copy:
    row = find(who, code)
    seen = gate.paper_of(row.item)
    # The paper may be gone; its copies are not, and somebody must be able to end them.
    paper = Paper(seen.item, seen.rank, seen.unit, seen.dossier)
    gate.ask(office, who, Act.AMEND, event, paper=paper)
    with gate.attempt(office, who, event, str(row.item)), one_transaction():
        row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
        fact = step(fact_of(row))
        row.until, row.state, row.remark = fact.until, fact.state, fact.remark
        if fact.ended_on:
            row.ended_on, row.ended_by = fact.ended_on, who
        row.version += 1
        row.save()
        facts = {"copy": row.code, "state": fact.state}
        journal.append(office, event, who, about=row.item, more=facts)
    return row


def _refuse_odd(field: str, text: str) -> None:
    odd = odd_character(text, lines=False)
    if odd:
        raise BadInput(
            say("“{text}” cannot be written down", text=text[:40]),
            why=odd,
            fix=say("write it shorter, without odd characters"),
            field=field,
        )
