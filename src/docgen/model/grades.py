"""The company's confidentiality grades (R-029, G-003; 商业秘密保护 practice).

公开 < 内部 (C) < 普通商密 (B) < 核心商密 (A). Customer papers are C unless raised.
The national marks 秘密/机密/绝密 are a scale of their own, reserved by law for state
secrets (保守国家秘密法 2024, art. 22), and are not kept here (R-084, ADR 0004).
"""

from __future__ import annotations

from enum import Enum
from typing import Self

from docgen.errors import BadInput, say

#: Marks that the law keeps for state secrets.
NATIONAL = frozenset({"秘密", "机密", "绝密"})


class Grade(Enum):
    """A confidentiality grade: its code, its rank from 0, and the mark printed on papers."""

    PUBLIC = ("P", 0, "公开", "public")
    C = ("C", 1, "内部", "internal")
    B = ("B", 2, "普通商密", "ordinary trade secret")
    A = ("A", 3, "核心商密", "core trade secret")

    def __init__(self, code: str, rank: int, mark: str, english: str) -> None:
        self.code, self.rank, self.mark, self.english = code, rank, mark, english

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code (``C``), a mark (``内部``) or an English name; ``ValueError`` otherwise."""
        wanted = text.strip().casefold()
        for grade in cls:
            if wanted in {grade.code.casefold(), grade.mark, grade.english, grade.name.casefold()}:
                return grade
        raise ValueError(text)

    @classmethod
    def of_rank(cls, rank: int) -> Self:
        """The grade with this rank; ``ValueError`` if there is none."""
        for grade in cls:
            if grade.rank == rank:
                return grade
        raise ValueError(rank)


def grade_of(text: str, *, field: str = "grade") -> Grade:
    """The grade somebody names; ``BadInput`` says which there are, and why no national mark."""
    if text.strip() in NATIONAL:
        raise BadInput(
            say("{mark} is a national mark and no grade of the company", mark=text.strip()),
            why=say("the law keeps it for state secrets, and forbids keeping those here"),
            fix=say("use P, C, B or A; a state secret belongs into a certified system"),
            field=field,
        )
    try:
        return Grade.parse(text)
    except ValueError as error:
        raise BadInput(
            say("There is no grade {grade}", grade=text),
            why=say("the grades are P 公开, C 内部, B 普通商密, A 核心商密"),
            fix=say("choose one of them"),
            field=field,
        ) from error
