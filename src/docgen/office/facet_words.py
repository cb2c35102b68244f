"""What the values of facets are called: a form by its title, a group, a dossier by its own.

A facet was counted within what the person may know of; so may be said what its values are called.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docgen.model.access import visible_to
from docgen.model.grades import Grade
from docgen.office import gate
from docgen.office.desk import Office
from docgen.register.models import Dossier, Person
from docgen.render.folder import is_name

_Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: as the search takes it, as people read it, and how many have it."""

    value: str
    words: str
    count: int


def called(
    office: Office, who: Person, facet: str, values: Sequence[tuple[str, int]]
) -> list[Value]:
    """The values of a facet in words; one that has none stays as it is."""
    words = _WORDS[facet](office, who, [value for value, _ in values]) if facet in _WORDS else {}
    code = _code if facet == "grade" else str
    return [Value(code(value), words.get(value, value), count) for value, count in values]


def titles(office: Office, names: Iterable[str]) -> dict[str, str]:
    """The title of each template that the office has."""
    root = office.folder / "templates"
    known = (name for name in names if is_name(name) and (root / name).is_dir())
    return {name: _title_of(root / name) or name for name in known}


def groups(office: Office) -> dict[str, str]:
    """The title of each group of any type of dossier."""
    return {one.key: one.title for kind in office.rules.types.values() for one in kind.groups}


def _code(rank: str) -> str:
    return Grade.of_rank(int(rank)).code


def _title_of(template: Path) -> str:
    file = template / "form.toml"
    try:
        return _title(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):  # a template that is being changed
        return ""


@lru_cache(maxsize=1024)
def _title(file: Path, _changed: int) -> str:
    return str(tomllib.loads(file.read_text("utf-8-sig")).get("title", ""))


def _dossiers(_office: Office, who: Person, numbers: Iterable[str]) -> dict[str, str]:
    """Their titles. They are few: whether he may know of each is asked here and not in SQL."""
    scope = visible_to(gate.as_acting(who))
    rows = Dossier.objects.filter(number__in=[int(one) for one in numbers])
    return {
        str(row): f"{row} {row.title}" for row in rows if scope.admits(row.rank, row.unit, str(row))
    }


_WORDS: Mapping[str, Callable[[Office, Person, Sequence[str]], _Words]] = {
    "template": lambda office, _who, names: titles(office, names),
    "group": lambda office, _who, _keys: groups(office),
    "grade": lambda _office, _who, ranks: {one: Grade.of_rank(int(one)).mark for one in ranks},
    "dossier": _dossiers,
}
