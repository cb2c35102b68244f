"""Expressions in a ``form.toml``: what is understood, and what is said of every mistake."""

from __future__ import annotations

import pickle

import pytest

from docgen.errors import BadInput
from docgen.forms.definition import parse_form
from docgen.forms.form import Form
from docgen.forms.stored import form_digest

FIELDS = """\
[field.items]
label = "明细"
kind = "table"
[field.items.column.what]
label = "事项"
kind = "choice"
choices = ["奖励", "罚扣"]
[field.items.column.amount]
label = "金额"
kind = "money"
[field.start]
label = "起"
kind = "date"
[field.moment]
label = "时刻"
kind = "datetime"
[field.severity]
label = "级别"
kind = "choice"
choices = ["一般", "特殊"]
scores = { "一般" = 10, "特殊" = 90 }
[field.scopes]
label = "范围"
kind = "choices"
choices = ["甲", "乙"]
[field.deposit]
label = "押金"
kind = "yesno"
[field.card]
label = "身份证"
kind = "idcard"
[field.name]
label = "姓名"
kind = "text"
[field.seal]
label = "盖章"
kind = "signature"
"""


def form(more: str, top: str = "") -> Form:
    """A form with these fields and some more."""
    text = f'title = "样表"\nfamily = "visit"\n{top}\n{FIELDS}{more}'
    return parse_form(text, name="visit/sample", file="form.toml")


def computed(kind: str, rule: str, more: str = "") -> Form:
    """A form with one computed field."""
    return form(f'[field.x]\nlabel = "算"\nkind = "{kind}"\ncompute = "{rule}"\n{more}')


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("money", "sum(items.amount)"),
        ("money", "sum(items.amount where what == '奖励') * 2"),
        ("integer", "count(items)"),
        ("integer", "count(items.amount, items.what)"),
        ("date", "start + 7 days"),
        ("date", "start - 2 months + 1 years"),
        ("date", "moment + pick(severity, '一般', 1, '特殊', 7) workdays"),
        ("datetime", "moment + 6 hours"),
        ("date", "max(start, today)"),
        ("integer", "age(birthday_of(card), today)"),
        ("choice", "sex_of(card)"),
        ("text", "words(sum(items.amount))"),
        ("yesno", "given(name) and not deposit or '甲' in scopes"),
        ("decimal", "average(score(severity), days(start, moment))"),
        ("money", "pick(deposit, 100)"),
    ],
)
def test_what_can_be_computed(kind: str, rule: str) -> None:
    more = 'choices = ["男", "女"]\n' if kind == "choice" else ""

    field = computed(kind, rule, more).field("x")

    assert field is not None
    assert field.compute is not None
    assert field.compute.text == rule
    assert field.compute.spoken


@pytest.mark.parametrize(
    ("kind", "rule", "text", "fix"),
    [
        ("money", "sum(items.amout)", "no column “amout”", "did you mean “amount”?"),
        ("money", "nam", "no field “nam”", "did you mean “name”?"),
        ("money", "itms.amount", "no field “itms.amount”", "did you mean “items.amount”?"),
        ("money", "summ(items.amount)", "no function “summ”", "did you mean “sum”?"),
        ("money", "items.amount", "is a whole column", "wrap a column in sum"),
        ("money", "items.amount * 2", "is a whole column", "wrap a column in sum"),
        ("money", "round(items.amount, 2)", "is a whole column", "wrap a column in sum"),
        ("integer", "items", "is a table, not one value", "count the rows"),
        ("date", "7 days", "is a length of time", "put a length after a day"),
        ("money", "name", "“姓名” is text", "the field is a number"),
        ("date", "days(start, moment)", "is a number", "the field is a date"),
        ("datetime", "start", "“起” is a date", "the field is a date with a time"),
        ("money", "start + 1", "+ does not go with “起”", "needs a number"),
        ("integer", "moment - start", "not subtracted", "days(start, end)"),
        ("datetime", "start + 2 hours", "hours does not go with “起”", "a date with a time"),
        ("money", "start * 2 days", "* does not go with “起”", "needs a number"),
        ("integer", "days(start)", "not take so many", "give it 2"),
        ("integer", "days(start, name)", "days does not go with “姓名”", "needs a date"),
        ("money", "max(start, 1)", "different kinds", "only numbers, or only days"),
        ("text", "sex_of(name)", "sex_of does not go with “姓名”", "needs"),
        ("integer", "score(name)", "“姓名” has no scores", "scores ="),
        ("integer", "pick(name, 'a', 1)", "pick does not go with “姓名”", "kind choice"),
        ("integer", "pick(severity, '一般')", "not given pairs", "pick(field"),
        ("integer", "pick(severity, name, 1)", "where a choice should stand", "pick(field"),
        (
            "integer",
            "pick(severity, '特别', 1)",
            "“级别” is never “特别”",
            "use one of: 一般, 特殊",
        ),
        ("integer", "pick(severity, '一般', 1, '特殊', 'b')", "different kinds", "only numbers"),
        ("integer", "pick(deposit, 1, 2, 3)", "not take so many", "give it 3"),
        ("yesno", "given(name, start)", "not take so many", "give it 1"),
        ("yesno", "severity == '特別'", "never “特別”", "use one of: 一般, 特殊"),
        ("yesno", "name == 1", "different kinds", "two texts"),
        ("yesno", "name < 'b'", "< does not go with “姓名”", "needs a number"),
        ("yesno", "scopes == scopes", "several choices", "in field"),
        ("yesno", "'丙' in scopes", "never “丙”", "use one of: 甲, 乙"),
        ("yesno", "name in ('a', start)", "in is followed by “起”", "straight quotes"),
        ("yesno", "not name", "not does not go with “姓名”", "needs yes or no"),
        ("yesno", "deposit and start", "and does not go with “起”", "needs yes or no"),
        ("money", "sum(start where deposit)", "where does not follow", "sum(items.amount where"),
        ("money", "sum(items.amount where what)", "where does not go with “事项”", "yes or no"),
        ("yesno", "given(seal)", "signed on the paper", "no value"),
        ("choice", "sex_of(card)", "is none of the choices", "use one of"),
        ("money", "x", "computed in a circle: x → x", "let one of them be asked"),
    ],
)
def test_a_wrong_expression_is_said_with_its_line(
    kind: str, rule: str, text: str, fix: str
) -> None:
    more = 'choices = ["甲", "乙"]\n' if kind == "choice" else ""

    with pytest.raises(BadInput) as caught:
        computed(kind, rule, more)

    (detail,) = caught.value.details
    assert text in detail.text
    assert fix in detail.fix
    assert (detail.field, detail.place) == ("x", "line 44")


def test_a_circle_is_followed_through_tables() -> None:
    more = """\
[field.t]
label = "表"
kind = "table"
[field.t.column.a]
label = "a"
kind = "money"
compute = "y * 2"
[field.y]
label = "y"
kind = "money"
compute = "sum(t.a)"
"""
    with pytest.raises(BadInput) as caught:
        form(more)

    assert caught.value.why == "computed in a circle: t.a → y → t.a"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("compute = 'name'\ndefault = 'a'", "default does not go with compute"),
        ("compute = 'name'\nfrom = 'person.name'", "from does not go with compute"),
        ("compute = 'name'\nrequired_if = 'deposit'", "required_if does not go with compute"),
        ("compute = 3", "compute is not a text"),
        ("required = true\nrequired_if = 'deposit'", "required and required_if both stand here"),
        ("required_if = 'name'", "required_if “name”: it is text, neither true nor false"),
        ("required_if = 3", "required_if holds “3”, which is no rule"),
        ("required_if = { rule = 'deposit' }", "required_if holds “a table”, which is no rule"),
        ("check = ['deposit']", "check does not go with the kind text"),
    ],
)
def test_a_key_that_does_not_fit(lines: str, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        form(f"[field.x]\nlabel = '算'\nkind = 'text'\n{lines}\n")

    assert text in [str(detail.text) for detail in caught.value.details]


@pytest.mark.parametrize("kind", ["table", "signature", "image", "choices"])
def test_a_kind_that_cannot_be_computed(kind: str) -> None:
    more = "[field.x.column.a]\nlabel = 'a'\nkind = 'text'\n" if kind == "table" else ""
    extra = "choices = ['a']\n" if kind == "choices" else ""

    with pytest.raises(BadInput, match=f"compute does not go with the kind {kind}"):
        form(f"[field.x]\nlabel = '算'\nkind = '{kind}'\ncompute = 'name'\n{extra}{more}")


@pytest.mark.parametrize("check", ["'start <= moment'", "[3]", "['start']", "[{ rule = 'a' }]"])
def test_a_list_of_rules_that_is_none(check: str) -> None:
    with pytest.raises(BadInput):
        form("", f"check = {check}")


def test_columns_hide_fields_of_the_same_name() -> None:
    more = """\
[field.t]
label = "表"
kind = "table"
check = ["name >= start"]
[field.t.column.name]
label = "何时"
kind = "date"
"""
    table = form(more).field("t")

    assert table is not None
    assert table.checks[0].term.uses == ("t.name", "start")


def test_a_form_with_expressions_goes_to_another_process_and_keeps_its_digest() -> None:
    one = computed("money", "sum(items.amount where what == '奖励') * 2")
    again = pickle.loads(pickle.dumps(one))  # noqa: S301  written one line before

    assert again == one
    assert form_digest(again) == form_digest(one)
    assert form_digest(computed("money", "sum(items.amount)")) != form_digest(one)


def test_only_a_form_that_counts_working_days_needs_the_calendar() -> None:
    assert computed("date", "start + 3 workdays").counts_workdays
    assert form("", 'check = ["workdays(start, moment) < 3"]').counts_workdays
    assert not computed("date", "start + 3 days").counts_workdays


@pytest.mark.parametrize(
    ("source", "fix"),
    [
        ("customer.adress", "did you mean “address”?"),
        ("dossier.numbers", "did you mean “number”?"),
        ("person.phone", "use one of: name, unit"),
        ("previous.nam", "did you mean “name”?"),
        ("yesterday", "write from = "),
        ("custmer.name", "did you mean “customer.name”?"),
    ],
)
def test_a_place_where_nothing_is_known(source: str, fix: str) -> None:
    with pytest.raises(BadInput) as caught:
        form(f"[field.x]\nlabel = '算'\nkind = 'text'\nfrom = ['customer.name', '{source}']\n")

    (detail,) = caught.value.details
    assert detail.text == f"nothing is known from “{source}”"
    assert fix in detail.fix


def test_places_are_kept_in_order_and_one_may_stand_alone() -> None:
    several = "from = ['customer.name', 'previous', 'previous.card', 'company.anything', 'today']\n"

    one = form("[field.x]\nlabel = '算'\nkind = 'text'\nfrom = 'dossier.number'\n").field("x")
    more = form(f"[field.x]\nlabel = '算'\nkind = 'text'\n{several}").field("x")

    assert one is not None
    assert more is not None
    assert one.prefill == ("dossier.number",)
    assert more.prefill[1:3] == ("previous", "previous.card")


def test_who_fills_it_who_approves_it_until_when_and_where_it_goes() -> None:
    lines = "filler = '经办人'\napprover = '主管'\ndeadline = '三日内'\nfiled = '客户档案'"

    full, bare = form("", lines), form("")

    assert (full.filler, full.approver, full.deadline, full.filed) == (
        *("经办人", "主管", "三日内", "客户档案"),
    )
    assert (bare.filler, bare.filed) == ("", "")
