"""How hits, counts and suggestions are printed and given as JSON, and what options become."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from docgen.cli import find_view
from docgen.cli.find_options import Wish, wishing
from docgen.cli.find_view import Answer
from docgen.index.engine import FACETS
from docgen.index.paper import Hit, Result
from docgen.office.suggesting import Suggestion

WISH = Wish(
    words=("漏水",),
    filters={},
    order=None,
    limit=20,
    offset=0,
    facets=False,
    xlsx=None,
    save="",
    share=False,
    saved="",
    suggest=False,
)
HIT = Hit(
    item="0000000001-0001",
    title="投诉记录",
    customer="深圳市样例物业服务有限公司",
    dossier="0000000001",
    template="complaint/complaint-record",
    date=dt.date(2024, 2, 29),
    rank=1,
    number="TS-2026001",
    snippet="…外窗漏水，墙面…",
    spans=((3, 5),),
)


def answer(*hits: Hit, total: int | None = None, wish: Wish = WISH, **more: Any) -> Answer:  # noqa: ANN401  Answer's own
    facets = more.pop("facets", {})
    result = Result(len(hits) if total is None else total, hits, 1.5, facets)
    given = {"marks": lambda _: (), "percents": {}, "nearest": (), **more}
    return Answer(wish=wish, result=result, page=hits, **given)


def shown(
    capsys: pytest.CaptureFixture[str], one: Answer, code: int = 0, *, as_json: bool = False
) -> str:
    assert find_view.show(one, as_json=as_json) == code
    return capsys.readouterr().out


def test_nothing_found_is_told_and_is_a_no(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, answer(), 1) == "0 found in 1.5 ms.\n"


def test_a_hit_is_a_line_and_its_words_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, answer(HIT)).splitlines() == [
        "0000000001-0001  2024-02-29  投诉记录 TS-2026001  深圳市样例物业服务有限公司",
        "    …外窗漏水，墙面…",
        "1 found in 1.5 ms.",
    ]


def test_what_a_paper_does_not_have_leaves_no_gap(capsys: pytest.CaptureFixture[str]) -> None:
    bare = replace(HIT, number="", snippet="", spans=())

    assert (
        shown(capsys, answer(bare)).splitlines()[0].endswith("投诉记录  深圳市样例物业服务有限公司")
    )
    assert len(shown(capsys, answer(bare)).splitlines()) == 2


@pytest.mark.parametrize(
    ("total", "offset", "rest"),
    [
        (1, 0, None),
        (2, 0, "--offset 1"),
        (100, 40, "--offset 41"),
        (41, 40, None),
        (5, 7, None),
    ],
)
def test_the_next_page_is_named_if_there_is_one(
    total: int, offset: int, rest: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shown(capsys, answer(HIT, total=total, wish=replace(WISH, offset=offset)))

    assert ("The rest" in told) is (rest is not None)
    assert (rest or "found") in told


def test_past_the_last_page_there_is_no_rest(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, answer(total=5, wish=replace(WISH, offset=5)))

    assert told == "5 found in 1.5 ms.\n"


def facets(count: int) -> dict[str, tuple[tuple[str, int], ...]]:
    return {"customer": tuple((f"客户{n}", 9 - n) for n in range(count))}


@pytest.mark.parametrize(
    ("values", "is_all", "text"),
    [
        (0, False, None),
        (1, False, None),
        (0, True, None),
        (1, True, "customer: 客户0 9"),
        (2, False, "customer: 客户0 9 · 客户1 8"),
        (4, False, "customer: 客户0 9 · 客户1 8 · 客户2 7 · 客户3 6"),
        (5, False, "customer: 客户0 9 · 客户1 8 · 客户2 7 · 客户3 6 · …"),
        (5, True, "customer: 客户0 9 · 客户1 8 · 客户2 7 · 客户3 6 · 客户4 5"),
    ],
)
def test_counts_that_tell_papers_apart_are_shown(
    values: int, *, is_all: bool, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = replace(WISH, facets=is_all)

    lines = shown(capsys, answer(HIT, total=30, wish=wish, facets=facets(values))).splitlines()

    assert [one for one in lines if one.startswith("customer:")] == ([text] if text else [])


def test_where_all_hits_stand_above_counts_are_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "customer:" not in shown(capsys, answer(HIT, facets=facets(3)))
    all_of_them = replace(WISH, facets=True)
    assert "customer:" in shown(capsys, answer(HIT, wish=all_of_them, facets=facets(3)))


def test_every_facet_has_a_label_and_a_grade_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    wish = replace(WISH, facets=True)
    counted = {name: (("2" if name == "grade" else "值", 3),) for name in FACETS}

    lines = shown(capsys, answer(HIT, wish=wish, facets=counted)).splitlines()

    assert len([one for one in lines if ": " in one]) == len(FACETS)
    [grade] = [one for one in lines if one.startswith("grade:")]
    assert "2" not in grade


def test_likeness_stands_before_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    for percent, text in ((0, "  0 %  "), (7, "  7 %  "), (100, "100 %  ")):
        told = shown(capsys, answer(HIT, percents={HIT.item: percent}))
        assert told.startswith(f"{text}{HIT.item}")


def test_likeness_is_in_json_only_where_it_was_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = json.loads(shown(capsys, answer(HIT), as_json=True))
    like = json.loads(shown(capsys, answer(HIT, percents={HIT.item: 0}), as_json=True))

    assert "likeness" not in plain["hits"][0]
    assert like["hits"][0]["likeness"] == 0


def test_json_of_nothing_has_all_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(shown(capsys, answer(), 1, as_json=True)) == {
        "total": 0,
        "hits": [],
        "facets": {},
        "did_you_mean": [],
        "took_ms": 1.5,
    }


def test_words_are_marked_in_all_that_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_view, "out", print)
    spans: Sequence[tuple[int, int]] = ((0, 2),)

    told = shown(capsys, answer(HIT, marks=lambda _: spans))

    bold = click.style("投诉", bold=True, fg="yellow")
    assert f"{bold}记录" in told
    assert f"外窗{click.style('漏水', bold=True, fg='yellow')}，墙面" in told


NEAR = Suggestion("customer", "深圳市样例公司", 'customer:"深圳 样例"', 2)


def test_what_may_be_meant_is_a_command_one_can_copy(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, answer(nearest=[NEAR]), 1)

    assert "Did you mean:" in told
    assert "customer  深圳市样例公司  2    docgen find 'customer:\"深圳 样例\"'" in told


@pytest.mark.parametrize("kind", ["customer", "number", "template", "title", "dossier"])
def test_each_kind_of_suggestion_has_words(
    kind: Any,  # noqa: ANN401  as parametrised
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = replace(NEAR, kind=kind)

    assert find_view.show_suggestions([one], as_json=False) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert find_view.show_suggestions([one], as_json=True) == 0
    [data] = json.loads(capsys.readouterr().out)["suggestions"]
    assert data == {
        "kind": kind,
        "text": "深圳市样例公司",
        "query": 'customer:"深圳 样例"',
        "count": 2,
    }


def test_no_suggestion_is_a_no(capsys: pytest.CaptureFixture[str]) -> None:
    assert find_view.show_suggestions([], as_json=False) == 1
    assert capsys.readouterr().out == ""
    assert find_view.show_suggestions([], as_json=True) == 1
    assert json.loads(capsys.readouterr().out) == {"suggestions": []}


# ---- options


def wished(*args: str) -> Wish:
    """What a command with these words and options is asked for."""
    found: list[Wish] = []

    def command(*, wish: Wish) -> int:
        found.append(wish)
        return 0

    said = CliRunner().invoke(click.command()(wishing(command)), args)
    assert said.exit_code == 0, said.output
    return found[0]


def test_without_options_nothing_is_wished_for() -> None:
    wish = wished()

    assert wish.is_empty
    assert (wish.order, wish.limit, wish.offset, wish.xlsx) == (None, 20, 0, None)
    assert set(wish.filters.values()) == {""}


@pytest.mark.parametrize(
    "args",
    [("漏水",), ("",), ("--saved", "常用"), ("--customer", "szyb"), ("--until", "2026-01-31")],
)
def test_a_word_a_filter_or_a_saved_search_is_something(args: tuple[str, ...]) -> None:
    assert not wished(*args).is_empty


@pytest.mark.parametrize(
    "args", [("--facets",), ("--save", "名"), ("--limit", "3"), ("--suggest",)]
)
def test_what_only_says_how_is_no_search(args: tuple[str, ...]) -> None:
    assert wished(*args).is_empty


def test_each_option_has_its_place() -> None:
    wish = wished(
        *("漏水", "-发票"[1:], "--order", "date", "--limit", "1", "--offset", "0", "--share"),
        *("--save", "名", "--xlsx", "a.xlsx", "--like", "0000000001-0001", "--unit", "后勤部"),
    )

    assert (wish.words, wish.order, wish.limit, wish.share, wish.save) == (
        *(("漏水", "发票"), "date", 1),
        *(True, "名"),
    )
    assert (wish.filters["like"], wish.filters["unit"]) == ("0000000001-0001", "后勤部")
    assert wish.xlsx is not None
    assert wish.xlsx.name == "a.xlsx"


@pytest.mark.parametrize(
    "args", [("--limit", "0"), ("--limit", "x"), ("--offset", "-1"), ("--order", "worst")]
)
def test_what_is_no_number_and_no_order_is_refused(args: tuple[str, ...]) -> None:
    said = CliRunner().invoke(click.command()(wishing(lambda **_: 0)), args)

    assert said.exit_code == 2
    assert args[0] in said.output
