"""Batches: many forms of one template from a data sheet, each row exactly once.

    plan     every row is read and checked; nothing is written (``batch_plan``)
    slices   some hundred rows at a time are made, promised, committed, published (``batch_steps``)
    end      the result sheet; the one PDF and the ZIP, if they were asked for (``batch_ends``)

Rows wait in the sheet and forms on the disk, so a long batch needs no more memory than a short one.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from django.db import DatabaseError

from docgen.errors import Problem, say
from docgen.office import batch_ends, batch_folder, batch_plan, batch_resume, editions, numbers
from docgen.office.batch_crew import PORTION, Crew, Made, hired
from docgen.office.batch_ends import Checked, Outcome, Progress
from docgen.office.batch_folder import told
from docgen.office.batch_plan import Fault, Plan, Wanted
from docgen.office.batch_resume import NEW
from docgen.office.batch_steps import Desk, Done, Words, finish
from docgen.office.desk import Office
from docgen.register.models import Person
from docgen.render.pdf import Pool

__all__ = ["Checked", "Fault", "Outcome", "Progress", "Wanted", "check", "run"]

#: Rows between two commits; of papers that take longer, fewer.
SLICE, SLOW_SLICE = 500, 120


def check(
    office: Office,
    who: Person,
    wanted: Wanted,
    folder: Path | None,
    *,
    tell: Progress,
    words: Words = str,
) -> Checked:
    """The dry run: read and check all rows; no form is made and no number given.

    What is wrong is written into ``folder``, if there is one.
    """
    if folder:
        batch_folder.check(folder)
    plan = batch_plan.make(office, who, wanted)
    with hired(office, plan) as crew:
        checked = _checked(plan, crew, tell, keep=False)
    if folder:
        return replace(checked, listed=batch_ends.list_faults(folder, checked, words))
    return checked


def run(
    office: Office,
    who: Person,
    wanted: Wanted,
    folder: Path,
    *,
    mode: str = NEW,
    tell: Progress,
    words: Words = str,
) -> Outcome:
    """Check all rows, then fill them; all are right, or nothing is done.

    Args:
        office: The office.
        who: The acting person.
        wanted: What was asked for; ``skip_wrong`` lets the right rows be filled all the same.
        folder: The folder of the batch.
        mode: ``NEW``, ``RESUME`` an interrupted one, or ``RESTART`` it from its beginning.
        tell: Told how far it is.
        words: Says the words of the result sheet in the reader's language.

    Raises:
        BadInput: A row is wrong, or the folder is not right for this batch.
        OutsideFailed: The disk, LibreOffice or the database failed; what was done is kept.
    """
    batch_folder.check(folder)
    plan = batch_plan.make(office, who, wanted)
    with batch_folder.opened(folder) as out:
        desk, begun = Desk(office, who, plan, out, secrets.token_hex(8), words), False
        try:
            with hired(office, plan) as crew, _pool(wanted) as pool:
                checked = _checked(plan, crew, tell, keep=True)
                _refuse_wrong(checked)
                editions.keep(office, plan.folder)
                desk, before = batch_resume.begin(desk, mode)
                begun = True
                return _carried_out(replace(desk, pool=pool), crew, checked, before, tell)
        except BaseException:
            if begun:
                _stopped(desk)
            raise


def _pool(wanted: Wanted) -> AbstractContextManager[Pool | None]:
    return Pool(wanted.jobs) if wanted.printed else nullcontext()


def _checked(plan: Plan, crew: Crew, tell: Progress, *, keep: bool) -> Checked:
    wrong: dict[int, list[Fault]] = {}
    remarks = list(plan.sheet.remarks)
    for portion, looked in enumerate(crew.check(range(len(plan)), keep=keep), start=1):
        wrong |= looked.wrong
        remarks += looked.remarks
        tell(say("checking"), min(portion * PORTION, len(plan)), len(plan))
    faults = tuple(fault for turn in sorted(wrong) for fault in wrong[turn])
    right = tuple(turn for turn in range(len(plan)) if turn not in wrong)
    return Checked(plan, faults, right, tuple(remarks))


def _refuse_wrong(checked: Checked) -> None:
    if checked.faults and not (checked.plan.wanted.skip_wrong and checked.right):
        raise batch_ends.wrong(checked)


def _carried_out(
    desk: Desk, crew: Crew, checked: Checked, before: Sequence[Done], tell: Progress
) -> Outcome:
    """Fill the rows that are not done yet, then do what comes at the end."""
    there = {one.turn: one for one in before if not one.fault}
    done = dict(there)
    rest = [turn for turn in checked.right if turn not in there]
    for one in _filled(desk, crew, rest, lambda count: tell(say("filling"), count, len(rest))):
        done[one.turn] = one
    rows = tuple(done[turn] for turn in sorted(done))
    outcome = Outcome(desk.batch, checked, rows, len(there))
    return batch_ends.finished(desk, outcome, tell)


def _filled(
    desk: Desk, crew: Crew, turns: Sequence[int], tell: Callable[[int], None]
) -> Iterator[Done]:
    """Slice by slice; while one is committed, the next one is made."""
    wanted = desk.plan.wanted
    size = SLOW_SLICE if wanted.printed or wanted.file else SLICE
    steps = count(1)
    waiting: deque[Callable[[], list[Made]]] = deque()
    for at in range(0, len(turns) + size, size):
        if some := turns[at : at + size]:
            waiting.append(_begun(desk, crew, some))
        if waiting and (len(waiting) > 1 or not some):
            with told(desk.out.folder):
                made = waiting.popleft()()
            yield from finish(desk, made, lambda: tell(next(steps)))


def _begun(desk: Desk, crew: Crew, turns: Sequence[int]) -> Callable[[], list[Made]]:
    """Reserve the numbers of a slice and let it be made."""
    form = desk.plan.folder.form
    given = numbers.reserve_each(desk.office, desk.who, form, form.name, len(turns))
    desk.reserved.extend(filter(None, given))
    return crew.make(turns, given, desk.out.staged)


def _stopped(desk: Desk) -> None:
    """Leave nothing half done; where the disk does not even allow that, ``--resume`` does it."""
    with suppress(Problem, OSError):
        batch_resume.tidied(desk)
    with suppress(Problem, DatabaseError):
        numbers.release_each(desk.office, desk.reserved)
