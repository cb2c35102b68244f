"""The register as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The office's tables; every table's name starts with ``register_``."""

    name = "docgen.register"
    label = "register"
