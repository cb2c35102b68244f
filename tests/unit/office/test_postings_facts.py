"""What forms know of a posting: facts by name, only what a field takes, and the hand that wins."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.desks import Cast
from tests.support.handovers import Field, field

from docgen.office import postings_facts, writing
from docgen.office.desk import Office
from docgen.register.models_postings import Posting, PostingFact

FORM = "dispatch/dispatch-approval"


@pytest.fixture(name="posted")
def _posted(office: Office, folk: Cast) -> Field:
    assert folk
    return field(office)


def test_what_is_known_of_somebody_who_is_away(office: Office, posted: Field) -> None:
    known = postings_facts.facts(office, posted.old)

    wanted = {
        "name": "gao",
        "staff_no": "G-01",
        "unit": "客户服务部",
        "area": "粤东区域",
        "area_class": "二类地区",
        "posting_kind": "境内异地",
        "place": "汕头办事处",
        "start_on": dt.date(2026, 1, 5),
        "area_since": dt.date(2026, 1, 5),
        "approval_no": "",
        "approval_on": None,
    }
    assert {name: known[name] for name in wanted} == wanted


def test_without_an_area_nothing_is_said_of_one(office: Office, posted: Field) -> None:
    known = postings_facts.facts(office, posted.new)

    assert "area" not in known
    assert "area_class" not in known
    assert known["area_since"] == dt.date(2026, 1, 5)
    assert postings_facts.area_facts(office, None) == {}


@pytest.mark.parametrize(
    ("scope", "word"), [("国外", "境外"), ("境外", "境外"), ("国内异地", "境内异地")]
)
def test_forms_have_a_word_of_their_own_for_the_scope(
    office: Office, posted: Field, scope: str, word: str
) -> None:
    posted.old.scope = scope

    assert postings_facts.facts(office, posted.old)["posting_kind"] == word


def test_the_day_of_the_approval_is_the_offices_day(office: Office, posted: Field) -> None:
    posted.old.approved_at = dt.datetime(2026, 2, 28, 16, 30, tzinfo=dt.UTC)

    assert postings_facts.facts(office, posted.old)["approval_on"] == dt.date(2026, 3, 1)


def test_an_approval_noted_without_a_paper_has_no_number(office: Office, posted: Field) -> None:
    PostingFact.objects.create(posting=posted.old, key="approval", by=posted.qiao, at=office.now())

    assert postings_facts.facts(office, posted.old)["approval_no"] == ""


@pytest.mark.parametrize(
    ("sales", "title"), [(200_000, "一类地区"), (199_999, "二类地区"), (0, "三类地区")]
)
def test_the_class_follows_the_figures_of_today(
    office: Office, posted: Field, sales: int, title: str
) -> None:
    area = posted.old.area
    assert area is not None
    area.sales = sales

    assert postings_facts.area_facts(office, area)["area_class"] == title
    assert postings_facts.fact_of(area).sales == sales


def test_a_form_is_told_only_what_it_asks_and_nothing_blank(office: Office, posted: Field) -> None:
    form = writing.template(office, FORM).form

    known = postings_facts.answers(office, posted.new, form, {})

    assert known
    assert known.keys() <= {one.name for one in form.fields}
    assert not {"", None} & {one for one in known.values() if isinstance(one, str | None)}


def test_what_was_answered_by_hand_wins_even_if_it_is_blank(office: Office, posted: Field) -> None:
    form = writing.template(office, FORM).form
    known = postings_facts.answers(office, posted.old, form, {})

    for name in known:
        assert postings_facts.answers(office, posted.old, form, {name: ""})[name] == ""


def test_a_word_that_a_choice_does_not_have_is_left_out(office: Office, posted: Field) -> None:
    form = writing.template(office, FORM).form
    choices = {one.name: one.choices for one in form.fields if one.choices}
    posted.old.kind = posted.old.host = "没有的词"

    known = postings_facts.answers(office, posted.old, form, {})

    assert all(str(known[name]) in choices[name] for name in known if name in choices)
    assert Posting.objects.get(pk=posted.old.pk).kind == "外派技术人员"
