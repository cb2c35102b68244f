"""What a form is: its questions, its number, its grade, its copies and who signs it. Values only.

Reading one from ``form.toml`` is ``definition``'s work, answering it ``answers``'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from docgen.model.grades import Grade

Bound = int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One question, or one column of a table.

    Args:
        name: The name used in the Word file, ``customer_name``.
        label: What the clerk sees, 客户名称.
        kind: One of ``kinds.KINDS``.
        required: Whether it must be answered. A signature never is.
        help: A sentence for the clerk.
        default: The checked value that stands where nothing is given; ``None`` for none.
        choices: The possible answers of a choice.
        scores: Points for each choice (走访客户报告单); empty for none.
        minimum: The least number, day or number of rows; ``None`` for no limit.
        maximum: The greatest one.
        max_length: How many characters a text may have; 0 for the limit of its kind.
        unit: What a number counts, 元 or 天.
        missing: What stands where no answer was given, one of ``gaps``; "" for nothing.
    """

    name: str
    label: str
    kind: str
    required: bool = True
    help: str = ""
    default: object = None
    choices: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    minimum: Bound = None
    maximum: Bound = None
    max_length: int = 0
    unit: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Column):
    """One question of a form.

    Args:
        columns: The columns of a table; empty for every other kind.
        prefill: Where its value may be known from, ``customer.name``; "" for nowhere.
    """

    columns: tuple[Column, ...] = ()
    prefill: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a role and the words printed before the line."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Where one copy of the paper goes."""

    to: str


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold between two fields once both are answered: ``left op right``.

    ``op`` is one of ``<``, ``<=`` and ``==``; ``end >= start`` is kept as ``start <= end``.
    """

    left: str
    op: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A template's questions and rules.

    Args:
        name: ``complaint/complaint-record``, the family and the folder.
        title: The Chinese title.
        title_en: The English one; "" for none.
        family: One of ``kinds.FAMILIES``.
        source: The rulebook ids it fulfils.
        number: The pattern of its numbers; "" for none.
        grade: The grade its papers begin with.
        group: The group of the dossier it is filed in; "" when it is asked at filing.
        retention: The retention class.
        copies: Where its copies go.
        sign: Who signs it.
        fields: Its questions, in the order they are asked.
        checks: What must hold between two of them.
    """

    name: str
    title: str
    family: str
    title_en: str = ""
    source: tuple[str, ...] = ()
    number: str = ""
    grade: Grade = Grade.C
    group: str = ""
    retention: str = "permanent"
    copies: tuple[Copy, ...] = ()
    sign: tuple[Signature, ...] = ()
    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()

    def field(self, name: str) -> Field | None:
        """The question of this name, or ``None``."""
        return next((one for one in self.fields if one.name == name), None)

    @property
    def labels(self) -> dict[str, str]:
        """Each name with its label; a table's columns as ``items.what``."""
        return dict(self._labels())

    def _labels(self) -> Iterator[tuple[str, str]]:
        for one in self.fields:
            yield one.name, one.label
            for column in one.columns:
                yield f"{one.name}.{column.name}", column.label
