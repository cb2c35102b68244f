"""One engine in Python fills one template with many records; prints documents per CPU second.

python fill_worker.py docgen|controls|docxtpl|alone TEMPLATE     the name of a template, or "rows"
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import docx
from docxtpl import DocxTemplate
from fill_records import records
from jinja2 import Environment
from jinja2.runtime import Context

from docgen.forms.wording import FILTERS
from docgen.render.compile import compiled
from docgen.render.docx import fill
from docgen.render.folder import read_template
from docgen.render.packing import compress
from docgen.render.record import Origin
from docgen.render.written import reading

LIBRARY = Path(__file__).parents[1] / "templates"
COUNT = 300
ROWS = 3_000
Fill = Callable[[Mapping[str, object]], bytes]


def docgen(template: Path, labels: Mapping[str, str]) -> Fill:
    """Docgen, as the program calls it: values checked, sandbox on."""
    data = template.read_bytes()
    return lambda record: fill(data, record, labels=labels)


def controls(template: Path, labels: Mapping[str, str]) -> Fill:
    """Docgen as it fills by default: with controls, bookmarks and the record."""
    data = template.read_bytes()
    origin = Origin("bench/template", "0" * 64, "0" * 64, "0")
    return lambda record: fill(data, record, labels=labels, origin=origin)


def docxtpl(template: Path, _labels: Mapping[str, str]) -> Fill:
    """Docxtpl, as its documentation shows it, escaping, with our filters."""
    language = Environment(autoescape=True, finalize=reading)
    language.filters.update(FILTERS)

    def one(record: Mapping[str, object]) -> bytes:
        document, saved = DocxTemplate(template), io.BytesIO()
        document.render(dict(record), language)
        document.save(saved)
        return saved.getvalue()

    return one


def alone(template: Path, _labels: Mapping[str, str]) -> Fill:
    """What cannot be left out: Jinja's code and one deflate a part. No file comes of it."""
    parts = compiled(template.read_bytes()).parts

    def one(record: Mapping[str, object]) -> bytes:
        values = dict(record)
        filled = [b""]
        for part in parts:
            context = Context(part.story.language, values, None, {})
            chunks = cast("Iterator[bytes]", part.template.root_render_func(context))
            filled.append(compress(b"".join(chunks), 1, -15))
        return b"".join(filled)

    return one


def long_table(folder: Path) -> tuple[Path, dict[str, object]]:
    """A table of five columns and its 3,000 rows."""
    paper = docx.Document()
    marks = (
        "{{ loop.index }}",
        "{{ row.name }}",
        "{{ row.code }}",
        "{{ row.count }}",
        "{{ row.note }}",
    )
    table = paper.add_table(4, 5)
    for cell, text in zip(
        table.rows[0].cells, ("序号", "品名", "编号", "数量", "备注"), strict=True
    ):
        cell.text = text
    table.cell(1, 0).text = "{%tr for row in items %}"
    for cell, text in zip(table.rows[2].cells, marks, strict=True):
        cell.text = text
    table.cell(3, 0).text = "{%tr endfor %}"
    file = folder / "rows.docx"
    paper.save(str(file))
    rows = [
        {"name": f"工装 {n}", "code": f"GZ-{n:05}", "count": n % 97, "note": "A & B"}
        for n in range(ROWS)
    ]
    return file, {"items": rows}


def rate(one: Fill, given: list[dict[str, object]], times: int) -> float:
    """Documents per second of this process's CPU."""
    for record in given[:20]:
        one(record)
    before = time.process_time()
    for _ in range(times):
        for record in given:
            one(record)
    return len(given) * times / (time.process_time() - before)


def main() -> None:
    """Measure one engine on one template."""
    engine, name = sys.argv[1:]
    made = {"docgen": docgen, "controls": controls, "docxtpl": docxtpl, "alone": alone}
    make = made[engine]
    if name == "rows":
        with tempfile.TemporaryDirectory() as folder:
            file, record = long_table(Path(folder))
            one = make(file, {})
            print(statistics.median(rate(one, [record], 1) for _ in range(5)), len(one(record)))
        return
    folder_ = read_template(LIBRARY / name, name)
    given = records(folder_.form, COUNT)
    one = make(LIBRARY / name / "template.docx", folder_.form.labels)
    times = 1 if engine == "docxtpl" else 30
    print(rate(one, given, times), len(one(given[0])))


if __name__ == "__main__":
    main()
