"""Answers as lines of text."""

from __future__ import annotations

import pytest

from docgen.forms.shown import shown


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("", "–"),
        (None, "–"),
        ([], "–"),
        (0, "0"),
        (False, "False"),
        ("来电", "来电"),
        (["甲", "", "乙"], "甲、–、乙"),
        ({"what": "纸箱", "quantity": 3}, "纸箱 / 3"),
        ([{"what": "纸箱"}, {"what": "标签"}], "纸箱、标签"),
        ({"media": "image/png", "sha256": "0123456789abcdef"}, "PICTURE 0123456789AB"),
    ],
)
def test_an_answer_is_a_line(value: object, line: str) -> None:
    assert shown(value, lambda text: str(text).upper()) == line
