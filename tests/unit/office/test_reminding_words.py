"""How a reminder reads: its parts, what is counted, what is left out, and the same as HTML."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.calendar import Due
from docgen.office.duties_list import Kind, Line
from docgen.office.reminding_words import Letter, digest, ladder

TODAY = dt.date(2024, 2, 29)


def line(days: int = 0, late: int | None = None, **more: str) -> Line:
    """Something due so many days from the leap day."""
    facts = {"code": "Y000001", "title": "工作日志", "of": "米拉", "unit": "客户服务部", **more}
    return Line(Kind.DUTY, due=Due(TODAY + dt.timedelta(days)), late=late, **facts)


def told(*lines: Line) -> Letter:
    return digest("米拉", TODAY, lines, str)


def test_of_nothing_only_greeting_and_end_are_left() -> None:
    letter = told()

    assert letter.subject == "2024-02-29: late 0, today 0, this week 0"
    assert letter.text == "米拉:\n\nSee the duties: docgen duty due\n"
    assert "<h3>" not in letter.html


def test_each_line_stands_in_one_part_and_is_counted_there() -> None:
    letter = told(line(-3, 3), line(0, 0), line(0), line(1), line(6))

    assert letter.subject == "2024-02-29: late 2, today 1, this week 2"
    heads = [one for one in letter.text.splitlines() if one.endswith(")")]
    assert heads == ["Late (2)", "Due today (1)", "Due this week (2)"]
    assert letter.text.count("\n- ") == 5


def test_what_is_overdue_by_its_day_but_not_late_yet_is_due_today() -> None:
    """A day may be over for the office and not yet by the clock of the rule."""
    letter = told(line(-1))

    assert letter.subject.endswith("late 0, today 1, this week 0")


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (line(0), "Y000001 工作日志, 米拉, by 2024-02-29"),
        (line(1), "Y000001 工作日志, 米拉, by 2024-03-01"),
        (line(0, subject="260301"), "Y000001 工作日志, 米拉, by 2024-02-29, about 260301"),
        (line(0, 0), "Y000001 工作日志, 米拉, by 2024-02-29; late since today"),
        (
            line(-366, 366, subject="K000001"),
            "Y000001 工作日志, 米拉, by 2023-02-28, about K000001; late by 366 days",
        ),
        (
            replace(line(0), due=Due(TODAY, time=dt.time(0))),
            "Y000001 工作日志, 米拉, by 2024-02-29 00:00",
        ),
        (
            replace(line(0), due=Due(TODAY, time=dt.time(23, 59, 59))),
            "Y000001 工作日志, 米拉, by 2024-02-29 23:59",
        ),
    ],
)
def test_a_line_says_what_whose_and_until_when(one: Line, text: str) -> None:
    assert f"\n- {text}\n" in told(one).text


@pytest.mark.parametrize(("count", "more"), [(50, ""), (51, "and 1 more"), (1000, "and 950 more")])
def test_fifty_lines_of_a_part_are_told(count: int, more: str) -> None:
    letter = told(*[line(code=f"Y{n:06}") for n in range(count)])

    assert f"Due today ({count})" in letter.text
    assert letter.text.count("- Y") == letter.html.count("<li>Y") == 50
    assert more in letter.text
    assert ("more" in letter.text) is bool(more)


def test_a_ladder_tells_all_in_one_part() -> None:
    letter = ladder("季然", TODAY, [line(-3, 3), line(0)], str)

    assert letter.subject == "2024-02-29: 2 to be looked after"
    assert "To be looked after (2)" in letter.text
    assert letter.text.endswith("See the duties: docgen duty list\n")


def test_it_is_said_in_the_readers_language_each_sentence_once() -> None:
    asked: list[str] = []

    def tell(text: str) -> str:
        asked.append(text)
        return f"〔{text}〕"

    letter = digest("米拉", TODAY, [line(0, 0)], tell)

    assert letter.subject.startswith("〔")
    assert all(part.startswith(("〔", "- 〔")) for part in letter.text.splitlines() if part)
    assert len(asked) == 5  # name, part, line, where to see it, subject


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_anybody_wrote_becomes_html(name: str, title: str) -> None:
    odd = f"{title}<script>&\"'"

    letter = digest(f"{name}<b>", TODAY, [line(0, title=odd)], str)

    assert "<script>" not in letter.html
    assert "<b>" not in letter.html
    assert odd in letter.text


@pytest.mark.parametrize("odd", ["{n}", "{", "}", "{name!r}", "{0}", "%s", "{code}"])
def test_braces_in_names_and_titles_are_letters(odd: str) -> None:
    letter = ladder(odd, TODAY, [line(0, title=odd, subject=odd, of=odd)], str)

    assert letter.text.startswith(f"{odd}:\n")
    assert f"Y000001 {odd}, {odd}, by 2024-02-29, about {odd}" in letter.text
