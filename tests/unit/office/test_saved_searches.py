"""Saved searches: one's own, shared with one's unit, never written over, gone when deleted."""

from __future__ import annotations

import pytest
from tests.support.desks import Cast, dump, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import audit_reconcile, people, saved_searches
from docgen.office.desk import Office
from docgen.register.models import Person


def names(office: Office, who: Person) -> list[str]:
    return [row.name for row in saved_searches.listed(office, who)]


def test_a_search_is_kept_and_used_again(office: Office, folk: Cast) -> None:
    saved_searches.save(office, folk.mira, " 漏水 ", "漏水 -发票", order="date")

    row = saved_searches.named(office, folk.mira, "漏水")

    assert (row.text, row.order, row.unit) == ("漏水 -发票", "date", "")
    assert saved_searches.named(office, folk.mira, row.code) == row
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("search.saved", "S000001")
    assert log()[-1]["more"] == {"shared": "no"}


def test_what_is_shared_is_the_units_and_nobody_elses(office: Office, folk: Cast) -> None:
    colleague = person(office, "colleague")
    saved_searches.save(office, folk.mira, "我的", "漏水")
    saved_searches.save(office, folk.mira, "大家的", "投诉", shared=True)

    seen = {who.login: names(office, who) for who in (folk.mira, colleague, folk.lena)}

    assert seen == {"mira": ["大家的", "我的"], "colleague": ["大家的"], "lena": []}
    assert saved_searches.named(office, colleague, "大家的").text == "投诉"
    with pytest.raises(NotFound):
        saved_searches.named(office, folk.lena, "大家的")


def test_a_colleague_who_left_the_unit_left_his_searches_there(office: Office, folk: Cast) -> None:
    saved_searches.save(office, folk.mira, "大家的", "投诉", shared=True)
    colleague = person(office, "colleague")

    mira = people.change(office, people.by_login("shen"), "mira", unit="法务部")

    assert names(office, colleague) == names(office, mira) == ["大家的"]


def test_a_name_stands_for_one_search(office: Office, folk: Cast) -> None:
    colleague = person(office, "colleague")
    for who, text in ((folk.mira, "漏水"), (colleague, "投诉")):
        saved_searches.save(office, who, "常用", text, shared=True)
    with pytest.raises(BadInput):
        saved_searches.save(office, folk.mira, "常用", "发票")

    third = person(office, "third")
    with pytest.raises(BadInput, match="2 shared searches") as ambiguous:
        saved_searches.named(office, third, "常用")

    assert saved_searches.named(office, folk.mira, "常用").text == "漏水"
    assert "S000001, S000002" in ambiguous.value.fix
    assert saved_searches.named(office, third, "S000002").text == "投诉"


def test_a_search_that_is_deleted_leaves_no_word(office: Office, folk: Cast) -> None:
    saved_searches.save(office, folk.mira, "旧的名字", "一个词", shared=True)
    with pytest.raises(NotFound):  # a colleague's is not his to delete
        saved_searches.delete(office, person(office, "colleague"), "旧的名字")

    saved_searches.delete(office, folk.mira, "旧的名字")

    rows = dump(office).split('CREATE TABLE "register_saved_search"')[1].split("CREATE TABLE")[0]
    assert "旧的名字" not in rows
    assert "一个词" not in rows
    assert names(office, folk.mira) == []
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("search.deleted", "S000001")
    assert saved_searches.save(office, folk.mira, "旧的名字", "别的").code == "S000002"
    assert audit_reconcile.findings() == []


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("", "漏水", "save"),
        ("长" * 61, "漏水", "save"),
        ("一\n二", "漏水", "save"),
        ("名", "", "query"),
        ("名", '"漏水', "query"),
        ("名", "x" * 501, "query"),
    ],
)
def test_what_cannot_be_kept(office: Office, folk: Cast, name: str, text: str, field: str) -> None:
    size = len(log())

    with pytest.raises(BadInput) as refused:
        saved_searches.save(office, folk.mira, name, text)

    assert (refused.value.field, len(log())) == (field, size)


def test_who_may_not_search_saves_none(office: Office) -> None:
    auditor = person(office, "apart", "auditor")

    for verb in (
        lambda: saved_searches.save(office, auditor, "名", "漏水"),
        lambda: saved_searches.listed(office, auditor),
        lambda: saved_searches.named(office, auditor, "名"),
        lambda: saved_searches.delete(office, auditor, "名"),
    ):
        with pytest.raises(NotAllowed):
            verb()
        assert log()[-1]["res"] == "deny"
