"""A batch asked for on the page: its sheet, its dry run, its forms.

    work/jobs/J000042/rows.xlsx     the sheet as it was sent
    work/jobs/J000042/check.json    what the dry run found: columns, faults at their cells
    work/jobs/J000042/out/          the folder of the batch (``batch_folder``)

First the dry run; then its owner corrects cells, changes columns, chooses what is to be made, and
the batch is run. It goes on where it was interrupted, as ``docgen batch --resume`` does.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.catalogue import in_chinese
from docgen.errors import BadInput, Misuse, say
from docgen.forms.wrong import WrongValueError
from docgen.model.access import Act
from docgen.office import batch, batch_columns, gate, jobs, writing
from docgen.office.batch_corrected import CUSTOMER
from docgen.office.batch_ends import Checked, Outcome
from docgen.office.batch_folder import RESULT, STATE
from docgen.office.batch_plan import Fault, Plan, Wanted
from docgen.office.batch_resume import NEW, RESUME
from docgen.office.desk import Office
from docgen.office.halfway import nameless
from docgen.office.intake import read_file
from docgen.register.models import Person
from docgen.register.models_page import Job

KIND = "batch"
CHECK, RUN = "check", "run"
#: A sheet of the page has so many rows at the most; larger ones are the command's.
MOST_ROWS = 10_000
#: So many faults are kept to be shown at their cells.
MOST_FAULTS = 2_000
_SUFFIXES = (".csv", ".xlsx")
_SHEET, _CHECKED, _OUT = "rows", "check.json", "out"
_SHOWN = 60
#: Told what is being done, how much of it is done, and of how much.
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made of the rows."""

    pdf: bool = True
    file: bool = False
    skip_wrong: bool = False


def begin(office: Office, who: Person, template: str, sheet: Path) -> Job:
    """Take a sheet and let it be looked at."""
    gate.ask(office, who, Act.FILL, "form.filled")
    form = writing.template(office, template).form
    suffix = sheet.suffix.lower()
    if suffix not in _SUFFIXES:
        raise BadInput(
            say("“{name}” is not a table docgen can read", name=sheet.name),
            why=say("it takes .csv and .xlsx files"),
            fix=say("save it as .xlsx or as .csv in UTF-8"),
            field="files",
        )
    facts = {"template": form.name, "sheet": sheet.name, "suffix": suffix, "step": CHECK}
    job = jobs.add(office, who, KIND, form.title, facts)
    shutil.copyfile(sheet, _sheet(office, job))
    jobs.start(office, job)
    return job


def replace_sheet(office: Office, job: Job, sheet: Path) -> None:
    """Another sheet instead, corrected elsewhere; what was corrected on the page is void."""
    if sheet.suffix.lower() != job.facts["suffix"] or _begun(office, job):
        raise Misuse(
            say("This sheet cannot take the other one's place"),
            why=say("it is of another kind, or the batch has begun"),
            fix=say("begin a new batch with it"),
        )
    shutil.copyfile(sheet, _sheet(office, job))
    jobs.start(office, job, step=CHECK, corrections={}, sheet=sheet.name)


def correct(office: Office, job: Job, changed: Mapping[str, Mapping[str, str]]) -> None:
    """Put values into cells, by row and field, and look again."""
    before: dict[str, dict[str, str]] = job.facts.get("corrections", {})
    rows = {row: {**before.get(row, {}), **changed.get(row, {})} for row in {*before, *changed}}
    jobs.start(office, job, step=CHECK, corrections=rows)


def choose(office: Office, job: Job, became: Mapping[str, str]) -> None:
    """Say what columns hold, by heading, and look again."""
    mapping = dict(job.facts.get("mapping", {}))
    ignored = dict.fromkeys(job.facts.get("ignored", []))
    for heading, field in became.items():
        mapping.pop(heading, None)
        ignored.pop(heading, None)
        if field == batch_columns.IGNORED:
            ignored[heading] = None
        elif field:
            mapping[heading] = field
    jobs.start(office, job, step=CHECK, mapping=mapping, ignored=list(ignored))


def run(office: Office, job: Job, wish: Wish) -> None:
    """Make the forms of all right rows."""
    jobs.start(office, job, step=RUN, pdf=wish.pdf, file=wish.file, skip_wrong=wish.skip_wrong)


def checked(office: Office, job: Job) -> dict[str, Any]:
    """What the last dry run found; nothing before the first one."""
    try:
        found: dict[str, Any] = json.loads((jobs.place(office, job) / _CHECKED).read_bytes())
    except FileNotFoundError:
        return {}
    return found


def result_file(office: Office, job: Job, name: str) -> Path | None:
    """A file that a finished batch hands out."""
    names = job.result.get("files", []) if job.state == jobs.DONE else []
    path = jobs.place(office, job) / _OUT / name
    return path if name in names and path.is_file() else None


def do(office: Office, who: Person, job: Job, told: Told) -> tuple[str, Mapping[str, Any]]:
    """Do what is to be done: the dry run, or the batch. Called by the runner."""
    if job.facts["step"] == CHECK:
        return jobs.READY, _look(office, who, job, told)
    out = jobs.place(office, job) / _OUT
    mode = RESUME if _begun(office, job) else NEW
    wanted = _wanted(office, job)
    try:
        outcome = batch.run(office, who, wanted, out, mode=mode, tell=told, words=_words(office))
    except BadInput:
        seen = {} if _begun(office, job) else _look(office, who, job, told)
        if not seen.get("wrong"):
            raise
        return jobs.READY, seen  # filing asks more than filling: whose dossier a form belongs in
    return jobs.DONE, _made(out, job, outcome)


def _look(office: Office, who: Person, job: Job, told: Told) -> Mapping[str, Any]:
    """The dry run; what it found is written down whole."""
    form, wanted = writing.template(office, job.facts["template"]).form, _wanted(office, job)
    told(say("reading"), 0, 1)
    data = read_file(wanted.rows, office)
    columns = batch_columns.columns(data, wanted.rows.name, form, wanted)
    found: dict[str, Any] = {"columns": [one.kept() for one in columns]}
    try:
        seen = batch.check(office, who, wanted, None, tell=told)
        _refuse_many(seen)
    except BadInput as problem:
        found |= {"problem": jobs.told(problem), "rows": 0, "right": 0, "wrong": 0}
    else:
        found |= _found(seen)
    (jobs.place(office, job) / _CHECKED).write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return {name: found[name] for name in ("rows", "right", "wrong")}


def _found(seen: Checked) -> dict[str, Any]:
    faults = seen.faults[:MOST_FAULTS]
    wrong = {one.row for one in faults}
    turns = {number: turn for turn, number in enumerate(seen.plan.numbers) if number in wrong}
    return {
        "rows": len(seen.plan),
        "right": len(seen.right),
        "wrong": seen.wrong,
        "faults": [dict(_fault(one)) for one in faults],
        "more": len(seen.faults) - len(faults),
        "lines": {str(number): _line(seen.plan, turn) for number, turn in turns.items()},
        "remarks": [[jobs.both(one.place), jobs.both(one.text)] for one in seen.remarks[:50]],
    }


def _fault(one: Fault) -> Iterator[tuple[str, object]]:
    detail = nameless(one.detail)
    yield "row", one.row
    yield "field", detail.field or CUSTOMER
    yield from (
        (name, jobs.both(getattr(detail, name))) for name in ("label", "place", "text", "fix")
    )


def _line(plan: Plan, turn: int) -> dict[str, str]:
    """What stands in a row, by field; tables are left out."""
    row = plan.row(turn)
    told = {
        name: _text(value) for name, value in row.answers.items() if not isinstance(value, list)
    }
    return {**told, CUSTOMER: plan.about[turn]}


def _text(value: object) -> str:
    return "" if isinstance(value, WrongValueError) else str(value)[:_SHOWN]


def _refuse_many(seen: Checked) -> None:
    if len(seen.plan) > MOST_ROWS:
        raise BadInput(
            say("The sheet has {n} rows", n=len(seen.plan)),
            why=say("the page takes {n} at a time", n=MOST_ROWS),
            fix=say("make several sheets of it, or fill them on the server").by("docgen batch"),
        )


def _made(out: Path, job: Job, outcome: Outcome) -> Mapping[str, Any]:
    if job.facts.get("file"):  # the papers are in the archive; single files beside it help nobody
        for path in out.iterdir():
            if path.name not in (RESULT, STATE) and path.is_file():
                path.unlink()
    files = [path.name for path in (outcome.zipped, outcome.result) if path and path.is_file()]
    return {
        "rows": len(outcome.checked.plan),
        "made": len(outcome.done) - len(outcome.failed),
        "failed": len(outcome.failed),
        "left_out": outcome.checked.wrong,
        "files": files,
        "batch": outcome.batch,
    }


def _wanted(office: Office, job: Job) -> Wanted:
    facts = job.facts
    return Wanted(
        template=facts["template"],
        rows=_sheet(office, job),
        mapping=facts.get("mapping", {}),
        pdf=bool(facts.get("pdf")),
        file=bool(facts.get("file")),
        zipped=not facts.get("file"),
        skip_wrong=bool(facts.get("skip_wrong")),
        ignored=facts.get("ignored", []),
        corrections=facts.get("corrections", {}),
    )


def _sheet(office: Office, job: Job) -> Path:
    return jobs.place(office, job) / f"{_SHEET}{job.facts['suffix']}"


def _begun(office: Office, job: Job) -> bool:
    return (jobs.place(office, job) / _OUT / STATE).exists()


def _words(office: Office) -> Callable[[str], str]:
    return in_chinese if office.settings.language == "zh" else str
