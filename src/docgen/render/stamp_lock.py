"""A PDF with permissions and, if wished, a password: AES-256 (ISO 32000-2, 7.6), by pypdf.

Permissions bind readers that keep to the standard; a password binds everybody. The password of
the owner, with which permissions could be lifted, is thrown away.
"""

from __future__ import annotations

import io
import logging
import secrets

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions as May

#: No sign that is taken for another when it is read out or typed.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _LONG = 4, 4


def password() -> str:
    """A random password that can be read out, ``K7MQ-RT4P-X9CW-2HND``: 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LONG)) for _ in range(_GROUPS))


def locked(pdf: bytes, *, user: str = "", prints: bool = True) -> bytes:
    """The PDF so that its words may not be copied and nothing in it changed.

    Args:
        pdf: One of ours.
        user: The password that opens it; "" if none is needed.
        prints: Whether it may be printed.
    """
    allowed = May.EXTRACT_TEXT_AND_GRAPHICS  # for readers of the blind; copying is another right
    if prints:
        allowed |= May.PRINT | May.PRINT_TO_REPRESENTATION
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it counts what it clones twice
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = "%PDF-1.7"
    writer.encrypt(user, secrets.token_hex(32), permissions_flag=allowed, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
