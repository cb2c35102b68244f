"""One answer for each question that can be right, and that nobody can take for a real one.

For the example of a new template; whoever writes the template puts better ones in. The numbers
are of areas and ranges that are given to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from docgen.forms.form import Column, Field

_VALUES: Mapping[str, object] = MappingProxyType(
    {
        "date": date(2026, 3, 5),
        "datetime": datetime(2026, 3, 5, 9, 30),  # noqa: DTZ001  the office's own clock
        "integer": 2,
        "decimal": Decimal("1.5"),
        "money": Decimal("1234.50"),
        "yesno": True,
        "phone": "199 0000 0001",
        "idcard": "990000199001010017",
        "credit_code": "91990000MA0K7T2Q5Y",
        "email": "sample@docgen.example",
        "person": "示例人员",
        "department": "示例部门",
        "customer": "示例客户",
    }
)


def sample(column: Column) -> object:
    """A value as it may stand in ``example.toml``; ``None`` for what is left out.

    Signatures are written by hand; a picture need not be there (``stand_ins``).
    """
    if column.kind == "signature" or column.compute:
        return None
    if column.kind == "image":
        return f"{column.name}.png"
    if isinstance(column, Field) and column.kind == "table":
        return [{one.name: sample(one) for one in column.columns if sample(one) is not None}]
    if column.kind == "choice":
        return column.choices[0]
    if column.kind == "choices":
        return [column.choices[0]]
    return _VALUES.get(column.kind, f"示例{column.label}")
