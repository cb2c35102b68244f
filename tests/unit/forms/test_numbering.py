"""The numbers of papers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import BadInput
from docgen.forms.numbering import Pattern, parse_pattern, render, series_key

DAY = date(2026, 3, 5)


def number(text: str, seq: int, day: date = DAY, **given_parts: str) -> str:
    return render(parse_pattern(text), day, seq, **given_parts)


@pytest.mark.parametrize(
    ("text", "seq", "written"),
    [
        ("TS-{year}{month:02}{seq:02}", 7, "TS-20260307"),
        ("{yy}{month:02}{seq:02}", 7, "260307"),
        ("HT-{year}-{seq:05}", 123, "HT-2026-00123"),
        ("{year}{month}{day}-{seq:03}", 1, "20260305-001"),
        ("客诉〔{year}〕第{seq}号", 12, "客诉〔2026〕第12号"),
        ("{seq}", 3, "3"),
    ],
)
def test_a_number_is_written(text: str, seq: int, written: str) -> None:
    assert number(text, seq) == written


def test_company_and_dossier_are_given() -> None:
    pattern = parse_pattern("{company}-{dossier}-{seq:03}")

    assert pattern.asks == ("company", "dossier")
    assert render(pattern, DAY, 4, company="YB", dossier="0000000042") == "YB-0000000042-004"
    with pytest.raises(ValueError, match="dossier"):
        render(pattern, DAY, 4, company="YB")
    with pytest.raises(ValueError, match="company"):
        series_key(pattern, DAY, company="", dossier="0000000042")


def test_the_count_begins_again_with_the_month() -> None:
    pattern = parse_pattern("{yy}{month:02}{seq:02}")

    march, april = series_key(pattern, DAY), series_key(pattern, date(2026, 4, 1))

    assert (march, april) == ("2603", "2604")


def test_the_count_goes_on_where_the_pattern_has_no_month() -> None:
    pattern = parse_pattern("HT-{year}-{seq:05}")

    assert series_key(pattern, DAY) == series_key(pattern, date(2026, 12, 31)) == "HT-2026-"
    assert series_key(pattern, date(2027, 1, 1)) == "HT-2027-"


def test_a_count_outgrows_its_width_by_a_digit() -> None:
    pattern = parse_pattern("{yy}{month:02}{seq:02}")

    assert [render(pattern, DAY, seq) for seq in (99, 100)] == ["260399", "2603100"]


@pytest.mark.parametrize("seq", [0, -1])
def test_a_count_begins_with_one(seq: int) -> None:
    with pytest.raises(ValueError, match=str(seq)):
        number("{seq}", seq)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the part seq must stand exactly once, after all other parts"),
        ("TS-{year}", "the part seq must stand exactly once, after all other parts"),
        ("{seq}{seq}", "the part seq must stand exactly once, after all other parts"),
        ("{seq:02}-{year}", "the part seq must stand exactly once, after all other parts"),
        ("{sek}", "“sek” is no part of a number, perhaps “seq”"),
        ("{customer_address}{seq}", "“customer_address” is no part of a number"),
        ("{}{seq}", "“” is no part of a number"),
        ("{seq.real}", "“seq.real” is no part of a number"),
        ("{seq!r}", "“seq!r” is no part of a number, perhaps “seq”"),
        ("{seq:2}", "“2” is no width for “seq”"),
        ("{seq:00}", "“00” is no width for “seq”"),
        ("{seq:010}", "“010” is no width for “seq”"),
        ("{seq:}", "“” is no width for “seq”"),
        ("{year:04}{seq}", "“04” is no width for “year”"),
        ("{month:01}{seq}", "“01” is no width for “month”"),
        ("{year{seq}", "a brace has no partner"),
        ("{seq}}", "a brace has no partner"),
        ("{{seq}}", "a brace has no partner"),
        ("TS/{seq}", "“/” cannot stand in the name of a file"),
        ("TS {seq}", "“ ” cannot stand in the name of a file"),
        ("TS\n{seq}", "character 3 is LINE BREAK (U+000A), which a form cannot hold"),
        ("T" * 60 + "{seq}", "it is longer than 60 characters"),
    ],
)
def test_a_wrong_pattern_is_said(text: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_pattern(text)

    assert caught.value.why == why
    assert "TS-{year}{month:02}{seq:02}" in caught.value.fix


@given(st.text(alphabet="{}:0129yearmonthseqTS-年/\n", max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    try:
        pattern = parse_pattern(text)
    except BadInput:
        return
    assert isinstance(pattern, Pattern)


@given(
    st.sampled_from(["{yy}{month:02}{seq:02}", "{year}{month}{day}{seq}", "T{yy}{seq:03}0"]),
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(1, 10**6))),
)
@settings(deadline=None)
def test_no_number_is_given_twice(text: str, papers: list[tuple[date, int]]) -> None:
    pattern = parse_pattern(text)
    written: dict[str, tuple[str, int]] = {}

    for day, seq in papers:
        turn = (series_key(pattern, day), seq)
        assert written.setdefault(render(pattern, day, seq), turn) == turn
