"""The end of a batch: its result sheet, the one PDF and the ZIP; and the words for wrong rows."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import BadInput, Detail, say
from docgen.office.batch_folder import CHECKED, RESULT, told
from docgen.office.batch_plan import Fault, Plan
from docgen.office.batch_steps import Desk, Done, Words
from docgen.render.listing import listing
from docgen.render.pdfjoin import join

#: Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]
#: So many faults are told with a refusal; the dry run tells all.
_MOST_TOLD = 50
_RESULT_HEADS = (say("row"), say("number"), say("file"), say("item"), say("error"))
_FAULT_HEADS = (
    *(say("row"), say("cell"), say("field"), say("label")),
    *(say("value"), say("fault"), say("what to do")),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch that could be run.

    Args:
        plan: Its rows.
        faults: What is wrong with some of them.
        right: The turns of the others.
        remarks: What was read otherwise than it stands in the sheet.
        listed: Where the faults are listed, after a dry run with a folder.
    """

    plan: Plan
    faults: tuple[Fault, ...]
    right: tuple[int, ...]
    remarks: tuple[Detail, ...] = ()
    listed: Path | None = None

    @property
    def wrong(self) -> int:
        """How many rows are wrong."""
        return len(self.plan) - len(self.right)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did.

    Args:
        batch: Its id, which stands in the log.
        checked: Its rows, and what is wrong with those left out.
        done: What became of each row that was right.
        before: How many of them an earlier run had done.
        result: The result sheet.
        merged: The PDF that holds all, if it was asked for.
        zipped: The ZIP file, if it was asked for.
    """

    batch: str
    checked: Checked
    done: tuple[Done, ...]
    before: int
    result: Path = Path(RESULT)
    merged: Path | None = None
    zipped: Path | None = None

    @property
    def is_old(self) -> bool:
        """Whether this run found everything done."""
        return self.before == len(self.done)

    @property
    def failed(self) -> list[Done]:
        """The rows that were right and still came to nothing."""
        return [one for one in self.done if one.fault]


def finished(desk: Desk, outcome: Outcome, tell: Progress) -> Outcome:
    """Write what comes at the end; done again as a whole if it is interrupted."""
    wanted, out = desk.plan.wanted, desk.out
    made = [one for one in outcome.done if not one.fault]
    with told(out.folder):
        result = out.folder / RESULT
        _put(result, _results(desk, outcome))
        outcome = replace(outcome, result=result)
        if wanted.merged:
            outcome = replace(outcome, merged=_merged(desk, outcome, made, tell))
        if wanted.zipped:
            outcome = replace(outcome, zipped=_zipped(desk, outcome, made, tell))
    names = (outcome.result, outcome.merged, outcome.zipped)
    out.write({"finished": [path.name for path in names if path]})
    if not outcome.failed:  # else somebody may try those rows again
        shutil.rmtree(out.kept, ignore_errors=True)
    return outcome


def list_faults(folder: Path, checked: Checked, words: Words) -> Path:
    """Write what a dry run found into a folder, which is made if it is not there."""
    rows = (
        [
            *(fault.row, words(fault.detail.place)),
            *(fault.detail.field, words(fault.detail.label)),
            *(fault.value, words(fault.detail.text), words(fault.detail.fix)),
        ]
        for fault in checked.faults
    )
    with told(folder):
        folder.mkdir(exist_ok=True)
        _put(folder / CHECKED, listing([words(head) for head in _FAULT_HEADS], rows))
    return folder / CHECKED


def wrong(checked: Checked) -> BadInput:
    """The refusal of a batch with wrong rows."""
    faults, rows = checked.faults, checked.plan.wanted.rows
    details = [_told(fault) for fault in faults[:_MOST_TOLD]]
    if len(faults) > _MOST_TOLD:
        details.append(Detail(say("and {n} more", n=len(faults) - _MOST_TOLD)))
    return BadInput(
        say(
            "{n} of {rows} rows in {file} are wrong",
            n=checked.wrong,
            rows=len(checked.plan),
            file=rows.name,
        ),
        why=say("nothing was filled: all rows must be right first"),
        fix=say("correct them, or leave them out").by("--skip-wrong; --dry-run lists all"),
        file=str(rows),
        details=details,
    )


def _told(fault: Fault) -> Detail:
    return replace(fault.detail, place=fault.detail.place or say("row {row}", row=fault.row))


def _results(desk: Desk, outcome: Outcome) -> bytes:
    """One line for each row of the sheet, in its order."""
    words, plan, suffix = desk.words, outcome.checked.plan, _suffix(desk)
    lines: dict[int, list[object]] = {}
    for one in outcome.done:
        file = f"{one.name}{suffix}" if one.name else ""
        lines[plan.numbers[one.turn]] = [
            one.number if file else "",
            file,
            one.item,
            words(one.fault),
        ]
    for fault in outcome.checked.faults:
        text = say("left out: {fault}", fault=fault.detail.text)
        lines.setdefault(fault.row, ["", "", "", words(text)])
    heads = [words(head) for head in _RESULT_HEADS]
    return listing(heads, ([row, *lines[row]] for row in sorted(lines)))


def _suffix(desk: Desk) -> str:
    wanted = desk.plan.wanted
    return ".pdf" if wanted.pdf else ".docx"


def _merged(desk: Desk, outcome: Outcome, made: list[Done], tell: Progress) -> Path:
    """All PDFs as one, in the order of the rows."""
    target = desk.out.folder / desk.plan.wanted.merged
    if outcome.is_old and target.exists():
        return target
    part = desk.out.state / "merged.part"
    with part.open("wb") as stream:
        join((_place(desk, f"{one.name}.pdf").read_bytes() for one in _counted(made, tell)), stream)
    part.replace(target)
    return target


def _zipped(desk: Desk, outcome: Outcome, made: list[Done], tell: Progress) -> Path:
    """All files in one ZIP, with the result sheet; what is packed already is only stored."""
    target = desk.out.folder / f"{desk.plan.folder.form.title}.zip"
    if outcome.is_old and target.exists():
        return target
    part = desk.out.state / "zip.part"
    suffixes = (".docx", ".pdf") if desk.plan.wanted.pdf else (".docx",)
    with zipfile.ZipFile(part, "w") as pack:
        for one in _counted(made, tell):
            for name in (f"{one.name}{suffix}" for suffix in suffixes):
                pack.write(_place(desk, name), name)
        pack.write(outcome.result, RESULT)
    part.replace(target)
    return target


def _place(desk: Desk, name: str) -> Path:
    kept = desk.out.kept / name
    return kept if kept.exists() else desk.out.folder / name


def _counted(made: list[Done], tell: Progress) -> Iterator[Done]:
    for turn, one in enumerate(made, start=1):
        yield one
        tell(say("packing"), turn, len(made))


def _put(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
