"""One remark of the template check, and how remarks are made of what others found wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.errors import BadInput, Detail, Said, say
from docgen.forms.characters import nearest
from docgen.render.spots import Spot, Spots


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of the check: its code, what is wrong, where, and what to do.

    Args:
        code: T001 and so on; the list stands in ``lint``.
        text: What is wrong.
        place: Where, in words.
        fix: What to do about it.
        spot: The paragraph in Word it is about; ``None`` if it is about another file.
    """

    code: str
    text: str
    place: str
    fix: str
    spot: Spot | None = None

    def __str__(self) -> str:
        """Two lines, as the terminal shows it in English."""
        where = f" ({self.place})" if self.place else ""
        return f"{self.code} {self.text}{where}\n     → {self.fix}"


def at_spot(code: str, text: Said, fix: Said, spots: Spots, spot: Spot | None) -> Remark:
    """A remark about a paragraph; without one it is about the document as a whole."""
    place = say("template.docx") if spot is None else spots.place(spot)
    return Remark(code, text, place, fix, spot)


def of_detail(code: str, detail: Detail, file: str = "", spot: Spot | None = None) -> Remark:
    """A remark that says what a detail of a ``BadInput`` says."""
    at = detail.place or file
    if file and detail.place:
        at = say("{file}, {place}", file=file, place=detail.place)
    text = detail.text
    if detail.label and detail.label not in detail.text:
        text = say("{label}: {text}", label=detail.label, text=detail.text)
    return Remark(code, text, at, detail.fix, spot)


def of_problem(code: str, problem: BadInput, file: str) -> Iterator[Remark]:
    """One remark for each detail of a problem, or one for the whole of it."""
    if not problem.details:
        line = say("{file}, line {line}", file=file, line=problem.line)
        at = line if problem.line else file
        text = say("{what}: {why}", what=problem.what, why=problem.why)
        yield Remark(code, text, at, problem.fix)
    for detail in problem.details:
        yield of_detail(code, detail, file)


def meant(name: str, known: list[str]) -> Said:
    """The nearest name, or what else to do."""
    near = nearest(name, known)
    if near:
        return say("did you mean “{near}”?", near=near)
    return say("correct it in Word, or add it to form.toml")
