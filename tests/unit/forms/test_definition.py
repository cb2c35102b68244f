"""From ``form.toml`` to a form, and every mistake in it with its line."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput, Detail
from docgen.forms.definition import Copy, Form, Signature, parse_form
from docgen.model.grades import Grade

SMALL = """\
title = "样表"
family = "service"
[field.a]
label = "甲"
kind = "text"
"""


def parse(text: str, name: str = "service/sample") -> Form:
    return parse_form(text, name=name, file="form.toml")


def refused(text: str, name: str = "service/sample") -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse(text, name)
    return caught.value


def only(text: str) -> Detail:
    """The single fault of a form."""
    details = refused(text).details
    assert len(details) == 1, details
    return details[0]


def with_field(lines: str) -> str:
    """A small form with one more field, whose table begins on line 6."""
    return f"{SMALL}[field.b]\nlabel = '乙'\n{lines}\n"


def test_a_form_is_read(form: Form) -> None:
    assert form.name == "complaint/sample"
    assert form.title == "客户投诉记录及处理意见"
    assert form.title_en == "Customer complaint record and handling opinion"
    assert form.family == "complaint"
    assert form.source == ("F-120", "C-033", "C-034")
    assert form.number == "TS-{year}{month:02}{seq:02}"
    assert form.grade is Grade.B
    assert (form.group, form.retention) == ("repair", "permanent")
    assert form.copies == (Copy("企业发展部"), Copy("客户档案"))
    assert form.sign == (Signature("handler", "经办人"), Signature("manager", "主管领导"))
    (check,) = form.checks
    assert (check.text, check.op) == ("closed_on >= received_on", ">=")
    assert check.term.uses == ("closed_on", "received_on")


def test_its_fields_are_in_the_order_of_the_file(form: Form) -> None:
    assert [one.name for one in form.fields][:4] == [
        "received_on",
        "closed_on",
        "customer",
        "severity",
    ]


def test_what_a_field_says(form: Form) -> None:
    loss, days, customer = form.field("loss"), form.field("days"), form.field("customer")

    assert loss is not None
    assert (loss.required, loss.unit, loss.maximum) == (False, "元", Decimal(1_000_000))
    assert days is not None
    assert (days.default, days.minimum, days.maximum) == (7, 1, None)
    assert customer is not None
    assert (customer.label, customer.kind) == ("投诉客户", "customer")
    assert (customer.required, customer.prefill) == (True, ("customer.name",))
    assert form.field("nothing") is None


def test_what_a_column_says(form: Form) -> None:
    items = form.field("items")

    assert items is not None
    what, score, signed = items.columns
    assert (what.name, what.label, what.max_length, what.required) == ("what", "事项", 20, True)
    assert (score.choices, dict(score.scores)) == (("好", "差"), {"好": 100, "差": 30})
    assert (signed.kind, signed.required) == ("signature", False)


def test_labels_name_fields_and_columns(form: Form) -> None:
    assert form.labels["severity"] == "严重程度"
    assert form.labels["items"] == "问题明细"
    assert form.labels["items.what"] == "事项"


def test_what_is_left_out_has_a_default() -> None:
    form = parse(SMALL)

    assert (form.title_en, form.number, form.group) == ("", "", "")
    assert (form.grade, form.retention) == (Grade.C, "permanent")
    assert (form.source, form.copies, form.sign, form.checks) == ((), (), (), ())


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse("\ufeff" + SMALL).title == "样表"


def test_what_is_not_toml_is_said_with_its_line() -> None:
    fault = refused(SMALL + "x = 乙\n")

    assert fault.what == "form.toml is not TOML"
    assert (fault.file, fault.line) == ("form.toml", 6)


@pytest.mark.parametrize(
    ("old", "new", "text", "line"),
    [
        ('title = "样表"', "", "title is missing", 0),
        ('title = "样表"', "title = ' '", "title is not a text", 1),
        ('title = "样表"', "title = 3", "title is not a text", 1),
        (
            '"样表"',
            '"样\\n表"',
            "character 2 is LINE BREAK (U+000A), which a form cannot hold",
            1,
        ),
        ('family = "service"', "", "family is missing", 0),
        ('"service"', '"servise"', "family “servise” is unknown", 2),
        ('"service"', '"visit"', "the family is visit, the folder service", 2),
        ("family", "colour = 1\nfamily", "“colour” is unknown here", 2),
        ("[field.a]\n", "", "“label” is unknown here", 3),
        ('label = "甲"', "", "label is missing", 3),
        ('kind = "text"', "", "kind is missing", 3),
        ('"text"', '"txt"', "kind “txt” is unknown", 5),
        ('"text"', "5", "kind is not a text", 5),
        ("[field.a]", "[field.Name]", "the name “Name” cannot be used", 3),
        ("[field.a]", "[field.'客户']", "the name “客户” cannot be used", 3),
        ("[field.a]", "[field.if]", "the name “if” cannot be used", 3),
        ("[field.a]", "[field.number]", "the name “number” cannot be used", 3),
        ("[field.a]", "[field.grade_mark]", "the name “grade_mark” cannot be used", 3),
        ("[field.a]", "[field.today]", "the name “today” cannot be used", 3),
        ("family", "grade = 'X'\nfamily", "grade “X” is unknown", 2),
        ("family", "grade = '秘密'\nfamily", "grade “秘密” is unknown", 2),
        ("family", "group = 'Re pair'\nfamily", "group “Re pair” is not a plain word", 2),
        ("family", "group = ''\nfamily", "group “” is not a plain word", 2),
        ("family", "retention = '永久'\nfamily", "retention “永久” is not a plain word", 2),
        ("family", "source = ['X-1']\nfamily", "“X-1” is no id of the rulebook", 2),
        ("family", "source = ['F-12']\nfamily", "“F-12” is no id of the rulebook", 2),
        ("family", "source = 'F-120'\nfamily", "source is not a list of texts", 2),
        ("family", "source = ['F-120','F-120']\nfamily", "source holds “F-120” twice", 2),
        ("family", "source = ['']\nfamily", "source holds an empty or broken text", 2),
        (
            "family",
            "number = 'TS-{sek}'\nfamily",
            "number: “sek” is no part of a number, perhaps “seq”",
            2,
        ),
        (
            "family",
            "number = ''\nfamily",
            "number: the part seq must stand exactly once, after all other parts",
            2,
        ),
        ("family", "copies = ['客户']\nfamily", "copies is not a list of tables", 2),
        ("family", "copies = [{ too = '客户', to = 'x' }]\nfamily", "“too” is unknown here", 2),
        ("family", "copies = [{}]\nfamily", "to is missing", 2),
        ("family", "sign = [{ role = 'a' }]\nfamily", "label is missing", 2),
        ("family", "sign = [{ label = '经办' }]\nfamily", "role is missing", 2),
        (
            "family",
            "sign = [{ role = '经办', label = '经办' }]\nfamily",
            "role “经办” is not a plain word",
            2,
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(old: str, new: str, text: str, line: int) -> None:
    fault = refused(SMALL.replace(old, new, 1))

    assert text in [detail.text for detail in fault.details]
    assert all(detail.fix for detail in fault.details)
    said = next(detail for detail in fault.details if detail.text == text)
    assert said.place == (f"line {line}" if line else "")


@pytest.mark.parametrize(
    ("lines", "text", "line"),
    [
        ("kind = 'choice'", "the kind choice needs choices", 6),
        ("kind = 'choices'", "the kind choices needs choices", 6),
        ("kind = 'choice'\nchoices = []", "choices is empty", 9),
        ("kind = 'choice'\nchoices = ['a', 'a']", "choices holds “a” twice", 9),
        ("kind = 'choice'\nchoices = ['a', ' ']", "choices holds an empty or broken text", 9),
        ("kind = 'choice'\nchoices = 'a'", "choices is not a list of texts", 9),
        ("kind = 'choice'\nchoices = [1, 2]", "choices is not a list of texts", 9),
        (
            "kind = 'choices'\nchoices = ['水、电', '气']",
            "the choice “水、电” holds a mark that parts choices",
            9,
        ),
        ("kind = 'text'\nchoices = ['a']", "choices does not go with the kind text", 9),
        (
            "kind = 'choice'\nchoices = ['好', '差']\nscores = { '好' = 1 }",
            "“差” stands in only one of choices and scores",
            10,
        ),
        (
            "kind = 'choice'\nchoices = ['好']\nscores = { '好' = 1.5 }",
            "scores is not a whole number for each choice",
            10,
        ),
        (
            "kind = 'choice'\nchoices = ['好']\nscores = { '好' = true }",
            "scores is not a whole number for each choice",
            10,
        ),
        ("kind = 'text'\nmin = 1", "min does not go with the kind text", 9),
        ("kind = 'text'\nunit = '元'", "unit does not go with the kind text", 9),
        ("kind = 'integer'\nmin = 'x'", "min: “x” is not a number", 9),
        ("kind = 'integer'\nmin = 5\nmax = 4", "max is less than min", 10),
        ("kind = 'date'\nmax = '2026-02-30'", "max: “2026-02-30” is not a day of the calendar", 9),
        ("kind = 'date'\nmin = 2026-03-05\nmax = 2026-03-04", "max is less than min", 10),
        ("kind = 'text'\nmax_length = 0", "max_length is not a whole number from 1 to 1000", 9),
        ("kind = 'text'\nmax_length = 1001", "max_length is not a whole number from 1 to 1000", 9),
        ("kind = 'date'\nmax_length = 5", "max_length does not go with the kind date", 9),
        ("kind = 'integer'\ndefault = 'x'", "the default: “x” is not a number", 9),
        ("kind = 'integer'\nmin = 3\ndefault = 2", "the default: “2” is less than 3", 10),
        (
            "kind = 'choice'\nchoices = ['a']\ndefault = 'b'",
            "the default: “b” is not one of the choices",
            10,
        ),
        ("kind = 'text'\nrequired = 'no'", "required is neither true nor false", 9),
        ("kind = 'signature'\nrequired = true", "required does not go with the kind signature", 9),
        ("kind = 'signature'\ndefault = 'x'", "default does not go with the kind signature", 9),
        ("kind = 'text'\nfrom = 'custmer.name'", "nothing is known from “custmer.name”", 9),
        ("kind = 'text'\nfrom = 'customer'", "nothing is known from “customer”", 9),
        ("kind = 'text'\nfrom = 'customer.名'", "nothing is known from “customer.名”", 9),
        ("kind = 'table'", "the table has no columns", 6),
        ("kind = 'table'\ncolumn = 5", "column is not a group of tables", 9),
        ("kind = 'table'\ncolumn.x = 5", "“x” is not a table", 9),
        ("kind = 'text'\nlable = '乙'", "“lable” is unknown here", 9),
        (
            "kind = 'text'\n[field.b.column.x]\nlabel = '丙'\nkind = 'text'",
            "column does not go with the kind text",
            6,
        ),
        (
            "kind = 'table'\n[field.b.column.x]\nlabel = '丙'\nkind = 'table'",
            "kind “table” is unknown",
            11,
        ),
        (
            "kind = 'table'\n[field.b.column.items]\nlabel = '丙'\nkind = 'text'",
            "the name “items” cannot be used",
            9,
        ),
    ],
)
def test_a_mistake_in_a_field(lines: str, text: str, line: int) -> None:
    fault = refused(with_field(lines))

    assert text in [detail.text for detail in fault.details]
    said = next(detail for detail in fault.details if detail.text == text)
    assert said.field.split(".")[0] == "b"
    assert said.place == f"line {line}"
    assert said.fix


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ('"service"', '"servise"', "service"),
        ('"text"', '"txt"', "text"),
        ("label", "lable", "label"),
        ("title", "titel", "title"),
    ],
)
def test_the_nearest_word_is_suggested(old: str, new: str, meant: str) -> None:
    fixes = [detail.fix for detail in refused(SMALL.replace(old, new)).details]

    assert f"did you mean “{meant}”?" in fixes


def test_the_nearest_source_of_a_known_value_is_suggested() -> None:
    detail = only(with_field("kind = 'text'\nfrom = 'custmer.name'"))

    assert detail.fix == "did you mean “customer.name”?"


def test_two_fields_with_one_label_are_not_told_apart() -> None:
    detail = only(SMALL + "[field.b]\nlabel = '甲'\nkind = 'text'\n")

    assert detail.text == "“a” and “b” have the same label"


def test_two_columns_with_one_label_are_not_told_apart() -> None:
    column = "[field.b.column.{}]\nlabel = '丙'\nkind = 'text'\n"

    detail = only(with_field("kind = 'table'") + column.format("x") + column.format("y"))

    assert (detail.text, detail.field) == ("“x” and “y” have the same label", "b")


def test_a_name_twice_is_said_with_its_line() -> None:
    fault = refused(SMALL + SMALL.partition("[")[1] + "field.a]\n")

    assert fault.what == "form.toml is not TOML"
    assert fault.line == 6


def test_a_form_without_a_question() -> None:
    assert only("title = '样表'\nfamily = 'service'\n").text == "the form asks nothing"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("b > a + 1", "check “b > a + 1”: there is no field “a”"),
        ("d before b", "check “d before b”: “d before b” is not understood at “before”"),
        ("b >= c", "check “b >= c”: there is no field “c”"),
        ("b >= t", "check “b >= t”: “b” and “t” are of different kinds"),
        ("t < u", "check “t < u”: < does not go with “t”"),
    ],
)
def test_a_wrong_rule_between_two_fields(rule: str, text: str) -> None:
    fields = [("t", "text"), ("u", "text"), ("b", "date"), ("d", "date")]
    tables = [f"[field.{name}]\nlabel = '{name}'\nkind = '{kind}'\n" for name, kind in fields]

    detail = only(f"title = '样表'\nfamily = 'service'\ncheck = ['{rule}']\n" + "".join(tables))

    assert detail.text == text
    assert detail.place == "line 3"


def test_all_mistakes_come_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL.replace("样表", "").replace('"service"', '"servise"').replace('"text"', '"txt"')

    fault = refused(text)

    assert [detail.place for detail in fault.details] == ["line 1", "line 2", "line 5"]
    assert fault.what == "form.toml is not a usable form: 3 fault(s)"
    assert (fault.line, fault.why) == (1, fault.details[0].text)


def test_bounds_and_defaults_are_values_of_their_kind() -> None:
    form = parse(with_field("kind = 'date'\nmin = '2026年1月1日'\ndefault = 2026-03-05"))

    field = form.field("b")
    assert field is not None
    assert (field.minimum, field.default) == (date(2026, 1, 1), date(2026, 3, 5))


def test_a_template_outside_a_family_folder_is_not_held_to_it() -> None:
    assert parse(SMALL, name="sample").family == "service"


WORDS = "field .a] [field. kind table column 1 -1 true 2026-03-05 choices scores min max check"
PIECES = st.sampled_from([*"[]{}=\"'\n,.#\x00\ud800客", *WORDS.split(), "a < b"])


@given(st.data())
@settings(deadline=None, max_examples=400)
def test_a_mutated_file_is_a_form_or_a_bad_input(form_text: str, data: st.DataObject) -> None:
    text = form_text
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(PIECES | st.just(text[start:end])) + text[end:]

    with contextlib.suppress(BadInput):
        assert isinstance(parse(text, "complaint/sample"), Form)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def toml(value: object) -> str:
    """Write plain data as inline TOML."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml(str(key))} = {toml(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | date):
        return str(value)
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in str(value)) + '"'


KEYS = ["label", "kind", "required", "help", "default", "choices", "scores", "min", "max"]
KEYS += ["max_length", "unit", "from", "column"]


@given(
    st.sampled_from(["text", "date", "integer", "choice", "table", "signature"]),
    st.dictionaries(st.sampled_from(KEYS), JUNK),
)
@settings(deadline=None, max_examples=300)
def test_junk_under_any_key_is_a_form_or_a_bad_input(kind: str, junk: dict[str, object]) -> None:
    lines = {"label": "乙", "kind": kind} | junk
    text = with_field("").replace("label = '乙'\n", "") + "".join(
        f"{key} = {toml(value)}\n" for key, value in lines.items()
    )
    with contextlib.suppress(tomllib.TOMLDecodeError, BadInput):
        tomllib.loads(text)
        assert isinstance(parse(text), Form)


@pytest.mark.parametrize(
    ("lines", "required", "missing"),
    [
        ("kind = 'text'", True, ""),
        ("kind = 'text'\nrequired = false", False, ""),
        ("kind = 'text'\nmissing = 'error'\nrequired = false", True, ""),
        ("kind = 'text'\nmissing = 'blank'", False, "blank"),
        ("kind = 'date'\nmissing = 'keep'\nrequired = true", False, "keep"),
        ("kind = 'choices'\nchoices = ['a']\nmissing = 'highlight'", False, "highlight"),
    ],
)
def test_what_stands_where_an_answer_is_missing(
    lines: str, *, required: bool, missing: str
) -> None:
    field = parse(with_field(lines)).fields[1]

    assert (field.required, field.missing) == (required, missing)


def test_only_one_of_four_ways_may_stand_for_a_missing_answer() -> None:
    fault = only(with_field("kind = 'text'\nmissing = 'blink'"))

    assert "“blink” is unknown" in fault.text
    assert fault.fix == "did you mean “blank”?"
    assert "does not go with" in only(with_field("kind = 'signature'\nmissing = 'keep'")).text


def test_a_form_may_say_how_many_pages_it_has() -> None:
    text = with_field("kind = 'text'")

    assert parse(f"pages = 1\n{text}").pages == 1
    assert parse(text).pages == 0


@pytest.mark.parametrize("pages", ["0", "-1", "501", "true", "'1'", "1.0"])
def test_pages_are_counted_in_whole_numbers(pages: str) -> None:
    assert "from 1 to 500" in only(f"pages = {pages}\n" + with_field("kind = 'text'")).text
