"""The loan desk through the commands: a loan's whole life, its slip and the register."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import zxingcpp
from tests.support.offices import person, reopen
from tests.support.shell import Inside, Said

from docgen.ledger import receipt
from docgen.ledger.entry import decode
from docgen.office import loan_slip, loans, log_keys, people
from docgen.register.models import Loan
from docgen.render.words import words

ITEM = "0000000001-0001"


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


@pytest.fixture
def lent(inside: Inside) -> Inside:
    """Mira has the paper's original."""
    done(inside.run("loan", "request", ITEM, "--purpose", "service", "--kind", "paper"))
    done(inside.run("loan", "approve", "L1", who="jonas"))
    done(inside.run("loan", "hand-over", "L1", who="jonas"))
    return inside


def test_a_loan_that_is_cancelled(inside: Inside) -> None:
    asked = done(
        inside.run("loan", "request", ITEM, "--purpose", "service", "--in-place", "--json", who="")
    )
    told = inside.run("loan", "cancel", "L1", who="")
    again = inside.run("loan", "cancel", "L1", "--json", who="")

    assert asked.data["kind"] == "in-place"
    assert [one["class"] for one in asked.data["reasons"]] == ["message", "message"]
    assert told.out.startswith(f"L000001: {ITEM} is cancelled for")
    assert (again.code, again.problem["code"]) == (3, "bad-input")


def test_what_happens_to_a_loan_that_is_out(lent: Inside) -> None:
    renewed = done(lent.run("loan", "renew", "L1", "--json")).data
    recalled = done(
        lent.run("loan", "recall", "L1", "--reason", "年度清点", "--json", who="jonas")
    ).data
    refused = lent.run("loan", "renew", "L1", "--json")
    done(lent.run("item", "describe", ITEM, "--pages", "12"))
    back = lent.run("loan", "return", "L1", "--pages", "11", "--missing", "附件2", who="jonas")
    data = done(lent.run("loan", "list", "--json")).data[0]

    assert (renewed["renewals"], recalled["recalled"]) == (1, True)
    assert recalled["due"] < renewed["due"]
    assert [one["rule"] for one in refused.problem["reasons"]] == ["renewals", "recalled"]
    assert back.out == f"L000001: {ITEM} is returned for mira\n"
    assert "  mind: 11 pages came back, 12 went out" in back.err
    assert data["state"] == "returned"


def test_a_paper_that_is_out_is_waited_for(lent: Inside) -> None:
    taken = lent.run(
        "loan", "request", ITEM, "--purpose", "service", "--kind", "paper", who="jonas"
    )
    waits = done(lent.run("loan", "reserve", ITEM, "--purpose", "service", "--json", who="jonas"))

    assert taken.code == 4
    assert f"docgen loan reserve {ITEM}" in taken.err
    assert waits.data["state"] == "waiting"
    assert {"rule": "queue", "class": "message"}.items() <= waits.data["reasons"][0].items()


def test_a_lost_paper_says_so(lent: Inside) -> None:
    done(lent.run("loan", "lost", "L1", "--report", "公文包被盗，已报案", who="jonas"))
    settled = ("loan", "settle", "L1", "--decision", "检讨", "--replacement", "打印件")
    done(lent.run(*settled, who="jonas"))

    shown = done(lent.run("item", "show", ITEM))
    data = done(lent.run("item", "show", ITEM, "--json")).data

    assert "original: lost (L000001); in its place: 打印件" in shown.out
    assert data["original"] == "lost (L000001); in its place: 打印件"


def test_a_confirmation_is_asked_for(inside: Inside) -> None:
    rules = inside.office / "rules" / "loans.toml"
    rules.write_text(rules.read_text("utf-8").replace("at_most       = 10", "at_most = 1"), "utf-8")
    done(inside.run("file", "0000000001", "--title", "附页", str(_page(inside.office.parent))))
    done(inside.run("loan", "request", ITEM, "--purpose", "service"))
    asked = inside.run("loan", "request", "0000000001-0002", "--purpose", "service")

    refused = inside.run("loan", "approve", "L2", "--json", who="jonas")
    approved = done(inside.run("loan", "approve", "L2", "--override", "急用", who="jonas"))

    assert "  needs confirmation: you have 1 loans open" in asked.err
    assert [one["rule"] for one in refused.problem["reasons"]] == ["too-many"]
    assert "approved" in approved.out


def _page(folder: Path) -> Path:
    file = folder / "page.txt"
    file.write_text("附页", "utf-8")
    return file


def test_overdue_loans_and_their_notices(lent: Inside) -> None:
    Loan.objects.update(due=datetime.now(UTC).date() - timedelta(days=8))

    listed = done(lent.run("loan", "overdue", "--json", who="jonas")).data
    told = done(lent.run("loan", "overdue"))
    notices = done(lent.run("loan", "overdue", "--remind", "--json", who="jonas")).data
    printed = done(lent.run("loan", "overdue", "--remind", who="jonas"))

    assert listed[0]["step"] == {"after": 7, "to": "unit"}
    assert listed[0]["days"] in {7, 8, 9}
    assert "head of unit" in told.out
    assert [(one["loan"], one["to"]) for one in notices] == [("L000001", "unit")]
    assert notices[0]["text"] in printed.out
    assert printed.out.endswith("1 notices\n")
    assert lent.run("loan", "overdue", "--remind").code == 4


def test_the_slip_carries_a_receipt_that_is_checked_offline(lent: Inside, tmp_path: Path) -> None:
    """One run of LibreOffice: the slip as a picture, its code read by a reader."""
    path = tmp_path / "slip.pdf"
    files = done(lent.run("loan", "slip", "L1", "--pdf", "--out", path, "--json")).data
    office = reopen(lent.office)
    vkeys = log_keys.listed(office)

    page = pdfium.PdfDocument(path)[0]
    [code] = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    text = re.sub(r"\s", "", page.get_textpage().get_text_range())
    read = receipt.read(code.text)
    receipt.check(read, *vkeys)
    entry = decode(read.leaf)

    assert files["pdf"] == str(path)
    assert (page.get_width(), page.get_height()) == pytest.approx((419.5, 595.3), abs=1)
    for said in ("L000001", ITEM, "mira", "借阅原件", "办理客户业务", "不得转借", f"{read.index}"):
        assert said in text
    assert (entry["act"], entry["obj"], entry["more"]) == (
        "loan.handed-over",
        ITEM,
        {"loan": "L000001"},
    )


def test_a_slip_is_for_its_borrower_and_the_desk(lent: Inside) -> None:
    office = reopen(lent.office)
    stranger = person(office, "stranger")

    with pytest.raises(Exception, match="There is no loan"):
        loan_slip.printed(office, stranger, "L1")

    assert loan_slip.printed(office, people.by_login("jonas"), "L1").docx.startswith(b"PK")


def test_the_register_is_printed(lent: Inside, tmp_path: Path) -> None:
    path = tmp_path / "登记簿.docx"
    done(lent.run("loan", "list", "--docx", "--out", path, who="jonas"))
    office = reopen(lent.office)
    loans.take_back(office, people.by_login("jonas"), "L1", "页数齐全")
    other = tmp_path / "簿.docx"
    done(lent.run("loan", "list", "--docx", "--out", other, who="jonas"))

    before, after = words(path.read_bytes()), words(other.read_bytes())
    assert "共1笔，其中在外1笔" in before
    assert "mira" in before
    assert "已归还" in after
    assert "页数齐全" in after


def test_a_loan_is_a_sheet_to_be_signed(lent: Inside, tmp_path: Path) -> None:
    path = tmp_path / "单.docx"
    done(lent.run("loan", "return", "L1", "--pages", "12", "--condition", "good", who="jonas"))

    done(lent.run("loan", "sheet", "L1", "--docx", "--out", path))

    said = words(path.read_bytes())
    for one in ("L000001", "☑借阅", "☑带出档案室", "☑同意带出", "☑完好、页数相符", "12页，完好"):
        assert one in said
