"""Things people hold: one holder each, a spare unit on a request and for a time, checks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.support.cases import at
from tests.support.desks import Cast, log
from tests.support.desks import at as clock
from tests.support.handovers import Field, field

from docgen.errors import BadInput, NotAllowed
from docgen.office import assets, assets_rows, duties, stations
from docgen.office.assets import NewThing
from docgen.office.assets_rows import Terms
from docgen.office.desk import Office
from docgen.register.models_postings import Holding

UNTIL = Terms(dt.date(2026, 6, 30), "BJ-7")


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning."""
    assert folk
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


def test_a_thing_has_one_holder(desk: Office, posted: Field) -> None:
    first = assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), "gao")

    with pytest.raises(BadInput, match="held by gao"):
        assets.lend(desk, posted.qiao, "YS-1", "tan")
    with pytest.raises(BadInput, match="cannot be a new"):
        assets.add(desk, posted.qiao, NewThing("asset", "YS-1", "别的"), "tan")
    twice = Holding(
        kind="key", number="YS-1", label="x", since=desk.today, by=posted.qiao, at=desk.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    assets.return_(desk, posted.qiao, "YS-1")
    second = assets.lend(desk, posted.qiao, "YS-1", "mira")

    assert (first.posting, second.posting) == (posted.old, None)
    assert assets_rows.holder_of(second).name == "mira"
    with pytest.raises(BadInput, match="store"):
        assets.return_(desk, posted.qiao, assets.return_(desk, posted.qiao, "YS-1").number)


def test_a_spare_unit_goes_out_on_a_request_and_comes_back(desk: Office, posted: Field) -> None:
    new = NewThing("spare", "SN-1", "备用机")
    for terms in (Terms(), Terms(request="BJ-7"), Terms(UNTIL.until)):
        with pytest.raises(BadInput, match="request"):
            assets.add(desk, posted.qiao, new, "W000001", terms)

    row = assets.add(desk, posted.qiao, new, "W000001", UNTIL)
    [duty] = duties.open_rows().filter(subject=row.code)
    assets.return_(desk, posted.qiao, "SN-1", "损坏")

    assert (duty.person, duty.due, duty.title) == (posted.gao, UNTIL.until, "归还 SN-1 备用机")
    duty.refresh_from_db()
    assert (duty.state, assets_rows.newest("SN-1").condition) == ("done", "损坏")


def test_a_check_tells_what_is_lost_and_what_is_not_his(desk: Office, posted: Field) -> None:
    for number in ("A-1", "A-2", "A-3"):
        assets.add(desk, posted.qiao, NewThing("asset", number, "设备"), "gao")

    rows, strange = assets.check(desk, posted.qiao, "gao", ["A-1", "B-9"], ["A-2"])
    with pytest.raises(BadInput, match="own"):
        assets.check(desk, posted.gao, "W000001", ["A-1"])

    assert [one.condition for one in rows] == ["完好", "损坏", "遗失"]
    assert strange == ["B-9"]
    entry = next(one for one in log("asset.checked") if one["res"] == "allow")
    assert (entry["obj"], entry["n"], entry["more"]) == ("W000001", 3, {"lost": 1, "strange": 1})


def test_stations_are_kept_by_who_is_posted_now(desk: Office, posted: Field) -> None:
    new = stations.NewStation("ZS-1", "榕岭授权站", "汕头市", "甄师傅", area="east")
    stations.add(desk, posted.qiao, new)

    row = stations.change(desk, posted.qiao, "ZS-1", keeper="W000002", state="整改")
    posted.old.state = "returned"
    posted.old.save()

    assert (row.keeper, row.state) == (posted.new, "整改")
    for wrong in ({"keeper": "W000001"}, {"state": "好"}):
        with pytest.raises(BadInput):
            stations.change(desk, posted.qiao, "ZS-1", **wrong)
    with pytest.raises(BadInput):
        stations.add(desk, posted.qiao, new)


def test_who_does_not_work_on_posted_staff_sees_nothing(desk: Office, folk: Cast) -> None:
    folk.lena.roles = ["auditor"]
    folk.lena.save()

    with pytest.raises(NotAllowed):
        assets.list_assets(desk, folk.lena)
