"""Printed aids of the archive, made from the register's own data: the same data, the same bytes.

    cover      客户档案封面      archive/dossier-cover      (R-058, R-092)
    catalogue  卷内目录          archive/volume-catalogue   (GB/T 9705-2008)
    note       卷内备考表        archive/volume-note        (GB/T 9705-2008)
    register   案卷目录          archive/dossier-register   (R-057)
    papers     归档文件目录      archive/filed-papers       (DA/T 22-2015)

They are filled with the office's own templates, which may be changed in Word. No clock and no
typed answer comes into them: who and when is whoever filed the last paper, and that day.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docgen.model.access import Act
from docgen.model.description import Carrier, page_ranges
from docgen.model.grades import Grade
from docgen.office import describing, gate, journal, volumes, writing
from docgen.office.desk import Office, one_transaction
from docgen.office.volumes import PERIODS, PRINTED, Leaf, Volume
from docgen.register.models import Person
from docgen.render import docx
from docgen.render.pdf import to_pdf
from docgen.render.pdfjoin import join

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Aid:
    """A printed aid: what it is called, and its bytes."""

    name: str
    docx: bytes
    pdf: bytes | None = None


def of_dossier(
    office: Office, who: Person, kind: str, text: str, *, group: str = "", pdf: bool = False
) -> Aid:
    """The cover, catalogue or note of a dossier, or of one of its groups.

    Args:
        office: The office.
        who: For whom; papers that he may not know of are left out.
        kind: ``cover``, ``catalogue``, ``note`` or ``papers``.
        text: The dossier's number, or a customer who has just one.
        group: The key or letter of a group that is a volume of its own.
        pdf: Make a PDF too.
    """
    volume = volumes.volume(office, who, text, group)
    aid = made(office, kind, _OF_VOLUME[kind](office, volume), name=str(volume.dossier), pdf=pdf)
    with one_transaction():
        number = str(volume.dossier)
        facts = {"aid": kind}
        journal.append(
            office, PRINTED, who, obj=number, dossier=number, n=len(volume.leaves), more=facts
        )
    return aid


def of_archive(office: Office, who: Person, kind: str, *, unit: str = "", pdf: bool = False) -> Aid:
    """The register of all dossiers, or the list of all papers, as far as a person may know."""
    gate.ask(office, who, Act.FIND, "dossier.listed")
    found = list(volumes.all_seen(office, who, unit))
    values = (
        register_values(office, found, unit)
        if kind == "register"
        else _papers(office, found, unit or "全部归档文件")
    )
    aid = made(office, kind, values, name=unit, pdf=pdf)
    with one_transaction():
        journal.append(office, "dossier.listed", who, n=len(found), more={"aid": kind})
    return aid


def made(
    office: Office, kind: str, values: Mapping[str, object], *, name: str = "", pdf: bool = False
) -> Aid:
    """Fill an aid's template with values that the register gave."""
    folder = writing.template(office, TEMPLATES[kind])
    word = docx.fill(folder.docx, values, labels=folder.form.labels)
    title = f"{folder.form.title} {name}".strip()
    return Aid(title, word, printed(office, word) if pdf else None)


def printed(office: Office, word: bytes) -> bytes:
    """A PDF without the day on which it was made."""
    whole = io.BytesIO()
    join([to_pdf(word, seconds=office.settings.pdf_seconds)], whole)
    return whole.getvalue()


def cover_values(office: Office, volume: Volume) -> Values:
    """What stands on a cover."""
    row, days, last = volume.dossier, volume.days, volume.last_filed
    key = row.key if row.key != row.customer.code else ""
    return _common(office, volume) | {
        "file_kind": volume.kind.title,
        "customer_name": row.customer.name,
        "unit_key": key,
        "customer_id": row.customer.code,
        "volume_total": 1,
        "started_on": days[0] if days else "",
        "ended_on": days[1] if days else "",
        "secrecy": volume.grade.code,
        "keep_period": PERIODS[row.retention],
        "opened_on": volume.opened,
        "related": "、".join(_others(volume)),
        "archivist": last.filed_by.name if last else "",
        "barcode": describing.barcode_of(row),
    }


def catalogue_values(office: Office, volume: Volume, pages: Sequence[int] | None = None) -> Values:
    """What stands in a catalogue; ``pages`` are those of a bound copy, paper by paper."""
    counted = [leaf.facts.pages for leaf in volume.leaves] if pages is None else pages
    turns = zip(volume.leaves, page_ranges(counted), strict=True)
    last = volume.last_filed
    day = office.local(last.filed_at).date() if last else volume.opened
    rows = [_row(volume, leaf, page) for leaf, page in turns]
    return _common(office, volume) | {
        "items": rows,
        "items_count": len(rows),
        "pages_count": sum(pages) if pages else _blank(volume.pages),
        "volume_note": _hidden(volume.hidden),
        "catalogued_on": day,
        "checker": "",
    }


def note_values(office: Office, volume: Volume, pages: Sequence[int] | None = None) -> Values:
    """What stands in a 备考表; it is signed by hand."""
    uncounted = "" if pages else _uncounted(volume.leaves)
    return _common(office, volume) | {
        "pages_count": sum(pages) if pages else _blank(volume.pages),
        "carriers": volume.carriers,
        "situation": "\n".join(filter(None, (_hidden(volume.hidden), uncounted))),
        "made_on": "",
        "checker": "",
        "checked_on": "",
    }


def register_values(office: Office, found: Sequence[Volume], unit: str) -> Values:
    """What stands in the register of dossiers, one a line."""
    days = [one.days for one in found]
    known = [each for each in days if each]
    return _frame(office, max((one.grade.rank for one in found), default=1)) | {
        "scope": f"{unit}全部案卷" if unit else "全部案卷",
        "archive_unit": unit or "档案室",
        "started_on": min((each[0] for each in known), default=""),
        "ended_on": max((each[1] for each in known), default=""),
        "volumes": [_line(one) for one in found],
        "volumes_count": len(found),
        "books_count": len(found),
        "archivist": "",
        "reviewer": "",
        "remark": "",
    }


def _papers(office: Office, found: Sequence[Volume], scope: str) -> Values:
    leaves = [
        leaf for volume in found for leaf in sorted(volume.leaves, key=lambda leaf: leaf.item.turn)
    ]
    filed = [office.local(leaf.item.filed_at).date() for leaf in leaves]
    pages = [leaf.facts.pages for leaf in leaves if leaf.facts.pages is not None]
    remarks = (_hidden(sum(volume.hidden for volume in found)), _uncounted(leaves))
    return _frame(office, max((leaf.item.rank for leaf in leaves), default=1)) | {
        "scope": scope,
        "started_on": min(filed, default=""),
        "ended_on": max(filed, default=""),
        "items": [_paper_row(leaf) for leaf in leaves],
        "items_count": len(leaves),
        "pages_count": sum(pages) if len(pages) == len(leaves) else 0,
        "archivist": "",
        "remark": "".join(remarks),
    }


def _of_papers(office: Office, volume: Volume) -> Values:
    return _papers(office, [volume], f"{volume.number} {volume.title}")


def _frame(office: Office, rank: int) -> Values:
    """What docgen adds to every form; the day is none of its data here."""
    return {
        "number": "",
        "grade_mark": Grade.of_rank(rank).mark,
        "company": office.settings.company,
        "today": dt.date.min,
    }


def _common(office: Office, volume: Volume) -> Values:
    last = volume.last_filed
    return _frame(office, volume.grade.rank) | {
        "dossier_number": volume.number,
        "volume_title": volume.title,
        "file_group": volume.arranged,
        "volume_number": 1,
        "items_count": len(volume.leaves),
        "pages_count": _blank(volume.pages),
        "place": volume.place,
        "archivist": last.filed_by.name if last else "",
    }


def _row(volume: Volume, leaf: Leaf, page: str) -> Values:
    facts = leaf.facts
    own = facts.place if facts.place != describing.place_of(volume.dossier) else ""
    return {
        "code": facts.number,
        "author": facts.responsible,
        "name": facts.title,
        "made_on": facts.made_on,
        "pages": page,
        "carrier": facts.carrier.word if facts.carrier else "",
        "original": "",
        "secrecy": leaf.grade.mark if leaf.item.rank != volume.dossier.rank else "",
        "note": str(own),
    }


def _paper_row(leaf: Leaf) -> Values:
    facts = leaf.facts
    other = facts.carrier.word if facts.carrier not in {None, Carrier.PAPER} else ""
    return {
        "item_number": str(leaf.item),
        "code": facts.number,
        "author": facts.responsible,
        "name": facts.title,
        "made_on": facts.made_on,
        "secrecy": leaf.grade.mark,
        "pages": _blank(facts.pages),
        "note": " ".join(filter(None, (other, str(facts.place)))),
    }


def _line(volume: Volume) -> Values:
    row, days = volume.dossier, volume.days
    return {
        "dossier_number": volume.number,
        "unit_key": row.key,
        "customer_name": row.customer.name,
        "volume_title": row.title,
        "group": "".join(dict.fromkeys(leaf.group.letter for leaf in volume.leaves)),
        "count": 1,
        "first_on": days[0] if days else "",
        "last_on": days[1] if days else "",
        "secrecy": volume.grade.mark,
        "period": PERIODS[row.retention],
        "place": volume.place,
        "note": "、".join(_others(volume)),
    }


def _others(volume: Volume) -> list[str]:
    """Dossiers of the same customer; each is marked on the other one (R-027)."""
    rows = volume.dossier.customer.dossiers.exclude(pk=volume.dossier.pk).order_by("pk")
    return [
        str(row) for row in rows.filter(rank__lte=volume.dossier.rank, unit=volume.dossier.unit)
    ]


def _uncounted(leaves: Sequence[Leaf]) -> str:
    count = sum(leaf.facts.pages is None for leaf in leaves)
    return f"{count}件未点页数。" if count else ""


def _hidden(count: int) -> str:
    return f"另有{count}件密级较高，未列入。" if count else ""


def _blank(count: int | None) -> int | str:
    return "" if count is None else count


#: The template of each aid.
TEMPLATES = {
    "cover": "archive/dossier-cover",
    "catalogue": "archive/volume-catalogue",
    "note": "archive/volume-note",
    "register": "archive/dossier-register",
    "papers": "archive/filed-papers",
}
_OF_VOLUME: Mapping[str, Callable[[Office, Volume], Values]] = {
    "cover": cover_values,
    "catalogue": catalogue_values,
    "note": note_values,
    "papers": _of_papers,
}
