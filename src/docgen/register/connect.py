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
from django.apps import apps
from django.db import connections

from docgen.register import steps

if not apps.ready:  # the web page has set Django up with more apps
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
    steps.walk_to(steps.known()[-1])
    changes.watch()


def schema_state() -> Literal["same", "older", "newer"]:
    """Whether the database's tables are this program's.

    Asked with plain SQL before every command: Django's own loader is slow to start.

    Raises:
        sqlite3.Error: The file is no database, or one without tables.
    """
    file = connections["default"].settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(file, timeout=60)) as database:
        taken = {name for (name,) in database.execute(steps.TAKEN)}
    known = set(steps.known())
    if taken - known:
        return "newer"
    return "older" if known - taken else "same"
