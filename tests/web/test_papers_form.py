"""A form on the page: what is read from what was typed, how each question looks, what is wrong."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.http import QueryDict
from tests.support.papers import ANSWERS, SENT

from docgen.errors import Detail, say
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.gaps import HIGHLIGHT, Gap
from docgen.forms.occasion import Occasion
from docgen.model.calendar import WorkCalendar
from docgen.office import halfway
from docgen.office.halfway import Looked
from docgen.web.papers_fields import Asked, asked_of, in_words, place_of
from docgen.web.papers_read import typed

_DAY = Occasion(date(2026, 3, 10), WorkCalendar())
_TOML = """
title = "样表"
title_en = "Sample"
family = "service"
source = ["F-001"]
grade = "C"
group = "repair"
retention = "permanent"
check = ["ends >= starts"]
[field.line]
label = "行"
kind = "text"
from = "customer.name"
[field.text]
label = "段"
kind = "longtext"
required = false
[field.starts]
label = "始"
kind = "date"
[field.ends]
label = "终"
kind = "date"
required = false
[field.at]
label = "时"
kind = "datetime"
required = false
[field.count]
label = "数"
kind = "integer"
required = false
[field.amount]
label = "金额"
kind = "money"
unit = "元"
required = false
[field.few]
label = "少选"
kind = "choice"
choices = ["甲", "乙"]
[field.many]
label = "多选一"
kind = "choice"
choices = ["一", "二", "三", "四", "五", "六"]
required = false
[field.several]
label = "多选"
kind = "choices"
choices = ["红", "绿"]
required = false
[field.agreed]
label = "同意"
kind = "yesno"
required = false
[field.why]
label = "理由"
kind = "text"
required_if = "given(agreed) and not agreed"
[field.mail]
label = "邮箱"
kind = "email"
required = false
[field.photo]
label = "照片"
kind = "image"
required = false
[field.signed]
label = "签名"
kind = "signature"
[field.sum]
label = "合计"
kind = "money"
compute = "sum(rows.price)"
required = false
[field.rows]
label = "明细"
kind = "table"
  [field.rows.column.what]
  label = "名"
  kind = "text"
  [field.rows.column.price]
  label = "价"
  kind = "money"
  required = false
  [field.rows.column.twice]
  label = "倍"
  kind = "money"
  compute = "price * 2"
  required = false
"""
FORM = parse_form(_TOML, name="service/sample", file="form.toml")


def sent(**values: str | list[str]) -> QueryDict:
    """A form as a browser sends it; ``_`` in a name is ``-``."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return query


def look(given: dict[str, object], form: Form = FORM) -> Looked:
    """What is wrong and computed so far."""
    return halfway.look(form, given, _DAY)


def asked(
    given: dict[str, object], *, everything: bool = False, known: dict[str, object] | None = None
) -> dict[str, Asked]:
    """The questions as the page shows them, by name."""
    found = asked_of(FORM, given, known or {}, look(given), {}, everything=everything)
    return {one.asked.name: one for one in found}


def test_what_was_typed_is_read_by_name() -> None:
    found = typed(
        FORM, sent(f_line=" 甲 ", f_text="一\r\n二", f_several=["红", "绿"], f_few=""), {}
    )

    assert found.answers == {"line": " 甲 ", "text": "一\n二", "several": ["红", "绿"]}


def test_rows_keep_their_order_and_blank_ones_do_not_count() -> None:
    query = sent(t_rows_10_what="十", t_rows_2_what="二", t_rows_3_what=" ", t_rows_x_what="无")

    found = typed(FORM, query, {})

    assert found.answers == {"rows": [{"what": "二"}, {"what": "十"}]}
    assert found.turns == {"rows": [2, 10]}


def test_a_row_is_taken_away_by_its_button() -> None:
    query = sent(t_rows_0_what="一", t_rows_1_what="二")
    query["drop"] = "rows-0"

    assert typed(FORM, query, {}).answers == {"rows": [{"what": "二"}]}


def test_computed_answers_and_strange_names_are_not_read() -> None:
    query = sent(f_sum="5", t_rows_0_twice="7", f_nothing="x", g_line="y")

    assert typed(FORM, query, {}).answers == {}


def test_a_picture_stays_until_it_is_taken_away() -> None:
    before = {"photo": {"picture": "0" * 64, "name": "a.png"}}

    kept = typed(FORM, sent(f_photo="b"), before).answers
    gone = typed(FORM, sent(clear_photo="1"), before).answers

    assert kept == before
    assert gone == {}


def test_a_complaint_is_read_as_it_was_sent() -> None:
    query = QueryDict(mutable=True)
    query.update(SENT)
    form = parse_form(_complaint(), name="complaint/complaint-record", file="form.toml")

    assert typed(form, query, {}).answers == ANSWERS


def _complaint() -> str:
    from pathlib import Path  # noqa: PLC0415  only here

    root = Path(__file__).parents[2] / "templates"
    return (root / "complaint" / "complaint-record" / "form.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "looks", "type_", "mode"),
    [
        ("line", "line", "text", ""),
        ("text", "longtext", "text", ""),
        ("starts", "line", "date", ""),
        ("at", "line", "datetime-local", ""),
        ("count", "line", "text", "numeric"),
        ("amount", "line", "text", "decimal"),
        ("few", "radio", "text", ""),
        ("many", "select", "text", ""),
        ("several", "choices", "text", ""),
        ("agreed", "radio", "text", ""),
        ("mail", "line", "email", ""),
        ("photo", "picture", "text", ""),
        ("signed", "by-hand", "text", ""),
        ("sum", "computed", "text", "decimal"),
        ("rows", "table", "text", ""),
    ],
)
def test_each_kind_has_its_input(name: str, looks: str, type_: str, mode: str) -> None:
    one = asked({})[name]

    assert (one.look, one.type, one.mode) == (looks, type_, mode)


def test_a_day_that_is_none_is_shown_as_it_was_typed() -> None:
    assert asked({"starts": "3月5日"})["starts"].type == "text"
    assert asked({"starts": "2026-03-05"})["starts"].type == "date"
    assert asked({"at": "2026-03-05T09:30"})["at"].type == "datetime-local"
    assert asked({"at": "2026-03-05 09:30"})["at"].type == "text"


def test_known_answers_are_marked_until_they_are_changed() -> None:
    known: dict[str, object] = {"line": "甲公司"}

    assert asked({"line": "甲公司"}, known=known)["line"].is_known
    assert not asked({"line": "乙公司"}, known=known)["line"].is_known
    assert not asked({"line": ""}, known={"line": ""})["line"].is_known


def test_while_one_types_only_what_is_wrong_is_said_and_at_the_end_what_is_missing() -> None:
    typing = asked({"starts": "昨天"})
    ending = asked({"starts": "昨天"}, everything=True)

    assert [one.text for one in typing["starts"].faults] == ["“昨天” is not a date"]
    assert typing["line"].faults == []
    assert [one.text for one in ending["line"].faults] == ["“行” is missing"]


def test_the_forms_own_rules_are_said_at_their_field() -> None:
    given: dict[str, object] = {"starts": "2026-03-05", "ends": "2026-03-01"}

    found = asked(given)

    told = [*found["ends"].faults, *found["starts"].faults]
    assert len(told) == 1
    assert told[0].fix == ""  # names of fields are for files


def test_what_is_needed_because_of_another_answer_is_marked() -> None:
    assert not asked({})["why"].is_needed
    assert asked({"agreed": "否"})["why"].is_needed
    assert asked({})["line"].is_needed
    assert not asked({})["sum"].is_needed


def test_computed_answers_are_shown_while_others_are_missing() -> None:
    found = asked({"rows": [{"what": "一", "price": "12.50"}, {"what": "二", "price": "abc"}]})

    first, second = (cells for _, cells in found["rows"].rows)
    assert found["sum"].shown == "12.50"
    assert [one.shown for one in first if one.asked.compute] == ["25.00"]
    assert [one.key for one in second] == ["rows-1-what", "rows-1-price", "rows-1-twice"]
    assert [one.text for one in second[1].faults] != []


def test_a_fault_of_a_cell_finds_its_place_on_the_page() -> None:
    faults = look({"rows": [{"what": "一"}, {"price": "x"}]}).faults
    turns = {"rows": [4, 9]}

    places = [place_of(one, turns) for one in faults]

    assert "rows-9-what" in places
    assert "rows-9-price" in places
    assert "line" in places
    assert place_of(Detail("", "rows.what", "", "row 2"), turns) == "rows"


def test_an_amount_is_said_in_words() -> None:
    assert asked({"amount": "1,234.50"})["amount"].words == "壹仟贰佰叁拾肆元伍角整"
    assert asked({"amount": "很多"})["amount"].words == ""
    assert in_words(FORM.fields[0], "12") == ""


def test_one_more_row_has_the_next_turn() -> None:
    table = asked({"rows": [{"what": "一"}]})["rows"]

    [(turn, cells)] = table.more_rows
    [(pattern, _)] = table.row_pattern

    assert (turn, pattern) == (1, 0)
    assert [one.key for one in cells] == ["rows-1-what", "rows-1-price", "rows-1-twice"]


def test_holes_are_marked_and_the_rest_is_checked() -> None:
    values = look({"starts": "2026-03-05", "at": "2026-03-05T09:30", "few": "丙"}).values

    assert values["starts"] == date(2026, 3, 5)
    assert values["at"] == datetime(2026, 3, 5, 9, 30)  # noqa: DTZ001  a form's time has no zone
    gap = values["few"]
    assert isinstance(gap, Gap)
    assert (gap.label, gap.policy) == ("少选", HIGHLIGHT)
    assert values["rows"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"rows": "no table"},
        {"rows": [["no row"]]},
        {"rows": [{"stray": "x"}]},
        {"several": "红、蓝"},
        {"stray": "x", "line": "a\x00b"},
        {"photo": {"picture": "nothing"}},
    ],
    ids=["text", "list", "column", "choice", "field", "picture"],
)
def test_whatever_stands_in_a_draft_can_be_looked_at(given: dict[str, object]) -> None:
    looked = look(given)

    assert looked.faults != ()
    assert set(looked.values) == {one.name for one in FORM.fields}


def test_advice_for_files_is_left_out() -> None:
    for_files = Detail("x", fix=say("give a value for {name}", name="line"))
    for_people = Detail("x", fix=say("shorten it"))

    assert halfway.nameless(for_files).fix == ""
    assert halfway.nameless(for_people).fix == "shorten it"
