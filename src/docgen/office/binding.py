"""Binding a dossier: cover, catalogue, the papers in order and 备考表 as one PDF.

Every paper leaves through ``lending.open``: a decision, an entry in the log and a row of the
copies register each, all under one number, and each page bears the mark of that copy. Its pages
wait in a file without a name, which is gone with the process; so memory holds a few papers only,
and a crash leaves nothing behind. Pages are counted before the catalogue is made, and it names
them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from docgen.errors import OutsideFailed, say
from docgen.model.access import Act
from docgen.office import aids, controlled, gate, issuing, journal, volumes
from docgen.office.aid_values import catalogue_values, cover_values, note_values
from docgen.office.desk import Office, one_transaction
from docgen.office.handing_out import check_out
from docgen.office.issuing import Issue
from docgen.office.volumes import Leaf, Volume
from docgen.office.whole_files import refuse_there
from docgen.register.models import Person
from docgen.render import bound, leaves
from docgen.render.leaves import Sheets
from docgen.render.pdf import Pool, to_pdfs
from docgen.render.spool import Spool, set_pages
from docgen.render.stamp import Stamp
from docgen.render.stamp_work import Look, closed, closed_apart

EVENT = "dossier.bound"
#: Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]
# So many papers, or so many bytes of them, are in memory at a time.
_TOGETHER, _BYTES = 12, 30_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound volume.

    Args:
        path: The PDF.
        papers: How many papers are in it.
        pages: How many pages these have.
        left_out: How many papers of the dossier the person may not know of.
        unprinted: Items of which something could not be printed.
        log_index: The entry of the binding; each paper has one of its own.
        number: The copy's number, "" if there is no paper in it.
        password: What opens it; "" if it is open. It is kept nowhere.
    """

    path: Path
    papers: int
    pages: int
    left_out: int
    unprinted: tuple[str, ...]
    log_index: int
    number: str
    password: str


def bind(
    office: Office,
    who: Person,
    text: str,
    out: Path,
    *,
    purpose: str,
    tell: Progress = lambda _what, _done, _all: None,
) -> Bound:
    """Bind a dossier into one PDF at ``out``, which must not be there yet."""
    refuse_there(out)
    check_out(out)
    volume = volumes.volume(office, who, text, event=EVENT)
    row = volume.dossier
    gate.ask(office, who, Act.READ, EVENT, paper=gate.dossier_paper(row), purpose=purpose)
    issue = Issue(office, who, Act.COPY, "volume")
    with (
        gate.attempt(office, who, EVENT, str(row)),
        issuing.or_void(issue),
        tempfile.TemporaryFile() as file,
    ):
        spool = Spool(file)
        with Pool() as pool:
            unprinted = _gather(issue, volume, purpose, spool, pool, tell)
            ends = _ends(office, volume, spool.counts, pool)
        with one_transaction():
            index = journal.append(
                office,
                EVENT,
                who,
                why=purpose,
                obj=str(row),
                dossier=str(row),
                n=len(volume.leaves),
            )
        look = controlled.look_of(issue, index, volume.grade.rank) if issue.number else None
        written = _write(out, volume, spool, ends, look, tell)
    return Bound(
        written,
        len(volume.leaves),
        sum(spool.counts),
        volume.hidden,
        unprinted,
        index,
        issue.number,
        look.password if look else "",
    )


def _gather(
    issue: Issue,
    volume: Volume,
    purpose: str,
    spool: Spool,
    pool: Pool,
    tell: Progress,
) -> tuple[str, ...]:
    """Take every paper out and put its pages into the spool; those with a notice among them."""
    unprinted: list[str] = []
    waiting: list[list[Sheets]] = []
    for turn, leaf in enumerate(volume.leaves, start=1):
        sheets = _sheets(issue, leaf, purpose)
        waiting.append(sheets)
        size = sum(len(one.data) for each in waiting for one in each)
        if len(waiting) == _TOGETHER or size > _BYTES or turn == len(volume.leaves):
            start = turn - len(waiting)
            for at, (pdfs, noted) in enumerate(
                set_pages(waiting, pool, issue.office.settings.pdf_seconds), start
            ):
                spool.add(pdfs)
                if noted:
                    unprinted.append(str(volume.leaves[at].item))
            waiting = []
        tell(say("taking out the papers"), turn, len(volume.leaves))
    return tuple(unprinted)


def _sheets(issue: Issue, leaf: Leaf, purpose: str) -> list[Sheets]:
    heading = f"{leaf.item} {leaf.facts.title}"
    if leaf.item.state != "filed":
        return [leaves.notice(heading, "", leaves.NOT_KEPT)]
    opened = controlled.opened(issue, str(leaf.item), purpose)
    return list(leaves.sheets(opened.files, heading))


def _ends(office: Office, volume: Volume, counts: Sequence[int], pool: Pool) -> list[bytes]:
    """Cover, catalogue and note, with the pages as they were counted."""
    values = {
        "cover": cover_values(office, volume) | {"pages_count": sum(counts)},
        "catalogue": catalogue_values(office, volume, counts),
        "note": note_values(office, volume, counts),
    }
    words = [aids.made(office, kind, facts).docx for kind, facts in values.items()]
    return to_pdfs(words, seconds=office.settings.pdf_seconds, pool=pool)


def _write(
    out: Path,
    volume: Volume,
    spool: Spool,
    ends: Sequence[bytes],
    look: Look | None,
    tell: Progress,
) -> Path:
    """Write the volume so that it is whole or not there."""
    cover, catalogue, note = ends
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w+b") as stream:
            whole = bound.Volume(stream, Stamp(look.mark) if look else None)
            whole.bind(cover, "封面")
            whole.bind(catalogue, "卷内目录")
            for turn, (leaf, pdfs) in enumerate(zip(volume.leaves, spool.papers(), strict=True), 1):
                for number, pdf in enumerate(pdfs):
                    named = "" if number else f"{leaf.item.turn:04d} {leaf.facts.title}"
                    whole.bind(pdf, named, numbered=True)
                tell(say("binding"), turn, len(volume.leaves))
            whole.bind(note, "卷内备考表")
            whole.end()
            _close(stream, look, volume.title)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=out, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("make room or choose another place, and bind it again").by("--out FILE"),
            file=str(out),
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return out


def _close(stream: BinaryIO, look: Look | None, name: str) -> None:
    """Make pictures of the volume's pages and lock it, if one of its papers asks for that."""
    if look is None or not (look.raster or look.restrict or look.password):
        return
    stream.seek(0)
    marked = stream.read()
    done = closed_apart(marked, look, name=name) if look.raster else closed(marked, look)
    stream.seek(0)
    stream.truncate()
    stream.write(done)
