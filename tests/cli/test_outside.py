"""Outside requests as people call them: through the installed program and inside this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import log
from tests.support.offices import person, reopen
from tests.support.outsiders import give_quickly
from tests.support.shell import Inside, Said

ITEM = "0000000001-0001"


@pytest.fixture
def scans(folder: Path) -> Path:
    """A lawyer's account, and files beside the office: two credentials and a notice."""
    person(reopen(folder), "wen", "legal", unit="法律室", clearance="A")
    for name in ("证件1", "证件2", "通知书"):
        (folder.parent / f"{name}.txt").write_text(name, "utf-8")
    return folder.parent


def asking(scans: Path, *more: object, kind: str = "official", paper: str = ITEM) -> list[object]:
    """The words of a request that lacks nothing."""
    return [
        *("outside", "request", kind, paper, "--body", "云汀市样本区人民法院"),
        *("--branch", "人民法院", "--scope", "服务合同"),
        *("--officer", "庄知遥", "工作证", "示法990117", scans / "证件1.txt"),
        *("--officer", "桑令仪", "工作证", "示法990264", scans / "证件2.txt"),
        *("--notice", "（2026）示民初990号", "--notice-on", "2026-03-03"),
        *("--notice-scan", scans / "通知书.txt", *more, "--json"),
    ]


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def test_a_request_from_the_first_word_to_the_copy(inside: Inside, scans: Path) -> None:
    """The copy is a real one, made by LibreOffice."""
    made = done(inside.run(*asking(scans), who="")).data
    assert (made["request"], made["state"], made["lacking"]) == (
        "OUT-000001",
        "requested",
        ["legal"],
    )
    early = inside.run("outside", "serve", "OUT-1", ITEM, "--escort", "mira", "--json", who="")
    assert (early.code, {one["rule"] for one in early.problem["reasons"]}) == (
        4,
        {"state", "approval", "present"},
    )

    done(inside.run("outside", "approve", "OUT-1", "--opinion", "同意", who="wen"))
    serve = ("outside", "serve", "OUT-1", ITEM, "--escort", "mira", "--officers-present")
    [served] = done(inside.run(*serve, "--out", scans, "--json", who="")).data

    file = Path(served["file"])
    assert file.read_bytes().startswith(b"%PDF-")
    shown = done(inside.run("outside", "show", "OUT-1", "--json", who="")).data
    assert [one["copy"] for one in shown["servings"]] == [served["copy"]]
    assert done(inside.run("log", "verify", who="")).code == 0


def test_a_request_is_listed_printed_and_closed(
    inside: Inside, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_quickly(monkeypatch)
    row = done(inside.run(*asking(scans, paper="0000000001"), who="")).data
    late = inside.run("outside", "approve", "OUT-1", "--until", "2999-01-01", "--json", who="wen")
    done(inside.run("outside", "approve", row["request"], who="wen"))

    assert row["papers"][0]["whole_dossier"]
    assert (late.code, late.problem["field"]) == (3, "until")
    assert "云汀市样本区人民法院" in done(inside.run("outside", "list", who="wen")).out
    printed = done(inside.run("outside", "form", "OUT-1", "--out", scans / "表.docx", who="wen"))
    book = done(inside.run("outside", "register", "--out", scans / "簿.xlsx", "--json", who="wen"))
    closed = done(inside.run("outside", "close", "OUT-1", "--json", who="")).data

    assert "表.docx" in printed.out
    assert Path(book.data["xlsx"]).is_file()
    assert closed["state"] == "closed"
    again = inside.run("outside", "withdraw", "OUT-1", "--reason", "晚了", "--json", who="")
    assert (again.code, again.problem["code"]) == (3, "bad-input")


def test_looking_in_the_office_writes_no_file(inside: Inside, scans: Path) -> None:
    words = asking(scans, kind="supervision")
    words.remove("--branch")
    words.remove("人民法院")
    done(inside.run(*words, who=""))
    done(inside.run("outside", "approve", "OUT-1", who="jonas"))
    before = sorted(scans.iterdir())

    serve = ("outside", "serve", "OUT-1", ITEM, "--escort", "mira", "--officers-present")
    copying = inside.run(*serve, "--json", who="")
    looking = done(inside.run(*serve, "--consult", who=""))

    assert [one["rule"] for one in copying.problem["reasons"]] == ["gives"]
    assert f"{ITEM} is shown here" in looking.out
    assert "looked at here" in done(inside.run("outside", "show", "OUT-1", who="")).out
    assert sorted(scans.iterdir()) == before


def test_what_is_wrong_is_said(inside: Inside, scans: Path) -> None:
    for words, code, where in (
        (asking(scans, kind="foreign"), 4, "DSL-36"),
        (asking(scans, kind="customer"), 4, "G-016"),
        (asking(scans, "--notice-on", "gestern"), 3, "notice-on"),
        (asking(scans, paper="0000000001-0099"), 5, "item"),
        (asking(scans, "--officer", "甲", "工作证", "1", scans / "fehlt.txt"), 3, "fehlt"),
        (["outside", "show", "OUT-9", "--json"], 5, "request"),
        (["outside", "refuse", "OUT-9", "--json"], 5, "request"),
    ):
        said = inside.run(*words, who="")
        assert said.code == code, said.err
        assert where in said.err
    assert inside.run(*asking(scans), who="mira").code == 4
    assert done(inside.run("outside", "list", "--json", who="wen")).data == []
    assert log("outside.requested")[-1]["rules"][0] == "R0"
