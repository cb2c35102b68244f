"""Each wrong rules file in the two folders is refused with its line, its key and why.

``tests/bad-dossier-types/<what>/type.toml`` and ``tests/bad-rules/<file>_<what>/<file>.toml`` are
otherwise right; ``expected.txt`` holds line, key and reason, one a line.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from tests.support.desks import Cast

from docgen.config import shipped
from docgen.errors import BadInput
from docgen.model.case_file import parse_case
from docgen.model.duty_file import parse_duties
from docgen.model.outside_file import parse_outside
from docgen.model.posting_file import parse_postings
from docgen.model.retention_file import parse_schedule
from docgen.office import audit_unusual, dossiers
from docgen.office.desk import Office
from docgen.office.rules import own_or_shipped, read_rules
from docgen.register.models import Customer

TESTS = Path(__file__).parents[2]
TYPES = sorted((TESTS / "bad-dossier-types").iterdir())
RULES = sorted((TESTS / "bad-rules").iterdir())
NO_TEMPLATE = "required_names_no_template"


@pytest.fixture(name="place", scope="module")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped rules."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(shipped("rules"), folder / "rules")
    return folder


def assert_as_expected(wrong: BadInput, folder: Path, name: str) -> None:
    line, field, why = (folder / "expected.txt").read_text("utf-8").splitlines()
    assert (wrong.line, wrong.field, wrong.why or wrong.what) == (int(line), field, why)
    assert Path(wrong.file).name == name
    assert wrong.what
    assert wrong.fix


@pytest.mark.parametrize(
    "folder", [one for one in TYPES if one.name != NO_TEMPLATE], ids=lambda one: one.name
)
def test_a_wrong_dossier_type_is_refused(folder: Path, place: Path) -> None:
    file = place / "rules" / "dossier-types" / "sample.toml"
    file.write_bytes((folder / "type.toml").read_bytes())

    try:
        with pytest.raises(BadInput) as wrong:
            read_rules(place)
    finally:
        file.unlink()

    assert_as_expected(wrong.value, folder, "sample.toml")


def test_a_type_that_wants_an_unknown_form_opens_no_dossier(
    office: Office, folk: Cast, known: Customer
) -> None:
    folder = TESTS / "bad-dossier-types" / NO_TEMPLATE
    file = office.folder / "rules" / "dossier-types" / "sample.toml"
    file.write_bytes((folder / "type.toml").read_bytes())
    there = dossiers.open_dossier(office, folk.mira, known)
    changed = read_rules(office.folder)
    object.__setattr__(office, "rules", changed)

    with pytest.raises(BadInput) as wrong:
        dossiers.open_dossier(office, folk.mira, known, kind="sample", key="一")

    assert_as_expected(wrong.value, folder, "sample.toml")
    assert dossiers.show(office, folk.mira, str(there)).dossier == there


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith(("transfers_", "loans_", "approvals_"))],
    ids=lambda one: one.name,
)
def test_a_wrong_rule_is_refused(folder: Path, place: Path) -> None:
    name = f"{folder.name.partition('_')[0]}.toml"
    file = place / "rules" / name
    right = file.read_bytes()
    file.write_bytes((folder / name).read_bytes())

    try:
        with pytest.raises(BadInput) as wrong:
            read_rules(place)
    finally:
        file.write_bytes(right)

    assert_as_expected(wrong.value, folder, name)


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("retention_")],
    ids=lambda one: one.name,
)
def test_a_wrong_period_is_refused(folder: Path) -> None:
    file = folder / "retention.toml"

    with pytest.raises(BadInput) as wrong:
        parse_schedule(file.read_text("utf-8"), file=str(file))

    assert_as_expected(wrong.value, folder, "retention.toml")


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("outside_")],
    ids=lambda one: one.name,
)
def test_wrong_terms_of_outside_requests_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    shutil.copy(folder / "outside.toml", tmp_path / "rules")

    with pytest.raises(BadInput) as wrong:
        own_or_shipped(tmp_path, "outside.toml", parse_outside)

    assert_as_expected(wrong.value, folder, "outside.toml")


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("cases_")],
    ids=lambda one: one.name,
)
def test_a_wrong_kind_of_complaint_case_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    shutil.copy(folder / "cases.toml", tmp_path / "rules")

    with pytest.raises(BadInput) as wrong:
        own_or_shipped(tmp_path, "cases.toml", partial(parse_case, name="sample"))

    assert_as_expected(wrong.value, folder, "cases.toml")


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("unusual_")],
    ids=lambda one: one.name,
)
def test_a_wrong_rule_of_what_is_unusual_is_refused(folder: Path, office: Office) -> None:
    file = office.folder / "rules" / "unusual.toml"
    file.write_bytes((folder / "unusual.toml").read_bytes())

    with pytest.raises(BadInput) as wrong:
        audit_unusual.figures(office)

    assert_as_expected(wrong.value, folder, "unusual.toml")


def test_a_file_that_windows_saved_is_read(place: Path) -> None:
    file = place / "rules" / "dossier-types" / "windows.toml"
    text = (place / "rules" / "dossier-types" / "customer.toml").read_text("utf-8")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    try:
        assert read_rules(place).dossier_type("windows").title == "客户档案"
    finally:
        file.unlink()


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("duties_")],
    ids=lambda one: one.name,
)
def test_wrong_duties_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    shutil.copy(folder / "duties.toml", tmp_path / "rules")

    with pytest.raises(BadInput) as wrong:
        own_or_shipped(tmp_path, "duties.toml", parse_duties)

    assert_as_expected(wrong.value, folder, "duties.toml")


@pytest.mark.parametrize(
    "folder",
    [one for one in RULES if one.name.startswith("postings_")],
    ids=lambda one: one.name,
)
def test_wrong_rules_of_posted_staff_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    shutil.copy(folder / "postings.toml", tmp_path / "rules")

    with pytest.raises(BadInput) as wrong:
        own_or_shipped(tmp_path, "postings.toml", parse_postings)

    assert_as_expected(wrong.value, folder, "postings.toml")
