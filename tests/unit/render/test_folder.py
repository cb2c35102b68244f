"""A template's folder: its four files, its name, and what is refused by name."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.errors import BadInput, NotFound
from docgen.render.folder import FILES, find_template, list_templates, read_template

GOOD = Path(__file__).parents[2] / "bad-templates" / "nothing_wrong"
NAME = "complaint/complaint-record"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one good template."""
    shutil.copytree(GOOD, tmp_path / NAME)
    return tmp_path


def test_the_four_files_are_read(library: Path) -> None:
    folder = read_template(library / NAME, NAME)

    assert folder.name == NAME
    assert folder.form.title == "投诉登记表"
    assert folder.docx == (GOOD / "template.docx").read_bytes()
    assert folder.example == (GOOD / "example.toml").read_bytes()
    assert folder.expected == (GOOD / "expected.txt").read_text("utf-8")


def test_the_digest_is_what_sha256sum_gives(library: Path) -> None:
    folder = read_template(library / NAME, NAME)

    sums = [(hashlib.sha256((GOOD / file).read_bytes()).hexdigest(), file) for file in FILES]
    listing = "".join(f"{digest}  {file}\n" for digest, file in sums)
    assert folder.sha256 == hashlib.sha256(listing.encode()).hexdigest()


@pytest.mark.parametrize("file", FILES)
def test_a_change_of_any_file_changes_the_digest(library: Path, file: str) -> None:
    before = read_template(library / NAME, NAME).sha256
    path = library / NAME / file

    path.write_bytes(path.read_bytes() + b"\n")

    assert read_template(library / NAME, NAME).sha256 != before


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(library: Path, file: str) -> None:
    (library / NAME / file).unlink()

    with pytest.raises(BadInput) as caught:
        read_template(library / NAME, NAME)

    assert caught.value.file == f"{NAME}/{file}"
    assert NAME in caught.value.what
    assert file in caught.value.what


@pytest.mark.parametrize("file", FILES)
def test_a_folder_in_place_of_a_file_is_said(library: Path, file: str) -> None:
    (library / NAME / file).unlink()
    (library / NAME / file).mkdir()

    with pytest.raises(BadInput, match="cannot be read"):
        read_template(library / NAME, NAME)


@pytest.mark.parametrize("file", ["form.toml", "expected.txt"])
def test_text_that_is_not_utf_8_names_its_line(library: Path, file: str) -> None:
    (library / NAME / file).write_bytes(b"a\nb\n" + "客".encode("gbk"))

    with pytest.raises(BadInput, match="not in UTF-8") as caught:
        read_template(library / NAME, NAME)

    assert (caught.value.file, caught.value.line) == (f"{NAME}/{file}", 3)


def test_windows_line_ends_in_the_expected_words_do_not_matter(library: Path) -> None:
    path = library / NAME / "expected.txt"

    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_template(library / NAME, NAME).expected == path.read_text("utf-8")


def test_a_form_that_is_wrong_is_said(library: Path) -> None:
    (library / NAME / "form.toml").write_text("title = ", "utf-8")

    with pytest.raises(BadInput) as caught:
        read_template(library / NAME, NAME)

    assert caught.value.file == f"{NAME}/form.toml"


def test_a_word_file_with_macros_is_no_template(library: Path, paper: Callable[..., bytes]) -> None:
    macros = paper("{{ customer_name }}", parts={"word/vbaProject.bin": b"x"})
    (library / NAME / "template.docx").write_bytes(macros)

    with pytest.raises(BadInput, match="cannot be used as a template") as caught:
        read_template(library / NAME, NAME)

    assert "macros" in caught.value.details[0].text


def test_names_are_listed_sorted_also_of_broken_templates(library: Path) -> None:
    (library / "archive" / "box-label").mkdir(parents=True)
    (library / "archive" / ".hidden").mkdir()
    (library / "archive" / "Entwurf 1").mkdir()
    (library / "README.txt").write_text("x")

    assert list_templates(library) == ["archive/box-label", NAME]
    assert list_templates(library / "nowhere") == []


def test_a_template_is_found_by_its_name(library: Path) -> None:
    assert find_template(library, NAME).name == NAME


@pytest.mark.parametrize("name", ["complaint/complaint-recrd", "complaint-record"])
def test_an_unknown_name_gets_the_nearest(library: Path, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_template(library, name)

    assert NAME in caught.value.fix


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc", "complaint/../complaint", "", "a/b/c"])
def test_a_name_that_points_elsewhere_is_not_followed(library: Path, name: str) -> None:
    with pytest.raises(NotFound):
        find_template(library, name)
