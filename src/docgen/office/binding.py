"""Binding a dossier: cover, catalogue, the papers in order and 备考表 as one PDF.

Every paper leaves through ``lending.open``: a decision and an entry in the log each. Its pages
wait in a file without a name, which is gone with the process; so memory holds a few papers only,
and a crash leaves nothing behind. Pages are counted before the catalogue is made, and it names
them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from docgen.errors import BadInput, OutsideFailed, Problem, say
from docgen.model.access import Act
from docgen.office import aids, gate, journal, lending, volumes
from docgen.office.desk import Office, one_transaction
from docgen.office.volumes import Leaf, Volume
from docgen.office.writing import check_out
from docgen.register.models import Person
from docgen.render import bound, leaves
from docgen.render.leaves import Sheets
from docgen.render.pdf import Pool, pages, to_pdfs

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
    """

    path: Path
    papers: int
    pages: int
    left_out: int
    unprinted: tuple[str, ...]
    log_index: int


@dataclass
class _Spool:
    """Pages of papers waiting in a file: how long each PDF is, and how many pages it has."""

    file: IO[bytes]
    lengths: list[list[int]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, pdfs: Sequence[bytes]) -> None:
        """Put the PDFs of the next paper at the end."""
        self.file.writelines(pdfs)
        self.lengths.append([len(pdf) for pdf in pdfs])
        self.counts.append(sum(map(pages, pdfs)))

    def papers(self) -> Iterator[list[bytes]]:
        """The PDFs of each paper, in order."""
        self.file.seek(0)
        for lengths in self.lengths:
            yield [self.file.read(length) for length in lengths]


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
    _check_free(out)
    volume = volumes.volume(office, who, text, event=EVENT)
    row = volume.dossier
    gate.ask(office, who, Act.READ, EVENT, paper=gate.dossier_paper(row), purpose=purpose)
    with gate.attempt(office, who, EVENT, str(row)), tempfile.TemporaryFile() as file:
        spool = _Spool(file)
        with Pool() as pool:
            unprinted = _gather(office, who, volume, purpose, spool, pool, tell)
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
        written = _write(out, volume, spool, ends, tell)
    papers = len(volume.leaves)
    return Bound(written, papers, sum(spool.counts), volume.hidden, unprinted, index)


def _gather(
    office: Office,
    who: Person,
    volume: Volume,
    purpose: str,
    spool: _Spool,
    pool: Pool,
    tell: Progress,
) -> tuple[str, ...]:
    """Take every paper out and put its pages into the spool; those with a notice among them."""
    unprinted: list[str] = []
    waiting: list[list[Sheets]] = []
    for turn, leaf in enumerate(volume.leaves, start=1):
        sheets = _sheets(office, who, leaf, purpose)
        waiting.append(sheets)
        size = sum(len(one.data) for each in waiting for one in each)
        if len(waiting) == _TOGETHER or size > _BYTES or turn == len(volume.leaves):
            start = turn - len(waiting)
            for at, (pdfs, noted) in enumerate(_set(office, waiting, pool), start):
                spool.add(pdfs)
                if noted:
                    unprinted.append(str(volume.leaves[at].item))
            waiting = []
        tell(say("taking out the papers"), turn, len(volume.leaves))
    return tuple(unprinted)


def _sheets(office: Office, who: Person, leaf: Leaf, purpose: str) -> list[Sheets]:
    heading = f"{leaf.item} {leaf.facts.title}"
    if leaf.item.state != "filed":
        return [leaves.notice(heading, "", leaves.NOT_KEPT)]
    opened = lending.open(office, who, str(leaf.item), purpose)
    return list(leaves.sheets(opened.files, heading))


def _set(
    office: Office, papers: Sequence[Sequence[Sheets]], pool: Pool
) -> Iterator[tuple[list[bytes], bool]]:
    """The PDFs of some papers, and whether something of each could not be printed."""
    words = [one for sheets in papers for one in sheets if one.is_word]
    made = iter(_pdfs(office, words, pool))
    for sheets in papers:
        pdfs, noted = [], False
        for one in sheets:
            pdf, failed = next(made) if one.is_word else (one.data, False)
            pdfs.append(pdf)
            noted = noted or failed or one.is_notice
        yield pdfs, noted


def _pdfs(office: Office, words: Sequence[Sheets], pool: Pool) -> list[tuple[bytes, bool]]:
    """Word files set together; if one of them cannot be, each by itself."""
    seconds = office.settings.pdf_seconds
    try:
        made = to_pdfs([one.data for one in words], seconds=seconds, pool=pool) if words else []
        return [(pdf, False) for pdf in made]
    except Problem:
        return [_alone(one, seconds, pool) for one in words]


def _alone(one: Sheets, seconds: float, pool: Pool) -> tuple[bytes, bool]:
    try:
        return to_pdfs([one.data], seconds=seconds, pool=pool)[0], False
    except Problem:
        page = leaves.notice(one.name, "", leaves.DAMAGED)
        return to_pdfs([page.data], seconds=seconds, pool=pool)[0], True


def _ends(office: Office, volume: Volume, counts: Sequence[int], pool: Pool) -> list[bytes]:
    """Cover, catalogue and note, with the pages as they were counted."""
    values = {
        "cover": aids.cover_values(office, volume) | {"pages_count": sum(counts)},
        "catalogue": aids.catalogue_values(office, volume, counts),
        "note": aids.note_values(office, volume, counts),
    }
    words = [aids.made(office, kind, facts).docx for kind, facts in values.items()]
    return to_pdfs(words, seconds=office.settings.pdf_seconds, pool=pool)


def _write(out: Path, volume: Volume, spool: _Spool, ends: Sequence[bytes], tell: Progress) -> Path:
    """Write the volume so that it is whole or not there."""
    cover, catalogue, note = ends
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as stream:
            whole = bound.Volume(stream)
            whole.bind(cover, "封面")
            whole.bind(catalogue, "卷内目录")
            for turn, (leaf, pdfs) in enumerate(zip(volume.leaves, spool.papers(), strict=True), 1):
                for number, pdf in enumerate(pdfs):
                    named = "" if number else f"{leaf.item.turn:04d} {leaf.facts.title}"
                    whole.bind(pdf, named, numbered=True)
                tell(say("binding"), turn, len(volume.leaves))
            whole.bind(note, "卷内备考表")
            whole.end()
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutsideFailed(
            say("{file} cannot be written: {error}", file=out, error=error.strerror or error),
            why=say("the disk refused"),
            fix=say("make room or choose another place with --out, and bind it again"),
            file=str(out),
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return out


def _check_free(out: Path) -> None:
    if out.exists():
        raise BadInput(
            say("{file} is there already", file=out),
            why=say("nothing is ever written over"),
            fix=say("choose another name with --out"),
            file=str(out),
        )
    check_out(out)
