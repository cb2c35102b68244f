"""The printed transfer list (档案移交清单, F-223), filled from a transfer.

The form is the office's own template ``archive/transfer-list``: two copies, one for the unit and
one for the archive, signed on both sides. Its number is given once; printed again after the
papers were checked, the same list shows what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from docgen.forms import answers
from docgen.forms.form import Form
from docgen.model.access import Act
from docgen.model.dossier import Filed, missing
from docgen.model.grades import Grade
from docgen.model.transfer import Piece, State
from docgen.office import (
    copies,
    gate,
    handing_out,
    journal,
    knowing,
    numbers,
    stages,
    transfers,
    writing,
)
from docgen.office.desk import Office, one_transaction
from docgen.office.handing_out import Written
from docgen.office.writing import Filled
from docgen.register.models import Item, Person
from docgen.register.models_custody import Transfer, TransferLine
from docgen.render.copies import copy_of, destinations
from docgen.render.pdf import to_pdfs
from docgen.render.pdfjoin import joined

TEMPLATE = "archive/transfer-list"
_MOST_POINTS = 3
_MOST_COPIES = 9


def printed(office: Office, who: Person, code: str, *, pdf: bool = False) -> Filled:
    """The list of a transfer as Word file, with ``pdf`` also as PDF of both copies."""
    gate.ask(office, who, Act.LIST_TRANSFERS, "transfer.printed")
    row = transfers.find(who, code)
    folder = writing.template(office, TEMPLATE)
    raw = _answers(office, row)
    known = knowing.known(office, who, folder.form, raw, customer=None)
    occasion = knowing.occasion(office, folder.form)
    checked = answers.check(folder.form, raw, known=known, occasion=occasion)
    with _numbered(office, who, folder.form, row) as number:
        word = writing.document(office, folder, checked, number, office.today)
        both = _both(office, folder.form, word) if pdf else None
        with one_transaction():
            if not row.list_number:
                numbers.issued(number, None)
                Transfer.objects.filter(pk=row.pk).update(list_number=number)
            journal.append(office, "transfer.printed", who, obj=row.code, more={"number": number})
    return Filled(folder.form.title, number, word, both)


def write(office: Office, who: Person, filled: Filled, place: Path | None, here: Path) -> Written:
    """Write a printed list; if the disk refuses, its number stays the transfer's."""
    name = f"{filled.title} {filled.number}.docx"
    folder = here if place is None else place
    path = folder / name if folder.is_dir() else folder
    return handing_out.write_out(office, who, replace(filled, number=""), path, here)


def _numbered(
    office: Office, who: Person, form: Form, row: Transfer
) -> AbstractContextManager[str]:
    """The number the list has already, or a fresh one."""
    if row.list_number:
        return nullcontext(row.list_number)
    return numbers.reserved(office, who, form, TEMPLATE)


def _both(office: Office, form: Form, word: bytes) -> bytes:
    papers = [copy_of(word, place) for place in destinations(form)]
    return joined(to_pdfs(papers, seconds=office.settings.pdf_seconds))


def _answers(office: Office, row: Transfer) -> dict[str, object]:
    """What the form asks, from the transfer and its papers."""
    rule = office.rules.deadlines.rule(row.rule)
    lines = transfers.lines_of(row)
    sent = office.local(row.sent_at).date() if row.sent_at else office.today
    lacks = _lacking(office, lines)
    given: dict[str, object] = {
        "sender_unit": row.unit,
        "receiver_unit": row.receiver,
        "material": rule.material if rule else "其他",
        "basis": rule.basis if rule else "其他",
        "due_on": row.due,
        "transferred_on": sent,
        "late_reason": row.late_reason,
        "complete": not lacks,
        "open_points": "；".join(lacks),
        "items": [_row(line) for line in lines],
        "dossiers_count": len({line.item.dossier_id for line in lines}),
        "kept_copies": _kept_copies(row, lines),
        "sender": (row.sent_by or row.proposed_by).name,
    }
    if row.started:
        given["event_on"] = row.started
    return given | (_inspection(row, lines) if row.state == State.ACCEPTED else {})


def _row(line: TransferLine) -> dict[str, object]:
    dossier = line.item.dossier
    key = dossier.key if dossier.key != dossier.customer.code else ""
    note = "" if line.state == Piece.LISTED else _found(line)
    return {
        "dossier_number": dossier.file_number or str(dossier),
        "customer": f"{key} {dossier.customer.name}".strip(),
        "name": line.item.title,
        "copies_count": 1,
        "original": "电子" if _is_electronic(line.item) else "原件",
        "secrecy": Grade.of_rank(line.item.rank).mark,
        "note": note,
    } | _pages(line.item)


def _kept_copies(row: Transfer, lines: Sequence[TransferLine]) -> str:
    """The lines of which the sending unit still holds a copy (R-033, R-037)."""
    held = copies.held(line.item for line in lines)
    names = [
        f"第{turn}项（{one.code}）"
        for turn, line in enumerate(lines, 1)
        for one in held.get(line.item_id, ())
        if one.holder == row.unit
    ]
    more = [f"等共{len(names)}份"] if len(names) > _MOST_COPIES else []
    return "、".join(names[:_MOST_COPIES] + more)


def _pages(item: Item) -> dict[str, object]:
    described = getattr(item, "description", None)
    return {"pages": described.pages} if described and described.pages else {}


def _is_electronic(item: Item) -> bool:
    """Whether no original of paper was described; what docgen made is a file first."""
    described = getattr(item, "description", None)
    return not (described and described.carrier == "paper")


def _found(line: TransferLine) -> str:
    """What was found, in a few words for the last column."""
    words = {Piece.RECEIVED: "收讫", Piece.DIFFERS: "有差异", Piece.RETURNED: "退回"}
    return "：".join(filter(None, (words.get(Piece(line.state), ""), line.note)))


def _inspection(row: Transfer, lines: Sequence[TransferLine]) -> dict[str, object]:
    differing = [line for line in lines if line.state != Piece.RECEIVED]
    note = "；".join(f"{line.item.title}：{_found(line)}" for line in differing)
    return {
        "receiver": row.accepted_by.name if row.accepted_by else "",
        "inspection": "有差异" if differing else "数量相符、资料完好",
        "inspection_note": note[:300],
    }


def _lacking(office: Office, lines: Sequence[TransferLine]) -> list[str]:
    """What the dossiers on the list still lack: a few points, and how many more."""
    rows = {line.item.dossier_id: line.item.dossier for line in lines}
    reached = stages.reached(list(rows.values()))
    points = []
    for row in rows.values():
        filed = [Filed(one.turn, one.group, one.title, one.template) for one in row.items.all()]
        kind = office.rules.dossier_type(row.type)
        lacks = [one.title for one in missing(kind, filed, reached[row.pk]) if one.kind != "gap"]
        if lacks:
            points.append(f"{row.file_number or row}缺{'、'.join(lacks)}")
    more = [f"等共{len(points)}卷"] if len(points) > _MOST_POINTS else []
    return points[:_MOST_POINTS] + more
