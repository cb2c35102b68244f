"""Opening the register: Django set up once, then pointed at one database file.

Importing this module sets Django up, so it comes before any import of the tables. Nothing
here knows what the rows mean.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sqlite3
from pathlib import Path
from typing import Literal

import django
from django.core.management import call_command
from django.db import connections

os.environ["DJANGO_SETTINGS_MODULE"] = "docgen.register.settings"
django.setup()


def connect(file: Path) -> None:
    """Point Django at this database file; may be called again for another one."""
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = str(file)


def migrate() -> None:
    """Bring the tables to this program's version; nothing happens if they are.

    The triggers that tell every change are off meanwhile: ``office.daybook`` begins anew.
    """
    changes = importlib.import_module("docgen.register.changes")  # needs Django set up
    changes.unwatch()
    call_command("migrate", verbosity=0, interactive=False)
    changes.watch()


def schema_state() -> Literal["same", "older", "newer"]:
    """Whether the database's tables are this program's.

    Asked with plain SQL before every command: Django's own loader is slow to start.

    Raises:
        sqlite3.Error: The file is no database, or one without tables.
    """
    file = connections["default"].settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(file, timeout=60)) as database:
        rows = database.execute("SELECT name FROM django_migrations WHERE app = 'register'")
        applied = {name for (name,) in rows}
    known = {path.stem for path in (Path(__file__).parent / "migrations").glob("0*.py")}
    if applied - known:
        return "newer"
    return "older" if known - applied else "same"
