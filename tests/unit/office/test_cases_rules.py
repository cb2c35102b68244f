"""The kinds of cases of an office: which files count, and what is said of those that are wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.cases import KINDS

from docgen.errors import BadInput, NotFound, Problem
from docgen.office import cases_rules
from docgen.office.desk import Office


@pytest.fixture(name="rules")
def _rules(office: Office) -> Path:
    return office.folder / "rules" / "cases"


def change(file: Path, old: str, new: str) -> int:
    """Write a rule otherwise; the line it stands on."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def refused(office: Office, name: str = "oil") -> Problem:
    with pytest.raises(Problem) as found:
        cases_rules.profile(office, name)
    return found.value


def test_the_three_kinds_are_there_by_name(office: Office) -> None:
    found = cases_rules.profiles(office)

    assert tuple(found) == KINDS
    assert all(name == kind.name for name, kind in found.items())
    assert cases_rules.profile(office, "gas") == found["gas"]


def test_a_kind_of_ones_own_stands_beside_them_in_order_of_names(
    office: Office, rules: Path
) -> None:
    text = (rules / "oil.toml").read_text("utf-8")
    (rules / "自来水.toml").write_text("\ufeff" + text, "utf-8")  # as an editor on Windows saves it
    (rules / "heat.toml").write_text(text.replace("\n", "\r\n"), "utf-8")
    (rules / "notes.txt").write_text("no rules", "utf-8")

    found = cases_rules.profiles(office)

    assert tuple(found) == ("clothing", "gas", "heat", "oil", "自来水")
    assert found["自来水"].title == found["heat"].title == found["oil"].title


def test_a_folder_of_ones_own_is_not_filled_up_with_docgens(office: Office, rules: Path) -> None:
    for name in ("clothing", "gas"):
        (rules / f"{name}.toml").unlink()

    assert tuple(cases_rules.profiles(office)) == ("oil",)
    (rules / "oil.toml").unlink()
    assert cases_rules.profiles(office) == {}
    assert isinstance(refused(office), NotFound)


def test_without_a_name_one_is_asked_which(office: Office) -> None:
    with pytest.raises(BadInput) as asked:
        cases_rules.profile(office, "")

    assert asked.value.field == "profile"
    assert "clothing, gas, oil" in asked.value.why


@pytest.mark.parametrize("name", ["water", "Oil", "oil ", "../oil", "oil.toml", "油"])
def test_an_unknown_name_is_answered_with_those_there_are(office: Office, name: str) -> None:
    error = refused(office, name)

    assert isinstance(error, NotFound)
    assert error.field == "profile"
    assert name in str(error)
    assert "clothing, gas, oil" in error.why


def test_a_file_is_read_again_when_it_changed_and_only_then(office: Office, rules: Path) -> None:
    first = cases_rules.profile(office, "oil")
    assert cases_rules.profile(office, "oil") is first

    change(rules / "oil.toml", '"油品客户投诉"', '"油品与天然气投诉"')

    assert cases_rules.profile(office, "oil").title == "油品与天然气投诉"
    assert cases_rules.profile(office, "gas") is cases_rules.profile(office, "gas")


def test_a_file_that_was_wrong_is_right_once_it_is_mended(office: Office, rules: Path) -> None:
    change(rules / "oil.toml", "within =", "wihtin =")
    for _ in range(2):  # a mistake is told each time
        assert "no such key" in refused(office).why

    change(rules / "oil.toml", "wihtin =", "within =")

    assert cases_rules.profile(office, "oil").name == "oil"


@pytest.mark.parametrize(
    ("old", "new", "field", "why"),
    [
        ('does   = "decide"', 'does   = "entscheiden"', "step.does", "entscheiden is none"),
        ('within = "1 workdays"', 'within = "one day"', "severity.within", "one day is no limit"),
        ('name   = "一般"', "name   = 1", "severity.name", "it must be a text"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_key(
    office: Office, rules: Path, old: str, new: str, field: str, why: str
) -> None:
    line = change(rules / "oil.toml", old, new)

    error = refused(office)

    assert (error.field, error.line) == (field, line)
    assert error.file == str(rules / "oil.toml")
    assert why in error.why
    assert error.fix.startswith("write for instance: ")


@pytest.mark.parametrize(
    ("data", "line"),
    [(b'title = "a"\ntitle = "b"\n', 2), (b"title = \xff\n", 1), (b"\n\n[[step]\n", 3)],
)
def test_a_file_that_is_no_toml_is_said_with_its_line(
    office: Office, rules: Path, data: bytes, line: int
) -> None:
    (rules / "oil.toml").write_bytes(data)

    error = refused(office)

    assert isinstance(error, BadInput)
    assert (error.file, error.line) == (str(rules / "oil.toml"), line)


def test_a_broken_kind_is_said_whichever_was_asked_for(office: Office, rules: Path) -> None:
    """A kind that cannot be read is nobody's secret: its cases would be lost from every list."""
    (rules / "broken.toml").write_text("title = 1\n", "utf-8")

    assert refused(office, "gas").file.endswith("broken.toml")


@pytest.mark.parametrize(
    ("number", "why"),
    [("{yy}{month:02}", "seq"), ("{seq", ""), ("{customer}{seq:02}", "customer"), ("{}", "")],
)
def test_a_pattern_that_cannot_number_cases_is_refused(
    office: Office, rules: Path, number: str, why: str
) -> None:
    change(rules / "oil.toml", '"{yy}{month:02}{seq:02}"', f'"{number}"')

    error = refused(office)

    assert error.field == "number"
    assert why in error.why
    assert "{yy}{month:02}{seq:02}" in error.fix


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('form          = "service/repair-order"', 'form = "service/gone"', "form"),
        ('form   = "complaint/return-visit"', 'form = "complaint/Return-Visit"', "step.form"),
    ],
)
def test_a_template_that_is_not_there_is_named_when_a_case_is_to_be_opened(
    office: Office, rules: Path, old: str, new: str, field: str
) -> None:
    cases_rules.refuse_unknown_templates(office, cases_rules.profile(office, "gas"))
    change(rules / "gas.toml", old, new)
    kind = cases_rules.profile(office, "gas")  # it may be read all the same

    with pytest.raises(BadInput) as refused_:
        cases_rules.refuse_unknown_templates(office, kind)

    assert refused_.value.field == field
    assert new.partition('"')[2].rstrip('"') in refused_.value.why


def test_two_offices_in_one_process_have_their_own_kinds(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "other"
    folder = other / "rules" / "cases"
    folder.mkdir(parents=True)
    mine = office.folder / "rules" / "cases" / "oil.toml"
    theirs = folder / "oil.toml"
    theirs.write_text(mine.read_text("utf-8").replace("油品", "食品"), "utf-8")
    os.utime(theirs, ns=(mine.stat().st_atime_ns, mine.stat().st_mtime_ns))

    first = cases_rules.profile(office, "oil")
    second = cases_rules.profiles(Elsewhere(other))["oil"]  # type: ignore[arg-type]  # a folder

    assert first.title != second.title


class Elsewhere:
    """An office of which only the folder is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
