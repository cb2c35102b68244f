"""Whether a condition of a template can come true at all, given what the form requires.

A line for an empty table is written out of care even where the form never lets the table be empty;
nobody can make an example for it. Only what is blank is reasoned about, and only where it is sure:
an answer that is required, or has a default, is never blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jinja2 import nodes

from docgen.forms.form import Column, Form

# Zero and 否 are answers, and yet not "true" in a condition.
_FALSY = frozenset({"yesno", "integer", "decimal", "money"})
# "true": never blank, nor anything else that a condition takes for no.
_SOLID_TRUE, _SOLID = "true", "filled"


def solid_names(form: Form) -> dict[str, str]:
    """Names that are never blank, a column behind its table's name; and which are also true."""
    found = {}
    for field in form.fields:
        found[field.name] = _solid(field)
        for column in field.columns:
            found[f"{field.name}.{column.name}"] = _solid(column)
    return {name: how for name, how in found.items() if how}


def _solid(column: Column) -> str:
    if not (column.required or column.default is not None) or column.kind == "signature":
        return ""
    above_zero = isinstance(column.minimum, int | Decimal) and column.minimum > 0
    return _SOLID if column.kind in _FALSY and not above_zero else _SOLID_TRUE


def never(test: nodes.Node, solid: Mapping[str, str], rows: Mapping[str, str]) -> bool:
    """Whether this condition can never be true."""
    if isinstance(test, nodes.Not):
        return always(test.node, solid, rows)
    if isinstance(test, nodes.And):
        return any(never(each, solid, rows) for each in (test.left, test.right))
    if isinstance(test, nodes.Or):
        return all(never(each, solid, rows) for each in (test.left, test.right))
    return _compares_blank(test, "eq", solid, rows)


def always(test: nodes.Node, solid: Mapping[str, str], rows: Mapping[str, str]) -> bool:
    """Whether this condition is true whatever is answered."""
    if isinstance(test, nodes.Not):
        return never(test.node, solid, rows)
    if isinstance(test, nodes.And):
        return all(always(each, solid, rows) for each in (test.left, test.right))
    if isinstance(test, nodes.Or):
        return any(always(each, solid, rows) for each in (test.left, test.right))
    if solid.get(_name(test, rows)) == _SOLID_TRUE:
        return True
    return _compares_blank(test, "ne", solid, rows)


def _compares_blank(
    test: nodes.Node, sign: str, solid: Mapping[str, str], rows: Mapping[str, str]
) -> bool:
    """``name == ''`` or ``name != ''`` of a name that is never blank."""
    if not isinstance(test, nodes.Compare) or len(test.ops) != 1 or test.ops[0].op != sign:
        return False
    other = test.ops[0].expr
    return isinstance(other, nodes.Const) and other.value == "" and _name(test.expr, rows) in solid


def _name(node: nodes.Node, rows: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{rows.get(node.node.name, '')}.{node.attr}"
    return ""
