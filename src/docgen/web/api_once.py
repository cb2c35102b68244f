"""Idempotency-Key: the same request sent twice is done once and answered the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from docgen.office import repeated
from docgen.web.api_token import Asked

HEADER = "Idempotency-Key"
Kept = Callable[[int, dict[str, Any]], None]


class Once:
    """One request under its key; without a key nothing is remembered.

    once = Once(request, template, body)
    if once.before is not None:
        return once.before
    ... writing.fill(..., then=lambda filled: once.keep(200, told(filled)))
    """

    def __init__(self, request: Asked, *parts: str | bytes) -> None:
        """Look whether it was answered before; ``parts`` are what makes the request what it is."""
        self._request = request
        self._key = request.headers.get(HEADER, "")
        self._asked = _digest(request.path, *parts)
        row = repeated.answered(request.who, self._key, self._asked) if self._key else None
        self.before: dict[str, Any] | None = row.answer if row else None

    def keep(self, status: int, answer: dict[str, Any]) -> None:
        """Remember the answer, in the transaction of what was done."""
        if self._key:
            repeated.keep(
                self._request.office, self._request.who, self._key, self._asked, status, answer
            )


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
