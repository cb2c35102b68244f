"""What can go wrong, said so that a person can act on it.

    Problem                    a failure a person can act on: what happened, why, what to do now
    ├── Negative        exit 1  the answer is no, or something was found
    ├── Misuse          exit 2  the command was not called rightly
    ├── BadInput        exit 3  a file, line or field is wrong
    ├── NotAllowed      exit 4  the acting person may not; carries every reason
    ├── NotFound        exit 5  there is no such thing
    ├── Integrity       exit 6  something was changed or lost
    └── OutsideFailed   exit 7  LibreOffice, the disk or the database failed

A ``Problem`` is a person's; a ``ValueError`` is the programmer's. Sentences are made with
``say``, so that the edge of the program can say them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast


class Said(str):
    """An English sentence that still knows its template, so that it can be said in Chinese."""

    template: str
    params: dict[str, object]
    __slots__ = ("params", "template")

    def by(self, command: str) -> Said:
        """The same with the command or option that does it; a page leaves that out."""
        return say("{act}: {command}", act=self, command=command)


def say(template: str, /, **params: object) -> Said:
    """Make a sentence from a template; the template is what translators see."""
    said = Said(template.format_map(params) if params else template)
    said.template, said.params = template, params
    return said


def listed(parts: Iterable[str], mark: str = ", ") -> Said:
    """Several sentences or words in one, each still translatable."""
    numbered = {f"part{n}": part for n, part in enumerate(parts)}
    return say(mark.join(f"{{{name}}}" for name in numbered), **numbered)


def translated(text: str, gettext: Callable[[str], str]) -> str:
    """A sentence as the catalogue behind ``gettext`` has it, with the sentences inside it."""
    if not isinstance(text, Said):
        return gettext(text) if text else ""
    params = {
        name: translated(value, gettext) if isinstance(value, Said) else value
        for name, value in text.params.items()
    }
    template = gettext(text.template) if text.template else ""
    return template.format_map(params) if params else template


def without_commands(text: str) -> str:
    """A sentence for readers who have no command line: what to do, not by which command."""
    if not isinstance(text, Said):
        return text
    if text.template == "{act}: {command}":
        return cast("Said", text.params["act"])
    within = {
        name: without_commands(value)
        for name, value in text.params.items()
        if isinstance(value, Said)
    }
    return say(text.template, **(text.params | within)) if within else text


@dataclass(frozen=True, slots=True)
class Detail:
    """One of several faults found together, with its place.

    Args:
        text: The fault as a sentence.
        field: The field's name in ``form.toml``, if it is about a field.
        label: The field's label as the clerk sees it.
        place: Where it stands: a line, a row and cell, a paragraph.
        fix: What to do about it.
    """

    text: str
    field: str = ""
    label: str = ""
    place: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was allowed or refused: the rule's id and its sentence."""

    rule: str
    text: str


class Problem(Exception):
    """A failure a person can act on: what happened, why, and what to do now."""

    exit_code = 1
    code = "problem"

    def __init__(
        self,
        what: str,
        *,
        why: str,
        fix: str,
        field: str = "",
        file: str = "",
        line: int = 0,
        details: Iterable[Detail] = (),
        reasons: Iterable[Reason] = (),
    ) -> None:
        """Keep the three sentences and, where known, the field, file and line they are about."""
        super().__init__(what)
        self.what, self.why, self.fix = what, why, fix
        self.field, self.file, self.line = field, file, line
        self.details, self.reasons = tuple(details), tuple(reasons)

    def __str__(self) -> str:
        """Say it in English, for logs and tests."""
        return f"{self.what}\n  why: {self.why}\n  fix: {self.fix}"

    def __reduce__(self) -> tuple[object, ...]:
        """A problem found in another process arrives whole; ``__init__`` is not run again."""
        return _arrived, (type(self), self.args), self.__dict__


def _arrived(kind: type[Problem], args: tuple[object, ...]) -> Problem:
    return kind.__new__(kind, *args)


class Negative(Problem):
    """The answer is no, or a check found something."""

    exit_code = 1
    code = "negative"


class Misuse(Problem):
    """The command was not called rightly."""

    exit_code = 2
    code = "usage"


class BadInput(Problem):
    """What was given is wrong: a file, a line, a field."""

    exit_code = 3
    code = "bad-input"


class NotAllowed(Problem):
    """The acting person may not do this; ``reasons`` holds every rule that says so."""

    exit_code = 4
    code = "not-allowed"


class NotFound(Problem):
    """There is no such thing, or none that this person may know of."""

    exit_code = 5
    code = "not-found"


class Integrity(Problem):
    """Something was changed or lost."""

    exit_code = 6
    code = "integrity"


class OutsideFailed(Problem):
    """Something outside docgen failed: LibreOffice, the disk, the database."""

    exit_code = 7
    code = "outside-failed"
