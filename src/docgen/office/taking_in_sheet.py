"""A sheet that lists old papers as a plan: a row is a paper, its file lies in a folder.

Every fault of every row is told with its cell. A row with a fault is not taken, the others are:
the corrected sheet can be imported again, and files only what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.errors import BadInput, Detail, Problem, say
from docgen.forms import answers
from docgen.forms.form import Form
from docgen.model.grades import Grade
from docgen.model.ids import DossierNumber
from docgen.model.retention import Schedule, shortens
from docgen.office import describing, retention
from docgen.office.desk import Office
from docgen.office.intake import read_file
from docgen.office.taking_in_columns import HEADINGS, form_of
from docgen.office.taking_in_folder import Given, shown
from docgen.office.taking_in_names import plain, title_in
from docgen.office.taking_in_paper import NotTaken, OldPaper, Plan
from docgen.office.taking_in_places import Place, Places
from docgen.office.taking_in_tree import Found, walk
from docgen.render import rows
from docgen.render.rows import Row

_DIGITS = len(str(DossierNumber(1)))
#: Columns that go into the description as they are.
_DESCRIBED = ("responsible", "doc_number", "pages", "carrier", "place", "barcode")


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet with all that is needed to make papers of its rows.

    Args:
        form: Its questions.
        files: The files of the folder, by their paths as they are compared.
        places: Finds the dossiers.
        periods: How long papers are kept here.
        given: What holds where a row says nothing.
        rows_of: The row that has a file already.
    """

    form: Form
    files: Mapping[str, Found]
    places: Places
    periods: Schedule
    given: Given
    rows_of: dict[str, int] = field(default_factory=dict)


def plan(
    office: Office,
    file: Path,
    folder: Path | None,
    places: Places,
    given: Given,
    mapping: Mapping[str, str],
) -> Plan:
    """Read the rows and say where each paper belongs, or every reason why it does not.

    Args:
        office: The office.
        file: The sheet.
        folder: Where the files lie, each of which must stand in a row; else beside the sheet.
        places: Finds the dossiers.
        given: What holds where a row says nothing.
        mapping: Headings, each with the column it stands for.

    Raises:
        BadInput: The sheet cannot be read, or its headings are not right.
    """
    form = form_of(office)
    sheet = rows.read(
        read_file(file, office), file=file.name, form=form, mapping={**HEADINGS, **mapping}
    )
    tree = walk(folder or file.absolute().parent, office.folder)
    files = {plain(one.source): one for one in tree.files}
    listed = Listed(form, files, places, retention.schedule(office), given)
    papers: list[OldPaper] = []
    refused: list[NotTaken] = []
    for row in sheet.rows:
        made = list(_made(listed, row))
        papers += [one for one in made if isinstance(one, OldPaper)]
        refused += [one for one in made if isinstance(one, NotTaken)]
    if folder:
        refused += _unlisted(listed)
    return Plan(tuple(papers), tuple(refused), tree.passed_over if folder else {})


def _made(listed: Listed, row: Row) -> Iterator[OldPaper | NotTaken]:
    """The paper of a row, or all that is wrong with it."""
    source = str(row.answers.get("file", "")) or say("row {row}", row=row.number)
    faults: list[Detail] = []
    try:
        said = answers.check(listed.form, row.answers, places=row.places)
    except BadInput as problem:
        faults += problem.details
        said = {}
    found = _file(listed, row, faults)
    place = _place(listed, row, said, faults)
    described = _described(said, faults) if said else {}
    if faults or found is None or place is None:
        for fault in faults:
            cell = fault.place or row.places.get(fault.field, "")
            yield NotTaken(source, fault.text, fault.fix, cell)
        return
    yield OldPaper(
        source=found.source,
        files={found.path.name: found},
        place=place,
        group=_group(listed, place, said),
        title=str(said["title"]) or title_in(found.path.name),
        dated=said["dated"] if isinstance(said["dated"], dt.date) else listed.given.dated,
        grade=_grade(listed, said),
        retention=_period(listed.periods, str(said["retention"])),
        described=described,
        noted={"remarks": str(said["remarks"])} if said["remarks"] else {},
        where=row.places["file"],
        remarks=tuple(say("{place}: {text}", place=r.place, text=r.text) for r in row.remarks),
    )


def _file(listed: Listed, row: Row, faults: list[Detail]) -> Found | None:
    """The file that a row names; no other row may have it."""
    name = plain(str(row.answers.get("file", "")).replace("\\", "/"))
    found = listed.files.get(name)
    text, fix = "", say("put it right, or take the row out")
    if not name:
        return None
    if found is None:
        text, fix = say("there is no such file in the folder"), say("write its path from there on")
    elif name in listed.rows_of:
        text = say("row {row} has this file already", row=listed.rows_of[name])
    elif found.fault:
        text = found.fault
    listed.rows_of.setdefault(name, row.number)
    if text:
        faults.append(Detail(text, "file", fix=fix))
    return found


def _place(
    listed: Listed, row: Row, said: Mapping[str, object], faults: list[Detail]
) -> Place | None:
    """The dossier of a row, if its group and period go with it and one may file there."""
    name = str(row.answers.get("dossier", ""))
    if not name:
        return None
    if name.isdecimal():  # Excel takes the zeros of a number away
        name = name.zfill(_DIGITS)
    try:
        place = listed.places.find(name)
        if said:
            listed.places.check(place, _group(listed, place, said), _grade(listed, said))
    except Problem as problem:
        field = "group" if problem.field == "group" else "dossier"
        faults.append(Detail(problem.what, field, fix=problem.fix))
        return None
    period = _period(listed.periods, str(said.get("retention", "")))
    usual = listed.periods.periods.get(listed.places.retention(place))
    if period and shortens(usual, listed.periods.periods[period]):
        text = say("the dossier is kept longer: {period}", period=usual.title if usual else "")
        faults.append(Detail(text, "retention", fix=say("leave it out; a period only grows")))
    return place


def _described(said: Mapping[str, object], faults: list[Detail]) -> dict[str, object]:
    given = {name: said[name] for name in _DESCRIBED if said[name] != ""}
    try:
        return describing.checked(describing.Wanted(made_up=not said["title"], **given))  # type: ignore[arg-type]  # checked by the form
    except BadInput as problem:
        faults.append(Detail(problem.why, problem.field, fix=problem.fix))
        return {}


def _group(listed: Listed, place: Place, said: Mapping[str, object]) -> str:
    """The key of the group a row names; one the dossier has not stays as it is, to be refused."""
    name = str(said["group"])
    return listed.places.group(place, name) or name or listed.given.group


def _grade(listed: Listed, said: Mapping[str, object]) -> Grade | None:
    return Grade.parse(str(said["grade"])) if said["grade"] else listed.given.grade


def _period(schedule: Schedule, word: str) -> str:
    return next(
        (one.name for one in schedule.periods.values() if word in {one.name, one.title}), ""
    )


def _unlisted(listed: Listed) -> Iterator[NotTaken]:
    for name, found in listed.files.items():
        if name not in listed.rows_of:
            why = found.fault or say("it stands in no row of the sheet")
            yield NotTaken(shown(found.source), why, say("add a row for it, or leave it"))
