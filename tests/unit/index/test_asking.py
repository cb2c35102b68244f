"""Facets, orders, likeness and the fields, over segments and after removals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.index_scan import EVERYTHING, SAMPLE, paper

from docgen.index import embedded
from docgen.index.conditions import Condition, Field, Query
from docgen.index.embedded import Embedded
from docgen.index.engine import FACET_VALUES, FACETS, open_engine
from docgen.index.query import parse
from docgen.model.scope import Scope

ALL = parse("dossier:42")


def turns(index: Embedded, query: Query, **how: str) -> list[int]:
    return [int(hit.item[-4:]) for hit in index.search(query, EVERYTHING, **how).hits]  # type: ignore[arg-type]  # orders


def test_hits_are_counted_over_all_pages_and_segments(index: Embedded) -> None:
    index.add([paper(1), paper(2, group="visits", rank=2)], upto=1)
    index.add([paper(3, date=date(2025, 1, 1), template="")], upto=2)

    found = index.search(ALL, EVERYTHING, limit=1, facets=FACETS).facets

    assert set(found) == set(FACETS)
    assert found["group"] == (("repair", 2), ("visits", 1))
    assert found["grade"] == (("1", 2), ("2", 1))
    assert found["year"] == (("2026", 2), ("2025", 1))
    assert found["template"] == (("complaint/complaint-record", 2),)


def test_what_may_not_be_known_or_is_gone_is_not_counted(index: Embedded) -> None:
    index.add([paper(1), paper(2, group="secret", rank=3), paper(3, group="gone")], upto=1)
    index.remove([paper(3).item], upto=2)

    found = index.search(ALL, Scope(rank=1, everything=True), facets=("group",)).facets

    assert found == {"group": (("repair", 1),)}


def test_only_the_most_frequent_values_are_given(index: Embedded) -> None:
    customers = [f"客户{at}" for at in range(FACET_VALUES + 5)]
    index.add([paper(at, customer=name) for at, name in enumerate([*customers, "客户7"])], upto=1)

    found = index.search(ALL, EVERYTHING, facets=("customer",)).facets["customer"]

    assert found[:2] == (("客户7", 2), ("客户0", 1))
    assert len(found) == FACET_VALUES


def test_orders(index: Embedded) -> None:
    index.add([paper(1, number="HT-2"), paper(2, number="", body="HT-2")], upto=1)
    index.add([paper(3, number="ＨＴ－１"), paper(4, number="HT-2")], upto=2)
    index.add([paper(5, number="", date=SAMPLE.date + timedelta(1))], upto=3)

    assert turns(index, ALL, order="date") == [5, 4, 3, 2, 1]
    assert turns(index, ALL, order="number") == [3, 4, 1, 5, 2]
    assert turns(index, parse("ht-2"), order="best") == [4, 1, 2]
    assert turns(index, parse("ht-2"), order="date") == [4, 2, 1]


def test_those_that_share_most_come_first_and_those_that_share_too_little_never(
    index: Embedded,
) -> None:
    sketches = {1: (1, 2, 3), 2: (2, 3, 4), 3: (3, 9), 4: (7, 8), 5: ()}
    index.add([paper(turn, sketch=sketch) for turn, sketch in sketches.items()], upto=1)

    assert turns(index, Query((), like=(1, 2, 3), least=1)) == [1, 2, 3]
    assert turns(index, Query((), like=(1, 2, 3, 4), least=2)) == [2, 1]
    assert turns(index, Query((), like=(5, 6), least=1)) == []


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        (Field.UNIT, "客户服务部", [1]),
        (Field.UNIT, "客户", []),
        (Field.ITEM, "0000000042-0002", [2]),
        (Field.ITEM, "0000000042", []),
        (Field.PHONE, "1990000", [1]),
        (Field.PHONE, "9900000042", [1]),
        (Field.PHONE, "199000042", []),
        (Field.PINYIN, "wuye", [1]),
        (Field.PINYIN, "qx", [2]),
        (Field.CUSTOMER, "wuye", []),
    ],
)
def test_fields(field: Field, value: str, found: list[int], index: Embedded) -> None:
    by_name = paper(2, customer="QX 公司", unit="法务部", body="", number="")
    index.add([paper(1, pinyin="ysy yangshiwuye"), by_name], upto=1)

    assert turns(index, Query((Condition(field, value),))) == found


def test_segments_are_full_before_the_next_begins(
    index: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "SEGMENT_PAPERS", 2)

    index.replace_with([paper(turn) for turn in range(1, 6)], upto=1)

    assert turns(index, ALL) == [5, 4, 3, 2, 1]
    assert index.search(ALL, EVERYTHING, limit=1, offset=4).hits[0].item == paper(1).item


def test_the_engine_that_is_named_is_opened(index: Embedded) -> None:
    index.add([paper(1)], upto=4)

    opened = open_engine(index._root, "whoosh")

    assert isinstance(opened, Embedded)
    assert opened.sequence() == 4
    assert open_engine(index._root, "whoosh", fold=True).state() == "stale version"


def test_traditional_characters_are_folded_if_asked(index: Embedded) -> None:
    folded = Embedded(index._root, fold=True)
    folded.replace_with([paper(1, customer="臺灣樣雲", unit="維修")], upto=1)

    assert turns(folded, parse("台湾样云")) == [1]
    assert turns(folded, parse("unit:维修 customer:樣云")) == [1]
