"""One slice of a batch: printed, promised, committed, published, in that order.

      1. make     the forms are in the staged folder, their numbers reserved
      2. promise  a line of the journal names them, and how long the log was
      3. commit   register and log have them: from here on they exist
      4. publish  they appear under their names; a line says so

Whatever stops a batch, ``settle`` finishes what step 3 began, asking register and log which of
the promised forms exist; it serves a batch that is resumed and one that has just been stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.errors import BadInput, NotAllowed, OutsideFailed
from docgen.ledger.entry import decode
from docgen.office import editions, filing, journal, numbers, writing
from docgen.office.batch_crew import Made
from docgen.office.batch_folder import OutFolder, told
from docgen.office.batch_plan import Plan
from docgen.office.desk import Office, one_transaction
from docgen.register.models import ItemVersion, Person
from docgen.register.models_log import LogEntry, LogHead
from docgen.render.pdf import Pool, to_pdf, to_pdfs

#: Says a sentence in the reader's language.
Words = Callable[[str], str]
#: This many papers in a row that LibreOffice cannot print are LibreOffice's fault, not theirs.
_GIVE_UP = 3


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a row.

    Args:
        turn: Its turn from 0.
        number: The form's number; "" for none.
        name: The file's name without its ending; "" if there is none.
        item: The item it was filed as; "" if it was not.
        fault: Why it was not filled; "" if it was.
    """

    turn: int
    number: str
    name: str
    item: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Desk:
    """Where a batch is done.

    Args:
        office: The office.
        who: The acting person.
        plan: The rows.
        out: The folder.
        batch: The batch's id.
        words: Says a sentence in the reader's language.
        pool: Running LibreOffices, if PDFs are made.
        reserved: All numbers this run has reserved so far.
    """

    office: Office
    who: Person
    plan: Plan
    out: OutFolder
    batch: str
    words: Words = str
    pool: Pool | None = None
    reserved: list[str] = field(default_factory=list)


def finish(desk: Desk, made: Sequence[Made], step: Callable[[], object]) -> list[Done]:
    """Steps 2 to 4 for a slice that was made; ``step`` is called for each row."""
    editions.keep(desk.office, desk.plan.folder)
    if desk.pool:
        made = _printed(desk, desk.pool, made)
    promise = {
        "ready": [[one.turn, one.number, one.name, one.sha512, one.fault] for one in made],
        "log": _log_size(),
    }
    desk.out.write(promise)
    if desk.plan.wanted.file:
        done = [_file(desk, one, step) for one in made]
    else:
        done = _issue(desk, made)
        for _ in done:
            step()
    return _publish(desk, done)


def settle(desk: Desk, lines: Sequence[dict[str, Any]]) -> list[Done]:
    """All that was done so far; what was committed and not yet published is published now."""
    done: list[Done] = []
    for at, line in enumerate(lines):
        if "done" in line:
            done += [Done(*one) for one in line["done"]]
        elif "ready" in line and not any("done" in other for other in lines[at + 1 : at + 2]):
            done += _publish(desk, _committed(desk, line))
    desk.out.clear_staged()
    return done


def _printed(desk: Desk, pool: Pool, made: Sequence[Made]) -> list[Made]:
    """Make the PDFs of a slice; a form that cannot be printed is not issued either."""
    staged, wanted = desk.out.staged, desk.plan.wanted
    good = [one for one in made if not one.fault]
    seconds = desk.office.settings.pdf_seconds
    with told(desk.out.folder):
        words = [(staged / f"{one.name}.docx").read_bytes() for one in good]
    try:
        pdfs: Sequence[bytes | str] = to_pdfs(
            words, seconds=seconds, same_template=True, archival=wanted.archival, pool=pool
        )
    except OutsideFailed as problem:
        pdfs = _one_by_one(words, seconds, pool, problem, archival=wanted.archival)
    faults = {}
    with told(desk.out.folder):
        for one, pdf in zip(good, pdfs, strict=True):
            if isinstance(pdf, str):
                faults[one.turn] = pdf
                (staged / f"{one.name}.docx").unlink()
            else:
                (staged / f"{one.name}.pdf").write_bytes(pdf)
    return [replace(one, fault=faults.get(one.turn, one.fault)) for one in made]


def _one_by_one(
    words: Sequence[bytes], seconds: float, pool: Pool, problem: OutsideFailed, *, archival: bool
) -> list[bytes | str]:
    """The PDF of each, or why there is none, when all together could not be printed."""
    made: list[bytes | str] = []
    for word in words:
        try:
            made.append(to_pdf(word, seconds=seconds, archival=archival, pool=pool))
        except OutsideFailed as why:
            made.append(why.what)
        if len(made) >= min(_GIVE_UP, len(words)) and all(
            isinstance(one, str) for one in made[-_GIVE_UP:]
        ):
            raise problem
    return made


def _issue(desk: Desk, made: Sequence[Made]) -> list[Done]:
    """Forms that leave without being filed: numbers used, an entry for each, all or none."""
    good, form = [one for one in made if not one.fault], desk.plan.folder.form
    entries = [
        {
            "obj": form.name,
            "grade": form.grade.code,
            "sha512": one.sha512,
            "more": {"batch": desk.batch, "row": one.turn}
            | ({"number": one.number} if one.number else {}),
        }
        for one in good
    ]
    with one_transaction():
        numbers.issued_each(one.number for one in good if one.number)
        journal.append_each(desk.office, "form.filled", desk.who, entries)
        numbers.release_each(desk.office, _spoiled(made))
    return [
        Done(one.turn, one.number, one.name if not one.fault else "", fault=one.fault)
        for one in made
    ]


def _spoiled(made: Iterable[Made]) -> list[str]:
    return [one.number for one in made if one.fault and one.number]


def _file(desk: Desk, one: Made, step: Callable[[], object]) -> Done:
    """File one form in its customer's dossier; a refusal is that row's alone."""
    fault, item = one.fault, ""
    if not fault:
        try:
            item = str(_filed(desk, one).item)
        except (BadInput, NotAllowed) as problem:
            fault = problem.what
            _unstage(desk, one)
    if fault and one.number:
        numbers.release(desk.office, one.number)
    step()
    return Done(one.turn, one.number, one.name if item else "", item, fault)


def _filed(desk: Desk, one: Made) -> filing.Filed:
    plan, staged = desk.plan, desk.out.staged
    row = plan.row(one.turn)
    with told(desk.out.folder):
        word = (staged / f"{one.name}.docx").read_bytes()
        printed = (staged / f"{one.name}.pdf").read_bytes() if desk.pool else None
    filled = writing.Filled(plan.folder.form.title, one.number, word, printed)
    checked = plan.answered(row, one.turn)
    paper = writing.paper(desk.office, plan.folder, filled, checked, plan.occasion.today)
    return filing.file(desk.office, desk.who, plan.places[plan.about[one.turn]], paper)


def _unstage(desk: Desk, one: Made) -> None:
    with told(desk.out.folder):
        for suffix in (".docx", ".pdf"):
            (desk.out.staged / f"{one.name}{suffix}").unlink(missing_ok=True)


def _publish(desk: Desk, done: list[Done]) -> list[Done]:
    wanted = desk.plan.wanted
    suffixes = (".docx", ".pdf") if wanted.printed else (".docx",)
    keep = suffixes if wanted.zipped else () if wanted.pdf else (".pdf",)
    names = [f"{one.name}{suffix}" for one in done if one.name for suffix in suffixes]
    desk.out.publish(names, keep=keep)
    fields = [[one.turn, one.number, one.name, one.item, one.fault] for one in done]
    desk.out.write({"done": fields})
    return done


def _log_size() -> int:
    head = LogHead.objects.first()
    return head.size if head else 0


def _committed(desk: Desk, line: dict[str, Any]) -> list[Done]:
    """Which forms of a promise exist: the log says so, or the register for those filed."""
    since, promised = line["log"], [Made(*one) for one in line["ready"]]
    if desk.plan.wanted.file:
        items = _items_since(since, desk.who)
        return [
            Done(one.turn, one.number, one.name, items[one.sha512].pop(0))
            for one in promised  # in the order in which they are filed
            if items.get(one.sha512)
        ]
    there = _turns_since(since, desk.batch)
    return [Done(one.turn, one.number, one.name) for one in promised if one.turn in there]


def _turns_since(since: int, batch: str) -> set[int]:
    entries = LogEntry.objects.filter(idx__gte=since).values_list("leaf", flat=True)
    found = (decode(bytes(leaf)) for leaf in entries.iterator())
    facts = [entry.get("more") for entry in found if entry["act"] == "form.filled"]
    return {
        int(more["row"]) for more in facts if isinstance(more, dict) and more.get("batch") == batch
    }


def _items_since(since: int, who: Person) -> dict[str, list[str]]:
    """The items filed since, by the digests of their files, the first one first."""
    rows = ItemVersion.objects.filter(log_index__gte=since, by=who, n=1).order_by("log_index")
    items: dict[str, list[str]] = {}
    for row in rows.select_related("item"):
        for one in row.files:
            items.setdefault(str(one["sha512"]), []).append(str(row.item))
    return items
