"""Saying things in the reader's language: English in the source, Chinese from the catalogue."""

from __future__ import annotations

import os

from docgen.catalogue import in_chinese

_chosen: list[str] = []


def choose(language: str) -> None:
    """What the office speaks; ``LANG`` wins where it says Chinese or English."""
    _chosen[:] = [language]


def language() -> str:
    """``zh`` or ``en``: from ``LANG`` and its kin, else the office's, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(name, "")
        if said:
            spoken = said[:2].lower()
            if spoken in {"zh", "en"}:
                return spoken
            break
    return _chosen[0] if _chosen else "en"


def tell(text: str) -> str:
    """A sentence in the reader's language; what is not in the catalogue stays English."""
    return in_chinese(text) if language() == "zh" else str(text)
