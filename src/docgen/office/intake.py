"""Taking in papers that people bring: all read and checked before any is filed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, Detail, Problem, say
from docgen.forms.characters import odd_character
from docgen.model.access import Act
from docgen.model.grades import Grade, grade_of
from docgen.office import dossiers, filing, gate
from docgen.office.desk import Office
from docgen.office.filing import Filed
from docgen.register.models import Dossier, ItemVersion, Person
from docgen.render.text import Extract, extract

_LONGEST_TITLE = 240


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
    then: Callable[[Filed], None] | None = None,
) -> list[Brought]:
    """File papers in the dossier of a number or a customer, each path as an item of its own.

    Each is opened in a child process with limits; the first that may not be filed stops all.
    ``then`` is what else is written in the transaction that files one.
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
                filed = filing.file(office, who, where, paper, then=then)
            except Problem as problem:
                problem.details += tuple(map(_filed_before, done))
                raise
            done.append(Brought(path, filed, seen.warnings))
        return done


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to be filed together with others: its own title, group and grade."""

    path: Path
    title: str = ""
    group: str = "other"
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at before it is filed.

    Args:
        warnings: What to know before it is opened.
        twins: Papers of the dossier that the person may know of and that are the same bytes.
    """

    warnings: tuple[str, ...]
    twins: tuple[str, ...]


def look(office: Office, who: Person, dossier: Dossier, path: Path) -> Looked:
    """Read a file as ``bring`` does and say what is to be known of it; nothing is filed.

    Raises:
        BadInput: It could not be filed.
    """
    gate.ask(office, who, Act.FILE, "item.filed", paper=gate.dossier_paper(dossier))
    _, data, seen = _take_in(office, path)
    return Looked(tuple(seen.warnings), _twins(who, dossier, data))


def bring_together(
    office: Office,
    who: Person,
    dossier: Dossier,
    wanted: Sequence[Wanted],
    *,
    twice: bool = False,
) -> list[Brought]:
    """File several papers in a dossier: all of them or none.

    Args:
        office: The office.
        who: Who brings them.
        dossier: Where they go.
        wanted: The files, each with its title, group and grade.
        twice: Also those that lie in the dossier already.

    Raises:
        BadInput: Some may not be filed; a detail says of each why. Nothing was filed.
    """
    with gate.attempt(office, who, "item.filed", str(dossier)):
        gate.ask(office, who, Act.FILE, "item.filed", paper=gate.dossier_paper(dossier))
        faults: list[Detail] = []
        papers: list[tuple[Wanted, filing.NewPaper, tuple[str, ...]]] = []
        for one in wanted:
            try:
                papers.append((one, *_paper(office, who, dossier, one, twice=twice)))
            except BadInput as fault:
                faults.append(Detail(fault.what, place=one.path.name, fix=fault.fix))
        if faults or not papers:
            raise _none_filed(len(wanted), faults)
        filed = filing.file_many(office, who, [(dossier, paper) for _, paper, _ in papers])
    return [
        Brought(one.path, done, warnings)
        for (one, _, warnings), done in zip(papers, filed, strict=True)
    ]


def _paper(
    office: Office, who: Person, dossier: Dossier, one: Wanted, *, twice: bool
) -> tuple[filing.NewPaper, tuple[str, ...]]:
    """One file as it will be filed, and its warnings."""
    _, data, seen = _take_in(office, one.path)
    graded = parse_grade(one.grade)
    filing.may_file(office, who, dossier, one.group, graded)
    if (twins := _twins(who, dossier, data)) and not twice:
        raise BadInput(
            say("it lies in the dossier already, as {items}", items=", ".join(twins)),
            why=say("its bytes are the same"),
            fix=say("leave it out, or say that it is to be filed once more"),
            field="twice",
        )
    paper = filing.NewPaper(
        files={one.path.name: data},
        title=_title(one.title.strip() or one.path.stem),
        group=one.group,
        text=seen.text,
        grade=graded,
        made={"source": one.path.name, "media_type": seen.media_type},
    )
    return paper, tuple(seen.warnings)


def _title(text: str) -> str:
    if len(text) > _LONGEST_TITLE or odd_character(text, lines=False):
        raise BadInput(
            say("“{text}” cannot be a title", text=text[:40]),
            why=say("a title is one line of up to {most} characters", most=_LONGEST_TITLE),
            fix=say("write it shorter, without odd characters"),
            field="title",
        )
    return text


def _twins(who: Person, dossier: Dossier, data: bytes) -> tuple[str, ...]:
    """The papers of the dossier that have a file of these bytes."""
    digest, rank = hashlib.sha512(data).hexdigest(), gate.as_acting(who).rank
    rows = ItemVersion.objects.filter(item__dossier=dossier, item__rank__lte=rank)
    found = rows.select_related("item").order_by("item__turn")
    same = (str(row.item) for row in found if any(one["sha512"] == digest for one in row.files))
    return tuple(dict.fromkeys(same))


def nothing_chosen() -> BadInput:
    """What is said to somebody who sends a form without a file."""
    return BadInput(
        say("No file was chosen"),
        why=say("there is nothing to file"),
        fix=say("choose one or more files, or drop them on the page"),
        field="files",
    )


def _none_filed(n: int, faults: Sequence[Detail]) -> BadInput:
    if not n:
        return nothing_chosen()
    return BadInput(
        say("{bad} of {n} files cannot be filed; none was filed", bad=len(faults), n=n),
        why=say("files that are brought together are filed together or not at all"),
        fix=say("leave these out or correct them, then file again"),
        field="files",
        details=faults,
    )


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
