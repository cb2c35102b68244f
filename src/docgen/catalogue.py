"""The Chinese catalogue: an English sentence of the source as a Chinese reader has it."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from docgen.errors import translated

_DOMAIN = "docgen"
_LOCALE = Path(__file__).parent / "data" / "locale"


def in_chinese(text: str) -> str:
    """A sentence in Chinese, whoever reads it; what is not in the catalogue stays English."""
    return translated(text, _catalogue().gettext)


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, str(_LOCALE), ["zh_Hans"], fallback=True)
