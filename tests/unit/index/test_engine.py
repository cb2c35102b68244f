"""The six functions of the seam, one behaviour a test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.index_scan import EVERYTHING, SAMPLE, assert_lawful, paper, sample_papers

from docgen.errors import BadInput
from docgen.index import embedded
from docgen.index.embedded import Embedded
from docgen.index.engine import IndexBroken
from docgen.index.paper import Hit, Paper
from docgen.index.query import parse
from docgen.model.scope import NOTHING, Scope


def found(index: Embedded, typed: str, scope: Scope = EVERYTHING) -> list[str]:
    """The last four digits of the items that are found, in order."""
    return [hit.item[-4:] for hit in index.search(parse(typed), scope).hits]


def test_a_new_index_is_empty(index: Embedded) -> None:
    result = index.search(parse("投诉"), EVERYTHING)

    assert (result.total, result.hits, index.sequence()) == (0, (), 0)
    assert index.state() == "ok"


@pytest.mark.parametrize(
    "typed",
    [
        "投", "供气压力", "样云物", "TS-2026-03017", "03017", "0000000042-0007", "42",
        "19900000042", "0000-0042", "￥1,200", "¥1,200.00", "。", "投诉 张伟 -发票",
        "customer:样云", "number:0301", "grade:C", "-grade:A", "dossier:42", "group:repair",
        "template:complaint", "template:complaint-record", "since:2026 until:2026-03-14",
    ],
)  # fmt: skip
def test_a_paper_is_found_by(typed: str, index: Embedded) -> None:
    index.add([SAMPLE], upto=1)

    assert found(index, typed) == ["0007"]


@pytest.mark.parametrize(
    "typed",
    [
        "诉投", "TS202603017", "0042-19", "公司0000", "投诉 发票", "-投诉", "customer:张伟",
        "number:0000000042", "grade:B", "dossier:7", "group:rep", "template:complaint-rec",
        "since:2026-03-15", "until:2026-02", "-since:2026",
    ],
)  # fmt: skip
def test_a_paper_is_not_found_by(typed: str, index: Embedded) -> None:
    index.add([SAMPLE], upto=1)

    assert found(index, typed) == []


def test_a_hit_tells_what_people_look_for(index: Embedded) -> None:
    index.add([SAMPLE], upto=1)

    (hit,) = index.search(parse("压力 199"), EVERYTHING).hits

    assert hit == Hit(
        item="0000000042-0007",
        title="客户投诉记录及处理意见",
        customer="云州市样云物业有限公司",
        dossier="0000000042",
        template="complaint/complaint-record",
        date=date(2026, 3, 14),
        rank=1,
        number="TS-2026-03017",
        snippet="张伟反映供气压力不足，电话199-0000-0042，金额￥1,200.00。",
        spans=((6, 8), (13, 16)),
    )


def test_better_places_come_first_then_newer_papers_then_higher_items(index: Embedded) -> None:
    old, new = date(2025, 1, 1), date(2026, 1, 1)
    index.add(
        [
            paper(1, body="Q7", date=new),
            paper(2, customer="Q7", date=old),
            paper(3, title="Q7", date=new),
            paper(4, number="Q7", date=old),
            paper(5, body="Q7", date=old),
            paper(6, body="Q7", date=new),
        ],
        upto=1,
    )

    assert found(index, "Q7") == ["0004", "0003", "0002", "0006", "0001", "0005"]
    assert found(index, "q7 0000000042") == ["0004", "0003", "0002", "0006", "0001", "0005"]


def test_pages_follow_each_other(index: Embedded) -> None:
    index.add([paper(turn) for turn in range(1, 8)], upto=1)
    everything = parse("dossier:42")

    pages = [index.search(everything, EVERYTHING, limit=3, offset=at) for at in (0, 3, 6, 9)]

    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert len({hit.item for page in pages for hit in page.hits}) == 7
    assert index.search(everything, EVERYTHING, limit=0).total == 7


def test_adding_again_replaces(index: Embedded) -> None:
    index.add([SAMPLE], upto=1)

    index.add([paper(body="发票"), paper(body="退款")], upto=2)

    assert found(index, "压力") == found(index, "发票") == []
    assert found(index, "退款") == ["0007"]
    assert index.search(parse("dossier:42"), EVERYTHING).total == 1


def test_removing_takes_out_for_good(index: Embedded) -> None:
    index.add([paper(1), paper(2)], upto=2)

    index.remove(["0000000042-0001", "0000000042-0009"], upto=3)

    assert found(index, "投诉") == ["0002"]
    assert index.sequence() == 3


def test_a_late_add_overwrites_nothing_newer(index: Embedded) -> None:
    index.add([paper(1, rank=3)], upto=5)
    index.remove(["0000000042-0002"], upto=5)

    index.add([paper(1, rank=0), paper(2), paper(3)], upto=4)

    assert found(index, "投诉", Scope(rank=1, everything=True)) == ["0003"]
    assert index.sequence() == 5


def test_a_late_removal_takes_out_nothing_newer(index: Embedded) -> None:
    index.add([paper(1)], upto=5)

    index.remove(["0000000042-0001"], upto=4)

    assert found(index, "投诉") == ["0001"]


def test_a_removed_item_may_come_back_later(index: Embedded) -> None:
    index.add([paper(1)], upto=1)
    index.remove(["0000000042-0001"], upto=2)

    index.add([paper(1)], upto=3)

    assert found(index, "投诉") == ["0001"]


def test_nothing_to_add_still_moves_the_sequence(index: Embedded) -> None:
    index.add([], upto=9)

    assert index.sequence() == 9


def test_replacing_forgets_what_was_there(index: Embedded) -> None:
    index.add([paper(1), paper(2)], upto=7)

    index.replace_with(iter([paper(3)]), upto=5)

    assert found(index, "投诉") == ["0003"]
    assert index.sequence() == 5


def test_an_item_twice_in_a_rebuild_is_a_mistake_and_changes_nothing(index: Embedded) -> None:
    index.add([paper(1)], upto=1)

    with pytest.raises(ValueError, match="given twice"):
        index.replace_with([paper(2), paper(2)], upto=2)

    assert found(index, "投诉") == ["0001"]


def test_many_small_additions_leave_few_segments(
    index: Embedded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded, "MANY", 3)
    monkeypatch.setattr(embedded, "SMALL_SIZES", (3, 9))
    papers = [paper(turn, body=f"第{turn}件") for turn in range(1, 31)]

    for at, one in enumerate(papers, start=1):
        index.add([one], upto=at)
        if at % 10 == 0:  # the merge must not bring back what was replaced
            papers[at - 2] = paper(at - 1, body="换")
            index.add([papers[at - 2]], upto=at)

    assert sum(1 for entry in (tmp_path / "index").iterdir() if entry.is_dir()) <= 8
    for typed in ("第", "换", "dossier:42", "第1"):
        assert_lawful(index, papers, parse(typed), EVERYTHING)


def test_additions_of_any_size_leave_few_segments(
    index: Embedded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Portions that are never smaller than the smallest size must be merged too."""
    monkeypatch.setattr(embedded, "MANY", 3)
    monkeypatch.setattr(embedded, "SMALL_SIZES", (2, 9))
    papers = [paper(turn, body=f"第{turn}件") for turn in range(1, 49)]

    for at in range(0, 48, 4):
        index.add(papers[at : at + 4], upto=at + 4)

    assert sum(1 for entry in (tmp_path / "index").iterdir() if entry.is_dir()) <= 4
    assert_lawful(index, papers, parse("第"), EVERYTHING)


def test_a_rebuild_is_cut_into_segments(
    index: Embedded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(embedded, "SEGMENT_PAPERS", 10)
    papers = sample_papers(25, characters=100)

    index.replace_with(papers, upto=1)

    assert sum(1 for entry in (tmp_path / "index").iterdir() if entry.is_dir()) == 3
    assert_lawful(index, papers, parse("客户"), EVERYTHING)


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        (NOTHING, []),
        (Scope(rank=3), []),
        (Scope(rank=-1, everything=True), []),
        (Scope(rank=1, everything=True), ["0001"]),
        (Scope(rank=3, units=frozenset({"法务部"})), ["0002"]),
        (Scope(rank=1, units=frozenset({"法务部"})), []),
        (Scope(rank=3, dossiers=frozenset({"0000000042"})), ["0002", "0001"]),
    ],
)
def test_what_a_person_may_not_know_is_not_there(
    scope: Scope, items: list[str], index: Embedded
) -> None:
    index.add([paper(1), paper(2, rank=2, unit="法务部")], upto=1)

    result = index.search(parse("投诉"), scope)

    assert [hit.item[-4:] for hit in result.hits] == items
    assert result.total == len(items)


def test_two_readers_see_what_a_third_writes(index: Embedded, tmp_path: Path) -> None:
    other, third = Embedded(tmp_path / "index"), Embedded(tmp_path / "index")
    assert found(index, "投诉") == found(other, "投诉") == []

    third.add([SAMPLE], upto=1)

    assert found(index, "投诉") == found(other, "投诉") == ["0007"]


@pytest.mark.parametrize(
    "odd",
    [
        paper(unit="\ud800", dossier="", group="", template="", number="", title=""),
        paper(body="\ud800\x00\ufffe" * 10, unit=""),
        paper(body="", customer="", rank=-5, date=date.min),
        paper(body="a" * 200_000, rank=10**9, date=date.max),
    ],
)
def test_odd_papers_are_papers(odd: Paper, index: Embedded) -> None:
    index.add([odd], upto=1)

    mine = Scope(odd.rank, units=frozenset({odd.unit}))
    assert index.search(parse("0007"), mine).total == 1
    assert index.search(parse("0007"), Scope(odd.rank - 1, everything=True)).total == 0


@given(typed=st.text(max_size=60) | st.text('ab:"-投诉 dossiergrade*?[]()\\0', max_size=60))
def test_junk_is_answered_or_refused(typed: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    index = Embedded(tmp_path_factory.getbasetemp() / "junk")
    if index.state() == "missing":
        index.replace_with(sample_papers(20, characters=200), upto=1)

    try:
        query = parse(typed)
    except BadInput:
        return

    assert index.search(query, EVERYTHING).total >= 0


def test_a_missing_index_says_so_everywhere(tmp_path: Path) -> None:
    index = Embedded(tmp_path / "nowhere")

    for call in (
        index.sequence,
        lambda: index.add([SAMPLE], upto=1),
        lambda: index.remove([], upto=1),
        lambda: index.search(parse("投诉"), EVERYTHING),
    ):
        with pytest.raises(IndexBroken, match="missing") as caught:
            call()
        assert caught.value.state == "missing"
        assert "docgen reindex" in caught.value.fix
    assert not (tmp_path / "nowhere").exists()
