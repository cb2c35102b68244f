"""What may be sent as a new version of a template, and what it is called there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from docgen.errors import BadInput
from docgen.render.folder import FILES
from docgen.render.template_upload import taken

GOOD = Path(__file__).parents[3] / "templates" / "complaint" / "complaint-record"
WORD = (GOOD / "template.docx").read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def whole() -> dict[str, bytes]:
    """The four files of a good template."""
    return {name: (GOOD / name).read_bytes() for name in FILES}


def test_a_word_file_of_any_name_is_the_template() -> None:
    assert taken([("投诉记录（改）.DOCX", WORD)]) == {"template.docx": WORD}


def test_questions_come_beside_the_word_file() -> None:
    found = taken([("a.docx", WORD), ("form.toml", b"x"), ("more-examples.toml", b"y")])

    assert set(found) == {"template.docx", "form.toml", "more-examples.toml"}


@pytest.mark.parametrize("folder", ["", "complaint-record/"])
def test_a_whole_folder_comes_as_a_zip(folder: str) -> None:
    data = zipped({f"{folder}{name}": content for name, content in whole().items()})

    assert taken([("模板.zip", data)]) == whole()


BAD = {
    "nothing": [],
    "another file": [("macro.vbs", b"x")],
    "a toml of another name": [("docgen.toml", b"x")],
    "no Word file": [("a.docx", b"PK\3\4")],
    "an old Word file": [("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")],
    "two Word files": [("a.docx", WORD), ("b.docx", WORD)],
    "a damaged zip": [("a.zip", b"PK\3\4 and no more")],
    "a zip that points elsewhere": [("a.zip", zipped({"../form.toml": b"x"}))],
    "a zip with an absolute name": [("a.zip", zipped({"/form.toml": b"x"}))],
    "a zip with a strange file": [("a.zip", zipped({"form.toml": b"x", "run.sh": b"x"}))],
    "a zip with two folders": [("a.zip", zipped({"a/form.toml": b"x", "b/form.toml": b"x"}))],
    "a zip with a deep folder": [("a.zip", zipped({"a/b/form.toml": b"x"}))],
    "a zip that is a bomb": [("a.zip", zipped({"form.toml": b""})[:-30])],
    "a zip with two Word files": [("a.zip", zipped({"a.docx": WORD, "b.docx": WORD}))],
    "a zip and its Word file again": [("a.docx", WORD), ("a.zip", zipped({"a.docx": WORD}))],
    "a zip within a zip": [("a.zip", zipped({"b.zip": zipped({"form.toml": b"x"})}))],
}


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_anything_else_is_refused_in_sentences(sent: list[tuple[str, bytes]]) -> None:
    with pytest.raises(BadInput) as refused:
        taken(sent)

    assert refused.value.why
    assert refused.value.fix
