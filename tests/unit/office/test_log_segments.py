"""Parts of the log to take away: the exact bytes, or a sheet that holds no formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desks import Cast, filed, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed
from docgen.ledger.merkle import leaf_hash
from docgen.office import csv_files, log_segments
from docgen.office.desk import Office
from docgen.office.log_pages import Wanted
from docgen.register.models import Customer, Person
from docgen.register.models_log import LogEntry


@pytest.fixture
def ada(office: Office) -> Person:
    """Who audits."""
    return person(office, "ada", "auditor")


def test_each_line_is_what_was_hashed(office: Office, ada: Person) -> None:
    kept = {row.idx: bytes(row.leaf_hash) for row in LogEntry.objects.all()}

    lines = log_segments.lines(office, ada, Wanted()).splitlines()

    assert {json.loads(line)["idx"]: leaf_hash(line) for line in lines} == kept


def test_taking_it_away_is_an_entry_with_its_bounds(office: Office, ada: Person) -> None:
    count = len(log())

    log_segments.lines(office, ada, Wanted())

    [entry] = log("log.exported")
    assert entry["n"] == count
    assert entry["more"] == {"first": 0, "last": count - 1}


def test_too_much_at_a_time_is_said(
    office: Office, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_segments, "MOST", 1)

    with pytest.raises(BadInput, match="entries"):
        log_segments.lines(office, ada, Wanted())

    assert not log("log.exported")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sheet_has_the_entries_that_fit_each_with_its_sentence(
    office: Office, ada: Person, folk: Cast, known: Customer, language: str
) -> None:
    item = filed(office, folk.mira, known)

    data = log_segments.sheet(office, ada, Wanted(act="item.filed"), language)

    [row] = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert row["about"] == str(item)
    assert (
        row["sentence"]
        == {"en": f"{folk.mira.code} filed {item}", "zh": f"{folk.mira.code} 归档 {item}"}[language]
    )
    assert log("log.exported")[-1]["n"] == 1


@pytest.mark.parametrize("take", ["lines", "sheet"])
def test_a_clerk_takes_nothing(office: Office, folk: Cast, take: str) -> None:
    more = ("en",) if take == "sheet" else ()

    with pytest.raises(NotAllowed):
        getattr(log_segments, take)(office, folk.mira, Wanted(), *more)

    assert log("log.exported")[-1]["res"] == "deny"


@given(st.lists(st.text(max_size=5), min_size=1, max_size=4))
def test_no_cell_is_a_formula_whatever_was_typed(cells: list[str]) -> None:
    data = csv_files.as_csv(["head"], [cells])

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


def test_a_sheet_opens_as_utf8_in_excel() -> None:
    data = csv_files.as_csv(["姓名"], [["兰"]])

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "姓名\r\n兰\r\n"
