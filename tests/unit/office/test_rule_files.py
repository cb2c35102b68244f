"""The rules files as they are shown: each read by its own parser, each mistake with its line."""

from __future__ import annotations

import pytest

from docgen.config import shipped
from docgen.errors import NotFound
from docgen.office import rule_files
from docgen.office.desk import Office

SHIPPED = sorted(
    str(file.relative_to(shipped("rules"))) for file in shipped("rules").rglob("*.toml")
)


def test_every_file_that_comes_with_docgen_is_shown_and_is_right(office: Office) -> None:
    found = rule_files.every(office)

    assert [one.name for one in found] == SHIPPED
    assert [(one.name, one.problem) for one in found if one.problem] == []
    assert {str(one.state) for one in found} == {"as it comes with docgen"}


@pytest.mark.parametrize("name", SHIPPED)
def test_nonsense_in_any_of_them_is_found(office: Office, name: str) -> None:
    file = office.folder / "rules" / name
    file.write_text(file.read_text("utf-8") + "\nnonsense_zz = 3\n", "utf-8")

    found, lines = rule_files.one(office, name)

    assert found.problem is not None
    assert lines[-1] == "nonsense_zz = 3"
    assert found.state == "the office's own"


def test_what_is_no_toml_is_told_with_its_line(office: Office) -> None:
    file = office.folder / "rules" / "loans.toml"
    count = len(file.read_text("utf-8").splitlines())
    file.write_text(file.read_text("utf-8") + "= =\n", "utf-8")

    found, _ = rule_files.one(office, "loans.toml")

    assert found.problem is not None
    assert getattr(found.problem, "line", 0) == count + 1


def test_bytes_that_are_no_text_are_shown_as_far_as_they_go(office: Office) -> None:
    (office.folder / "rules" / "loans.toml").write_bytes(b"# \xff\n")

    found, lines = rule_files.one(office, "loans.toml")

    assert found.problem is not None
    assert lines == ["# �"]


@pytest.mark.parametrize(
    "name",
    [
        "../docgen.toml",
        "/etc/passwd",
        "delivered.txt",
        "",
        "none.toml",
        "cases",
        "cases/../loans.toml",
    ],
)
def test_nothing_else_is_opened(office: Office, name: str) -> None:
    with pytest.raises(NotFound):
        rule_files.one(office, name)


def test_a_file_of_the_offices_own_is_read_too(office: Office) -> None:
    own = (office.folder / "rules" / "cases" / "oil.toml").read_text("utf-8")
    (office.folder / "rules" / "cases" / "own.toml").write_text(own, "utf-8")

    found, _ = rule_files.one(office, "cases/own.toml")

    assert found.problem is None
    assert found.state == "the office's own"


def test_its_first_remark_says_what_it_is(office: Office) -> None:
    found, lines = rule_files.one(office, "loans.toml")

    assert found.title
    assert found.title == lines[0].lstrip("# ")
