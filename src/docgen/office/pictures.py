"""Pictures among the answers: files named there are read here, before the form is checked.

A file named in a file of answers lies beside it or in a folder below: such a file may come from
anybody, and must not reach for others. What a person types himself may lie anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docgen.errors import BadInput, Detail, say
from docgen.forms import pictures
from docgen.forms.form import Column, Form
from docgen.forms.picture_files import MOST_BYTES
from docgen.forms.pictures import Given
from docgen.render.upright import upright


class _Unread(Exception):
    """Why a file was not read, and what to do."""


def with_pictures(form: Form, raw: Mapping[str, object], folder: Path | None) -> dict[str, object]:
    """The answers with the pictures that they name.

    Args:
        form: The questions; only those that a picture answers are looked at.
        raw: What was answered, not yet checked.
        folder: Where the files lie; ``None`` if a person typed their names.

    Raises:
        BadInput: Files that cannot be read, all of them with field and label.
    """
    faults: list[Detail] = []

    def read(column: Column, name: str, value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            return value
        try:
            return _given(value.strip(), folder)
        except _Unread as why:
            text, fix = why.args
            faults.append(Detail(text, name, column.label, fix=fix))
            return value

    answers = pictures.with_pictures(form, raw, read)
    if faults:
        raise BadInput(
            say("{count} picture(s) cannot be read", count=len(faults)),
            why=faults[0].text,
            fix=faults[0].fix,
            field=faults[0].field,
            details=faults,
        )
    return answers


def _given(name: str, folder: Path | None) -> Given:
    try:
        path = Path(name) if folder is None else folder / name
        if folder is not None and not path.resolve().is_relative_to(folder.resolve()):
            raise _Unread(
                say("the picture “{file}” lies outside the folder of the answers", file=name),
                say("copy it beside the file of answers and write its name alone"),
            )
        if not path.is_file():
            raise _Unread(
                say("there is no file “{file}”", file=name),
                say("put the picture beside the file of answers, or correct its name"),
            )
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as why:  # a name may hold what no file's can
        text = say("the picture “{file}” cannot be opened: {error}", file=name, error=why)
        raise _Unread(text, say("correct its name, or give yourself the right to read it")) from why
    try:
        return Given(path.name, upright(data, path.name))
    except BadInput as why:
        raise _Unread(why.why, why.fix) from why
