"""When papers are due for the archive: the rulebook's deadlines, counted by hand."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.calendar import WorkCalendar
from docgen.model.deadlines import Claim, Held, Rule, claim
from docgen.model.deadlines_file import parse_deadlines
from docgen.model.rhythm import period_end
from docgen.model.span import Span, months_after

#: The national holiday of 2026 as it falls into these tests.
WORKED = WorkCalendar(
    days_off=frozenset(dt.date(2026, 10, n) for n in range(1, 8)), years=frozenset({2026})
)
FILE = shipped("rules") / "transfers.toml"
TABLE: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
SHIPPED = parse_deadlines(TABLE, file="transfers.toml")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))


def due(
    kind: str,
    group: str,
    filed: str,
    *done: str,
    whole: bool = True,
    **reached: str,
) -> tuple[str, str] | None:
    """The rule and the day of a paper under the shipped rules."""
    found = found_of(kind, group, filed, *done, whole=whole, **reached)
    return (found.rule.source, found.day.isoformat()) if found else None


def found_of(
    kind: str, group: str, filed: str, *done: str, whole: bool = True, **reached: str
) -> Claim | None:
    stages = {name.replace("_", "-"): dt.date.fromisoformat(day) for name, day in reached.items()}
    held = Held(kind, group, dt.date.fromisoformat(filed), done)
    return claim(SHIPPED.rules, held, stages, WORKED, is_complete=whole)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        # five working days after signing, the holiday between them
        (due("unit", "sales", "2026-09-28", subscribed="2026-09-28"), ("R-032", "2026-10-12")),
        (due("unit", "sales", "2026-03-09", subscribed="2026-03-09"), ("R-032", "2026-03-16")),
        # filed too late, and no later rule: late at once
        (due("unit", "sales", "2026-04-09", subscribed="2026-03-09"), ("R-032", "2026-03-16")),
        # nothing has been signed: no deadline yet
        (due("unit", "sales", "2026-03-09"), None),
        # handed to the next office once, the move-in comes next, at the month's end
        (
            due("unit", "sales", "2026-01-20", "subscription", moved_in="2026-01-31"),
            ("R-035", "2026-02-28"),
        ),
        # filed after that month: quarterly
        (due("unit", "sales", "2026-05-02", moved_in="2026-01-31"), ("R-036", "2026-06-30")),
        (due("unit", "repair", "2026-05-02"), ("R-037", "2026-06-30")),
        (due("customer", "repair", "2026-07-01"), ("R-037", "2026-12-31")),
        (due("lease", "lease", "2026-03-09", let="2026-03-09"), ("R-041", "2026-03-16")),
        (due("lease", "lease", "2026-04-09", let="2026-03-09"), ("R-041", "2026-06-30")),
        (due("event", "other", "2026-03-09"), None),
        (due("event", "other", "2026-03-09", closed="2026-03-09"), ("R-038", "2026-03-23")),
        (due("event", "other", "2026-05-09", closed="2026-03-09"), ("R-047", "2026-06-30")),
        (due("customer", "other", "2026-05-09"), ("R-028", "2026-06-30")),
        (due("vehicle", "other", "2026-05-09"), None),
    ],
)
def test_the_rulebooks_deadlines(
    found: tuple[str, str] | None, wanted: tuple[str, str] | None
) -> None:
    assert found == wanted


def test_an_incomplete_dossier_waits_and_is_never_late() -> None:
    waiting = found_of("unit", "sales", "2026-05-02", whole=False, moved_in="2026-01-31")
    whole = found_of("unit", "sales", "2026-05-02", moved_in="2026-01-31")

    assert waiting
    assert whole
    assert waiting.waits
    assert not waiting.is_late(dt.date(2030, 1, 1))
    assert whole.is_late(dt.date(2026, 7, 1))
    assert not whole.is_late(dt.date(2026, 6, 30))


def test_years_without_known_holidays_are_told() -> None:
    found = found_of("unit", "sales", "2027-03-01", subscribed="2027-03-01")

    assert found
    assert found.unknown_years == (2027,)


@given(DAYS, st.sampled_from(["quarter", "half-year"]))
def test_a_period_ends_on_the_last_day_of_its_month(day: dt.date, every: str) -> None:
    end = period_end(day, every)

    assert day <= end
    assert (end + dt.timedelta(days=1)).day == 1
    assert end.month in ({3, 6, 9, 12} if every == "quarter" else {6, 12})
    assert (end - day).days <= (92 if every == "quarter" else 184)


@given(DAYS, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_months_last(day: dt.date, count: int) -> None:
    later = months_after(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


def test_spans_are_counted_in_their_own_days() -> None:
    start = dt.date(2026, 9, 30)

    assert Span(3, "days").after(start, WORKED).day == dt.date(2026, 10, 3)
    assert Span(1, "workdays").after(start, WORKED).day == dt.date(2026, 10, 8)
    assert Span(1, "months").after(start, WORKED).day == dt.date(2026, 10, 30)


def test_the_shipped_rules_fit_the_shipped_types_and_the_printed_list() -> None:
    form = tomllib.loads(
        (shipped("templates") / "archive/transfer-list/form.toml").read_text("utf-8")
    )
    types = {
        file.stem: tomllib.loads(file.read_text("utf-8"))
        for file in (shipped("rules") / "dossier-types").glob("*.toml")
    }
    for rule in SHIPPED.rules:
        assert rule.basis in form["field"]["basis"]["choices"]
        assert rule.material in form["field"]["material"]["choices"]
        for name in rule.types:
            assert rule.start in {"", *(one["key"] for one in types[name]["stage"])}
            assert set(rule.groups) <= {one["key"] for one in types[name]["group"]}
    assert SHIPPED.rule("move-in")
    assert SHIPPED.rule("gone") is None


GOOD: dict[str, Any] = {"key": "a", "title": "b", "types": ["unit"], "every": "quarter"}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"kye": "a"}, "rule.kye"),
        ({"key": ""}, "rule.key"),
        ({"key": "a" * 33}, "rule.key"),
        ({"types": "unit"}, "rule.types"),
        ({"types": []}, "rule.types"),
        ({"groups": [1]}, "rule.groups"),
        ({"title": 7}, "rule.title"),
        ({"complete": "true"}, "rule.complete"),
        ({"every": "month"}, "rule.every"),
        ({"within": "5 workdays", "start": "closed"}, "rule.within"),
    ],
)
def test_a_wrong_rule_names_its_key(change: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_deadlines({"keeper": "x", "rule": [GOOD | change]}, file="transfers.toml")

    assert (wrong.value.file, wrong.value.field) == ("transfers.toml", key)


@pytest.mark.parametrize(
    ("within", "key"),
    [("5 weeks", "rule.within"), ("0 days", "rule.within"), ("five workdays", "rule.within")],
)
def test_a_wrong_span_names_its_key(within: str, key: str) -> None:
    row = {**GOOD, "within": within, "start": "closed"}
    del row["every"]

    with pytest.raises(BadInput) as wrong:
        parse_deadlines({"keeper": "x", "rule": [row]}, file="f")

    assert wrong.value.field == key


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({}, "keeper"),
        ({"keeper": 7}, "keeper"),
        ({"keeper": "x", "rules": []}, "rules"),
        ({"keeper": "x", "rule": {}}, "rule"),
        ({"keeper": "x", "rule": [7]}, "rule"),
        ({"keeper": "x", "rule": [GOOD, GOOD]}, "rule.key"),
        (
            {"keeper": "x", "rule": [{**GOOD, "every": "quarter", "within": "1 days"}]},
            "rule.within",
        ),
    ],
)
def test_a_wrong_file_names_its_key(table: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_deadlines(table, file="f")

    assert wrong.value.field == key


def test_a_span_needs_its_stage() -> None:
    row = {"key": "a", "title": "b", "types": ["unit"], "within": "1 days"}

    with pytest.raises(BadInput) as wrong:
        parse_deadlines({"keeper": "x", "rule": [row]}, file="f")

    assert wrong.value.field == "rule.start"


def test_a_rule_is_for_its_types_and_groups_alone() -> None:
    rule = Rule("a", "b", ("unit",), ("sales",))
    day = dt.date(2026, 1, 1)

    assert rule.is_for(Held("unit", "sales", day))
    assert not rule.is_for(Held("lease", "sales", day))
    assert not rule.is_for(Held("unit", "repair", day))
    assert not rule.is_for(Held("unit", "sales", day, ("a",)))
