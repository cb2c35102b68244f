"""``rules/handover.toml``: the shipped one, and each mistake by its key."""

from __future__ import annotations

import tomllib

import pytest

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.handover_file import parse_handover


def test_the_shipped_rules() -> None:
    file = shipped("rules") / "handover.toml"

    rules = parse_handover(tomllib.loads(file.read_text("utf-8")), file=file.name)

    assert (rules.days_of("外派技术人员"), rules.days_of("物业外服人员")) == (30, 30)
    assert [one.key for one in rules.lines] == ["line:badge", "line:money", "line:contacts"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "days"),
        ("days = true", "days"),
        ("days = -1", "days"),
        ("days = 367", "days"),
        ("day = 30", "day"),
        ("days = 30\nnotice = 3", "notice"),
        ("days = 30\nnotice = {a = 'x'}", "notice.a"),
        ("days = 30\nline = 'x'", "line"),
        ("days = 30\nline = ['x']", "line"),
        ("days = 30\n[[line]]\nkey = 'x'", "line.title"),
        ("days = 30\n[[line]]\nkey = ''\ntitle = 'x'", "line.key"),
        ("days = 30\n[[line]]\nkey = 'x'\ntitle = 'x'\non = 'y'", "line.on"),
        ("days = 30\n[[line]]\nkey='x'\ntitle='x'\n[[line]]\nkey='x'\ntitle='y'", "line.key"),
    ],
)
def test_a_mistake_names_file_and_key(text: str, field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_handover(tomllib.loads(text), file="handover.toml")

    assert (wrong.value.field, wrong.value.file) == (field, "handover.toml")
    assert wrong.value.fix
