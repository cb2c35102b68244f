"""Receipts: one for every entry, made without reading the log, held against the key alone."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desks import Cast, log

from docgen.errors import Integrity, NotFound
from docgen.ledger.note import parse_vkey
from docgen.ledger.receipt import check, entry_of, read
from docgen.office import auditing, journal, log_keys, receipts
from docgen.office.desk import Office, one_transaction
from docgen.register import log_hashes
from docgen.register.connect import migrate
from docgen.register.models_log import Checkpoint, LogHash


def add(office: Office, folk: Cast, count: int) -> None:
    with one_transaction():
        journal.append_each(office, "item.viewed", folk.mira, [{"n": n} for n in range(count)])


def change(office: Office, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(office.folder / "register.sqlite3")) as base, base:
        for verb in ("update", "delete", "replace"):
            base.execute(f"DROP TRIGGER IF EXISTS register_log_entry_no_{verb}")
        base.execute(statement)


def test_every_entry_has_a_receipt(office: Office, folk: Cast) -> None:
    add(office, folk, 1000)
    key = parse_vkey((office.folder / "log" / "log.vkey").read_text("utf-8"))

    for index in (*range(0, len(log()), 37), len(log()) - 1):
        receipt = read(receipts.receipt_of(office, index))

        assert check(receipt, key).size > index
        assert entry_of(receipt) == log()[index]


def test_the_newest_entry_gets_a_fresh_checkpoint_once(office: Office, folk: Cast) -> None:
    add(office, folk, 1)
    before = Checkpoint.objects.count()

    one = receipts.receipt_of(office, len(log()) - 1)
    two = receipts.receipt_of(office, len(log()) - 1)

    assert one == two
    assert Checkpoint.objects.count() == before + 1


def test_a_long_log_is_not_read_for_a_receipt(office: Office, folk: Cast) -> None:
    add(office, folk, 70_000)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        receipt = receipts.receipt_of(office, 5)

    read_rows = sum("register_log_entry" in one["sql"] for one in asked.captured_queries)
    assert len(asked.captured_queries) < 12
    assert read_rows <= 3
    assert check(read(receipt), *log_keys.listed(office)).size == len(log())


def test_there_is_no_receipt_of_what_is_not_there(office: Office) -> None:
    with pytest.raises(NotFound) as refused:
        receipts.receipt_of(office, len(log()))

    assert "no entry" in str(refused.value.what)


def test_what_may_still_be_undone_has_no_receipt(office: Office, folk: Cast) -> None:
    with one_transaction():
        index = journal.append(office, "item.viewed", folk.mira)
        with pytest.raises(RuntimeError, match="committed"):
            receipts.receipt_of(office, index)


@pytest.mark.parametrize(
    ("index", "statement"),
    [
        (3, "UPDATE register_log_entry SET leaf = CAST('{}' AS BLOB) WHERE idx = 3"),
        (3, "UPDATE register_log_entry SET leaf_hash = x'00' WHERE idx = 3"),
        (3, "UPDATE register_log_entry SET leaf_hash = zeroblob(32) WHERE idx = 4"),
        (3, "DELETE FROM register_log_entry WHERE idx = 9"),
        (270, "UPDATE register_log_hash SET hash = zeroblob(32)"),
        (270, "DELETE FROM register_log_hash"),
        (3, "UPDATE register_checkpoint SET note = 'nonsense'"),
        (3, "UPDATE register_checkpoint SET note = replace(note, 'docgen', 'd')"),
    ],
)
def test_a_log_that_was_changed_gives_no_receipt(
    office: Office, folk: Cast, index: int, statement: str
) -> None:
    add(office, folk, 300)
    auditing.checkpoint(office, folk.jonas)
    change(office, statement)

    with pytest.raises(Integrity) as refused:
        receipts.receipt_of(office, index)

    assert "log verify" in refused.value.fix


def test_the_hashes_follow_from_the_leaves(office: Office, folk: Cast) -> None:
    for count in (255, 1, 3, 600):
        add(office, folk, count)
    kept = list(LogHash.objects.order_by("level", "place").values_list("level", "place", "hash"))

    with one_transaction():
        log_hashes.fill()

    again = list(LogHash.objects.order_by("level", "place").values_list("level", "place", "hash"))
    assert kept == again
    assert [(level, place) for level, place, _ in kept] == [(1, 0), (1, 1), (1, 2)]
    migrate()
    receipts.receipt_of(office, 700)
