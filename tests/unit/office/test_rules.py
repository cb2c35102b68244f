"""The office's rules as data: read once, and a wrong one says file and key."""

from __future__ import annotations

import pytest

from docgen.errors import BadInput, NotFound, Problem
from docgen.model.grades import Grade
from docgen.office.desk import Office
from docgen.office.rules import read_rules


def test_the_shipped_rules(office: Office) -> None:
    rules = read_rules(office.folder)

    assert {"customer", "household", "posted-staff"} <= set(rules.types)
    customer = rules.dossier_type("customer")
    assert (customer.key_label, customer.grade, customer.retention) == (
        "客户编号",
        Grade.C,
        "permanent",
    )
    assert [group.letter for group in customer.groups] == list("abcdef")
    assert (rules.terms.working_days, rules.terms.highest_rank, rules.terms.at_most) == (7, 1, 10)


def test_a_type_is_added_by_a_file(office: Office) -> None:
    folder = office.folder / "rules" / "dossier-types"
    text = (folder / "household.toml").read_text("utf-8")
    (folder / "vehicle.toml").write_text(text.replace("用户档案", "车辆档案"), "utf-8")

    assert read_rules(office.folder).dossier_type("vehicle").title == "车辆档案"


def test_an_unknown_type_lists_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound) as missing:
        office.rules.dossier_type("units")

    assert "customer" in missing.value.why
    assert missing.value.field == "type"


GRADE = 'highest_grade = "C"\n'
WRONG: dict[str, tuple[str, str, str]] = {
    "no TOML": ("loans.toml", "working_days = ", ""),
    "no number": ("loans.toml", GRADE + 'working_days = "7"', "working_days"),
    "a list": ("loans.toml", GRADE + "working_days = [7]", "working_days"),
    "no days at all": ("loans.toml", GRADE + "working_days = 0", "working_days"),
    "true": ("loans.toml", GRADE + "working_days = true", "working_days"),
    "no limit": ("loans.toml", GRADE + "working_days = 7", "at_most"),
    "no grade": (
        "loans.toml",
        'working_days = 7\nat_most = 1\nhighest_grade = "Z"',
        "highest_grade",
    ),
    "nothing": ("loans.toml", "", "highest_grade"),
    "type without groups": ("dossier-types/customer.toml", 'title = "x"', "key_label"),
    "type not TOML": ("dossier-types/customer.toml", "[[group]", ""),
    "type with a strange key": ("dossier-types/customer.toml", 'titel = "x"', "titel"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_says_file_and_key(office: Office, name: str) -> None:
    file, text, key = WRONG[name]
    path = office.folder / "rules" / file
    path.write_text(text, "utf-8")

    with pytest.raises(BadInput) as wrong:
        read_rules(office.folder)

    assert wrong.value.file == str(path)
    assert wrong.value.field == key


@pytest.mark.parametrize("text", ["days_off = [", b"\xff\xfe", None])
def test_a_rules_file_that_cannot_be_read(office: Office, text: str | bytes | None) -> None:
    path = office.folder / "rules" / "loans.toml"
    path.unlink()
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(Problem) as wrong:
        read_rules(office.folder)

    assert wrong.value.file == str(path)
