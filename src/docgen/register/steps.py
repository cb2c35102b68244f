"""The steps, Django's migrations, that made the tables what they are, and walking along them.

Squashed ones are short cuts for a new register, no steps: the register notes the steps that
they stand for, and only those count. What a step does stands in ``migrations``.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from django.db import connection

#: SQL for the steps a register has taken.
TAKEN = (
    "SELECT name FROM django_migrations "
    "WHERE app = 'register' AND name NOT GLOB '*_squashed_*' ORDER BY name"
)


def known() -> list[str]:
    """The steps this program has, in their order."""
    names = (path.stem for path in (Path(__file__).parent / "migrations").glob("0*.py"))
    return sorted(name for name in names if "_squashed_" not in name)


def applied() -> list[str]:
    """The steps that the open register has taken, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN)
        return [name for (name,) in cursor.fetchall()]


def walk_to(step: str) -> None:
    """Bring the tables, forwards or back, to what they were after this step."""
    module = importlib.import_module("django.db.migrations.executor")  # slow, and rarely needed
    executor = module.MigrationExecutor(connection)
    loader, target = executor.loader, ("register", step)
    if target not in loader.graph.nodes:  # it lies within a short cut, which is left out
        loader.replace_migrations = False
        loader.build_graph()
        for name, short_cut in loader.replacements.items():
            loader.graph.remove_replacement_node(name, short_cut.replaces)
            loader.applied_migrations.pop(name, None)
    executor.migrate([target])
