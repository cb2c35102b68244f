"""Pages of many papers, set and waiting to be bound, a few papers in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from docgen.errors import Problem
from docgen.render import leaves
from docgen.render.leaves import Sheets
from docgen.render.pdf import Pool, pages, to_pdfs


@dataclass
class Spool:
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


def set_pages(
    papers: Sequence[Sequence[Sheets]], pool: Pool, seconds: float
) -> Iterator[tuple[list[bytes], bool]]:
    """The PDFs of some papers, and whether something of each could not be printed."""
    words = [one for sheets in papers for one in sheets if one.is_word]
    made = iter(_pdfs(words, pool, seconds))
    for sheets in papers:
        pdfs, noted = [], False
        for one in sheets:
            pdf, failed = next(made) if one.is_word else (one.data, False)
            pdfs.append(pdf)
            noted = noted or failed or one.is_notice
        yield pdfs, noted


def set_alone(sheets: Sequence[Sheets], seconds: float) -> list[bytes]:
    """The PDFs of one paper; LibreOffice is started only if something is still to be set."""
    if not any(one.is_word for one in sheets):
        return [one.data for one in sheets]
    with Pool() as pool:
        [(pdfs, _)] = set_pages([sheets], pool, seconds)
    return pdfs


def _pdfs(words: Sequence[Sheets], pool: Pool, seconds: float) -> list[tuple[bytes, bool]]:
    """Word files set together; if one of them cannot be, each by itself."""
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
