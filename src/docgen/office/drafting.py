"""A new template in the office's library: begun from an existing Word form, or from our look.

Nobody fills it yet: the author looks it over, ``template check`` says what is wrong, and
``template accept`` takes it over. All four files appear at once, or none.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, OutsideFailed, say
from docgen.forms.draft import example_toml, form_toml, number_pattern
from docgen.forms.form import Form
from docgen.forms.kinds import FAMILIES
from docgen.model.access import Act
from docgen.office import gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.render.blankform import blank_form
from docgen.render.example import example_words
from docgen.render.folder import DOCX, EXAMPLE, EXPECTED, FORM, is_name, read_unjudged
from docgen.render.lint import Remark, check_folder
from docgen.render.oldform import Draft, read_old_form

EVENT = "template.drafted"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A new template: its name, its folder, what was found, and what the check says of it."""

    name: str
    folder: Path
    draft: Draft
    remarks: tuple[Remark, ...]


def draft(office: Office, who: Person, name: str, source: Path | None, title: str = "") -> Drafted:
    """Begin the template ``family/name``.

    Args:
        office: The office.
        who: Who makes it; must be allowed to keep templates.
        name: Its name, with one of the known families.
        source: An existing Word form; ``None`` for a form in our look.
        title: The Chinese title; "" for that of the Word form.

    Raises:
        BadInput: The name is taken or none, the Word form cannot be used, or has no blanks.
        NotAllowed: No role of the person allows it.
    """
    gate.ask(office, who, Act.KEEP_TEMPLATES, EVENT, subject=name if is_name(name) else "")
    folder = free_folder(office, name)
    word = (source.name, _read(source)) if source else None
    found, files = begun(name, title, word)
    try:
        _write(folder, name, files)
    except OSError as error:
        raise OutsideFailed(
            say("The template could not be written: {error}", error=error.strerror or error),
            why=say("the disk refused; nothing was left behind"),
            fix=say("make room, or give yourself the right to write to {folder}", folder=folder),
        ) from error
    with one_transaction():
        journal.append(office, EVENT, who, obj=name)
    remarks, _ = check_folder(folder, name)
    return Drafted(name, folder, found, tuple(remarks))


def begun(
    name: str, title: str, word: tuple[str, bytes] | None
) -> tuple[Draft, Mapping[str, bytes]]:
    """What is found in a Word form, and the four files of a template that begins with it.

    Args:
        name: The template's name.
        title: The Chinese title; "" for that of the Word form.
        word: The Word form's own name and its bytes; ``None`` for a form in our look.
    """
    found = read_old_form(word[1], word[0]) if word else blank_form(title or name)
    if not found.fields:
        raise _no_blanks(word[0] if word else "")
    form = _form(name, title or found.title or (Path(word[0]).stem if word else name), found)
    return found, {
        DOCX: found.docx,
        FORM: form_toml(form).encode(),
        EXAMPLE: example_toml(form.fields).encode(),
        EXPECTED: b"",
    }


def _form(name: str, title: str, found: Draft) -> Form:
    return Form(
        name=name,
        title=title,
        family=name.partition("/")[0],
        number=number_pattern(name) if found.numbered else "",
        sign=found.sign,
        fields=found.fields,
    )


def free_folder(office: Office, name: str) -> Path:
    """Where a new template will lie.

    Raises:
        BadInput: The name is taken, or no template can be called so.
    """
    family = name.partition("/")[0]
    if not is_name(name) or family not in FAMILIES:
        raise BadInput(
            say("A template cannot be called “{name}”", name=name),
            why=say("its name is a family, a slash, and small letters, digits and hyphens"),
            fix=say(
                "write for instance visit/guest-record; families: {all}", all=" ".join(FAMILIES)
            ),
            field="name",
        )
    folder = office.folder / "templates" / name
    if folder.exists():
        raise BadInput(
            say("There is a template “{name}” already", name=name),
            why=say("nothing is written over it"),
            fix=say("choose another name, or change that one in Word"),
            field="name",
        )
    return folder


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise BadInput(
            say("The Word form cannot be read: {error}", error=error.strerror or error),
            why=say("there is no such file, or it may not be opened"),
            fix=say("check the name"),
            file=str(source),
        ) from error


def _no_blanks(file: str) -> BadInput:
    return BadInput(
        say("Nothing to fill in was found in the Word form"),
        why=say("it has no empty cells beside labels, no lines to write on and no boxes to tick"),
        fix=say("draw a line of underscores behind each label in Word, and try again"),
        file=file,
    )


def _write(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    made = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    made.mkdir(parents=True)
    try:
        for file, data in files.items():
            (made / file).write_bytes(data)
        (made / EXPECTED).write_text(_words(made, name), "utf-8")
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _words(folder: Path, name: str) -> str:
    """What the example says; nothing if the form cannot be filled yet, which the check tells."""
    try:
        return example_words(read_unjudged(folder, name))
    except BadInput:
        return ""
