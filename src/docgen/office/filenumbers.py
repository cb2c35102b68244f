"""File numbers (档号): given to a dossier when it is opened, in one form for each type.

The pattern a type has used is locked (R-049, G-002). It changes only by ``renumber``, which
gives every dossier of the type its new number in one transaction and keeps the concordance in
it: each old number beside the new one. ``concordance`` tells the last one again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import BadInput, say
from docgen.model.access import Act
from docgen.model.dossier import DossierType
from docgen.model.filenumber import FilePattern, parse_pattern
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Item, Outbox, Person, Series
from docgen.register.models_custody import FilePattern as Locked
from docgen.register.models_custody import FormerNumber

_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Renumbered:
    """One line of the concordance."""

    dossier: str
    old: str
    new: str


def next_number(kind: DossierType, key: str, year: int) -> str:
    """The next file number of a type, its pattern locked; "" for a type without numbers.

    Call it inside ``one_transaction``.
    """
    if not kind.number:
        return ""
    locked, _ = Locked.objects.get_or_create(type=kind.name, defaults={"pattern": kind.number})
    if locked.pattern != kind.number:
        raise _changed(kind, locked.pattern)
    return _free(kind, key, year)


def renumber(office: Office, who: Person, name: str) -> list[Renumbered]:
    """Number all dossiers of a type anew by the pattern its file says now; the concordance.

    The numbers are given in the order in which the dossiers were opened.
    """
    kind = office.rules.dossier_type(name)
    gate.ask(office, who, Act.UPKEEP, "dossier.numbered", subject=name)
    with gate.attempt(office, who, "dossier.numbered", name), one_transaction():
        locked = Locked.objects.filter(type=name).first()
        if locked is None or not kind.number or locked.pattern == kind.number:
            raise _nothing_new(kind)
        rows = list(Dossier.objects.select_for_update().filter(type=name).order_by("number"))
        old = {row.pk: row.file_number for row in rows}
        Dossier.objects.filter(type=name).update(file_number="")
        Series.objects.filter(name__startswith=_series(name, "")).delete()
        Locked.objects.filter(type=name).update(pattern=kind.number)
        done = list(_numbered(office, kind, rows, old))
        now = office.now()
        FormerNumber.objects.bulk_create(
            FormerNumber(dossier=row, old=one.old, new=one.new, at=now)
            for row, one in zip(rows, done, strict=True)
        )
        journal.append(
            office, "dossier.numbered", who, obj=name, n=len(done), more={"pattern": kind.number}
        )
        # The search finds papers by their 档号, and those are others now.
        papers = Item.objects.filter(dossier__type=name).order_by("pk").values_list("pk", flat=True)
        Outbox.objects.bulk_create(Outbox(item_id=pk, stage="") for pk in papers)
    return done


def concordance(office: Office, who: Person, name: str) -> list[Renumbered]:
    """The concordance of the last time a type was numbered anew; empty if it never was."""
    kind = office.rules.dossier_type(name)
    gate.ask(office, who, Act.UPKEEP, "dossier.listed", subject=name)
    rows = FormerNumber.objects.filter(dossier__type=kind.name)
    last = rows.order_by("-pk").first()
    found = list(rows.filter(at=last.at).order_by("dossier_id")) if last else []
    with one_transaction():
        journal.append(office, "dossier.listed", who, obj=name, n=len(found))
    return [Renumbered(str(row.dossier), row.old, row.new) for row in found]


def _numbered(
    office: Office, kind: DossierType, rows: list[Dossier], old: dict[int, str]
) -> Iterator[Renumbered]:
    for row in rows:
        number = _free(kind, row.key, office.local(row.opened_at).year)
        Dossier.objects.filter(pk=row.pk).update(file_number=number)
        yield Renumbered(str(row), old[row.pk], number)


def _free(kind: DossierType, key: str, year: int) -> str:
    """The next number that no dossier has; a closed one keeps its number for good."""
    pattern = parse_pattern(kind.number)
    if pattern.width is None:
        return _of_key(pattern, key, year)
    series, _ = Series.objects.select_for_update().get_or_create(
        name=_series(kind.name, pattern.series(key=key, year=year))
    )
    for _ in range(_TRIES):
        series.last += 1
        number = pattern.render(key=key, year=year, seq=series.last)
        if not Dossier.objects.filter(file_number=number).exists():
            series.save()
            return number
    raise ValueError(kind.number)  # numbers of another type fill this one's series


def _of_key(pattern: FilePattern, key: str, year: int) -> str:
    """The number made of the key; a later file of the same key is its next volume."""
    number = pattern.render(key=key, year=year, seq=1)
    taken = set(
        Dossier.objects.filter(file_number__startswith=number).values_list("file_number", flat=True)
    )
    if number not in taken:
        return number
    volumes = (f"{number}-{volume}" for volume in range(2, len(taken) + 3))
    return next(one for one in volumes if one not in taken)


def _series(name: str, before: str) -> str:
    return f"file:{name}:{before}"


def _changed(kind: DossierType, used: str) -> BadInput:
    return BadInput(
        say("The pattern of file numbers of {type} has been changed", type=kind.title),
        why=say("dossiers are numbered by {used} already, and one office is uniform", used=used),
        fix=say("write it as it was, or number all anew").by(
            f"docgen dossier renumber {kind.name}"
        ),
        file=f"rules/dossier-types/{kind.name}.toml",
        field="number",
    )


def _nothing_new(kind: DossierType) -> BadInput:
    return BadInput(
        say("There is nothing to number anew in {type}", type=kind.title),
        why=say("its pattern is the one in use, or no dossier has a number yet"),
        fix=say("first write the new pattern as number = … in its file"),
        file=f"rules/dossier-types/{kind.name}.toml",
        field="number",
    )
