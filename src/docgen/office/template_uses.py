"""The templates as somebody who wants to fill one sees them: his favourites, and what he used last.

Forms are read once and again when a file of theirs has changed.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docgen.errors import Problem
from docgen.forms.kinds import FAMILIES
from docgen.index.analysis import normalise
from docgen.index.pinyin import pinyin
from docgen.office import accepted, writing
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.register.models_page import TemplateUse
from docgen.render.folder import FILES, FORM, digest


@dataclass(frozen=True, slots=True)
class Card:
    """What a template is called; its questions are read when it is filled."""

    name: str
    title: str
    title_en: str
    source: tuple[str, ...]

    @property
    def family(self) -> str:
        """The family it belongs to."""
        return self.name.partition("/")[0]

    @property
    def slug(self) -> str:
        """Its name within the family."""
        return self.name.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Entry:
    """A template on the shelf.

    Args:
        card: What it is called.
        purpose: What it is for, in one line.
        accepted: Whether it has been taken over as it is now.
        favourite: Whether this person keeps it at hand.
        used_at: When he filled it last.
    """

    card: Card
    purpose: str
    accepted: bool
    favourite: bool = False
    used_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Templates in three lots; one that is a favourite or was used lately stands among all too."""

    favourites: tuple[Entry, ...]
    recent: tuple[Entry, ...]
    families: tuple[tuple[str, tuple[Entry, ...]], ...]


_RECENT = 6
#: What a template may be that somebody is working on.
_UNREADABLE = (Problem, OSError, ValueError, KeyError, TypeError)


def shelf(office: Office, who: Person, words: str = "") -> Shelf:
    """All templates, or those that fit what was typed: title, English title, name, rule, pinyin."""
    every = [one for one in entries(office, who) if _fits(one.card, words)]
    used = sorted((one for one in every if one.used_at), key=_when, reverse=True)
    families = ((name, tuple(one for one in every if one.card.family == name)) for name in FAMILIES)
    return Shelf(
        tuple(one for one in every if one.favourite),
        tuple(used[:_RECENT]),
        tuple((name, some) for name, some in families if some),
    )


def entries(office: Office, who: Person) -> Iterator[Entry]:
    """Every template that can be read, with what this person does with it."""
    uses = {one.template: one for one in TemplateUse.objects.filter(person=who)}
    taken = accepted.digests(office.folder)
    for name in writing.templates(office):
        folder = office.folder / "templates" / name
        try:
            card, purpose, own = _read(folder, name, _state(folder))
        except _UNREADABLE:  # the library's own page tells what is wrong with it
            continue
        use = uses.get(name)
        yield Entry(
            card,
            purpose,
            taken.get(name) == own,
            bool(use and use.favourite),
            use.used_at if use and use.times else None,
        )


def card(office: Office, name: str) -> Card | None:
    """What a template is called that is there and can be read."""
    folder = office.folder / "templates" / name
    try:
        return _read(folder, name, _state(folder))[0]
    except _UNREADABLE:
        return None


def used(office: Office, who: Person, name: str) -> None:
    """Note that somebody has filled a form; inside the transaction that makes its paper."""
    row, _ = TemplateUse.objects.get_or_create(
        person=who, template=name, defaults={"used_at": office.now()}
    )
    row.used_at, row.times = office.now(), row.times + 1
    row.save()


def star(office: Office, who: Person, name: str, *, on: bool) -> None:
    """Keep a template at hand, or no longer."""
    form = writing.template(office, name).form
    with one_transaction():
        TemplateUse.objects.update_or_create(
            person=who,
            template=form.name,
            defaults={"favourite": on},
            create_defaults={"favourite": on, "used_at": office.now()},
        )


def _when(entry: Entry) -> dt.datetime:
    return entry.used_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _fits(card: Card, words: str) -> bool:
    text = normalise(" ".join((card.title, card.title_en, card.name, *card.source)))
    sounds = _sounds(card.title).split()
    return all(
        word in text or any(word in one for one in sounds) for word in normalise(words).split()
    )


@lru_cache(maxsize=1_000)
def _sounds(title: str) -> str:
    return pinyin(title)


def _state(folder: Path) -> tuple[tuple[int, int], ...]:
    """What changes when a file of the template does."""
    seen = ((folder / file).stat() for file in FILES)
    return tuple((one.st_mtime_ns, one.st_size) for one in seen)


@lru_cache(maxsize=1_000)
def _read(folder: Path, name: str, state: object) -> tuple[Card, str, str]:
    del state
    text = (folder / FORM).read_text("utf-8-sig")
    told = tomllib.loads(text)
    card = Card(
        name, str(told["title"]), str(told.get("title_en", "")), tuple(told.get("source", ()))
    )
    return card, _purpose(text), digest(folder, name)


def _purpose(text: str) -> str:
    """The first line of ``form.toml``, if it is a remark: what the form is for."""
    first = text.partition("\n")[0]
    said = first.lstrip("# ").strip() if first.startswith("#") else ""
    return said.partition("：")[2] or said
