"""Which words of an outside request will do; nothing here needs an office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.errors import BadInput
from docgen.model.outside_kinds import Kind
from docgen.office.outside_wanted import Visitor, Wanted, tidy

HE = Visitor("庄知遥", "工作证", "示法990117")
GOOD = Wanted(Kind.OFFICIAL, "样本区人民法院", (HE,), ("1",), "服务合同")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"scope": " "}, "scope"),
        ({"body": "一\n二"}, "body"),
        ({"body": "法院\u202e"}, "body"),
        ({"notice": "长" * 81}, "notice"),
        ({"notice_title": "长" * 81}, "notice-title"),
        ({"phone": "无"}, "phone"),
        ({"visitors": (replace(HE, name=" "),)}, "officer"),
        ({"visitors": (replace(HE, number="9" * 65),)}, "officer"),
        ({"visitors": (HE,) * 9}, "officer"),
    ],
)
def test_words_that_will_not_do(more: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        tidy(replace(GOOD, **more))

    assert refused.value.field == field


def test_blanks_around_words_are_dropped() -> None:
    wanted = replace(GOOD, body=" 样本区人民法院 ", visitors=(replace(HE, name="庄知遥 "),))

    assert tidy(replace(wanted, phone="")) == GOOD
