"""Several LibreOffice processes that stay open, for many papers one after the other.

    with Pool() as pool:
        pdfs = to_pdfs(papers, pool=pool)

Each has a profile of its own and is given one paper at a time; another is started only when all
are busy. One that crashes, hangs or makes no whole PDF is ended with all that it started, and its
paper is tried once more on a fresh one. After some 200 papers a process is replaced, because it
grows. Where LibreOffice cannot be driven (no ``uno`` for Python) each paper gets a run of its
own, as without a pool.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from docgen.render import cold, soffice
from docgen.render.pdfcheck import pages
from docgen.render.warm import Broken, NotStarted, Warm, interpreter

SECONDS = 60.0
RENEW_AFTER = 200
_MOST = 8


class Pool:
    """Warm LibreOffice processes; for any number of threads.

    Args:
        size: How many processes at most; 0 for one on each core, but no more than 8.
        program: LibreOffice's name or path; the variable ``DOCGEN_SOFFICE`` goes before it.
        renew_after: After how many papers a process is replaced.

    Raises:
        OutsideFailed: LibreOffice is not installed.
    """

    def __init__(
        self,
        size: int = 0,
        *,
        program: str = soffice.PROGRAM,
        renew_after: int = RENEW_AFTER,
    ) -> None:
        self.size = size or min(len(os.sched_getaffinity(0)), _MOST)
        self._program = soffice.find(program)
        self._python = interpreter(self._program)
        # The last one put back is the first one taken, so that few papers keep few processes.
        self._slots: queue.LifoQueue[_Slot] = queue.LifoQueue()
        self._all = [_Slot(renew_after) for _ in range(self.size)]
        self._stopped = False
        for slot in self._all:
            self._slots.put(slot)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, each when it has finished the paper in hand."""
        for slot in [self._slots.get() for _ in range(self.size)]:
            slot.drop()
            self._slots.put(slot)

    def stop(self) -> None:
        """Kill what runs now, from another thread; whoever waits for it hears that it failed."""
        self._stopped = True
        for slot in self._all:
            slot.kill()

    def convert(
        self,
        docx: bytes,
        *,
        seconds: float = SECONDS,
        export: soffice.Export = soffice.PLAIN,
        papers: int = 1,
    ) -> bytes:
        """The PDF of one Word file, which opens and has a page.

        Args:
            docx: The Word file, already looked at by ``preflight``.
            seconds: How long it may take.
            export: What the PDF is to be.
            papers: How many papers it counts for, if several are merged in it.

        Raises:
            OutsideFailed: LibreOffice hung or failed twice, or could not be started.
        """
        with self._free() as slot:
            if not (self._python or self._stopped):
                return self._cold(docx, seconds, export)
            failed = Broken("")
            for _ in range(cold.TRIES):
                if self._stopped:
                    break
                try:
                    return slot.convert(self._start, docx, seconds, export, papers)
                except Broken as why:
                    failed = why
            if isinstance(failed, NotStarted) and not self._stopped:
                self._python = ""
                return self._cold(docx, seconds, export)
        raise soffice.hung(seconds) if failed.hung else cold.not_made(1, 1, failed.said)

    @contextmanager
    def _free(self) -> Iterator[_Slot]:
        slot = self._slots.get()
        try:
            yield slot
        finally:
            self._slots.put(slot)

    def _start(self) -> Warm:
        return Warm(self._program, self._python)

    def _cold(self, docx: bytes, seconds: float, export: soffice.Export) -> bytes:
        return cold.run(self._program, {0: docx}, seconds=seconds, export=export)[0]


class _Slot:
    """Room for one process, with the process once there is one."""

    def __init__(self, renew_after: int) -> None:
        self._process: Warm | None = None
        self._papers, self._renew_after = 0, renew_after

    def convert(
        self,
        start: Callable[[], Warm],
        docx: bytes,
        seconds: float,
        export: soffice.Export,
        papers: int,
    ) -> bytes:
        """One paper by the process here or a new one, which is ended after any failure."""
        self._process = self._process or start()
        try:
            pdf = _whole(self._process.convert(docx, seconds=seconds, export=export))
        except BaseException:
            self.drop()
            raise
        self._papers += papers
        if self._papers >= self._renew_after:
            self.drop()
        return pdf

    def kill(self) -> None:
        """Kill the process, if there is one, whatever it is doing."""
        if process := self._process:
            process.kill()

    def drop(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.close()
        self._process, self._papers = None, 0


def _whole(pdf: bytes) -> bytes:
    if not pages(pdf):
        raise Broken("the PDF does not open")
    return pdf
