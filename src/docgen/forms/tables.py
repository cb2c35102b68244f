"""The tables of a form as a workbook shows them: their columns, and what is a column's sum."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.forms import reckoning
from docgen.forms.form import Column, Field, Form
from docgen.forms.nodes import Cells, Gathered


def in_words(columns: Iterable[Column]) -> list[Column]:
    """Those answered in words or numbers: no pictures, no places to sign, no tables."""
    return [one for one in columns if one.kind not in {"image", "signature", "table"}]


def worded_tables(form: Form) -> list[Field]:
    """The tables of a form that have such a column."""
    return [field for field in form.fields if in_words(field.columns)]


def column_sums(form: Form) -> dict[tuple[str, str], Field]:
    """The fields with ``compute = "sum(items.amount)"``, each by its table and column.

    Sums over some of the rows only, and sums with anything added, are not among them.
    """
    found: dict[tuple[str, str], Field] = {}
    for field in form.fields:
        node = field.compute.node if field.compute else None
        if isinstance(node, Gathered) and node.function is reckoning.total:
            match node.parts:
                case (Cells(table=table, column=column, where=None),) if column:
                    found[table, column] = field
    return found
