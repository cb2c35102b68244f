"""Taking a dossier out as a BagIt bag (RFC 8493): its papers, and all that is known of it.

    data/0000000042-0007/v2/…     the files of a paper, its item.json among them
    catalogue.json .csv .pdf      the catalogue with tombstones, holds, loans, references
    note.pdf                      备考表
    log-checkpoint                the log's signed note; it covers the entries of this export

Every paper leaves through ``lending.open``. Nothing is left out in silence: what a person may
not read stops the export, or stands in the catalogue as left out, with the rule that says so.
The bag appears whole or not at all. Its form is ``docs/spec/export.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docgen import __version__
from docgen.archive import bag_write
from docgen.errors import say
from docgen.office import aids, checkpoints, gate, issuing, journal
from docgen.office.aid_values import catalogue_values, note_values
from docgen.office.bag_catalogue import AGENT, FILE, PROGRAM
from docgen.office.desk import Office, one_transaction
from docgen.office.exporting_facts import as_json, facts_of
from docgen.office.exporting_papers import EVENT, Order, Paper, ordered, taken_out
from docgen.office.exporting_sheet import as_csv
from docgen.register.models import Dossier, Person

#: Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """A dossier that was taken out.

    Args:
        path: The folder or file.
        dossier: Its number.
        papers: How many papers are in it.
        destroyed: How many of its papers are told by their tombstones only.
        left_out: The papers that the person may not read.
        log_index: The entry of the export; each paper has one of its own.
        number: Its number in the copies register; "" if there is no paper in it.
    """

    path: Path
    dossier: str
    papers: int
    destroyed: int
    left_out: tuple[str, ...]
    log_index: int
    number: str


def silently(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def export(  # noqa: PLR0913  what can be said of a bag
    office: Office,
    who: Person,
    text: str,
    out: Path,
    *,
    purpose: str,
    packed: bool = False,
    every: bool = False,
    leave_out: bool = False,
    tell: Progress = silently,
) -> Exported:
    """Write the bag of a dossier.

    Args:
        office: The office.
        who: The acting person.
        text: The dossier's number, or a customer who has just one.
        out: The bag, not there yet.
        purpose: A code of ``model.access.PURPOSES``.
        packed: As a ZIP.
        every: All versions of each paper, not the newest alone.
        leave_out: Go on without the papers that the person may not read.
        tell: Told how far it is.

    Raises:
        NotAllowed: The person may not read all of it, and nothing was said of leaving out.
        BadInput: Something is there already.
        OutsideFailed: The disk refused; nothing is left.
    """
    order = ordered(office, who, text, purpose, form="bag", leave_out=leave_out)
    row = order.volume.dossier
    with (
        gate.attempt(office, who, EVENT, str(row)),
        issuing.or_void(order.issue),
        bag_write.new_bag(out, packed=packed) as made,
    ):
        papers: list[Paper] = []
        for turn, paper in enumerate(taken_out(order, every=every), start=1):
            for name, data in paper.files():
                made.add(name, data)
            papers.append(paper.without_bytes())
            tell(say("taking out the papers"), turn, len(order.readable))
        index, note = entered(office, who, order, "bag")
        tags = {**_catalogues(office, who, order, papers), "log-checkpoint": note.encode()}
        made.close(_info(office, row, note), tags)
    return told(out, order, index)


def entered(office: Office, who: Person, order: Order, form: str) -> tuple[int, str]:
    """Write the entry of an export, and sign the log with it; its index and the note."""
    number = str(order.volume.dossier)
    with one_transaction():
        index = journal.append(
            office,
            EVENT,
            who,
            why=order.purpose,
            obj=number,
            dossier=number,
            n=len(order.readable),
            more={"form": form, "left_out": len(order.refused)},
        )
        return index, checkpoints.signed(office)


def told(out: Path, order: Order, index: int) -> Exported:
    """What to say of an export that is done."""
    return Exported(
        out,
        str(order.volume.dossier),
        len(order.readable),
        len(order.destroyed),
        tuple(str(item) for item in order.refused),
        index,
        order.issue.number,
    )


def _catalogues(office: Office, who: Person, order: Order, papers: list[Paper]) -> dict[str, bytes]:
    facts = facts_of(office, who, order, papers)
    values = {
        "catalogue": catalogue_values(office, order.volume),
        "note": note_values(office, order.volume),
    }
    words = [aids.made(office, kind, each).docx for kind, each in values.items()]
    catalogue, note = aids.printed_each(office, words)
    return {
        FILE: as_json(facts),
        "catalogue.csv": as_csv(order, facts),
        "catalogue.pdf": catalogue,
        "note.pdf": note,
    }


def _info(office: Office, row: Dossier, note: str) -> list[tuple[str, str]]:
    origin, size, root = note.splitlines()[:3]
    return [
        ("Source-Organization", office.settings.company),
        ("External-Identifier", f"{office.settings.fonds}-{row.file_number or row}"),
        ("External-Description", row.title),
        ("Internal-Sender-Identifier", str(row)),
        ("Bagging-Date", office.today.isoformat()),
        (AGENT, f"{PROGRAM} {__version__}"),
        ("Docgen-Log-Origin", origin),
        ("Docgen-Log-Size", size),
        ("Docgen-Log-Root", root),
    ]
