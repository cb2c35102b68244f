"""Stages of a dossier: the day it was signed, moved into, closed; deadlines begin there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db.models import prefetch_related_objects

from docgen.errors import BadInput, say
from docgen.model import binding
from docgen.model.access import Act
from docgen.office import dossiers, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Dossier, Person
from docgen.register.models_custody import DossierStage


def reach(
    office: Office, who: Person, numbers: Sequence[str], stage: str, on: dt.date | None = None
) -> list[Dossier]:
    """Note that dossiers came to a stage on a day; all of them or none.

    Several at once are those of a project whose concentrated move-in has ended (R-035). A day
    noted before is replaced: both stand in the log.
    """
    rows = [dossiers.resolve(who, number) for number in numbers]
    day = on or office.today
    for row in rows:
        _check(office, row, stage, day)
        gate.ask(office, who, Act.AMEND, "dossier.staged", paper=gate.dossier_paper(row))
    with one_transaction():
        for row in rows:
            note(office, who, row, stage, day)
    return rows


def note(office: Office, who: Person, row: Dossier, stage: str, day: dt.date) -> None:
    """Note that a dossier came to a stage, for another verb, in its transaction and permission."""
    DossierStage.objects.update_or_create(
        dossier=row, stage=stage, defaults={"on": day, "by": who, "at": office.now()}
    )
    journal.append(
        office,
        "dossier.staged",
        who,
        obj=str(row),
        dossier=str(row),
        more={"stage": stage, "on": day.isoformat()},
    )


def reached(rows: Collection[Dossier]) -> Mapping[int, Mapping[str, dt.date]]:
    """The stages each of these dossiers came to, with their days; looked up once for a row."""
    prefetch_related_objects(list(rows), "stages")
    return {row.pk: {one.stage: one.on for one in row.stages.all()} for row in rows}


def _check(office: Office, row: Dossier, stage: str, day: dt.date) -> None:
    kind = office.rules.dossier_type(row.type)
    titles = {one.key: one.title for one in kind.stages}
    titles |= {key: f"{group.title}装订" for key, group in binding.stages(kind).items()}
    if stage not in titles:
        known = ", ".join(f"{key} ({title})" for key, title in titles.items())
        raise BadInput(
            say("There is no stage {stage} in such a dossier", stage=stage),
            why=say("a dossier of type {kind} has: {known}", kind=kind.name, known=known or "-"),
            fix=say("name one of them"),
            field="stage",
        )
    if day > office.today:
        raise BadInput(
            say("{day} is still to come", day=day),
            why=say("a stage is noted when it is reached"),
            fix=say("give the day it was reached").by("--on DAY"),
            field="on",
        )
