"""Each rule of what is unusual: what flags it, what just does not, and that nothing else does."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.config import shipped
from docgen.model.unusual import NAMED, OF_DOSSIERS, TITLES, About, Look, examine
from docgen.model.unusual_file import FIGURES, Figures, parse_unusual
from docgen.model.unusual_rules import rules

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
READ = Look(0, MONDAY, "p-0002", "item.read", obj="0000000001-0001", dossier="0000000001")
Story = list[Look]


def shipped_figures() -> Figures:
    file = shipped("rules") / "unusual.toml"
    return parse_unusual(tomllib.loads(file.read_text("utf-8")), file=file.name)


def about() -> About:
    return About(
        is_worked=lambda day: day.weekday() < 5,
        unit_of=lambda who: "后勤部" if who == "p-0009" else "客户服务部",
        keeper_of=lambda _: "客户服务部",
        borrower_of=lambda code: {"L000001": "p-0002"}.get(code, ""),
    )


def story(*looks: Look) -> Story:
    """The acts numbered in their order."""
    return [replace(look, idx=idx) for idx, look in enumerate(looks)]


def reads(count: int, every: dt.timedelta, who: str = READ.who) -> Iterator[Look]:
    """Readings of different papers at a steady pace."""
    for n in range(count):
        yield replace(READ, at=MONDAY + n * every, obj=f"0000000001-{n + 1:04}", who=who)


def at_night(hour: int) -> Story:
    return story(replace(READ, at=MONDAY.replace(hour=hour)))


def within_an_hour(count: int) -> Story:
    return story(*reads(count, dt.timedelta(seconds=59)))


def refusals(count: int) -> Story:
    look = replace(READ, res="deny", rules=frozenset({"R2"}))
    return story(*(replace(look, at=MONDAY + n * HOUR) for n in range(count)))


def of_another_unit(count: int) -> Story:
    return story(*reads(count, HOUR, who="p-0009"))


def another_purpose(after: int) -> Story:
    usual = [replace(READ, why="service", at=MONDAY + n * DAY) for n in range(after)]
    usual = [look for look in usual if look.at.weekday() < 5]
    last = (usual or [READ])[-1].at
    return story(*usual, replace(READ, why="legal", at=last + HOUR))


def after_a_loan(days: int) -> Story:
    out = replace(READ, act="loan.handed-over", loan="L000001", who="p-0001", keeps=True)
    back = replace(out, act="loan.returned", at=MONDAY + HOUR)
    return story(out, back, replace(READ, at=MONDAY + HOUR + days * DAY))


def again_and_again(count: int) -> Story:
    return story(*(replace(READ, grade="A", at=MONDAY + n * HOUR) for n in range(count)))


def silent_for(days: int) -> Story:
    added = replace(READ, act="person.added", who="p-0001", obj="p-0002")
    return story(added, replace(READ, at=MONDAY + days * DAY))


def by_many(count: int) -> Story:
    return story(*(replace(READ, who=f"p-{n:04}", at=MONDAY + n * HOUR / 2) for n in range(count)))


#: For each rule a story that it flags, and one that it just does not.
CASES: dict[str, tuple[Callable[[int], Story], int, int]] = {
    "U1": (at_night, 20, 19),
    "U2": (within_an_hour, 30, 29),
    "U3": (refusals, 5, 4),
    "U4": (of_another_unit, 5, 4),
    "U5": (another_purpose, 30, 5),
    "U6": (after_a_loan, 29, 30),
    "U7": (again_and_again, 3, 2),
    "U8": (silent_for, 63, 56),
    "U9": (by_many, 6, 5),
}


def flagged(told: Story, *, without: str = "") -> set[str]:
    figures = shipped_figures()
    kept = {rule: of for rule, of in figures.of.items() if rule != without}
    found = examine(told, rules(Figures(kept, figures.look_back), about()))
    return {one.rule for one in found}


def test_every_rule_has_a_title_figures_and_a_case() -> None:
    assert set(TITLES) == set(FIGURES) == set(CASES) == set(shipped_figures().of)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_flags_its_story_alone_and_not_the_one_just_below(rule: str) -> None:
    tell, flags, passes = CASES[rule]

    assert (flagged(tell(flags)), flagged(tell(passes))) == ({rule}, set())


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_that_was_taken_out_is_noticed(rule: str) -> None:
    tell, flags, _ = CASES[rule]

    assert flagged(tell(flags), without=rule) == set()


@pytest.mark.parametrize(
    ("moment", "flags"),
    [
        (dt.datetime(2026, 11, 23, 6, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 23, 19, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC), True),
    ],
)
def test_night_begins_and_ends_on_the_hour_and_a_day_off_is_all_night(
    moment: dt.datetime, *, flags: bool
) -> None:
    assert ("U1" in flagged(story(replace(READ, at=moment)))) is flags


def test_only_acts_that_show_what_a_paper_says_count() -> None:
    looks = [
        replace(one, act=act)
        for act in ("item.viewed", "archive.searched", "log.read", "item.filed")
        for one in (*at_night(23), *within_an_hour(60))
    ]

    assert flagged(story(*sorted(looks, key=lambda one: one.at))) == set()


def test_the_archivist_reads_papers_of_all_units_and_of_ended_loans() -> None:
    looks = [*of_another_unit(9), *after_a_loan(1)]

    assert flagged(story(*(replace(one, keeps=True) for one in looks))) == set()


def test_reading_an_overdue_loan_is_flagged_though_it_was_refused() -> None:
    wanted = replace(READ, res="deny", rules=frozenset({"R3", "R5"}))

    assert flagged(story(wanted)) == {"U6"}


def test_a_new_loan_makes_reading_usual_again() -> None:
    out, back, read = after_a_loan(2)
    again = replace(out, at=back.at + DAY)

    assert flagged(story(out, back, again, read)) == set()


def test_a_flood_of_refusals_is_one_entry_and_counts_for_all() -> None:
    flood = replace(READ, res="deny", rules=frozenset({"R2"}), times=400)

    assert flagged(story(flood)) == {"U3"}


def test_what_came_before_the_period_shows_what_is_usual_and_is_not_told() -> None:
    told = story(*at_night(23), *(replace(one, at=one.at + DAY) for one in at_night(22)))

    found = examine(told, rules(shipped_figures(), about()), dt.date(2026, 11, 24))

    assert [(one.rule, str(one.day), one.entries) for one in found] == [("U1", "2026-11-24", [1])]


def test_a_finding_names_rule_person_day_and_every_entry_once() -> None:
    found = examine(within_an_hour(61), rules(shipped_figures(), about()))

    assert [(one.rule, one.subject, one.count) for one in found] == [("U2", "p-0002", 61)]
    assert found[0].entries == list(range(NAMED))


def test_many_readers_are_told_of_the_dossier() -> None:
    [found] = examine(by_many(6), rules(shipped_figures(), about()))

    assert (found.rule in OF_DOSSIERS, found.subject) == (True, "0000000001")
    assert found.entries == [0, 1, 2, 3, 4, 5]


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 40)), max_size=120))
def test_bulk_is_what_counting_every_hour_says(acts: list[tuple[int, int]]) -> None:
    looks = story(
        *(
            replace(READ, at=MONDAY + dt.timedelta(minutes=minute), obj=str(paper))
            for minute, paper in sorted(acts)
        )
    )
    figures = Figures({"U2": {"papers": 5, "minutes": 60}}, 90)

    found = examine(looks, rules(figures, about()))

    hours = [[one for one in looks[: last.idx + 1] if last.at - one.at <= HOUR] for last in looks]
    many = {one.idx for hour in hours if len({each.obj for each in hour}) >= 5 for one in hour}
    assert sum(one.count for one in found) == len(many)
