"""Taking in papers that people bring: all read and checked before any is filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, Detail, Problem, say
from docgen.model.grades import Grade, grade_of
from docgen.office import dossiers, filing, gate
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.register.models import Person
from docgen.render.text import Extract, extract


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper that was brought and is filed now, and what to know before it is opened."""

    path: Path
    filed: Filed
    warnings: tuple[str, ...]


def bring(
    office: Office,
    who: Person,
    place: str,
    paths: Sequence[Path],
    *,
    title: str = "",
    group: str = "other",
    grade: str = "",
) -> list[Brought]:
    """File papers in the dossier of a number or a customer, each path as an item of its own.

    Each is opened in a child process with limits; the first that may not be filed stops all.
    """
    with gate.attempt(office, who, "item.filed"):
        where = dossiers.place_for(office, who, place)
        graded = parse_grade(grade)
        taken = [_take_in(office, path) for path in paths]
        done: list[Brought] = []
        for path, data, seen in taken:
            paper = filing.NewPaper(
                files={path.name: data},
                title=title or path.stem,
                group=group,
                text=seen.text,
                grade=graded,
                made={"source": path.name, "media_type": seen.media_type},
            )
            try:
                filed = filing.file(office, who, where, paper)
            except Problem as problem:
                problem.details += tuple(map(_filed_before, done))
                raise
            done.append(Brought(path, filed, seen.warnings))
        return done


def _filed_before(one: Brought) -> Detail:
    """What a person must know who would otherwise file it a second time."""
    item = one.filed.item
    return Detail(say("{file} was filed before that, as {item}", file=one.path.name, item=item))


def _take_in(office: Office, path: Path) -> tuple[Path, bytes, Extract]:
    data = read_file(path, office)
    return path, data, extract(data, path.name)


def read_file(path: Path, office: Office) -> bytes:
    """The bytes of a file that somebody brings, if it is not too large for the office."""
    limit = office.settings.max_megabytes
    try:
        if path.stat().st_size > limit * 1_000_000:
            raise BadInput(
                say("{file} is larger than {limit} MB", file=path, limit=limit),
                why=say("the office takes no larger files (max_megabytes in docgen.toml)"),
                fix=say("make it smaller, or let the administrator raise the limit"),
                file=str(path),
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            say("{file} cannot be read: {error}", file=path, error=error.strerror or error),
            why=say("there is no such file, or it may not be opened"),
            fix=say("check the name and the rights"),
            file=str(path),
        ) from error


def parse_grade(code: str) -> Grade | None:
    """A grade by what people call it; ``None`` for ""."""
    return grade_of(code) if code else None
