"""The daybook: no table is forgotten, no line is lost, and nothing of it is written twice."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from tests.support.desks import Cast, filed
from tests.support.offices import customer, founder, person, reopen

from docgen.archive import disk
from docgen.office import auditing, daybook
from docgen.office.desk import Office, one_transaction
from docgen.register import changes, steps
from docgen.register.connect import connect
from docgen.register.models import Customer, Loan, Series
from docgen.register.models_log import Change, LogEntry

MODELS = list(apps.get_app_config("register").get_models())


def register(office: Office) -> list[dict[str, Any]]:
    file = office.folder / "log" / daybook.REGISTER
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def rows_told(office: Office) -> dict[tuple[str, object], dict[str, Any]]:
    """What the file says stands in the tables, read as its description says."""
    found: dict[tuple[str, object], dict[str, Any]] = {}
    keys = {model._meta.db_table: str(model._meta.pk.column) for model in MODELS}
    for line in register(office)[1:]:
        table = line["table"]
        if "row" in line:
            found[table, line["row"][keys[table]]] = line["row"]
        else:
            del found[table, line["gone"]]
    return found


def entries(office: Office) -> list[bytes]:
    return (office.folder / "log" / daybook.ENTRIES).read_bytes().splitlines()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_is_told_or_left_out_for_a_reason(
    office: Office, model: type[models.Model]
) -> None:
    assert office
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s "
            "AND name LIKE 'daybook%%'",
            [model._meta.db_table],
        )
        triggers = cursor.fetchone()[0]

    assert triggers == (0 if model in changes.UNTOLD else 3)


def test_columns_are_of_kinds_that_come_back_exactly() -> None:
    fields = [field for model in MODELS for field in model._meta.local_fields]

    assert not [field for field in fields if isinstance(field, models.FloatField)]
    # SQLite keeps decimals as floats and writes 15 digits of them: so many come back exactly.
    decimals = [field for field in fields if isinstance(field, models.DecimalField)]
    assert not [field for field in decimals if (field.max_digits or 99) > 15]
    assert not [model for model in MODELS if model._meta.local_many_to_many]


def test_secrets_are_named() -> None:
    words = ("password", "secret", "token", "otp", "seed", "private")
    suspects = {
        (model._meta.db_table, str(field.column))
        for model in MODELS
        for field in model._meta.local_fields
        if any(word in str(field.column) for word in words)
    }

    assert suspects <= changes.SECRET.keys()


def test_the_file_says_what_the_tables_hold(office: Office, folk: Cast, known: Customer) -> None:
    filed(office, folk.mira, known)
    Loan.objects.all().delete()
    Series.objects.create(name="short-lived")
    Series.objects.filter(name="short-lived").update(last=7)
    Series.objects.filter(name="short-lived").delete()
    daybook.write_down()

    now = [json.loads(line) for line in changes.everything()]
    assert sorted(map(repr, rows_told(office).values())) == sorted(
        repr(line["row"]) for line in now
    )
    assert [json.loads(line)["idx"] for line in entries(office)] == list(
        LogEntry.objects.values_list("idx", flat=True)
    )


def test_odd_text_is_told_exactly(office: Office) -> None:
    name = '\0"\\\n\u202e\u200b\U00020000{}'
    Series.objects.create(name=name)
    daybook.write_down()

    assert ("register_series", name) in rows_told(office)


def test_bytes_are_told_as_hex(office: Office) -> None:
    with one_transaction(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO register_log_note (idx, name, salt, value) VALUES (0, 'n', x'00ff', 'v')"
        )

    assert "00FF" in [row.get("salt") for row in rows_told(office).values()]


def test_a_line_cut_off_is_written_again(office: Office) -> None:
    customer(office)
    for name in (daybook.REGISTER, daybook.ENTRIES):
        file = office.folder / "log" / name
        os.truncate(file, file.stat().st_size - 5)

    daybook.write_down()

    assert register(office)[-1]["row"]["name"] == "深圳市样例物业服务有限公司"
    assert len(entries(office)) == LogEntry.objects.count()


@pytest.mark.parametrize("name", [daybook.REGISTER, daybook.ENTRIES])
def test_a_file_that_is_gone_is_written_again(office: Office, name: str) -> None:
    customer(office)
    (office.folder / "log" / name).unlink()

    daybook.write_down()

    assert len(rows_told(office)) == len(list(changes.everything()))
    assert len(entries(office)) == LogEntry.objects.count()


def test_a_file_that_knows_more_is_set_aside(office: Office) -> None:
    """Somebody put an older register back: what the files know must not be lost."""
    older = (office.folder / "register.sqlite3").read_bytes()
    customer(office)
    connection.close()
    (office.folder / "register.sqlite3").write_bytes(older)

    reopen(office.folder)

    assert daybook.asides(office.folder) == ["aside-1-entries.jsonl", "aside-1-register.jsonl"]
    assert "深圳市样例" in (office.folder / "log/aside-1-register.jsonl").read_text("utf-8")
    assert "深圳市样例" not in (office.folder / "log/register.jsonl").read_text("utf-8")
    assert len(entries(office)) == LogEntry.objects.count()


def test_a_disk_that_fails_stops_nobody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    def full(step: disk.Step) -> None:
        if step.act == "append":
            raise OSError(28, "No space left on device")

    with disk.watched(full):
        customer(office)

    assert "left to the next command" in caplog.text
    assert "深圳市样例" not in (office.folder / "log/register.jsonl").read_text("utf-8")
    reopen(office.folder)
    assert "深圳市样例" in (office.folder / "log/register.jsonl").read_text("utf-8")


def test_written_lines_are_forgotten_in_the_register(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daybook, "_KEPT", 5)
    for n in range(12):
        person(office, f"p{n}")

    assert changes.kept() <= 6
    assert len(rows_told(office)) == len(list(changes.everything()))


def test_beginning_anew_forgets_the_past(office: Office, known: Customer) -> None:
    Customer.objects.filter(pk=known.pk).update(name="已删除", plain_name="已删除")
    daybook.write_down()
    before = rows_told(office)

    daybook.begin_anew()

    assert rows_told(office) == before
    assert "深圳市样例" not in (office.folder / "log/register.jsonl").read_text("utf-8")
    assert list(Change.objects.exclude(line="")) == []


def test_an_office_of_before_the_daybook_gets_one(office: Office, known: Customer) -> None:
    assert known
    changes.unwatch()
    Change.objects.all().delete()
    for name in (daybook.REGISTER, daybook.ENTRIES):
        (office.folder / "log" / name).unlink()

    reopen(office.folder)

    assert changes.is_watched()
    assert len(rows_told(office)) == len(list(changes.everything())) > 0


def test_other_tables_than_the_file_is_of_begin_it_anew(office: Office) -> None:
    """After an update of docgen the rows have other columns than the file's first line says."""
    file = office.folder / "log" / daybook.REGISTER
    head, *rest = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([head.replace("0003_change", "0002_zzz"), *rest]), "utf-8")

    reopen(office.folder)

    assert register(office)[0]["migrations"] == steps.applied()


def test_what_is_rolled_back_is_not_told(office: Office) -> None:
    before = register(office)

    def fail() -> None:
        with one_transaction():
            Series.objects.create(name="no")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    daybook.write_down()
    assert register(office) == before


def test_killed_between_commit_and_file_nothing_is_lost(office: Office) -> None:
    """At every write and fsync of the files in turn, the process is gone."""
    folder, steps = office.folder, _count_steps(office)
    for stop in range(steps):
        _add_and_die(folder, f"第 {stop} 家样例有限公司", stop)
        reopen(folder)

    assert steps >= 4
    names = [row["name"] for (table, _), row in rows_told(office).items() if "customer" in table]
    assert names == ["计步样例有限公司", *(f"第 {n} 家样例有限公司" for n in range(steps))]
    assert [json.loads(line)["idx"] for line in entries(office)] == list(
        range(len(entries(office)))
    )
    assert auditing.verify(reopen(folder), founder()).is_whole


def _count_steps(office: Office) -> int:
    seen: list[disk.Step] = []
    with disk.watched(seen.append):
        customer(office, "计步样例有限公司")
    return len(seen)


def _add_and_die(folder: Path, name: str, stop: int) -> None:
    """Add a customer in a process that is killed at this step of writing it down."""
    pid = os.fork()
    if pid == 0:
        left = [stop]

        def count(_: disk.Step) -> None:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

        connect(folder / "register.sqlite3")
        office = reopen(folder)
        with disk.watched(count):
            customer(office, name)
        os._exit(0)
    os.waitpid(pid, 0)
