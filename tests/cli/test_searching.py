"""``docgen find`` and ``docgen saved`` as people meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import filed
from tests.support.offices import founder, reopen
from tests.support.shell import Inside

from docgen.register.models import Customer
from docgen.render.sheet import read_grids

CUSTOMER = "深圳市样例物业服务有限公司"


@pytest.fixture
def papers(inside: Inside) -> Inside:
    """Besides the one of the office, two that were filled from a form."""
    office, known = reopen(inside.office), Customer.objects.get()
    for number, group in (("TS-2", "other"), ("=TS-1", "sales")):
        filed(office, founder(), known, title="投诉记录", number=number, group=group)
    return inside


def test_hits_stand_with_their_words_and_the_count(papers: Inside) -> None:
    said = papers.run("find", "漏水", "--order", "number")

    assert said.code == 0
    hits = [line for line in said.out.splitlines() if line.startswith("0000000001-")]
    assert [line.split("  ")[2] for line in hits] == ["投诉记录 =TS-1", "投诉记录 TS-2", "材料"]
    assert "    空调漏水，请派人维修。" in said.out
    assert "3 found in" in said.out
    assert "The rest" not in said.out
    assert "group" not in said.out  # all hits stand there, so nothing is counted


def test_where_more_is_found_than_shown_it_is_counted(papers: Inside) -> None:
    said = papers.run("find", "漏水", "--limit", "2")
    rest = papers.run("find", "漏水", "--limit", "2", "--offset", "2")
    counted = papers.run("find", "漏水", "--limit", "2", "--facets")

    assert "group: other 2 · sales 1" in said.out
    assert "The rest: --offset 2" in said.out
    assert "customer" not in said.out  # there is one only
    assert "The rest" not in rest.out
    assert f"customer: {CUSTOMER} 3" in counted.out


def test_the_searched_words_stand_out_on_a_terminal_alone(
    papers: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = papers.run("find", "ts-2", "漏水").out
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)

    marked = papers.run("find", "ts-2", "漏水").out

    assert "\x1b" not in plain
    assert "\x1b[33m\x1b[1mTS-2\x1b[0m" in marked
    assert "空调\x1b[33m\x1b[1m漏水\x1b[0m，请派人维修。" in marked


def test_json_has_everything(papers: Inside) -> None:
    told = papers.run("find", "--customer", "样例", "--number", "TS-2", "--json").data
    none = papers.run("find", "样列物业", "--json")

    assert (told["total"], len(told["hits"]), told["did_you_mean"]) == (1, 1, [])
    assert told["hits"][0]["number"] == "TS-2"
    assert told["facets"]["grade"] == [["内部", 1]]
    assert (none.code, none.data["total"]) == (1, 0)
    assert none.data["did_you_mean"][0]["text"] == CUSTOMER


def test_a_search_that_finds_nothing_says_what_may_be_meant(papers: Inside) -> None:
    said = papers.run("find", "样列物业")
    again = papers.run("find", f"customer:{CUSTOMER}")

    assert said.code == 1
    assert "0 found" in said.out
    assert "Did you mean:" in said.out
    assert f"customer  {CUSTOMER}  3    docgen find 'customer:{CUSTOMER}'" in said.out
    assert "3 found" in again.out


def test_options_narrow_like_words_of_the_grammar(papers: Inside) -> None:
    found = {
        args: papers.run("find", *args, "--json").data["total"]
        for args in (
            ("--grade", "C", "--group", "sales"),
            ("--unit", "客户服务部"),
            ("--unit", "法务部"),
            ("--number", "TS", "--since", "2020", "--until", "2099-12"),
            ("--customer", "szsyl"),
            ("--phone", "0755 5555"),
            ("漏水", "--dossier", "1", "--template", "other"),
            ("漏水", "-投诉记录", "--limit", "1"),
            ("--number", "-2", "漏水"),
        )
    }

    assert list(found.values()) == [1, 3, 0, 2, 3, 0, 0, 1, 1]


def test_similar_papers_come_with_their_likeness(papers: Inside, tmp_path: Path) -> None:
    said = papers.run("find", "--like", "1-1")
    told = papers.run("find", "--like", "1-1", "--json").data
    both = papers.run("find", "--like", "1-1", "--offset", "1", "--xlsx", tmp_path / "a.xlsx")
    missing = papers.run("find", "--like", "1-99")

    assert "100 %  0000000001-000" in said.out
    assert "0000000001-0001" not in said.out
    assert [hit["likeness"] for hit in told["hits"]] == [100, 100]
    assert both.out.count("100 %  0000000001-000") == 1
    assert (missing.code, "There is no item" in missing.err) == (5, True)


def test_all_hits_go_into_a_workbook_that_computes_nothing(papers: Inside, tmp_path: Path) -> None:
    file = tmp_path / "投诉.xlsx"

    said = papers.run("find", "漏水", "--limit", "1", "--order", "number", "--xlsx", file)
    again = papers.run("find", "漏水", "--xlsx", file)
    other = papers.run("find", "漏水", "--xlsx", tmp_path / "投诉.docx")

    [grid] = read_grids(file.read_bytes(), file.name)
    heads, *rows = [cells for _, cells in grid.rows]
    assert heads[:4] == ["item", "date", "title", "form number"]
    assert heads[4:] == ["customer", "dossier", "form", "grade"]
    assert [cells[3] for cells in rows] == ["=TS-1", "TS-2", ""]
    assert said.out.count("0000000001-") == 1
    assert (again.code, other.code) == (3, 2)
    assert "--xlsx" in again.err
    assert b"<f>" not in file.read_bytes()


def test_a_search_is_saved_used_listed_and_deleted(papers: Inside) -> None:
    saved = papers.run("find", "漏水", "--number", "TS", "--order", "number", "--save", "带编号")
    twice = papers.run("find", "别的", "--save", "带编号")
    used = papers.run("find", "--saved", "带编号", "--json")
    narrowed = papers.run("find", "-投诉记录", "--saved", "带编号")
    listed = papers.run("saved", "list")
    deleted = papers.run("saved", "delete", "带编号")
    gone = papers.run("find", "--saved", "带编号")

    assert "docgen find --saved 带编号" in saved.err
    assert twice.code == 3
    assert [hit["number"] for hit in used.data["hits"]] == ["=TS-1", "TS-2"]
    assert narrowed.code == 1
    assert "漏水 number:TS" in listed.out
    assert (deleted.code, gone.code) == (0, 5)
    assert papers.run("saved", "list", "--json").data == []


def test_a_shared_search_finds_for_each_what_he_may_know(papers: Inside) -> None:
    papers.run("find", "漏水", "--save", "大家的", "--share", who="jonas")
    mine = papers.run("saved", "list", "--json", who="jonas").data
    others = papers.run("find", "--saved", "大家的", who="lena")

    assert mine[0]["shared_with"] == "档案室"
    assert others.code == 5


def test_suggestions_are_printed_with_the_search_to_make(papers: Inside) -> None:
    said = papers.run("find", "--suggest", "漏水", "样例")
    none = papers.run("find", "--suggest", "样例", who="lena")

    assert f"customer  {CUSTOMER}  3    docgen find '漏水 customer:{CUSTOMER}'" in said.out
    assert (none.code, none.out) == (1, "")


@pytest.mark.parametrize("args", [("--order", "date"), ("漏水", "--share"), ("--saved", "")])
def test_something_must_be_asked(papers: Inside, args: tuple[str, ...]) -> None:
    said = papers.run("find", *args)

    assert said.code == 2
    assert "Usage:" in said.err
