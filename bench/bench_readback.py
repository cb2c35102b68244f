"""Claim: every field of every template is read back, also without tags or without any mark.

    python bench/bench_readback.py [PAPERS]     papers of each template, 5 unless told

Each paper is filled, its tags and then its bookmarks are taken out, and each of the three is read.
Prints for each how many fields came back of all, and papers read per second of CPU, in one
process: opening a foreign paper in a child of its own comes on top (about 0.1 s).
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fill_records import records

from docgen.forms.kinds import PICTURES
from docgen.render import readback, sandbox
from docgen.render.docx import fill
from docgen.render.folder import TemplateFolder, list_templates, read_template
from docgen.render.package import Package
from docgen.render.reading import How
from docgen.render.record import Origin

LIBRARY = Path(__file__).parents[1] / "templates"
PAPERS = 5
TAGS = re.compile(rb"<w:(?:alias|tag) [^>]*/>")
BOOKMARKS = re.compile(rb"<w:bookmark(?:Start|End) [^>]*/>")


def without(docx: bytes, *marks: re.Pattern[bytes]) -> bytes:
    """The paper without these marks in its document, headers and footers."""
    parts = Package.read(docx).parts
    for part in Package.read(docx).stories():
        for mark in marks:
            parts[part] = mark.sub(b"", parts[part])
    return Package(parts).pack()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "by tags": lambda docx: docx,
    "by bookmarks": lambda docx: without(docx, TAGS),
    "by the template's words": lambda docx: without(docx, TAGS, BOOKMARKS),
}


def right(folder: TemplateFolder, docx: bytes, answers: dict[str, object]) -> tuple[int, int]:
    """How many fields came back, and of how many; masked ones and pictures do not count."""
    reading = readback.read(docx, folder.form, folder.docx)
    found = [
        one
        for one in reading.found.values()
        if one.how is not How.NOWHERE
        and (field := folder.form.field(one.field)) is not None
        and field.kind not in PICTURES
    ]
    return sum(one.value == answers[one.field] for one in found), len(found)


def main() -> int:
    """Fill, read, and fail unless every field came back."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS
    sandbox.run = lambda _, docx, *, name, **_more: readback.told(docx, name)
    totals: dict[str, list[float]] = {way: [0, 0, 0] for way in WAYS}
    papers = 0
    for name in list_templates(LIBRARY):
        folder = read_template(LIBRARY / name, name)
        origin = Origin.of(folder, "bench")
        for answers in records(folder.form, count):
            papers += 1
            docx = fill(folder.docx, answers, labels=folder.form.labels, origin=origin)
            for way, lose in WAYS.items():
                lost, start = lose(docx), time.process_time()
                good, of_all = right(folder, lost, answers)
                spent = time.process_time() - start
                totals[way] = [
                    a + b for a, b in zip(totals[way], (good, of_all, spent), strict=True)
                ]
    print("| read | fields right | papers per second |\n| --- | ---: | ---: |")
    for way, (came, asked, seconds) in totals.items():
        print(f"| {way} | {came:,} of {asked:,} | {papers / seconds:,.0f} |")
    return 0 if all(came == asked for came, asked, _ in totals.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
