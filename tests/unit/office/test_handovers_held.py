"""The checklist's things, kind by kind: what is on it, what is not, and what has no account."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.cases import at
from tests.support.desks import Cast, filed
from tests.support.desks import at as clock
from tests.support.handovers import Field, field

from docgen.errors import BadInput
from docgen.model.calendar import Due
from docgen.model.duty import Rule, When
from docgen.office import assets, duties, handovers_held, stations
from docgen.office.assets import NewThing
from docgen.office.assets_rows import Terms
from docgen.office.desk import Office
from docgen.office.stations import NewStation
from docgen.register.models import Customer
from docgen.register.models_visits import Visit

LINES = ["line:badge", "line:money", "line:contacts"]


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast, known: Customer) -> Office:
    """The office on a Monday morning."""
    assert folk
    assert known
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


def held(desk: Office, posted: Field) -> list[str]:
    return [one.key for one in handovers_held.things_of(desk, posted.old)]


def owed(desk: Office, posted: Field, key: str, *, days: int, subject: str = "") -> str:
    row = duties.owe(
        desk,
        key=f"{key}/{days}",
        rule=Rule(key, "事项", "D-030", When()),
        due=Due(desk.today + dt.timedelta(days=days)),
        subject=subject,
        person=posted.gao,
    )
    return row.code


def test_whoever_holds_nothing_has_the_lines_of_the_rules(desk: Office, posted: Field) -> None:
    assert held(desk, posted) == LINES


def test_the_office_may_have_no_lines_of_its_own(desk: Office, posted: Field) -> None:
    (desk.folder / "rules").mkdir(exist_ok=True)
    (desk.folder / "rules" / "handover.toml").write_text("days = 0\n", "utf-8")

    assert held(desk, posted) == []
    assert handovers_held.rules(desk).days == 0


def test_a_mistake_in_the_offices_own_rules_is_named(desk: Office, posted: Field) -> None:
    (desk.folder / "rules").mkdir(exist_ok=True)
    (desk.folder / "rules" / "handover.toml").write_text("days = 'x'\n", "utf-8")

    with pytest.raises(BadInput) as caught:
        held(desk, posted)

    assert caught.value.field == "days"
    assert caught.value.file.endswith("handover.toml")


def test_things_come_in_the_order_they_were_given_with_their_day(
    desk: Office, posted: Field
) -> None:
    until = dt.date(2028, 2, 29)
    assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), posted.old.code)
    spare = NewThing("spare", "SN-1", "备用机")
    assets.add(desk, posted.qiao, spare, posted.old.code, Terms(until, "BJ-7"))
    assets.add(desk, posted.qiao, NewThing("asset", "GDZC-1", "电脑"), posted.new.code)

    found = handovers_held.things_of(desk, posted.old)[:2]

    assert [(one.key, one.label, one.due) for one in found] == [
        ("key:YS-1", "库房钥匙", None),
        ("spare:SN-1", "备用机", until),
    ]
    assert held(desk, posted) == ["key:YS-1", "spare:SN-1", *LINES]


def test_what_was_given_back_is_gone_and_what_comes_again_is_there_once(
    desk: Office, posted: Field
) -> None:
    assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), posted.old.code)
    assets.return_(desk, posted.qiao, "YS-1")
    away = held(desk, posted)

    assets.lend(desk, posted.qiao, "YS-1", posted.old.code)

    assert (away, held(desk, posted)) == (LINES, ["key:YS-1", *LINES])


def test_stations_go_with_their_keeper(desk: Office, posted: Field) -> None:
    for code, keeper in (("ZS-1", posted.old), ("ZS-2", posted.new)):
        new = NewStation(code, "授权站", "汕头市", "甄师傅", keeper=keeper.code)
        stations.add(desk, posted.qiao, new)

    assert held(desk, posted) == ["station:ZS-1", *LINES]


@pytest.mark.parametrize(
    ("key", "days", "subject", "kind"),
    [
        ("something", 30, "260301", "duty"),
        ("something", -30, "260301", "duty"),
        ("something", 0, "", "report"),
        ("something", -1, "", "report"),
        ("something", 1, "", None),
        ("handover/W000001", 0, "", None),
        ("holding/Z000001", 0, "SN-1", None),
    ],
)
def test_which_duties_stand_on_the_checklist(
    desk: Office, posted: Field, key: str, days: int, subject: str, kind: str | None
) -> None:
    code = owed(desk, posted, key, days=days, subject=subject)

    assert held(desk, posted) == ([f"{kind}:{code}"] if kind else []) + LINES


def test_customers_to_be_visited_are_named_once_by_number(
    desk: Office, posted: Field, known: Customer
) -> None:
    for day in (9, 16):
        Visit.objects.create(customer=known, visitor=posted.gao, planned_on=dt.date(2026, 3, day))
    Visit.objects.create(customer=known, visitor=posted.tan, planned_on=dt.date(2026, 3, 9))

    assert held(desk, posted) == [f"customer:{known.code}", *LINES]

    Visit.objects.filter(visitor=posted.gao).update(visited_on=dt.date(2026, 3, 9))
    assert held(desk, posted) == LINES


def test_papers_he_filed_are_one_line_with_their_number(
    desk: Office, posted: Field, known: Customer
) -> None:
    for title in ("材料一", "材料二"):
        filed(desk, posted.gao, known, title=title)

    found = {one.key: one.label for one in handovers_held.things_of(desk, posted.old)}

    assert found[f"papers:{posted.gao.code}"] == "2"


def test_without_an_account_only_things_and_lines_are_known(
    desk: Office, posted: Field, known: Customer
) -> None:
    filed(desk, posted.gao, known)
    owed(desk, posted, "something", days=0)
    assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), posted.old.code)
    posted.old.account = None

    assert held(desk, posted) == ["key:YS-1", *LINES]
