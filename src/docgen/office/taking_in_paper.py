"""An old paper on its way into the office, and what is said of one that is not taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from docgen.model.grades import Grade
from docgen.office.taking_in_places import Place


class Source(Protocol):
    """A file that is to be taken in: in a tree of folders, or in a bag."""

    @property
    def size(self) -> int:
        """How many bytes it had when it was found."""

    def read(self, most: int) -> bytes:
        """Its bytes; ``BadInput`` if it is larger than ``most``, or not the one it was."""


@dataclass(frozen=True, slots=True)
class OldPaper:
    """A paper that may be taken as far as its place and description go; not read yet.

    Args:
        source: Where it comes from: a path below the folder, or a row of the sheet.
        files: Its files by the names they keep.
        place: The dossier.
        group: The group's key.
        title: 题名.
        dated: Its own date, if known.
        grade: Its grade; the dossier's if ``None``.
        retention: Its period; the dossier's if "".
        described: What is known besides, for ``filing.NewPaper``.
        noted: What the sheet says in words of its own, kept with the paper.
        came: What a bag says of where the paper comes from, kept with it too.
        where: Where a sheet names it; "" without a sheet.
        remarks: What was read otherwise than it stands in the sheet.
    """

    source: str
    files: Mapping[str, Source]
    place: Place
    group: str
    title: str
    dated: dt.date | None = None
    grade: Grade | None = None
    retention: str = ""
    described: Mapping[str, object] = field(default_factory=dict)
    noted: Mapping[str, str] = field(default_factory=dict)
    came: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    remarks: tuple[str, ...] = ()

    def refused(self, why: str, fix: str) -> NotTaken:
        """What is said if it is not taken after all."""
        return NotTaken(self.source, why, fix, self.where)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What is not taken: where it comes from, where the fault stands, why, and what to do."""

    source: str
    why: str
    fix: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import is to do: papers in their order, what is refused at once, what is no paper.

    Args:
        papers: The papers.
        refused: What is not taken, whatever its content.
        passed_over: Files that programs left behind, counted by name.
    """

    papers: tuple[OldPaper, ...]
    refused: tuple[NotTaken, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict)
