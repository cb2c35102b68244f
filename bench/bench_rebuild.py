"""Claims: 10,000 waiting papers are recovered in 2 s; a lost register comes back at 500 papers/s.

    python bench/bench_rebuild.py [papers]        default 10000; about 3 minutes

Recovery: papers are committed in groups of 250 and the program stops before each publishing, as
if it had been killed there; the next start publishes them. Rebuilding: ``register.sqlite3`` and
``index/`` are deleted, then ``office.rebuilding.rebuild`` makes them anew from ``archive/`` and
``log/`` (rows, log, comparison with the archive, index); afterwards every table says the same,
but for the passwords, which are written nowhere.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

from places import Place, fresh, load, numbers, papers, seconds

from docgen.archive.store import Store
from docgen.office import filing, opening, people, rebuilding, upkeep
from docgen.office.desk import Office
from docgen.register.connect import connect
from docgen.register.models import Person

GROUP, A_DOSSIER = 250, 1000
#: What a rebuilding itself goes on with, and whose passwords do not come back.
ASIDE = ("register_change", "register_log", "register_person", "sqlite_", "django_")


def main(count: int) -> None:
    """Measure and print."""
    with fresh() as place:
        _file_unpublished(place, count)
        took = seconds(lambda: upkeep.finish(place.office))
        assert not place.office.store.unpublished()
        print(f"recovery of {count} waiting papers: {took:.2f} s ({load()})")
        folder = place.office.folder
        before = _tables(folder / opening.REGISTER)
        took, index = _rebuild(folder, count)
        after = _tables(folder / opening.REGISTER)
        assert after == before, [name for name in before if before[name] != after[name]]
        print(
            f"rebuild: {took:.1f} s, {count / took:.0f} papers/s with the index, "
            f"{count / (took - index):.0f} without ({load()})"
        )


def _file_unpublished(place: Place, count: int) -> None:
    with patch.object(Store, "publish_many", lambda *_: {}):
        for at in range(0, count, GROUP):
            if at % A_DOSSIER == 0:
                dossier = place.dossier()
            some = papers(min(GROUP, count - at), 500)
            filing.file_many(place.office, place.who, [(dossier, one) for one in some])


def _rebuild(folder: Path, count: int) -> tuple[float, float]:
    """How long it took, and how much of that was the index."""
    connect(folder / opening.REGISTER)
    (folder / opening.REGISTER).unlink()
    shutil.rmtree(folder / "index")
    real, index = upkeep.rebuild_index, []

    def timed(office: Office) -> int:
        index.append(seconds(lambda: real(office)))
        return count

    def enter(office: Office) -> tuple[Office, Person]:
        return office, people.by_login("shen")

    done: list[Any] = []
    with patch.object(upkeep, "rebuild_index", timed):
        took = seconds(lambda: done.append(rebuilding.rebuild(folder, enter)))
    assert done[0].papers == count
    assert not done[0].lost, done[0].lost
    return took, index[0]


def _tables(file: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608  our own tables
            for (name,) in names
            if not name.startswith(ASIDE)
        }


if __name__ == "__main__":
    main(*numbers([10_000]))
