"""Taking a template over: checked, its words looked at by a person, its digest in the log.

What has been taken over stands in ``templates/accepted.txt``, see ``office.accepted``. A template
that was changed since is still filled, but the list says that nobody has accepted it. The log
holds the same digests, out of everybody's reach.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import BadInput, OutsideFailed, say
from docgen.model.access import Act
from docgen.office import accepted, gate, journal
from docgen.office.desk import Office, one_transaction
from docgen.register.models import Person
from docgen.render.comments import Note, commented
from docgen.render.example import example_words
from docgen.render.folder import (
    EXPECTED,
    FORM,
    digest,
    find_folder,
    is_name,
    list_templates,
    read_template,
)
from docgen.render.lint import Remark, check_folder

EVENT = "template.accepted"
_OWN_CODE = "T006"  # the very difference that is to be accepted


@dataclass(frozen=True, slots=True)
class Review:
    """A template before it is accepted.

    Args:
        name: The template's name.
        folder: Where it lies.
        remarks: What speaks against it; it can be accepted only without any.
        words: What the example says now.
        diff: How that differs from ``expected.txt``, in unified form; empty if it does not.
    """

    name: str
    folder: Path
    remarks: tuple[Remark, ...]
    words: str = ""
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of a template, and its Word file (empty if it cannot be read)."""

    name: str
    remarks: tuple[Remark, ...]
    docx: bytes


def check(office: Office, target: str) -> Checked:
    """What a colleague would say about a template; nothing is changed.

    Raises:
        NotFound: There is none.
    """
    name, folder = _find(office, target)
    remarks, docx = check_folder(folder, name)
    return Checked(name, tuple(remarks), docx)


def mark(office: Office, checked: Checked, copy: Path, lines: Sequence[tuple[str, ...]]) -> None:
    """Write the remarks as comments into a copy of the Word file; never over another file.

    Args:
        office: The office, for its clock.
        checked: What was said.
        copy: Where the copy goes.
        lines: Each remark as the reader shall see it.
    """
    if not checked.docx:
        raise BadInput(
            say("No remark can be written into the Word file of “{name}”", name=checked.name),
            why=say("a file of the template cannot be read, so nothing else was looked at"),
            fix=say("see what is wrong").by(f"docgen template check {checked.name}"),
        )
    notes = [Note(text, remark.spot) for text, remark in zip(lines, checked.remarks, strict=True)]
    data = commented(checked.docx, notes, at=office.now())
    try:
        with copy.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise BadInput(
            say("{file} cannot be written: {error}", file=copy, error=error.strerror or error),
            why=say("a file is never written over, and its folder must be there"),
            fix=say("choose another name"),
            file=str(copy),
        ) from error


def review(office: Office, who: Person, target: str) -> Review:
    """Look at a template by its name in the office, or by the path of its folder.

    Raises:
        NotFound: There is none.
        NotAllowed: No role of the person allows it to accept templates.
    """
    gate.ask(office, who, Act.KEEP_TEMPLATES, EVENT)
    name, folder = _find(office, target)
    found, _ = check_folder(folder, name)
    remarks = tuple(remark for remark in found if remark.code != _OWN_CODE)
    if remarks:
        return Review(name, folder, remarks)
    template = read_template(folder, name)
    words = example_words(template)
    diff = difflib.unified_diff(
        template.expected.splitlines(),
        words.splitlines(),
        EXPECTED,
        str(say("the example now")),
        lineterm="",
    )
    return Review(name, folder, (), words, tuple(diff))


def accept(office: Office, who: Person, looked_at: Review) -> int:
    """Write the words that were looked at, and record who took the template over.

    Returns:
        The template's version: how many times it has been accepted.
    """
    if looked_at.remarks:
        raise ValueError(looked_at.name)
    gate.ask(office, who, Act.KEEP_TEMPLATES, EVENT, subject=looked_at.name)
    file = office.folder / "templates" / accepted.FILE
    try:
        _replace(looked_at.folder / EXPECTED, looked_at.words)
        own = digest(looked_at.folder, looked_at.name)
        lines = [*accepted.lines(office.folder), f"{own}  {looked_at.name}"]
        version = sum(line.partition("  ")[2] == looked_at.name for line in lines)
        with one_transaction():
            more: dict[str, str | int] = {"template_sha256": own, "version": version}
            journal.append(office, EVENT, who, obj=looked_at.name, more=more)
            _replace(file, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise OutsideFailed(
            say("The template was not accepted: {error}", error=error.strerror or error),
            why=say("the disk refused"),
            fix=say(
                "make room, or give yourself the right to write to {folder}", folder=file.parent
            ),
        ) from error
    return version


def _find(office: Office, target: str) -> tuple[str, Path]:
    root = office.folder / "templates"
    path = Path(target)
    if _is_template(path):
        folder = path.resolve()
        name = "/".join(folder.parts[-2:])
        if is_name(name):
            return name, folder
        raise BadInput(
            say("{folder} cannot be a template's folder", folder=folder),
            why=say("a template lies in a folder of its family, both in small letters"),
            fix=say("move it, for instance to contract/service-contract"),
            file=str(folder),
        )
    full = [known for known in list_templates(root) if known.endswith(f"/{target}")]
    name = full[0] if len(full) == 1 else target
    return name, find_folder(root, name)


def _is_template(path: Path) -> bool:
    try:
        return (path / FORM).is_file()
    except OSError:  # longer than any name
        return False


def _replace(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, "utf-8")
    new.replace(file)
