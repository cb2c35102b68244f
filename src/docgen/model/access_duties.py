"""What must be done to a paper that leaves, by act and grade: the obligations of a decision.

A plain table beside the rules. What a duty means on the page is ``render``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from docgen.model.access_roles import Act
from docgen.model.grades import Grade


class Obligation(StrEnum):
    """What comes with leave to take a paper out."""

    NUMBER = "number"
    MARK = "mark"
    RESTRICT = "restrict"
    PASSWORD = "password"  # noqa: S105 the name of a duty
    RASTER = "raster"
    ESCORT = "escort"
    SCOPE = "scope"


NONE: frozenset[Obligation] = frozenset()
_MARKED = frozenset({Obligation.NUMBER, Obligation.MARK, Obligation.RESTRICT})
_LOCKED = _MARKED | {Obligation.PASSWORD}
#: A copy by its grade: number, visible mark and permissions, then a password, then pictures only.
BY_GRADE: Mapping[Grade, frozenset[Obligation]] = MappingProxyType(
    {
        Grade.PUBLIC: frozenset({Obligation.NUMBER}),
        Grade.C: _MARKED,
        Grade.B: _LOCKED,
        Grade.A: _LOCKED | {Obligation.RASTER},
    }
)
#: An outsider is never alone with a paper, and sees no more than his letter covers (R-071).
_ACCOMPANIED = frozenset({Obligation.ESCORT, Obligation.SCOPE})
_BESIDE: Mapping[Act, frozenset[Obligation]] = MappingProxyType(
    {Act.COPY: NONE, Act.EXPORT: NONE, Act.SERVE_OUTSIDE: _ACCOMPANIED}
)
#: The table itself: act and grade rank. A download is the original as it is, and only numbered:
#: it is for those who may edit it.
DUTIES: Mapping[tuple[Act, int], frozenset[Obligation]] = MappingProxyType(
    {
        (act, grade.rank): duties | beside
        for act, beside in _BESIDE.items()
        for grade, duties in BY_GRADE.items()
    }
    | {(Act.DOWNLOAD, grade.rank): BY_GRADE[Grade.PUBLIC] for grade in Grade}
)
#: Acts that bring duties with them.
LEAVING = frozenset(act for act, _ in DUTIES)
