"""Reading a day that somebody typed as an option."""

from __future__ import annotations

from docgen.model.typed import day_of

__all__ = ["day_of"]
