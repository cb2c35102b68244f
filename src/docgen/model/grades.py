"""The company's confidentiality grades (R-029, G-003; 商业秘密保护 practice).

公开 < 内部 (C) < 普通商密 (B) < 核心商密 (A). Customer papers are C unless raised.
The national marks 秘密/机密/绝密 are a scale of their own, reserved by law for state
secrets (保守国家秘密法 2024, art. 22), and are not kept here.
"""

from __future__ import annotations

from enum import Enum
from typing import Self


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
