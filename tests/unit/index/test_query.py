"""The grammar: what was typed, and what it means. The tables are beside this file.

grammar.txt    typed → field=value …
misread.txt    typed → what is wrong → the nearest that can be read
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import BadInput, Said
from docgen.index.analysis import normalise
from docgen.index.conditions import Condition, Field, Query
from docgen.index.query import LONGEST, as_text, parse
from docgen.index.terms import _NAMES, FIELDS, term_of

HERE = Path(__file__).parent


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    rows = [line.split(" → ") for line in lines if line.strip() and not line.startswith("#")]
    return [[_unescaped(typed), *rest] for typed, *rest in rows]


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


MEANINGS, MISREAD = _rows("grammar.txt"), _rows("misread.txt")


def _told(condition: Condition) -> str:
    minus = "" if condition.wanted else "-"
    value = condition.value.replace(" ", "␣")
    return f"{minus}{condition.field.value or 'text'}={value}"


@pytest.mark.parametrize(("typed", "meant"), MEANINGS, ids=[typed for typed, _ in MEANINGS])
def test_meaning(typed: str, meant: str) -> None:
    query = parse(typed)

    assert " ".join(map(_told, query.conditions)) == meant
    assert parse(as_text(query)) == query


def test_the_table_has_every_field_in_latin_and_chinese() -> None:
    typed = "\n".join(f"\n{one}" for one, _ in MEANINGS)

    assert len(MEANINGS) >= 60
    assert {field for field in FIELDS if not re.search(f"[\\s-]{field.value}:", typed)} == set()
    assert {told.lstrip("-").split("=")[0] for _, row in MEANINGS for told in row.split()} == {
        field.value or "text" for field in Field
    }


def _nearest(refused: BadInput) -> str:
    assert isinstance(refused.fix, Said)
    return str(refused.fix.params.get("nearest", "")) if refused.fix.template[:5] == "write" else ""


@pytest.mark.parametrize(
    ("typed", "wrong", "nearest"), MISREAD, ids=[typed for typed, _, _ in MISREAD]
)
def test_what_cannot_be_read_has_a_nearest_reading(typed: str, wrong: str, nearest: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(typed)

    assert wrong in caught.value.what
    assert caught.value.why
    assert caught.value.field == "query"
    assert _nearest(caught.value) == nearest
    assert parse(nearest) if nearest else "type a word" in caught.value.fix


def test_unknown_field_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="no search field") as caught:
        parse("colour:red")

    named = [pair.split("=") for pair in caught.value.why.split()[3:]]
    assert {latin for latin, _ in named} == {field.value for field in FIELDS}
    assert all(_NAMES[chinese] is Field(latin) for latin, chinese in named)


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (Condition(Field.TEXT, "供气压力"), "供气压力"),
        (Condition(Field.TEXT, "a b", wanted=False), '-"a b"'),
        (Condition(Field.TEXT, "-03017"), '"-03017"'),
        (Condition(Field.TEXT, "http://x"), '"http://x"'),
        (Condition(Field.TEXT, "自:2026"), '"自:2026"'),
        (Condition(Field.GRADE, "1", wanted=False), "-grade:C"),
        (Condition(Field.CUSTOMER, "云州“样云 a”公司"), 'customer:"样云 a"'),
        (Condition(Field.UNIT, "客户 a b"), 'unit:"客户 a b"'),
        (Condition(Field.PINYIN, "szyb"), "customer:szyb"),
        (Condition(Field.CUSTOMER, "szyb"), 'customer:"szyb"'),
        (Condition(Field.LIKE, "0000000042-0007"), "like:0000000042-0007"),
    ],
)
def test_a_condition_is_written_as_it_can_be_typed(condition: Condition, written: str) -> None:
    query = Query((condition,))

    assert as_text(query) == written


HOSTILE = [
    *("x" * 10_000, "投诉 " * 3_000, '"' * 10_001, "-" * 10_000, "customer:" * 2_000),
    *("(" * LONGEST, "*" * LONGEST, "(a+)+$" * 80, ".*" * 250, "[^\\" * 160, "? " * 250),
    *(". " * 250, "since: " * 70, "-x:y " * 100, 'a:"b ' * 100, "like:1-1 " * 55),
    *("\x00" * LONGEST, "\u202e\u2066" * 200, "\ud800" * 300, "\u0301" * LONGEST, "ﷺ" * LONGEST),
    *(" " * 10_000, "\u3000" * LONGEST, "，。、；：？！" * 60, "'; DROP TABLE item; --"),
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_or_refused_in_a_sentence(typed: str) -> None:
    assert _said(typed)


def test_a_search_is_no_longer_when_it_is_written_out() -> None:
    typed = " ".join(f"dossier:{n}" for n in range(1, 45))

    with pytest.raises(BadInput) as caught:
        parse(typed)

    assert len(typed) < LONGEST
    assert len(as_text(parse(_nearest(caught.value)))) in range(LONGEST - 20, LONGEST + 1)


@given(
    st.text(max_size=80)
    | st.text('ab:："“”-－ 投诉dossiergrade since0123', max_size=80)
    | st.lists(
        st.sampled_from(
            [f"{field.value}:" for field in FIELDS]
            + [
                "客户：",
                "自:",
                "-",
                " ",
                '"',
                "42-7",
                "2026-13",
                "szyb",
                "样云",
                "*",
                "C",
                "86",
                "\x00",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_junk_is_read_or_refused(typed: str) -> None:
    said = _said(typed)

    assert said.encode()  # no half surrogates: it can be shown
    assert not set(said) & set("\x00\x1b\x07\u202e")  # and does nothing to a terminal


def _said(typed: str) -> str:
    """What is said of a search; it can be written and read again, or its nearest reading can."""
    try:
        query = parse(typed)
    except BadInput as refused:
        if nearest := _nearest(refused):
            assert parse(nearest)
        return str(refused) + refused.why + refused.fix
    assert parse(as_text(query)) == query
    assert len(as_text(query)) <= LONGEST
    return as_text(query)


TEXT_FIELDS = (Field.TEXT, Field.CUSTOMER, Field.GROUP, Field.UNIT, Field.TEMPLATE)


@given(
    field=st.sampled_from(TEXT_FIELDS),
    value=(st.text(max_size=20) | st.text("ab1 -:：投诉自客户*（", max_size=12)).map(normalise),
    wanted=st.booleans(),
)
def test_any_value_without_quotation_marks_can_be_written(
    *, field: Field, value: str, wanted: bool
) -> None:
    condition = Condition(field, value, wanted)
    if not value or set(value) & set('"“”„'):
        return

    assert parse(term_of(condition)) == Query((condition,))
