"""The papers of things people hold: not without a posting, not without things, not by anybody."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.cases import at
from tests.support.desks import Cast
from tests.support.desks import at as clock
from tests.support.handovers import Field, field

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import assets, assets_papers
from docgen.office.assets import NewThing
from docgen.office.desk import Office
from docgen.register.models import Item


@pytest.fixture(name="desk")
def _desk(office: Office, folk: Cast) -> Office:
    """The office on a Monday morning."""
    assert folk
    return clock(office, at("2026-03-02 09:00"))


@pytest.fixture(name="posted")
def _posted(desk: Office) -> Field:
    return field(desk)


def refused(desk: Office, posted: Field, holder: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        assets_papers.make(desk, posted.qiao, holder, assets_papers.SLIP, {})
    assert not Item.objects.exists()
    return caught.value


def test_a_slip_needs_something_that_was_given_today(desk: Office, posted: Field) -> None:
    nothing = refused(desk, posted, posted.old.code)
    assets.add(desk, posted.qiao, NewThing("key", "YS-1", "库房钥匙"), posted.old.code)
    only_a_key = refused(desk, posted, posted.old.code)
    assets.add(desk, posted.qiao, NewThing("asset", "GDZC-1", "电脑"), posted.old.code)
    tomorrow = clock(desk, desk.now() + dt.timedelta(days=1))
    too_late = refused(tomorrow, posted, posted.old.code)

    for one in (nothing, only_a_key, too_late):
        assert (one.what, one.field) == ("Nothing was given to gao today", "holder")


def test_who_is_not_posted_has_no_dossier_for_it(desk: Office, posted: Field) -> None:
    assert refused(desk, posted, "qiao").what == "qiao is not posted now"


def test_whoever_may_not_work_on_posted_staff_makes_no_paper(
    desk: Office, folk: Cast, posted: Field
) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        assets_papers.make(desk, folk.lena, posted.old.code, assets_papers.REGISTER, {})

    assert not Item.objects.exists()
