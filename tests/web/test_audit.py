"""The auditor's pages: the log with filters, receipts, reports, figures, statement."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from tests.support.desks import Cast, cast_there, filed, log
from tests.support.offices import person
from tests.support.pages import client

from docgen.ledger.merkle import leaf_hash
from docgen.office import lending
from docgen.office.desk import Office
from docgen.register.models import Customer, Item
from docgen.register.models_log import LogEntry

ENGLISH = {"accept-language": "en"}
CHINESE = {"accept-language": "zh-CN"}


@pytest.fixture
def folk(office: Office) -> Cast:
    """mira, jonas and lena, and ada, who audits."""
    person(office, "ada", "auditor", unit="审计部")
    return cast_there()


@pytest.fixture
def item(office: Office, folk: Cast) -> Item:
    """A paper that mira filed."""
    return filed(office, folk.mira, Customer.objects.get())


def text(address: str, who: str = "ada", status: int = 200, **asked: Any) -> str:  # noqa: ANN401  what a form asks
    """A page's words, in English."""
    answer = client(who).get(address, asked, headers=ENGLISH)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def sentences(page: str) -> list[str]:
    """What the lines of the log say."""
    return re.findall(r'<span class="log-said">([^<]*)</span>', page)


# ---- overview


def test_the_overview_says_that_nobody_checked_the_log_yet(folk: Cast) -> None:
    del folk

    page = text("/audit/")

    assert "not checked yet" in page
    assert "No auditor has cosigned" in page


def test_the_overview_leads_to_every_report(folk: Cast) -> None:
    del folk

    page = text("/audit/")

    for name in ("access", "refused", "who-knew", "loans", "outside", "unusual", "reconcile"):
        assert f"/audit/reports/{name}/" in page


# ---- the log


def test_the_log_says_each_entry_with_names(folk: Cast, item: Item) -> None:
    page = text("/audit/log/")

    assert f"mira {folk.mira.code} filed {item}" in sentences(page)


def test_the_log_speaks_the_readers_language(folk: Cast, item: Item) -> None:
    page = client("ada").get("/audit/log/", headers=CHINESE).content.decode()

    assert f"mira {folk.mira.code} 归档 {item}" in sentences(page)


def test_looking_at_the_log_is_an_entry(folk: Cast) -> None:
    del folk

    text("/audit/log/")

    assert log("log.read")[-1]["via"] == "web"


def test_filters_narrow_down_together(folk: Cast, item: Item) -> None:
    page = text("/audit/log/", person="mira", act="item", grade="C", res="allow", about=str(item))

    assert sentences(page) == [f"mira {folk.mira.code} filed {item}"]


def test_what_was_asked_for_stands_in_the_form_again(folk: Cast) -> None:
    del folk

    page = text("/audit/log/", person="mira", since="2026-01-01")

    assert 'value="mira"' in page
    assert 'value="2026-01-01"' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"person": "nobody"}, "There is no account nobody"),
        ({"since": "yesterday"}, "yesterday is no day"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "The period ends before it begins"),
    ],
)
def test_a_question_that_is_wrong_comes_back_with_what_is_wrong(
    folk: Cast, asked: dict[str, str], said: str
) -> None:
    del folk

    page = text("/audit/log/", status=422, **asked)

    assert said in page
    assert all(f'value="{value}"' in page for value in asked.values())


def test_nothing_that_fits_says_what_to_do(folk: Cast) -> None:
    del folk

    assert "No entry fits" in text("/audit/log/", about="9999999999")


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999999", "１", ""])
def test_an_odd_place_to_go_on_from_shows_a_page(folk: Cast, before: str) -> None:
    del folk

    assert "The access log" in text("/audit/log/", before=before)


def test_what_somebody_typed_is_words_and_no_markup(folk: Cast) -> None:
    del folk

    page = text("/audit/log/", text="<script>alert(1)</script>")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_title_of_a_paper_is_nowhere_to_be_seen(office: Office, folk: Cast) -> None:
    filed(office, folk.mira, Customer.objects.get(), title="极密的题名")
    customer = Customer.objects.get()

    pages = [
        text("/audit/log/"),
        text("/audit/reports/access/", run="1"),
        text("/audit/reports/who-knew/", run="1", number="0000000001"),
    ]

    assert not any("极密的题名" in page or customer.name in page for page in pages)


# ---- one entry, and parts to take away


def test_an_entry_has_its_facts_and_a_receipt(folk: Cast, item: Item) -> None:
    del item
    index = log("item.filed")[-1]["idx"]

    page = text(f"/audit/log/{index}/")

    assert f"Entry {index}" in page
    assert "c2sp.org/tlog-proof@v1" in page
    assert folk.mira.code in page


def test_a_receipt_can_be_taken_away_and_that_is_an_entry(folk: Cast) -> None:
    del folk

    answer = client("ada").get("/audit/log/1/proof/")

    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert 'filename="entry-1.tlog-proof"' in answer["Content-Disposition"]
    assert log("log.proved")[-1]["obj"] == "1"


@pytest.mark.parametrize("address", ["/audit/log/999999/", "/audit/log/999999/proof/"])
def test_an_entry_that_is_not_there(folk: Cast, address: str) -> None:
    del folk

    assert "The log has no entry 999999" in text(address, status=404)


def test_lines_are_the_exact_bytes(folk: Cast) -> None:
    del folk
    kept = {row.idx: bytes(row.leaf_hash) for row in LogEntry.objects.all()}

    answer = client("ada").get("/audit/log.jsonl")

    lines = answer.content.splitlines()
    assert {json.loads(line)["idx"]: leaf_hash(line) for line in lines} == kept


def test_a_sheet_has_what_the_page_shows(folk: Cast, item: Item) -> None:
    del folk

    answer = client("ada").get("/audit/log.csv", {"act": "item.filed"}, headers=CHINESE)

    [row] = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert row["about"] == str(item)
    assert "归档" in row["sentence"]
    assert answer["Content-Disposition"].startswith("attachment")


# ---- reports


def test_a_report_is_made_only_when_it_is_asked_for(folk: Cast) -> None:
    del folk

    page = text("/audit/reports/access/")

    assert "Make the report" in page
    assert not log("audit.reported")


def test_access_tells_who_looked_at_what(office: Office, folk: Cast, item: Item) -> None:
    lending.show(office, folk.mira, str(item))

    page = text("/audit/reports/access/", run="1", person="mira", item=str(item))

    assert "1 in all" in page
    assert "looked at the facts of" in page
    assert log("audit.reported")[-1]["more"] == {"report": "access"}


def test_who_knew_a_paper_and_who_knew_its_dossier(folk: Cast, item: Item) -> None:
    for number in (str(item), str(item.dossier)):
        page = text("/audit/reports/who-knew/", run="1", number=number)

        assert f"mira {folk.mira.code}" in page
        assert "knew what it says" in page


def test_by_a_day_before_it_was_filed_nobody_knew(folk: Cast, item: Item) -> None:
    del folk

    page = text("/audit/reports/who-knew/", run="1", number=str(item), until="2020-01-01")

    assert "Nothing was found" in page


def test_refusals_are_told_with_their_rules(folk: Cast) -> None:
    client("lena").get("/audit/log/")

    page = text("/audit/reports/refused/", run="1")

    assert folk.lena.code in page
    assert "R0" in page


@pytest.mark.parametrize("name", ["loans", "outside", "unusual"])
def test_an_empty_report_says_so(folk: Cast, name: str) -> None:
    del folk

    assert "Nothing was found" in text(f"/audit/reports/{name}/", run="1")


def test_register_and_log_agree_in_an_honest_office(folk: Cast, item: Item) -> None:
    del folk, item

    assert "Register and log agree" in text("/audit/reports/reconcile/", run="1")


def test_a_row_changed_past_docgen_is_told(folk: Cast) -> None:
    folk.mira.__class__.objects.filter(pk=folk.mira.pk).update(clearance=3)

    page = text("/audit/reports/reconcile/", run="1")

    assert "R3" in page
    assert f"person {folk.mira.code}" in page


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("who-knew", {"number": "x"}, "x"),
        ("access", {"customer": "K999999"}, "There is no customer"),
        ("access", {"purpose": "fun"}, "There is no purpose fun"),
        ("loans", {"since": "x"}, "x is no day"),
    ],
)
def test_a_report_on_something_that_is_wrong(
    folk: Cast, name: str, asked: dict[str, str], said: str
) -> None:
    del folk

    assert said in text(f"/audit/reports/{name}/", status=422, run="1", **asked)


def test_a_report_that_is_not_there(folk: Cast) -> None:
    del folk

    text("/audit/reports/nothing/", status=404)
    text("/audit/reports/access/", status=404, run="1", file="exe")


@pytest.mark.parametrize("name", ["access", "reconcile"])
def test_a_report_as_a_sheet_and_as_a_workbook(folk: Cast, name: str) -> None:
    del folk

    sheet = client("ada").get(f"/audit/reports/{name}/", {"run": "1", "file": "csv"})
    book = client("ada").get(f"/audit/reports/{name}/", {"run": "1", "file": "xlsx"})

    assert sheet.content.startswith(b"\xef\xbb\xbf")
    assert book.content.startswith(b"PK")


def test_long_reports_have_pages(office: Office, folk: Cast, item: Item) -> None:
    for _ in range(51):
        lending.show(office, folk.mira, str(item))

    first = text("/audit/reports/access/", run="1")
    second = text("/audit/reports/access/", run="1", page="2")

    assert "1–50 of 51" in first
    assert "51–51 of 51" in second


# ---- figures and statement


def test_figures_are_drawn_and_told(folk: Cast, item: Item) -> None:
    del folk, item

    page = text("/audit/figures/")

    assert page.count("<figure") == 5
    assert "客户服务部" in page
    assert "<title>" in page


def test_figures_of_too_many_days(folk: Cast) -> None:
    del folk

    assert "longer than 366 days" in text("/audit/figures/", status=422, since="1900-01-01")


def test_the_statement_has_the_logs_root(office: Office, folk: Cast) -> None:
    del folk

    page = text("/audit/statement/", month=f"{office.today:%Y-%m}")

    assert re.search(r"<dt>root</dt><dd><code>[A-Za-z0-9+/=]{44}</code>", page)
    assert log("audit.reported")[-1]["more"] == {"report": "report"}


def test_the_statement_as_a_word_file(office: Office, folk: Cast) -> None:
    del folk

    answer = client("ada").get(
        "/audit/statement/", {"month": f"{office.today:%Y-%m}", "file": "docx"}
    )

    assert answer.content.startswith(b"PK")
    assert "statement-" in answer["Content-Disposition"]


@pytest.mark.parametrize("month", ["2026-13", "x", "2026", "0000-01", "0001-01", "9999-12"])
def test_a_month_that_is_none(folk: Cast, month: str) -> None:
    del folk

    assert "is no month" in text("/audit/statement/", status=422, month=month)


DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_that_no_office_had_is_said_and_never_breaks_a_page(
    folk: Cast, day: str, field: str
) -> None:
    del folk

    for address in ("log/", "figures/", "reports/access/"):
        assert f"{day} is no day" in text(
            f"/audit/{address}", status=422, **{field: day, "run": "1"}
        )


@pytest.mark.parametrize("index", ["99999999999999999999999", "9223372036854775808"])
def test_an_entry_whose_number_no_log_reaches(folk: Cast, index: str) -> None:
    del folk

    text(f"/audit/log/{index}/", status=404)


# ---- who may


@pytest.mark.parametrize("who", ["mira", "lena"])
def test_a_clerk_audits_nothing_and_stands_in_the_log(folk: Cast, who: str) -> None:
    answer = client(who).get("/audit/log/", headers=ENGLISH)

    assert answer.status_code == 403
    denied = log("log.read")[-1]
    assert (denied["res"], denied["who"]) == ("deny", getattr(folk, who).code)


def test_the_menu_has_audit_for_the_auditor_alone(folk: Cast) -> None:
    del folk

    assert 'href="/audit/"' in text("/")
    assert 'href="/audit/"' not in text("/", "mira")
