"""What tests of batches share: data sheets of the complaint record, and what a batch left."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from tests.support.desks import COMPLAINT, log

from docgen.office import batch
from docgen.office.batch import Outcome, Wanted
from docgen.office.desk import Office
from docgen.register.models import IssuedNumber, Person

ROW = {
    "投诉时间": "2026-03-10 09:40",
    "投诉客户": "甲公司",
    "投诉方式": "来电",
    "投诉级别": "一般",
    "投诉内容": "到货短少",
    "经办人": "周映秋",
}


def sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A CSV file of complaints; each row says how it differs from ``ROW``."""
    whole = [{**ROW, **row} for row in rows]
    heads = list(dict.fromkeys(head for row in whole for head in row)) or list(ROW)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, heads)
        writer.writeheader()
        writer.writerows(whole)
    return path


def complaints(path: Path, count: int) -> Path:
    """A CSV file of so many different complaints."""
    return sheet(path, ({"投诉内容": f"第{turn}批货物短少"} for turn in range(count)))


def silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def run(office: Office, who: Person, rows: Path, out: Path, **more: Any) -> Outcome:  # noqa: ANN401  options of a batch
    """A batch of complaints with one process, unless said otherwise."""
    mode = more.pop("mode", "new")
    wanted = Wanted(**{"template": COMPLAINT, "rows": rows, "jobs": 1, **more})
    return batch.run(office, who, wanted, out, mode=mode, tell=silent)


def results(out: Path) -> list[tuple[object, ...]]:
    """The lines of the result sheet."""
    found = load_workbook(out / "结果.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    return [tuple("" if cell is None else cell for cell in row) for row in found]


def papers(out: Path) -> list[str]:
    """The forms in a batch's folder."""
    return sorted(path.name for path in out.glob("*.docx"))


def assert_each_row_once(out: Path, count: int) -> None:
    """Every row has one form, one number and one entry; no other number stands on any paper."""
    told = results(out)
    assert [row[4] for row in told] == [""] * count
    files = [str(row[2]) for row in told]
    assert len(set(files)) == count
    assert papers(out) == sorted(files)
    entries = Counter(entry["more"]["row"] for entry in log("form.filled") if "more" in entry)
    assert entries == Counter(range(count))
    issued = IssuedNumber.objects.filter(state="issued").values_list("number", flat=True)
    assert sorted(issued) == sorted(str(row[1]) for row in told if row[1])
    assert not IssuedNumber.objects.filter(state="reserved").exists()
    state = out / ".docgen-batch"
    assert list((state / "staged").iterdir()) == []
    assert not (state / "kept").exists()
