"""Printed aids of the archive, made from the register's own data: the same data, the same bytes.

    cover      客户档案封面      archive/dossier-cover      (R-058, R-092)
    catalogue  卷内目录          archive/volume-catalogue   (GB/T 9705-2008)
    note       卷内备考表        archive/volume-note        (GB/T 9705-2008)
    register   案卷目录          archive/dossier-register   (R-057)
    papers     归档文件目录      archive/filed-papers       (DA/T 22-2015)
    copies     副本登记簿        archive/copy-register      (G-013)
    bindings   年度装订清单      archive/binding-list       (R-065)
    four       四性检测报告      archive/four-check-report  (DA/T 70-2018)
    outside-form      外单位查阅审批及登记表  archive/outside-request   (R-071)
    outside-register  外单位查阅登记簿        archive/outside-register  (R-071)
    loans      查阅借阅登记簿    archive/loan-list          (R-070)
    slip       查阅借阅单        archive/loan-slip          (R-070, R-078)
    sheet      借阅登记及许可单  archive/loan-register      (R-070)
    audit      审计清单          archive/audit-list         (R-080)
    statement  档案安全审计月报  archive/audit-report       (R-080, R-081)

They are filled with the office's own templates, which may be changed in Word. No clock and no
typed answer comes into them: who and when is whoever filed the last paper, and that day.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docgen.model.access import Act
from docgen.office import gate, journal, volumes, writing
from docgen.office.aid_facts import Values
from docgen.office.aid_lists import of_papers, papers_values, register_values
from docgen.office.aid_values import catalogue_values, cover_values, note_values
from docgen.office.desk import Office, one_transaction
from docgen.office.volumes import PRINTED, Volume
from docgen.register.models import Person
from docgen.render import docx
from docgen.render.pdf import to_pdfs
from docgen.render.pdfjoin import join


@dataclass(frozen=True, slots=True)
class Aid:
    """A printed aid: what it is called, and its bytes."""

    name: str
    docx: bytes
    pdf: bytes | None = None
    xlsx: bytes | None = None


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
        else papers_values(office, found, unit or "全部归档文件")
    )
    aid = made(office, kind, values, name=unit, pdf=pdf)
    with one_transaction():
        journal.append(office, "dossier.listed", who, n=len(found), more={"aid": kind})
    return aid


def made(
    office: Office,
    kind: str,
    values: Mapping[str, object],
    *,
    name: str = "",
    pdf: bool = False,
    xlsx: bool = False,
) -> Aid:
    """Fill an aid's template with values that the register gave; its tables may be a workbook."""
    folder = writing.template(office, TEMPLATES[kind])
    word = docx.fill(folder.docx, values, labels=folder.form.labels)
    title = f"{folder.form.title} {name}".strip()
    sheet = writing.workbook(folder.form, {**values, "today": ""}) if xlsx else None
    return Aid(title, word, printed(office, word) if pdf else None, sheet)


def printed(office: Office, word: bytes) -> bytes:
    """A PDF without the day on which it was made."""
    return printed_each(office, [word])[0]


def printed_each(office: Office, words: Sequence[bytes]) -> list[bytes]:
    """The same for several, which takes little longer than for one."""
    return [_undated(pdf) for pdf in to_pdfs(words, seconds=office.settings.pdf_seconds)]


def _undated(pdf: bytes) -> bytes:
    whole = io.BytesIO()
    join([pdf], whole)
    return whole.getvalue()


#: The template of each aid.
TEMPLATES = {
    "cover": "archive/dossier-cover",
    "catalogue": "archive/volume-catalogue",
    "note": "archive/volume-note",
    "register": "archive/dossier-register",
    "papers": "archive/filed-papers",
    "copies": "archive/copy-register",
    "bindings": "archive/binding-list",
    "four": "archive/four-check-report",
    "outside-form": "archive/outside-request",
    "outside-register": "archive/outside-register",
    "loans": "archive/loan-list",
    "slip": "archive/loan-slip",
    "sheet": "archive/loan-register",
    "audit": "archive/audit-list",
    "statement": "archive/audit-report",
}
_OF_VOLUME: Mapping[str, Callable[[Office, Volume], Values]] = {
    "cover": cover_values,
    "catalogue": catalogue_values,
    "note": note_values,
    "papers": of_papers,
}
