"""The grammar: what was typed, and what it means. The table is also the documentation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.index.conditions import Condition, Field, Query
from docgen.index.query import LONGEST, parse

MEANINGS: dict[str, list[tuple[str, str]]] = {
    # typed → (what it is about, value); "-" before the field turns it round
    "投诉": [("", "投诉")],
    "投诉 压力": [("", "投诉"), ("", "压力")],
    "投诉　压力": [("", "投诉"), ("", "压力")],
    "投诉 投诉": [("", "投诉")],
    "ＨＴ-2026-00123": [("", "ht-2026-00123")],
    '"service  desk"': [("", "service desk")],
    "“供气 压力”": [("", "供气压力")],
    'a"b c"d': [("", "a"), ("", "b c"), ("", "d")],
    "投诉 -发票": [("", "投诉"), ("-", "发票")],
    "－发票": [("-", "发票")],
    '-"service desk"': [("-", "service desk")],
    "--x": [("-", "-x")],
    "-": [("", "-")],
    "- x": [("", "-"), ("", "x")],
    "12:30": [("", "12:30")],
    "投诉人：张伟": [("", "投诉人:张伟")],
    '"投诉人： 张伟"': [("", "投诉人:张伟")],
    "dossier:42": [("dossier", "0000000042")],
    "DOSSIER：４２": [("dossier", "0000000042")],
    "group:Repair": [("group", "repair")],
    "grade:C": [("grade", "1")],
    "密级:核心商密": [("grade", "3")],
    "-grade:public": [("-grade", "0")],
    "template:complaint-record": [("template", "complaint-record")],
    'customer:"样云 物业"': [("customer", "样云物业")],
    "客户:样云": [("customer", "样云")],
    "number:-03017": [("number", "-03017")],
    "since:2026": [("since", "2026-01-01")],
    "since:2026-3 until:2026/03": [("since", "2026-03-01"), ("until", "2026-03-31")],
    "until:2024-02": [("until", "2024-02-29")],
    "自:2026年3月14日 至:2026年": [("since", "2026-03-14"), ("until", "2026-12-31")],
    "\u200b投诉\u200b": [("", "投诉")],
    '"" 投诉': [("", "投诉")],
}


@pytest.mark.parametrize("typed", MEANINGS)
def test_meaning(typed: str) -> None:
    meant = tuple(
        Condition(Field(about.removeprefix("-")), value, wanted=not about.startswith("-"))
        for about, value in MEANINGS[typed]
    )

    assert parse(typed) == Query(meant)


FAULTS: dict[str, tuple[str, str]] = {
    # typed → (in the sentence that says what is wrong, in the sentence that says what to do)
    "": ("empty", "type a word"),
    " \u200b\n": ("empty", "type a word"),
    '""': ("empty", "type a word"),
    "x" * (LONGEST + 1): ("501 characters", "a few words"),
    '"投诉 压力': ("no partner", 'write "投诉 压力"'),
    '投诉"': ("no partner", "write 投诉"),
    '"': ("no partner", 'write "…"'),
    "dosier:42": ("no search field dosier", "write dossier:42"),
    "http://sample": ("no search field http", '"http://sample"'),
    "customer: 样云": ("nothing after customer:", "customer:value"),
    'customer:""': ("nothing after customer:", "customer:value"),
    "dossier:4x": ("dossier:4x", "correct it"),
    "dossier:0": ("dossier:0", "correct it"),
    "dossier:12345678901": ("dossier:12345678901", "correct it"),
    "grade:Z": ("grade:Z", "correct it"),
    "since:yesterday": ("since:yesterday", "correct it"),
    "since:2026-00": ("since:2026-00", "correct it"),
    "until:2026-13": ("until:2026-13", "correct it"),
    "until:2026-02-30": ("until:2026-02-30", "correct it"),
    "until:0000": ("until:0000", "correct it"),
}


@pytest.mark.parametrize("typed", FAULTS)
def test_fault_says_what_and_what_to_do(typed: str) -> None:
    what, fix = FAULTS[typed]

    with pytest.raises(BadInput) as caught:
        parse(typed)

    assert what in caught.value.what
    assert fix in caught.value.fix
    assert caught.value.why
    assert caught.value.field == "query"


def test_unknown_field_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="no search field") as caught:
        parse("colour:red")

    assert all(field.value in caught.value.why for field in Field)


@given(st.text(max_size=80) | st.text('ab:："“”-－ 投诉dossiergrade since0123', max_size=80))
def test_junk_is_read_or_refused(typed: str) -> None:
    try:
        query = parse(typed)
    except BadInput as refused:
        said = str(refused)
    else:
        said = " ".join(condition.value for condition in query.conditions)

    assert said
    assert said.encode()  # no half surrogates: it can be shown
    assert not set(said) & set("\x00\x1b\x07\u202e")  # and does nothing to a terminal
