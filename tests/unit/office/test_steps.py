"""A new register takes a short cut; whichever way is gone, the tables are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from docgen.register import changes, steps
from docgen.register.connect import connect, migrate, schema_state
from docgen.register.replay import Misfit, make_tables

SHORT_CUT = "0001_squashed_0016_regrading"


def new_register(file: Path) -> None:
    connect(file)
    migrate()


def schema() -> list[tuple[str, ...]]:
    """Tables, indexes and triggers, as the database keeps them; not the daybook's triggers."""
    changes.unwatch()
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return list(cursor.fetchall())


def noted() -> set[str]:
    return {name for app, name in MigrationRecorder(connection).applied_migrations()}


def test_a_new_register_takes_the_short_cut(tmp_path: Path) -> None:
    new_register(tmp_path / "new.sqlite3")

    assert schema_state() == "same"
    assert steps.applied() == steps.known()
    assert noted() == {SHORT_CUT, *steps.known()}
    assert changes.is_watched()


def test_an_older_register_comes_to_the_same_tables_and_back(tmp_path: Path) -> None:
    connect(tmp_path / "old.sqlite3")
    make_tables(steps.known()[:4])
    old, before = schema(), schema_state()
    migrate()
    stepped, after = schema(), schema_state()

    new_register(tmp_path / "new.sqlite3")
    short = schema()
    steps.walk_to(steps.known()[3])

    assert (before, after) == ("older", "same")
    assert stepped == short
    assert schema() == old
    assert steps.applied() == steps.known()[:4]


@pytest.mark.parametrize("named", [["0001_initial", "0003_change"], [SHORT_CUT], ["zero"]])
def test_steps_that_this_program_does_not_know_are_refused(
    tmp_path: Path, named: list[str]
) -> None:
    connect(tmp_path / "new.sqlite3")

    with pytest.raises(Misfit):
        make_tables(named)


def test_a_register_that_noted_only_the_steps_is_up_to_date(tmp_path: Path) -> None:
    new_register(tmp_path / "new.sqlite3")
    MigrationRecorder(connection).record_unapplied("register", SHORT_CUT)

    assert schema_state() == "same"
    migrate()
    assert schema_state() == "same"
