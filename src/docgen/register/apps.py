"""The register as a Django app."""

from __future__ import annotations

import importlib

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The office's tables; every table's name starts with ``register_``."""

    name = "docgen.register"
    label = "register"

    def import_models(self) -> None:
        """Load all modules that hold tables."""
        super().import_models()
        for topic in (
            "cases",
            "copies",
            "custody",
            "description",
            "disposal",
            "duties",
            "keeping",
            "keys",
            "log",
            "outside",
            "page",
            "permits",
            "postings",
            "regrading",
            "reminders",
            "seals",
            "searches",
            "visits",
        ):
            importlib.import_module(f"docgen.register.models_{topic}")
