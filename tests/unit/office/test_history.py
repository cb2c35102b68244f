"""The history of a paper: who filed which version, when, why, and what changed."""

from __future__ import annotations

import pytest
from tests.support.damages import put
from tests.support.desks import Cast, filed, log, log_refuses, paper

from docgen.archive.layout import object_path
from docgen.archive.store import Store
from docgen.errors import NotAllowed, OutsideFailed
from docgen.office import amending, history, verifying
from docgen.office.desk import Office
from docgen.office.filing import METADATA
from docgen.register.models import Customer, Item

CHANGE = {"field": "x", "label": "某项", "was": "1", "is": "2", "where": {}, "how": "tag"}


def amended(office: Office, folk: Cast, known: Customer) -> Item:
    """A paper with a second version that was edited by hand."""
    item = filed(office, folk.mira, known)
    edited = {"from": 1, "reason": "更正", "changes": [CHANGE]}
    new = paper("新的内容", made={"edited": edited})
    amending.add_version(office, folk.jonas, item, new, base=1, why="更正")
    return item


def test_each_version_says_who_why_and_what(office: Office, folk: Cast, known: Customer) -> None:
    item = amended(office, folk, known)

    shown, (first, second) = history.history(office, folk.mira, str(item))

    assert shown == item
    assert (first.n, first.by, first.base, first.reason) == (1, folk.mira, 0, "")
    assert (second.n, second.by, second.base, second.reason) == (2, folk.jonas, 1, "更正")
    assert (first.changes, second.changes) == ((), (CHANGE,))
    assert first.at < second.at
    assert log()[second.log_index]["act"] == "item.amended"
    assert (log()[-1]["act"], log()[-1]["obj"]) == ("item.viewed", str(item))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"made": 1}'])
def test_a_damaged_record_is_told_and_the_rest_is_shown(
    office: Office, folk: Cast, known: Customer, data: bytes
) -> None:
    item = amended(office, folk, known)
    place = office.folder / "archive" / object_path(f"urn:docgen:{item}")
    put(place / "v2" / "content" / METADATA, data)

    _, (first, second) = history.history(office, folk.mira, str(item))

    assert first.fault == ""
    assert METADATA in second.fault
    assert (second.by, second.changes) == (folk.jonas, ())


def test_who_may_not_know_of_it_sees_no_history(
    office: Office, folk: Cast, known: Customer
) -> None:
    item = amended(office, folk, known)

    with pytest.raises(NotAllowed):
        history.history(office, folk.lena, str(item))

    assert (log()[-1]["act"], log()[-1]["res"]) == ("item.viewed", "deny")


def test_nothing_is_examined_without_an_entry(
    office: Office, folk: Cast, known: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = amended(office, folk, known)
    looked: list[str] = []
    monkeypatch.setattr(Store, "read", lambda _, __, name, *___: looked.append(name))

    with log_refuses(monkeypatch):
        for look in (history.history, verifying.verify):
            with pytest.raises(OutsideFailed):
                look(office, folk.mira, str(item))
        with pytest.raises(OutsideFailed):
            verifying.verify_many(office, folk.mira)

    assert looked == []
