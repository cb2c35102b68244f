"""docgen: fill forms, file them one dossier per customer, find, lend and prove it."""

from __future__ import annotations

__version__ = "0.1.0"
