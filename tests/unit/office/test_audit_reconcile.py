"""Reconciliation: nothing in an honest office, and everything that plain SQL did past docgen."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from django.db import connection, transaction
from tests.support.audited import lived_in
from tests.support.desks import log
from tests.support.destruction import Room
from tests.support.offices import founder, person

from docgen.errors import NotAllowed
from docgen.model import reconciling, telling
from docgen.model.audit import Question
from docgen.model.telling import TOLD
from docgen.office import audit_log, audit_reconcile, opening
from docgen.office.audit_versions import FILING
from docgen.register.connect import connect

#: Told acts that the story of ``lived_in`` has not; each has its own tests where it is done.
ELSEWHERE = {
    "grade.changed",
    *(
        "copy.issued",
        "copy.voided",
        "outside.served",
        "loan.reserved",
        "loan.offered",
        "loan.recovered",
    ),
    *("transfer.withdrawn", "transfer.printed", "reminder.sent"),
    *(act for act in TOLD if act.startswith(("posting.", "leave.", "area."))),
    *(act for act in TOLD if act.startswith(("handover.", "asset.", "station."))),
}


pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(name="once", scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return lived_in(tmp_path_factory.mktemp("lived") / "office")


@pytest.fixture
def place(once: Room) -> Iterator[Room]:
    """The office as it was lived in; what a test changes is rolled back."""
    connect(once.office.folder / opening.REGISTER)
    with contextlib.suppress(_Back), transaction.atomic():
        yield once
        raise _Back


class _Back(Exception):
    """Takes back what a test did."""


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(text)


def found() -> set[tuple[str, str]]:
    return {(one.code, one.row.rpartition(" ")[0] or one.row) for one in audit_reconcile.findings()}


def test_an_honest_office_has_no_finding() -> None:
    assert audit_reconcile.findings() == []


def test_the_story_has_every_act_that_is_told() -> None:
    acts = {entry["act"] for entry in log() if entry["res"] == "allow"}

    assert set(TOLD) - acts == ELSEWHERE


#: Acts after which another fact of a paper is held against its row; see ``ATTACKS``.
PARTLY = {"item.moved"}


@pytest.mark.parametrize("act", sorted(set(TOLD) - ELSEWHERE - PARTLY))
def test_an_act_that_nobody_reads_any_more_is_noticed(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    less: Mapping[str, object] = MappingProxyType({key: TOLD[key] for key in TOLD if key != act})
    monkeypatch.setattr(telling, "TOLD", less)
    monkeypatch.setattr(audit_reconcile, "_CHANGES", Question(acts=FILING | set(less)))

    assert found() != set()


GHOST = """
    INSERT INTO register_person (password, login, name, unit, clearance, roles, active, version)
    VALUES ('!', 'ghost', 'g', 'u', 3, '["clerk"]', 1, 1)
"""
#: What somebody does with plain SQL, and the finding that tells it.
ATTACKS = [
    ("UPDATE register_person SET clearance = 3 WHERE login = 'lena'", "R3", "person"),
    ("UPDATE register_person SET roles = '[\"archivist\"]' WHERE login = 'mira'", "R3", "person"),
    ("UPDATE register_person SET active = 1 WHERE login = 'neu'", "R3", "person"),
    (
        GHOST,
        *("R1", "person"),
    ),
    ("DELETE FROM register_grant", "R2", "grant p-0004"),
    ("DELETE FROM register_customer WHERE id = 1", "R2", "customer"),
    ("UPDATE register_customer SET kind = 'company' WHERE kind = 'staff'", "R3", "customer"),
    ("DELETE FROM register_dossier WHERE number = 1", "R2", "dossier"),
    ("UPDATE register_dossier SET type = 'event' WHERE number = 2", "R3", "dossier"),
    ("UPDATE register_dossier_stage SET \"on\" = '2020-01-01'", "R3", "stage"),
    ("DELETE FROM register_dossier_stage", "R2", "stage"),
    ("DELETE FROM register_dossier_link", "R2", "link 0000000002"),
    ("DELETE FROM register_dossier_place", "R2", "place"),
    ("DELETE FROM register_seal", "R2", "seal"),
    ("UPDATE register_seal SET dossier_id = 1", "R3", "seal"),
    ("DELETE FROM register_former_number", "R2", "renumbering"),
    ("DELETE FROM register_item_version WHERE n = 2", "R2", "version"),
    ("UPDATE register_item_version SET files = replace(files, '0', '1')", "R3", "version"),
    ("UPDATE register_item_version SET by_id = 3 WHERE id = 1", "R3", "version"),
    ("UPDATE register_item_version SET log_index = 0 WHERE id = 1", "R1", "version"),
    ("UPDATE register_item SET rank = 0 WHERE rank = 1", "R3", "version"),
    ("UPDATE register_item SET head = 1 WHERE head = 2", "R3", "item"),
    ("UPDATE register_item SET state = 'filed'", "R3", "item"),
    ("UPDATE register_item SET \"group\" = 'other' WHERE \"group\" = 'sales'", "R3", "item"),
    ("UPDATE register_item SET retention = '1 year'", "R3", "item"),
    ("UPDATE register_loan SET state = 'returned' WHERE state = 'out'", "R3", "loan"),
    ("UPDATE register_loan SET borrower_id = 3 WHERE state = 'out'", "R1", "loan request"),
    ("DELETE FROM register_loan WHERE state = 'refused'", "R2", "loan"),
    ("DELETE FROM register_copy", "R2", "copy"),
    ("UPDATE register_copy SET state = 'destroyed'", "R3", "copy state"),
    ("UPDATE register_copy SET state = 'lost' WHERE state = 'held'", "R1", "copy state"),
    ("DELETE FROM register_hold", "R2", "hold"),
    ("UPDATE register_hold SET released_at = NULL", "R3", "hold"),
    ("UPDATE register_transfer SET state = 'withdrawn'", "R3", "transfer"),
    ("DELETE FROM register_transfer_line", "R3", "transfer"),
    ("UPDATE register_destruction_list SET state = 'approved' WHERE id = 2", "R3", "destruction"),
    ("DELETE FROM register_destruction_signature", "R3", "destruction"),
    ("DELETE FROM register_tombstone", "R2", "tombstone"),
    ("UPDATE register_shortening SET state = 'done'", "R3", "shortening"),
    ("UPDATE register_saved_search SET unit = ''", "R3", "search"),
    ("DELETE FROM register_saved_search WHERE state = 'deleted'", "R2", "search"),
    ("UPDATE register_duty SET state = 'open' WHERE state = 'done'", "R2", "duty"),
    ("DELETE FROM register_duty_step", "R2", "duty step Y000001 1 days"),
    ("UPDATE register_issued_number SET state = 'issued'", "R3", "number"),
    ("UPDATE register_log_note SET value = 'x'", "R3", "note"),
    (
        "INSERT INTO register_log_note (idx, name, salt, value) VALUES (0, 'x', x'00', 'y')",
        *("R1", "note"),
    ),
]


@pytest.mark.parametrize(("attack", "code", "table"), ATTACKS, ids=[one[0][:60] for one in ATTACKS])
def test_plain_sql_past_docgen_is_found(attack: str, code: str, table: str) -> None:
    sql(attack)

    assert any(rule == code and row.startswith(table) for rule, row in found())


def test_erasing_a_value_is_no_finding() -> None:
    sql("DELETE FROM register_log_note")

    assert audit_reconcile.findings() == []


def test_an_entry_without_its_row_is_told_with_its_index() -> None:
    sql("DELETE FROM register_dossier_place")

    [one] = audit_reconcile.findings()

    assert one.entry == next(entry["idx"] for entry in log("dossier.placed"))


def test_the_auditor_may_and_a_clerk_may_not(place: Room) -> None:
    auditor = person(place.office, "audit", "auditor", clearance="P")

    listing = audit_reconcile.reconcile(place.office, auditor)
    with pytest.raises(NotAllowed):
        audit_reconcile.reconcile(place.office, place.folk.mira)

    last = log("audit.reported")
    assert (listing.total, [one["res"] for one in last]) == (0, ["allow", "deny"])
    assert last[0]["more"] == {"report": "reconcile"}


def test_findings_are_heard_though_the_log_takes_no_entry(place: Room) -> None:
    sql("UPDATE register_log_head SET frontier = x'00'")
    sql("DELETE FROM register_grant")

    listing = audit_reconcile.reconcile(place.office, founder())

    assert listing.totals["rule"] == {"R2": 1}


def test_what_was_done_while_it_read_is_no_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    false, sizes = reconciling.gone("hold H1", 1), iter((5, 6))
    rounds = iter(([false], []))
    monkeypatch.setattr(audit_reconcile, "_once", lambda _bar: next(rounds))
    monkeypatch.setattr(audit_log, "size", lambda: next(sizes))

    assert audit_reconcile.findings() == []
