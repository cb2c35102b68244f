"""What was typed into a form of the page, as raw answers for the forms' own check.

    f-severity          a question
    t-items-2-what      a cell: the third row on the page of the table ``items``

Rows in which nothing stands do not count. Nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from docgen.forms.answers import MOST_ROWS
from docgen.forms.form import Column, Field, Form
from docgen.office import drafts_files
from docgen.office.desk import Office
from docgen.web.entering import Request
from docgen.web.uploads import received

_TURN = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the answers, and where the rows of each table stand on the page."""

    answers: dict[str, object]
    turns: dict[str, list[int]]


def typed(form: Form, sent: QueryDict, before: Mapping[str, object]) -> Typed:
    """The answers of a form that was sent; pictures stay as they were unless taken away."""
    answers: dict[str, object] = {}
    turns: dict[str, list[int]] = {}
    dropped = sent.get("drop", "")
    for one in form.fields:
        if one.kind == "table":
            rows = _rows(one, sent, before.get(one.name), dropped)
            turns[one.name] = list(rows)
            value: object = list(rows.values())
        else:
            value = _answer(one, sent, one.name, "f", before.get(one.name))
        if value not in ("", []):
            answers[one.name] = value
    return Typed(answers, turns)


def _rows(
    table: Field, sent: QueryDict, before: object, dropped: str
) -> dict[int, dict[str, object]]:
    prefix = f"t-{table.name}-"
    numbered = {
        name.removeprefix(prefix).partition("-")[0] for name in sent if name.startswith(prefix)
    }
    numbers = sorted(int(one) for one in numbered if _TURN.fullmatch(one))
    old = before if isinstance(before, list) else []
    found: dict[int, dict[str, object]] = {}
    for turn in numbers[:MOST_ROWS]:
        there = old[turn] if turn < len(old) else {}
        row = {
            one.name: value
            for one in table.columns
            if not one.compute
            and (
                value := _answer(
                    one, sent, f"{table.name}-{turn}-{one.name}", "t", there.get(one.name)
                )
            )
            not in ("", [])
        }
        if row and dropped != f"{table.name}-{turn}":
            found[turn] = row
    return found


def _answer(asked: Column, sent: QueryDict, key: str, sort: str, before: object) -> object:
    name = f"{sort}-{key}"
    if asked.compute:
        return ""
    if asked.pictured:
        is_kept = isinstance(before, Mapping) and f"clear-{key}" not in sent
        return before if is_kept else ""
    if asked.kind == "choices":
        return [one for one in sent.getlist(name) if one]
    text = sent.get(name, "").replace("\r\n", "\n")
    return text if text.strip() else ""


def take_pictures(office: Office, request: Request, form: Form, code: str, found: Typed) -> None:
    """Put pictures that were sent beside the draft and into its answers."""
    for one in form.fields:
        if one.pictured and (kept := _picture(office, request, code, f"f-{one.name}")):
            found.answers[one.name] = kept
        rows = found.answers.get(one.name) if one.columns else []
        numbered = zip(
            found.turns.get(one.name, ()), rows if isinstance(rows, list) else (), strict=True
        )
        for turn, row in numbered:
            for column in one.columns:
                name = f"t-{one.name}-{turn}-{column.name}"
                if column.pictured and (kept := _picture(office, request, code, name)):
                    row[column.name] = kept


def _picture(office: Office, request: Request, code: str, name: str) -> dict[str, object] | None:
    if name not in request.FILES:
        return None
    with received(request, name) as files:
        for one in files:
            return drafts_files.put_picture(office, code, one.name, one.path.read_bytes())
    return None
