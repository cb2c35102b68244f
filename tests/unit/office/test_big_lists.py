"""Lists of very many papers: found by the database, and the same as each paper asked by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desks import Cast, at, cast_there, desks
from tests.support.offices import as_made

from docgen.model.deadlines import Held, claim
from docgen.model.dossier import Filed, missing
from docgen.model.rhythm import period_end
from docgen.model.span import Span
from docgen.model.transfer import OPEN, Piece, State
from docgen.office import duties_list, holdings, loans, log_standing, retention, transfers
from docgen.office.calendar import read_calendar
from docgen.office.desk import Office
from docgen.office.duties_list import Wanted
from docgen.register.models import Customer, Dossier, Item, Person
from docgen.register.models_custody import DossierStage, Transfer, TransferLine

TODAY = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
TYPES = ("customer", "unit", "lease", "event", "project", "general")
STAGES = ("subscribed", "moved-in", "let", "closed", "signed")
PERIODS = ("1 year", "2 years", "10 years", "permanent", "external", "nobody knows")
_SCHEDULE = """kept_types = ["unit"]
[[period]]
name = "1 year"
title = "1年"
years = 1
start = "stage closed"
[[period]]
name = "2 years"
title = "2年"
years = 2
[[period]]
name = "10 years"
title = "10年"
years = 10
start = "dated"
[[period]]
name = "permanent"
title = "永久"
kind = "permanent"
"""
_TABLES = "register_(item|loan|log_entry|transfer_line|validity)"


@pytest.fixture
def full(tmp_path: Path) -> Office:
    """An office with 40 dossiers and 240 papers of all kinds, at the edges of days and periods."""
    return at(as_made(_filled, tmp_path / "full"), TODAY)


@pytest.fixture
def folk(full: Office) -> Cast:  # noqa: ARG001  the office has them
    return cast_there()


def _filled(folder: Path) -> None:
    desks(folder)
    folk, known = cast_there(), Customer.objects.get()
    random = Random(7)  # noqa: S311  the same office every time
    opened = TODAY - dt.timedelta(days=9000)
    for n in range(1, 41):
        place = Dossier.objects.create(
            number=n,
            type=random.choice(TYPES),
            key=str(n),
            customer=known,
            unit=random.choice(("客户服务部", "后勤部")),
            rank=random.choice((0, 1, 1, 3)),
            retention="permanent",
            opened_at=opened,
        )
        for stage in random.sample(STAGES, random.choice((0, 0, 1, 2, 4))):
            on = TODAY.date() - dt.timedelta(days=random.choice((3, 20, 90, 400, 8000)))
            DossierStage.objects.create(dossier=place, stage=stage, on=on, by=folk.mira, at=TODAY)
    Item.objects.bulk_create(
        Item(
            dossier_id=1 + n % 40,
            turn=1 + n // 40,
            title=random.choice(("认购书", "身份证明", "房地产买卖合同", "入伙通知书", "材料")),
            group=random.choice(("sales", "repair", "other", "lease")),
            rank=random.choice((0, 1, 1, 3)),
            retention=random.choice(PERIODS),
            filed_by=folk.mira,
            filed_at=_edge(random),
            dated=TODAY.date() - dt.timedelta(days=random.randrange(9000)),
            custody=random.choice(("department", "department", "archive")),
            state=random.choice(("filed", "filed", "filed", "destroyed")),
        )
        for n in range(240)
    )
    for state in (*State, State.ACCEPTED):
        keeper = random.choice(("总经理办公室", "客户事务组"))
        row = Transfer.objects.create(
            rule=random.choice(("regular", "repair", "service")),
            unit="客户服务部",
            receiver=keeper if state != State.ACCEPTED else "客户事务组",
            state=state,
            due=TODAY.date(),
            proposed_by=folk.mira,
            proposed_at=TODAY,
        )
        TransferLine.objects.bulk_create(
            TransferLine(transfer=row, item=item, state=random.choice(list(Piece)))
            for item in random.sample(list(Item.objects.all()), 30)
        )


def _edge(random: Random) -> dt.datetime:
    """A moment near the end of a month, or any other."""
    day = dt.date(2026, 11, 23) - dt.timedelta(days=random.choice((0, 30, 200, 400, 4000, 8000)))
    if random.random() < 0.5:
        day = period_end(day, "month")
        day = min(day, dt.date(2026, 11, 22))
    hour, minute, second = random.choice(((15, 59, 59), (16, 0, 0), (0, 0, 0), (9, 30, 0)))
    return dt.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=dt.UTC)


def one_by_one(office: Office, rank: int) -> dict[int, tuple[dt.date, bool, bool]]:
    """Each paper's deadline, whether it waits and whether it is on a list; none left out."""
    worked, found = read_calendar(office.folder), {}
    papers = defaultdict(list)
    for item in Item.objects.filter(state="filed").select_related("dossier"):
        papers[item.dossier].append(item)
    for place, items in papers.items():
        reached = {one.stage: one.on for one in place.stages.all()}
        filed = [Filed(one.turn, one.group, one.title, one.template) for one in items]
        lacks = missing(office.rules.dossier_type(place.type), filed, reached)
        whole = all(one.kind == "gap" for one in lacks)
        for item in items:
            lines = list(item.transfer_lines.select_related("transfer"))
            done = {
                line.transfer.rule
                for line in lines
                if line.transfer.state == State.ACCEPTED and Piece(line.state).is_taken
            }
            held = Held(place.type, item.group, office.local(item.filed_at).date(), done)
            rules = office.rules.deadlines.rules
            due = claim(rules, held, reached, worked, is_complete=whole)
            if due and item.custody == "department" and max(item.rank, place.rank) <= rank:
                listed = any(line.transfer.state in OPEN for line in lines)
                found[item.pk] = (due.day, due.waits, listed)
    return found


def shifted(office: Office) -> Office:
    """The office with a rule that counts days from the filing."""
    rules = office.rules.deadlines.rules
    first = replace(rules[-1], key="soon", every="", within=Span(5, "workdays"), types=("general",))
    deadlines = replace(office.rules.deadlines, rules=(first, *rules))
    return replace(office, rules=replace(office.rules, deadlines=deadlines))


@pytest.mark.parametrize("how", [lambda office: office, shifted], ids=["as shipped", "by days"])
def test_what_is_owed_is_what_each_paper_owes(
    full: Office, folk: Cast, how: Callable[[Office], Office]
) -> None:
    office = how(full)
    every = one_by_one(office, 3)

    for ahead in (-9000, -1, 0, 7, 38, 400):
        until = office.today + dt.timedelta(days=ahead)
        found = holdings.owed(office, folk.jonas, until)

        due = {key: one for key, one in every.items() if one[0] <= until}
        assert {one.item: (one.day, one.claim.waits, one.on_list) for one in found} == due
        assert [one[:3] for one in found] == sorted(one[:3] for one in found)
        assert [str(one.item) for one in holdings.holdings(found)] == [one.code for one in found]


def test_who_sees_less_owes_less(full: Office, folk: Cast) -> None:
    until = full.today + dt.timedelta(days=400)

    every, some = (holdings.owed(full, who, until) for who in (folk.jonas, folk.mira))

    assert {one.unit for one in every} == {"客户服务部", "后勤部"}
    assert {one.unit for one in some} == {folk.mira.unit}
    assert set(some) < set(every)
    assert set(holdings.owed(full, folk.jonas, until, "后勤部")) == set(every) - {
        one for one in every if one.unit != "后勤部"
    }


def test_the_command_lists_by_unit_what_the_page_lists_by_day(full: Office, folk: Cast) -> None:
    by_unit = transfers.due(full, folk.jonas, days=30)
    by_day = transfers.all_due(full, folk.jonas, days=30)

    units = [one.dossier.unit for one in by_unit]
    assert units == sorted(units)
    assert sorted(one.item.pk for one in by_unit) == sorted(one.item for one in by_day)
    assert by_day
    assert not any(one.claim.waits for one in by_day)


def test_what_is_over_is_what_each_paper_says(full: Office, folk: Cast) -> None:
    (full.folder / "rules" / "retention.toml").write_text(_SCHEDULE, "utf-8")
    table = retention.schedule(full)
    papers = Item.objects.filter(state="filed", rank__lte=3).select_related("dossier")
    said = {item.pk: retention.due_of(full, table, item) for item in papers}

    found = retention.all_due(full, folk.jonas)

    assert {one.item: one.day for one in found} == {
        key: due.day for key, due in said.items() if due.has_come(full.today)
    }
    shown = retention.listed(full, found)
    assert (
        [one.due.day for one in shown]
        == [one.day for one in found]
        == sorted(one.day for one in found)
    )
    assert {table.periods[one.item.retention].start for one in shown} == {
        "filed",
        "dated",
        "stage closed",
    }


@pytest.mark.parametrize(
    "look",
    [
        lambda office, who: transfers.all_due(office, who, days=30),
        retention.all_due,
        lambda office, who: loans.list_loans(office, who, "out"),
        lambda office, who: duties_list.lines(office, who, Wanted(mine=True)),
        lambda *_: log_standing._last(),
    ],
    ids=["transfers", "retention", "loans", "duties", "log"],
)
def test_no_list_reads_a_whole_table(
    full: Office, folk: Cast, look: Callable[[Office, Person], object]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        look(full, folk.jonas)

    plans = [step for one in asked for step in plan(one["sql"])]
    assert plans
    assert [step for step in plans if re.fullmatch(f"SCAN {_TABLES}( AS \\w+)?", step)] == []


def plan(sql: str) -> list[str]:
    """How the database would answer a question."""
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        return [str(step[3]) for step in cursor.fetchall()]
