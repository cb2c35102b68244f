"""Every code has a bad template named after it; the folder's name is what must be found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.render import fonts, lint, lint_layout
from docgen.render.example import DAY, example_context, example_words
from docgen.render.folder import FILES, read_template
from docgen.render.lint import Remark, check_folder, check_template
from docgen.render.lint_words import differences
from docgen.render.words import words

ROOT = Path(__file__).parents[3]
FOLDERS = sorted((ROOT / "tests" / "bad-templates").iterdir())
NAME = "complaint/complaint-record"


def codes(name: str) -> set[str]:
    return set(re.findall(r"T\d{3}", name))


def remarks(folder: str) -> list[Remark]:
    return check_folder(ROOT / "tests" / "bad-templates" / folder, NAME)[0]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_bad_template_is_found_out(folder: Path) -> None:
    found = {remark.code for remark in check_folder(folder, NAME)[0]}

    assert found == codes(folder.name)


def test_every_code_has_a_bad_template() -> None:
    promised = set(re.findall(r"^    (T\d{3})", str(lint.__doc__), re.MULTILINE))

    assert promised == set.union(*(codes(folder.name) for folder in FOLDERS))


def test_the_bad_templates_are_what_their_script_makes(tmp_path: Path) -> None:
    script = ROOT / "tools" / "bad_templates.py"

    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)

    assert sorted(path.name for path in tmp_path.iterdir()) == [each.name for each in FOLDERS]
    for folder in FOLDERS:
        made = tmp_path / folder.name
        docx = (made / FILES[0]).read_bytes()
        assert words(docx) == words((folder / FILES[0]).read_bytes())
        texts = [file for file in made.iterdir() if file.name != FILES[0]]
        assert len(texts) == len(list(folder.iterdir())) - 1
        for file in texts:
            assert file.read_bytes() == (folder / file.name).read_bytes()


def test_every_remark_says_what_where_and_what_to_do() -> None:
    for folder in FOLDERS:
        for remark in check_folder(folder, NAME)[0]:
            assert remark.text
            assert remark.place
            assert remark.fix


@pytest.mark.parametrize(
    ("folder", "text", "place", "fix"),
    [
        ("T002_unknown_field", "“custmer_name”", "“{{ custmer_name }}”", "“customer_name”"),
        ("T002_unknown_field_in_header", "“numbr”", "in the header, paragraph 1", "“number”"),
        ("T003_question_never_used", "“传真”", "form.toml", "{{ fax }}"),
        ("T003_column_never_used", "“次数”", "form.toml", "{{ row.count }}"),
        ("T004_answer_missing", "“涉及金额”", "example.toml", "amount"),
        ("T004_example_not_toml", "not TOML", "example.toml, line 1", "name = "),
        ("T005_filter_on_wrong_kind", "{{ customer_name | rmb_words }}", "template.docx", "money"),
        ("T006_words_changed", "“特急” where “紧急”", "expected.txt, line 4", "template accept"),
        ("T007_unknown_column", "“问题明细” has no column “wat”", "{{ row.wat }}", "“what”"),
        ("T009_unknown_font", "“自制手写体”", "word/document.xml", "宋体"),
        ("T010_blank_before_tr", "{% and tr", "table 1, row 2, cell 1: “{% tr for", "{%tr"),
        ("T012_mark_in_a_chart", "{{ amount }}", "word/charts/chart1.xml", "ordinary text"),
        ("T013_answers_side_by_side", "“客户名称” and “地点”", "paragraph 1: “{{ cus", "sign"),
        ("T014_automatic_lines_on_one_page", "9 paragraph(s)", "paragraph 1", "固定值"),
        ("T015_picture_too_wide", "190 mm wide where there is room for 159", "paragraph 4", "Size"),
        ("T016_outside_link", "attachedTemplate", "template.docx", "remove it"),
        ("T019_file_missing", "expected.txt", "expected.txt", "put expected.txt into"),
        ("T019_form_wrong", "kind “yes” is unknown", "line 15", "“yesno”"),
        ("T020_branch_without_example", "this “else”", "paragraph 3: “{% if", "more-examples.toml"),
        ("T020_table_without_rows", "no example has a row", "table 1, row 2, cell 1", "[[exam"),
    ],
)
def test_what_a_remark_says(folder: str, text: str, place: str, fix: str) -> None:
    (remark,) = remarks(folder)

    assert text in remark.text
    assert place in remark.place
    assert fix in remark.fix
    assert str(remark).startswith(f"{remark.code} ")


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    for source in FOLDERS[-1].iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    form = (tmp_path / "form.toml").read_text("utf-8")
    (tmp_path / "form.toml").write_text(
        form.replace("field.customer_name", "field.client").replace(
            "column.count", "column.number"
        ),
        "utf-8",
    )

    found = [remark.code for remark in check_template(read_template(tmp_path, NAME))]

    assert {"T002", "T003", "T004", "T007"} <= set(found)
    assert found == sorted(found)


def test_only_the_first_five_differences_are_shown() -> None:
    found = list(differences([str(n) for n in range(9)], []))

    assert len(found) == 5


def test_a_line_too_many_does_not_make_all_the_rest_differ() -> None:
    (found,) = differences(["一", "二", "三"], ["一", "新", "二", "三"])

    assert found.place == "expected.txt, line 2"
    assert "“新” where “”" in found.text


def test_without_fontconfig_only_the_alias_file_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_layout, "installed_fonts", frozenset)

    assert remarks("nothing_wrong") == []
    assert "宋体" in fonts.known_fonts()


def test_the_example_always_has_the_same_number_day_and_company() -> None:
    folder = read_template(ROOT / "tests" / "bad-templates" / "nothing_wrong", NAME)

    context = example_context(folder)

    assert context["number"] == "TS-20260301"
    assert context["today"] == DAY
    assert context["grade_mark"] == "内部"
    assert example_words(folder) == folder.expected


def test_what_cannot_be_read_leaves_no_word_file() -> None:
    bad = ROOT / "tests" / "bad-templates"

    assert check_folder(bad / "T019_file_missing", NAME)[1] == b""
    assert check_folder(bad / "T017_macros", NAME)[1].startswith(b"PK")


def test_a_remark_about_the_document_knows_its_paragraph() -> None:
    (in_table,) = remarks("T007_unknown_column")
    (in_form,) = remarks("T003_question_never_used")

    assert in_table.spot
    assert in_table.spot.word == "wat"
    assert in_form.spot is None
