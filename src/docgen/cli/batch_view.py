"""How a batch is shown: its progress while it runs, what was wrong, what was done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docgen.cli.language import tell
from docgen.cli.printing import note, out, out_json, table
from docgen.errors import say

if TYPE_CHECKING:
    from docgen.office.batch import Checked, Fault, Outcome, Progress

#: Seconds between two lines where no bar can be shown.
_EVERY = 10.0
_FINDINGS, _BAD_INPUT = 1, 3
_MOST_REMARKS = 50


@contextmanager
def progress(*, silent: bool, resumable: bool = True) -> Iterator[Progress]:
    """Something to tell how far a batch is: a bar on a terminal, else a line now and then.

    When it is interrupted, the person hears how to go on, if one can.
    """
    try:
        if silent:
            yield lambda _phase, _done, _total: None
        elif sys.stderr.isatty():
            with _bar() as told:
                yield told
        else:
            yield _lines()
    except KeyboardInterrupt:
        if resumable:
            note(say("What was done is kept; go on with the same command and --resume."))
        raise


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:

        def told(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(tell(phase), total=total, rate="")
            speed = bar.tasks[list(tasks).index(phase)].speed
            rate = tell(say("{n}/s", n=f"{speed:,.0f}")) if speed else ""
            bar.update(tasks[phase], completed=done, total=total, rate=rate)

        yield told


def _lines() -> Progress:
    """Lines for a file or a pipe: the first after some seconds, so that short work is silent."""
    begun: dict[str, float] = {}
    last = [time.monotonic()]

    def told(phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        begun.setdefault(phase, now)
        if now - last[0] < _EVERY:
            return
        last[0] = now
        rate = done / max(now - begun[phase], 0.001)
        left = (total - done) / max(rate, 0.001)
        what, speed = tell(phase), f"{rate:,.0f}"
        note(
            say(
                "{what}: {done} of {total}, {rate}/s, {left} s left",
                what=what,
                done=done,
                total=total,
                rate=speed,
                left=round(left),
            )
        )

    return told


def show_checked(checked: Checked, *, as_json: bool) -> int:
    """Print what a dry run found; the exit code."""
    faults, rows = checked.faults, len(checked.plan)
    if as_json:
        out_json(
            {
                "rows": rows,
                "right": len(checked.right),
                "wrong": checked.wrong,
                "problems": [_data(fault) for fault in faults],
                "result": str(checked.listed) if checked.listed else None,
                "warnings": _remarks(checked),
            }
        )
        return _BAD_INPUT if faults else 0
    for remark in _remarks(checked):
        note(remark)
    if faults:
        heads = (say("row"), say("cell"), say("label"), say("value"), say("fault"), say("fix"))
        table(heads, (_cells(fault) for fault in faults))
    out(say("{right} of {rows} rows are right.", right=len(checked.right), rows=rows))
    if checked.listed:
        out(say("  list: {file}", file=checked.listed))
    return _BAD_INPUT if faults else 0


def show_outcome(outcome: Outcome, *, as_json: bool) -> int:
    """Print what a batch did; the exit code."""
    failed, made = outcome.failed, len(outcome.done) - len(outcome.failed)
    left_out = outcome.checked.wrong
    if as_json:
        out_json(
            {
                "batch": outcome.batch,
                "rows": len(outcome.checked.plan),
                "done": made,
                "before": outcome.before,
                "failed": len(failed),
                "left_out": left_out,
                "out": str(outcome.result.parent),
                "result": str(outcome.result),
                "pdf": str(outcome.merged) if outcome.merged else None,
                "zip": str(outcome.zipped) if outcome.zipped else None,
                "warnings": _remarks(outcome.checked),
            }
        )
        return _FINDINGS if failed or left_out else 0
    for remark in _remarks(outcome.checked):
        note(remark)
    out(say("{n} forms filled in {folder}.", n=made, folder=outcome.result.parent))
    if outcome.before:
        out(say("  {n} of them were there from before", n=outcome.before))
    for name, file in ((say("PDF"), outcome.merged), (say("ZIP"), outcome.zipped)):
        if file:
            out(say("  {name}: {file}", name=name, file=file))
    out(say("  list: {file}", file=outcome.result))
    if left_out:
        out(say("  {n} wrong rows were left out", n=left_out))
    if failed:
        out(say("  {n} rows came to nothing; the list says why", n=len(failed)))
    return _FINDINGS if failed or left_out else 0


def _cells(fault: Fault) -> tuple[str, ...]:
    detail = fault.detail
    return (
        str(fault.row),
        detail.place,
        tell(detail.label) or detail.field,
        fault.value,
        detail.text,
        detail.fix,
    )


def _data(fault: Fault) -> dict[str, object]:
    detail = fault.detail
    return {
        "row": fault.row,
        "cell": tell(detail.place),
        "field": detail.field,
        "label": tell(detail.label),
        "value": fault.value,
        "text": tell(detail.text),
        "fix": tell(detail.fix),
    }


def _remarks(checked: Checked) -> list[str]:
    """What was read otherwise than it stands in the sheet; of very much, the beginning."""
    told = [f"{tell(one.place)}: {tell(one.text)}" for one in checked.remarks[:_MOST_REMARKS]]
    if more := len(checked.remarks) - len(told):
        told.append(tell(say("and {n} more", n=more)))
    return told
