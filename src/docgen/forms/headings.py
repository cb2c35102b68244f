"""Which question each column of a data sheet answers, by its heading.

A heading is a field's label or its name, or what the caller's ``mapping`` says; spaces, case,
full-width letters, the mark of required fields and a unit in brackets do not count. A table is
given on a sheet of its own, in columns such as ``items[1].what``, or as JSON in one column. A
heading that fits nothing is a fault with the nearest one, so that no column is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.errors import Detail, Said, say
from docgen.forms.characters import fold_width, nearest, shown
from docgen.forms.form import Column, Field, Form

#: What the column that joins the rows of a table to their form may be called.
KEYS = ("序号", "编号")
#: Excel allows no longer name of a sheet, and not these signs in it.
SHEET_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_INDEXED = re.compile(r"(.+?)\[(\d{1,4})\]\.(.+)", re.ASCII)
_MARKS = "*＊"


@dataclass(frozen=True, slots=True)
class Target:
    """What one column answers.

    Args:
        column: The question.
        table: The table's name, for a column such as ``items[2].what``; "" else.
        number: Its row in the table, from 1.
    """

    column: Column
    table: str = ""
    number: int = 0

    @property
    def path(self) -> str:
        """The answer as the checker's places name it."""
        prefix = f"{self.table}[{self.number}]." if self.table else ""
        return prefix + self.column.name


@dataclass(slots=True)
class Heads:
    """What the columns of a sheet hold, by their number from 1.

    Args:
        targets: The questions they answer.
        extra: What else was asked for by the caller.
        key: The column that joins tables to their form; 0 for none.
        ignored: Headings that fit nothing, if the caller lets them pass.
        faults: What is wrong with the headings.
    """

    targets: dict[int, Target] = field(default_factory=dict)
    extra: dict[int, str] = field(default_factory=dict)
    key: int = 0
    ignored: dict[int, str] = field(default_factory=dict)
    faults: list[Detail] = field(default_factory=list)


def read_heads(
    columns: Sequence[Column],
    headings: Sequence[str],
    *,
    place: Callable[[int], str],
    mapping: Mapping[str, str],
    extra: Mapping[str, str],
    ignore_unknown: bool,
) -> Heads:
    """Say what each column holds.

    Args:
        columns: The questions that may be answered.
        headings: The first row of the sheet; blank ones are passed over.
        place: Where the heading of a column stands, for the faults.
        mapping: Further headings, each with a field's name or label or one of ``extra``.
        extra: Headings of columns that answer nothing but are wanted, each with its key.
        ignore_unknown: Whether headings that fit nothing are passed over.
    """
    known = _Known(columns, mapping, extra)
    heads, seen = Heads(), dict[str, str]()
    for number, heading in enumerate(headings, start=1):
        if not heading.strip():
            continue
        found = known.find(heading)
        if found is None and ignore_unknown:
            heads.ignored[number] = heading
        elif found is None:
            text = say("the form has no field “{name}”", name=shown(heading))
            heads.faults.append(Detail(text, place=place(number), fix=known.meant(heading)))
        elif (held := f"={found}" if isinstance(found, str) else found.path) in seen:
            one, two = shown(seen[held]), shown(heading)
            text = say("the columns “{one}” and “{two}” hold the same", one=one, two=two)
            fix = say("rename or remove one of them")
            heads.faults.append(Detail(text, place=place(number), fix=fix))
        else:
            seen[held] = heading
            _note(heads, number, found)
    return heads


def _note(heads: Heads, number: int, found: Target | str) -> None:
    if isinstance(found, Target):
        heads.targets[number] = found
    elif found:
        heads.extra[number] = found
    else:
        heads.key = number


class _Known:
    """Every heading that means something; the key of the rows is kept as ""."""

    def __init__(
        self, columns: Sequence[Column], mapping: Mapping[str, str], extra: Mapping[str, str]
    ) -> None:
        self._names = [name for one in columns for name in (one.label, one.name)]
        self._names += extra
        self._tables = [one for one in columns if isinstance(one, Field) and one.columns]
        self._by: dict[str, Target | str] = {loose(one): "" for one in KEYS}
        self._by |= {loose(one): key for one, key in extra.items()}
        self._by |= {loose(one.name): Target(one) for one in columns}
        self._by |= {loose(labelled(one)): Target(one) for one in columns}
        self._by |= {loose(one.label): Target(one) for one in columns}
        keys = {key: key for key in extra.values()}
        for heading, name in mapping.items():
            found = keys.get(name, self.find(name))
            if found is not None:
                self._by[loose(heading)] = found

    def find(self, heading: str) -> Target | str | None:
        """What a heading means; ``None`` if nothing."""
        found = self._by.get(loose(heading))
        return found if found is not None else self._indexed(heading)

    def _indexed(self, heading: str) -> Target | None:
        found = _INDEXED.fullmatch(fold_width(heading).strip())
        if not found or not int(found[2]):
            return None
        wanted, column = loose(found[1]), loose(found[3])
        for table in self._tables:
            if wanted in {loose(table.name), loose(table.label)}:
                for one in table.columns:
                    if column in {loose(one.name), loose(one.label), loose(labelled(one))}:
                        return Target(one, table.name, int(found[2]))
        return None

    def meant(self, heading: str) -> Said:
        if near := nearest(heading, self._names):
            return say("did you mean “{near}”?", near=near)
        labels = "、".join(self._names[::2])
        return say("remove the column, or name it as one of: {names}", names=labels)


def unknown_mapping(
    form: Form, mapping: Mapping[str, str], extra: Mapping[str, str]
) -> list[Detail]:
    """A fault for each heading of a mapping that is sent to a field the form does not have."""
    known = _Known(form.fields, {}, extra)
    names = [name for one in form.fields for name in (one.name, one.label)] + [*extra.values()]
    return [
        Detail(
            say("“{heading}” is sent to “{name}”, which is no field", heading=heading, name=name),
            fix=say("did you mean “{near}”?", near=near)
            if (near := nearest(name, names))
            else say("use one of: {names}", names=", ".join(one.name for one in form.fields)),
        )
        for heading, name in mapping.items()
        if name not in extra.values() and known.find(name) is None
    ]


def loose(heading: str) -> str:
    """A heading as it is compared: plain width, small letters, no spaces, no mark at its end."""
    return "".join(fold_width(heading).casefold().split()).rstrip(_MARKS)


def labelled(column: Column) -> str:
    """The heading of a column as docgen writes it: the label, with the unit if it has one."""
    if not column.unit or column.unit in column.label:
        return column.label
    return f"{column.label}（{column.unit}）"


def sheet_names(form: Form) -> dict[str, str]:
    """The name of the form's own sheet (under "") and of the sheet of each of its tables."""
    names: dict[str, str] = {}
    for key, title in [("", form.title), *((one.name, one.label) for one in tables(form))]:
        plain = _NOT_IN_NAMES.sub("_", title).strip("'")[:SHEET_NAME]
        taken, turn = {loose(one) for one in names.values()}, 1
        while loose(plain) in taken:
            turn += 1
            plain = f"{plain[: SHEET_NAME - 3]}({turn})"
        names[key] = plain
    return names


def needed(column: Column) -> bool:
    """Whether every form must answer it, so that its column may not be missing."""
    return column.required and column.default is None and not column.compute


def tables(form: Form) -> list[Field]:
    """The fields of a form that are tables."""
    return [one for one in form.fields if one.kind == "table"]
