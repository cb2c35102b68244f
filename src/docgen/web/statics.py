"""Static files by addresses that change with what is in them: kept for a year, never stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

#: The part of the address that tells what is in the file.
MARK = "v"
_LENGTH = 12


class Versioned(StaticFilesStorage):
    """``/static/docgen/docgen.css?v=3f2a…``."""

    def url(self, name: str | None) -> str:
        """The address of a file as it is now."""
        plain = super().url(name)
        mark = _mark(name or "")
        return f"{plain}?{MARK}={mark}" if mark else plain


@cache
def _mark(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:_LENGTH]
