"""Idempotency keys: a program that asks again hears the same answer, and nothing is done twice.

The answer is written in the very transaction of the act (``then`` of filing and filling). So after
a cut there is the act with its answer, or neither.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from docgen.errors import BadInput, Negative, say
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.register.models_page import Answered

#: How long an answer is remembered.
KEPT = dt.timedelta(days=7)
_KEY = re.compile(r"[\x21-\x7e]{8,100}")


def answered(who: Person, key: str, asked: str) -> Answered | None:
    """What was answered under this key, if it was used.

    Args:
        who: Who asks.
        key: The key he made up for this request.
        asked: The hex digest of the request.

    Raises:
        BadInput: It is no key.
        Negative: The key was used for another request.
    """
    if not _KEY.fullmatch(key):
        raise BadInput(
            say("The Idempotency-Key cannot be used"),
            why=say("it has 8 to 100 visible ASCII characters"),
            fix=say("send a new UUID with each new request"),
            field="Idempotency-Key",
        )
    row = Answered.objects.filter(person=who, key=key).first()
    if row is not None and row.asked != asked:
        raise Negative(
            say("This Idempotency-Key was used for another request"),
            why=say("the same key means the same request, sent again"),
            fix=say("send a new key with a new request"),
            field="Idempotency-Key",
        )
    return row


def keep(
    office: Office, who: Person, key: str, asked: str, status: int, answer: dict[str, Any]
) -> None:
    """Remember an answer, within the transaction of the act; forget those that are old."""
    Answered.objects.filter(person=who, at__lt=office.now() - KEPT).delete()
    Answered.objects.create(
        person=who, key=key, asked=asked, status=status, answer=answer, at=office.now()
    )
