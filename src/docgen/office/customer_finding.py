"""Finding customers by any fragment: of a name, its pinyin, a phone, a code, a dossier's number.

Whoever types ``szyb`` means 深圳样本…: the search index knows how the names of customers sound
that have papers; the few without any are read one by one. Only customers that the person may know
of are looked at, and they show only dossiers that he may know of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch, Q, QuerySet

from docgen.index.pinyin import pinyin
from docgen.model.access import Act, visible_to
from docgen.model.customer import plain_name
from docgen.office import customers, dossiers, gate, journal, suggesting, upkeep
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Customer, Person

_SOUND = re.compile(r"(?=.*[a-z])[a-z0-9]+")
_CODE = re.compile(r"k0*([0-9]{1,9})")
#: So many customers without papers are read one by one, the newest first.
_UNREAD = 2_000
_sound_of = lru_cache(maxsize=8_192)(pinyin)


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the customers that match, each with ``seen``: its dossiers; and how many match."""

    rows: Sequence[Customer]
    total: int


def find(office: Office, who: Person, words: str, *, first: int = 0, count: int = 50) -> Found:
    """The customers that this person may know of and that match, by their number.

    Args:
        office: The office.
        who: Who looks.
        words: What he typed; "" for all.
        first: How many to leave out.
        count: How many to give.
    """
    gate.ask(office, who, Act.FIND, "customer.listed")
    rows = matching(office, who, words)
    total = rows.count()
    known = Prefetch("dossiers", dossiers.visible(who), to_attr="seen")
    found = list(rows.prefetch_related(None).prefetch_related(known)[first : first + count])
    with one_transaction():
        journal.append(office, "customer.listed", who, n=total)
    return Found(found, total)


def matching(office: Office, who: Person, words: str) -> QuerySet[Customer]:
    """Those of the customers he may know of that have these words; nothing is logged."""
    rows, text = customers.visible(who), words.strip()
    plain = plain_name(text)
    if not text:
        return rows
    if not plain:
        return rows.none()
    wanted = Q(plain_name__contains=plain) | Q(phone__contains=text)
    wanted |= Q(credit_code__istartswith=text)
    if code := _CODE.fullmatch(plain):
        wanted |= Q(pk=int(code[1]))
    if text.isascii() and text.isdecimal() and len(text) == _NUMBER:
        wanted |= Q(pk__in=dossiers.visible(who).filter(number=int(text)).values("customer"))
    if _SOUND.fullmatch(plain):
        wanted |= Q(plain_name__in=set(_sounding(office, who, rows, plain)))
    return rows.filter(wanted)


_NUMBER = 10


def _sounding(office: Office, who: Person, rows: QuerySet[Customer], sound: str) -> Iterable[str]:
    """The plain names of customers that sound so."""
    scope = visible_to(gate.as_acting(who))
    upkeep.catch_up(office, wait=False)
    found = suggesting.asked(office, scope, f"customer:{sound}", facets=("customer",))
    for name, _ in found.facets.get("customer", ()):
        yield plain_name(name)
    unread = rows.filter(dossiers=None).order_by("-pk").values_list("name", flat=True)
    for name in unread[:_UNREAD]:
        if any(one.find(sound) >= 0 for one in _sound_of(name).split()):
            yield plain_name(name)
