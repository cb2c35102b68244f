"""The text of papers that people hand in, for the index and for the catalogue.

Each file is looked at and read in a child process with limits (``sandbox``). For a paper that
docgen has just filled, ``words`` gives the same at once. Scanned pages and pictures have no text:
docgen does not recognise characters in pictures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePath

from docgen.render import sandbox
from docgen.render.preflight import Kind, decode_text, preflight
from docgen.render.words import words

TEXT_LIMIT = 20_000_000
# The slow readers stand in modules of their own, so that only their files pay for loading them.
_READERS = {
    ".docx": "docgen.render.text:word",
    ".pdf": "docgen.render.pdftext:pdf",
    ".xlsx": "docgen.render.workbook:text",
    ".txt": "docgen.render.text:plain",
    ".csv": "docgen.render.text:plain",
}
_PICTURE = "docgen.render.text:picture"


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file says.

    Args:
        text: Its words, at most 20 million characters; empty for pictures and scans.
        media_type: For example ``application/pdf``.
        pages: Pages of a PDF, sheets of a workbook, 1 for a picture; 0 where only printing tells.
        warnings: What to know before it is opened: macros, links to the outside, protection.
    """

    text: str
    media_type: str
    pages: int
    warnings: tuple[str, ...] = ()


def extract(
    data: bytes,
    name: str,
    *,
    seconds: int = sandbox.SECONDS,
    megabytes: int = sandbox.MEGABYTES,
) -> Extract:
    """Look at a file and read its words, in a child process with these limits.

    Raises:
        BadInput: It is refused (see ``preflight``), locked, damaged, or too hard to read.
    """
    return heard(
        sandbox.run(reader_of(name), data, name=name, seconds=seconds, megabytes=megabytes)
    )


def reader_of(name: str) -> str:
    """Where the function stands that reads a file of this name (in the child)."""
    return _READERS.get(PurePath(name).suffix.lower(), _PICTURE)


def heard(told: bytes) -> Extract:
    """What a reader answered."""
    got = json.loads(told)
    return Extract(got["text"], got["media_type"], got["pages"], tuple(got["warnings"]))


def answer(kind: Kind, text: str, pages: int) -> bytes:
    """What a reader in the child answers, as JSON."""
    said = [str(warning) for warning in kind.warnings]
    told = {"text": text, "media_type": kind.media_type, "pages": pages, "warnings": said}
    told["text"] = text[:TEXT_LIMIT].encode("utf-8", "replace").decode()
    return json.dumps(told, ensure_ascii=False).encode()


def word(data: bytes, name: str) -> bytes:
    """Read a Word file (in the child)."""
    return answer(preflight(data, name), words(data, name), 0)


def plain(data: bytes, name: str) -> bytes:
    """Read a text file (in the child)."""
    kind = preflight(data, name)
    return answer(kind, decode_text(data, name).replace("\r\n", "\n"), 0)


def picture(data: bytes, name: str) -> bytes:
    """Look at a picture, or refuse what no reader knows (in the child)."""
    return answer(preflight(data, name), "", 1)
