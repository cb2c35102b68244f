"""Holds on many papers at once are those that lie on each of them by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import cast_there, desks, filed
from tests.support.offices import founder
from tests.support.papers import customer_there

from docgen.errors import NotFound
from docgen.office import holds
from docgen.office.desk import Office
from docgen.register.models import Item


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with two papers in one dossier."""
    made = desks(tmp_path / "office")
    for title in ("甲", "乙"):
        filed(made, cast_there().mira, customer_there(), title=title)
    return made


@pytest.mark.parametrize(
    "places", [[], ["0000000001-0001"], ["0000000001"], ["K000001"], ["K000001", "0000000001-0002"]]
)
def test_one_question_tells_what_many_would(office: Office, places: list[str]) -> None:
    for place in places:
        holds.put(office, founder(), place, "诉讼", "未结")
    items = list(Item.objects.select_related("dossier").order_by("pk"))

    together = holds.on_each(items)

    assert {item.pk: list(together.get(item.pk, ())) for item in items} == {
        item.pk: holds.on(item) for item in items
    }


def test_a_released_hold_lies_on_nothing(office: Office) -> None:
    row = holds.put(office, founder(), "0000000001", "审计", "要求")
    holds.release(office, founder(), row.code, "审计结束")

    assert holds.on_each(list(Item.objects.select_related("dossier"))) == {}
    assert holds.on_each([]) == {}


@pytest.mark.parametrize("code", ["H000001", "H000009", "x"])
def test_a_hold_is_seen_by_who_is_cleared_for_what_it_lies_on(office: Office, code: str) -> None:
    row = holds.put(office, founder(), "0000000001-0001", "诉讼", "未结")

    assert holds.seen(office, founder(), row.code) == row
    with pytest.raises(NotFound):
        holds.seen(office, cast_there().lena, code)
