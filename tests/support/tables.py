"""The tables of a register that is rebuilt: made once a process, for they take a second."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from docgen.register import replay

_MADE: dict[tuple[str, ...], bytes] = {}


def make_tables(migrations: list[str]) -> None:
    """What ``replay.make_tables`` does in an empty register; later ones get the same bytes."""
    file, steps = Path(str(connection.settings_dict["NAME"])), tuple(migrations)
    if steps in _MADE:
        file.write_bytes(_MADE[steps])
    else:
        replay.make_tables(migrations)
        _MADE[steps] = file.read_bytes()
