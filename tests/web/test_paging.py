"""Lists page by page, and what facets are called."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import RequestFactory
from tests.support.desks import cast_there, filed

from docgen.office import customers, dossiers, facet_words, finding
from docgen.office.desk import Office
from docgen.register.models import Customer
from docgen.web.entering import Request
from docgen.web.paging import offset_of, pages_of


def asked(query: str) -> Request:
    """A request for a list."""
    return cast("Request", RequestFactory().get(f"/list/?{query}"))


@pytest.mark.parametrize(
    ("query", "total", "rows", "before", "after"),
    [
        ("", 0, (0, 0), "", ""),
        ("", 50, (1, 50), "", ""),
        ("", 51, (1, 50), "", "/list/?page=2"),
        ("q=a&page=2", 120, (51, 100), "/list/?q=a&page=1", "/list/?q=a&page=3"),
        ("page=3", 120, (101, 120), "/list/?page=2", ""),
        ("page=0", 60, (1, 50), "", "/list/?page=2"),
        ("page=-1", 60, (1, 50), "", "/list/?page=2"),
        ("page=x", 60, (1, 50), "", "/list/?page=2"),
        ("page=99", 60, (60, 60), "/list/?page=98", ""),
    ],
)
def test_a_page_knows_where_it_stands(
    query: str, total: int, rows: tuple[int, int], before: str, after: str
) -> None:
    found = pages_of(asked(query), total)

    assert (found.first, found.last) == rows
    assert (found.before, found.after) == (before, after)
    assert found.is_long == bool(before or after)


def test_a_huge_page_is_an_ordinary_number() -> None:
    assert offset_of(asked("page=" + "9" * 400)) < 10**8


@pytest.mark.parametrize(
    ("words", "filters", "whole"),
    [
        (["漏水"], {}, "漏水"),
        (["漏水", "空调"], {"grade": "C"}, "漏水 空调 grade:C"),
        ([], {"customer": "样例 公司", "unit": ""}, 'customer:"样例 公司"'),
    ],
)
def test_words_and_filters_are_one_search(
    words: list[str], filters: dict[str, str], whole: str
) -> None:
    assert finding.narrowed(words, filters) == whole


def test_forms_are_called_by_their_titles(office: Office) -> None:
    names = ["complaint/complaint-record", "complaint/gone", "../../etc/passwd"]

    found = facet_words.titles(office, names)

    assert found == {"complaint/complaint-record": "客户投诉记录及处理意见"}


def test_a_form_that_is_being_changed_keeps_its_name(office: Office) -> None:
    name = "complaint/complaint-record"
    file = office.folder / "templates" / name / "form.toml"
    file.write_text("title = ", "utf-8")

    assert facet_words.titles(office, [name]) == {name: name}


def test_grades_and_groups_are_said(office: Office) -> None:
    mira = cast_there().mira

    [grade] = facet_words.called(office, mira, "grade", [("1", 7)])
    [group] = facet_words.called(office, mira, "group", [("repair", 2)])
    [unit] = facet_words.called(office, mira, "unit", [("客户服务部", 3)])

    assert (grade.value, grade.words, grade.count) == ("C", "内部", 7)
    assert group.words != "repair"
    assert (unit.value, unit.words) == ("客户服务部", "客户服务部")


def test_a_dossier_that_one_may_not_know_has_no_title(office: Office) -> None:
    there = cast_there()
    other = customers.add(office, there.jonas, customers.NewCustomer("档案室的客户"))
    hidden = dossiers.open_dossier(office, there.jonas, other)
    known = filed(office, there.mira, Customer.objects.earliest("pk")).dossier

    found = facet_words.called(office, there.mira, "dossier", [(str(hidden), 1), (str(known), 1)])

    assert [one.words for one in found] == [str(hidden), f"{known} {known.title}"]
