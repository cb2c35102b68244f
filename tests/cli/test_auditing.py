"""``docgen audit``: the reports as auditor and archivist call them."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.support.offices import person, reopen
from tests.support.shell import Inside

from docgen.office import auditing

ITEM = "0000000001-0001"
LISTS = ("access", "refused", "loans", "outside", "unusual", "reconcile")


@pytest.fixture
def audited(folder: Path) -> Path:
    """The office with an auditor and some acts to tell of."""
    office = reopen(folder)
    person(office, "qin", "auditor", clearance="P")
    return folder


def test_the_reports(audited: Path, inside: Inside) -> None:
    assert audited
    inside.run("get", ITEM, "--purpose", "service", "--out", "paper", who="mira")
    inside.run("get", ITEM, "--purpose", "service", "--out", "none", who="lena")

    access = inside.run("audit", "access", "--item", ITEM, "--json", who="qin")
    refused = inside.run("audit", "refused", "--who", "lena", "--json", who="qin")
    knew = inside.run("audit", "who-knew", ITEM, "--json", who="qin")
    agreed = inside.run("audit", "reconcile", who="qin")

    assert access.data["totals"]["purpose"] == {"service": 1}
    assert refused.data["total"] == 1
    assert {line["way"] for line in knew.data["lines"]} == {"content", "copy"}
    assert (agreed.code, agreed.out) == (0, "0 in all.\n")


@pytest.mark.parametrize("report", LISTS)
def test_every_list_is_also_a_workbook_and_json(
    audited: Path, inside: Inside, report: str, tmp_path: Path
) -> None:
    assert audited
    file = tmp_path / "list.xlsx"

    said = inside.run("--as", "qin", "audit", report, "--xlsx", file, "--json")

    assert said.data["report"] == report
    assert said.data["total"] == len(said.data["lines"])
    assert load_workbook(file).worksheets[0].max_row >= 1
    assert inside.run("--as", "qin", "audit", report, "--xlsx", file).code == 3


def test_the_month_as_a_page_and_as_data(audited: Path, inside: Inside, tmp_path: Path) -> None:
    day = auditing.entries(reopen(audited), person(reopen(audited), "zwei", "auditor"))[-1]["t"]
    file = tmp_path / "month.docx"

    said = inside.run(
        "--as", "qin", "audit", "report", "--month", day[:7], "--docx", file, "--json"
    )

    assert (said.code, said.data["disagreements"]) == (0, [])
    assert said.data["log"]["size"] >= said.data["entries"]
    assert file.stat().st_size > 1000


def test_a_register_changed_past_docgen_ends_with_6(audited: Path, inside: Inside) -> None:
    with sqlite3.connect(audited / "register.sqlite3") as database:
        database.execute("UPDATE register_person SET clearance = 3 WHERE login = 'lena'")

    said = inside.run("--as", "qin", "audit", "reconcile", "--json")
    month = inside.run("--as", "qin", "audit", "report", "--month", "2026-11", "--json")

    assert (said.code, month.code) == (6, 6)
    [line] = said.data["lines"]
    assert (line["rule"], line["obj"].split()[0]) == ("R3", "person")


def test_what_is_unusual_ends_with_1_and_names_its_rule(audited: Path, inside: Inside) -> None:
    rules = audited / "rules" / "unusual.toml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace("refused = 5 ", "refused = 1 "), "utf-8")
    inside.run("--as", "lena", "get", ITEM, "--purpose", "service", "--out", "none")

    said = inside.run("--as", "qin", "audit", "unusual", "--json")

    assert said.code == 1
    assert "U3" in said.data["totals"]["rule"]
    assert tomllib.loads(text)["U3"]["refused"] == 5


@pytest.mark.parametrize(
    ("args", "code", "field"),
    [
        (("access", "--since", "2026-13-01"), 3, "since"),
        (("access", "--since", "2026-11-02", "--until", "2026-11-01"), 3, "until"),
        (("access", "--customer", "深圳市样例物业服务有限公司"), 5, "customer"),
        (("refused", "--purpose", "curiosity"), 3, "purpose"),
        (("who-knew", "17"), 5, "item"),
        (("report", "--month", "2026-13"), 3, "month"),
        (("report", "--month", "11/2026"), 3, "month"),
    ],
)
def test_what_was_asked_wrongly_is_said(
    audited: Path, inside: Inside, args: tuple[str, ...], code: int, field: str
) -> None:
    assert audited

    said = inside.run("--as", "qin", "audit", *args, "--json")

    assert (said.code, said.problem["field"]) == (code, field)


def test_a_clerk_gets_no_report(audited: Path, inside: Inside) -> None:
    assert audited

    said = inside.run("--as", "mira", "audit", "access", "--json")

    assert said.code == 4
    assert json.loads(said.err.splitlines()[-1])["error"]["reasons"]
