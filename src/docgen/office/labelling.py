"""Labels for boxes and spines, made from what the register knows of the dossiers."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.ids import DossierNumber
from docgen.office import aids, describing, journal, volumes
from docgen.office.aids import Aid
from docgen.office.desk import Office, one_transaction
from docgen.office.volumes import PERIODS, PRINTED, Volume
from docgen.register.models import Person
from docgen.render import labels
from docgen.render.labels import Label


def label(
    office: Office,
    who: Person,
    dossiers: Sequence[str],
    *,
    kind: str,
    sheet: str = "",
    first: int = 1,
    pdf: bool = False,
) -> Aid:
    """Labels for some dossiers, in this order, from place ``first`` of a sheet on.

    A label shows the highest grade of what the person may know of, as the cover does.
    """
    paper = labels.sheet(kind, sheet)
    found = [volumes.volume(office, who, text) for text in dossiers]
    word = labels.sheets([_label(volume) for volume in found], paper, first=first)
    aid = Aid(f"{_TITLES[kind]} {paper.name}", word, aids.printed(office, word) if pdf else None)
    with one_transaction():
        for volume in found:
            number = str(volume.dossier)
            journal.append(
                office, PRINTED, who, obj=number, dossier=number, more={"aid": f"{kind}-label"}
            )
    return aid


def _label(volume: Volume) -> Label:
    row = volume.dossier
    return Label(
        number=volume.number,
        title=row.title,
        mark=f"{volume.grade.mark}　{PERIODS[row.retention]}",
        place=volume.place,
        barcode=describing.barcode_of(row),
        code=f"urn:docgen:{DossierNumber(row.number)}",
    )


_TITLES = {labels.BOX: "档案盒标签", labels.SPINE: "档案脊背标签"}
