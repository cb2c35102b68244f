"""The words of a PDF, by pypdf. Runs in the child process only: see ``text`` and ``sandbox``."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from docgen.errors import BadInput, say
from docgen.render.preflight import preflight
from docgen.render.text import answer


def pdf(data: bytes, name: str) -> bytes:
    """Read a PDF; one that only forbids changes is read, one that needs a password is refused."""
    kind = preflight(data, name)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(name)
        pages = [page.extract_text() for page in reader.pages]
    except PyPdfError as why:
        raise _damaged(name) from why
    return answer(kind, "\n".join(pages), len(pages))


def _locked(name: str) -> BadInput:
    return BadInput(
        say("“{name}” cannot be read", name=name),
        why=say("it is protected by a password"),
        fix=say("open it, remove the password and save it again"),
        file=name,
    )


def _damaged(name: str) -> BadInput:
    return BadInput(
        say("“{name}” cannot be read", name=name),
        why=say("it starts as a PDF but is damaged inside"),
        fix=say("print it to a new PDF, or take a new copy from where it came from"),
        file=name,
    )
