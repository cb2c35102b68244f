"""What a mark prints and what its text says: two ways of one street."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from docgen.forms.form import Column
from docgen.forms.gaps import Gap
from docgen.forms.wrong import WrongValueError
from docgen.render.marks import Mark, is_ticked, marks_of, masked, named
from docgen.render.story import WORD


def mark(source: str) -> Mark:
    ((_, found),) = marks_of(WORD.parse(source))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ name }}", Mark("name")),
        ("{{ fee | money }}", Mark("fee", filter="money")),
        ("{{ ways | join('/') }}", Mark("ways", filter="join", arguments=("/",))),
        ("{{ kind | checkbox('a') }}", Mark("kind", box="a")),
        ("{{ (kind == 'a') | checkbox }}", Mark("kind", box="a")),
        ("{{ yes | checkbox }}", Mark("yes", box="")),
        ("{{ day | long_date or '＿' }}", Mark("day", filter="long_date", blank="＿")),
        ("{% for r in items %}{{ r.what }}{% endfor %}", Mark("items", "what", loops=1)),
        ("{% for r in items %}{{ name }}{% endfor %}", Mark("name", loops=1)),
        ("{% if a %}{{ name }}{% endif %}", Mark("name")),
        ("{% for r in items %}{{ r }}{% endfor %}", Mark(loops=1)),
        ("{% for r in items if r.a %}{{ r.what }}{% endfor %}", Mark(loops=1)),
        ("{{ a ~ b }}", Mark()),
        ("{{ a or b }}", Mark()),
        ("{{ fee | money | join }}", Mark()),
        ("{{ (kind != 'a') | checkbox }}", Mark()),
        ("{{ kind | checkbox(b) }}", Mark()),
        ("{{ 'x' if a else 'y' }}", Mark()),
    ],
)
def test_an_expression_is_known_by_what_it_prints(source: str, expected: Mark) -> None:
    assert mark(source) == expected


def test_the_number_of_a_row_is_no_mark() -> None:
    assert marks_of(WORD.parse("{% for r in items %}{{ loop.index }}{% endfor %}")) == []


def test_readable_is_what_tells_its_value() -> None:
    sources = ["a", "a | money", "a | cn_date", "a | rmb_words", "a | mask_id", "a ~ b", "1"]

    found = [mark(f"{{{{ {source} }}}}").is_readable for source in sources]

    assert found == [True, True, True, False, False, False, False]


def test_masked_is_what_stands_nowhere_plain() -> None:
    marks = [Mark("a", filter="mask_id"), Mark("b", filter="mask_phone"), Mark("b")]

    assert masked(marks) == {"a"}


DAY, TIME = date(2026, 3, 5), datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001 - a form's time
CHOICES = ("水", "电")


@pytest.mark.parametrize(
    ("kind", "source", "value"),
    [
        ("text", "{{ a }}", "A & B"),
        ("longtext", "{{ a | paragraphs }}", "一\n二"),
        ("date", "{{ a }}", DAY),
        ("date", "{{ a | long_date }}", DAY),
        ("date", "{{ a | short_date }}", DAY),
        ("date", "{{ a | digits_date }}", DAY),
        ("date", "{{ a | cn_date }}", DAY),
        ("date", "{{ a | long_date or '　年　月　日' }}", ""),
        ("datetime", "{{ a | long_datetime }}", TIME),
        ("money", "{{ a | money }}", Decimal("1234567.80")),
        ("money", "{{ a | money or '＿＿' }}", ""),
        ("money", "{{ a }}", Decimal("0.05")),
        ("decimal", "{{ a }}", Decimal("-3.140")),
        ("integer", "{{ a }}", 42),
        ("integer", "{{ a | cn_number }}", 1205),
        ("yesno", "{{ a }}", True),
        ("yesno", "{{ a | yesno_mark }}", False),
        ("choice", "{{ a }}", "电"),
        ("choices", "{{ a }}", ["电", "水"]),
        ("choices", "{{ a | join('/') }}", ["水", "电"]),
        ("choices", "{{ a | join }}", []),
        ("text", "{{ a or '另议' }}", ""),
    ],
)
def test_what_is_printed_is_read(kind: str, source: str, value: object) -> None:
    column = Column(name="a", label="甲", kind=kind, choices=CHOICES)
    found = mark(source)

    text = found.shown(value)

    assert found.read(column, text) == value
    assert found.shows(value, text)


@pytest.mark.parametrize("policy", ["blank", "keep", "highlight"])
def test_the_place_of_a_missing_answer_is_read_as_nothing(policy: str) -> None:
    column = Column(name="a", label="甲", kind="integer", missing=policy)
    found = Mark("a")

    text = found.shown(Gap("a", "甲", policy))

    assert text
    assert found.read(column, text) == ""


def test_what_is_written_on_the_line_is_read_without_the_line() -> None:
    column = Column(name="a", label="甲", kind="text")

    assert Mark("a", blank="＿＿＿").read(column, "＿张三＿＿") == "张三"
    assert Mark("a").read(column, "_张三_") == "_张三_"


def test_a_text_that_is_no_answer_is_refused() -> None:
    with pytest.raises(WrongValueError):
        Mark("a").read(Column(name="a", label="甲", kind="date"), "下周")


def test_a_value_that_does_not_go_with_the_filter_is_not_shown() -> None:
    assert not Mark("a", filter="money").shows("x", "x")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", (Mark("name"), None)),
        ("items[7].what", (Mark("items", "what", loops=1), 7)),
        ("kind=水\n=", (Mark("kind", box="水\n="), None)),
        ("items[0].kind=", (Mark("items", "kind", box="", loops=1), 0)),
        *((other, None) for other in ("", "=x", "Name", "items[0]", "items[x].a", "a b", "a.b.c")),
    ],
)
def test_the_name_of_a_mark_names_it(name: str, expected: object) -> None:
    assert named(name) == expected


@pytest.mark.parametrize("source", ["{{ a }}", "{{ a | checkbox('水=') }}", "{{ a | checkbox }}"])
def test_names_lead_back(source: str) -> None:
    found = mark(source)

    back = named(found.name())

    assert back
    assert back[0].key == found.key


def test_boxes() -> None:
    assert [is_ticked(text) for text in ("☑", " √ ", "☒", "☐", "□", "", "是")] == [
        *(True, True, True, False, False, None, None)
    ]
