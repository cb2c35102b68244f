"""Every field of every template comes back: from the paper itself, and after LibreOffice saved it.

In the short version one paper a template goes through LibreOffice, all of them in one run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.valid_answers import valid_answers

from docgen.forms.kinds import PICTURES
from docgen.render import readback, sandbox, soffice
from docgen.render.docx import fill, words
from docgen.render.folder import TemplateFolder, list_templates, read_template
from docgen.render.marks import masked
from docgen.render.plan import plan
from docgen.render.reading import How, Reading
from docgen.render.record import Origin

LIBRARY = Path(__file__).parents[2] / "templates"
TEMPLATES = list_templates(LIBRARY)
LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No child process for each of so many papers; how that works is tested elsewhere."""

    def told(_function: str, docx: bytes, *, name: str) -> bytes:
        return readback.told(docx, name)

    monkeypatch.setattr(sandbox, "run", told)


def folder_of(name: str) -> TemplateFolder:
    return read_template(LIBRARY / name, name)


def paper(folder: TemplateFolder, answers: Mapping[str, object]) -> bytes:
    origin = Origin.of(folder, "1.0")
    return fill(folder.docx, answers, labels=folder.form.labels, origin=origin)


def wrong(folder: TemplateFolder, reading: Reading, truth: Mapping[str, object]) -> list[str]:
    """Every field that did not come back, with what came instead."""
    marks = plan(folder.docx, folder.form).marks
    pictures = {one.name for one in folder.form.fields if one.kind in PICTURES}
    faults = [f"{one.field}: {one.text}" for one in reading.questions]
    for name, found in reading.found.items():
        # The record tells nothing that the paper shows only masked.
        if found.how is How.NOWHERE and name in pictures | masked(marks):
            continue
        if found.how is How.NOWHERE or found.value != truth[name]:
            faults.append(f"{name}: {found.how} {found.value!r} instead of {truth[name]!r}")
    return [f"{folder.name}: {fault}" for fault in faults]


@pytest.mark.parametrize(
    "seeds", [range(2), pytest.param(range(2, 300), marks=pytest.mark.slow)], ids=["2", "300"]
)
@pytest.mark.parametrize("name", TEMPLATES)
def test_straight(name: str, seeds: range) -> None:
    if len(seeds) > 2 and not LONG:
        pytest.skip("the long version: make slow")
    folder = folder_of(name)

    for seed in seeds:
        answers = valid_answers(folder, seed)
        made = paper(folder, answers)
        reading = readback.read(made, folder.form, folder.docx)

        assert wrong(folder, reading, answers) == [], f"seed {seed}"
        if seed % 2 == 0:  # a record changes nothing that is seen
            assert words(made) == words(fill(folder.docx, answers, labels=folder.form.labels))


THIRDS = [slice(first, None, 3) for first in range(3)]
#: A form is saved as it is or by way of an older format: a third of them each way, all of them
#: every way, and twice as it is, in the long version.
WAYS = list(zip(["docx", "odt docx", "doc docx"], THIRDS, strict=True))
LONG_WAYS = [
    ("docx docx", slice(None)),
    *((way, third) for way, own in WAYS for third in THIRDS if third != own),
]


@pytest.mark.parametrize(
    ("way", "which"), [*WAYS, *(pytest.param(*one, marks=pytest.mark.slow) for one in LONG_WAYS)]
)
def test_after_libreoffice(way: str, which: slice, tmp_path: Path) -> None:
    if (way, which) in LONG_WAYS and not LONG:
        pytest.skip("the long version: make slow")
    if not shutil.which(soffice.PROGRAM):
        pytest.skip("LibreOffice is not here")
    folders = {str(number): folder_of(name) for number, name in enumerate(TEMPLATES[which])}
    answers = {number: valid_answers(folder, 7) for number, folder in folders.items()}
    papers = {number: paper(folder, answers[number]) for number, folder in folders.items()}

    saved = through_libreoffice(papers, way.split(), tmp_path)

    faults = [
        fault
        for number, folder in folders.items()
        for fault in wrong(
            folder,
            readback.read(saved[number], folder.form, folder.docx, stored=answers[number]),
            answers[number],
        )
    ]
    assert faults == []


def through_libreoffice(
    papers: Mapping[str, bytes], kinds: list[str], work: Path
) -> dict[str, bytes]:
    """All papers opened and saved as one kind after the other, the last one docx."""
    now = work / "0.docx"
    now.mkdir()
    for name, data in papers.items():
        (now / f"{name}.docx").write_bytes(data)
    for turn, kind in enumerate(kinds, start=1):
        then = work / f"{turn}.{kind}"
        command = [soffice.find(), "--headless", f"-env:UserInstallation={work.as_uri()}/profile"]
        files = sorted(map(str, now.iterdir()))
        command += ["--convert-to", kind, "--outdir", str(then), *files]
        subprocess.run(command, check=True, capture_output=True)
        now = then
    return {name: (now / f"{name}.docx").read_bytes() for name in papers}
