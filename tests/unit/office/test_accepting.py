"""Taking a template over: looked at, written, in the log; and told apart from a changed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desks import COMPLAINT, Cast, log
from tests.support.offices import person

from docgen.errors import BadInput, NotAllowed, NotFound
from docgen.office import accepted, accepting, writing
from docgen.office.desk import Office


def expected(office: Office) -> Path:
    return office.folder / "templates" / COMPLAINT / "expected.txt"


def is_accepted(office: Office, name: str = COMPLAINT) -> bool:
    return accepted.digests(office.folder).get(name) == writing.template(office, name).sha256


def test_the_library_comes_accepted(office: Office) -> None:
    assert len(accepted.digests(office.folder)) == len(writing.templates(office))
    assert is_accepted(office)


def test_a_changed_template_is_no_longer_accepted(office: Office) -> None:
    form = office.folder / "templates" / COMPLAINT / "form.toml"
    form.write_text(form.read_text("utf-8") + "# 改\n", "utf-8")

    assert not is_accepted(office)


def test_words_are_shown_then_written_and_logged(office: Office, folk: Cast) -> None:
    right = expected(office).read_text("utf-8")
    expected(office).write_text(right.replace("客户", "顾客"), "utf-8")

    seen = accepting.review(office, folk.jonas, COMPLAINT)

    assert seen.remarks == ()
    assert any(line.startswith("-") and "顾客" in line for line in seen.diff)
    assert any(line.startswith("+") and "客户" in line for line in seen.diff)
    assert "顾客" in expected(office).read_text("utf-8")
    assert accepting.accept(office, folk.jonas, seen) == 2
    assert expected(office).read_text("utf-8") == right
    assert is_accepted(office)
    entry = log()[-1]
    assert (entry["act"], entry["obj"]) == (accepting.EVENT, COMPLAINT)
    sha256 = writing.template(office, COMPLAINT).sha256
    assert entry["more"] == {"template_sha256": sha256, "version": 2}


def test_a_template_with_remarks_is_not_accepted(office: Office, folk: Cast) -> None:
    example = office.folder / "templates" / COMPLAINT / "example.toml"
    example.write_text("", "utf-8")

    seen = accepting.review(office, folk.jonas, COMPLAINT)

    assert {remark.code for remark in seen.remarks} == {"T004"}
    with pytest.raises(ValueError, match=COMPLAINT):
        accepting.accept(office, folk.jonas, seen)


@pytest.mark.parametrize("role", ["clerk", "manager", "legal", "auditor"])
def test_who_may_not(office: Office, folk: Cast, role: str) -> None:
    del folk
    who = person(office, "someone", role)

    with pytest.raises(NotAllowed):
        accepting.review(office, who, COMPLAINT)

    assert (log()[-1]["act"], log()[-1]["res"]) == (accepting.EVENT, "deny")


def test_an_administrator_may(office: Office, folk: Cast) -> None:
    del folk

    assert accepting.review(office, person(office, "root", "administrator"), COMPLAINT).diff == ()


def test_a_folder_elsewhere_is_accepted_by_its_digest(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    own = tmp_path / "complaint" / "own-record"
    own.mkdir(parents=True)
    for file in expected(office).parent.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "expected.txt").write_text("", "utf-8")

    seen = accepting.review(office, folk.jonas, str(own))
    version = accepting.accept(office, folk.jonas, seen)

    assert (seen.name, version) == ("complaint/own-record", 1)
    assert (own / "expected.txt").read_bytes() == expected(office).read_bytes()
    assert "complaint/own-record" in accepted.digests(office.folder)


def test_a_folder_that_could_be_no_template_is_refused(
    office: Office, folk: Cast, tmp_path: Path
) -> None:
    (tmp_path / "投诉").mkdir()
    (tmp_path / "投诉" / "form.toml").write_text("", "utf-8")

    with pytest.raises(BadInput):
        accepting.review(office, folk.jonas, str(tmp_path / "投诉"))


def test_an_unknown_name_is_not_found(office: Office, folk: Cast) -> None:
    with pytest.raises(NotFound) as caught:
        accepting.review(office, folk.jonas, "complaint/complaint-recrod")

    assert COMPLAINT in str(caught.value.fix)


def test_an_office_without_the_list_has_accepted_nothing(office: Office) -> None:
    (office.folder / "templates" / accepted.FILE).unlink()

    assert accepted.digests(office.folder) == {}


def test_remarks_go_into_a_copy_and_never_over_a_file(office: Office, tmp_path: Path) -> None:
    checked = accepting.check(office, COMPLAINT)
    copy = tmp_path / "copy.docx"

    accepting.mark(office, checked, copy, [])

    assert copy.read_bytes().startswith(b"PK")
    with pytest.raises(BadInput):
        accepting.mark(office, checked, copy, [])


def test_a_name_longer_than_any_file_is_no_template(office: Office) -> None:
    with pytest.raises(NotFound):
        accepting.check(office, f"complaint/{'x' * 300}")
