"""Writing an index of the library ``tantivy``. Whoever calls holds the writer's lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from docgen.errors import OutsideFailed, say
from docgen.index import second_folder
from docgen.index import second_schema as names
from docgen.index.second_schema import Noted, schema, whole

# The library's memory for writing, in bytes: building fills it, an addition hardly uses it.
_BUILDING, _ADDING = 200_000_000, 15_000_000


def build(folder: Path, new: Iterable[tantivy.Document]) -> None:
    """Write papers into an empty folder; what is noted with them comes after (``write``)."""
    with _writer(folder, _BUILDING) as writer:
        _add(writer, folder, new)


def write(
    folder: Path,
    noted: Noted,
    new: Iterable[tantivy.Document] = (),
    *,
    gone: Iterable[str] = (),
) -> None:
    """Commit a new state: papers added, items gone, and what is noted with them."""
    with _refused(folder):
        second_folder.sweep(folder)
    with _writer(folder, _ADDING) as writer:
        with _refused(folder):
            for item in gone:
                writer.delete_documents_by_term(names.ITEM, whole(item))
            writer.delete_documents_by_term(names.STATE, whole(names.STATE))
            writer.add_document(noted.document())
        _add(writer, folder, new)


def _add(writer: tantivy.IndexWriter, folder: Path, new: Iterable[tantivy.Document]) -> None:
    for one in new:
        with _refused(folder):
            writer.add_document(one)


@contextmanager
def _writer(folder: Path, memory: int) -> Iterator[tantivy.IndexWriter]:
    """A writer; what is written counts when this ends, unless something went wrong."""
    with _refused(folder):
        index = tantivy.Index(schema(), str(folder), reuse=True)
        names.register_tokenizers(index)
        writer = index.writer(memory, 1)
    try:
        yield writer
        with _refused(folder):
            writer.commit()
    finally:
        # Merges go on until they are done; only then the library's own lock is free.
        with suppress(ValueError, OSError):
            writer.wait_merging_threads()


@contextmanager
def _refused(folder: Path) -> Iterator[None]:
    """Say in words what the disk refused; what was committed before is untouched by it."""
    try:
        yield
    except BaseException as fault:
        # What the library did not expect ends in a panic, which is no Exception in Python.
        if isinstance(fault, ValueError | OSError) or type(fault).__name__ == "PanicException":
            raise OutsideFailed(
                say("the search index could not be written"),
                why=say("{folder}: {reason}", folder=str(folder), reason=str(fault)),
                fix=say("make room or correct the rights, then have the index made anew").by(
                    "docgen reindex"
                ),
            ) from fault
        raise
