"""Beginning a batch in a folder: anew, from where it was interrupted, or from the start again.

A batch goes on only with the same rows, template and wishes: a row must not be filled twice,
and what lies in the folder must be what the journal says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.errors import BadInput, Detail, say
from docgen.office import numbers
from docgen.office.batch_folder import told
from docgen.office.batch_plan import Plan
from docgen.office.batch_steps import Desk, Done, settle

NEW, RESUME, RESTART = "new", "resume", "restart"
_VERSION = 1
#: What must not change → what it is called.
_SAME = {
    "rows_sha256": say("the file of rows"),
    "template": say("the template"),
    "template_sha256": say("the template's files"),
    "options": say("the options"),
}
_WISHES = ("pdf", "archival", "merged", "zipped", "file", "customer_column")


def begin(desk: Desk, mode: str) -> tuple[Desk, list[Done]]:
    """Begin or go on with a batch; the desk with its id, and what an earlier run has done.

    Raises:
        BadInput: An earlier batch is there and it was not said what to do with it, or it was
            another one.
    """
    lines = desk.out.lines()
    if lines and mode == RESUME:
        _refuse_other(desk, lines[0])
        desk = replace(desk, batch=str(lines[0]["batch"]))
        return desk, settle(desk, lines)
    if lines and mode != RESTART:
        raise _there_already(desk, finished="finished" in lines[-1])
    if lines:
        _undo(desk, lines)
    desk.out.begin({"batch": desk.batch, **_head(desk.plan), "by": desk.who.code})
    return desk, []


def tidied(desk: Desk) -> None:
    """After a batch was stopped: finish what was committed, drop what was not."""
    lines = desk.out.lines()
    if lines:
        settle(replace(desk, batch=str(lines[0]["batch"])), lines)


def _head(plan: Plan) -> dict[str, object]:
    wishes = {name: getattr(plan.wanted, name) for name in _WISHES}
    return {
        "version": _VERSION,
        "template": plan.folder.name,
        "template_sha256": plan.folder.sha256,
        "rows_sha256": plan.rows_sha256,
        "options": {**wishes, "mapping": dict(plan.wanted.mapping), **_of_the_page(plan)},
    }


def _of_the_page(plan: Plan) -> dict[str, object]:
    """What only the page can wish, if it did."""
    ignored, corrections = list(plan.wanted.ignored), dict(plan.wanted.corrections)
    found = {"ignored": ignored} if ignored else {}
    return {**found, "corrections": corrections} if corrections else {**found}


def _refuse_other(desk: Desk, head: Mapping[str, Any]) -> None:
    mine = _head(desk.plan)
    other = [name for key, name in _SAME.items() if head.get(key) != mine[key]]
    if not other:
        return
    raise BadInput(
        say("This is not the batch that was interrupted in {folder}", folder=desk.out.folder),
        why=say("{what} changed since", what=other[0]),
        fix=say("use the same ones as then, or begin anew with --restart or in another folder"),
        file=str(desk.out.folder),
        details=[Detail(say("{what} changed since", what=name)) for name in other],
    )


def _there_already(desk: Desk, *, finished: bool) -> BadInput:
    if finished:
        return BadInput(
            say("{folder} holds a finished batch", folder=desk.out.folder),
            why=say("its rows would be filled a second time"),
            fix=say("choose another folder with --out, or void all of it and begin with --restart"),
            file=str(desk.out.folder),
        )
    return BadInput(
        say("A batch was interrupted in {folder}", folder=desk.out.folder),
        why=say("a part of its rows is done"),
        fix=say("go on with --resume, or void what was done and begin with --restart"),
        file=str(desk.out.folder),
    )


def _undo(desk: Desk, lines: Sequence[dict[str, Any]]) -> None:
    """Void the numbers of an earlier batch and remove its files; filed papers stay for good."""
    wanted = replace(desk.plan.wanted, **lines[0]["options"])
    old = replace(desk, plan=replace(desk.plan, wanted=wanted), batch=str(lines[0]["batch"]))
    done = settle(old, lines)
    if filed := [one for one in done if one.item]:
        raise BadInput(
            say("The batch in {folder} cannot be begun anew", folder=desk.out.folder),
            why=say("{n} of its forms are in the archive already", n=len(filed)),
            fix=say("go on with --resume, or choose another folder with --out"),
            file=str(desk.out.folder),
        )
    numbers.void_each(desk.office, desk.who, [one.number for one in done if one.name])
    made = [*lines[-1].get("finished", []), *(f"{one.name}.docx" for one in done)]
    made += [f"{one.name}.pdf" for one in done]
    with told(desk.out.folder):
        for name in made:
            for place in (desk.out.folder, desk.out.kept):
                (place / name).unlink(missing_ok=True)
