"""Taking in old papers by the thousand: a plan, then each paper exactly once, then the report.

    plan      which papers there are and where each belongs (``taking_in_folder``, ``_sheet``)
    papers    read, compared, looked at, filed in groups (``taking_in_steps``)
    report    what was not taken and why; one entry of the log with the counts

Whatever stops an import, the same command goes on: the register itself says which papers are
filed already (``taking_in_known``). Two imports do not run at once in one office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha512
from pathlib import Path

from docgen.archive import locks
from docgen.errors import BadInput, say
from docgen.office import gate, journal, taking_in_report
from docgen.office.desk import Office, one_transaction
from docgen.office.taking_in_known import Known
from docgen.office.taking_in_paper import NotTaken, Plan
from docgen.office.taking_in_report import Words
from docgen.office.taking_in_steps import Step, Taken, could_be_taken, filed, groups, looked_at
from docgen.register.models import Person

EVENT = "archive.imported"
#: Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Outcome:
    """What became of every paper of an import.

    Args:
        taken: What is filed, or could be.
        not_taken: What is not.
        passed_over: Files that programs left behind, counted by name.
        report: Where the report stands; ``None`` if none was asked for.
        log_index: The import's entry in the log; -1 after a dry run.
    """

    taken: list[Taken] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    report: Path | None = None
    log_index: int = -1

    @property
    def left(self) -> int:
        """How many papers are not taken; one may have several faults."""
        return len({one.source for one in self.not_taken})

    @property
    def before(self) -> int:
        """How many of the papers an earlier run had filed."""
        return sum(one.before for one in self.taken)


@dataclass(frozen=True, slots=True)
class How:
    """How an import is done.

    Args:
        dry_run: Only say what would be done.
        again: File duplicates all the same.
        report: Where to write the report; ``None`` for nowhere.
        tell: Told how far it is.
        words: Says a sentence in the reader's language.
    """

    dry_run: bool
    again: bool
    report: Path | None
    tell: Progress
    words: Words = str


def carry_out(office: Office, who: Person, make: Callable[[], Plan], how: How) -> Outcome:
    """Make the plan and take in its papers; every one is taken or stands among the others.

    Raises:
        BadInput: What lists the papers cannot be read, or another import is at work.
        OutsideFailed: Disk or database failed; what was filed before is kept.
    """
    taking_in_report.check(how.report)
    with gate.attempt(office, who, EVENT), _alone(office):
        plan = make()
        outcome = Outcome(not_taken=list(plan.refused), passed_over=dict(plan.passed_over))
        for n, one in enumerate(_steps(office, who, plan, how), start=1):
            if isinstance(one, Taken):
                outcome.taken.append(one)
            else:
                outcome.not_taken.append(one)
            how.tell(say("importing"), n, len(plan.papers))
        return _finished(office, who, outcome, how)


def _steps(office: Office, who: Person, plan: Plan, how: How) -> Iterator[Step]:
    sizes = {one.size for paper in plan.papers for one in paper.files.values()}
    steps = looked_at(office, plan.papers, Known(who, sizes), again=how.again)
    for some in groups(steps):
        if not isinstance(some, list):
            yield some
        elif how.dry_run:
            yield from map(could_be_taken, some)
        else:
            yield from filed(office, who, some)


def _finished(office: Office, who: Person, outcome: Outcome, how: How) -> Outcome:
    """Write the report, and enter the import with its counts and the report's digest."""
    excel = how.report is not None and how.report.suffix.lower() == ".xlsx"
    data = taking_in_report.made(outcome.not_taken, outcome.taken, how.words, excel=excel)
    if how.report:
        outcome.report = taking_in_report.write(how.report, data)
    if not how.dry_run:
        counts = {
            "before": outcome.before,
            "not-taken": outcome.left,
            "passed-over": sum(outcome.passed_over.values()),
        }
        with one_transaction():
            outcome.log_index = journal.append(
                office,
                EVENT,
                who,
                n=len(outcome.taken) - outcome.before,
                sha512=sha512(data).hexdigest(),
                more=counts,
            )
    return outcome


@contextmanager
def _alone(office: Office) -> Iterator[None]:
    """Let no other import run meanwhile: the same paper must not be filed by both."""
    place = office.folder / "work" / "locks" / "import"
    place.mkdir(parents=True, exist_ok=True)
    if not locks.own(place):
        raise BadInput(
            say("Another import is at work in this office"),
            why=say("two imports could file the same paper twice"),
            fix=say("wait until it is done"),
        )
    try:
        yield
    finally:
        locks.disown(place)
