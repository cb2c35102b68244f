"""``docgen template`` as its author uses it: check, mark, begin, accept."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import pytest
from tests.support.shell import Inside, Said

COMPLAINT = "complaint/complaint-record"
BAD = Path(__file__).parents[1] / "bad-templates"


@pytest.fixture
def run(inside: Inside) -> Callable[..., Said]:
    """Commands of the founder, who keeps the templates too."""
    return partial(inside.run, who="")


def spoil(office: Path, bad: str) -> None:
    """Put a bad template in the place of the complaint record."""
    folder = office / "templates" / COMPLAINT
    shutil.rmtree(folder)
    shutil.copytree(BAD / bad, folder)


def guest_form(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("来访登记表")
    table = document.add_table(rows=2, cols=4)
    for cell, text in zip(table.rows[0].cells, ["姓名", "", "电话", ""], strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "经办人签字"
    data = io.BytesIO()
    document.save(data)
    path.write_bytes(data.getvalue())
    return path


def test_a_template_that_is_right_has_no_remark(run: Callable[..., Said]) -> None:
    done = run("template", "check", COMPLAINT)

    assert (done.code, done.err) == (0, "")
    assert "0 remark(s)" in done.out


@pytest.mark.parametrize("bad", ["T007_unknown_column", "T017_macros", "T019_form_wrong"])
def test_remarks_are_data_too(run: Callable[..., Said], folder: Path, bad: str) -> None:
    spoil(folder, bad)

    done = run("template", "check", COMPLAINT, "--json")

    assert done.code == 1
    (remark,) = done.data
    assert set(remark) == {"template", "code", "text", "place", "fix"}
    assert (remark["template"], remark["code"]) == (COMPLAINT, bad[:4])


def test_remarks_stand_as_comments_in_a_copy_that_opens(
    run: Callable[..., Said], folder: Path, tmp_path: Path
) -> None:
    spoil(folder, "T007_unknown_column")
    copy = tmp_path / "意见.docx"

    done = run("template", "check", COMPLAINT, "--mark", copy)

    assert done.code == 1
    (comment,) = docx.Document(str(copy)).comments
    assert comment.text.startswith("T007 ")
    assert "“what”" in comment.text
    assert run("template", "check", COMPLAINT, "--mark", copy).code == 3


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy(run: Callable[..., Said], folder: Path, tmp_path: Path) -> None:
    spoil(folder, "T008_comment")
    run("template", "check", COMPLAINT, "--mark", tmp_path / "copy.docx")

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            "copy.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF-")


def test_marking_needs_one_name(run: Callable[..., Said], tmp_path: Path) -> None:
    assert run("template", "check", "--mark", tmp_path / "x.docx").code == 2


def test_from_an_old_form_to_an_accepted_template(run: Callable[..., Said], tmp_path: Path) -> None:
    source = guest_form(tmp_path / "来访.docx")
    name = "visit/guest-book"

    begun = run("template", "new", name, "--from", source, "--json")

    assert begun.code == 0
    assert [field["name"] for field in begun.data["fields"]] == ["name", "phone"]
    assert begun.data["sign"] == [{"role": "handler", "label": "经办人"}]
    assert [remark["code"] for remark in begun.data["remarks"]] == ["T014"]
    listed = {each["template"]: each["accepted"] for each in run("template", "list", "--json").data}
    assert (listed[name], listed[COMPLAINT]) == (False, True)
    refused = run("template", "accept", name, "--yes", "--json")
    assert (refused.code, refused.data["accepted"]) == (1, False)


def test_a_blank_form_is_accepted(run: Callable[..., Said]) -> None:
    name = "visit/own-form"
    assert run("template", "new", name, "--title", "外出登记表").code == 0

    asked = run("template", "accept", name)
    done = run("template", "accept", name, "--yes")

    assert asked.code == 2
    assert "--yes" in asked.err
    assert (done.code, "version 1" in done.out) == (0, True)
    shown = json.loads(run("template", "show", name, "--json").out)
    assert shown["accepted"] is True
    log = run("log", "list", "--json").out
    assert "template.drafted" in log
    assert "template.accepted" in log


def test_the_words_that_changed_are_shown(run: Callable[..., Said], folder: Path) -> None:
    expected = folder / "templates" / COMPLAINT / "expected.txt"
    expected.write_text(expected.read_text("utf-8").replace("客户", "顾客"), "utf-8")

    done = run("template", "accept", COMPLAINT, "--yes")

    assert done.code == 0
    removed = [line for line in done.out.splitlines() if line.startswith("-")]
    assert any("顾客" in line for line in removed)
    assert "顾客" not in expected.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "code"), [("visit/Bad Name", 3), (COMPLAINT, 3), ("nothing/here", 3)]
)
def test_names_that_cannot_be_begun(run: Callable[..., Said], name: str, code: int) -> None:
    assert run("template", "new", name).code == code


def test_nothing_to_accept(run: Callable[..., Said]) -> None:
    assert run("template", "accept", "visit/nothing-here").code == 5
