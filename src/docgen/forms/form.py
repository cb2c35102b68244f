"""What a form is: its questions, its number, its grade, its copies and who signs it. Values only.

Reading one from ``form.toml`` is ``definition``'s work, answering it ``answers``'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from docgen.forms.term import Term
from docgen.model.grades import Grade

Bound = int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What must hold between answers, or when an answer is needed.

    Args:
        text: The expression as it was written.
        term: The expression; true, false, or blank while it cannot be told.
        message: The author's own sentence; "" for none.
        op: For a comparison at the top its sign, else "".
        sides: The two terms that are compared; empty without ``op``.
    """

    text: str
    term: Term
    message: str = ""
    op: str = ""
    sides: tuple[Term, ...] = ()


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
        picture: Whether a signature may be a picture; else it is written by hand on the paper.
        width_mm: The widest that a picture is printed; 0 for the usual size.
        height_mm: The highest.
        compute: What its value is computed by; ``None`` if it is asked.
        need: When it must be answered although it may stay empty otherwise.
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
    picture: bool = False
    width_mm: int = 0
    height_mm: int = 0
    compute: Term | None = None
    need: Rule | None = None

    @property
    def pictured(self) -> bool:
        """Whether a picture answers it."""
        return self.kind == "image" or self.picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Column):
    """One question of a form.

    Args:
        columns: The columns of a table; empty for every other kind.
        prefill: Where its value may be known from, ``customer.name``, the first one first.
        checks: What must hold in every row of a table.
    """

    columns: tuple[Column, ...] = ()
    prefill: tuple[str, ...] = ()
    checks: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to compute: a field, or a column in every row of its table."""

    asked: Column
    table: Field | None = None

    @property
    def key(self) -> str:
        """``total`` or ``items.amount``."""
        return f"{self.table.name}.{self.asked.name}" if self.table else self.asked.name


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a role and the words printed before the line."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Where one copy of the paper goes."""

    to: str


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
        checks: What must hold between answers.
        steps: What is computed, in an order in which all that is needed comes first.
        filler: Who fills it, in the words of the office; "" if nothing is said.
        approver: Who approves or signs it.
        deadline: By when.
        filed: Where it goes afterwards.
        pages: How many pages the filled form has at most; 0 where that is left open.
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
    checks: tuple[Rule, ...] = ()
    steps: tuple[Step, ...] = ()
    filler: str = ""
    approver: str = ""
    deadline: str = ""
    filed: str = ""
    pages: int = 0

    def field(self, name: str) -> Field | None:
        """The question of this name, or ``None``."""
        return next((one for one in self.fields if one.name == name), None)

    @property
    def counts_workdays(self) -> bool:
        """Whether something in it is computed with the working calendar."""
        columns = [column for one in self.fields for column in (one, *one.columns)]
        rules = [*self.checks, *(rule for one in self.fields for rule in one.checks)]
        terms = [column.compute for column in columns] + [rule.term for rule in rules]
        terms += [column.need.term for column in columns if column.need]
        return any("calendar()" in term.uses for term in terms if term)

    @property
    def labels(self) -> dict[str, str]:
        """Each name with its label; a table's columns as ``items.what``."""
        return dict(self._labels())

    def _labels(self) -> Iterator[tuple[str, str]]:
        for one in self.fields:
            yield one.name, one.label
            for column in one.columns:
                yield f"{one.name}.{column.name}", column.label
