"""What is worked out once for all segments: words, values of facts, who may know of what."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper

from docgen.index import schema
from docgen.index.asked import Asked
from docgen.index.columns import AllValues, Chosen, Values
from docgen.index.conditions import Condition, Field, Query
from docgen.index.embedded import Embedded
from docgen.index.engine import IndexBroken
from docgen.index.query import parse
from docgen.model.scope import Scope

KNOWN: dict[str, list[str]] = {
    "unit": ["客户服务部", "法务部", ""],
    "dossier": ["0000000001", "0000000042"],
    "grade": ["0", "1", "2", "3"],
    "template": ["complaint/complaint-record", "visit/visit-report"],
    "name": ["云州样云物业", "深圳样本5555-0101公司"],
    "pinyin": ["yzyywy yunzhouyangyunwuye", "szyb shenzhenyangben"],
}


def asked(*conditions: Condition, scope: Scope = EVERYTHING) -> Asked:
    """A search in an index that knows the values above."""
    values: AllValues = {fact: Values() for fact in schema.FACTS}
    for fact, each in KNOWN.items():
        values[fact].numbered(each)
    return Asked(Query(conditions), scope, values, fold=False)


def named(fact: str, chosen: Chosen) -> list[str]:
    """The values that are chosen; the mark behind the last value never is one."""
    assert chosen[-1:] == b"0"
    return [value for value, mark in zip(KNOWN[fact], chosen, strict=False) if mark == ord("1")]


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        (Field.UNIT, "法务部", {"unit": ["法务部"]}),
        (Field.UNIT, "法务", {"unit": []}),
        (Field.DOSSIER, "0000000042", {"dossier": ["0000000042"]}),
        (Field.GRADE, "2", {"grade": ["2"]}),
        (Field.TEMPLATE, "visit", {"template": ["visit/visit-report"]}),
        (Field.TEMPLATE, "visit/visit-report", {"template": ["visit/visit-report"]}),
        (Field.CUSTOMER, "样云", {"name": ["云州样云物业"]}),
        (Field.CUSTOMER, "55550101", {"name": ["深圳样本5555-0101公司"]}),
        (Field.PINYIN, "szyb", {"name": [], "pinyin": [KNOWN["pinyin"][1]]}),
    ],
)
def test_a_condition_holds_for_these_values(
    field: Field, value: str, wanted: dict[str, list[str]]
) -> None:
    condition = Condition(field, value)

    found = asked(condition).values(condition)

    assert {fact: named(fact, chosen) for fact, chosen in found.items()} == wanted


def test_values_are_looked_through_once_however_many_segments_ask() -> None:
    condition = Condition(Field.CUSTOMER, "样云")
    search = asked(condition)

    assert search.values(condition) is search.values(condition)
    assert search.word(condition) is search.word(condition)


@given(
    st.integers(-1, 3),
    st.frozensets(st.sampled_from([*KNOWN["unit"], "无此部门"])),
    st.frozensets(st.sampled_from([*KNOWN["dossier"], "0000000099"])),
)
def test_who_may_know_of_what_is_what_the_scope_says(
    rank: int, units: frozenset[str], dossiers: frozenset[str]
) -> None:
    search = asked(scope=Scope(rank, units=units, dossiers=dossiers))

    assert named("grade", search.cleared) == [str(one) for one in range(rank + 1)]
    assert named("unit", search.needed["unit"]) == [one for one in KNOWN["unit"] if one in units]
    assert set(named("dossier", search.needed["dossier"])) == dossiers & set(KNOWN["dossier"])


def test_what_leaves_few_papers_quickly_is_asked_first() -> None:
    long, short = Condition(Field.TEXT, "供气压力不足"), Condition(Field.TEXT, "投诉")
    unit, number = Condition(Field.UNIT, "法务部"), Condition(Field.NUMBER, "TS-2026")
    phone = Condition(Field.PHONE, "55550101")

    found = asked(long, phone, short, unit, number).conditions

    assert found == [unit, short, number, long, phone]


#: Five digits as people write them, and how they may stand in a text.
WRITTEN = ("55501", "55-501", "(555) 01", "5 5 5 0 1", "055501", "55502", "5550-2-1", "55----501")

TYPED = ("55501", "5550", "555-01", "+55501", '"5 5 501"', '"55----501"', '"(555) 01"', "55-50")


def test_a_word_of_digits_is_found_and_ranked_however_it_is_written(index: Embedded) -> None:
    """A word of nothing but digits is looked for where its digits stand, and ranked as ever."""
    papers = [
        paper(turn, title=title, body=body, number="")
        for turn, (title, body) in enumerate(combinations(WRITTEN, 2), 1)
    ]
    index.add(papers, upto=1)

    for typed in (*TYPED, "number:55501", "number:555-01", "-55501", "投诉 055501", '"投诉 5550"'):
        assert_lawful(index, papers, parse(typed), EVERYTHING)


def test_segments_that_come_later_are_asked_by_the_same_values(index: Embedded) -> None:
    papers = [paper(1), paper(2, customer="另一家公司"), paper(3, unit="新部门", customer="")]
    for upto, one in enumerate(papers, 1):
        index.add([one], upto=upto)
        assert_lawful(index, papers[:upto], parse("dossier:42"), EVERYTHING)

    mine = Scope(rank=3, units=frozenset({"新部门"}))
    assert_lawful(index, papers, parse("customer:公司"), EVERYTHING)
    assert_lawful(index, papers, parse("dossier:42"), mine)


def test_a_value_that_was_damage_is_forgotten_with_the_segment_that_had_it(
    index: Embedded,
) -> None:
    index.add([SAMPLE], upto=1)
    [facts] = index._root.glob("*/facts")
    facts.write_bytes(facts.read_bytes().replace(b'["1"]', b'["x"]'))
    with pytest.raises(IndexBroken):
        index.search(parse("压力"), EVERYTHING)

    index.replace_with([SAMPLE], upto=1)

    assert index.search(parse("压力"), EVERYTHING).total == 1
