"""A mistake in a rules file is told with the line it stands on."""

from __future__ import annotations

import tomllib

import pytest

from docgen.errors import BadInput
from docgen.model.deadlines_file import parse_deadlines
from docgen.office.rule_lines import line_of

RULE = '[[rule]]\nkey = "{key}"\ntitle = "b"\ntypes = ["unit"]\nevery = "{every}"\n'


def line(text: str) -> int:
    table = tomllib.loads(text)
    with pytest.raises(BadInput) as wrong:
        parse_deadlines(table, file="f")
    return line_of(text, table, wrong.value.field, lambda other: parse_deadlines(other, file="f"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("keeper = 7\n", 1),
        ('# 说明\n\nkeeper = "x"\nkepper = "y"\n', 4),
        ('keeper = "x"\n' + RULE.format(key="a", every="month"), 6),
        # the second rule is the wrong one
        (
            'keeper = "x"\n'
            + RULE.format(key="a", every="quarter")
            + RULE.format(key="b", every="month"),
            11,
        ),
        # a key that is not there: the head of its rule
        ('keeper = "x"\n[[rule]]\nkey = "a"\nevery = "quarter"\n', 2),
        # two rules of one name: the last one
        ('keeper = "x"\n' + RULE.format(key="a", every="quarter") * 2, 8),
        ('rule = "x"\n', 0),
    ],
)
def test_the_line_of_a_mistake(text: str, found: int) -> None:
    assert line(text) == found
