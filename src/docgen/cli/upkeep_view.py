"""How checks of the archive are shown: findings, a rolling fixity run, the four properties."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from docgen.archive.check import Finding
from docgen.cli.printing import is_terminal, note, out, out_json, table
from docgen.errors import BadInput, Integrity, listed, say
from docgen.office.four import Point, Result
from docgen.office.rolling import Rolled

_SHOWN = 20  # of what is wrong with one point; --json has all


def refuse_mixture(*, fixity: bool, four: bool, rolling: bool) -> None:
    """Refuse options that do not belong together."""
    if (four and fixity) or (rolling and not fixity):
        raise BadInput(
            say("These options do not belong together"),
            why=say("--days and --minutes belong to --fixity; --four reads all files anyway"),
            fix=say("run them one after the other: docgen check --fixity, docgen check --four"),
            field="--four" if four else "--fixity",
        )


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> int:
    """Print findings; the exit code."""
    if as_json:
        out_json({"ok": not findings, "findings": _data(findings)})
    else:
        _print(findings)
        out(say("{n} finding(s).", n=len(findings)))
    return Integrity.exit_code if findings else 0


def note_upgrade(n: int) -> None:
    """Say that rules or templates of this docgen are waiting."""
    if n:
        note(say("{n} rule(s) or template(s) are missing or older here: docgen upgrade", n=n))


def show_rolled(rolled: Rolled, *, as_json: bool) -> int:
    """Print what a rolling fixity run did; the exit code."""
    if as_json:
        out_json(
            {
                "ok": rolled.is_right,
                "papers": rolled.total,
                "read": rolled.checked,
                "overdue": rolled.overdue,
                "findings": _data(rolled.findings),
            }
        )
    else:
        _print(rolled.findings)
        out(
            say(
                "{read} of {papers} paper(s) read again, {n} finding(s).",
                read=rolled.checked,
                papers=rolled.total,
                n=len(rolled.findings),
            )
        )
    if rolled.overdue:
        note(
            say(
                "Not finished: {n} paper(s) are overdue. Give the run more minutes.",
                n=rolled.overdue,
            )
        )
    if rolled.findings:
        return Integrity.exit_code
    return 1 if rolled.overdue else 0


def show_points(points: Sequence[Point], *, as_json: bool) -> int:
    """Print the four properties as a table; the exit code."""
    wrong = [point for point in points if point.result is Result.WRONG]
    if as_json:
        out_json({"ok": not wrong, "points": [_point(one) for one in points]})
        return Integrity.exit_code if wrong else 0
    words = {
        Result.RIGHT: say("right"),
        Result.WRONG: say("wrong"),
        Result.UNCHECKED: say("not checked"),
    }
    table(
        (say("Code"), say("Property"), say("Rule"), say("Looked at"), say("Wrong"), say("Result")),
        [
            (one.code, one.part, one.rule, one.checked, len(one.wrong), words[one.result])
            for one in points
        ],
    )
    for point in points:
        for one in point.wrong[:_SHOWN]:
            out(listed(filter(None, (point.code, *one)), "  "))
        if len(point.wrong) > _SHOWN:
            out(say("{code}  and {n} more", code=point.code, n=len(point.wrong) - _SHOWN))
        if point.unchecked:
            out(say("{code}  not checked: {why}", code=point.code, why=point.unchecked))
    return Integrity.exit_code if wrong else 0


def _point(point: Point) -> dict[str, object]:
    return {
        "code": point.code,
        "property": point.part,
        "rule": str(point.rule),
        "checked": point.checked,
        "result": point.result,
        "wrong": [str(one) for one in point.wrong],
        "why": str(point.unchecked or ""),
    }


def _data(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [
        {"code": one.code, "item": one.urn, "path": str(one.path), "text": str(one.text)}
        for one in findings
    ]


def _print(findings: Sequence[Finding]) -> None:
    for one in findings:
        out(f"{one.code}  {one.urn}  {one.path}")
        out(one.text)


@contextmanager
def bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal, to be told how many are done of how many."""
    with click.progressbar(length=0, file=sys.stderr, hidden=not is_terminal()) as shown:

        def told(done: int, of: int) -> None:
            shown.length = of
            shown.update(done - shown.pos)

        yield told
